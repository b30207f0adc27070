"""Loading: a folder of files becomes records, beside everything that is wrong with the files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import ValidationError

from examen.bank.codes import Code
from examen.bank.record_errors import problem as record_problem
from examen.bank.salvage import salvage
from examen.bank.yaml_door import Loc, Sheet, parse
from examen.messages import _
from examen.model.calibration import Calibration
from examen.model.case import Case
from examen.model.exam import Exam
from examen.model.framework import Framework
from examen.model.lexicon import Lexicon
from examen.model.rubric import Rubric
from examen.problems import ExamenError, Problem, Source

Authored = Case | Exam | Framework | Lexicon | Rubric | Calibration  # the last by examen itself
Name = tuple[str, str]  # kind and id, or the case's id for a rubric
SCHEMAS: Mapping[str, type[Authored]] = MappingProxyType(
    {
        "case": Case,
        "exam": Exam,
        "framework": Framework,
        "lexicon": Lexicon,
        "rubric": Rubric,
        "calibration": Calibration,
    }
)
VERSION = 1

A = TypeVar("A", bound=Authored)

_SCHEMA = re.compile(r"([a-z]+)/([0-9]+)")
_TOP_LINE = re.compile(r"^(schema|id|case)[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bank:
    """The records of a bank and everything that is wrong with its files.

    Attributes:
        rubrics: by the id of their case; the other records by their own id.
        calibrations: by the id of the exam that they belong to.
        problems: sorted by place.
        broken: kind and id (`("case", "groupama-sportifs")`) of the records that have problems and
            are therefore not in the tables above, so that nobody reports them as absent; a kind
            that cannot be told is empty.
        salvaged: what could still be read of the broken ones, for the checks alone.
    """

    cases: dict[str, Case] = field(default_factory=dict)
    exams: dict[str, Exam] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    calibrations: dict[str, Calibration] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: frozenset[Name] = frozenset()
    salvaged: tuple[Authored, ...] = ()
    sheets: dict[Name, Sheet] = field(default_factory=dict, repr=False)

    def records(self) -> Iterator[Authored]:
        """All sound records."""
        yield from self.cases.values()
        yield from self.exams.values()
        yield from self.frameworks.values()
        yield from self.lexicons.values()
        yield from self.rubrics.values()
        yield from self.calibrations.values()

    def with_salvaged(self) -> Bank:
        """The same bank with the broken records as far as they can be read."""
        return _tables((*self.records(), *self.salvaged), self)

    def whole(self, record: Authored, *loc: str | int, but: Collection[str] = ()) -> bool:
        """Whether all that was written at `loc` of a record could be read.

        What stands under the keys in `but`, at any depth, does not matter.
        """
        spot = self.sheets[_name(record)].spot
        if spot is None or _name(record) not in self.broken:
            return True
        reach = spot.descend(loc)
        return not reach.spot.hole if reach.missing else reach.spot.whole(but)

    def place(self, record: Authored, *loc: str | int) -> Source:
        """Where `loc` of a record stands: `place(rubric, "questions", 0, "points")`.

        What is not written in the file (a default) has the place of what is around it.
        """
        sheet = self.sheets.get(_name(record))
        return sheet.place(*loc) if sheet else Source()

    def locs(self, record: Authored) -> dict[Source, Loc]:
        """What of a record stands at each place of its file."""
        sheet = self.sheets.get(_name(record))
        return sheet.locs() if sheet else {}

    def text(self, record: Authored) -> str:
        """What the file of a record held when it was read, without a byte order mark."""
        return self.sheets[_name(record)].text

    def path(self, record: Authored) -> Path:
        """The file of a record."""
        return Path(self.place(record).path)

    def is_broken(self, kind: str, key: str) -> bool:
        """Whether a record of this kind and id (of its case, for a rubric) could not be read."""
        return bool({(kind, key), ("", key)} & self.broken)


def _name(record: Authored) -> Name:
    kind = record.schema_version.partition("/")[0]
    return kind, record.case if isinstance(record, Rubric) else record.id


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    """All YAML files below the folders, hidden ones left out, each once, sorted."""
    seen = set()
    for folder in folders:
        if not folder.is_dir():
            message = _("the folder {path} does not exist; check the path")
            raise ExamenError(message.format(path=folder))
        for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
            hidden = any(step.startswith(".") for step in path.relative_to(folder).parts)
            if not hidden and not path.is_dir() and path.resolve() not in seen:
                seen.add(path.resolve())
                yield path


def _parse(path: Path) -> Sheet:
    """Parse one file."""
    try:
        return parse(path.read_bytes(), path.as_posix())
    except OSError:
        message = _("the file cannot be opened; check that it exists and that you may read it")
        source = Source(path.as_posix())
        return Sheet(path.as_posix(), problems=(Problem(source, Code.UNREADABLE_FILE, message),))


def _schema(sheet: Sheet) -> tuple[type[Authored] | None, Problem | None]:
    """The record that a sheet's `schema` key chooses."""
    known = ", ".join(f"{name}/{VERSION}" for name in SCHEMAS)
    if not isinstance(sheet.data, dict):
        message = _(
            "a file is a mapping of “key: value” lines; begin with “schema:”, one of: {known}"
        )
        return None, Problem(sheet.place(), Code.NOT_A_RECORD, message.format(known=known))
    value = sheet.data.get("schema")
    if value is None:
        message = _("the key “schema” is missing; add it, one of: {known}")
        return None, Problem(sheet.place(), Code.SCHEMA, message.format(known=known))
    place = sheet.place("schema")
    match = _SCHEMA.fullmatch(value) if isinstance(value, str) else None
    if match is None or match[1] not in SCHEMAS:
        near = get_close_matches(str(value), known.split(", "), 1, 0.6)
        message = _("“{value}” is not a known schema; write one of: {known}")
        text = message.format(value=value, known=near[0] if near else known)
        return None, Problem(place, Code.SCHEMA, text)
    if (number := int(match[2])) != VERSION:
        message = (
            _("“{value}” is too new for this version of examen; update examen")
            if number > VERSION
            else _("“{value}” is too old for this version of examen; bring it to {kind}/{version}")
        )
        text = message.format(value=value, kind=match[1], version=VERSION)
        return None, Problem(place, Code.SCHEMA_VERSION, text)
    return SCHEMAS[match[1]], None


