"""Loading: a folder of files becomes records, beside everything that is wrong with the files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType

from pydantic import ValidationError

from examen.bank.codes import Code
from examen.bank.record_errors import problem as record_problem
from examen.bank.yaml_door import Loc, Sheet, parse
from examen.messages import _
from examen.model.case import Case
from examen.model.exam import Exam
from examen.model.framework import Framework
from examen.model.lexicon import Lexicon
from examen.model.rubric import Rubric
from examen.problems import ExamenError, Problem, Source

Authored = Case | Exam | Framework | Lexicon | Rubric
SCHEMAS: Mapping[str, type[Authored]] = MappingProxyType(
    {"case": Case, "exam": Exam, "framework": Framework, "lexicon": Lexicon, "rubric": Rubric}
)
VERSION = 1

_SCHEMA = re.compile(r"([a-z]+)/([0-9]+)")
_TOP_LINE = re.compile(r"^(schema|id|case)[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Bank:
    """The records of a bank and everything that is wrong with its files.

    Attributes:
        rubrics: by the id of their case; the other records by their own id.
        broken: kind and id (`("case", "groupama-sportifs")`) of records that could not be read,
            so that nobody reports them as absent.
    """

    cases: dict[str, Case] = field(default_factory=dict)
    exams: dict[str, Exam] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: frozenset[tuple[str, str]] = frozenset()
    sheets: dict[tuple[str, str], Sheet] = field(default_factory=dict, repr=False)

    def place(self, record: Authored, *loc: str | int) -> Source:
        """Where `loc` of a record stands: `place(rubric, "questions", 0, "points")`.

        What is not written in the file (a default) has the place of what is around it.
        """
        sheet = self.sheets.get(_name(record))
        return sheet.place(*loc) if sheet else Source()

    def path(self, record: Authored) -> Path:
        """The file of a record."""
        return Path(self.place(record).path)

    def is_broken(self, kind: str, key: str) -> bool:
        """Whether a record of this kind and id (of its case, for a rubric) could not be read."""
        return (kind, key) in self.broken


def _kind(record: Authored) -> str:
    return record.schema_version.partition("/")[0]


def _name(record: Authored) -> tuple[str, str]:
    return _kind(record), record.case if isinstance(record, Rubric) else record.id


def _files(folders: Iterable[Path]) -> Iterator[Path]:
    """All YAML files below the folders, each once, in the order of their paths."""
    seen = set()
    for folder in folders:
        if not folder.is_dir():
            message = _("the folder {path} does not exist; check the path")
            raise ExamenError(message.format(path=folder))
        for path in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
            if path.is_file() and path.resolve() not in seen:
                seen.add(path.resolve())
                yield path


def read(path: Path) -> Sheet:
    """Parse one file."""
    try:
        return parse(path.read_bytes(), path.as_posix())
    except OSError as error:
        message = _("the file cannot be read ({reason}); check its access rights")
        problem = Problem(
            Source(path.as_posix()), Code.UNREADABLE_FILE, message.format(reason=error.strerror)
        )
        return Sheet(path.as_posix(), problems=(problem,))


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


def validate(
    sheet: Sheet, model: type[Authored]
) -> tuple[Authored | None, list[tuple[Loc, Problem]]]:
    """A sheet's record, or what is wrong with it and where."""
    try:
        return model.model_validate(sheet.data), []
    except ValidationError as error:
        details = error.errors(include_url=False)
    found = (record_problem(sheet, model, detail) for detail in details)
    return None, [item for item in found if item is not None]


def _broken(sheet: Sheet) -> tuple[str, str]:
    """Kind and id of a sheet that gave no record, as far as its text tells."""
    top = dict(reversed(_TOP_LINE.findall(sheet.text)))
    kind = top.get("schema", "").partition("/")[0]
    return kind, top.get("case" if kind == "rubric" else "id", "")


def read_record(path: Path) -> tuple[Sheet, Authored | None, list[Problem]]:
    """One file's record, if it has a sound one, and everything that is wrong with the file."""
    sheet = read(path)
    problems = list(sheet.problems)
    if sheet.spot is None:
        return sheet, None, problems
    model, problem = _schema(sheet)
    if model is None or problem is not None:
        return sheet, None, [*problems, *([problem] if problem else [])]
    record, found = validate(sheet, model)
    problems += [problem for _loc, problem in found]
    return sheet, None if problems else record, problems


def _twice(bank: Bank, sheet: Sheet, record: Authored) -> Problem:
    key = "case" if isinstance(record, Rubric) else "id"
    message = _("“{key}” already stands in {place}; give one of the two another identifier")
    if isinstance(record, Rubric):
        message = _("the case “{key}” already has a rubric in {place}; keep one of the two")
    return Problem(
        sheet.place(key),
        Code.DUPLICATE_ID,
        message.format(key=_name(record)[1], place=bank.place(record, key)),
    )


def load(bank: Path, rubrics: Path) -> Bank:
    """Read all files below the two folders.

    Returns:
        What could be read, beside all problems found in single files, sorted.

    Raises:
        ExamenError: a folder does not exist.
    """
    loaded = Bank()
    problems: list[Problem] = []
    broken = set()
    tables = {
        "case": loaded.cases,
        "exam": loaded.exams,
        "framework": loaded.frameworks,
        "lexicon": loaded.lexicons,
        "rubric": loaded.rubrics,
    }
    for path in _files((bank, rubrics)):
        sheet, record, found = read_record(path)
        problems += found
        if record is None:
            broken.add(_broken(sheet))
            continue
        kind, key = _name(record)
        table: dict[str, Authored] = tables[kind]  # type: ignore[assignment]  # each has its kind
        if key in table:
            problems.append(_twice(loaded, sheet, record))
            continue
        table[key] = record
        loaded.sheets[kind, key] = sheet
    return Bank(
        loaded.cases,
        loaded.exams,
        loaded.frameworks,
        loaded.lexicons,
        loaded.rubrics,
        tuple(sorted(problems)),
        frozenset(broken),
        loaded.sheets,
    )
