"""A document as Markdown: CommonMark with the tables of GitHub, readable as plain text.

Colours and pages are lost, words are not. Pictures stand at the end of the file as data, so that
the file needs no other.
"""

from __future__ import annotations

import re
from base64 import b64encode
from collections.abc import Iterable, Iterator
from itertools import pairwise

from examen import messages
from examen.messages import _
from examen.render.blocks import (
    Align,
    Anonymity,
    Block,
    Blocks,
    Box,
    Cell,
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
    PageCount,
    Paragraph,
    Prompt,
    Quote,
    Run,
    Score,
    Table,
)
from examen.render.dispatch import method
from examen.render.figures import MEDIA
from examen.render.markdown_inlines import BREAK, MarkdownInlines, escaped, ticks
from examen.render.raster import raster

_RULE = "---"
_DOTS = "…" * 40
_SIDES = {Align.START: "---", Align.CENTRE: ":---:", Align.END: "---:"}


def markdown(document: Document) -> str:
    """The document as the text of a Markdown file.

    Raises:
        ExamenError: a figure's file is missing or of an unknown kind.
    """
    with messages.using(document.language):
        writer = MarkdownBlocks()
        body = writer.draw(document.body)
        foot = document.footer
        last = f"{foot.diploma} – {foot.session} – {foot.paper} – {foot.code}"
        parts = (body, _RULE, writer.line(last), "\n".join(writer.pictures))
        return "\n\n".join(filter(None, parts)) + "\n"


