"""The blocks of a document as WordprocessingML: headings, lists, tables, boxes, pictures."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from examen.messages import _
from examen.render.blocks import (
    Align,
    Anonymity,
    Block,
    Blocks,
    Box,
    BoxKind,
    Code,
    Cover,
    Divider,
    Facts,
    Figure,
    Heading,
    Inlines,
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
from examen.render.docx_inlines import TAB, DocxInlines, words
from examen.render.docx_styles import ALIGNS, DEPTH, style_id, twips
from examen.render.docx_tables import Cell, Frame, Row, frame, grid
from examen.render.layout import Layout
from examen.render.office import (
    BOXES,
    CELL_ROOM,
    FAINT,
    INDENT,
    LYING_HEIGHT,
    NUMBER_ROOM,
    PICTURE_HEIGHT,
    POINTS_ROOM,
    QUIET,
    TONES,
    Place,
    Rule,
    breaks,
    column_widths,
    method,
    xml,
)
from examen.render.raster import raster

if TYPE_CHECKING:
    from docx.parts.story import StoryPart


class DocxBlocks:
    """Draws blocks; each method is named after the type that it draws."""

    def __init__(self, part: StoryPart, layout: Layout) -> None:
        """Pictures and links become relations of `part`."""
        self._part = part
        self._layout = layout
        self._pictures = count(1)
        self._inlines = DocxInlines(part, layout)
        self.starts: list[int] = []  # the first number of each ordered list drawn so far
        self.breaking = False  # whether the next block starts a page

    def draw(self, items: Iterable[Block], place: Place) -> str:
        """The blocks as elements of a body or a cell."""
        return "".join(method(self, item)(item, place) for item in items)

    def _p(
        self,
        style: str,
        content: str,
        place: Place | None = None,
        *,
        align: Align = Align.START,
        keep: bool = False,
        list_level: str = "",
        hanging: float = 0,
    ) -> str:
        """A paragraph; its properties stand in the order that the format asks for."""
        properties = [f'<w:pStyle w:val="{style_id(style)}"/>'] if style != "body" else []
        if keep:
            properties.append("<w:keepNext/>")
        if self.breaking:
            self.breaking = False
            properties.append("<w:pageBreakBefore/>")
        properties.append(list_level)
        left = (place.left if place else 0) + hanging
        right = place.right if place else 0
        usual = bool(list_level) and place is not None and place.style == "body"
        if (left or right) and not (usual and place and place.left == place.depth * INDENT):
            hung = f' w:hanging="{twips(hanging)}"' if hanging else ""
            properties.append(f'<w:ind w:left="{twips(left)}" w:right="{twips(right)}"{hung}/>')
        side = align if align is not Align.START or place is None else place.align
        if side is not Align.START:
            properties.append(f'<w:jc w:val="{ALIGNS[side]}"/>')
        inner = "".join(properties)
        return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{content}</w:p>"

    def gap(self) -> str:
        """A thin empty paragraph: what keeps two tables apart and ends a cell."""
        return self._p("gap", "")

    def _before_table(self) -> str:
        return self.gap() if self.breaking else ""

    # --- Titles and text ------------------------------------------------------------------------

    def heading(self, item: Heading, place: Place) -> str:
        """A title, its points at the right edge."""
        content = self._inlines.bookmark(item.anchor, self._inlines.draw(item.text))
        if item.points:
            size = f'<w:b w:val="0"/><w:sz w:val="{round(self._layout.size * 1.8)}"/>'
            content += TAB + words(f"({item.points})", size)
        return self._p(f"heading-{item.level}", content, place)

    def paragraph(self, item: Paragraph, place: Place) -> str:
        """A paragraph."""
        style = "small" if item.small else place.style
        content = self._inlines.draw(item.text)
        return self._p(style, content, place, align=item.align, keep=item.keep)

    def prompt(self, item: Prompt, place: Place) -> str:
        """A question: number, words and points are one paragraph and one heading."""
        style = f"question-{item.level}"
        points = words(item.points, "<w:b/>")
        title = words(_("Question {number}").format(number=item.number), "<w:b/>")
        if not self._layout.margin_points:
            label = self._inlines.bookmark(item.anchor, title)
            head = self._p(style, label + words(f" ({item.points})"), place)
            return head + self.draw(item.body, place)
        match item.body:
            case (Paragraph(text=asked), *rest):
                number = self._inlines.bookmark(item.anchor, words(item.number, "<w:b/>"))
                content = number + TAB + self._inlines.draw(asked) + TAB + points
            case rest:
                content = self._inlines.bookmark(item.anchor, title) + TAB + points
        inner = replace(place, left=place.left + NUMBER_ROOM, right=place.right + POINTS_ROOM)
        return self._p(style, content) + self.draw(rest, inner)

    def items(self, item: Items, place: Place) -> str:
        """A list; each ordered one counts on its own."""
        if item.ordered:
            self.starts.append(item.start)
            number, style = len(self.starts) + 2, "number"
        else:
            number, style = 1, "bullet"
        level = min(place.depth, DEPTH - 1)
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        style = style if place.style == "body" else place.style
        inner = replace(place, left=place.left + INDENT, depth=place.depth + 1)
        drawn = []
        for body in item.items:
            first: Inlines = ()
            rest: Blocks = body
            if body and isinstance(body[0], Paragraph):
                first, rest = body[0].text, body[1:]
            content = self._inlines.draw(first)
            drawn.append(self._p(style, content, place, list_level=mark, hanging=INDENT))
            drawn.append(self.draw(rest, inner))
        return "".join(drawn)

    def quote(self, item: Quote, place: Place) -> str:
        """Somebody else's words, set in from both sides."""
        style = "quote" if place.style == "body" else place.style
        return self.draw(
            item.body, replace(place, style=style, left=place.left + 8, right=place.right + 8)
        )

    def code(self, item: Code, place: Place) -> str:
        """Lines of code in one paragraph."""
        lines = (words(line.expandtabs(4)) for line in item.text.split("\n"))
        return self._p("code", "<w:r><w:br/></w:r>".join(lines), place)

    def facts(self, item: Facts, place: Place) -> str:
        """Names and values, one a line."""
        return self._facts(item.pairs, place)

    def _facts(self, pairs: Iterable[tuple[str, Inlines]], place: Place) -> str:
        return "".join(
            self._p(
                place.style,
                words(name + _(": "), "<w:b/>") + self._inlines.draw(value),
                place,
            )
            for name, value in pairs
        )

    def pagebreak(self, _item: PageBreak, _place: Place) -> str:
        """A new page, at the next block: two breaks in a row leave no empty page."""
        self.breaking = True
        return ""

    def divider(self, _item: Divider, place: Place) -> str:
        """A thin line."""
        return self._p("divider", "", place)

    def lines(self, item: Lines, place: Place) -> str:
        """Ruled lines to write on."""
        return self._p("line", "", place) * item.count

    # --- Pictures -------------------------------------------------------------------------------

    def figure(self, item: Figure, place: Place) -> str:
        """A picture with the words that replace it, and its caption."""
        found = raster(item)
        most = LYING_HEIGHT if place.lying else PICTURE_HEIGHT
        width = min(place.free, most * found.ratio)
        relation, _image = self._part.get_or_add_image(io.BytesIO(found.content))
        number = next(self._pictures)
        extent = f'cx="{round(width * 36000)}" cy="{round(width / found.ratio * 36000)}"'
        drawing = (
            f"<w:r><w:drawing><wp:inline><wp:extent {extent}/>"
            f'<wp:docPr id="{number}" name="Image {number}" descr="{xml(item.alternative)}"/>'
            '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
            'picture"><pic:pic><pic:nvPicPr>'
            f'<pic:cNvPr id="{number}" name="Image {number}" descr="{xml(item.alternative)}"/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
            "</w:drawing></w:r>"
        )
        caption = (
            self._p("caption", words(item.caption), align=Align.CENTRE) if item.caption else ""
        )
        return self._p("figure", drawing, keep=bool(caption)) + caption

    # --- Tables and boxes -----------------------------------------------------------------------

    def table(self, item: Table, place: Place) -> str:
        """A table whose head is repeated on each page."""
        start = self._p("caption", words(item.caption), place) if item.caption else ""
        start += self._before_table()
        size = self._layout.size
        widths = column_widths(item, place.free, size)
        rows = [
            *(Row(self._cells(row, widths, head=True), head=True) for row in item.head),
            *(Row(self._cells(row, widths), breaks=breaks(row)) for row in item.rows),
        ]
        names = all(row and row[0].heading for row in item.rows)
        drawn = grid(widths, rows, item.caption, names=names, indent=place.left)
        return start + drawn + self.gap()

    def _cells(
        self, row: Iterable[TableCell], widths: Sequence[float], *, head: bool = False
    ) -> list[Cell]:
        found = []
        at = 0
        for cell in row:
            width = sum(widths[at : at + cell.columns])
            at += cell.columns
            muted = cell.tone is Tone.MUTED
            style = "cell-head" if head else "cell-muted" if muted else "cell"
            inner = Place(width - 4, style=style, align=cell.align)
            content = self.draw(cell.body, inner) or self._p(style, "")
            look = Frame(fill=FAINT if head else TONES[cell.tone].fill)
            found.append(Cell(width, content, look, cell.columns, centred=head))
        return found

    def box(self, item: Box, place: Place) -> str:
        """Blocks set apart: a table of one cell, which the end of a page may cut."""
        kind = BOXES[item.kind]
        look = Frame(around=kind.around, left=kind.left, fill=kind.fill)
        start = self._before_table()
        title = self._p("box-title", words(item.title)) if item.title else ""
        content = title + self.draw(item.body, Place(place.free - 2 * CELL_ROOM))
        row = Row((Cell(place.free, content or self.gap(), look),), breaks=True)
        return start + frame((place.free,), (row,), look, place.left) + self.gap()

    def score(self, item: Score, place: Place) -> str:
        """A mark in large figures in a frame."""
        start = self._before_table()
        left = min(55.0, place.free / 3)
        widths = (left, place.free - left)
        quiet = f'<w:b w:val="0"/><w:color w:val="{QUIET}"/>'
        size = f'<w:sz w:val="{round(self._layout.size * 2.4)}"/>'
        mark = words(item.points) + words(f" / {item.out_of}", quiet + size)
        figure = self._p("score-label", words(item.label)) + self._p("score", mark)
        details = "".join(self._p("body", words(line)) for line in item.details) or self.gap()
        cells = (Cell(left, figure, centred=True), Cell(widths[1], details, centred=True))
        return start + frame(widths, (Row(cells),), Frame(around=Rule(1))) + self.gap()

    # --- First pages ----------------------------------------------------------------------------

    def cover(self, item: Cover, place: Place) -> str:
        """The official head of an exam."""
        drawn = [
            self._p("diploma", words(item.diploma)),
            self._p("paper", words(item.paper)),
            self._p("session", words(item.session)),
        ]
        if item.kind:
            drawn.append(self._p("kind", words(item.kind)))
        drawn.append(self._p("heading-1", words(item.title), align=Align.CENTRE))
        drawn.append(self._facts(item.facts, place))
        if item.notices:
            drawn.append(self.box(Box(BoxKind.FRAME, item.notices), place))
        drawn.append(self.draw(item.contents, place))
        self.breaking = item.alone
        return "".join(drawn)

    def anonymity(self, item: Anonymity, place: Place) -> str:
        """Fields for who one is, above the line where they are folded away."""
        start = self._before_table()
        look = Frame(around=Rule(1))
        inner = Place(place.free - 2 * CELL_ROOM)
        fields = "".join(self._field(label, cells, inner) for label, cells in item.fields)
        box = frame((place.free,), (Row((Cell(place.free, fields or self.gap()),)),), look)
        fold = self._p("notice", words(item.notice)) + self._p("divider", "")
        return start + box + fold + self._field(item.number, 12, place)

    def _field(self, label: str, cells: int, place: Place) -> str:
        """A name and the boxes to fill in beside it, or a line if there are none."""
        rule, room, side = Rule(0.5, QUIET), 45.0, 7.0
        name = Cell(room, self._p("cell-head", words(label)), centred=True)
        empty = self._p("cell", "")
        if cells:
            blanks = [Cell(side, empty, Frame(around=rule))] * cells
        else:
            blanks = [Cell(place.free - room, empty, Frame(bottom=rule))]
        row = Row((name, *blanks), height=7)
        widths = [cell.width for cell in row.cells]
        return frame(widths, (row,), Frame()) + self.gap()
