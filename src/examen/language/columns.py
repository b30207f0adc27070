"""Units that a table gives once: at the head of a column, or of a row, for all its numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator

from examen.language.units import MeasureKind

_UNIT = re.compile(
    r"(?<![0-9])(?<![0-9] )(?P<percent>%|pourcentage|pour[ -]?cent(?!\w))"
    r"|(?:\([ ]?|(?<!\w)en[ ]|^\s*)(?P<points>(?:points?|pts?)(?=[ ]?\)|\s*$|[ ]de))"
    r"|(?<![0-9])(?<![0-9] )(?P<money>[€$£]|(?<!\w)euros?(?!\w))",
    re.IGNORECASE,
)
_Unit = tuple[MeasureKind, str]


class ColumnUnits:
    """The units of the tables of a text."""

    def __init__(self, text: str) -> None:
        cells = list(_cells(text)) if "|" in text or "\t" in text else []
        self._starts = [start for start, _end, _unit in cells]
        self._cells = cells

    def at(self, position: int) -> _Unit | None:
        """The kind and text of the unit that the table gives for a number at `position`."""
        index = bisect_right(self._starts, position) - 1
        if index < 0:
            return None
        _start, end, unit = self._cells[index]
        return unit if position < end else None


def _cells(text: str) -> Iterator[tuple[int, int, _Unit]]:
    """The cells for which the head of their column or row gives a unit, in order."""
    heads: list[_Unit | None] | None = None
    at = 0
    for line in text.split("\n"):
        separator = "|" if "|" in line else "\t" if "\t" in line.strip() else ""
        if not separator:
            heads = heads if not line.strip() else None
            at += len(line) + 1
            continue
        cells = line.split(separator)
        if heads is None:
            heads = [_unit(cell) for cell in cells]
        of_row = next((_unit(cell) for cell in cells if cell.strip()), None)
        for column, cell in enumerate(cells):
            unit = of_row or (heads[column] if column < len(heads) else None)
            if unit:
                yield at, at + len(cell), unit
            at += len(cell) + 1


def _unit(cell: str) -> _Unit | None:
    match = _UNIT.search(cell)
    if match is None or match.lastgroup is None:
        return None
    return MeasureKind(match.lastgroup), match[match.lastgroup]
