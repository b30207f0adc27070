"""What the writers for word processors share: page, paragraph styles, colours, boxes, columns.

A style is said once here; `docx_styles` and `odt_styles` translate it. Lengths are millimetres,
sizes and spaces are parts of the layout's letter size, widths of rules are points.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from examen.render.blocks import (
    Align,
    Block,
    Blocks,
    BoxKind,
    Document,
    Figure,
    Heading,
    Items,
    PageBreak,
    Paragraph,
    Table,
    Tone,
    plain,
)
from examen.render.figures import picture
from examen.render.layout import Layout

# --- Page ---------------------------------------------------------------------------------------

SHORT, LONG = 210.0, 297.0  # A4
LEFT, RIGHT, TOP, FOOT = 20.0, 18.0, 18.0, 8.0  # margins, and the footer's distance to the edge
NUMBER_ROOM = 14.0  # for a question's number, before its text
POINTS_ROOM = 18.0  # for its points, after it
CELL_ROOM = 3.0  # between a frame and what it holds
INDENT = 5.0  # of a list's items
PICTURE_HEIGHT = 150.0  # the most, on an upright page
LYING_HEIGHT = 112.0  # the most, on a page that lies on its side


def text_width(*, landscape: bool = False) -> float:
    """The width of the text on a page."""
    return (LONG if landscape else SHORT) - LEFT - RIGHT


def bottom(layout: Layout) -> float:
    """The bottom margin: room for the footer's box."""
    return 42.0 if layout.size > 16 else 33.0 if layout.sans else 29.0


# --- Colours ------------------------------------------------------------------------------------

INK, QUIET, FAINT, RULE, GRID, LINK = "1A1A1A", "595959", "F0F0F0", "444444", "777777", "1A3F80"


class Shade(NamedTuple):
    """The ground and the letters of a tone; no ground if empty."""

    fill: str
    ink: str


TONES = {
    Tone.NONE: Shade("", INK),
    Tone.FOUND: Shade("D3EFD9", "0F5323"),
    Tone.UNSURE: Shade("FFE8B3", "6B4300"),
    Tone.MISSING: Shade("E8E8EC", "4A4A52"),
    Tone.PENALTY: Shade("FADAD7", "8A1610"),
    Tone.MUTED: Shade("", QUIET),
}


class Rule(NamedTuple):
    """A line: width in points, colour."""

    width: float
    colour: str = INK


class BoxLook(NamedTuple):
    """A box: its ground, the rule all around it, the rule at its left alone."""

    fill: str = ""
    around: Rule | None = None
    left: Rule | None = None


BOXES = {
    BoxKind.FRAME: BoxLook(around=Rule(0.75, RULE)),
    BoxKind.NOTE: BoxLook(left=Rule(2.25, "8A8A8A")),
    BoxKind.INTERPRETATION: BoxLook(left=Rule(2.25, "4D5FAE")),
    BoxKind.LOCAL: BoxLook(left=Rule(2.25, "B06000")),
    BoxKind.WARNING: BoxLook("FFF6DF", around=Rule(0.75, "B98500")),
    BoxKind.REVIEW: BoxLook("FFF6DF", around=Rule(0.75, "B98500")),
    BoxKind.MODEL: BoxLook("F5F5F2"),
    BoxKind.ANSWER: BoxLook(left=Rule(1.5, "2F5FA8")),
}


# --- Paragraph styles ---------------------------------------------------------------------------

MONO = "Courier New"
DISPLAY = "Arial"


def family(layout: Layout) -> str:
    """The letters of the text: on every computer, or replaced there by letters as wide."""
    return "Arial" if layout.sans else "Times New Roman"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A paragraph style.

    Attributes:
        title: its name in the editor where the editor has none of its own, as a message.
        parent: the style whose letters it shares.
        outline: its level among headings; 0 if it is none.
        font: empty for the text's own.
        hanging: how far the first line starts to the left of the others.
        exact: the height of a line, whatever stands in it; 0 for the text's own leading.
        close: no space between neighbours of this style.
        tabbed: a tab leads to the right edge of the page.
    """

    title: str = ""
    parent: str = "body"
    outline: int = 0
    font: str = ""
    size: float = 1.0
    bold: bool = False
    caps: bool = False
    ink: str = ""
    align: Align | None = None
    before: float = 0.0
    after: float = 0.4
    left: float = 0.0
    right: float = 0.0
    hanging: float = 0.0
    exact: float = 0.0
    top: Rule | None = None
    bottom: Rule | None = None
    fill: str = ""
    keep: bool = False
    close: bool = False
    tabbed: bool = False


def leading(layout: Layout) -> float:
    """The distance between lines, in parts of the letters' own line."""
    return (layout.leading + 0.68) / 1.15


