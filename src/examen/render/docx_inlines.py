"""The inlines of a document as WordprocessingML: runs, links, fields, boxes to tick."""

from __future__ import annotations

import hashlib
import re
from itertools import count
from typing import TYPE_CHECKING

from examen.messages import _
from examen.render.blocks import (
    Badge,
    Blank,
    Call,
    Checkbox,
    Inline,
    Inlines,
    LineBreak,
    PageCount,
    Run,
    Tone,
)
from examen.render.layout import Layout
from examen.render.office import DISPLAY, SAFE_LINKS, TONES, method, xml

if TYPE_CHECKING:
    from docx.parts.story import StoryPart

LINK = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink"
TAB = "<w:r><w:tab/></w:r>"
_CHECKBOX = (
    '<w:sdt><w:sdtPr><w:alias w:val="{label}"/><w14:checkbox><w14:checked w14:val="0"/>'
    '<w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
    '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr>'
    '<w:sdtContent><w:r><w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic"'
    ' w:eastAsia="MS Gothic" w:hint="eastAsia"/></w:rPr><w:t>☐</w:t></w:r></w:sdtContent></w:sdt>'
)


def words(text: str, properties: str = "") -> str:
    """A run: `text` in one style. A newline means nothing, a tab is one."""
    pieces = (
        f'<w:t xml:space="preserve">{xml(piece)}</w:t>' if piece else ""
        for piece in text.replace("\n", " ").split("\t")
    )
    letters = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{letters}{'<w:tab/>'.join(pieces)}</w:r>"


def field(instruction: str, properties: str = "") -> str:
    """A field that the word processor computes when it opens the file; it shows … until then."""
    return (
        f'<w:fldSimple w:instr=" {instruction} " w:dirty="true">{words("…", properties)}'
        "</w:fldSimple>"
    )


def bookmark_name(anchor: str) -> str:
    """A name that Word takes for a bookmark: letters, digits and lines, 40 at the most."""
    name = re.sub(r"\W", "_", anchor)
    if len(name) > 40:
        name = f"{name[:31]}_{hashlib.sha256(anchor.encode()).hexdigest()[:8]}"
    return name


class DocxInlines:
    """Draws inlines; each method is named after the type that it draws."""

    def __init__(self, part: StoryPart, layout: Layout) -> None:
        """Links lead out of the document through relations of `part`."""
        self._part = part
        self._layout = layout
        self._bookmarks = count(1)

    def draw(self, items: Inlines) -> str:
        """The inlines as elements of a paragraph."""
        return "".join(self._inline(item) for item in items)

    def _inline(self, item: Inline) -> str:
        return method(self, item)(item)

    def bookmark(self, anchor: str, content: str) -> str:
        """`content` with a name that links can lead to; without, if `anchor` is empty."""
        if not anchor:
            return content
        number = next(self._bookmarks)
        return (
            f'<w:bookmarkStart w:id="{number}" w:name="{bookmark_name(anchor)}"/>{content}'
            f'<w:bookmarkEnd w:id="{number}"/>'
        )

    def run(self, item: Run) -> str:
        """Words in one style, with their link."""
        upright = item.italic and not self._layout.italics
        linked = item.link.startswith(SAFE_LINKS)
        pieces = []
        if linked or item.code:
            pieces.append(f'<w:rStyle w:val="{"Hyperlink" if linked else "HTMLCode"}"/>')
        if item.bold or upright:
            pieces.append("<w:b/>")
        if item.italic and not upright:
            pieces.append("<w:i/>")
        if item.strike:
            pieces.append("<w:strike/>")
        if item.mark is not Tone.NONE:
            tone = TONES[item.mark]
            line = "dash" if item.mark is Tone.UNSURE else "single"
            pieces.append(f'<w:u w:val="{line}" w:color="{tone.ink}"/>{_shade(tone.fill)}')
        drawn = words(item.text, "".join(pieces))
        return self._linked(item.link, drawn) if linked else drawn

    def _linked(self, target: str, content: str, tip: str = "") -> str:
        tooltip = f' w:tooltip="{xml(tip)}"' if tip else ""
        if target.startswith("#"):
            where = f'w:anchor="{bookmark_name(target[1:])}"'
        else:
            where = f'r:id="{self._part.relate_to(target, LINK, is_external=True)}"'
        return f'<w:hyperlink {where}{tooltip} w:history="1">{content}</w:hyperlink>'

    def linebreak(self, _item: LineBreak) -> str:
        """A new line."""
        return "<w:r><w:br/></w:r>"

    def call(self, item: Call) -> str:
        """The number of a piece of evidence; the one that speaks of it leads to the passage."""
        ink = f'<w:color w:val="{TONES[item.tone].ink}"/>'
        name = f"e-{item.scope}-{item.number}"
        if item.source:
            raised = f'<w:b/>{ink}<w:vertAlign w:val="superscript"/>'
            return self.bookmark(name, words(f"\u2060{item.number}", raised)) + words(" ")
        tip = _("passage {}").format(item.number)
        return self._linked(f"#{name}", words(str(item.number), f"<w:b/>{ink}"), tip) + words(" ")

    def badge(self, item: Badge) -> str:
        """A status on a ground of its colour."""
        tone = TONES[item.tone]
        size = round(self._layout.size * 1.6)
        look = (
            f'<w:rFonts w:ascii="{DISPLAY}" w:hAnsi="{DISPLAY}" w:cs="{DISPLAY}"/><w:b/>'
            f'<w:color w:val="{tone.ink}"/><w:sz w:val="{size}"/>{_shade(tone.fill)}'
        )
        return words(f"\u00a0{item.text}\u00a0", look)

    def checkbox(self, item: Checkbox) -> str:
        """A box that can be ticked on the screen as well as on paper."""
        box = _CHECKBOX.format(label=xml(item.label[:60]))
        return box + (words(f"\u00a0{item.label}") if item.label else "")

    def blank(self, item: Blank) -> str:
        """A line to write on, or the bars between which digits are written."""
        if item.cells:
            return words("|" + "\u00a0\u00a0\u00a0|" * item.width)
        return words("\u00a0" * round(item.width * 1.6), '<w:u w:val="single"/>')

    def pagecount(self, _item: PageCount) -> str:
        """How many pages the document has."""
        return field("NUMPAGES")


def _shade(fill: str) -> str:
    return f'<w:shd w:val="clear" w:color="auto" w:fill="{fill}"/>' if fill else ""
