"""An answer made ready for matching: where the vocabulary's words stand, and what is denied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce
from operator import or_

from examen.grading.index import Hit, Index
from examen.grading.vocabulary import Group
from examen.language.clauses import clauses
from examen.language.negation import Negation, negations
from examen.language.numbers import Quantity, quantities
from examen.language.reading import Reading, Unit
from examen.language.structure import page_of
from examen.language.structure.page import Page
from examen.model.recognition import Scope


@dataclass(eq=False)
class Answer:
    """A reading with all that matching asks of it, each worked out once and only if asked.

    Attributes:
        index: the words that the question looks for.
        trust: 0 to 1, how far words count as a statement of the candidate, by token; 1 if left out.
        as_names: the same where to name a thing is enough; as `trust` if left out.
    """

    reading: Reading
    index: Index
    trust: Mapping[int, float] = field(default_factory=dict)
    as_names: Mapping[int, float] | None = None
    _where: dict[frozenset[str], Sequence[int]] = field(default_factory=dict)

    @cached_property
    def hits(self) -> dict[int, list[Hit]]:
        """Where the terms looked for stand."""
        return self.index.hits(self.reading)

    @cached_property
    def hits_at(self) -> dict[int, list[Hit]]:
        """The hits by the token that they begin with."""
        found: dict[int, list[Hit]] = {}
        for hits in self.hits.values():
            for hit in hits:
                found.setdefault(hit.first, []).append(hit)
        return found

    @cached_property
    def groups(self) -> frozenset[Group]:
        """The groups of which a term stands anywhere, few of all that a rubric has."""
        return self.index.groups(self.hits)

    @cached_property
    def negations(self) -> list[Negation]:
        """The words that deny, with their scopes."""
        return negations(self.reading)

    @cached_property
    def page(self) -> Page:
        """The page that the answer makes, for what its shape shows."""
        return page_of(self.reading)

    @cached_property
    def quantities(self) -> list[tuple[int, Quantity]]:
        """The numbers, each with the index of its first token."""
        pairs = []
        for quantity in quantities(self.reading.text, self.reading.language):
            tokens = self.tokens_between(quantity.start, quantity.end)
            if tokens:
                pairs.append((tokens[0], quantity))
        return pairs

    @cached_property
    def whole(self) -> View:
        """The whole answer."""
        return View(self, self.reading.units, self.trust, everywhere=True)

    @cached_property
    def of_names(self) -> View:
        """The whole answer where to name a thing is enough."""
        if self.as_names is None or self.as_names == self.trust:
            return self.whole
        return View(self, self.reading.units, self.as_names, everywhere=True)

    @cached_property
    def _starts(self) -> list[int]:
        return [token.start for token in self.reading.tokens]

    def tokens_between(self, start: int, end: int) -> range:
        """The tokens that start within a span of the text."""
        return range(bisect_left(self._starts, start), bisect_left(self._starts, end))

    def where(self, forms: frozenset[str]) -> Sequence[int]:
        """The tokens whose folded form is one of these, ascending."""
        found = self._where.get(forms)
        if found is None:
            written = enumerate(self.reading.forms)
            found = self._where[forms] = [n for n, form in written if form in forms]
        return found

    def denials(self, token: int) -> list[Negation]:
        """The negations whose scope holds the token."""
        return self.denied.get(token, [])

    def is_denied(self, token: int) -> bool:
        """Whether a token is denied; two denials cancel out."""
        return len(self.denied.get(token, ())) % 2 == 1

    @cached_property
    def denied(self) -> dict[int, list[Negation]]:
        """The tokens in the scope of negations, with these."""
        covered: dict[int, list[Negation]] = {}
        for negation in self.negations:
            for token in negation.scope:
                covered.setdefault(token, []).append(negation)
        return covered


def numbers(bits: int) -> Iterator[int]:
    """The numbers of the bits that are set, ascending."""
    while bits:
        lowest = bits & -bits
        yield lowest.bit_length() - 1
        bits ^= lowest


@dataclass(eq=False)
class View:
    """The units of an answer among which an idea is looked for: all, or those about an entity.

    Attributes:
        trust: how far words count as a statement of the candidate, as in `Answer`.
        everywhere: whether it is the whole answer, where no words stand included.
    """

    answer: Answer
    units: Sequence[Unit]
    trust: Mapping[int, float]
    everywhere: bool = False
    _hits: dict[tuple[Group, int], Sequence[Hit]] = field(default_factory=dict)
    _units_of: dict[tuple[int, ...], int] = field(default_factory=dict)
    _scoped: dict[Scope, View] = field(default_factory=dict)

    @cached_property
    def owner(self) -> dict[int, int]:
        """The number of the unit that each token belongs to."""
        return {token: n for n, unit in enumerate(self.units) for token in unit.tokens}

    @cached_property
    def introduces(self) -> dict[int, list[int]]:
        """The numbers of the units whose context each token is."""
        introduced: dict[int, list[int]] = {}
        for number, unit in enumerate(self.units):
            for token in unit.context:
                introduced.setdefault(token, []).append(number)
        return introduced

    def by_unit(self, tokens: Iterable[int]) -> dict[int, list[int]]:
        """Those of the tokens that stand in the view, ascending, by the number of their unit."""
        found: dict[int, list[int]] = {}
        for token in sorted(tokens):
            if token in self.owner:
                found.setdefault(self.owner[token], []).append(token)
        return found

    def units_of(self, tokens: tuple[int, ...]) -> int:
        """The units that hold any of the tokens, or that these introduce, as bits."""
        found = self._units_of.get(tokens)
        if found is None:
            found = 0
            for token in tokens:
                if token in self.owner:
                    found |= 1 << self.owner[token]
                for unit in self.introduces.get(token, ()):
                    found |= 1 << unit
            self._units_of[tokens] = found
        return found

    def units_with(self, group: Group) -> int:
        """The numbers of the units where a term of the group stands, as the bits of an integer.

        Words that introduce a unit count too.
        """
        return self._units.get(group, 0)

    def units_with_all(self, groups: Iterable[Group]) -> int:
        """The units where a term of each group stands, as bits; none where no group is asked."""
        units = self._units
        found = -1
        for group in groups:
            found &= units.get(group, 0)
            if not found:
                break
        return max(found, 0)

    def units_with_any(self, groups: Iterable[Group]) -> int:
        """The units where a term of any of the groups stands, as bits."""
        return reduce(or_, map(self.units_with, groups), 0)

    @cached_property
    def _units(self) -> dict[Group, int]:
        """The units where each group stands; only for groups that stand somewhere."""
        units: dict[int, int] = {}
        for number, terms in enumerate(self._terms):
            for term in terms:
                units[term] = units.get(term, 0) | 1 << number
        found: dict[Group, int] = {}
        groups_of = self.answer.index.groups_of
        for term, bits in units.items():
            for group in groups_of(term):
                found[group] = found.get(group, 0) | bits
        return found

    @cached_property
    def _terms(self) -> list[dict[int, list[Hit]]]:
        """By unit, where each term stands, without the places that count for nothing."""
        at, owner = self.answer.hits_at, self.owner
        found = []
        for number, unit in enumerate(self.units):
            here = [hit for token in unit.tokens if token in at for hit in at[token]]
            here = [hit for hit in here if hit.last == hit.first or owner.get(hit.last) == number]
            here += [hit for token in unit.context if token in at for hit in at[token]]
            terms: dict[int, list[Hit]] = {}
            for hit in here:
                if (hit.denies or self.trust) and not self._counts(hit):
                    continue
                if hit.term in terms:
                    terms[hit.term].append(hit)
                else:
                    terms[hit.term] = [hit]
            found.append(terms)
        return found

    def _counts(self, hit: Hit) -> bool:
        """Whether a hit stands where it counts: a term that denies, only where it is denied."""
        if hit.denies and not self.answer.is_denied(hit.first):
            return False
        return not self.trust or self.trust.get(hit.first, 1.0) > 0

    def hits(self, group: Group, unit: int) -> Sequence[Hit]:
        """Where the terms of a group stand in a unit, or in what introduces it, in order."""
        key = group, unit
        found = self._hits.get(key)
        if found is None:
            found = self._hits[key] = self._hits_of(group, unit)
        return found

    def _hits_of(self, group: Group, unit: int) -> list[Hit]:
        found: list[Hit] = []
        terms = self._terms[unit]
        here = terms.keys() & group.terms.keys()
        for term in here if len(here) == 1 else filter(here.__contains__, group.terms):
            places, worth = terms[term], group.terms[term]
            plain = worth == 1 and not self.trust
            found += places if plain else [self._weighed(place, worth) for place in places]
        return _preferred(found) if len(found) > 1 else found

    def _weighed(self, hit: Hit, worth: float) -> Hit:
        """A hit as sure as it is worth in a group, and as far as its words are trusted."""
        quality = hit.quality * worth * self.trust.get(hit.first, 1.0)
        return hit._replace(quality=quality)

    def hits_within(self, group: Group, unit: int, tokens: range) -> list[Hit]:
        """The hits of a group in a unit that lie within some neighbouring tokens."""
        if not self.units_with(group) >> unit & 1:
            return []
        hits = self.hits(group, unit)
        first = bisect_left(hits, (tokens.start,))
        last = bisect_left(hits, (tokens.stop,))
        return [hit for hit in hits[first:last] if hit.last < tokens.stop]

    def trust_between(self, start: int, end: int) -> float:
        """The least trust in the words of a span of the text; 1 where no words stand."""
        if not self.trust:
            return 1.0
        tokens = self.answer.tokens_between(start, end)
        return min((self.trust.get(token, 1.0) for token in tokens), default=1.0)

    def of(self, units: Sequence[Unit]) -> View:
        """The view of other units of the same answer."""
        return View(self.answer, units, self.trust)

    def within(self, scope: Scope) -> View:
        """The view whose units are as large, or as small, as the scope asks."""
        if scope is Scope.UNIT:
            return self
        if scope not in self._scoped:
            units = self._clauses() if scope is Scope.CLAUSE else _joined(self.units, scope)
            self._scoped[scope] = self.of(units)
        return self._scoped[scope]

    def _clauses(self) -> list[Unit]:
        """The clauses of the units."""
        reading = self.answer.reading
        return [
            replace(
                unit,
                tokens=_run(clause),
                start=reading.tokens[clause[0]].start,
                end=reading.tokens[clause[-1]].end,
                cells=(),
            )
            for unit in self.units
            for clause in clauses(reading, unit)
        ]

    @cached_property
    def quantities(self) -> list[tuple[int, Quantity]]:
        """The numbers in the view, each with its unit's number."""
        owner, trust = self.owner, self.trust
        return [
            (owner[token], quantity)
            for token, quantity in self.answer.quantities
            if token in owner and trust.get(token, 1.0)
        ]

    def holds(self, start: int, end: int) -> bool:
        """Whether any unit of the view overlaps a raw span."""
        return any(first < end and start < last for first, last in self._raw_spans)

    @cached_property
    def _raw_spans(self) -> list[tuple[int, int]]:
        raw_span = self.answer.reading.normal.raw_span
        return [raw_span(unit.start, max(unit.end, unit.start + 1)) for unit in self.units]

    def covers(self, start: int, end: int) -> bool:
        """Whether any unit of the view overlaps a span of the text."""
        return any(unit.start < end and start < unit.end for unit in self.units)


