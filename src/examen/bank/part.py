"""As much of a bank as a command needs: of 10,000 questions, the files of one exam.

What a file is stands at the beginning of a few of its lines, which tells it without parsing the
file. A file that leaves any doubt is always read, so that a part holds the same records and the
same problems with them as the whole.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from examen.bank.loading import Bank, load_files, yaml_files
from examen.bank.reading import SCHEMAS, VERSION, File, open_file, read
from examen.bank.varying import named_variant
from examen.model.case import Case
from examen.model.exam import Exam

_TOP = re.compile(rb"\n(schema|id|case)[ \t]*:([^\n]*)")
_PLAIN = re.compile(rb"[ \t]+([\"']?)([a-z0-9/-]+)\1[ \t]*(?:#.*)?\r?")
_KINDS = {f"{kind}/{VERSION}".encode(): kind for kind in SCHEMAS}


class Heading(NamedTuple):
    """What a file says it is; `case` is the one that a rubric belongs to, empty elsewhere."""

    kind: str
    id: str
    case: str


def heading(raw: bytes) -> Heading | None:
    """What a file says it is; None where that takes parsing it."""
    found: dict[bytes, bytes] = {}
    for key, written in _TOP.findall(b"\n" + raw):
        value = _PLAIN.fullmatch(written)
        if value is None or key in found:
            return None
        found[key] = value[2]
    kind = _KINDS.get(found.get(b"schema", b""))
    if kind == "uses":
        return Heading(kind, "", "")  # a bank has one, without a name
    if kind is None or b"id" not in found or (kind == "rubric") != (b"case" in found):
        return None
    return Heading(kind, found[b"id"].decode(), found.get(b"case", b"").decode())


Wanted = Callable[[Heading], bool]


class _Shelf:
    """The files of a bank and what they say they are."""

    def __init__(self, bank: Path, rubrics: Path | None) -> None:
        self._files = [(path, _glanced(path)) for path in yaml_files(bank, rubrics)]

    def load(self, wanted: Wanted) -> Bank:
        """What files hold that are wanted, or that may be."""
        files = [(path, said) for path, said in self._files if said is None or wanted(said)]
        cases = {said.case for _path, said in files if said}
        there = {path for path, _said in files}
        beside = (
            path
            for path, said in self._files
            if said and said.kind == "case" and said.id in cases and path not in there
        )
        return load_files((path for path, _said in files), beside)

    def identifiers(self) -> Iterator[str]:
        """What records are called, where files say so at a glance."""
        return (said.id for _path, said in self._files if said and said.id)

    def whole(self) -> Bank:
        """What all files hold."""
        return self.load(lambda _said: True)


def _glanced(path: Path) -> Heading | None:
    file = open_file(path)
    if isinstance(file, File) and isinstance(file.raw, bytes):
        return heading(file.raw)
    return None  # which reading it reports


def identifiers(bank: Path, rubrics: Path | None) -> Iterator[str]:
    """The identifiers of the records, where a glance at their files tells them."""
    return _Shelf(bank, rubrics).identifiers()


def load_kinds(bank: Path, rubrics: Path | None, kinds: Collection[str]) -> Bank:
    """The records of some kinds, keys of `SCHEMAS`, as `load` reads them."""
    return _Shelf(bank, rubrics).load(lambda said: said.kind in kinds)


def load_named(bank: Path, rubrics: Path | None, key: str) -> Bank:
    """The records with this identifier, the rubrics of the case of this name, all frameworks."""
    return _Shelf(bank, rubrics).load(
        lambda said: key in (said.id, said.case) or said.kind == "framework"
    )


def load_exam(bank: Path, rubrics: Path | None, name: str | Path) -> Bank:
    """What `complete` needs for an exam, as `load` reads it.

    Args:
        bank: the folder of cases, exams, frameworks and lexicons.
        rubrics: the folder of rubrics, if there is one.
        name: an exam's or a case's id, or the path of its file.

    Returns:
        The whole bank if it lacks something that the exam names, so that near names can be told.

    Raises:
        ExamenError: a folder does not exist.
    """
    shelf = _Shelf(bank, rubrics)
    key, cases = _named(shelf, name)
    found = shelf.load(lambda said: _serves(said, key, cases))
    there = all(case in found.cases or found.is_broken("case", case) for case in cases)
    return found if there or found.is_broken("exam", key) else shelf.whole()


def _named(shelf: _Shelf, name: str | Path) -> tuple[str, set[str]]:
    """The identifier of an exam, and the cases that it may need."""
    path = Path(name)
    record = read(path).sound if path.suffix in {".yaml", ".yml"} and path.is_file() else None
    if record is None:
        key = str(name)
        exams = shelf.load(lambda said: said.kind == "exam" and said.id == key).exams
        record = exams.get(key)
    if isinstance(record, Exam):
        return record.id, {use.case for use in record.cases}
    key = record.id if isinstance(record, Case) else named_variant(str(name))[0]
    return key, {key}


def _serves(said: Heading, key: str, cases: Collection[str]) -> bool:
    if said.kind in ("case", "rubric"):
        return (said.case or said.id) in cases
    return said.kind in ("framework", "lexicon") or said.id == key
