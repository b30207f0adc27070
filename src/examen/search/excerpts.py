"""Excerpts: the passage of a text where the words looked for stand, and where they are in it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import NamedTuple

from examen.search.words import WORD, fold

_LENGTH = 180  # characters, about
_BEFORE = 50
_CUT = "…"

Span = tuple[int, int]
Words = tuple[str, ...]  # one, or several in a row


class Excerpt(NamedTuple):
    """A passage of a text.

    Attributes:
        field: where the text stands: `title`, `part`, `prompt`, `ideas`, or a document's name.
        text: the passage, on one line, with `…` where it is cut.
        marks: the spans of the words found in it.
    """

    field: str
    text: str
    marks: tuple[Span, ...] = ()


def marks(text: str, looked: Collection[Words]) -> tuple[Span, ...]:
    """The spans of a text where some folded words stand, each sequence of them in one span."""
    if not looked:
        return ()
    by_first: dict[str, list[Words]] = {}
    for words in sorted(looked, key=lambda words: (-len(words), words)):
        by_first.setdefault(words[0], []).append(words)
    found = [(fold(match[0]), match.span()) for match in WORD.finditer(text)]
    spans: list[Span] = []
    for at, (word, (start, _end)) in enumerate(found):
        for words in by_first.get(word, ()):
            here = found[at : at + len(words)]
            if words == tuple(folded for folded, _span in here):
                if not spans or spans[-1][1] <= start:
                    spans.append((start, here[-1][1][1]))
                break
    return tuple(spans)


def excerpt(fields: Iterable[tuple[str, str]], looked: Collection[Words]) -> Excerpt:
    """A passage of the first field that holds one of the words; else how the first one begins.

    Args:
        fields: names and texts, the most telling first; read as far as needed.
        looked: folded words, and sequences of them.
    """
    first = ("", "")
    for name, text in fields:
        first = first if first[0] else (name, text)
        found = marks(text, looked)
        if found or not looked:
            return _cut(name, text, found)
    return _cut(*first, ())


def _cut(name: str, text: str, found: Sequence[Span]) -> Excerpt:
    start, end = _window(text, found)
    before, after = _CUT if start else "", _CUT if end < len(text) else ""
    shift = start - len(before)
    spans = tuple((a - shift, b - shift) for a, b in found if start <= a and b <= end)
    return Excerpt(name, f"{before}{text[start:end]}{after}", spans)


def _window(text: str, found: Sequence[Span]) -> Span:
    """The passage to show, cut between words: where the most words were found, first of all."""
    if len(text) <= _LENGTH:
        return 0, len(text)
    starts = [max(0, a - _BEFORE) for a, _b in found] or [0]
    start = max(starts, key=lambda at: (_within(found, at), -at))
    start = min(start, len(text) - _LENGTH)
    if start:
        start = text.find(" ", start - 1) + 1
    end = text.rfind(" ", start, start + _LENGTH + 1)
    return start, len(text) if start + _LENGTH >= len(text) or end <= start else end


def _within(found: Sequence[Span], start: int) -> int:
    return sum(start <= a and b <= start + _LENGTH for a, b in found)


def pieces(text: str, spans: Sequence[Span]) -> Iterator[tuple[str, bool]]:
    """The text in pieces, each with whether it is marked."""
    at = 0
    for start, end in spans:
        yield text[at:start], False
        yield text[start:end], True
        at = end
    yield text[at:], False
