"""Reading candidates' copies from whatever they come in, one at a time.

A copy that cannot be used becomes a problem, and the reading goes on.
"""

from __future__ import annotations

import re
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from examen.exchange import documents
from examen.exchange.cutting import Cutter
from examen.exchange.jsonlines import read_json_lines
from examen.exchange.parquet import read_parquet
from examen.exchange.plain import too_large
from examen.exchange.records import (
    MAX_COPY,
    MAX_SHOWN,
    RawCopy,
    UnreadableError,
    as_text,
    shown,
    unreadable,
)
from examen.exchange.seen import Seen
from examen.exchange.tables import Heads, read_delimited, read_workbook
from examen.exchange.unpacking import PACKED
from examen.messages import _
from examen.model.copy import Accommodation, Copy
from examen.problems import Problem, Source

_JSON_LINES = (".jsonl", ".ndjson")
_TABLES = {
    ".csv": read_delimited,
    ".tsv": read_delimited,
    ".xlsx": read_workbook,
    ".parquet": read_parquet,
}
_PACKABLE = (*_JSON_LINES, ".csv", ".tsv")
# Corrigés are saved under the candidate's number: it must not lead out of their folder.
_BAD_ID = re.compile(r'[\x00-\x1f\x7f-\x9f/\\:*?"<>|]|^\.+$')


def read_copies(
    paths: Sequence[Path],
    numbers: Sequence[str],
    aliases: Mapping[str, Sequence[str]] | None = None,
) -> Iterator[Copy | Problem]:
    """The copies in `paths`, in the order given, streaming; what cannot be read is a problem.

    Args:
        paths: JSON Lines files (`.jsonl`, `.ndjson`), tables (`.csv`, `.tsv`, `.xlsx`,
            `.parquet`), documents (`.md .txt .docx .odt .pdf`), or folders of documents, which are
            read by file name. JSON Lines, CSV and TSV may be packed (`.jsonl.gz`).
        numbers: the exam's question numbers, such as `1.1.1` or `RCS`.
        aliases: by question number, titles that candidates may write in its place.

    Yields:
        A `Copy` whose `answers` have every number of `numbers` as a key, in that order, `""` where
        nothing was answered; or a `Problem`. The problems of a copy that could be used in part
        come before the copy.
    """
    known = dict.fromkeys(numbers)
    with Seen() as seen:
        for raw in _raw_copies(paths, list(known), aliases or {}):
            if isinstance(raw, Problem):
                yield raw
                continue
            copy = yield from _checked(raw, known)
            before = seen.before(copy.id, copy.source) if copy else None
            if copy and before:
                message = _("Copy {copy} was already read at {place}; this one is not used.")
                text = message.format(copy=copy.id, place=before)
                yield Problem(copy.source, "copy-duplicate", text)
            elif copy:
                yield copy


def _raw_copies(
    paths: Iterable[Path], numbers: list[str], aliases: Mapping[str, Sequence[str]]
) -> Iterator[RawCopy | Problem]:
    cutter, heads = Cutter(numbers, aliases), Heads(numbers, aliases)
    for path in paths:
        try:
            yield from _read(path, numbers, cutter, heads)
        except UnreadableError as error:
            yield Problem(Source(str(path)), error.code, str(error))
        except OSError as error:
            yield unreadable(path, error)


def _read(
    path: Path, numbers: list[str], cutter: Cutter, heads: Heads
) -> Iterator[RawCopy | Problem]:
    kind = path.suffix.lower()
    if kind == PACKED and (inner := Path(path.stem).suffix.lower()) in _PACKABLE:
        kind = inner
    if path.is_dir():
        yield from documents.read_folder(path, cutter, numbers)
    elif kind in _JSON_LINES:
        yield from _guarded(path, read_json_lines(path))
    elif kind in _TABLES:
        yield from _guarded(path, _TABLES[kind](path, heads))
    elif kind in documents.READERS:
        yield documents.read_document(path, cutter, numbers)
    else:
        message = _("Copies are not read from “{kind}” files. Known: {known}.")
        packable = [kind + PACKED for kind in _PACKABLE]
        known = " ".join([*_JSON_LINES, *_TABLES, *packable, *documents.READERS])
        yield Problem(Source(str(path)), "copy-format", message.format(kind=kind, known=known))


