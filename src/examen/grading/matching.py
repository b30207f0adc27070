"""What a matcher is: made once from a phrasing; given a view of an answer it yields matches.

It never raises, never depends on what was matched before, and quotes spans of the raw answer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import NamedTuple, Protocol

from examen.grading.answer import View
from examen.grading.index import Hit
from examen.grading.vocabulary import Group
from examen.model.grade import Recognised


class Match(NamedTuple):
    """A place where a phrasing was recognised.

    Attributes:
        spans: raw spans of the answer that say it.
        quality: 0 to 1, how surely they do.
        tell: tells what was recognised, word by word; asked only of matches that decide.
        denied: the passage says the contrary.
        tokens: the words that say it, ascending, if it was recognised by words.
    """

    spans: tuple[tuple[int, int], ...]
    quality: float
    tell: Callable[[], tuple[Recognised, ...]]
    denied: bool = False
    tokens: tuple[int, ...] = ()


class NearMiss(NamedTuple):
    """A passage where only a part of a phrasing was recognised.

    Attributes:
        hits: what was recognised, there or in what introduces the passage.
        lacking: the groups of which no word stands there.
    """

    hits: tuple[Hit, ...]
    lacking: tuple[Group, ...]


class OtherNumber(NamedTuple):
    """A number that stands where another one is expected.

    Attributes:
        span: its raw span.
        tokens: its tokens.
        hits: the words beside it that tell which number is meant.
        value: the number expected.
    """

    span: tuple[int, int]
    tokens: Sequence[int]
    hits: tuple[Hit, ...]
    value: str


class Passage(NamedTuple):
    """The tokens of a view's unit, or those after a match: where a statement may be taken back."""

    unit: int
    tokens: range


class Matcher(Protocol):
    """What every way of recognising an idea offers."""

    @property
    def looks_for(self) -> Sequence[Group]:
        """The word groups that it asks the index for."""
        ...

    @property
    def needs(self) -> Sequence[Group]:
        """Groups without any of which it matches nowhere; empty if it may match without words."""
        ...

    def match(self, view: View) -> Iterable[Match]:
        """Every place of the view where the phrasing is recognised."""
        ...

    def taken_back(self, view: View, match: Match, passage: Passage) -> tuple[int, int] | None:
        """The raw span of words of the passage that take back what was matched before it."""
        ...
