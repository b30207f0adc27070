"""One layout for the files of a bank: keys in their records' order, blocks, brackets, line width.

What decides is the data alone, with three exceptions that are the author's: blank lines between
entries, quotes around what looks like a number, and brackets around a short mapping.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from examen.bank.commented import Entry, read_commented
from examen.bank.key_order import below, best, depth, ordered
from examen.bank.scalars import folded, inline, literal, single
from examen.model.base import Record

WIDTH = 120
_INDENT = 2
_BROKEN_FLOW = 60  # a list with a longer text goes down the page rather than on over several lines
# Lists that have a line for each item, however short.
_DOWN = frozenset(
    "phrasings contradictions justifications cues criteria rows synonyms where".split()
)
# Mappings that go across the page where they fit.
_ACROSS = frozenset({"award", "number", "ratio", "requires", "levels", "review"})
_UNBROKEN = frozenset({"regex", "exact", "url", "file"})  # texts that are not prose
_QUOTED = frozenset({"regex"})  # texts that always stand in single quotes, as signs abound in them
# Blank lines part the records of these lists, and go above these keys of a file.
_PARTED = frozenset({"documents", "parts", "questions", "blocks"})
_HEADED = frozenset("variables context documents scenario parts questions cases blocks".split())


def in_layout(text: str, model: type[Record]) -> str:
    """The text of a readable file in the layout, its lines ended by line feeds."""
    root = read_commented(text)
    arrange(root, [model])
    return laid_out(root)


def arrange(entry: Entry, models: Collection[type[Record]], containers: int = 0) -> None:
    """Put the keys of all records in order.

    Args:
        entry: is changed; comments go with their keys, and those of a key that comes first in a
            list's item go above the item.
        models: the records that it may be, or hold.
        containers: how many lists and mappings stand between it and them.
    """
    if entry.is_list or containers:
        for child in entry.children:
            arrange(child, models, max(containers - 1, 0))
    else:
        keys = [child.key for child in entry.children]
        places = {key: place for place, key in enumerate(ordered(keys, models))}
        entry.children.sort(key=lambda child: places[child.key])
        model = best(keys, models)
        for child in entry.children:
            arrange(child, below(model, child.key), depth(model, child.key))
    if entry.children and (entry.parent is None or entry.parent.is_list):
        entry.take_above(entry.children[0])


def laid_out(root: Entry) -> str:
    """The text of a file, its keys in the order in which they stand in the tree."""
    beside = [root.beside] if root.beside else []  # of a file in brackets
    return "".join(f"{line}\n" for line in (*root.above, *beside, *_Pen().block(root, 0)))


@dataclass(frozen=True, slots=True)
class _Pen:
    def block(self, entry: Entry, indent: int) -> Iterator[str]:
        """The lines of a mapping or a list, an entry below the other."""
        margin = " " * indent
        tall = False  # whether the entry above takes several lines
        last = ""
        for number, child in enumerate(entry.children):
            lines = list(self._entry(child, indent))
            parted = _is_parted(entry, child) and (tall or len(lines) > 1)
            # A text may end in blank lines of its own.
            if number and last and (child.is_spaced or parted):
                yield ""
            yield from self._comments(child.above, margin)
            yield from lines
            tall, last = len(lines) > 1, lines[-1]
        yield from self._comments(entry.below, margin)

    def _comments(self, lines: list[str], margin: str) -> Iterator[str]:
        for line in lines:
            yield margin + line if line else ""

    def _entry(self, entry: Entry, indent: int) -> Iterator[str]:
        in_list = entry.parent is not None and entry.parent.is_list
        margin = " " * indent
        head = f"{margin}-" if in_list else f"{margin}{self._key(entry, in_flow=False)}:"
        beside = f"  {entry.beside}" if entry.beside else ""
        if entry.is_scalar:
            header, *body = self._text(entry, head, indent)
            yield header + beside
            yield from body
            return
        across = self._across(entry, head)
        if across is not None:
            yield from across[:-1]
            yield across[-1] + beside
        elif in_list:
            yield from [margin + entry.beside] if entry.beside else []
            first, *rest = self.block(entry, indent + _INDENT)
            yield f"{margin}- {first.lstrip(' ')}"
            yield from rest
        else:
            yield head + beside
            yield from self.block(entry, indent + _INDENT)

    def _text(self, entry: Entry, head: str, indent: int) -> list[str]:
        """A text: on the line of its key if there is room, else below it."""
        text = entry.text or ""
        margin = " " * (indent + _INDENT)
        one = f"{head} {_inline(entry, in_flow=False)}"
        body: list[str] | None = None
        if "\n" in text:
            fold = folded(text, WIDTH - len(margin)) if entry.style == ">" else None
            body = fold or literal(text)
        elif len(one) > WIDTH and _name(entry) not in _UNBROKEN:
            body = folded(text, WIDTH - len(margin))
            body = body if body and len(body) > 2 else None
        if body is None:
            return [one]
        return [f"{head} {body[0]}", *(margin + line if line else "" for line in body[1:])]

    def _across(self, entry: Entry, head: str) -> list[str] | None:
        """A list or a mapping in brackets; None if it goes down the page."""
        whole = self.flow(entry)
        if whole is None:
            return None
        if len(head) + 1 + len(whole) <= WIDTH:
            return [f"{head} {whole}"]
        opening = f"{head} ["
        words = entry
        if len(entry.children) == 1 and entry.is_list and entry.children[0].is_list:
            opening, words = f"{opening}[", entry.children[0]
        if not words.is_list or not words.children or not all(_is_word(c) for c in words.children):
            return None
        closing = "]" * (1 if words is entry else 2)
        pieces = [_inline(child, in_flow=True) for child in words.children]
        return _wrapped(opening, pieces, closing)

    def flow(self, entry: Entry) -> str | None:
        """A value on one line; None where something in it needs lines of its own."""
        if entry.is_scalar:
            return None if "\n" in (entry.text or "") else _inline(entry, in_flow=True)
        if entry.below or not _may_flow(entry):
            return None
        pieces = []
        for child in entry.children:
            written = None if child.above or child.beside else self.flow(child)
            if written is None:
                return None
            key = "" if entry.is_list else f"{self._key(child, in_flow=True)}: "
            pieces.append(key + written)
        opening, closing = "[]" if entry.is_list else "{}"
        return f"{opening}{', '.join(pieces)}{closing}"

    def _key(self, entry: Entry, *, in_flow: bool) -> str:
        return inline(entry.key, in_flow=in_flow, quoted=False)


def _inline(entry: Entry, *, in_flow: bool) -> str:
    """A text on one line."""
    text = entry.text or ""
    if entry.key in _QUOTED and text.isprintable():
        return single(text)
    return inline(text, in_flow=in_flow, quoted=entry.style in {"'", '"'})


def _wrapped(opening: str, pieces: list[str], closing: str) -> list[str]:
    """A list in brackets that goes on over several lines, below its first item."""
    margin = " " * len(opening)
    lines, line = [], opening
    for number, piece in enumerate(pieces):
        last = number == len(pieces) - 1
        written = piece + (closing if last else ",")
        space = "" if line in (opening, margin) else " "
        if space and len(line) + 1 + len(written) > WIDTH:
            lines.append(line)
            line, space = margin, ""
        line += space + written
    return [*lines, line]


def _name(entry: Entry) -> str:
    """The key of an entry, or of the list that it is in."""
    while not entry.key and entry.parent is not None:
        entry = entry.parent
    return entry.key


def _is_word(entry: Entry) -> bool:
    return entry.is_scalar and len(entry.text or "") <= _BROKEN_FLOW


def _may_flow(entry: Entry) -> bool:
    """Whether a list or a mapping goes across the page if there is room."""
    if not entry.children:
        return True
    if not entry.is_list:
        return entry.in_flow or entry.key in _ACROSS
    if entry.key in _DOWN:
        return False
    return not any(child.children and not child.is_list for child in entry.children) or (
        entry.in_flow
    )


def _is_parted(entry: Entry, child: Entry) -> bool:
    """Whether a blank line belongs between an entry of several lines and its neighbours."""
    if entry.parent is None:
        return child.key in _HEADED and (bool(child.children) or child.style in {"|", ">"})
    return entry.key in _PARTED and bool(child.children) and not child.is_list
