"""The inlines of a document as word processors show them."""

from __future__ import annotations

from examen.messages import _
from examen.render.blocks import (
    Badge,
    Blank,
    Call,
    Checkbox,
    Inlines,
    LineBreak,
    PageCount,
    Run,
    Tone,
)
from examen.render.dispatch import method
from examen.render.layout import Layout
from examen.render.office import FAINT, SAFE_LINKS, TONES
from examen.render.office_pen import PLAIN, Letters, Pen


class OfficeInlines:
    """Draws inlines; each method is named after the type that it draws."""

    def __init__(self, pen: Pen, layout: Layout) -> None:
        """`pen` draws them in a format."""
        self._pen = pen
        self._layout = layout

    def draw(self, items: Inlines) -> str:
        """The inlines as what stands in a paragraph."""
        return "".join(method(self, item)(item) for item in items)

    def run(self, item: Run) -> str:
        """Words in one style, with their link."""
        upright = item.italic and not self._layout.italics
        linked = item.link.startswith(SAFE_LINKS)
        tone = TONES[item.mark]
        marked = item.mark is not Tone.NONE
        letters = Letters(
            bold=True if item.bold or upright else None,
            italic=item.italic and not upright,
            strike=item.strike,
            code=item.code,
            linked=linked,
            fill=tone.fill if marked else "",
            line=("dash" if item.mark is Tone.UNSURE else "solid") if marked else "",
            line_ink=tone.ink,
        )
        drawn = self._pen.words(item.text, letters)
        return self._pen.link(item.link, drawn) if linked else drawn

    def linebreak(self, _item: LineBreak) -> str:
        """A new line."""
        return self._pen.newline()

    def call(self, item: Call) -> str:
        """The number of a piece of evidence; the one that speaks of it leads to the passage."""
        ink = TONES[item.tone].ink
        name = f"e-{item.scope}-{item.number}"
        number = self._pen.words(str(item.number), Letters(bold=True, raised=item.source, ink=ink))
        if item.source:
            # a thin space, so that two numbers in a row are not read as one
            return self._pen.bookmark(name, number) + self._pen.words("\u2009")
        tip = _("passage {}").format(item.number)
        return self._pen.link(f"#{name}", number, tip) + self._pen.words(" ")

    def badge(self, item: Badge) -> str:
        """A status on a ground of its colour."""
        tone = TONES[item.tone]
        fill = tone.fill or FAINT
        look = Letters(bold=True, display=True, size=0.8, ink=tone.ink, fill=fill)
        return self._pen.words(f"\u00a0{item.text}\u00a0", look)

    def checkbox(self, item: Checkbox) -> str:
        """A box to tick, with its label beside it."""
        label = self._pen.words(f"\u00a0{item.label}", PLAIN) if item.label else ""
        return self._pen.checkbox(item.label) + label

    def blank(self, item: Blank) -> str:
        """A line to write on, or the bars between which digits are written."""
        if item.cells:
            return self._pen.words("|" + "\u00a0\u00a0\u00a0|" * item.width)
        return self._pen.words("_" * round(item.width * 1.1))

    def pagecount(self, _item: PageCount) -> str:
        """How many pages the document has."""
        return self._pen.count("pages")
