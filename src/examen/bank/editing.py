"""Adding to lists in a YAML file: the new items are put in, and no other character changes.

Writing a file back from its data would lose its comments and layout; a diff would then hide the one
line that matters. The parser says where a list ends, in block or flow style, and the items go there
as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import yaml

from examen.bank.commented import comments
from examen.bank.yaml_door import Loc

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_LINE = re.compile(r"[^\r\n]*(\r\n|\r|\n|\Z)")
_WIDTH = 120  # of the layout; a flow list that would grow beyond goes on in a new line

Data = str | Sequence["Data"] | dict[str, "Data"]


@dataclass(frozen=True, slots=True)
class Addition:
    """An item for the end of the list at `loc`, which is made if its key is not there.

    A text alone where a list may stand becomes a list. A key asked of a list is passed over: short
    forms leave such keys out.

    Attributes:
        loc: where the list is: `("questions", 0, "criteria", 1, "ideas")`.
        item: text, a list of texts or of lists, or a mapping of these.
        comment: a line above it, where the list has an item on each line; none if empty.
    """

    loc: Loc
    item: Data
    comment: str = ""


class NoPlaceError(ValueError):
    """There is no list at the place named, nor a mapping that could hold one."""


def add(text: str, additions: Sequence[Addition]) -> str:
    """The text of a YAML file with items added to its lists, in the order given.

    Args:
        text: as it stands in the file, which must be readable.
        additions: where and what; those of one list in the order they shall have.

    Raises:
        NoPlaceError: a place does not exist.
    """
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=_LOADER)
    shift = len(text) - len(text.removeprefix("\ufeff"))
    together: dict[Loc, list[Addition]] = {}
    for addition in additions:
        together.setdefault(addition.loc, []).append(addition)
    pen = _Pen(text, shift)
    insertions = [
        (*piece, len(loc))
        for loc, items in together.items()
        for piece in pen.insertions(root, loc, items)
    ]
    # From the end; where two lists end at one place, the inner one's items come first.
    for at, piece, _depth in sorted(insertions, key=lambda one: (-one[0], one[2])):
        text = text[:at] + piece + text[at:]
    return text


def add_lines(text: str, loc: Loc, lines: Sequence[str]) -> str:
    """The text of a YAML file with lines put in below the last item of the block list at `loc`.

    Args:
        text: as it stands in the file, which must be readable.
        loc: where the list is: `("parts", 0, "questions")`.
        lines: an item, its dash at the beginning of a line; an empty one is a blank line.

    Raises:
        NoPlaceError: there is no list with an item on each line.
    """
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=_LOADER)
    node, missing = _reach(root, loc)
    if missing or not isinstance(node, yaml.SequenceNode) or node.flow_style:
        raise NoPlaceError(loc)
    pen = _Pen(text, len(text) - len(text.removeprefix("\ufeff")))
    at, piece = pen.below(node, lines)
    return text[:at] + piece + text[at:]


def put(text: str, loc: Loc, value: str, order: Sequence[str] = ()) -> str:
    """The text of a YAML file with another value for a key.

    Args:
        text: as it stands in the file, which must be readable.
        loc: of the key; its mapping must be there, the key need not.
        value: YAML on one line.
        order: of the keys that the mapping may have; a new one goes below the last before it, or
            to the end.

    Raises:
        NoPlaceError: there is no such mapping, or the value there now holds comments.
    """
    root = yaml.compose(text.removeprefix("\ufeff"), Loader=_LOADER)
    mapping, missing = _reach(root, loc[:-1])
    if missing or not isinstance(mapping, yaml.MappingNode):
        raise NoPlaceError(loc)
    pen = _Pen(text, len(text) - len(text.removeprefix("\ufeff")))
    key = str(loc[-1])
    start, end, piece = pen.value(mapping, key, value, order)
    after = text[:start] + piece + text[end:]
    if "#" in text[start:end] and len(_comments(after)) < len(_comments(text)):
        raise NoPlaceError(loc)
    return after


def _comments(text: str) -> list[str]:
    return comments(text.removeprefix("\ufeff"))


def flow(data: Data) -> str:
    """Data on one line: `[[lien, bouton], [désinscrire]]`."""
    if isinstance(data, dict):
        return "{" + ", ".join(f"{key}: {flow(value)}" for key, value in data.items()) + "}"
    if not isinstance(data, str):
        return f"[{', '.join(map(flow, data))}]"
    # Inside brackets, more texts need quotes than on a line of their own.
    written = yaml.safe_dump([data], default_flow_style=True, allow_unicode=True, width=10**6)
    return str(written).rstrip("\n")[1:-1]


@dataclass(frozen=True, slots=True)
class _Pen:
    text: str
    shift: int  # of the parser's positions, by a byte order mark

    def insertions(
        self, root: Any, loc: Loc, items: Sequence[Addition]
    ) -> Iterator[tuple[int, str]]:
        """Where to insert what, so that the items stand at the end of the list."""
        node, missing = _reach(root, loc)
        written = [flow(item.item) for item in items]
        if missing:
            yield self._new_key(node, missing, items)
        elif isinstance(node, yaml.ScalarNode):
            if not node.value or flow(node.value) != self._written(node):
                raise NoPlaceError(loc)
            yield self.shift + node.start_mark.index, "["
            yield self.shift + node.end_mark.index, f", {', '.join(written)}]"
        elif not isinstance(node, yaml.SequenceNode):
            raise NoPlaceError(loc)
        elif node.flow_style:
            yield self._in_flow(node, written)
        else:
            yield self._in_block(node, items)

    def _written(self, node: Any) -> str:
        return self.text[self.shift + node.start_mark.index : self.shift + node.end_mark.index]

    def _new_key(self, node: Any, key: str, items: Sequence[Addition]) -> tuple[int, str]:
        """A list that was not there, as the last key of its mapping."""
        listed = flow([item.item for item in items])
        if node.flow_style:
            return self._in_flow(node, [f"{key}: {listed}"])
        return self._line_after(node, node.start_mark.column, [f"{key}: {listed}"])

    def _in_flow(self, node: Any, pieces: Sequence[str]) -> tuple[int, str]:
        """Before the closing bracket, after the last item."""
        start = self.shift + node.start_mark.index
        if not node.value:
            return start + 1, ", ".join(pieces)
        last = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
        at = self.shift + last.end_mark.index
        first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node.value[0]
        indent = " " * first.start_mark.column
        length = at - self._line_start(at)
        written = ""
        for piece in pieces:
            if length + len(piece) > _WIDTH:
                written += "," + self._newline() + indent
                length = len(indent)
            else:
                written += ", "
                length += 2
            written += piece
            length += len(piece)
        return at, written

    def _in_block(self, node: Any, items: Sequence[Addition]) -> tuple[int, str]:
        """Below the last item, with the dashes under the others."""
        column = node.start_mark.column
        lines = []
        for item in items:
            if item.comment:
                lines.append(f"# {item.comment}")
            lines += _dashed(item.item, _WIDTH - column)
        return self._line_after(node, column, lines)

    def below(self, node: Any, lines: Sequence[str]) -> tuple[int, str]:
        """Where to insert what, so that the lines stand below the last item of a block list."""
        return self._line_after(node, node.start_mark.column, lines)

    def value(self, node: Any, key: str, value: str, order: Sequence[str]) -> tuple[int, int, str]:
        """From where to where what goes, so that a key of a mapping has a value."""
        places = {name.value: (name, one) for name, one in node.value}
        if key in places:
            name, one = places[key]
            return self.shift + name.end_mark.index, self._end(one), f": {value}"
        written = f"{key}: {value}"
        if node.flow_style:
            at, piece = self._in_flow(node, [written])
        else:
            before = [name for name in order[: order.index(key)] if name in places] if order else []
            above = places[before[-1]][1] if before else node
            at, piece = self._line_after(above, node.start_mark.column, [written])
        return at, at, piece

    def _line_after(self, node: Any, column: int, lines: Sequence[str]) -> tuple[int, str]:
        at = self._end_of_line(self._end(node))
        newline = self._newline()
        margin = " " * column
        body = "".join(f"{margin}{line}{newline}" if line else newline for line in lines)
        if self.text[at - 1 : at] in {"\n", "\r"}:
            return at, body
        return at, newline + body.removesuffix(newline)

    def _end(self, node: Any) -> int:
        """The index after a node's last character; layout and comments below are not its own."""
        while not isinstance(node, yaml.ScalarNode) and not node.flow_style:
            node = node.value[-1][1] if isinstance(node, yaml.MappingNode) else node.value[-1]
        end = self.shift + int(node.end_mark.index)
        if isinstance(node, yaml.ScalarNode) and node.style in {"|", ">"}:
            return self._end_of_block_scalar(node, end)
        return end

    def _end_of_block_scalar(self, node: Any, end: int) -> int:
        """The end of the text's last line that is not blank: the parser looks further."""
        start = self.shift + node.start_mark.index
        last = at = self._end_of_line(start)
        indent = None
        while at < end:
            after = self._end_of_line(at)
            line = self.text[at:after]
            depth = len(line) - len(line.lstrip(" "))
            indent = depth if indent is None and line.strip() else indent
            if line.strip():
                if indent is not None and depth < indent:
                    break
                last = after
            at = after
        return last - 1

    def _line_start(self, at: int) -> int:
        return max(self.text.rfind("\n", 0, at), self.text.rfind("\r", 0, at)) + 1

    def _end_of_line(self, at: int) -> int:
        """The start of the next line, or the end of the text."""
        found = _LINE.match(self.text, at)
        return found.end() if found else len(self.text)

    def _newline(self) -> str:
        """The line ending that the file uses."""
        found = re.search(r"\r\n|\r|\n", self.text)
        return found.group() if found else "\n"


