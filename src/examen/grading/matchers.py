"""The ways to recognise an idea: a function for each, in one table."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import islice
from typing import Any

from examen.grading import reasons
from examen.grading.answer import View, numbers
from examen.grading.index import Hit
from examen.grading.matching import Match, Matcher, OtherNumber, Passage
from examen.grading.recognising import abridged
from examen.grading.vocabulary import Group, Vocabulary
from examen.grading.word_matchers import WordsMatcher
from examen.language.numbers import equals
from examen.language.patterns import compiled, plain
from examen.language.reading import Reading
from examen.language.structure import find
from examen.messages import written
from examen.model.grade import Recognised, Way
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
    """A pattern over the answer: literal text or a regular expression, by its raw spans."""

    spans: Callable[[Reading], Iterable[tuple[int, int]]]

    @property
    def looks_for(self) -> Sequence[Group]:
        """No words."""
        return ()

    @property
    def needs(self) -> Sequence[Group]:
        """No words."""
        return ()

    def match(self, view: View) -> Iterator[Match]:
        """Every place where the pattern matches something, inside the view."""
        reading, normal = view.answer.reading, view.answer.reading.normal
        for found in self.spans(reading):
            start, end = _whole_words(reading.raw, *found)
            inside = view.everywhere or view.holds(start, end)  # no units where no words stand
            trust = view.trust_between(normal.position(start), normal.position(end))
            if inside and trust and not normal.leaves_out(start, end):
                said = abridged(reading.raw[start:end])
                how = (Recognised(said, said, Way.PATTERN),)
                yield Match(((start, end),), trust, partial(_told, how))

    def taken_back(self, view: View, match: Match, passage: Passage) -> None:
        """A pattern has no contrary."""


@dataclass(frozen=True, slots=True)
class NumberMatcher:
    """A number with the value expected, near certain words where it would be ambiguous."""

    phrasing: NumberMatch
    near: tuple[Group, ...]

    @property
    def looks_for(self) -> Sequence[Group]:
        """The words that tell which number is meant."""
        return self.near

    @property
    def needs(self) -> Sequence[Group]:
        """One of the words that tell which number is meant, if there are any."""
        return self.near

    def match(self, view: View) -> Iterator[Match]:
        """Every number of the view that says the value."""
        spec = self.phrasing.number
        normal = view.answer.reading.normal
        beside = view.units_with_any(self.near)
        if self.near and not beside:
            return
        for number, quantity in view.quantities:
            if (self.near and not beside >> number & 1) or not equals(quantity, spec):
                continue
            start, end = normal.raw_span(quantity.start, quantity.end)
            said = abridged(normal.raw[start:end])
            how = (Recognised(written(spec.value), said, Way.NUMBER),)
            trust = view.trust_between(quantity.start, quantity.end)
            yield Match(((start, end),), 0.97 * trust, partial(_told, how))

    def nearest(self, view: View) -> Iterator[OtherNumber]:
        """Other numbers beside the words that tell which one is meant."""
        answer = view.answer
        normal = answer.reading.normal
        value = written(self.phrasing.number.value)
        for number, quantity in view.quantities:
            groups = [group for group in self.near if view.units_with(group) >> number & 1]
            there = tuple(view.hits(group, number)[0] for group in groups)
            if there and not quantity.operand:
                span = normal.raw_span(quantity.start, quantity.end)
                tokens = answer.tokens_between(quantity.start, quantity.end)
                yield OtherNumber(span, tokens, there, value)

    def taken_back(self, view: View, match: Match, passage: Passage) -> None:
        """A number has no contrary."""


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

    @property
    def looks_for(self) -> Sequence[Group]:
        """The words on both sides."""
        return (*self.of, *self.over)

    @property
    def needs(self) -> Sequence[Group]:
        """The first words on one side; all others are needed too."""
        return self.looks_for[:1]

    def match(self, view: View) -> Iterator[Match]:
        """Every sign of division with the words of each side near it."""
        for number in numbers(view.units_with_all(self.looks_for)):
            for start, end in self._signs(view, number):
                hits = self._sides(view, number, start, end)
                if hits:
                    span = range(min(h.first for h in hits), max(h.last for h in hits) + 1)
                    quality = math.prod(hit.quality for hit in hits)
                    proof = view.answer.reading.raw_span(span)
                    yield Match((proof,), quality, partial(self._how, view, proof))

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

    def _how(self, view: View, span: tuple[int, int]) -> tuple[Recognised]:
        sides = (" ".join(g.text.split(" / ")[0] for g in side) for side in (self.of, self.over))
        said = abridged(view.answer.reading.raw[slice(*span)])
        return (Recognised(" / ".join(sides), said, Way.FORMULA),)

    def taken_back(self, view: View, match: Match, passage: Passage) -> None:
        """A formula has no contrary."""


@dataclass(frozen=True, slots=True)
class StructureMatcher:
    """A property of the answer's shape, holding certain words if any are asked."""

    phrasing: Structure
    words: tuple[Group, ...]
    without: tuple[Group, ...]

    @property
    def looks_for(self) -> Sequence[Group]:
        """The words that must stand in it, or must not."""
        return (*self.words, *self.without)

    @property
    def needs(self) -> Sequence[Group]:
        """The first words that must stand in it, if there are any."""
        return self.words[:1]

    def match(self, view: View) -> Iterator[Match]:
        """Every part of the answer that has the shape."""
        answer = view.answer
        if not answer.groups.issuperset(self.words):
            return
        shape = reasons.shape(self.phrasing.structure)
        for start, end in find(answer.page, self.phrasing.structure, self.phrasing.least):
            if view.covers(start, end) and self._holds_words(view, start, end):
                yield Match(
                    (answer.reading.normal.raw_span(start, end),),
                    0.95,
                    partial(_told, (Recognised(shape, shape, Way.SHAPE),)),
                )

    def _holds_words(self, view: View, start: int, end: int) -> bool:
        tokens = view.answer.reading.tokens
        hits = view.answer.hits

        def holds(group: Group) -> bool:
            return any(
                start <= tokens[hit.first].start and tokens[hit.last].end <= end
                for term in group.terms
                for hit in hits.get(term, ())
            )

        return all(map(holds, self.words)) and not any(map(holds, self.without))

    def taken_back(self, view: View, match: Match, passage: Passage) -> None:
        """A shape has no contrary."""


