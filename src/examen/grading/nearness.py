"""The passage of an answer that comes nearest to a missing idea, if any is near enough to help.

A unit is near an idea if it holds words that tell something of it, words of many of its phrasings
and of those of few other ideas, if the question itself does not say them, and if no other idea of
the criterion is nearer. Words by which other ideas were recognised do not count.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import cache
from typing import NamedTuple

from examen.grading import reasons
from examen.grading.answer import Answer, View
from examen.grading.compiled import CompiledCriterion, CompiledIdea, CompiledQuestion
from examen.grading.confidence import presence
from examen.grading.index import Hit
from examen.grading.matching import NearMiss
from examen.grading.vocabulary import Group, Vocabulary
from examen.grading.word_matchers import WordsMatcher
from examen.model.grade import Evidence, Finding, Ground, Way

_TELLING = 0.4  # of a word, by how few ideas use it and in how many of the idea's phrasings
_NEAR = 0.8  # two telling words, or …
_SINGLE = 0.6  # … one in most phrasings of an idea, and in those of few others
_RARE = 0.5  # of a word that at most as many ideas use as the square root of them all
_SEVERAL = 2  # words; one alone must be half of what a phrasing tells
_HALF = 0.5
_SHARE = 0.4  # of what a phrasing tells, that must stand there to say what is lacking
_FIGURES = re.compile(r"\d+(?:[.,]\d+)?")
_BESIDE = 6  # tokens between a number and the words that tell which one is meant
_LONGEST = 140  # characters of a passage
_BEFORE = 40  # of them, before its telling words

Told = Mapping[int, Mapping[str, float]]  # by token, how telling it is of each idea


class _Place(NamedTuple):
    """A unit near an idea, with the tokens that make it so."""

    unit: int
    tokens: tuple[int, ...]
    score: float


class Nearness:
    """How telling the words of an exam's rubrics are, and which passages come near an idea.

    Args:
        questions: the questions as they are marked.
        vocabulary: the words that they look for.
        prompts: by question number, what the question says; no answer is near for repeating it.
        given: what the candidate is given to read; its numbers are no result of theirs.
    """

    def __init__(
        self,
        questions: Iterable[CompiledQuestion],
        vocabulary: Vocabulary,
        prompts: Mapping[str, str],
        given: str,
    ) -> None:
        self._given = _numbers(given)
        self._vocabulary = vocabulary
        self._asked = {number: vocabulary.lemmas(text) for number, text in prompts.items()}
        shares = {
            (question.number, compiled.idea.id): _shares(compiled)
            for question in questions
            for criterion in question.criteria
            for compiled in criterion.ideas
        }
        uses = Counter(term for own in shares.values() for term in own)
        most = math.log(len(shares) + 1)
        self._rarity = {term: 1 - math.log(count) / most for term, count in uses.items()}
        self._words = cache(self._find_words)  # the same are lacking in copy after copy
        self._weight = cache(self._find_weight)
        self._tells: dict[str, dict[int, dict[str, float]]] = {}
        for (number, idea), own in shares.items():
            of_question = self._tells.setdefault(number, {})
            for term, share in own.items():
                tells = math.sqrt(self._rarity[term] * share)
                of_question.setdefault(term, {})[idea] = tells

    def explained(
        self,
        question: CompiledQuestion,
        found: Sequence[Sequence[Finding]],
        answer: Answer,
        views: Mapping[str, View],
    ) -> Sequence[Sequence[Finding]]:
        """The findings; those of ideas that nothing says quote what comes near, if anything.

        Args:
            question: the question answered.
            found: its findings, by criterion.
            answer: the answer.
            views: the passages about each entity.
        """
        if not answer.reading.tokens:
            return list(found)
        told = self._told(question.number, answer)
        near = frozenset().union(*told.values())
        explained: list[Sequence[Finding]] = []
        for criterion, findings in zip(question.criteria, found, strict=True):
            nearby = criterion.has_numbers or not near.isdisjoint(criterion.names)
            if nearby and any(finding.ground is Ground.NOTHING for finding in findings):
                view = views[criterion.entity.id] if criterion.entity else answer.whole
                explained.append(list(self._criterion(criterion, findings, view, told)))
            else:
                explained.append(findings)
        return explained

    def _told(self, question: str, answer: Answer) -> Told:
        """How telling the tokens of an answer are of the question's ideas."""
        asked = self._asked[question]
        of_question = self._tells.get(question, {})
        words = [token.word for token in answer.reading.tokens]
        new = [not word.stop and word.lemmas.isdisjoint(asked) for word in words]
        told: dict[int, Mapping[str, float]] = {}
        for term in of_question.keys() & answer.hits.keys():
            ideas = of_question[term]
            for hit in answer.hits[term]:
                if hit.denies or True not in new[hit.first : hit.last + 1]:
                    continue  # it tells nothing that the question does not say
                known = told.get(hit.first)
                told[hit.first] = _most(known, ideas) if known else ideas
        return told

    def _criterion(
        self, criterion: CompiledCriterion, findings: Sequence[Finding], view: View, told: Told
    ) -> Iterator[Finding]:
        used = [(piece.start, piece.end) for finding in findings for piece in finding.evidence]
        places = _places(criterion, view, told, used)
        for compiled, finding in zip(criterion.ideas, findings, strict=True):
            if finding.ground is not Ground.NOTHING:
                yield finding
            elif place := places.get(compiled.idea.id):
                yield self._near(compiled, finding, view, place)
            elif compiled.numbers:
                yield self._near_number(compiled, finding, view, used)
            else:
                yield finding

    def _near(self, compiled: CompiledIdea, finding: Finding, view: View, place: _Place) -> Finding:
        misses = [
            (self._share(miss), miss)
            for matcher in compiled.phrasings
            if isinstance(matcher, WordsMatcher)
            for miss in matcher.nearest(view, place.tokens)
        ]
        share, miss = max(misses, key=lambda pair: pair[0], default=(0.0, None))
        if share < (_SHARE if len(place.tokens) >= _SEVERAL else _HALF):
            return finding
        lacking = [self._words(group) for group in miss.lacking] if miss else []
        partly = miss is not None and len(miss.hits) > len(miss.lacking)
        passage = _passage(view, place)
        reason = reasons.nearest(
            _one_line(passage.quote).rstrip(" .;,"),
            cut=_cut(view, place, passage),
            lacking=list(filter(None, lacking)),
        )
        return _explained(finding, Ground.PARTLY if partly else Ground.NEAR, passage, reason)

    def _near_number(
        self, compiled: CompiledIdea, finding: Finding, view: View, used: list[tuple[int, int]]
    ) -> Finding:
        """The finding with the number that stands where another is expected, if there is one."""
        raw = view.answer.reading.raw
        misses = [
            (_distance(miss.hits, miss.tokens), miss)
            for matcher in compiled.numbers
            for miss in matcher.nearest(view)
            if not _inside(miss.span, used)
            if not _numbers(raw[slice(*miss.span)]) <= self._given
        ]
        near = min(misses, key=lambda pair: (pair[0], pair[1].span), default=None)
        if near is None or near[0] > _BESIDE:
            return finding
        miss = near[1]
        used.append(miss.span)
        passage = Evidence(*miss.span, raw[slice(*miss.span)])
        reason = reasons.near_number(_one_line(passage.quote), miss.value)
        return _explained(finding, Ground.NEAR, passage, reason)

    def _share(self, miss: NearMiss) -> float:
        """How much of what a phrasing tells stands there."""
        there = sum(self._rarity.get(hit.term, 0.0) for hit in miss.hits)
        lacking = sum(map(self._weight, miss.lacking))
        return there / (there + lacking) if there else 0.0

    def _find_weight(self, group: Group) -> float:
        """How telling the rarest of a group's words is."""
        return max((self._rarity.get(term, 0.0) for term in group.terms), default=0.0)

    def _find_words(self, group: Group) -> list[str]:
        """The author's alternatives that tell something; none if most tell nothing."""
        own = {term: o.phrase for term, o in group.origins.items() if o.way is Way.EXACT}
        words = self._vocabulary.reader.words
        telling = [
            phrase
            for term, phrase in own.items()
            if self._rarity.get(term, 0.0) >= _RARE and not all(word.stop for word in words(phrase))
        ]
        return telling if 2 * len(telling) >= len(own) else []