def styles(layout: Layout) -> dict[str, Style]:
    """The paragraph styles of a layout by name; a style stands after its parent."""
    footer = min(layout.size * 0.72, 12) / layout.size
    big = 1.0 if layout.size > 16 else 1.25
    marginal = layout.margin_points
    return {
        "body": Style(parent=""),
        "small": Style(title="Note", size=0.88),
        **_headings(),
        **{
            f"question-{level}": Style(
                title="Question {level}",
                parent=f"heading-{level}",
                outline=level,
                bold=not marginal,
                font=family(layout) if marginal else DISPLAY,
                before=1.0,
                after=0.45,
                left=NUMBER_ROOM if marginal else 0,
                right=POINTS_ROOM if marginal else 0,
                hanging=NUMBER_ROOM if marginal else 0,
                keep=True,
                tabbed=True,
            )
            for level in range(2, 7)
        },
        "diploma": _centred("Diploma", size=big, bold=True, caps=True, top=Rule(1.5)),
        "paper": _centred("Paper", bold=True),
        "session": _centred("Session", bold=True, caps=True, bottom=Rule(1.5), after=1.6),
        "kind": _centred("Kind of document", size=big, bold=True, caps=True),
        "caption": Style(font=DISPLAY, size=0.88, bold=True, before=0.8, after=0.4, keep=True),
        "figure": Style(title="Figure", align=Align.CENTRE, before=0.4, after=0.4),
        "bullet": Style(close=True, left=INDENT, hanging=INDENT),
        "number": Style(close=True, left=INDENT, hanging=INDENT),
        "cell": Style(
            title="Table text",
            size=0.9 if layout.landscape else 0.94,
            align=Align.START,
            after=0.15,
        ),
        "cell-head": Style(title="Table heading", parent="cell", bold=True),
        "cell-muted": Style(title="Table text, muted", parent="cell", ink=QUIET),
        "code": Style(title="Code", font=MONO, size=0.9, align=Align.START, left=3, fill="F5F5F2"),
        "quote": Style(left=8, right=8),
        "box-title": Style(
            title="Title of a box", font=DISPLAY, size=0.86, bold=True, align=Align.START, keep=True
        ),
        "line": Style(
            title="Line to write on", exact=layout.line_height, after=0, bottom=Rule(0.5, "9A9A9A")
        ),
        "divider": Style(title="Divider", size=0.4, bottom=Rule(0.5, QUIET), after=1.0),
        "score": Style(title="Mark", font=DISPLAY, size=2, bold=True, after=0),
        "score-label": Style(title="Name of a mark", font=DISPLAY, size=0.85, ink=QUIET, after=0),
        "notice": Style(title="Notice", size=0.8, ink=QUIET, align=Align.CENTRE, after=0.2),
        "footer": Style(font=DISPLAY, size=footer, align=Align.START, after=0),
        "gap": Style(title="Gap", size=0.3, exact=1.8, after=0),
    }


def _headings() -> dict[str, Style]:
    sizes = (1.17, 1.08, 1.0, 0.95, 0.9, 0.9)
    rule = Rule(0.75)
    found = {}
    for level, size in enumerate(sizes, start=1):
        ruled = level == 2
        found[f"heading-{level}"] = Style(
            outline=level,
            font=DISPLAY,
            size=size,
            bold=True,
            align=Align.START,
            before=1.4 if ruled else 1.0 if level > 1 else 0.2,
            after=0.8 if ruled else 0.5,
            top=rule if ruled else None,
            bottom=rule if ruled else None,
            fill=FAINT if ruled else "",
            keep=True,
            tabbed=True,
        )
    return found


