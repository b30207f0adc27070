"""Recognising words: groups of them in a unit, in any order, and fixed expressions."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from heapq import nsmallest

from examen.grading.answer import View, numbers
from examen.grading.index import Hit
from examen.grading.matching import Match, NearMiss, Passage
from examen.grading.opposition import taken_back
from examen.grading.recognising import recognised
from examen.grading.vocabulary import Group, Opposites
from examen.language.clauses import clauses
from examen.language.reading import Unit
from examen.model.grade import Recognised
from examen.model.recognition import Scope, Words

_COMFORTABLE_SPAN, _LONGEST_SPAN = 16, 40  # tokens from the first to the last word of a match
_DOUBT = 0.5
_MOST_ANCHORS, _MOST_TRIED = 20, 4  # keep a word repeated a thousand times cheap


@dataclass(frozen=True, slots=True)
class WordsMatcher:
    """One term of each group in a unit, in any order, near each other and not denied.

    Attributes:
        by_rarity: the groups, those with the fewest terms first.
    """

    groups: tuple[Group, ...]
    by_rarity: tuple[Group, ...]
    without: tuple[Group, ...]
    phrasing: Words
    contraries: tuple[Opposites, ...]

    @property
    def looks_for(self) -> Sequence[Group]:
        """The words that must stand there, that must not, and the contraries of the first."""
        return (*self.groups, *self.without, *(one.group for one in self.contraries))

    @property
    def needs(self) -> Sequence[Group]:
        """The group that is likely to be the rarest; all others are needed too."""
        return self.by_rarity[:1]

    def match(self, view: View) -> Sequence[Match]:
        """Every unit with a term of each group; the closest terms where there are several."""
        if not view.answer.groups.issuperset(self.groups):
            return ()
        view = view.within(self.phrasing.within)
        units = self._units(view)
        matches = []
        for number in numbers(units):
            unit = view.units[number]
            choices = [view.hits(group, number) for group in self.groups]
            hits = _closest(choices, unit)
            if not hits:
                continue
            polarity = _polarity(view, hits)
            judged = self._judged(view, unit, hits, polarity)
            if self.phrasing.negated is None and any(polarity):
                judged = self._undenied(view, unit, choices) or judged
            # Where a denial is asked for, to name the thing is not yet to say the contrary.
            if not (judged.denied and self.phrasing.negated):
                matches.append(judged)
        return matches

    def _units(self, view: View) -> int:
        """The units with a term of each group and none that must not stand there, as bits."""
        units = view.units_with_all(self.by_rarity)
        for group in self.without if units else ():
            units &= ~view.units_with(group)
        return units

    def _judged(
        self, view: View, unit: Unit, hits: Sequence[Hit], polarity: tuple[bool, bool]
    ) -> Match:
        quality = 1.0
        for hit in hits:
            quality *= hit.quality
        members = _members(unit)
        own = [hit for hit in hits if hit.first in members]
        first, last = min(own).first, max([hit.last for hit in own])
        if last - first > _COMFORTABLE_SPAN and self.phrasing.within is Scope.UNIT:
            quality *= 0.9 if last - first <= _LONGEST_SPAN else _DOUBT
        denied, doubtful = polarity
        if self.phrasing.negated is False:
            denied = doubtful = False
        elif self.phrasing.negated:
            denied = not denied
        return Match(
            _spans(view, unit, own, [hit for hit in hits if hit.first not in members]),
            quality * (_DOUBT if doubtful else 1.0),
            partial(self._tell, view, hits),
            denied,
            tokens=_tokens(hits),
        )

    def _tell(self, view: View, hits: Sequence[Hit]) -> tuple[Recognised, ...]:
        """What was recognised, group by group."""
        return tuple(
            recognised(view, group, hit) for group, hit in zip(self.groups, hits, strict=True)
        )

    def _undenied(self, view: View, unit: Unit, choices: Sequence[Sequence[Hit]]) -> Match | None:
        """The match by words of the unit that nothing denies, if one clause holds them all.

        "Il néglige les rendez-vous : s'entraîner à la prise de rendez-vous" asks for training.
        """
        for clause in map(frozenset, clauses(view.answer.reading, unit)):
            said = [
                [hit for hit in hits if hit.first in clause and not _is_denied(view, hit)]
                for hits in choices
            ]
            hits = _closest(said, unit) if all(said) else None
            if hits and not any(polarity := _polarity(view, hits)):
                return self._judged(view, unit, hits, polarity)
        return None

    def taken_back(self, view: View, match: Match, passage: Passage) -> tuple[int, int] | None:
        """The words of a passage after a match that say the contrary of it."""
        if self.phrasing.negated is not None:
            return None
        return taken_back(view, match, passage, self.groups, self.contraries)

    def nearest(self, view: View, tokens: tuple[int, ...]) -> Iterator[NearMiss]:
        """Every unit with some of the groups, but not all, the first of one among the tokens."""
        view = view.within(self.phrasing.within)
        found = [(group, view.units_with(group)) for group in self.groups]
        near = view.units_of(tokens) & view.units_with_any(self.groups)
        for number in numbers(near):
            there = [group for group, units in found if units >> number & 1]
            first = tuple(view.hits(group, number)[0] for group in there)
            if len(there) < len(found) and any(hit.first in tokens for hit in first):
                lacking = tuple(group for group, units in found if not units >> number & 1)
                yield NearMiss(first, lacking)


def _tokens(hits: Sequence[Hit]) -> tuple[int, ...]:
    """The tokens of some hits, ascending."""
    if len(hits) == 1:
        return tuple(range(hits[0].first, hits[0].last + 1))
    return tuple(sorted({token for hit in hits for token in range(hit.first, hit.last + 1)}))


def _is_denied(view: View, hit: Hit) -> bool:
    """Whether a hit is denied otherwise than its phrasing wants."""
    return not hit.denies and view.answer.is_denied(hit.first)


def _members(unit: Unit) -> Sequence[int] | frozenset[int]:
    return unit.tokens if isinstance(unit.tokens, range) else frozenset(unit.tokens)


def _closest(choices: Sequence[Sequence[Hit]], unit: Unit) -> list[Hit] | None:
    """One hit of each group, on different tokens, as near to each other as can be."""
    members = _members(unit)
    if len(choices) == 1:
        return _shortest(choices[0][:_MOST_ANCHORS], members)
    sizes = list(map(len, choices))
    at = sizes.index(min(sizes))
    best: tuple[int, int, list[Hit]] | None = None
    for anchor in choices[at][:_MOST_ANCHORS]:
        chosen = _around(anchor, choices, at)
        if not chosen or not _any_within(chosen, members):
            continue
        span = max([hit.last for hit in chosen]) - min(chosen).first
        if best is None or (span, anchor.first) < best[:2]:
            best = span, anchor.first, chosen
    return best[2] if best else None


def _any_within(hits: Sequence[Hit], members: Container[int]) -> bool:
    """Whether any hit stands in a unit's own words."""
    for hit in hits:  # noqa: SIM110 - run for every match: a generator costs more than the test
        if hit.first in members:
            return True
    return False


