"""Draws paragraphs, words, lists, pictures and tables as OpenDocument XML."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import TypeAlias

from examen.render.blocks import Align, Anonymity, Block, Box, Cover, Items, Score, Table
from examen.render.layout import Layout
from examen.render.odt_styles import ALIGNS, Automatic, line, mm, style_name
from examen.render.office import CELL_ROOM, GRID, Frame, Place, Rule, indent, xml
from examen.render.office_pen import (
    PLAIN,
    Cell,
    Count,
    DrawBlocks,
    DrawInlines,
    Grid,
    Letters,
    Row,
    first_words,
)
from examen.render.office_styles import DISPLAY
from examen.render.raster import Raster

_FIELDS: dict[Count, str] = {
    "page": '<text:page-number text:select-page="current">1</text:page-number>',
    "pages": "<text:page-count>1</text:page-count>",
}
Rules: TypeAlias = dict[str, Rule | None]  # by side
_HEADING = re.compile(r"(?:heading|question)-(\d)")
# What the format does not allow inside a list; it stands there in a frame.
_NO_ITEMS = (Table, Box, Score, Cover, Anonymity)


class OdtPen:
    """Draws in an ODT file; see `office_pen.Pen`."""

    def __init__(self, layout: Layout) -> None:
        self._layout = layout
        self._step = indent(layout)
        self._numbers = count(1)
        self.styles = Automatic()
        self.pictures: dict[str, bytes] = {}  # by their place in the file
        self.breaking = False
        self.master = ""  # the kind of pages that the next paragraph starts

    # --- Words ----------------------------------------------------------------------------------

    def words(self, text: str, letters: Letters = PLAIN) -> str:
        """A span; spaces at its start and in a row are kept."""
        drawn = re.sub(r"^ | {2,}", _spaces, xml(text))
        drawn = drawn.replace("\t", "<text:tab/>")
        parent = "Internet_20_link" if letters.linked else "Source_20_Text" if letters.code else ""
        properties = self._look(letters)
        if not properties and not parent:
            return drawn
        name = parent
        if properties:
            element = f"<style:text-properties {properties}/>"
            name = self.styles.name("text", element, parent=parent)
        return f'<text:span text:style-name="{name}">{drawn}</text:span>'

    def _look(self, letters: Letters) -> str:
        size = f"{self._layout.size * letters.size:.4g}pt"
        under = f'style:text-underline-style="{letters.line}"'
        under += f' style:text-underline-color="#{letters.line_ink}"'
        weight = "bold" if letters.bold else "normal"
        properties = (
            (letters.display, f'style:font-name="{DISPLAY}"'),
            (letters.bold is not None, f'fo:font-weight="{weight}"'),
            (letters.italic, 'fo:font-style="italic"'),
            (letters.caps, 'fo:text-transform="uppercase"'),
            (letters.strike, 'style:text-line-through-style="solid"'),
            (letters.ink, f'fo:color="#{letters.ink}"'),
            (letters.size, f'fo:font-size="{size}"'),
            (letters.line, under),
            (letters.fill, f'fo:background-color="#{letters.fill}"'),
            (letters.raised, 'style:text-position="super 66%"'),
        )
        return " ".join(attributes for there, attributes in properties if there)

    def tab(self) -> str:
        """A tab."""
        return "<text:tab/>"

    def newline(self) -> str:
        """A new line in the same paragraph."""
        return "<text:line-break/>"

    def count(self, what: Count, letters: Letters = PLAIN) -> str:
        """A field, which the word processor computes."""
        field = _FIELDS[what]
        if letters == PLAIN:
            return field
        name = self.styles.name("text", f"<style:text-properties {self._look(letters)}/>")
        return f'<text:span text:style-name="{name}">{field}</text:span>'

    def checkbox(self, label: str) -> str:  # noqa: ARG002 - the label is printed beside it
        """A box to tick on paper."""
        return "☐"

    def link(self, target: str, content: str, tip: str = "") -> str:
        """A hyperlink."""
        title = f' office:title="{xml(tip)}"' if tip else ""
        return (
            f'<text:a xlink:type="simple" xlink:href="{xml(target)}"{title}'
            f' text:style-name="Internet_20_link">{content}</text:a>'
        )

    def bookmark(self, anchor: str, content: str) -> str:
        """Words with a name; without one if `anchor` is empty."""
        if not anchor:
            return content
        name = f'text:name="{xml(anchor)}"'
        return f"<text:bookmark-start {name}/>{content}<text:bookmark-end {name}/>"

    # --- Paragraphs -----------------------------------------------------------------------------

    def paragraph(
        self,
        style: str,
        content: str,
        place: Place | None = None,
        *,
        align: Align = Align.START,
        keep: bool = False,
    ) -> str:
        """A paragraph, or a heading if its style is that of one."""
        edges = ""
        if place and (place.left or place.right) and not place.depth:
            edges = f'fo:margin-left="{mm(place.left)}" fo:margin-right="{mm(place.right)}"'
        side = align if align is not Align.START or place is None else place.align
        return self._paragraph(style, content, side=side, keep=keep, edges=edges)

    def _paragraph(
        self, style: str, content: str, *, side: Align, keep: bool = False, edges: str = ""
    ) -> str:
        properties = [
            edges,
            'fo:keep-with-next="always"' if keep else "",
            'fo:break-before="page"' if self.breaking and not self.master else "",
            f'fo:text-align="{ALIGNS[side]}"' if side is not Align.START else "",
        ]
        page = f' style:master-page-name="{self.master}"' if self.master else ""
        self.breaking, self.master = False, ""
        inner = " ".join(filter(None, properties))
        name = style_name(style)
        if inner or page:
            element = f"<style:paragraph-properties {inner}/>"
            name = self.styles.name("paragraph", element, parent=name, more=page)
        heading = _HEADING.fullmatch(style)
        if heading:
            return (
                f'<text:h text:style-name="{name}" text:outline-level="{heading[1]}">'
                f"{content}</text:h>"
            )
        return f'<text:p text:style-name="{name}">{content}</text:p>'

    def items(self, item: Items, place: Place, inlines: DrawInlines, blocks: DrawBlocks) -> str:
        """A list; each one counts on its own."""
        base = place.left - place.depth * self._step
        name = self.styles.list_name(base, self._step, ordered=item.ordered)
        usual = "number" if item.ordered else "bullet"
        style = usual if place.style == "body" else place.style
        edges = ""
        if place.right:  # one edge of a paragraph's own takes the others from its list
            edges = (
                f'fo:margin-left="{mm(place.left + self._step)}" fo:text-indent="{mm(-self._step)}"'
                f' fo:margin-right="{mm(place.right)}"'
            )
        inner = replace(place, left=place.left + self._step, depth=place.depth + 1)
        drawn = []
        for index, body in enumerate(item.items):
            first, rest = first_words(body)
            start = f' text:start-value="{item.start}"' if item.ordered and not index else ""
            words = self._paragraph(
                style, inlines(first), side=Align.START, keep=place.keep, edges=edges
            )
            more = "".join(self._inside(block, inner, blocks) for block in rest)
            drawn.append(f"<text:list-item{start}>{words}{more}</text:list-item>")
        return f'<text:list text:style-name="{name}">{"".join(drawn)}</text:list>'

    def _inside(self, block: Block, place: Place, blocks: DrawBlocks) -> str:
        """A block inside an item: what the format does not allow there stands in a frame."""
        if not isinstance(block, _NO_ITEMS):
            return blocks((block,), place)
        content = blocks((block,), Place(place.free))
        frame = (
            f'<draw:frame draw:style-name="Graphics" text:anchor-type="as-char"'
            f' svg:width="{mm(place.free)}"><draw:text-box>{content}</draw:text-box></draw:frame>'
        )
        return self.paragraph(place.style, frame)

    def picture(self, found: Raster, width: float, alternative: str) -> str:
        """A picture in a frame, as large as it is drawn."""
        path = f"Pictures/{len(self.pictures) + 1}.{found.kind}"
        self.pictures[path] = found.content
        size = f'svg:width="{mm(width)}" svg:height="{mm(width / found.ratio)}"'
        image = (
            f'<draw:image xlink:href="{path}" xlink:type="simple" xlink:show="embed"'
            ' xlink:actuate="onLoad"/>'
        )
        return (
            f'<draw:frame draw:name="Image {next(self._numbers)}" draw:style-name="Graphics"'
            f' text:anchor-type="as-char" {size}>{image}<svg:desc>{xml(alternative)}</svg:desc>'
            "</draw:frame>"
        )

    # --- Tables ---------------------------------------------------------------------------------

    def frame(
        self, widths: Sequence[float], rows: Iterable[Row], look: Frame, indent: float = 0
    ) -> str:
        """A table that is there for its looks alone; `look` is drawn around the whole of it."""
        found = list(rows)
        last = len(found) - 1
        drawn = "".join(
            self._row(row, _edges(row, look, top=not index, bottom=index == last), mm(CELL_ROOM))
            for index, row in enumerate(found)
        )
        return self._table(widths, drawn, indent)

    def grid(
        self, widths: Sequence[float], rows: Sequence[Row], grid: Grid, indent: float = 0
    ) -> str:
        """A table of data."""
        rule = Rule(0.5, GRID)
        looks: Rules = {"top": rule, "left": rule, "bottom": rule, "right": rule}
        drawn = {True: "", False: ""}
        for row in rows:
            drawn[row.head] += self._row(row, [looks] * len(row.cells), "1.7mm")
        title = f"<table:title>{xml(grid.caption)}</table:title>" if grid.caption else ""
        head = drawn[True]
        head = f"<table:table-header-rows>{head}</table:table-header-rows>" if head else ""
        return self._table(widths, head + drawn[False], indent, title)

    def _table(self, widths: Sequence[float], rows: str, indent: float, title: str = "") -> str:
        properties = (
            f'<style:table-properties style:width="{mm(sum(widths))}" table:align="left"'
            f' fo:margin-left="{mm(indent)}" fo:margin-top="0.8mm" fo:margin-bottom="2mm"'
            ' table:border-model="collapsing"/>'
        )
        name = self.styles.name("table", properties)
        columns = "".join(
            f'<table:table-column table:style-name="{self._column(width)}"/>' for width in widths
        )
        return (
            f'<table:table table:name="Table {next(self._numbers)}" table:style-name="{name}">'
            f"{title}{columns}{rows}</table:table>"
        )

    def _column(self, width: float) -> str:
        properties = f'<style:table-column-properties style:column-width="{mm(width)}"/>'
        return self.styles.name("table-column", properties)

    def _row(self, row: Row, rules: Sequence[Rules], room: str) -> str:
        height = f' style:min-row-height="{mm(row.height)}"' if row.height else ""
        together = "auto" if row.breaks else "always"
        name = self.styles.name(
            "table-row", f'<style:table-row-properties fo:keep-together="{together}"{height}/>'
        )
        cells = "".join(
            self._cell(cell, sides, room) for cell, sides in zip(row.cells, rules, strict=True)
        )
        return f'<table:table-row table:style-name="{name}">{cells}</table:table-row>'

    def _cell(self, cell: Cell, rules: Rules, room: str) -> str:
        own = cell.look.rules
        drawn = {side: rules[side] or own[side] for side in own}
        borders = " ".join(
            f'fo:border-{side}="{line(rule) if rule else "none"}"' for side, rule in drawn.items()
        )
        fill = f' fo:background-color="#{cell.look.fill}"' if cell.look.fill else ""
        centred = ' style:vertical-align="middle"' if cell.centred else ""
        name = self.styles.name(
            "table-cell",
            f'<style:table-cell-properties {borders}{fill}{centred} fo:padding-left="{room}"'
            f' fo:padding-right="{room}" fo:padding-top="0.9mm" fo:padding-bottom="0.4mm"/>',
        )
        span = covered = ""
        if cell.columns > 1:
            span = f' table:number-columns-spanned="{cell.columns}"'
            covered = "<table:covered-table-cell/>" * (cell.columns - 1)
        return (
            f'<table:table-cell table:style-name="{name}" office:value-type="string"{span}>'
            f"{cell.content}</table:table-cell>{covered}"
        )


def _edges(row: Row, look: Frame, *, top: bool, bottom: bool) -> list[Rules]:
    """The rules that the cells of a row have from the frame that they stand in."""
    rules, last = look.rules, len(row.cells) - 1
    return [
        {
            "top": rules["top"] if top else None,
            "left": rules["left"] if not index else None,
            "bottom": rules["bottom"] if bottom else None,
            "right": rules["right"] if index == last else None,
        }
        for index in range(len(row.cells))
    ]


def _spaces(found: re.Match[str]) -> str:
    """Spaces that the format would lose: those at the start of words, those in a row."""
    number = len(found[0])
    if number == 1:
        return "<text:s/>"
    return f' <text:s text:c="{number - 1}"/>' if found.start() else f'<text:s text:c="{number}"/>'
