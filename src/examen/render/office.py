"""What the writers for word processors share: pages, colours, boxes, places, archives.

Lengths are millimetres, widths of rules are points.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple
from xml.sax.saxutils import escape

from examen.render.blocks import (
    Align,
    Block,
    Blocks,
    BoxKind,
    Document,
    Figure,
    Heading,
    PageBreak,
    Table,
    Tone,
)
from examen.render.figures import picture
from examen.render.layout import Layout

# --- Page ---------------------------------------------------------------------------------------

SHORT, LONG = 210.0, 297.0  # A4
LEFT, RIGHT, TOP, FOOT = 20.0, 18.0, 18.0, 8.0  # margins, and the footer's distance to the edge
NUMBER_ROOM = 14.0  # for a question's number, before its text
POINTS_ROOM = 18.0  # for its points, after it
CELL_ROOM = 3.0  # between a frame and what it holds
PICTURE_HEIGHT = 150.0  # the most, on an upright page
LYING_HEIGHT = 104.0  # the most, on a page that lies on its side


def text_width(*, landscape: bool = False) -> float:
    """The width of the text on a page."""
    return (LONG if landscape else SHORT) - LEFT - RIGHT


def indent(layout: Layout) -> float:
    """How far the items of a list stand from its edge."""
    return round(max(5.0, layout.size * 0.45), 1)


def foot_size(layout: Layout) -> float:
    """The size of the letters at the foot of the pages, in points."""
    return min(layout.size * 0.72, 12)


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


class Frame(NamedTuple):
    """How something set apart looks: rules around it or at one side, its ground."""

    around: Rule | None = None
    left: Rule | None = None
    bottom: Rule | None = None
    fill: str = ""

    @property
    def rules(self) -> dict[str, Rule | None]:
        """The rule of each side, in the order that WordprocessingML asks for."""
        return {
            "top": self.around,
            "left": self.around or self.left,
            "bottom": self.around or self.bottom,
            "right": self.around,
        }


BARE = Frame()
BOXES = {
    BoxKind.FRAME: Frame(around=Rule(0.75, RULE)),
    BoxKind.NOTE: Frame(left=Rule(2.25, "8A8A8A")),
    BoxKind.INTERPRETATION: Frame(left=Rule(2.25, "4D5FAE")),
    BoxKind.LOCAL: Frame(left=Rule(2.25, "B06000")),
    BoxKind.WARNING: Frame(around=Rule(0.75, "B98500"), fill="FFF6DF"),
    BoxKind.REVIEW: Frame(around=Rule(0.75, "B98500"), fill="FFF6DF"),
    BoxKind.MODEL: Frame(fill="F5F5F2"),
    BoxKind.ANSWER: Frame(left=Rule(1.5, "2F5FA8")),
}


# --- Pages and places --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Place:
    """Where blocks are drawn.

    Attributes:
        width: of the page's text or of the cell, in millimetres.
        style: of plain paragraphs.
        left, right: how far they stand from the edges, in millimetres.
        depth: how many lists they stand in.
        align: of paragraphs that say nothing themselves.
        keep: whether they stay with what follows them.
        lying: whether the page lies on its side.
    """

    width: float
    style: str = "body"
    left: float = 0
    right: float = 0
    depth: int = 0
    align: Align = Align.START
    keep: bool = False
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

    What a title keeps lies with it. A section starts a page, so that page breaks at its edges are
    left out.
    """
    kinds: list[tuple[bool, Block]] = []
    items = document.body
    if document.layout.lying:
        return [Section(lying=True, body=_trimmed(list(items)))]
    lying = kept = False
    for index, item in enumerate(items):
        if isinstance(item, Heading | PageBreak):
            after = items[index + 1] if index + 1 < len(items) else None
            lying = document.layout.landscape and isinstance(item, Heading) and _wide(after)
            kept = isinstance(item, Heading) and item.keep
        elif not kept and not (index and isinstance(items[index - 1], Heading)):
            lying = False
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
_FORBIDDEN = re.compile("[^\t\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml(text: str) -> str:
    """`text` as XML, also inside quotation marks.

    New lines become spaces, characters that XML forbids become U+FFFD.
    """
    return escape(_FORBIDDEN.sub("\ufffd", re.sub("[\r\n]", " ", text)), {'"': "&quot;"})


SAFE_LINKS = ("http://", "https://", "mailto:", "#")


def pieces(template: str, *names: str) -> Iterable[str]:
    """A message cut at its fields: "Page {page}" gives "Page " and "{page}"."""
    return filter(None, re.split(f"({'|'.join(map(re.escape, names))})", template))


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
