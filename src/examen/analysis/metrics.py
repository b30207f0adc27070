"""Measures of agreement between two markers, of whom either may be the machine."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

Pairs = Sequence[tuple[Decimal, Decimal]]
HALF_POINT = Decimal("0.5")
DIGITS = 4


@dataclass(slots=True)
class Confusion:
    """Ideas that both find, that only the first finds, and that only the second finds.

    The second is the reference: precision is the share of what the first finds that the reference
    finds too; recall the share of what the reference finds that the first finds too.
    """

    true_positives: int = 0
    false_positives: int = 0
    false_negatives: int = 0

    def add(self, *, found: bool, expected: bool) -> None:
        """Count one idea of one copy."""
        self.true_positives += found and expected
        self.false_positives += found and not expected
        self.false_negatives += expected and not found

    def __iadd__(self, other: Confusion) -> Self:
        self.true_positives += other.true_positives
        self.false_positives += other.false_positives
        self.false_negatives += other.false_negatives
        return self

    @property
    def precision(self) -> float | None:
        """0 to 1; None if the first finds nothing."""
        return _ratio(self.true_positives, self.true_positives + self.false_positives)

    @property
    def recall(self) -> float | None:
        """0 to 1; None if the reference finds nothing."""
        return _ratio(self.true_positives, self.true_positives + self.false_negatives)

    @property
    def f1(self) -> float | None:
        """Harmonic mean of precision and recall; None if neither marker finds anything."""
        errors = self.false_positives + self.false_negatives
        return _ratio(2 * self.true_positives, 2 * self.true_positives + errors)

    def to_json(self) -> dict[str, Any]:
        """The counts and the measures, as plain data."""
        return {
            "precision": rounded(self.precision),
            "recall": rounded(self.recall),
            "f1": rounded(self.f1),
            "tp": self.true_positives,
            "fp": self.false_positives,
            "fn": self.false_negatives,
        }


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None


def quadratic_weighted_kappa(pairs: Pairs) -> float | None:
    """Cohen's kappa with quadratic weights, over the points that two markers give.

    kappa = 1 - sum of w*observed / sum of w*expected by chance, where the weight w of a
    disagreement is its square (J. Cohen, "Weighted kappa", Psychological Bulletin 70, 1968,
    p. 213-220). Points are categories a step apart; the step divides both sums and cancels, so
    points go in as they are. By chance, each mark of one meets each mark of the other, so that
    n * expected = n * (sum x² + sum y²) - 2 * (sum x) * (sum y), which needs no table.

    Returns:
        1 for the same marks throughout, 0 for what chance would give, down to -1; None where
        chance alone agrees fully: no pairs, or all marks the same.
    """
    if not pairs:
        return None
    observed = sum((x - y) ** 2 for x, y in pairs)
    squares = sum(x * x + y * y for x, y in pairs)
    product = sum(x for x, _ in pairs) * sum(y for _, y in pairs)
    expected = squares - 2 * Decimal(product) / len(pairs)
    return 1 - float(observed / expected) if expected else None


def gaps(pairs: Pairs) -> dict[str, Any]:
    """How far the points of two markers lie apart.

    Returns:
        `n` pairs; `bias`, the mean of first minus second, and `mean_absolute_difference`, in
        points; `exact` and `within_half`, the shares of pairs that are the same, and half a point
        apart at most; `over` and `under`, those where the first gives more, and less; `kappa`.
        All but `n` are None without pairs.
    """
    differences = [x - y for x, y in pairs]
    sizes = [abs(difference) for difference in differences]
    return {
        "n": len(pairs),
        "bias": rounded(mean(differences)),
        "mean_absolute_difference": rounded(mean(sizes)),
        "exact": rounded(mean([size == 0 for size in sizes])),
        "within_half": rounded(mean([size <= HALF_POINT for size in sizes])),
        "over": rounded(mean([difference > 0 for difference in differences])),
        "under": rounded(mean([difference < 0 for difference in differences])),
        "kappa": rounded(quadratic_weighted_kappa(pairs)),
    }


def mean(values: Iterable[Decimal | float | None]) -> float | None:
    """The arithmetic mean of the values that are there; None if none is."""
    known = [Decimal(str(value + 0)) for value in values if value is not None]
    return float(sum(known) / len(known)) if known else None


def rounded(value: float | None) -> float | None:
    """`value` to `DIGITS` digits, so that a figure reads the same everywhere."""
    return None if value is None else round(value, DIGITS) + 0.0  # no -0.0


def mean_of(sheets: Sequence[dict[str, Any]]) -> dict[str, Any]:
    """The mean of each figure of several sheets of the same shape, counts too.

    A figure that a sheet lacks, or gives as None, is left out of its mean.
    """
    keys = list(dict.fromkeys(key for sheet in sheets for key in sheet))
    result: dict[str, Any] = {}
    for key in keys:
        values = [sheet[key] for sheet in sheets if sheet.get(key) is not None]
        nested = any(isinstance(value, dict) for value in values)
        result[key] = mean_of(values) if nested else rounded(mean(values))
    return result
