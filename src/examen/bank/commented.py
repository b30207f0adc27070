"""A YAML file as a tree of entries, each with the comments and blank lines that belong to it.

YAML's own parsers drop comments. Here the parser says where keys and values stand, and what stands
between them is looked through: a comment above an entry belongs to that entry, one on its line too,
and one set further in than the entry below belongs to the end of the list or mapping above it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from examen.bank.yaml_door import Loc

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_COMMENT = re.compile(r"(?:(?<=\s)|\A)#[^\n]*")
_BLOCK_HEADER = re.compile(r"[|>][-+0-9]*")
_DASHES = re.compile(r"[ -]*")


@dataclass(eq=False, slots=True)
class Entry:
    """A key with its value, an item of a list, or the whole file.

    Attributes:
        key: empty for an item of a list and the whole file.
        text: the value where it is a text, else None.
        style: how a text is written: empty for plain, `'`, `"`, `|` or `>`.
        children: the entries of a mapping or a list.
        is_list: whether the value is a list.
        in_flow: whether a list or a mapping is written in brackets.
        start, key_end: where the key begins and ends, or where an item begins.
        inside, end: where the value begins and ends.
        column: of the key, or of the dash of an item.
        is_spaced: whether a blank line stands above it.
        above: the comment lines above it; an empty one is a blank line.
        beside: the comment on its line.
        below: the comment lines at the end of its list or mapping.
    """

    parent: Entry | None
    key: str
    text: str | None
    style: str
    is_list: bool
    in_flow: bool
    start: int
    key_end: int
    inside: int
    end: int
    column: int
    children: list[Entry] = field(default_factory=list)
    is_spaced: bool = False
    above: list[str] = field(default_factory=list)
    beside: str = ""
    below: list[str] = field(default_factory=list)

    def walk(self) -> Iterator[Entry]:
        """This entry and all those in it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()

    def remarks(self, loc: Loc = ()) -> Iterator[tuple[Loc, tuple[str, ...], tuple[str, ...]]]:
        """Where comments are, those of the entry itself and those at the end of what it holds."""
        own = (*filter(None, self.above), *filter(None, [self.beside]))
        if own or self.below:
            yield loc, own, tuple(filter(None, self.below))
        for number, child in enumerate(self.children):
            yield from child.remarks((*loc, child.key or number))

    @property
    def is_scalar(self) -> bool:
        """Whether the value is a text."""
        return self.text is not None

    def add_above(self, text: str, *, spaced: bool) -> None:
        """One more comment line above, after what stands there; `spaced` if a blank line parts."""
        if self.beside:  # it came first
            self.above.append(self.beside)
            self.beside = ""
        if spaced and self.above:
            self.above.append("")
        elif spaced:
            self.is_spaced = True
        self.above.append(text)

    def take_above(self, first: Entry) -> None:
        """Put the comments above the first entry of this one's value last above this one.

        Those beside a list or a mapping that has no key too: they may have to stand above it.
        """
        taken = first.above
        first.above = []
        if first.beside and first.children and self.is_list:
            taken.append(first.beside)
            first.beside = ""
        if taken and self.beside:
            self.above.append(self.beside)
            self.beside = ""
        self.above += taken

    def add_beside(self, text: str) -> None:
        """A comment on the line of the entry; an earlier one goes above."""
        if self.beside:
            self.above.append(self.beside)
        self.beside = text

    def add_below(self, text: str, *, spaced: bool) -> None:
        """One more comment line at the end of the list or mapping."""
        self.below += ["", text] if spaced else [text]


class _Comment(NamedTuple):
    text: str
    at: int
    column: int
    before: str  # what stands before it on its line
    spaced: bool  # whether the line above is blank


def read_commented(text: str) -> Entry:
    """The entries of a YAML text that `yaml_door.parse` finds no problem in.

    Args:
        text: without byte order mark, lines ended by line feeds.
    """
    root = _entry(None, "", yaml.compose(text, Loader=_LOADER))
    entries = list(root.walk())[1:]
    reader = _Reader(text, root, entries, [entry.start for entry in entries])
    reader.read()
    return root


def comments(text: str) -> list[str]:
    """The comments of a text, as they stand in it, whatever they are about."""
    root = _entry(None, "", yaml.compose(text, Loader=_LOADER))
    return [comment.text for comment in _comments(text, list(root.walk())[1:])]


def _entry(
    parent: Entry | None, key: str, node: Any, start: Any = None, key_end: Any = None
) -> Entry:
    """The entry of a value, which its key, or itself in a list, begins at the mark `start`."""
    begin = start or node.start_mark
    scalar = isinstance(node, yaml.ScalarNode)
    entry = Entry(
        parent,
        key,
        node.value if scalar else None,
        (node.style or "") if scalar else "",
        isinstance(node, yaml.SequenceNode),
        bool(not scalar and node.flow_style),
        begin.index,
        (key_end or begin).index,
        node.start_mark.index,
        node.end_mark.index,
        begin.column,
    )
    if isinstance(node, yaml.MappingNode):
        entry.children = [
            _entry(entry, name.value, value, name.start_mark, name.end_mark)
            for name, value in node.value
        ]
    elif not scalar:
        entry.children = [_entry(entry, "", value) for value in node.value]
        for child in entry.children:
            child.column = node.start_mark.column  # of its dash
    return entry


