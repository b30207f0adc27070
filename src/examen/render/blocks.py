"""The tree of a document: what builders make and every writer draws.

A `Document` holds blocks, blocks hold inlines. All text is final: builders have translated it and
set its typography (`examen.render.typography`), so a writer draws it as it stands. The words that a
writer adds itself, such as "Page 1 sur 8", come from the catalogue of `document.language`.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields, is_dataclass
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from examen.render.layout import STANDARD, Layout


class Tone(StrEnum):
    """What a coloured thing means; writers choose the colours, words always say it too."""

    NONE = "none"
    FOUND = "found"
    UNSURE = "unsure"
    MISSING = "missing"
    PENALTY = "penalty"
    MUTED = "muted"


class Align(StrEnum):
    """How the text of a paragraph or a column is set."""

    START = "start"
    CENTRE = "centre"
    END = "end"


# --- Inlines ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Run:
    """Text in one style. Newlines in it mean nothing; see `LineBreak`.

    Attributes:
        link: where it leads, empty if nowhere.
        mark: what it is highlighted as (evidence in a candidate's text).
    """

    text: str
    bold: bool = False
    italic: bool = False
    code: bool = False
    strike: bool = False
    link: str = ""
    mark: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class LineBreak:
    """A new line in the same paragraph."""


@dataclass(frozen=True, slots=True)
class Call:
    """The number of a piece of evidence, at its passage (`source`) or where it is spoken of.

    The two point at each other: the passage of `scope` 1.1.2 and number 3, and the line about it.
    """

    number: int
    scope: str
    source: bool
    tone: Tone = Tone.FOUND


@dataclass(frozen=True, slots=True)
class Badge:
    """A status in a word or two: trouvée, absente, à vérifier, ajout local."""

    text: str
    tone: Tone


@dataclass(frozen=True, slots=True)
class Checkbox:
    """An empty box that a marker ticks, with what it stands for beside it.

    Attributes:
        group: of boxes of which only one may be ticked; empty if the box stands alone.
        points: what ticking it earns; formats that can be filled in on a screen add it up.
    """

    label: str = ""
    group: str = ""
    points: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Blank:
    """Room to write by hand: `width` in characters; boxed, one cell a character, if `cells`.

    Attributes:
        label: what is written there, for those who fill it in on a screen.
        sums: whether the points of all ticked boxes are added up here.
    """

    width: int
    cells: bool = False
    label: str = ""
    sums: bool = False


@dataclass(frozen=True, slots=True)
class PageCount:
    """How many pages the document has. Formats without pages leave its paragraph out."""


Inline: TypeAlias = Run | LineBreak | Call | Badge | Checkbox | Blank | PageCount
Inlines: TypeAlias = tuple[Inline, ...]


# --- Blocks -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Heading:
    """A title; levels never skip one.

    Attributes:
        points: what stands at its right, such as "10 points".
        keep: all that stands below it, up to the next heading, stays with it on a page that can
            hold it: one annex.
    """

    level: int
    text: Inlines
    points: str = ""
    anchor: str = ""
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph. `small` is for notes and sources; `keep` stays with the block after it."""

    text: Inlines
    align: Align = Align.START
    small: bool = False
    keep: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """A question as printed: number, what is asked, points in the margin (or in the text).

    Writers make the number a heading of `level` for those who listen to the document.
    """

    number: str
    body: Blocks
    points: str
    level: int = 3
    anchor: str = ""


@dataclass(frozen=True, slots=True)
class Items:
    """A list; `start` numbers its first item if it is ordered."""

    items: tuple[Blocks, ...]
    ordered: bool = False
    start: int = 1
    tight: bool = True


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table, over `columns` columns. `tone` shades it."""

    body: Blocks
    columns: int = 1
    heading: bool = False
    align: Align = Align.START
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class Table:
    """A table.

    Attributes:
        widths: relative width of each column; 0 for as narrow as its content.
        head: rows that are repeated at the top of each page.
        caption: the table's name, read out and printed above; empty if a heading names it.
        wide: better on a page that lies on its side when the letters are large.
        groups: places of the rows that head those after them, which stay together.
    """

    widths: tuple[int, ...]
    head: tuple[tuple[Cell, ...], ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""
    wide: bool = False
    groups: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A picture (SVG, PNG, JPEG) with the words that replace it."""

    path: Path
    alternative: str
    caption: str = ""


class BoxKind(StrEnum):
    """What a box is for; writers choose how it looks."""

    FRAME = "frame"  # ruled all around: instructions, a document to read
    NOTE = "note"  # a note of the rubric's author
    INTERPRETATION = "interpretation"  # the source is silent, the authors decided
    LOCAL = "local"  # a teacher's addition
    WARNING = "warning"  # read this before relying on the rest
    REVIEW = "review"  # a person still has something to decide
    MODEL = "model"  # a model answer
    ANSWER = "answer"  # what the candidate wrote, never retouched


@dataclass(frozen=True, slots=True)
class Box:
    """Blocks set apart. `title` names the box, empty if it needs no name."""

    kind: BoxKind
    body: Blocks
    title: str = ""


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody else's words inside a text."""

    body: Blocks


@dataclass(frozen=True, slots=True)
class Code:
    """Lines of code, spaces kept."""

    text: str


@dataclass(frozen=True, slots=True)
class Lines:
    """Ruled lines to write on by hand.

    Attributes:
        label: what is written there, where one may also type it on a screen.
    """

    count: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Facts:
    """Names and values, such as "Durée : 4 heures"; one a line."""

    pairs: tuple[tuple[str, Inlines], ...]


@dataclass(frozen=True, slots=True)
class Score:
    """A mark in large figures: `points` out of `out_of`, `details` under it."""

    label: str
    points: str
    out_of: str
    details: tuple[str, ...] = ()
    tone: Tone = Tone.NONE


@dataclass(frozen=True, slots=True)
class Cover:
    """The official head of an exam: the first thing on the first page. Its title is heading 1.

    Attributes:
        session: such as "Session 2020".
        kind: of document, such as "Corrigé"; empty for the subject itself.
        facts: duration, coefficient, allowed material.
        notices: instructions for the candidate.
        contents: what follows, such as the table of parts with their points.
        alone: whether the text starts on the next page; in PDF, if the head fits on one.
    """

    diploma: str
    paper: str
    session: str
    title: str
    kind: str = ""
    facts: tuple[tuple[str, Inlines], ...] = ()
    notices: Blocks = ()
    contents: Blocks = ()
    alone: bool = False


@dataclass(frozen=True, slots=True)
class Anonymity:
    """The head of an answer booklet: fields for who one is, in a part to be folded or cut off.

    `fields` are labels with the number of boxes to fill in (0: a dotted line).
    """

    fields: tuple[tuple[str, int], ...]
    number: str
    notice: str = ""


@dataclass(frozen=True, slots=True)
class PageBreak:
    """What follows starts a new page; in PDF, not where the page is hardly begun."""


@dataclass(frozen=True, slots=True)
class Divider:
    """A thin line between two parts of a text."""


Block: TypeAlias = (
    Heading
    | Paragraph
    | Prompt
    | Items
    | Table
    | Figure
    | Box
    | Quote
    | Code
    | Lines
    | Facts
    | Score
    | Cover
    | Anonymity
    | PageBreak
    | Divider
)
Blocks: TypeAlias = tuple[Block, ...]


# --- Document -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Footer:
    """The box at the foot of every page; writers add "Page x sur y"."""

    diploma: str
    session: str
    paper: str
    code: str


@dataclass(frozen=True, slots=True)
class Document:
    """A document, ready to be written in any format.

    Attributes:
        title: for the file's properties and the browser's tab.
        language: `fr` or `en`, of the text and of the words that writers add.
        timestamp: seconds since 1970 UTC, from the exam's own data, so that the same exam gives
            the same bytes on any day.
    """

    title: str
    language: str
    body: Blocks
    footer: Footer
    timestamp: int
    layout: Layout = field(default=STANDARD)


def to_data(item: Any) -> Any:
    """`item` and what it holds as plain data; `is` names each block and inline.

    Defaults are kept, so that a template can rely on every key.
    """
    if is_dataclass(item):
        data = {entry.name: to_data(getattr(item, entry.name)) for entry in fields(item)}
        return {"is": type(item).__name__.lower(), **data}
    if isinstance(item, tuple):
        return [to_data(each) for each in item]
    if isinstance(item, Path):
        return item.as_posix()
    return str(item) if isinstance(item, Decimal) else item


def text(*words: str, **style: Any) -> Inlines:
    """One run per string, all in one style: `text("Barème", bold=True)`."""
    return tuple(Run(word, **style) for word in words if word)


def plain(inlines: Inlines) -> str:
    """The words of `inlines` alone, for a title, an alternative text or a test."""
    pieces = []
    for inline in inlines:
        match inline:
            case Run(text=words) | Badge(text=words):
                pieces.append(words)
            case LineBreak():
                pieces.append(" ")
            case _:
                pass
    return "".join(pieces)
