"""How wide the columns of a table are, and how they are aligned, by what stands in them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from math import sqrt

from examen.render.blocks import Align

_NARROW = 5  # characters: room for a figure
_EDGES = 3  # characters: the room that the edges of a cell take
_SHORT = 16  # characters: a column of figures that are no longer is centred

_MANY = 6  # columns: more are better seen on a page that lies on its side
_LINE = 76  # characters: what a line of a table holds
_ACROSS = 44  # characters: what a line holds in large letters


def widths(rows: Iterable[Sequence[str]]) -> tuple[int, ...]:
    """The relative width of each column.

    A column has room for its longest word, as far as a page has it for all, and more for long
    texts; a text four times as long gets twice the width, so that it takes more lines rather than
    all the page.

    Args:
        rows: the words of each cell, the head among them; what a shorter row lacks is empty.
    """
    found = [*columns(rows)]
    least = [_word(column) + _EDGES for column in found]
    wanted = [*map(_width, found)]
    free = _LINE - sum(least)
    if free <= 0:
        return tuple(wanted)
    shares = [_LINE * width / sum(wanted) for width in wanted]
    more = [max(0, share - word) for word, share in zip(least, shares, strict=True)]
    return tuple(
        round(10 * (word + free * part / sum(more))) for word, part in zip(least, more, strict=True)
    )


def columns(rows: Iterable[Sequence[str]]) -> Iterator[tuple[str, ...]]:
    """The cells of each column, from those of each row."""
    return zip_longest(*rows, fillvalue="")


def crowded(rows: Iterable[Sequence[str]]) -> bool:
    """Whether the columns have more room on a page that lies on its side, in large letters."""
    found = [*columns(rows)]
    return len(found) > _MANY or sum(_word(column) + 1 for column in found) > _ACROSS


def _word(column: Sequence[str]) -> int:
    return max(len(word) for cell in column for word in (*cell.split(" "), ""))


def _width(column: Sequence[str]) -> int:
    text = max(len(cell) for cell in column)
    return _EDGES + max(
        _word(column), _NARROW, round(sqrt(_SHORT * text)) if text > _SHORT else text
    )


def aligned(column: Sequence[str]) -> Align:
    """Figures and cells as short as a figure in the middle; names and texts where lines start."""
    longest = max(map(len, column))
    names = [cell for cell in column if re.search(r"[^\W\d_]", cell) and not re.search(r"\d", cell)]
    figures = longest <= _NARROW or 2 * len(names) < len(column)
    return Align.CENTRE if longest <= _SHORT and figures else Align.START
