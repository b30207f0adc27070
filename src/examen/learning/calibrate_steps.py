"""The step of a question's points: the largest number that all its awards are multiples of."""

from __future__ import annotations

import math
from collections.abc import Iterator
from decimal import Decimal

from examen.model.award import (
    AllOrNothing,
    Bands,
    Best,
    Each,
    Expression,
    Justified,
    Levels,
    Share,
)
from examen.model.rubric import Criterion, QuestionRubric

_THOUSANDTHS = 1000


def step(rubric: QuestionRubric) -> Decimal:
    """The step by which the points of a question go, such as 0.5."""
    points = [item for _entity, one in rubric.all_criteria() for item in _awarded(one)]
    common = math.gcd(*(int(item * _THOUSANDTHS) for item in points))
    return Decimal(common) / _THOUSANDTHS


def _awarded(criterion: Criterion) -> Iterator[Decimal]:
    """The amounts that a criterion's points are made of."""
    rule = criterion.award
    yield criterion.points
    match rule:
        case Each():
            yield rule.points
        case Justified():
            yield from (rule.points, rule.named)
        case Share():
            yield rule.step
        case Levels():
            yield from rule.levels.values()
        case Best():
            yield from (alternative.points for alternative in rule.alternatives)
        case Bands():
            yield from (band.points for band in rule.bands)
        case Expression():
            yield rule.per_error
        case AllOrNothing():
            pass
    yield from (penalty.points for penalty in criterion.penalties)
