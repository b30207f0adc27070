"""Contradictions: the smallest set of a blueprint's demands that nothing in the bank can meet.

A set without which nothing is left over is found by leaving out one demand after the other; a
smaller one is then sought as the smallest that has something of each set of demands whose removal
makes the others possible.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace

from examen.papers.assembling import OutOfTimeError, Search
from examen.papers.demand import Demand
from examen.papers.program import Program
from examen.papers.solver import Clock, solve

Indices = frozenset[int]

_SOON = 2.0  # seconds for a question whose answer only saves others


@dataclass(slots=True)
class _Oracle:
    """Which sets of demands can be met together, asked as seldom as possible."""

    search: Search
    possible: list[Indices] = field(default_factory=list)
    impossible: list[Indices] = field(default_factory=list)

    def can(self, some: Collection[int], clock: Clock | None = None) -> bool:
        """Whether these demands can be met.

        Args:
            some: the demands.
            clock: in place of that of the search.

        Raises:
            OutOfTimeError: the time was over before that was known.
        """
        asked = frozenset(some)
        if any(asked <= known for known in self.possible):
            return True
        if any(asked >= known for known in self.impossible):
            return False
        demands = tuple(self.search.asked[index] for index in sorted(asked))
        search = replace(self.search, asked=demands, clock=clock or self.search.clock)
        found = search.can_be_met()
        (self.possible if found else self.impossible).append(asked)
        return found


def contradiction(search: Search, clock: Clock) -> tuple[tuple[Demand, ...], bool]:
    """Demands that cannot be met together, none of them needless, and whether no set is smaller.

    Args:
        search: for demands that cannot be met together.
        clock: for all of it; when its time is over, what was found so far is given.
    """
    oracle = _Oracle(replace(search, clock=clock))
    core, whole = _irreducible(oracle, range(len(search.asked)))
    smallest = False
    if whole:
        with suppress(OutOfTimeError):
            core = _smallest(oracle, core, clock)
            smallest = True
    return tuple(search.asked[index] for index in sorted(core)), smallest


def _irreducible(oracle: _Oracle, every: Iterable[int]) -> tuple[Indices, bool]:
    """A set none of which can be left out; and whether there was time to make sure."""
    asked = oracle.search.asked
    core = frozenset(every)
    # What is about several versions makes every question harder, so it is left out first.
    for index in sorted(core, key=lambda one: (not asked[one].between, one)):
        try:
            if not oracle.can(core - {index}):
                core -= {index}
        except OutOfTimeError:
            return core, False
    return core, True


def _smallest(oracle: _Oracle, core: Indices, clock: Clock) -> Indices:
    """The smallest set that cannot be met, at most as large as `core`."""
    every = frozenset(range(len(oracle.search.asked)))
    # Something of each of these must be in every impossible set.
    removals = [every - _grown(oracle, core - {one}) for one in sorted(core)]
    while True:
        hitting = _hitting(removals, every, clock)
        if len(hitting) >= len(core):
            return core
        if not oracle.can(hitting):
            return hitting
        removals.append(every - _grown(oracle, hitting))


def _grown(oracle: _Oracle, some: Indices) -> Indices:
    """A set that can be met, with as many more demands as can soon be seen to be met with it."""
    grown = some
    for index in range(len(oracle.search.asked)):
        with suppress(OutOfTimeError):
            clock = Clock(min(_SOON, oracle.search.clock.left))
            if index not in grown and oracle.can(grown | {index}, clock):
                grown |= {index}
    return grown


def _hitting(removals: Iterable[Indices], every: Indices, clock: Clock) -> Indices:
    """The smallest set that has something of each removal."""
    program = Program()
    taken = {index: program.variable() for index in sorted(every)}
    for removal in removals:
        program.row({taken[index]: 1 for index in sorted(removal)}, lower=1)
    found = solve(program, dict.fromkeys(taken.values(), 1), clock)
    if not found.values:
        raise OutOfTimeError
    return frozenset(index for index, variable in taken.items() if found.values[variable])