def _validate(sheet: Sheet, model: type[Authored]) -> tuple[Authored | None, list[Problem]]:
    """A sheet's record, or what is wrong with it."""
    try:
        return model.model_validate(sheet.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    found = (record_problem(sheet, model, detail) for detail in details)
    return None, [problem for problem in found if problem is not None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One file: its record, and whether that is sound or only what could be salvaged."""

    sheet: Sheet
    record: Authored | None
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> Authored | None:
        """The record if nothing at all is wrong with its file."""
        return None if self.problems else self.record

    def name(self) -> Name:
        """The record's kind and id, as far as they can be told."""
        if self.record is not None:
            return _name(self.record)
        top: dict[str, str] = dict(reversed(_TOP_LINE.findall(self.sheet.text)))
        kind = top.get("schema", "").partition("/")[0]
        key = top.get("id", "")
        return (kind if kind in SCHEMAS else ""), top.get("case", key) if kind != "exam" else key


def read(path: Path) -> Reading:
    """Read one file; never raises for what is wrong with it."""
    return _read(_parse(path))


def _read(sheet: Sheet) -> Reading:
    if sheet.spot is None:
        return Reading(sheet, None, sheet.problems)
    model, problem = _schema(sheet)
    if model is None:
        return Reading(sheet, None, (*sheet.problems, *([problem] if problem else [])))
    record, found = _validate(sheet, model)
    if record is None:
        record = salvage(sheet, model)
    return Reading(sheet, record, (*sheet.problems, *found))


def _twice(first: Sheet, second: Sheet, record: Authored) -> Problem:
    key = "case" if isinstance(record, Rubric) else "id"
    message = (
        _("the case “{key}” already has a rubric in {place}; keep one of the two")
        if isinstance(record, Rubric)
        else _("“{key}” already stands in {place}; give one of the two another identifier")
    )
    text = message.format(key=_name(record)[1], place=first.place(key))
    return Problem(second.place(key), Code.DUPLICATE_ID, text)


def _tables(records: Iterable[Authored], bank: Bank) -> Bank:
    """`bank` with exactly these records."""
    named = [(_name(record), record) for record in records]

    def table(model: type[A]) -> dict[str, A]:
        return {key: item for (_kind, key), item in named if isinstance(item, model)}

    return replace(
        bank,
        cases=table(Case),
        exams=table(Exam),
        frameworks=table(Framework),
        lexicons=table(Lexicon),
        rubrics=table(Rubric),
        calibrations=table(Calibration),
    )


def load(bank: Path, rubrics: Path | None) -> Bank:
    """Read all files below the two folders; a bank may be without rubrics (`None`).

    Returns:
        What could be read, beside all problems found in single files, sorted.

    Raises:
        ExamenError: a folder does not exist.
    """
    sound: list[Authored] = []
    salvaged: list[Authored] = []
    problems: list[Problem] = []
    broken: set[Name] = set()
    sheets: dict[Name, Sheet] = {}
    for path in _files((bank, rubrics) if rubrics else (bank,)):
        reading = read(path)
        name = reading.name()
        problems += reading.problems
        if reading.record is not None and name in sheets:
            problems.append(_twice(sheets[name], reading.sheet, reading.record))
            continue
        if reading.record is not None:
            sheets[name] = reading.sheet
        if reading.sound is not None:
            sound.append(reading.sound)
            continue
        broken.add(name)
        if reading.record is not None:
            salvaged.append(reading.record)
    found = Bank(
        problems=tuple(sorted(problems)),
        broken=frozenset(broken),
        salvaged=tuple(salvaged),
        sheets=sheets,
    )
    return _tables(sound, found)


def revised(bank: Bank, record: A, text: str) -> tuple[Bank, A | None]:
    """The bank as it would be if the file of `record` held `text`, and the record as it would be.

    Returns:
        The bank's problems are those of that file alone; with any, there is no record.
    """
    name = _name(record)
    reading = _read(parse(text, bank.sheets[name].path))
    found = reading.sound if reading.name() == name else None
    if not isinstance(found, type(record)):
        return replace(bank, problems=reading.problems), None
    others = (other for other in bank.records() if _name(other) != name)
    sheets = {**bank.sheets, name: reading.sheet}
    return _tables((*others, found), replace(bank, problems=(), sheets=sheets)), found
