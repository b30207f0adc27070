"""The lines of an answer: bullets, headings, rows and plain lines; wrapped ones are joined."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

# A capital with a dot may open a name: M. Durand.
_BULLET = re.compile(r"\s*(?:[-–•*▪◦‣·►➢→⇒>✓✔+]+|[o§]|\(?\d{1,2}[.)°]|[a-zA-Z]\)|[a-hA-F]\.)[ \t]+")
_LABELLED = re.compile(r"\s*(?P<name>[^\W\d_]{2,})(?: ?:| ?[-=]>| [-–—=] )")
_DEFINED = re.compile(r"\s*[^\W\d_][^=]{1,40} = ")
_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"[\s|:+=_-]*$")
_WRAPPED = 50  # characters of a line that may have been broken by a word processor


class UnitKind(StrEnum):
    """What a unit is in the answer's layout."""

    SENTENCE = "sentence"
    BULLET = "bullet"
    HEADING = "heading"
    ROW = "row"


@dataclass(slots=True)
class Line:
    """A line that is not empty, without its bullet.

    Attributes:
        start, end: its span in the text.
        number, paragraph: where it starts, counted from 0.
        cells: for a row of a table, the spans of its cells.
    """

    kind: UnitKind
    start: int
    end: int
    number: int
    paragraph: int
    cells: tuple[tuple[int, int], ...] = ()


def lines(text: str, is_word: Callable[[int], bool]) -> Iterator[Line]:
    """The lines of the text; a line that goes on with the sentence before it is joined to it.

    Args:
        text: a normalised text.
        is_word: whether a word that a dictionary knows ends at a position.
    """
    may_have_rows = "|" in text or "\t" in text
    at = paragraph = 0
    before: Line | None = None
    for number, line in enumerate(text.split("\n")):
        start, at = at, at + len(line) + 1
        if not line or line.isspace():
            if before:
                yield before
            before = None
            paragraph += 1
            continue
        cells = _cells(line, start) if may_have_rows else ()
        bullet = None if cells else _BULLET.match(line)
        kind = UnitKind.ROW if cells else UnitKind.BULLET if bullet else _kind(line)
        if before:
            if (
                kind is UnitKind.SENTENCE
                and _goes_on(text, before, line)
                and not _is_labelled(line, start, is_word)
            ):
                before.end = start + len(line)
                continue
            yield before
            before = None
        if not (cells and _RULE.match(line)):
            begin = start + (bullet.end() if bullet else 0)
            before = Line(kind, begin, start + len(line), number, paragraph, cells)
    if before:
        yield before


def _kind(line: str) -> UnitKind:
    return UnitKind.HEADING if "#" in line and _HEADING.match(line) else UnitKind.SENTENCE


def _cells(line: str, start: int) -> tuple[tuple[int, int], ...]:
    """The cells of a line that is a table row, else none; bars or tabs separate them."""
    separator = "|" if "|" in line else "\t" if "\t" in line.strip() else ""
    if not separator:
        return ()
    pieces = line.split(separator)
    cells, at = [], start
    for piece in pieces:
        cells.append((at, at + len(piece)))
        at += len(piece) + 1
    if not pieces[0].strip():
        cells = cells[1:]
    if len(cells) > 1 and not pieces[-1].strip() and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return tuple(cells) if len(cells) > 1 else ()


def _goes_on(text: str, before: Line, line: str) -> bool:
    """Whether a plain line goes on with the sentence of the line before it."""
    # Only a long line was broken by the width of a page; a short one is an item of a list.
    if before.cells or before.end - before.start < _WRAPPED or text[before.end - 1] in ".!?:;":
        return False
    return line.lstrip()[0].islower()


def _is_labelled(line: str, start: int, is_word: Callable[[int], bool]) -> bool:
    """Whether a line opens with a name, which is no known word, and a colon or a dash.

    Or with what it defines: "taux d'attrition = …".
    """
    if "=" in line and _DEFINED.match(line):
        return True
    label = _LABELLED.match(line)
    return label is not None and not is_word(start + label.end("name"))