def _preferred(hits: list[Hit]) -> list[Hit]:
    """The hits in order; where a denied term stands ("pas ouvert"), the plain one gives way."""
    denying = {hit.first for hit in hits if hit.denies}
    if denying:
        hits = [hit for hit in hits if hit.denies or hit.first not in denying]
    surest: dict[tuple[int, int, bool], Hit] = {}
    for hit in sorted(hits, key=_by_place):
        surest.setdefault((hit.first, hit.last, hit.denies), hit)
    return list(surest.values())


def _by_place(hit: Hit) -> tuple[int, int, bool, float]:
    return hit.first, hit.last, hit.denies, -hit.quality


def _run(tokens: list[int]) -> Sequence[int]:
    """The tokens as a range, if they stand in a row."""
    row = range(tokens[0], tokens[-1] + 1)
    return row if len(row) == len(tokens) else tokens


def _joined(units: Sequence[Unit], scope: Scope) -> list[Unit]:
    """Units put together by paragraph, or all of them."""
    groups: dict[int, list[Unit]] = {}
    for unit in units:
        groups.setdefault(unit.paragraph if scope is Scope.PARAGRAPH else 0, []).append(unit)
    return [
        Unit(
            members[0].kind,
            sorted({token for unit in members for token in unit.tokens}),
            members[0].start,
            members[-1].end,
            members[0].line,
            members[0].paragraph,
        )
        for members in groups.values()
    ]