def _reach(root: Any, loc: Loc) -> tuple[Any, str]:
    """The node at `loc`, or the mapping that lacks only the last key, and that key."""
    node = root
    for number, step in enumerate(loc):
        if isinstance(node, yaml.SequenceNode):
            if isinstance(step, str):
                continue
            if step >= len(node.value):
                raise NoPlaceError(loc)
            node = node.value[step]
            continue
        if not isinstance(node, yaml.MappingNode):
            raise NoPlaceError(loc)
        found = next((value for key, value in node.value if key.value == step), None)
        if found is None:
            if number == len(loc) - 1 and isinstance(step, str):
                return node, step
            raise NoPlaceError(loc)
        node = found
    return node, ""


def _dashed(data: Data, width: int) -> list[str]:
    """The lines of an item of a block list."""
    if isinstance(data, dict):
        lines = [line for key, value in data.items() for line in _entry(key, value, width - 2)]
    elif isinstance(data, str) or len(data) == 1:
        lines = _wrapped(data, width - 2)
    else:
        lines = [line for part in data for line in _dashed_line(part, width - 4)]
    return [("  " if number else "- ") + line for number, line in enumerate(lines)]


def _dashed_line(data: Data, width: int) -> list[str]:
    lines = _wrapped(data, width)
    return [("  " if number else "- ") + line for number, line in enumerate(lines)]


def _entry(key: str, value: Data, width: int) -> list[str]:
    if isinstance(value, str | dict):
        return [f"{key}: {flow(value)}"]
    items = (line for item in value for line in _dashed(item, width - 2))
    return [f"{key}:", *(f"  {line}" for line in items)]


def _wrapped(data: Data, width: int) -> list[str]:
    """Data in flow style, a list of texts broken after a comma where it would be too wide."""
    one = flow(data)
    if len(one) <= width or isinstance(data, str | dict) or len(data) == 1:
        return [one]
    lines, line = [], "["
    for number, part in enumerate(data):
        piece = flow(part) + ("," if number < len(data) - 1 else "]")
        if len(line) > 1 and len(line) + 1 + len(piece) > width:
            lines.append(line)
            line = " " + piece
        else:
            line += piece if line == "[" else f" {piece}"
    return [*lines, line]
