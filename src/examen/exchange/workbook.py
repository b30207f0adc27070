"""XLSX workbooks, the door to openpyxl: the rows of the first sheet as text, streaming."""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar

from examen.exchange import archives
from examen.exchange.cells import said
from examen.exchange.delimited import Row
from examen.messages import _
from examen.problems import Problem, Source

T = TypeVar("T")


def read_workbook_rows(path: Path) -> Iterator[Row | Problem]:
    """The rows of the first visible sheet; sheets beside it that hold something are a problem.

    Raises:
        UnreadableError: it is not a workbook, or not harmless.
        OSError: the file cannot be opened.
        Exception: whatever openpyxl raises on a broken file.
    """
    with archives.opened(path):
        pass
    import openpyxl  # type: ignore[import-untyped]  # ships no types

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a workbook holds beside cells
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    with closing(book):
        sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"]
        for sheet in sheets[1:]:
            if any(any(row) for row in _quietly(sheet.iter_rows(max_row=2, values_only=True))):
                message = _("Only the first sheet is read; “{name}” was not. Put all copies on it.")
                yield Problem(Source(str(path)), "copy-table", message.format(name=sheet.title))
        for sheet in sheets[:1]:
            sheet.reset_dimensions()  # what the file says of its own size may be wrong
            for number, row in enumerate(_quietly(sheet.iter_rows()), 1):
                yield Row(Source(str(path), number), _trimmed([_text(cell) for cell in row]))


def _quietly(items: Iterable[T]) -> Iterator[T]:
    """`items`, without the warnings of the library that makes them."""
    iterator = iter(items)
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                item = next(iterator)
            except StopIteration:
                return
        yield item


def _trimmed(cells: list[str]) -> list[str]:
    while cells and not cells[-1]:
        cells.pop()
    return cells


def _text(cell: Any) -> str:
    text = said(cell.value, percent="%" in (cell.number_format or ""))
    return text.replace("_x000D_", "").replace("\r\n", "\n")