def _shares(compiled: CompiledIdea) -> dict[int, float]:
    """The terms of an idea's phrasings, with the share of these that each stands in."""
    matchers = [each for each in compiled.phrasings if isinstance(each, WordsMatcher)]
    uses = Counter(
        term
        for matcher in matchers
        for term in {term for group in matcher.groups for term in group.terms}
    )
    return {term: count / len(matchers) for term, count in uses.items()}


def _most(one: Mapping[str, float], other: Mapping[str, float]) -> dict[str, float]:
    """The greater of the values of two mappings."""
    most = {**one, **other}
    for idea in one.keys() & other.keys():
        most[idea] = max(one[idea], other[idea])
    return most


def _places(
    criterion: CompiledCriterion, view: View, told: Told, used: Sequence[tuple[int, int]]
) -> dict[str, _Place]:
    """For each idea of a criterion the unit nearest to it, if that one is nearer to no other."""
    names = criterion.names
    own = {token: ideas for token, ideas in told.items() if not names.isdisjoint(ideas)}
    reading = view.answer.reading
    places: dict[str, _Place] = {}
    if not own:
        return places
    by_unit = view.by_unit(own)
    for number in sorted(by_unit):
        tokens: dict[str, dict[int, float]] = {}
        seen = set()
        for token in by_unit[number]:
            word = reading.tokens[token].word.folded
            if word not in seen and not _inside(reading.raw_span((token,)), used):
                seen.add(word)
                for idea in names & own[token].keys():
                    tokens.setdefault(idea, {})[token] = own[token][idea]
        scores = {idea: sum(weights.values()) for idea, weights in tokens.items()}
        best = max(scores.values(), default=0.0)
        for idea, score in scores.items():
            if score < best or not _is_near(tokens[idea].values()):
                continue
            if idea not in places or score > places[idea].score:
                places[idea] = _Place(number, tuple(sorted(tokens[idea])), score)
    return places


