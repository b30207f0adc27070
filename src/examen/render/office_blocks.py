"""The blocks of a document as word processors show them, whatever the format."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from itertools import zip_longest

from examen.messages import _
from examen.render.blocks import (
    Align,
    Anonymity,
    Block,
    Box,
    BoxKind,
    Code,
    Cover,
    Divider,
    Document,
    Facts,
    Figure,
    Heading,
    Items,
    Lines,
    PageBreak,
    Paragraph,
    Prompt,
    Quote,
    Score,
    Table,
    Tone,
)
from examen.render.blocks import Cell as TableCell
from examen.render.dispatch import method
from examen.render.layout import Layout
from examen.render.office import (
    BARE,
    BOXES,
    CELL_ROOM,
    FAINT,
    LYING_HEIGHT,
    NUMBER_ROOM,
    PICTURE_HEIGHT,
    POINTS_ROOM,
    QUIET,
    TONES,
    Frame,
    Place,
    Rule,
    foot_size,
    pieces,
)
from examen.render.office_inlines import OfficeInlines
from examen.render.office_pen import BOLD, Cell, Grid, Letters, Pen, Row
from examen.render.office_tables import breaks, column_widths, short, words_width
from examen.render.raster import raster

_QUOTE = 8.0  # how far a quotation stands from both edges
_FRAME = Frame(around=Rule(1))
_LINE = Rule(0.5, QUIET)


class OfficeBlocks:
    """Draws blocks; each method is named after the type that it draws."""

    def __init__(self, pen: Pen, layout: Layout) -> None:
        """`pen` draws them in a format."""
        self._pen = pen
        self._layout = layout
        self._inlines = OfficeInlines(pen, layout)

    def draw(self, items: Iterable[Block], place: Place) -> str:
        """The blocks as what stands in a document or a cell."""
        return "".join(
            method(self, item)(item, replace(place, keep=True) if held else place)
            for item, held in _held(tuple(items))
        )

    # --- Titles and text ------------------------------------------------------------------------

    def heading(self, item: Heading, place: Place) -> str:
        """A title, its points at the right edge."""
        content = self._pen.bookmark(item.anchor, self._inlines.draw(item.text))
        if item.points:
            look = Letters(bold=False, size=0.9)
            content += self._pen.tab() + self._pen.words(f"({item.points})", look)
        return self._pen.paragraph(f"heading-{item.level}", content, place)

    def paragraph(self, item: Paragraph, place: Place) -> str:
        """A paragraph."""
        style = "small" if item.small else place.style
        content = self._inlines.draw(item.text)
        keep = item.keep or place.keep
        return self._pen.paragraph(style, content, place, align=item.align, keep=keep)

    def prompt(self, item: Prompt, place: Place) -> str:
        """A question. With points in the margin, number, words and points are one heading."""
        pen = self._pen
        style = f"question-{item.level}"
        title = pen.words(_("Question {number}").format(number=item.number), BOLD)
        if not self._layout.margin_points:
            label = pen.bookmark(item.anchor, title)
            head = pen.paragraph(style, label + pen.words(f" ({item.points})"), place)
            return head + self._kept(item.body, place)
        points = pen.tab() + pen.words(item.points, BOLD)
        match item.body:
            case (Paragraph(text=asked), *rest):
                number = pen.bookmark(item.anchor, pen.words(item.number, BOLD))
                content = number + pen.tab() + self._inlines.draw(asked) + points
            case rest:
                content = pen.bookmark(item.anchor, title) + points
        inner = replace(place, left=place.left + NUMBER_ROOM, right=place.right + POINTS_ROOM)
        return pen.paragraph(style, content) + self._kept(rest, inner)

    def _kept(self, items: Sequence[Block], place: Place) -> str:
        """Blocks that stay on one page as far as they can."""
        return self.draw(items[:-1], replace(place, keep=True)) + self.draw(items[-1:], place)

    def items(self, item: Items, place: Place) -> str:
        """A list."""
        return self._pen.items(item, place, self._inlines.draw, self.draw)

    def quote(self, item: Quote, place: Place) -> str:
        """Somebody else's words, set in from both sides."""
        style = "quote" if place.style == "body" else place.style
        left, right = place.left + _QUOTE, place.right + _QUOTE
        return self.draw(item.body, replace(place, style=style, left=left, right=right))

    def code(self, item: Code, place: Place) -> str:
        """Lines of code in one paragraph."""
        lines = (self._pen.words(line.expandtabs(4)) for line in item.text.split("\n"))
        return self._pen.paragraph("code", self._pen.newline().join(lines), place)

    def facts(self, item: Facts, place: Place) -> str:
        """Names and values, one a line."""
        return "".join(
            self._pen.paragraph(
                place.style,
                self._pen.words(name + _(": "), BOLD) + self._inlines.draw(value),
                place,
            )
            for name, value in item.pairs
        )

    def pagebreak(self, _item: PageBreak, _place: Place) -> str:
        """A new page, at the next block: two breaks in a row leave no empty page."""
        self._pen.breaking = True
        return ""

    def divider(self, _item: Divider, place: Place) -> str:
        """A thin line."""
        return self._pen.paragraph("divider", "", place)

    def lines(self, item: Lines, place: Place) -> str:
        """Ruled lines to write on."""
        return "".join(self._pen.paragraph("line", "", place) for _line in range(item.count))

    def figure(self, item: Figure, place: Place) -> str:
        """A picture with the words that replace it, and its caption."""
        found = raster(item)
        most = LYING_HEIGHT if place.lying else PICTURE_HEIGHT
        width = min(place.free, most * found.ratio)
        drawn = self._pen.picture(found, width, item.alternative)
        drawn = self._pen.paragraph("figure", drawn, keep=bool(item.caption))
        return drawn + self._text("caption", item.caption, align=Align.CENTRE)

    def _text(self, style: str, words: str, *, align: Align = Align.START) -> str:
        """A paragraph of plain words; nothing without words."""
        return self._pen.paragraph(style, self._pen.words(words), align=align) if words else ""

    # --- Tables and boxes -----------------------------------------------------------------------

    def _start(self) -> str:
        """What a table starts a page with; else its first cell would take the break for its own."""
        return self._pen.paragraph("gap", "") if self._pen.breaking else ""

    def table(self, item: Table, place: Place) -> str:
        """A table whose head is repeated on each page."""
        widths = column_widths(item, place.free, self._layout)
        start = self._text("caption", item.caption) or self._start()
        rows = [
            *(Row(self._cells(row, widths, head=True), head=True) for row in item.head),
            *(
                Row(self._cells(row, widths, keep=place.keep), breaks=breaks(row))
                for row in item.rows
            ),
        ]
        names = all(row and row[0].heading for row in item.rows)
        return start + self._pen.grid(widths, rows, Grid(item.caption, names), place.left)

    def _cells(
        self,
        row: Iterable[TableCell],
        widths: Sequence[float],
        *,
        head: bool = False,
        keep: bool = False,
    ) -> list[Cell]:
        row = tuple(row)
        # a shaded row is the title of those below it
        title = not head and row[0].tone not in {Tone.NONE, Tone.MUTED}
        found = []
        at = 0
        for cell in row:
            width = sum(widths[at : at + cell.columns])
            at += cell.columns
            muted = cell.tone is Tone.MUTED
            style = "cell-head" if head else "cell-muted" if muted else "cell"
            inner = Place(width - 4, style=style, align=cell.align, keep=head or title or keep)
            content = self.draw(cell.body, inner) or self._pen.paragraph(style, "")
            look = Frame(fill=FAINT if head else TONES[cell.tone].fill)
            found.append(Cell(width, content, look, cell.columns, centred=head))
        return found

    def box(self, item: Box, place: Place) -> str:
        """Blocks set apart: a table of one cell, which the end of a page may cut if it is long."""
        start = self._start()
        inside = Place(place.free - 2 * CELL_ROOM, keep=place.keep)
        title = self._text("box-title", item.title)
        content = title + self.draw(item.body, inside) or self._pen.paragraph("gap", "")
        look = BOXES[item.kind]
        row = Row((Cell(place.free, content, look),), breaks=not short(item.body))
        return start + self._pen.frame((place.free,), (row,), look, place.left)

    def score(self, item: Score, place: Place) -> str:
        """A mark in large figures in a frame."""
        start = self._start()
        left = min(55.0, place.free / 3)
        widths = (left, place.free - left)
        small = Letters(bold=False, size=1.2, ink=QUIET)
        mark = self._pen.words(item.points) + self._pen.words(f" / {item.out_of}", small)
        figure = self._text("score-label", item.label) + self._pen.paragraph("score", mark)
        details = "".join(self._text("body", line) for line in item.details)
        cells = (
            Cell(left, figure, centred=True),
            Cell(widths[1], details or self._pen.paragraph("gap", ""), centred=True),
        )
        return start + self._pen.frame(widths, (Row(cells),), _FRAME, place.left)

    # --- First pages ----------------------------------------------------------------------------

    def cover(self, item: Cover, place: Place) -> str:
        """The official head of an exam."""
        drawn = [
            self._text("diploma", item.diploma),
            self._text("paper", item.paper),
            self._text("session", item.session),
            self._text("kind", item.kind),
            self._text("heading-1", item.title, align=Align.CENTRE),
            self.facts(Facts(item.facts), place),
        ]
        if item.notices:
            drawn.append(self.box(Box(BoxKind.FRAME, item.notices), place))
        drawn.append(self.draw(item.contents, place))
        self._pen.breaking = item.alone
        return "".join(drawn)

    def anonymity(self, item: Anonymity, place: Place) -> str:
        """Fields for who one is, above the line where they are folded away."""
        start = self._start()
        inside = Place(place.free - 3 * CELL_ROOM)
        fields = "".join(self._field(label, cells, inside) for label, cells in item.fields)
        fields += self._pen.paragraph("gap", "")
        box = self._pen.frame((place.free,), (Row((Cell(place.free, fields),)),), _FRAME)
        fold = self._text("notice", item.notice) + self._pen.paragraph("divider", "")
        return start + box + fold + self._field(item.number, 12, place)

    def _field(self, label: str, cells: int, place: Place) -> str:
        """A name and the boxes to fill in beside it, or a line if there are none."""
        room, side = 45.0, 7.0
        name = Cell(room, self._text("cell-head", label), centred=True)
        empty = self._pen.paragraph("cell", "")
        if cells:
            blanks = [Cell(side, empty, Frame(around=_LINE))] * cells
        else:
            blanks = [Cell(place.free - room, empty, Frame(bottom=_LINE))]
        row = Row((name, *blanks), height=7)
        return self._pen.frame([cell.width for cell in row.cells], (row,), BARE)


