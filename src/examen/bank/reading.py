"""Reading one file: its record, beside everything that is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import lru_cache, partial
from pathlib import Path
from types import MappingProxyType
from typing import Any

from pydantic import ValidationError

from examen.bank.codes import Code
from examen.bank.plain import read_plain
from examen.bank.record_errors import problem as record_problem
from examen.bank.salvage import salvage
from examen.bank.variants.drawing import REFERENCE, FaultyError
from examen.bank.variants.sheets import Known, filled, filled_sheet
from examen.bank.yaml_door import Sheet, parse
from examen.messages import _
from examen.model.blueprint import Blueprint
from examen.model.calibration import Calibration
from examen.model.case import Case
from examen.model.exam import Exam
from examen.model.framework import Framework
from examen.model.lexicon import Lexicon
from examen.model.rubric import Rubric
from examen.model.use import Uses
from examen.problems import Problem, Source

Authored = (
    Case
    | Exam
    | Framework
    | Lexicon
    | Rubric
    | Blueprint
    | Uses
    | Calibration  # the last by examen
)
Name = tuple[str, str]  # kind and id; the case's id for a rubric, the kind for the file of uses
SCHEMAS: Mapping[str, type[Authored]] = MappingProxyType(
    {
        "case": Case,
        "exam": Exam,
        "framework": Framework,
        "lexicon": Lexicon,
        "rubric": Rubric,
        "blueprint": Blueprint,
        "uses": Uses,
        "calibration": Calibration,
    }
)
VERSION = 1
USES = "uses.yaml"  # the usual name of the file of uses, by which a damaged one is known
_MODELS = {f"{kind}/{VERSION}": model for kind, model in SCHEMAS.items()}

NO_VARIABLES: Known = MappingProxyType({})

_SCHEMA = re.compile(r"([a-z]+)/([0-9]+)")
_TOP_LINE = re.compile(r"^(schema|id|case)[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.MULTILINE)


class File:
    """A file as it was read; where everything in it stands is found out when somebody asks.

    Attributes:
        path: what to call it in problems.
        raw: its content.
    """

    __slots__ = ("_fill", "_sheet", "path", "raw")

    def __init__(
        self,
        path: str,
        raw: bytes | str = b"",
        sheet: Sheet | None = None,
        fill: Callable[[Sheet], Sheet] | None = None,
    ) -> None:
        """A file; `fill` puts the values of a variant into what it holds."""
        self.path = path
        self.raw = raw
        self._sheet = sheet
        self._fill = fill

    @property
    def sheet(self) -> Sheet:
        """The file parsed and filled, with places and what is wrong with its YAML."""
        if self._sheet is None:
            sheet = parse(self.raw, self.path)
            self._sheet = self._fill(sheet) if self._fill else sheet
        return self._sheet


def name_of(record: Authored) -> Name:
    """Kind and id of a record; the case's id for a rubric, the kind for the file of uses."""
    kind = record.schema_version.partition("/")[0]
    if isinstance(record, Uses):
        return kind, kind
    return kind, record.case if isinstance(record, Rubric) else record.id


@dataclass(frozen=True, slots=True)
class Reading:
    """One file: its record, and whether that is sound or only what could be salvaged."""

    file: File
    record: Authored | None
    problems: tuple[Problem, ...] = ()

    @property
    def sound(self) -> Authored | None:
        """The record if nothing at all is wrong with its file."""
        return None if self.problems else self.record

    def name(self) -> Name:
        """The record's kind and id, as far as they can be told."""
        if self.record is not None:
            return name_of(self.record)
        top: dict[str, str] = dict(reversed(_TOP_LINE.findall(self.file.sheet.text)))
        kind = top.get("schema", "").partition("/")[0]
        if kind == "uses" or (kind not in SCHEMAS and Path(self.file.path).name == USES):
            return "uses", "uses"
        key = top.get("id", "")
        return (kind if kind in SCHEMAS else ""), top.get("case", key) if kind != "exam" else key


def open_file(path: Path) -> File | Reading:
    """A file with what it holds; what is wrong if it cannot be opened."""
    name = path.as_posix()
    message = _("the file cannot be opened; check that it exists and that you may read it")
    try:
        if path.is_file():
            return File(name, path.read_bytes())
        if path.exists():  # opening a pipe could take for ever
            message = _("this is a pipe or a device, not a file; take it out of the bank")
    except OSError:
        pass  # which the message says
    problem = Problem(Source(name), Code.UNREADABLE_FILE, message)
    return Reading(File(name, sheet=Sheet(name)), None, (problem,))


def read(path: Path) -> Reading:
    """Read one file; never raises for what is wrong with it."""
    file = open_file(path)
    return read_file(file) if isinstance(file, File) else file


def read_file(file: File, known: Known = NO_VARIABLES, variant: int = REFERENCE) -> Reading:
    """Make a record of a file; never raises for what is wrong with it.

    Args:
        file: what it holds.
        known: the variables of the cases that have any, for their rubrics.
        variant: of a file with variables.
    """
    data = _plain(file.raw)
    try:
        varied = filled(data, known, variant)
    except (FaultyError, ValidationError):
        return _faulty(file, known, variant)
    record = _sound(varied)
    if record is None:
        return _faulty(file, known, variant)
    if varied is not data:
        fill = partial(filled_sheet, known=known, variant=variant)
        file = File(file.path, file.raw, fill=fill)
    return Reading(file, record)


_plain = lru_cache(maxsize=2)(read_plain)  # a case and its rubric, for one variant after another


def _sound(data: Any) -> Authored | None:
    """The record that data describe if nothing is wrong with them."""
    model = _MODELS.get(str(data.get("schema"))) if isinstance(data, dict) else None
    try:
        return model.model_validate(data) if model else None
    except ValidationError:
        return None


def _faulty(file: File, known: Known, variant: int) -> Reading:
    """What is wrong with a file, and what can be read of it."""
    sheet = file.sheet
    if sheet.spot is None:
        return Reading(file, None, sheet.problems)
    model, problem = _schema(sheet)
    if model is None:
        return Reading(file, None, (*sheet.problems, *([problem] if problem else [])))
    try:
        sheet = filled_sheet(sheet, known, variant)
    except FaultyError as error:
        faults = (Problem(sheet.place(*loc), code, text) for loc, code, text in error.faults)
        return Reading(file, None, (*sheet.problems, *faults))
    except ValidationError as error:
        return Reading(file, None, (*sheet.problems, *_problems(sheet, Case, error)))
    record, found = _validate(sheet, model)
    if record is None:
        record = salvage(sheet, model)
    return Reading(File(file.path, file.raw, sheet), record, (*sheet.problems, *found))


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
        return None, _problems(sheet, model, error)


def _problems(sheet: Sheet, model: type[Authored], error: ValidationError) -> list[Problem]:
    details = error.errors(include_url=False)
    found = (record_problem(sheet, model, detail) for detail in details)
    # One number for both bounds is wrong once.
    return list(dict.fromkeys(problem for problem in found if problem is not None))
