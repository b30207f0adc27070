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
    def row(cells: tuple[str, ...]) -> tuple[Cell, ...]:
        first, *others = (typeset(words) for words in cells)
        return cell(first, heading=True), *(cell(each, align=Align.CENTRE) for each in others)

    head = tuple(
        cell(typeset(column), bold=True, heading=True, align=Align.CENTRE if index else Align.START)
        for index, column in enumerate(source.columns)
    )
    count = len(source.columns)
    return Table(
        (2, *(1,) * (count - 1)) if count > 2 else (1,) * count,
        (head,),
        tuple(row(cells) for cells in source.rows),
        wide=count > 6,
    )


def _after(source: Document) -> Iterator[Block]:
    if isinstance(source, TableDocument | FigureDocument) and source.note:
        yield from blocks(source.note)
    if source.source:
        yield Paragraph(
            text(_("Source: {}").format(typeset(source.source))),
            align=Align.END,
            small=True,
        )
