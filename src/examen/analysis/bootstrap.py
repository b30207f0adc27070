"""How far kappa might lie from what was measured, had other copies been marked.

The percentile bootstrap: copies are drawn with replacement, as many as there are, and the figure is
computed anew each time; the middle 95 % of the figures are the interval (B. Efron, R. Tibshirani,
"An Introduction to the Bootstrap", 1993, chapter 13). All questions of a draw use the same copies.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from examen.analysis.metrics import DIGITS, Pairs

DRAWS = 2000
LEVEL = 0.95
SEED = 2020  # the same copies give the same interval
_AT_ONCE = 4_000_000  # drawn copies held in memory
_NOTHING = 1e-12  # below this share of the squares, what chance leaves to disagree on is rounding

ByCopy = Mapping[str, Pairs]  # the points of two markers, by copy


def kappas(series: Sequence[ByCopy], draws: int = DRAWS) -> NDArray[np.float64]:
    """Quadratic weighted kappa of each series in each draw.

    Args:
        series: the points of two markers, by copy. Copies are those of all series together.
        draws: how many times copies are drawn.

    Returns:
        An array of shape (draws, series); nan where chance alone agrees fully.
    """
    copies = sorted({copy for one in series for copy in one})
    sums = _sums(series, copies)
    random = np.random.default_rng(SEED)
    blocks = []
    step = max(1, _AT_ONCE // max(len(copies), 1))
    for start in range(0, draws, step):
        size = min(step, draws - start)
        if copies:
            times = random.multinomial(len(copies), np.full(len(copies), 1 / len(copies)), size)
        else:
            times = np.zeros((size, 0), dtype=np.int64)
        blocks.append(np.tensordot(times.astype(np.float64), sums, axes=1))
    drawn = np.concatenate(blocks)
    n, observed, squares, first, second = np.moveaxis(drawn, -1, 0)
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = squares - 2 * first * second / n
        return np.where(expected > _NOTHING * squares, 1 - observed / expected, np.nan)


def _sums(series: Sequence[ByCopy], copies: Sequence[str]) -> NDArray[np.float64]:
    """For each copy and series, what kappa is made of: shape (copies, series, 5)."""
    sums = np.zeros((len(copies), len(series), 5))
    for row, copy in enumerate(copies):
        for column, one in enumerate(series):
            for left, right in one.get(copy, ()):
                x, y = float(left), float(right)
                sums[row, column] += (1, (x - y) ** 2, x * x + y * y, x, y)
    return sums


def mean_known(samples: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each row over the figures that are known; nan where none is."""
    known = ~np.isnan(samples)
    counts = known.sum(axis=1)
    sums = np.where(known, samples, 0).sum(axis=1)
    return np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)


def interval(samples: NDArray[np.float64]) -> list[float] | None:
    """The lowest and highest of the middle `LEVEL` of the figures known; None if none is."""
    known = samples[~np.isnan(samples)]
    if not known.size:
        return None
    tail = (1 - LEVEL) / 2
    return [round(float(bound), DIGITS) for bound in np.quantile(known, [tail, 1 - tail])]
