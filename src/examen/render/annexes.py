"""What a document of a case looks like, in the annexes of a subject or among the jury's papers."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from examen.messages import _
from examen.model.case import Document, FigureDocument, TableDocument
from examen.render.blocks import (
    Align,
    Block,
    Box,
    BoxKind,
    Cell,
    Figure,
    Paragraph,
    Table,
    text,
)
from examen.render.columns import aligned, columns, crowded, widths
from examen.render.outline import cell
from examen.render.prose import blocks
from examen.render.typography import typeset


def shown(source: Document, folder: Path) -> Iterator[Block]:
    """A document without its title: its text, table or figure, its note and its source.

    Args:
        source: what is shown.
        folder: what a figure's path is relative to.
    """
    match source:
        case TableDocument():
            yield _table(source)
        case FigureDocument():
            yield Figure(folder / source.file, typeset(source.alternative))
        case _:
            yield Box(BoxKind.FRAME, blocks(source.body))
    yield from _after(source)


def _table(source: TableDocument) -> Table:
    rows = [[typeset(words) for words in cells] for cells in source.rows]
    head = [typeset(column) for column in source.columns]
    sides = [
        aligned(column) if index else Align.START for index, column in enumerate(columns(rows))
    ]
    words = [head, *rows]
    return Table(
        widths(words),
        (tuple(map(_head, head, sides)),),
        tuple(tuple(_row(cells, sides)) for cells in rows),
        wide=crowded(words),
    )


def _head(words: str, side: Align) -> Cell:
    return cell(words, bold=True, heading=True, align=side)


def _row(cells: list[str], sides: list[Align]) -> Iterator[Cell]:
    for index, (words, side) in enumerate(zip(cells, sides, strict=False)):
        yield cell(words, heading=not index, align=side)


def _after(source: Document) -> Iterator[Block]:
    if isinstance(source, TableDocument | FigureDocument) and source.note:
        yield from blocks(source.note)
    if source.source:
        yield Paragraph(
            text(_("Source: {}").format(typeset(source.source))),
            align=Align.END,
            small=True,
        )
