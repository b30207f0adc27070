"""Documents: one file a copy, named after the candidate's number, cut at its question numbers."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path
from types import MappingProxyType

from examen.exchange.cutting import Cutter, warnings
from examen.exchange.odt import read_odt
from examen.exchange.pdf import read_pdf
from examen.exchange.plain import read_text
from examen.exchange.records import Document, RawCopy, UnreadableError, unreadable
from examen.exchange.word import read_word
from examen.messages import _
from examen.problems import Problem, Source

MAX_FILE = 100_000_000  # bytes, photographs included
READERS: MappingProxyType[str, Callable[[Path], Document]] = MappingProxyType(
    {
        ".md": read_text,
        ".txt": read_text,
        ".docx": read_word,
        ".odt": read_odt,
        ".pdf": read_pdf,
    }
)
_OF_THE_SYSTEM = ("thumbs.db", "desktop.ini")


def read_folder(folder: Path, cutter: Cutter, numbers: list[str]) -> Iterator[RawCopy | Problem]:
    """The copies in a folder, by file name; files of other kinds are problems, hidden ones not."""
    with os.scandir(folder) as entries:  # it knows what is a file without asking for each
        is_file = {entry.name: entry.is_file() for entry in entries}
    for name in sorted(is_file):
        if name.startswith((".", "~$")) or name.lower() in _OF_THE_SYSTEM:
            continue
        path = folder / name
        if is_file[name] and path.suffix.lower() in READERS:
            yield read_document(path, cutter, numbers)
        else:
            message = _("In a folder only {known} files are read; this is none. Move it away.")
            known = " ".join(READERS)
            yield Problem(Source(str(path)), "copy-format", message.format(known=known))


def read_document(path: Path, cutter: Cutter, numbers: list[str]) -> RawCopy | Problem:
    """The copy in one document."""
    source = Source(str(path))
    try:
        if path.stat().st_size > MAX_FILE:
            message = _("The file is larger than {count} MB. Check that it is a candidate's copy.")
            return Problem(source, "copy-size", message.format(count=MAX_FILE // 1_000_000))
        document = READERS[path.suffix.lower()](path)
    except UnreadableError as error:
        return Problem(source, error.code, str(error))
    except OSError as error:
        return unreadable(path, error)
    except MemoryError:
        raise
    except Exception:  # noqa: BLE001 - on a broken file, the libraries raise anything
        message = _("The file is broken. Open it, save it again, or ask for another.")
        return Problem(source, "copy-unreadable", message)
    return _cut(source, document, cutter, numbers)


def _cut(
    source: Source, document: Document, cutter: Cutter, numbers: list[str]
) -> RawCopy | Problem:
    cut = cutter.cut(document.text)
    stem = Path(source.path).stem
    if cut.answers or not document.text.strip():
        told = (*document.warnings, *warnings(cut))
        lines = cut.lines if document.lines_are_those_of_the_file else {}
        return RawCopy(stem, cut.answers, warnings=told, source=source, lines=lines)
    if len(numbers) == 1:
        answers = {numbers[0]: document.text}
        return RawCopy(stem, answers, warnings=document.warnings, source=source)
    message = _(
        "No question number starts a line of this copy. "
        "Write each number before its answer, on a line of its own. Known: {known}."
    )
    return Problem(source, "copy-numbers", message.format(known=", ".join(numbers)))
