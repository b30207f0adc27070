"""The ways to recognise an idea: a function for each, in one table.

A matcher is made once from a phrasing; given a view of an answer it yields matches. It never
raises, never depends on what was matched before, and quotes spans of the raw answer.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from examen.grading.answer import View
from examen.grading.vocabulary import Group, Hit, Vocabulary, telling_words
from examen.language.numbers import equals
from examen.language.reading import Unit
from examen.language.structure import find
from examen.model.recognition import (
    Exact,
    Expression,
    NumberMatch,
    Ratio,
    Regex,
    Scope,
    Sentence,
    Structure,
    Words,
)

_COMFORTABLE_SPAN, _LONGEST_SPAN = 16, 40
_DOUBT = 0.5
_MOST_ANCHORS, _MOST_TRIED = 20, 4  # keep a word repeated a thousand times cheap


@dataclass(frozen=True, slots=True)
class Match:
    """A place where a phrasing was recognised.

    Attributes:
        spans: raw spans of the answer that say it.
        quality: 0 to 1, how surely they do.
        denied: the passage says the contrary.
        how: what was recognised, in the author's words.
    """

    spans: tuple[tuple[int, int], ...]
    quality: float
    denied: bool = False
    how: str = ""


@dataclass(frozen=True, slots=True)
class NearMiss:
    """A place where only a part of a phrasing was recognised, and the words it lacks."""

    spans: tuple[tuple[int, int], ...]
    found: int
    lacking: tuple[str, ...]


class Matcher(Protocol):
    """What every way of recognising an idea offers."""

    def match(self, view: View) -> Iterator[Match]:
        """Every place of the view where the phrasing is recognised."""
        ...

    def nearest(self, view: View) -> NearMiss | None:
        """The place that comes nearest, where the phrasing has parts."""
        ...


@dataclass(frozen=True, slots=True)
class WordsMatcher:
    """One term of each group in a unit, in any order, near each other and not denied."""

    groups: tuple[Group, ...]
    without: tuple[Group, ...]
    phrasing: Words

    def match(self, view: View) -> Iterator[Match]:
        """Every unit with a term of each group; the closest terms where there are several."""
        view = view.within(self.phrasing.within)
        found = [view.hits(group) for group in self.groups]
        units = set(found[0]).intersection(*found[1:])
        for number in sorted(units):
            unit = view.units[number]
            if any(number in view.hits(group) for group in self.without):
                continue
            hits = _closest([hits[number] for hits in found], unit)
            if not hits:
                continue
            judged = self._judged(view, unit, hits)
            # Where a denial is asked for, to name the thing is not yet to say the contrary.
            if not (judged.denied and self.phrasing.negated):
                yield judged

    def _judged(self, view: View, unit: Unit, hits: Sequence[Hit]) -> Match:
        own = [hit for hit in hits if hit.first in _members(unit)]
        quality = 1.0
        for hit in hits:
            quality *= hit.quality
        span = max(hit.last for hit in own) - min(hit.first for hit in own)
        if self.phrasing.within is Scope.UNIT and span > _COMFORTABLE_SPAN:
            quality *= 0.9 if span <= _LONGEST_SPAN else _DOUBT
        denied, doubtful = _polarity(view, hits)
        if self.phrasing.negated is False:
            denied = doubtful = False
        elif self.phrasing.negated:
            denied = not denied
        how = " + ".join(group.text.split(" / ")[0] for group in self.groups)
        return Match(_spans(view, unit, hits), quality * (_DOUBT if doubtful else 1.0), denied, how)

    def nearest(self, view: View) -> NearMiss | None:
        """The unit with the most groups, if it has at least half of them and two."""
        view = view.within(self.phrasing.within)
        counts: dict[int, int] = {}
        for group in self.groups:
            for number in view.hits(group):
                counts[number] = counts.get(number, 0) + 1
        if not counts:
            return None
        number, count = min(counts.items(), key=lambda item: (-item[1], item[0]))
        if count == len(self.groups) or 2 * count < len(self.groups):
            return None
        unit = view.units[number]
        lacking = tuple(group.text for group in self.groups if number not in view.hits(group))
        normal = view.answer.reading.normal
        return NearMiss((normal.raw_span(unit.start, unit.end),), count, lacking)


def _members(unit: Unit) -> Sequence[int] | frozenset[int]:
    return unit.tokens if isinstance(unit.tokens, range) else frozenset(unit.tokens)


def _closest(choices: Sequence[list[Hit]], unit: Unit) -> list[Hit] | None:
    """One hit of each group, on different tokens, as near to each other as can be."""
    members = _members(unit)
    anchors = min(choices, key=len)
    best: tuple[int, int, list[Hit]] | None = None
    for anchor in anchors[:_MOST_ANCHORS]:
        chosen = _around(anchor, choices, anchors)
        if chosen is None or not any(hit.first in members for hit in chosen):
            continue
        span = max(hit.last for hit in chosen) - min(hit.first for hit in chosen)
        if best is None or (span, anchor.first) < best[:2]:
            best = span, anchor.first, chosen
    return best[2] if best else None


def _around(anchor: Hit, choices: Sequence[list[Hit]], anchors: list[Hit]) -> list[Hit] | None:
    """For each group the hit nearest to the anchor, such that no token serves two groups."""
    chosen: list[Hit] = []

    def place(group: int) -> bool:
        if group == len(choices):
            return True
        hits = [anchor] if choices[group] is anchors else _nearest(anchor, choices[group])
        for hit in hits:
            taken = [*chosen, *(() if choices[group] is anchors else (anchor,))]
            if not any(_overlap(hit, other) for other in taken):
                chosen.append(hit)
                if place(group + 1):
                    return True
                chosen.pop()
        return False

    return chosen if place(0) else None


def _nearest(anchor: Hit, hits: list[Hit]) -> list[Hit]:
    nearest = sorted(hits, key=lambda hit: (abs(hit.first - anchor.first), -hit.quality, hit))
    return nearest[:_MOST_TRIED]


def _overlap(one: Hit, other: Hit) -> bool:
    return one.first <= other.last and other.first <= one.last


def _polarity(view: View, hits: Sequence[Hit]) -> tuple[bool, bool]:
    """Whether the matched words are denied, and whether that is in doubt.

    A cue that is itself among the matched words belongs to the phrasing; so does one that denies
    a term which the phrasing wants denied. Any other that covers all the words, or the first
    group's, denies the match; one that covers only another part leaves a doubt.
    """
    matched = {token for hit in hits for token in range(hit.first, hit.last + 1)}
    cues = [{denial.cue for denial in view.answer.denials(hit.first)} - matched for hit in hits]
    wanted: set[int] = set().union(
        *(own for own, hit in zip(cues, hits, strict=True) if hit.denies)
    )
    plain = [own - wanted for own, hit in zip(cues, hits, strict=True) if not hit.denies]
    if not plain:
        return False, False
    strong = plain[0] | set.intersection(*plain) | (_governing(view, hits) - wanted - matched)
    weak = set().union(*plain) - strong
    return len(strong) % 2 == 1, len(weak) % 2 == 1


def _governing(view: View, hits: Sequence[Hit]) -> set[int]:
    """The cues that stand right before one of the matched words."""
    return {
        denial.cue
        for hit in hits
        for denial in view.answer.denials(hit.first)
        if hit.first in denial.governs
    }


def _spans(view: View, unit: Unit, hits: Sequence[Hit]) -> tuple[tuple[int, int], ...]:
    """The raw spans of a match: one from its first to its last word in a unit's own text."""
    reading = view.answer.reading
    members = _members(unit)
    own = [hit for hit in hits if hit.first in members]
    rest = [hit for hit in hits if hit.first not in members]
    if isinstance(unit.tokens, range):
        first, last = min(hit.first for hit in own), max(hit.last for hit in own)
        pieces = [(first, last)]
    else:
        pieces = [(hit.first, hit.last) for hit in own]
    pieces += [(hit.first, hit.last) for hit in rest]
    return tuple(sorted({reading.raw_span(range(first, last + 1)) for first, last in pieces}))


