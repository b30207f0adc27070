"""What a format of a word processor must be able to draw; `office_blocks` says when and where.

`examen.render.docx_pen` and `examen.render.odt_pen` draw it, as text in the format's XML.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol, TypeAlias

from examen.render.blocks import Align, Blocks, Inlines, Items, Paragraph
from examen.render.office import BARE, Frame, Place
from examen.render.raster import Raster

DrawInlines: TypeAlias = Callable[[Inlines], str]
DrawBlocks: TypeAlias = Callable[[Blocks, Place], str]
Count: TypeAlias = Literal["page", "pages"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Letters:
    """How words differ from their paragraph's style.

    Attributes:
        bold: None as the style has it.
        size: in parts of the layout's letters; 0 as the style has it.
        ink, fill: colours of letters and ground; empty as the style has them.
        line: under the words, in their ink; dashed for what is not sure.
        display: the letters of headings.
        linked: the look of a link.
    """

    bold: bool | None = None
    italic: bool = False
    strike: bool = False
    code: bool = False
    caps: bool = False
    raised: bool = False
    display: bool = False
    linked: bool = False
    size: float = 0
    ink: str = ""
    fill: str = ""
    line: Literal["", "solid", "dash"] = ""
    line_ink: str = ""


PLAIN = Letters()
BOLD = Letters(bold=True)


@dataclass(frozen=True, slots=True)
class Cell:
    """A drawn cell: its width in millimetres, its content, how it looks."""

    width: float
    content: str
    look: Frame = BARE
    columns: int = 1
    centred: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """A row of drawn cells.

    Attributes:
        head: whether it is repeated at the top of each page.
        breaks: whether the end of a page may cut it.
        height: the least, in millimetres; 0 for that of its content.
    """

    cells: Sequence[Cell]
    head: bool = False
    breaks: bool = False
    height: float = 0


@dataclass(frozen=True, slots=True)
class Grid:
    """How a table of data is said: its name, and whether its first column names the rows."""

    caption: str = ""
    names: bool = False


class Pen(Protocol):
    """Draws the parts of documents in one format."""

    breaking: bool  # whether the next paragraph or table starts a page

    def words(self, text: str, letters: Letters = PLAIN) -> str:
        """Words in one look. A newline in them means nothing."""

    def tab(self) -> str:
        """A tab."""

    def newline(self) -> str:
        """A new line in the same paragraph."""

    def count(self, what: Count, letters: Letters = PLAIN) -> str:
        """The number of the page, or of all pages, kept up to date by the word processor."""

    def checkbox(self, label: str) -> str:
        """A box to tick; `label` says what for."""

    def link(self, target: str, content: str, tip: str = "") -> str:
        """Words that lead to an address, or to `#bookmark`."""

    def bookmark(self, anchor: str, content: str) -> str:
        """Words that links may lead to."""

    def paragraph(
        self,
        style: str,
        content: str,
        place: Place | None = None,
        *,
        align: Align = Align.START,
        keep: bool = False,
    ) -> str:
        """A paragraph or heading in a style of `office_styles`; `keep` keeps it with the next."""

    def items(self, item: Items, place: Place, inlines: DrawInlines, blocks: DrawBlocks) -> str:
        """A list; the functions draw what is in it."""

    def picture(self, found: Raster, width: float, alternative: str) -> str:
        """A picture inside a paragraph, `width` millimetres wide."""

    def frame(
        self, widths: Sequence[float], rows: Iterable[Row], look: Frame, indent: float = 0
    ) -> str:
        """A table that is there for its looks alone."""

    def grid(
        self, widths: Sequence[float], rows: Sequence[Row], grid: Grid, indent: float = 0
    ) -> str:
        """A table of data."""


def first_words(body: Blocks) -> tuple[Inlines, Blocks]:
    """The first paragraph of a list's item, which stands beside its mark, and what follows."""
    match body:
        case (Paragraph(text=text), *rest):
            return text, tuple(rest)
        case _:
            return (), body