def _shortest(hits: Sequence[Hit], members: Container[int]) -> list[Hit] | None:
    """The first of the shortest hits that stand in a unit's own words."""
    own = [hit for hit in hits if hit.first in members]
    return [min(own, key=lambda hit: hit.last - hit.first)] if own else None


def _around(anchor: Hit, choices: Sequence[Sequence[Hit]], at: int) -> list[Hit] | None:
    """For each group the hit nearest to that of group `at`; no token serves two groups."""
    if max(map(len, choices)) == 1:
        return _apart([hits[0] for hits in choices])
    chosen: list[Hit] = []

    def place(group: int) -> bool:
        if group == len(choices):
            return True
        hits = [anchor] if group == at else _nearest(anchor, choices[group])
        for hit in hits:
            taken = chosen if group == at else [*chosen, anchor]
            if not any(_overlap(hit, other) for other in taken):
                chosen.append(hit)
                if place(group + 1):
                    return True
                chosen.pop()
        return False

    return chosen if place(0) else None


def _apart(hits: list[Hit]) -> list[Hit] | None:
    """The hits, if no token serves two of them."""
    reached = -1
    for hit in sorted(hits):
        if hit.first <= reached:
            return None
        reached = hit.last
    return hits


def _nearest(anchor: Hit, hits: Sequence[Hit]) -> Sequence[Hit]:
    if len(hits) == 1:
        return hits
    return nsmallest(
        _MOST_TRIED, hits, key=lambda hit: (abs(hit.first - anchor.first), -hit.quality, hit)
    )


def _overlap(one: Hit, other: Hit) -> bool:
    return one.first <= other.last and other.first <= one.last


def _polarity(view: View, hits: Sequence[Hit]) -> tuple[bool, bool]:
    """Whether the matched words are denied, and whether that is in doubt.

    A cue that is itself among the matched words belongs to the phrasing; so does one that denies
    a term which the phrasing wants denied. Any other that covers all the words, or the first
    group's, denies the match; one that covers only another part leaves a doubt.
    """
    denied = view.answer.denied
    if not denied or denied.keys().isdisjoint([hit.first for hit in hits]):
        return False, False
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


def _spans(
    view: View, unit: Unit, own: Sequence[Hit], rest: Sequence[Hit]
) -> tuple[tuple[int, int], ...]:
    """The raw spans of a match: one from its first to its last word in a unit's own text."""
    span = view.answer.reading.raw_span
    if not isinstance(unit.tokens, range):
        return tuple(sorted({span((hit.first, hit.last)) for hit in (*own, *rest)}))
    whole = span((min(own).first, max([hit.last for hit in own])))
    return tuple(sorted({whole, *(span((hit.first, hit.last)) for hit in rest)}))
