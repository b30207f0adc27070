"""Draws paragraphs, words, lists, pictures and tables as WordprocessingML."""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from itertools import count
from typing import TYPE_CHECKING

from examen.render import docx_tables
from examen.render.blocks import Align, Items
from examen.render.docx_styles import ALIGNS, DEPTH, fonts, style_id, twips
from examen.render.layout import Layout
from examen.render.office import Frame, Place, indent, xml
from examen.render.office_pen import (
    PLAIN,
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

if TYPE_CHECKING:
    from docx.parts.story import StoryPart

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"
FIELDS: dict[Count, str] = {"page": "PAGE", "pages": "NUMPAGES"}
_LINES = {"solid": "single", "dash": "dash"}
_CHECKBOX = (
    '<w:sdt><w:sdtPr><w:alias w:val="{label}"/><w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
    '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic"'
    ' w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
)


class DocxPen:
    """Draws in a DOCX file; see `office_pen.Pen`."""

    def __init__(self, part: StoryPart, layout: Layout) -> None:
        """Pictures and links become relations of `part`: the body or a footer."""
        self._part = part
        self._layout = layout
        self._step = indent(layout)
        self._pictures = count(1)
        self._bookmarks = count(1)
        self.breaking = False
        self.starts: list[int] = []  # the first number of each ordered list drawn so far

    # --- Words ----------------------------------------------------------------------------------

    def words(self, text: str, letters: Letters = PLAIN) -> str:
        """A run."""
        pieces = (
            f'<w:t xml:space="preserve">{xml(piece)}</w:t>' if piece else ""
            for piece in text.split("\t")
        )
        look = self._look(letters)
        properties = f"<w:rPr>{look}</w:rPr>" if look else ""
        return f"<w:r>{properties}{'<w:tab/>'.join(pieces)}</w:r>"

    def _look(self, letters: Letters) -> str:
        """Properties of a run, in the order that the format asks for."""
        half = round(self._layout.size * letters.size * 2)
        line, fill = letters.line, letters.fill
        properties = (
            (letters.linked, '<w:rStyle w:val="Hyperlink"/>'),
            (letters.code and not letters.linked, '<w:rStyle w:val="HTMLCode"/>'),
            (letters.display, fonts(DISPLAY)),
            (letters.bold is not None, f'<w:b w:val="{int(bool(letters.bold))}"/>'),
            (letters.italic, "<w:i/>"),
            (letters.caps, "<w:caps/>"),
            (letters.strike, "<w:strike/>"),
            (letters.ink, f'<w:color w:val="{letters.ink}"/>'),
            (letters.size, f'<w:sz w:val="{half}"/><w:szCs w:val="{half}"/>'),
            (line, f'<w:u w:val="{_LINES.get(line)}" w:color="{letters.line_ink}"/>'),
            (fill, f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>'),
            (letters.raised, '<w:vertAlign w:val="superscript"/>'),
        )
        return "".join(element for there, element in properties if there)

    def tab(self) -> str:
        """A tab."""
        return "<w:r><w:tab/></w:r>"

    def newline(self) -> str:
        """A new line in the same paragraph."""
        return "<w:r><w:br/></w:r>"

    def count(self, what: Count, letters: Letters = PLAIN) -> str:
        """A field, marked for Word to compute when it opens the file; it shows … until then."""
        run = self.words("…", letters)
        return f'<w:fldSimple w:instr=" {FIELDS[what]} " w:dirty="true">{run}</w:fldSimple>'

    def checkbox(self, label: str) -> str:
        """A box that can be ticked on the screen as well as on paper."""
        return _CHECKBOX.format(label=xml(label[:60]))

    def link(self, target: str, content: str, tip: str = "") -> str:
        """A hyperlink."""
        tooltip = f' w:tooltip="{xml(tip)}"' if tip else ""
        if target.startswith("#"):
            where = f'w:anchor="{_bookmark_name(target[1:])}"'
        else:
            where = f'r:id="{self._part.relate_to(target, LINK, is_external=True)}"'
        return f'<w:hyperlink {where}{tooltip} w:history="1">{content}</w:hyperlink>'

    def bookmark(self, anchor: str, content: str) -> str:
        """Words with a name; without one if `anchor` is empty."""
        if not anchor:
            return content
        number = next(self._bookmarks)
        name = _bookmark_name(anchor)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{name}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

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
        """A paragraph; its heading level is its style's."""
        edges = ""
        if place and (place.left or place.right):
            edges = f'<w:ind w:left="{twips(place.left)}" w:right="{twips(place.right)}"/>'
        side = align if align is not Align.START or place is None else place.align
        return self._paragraph(style, content, side=side, keep=keep, edges=edges)

    def _paragraph(
        self,
        style: str,
        content: str,
        *,
        side: Align,
        keep: bool = False,
        mark: str = "",
        edges: str = "",
    ) -> str:
        """The properties stand in the order that the format asks for."""
        properties = [f'<w:pStyle w:val="{style_id(style)}"/>' if style != "body" else ""]
        properties.append("<w:keepNext/>" if keep else "")
        properties.append("<w:pageBreakBefore/>" if self.breaking else "")
        properties.append(mark)
        properties.append('<w:spacing w:before="0"/>' if self.breaking else "")
        properties.append(edges)
        properties.append(f'<w:jc w:val="{ALIGNS[side]}"/>' if side is not Align.START else "")
        self.breaking = False
        inner = "".join(properties)
        return f"<w:p>{f'<w:pPr>{inner}</w:pPr>' if inner else ''}{content}</w:p>"

    def items(self, item: Items, place: Place, inlines: DrawInlines, blocks: DrawBlocks) -> str:
        """A list: paragraphs with a number or a bullet. Each ordered list counts on its own."""
        if item.ordered:
            self.starts.append(item.start)
        number, style = (len(self.starts) + 2, "number") if item.ordered else (1, "bullet")
        level = min(place.depth, DEPTH - 1)
        mark = f'<w:numPr><w:ilvl w:val="{level}"/><w:numId w:val="{number}"/></w:numPr>'
        edges = ""
        if place.style != "body" or place.right or place.left != place.depth * self._step:
            edges = (
                f'<w:ind w:left="{twips(place.left + self._step)}"'
                f' w:right="{twips(place.right)}" w:hanging="{twips(self._step)}"/>'
            )
        style = style if place.style == "body" else place.style
        inner = replace(place, left=place.left + self._step, depth=place.depth + 1)
        drawn = []
        for body in item.items:
            first, rest = first_words(body)
            drawn.append(
                self._paragraph(
                    style, inlines(first), side=Align.START, keep=place.keep, mark=mark, edges=edges
                )
            )
            drawn.append(blocks(rest, inner))
        return "".join(drawn)

    def picture(self, found: Raster, width: float, alternative: str) -> str:
        """A drawing in a run."""
        relation, _image = self._part.get_or_add_image(io.BytesIO(found.content))
        number = next(self._pictures)
        named = f'id="{number}" name="Image {number}" descr="{xml(alternative)}"'
        # in the format's own unit, of which there are 36 000 in a millimetre
        extent = f'cx="{round(width * 36000)}" cy="{round(width / found.ratio * 36000)}"'
        return (
            f"<w:r><w:drawing><wp:inline><wp:extent {extent}/><wp:docPr {named}/><a:graphic>"
            f'<a:graphicData uri="{PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr {named}/>'
            f'<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
            "<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm>"
            f'<a:off x="0" y="0"/><a:ext {extent}/></a:xfrm><a:prstGeom prst="rect"><a:avLst/>'
            "</a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline>"
            "</w:drawing></w:r>"
        )

    # --- Tables ---------------------------------------------------------------------------------

    def frame(
        self, widths: Sequence[float], rows: Iterable[Row], look: Frame, indent: float = 0
    ) -> str:
        """A table that is there for its looks alone."""
        return docx_tables.frame(widths, rows, look, indent) + self._gap()

    def grid(
        self, widths: Sequence[float], rows: Sequence[Row], grid: Grid, indent: float = 0
    ) -> str:
        """A table of data."""
        return docx_tables.grid(widths, rows, grid, indent) + self._gap()

    def _gap(self) -> str:
        """A thin paragraph: what keeps two tables apart and ends a cell."""
        return self.paragraph("gap", "")


def _bookmark_name(anchor: str) -> str:
    """A name that Word takes for a bookmark: letters, digits and lines, 40 at the most."""
    name = re.sub(r"\W", "_", anchor)
    if len(name) > 40:
        name = f"{name[:31]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"
    return name
