"""Integer programs: whole numbers within bounds, under linear rows, for the least cost."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

Terms = Mapping[int, int]  # coefficients by variable


@dataclass(frozen=True, slots=True)
class Row:
    """`lower <= sum of terms <= upper`; None where there is no such bound."""

    terms: Terms
    lower: int | None
    upper: int | None

    def holds(self, values: Sequence[int]) -> bool:
        """Whether values of all variables satisfy it."""
        total = dot(self.terms, values)
        return (self.lower is None or self.lower <= total) and (
            self.upper is None or total <= self.upper
        )


@dataclass(slots=True)
class Program:
    """Variables, each from 0 to its `tops`, and rows between them."""

    tops: list[int] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)

    def variable(self, top: int = 1) -> int:
        """A new variable from 0 to `top`; its index."""
        self.tops.append(top)
        return len(self.tops) - 1

    def row(self, terms: Terms, lower: int | None = None, upper: int | None = None) -> None:
        """Ask that the sum of terms stay between two bounds."""
        self.rows.append(Row(terms, lower, upper))

    def accepts(self, values: Sequence[int]) -> bool:
        """Whether values satisfy everything, reckoned exactly."""
        within = all(0 <= value <= top for value, top in zip(values, self.tops, strict=True))
        return within and all(row.holds(values) for row in self.rows)


def dot(terms: Terms, values: Sequence[int]) -> int:
    """The sum of terms for values of all variables."""
    return sum(factor * values[index] for index, factor in terms.items())


def added(*several: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Terms of several sums together; those that cancel out are left out."""
    total: dict[int, int] = {}
    for terms in several:
        for index, factor in terms:
            total[index] = total.get(index, 0) + factor
    return {index: factor for index, factor in total.items() if factor}
