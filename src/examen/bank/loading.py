"""Loading: a folder of files becomes records, beside everything that is wrong with the files."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from examen.bank.codes import Code
from examen.bank.reading import (
    NO_VARIABLES,
    Authored,
    File,
    Name,
    Reading,
    name_of,
    open_file,
    read_file,
)
from examen.bank.variants.sheets import Known, usable
from examen.bank.yaml_door import Loc
from examen.messages import _, reason
from examen.model.blueprint import Blueprint
from examen.model.calibration import Calibration
from examen.model.case import Case
from examen.model.exam import Exam
from examen.model.framework import Framework
from examen.model.lexicon import Lexicon
from examen.model.rubric import Rubric
from examen.model.use import Use, Uses
from examen.model.variables import Parameters
from examen.problems import ExamenError, Problem, Source

A = TypeVar("A", bound=Authored)
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Bank:
    """The records of a bank and everything that is wrong with its files.

    Attributes:
        rubrics: by the id of their case; the other records by their own id.
        calibrations: by the id of the exam that they belong to.
        register: the file of uses, if there is one; `uses` are those that it lists.
        problems: sorted by place.
        broken: kind and id (`("case", "groupama-sportifs")`) of the records that have problems and
            are therefore not in the tables above, so that nobody reports them as absent; a kind
            that cannot be told is empty.
        salvaged: what could still be read of the broken ones, for the checks alone.
        files: what the files of all these held.
    """

    cases: dict[str, Case] = field(default_factory=dict)
    exams: dict[str, Exam] = field(default_factory=dict)
    frameworks: dict[str, Framework] = field(default_factory=dict)
    lexicons: dict[str, Lexicon] = field(default_factory=dict)
    rubrics: dict[str, Rubric] = field(default_factory=dict)
    blueprints: dict[str, Blueprint] = field(default_factory=dict)
    calibrations: dict[str, Calibration] = field(default_factory=dict)
    register: Uses | None = None
    problems: tuple[Problem, ...] = ()
    broken: frozenset[Name] = frozenset()
    salvaged: tuple[Authored, ...] = ()
    files: dict[Name, File] = field(default_factory=dict, repr=False)
    _made: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    @property
    def uses(self) -> tuple[Use, ...]:
        """Which questions were given to whom and when, in the order they were recorded."""
        return self.register.uses if self.register else ()

    def records(self) -> Iterator[Authored]:
        """All sound records."""
        yield from self.cases.values()
        yield from self.exams.values()
        yield from self.frameworks.values()
        yield from self.lexicons.values()
        yield from self.rubrics.values()
        yield from self.blueprints.values()
        yield from self.calibrations.values()
        if self.register:
            yield self.register

    def once(self, make: Callable[[Bank], T]) -> T:
        """What a function makes of this bank, made when it is first asked for."""
        if make not in self._made:
            self._made[make] = make(self)
        made: T = self._made[make]
        return made

    def with_salvaged(self) -> Bank:
        """The same bank with the broken records as far as they can be read."""
        return _tables((*self.records(), *self.salvaged), self)

    def whole(self, record: Authored, *loc: str | int, but: Collection[str] = ()) -> bool:
        """Whether all that was written at `loc` of a record could be read.

        What stands under the keys in `but`, at any depth, does not matter.
        """
        name = name_of(record)
        spot = self.files[name].sheet.spot if name in self.broken else None
        if spot is None:
            return True
        reach = spot.descend(loc)
        return not reach.spot.hole if reach.missing else reach.spot.whole(but)

    def place(self, record: Authored, *loc: str | int) -> Source:
        """Where `loc` of a record stands: `place(rubric, "questions", 0, "points")`.

        What is not written in the file (a default) has the place of what is around it.
        """
        file = self.files.get(name_of(record))
        return file.sheet.place(*loc) if file else Source()

    def locs(self, record: Authored) -> dict[Source, Loc]:
        """What of a record stands at each place of its file."""
        file = self.files.get(name_of(record))
        return file.sheet.locs() if file else {}

    def raw(self, record: Authored) -> bytes:
        """What the file of a record held when it was read."""
        raw = self.files[name_of(record)].raw
        return raw.encode() if isinstance(raw, str) else raw

    def text(self, record: Authored) -> str:
        """What the file of a record held when it was read, without a byte order mark."""
        return self.files[name_of(record)].sheet.text

    def path(self, record: Authored) -> Path:
        """The file of a record."""
        file = self.files.get(name_of(record))
        return Path(file.path if file else "")

    def is_broken(self, kind: str, key: str) -> bool:
        """Whether a record of this kind and id (of its case, for a rubric) could not be read."""
        return bool({(kind, key), ("", key)} & self.broken)


def yaml_files(bank: Path, rubrics: Path | None) -> Iterator[Path]:
    """All YAML files below the two folders, hidden ones left out, each once, sorted.

    Raises:
        ExamenError: a folder does not exist, or one in it may not be read: without its files,
            what the others name would seem to be absent.
    """
    seen: set[Path] = set()
    for folder in (bank, rubrics) if rubrics else (bank,):
        if not folder.is_dir():
            message = _("the folder {path} does not exist; check the path")
            raise ExamenError(message.format(path=folder))
        found: list[tuple[Path, Path]] = []
        for place, inner, names in os.walk(folder, onerror=_refuse):
            inner[:] = [name for name in inner if not name.startswith(".")]
            real = Path(place).resolve()
            found += [
                (Path(place, name), real / name)
                for name in names
                if name.endswith((".yaml", ".yml")) and not name.startswith(".")
            ]
        for path, real in sorted(found):
            one = real.resolve() if path.is_symlink() else real
            if one not in seen:
                seen.add(one)
                yield path


def _refuse(error: OSError) -> NoReturn:
    message = _("the folder {path} cannot be read: {reason}")
    raise ExamenError(message.format(path=error.filename, reason=reason(error))) from error


def _twice(first: File, second: File, record: Authored) -> Problem:
    if isinstance(record, Uses):
        message = _("uses are already recorded in {place}; put them together in one file")
        text = message.format(place=first.sheet.place("schema"))
        return Problem(second.sheet.place("schema"), Code.DUPLICATE_ID, text)
    key = "case" if isinstance(record, Rubric) else "id"
    message = (
        _("the case “{key}” already has a rubric in {place}; keep one of the two")
        if isinstance(record, Rubric)
        else _("“{key}” already stands in {place}; give one of the two another identifier")
    )
    text = message.format(key=name_of(record)[1], place=first.sheet.place(key))
    return Problem(second.sheet.place(key), Code.DUPLICATE_ID, text)


def _tables(records: Iterable[Authored], bank: Bank) -> Bank:
    """`bank` with exactly these records."""
    named = [(name_of(record), record) for record in records]

    def table(model: type[A]) -> dict[str, A]:
        return {key: item for (_kind, key), item in named if isinstance(item, model)}

    return replace(
        bank,
        cases=table(Case),
        exams=table(Exam),
        frameworks=table(Framework),
        lexicons=table(Lexicon),
        rubrics=table(Rubric),
        blueprints=table(Blueprint),
        calibrations=table(Calibration),
        register=next(iter(table(Uses).values()), None),
    )


def load(bank: Path, rubrics: Path | None) -> Bank:
    """Read all files below the two folders; a bank may be without rubrics (`None`).

    Returns:
        What could be read, beside all problems found in single files, sorted.

    Raises:
        ExamenError: a folder does not exist.
    """
    return load_files(yaml_files(bank, rubrics))


def load_files(paths: Iterable[Path], beside: Iterable[Path] = ()) -> Bank:
    """The bank that these files make, as `load` reads it.

    Args:
        paths: the files.
        beside: cases that are not wanted, but whose variables the rubrics among the files use.
    """
    sound: list[Authored] = []
    salvaged: list[Authored] = []
    problems: list[Problem] = []
    broken: set[Name] = set()
    files: dict[Name, File] = {}
    with without_collecting():
        for reading in _readings(paths, beside):
            name = reading.name()
            problems += reading.problems
            if reading.record is not None and name in files:
                problems.append(_twice(files[name], reading.file, reading.record))
                if isinstance(reading.record, Uses):  # what the second one lists is not known
                    broken.add(name)
                continue
            if reading.record is not None:
                files[name] = reading.file
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
        files=files,
    )
    return _tables(sound, found)


def _readings(paths: Iterable[Path], beside: Iterable[Path]) -> list[Reading]:
    """What the files hold, in their order; rubrics are read when the cases' variables are known."""
    known: dict[str, Parameters | None] = {}
    for path in beside:
        _note_variables(_read(open_file(path)), known)
    found: list[File | Reading] = [open_file(path) for path in paths]
    early = [n for n, file in enumerate(found) if isinstance(file, File) and not _late(file)]
    for number in early:
        reading = _read(found[number])
        _note_variables(reading, known)
        found[number] = reading
    return [_read(file, known) for file in found]


