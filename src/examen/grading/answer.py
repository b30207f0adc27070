"""An answer made ready for matching: where the vocabulary's words stand, and what is denied."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from examen.grading.index import Hit, Index
from examen.grading.vocabulary import Group
from examen.language.negation import Negation, clauses, negations
from examen.language.numbers import Quantity, quantities
from examen.language.reading import Reading, Unit
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

    @cached_property
    def hits(self) -> dict[int, list[Hit]]:
        """Where the terms looked for stand."""
        return self.index.hits(self.reading)

    @cached_property
    def groups(self) -> frozenset[Group]:
        """The groups of which a term stands anywhere, few of all that a rubric has."""
        return self.index.groups(self.hits)

    @cached_property
    def negations(self) -> list[Negation]:
        """The words that deny, with their scopes."""
        return negations(self.reading)

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

    def denials(self, token: int) -> list[Negation]:
        """The negations whose scope holds the token."""
        return self._denials.get(token, [])

    def is_denied(self, token: int) -> bool:
        """Whether a token is denied; two denials cancel out."""
        return len(self.denials(token)) % 2 == 1

    @cached_property
    def _denials(self) -> dict[int, list[Negation]]:
        covered: dict[int, list[Negation]] = {}
        for negation in self.negations:
            for token in negation.scope:
                covered.setdefault(token, []).append(negation)
        return covered


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
    _found: dict[Group, dict[int, list[Hit]]] = field(default_factory=dict)
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

    def hits(self, group: Group) -> dict[int, list[Hit]]:
        """Where a group's terms stand, by unit number; words that introduce a unit count too."""
        found = self._found.get(group)
        if found is None:
            found = self._found[group] = self._placed(group)
        return found

    def hits_within(self, group: Group, unit: int, tokens: range) -> list[Hit]:
        """The hits of a group in a unit that lie within some neighbouring tokens."""
        hits = self.hits(group).get(unit, [])
        first = bisect_left(hits, (tokens.start,))
        last = bisect_left(hits, (tokens.stop,))
        return [hit for hit in hits[first:last] if hit.last < tokens.stop]

    def _placed(self, group: Group) -> dict[int, list[Hit]]:
        """The hits of a group's terms by unit number."""
        everywhere = self.answer.hits
        terms = everywhere.keys() & group.terms.keys()
        if not terms:
            return {}
        owner, introduces, trusted = self.owner, self.introduces, self.trust
        is_denied = self.answer.is_denied
        found: dict[int, list[Hit]] = {}
        for term in terms if len(terms) == 1 else filter(terms.__contains__, group.terms):
            worth = group.terms[term]
            for place in everywhere[term]:
                first, last, sure, denies, number = place
                # A term that denies stands only where its words are denied.
                if denies and not is_denied(first):
                    continue
                trust = trusted.get(first, 1.0) if trusted else 1.0
                if not trust:
                    continue
                quality = sure * worth * trust
                hit = place if quality == sure else Hit(first, last, quality, denies, number)
                unit = owner.get(first)
                if unit is not None and (first == last or owner.get(last) == unit):
                    if unit in found:
                        found[unit].append(hit)
                    else:
                        found[unit] = [hit]
                if introduces:
                    for other in introduces.get(first, ()):
                        found.setdefault(other, []).append(hit)
        return {unit: _preferred(hits) if len(hits) > 1 else hits for unit, hits in found.items()}

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

    def covers(self, start: int, end: int) -> bool:
        """Whether any unit of the view overlaps a span of the text."""
        return any(unit.start < end and start < unit.end for unit in self.units)


def _preferred(hits: list[Hit]) -> list[Hit]:
    """The hits in order; where a denied term stands ("pas ouvert"), the plain one gives way."""
    denying = {hit.first for hit in hits if hit.denies}
    kept = [hit for hit in hits if hit.denies or hit.first not in denying] if denying else hits
    surest: dict[tuple[int, int, bool], Hit] = {}
    for hit in sorted(kept, key=_in_order):
        surest.setdefault((hit.first, hit.last, hit.denies), hit)
    return list(surest.values())


def _in_order(hit: Hit) -> tuple[int, int, bool, float]:
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
