"""The award rules: a function for each, in one table.

A rule turns credited into points and knows nothing of language: the same function gives the points
proposed, the least and the most, from the credited that each case supposes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from examen.model.award import (
    AllOrNothing,
    AwardRule,
    Bands,
    Best,
    Each,
    Expression,
    Justified,
    Levels,
    Share,
)
from examen.model.grade import ZERO
from examen.model.rubric import Criterion

Credits = Mapping[str, Decimal]  # idea -> 0 to 1; an open list adds one entry for each passage
ONE = Decimal(1)
_FINEST = Decimal("0.001")  # of a point, as rubrics may write them


def _best(credited: Credits, count: int) -> list[Decimal]:
    return sorted(credited.values(), reverse=True)[:count]


def _each(rule: Each, criterion: Criterion, credited: Credits) -> Decimal:  # noqa: ARG001
    return rule.points * sum(_best(credited, rule.expected), ZERO)


def _all(rule: AllOrNothing, criterion: Criterion, credited: Credits) -> Decimal:  # noqa: ARG001
    complete = bool(criterion.ideas) and all(credited.get(i.id) == ONE for i in criterion.ideas)
    return criterion.points if complete else ZERO


def _share(rule: Share, criterion: Criterion, credited: Credits) -> Decimal:
    if not criterion.ideas:
        return ZERO
    share = criterion.points * sum(credited.values(), ZERO) / len(criterion.ideas)
    return (share / rule.step).quantize(ONE, ROUND_HALF_UP) * rule.step


def _levels(rule: Levels, criterion: Criterion, credited: Credits) -> Decimal:  # noqa: ARG001
    found = sum(credited.values(), ZERO)
    return next((points for count, points in rule.levels.items() if found >= count), ZERO)


def _alternatives(rule: Best, criterion: Criterion, credited: Credits) -> Decimal:  # noqa: ARG001
    return max(
        (
            alternative.points
            for alternative in rule.alternatives
            if all(credited.get(idea) == ONE for idea in alternative.ideas)
        ),
        default=ZERO,
    )


def _justified(rule: Justified, criterion: Criterion, credited: Credits) -> Decimal:  # noqa: ARG001
    earned = rule.points * sum(_best(credited, rule.expected), ZERO)
    exact = earned.quantize(_FINEST, ROUND_HALF_UP)  # a third of 1.5 has no end
    return earned if earned == exact else exact


def _bands(rule: Bands, criterion: Criterion, credited: Credits) -> Decimal:
    """The band that a person chose, as a share of the highest; the lowest until then."""
    chosen = credited.get(BAND, ZERO) * criterion.points
    return max((band.points for band in rule.bands if band.points <= chosen), default=ZERO)


def _expression(rule: Expression, criterion: Criterion, credited: Credits) -> Decimal:
    """Full points less what the errors cost; the credit says what is left."""
    left = criterion.points * credited.get(EXPRESSION, ZERO)
    return (left / rule.per_error).quantize(ONE, ROUND_HALF_UP) * rule.per_error


BAND, EXPRESSION = "niveau", "expression"

RULES: dict[type, Callable[[Any, Criterion, Credits], Decimal]] = {
    Each: _each,
    AllOrNothing: _all,
    Share: _share,
    Levels: _levels,
    Best: _alternatives,
    Justified: _justified,
    Bands: _bands,
    Expression: _expression,
}


def points(criterion: Criterion, credited: Credits, penalties: Decimal = ZERO) -> Decimal:
    """What the credited earn under the criterion's rule, less penalties, within [0, points]."""
    rule: AwardRule = criterion.award
    earned = min(RULES[type(rule)](rule, criterion, credited), criterion.points)
    cap = criterion.points if criterion.penalty_cap is None else criterion.penalty_cap
    return max(ZERO, earned - min(penalties, cap))