def foot(pen: Pen, document: Document, width: float) -> str:
    """The box at the foot of every page: diploma, session, paper, code, page."""
    footer = document.footer
    look = Frame(around=Rule(0.6))
    size, room = foot_size(document.layout), 2 * CELL_ROOM + 1
    letters = replace(document.layout, sans=True)
    last = words_width(len("Page 99 sur 99"), letters, size) + room
    middle = min(words_width(len(footer.code), letters, size) + room, width * 0.3)
    widths = (width - middle - last, middle, last)

    def cell(width: float, content: str, align: Align = Align.CENTRE, columns: int = 1) -> Cell:
        paragraph = pen.paragraph("footer", content, align=align)
        return Cell(width, paragraph, look, columns, centred=True)

    page = "".join(
        pen.count("page", BOLD)
        if piece == "{page}"
        else pen.count("pages", BOLD)
        if piece == "{pages}"
        else pen.words(piece, BOLD)
        for piece in pieces(_("Page {page} of {pages}"), "{page}", "{pages}")
    )
    rows = (
        Row(
            (
                cell(widths[0], pen.words(footer.diploma, Letters(caps=True)), Align.START),
                cell(middle + last, pen.words(footer.session), columns=2),
            )
        ),
        Row(
            (
                cell(widths[0], pen.words(footer.paper), Align.START),
                cell(middle, pen.words(footer.code)),
                cell(last, page),
            )
        ),
    )
    return pen.frame(widths, rows, look)


def _held(items: tuple[Block, ...]) -> Iterator[tuple[Block, bool]]:
    """Each block, and whether it stays with the next: below a title that keeps what it heads."""
    kept = False
    for item, after in zip_longest(items, items[1:]):
        if isinstance(item, Heading | PageBreak):
            kept = isinstance(item, Heading) and item.keep
        yield item, kept and after is not None and not isinstance(after, Heading | PageBreak)
