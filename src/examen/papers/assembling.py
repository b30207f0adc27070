"""Choosing: a bank and a blueprint become the best choice of questions that there is.

What is sought is proven: nothing beats a choice that leaves nothing of any goal, and parallel
exams each as good as the best single one cannot be better together.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from examen.bank import Bank
from examen.model.blueprint import Blueprint
from examen.papers.demand import Demand
from examen.papers.demands import demands
from examen.papers.goals import Goal, goals
from examen.papers.model import Model, Weigh, integral
from examen.papers.pool import Candidate, candidates
from examen.papers.program import dot
from examen.papers.solver import Clock, Solution, Status, solve

_ATTEMPTS = 4  # at choosing parallel exams one after the other, before all are sought together
_SOME = Fraction(1, 3)  # of the cases, among which values are looked for first
_APART = 7919  # so far apart are the seeds of two attempts, beyond any number of versions


class OutOfTimeError(Exception):
    """The time was over before an exam was found, or found to be impossible."""


@dataclass(frozen=True, slots=True)
class Left:
    """What is left of a goal, which is better the less it is."""

    name: str
    amount: Fraction


@dataclass(frozen=True, slots=True)
class Choice:
    """The questions of each version, and how good they are.

    Attributes:
        proven: no other choice is better.
    """

    versions: tuple[tuple[Candidate, ...], ...]
    left: tuple[Left, ...]
    proven: bool


@dataclass(frozen=True, slots=True)
class Search:
    """A search for the questions of some versions that meet some demands."""

    bank: Bank
    blueprint: Blueprint
    pool: tuple[Candidate, ...]
    asked: tuple[Demand, ...]
    count: int
    clock: Clock
    seed: int = 0

    def best(self) -> Choice | None:
        """The best choice; None where nothing meets the demands.

        Raises:
            OutOfTimeError: the time was over before anything was found.
        """
        if self.count == 1:
            return self._descend(self.model(1))
        # What a version must be on its own; being one of several only adds to that.
        own = tuple(demand for demand in self.asked if not demand.between)
        single = replace(self, asked=own, count=1).best()
        if single is None:
            return None
        found = self._one_by_one(single)
        return found or self._descend(self.model(self.count))

    def can_be_met(self) -> bool:
        """Whether anything meets the demands, however good it is.

        Raises:
            OutOfTimeError: the time was over before that was known.
        """
        related = any(demand.between for demand in self.asked)
        if not related or self.count == 1:
            return self._met(1)
        own = tuple(demand for demand in self.asked if not demand.between)
        if not replace(self, asked=own, count=1).can_be_met():
            return False
        return self._one_by_one(None) is not None or self._met(self.count)

    def reach(self, weigh: Weigh, *, upwards: bool) -> Fraction | None:
        """The most, or the least, that the versions together can have of something.

        None where time runs out or nothing meets the demands.
        """
        model = self.model(self.count)
        terms: dict[int, Fraction] = {}
        for version in model.versions:
            terms |= model.sum(version, weigh)
        whole, unit = integral(terms)
        sign = -1 if upwards else 1
        cost = {variable: sign * factor for variable, factor in whole.items()}
        found = solve(model.program, cost, self.clock, seed=self.seed)
        return sign * found.cost * unit if found.status is Status.OPTIMAL else None

    def _met(self, count: int) -> bool:
        model = self.model(count)
        found = solve(model.program, {}, self.clock, seed=self.seed)
        if found.status is Status.UNKNOWN:
            raise OutOfTimeError
        return found.status is not Status.IMPOSSIBLE

    def model(
        self, count: int, fixed: Sequence[Sequence[Candidate]] = (), seed: int | None = None
    ) -> Model:
        """The program of so many versions, of which the first may be fixed."""
        filters = [demand.admits for demand in self.asked if demand.admits]
        admitted = [one for one in self.pool if all(admits(one) for admits in filters)]
        model = Model(admitted, count, self.seed if seed is None else seed, fixed)
        for demand in self.asked:
            if demand.add:
                demand.add(model)
        return model

    def _one_by_one(self, single: Choice | None) -> Choice | None:
        """One version after the other, each as good as the single one; None if that fails."""
        attempts = (self._in_turn(single, attempt * _APART) for attempt in range(_ATTEMPTS))
        return next(filter(None, attempts), None)

    def _in_turn(self, single: Choice | None, shift: int) -> Choice | None:
        chosen: list[tuple[Candidate, ...]] = []
        left: tuple[Left, ...] = ()
        while len(chosen) < self.count:
            count = len(chosen) + 1
            model = self.model(count, chosen, self.seed + shift + count)
            aims = goals(self.bank, self.blueprint, model) if single else ()
            for goal, one in zip(aims, single.left if single else (), strict=True):
                most = one.amount * count / goal.unit
                model.program.row(goal.terms, upper=int(most))
            found = self._soon(model, self.seed + shift)
            if not found.values:
                return None
            chosen.append(model.read(found.values)[-1])
            left = _left(aims, found)
        return Choice(tuple(chosen), left, bool(single and single.proven))

    def _descend(self, model: Model) -> Choice | None:
        """The first goal as near to nothing as can be, then the second, and so on."""
        aims = goals(self.bank, self.blueprint, model)
        program, proven = model.program, True
        best: Solution | None = None
        hopeless = False  # whether the goals from here on cannot all be met at once
        for index, goal in enumerate(aims):
            met = best is not None and not any(dot(aim.terms, best.values) for aim in aims[index:])
            if not met and not hopeless:
                found = self._nothing_left(model, aims[index:])
                if found.values:
                    best = found
                    break
                hopeless = found.status is Status.IMPOSSIBLE
            if best is None or dot(goal.terms, best.values):
                found = solve(program, goal.terms, self.clock, seed=self.seed)
                if found.status is Status.IMPOSSIBLE and best is None:
                    return None
                proven = proven and found.status is Status.OPTIMAL
                best = found if found.values else best
            if best is None:
                raise OutOfTimeError
            least = dot(goal.terms, best.values)
            program.row(goal.terms, upper=least)
            hopeless = hopeless and not least
        if best is None:  # there is always a goal
            raise OutOfTimeError
        return Choice(tuple(model.read(best.values)), _left(aims, best), proven)

    def _nothing_left(self, model: Model, aims: Sequence[Goal]) -> Solution:
        """Values that leave nothing of the goals, if they are soon found."""
        rows = model.program.rows
        before = len(rows)
        for goal in aims:
            model.program.row(goal.terms, upper=0)
        found = self._soon(model, self.seed)
        del rows[before:]
        return found

    def _soon(self, model: Model, seed: int) -> Solution:
        """Any values, looked for among some of the cases first: that is quick and often enough."""
        rows = model.program.rows
        before = len(rows)
        model.keep(_SOME)
        found = solve(model.program, {}, self.clock.part(8), seed=seed)
        del rows[before:]
        return found if found.values else solve(model.program, {}, self.clock.part(4), seed=seed)


def search(bank: Bank, blueprint: Blueprint, clock: Clock, seed: int = 0) -> Search:
    """The search for all that a blueprint asks for."""
    count = blueprint.versions.count if blueprint.versions else 1
    pool = candidates(bank, blueprint)
    return Search(bank, blueprint, pool, demands(bank, blueprint), count, clock, seed)


def _left(aims: Sequence[Goal], found: Solution) -> tuple[Left, ...]:
    return tuple(Left(goal.name, dot(goal.terms, found.values) * goal.unit) for goal in aims)