def _told(how: tuple[Recognised, ...]) -> tuple[Recognised, ...]:
    """What was recognised, where it is known at once."""
    return how


def _whole_words(text: str, start: int, end: int) -> tuple[int, int]:
    """A span widened to whole words, so that evidence never quotes a piece of one."""
    while start > 0 and text[start].isalnum() and text[start - 1].isalnum():
        start -= 1
    while end < len(text) and text[end - 1].isalnum() and text[end].isalnum():
        end += 1
    return start, end


def _words(phrasing: Words, vocabulary: Vocabulary) -> Matcher:
    groups = tuple(vocabulary.group(alternatives) for alternatives in phrasing.words)
    without = tuple(vocabulary.group((text,), widen=False) for text in phrasing.without)
    return _words_matcher(groups, without, phrasing, vocabulary)


def _words_matcher(
    groups: tuple[Group, ...], without: tuple[Group, ...], phrasing: Words, vocabulary: Vocabulary
) -> Matcher:
    contraries = tuple(map(vocabulary.opposites, groups))
    by_rarity = tuple(sorted(groups, key=lambda group: len(group.terms)))
    return WordsMatcher(groups, by_rarity, without, phrasing, contraries)


def _sentence(phrasing: Sentence, vocabulary: Vocabulary) -> Matcher:
    groups = vocabulary.sentence(phrasing.text)
    return _words_matcher(groups, (), Words(words=((phrasing.text,),)), vocabulary)


def _expression(phrasing: Expression, vocabulary: Vocabulary) -> Matcher:
    group = vocabulary.expression(phrasing.expression)
    return _words_matcher((group,), (), Words(words=((phrasing.expression,),)), vocabulary)


def _exact(phrasing: Exact, vocabulary: Vocabulary) -> Matcher:  # noqa: ARG001
    flags = re.IGNORECASE if phrasing.ignore_case else 0
    literal = re.compile(r"\s+".join(map(re.escape, phrasing.exact.split())), flags)
    return PatternMatcher(lambda reading: (m.span() for m in literal.finditer(reading.raw)))


def _regex(phrasing: Regex, vocabulary: Vocabulary) -> Matcher:  # noqa: ARG001
    pattern = compiled(phrasing.regex, ignore_case=phrasing.ignore_case)

    def spans(reading: Reading) -> list[tuple[int, int]]:
        """In the answer as handed in, and as it reads without marks and hidden characters."""
        found = set(pattern.spans(reading.raw))
        if plain(reading.text) != plain(reading.raw):
            found |= {reading.normal.raw_span(*span) for span in pattern.spans(reading.text)}
        return sorted(found)

    return PatternMatcher(spans)


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
