"""CSV and other delimited text: rows with the line where each starts."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from pathlib import Path
from typing import NamedTuple, TextIO

from examen.exchange.plain import FALLBACK, encoding_of, fallback_warning
from examen.exchange.records import MAX_LINE
from examen.exchange.unpacking import opened
from examen.messages import _
from examen.problems import Problem, Source

DELIMITERS = (";", ",", "\t")
_SEPARATOR_LINE = "sep="  # spreadsheet programs write the delimiter into a line of its own


class Row(NamedTuple):
    """The cells of a row and where it starts."""

    source: Source
    cells: list[str]


def read_rows(path: Path, recognised: Callable[[Sequence[str]], int]) -> Iterator[Row | Problem]:
    """The rows of the file at `path`, the heads of the columns first, streaming.

    Args:
        path: the file, packed if its name ends in `.gz`.
        recognised: how many of a row's cells are known column heads; the delimiter is the one
            with which most are.

    Raises:
        OSError: the file cannot be opened or unpacked.
    """
    encoding = encoding_of(path)
    if encoding == FALLBACK:
        yield Problem(Source(str(path)), "copy-encoding", fallback_warning())
    # No translation of line ends: they are part of quoted cells, and csv sees to the others.
    with (
        opened(path) as data,
        io.TextIOWrapper(data, encoding=encoding, errors="replace", newline="") as stream,
    ):
        yield from _rows(str(path), stream, recognised)


def _rows(
    path: str, stream: TextIO, recognised: Callable[[Sequence[str]], int]
) -> Iterator[Row | Problem]:
    csv.field_size_limit(MAX_LINE)
    lines = _Lines(stream)
    head = lines.skip_separator_line()
    delimiter = max(
        DELIMITERS,
        key=lambda mark: (recognised(_cells(head, mark)), head.count(mark)),
    )
    reader = csv.reader(chain([head] if head else [], lines), delimiter=delimiter)
    start = lines.count or 1
    try:
        for cells in reader:
            source = Source(path, start)
            if lines.ended:  # the reader asked for more than there is: it stands in a quoted cell
                message = _(
                    "A quotation mark opened in this row is never closed, so the row and what "
                    "follows it were not read. Close it."
                )
                yield Problem(source, "copy-table", message)
                return
            yield Row(source, [cell.replace("\r\n", "\n") for cell in cells])
            start = lines.count + 1
    except csv.Error:
        message = _(
            "This row holds a cell too large to be an answer, or a quotation mark that is never "
            "closed. The file was not read further. Mend the row."
        )
        yield Problem(Source(path, start), "copy-table", message)


def _cells(line: str, delimiter: str) -> list[str]:
    return next(csv.reader([line], delimiter=delimiter), [])


class _Lines:
    """The lines of a file, counted; `ended` once more were asked for than there are."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream
        self.count = 0
        self.ended = False

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._stream.readline(MAX_LINE)
        if len(line) == MAX_LINE:
            raise csv.Error("a line too long to be a row")
        if not line:
            self.ended = True
            raise StopIteration
        self.count += 1
        return line

    def skip_separator_line(self) -> str:
        """The first line that is not `sep=;`; empty in an empty file."""
        line = next(self, "")
        if line.lower().startswith(_SEPARATOR_LINE):
            line = next(self, "")
        return line