@dataclass(slots=True)
class _Reader:
    text: str
    root: Entry
    entries: list[Entry]
    starts: list[int]

    def read(self) -> None:
        """Give every comment and blank line to its entry."""
        for comment in _comments(self.text, self.entries):
            self._attach(comment)
        starts: set[int] = set()
        for entry in self.entries:
            line = self.text.rfind("\n", 0, entry.start) + 1
            indicators = self.text[line : entry.start].strip(" -")
            # Where an item and its first key begin together, the line belongs to the item.
            if entry.start in starts or indicators or not _is_blank_above(self.text, line):
                continue
            starts.add(entry.start)
            if entry.above:
                entry.above.append("")
            elif entry is self.entries[0] and self.root.above:
                self.root.above.append("")
            else:
                entry.is_spaced = True
        for entry in (self.root, *self.entries):
            for child in entry.children[:1]:
                child.is_spaced = False  # it would be wherever the key comes to stand

    def _attach(self, comment: _Comment) -> None:
        at = bisect_left(self.starts, comment.at)
        last = self.entries[at - 1] if at else None
        following = self.entries[at] if at < len(self.entries) else None
        alone = not comment.before.strip()
        if last is None:
            self.root.add_above(comment.text, spaced=comment.spaced)
        elif last.inside > comment.at and (last.is_scalar or last.in_flow):
            # Between a key and its value on a line below.
            if alone:
                last.add_above(comment.text, spaced=comment.spaced)
            else:
                last.add_beside(comment.text)
        elif following is not None and _DASHES.fullmatch(comment.before) and not alone:
            following.add_above(comment.text, spaced=comment.spaced)
        elif alone:
            self._alone(comment, last, following)
        else:
            _written_on(last, comment.at).add_beside(comment.text)

    def _alone(self, comment: _Comment, last: Entry, following: Entry | None) -> None:
        """A comment on a line of its own belongs to what is below it, or ends what is above."""
        around = _flow_around(last, comment.at)
        if around is not None:
            if following is not None and following.start < around.end:
                following.add_above(comment.text, spaced=comment.spaced)
            else:
                around.add_below(comment.text, spaced=comment.spaced)
            return
        limit = following.column if following is not None else -1
        inner: Entry | None = last
        if following is None and comment.column == 0:  # what ends the file is about all of it
            self.root.add_below(comment.text, spaced=comment.spaced)
            return
        while comment.column > limit and inner is not None:
            column = inner.children[0].column if inner.children and not inner.in_flow else -1
            if limit < column <= comment.column:
                inner.add_below(comment.text, spaced=comment.spaced)
                return
            inner = inner.parent
        if following is not None:
            following.add_above(comment.text, spaced=comment.spaced)
        else:
            self.root.add_below(comment.text, spaced=comment.spaced)


def _written_on(last: Entry, at: int) -> Entry:
    """The entry that ends on the line of a comment at `at`, the outermost in closed brackets."""
    while last.parent is not None and last.parent.in_flow and last.parent.end <= at:
        last = last.parent
    return last


def _flow_around(last: Entry, at: int) -> Entry | None:
    """The innermost brackets around `at`, where `last` is the entry before."""
    inner: Entry | None = last
    while inner is not None and not (inner.in_flow and inner.inside <= at < inner.end):
        inner = inner.parent
    return inner


def _is_blank_above(text: str, line: int) -> bool:
    """Whether the line above the one that begins at `line` is blank."""
    before = text.rfind("\n", 0, max(line - 1, 0)) + 1
    return line > 0 and not text[before:line].strip()


def _comments(text: str, entries: list[Entry]) -> Iterator[_Comment]:
    """The comments between keys and texts: nothing else there can hold a number sign."""
    at = 0
    for start, end in (*_texts(text, entries), (len(text), len(text))):
        for found in _COMMENT.finditer(text, at, max(at, start)):
            line = text.rfind("\n", 0, found.start()) + 1
            yield _Comment(
                found.group().rstrip(),
                found.start(),
                found.start() - line,
                text[line : found.start()],
                _is_blank_above(text, line),
            )
        at = end


def _texts(text: str, entries: list[Entry]) -> Iterator[tuple[int, int]]:
    """From where to where keys and texts stand."""
    for entry in entries:
        yield entry.start, entry.key_end
        if not entry.is_scalar:
            continue
        if entry.style in {"|", ">"}:
            header = _BLOCK_HEADER.match(text, entry.inside)
            yield entry.inside, header.end() if header else entry.inside
            body = text.find("\n", entry.inside)
            yield (body, entry.end) if 0 <= body < entry.end else (entry.end, entry.end)
        else:
            yield entry.inside, entry.end
