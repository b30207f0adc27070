"""The door to YAML: a text becomes plain data, every scalar as text, with the place of everything.

YAML's own guessing (`no`, `1:30`, `017`, dates) stays outside: a scalar is what the author wrote,
and the records give types. Anchors, aliases and tags are refused: whatever decides a mark is
written out where it counts, and nothing expands.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from examen.bank.codes import Code
from examen.bank.yaml_errors import explain
from examen.messages import _
from examen.problems import Problem, Source

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
MAX_DEPTH = 60
UNPRINTABLE = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ufeff\ufffe\uffff\ud800-\udfff]"
)
_MOST_ALIASES = 10  # that are told; a file may hold thousands

Loc = tuple[str | int, ...]


class Spot:
    """Where a value stands: `line` and `column` of the value, and of its key if it has one.

    Counted from 1. `children` holds the spots of a mapping's or a list's values; `hole` says that
    something was written there which could not be used.
    """

    __slots__ = ("children", "column", "hole", "key_column", "key_line", "line")

    def __init__(self, mark: Any, children: dict[str, Spot] | list[Spot] | None = None) -> None:
        self.line: int = mark.line + 1
        self.column: int = mark.column + 1
        self.key_line = 0
        self.key_column = 0
        self.children = children
        self.hole = False

    def child(self, step: str | int) -> Spot | None:
        """The spot of a key or an index; None where there is none."""
        children = self.children
        if isinstance(children, dict):
            return children.get(str(step))
        if isinstance(children, list) and isinstance(step, int) and step < len(children):
            return children[step]
        return None

    def descend(self, loc: Loc) -> Reach:
        """The deepest spot on the way to `loc`.

        A key asked of a list is passed over: short forms leave such keys out.
        """
        spot, taken = self, []
        for number, step in enumerate(loc):
            child = spot.child(step)
            if child is not None:
                spot = child
                taken.append(step)
            elif isinstance(step, int) or not isinstance(spot.children, list):
                return Reach(spot, tuple(taken), loc[number:])
        return Reach(spot, tuple(taken), ())

    def whole(self, but: Collection[str] = ()) -> bool:
        """Whether nothing is cut out of it, apart from what stands under the keys in `but`."""
        if self.hole or self.children is None:
            return not self.hole
        children = self.children
        if isinstance(children, list):
            return all(child.whole(but) for child in children)
        return all(child.whole(but) for key, child in children.items() if key not in but)

    def walk(self, loc: Loc = ()) -> Iterator[tuple[Loc, Spot]]:
        """Each spot in it and where it is, the outer before the inner."""
        yield loc, self
        children = self.children or ()
        steps = children.items() if isinstance(children, dict) else enumerate(children)
        for step, child in steps:
            yield from child.walk((*loc, step))

    def of_key(self) -> tuple[int, int]:
        """Line and column of the key, or of the value where it has none."""
        return (self.key_line, self.key_column) if self.key_line else (self.line, self.column)

    def best(self) -> tuple[int, int]:
        """Where a reader looks: a scalar's text, else the key that heads a mapping or a list."""
        return (self.line, self.column) if self.children is None else self.of_key()


class Reach(NamedTuple):
    """How far a location could be followed: the steps `taken`, and those `missing`."""

    spot: Spot
    taken: Loc
    missing: Loc


@dataclass(frozen=True, slots=True)
class Sheet:
    """One file, parsed: its data (None where it could not be read), places and problems."""

    path: str
    text: str = ""
    data: Any = None
    spot: Spot | None = None
    problems: tuple[Problem, ...] = ()

    def place(self, *loc: str | int) -> Source:
        """Where `loc` stands, or the nearest thing around it."""
        if self.spot is None:
            return Source(self.path)
        return Source(self.path, *self.spot.descend(loc).spot.best())

    def locs(self) -> dict[Source, Loc]:
        """What stands at each place; the outermost where several things begin at one."""
        found: dict[Source, Loc] = {}
        for loc, spot in self.spot.walk() if self.spot else ():
            found.setdefault(Source(self.path, *spot.best()), loc)
        return found


class _TooDeepError(Exception):
    """Lists and mappings are nested deeper than any record; its argument is the place."""


