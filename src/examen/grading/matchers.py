"""The ways to recognise an idea: a function for each, in one table."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from examen.grading import reasons
from examen.grading.answer import View
from examen.grading.matching import Match, Matcher, NearMiss
from examen.grading.vocabulary import Group, Hit, Vocabulary
from examen.grading.word_matchers import WordsMatcher
from examen.language.numbers import equals
from examen.language.structure import find
from examen.messages import written
from examen.model.recognition import (
    Exact,
    Expression,
    NumberMatch,
    Ratio,
    Regex,
    Sentence,
    Structure,
    Words,
)


@dataclass(frozen=True, slots=True)
class PatternMatcher:
    """A pattern over the raw answer: literal text or a regular expression."""

    pattern: re.Pattern[str]

    def match(self, view: View) -> Iterator[Match]:
        """Every place where the pattern matches something, inside the view."""
        reading = view.answer.reading
        spans = [
            reading.normal.raw_span(unit.start, max(unit.end, unit.start + 1))
            for unit in view.units
        ]
        everywhere = view is view.answer.whole  # where no words stand there are no units
        for match in self.pattern.finditer(reading.raw):
            start, end = _whole_words(reading.raw, *match.span())
            inside = everywhere or any(first < end and start < last for first, last in spans)
            if start < end and inside:
                yield Match(((start, end),), 1.0, how=" ".join(reading.raw[start:end].split()))

    def nearest(self, view: View) -> None:
        """A pattern has no parts."""


@dataclass(frozen=True, slots=True)
class NumberMatcher:
    """A number with the value expected, near certain words where it would be ambiguous."""

    phrasing: NumberMatch
    near: tuple[Group, ...]

    def match(self, view: View) -> Iterator[Match]:
        """Every number of the view that says the value."""
        spec = self.phrasing.number
        normal = view.answer.reading.normal
        for number, quantity in view.quantities():
            if not equals(quantity, spec):
                continue
            if self.near and not any(number in view.hits(group) for group in self.near):
                continue
            yield Match(
                (normal.raw_span(quantity.start, quantity.end),), 0.97, how=written(spec.value)
            )

    def nearest(self, view: View) -> NearMiss | None:
        """Another number beside the words that tell which one is meant."""
        normal = view.answer.reading.normal
        for number, quantity in view.quantities():
            if not quantity.operand and any(number in view.hits(group) for group in self.near):
                span = normal.raw_span(quantity.start, quantity.end)
                return NearMiss((span,), 1, (written(self.phrasing.number.value),))
        return None


_DIVIDED = re.compile(
    r"[/÷]|\b(?:sur|divis[ée]e?s?\s+par|rapport[ée]e?s?\s+(?:à|au|aux)|par\s+rapport\s+(?:à|au|aux)"
    r"|ramen[ée]e?s?\s+(?:à|au|aux)|parmi|over|divided\s+by|out\s+of"
    r"|(?<=\s)et|par)\b",
    re.IGNORECASE,
)
# "le rapport entre A et B", "en divisant A par B": what must stand before these two signs.
_BEFORE = {
    "et": re.compile(r"\b(?:rapport|ratio|quotient)\s+entre\b", re.IGNORECASE),
    "par": re.compile(r"\b(?:divis|rapport)\w*", re.IGNORECASE),
}
_OPENS_FORMULA = re.compile(r"[:=(]")
_FORMULA_SIDE = 8  # tokens on either side of the sign of division
_FORMULA_WIDTH = 120  # characters before it
_MOST_SIGNS = 50


@dataclass(frozen=True, slots=True)
class RatioMatcher:
    """A formula in words: what is divided stands before the sign of division, the rest after."""

    of: tuple[Group, ...]
    over: tuple[Group, ...]

    def match(self, view: View) -> Iterator[Match]:
        """Every sign of division with the words of each side near it."""
        units = set.intersection(*(set(view.hits(group)) for group in (*self.of, *self.over)))
        for number in sorted(units):
            for start, end in self._signs(view, number):
                hits = self._sides(view, number, start, end)
                if hits:
                    span = range(min(h.first for h in hits), max(h.last for h in hits) + 1)
                    quality = math.prod(hit.quality for hit in hits)
                    yield Match((view.answer.reading.raw_span(span),), quality, how=self._how())

    def _signs(self, view: View, number: int) -> Iterator[tuple[int, int]]:
        """The first signs of division of a unit."""
        text, unit = view.answer.reading.text, view.units[number]
        for sign in islice(_DIVIDED.finditer(text, unit.start, unit.end), _MOST_SIGNS):
            needed = _BEFORE.get(sign.group().lower())
            near = max(unit.start, sign.start() - _FORMULA_WIDTH)
            if not needed or needed.search(text, near, sign.start()):
                yield sign.span()

    def _sides(self, view: View, number: int, start: int, end: int) -> list[Hit] | None:
        """A hit for each word group, on its side of the sign of division and near it."""
        answer, unit = view.answer, view.units[number]
        near = max(unit.start, start - _FORMULA_WIDTH)
        opening = [sign.end() for sign in _OPENS_FORMULA.finditer(answer.reading.text, near, start)]
        left = answer.tokens_between((opening or [near])[-1], start)[-_FORMULA_SIDE:]
        right = answer.tokens_between(end, unit.end)[:_FORMULA_SIDE]
        chosen = []
        for groups, side, nearest in ((self.of, left, -1), (self.over, right, 0)):
            for group in groups:
                hits = view.hits_within(group, number, side)
                if not hits:
                    return None
                chosen.append(hits[nearest])
        return chosen

    def _how(self) -> str:
        sides = (" ".join(g.text.split(" / ")[0] for g in side) for side in (self.of, self.over))
        return " / ".join(sides)

    def nearest(self, view: View) -> None:
        """A formula is there or it is not."""


@dataclass(frozen=True, slots=True)
class StructureMatcher:
    """A property of the answer's shape, holding certain words if any are asked."""

    phrasing: Structure
    words: tuple[Group, ...]
    without: tuple[Group, ...]

    def match(self, view: View) -> Iterator[Match]:
        """Every part of the answer that has the shape."""
        answer = view.answer
        for start, end in find(answer.reading, self.phrasing.structure, self.phrasing.least):
            if view.covers(start, end) and self._holds_words(view, start, end):
                yield Match(
                    (answer.reading.normal.raw_span(start, end),),
                    0.95,
                    how=reasons.shape(self.phrasing.structure),
                )

    def _holds_words(self, view: View, start: int, end: int) -> bool:
        tokens = view.answer.reading.tokens
        hits = view.answer.hits

        def holds(group: Group) -> bool:
            return any(
                start <= tokens[hit.first].start and tokens[hit.last].end <= end
                for term, _ in group.terms
                for hit in hits.get(term, ())
            )

        return all(map(holds, self.words)) and not any(map(holds, self.without))

    def nearest(self, view: View) -> None:
        """A shape is there or it is not."""


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span widened to whole words, so that evidence never quotes a piece of one."""
    if start == end:
        return start, end
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _words(phrasing: Words, vocabulary: Vocabulary) -> Matcher:
    groups = tuple(vocabulary.group(alternatives) for alternatives in phrasing.words)
    without = tuple(vocabulary.group((text,), widen=False) for text in phrasing.without)
    return WordsMatcher(groups, without, phrasing)


def _sentence(phrasing: Sentence, vocabulary: Vocabulary) -> Matcher:
    groups = vocabulary.sentence(phrasing.text)
    return WordsMatcher(groups, (), Words(words=((phrasing.text,),)))


def _expression(phrasing: Expression, vocabulary: Vocabulary) -> Matcher:
    group = vocabulary.expression(phrasing.expression)
    return WordsMatcher((group,), (), Words(words=((phrasing.expression,),)))


def _exact(phrasing: Exact, vocabulary: Vocabulary) -> Matcher:  # noqa: ARG001
    parts = map(re.escape, phrasing.exact.split())
    flags = re.IGNORECASE if phrasing.ignore_case else 0
    return PatternMatcher(re.compile(r"\s+".join(parts), flags))


def _regex(phrasing: Regex, vocabulary: Vocabulary) -> Matcher:  # noqa: ARG001
    flags = re.IGNORECASE if phrasing.ignore_case else 0
    return PatternMatcher(re.compile(phrasing.regex, flags))


def _number(phrasing: NumberMatch, vocabulary: Vocabulary) -> Matcher:
    return NumberMatcher(phrasing, tuple(map(vocabulary.group, phrasing.number.near)))


def _ratio(phrasing: Ratio, vocabulary: Vocabulary) -> Matcher:
    return RatioMatcher(
        tuple(map(vocabulary.group, phrasing.ratio.of)),
        tuple(map(vocabulary.group, phrasing.ratio.over)),
    )


def _structure(phrasing: Structure, vocabulary: Vocabulary) -> Matcher:
    words = tuple(map(vocabulary.group, phrasing.words))
    without = tuple(vocabulary.group((text,), widen=False) for text in phrasing.without)
    return StructureMatcher(phrasing, words, without)


MATCHERS: dict[type, Callable[[Any, Vocabulary], Matcher]] = {
    Sentence: _sentence,
    Words: _words,
    Expression: _expression,
    Exact: _exact,
    Regex: _regex,
    NumberMatch: _number,
    Ratio: _ratio,
    Structure: _structure,
}


def matcher(phrasing: Any, vocabulary: Vocabulary) -> Matcher:
    """The matcher of a phrasing; its words enter the vocabulary."""
    return MATCHERS[type(phrasing)](phrasing, vocabulary)