def _late(file: File) -> bool:
    """Whether a file may be a rubric."""
    return b"rubric/" in file.raw if isinstance(file.raw, bytes) else "rubric/" in file.raw


def _read(file: File | Reading, known: Known = NO_VARIABLES) -> Reading:
    return read_file(file, known) if isinstance(file, File) else file


def _note_variables(reading: Reading, known: dict[str, Parameters | None]) -> None:
    if isinstance(reading.record, Case):
        if reading.record.variables:
            known.setdefault(reading.record.id, reading.record.parameters)
    elif reading.record is None and "variables" in reading.file.sheet.text:
        kind, key = reading.name()
        if kind == "case":
            known.setdefault(key, usable(reading.file.sheet.data))


@contextmanager
def without_collecting() -> Iterator[None]:
    """Without looking for garbage: there is none, and in a big bank it takes as long as reading."""
    if not gc.isenabled():
        yield
        return
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


def variables_of(bank: Bank) -> Known:
    """The variables of the cases that have any."""
    return {case.id: case.parameters for case in bank.cases.values() if case.variables}


def revised(bank: Bank, record: A, text: str) -> tuple[Bank, A | None]:
    """The bank as it would be if the file of `record` held `text`, and the record as it would be.

    Returns:
        The bank's problems are those of that file alone; with any, there is no record.
    """
    name = name_of(record)
    reading = read_file(File(bank.files[name].path, text), variables_of(bank))
    found = reading.sound if reading.name() == name else None
    if not isinstance(found, type(record)):
        return replace(bank, problems=reading.problems), None
    others = (other for other in bank.records() if name_of(other) != name)
    files = {**bank.files, name: reading.file}
    return _tables((*others, found), replace(bank, problems=(), files=files)), found
