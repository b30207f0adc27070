"""The solver: values for an integer program, at the least cost and proven so."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum
from time import monotonic
from typing import Any

from examen.papers.program import Program, Terms, dot

_OPTIONS: tuple[tuple[str, bool | float | str], ...] = (
    ("output_flag", False),
    ("threads", 1),
    ("parallel", "off"),
    ("mip_rel_gap", 0.0),
    ("mip_abs_gap", 0.999),  # costs are whole: what saves less than one saves nothing
)

_LOOK = 0.1  # seconds between two looks at whether the user wants to stop


class Status(Enum):
    """How a search ended."""

    OPTIMAL = "optimal"  # nothing is cheaper
    FEASIBLE = "feasible"  # something cheaper may exist
    IMPOSSIBLE = "impossible"
    UNKNOWN = "unknown"  # time ran out before anything was found


@dataclass(frozen=True, slots=True)
class Solution:
    """How a search ended, the values that it found, what they cost and the least conceivable."""

    status: Status
    values: tuple[int, ...] = ()
    cost: int = 0
    bound: int = 0


class Clock:
    """The time that is left of a limit; without one there is always more."""

    def __init__(self, seconds: float | None) -> None:
        self._end = None if seconds is None else monotonic() + seconds

    @property
    def left(self) -> float:
        """In seconds, never less than 0."""
        return math.inf if self._end is None else max(0.0, self._end - monotonic())

    def part(self, number: int) -> Clock:
        """A clock with one part in so many of the time that is left."""
        return Clock(None if self._end is None else self.left / number)


def solve(program: Program, cost: Terms, clock: Clock, *, seed: int = 0) -> Solution:
    """Find the values of least cost.

    One thread: the same program, cost and seed give the same values, unless time runs out.
    """
    import highspy
    import numpy as np

    if any(
        row.lower is not None and row.upper is not None and row.lower > row.upper
        for row in program.rows
    ):
        return Solution(Status.IMPOSSIBLE)
    if not program.tops:  # which the solver takes for no question
        return Solution(Status.OPTIMAL if program.accepts(()) else Status.IMPOSSIBLE)
    if clock.left <= 0:
        return Solution(Status.UNKNOWN)
    model = highspy.HighsLp()
    width = len(program.tops)
    model.num_col_ = width
    model.num_row_ = len(program.rows)
    costs = np.zeros(width)
    for index, factor in cost.items():
        costs[index] = factor
    model.col_cost_ = costs
    model.col_lower_ = np.zeros(width)
    model.col_upper_ = np.array(program.tops, dtype=float)
    infinity = highspy.kHighsInf
    model.row_lower_ = np.array(
        [-infinity if row.lower is None else row.lower for row in program.rows], dtype=float
    )
    model.row_upper_ = np.array(
        [infinity if row.upper is None else row.upper for row in program.rows], dtype=float
    )
    model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    model.a_matrix_.start_ = np.cumsum([0, *(len(row.terms) for row in program.rows)])
    model.a_matrix_.index_ = np.array([i for row in program.rows for i in row.terms])
    model.a_matrix_.value_ = np.array(
        [f for row in program.rows for f in row.terms.values()], dtype=float
    )
    model.integrality_ = [highspy.HighsVarType.kInteger] * width
    highs: Any = highspy.Highs()  # type: ignore[no-untyped-call]
    for name, value in (*_OPTIONS, ("random_seed", seed), ("time_limit", clock.left)):
        highs.setOptionValue(name, value)
    highs.passModel(model)
    _run(highs)
    status = highs.getModelStatus()
    if status in (
        highspy.HighsModelStatus.kInfeasible,
        highspy.HighsModelStatus.kUnboundedOrInfeasible,
    ):
        return Solution(Status.IMPOSSIBLE)
    info = highs.getInfo()
    if info.primal_solution_status != 2:
        return Solution(Status.UNKNOWN)
    values = tuple(round(value) for value in highs.getSolution().col_value)
    if not program.accepts(values):
        raise ArithmeticError("the solver's values do not satisfy the program")
    found = dot(cost, values)
    bound = math.ceil(info.mip_dual_bound - 1e-6) if math.isfinite(info.mip_dual_bound) else 0
    ended = Status.OPTIMAL if status == highspy.HighsModelStatus.kOptimal else Status.FEASIBLE
    return Solution(ended, values, found, bound)


def _run(highs: Any) -> None:
    """Solve in a thread of its own, so that Ctrl-C ends the search at once."""
    highs.HandleUserInterrupt = True
    highs.startSolve()
    try:
        while not highs.wait(_LOOK)[0]:
            pass
    except KeyboardInterrupt:
        highs.cancelSolve()
        highs.wait()
        raise
