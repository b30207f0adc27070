"""Layout: tables, lists and the length of an answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from examen.language.structure.page import BULLET, Line, Page, Span

_RULE = re.compile(r"[\s|:+=_-]*")
_COLUMN_GAP = re.compile(r"(?<=[^\s.!?,;])(?: {2,}|\t+)(?=\S)")
_FEWEST_ROWS, _FEWEST_ITEMS = 2, 3
_LABELS_UNDER_A_HEADING_ROW = 3
# What parts the cells of a heading row, and how many of them it takes.
_HEADING_ROWS = {"|": 3, "\t": 3, " / ": 4}


def _cells(line: str, separator: str) -> int:
    return sum(1 for cell in line.split(separator) if cell.strip())


def _with_bars(line: Line) -> bool:
    bars = line.flat.count("|")
    return bars > 1 or (bars == 1 and line.flat[0] != "|" != line.flat[-1])


def _with_tabs(line: Line) -> bool:
    return "\t" in line.flat


def _with_semicolons(line: Line) -> bool:
    return _cells(line.flat, ";") > 2 or line.flat.count(";") > 2


def _with_columns(line: Line) -> bool:
    return bool(_COLUMN_GAP.search(line.flat))


# What parts the cells, and how many rows in succession it takes to be sure that it does.
_ROW_TESTS: tuple[tuple[Callable[[Line], bool], int], ...] = (
    (_with_bars, 2),
    (_with_tabs, 2),
    (_with_semicolons, 3),
    (_with_columns, 3),
)


def table(page: Page, least: int | None) -> list[Span]:
    """Tables of at least two columns and `least` rows (two), the heading row included."""
    rows_wanted = max(least or _FEWEST_ROWS, _FEWEST_ROWS)
    for is_row, sure in _ROW_TESTS:
        found = [
            (block[0].start, block[-1].end)
            for block in _blocks(page.lines, is_row)
            if len(block) >= max(rows_wanted, sure)
        ]
        if found:
            return found
    return list(_under_heading_row(page.lines, rows_wanted))


def _blocks(lines: Iterable[Line], is_row: Callable[[Line], bool]) -> Iterator[list[Line]]:
    """Runs of rows; empty lines, rules and one or two titles between rows do not end a run."""
    block: list[Line] = []
    others = 0
    for line in lines:
        if line.flat and is_row(line):
            if not _RULE.fullmatch(line.flat):
                block.append(line)
            others = 0
        elif line.flat:
            others += 1 if line.is_heading else 3
            if others > 2:
                yield block
                block, others = [], 0
    yield block


def _under_heading_row(lines: list[Line], rows_wanted: int) -> Iterator[Span]:
    """A heading row of three cells or more over labels whose cells are left empty."""
    for number, line in enumerate(lines):
        if not any(_cells(line.flat, mark) >= cells for mark, cells in _HEADING_ROWS.items()):
            continue
        last = line
        labels = 0
        for label in lines[number + 1 :]:
            if not label.is_heading:
                break
            last = label
            labels += 1
        if labels >= max(_LABELS_UNDER_A_HEADING_ROW, rows_wanted - 1):
            yield line.start, last.end


_INLINE_NUMBER = re.compile(r"(?<![\w(])\(?(\d{1,2})[)°][ \t]+(?=\S)")
_INLINE_BULLET = re.compile(r"[•▪►➢✓✔☐□][ \t]*(?=\S)")


def bullet_list(page: Page, least: int | None) -> list[Span]:
    """Lists of at least `least` items (three), each on a line of its own or numbered in a line."""
    wanted = least or _FEWEST_ITEMS
    return [*_lists(page, wanted)] or [
        span for line in page.lines for span in _inline_lists(line, wanted)
    ]


def _lists(page: Page, wanted: int) -> Iterator[Span]:
    items: list[Line] = []
    end = gap = 0
    for line in page.lines:
        if not line.flat:
            gap += 1
        elif BULLET.match(line.flat) and gap < 2:
            items.append(line)
            end, gap = line.end, 0
        elif items and not gap and page.goes_on(line):
            end = line.end
        else:
            if len(items) >= wanted:
                yield items[0].start, end
            items, gap = [], 0
            if BULLET.match(line.flat):
                items, end = [line], line.end
    if len(items) >= wanted:
        yield items[0].start, end


def _inline_lists(line: Line, wanted: int) -> Iterator[Span]:
    numbers = list(_INLINE_NUMBER.finditer(line.flat))
    expected = 1
    for match in numbers:
        expected += int(match.group(1)) == expected
    bullets = list(_INLINE_BULLET.finditer(line.flat))
    for marks, count in ((numbers, expected - 1), (bullets, len(bullets))):
        if count >= wanted:
            yield line.start + marks[0].start(), line.end
            return


def length(page: Page, least: int | None) -> list[Span]:
    """The whole text, if it has at least `least` words (one)."""
    if page.words < (least or 1):
        return []
    full = [line for line in page.lines if line.flat]
    return [(full[0].start, full[-1].end)] if full else []
