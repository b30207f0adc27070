"""The door to markdown-it-py: Markdown that authors wrote becomes blocks.

CommonMark with tables and strikethrough. What has no place in an exam paper (raw HTML, pictures,
which belong in the case's documents) is an error that names it: silence would lose a part of a
question on paper.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from examen.messages import _
from examen.problems import ExamenError
from examen.render.blocks import (
    Align,
    Block,
    Blocks,
    Cell,
    Code,
    Divider,
    Heading,
    Inline,
    Inlines,
    Items,
    LineBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
)
from examen.render.columns import crowded, widths
from examen.render.typography import typeset

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.tree import SyntaxTreeNode


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def blocks(markdown: str, *, level: int = 3, lines: bool = False) -> Blocks:
    """The blocks of a text in Markdown.

    Args:
        markdown: CommonMark with tables.
        level: of the document's headings that the text's highest headings become.
        lines: keep the line breaks inside paragraphs, as in the lines of an e-mail, and read rows
            of cells between bars as a table under its first row, as candidates write them.

    Raises:
        ExamenError: the text holds something that a document cannot show, such as a picture.
    """
    root = _tree(markdown)
    return _Reader(root, level=level, lines=lines).blocks(root)


def _tree(markdown: str) -> SyntaxTreeNode:
    from markdown_it.tree import SyntaxTreeNode

    return SyntaxTreeNode(_parser().parse(markdown))


def _as_table(words: str) -> str | None:
    """Lines that all have as many bars, with the rule that makes a table of them; else None."""
    head, *rows = words.split("\n")
    bars = head.count("|")
    if not bars or not rows or any(row.count("|") != bars for row in rows):
        return None
    return "\n".join((head, re.sub(r"[^|]+", "---", head), *rows))


def _unknown(name: str, where: str) -> ExamenError:
    return ExamenError(
        _("“{name}” cannot be shown in a document; write this in another way: {where}").format(
            name=name, where=" ".join(where.split())[:60]
        )
    )


class _Reader:
    """Walks one text's syntax tree."""

    def __init__(self, root: SyntaxTreeNode, *, level: int, lines: bool) -> None:
        tops = [int(node.tag[1]) for node in root.walk() if node.type == "heading"]
        self.shift = level - min(tops, default=1)
        self.lines = lines

    def blocks(self, node: SyntaxTreeNode) -> Blocks:
        return tuple(self.block(child) for child in node.children)

    def block(self, node: SyntaxTreeNode) -> Block:
        read = _BLOCKS.get(node.type)
        if read is None:
            raise _unknown(node.type, node.content)
        return read(self, node)

    def paragraph(self, node: SyntaxTreeNode) -> Block:
        written = _as_table(node.children[0].content) if self.lines else None
        if written:
            return self.table(_tree(written).children[0])
        return Paragraph(self.inline(node.children[0]))

    def heading(self, node: SyntaxTreeNode) -> Heading:
        level = min(int(node.tag[1]) + self.shift, 6)
        return Heading(level, self.inline(node.children[0]))

    def quote(self, node: SyntaxTreeNode) -> Quote:
        return Quote(self.blocks(node))

    def code(self, node: SyntaxTreeNode) -> Code:
        return Code(node.content.rstrip("\n"))

    def divider(self, _node: SyntaxTreeNode) -> Divider:
        return Divider()

    def items(self, node: SyntaxTreeNode) -> Items:
        paragraphs = [child for item in node.children for child in item.children]
        return Items(
            tuple(self.blocks(item) for item in node.children),
            ordered=node.type == "ordered_list",
            start=int(node.attrs.get("start", 1)),
            tight=all(child.hidden for child in paragraphs if child.type == "paragraph"),
        )

    def table(self, node: SyntaxTreeNode) -> Table:
        parts = {part.type: part for part in node.children}
        head = tuple(self.row(row) for row in parts["thead"].children)
        body = parts.get("tbody")
        rows = tuple(self.row(row) for row in body.children) if body else ()
        words = [[_words(cell) for cell in row] for row in (*head, *rows)]
        return Table(widths(words), head, rows, wide=crowded(words))

    def row(self, node: SyntaxTreeNode) -> tuple[Cell, ...]:
        return tuple(self.cell(cell) for cell in node.children)

    def cell(self, node: SyntaxTreeNode) -> Cell:
        style = str(node.attrs.get("style", ""))
        align = {"text-align:center": Align.CENTRE, "text-align:right": Align.END}
        return Cell(
            (Paragraph(self.inline(node.children[0])),),
            heading=node.type == "th",
            align=align.get(style, Align.START),
        )

    def inline(self, node: SyntaxTreeNode) -> Inlines:
        return tuple(_joined(self.runs(node, Run(""))))

    def runs(self, node: SyntaxTreeNode, style: Run) -> list[Inline]:
        """The inlines below `node`, each in `style` and what the nodes on the way add to it."""
        found: list[Inline] = []
        for child in node.children:
            match child.type:
                case "text":
                    found.append(_styled(style, typeset(child.content)))
                case "code_inline":
                    found.append(_styled(style, child.content, code=True))
                case "softbreak":
                    found.append(LineBreak() if self.lines else _styled(style, " "))
                case "hardbreak":
                    found.append(LineBreak())
                case "em":
                    found += self.runs(child, _styled(style, "", italic=True))
                case "strong":
                    found += self.runs(child, _styled(style, "", bold=True))
                case "s":
                    found += self.runs(child, _styled(style, "", strike=True))
                case "link":
                    link = str(child.attrs["href"])
                    found += self.runs(child, _styled(style, "", link=link))
                case _:
                    raise _unknown(child.type, child.content)
        return found


_BLOCKS: dict[str, Callable[[_Reader, SyntaxTreeNode], Block]] = {
    "paragraph": _Reader.paragraph,
    "heading": _Reader.heading,
    "bullet_list": _Reader.items,
    "ordered_list": _Reader.items,
    "blockquote": _Reader.quote,
    "fence": _Reader.code,
    "code_block": _Reader.code,
    "hr": _Reader.divider,
    "table": _Reader.table,
}


def _styled(style: Run, words: str, **changes: bool | str) -> Run:
    """`words` in `style` with `changes`."""
    return replace(style, text=words, **changes)  # type: ignore[arg-type]


def _joined(found: list[Inline]) -> list[Inline]:
    """Neighbouring runs of one style in one, so that each writer sees whole sentences."""
    joined: list[Inline] = []
    for inline in found:
        last = joined[-1] if joined else None
        if isinstance(inline, Run) and not inline.text:
            continue
        if (
            isinstance(inline, Run)
            and isinstance(last, Run)
            and _styled(last, "") == _styled(inline, "")
        ):
            joined[-1] = _styled(last, last.text + inline.text)
        else:
            joined.append(inline)
    return joined


def _words(cell: Cell) -> str:
    return " ".join(plain(block.text) for block in cell.body if isinstance(block, Paragraph))