class MarkdownBlocks:
    """Draws blocks; each method is named after the type that it draws."""

    def __init__(self) -> None:
        self._inlines = MarkdownInlines()
        self.pictures: list[str] = []  # link definitions, for the end of the file

    def draw(self, items: Iterable[Block]) -> str:
        """Blocks with an empty line between them; rules at the edges and in a row are left out."""
        drawn = [(item, method(self, item)(item)) for item in items]
        drawn = [pair for pair in drawn if pair[1]]
        while drawn and drawn[0][1] == _RULE:
            del drawn[0]
        while drawn and drawn[-1][1] == _RULE:
            del drawn[-1]
        kept = drawn[:1]
        for before, (item, words) in pairwise(drawn):
            if words == before[1] == _RULE:
                continue
            if isinstance(item, Items) and isinstance(before[0], Items):
                kept.append((item, "<!-- -->"))  # else the two lists would be one
            kept.append((item, words))
        return "\n\n".join(words for _item, words in kept)

    # --- Titles and text ------------------------------------------------------------------------

    def heading(self, item: Heading) -> str:
        """A title with its points in brackets."""
        worth = f" ({escaped(item.points)})" if item.points else ""
        words = self._inlines.draw(item.text).replace(BREAK, " ")
        return f"{'#' * item.level} {words}{worth}"

    def paragraph(self, item: Paragraph) -> str:
        """A paragraph; there are no pages to count."""
        if any(isinstance(inline, PageCount) for inline in item.text):
            return ""
        return self._inlines.lines(item.text)

    def line(self, words: str) -> str:
        """A paragraph of plain words."""
        return self._inlines.lines((Run(words),))

    def prompt(self, item: Prompt) -> str:
        """A question: its number is a title."""
        name = _("Question {number}").format(number=escaped(item.number))
        title = f"{'#' * item.level} {name} ({escaped(item.points)})"
        return f"{title}\n\n{self.draw(item.body)}".rstrip()

    def items(self, item: Items) -> str:
        """A list."""
        drawn = []
        for number, body in enumerate(item.items, start=item.start):
            mark = f"{number}. " if item.ordered else "- "
            drawn.append(mark + _indented(self.draw(body), " " * len(mark)))
        return ("\n" if item.tight else "\n\n").join(drawn)

    def quote(self, item: Quote) -> str:
        """Somebody else's words."""
        return _indented(self.draw(item.body), "> ", first=True)

    def box(self, item: Box) -> str:
        """Blocks set apart, as a quotation."""
        title = f"**{escaped(item.title)}**" if item.title else ""
        return _indented("\n\n".join(filter(None, (title, self.draw(item.body)))), "> ", first=True)

    def code(self, item: Code) -> str:
        """Lines of code."""
        fence = ticks(item.text, 3)
        return f"{fence}\n{item.text}\n{fence}"

    def facts(self, item: Facts) -> str:
        """Names and values, one a line."""
        return BREAK.join(
            f"**{escaped(name)}**{_(': ')}{self._inlines.draw(value)}" for name, value in item.pairs
        )

    def pagebreak(self, _item: PageBreak) -> str:
        """A rule: there are no pages."""
        return _RULE

    def divider(self, _item: Divider) -> str:
        """A rule."""
        return _RULE

    def lines(self, item: Lines) -> str:
        """Dotted lines to write on."""
        return BREAK.join([_DOTS] * item.count)

    def figure(self, item: Figure) -> str:
        """A picture, whose data stand at the end of the file, and its caption."""
        found = raster(item)
        name = f"figure-{len(self.pictures) + 1}"
        data = b64encode(found.content).decode("ascii")
        self.pictures.append(f"[{name}]: data:{MEDIA[found.kind]};base64,{data}")
        caption = f"\n\n*{escaped(item.caption)}*" if item.caption else ""
        return f"![{escaped(item.alternative)}][{name}]{caption}"

    # --- Tables ---------------------------------------------------------------------------------

    def table(self, item: Table) -> str:
        """A table; the first row of its head, or an empty one, names the columns."""
        rows = [[*self._cells(row)] for row in (*item.head, *item.rows)]
        count = len(item.widths)
        if not item.head:
            rows.insert(0, [""] * count)
        rule = [_SIDES[side] for side in _sides(item, count)]
        lines = [f"| {' | '.join(row)} |" for row in (rows[0], rule, *rows[1:])]
        caption = f"**{escaped(item.caption)}**\n\n" if item.caption else ""
        return caption + "\n".join(lines)

    def _cells(self, row: Iterable[Cell]) -> Iterator[str]:
        for cell in row:
            yield self._flat(cell.body)
            yield from [""] * (cell.columns - 1)

    def _flat(self, body: Blocks) -> str:
        """Blocks on one line, as a cell asks for."""
        return "<br>".join(filter(None, (words for item in body for words in self._rows_of(item))))

    def _rows_of(self, block: Block) -> Iterator[str]:
        """What stands on the lines of a cell."""
        match block:
            case Paragraph(text=text):
                yield self._inlines.draw(text).replace(BREAK, "<br>").strip()
            case Items(items=items):
                yield from (f"– {self._flat(body)}" for body in items)
            case Code(text=text):
                yield from map(escaped, text.split("\n"))
            case Box(body=body, title=title):
                yield f"**{escaped(title)}**" if title else ""
                yield self._flat(body)
            case Quote(body=body):
                yield self._flat(body)
            case Table(head=head, rows=rows):
                yield from (" – ".join(self._cells(row)) for row in (*head, *rows))
            case _:
                flat = re.sub(r"(\\|  )?\n+", "<br>", self.draw((block,)))
                yield re.sub(r"(?<!\\)\|", r"\|", flat)

    # --- Head -----------------------------------------------------------------------------------

    def score(self, item: Score) -> str:
        """A mark."""
        mark = f"{item.label}{_(': ')}{item.points} / {item.out_of}"
        return "\n\n".join((f"**{escaped(mark)}**", *map(self.line, item.details)))

    def cover(self, item: Cover) -> str:
        """The official head of an exam."""
        head = (f"**{escaped(item.diploma)}**", escaped(item.paper), escaped(item.session))
        parts = (
            BREAK.join(head),
            f"**{escaped(item.kind)}**" if item.kind else "",
            f"# {escaped(item.title)}",
            self.facts(Facts(item.facts)),
            _indented(self.draw(item.notices), "> ", first=True),
            self.draw(item.contents),
            _RULE if item.alone else "",
        )
        return "\n\n".join(filter(None, parts))

    def anonymity(self, item: Anonymity) -> str:
        """Fields for who one is, a rule, and the number that replaces them."""
        fields = [f"{escaped(label)}{_(': ')}{_room(cells)}" for label, cells in item.fields]
        number = f"{escaped(item.number)}{_(': ')}{_room(12)}"
        return "\n\n".join((BREAK.join(fields), self.line(item.notice), _RULE, number))


def _room(cells: int) -> str:
    return "□" * cells if cells else _DOTS


def _sides(table: Table, count: int) -> list[Align]:
    """How each column is set: as its first cell below the head is."""
    sides = [Align.START] * count
    for row in reversed(table.rows):
        at = 0
        for cell in row:
            if cell.columns == 1 and cell.body:
                sides[at] = cell.align
            at += cell.columns
    return sides


def _indented(words: str, by: str, *, first: bool = False) -> str:
    """`words` with `by` before each line but the first; before it too if `first`."""
    if not words:
        return ""
    start = by if first else ""
    lines = words.split("\n")
    return "\n".join(
        (start if not index else by) + line if line or by.strip() else line
        for index, line in enumerate(lines)
    ).replace("> \n", ">\n")