@dataclass(frozen=True, slots=True)
class ExpressionMatcher:
    """A fixed expression: one term, its words next to each other."""

    group: Group

    def match(self, view: View) -> Iterator[Match]:
        """Every place where the words stand in a row."""
        words = WordsMatcher((self.group,), (), Words(words=((self.group.text,),)))
        yield from words.match(view)

    def nearest(self, view: View) -> None:
        """An expression has no parts."""


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
        for match in self.pattern.finditer(reading.raw):
            start, end = match.span()
            if start < end and any(first < end and start < last for first, last in spans):
                yield Match(((start, end),), 1.0, how=" ".join(match.group().split()))

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
            yield Match((normal.raw_span(quantity.start, quantity.end),), 0.97, how=str(spec.value))

    def nearest(self, view: View) -> None:
        """A wrong number is not near a right one."""


_DIVIDED = re.compile(
    r"[/÷]|\b(?:sur|divis[ée]e?s?\s+par|rapport[ée]e?s?\s+(?:à|au|aux)|par\s+rapport\s+(?:à|au|aux)"
    r"|ramen[ée]e?s?\s+(?:à|au|aux)|parmi|over|divided\s+by|out\s+of)\b",
    re.IGNORECASE,
)
_FORMULA_SIDE = 8  # tokens on either side of the sign of division


