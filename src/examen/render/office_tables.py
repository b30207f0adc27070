"""The columns and rows of tables, measured: word processors do not measure by themselves."""

from __future__ import annotations

from collections.abc import Iterable

from examen.render.blocks import (
    Badge,
    Blank,
    Block,
    Blocks,
    Call,
    Cell,
    Checkbox,
    Inline,
    Items,
    LineBreak,
    Paragraph,
    Run,
    Table,
)
from examen.render.layout import Layout

_MILLIMETRE = 0.353  # in a point
_LINE = 40  # characters that a new line is worth
_SHORT = 700  # characters: some seven lines
_SIDES = 4.5  # room between words and rules


def words_width(characters: float, layout: Layout, size: float) -> float:
    """What a line of so many characters takes in letters of `size` points, in millimetres."""
    letter = 0.5 + 0.06 * layout.sans + 0.04 * layout.spaced
    return characters * letter * size * _MILLIMETRE


def column_widths(table: Table, width: float, layout: Layout) -> tuple[float, ...]:
    """The widths of a table's columns, `width` in all.

    Columns as narrow as their content are measured by their longest line; together they never take
    more than two thirds.
    """
    narrow = {
        column: _needed(table, column, layout)
        for column, share in enumerate(table.widths)
        if share == 0
    }
    shares = sum(table.widths)
    most = width * 2 / 3 if shares else width
    total = sum(narrow.values())
    if total > most or not shares:
        narrow = {column: need * most / total for column, need in narrow.items()}
    rest = width - sum(narrow.values())
    return tuple(
        rest * share / shares if share else narrow[column]
        for column, share in enumerate(table.widths)
    )


def _needed(table: Table, column: int, layout: Layout) -> float:
    """What the longest line of a column takes, in millimetres."""
    longest = 3.0
    for row in (*table.head, *table.rows):
        at = 0
        for cell in row:
            if at == column and cell.columns == 1:
                longest = max(longest, *map(_length, cell.body), 0)
            at += cell.columns
    return words_width(longest, layout, layout.size) + _SIDES


def _length(block: Block) -> float:
    """The characters of a block's longest line; something wide if it is no text."""
    match block:
        case Paragraph(text=text):
            lines = [0.0]
            for inline in text:
                if isinstance(inline, LineBreak):
                    lines.append(0)
                lines[-1] += _characters(inline)
            return max(lines)
        case Items(items=items):
            return max((3 + _length(inner) for body in items for inner in body), default=0)
        case _:
            return 20


def _characters(inline: Inline) -> float:
    match inline:
        case Run(text=words, bold=bold):
            return len(words) * (1.08 if bold else 1)
        case Badge(text=words) | Checkbox(label=words):
            return len(words) + 3
        case Blank(width=width):
            return width * 1.1
        case Call():
            return 3
        case _:
            return 0


def breaks(row: Iterable[Cell]) -> bool:
    """Whether a table's row may be cut by the end of a page: only if a long list is in it."""
    return any(
        isinstance(block, Items) and len(block.items) > 4 for cell in row for block in cell.body
    )


def short(body: Blocks) -> bool:
    """Whether blocks are a few lines of text, which the end of a page should not cut."""
    return all(isinstance(block, Paragraph | Items) for block in body) and (
        sum(map(_characters_of, body)) < _SHORT
    )


def _characters_of(block: Block) -> float:
    match block:
        case Paragraph(text=text):
            return sum(map(_characters, text))
        case Items(items=items):
            return sum(_LINE + _characters_of(inner) for body in items for inner in body)
        case _:
            return _SHORT