def _centred(title: str, **options: Any) -> Style:
    return Style(title=title, font=DISPLAY, align=Align.CENTRE, **options)


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks are drawn.

    Attributes:
        width: of the page's text or of the cell, in millimetres.
        style: of plain paragraphs.
        left, right: how far they stand from the edges, in millimetres.
        depth: how many lists they stand in.
        align: of paragraphs that say nothing themselves.
        lying: whether the page lies on its side.
    """

    width: float
    style: str = "body"
    left: float = 0
    right: float = 0
    depth: int = 0
    align: Align = Align.START
    lying: bool = False

    @property
    def free(self) -> float:
        """The width left for what stands here."""
        return self.width - self.left - self.right


class Section(NamedTuple):
    """Blocks on pages of one kind: upright, or lying on their side."""

    lying: bool
    body: Blocks


def sections(document: Document) -> list[Section]:
    """The document's body by kind of page: wide things in large letters lie on their side.

    A section starts a page, so that page breaks at its edges are left out.
    """
    kinds: list[tuple[bool, Block]] = []
    items = document.body
    for index, item in enumerate(items):
        after = items[index + 1] if index + 1 < len(items) else None
        lying = document.layout.landscape and (
            (isinstance(item, Heading) and _wide(after))
            or (_wide(item) and index > 0 and isinstance(items[index - 1], Heading))
        )
        kinds.append((lying, item))
    groups = groupby(kinds, key=itemgetter(0))
    found = [(lying, _trimmed([item for _lying, item in group])) for lying, group in groups]
    return [Section(lying, body) for lying, body in found if body]


def _wide(item: Block | None) -> bool:
    match item:
        case Table(wide=wide):
            return wide
        case Figure():
            return picture(item).ratio > 1.9
        case _:
            return False


def _trimmed(items: list[Block]) -> Blocks:
    """The blocks without page breaks at their start and end."""
    while items and isinstance(items[0], PageBreak):
        items = items[1:]
    while items and isinstance(items[-1], PageBreak):
        items = items[:-1]
    return tuple(items)


# --- Words --------------------------------------------------------------------------------------

# What XML cannot hold; a candidate's file may.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> str:
    """`text` as XML, also inside quotation marks; characters that XML forbids become U+FFFD."""
    return escape(_FORBIDDEN.sub("\ufffd", text), {'"': "&quot;"})


SAFE_LINKS = ("http://", "https://", "mailto:", "#")


def method(writer: object, item: object) -> Callable[..., str]:
    """The method of `writer` that draws a block or an inline: the one named after its type.

    Raises:
        TypeError: there is none; the type is named.
    """
    name = type(item).__name__
    found = getattr(writer, name.lower(), None)
    if found is None:
        raise TypeError(f"{type(writer).__name__} has no way to draw {name}")
    return found  # type: ignore[no-any-return]  # by the rule of names above


def pieces(template: str, *names: str) -> Iterable[str]:
    """A message cut at its fields: "Page {page}" gives "Page " and "{page}"."""
    return filter(None, re.split(f"({'|'.join(map(re.escape, names))})", template))


# --- Tables -------------------------------------------------------------------------------------


def column_widths(table: Table, width: float, size: float) -> tuple[float, ...]:
    """The widths of a table's columns, `width` in all.

    Columns as narrow as their content are measured by their longest line (`size` points high) and
    never take more than two thirds together.
    """
    narrow = {
        column: _needed(table, column, size)
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


def _needed(table: Table, column: int, size: float) -> float:
    """What the longest line of a column takes, in millimetres."""
    longest = 3
    for row in (*table.head, *table.rows):
        at = 0
        for cell in row:
            if at == column and cell.columns == 1:
                longest = max(longest, *(_length(block) for block in cell.body), 0)
            at += cell.columns
    return longest * size * 0.53 * 0.353 + 4.5


def _length(block: Any) -> int:
    match block:
        case Paragraph(text=text):
            extra = sum(
                getattr(inline, "width", 2) for inline in text if not hasattr(inline, "text")
            )
            return len(plain(text)) + extra
        case Items(items=items):
            return max((2 + _length(inner) for body in items for inner in body), default=0)
        case _:
            return 20


def breaks(row: Iterable[Any]) -> bool:
    """Whether a table's row may be cut by the end of a page: only if a long list is in it."""
    return any(
        isinstance(block, Items) and len(block.items) > 4 for cell in row for block in cell.body
    )


# --- Files --------------------------------------------------------------------------------------


def day(timestamp: int) -> datetime:
    """The moment that a document's properties name."""
    return datetime.fromtimestamp(timestamp, tz=UTC)


def packed(content: bytes, timestamp: int) -> bytes:
    """The archive `content` with every member dated `timestamp`: the same bytes on any day."""
    moment = max(day(timestamp), datetime(1980, 1, 1, tzinfo=UTC)).timetuple()[:6]
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(target, "w") as new:
        for member in old.infolist():
            if member.is_dir():
                continue
            entry = zipfile.ZipInfo(member.filename, moment)
            # an OpenDocument file tells its kind by an uncompressed first member
            entry.compress_type = (
                zipfile.ZIP_STORED if member.filename == "mimetype" else zipfile.ZIP_DEFLATED
            )
            entry.external_attr = 0o600 << 16
            new.writestr(entry, old.read(member))
    return target.getvalue()