def _is_near(weights: Iterable[float]) -> bool:
    telling = [weight for weight in weights if weight >= _TELLING]
    return sum(telling) >= _NEAR or max(telling, default=0.0) >= _SINGLE


def _distance(hits: Sequence[Hit], tokens: Sequence[int]) -> int:
    """Tokens between the nearest of some hits and a number's tokens."""
    return min(max(hit.first - tokens[-1], tokens[0] - hit.last) for hit in hits)


def _numbers(text: str) -> frozenset[Decimal]:
    return frozenset(Decimal(figures.replace(",", ".")) for figures in _FIGURES.findall(text))


def _explained(finding: Finding, ground: Ground, passage: Evidence, reason: str) -> Finding:
    sure = 1 - presence(ground)
    return replace(finding, confidence=sure, ground=ground, near=(passage,), reason=reason)


def _inside(span: tuple[int, int], used: Sequence[tuple[int, int]]) -> bool:
    first, last = span
    return any(start < last and first < end for start, end in used)


def _passage(view: View, place: _Place) -> Evidence:
    """The unit, cut at words to a readable length around what is near in it."""
    reading = view.answer.reading
    unit = view.units[place.unit]
    start, end = reading.normal.raw_span(unit.start, unit.end)
    first, last = reading.raw_span(place.tokens)
    if end - start > _LONGEST and first - start > _BEFORE:
        start = reading.raw.find(" ", first - _BEFORE, first) + 1 or first
    if end - start > _LONGEST:
        end = max(reading.raw.rfind(" ", start, start + _LONGEST), min(last, start + _LONGEST))
    return Evidence(start, end, reading.raw[start:end])


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _cut(view: View, place: _Place, passage: Evidence) -> tuple[bool, bool]:
    """Whether the unit goes on before and after a passage."""
    raw, unit = view.answer.reading.raw, view.units[place.unit]
    start, end = view.answer.reading.normal.raw_span(unit.start, unit.end)
    return bool(raw[start : passage.start].strip()), bool(raw[passage.end : end].strip())
