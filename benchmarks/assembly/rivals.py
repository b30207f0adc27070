"""What one would do without a solver: take the best question each time, or draw at random."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from random import Random

from examen.papers.assembling import Search
from examen.papers.goals import goals
from examen.papers.model import Model
from examen.papers.pool import Candidate
from examen.papers.program import Row, dot
from examen.papers.solver import Clock, solve

Versions = Sequence[Sequence[Candidate]]


class Desk:
    """Questions taken one after the other, and how far the demands are from being met."""

    def __init__(self, search: Search) -> None:
        self.model: Model = search.model(search.count)
        self.values = [0] * len(self.model.program.tops)
        self._rows: list[list[tuple[int, int]]] = [[] for _ in self.values]
        self._sums = [0] * len(self.model.program.rows)
        for index, row in enumerate(self.model.program.rows):
            for variable, factor in row.terms.items():
                self._rows[variable].append((index, factor))
        self.steps = list(self._steps())

    def _steps(self) -> Iterator[tuple[int, ...]]:
        """What may be taken at once: a question with its case and all that it needs."""
        for version in self.model.versions:
            for used, inside in self.model.cases(version):
                own = {one.key: (variable, one) for variable, one in inside}
                for variable, one in inside:
                    needed, left = {used, variable}, list(one.needs)
                    while left:
                        other, needs = own[left.pop()][0], own[one.key][1].needs
                        left += [key for key in needs if own[key][0] not in needed | {other}]
                        needed.add(other)
                    yield tuple(sorted(needed))

    def gain(self, step: tuple[int, ...]) -> float:
        """How much nearer a step brings the demands to being met."""
        changes: dict[int, int] = {}
        for variable in step:
            if not self.values[variable]:
                for index, factor in self._rows[variable]:
                    changes[index] = changes.get(index, 0) + factor
        rows = self.model.program.rows
        return sum(
            _missing(rows[index], self._sums[index])
            - _missing(rows[index], self._sums[index] + change)
            for index, change in changes.items()
        )

    def take(self, step: tuple[int, ...]) -> None:
        """Take what a step takes."""
        for variable in step:
            if not self.values[variable]:
                self.values[variable] = 1
                for index, factor in self._rows[variable]:
                    self._sums[index] += factor

    def is_met(self) -> bool:
        """Whether all demands are met."""
        return self.model.program.accepts(self.values)

    def versions(self) -> Versions:
        """What was taken."""
        return self.model.read(self.values)


def _missing(row: Row, total: int) -> float:
    """How far a row is from its bounds, its own bound being 1."""
    below = 0 if row.lower is None else max(0, row.lower - total)
    above = 0 if row.upper is None else max(0, total - row.upper)
    return (below + above) / max(1, abs(row.lower or 0), abs(row.upper or 0))


def greedy(search: Search, seed: int) -> Versions | None:
    """The question that brings most, again and again, any of the best ones; None if that fails."""
    desk, random = Desk(search), Random(seed)
    while not desk.is_met():
        gains = [(desk.gain(step), random.random(), step) for step in desk.steps]
        best, _tie, step = max(gains)
        if best <= 0:
            return None
        desk.take(step)
    return desk.versions()


def drawn(search: Search, desk: Desk, random: Random) -> bool:
    """Whether questions drawn until each version has its points meet all demands."""
    desk.values = [0] * len(desk.values)
    least = search.blueprint.points.min or 0
    worth = [
        {
            variable: one.points
            for _used, inside in desk.model.cases(version)
            for variable, one in inside
        }
        for version in desk.model.versions
    ]
    steps = random.sample(desk.steps, min(len(desk.steps), 60 * search.count))
    for step in steps:
        for points in worth:
            have = sum(value for variable, value in points.items() if desk.values[variable])
            if any(variable in points for variable in step) and have < least:
                for variable in step:
                    desk.values[variable] = 1
    return desk.is_met()


def any_valid(search: Search, seed: int, seconds: float) -> Versions | None:
    """Versions that meet all demands, drawn by giving every question a cost at random."""
    model = search.model(search.count)
    random = Random(seed)
    cost = {
        variable: random.randrange(100)
        for version in model.versions
        for _used, inside in model.cases(version)
        for variable, _one in inside
    }
    found = solve(model.program, cost, Clock(seconds), seed=seed)
    return model.read(found.values) if found.values else None


def left(search: Search, versions: Versions) -> list[Fraction]:
    """What some versions leave of each goal."""
    model = search.model(search.count, versions)
    aims = goals(search.bank, search.blueprint, model)
    total: dict[int, int] = {}
    for goal in aims:
        for variable, factor in goal.terms.items():
            total[variable] = total.get(variable, 0) + factor
    found = solve(model.program, total, Clock(60))
    return [dot(goal.terms, found.values) * goal.unit for goal in aims]