@dataclass(frozen=True, slots=True)
class RatioMatcher:
    """A formula in words: what is divided stands before the sign of division, the rest after."""

    of: tuple[Group, ...]
    over: tuple[Group, ...]

    def match(self, view: View) -> Iterator[Match]:
        """Every sign of division with the words of each side near it."""
        units = set.intersection(*(set(view.hits(group)) for group in (*self.of, *self.over)))
        reading = view.answer.reading
        for number in sorted(units):
            unit = view.units[number]
            for sign in _DIVIDED.finditer(reading.text, unit.start, unit.end):
                hits = self._sides(view, number, sign.start(), sign.end())
                if hits:
                    span = range(min(h.first for h in hits), max(h.last for h in hits) + 1)
                    quality = math.prod(hit.quality for hit in hits)
                    yield Match((reading.raw_span(span),), quality, how=self._how())

    def _sides(self, view: View, unit: int, start: int, end: int) -> list[Hit] | None:
        tokens = view.answer.reading.tokens
        sign = sum(tokens[t].start < start for t in view.units[unit].tokens)
        sign += view.units[unit].tokens[0]
        before = [
            [
                h
                for h in view.hits(group)[unit]
                if tokens[h.last].end <= start and h.first >= sign - _FORMULA_SIDE
            ]
            for group in self.of
        ]
        after = [
            [
                h
                for h in view.hits(group)[unit]
                if tokens[h.first].start >= end and h.last <= sign + _FORMULA_SIDE
            ]
            for group in self.over
        ]
        if not all(before) or not all(after):
            return None
        return [hits[-1] for hits in before] + [hits[0] for hits in after]

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

    def match(self, view: View) -> Iterator[Match]:
        """Every part of the answer that has the shape."""
        answer = view.answer
        for start, end in find(answer.reading, self.phrasing.structure, self.phrasing.least):
            if view.covers(start, end) and self._holds_words(view, start, end):
                yield Match(
                    (answer.reading.normal.raw_span(start, end),),
                    0.95,
                    how=self.phrasing.structure.value,
                )

    def _holds_words(self, view: View, start: int, end: int) -> bool:
        tokens = view.answer.reading.tokens
        hits = view.answer.hits
        return all(
            any(
                start <= tokens[hit.first].start and tokens[hit.last].end <= end
                for term, _ in group.terms
                for hit in hits.get(term, ())
            )
            for group in self.words
        )

    def nearest(self, view: View) -> None:
        """A shape is there or it is not."""


def _words(phrasing: Words, vocabulary: Vocabulary) -> Matcher:
    groups = tuple(vocabulary.group(alternatives) for alternatives in phrasing.words)
    without = tuple(vocabulary.group((text,), widen=False) for text in phrasing.without)
    return WordsMatcher(groups, without, phrasing)


def _sentence(phrasing: Sentence, vocabulary: Vocabulary) -> Matcher:
    words = telling_words(vocabulary.reader, phrasing.text)
    groups = {form: vocabulary.word(form, denied=denied) for form, _word, denied in words}
    return WordsMatcher(tuple(groups.values()), (), Words(words=((phrasing.text,),)))


def _expression(phrasing: Expression, vocabulary: Vocabulary) -> Matcher:
    return ExpressionMatcher(vocabulary.expression(phrasing.expression))


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
    return StructureMatcher(phrasing, tuple(map(vocabulary.group, phrasing.words)))


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
