"""Regressions over what the engine says and over groups of letters, of which few are kept."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, NamedTuple

import numpy as np

_LEAST_ANSWERS = 2  # a group of letters in one answer alone says nothing of others
_MOST_COLUMNS = 20_000
_DIGITS = 4

Values = Mapping[str, float]


class Learned(NamedTuple):
    """The weights of a regression: of what the engine says, and of groups of letters."""

    own: dict[str, float]
    letters: dict[str, float]


def number(value: float) -> Decimal:
    """A number as the file holds it."""
    return Decimal(str(round(float(value), _DIGITS) + 0.0))


def heaviest(letters: Values) -> dict[str, Decimal]:
    """The weights of groups of letters as the file holds them, the heaviest first."""
    rounded = {group: number(weight) for group, weight in letters.items()}
    kept = [(group, weight) for group, weight in rounded.items() if weight]
    return dict(sorted(kept, key=lambda pair: (-abs(pair[1]), pair[0])))


def regress(
    own: Sequence[Values],
    letters: Sequence[Values],
    most: int,
    fit: Callable[[Any], Sequence[float]],
) -> Learned:
    """Fit a linear model, then once more with the groups of letters that moved it most.

    Args:
        own: for each answer, what the engine says of it, by names that hold a colon.
        letters: for each answer, the values of its groups of letters.
        most: how many groups to keep.
        fit: gives the weights of the columns of a sparse matrix of answers by columns.
    """
    rarities = _rarities(letters)
    learned, spread = _fitted(own, letters, rarities, fit)
    if len(rarities) > most:
        moved = {group: -round(abs(learned[group]) * spread[group], 12) for group in rarities}
        kept = sorted(sorted(rarities, key=lambda group: (moved[group], group))[:most])
        rarities = {group: rarities[group] for group in kept}
        learned, _spread = _fitted(own, letters, rarities, fit)
    return Learned(
        {name: learned[name] for name in sorted({name for said in own for name in said})},
        {group: learned[group] * rarity for group, rarity in rarities.items()},
    )


def _rarities(texts: Sequence[Values]) -> dict[str, float]:
    """The groups that several answers have, each with how rare it is."""
    counts = Counter(group for text in texts for group in text)
    common = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MOST_COLUMNS]
    return {
        group: 1 + math.log((1 + len(texts)) / (1 + count))
        for group, count in sorted(common)
        if count >= _LEAST_ANSWERS
    }


def _fitted(
    own: Sequence[Values],
    letters: Sequence[Values],
    rarities: Values,
    fit: Callable[[Any], Sequence[float]],
) -> tuple[dict[str, float], dict[str, float]]:
    """Weight and spread of each column, by name."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.preprocessing import StandardScaler

    rows = [
        {**said, **{g: value * rarities[g] for g, value in text.items() if g in rarities}}
        for said, text in zip(own, letters, strict=True)
    ]
    columns = DictVectorizer()
    cells = columns.fit_transform(rows)
    names = columns.get_feature_names_out()
    spread = np.sqrt(StandardScaler(with_mean=False).fit(cells).var_)
    return (
        dict(zip(names, map(float, fit(cells)), strict=True)),
        dict(zip(names, map(float, spread), strict=True)),
    )