def _guarded(path: Path, found: Iterator[RawCopy | Problem]) -> Iterator[RawCopy | Problem]:
    """`found`, up to where a broken file ends it."""
    while True:
        try:
            item = next(found)
        except StopIteration:
            return
        except (MemoryError, UnreadableError):
            raise
        except Exception as error:  # on a broken file, the libraries raise anything
            if isinstance(error, OSError) and error.errno is not None:
                raise  # the system says why
            message = _("The file is broken. Open it, save it again, or ask for another.")
            yield Problem(Source(str(path)), "copy-unreadable", message)
            return
        yield item


def _checked(raw: RawCopy, known: Mapping[str, None]) -> Generator[Problem, None, Copy | None]:
    """Yields the problems of a copy, then returns the copy if it can be used.

    Args:
        raw: the copy.
        known: the question numbers, in order; a mapping, since each answer is looked up.
    """
    identifier = str(raw.id).strip() if isinstance(raw.id, str | int) else ""
    if not identifier or isinstance(raw.id, bool):
        message = _("The copy has no candidate's number. Give it one.")
        yield Problem(raw.source, "copy-id", message)
        return None
    if shown(identifier) != identifier or _BAD_ID.search(identifier):
        message = _(
            "“{copy}” cannot be a candidate's number: it is longer than {count} characters or "
            "holds one that a file name may not have. Change it."
        )
        text = message.format(copy=shown(identifier), count=MAX_SHOWN)
        yield Problem(raw.source, "copy-id", text)
        return None
    if not raw.answers.keys() <= known.keys():
        yield from _unknown(raw, known)
    found = {number: raw.answers.get(number) for number in known}
    given = {number: "" if text is None else text for number, text in found.items()}
    wrong = [number for number, text in given.items() if not isinstance(text, str)]
    for number in wrong:
        message = _(
            "The answer to {number} is not text; copy {copy} is not used. Write it between quotes."
        )
        text = message.format(number=number, copy=identifier)
        yield Problem(_place(raw, number), "copy-answer", text)
    if wrong:
        return None
    if sum(map(len, given.values())) > MAX_COPY:
        yield Problem(raw.source, "copy-size", too_large())
        return None
    granted, problems = _accommodations(raw)
    yield from problems
    return _copy(identifier, given, granted, raw)


def _copy(
    identifier: str, answers: dict[str, str], granted: frozenset[Accommodation], raw: RawCopy
) -> Copy:
    clean = {number: as_text(text) for number, text in answers.items()}
    told = (_("Characters that are not text are shown as �."),) if clean != answers else ()
    return Copy(identifier, clean, granted, (*map(as_text, raw.warnings), *told), raw.source)


def _unknown(raw: RawCopy, known: Mapping[str, None]) -> Iterator[Problem]:
    for number in raw.answers:
        if number not in known:
            message = _(
                "“{number}” is not a question of this exam; what was answered to it is not marked. "
                "Known: {known}."
            )
            text = message.format(number=shown(number), known=", ".join(known))
            yield Problem(_place(raw, number), "copy-question", text)


def _place(raw: RawCopy, number: str) -> Source:
    return Source(raw.source.path, raw.lines.get(number, raw.source.line))


def _accommodations(raw: RawCopy) -> tuple[frozenset[Accommodation], list[Problem]]:
    if not raw.accommodations:
        return frozenset(), []
    given = [raw.accommodations] if isinstance(raw.accommodations, str) else raw.accommodations
    granted, problems = set(), []
    for name in given if isinstance(given, list) else [given]:
        if name in list(Accommodation):
            granted.add(Accommodation(name))
        elif name:
            message = _("“{name}” is not an accommodation. Known: {known}.")
            text = message.format(name=shown(name), known=", ".join(Accommodation))
            problems.append(Problem(raw.source, "copy-accommodation", text))
    return frozenset(granted), problems