@dataclass(slots=True)
class _Builder:
    """Turns the parser's events into data and spots, and notes what is wrong on the way."""

    path: str
    events: Iterator[Any]
    problems: list[Problem] = field(default_factory=list)

    def report(self, code: Code, mark: Any, message: str) -> None:
        source = Source(self.path, mark.line + 1, mark.column + 1)
        self.problems.append(Problem(source, code, message))

    def document(self) -> tuple[Any, Spot | None]:
        """The first document; a second one is a problem."""
        next(self.events)  # the stream's start
        if isinstance(next(self.events), yaml.StreamEndEvent):
            return None, None
        data, spot = self.value(next(self.events), 0)
        next(self.events)  # the document's end
        after = next(self.events)
        if isinstance(after, yaml.DocumentStartEvent):
            self.report(
                Code.YAML_DOCUMENTS,
                after.start_mark,
                _("a second document begins here; put it in a file of its own"),
            )
        return data, spot

    def value(self, event: Any, depth: int) -> tuple[Any, Spot]:
        kind = type(event)
        if kind is yaml.AliasEvent:
            self._alias(event)
            return "*" + event.anchor, Spot(event.start_mark)
        if event.anchor is not None:
            self._alias(event)
        if event.tag is not None:
            self._tag(event)
        if kind is yaml.ScalarEvent:
            if escaped := hidden(event):
                message = _("an invisible character (U+{number}) is written here; take it out")
                text = message.format(number=f"{ord(escaped):04X}")
                self.report(Code.CONTROL_CHARACTER, event.start_mark, text)
            return event.value, Spot(event.start_mark)
        if depth > MAX_DEPTH:
            raise _TooDeepError(event.start_mark)
        if kind is yaml.MappingStartEvent:
            return self._mapping(event, depth + 1)
        return self._list(event, depth + 1)

    def _mapping(self, start: Any, depth: int) -> tuple[dict[str, Any], Spot]:
        data: dict[str, Any] = {}
        spots: dict[str, Spot] = {}
        for event in self.events:
            if type(event) is yaml.MappingEndEvent:
                break
            key, spot = self.value(event, depth)
            mark = event.start_mark
            following = next(self.events)
            value, child = self.value(following, depth)
            child.key_line, child.key_column = spot.line, spot.column
            if not isinstance(key, str):
                message = _("a list or a mapping cannot be a key; put texts with [ or { in quotes")
                self.report(Code.YAML_KEY, mark, message)
            elif key in spots:
                message = _("the key “{key}” is already given on line {line}; keep one of the two")
                line = spots[key].key_line
                self.report(Code.DUPLICATE_KEY, mark, message.format(key=key, line=line))
            else:
                spots[key] = child
                if _is_empty(following):
                    child.hole = True
                    self._empty_key(mark, key)
                else:
                    data[key] = value
        return data, Spot(start.start_mark, spots)

    def _list(self, start: Any, depth: int) -> tuple[list[Any], Spot]:
        data: list[Any] = []
        spots: list[Spot] = []
        hole = False
        for event in self.events:
            if type(event) is yaml.SequenceEndEvent:
                break
            value, spot = self.value(event, depth)
            if _is_empty(event):
                hole = True
                message = _('this list item is empty; fill it in, take it out, or write ""')
                self.report(Code.EMPTY_VALUE, event.start_mark, message)
            else:
                data.append(value)
                spots.append(spot)
        whole = Spot(start.start_mark, spots)
        whole.hole = hole
        return data, whole

    def _empty_key(self, mark: Any, key: str) -> None:
        message = _(
            "the key “{key}” has no value; give it one, take the line out, "
            'or write "" for an empty text'
        )
        self.report(Code.EMPTY_VALUE, mark, message.format(key=key))

    def _alias(self, event: Any) -> None:
        message = _(
            "anchors (&) and aliases (*) are not used here; write the text out in full, "
            "in quotes if it begins with & or *"
        )
        if sum(one.code == Code.YAML_ALIAS for one in self.problems) < _MOST_ALIASES:
            self.report(Code.YAML_ALIAS, event.start_mark, message)

    def _tag(self, event: Any) -> None:
        message = _("tags (!) are not used here; put a text that begins with ! in quotes")
        self.report(Code.YAML_TAG, event.start_mark, message)


def _is_empty(event: Any) -> bool:
    """Whether nothing was written (or `~`), as opposed to an empty text in quotes."""
    return type(event) is yaml.ScalarEvent and not event.style and event.value in ("", "~")


def hidden(scalar: Any) -> str:
    r"""The first character of a scalar that no editor shows, which only an escape (`\e`) can be."""
    found = UNPRINTABLE.search(scalar.value) if scalar.style == '"' else None
    return found.group() if found else ""


def _decode(raw: bytes, path: str) -> tuple[str, Problem | None]:
    """The text of a file in UTF-8; a byte order mark is dropped."""
    try:
        return raw.decode("utf-8-sig"), None
    except UnicodeDecodeError as error:
        before = raw[: error.start]
    line_start = before.rfind(b"\n") + 1
    column = len(before[line_start:].decode("utf-8", "replace")) + 1
    message = _("the file is not written in UTF-8; save it again in that encoding")
    source = Source(path, before.count(b"\n") + 1, column)
    return raw.decode("latin-1"), Problem(source, Code.ENCODING, message)


def _unprintable(text: str, path: str) -> Problem | None:
    """The first character that no editor shows, if there is one."""
    found = UNPRINTABLE.search(text)
    if found is None:
        return None
    before = text[: found.start()]
    source = Source(path, before.count("\n") + 1, found.start() - before.rfind("\n"))
    message = _("an invisible character (U+{number}) stands here; delete it")
    return Problem(
        source, Code.CONTROL_CHARACTER, message.format(number=f"{ord(found.group()):04X}")
    )


def parse(raw: bytes | str, path: str) -> Sheet:
    """Read one YAML file; never raises for what is wrong with it.

    Args:
        raw: the file's content.
        path: what to call it in problems.

    Returns:
        The data as nested dicts, lists and texts; `None` beside a problem if nothing can be read.
        Keys and items that were left empty are missing from the data.
    """
    text, problem = (raw, None) if isinstance(raw, str) else _decode(raw, path)
    problem = problem or _unprintable(text, path)
    if problem:
        return Sheet(path, text, problems=(problem,))
    builder = _Builder(path, iter(yaml.parse(text, Loader=_LOADER)))
    try:
        data, spot = builder.document()
    except _TooDeepError as error:
        message = _("lists and mappings are nested too deep; check brackets and indentation")
        builder.report(Code.YAML_DEPTH, error.args[0], message)
        return Sheet(path, text, problems=tuple(builder.problems))
    except yaml.YAMLError as error:
        code, line, column, message = explain(error, text)
        # A line that begins with an alias is unreadable because of it.
        if line not in (problem.source.line for problem in builder.problems):
            builder.problems.append(Problem(Source(path, line, column), code, message))
        return Sheet(path, text, problems=tuple(builder.problems))
    if spot is None:
        message = _("the file is empty; write a record or delete the file")
        return Sheet(path, text, problems=(Problem(Source(path), Code.EMPTY_FILE, message),))
    return Sheet(path, text, data, spot, tuple(builder.problems))
