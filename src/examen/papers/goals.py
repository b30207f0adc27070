"""What makes one exam better than another where a blueprint leaves the choice.

In this order: little that was given before, competencies in balance, the time and the level near
to what was asked. The best of each is kept while the next is looked for.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor
from typing import NamedTuple

from examen.bank import Bank
from examen.messages import marked
from examen.model.blueprint import Blueprint, Bounds
from examen.papers.model import Model, Terms, Weigh, integral
from examen.papers.pool import points_of

_NEAR = Fraction(2, 100)  # this near to what is wanted, time and level count as met


class Goal(NamedTuple):
    """Something to have as little of as possible, never below 0.

    Attributes:
        name: in words.
        terms: what to add up, in whole units.
        unit: what one unit is worth.
    """

    name: str
    terms: Terms
    unit: Fraction


def goals(bank: Bank, blueprint: Blueprint, model: Model) -> tuple[Goal, ...]:
    """The goals, the first one first; puts what they need into the model's program."""
    return (_reuse(model), _balance(bank, blueprint, model), *_nearness(blueprint, model))


def _reuse(model: Model) -> Goal:
    """Points given before, as often as they were."""
    terms: dict[int, Fraction] = {}
    for version in model.versions:
        terms |= model.sum(version, lambda one: one.points * len(one.days))
    return Goal(marked("points already used"), *integral(terms))


def _balance(bank: Bank, blueprint: Blueprint, model: Model) -> Goal:
    """Points that competencies lack for an equal share."""
    codes = balanced(bank, blueprint)
    points = blueprint.points.min or blueprint.points.max or Decimal(0)
    terms: Terms = {}
    unit = _unit(model, lambda one: one.points)
    share = floor(Fraction(points) / 2 / max(1, len(codes)) / unit)
    for version in model.versions:
        for code in codes:
            own = model.sum(version, points_of(code))
            lack = model.program.variable(share)
            model.program.row({**_in_units(own, unit), lack: 1}, lower=share)
            terms[lack] = 1
    return Goal(marked("points lacking for an equal share"), terms, unit)


def balanced(bank: Bank, blueprint: Blueprint) -> list[str]:
    """The competencies to keep in balance: of the limits and blocks, else of the framework."""
    framework = bank.frameworks.get(blueprint.framework)
    known = [
        (block.id, competency.id)
        for block in (framework.blocks if framework else ())
        for activity in block.activities
        for competency in activity.competencies
    ]
    asked = [
        limit
        for limit in blueprint.limits
        if _asks_for_some(limit.points, limit.questions, limit.share)
    ]
    blocks = {limit.block for limit in asked if limit.block and not limit.competency}
    named = {limit.competency for limit in asked if limit.competency}
    found = [code for block, code in known if block in blocks or code in named]
    return found or [code for _block, code in known]


def _asks_for_some(*bounds: Bounds | None) -> bool:
    return any(one is not None and one.min for one in bounds)


def _nearness(blueprint: Blueprint, model: Model) -> Iterator[Goal]:
    wanted = _middle(blueprint.time)
    if wanted is not None:
        slack = wanted * _NEAR
        yield _distance(model, marked("minutes away"), lambda one: one.minutes, wanted, slack)
    if blueprint.level is not None:
        level = _middle(blueprint.level)
        if level is not None:
            middle = level
            yield _distance(
                model,
                marked("level away, by points"),
                lambda one: Fraction(one.points) * (one.question.level - middle),
                Fraction(0),
                middle * _NEAR * Fraction(blueprint.points.min or 0),
            )


def _middle(bounds: Bounds) -> Fraction | None:
    ends = [Fraction(end) for end in (bounds.min, bounds.max) if end is not None]
    return sum(ends, Fraction(0)) / len(ends) if ends else None


def _distance(model: Model, name: str, weigh: Weigh, wanted: Fraction, slack: Fraction) -> Goal:
    """How far the sum of each version is from a number, beyond what is near enough, together."""
    terms: Terms = {}
    unit = min(_unit(model, weigh), Fraction(1))
    for version in model.versions:
        own = model.sum(version, weigh)
        whole = _in_units(own, unit)
        for sign, aim in ((1, floor((wanted + slack) / unit)), (-1, ceil((wanted - slack) / unit))):
            most = sum(abs(factor) for factor in whole.values()) + abs(aim)
            away = model.program.variable(most)
            model.program.row(
                {**{v: -sign * factor for v, factor in whole.items()}, away: 1}, lower=-sign * aim
            )
            terms[away] = 1
    return Goal(name, terms, unit)


def _unit(model: Model, weigh: Weigh) -> Fraction:
    """The greatest number of which all questions' weights are multiples."""
    weights = {index: Fraction(weigh(one)) for index, one in enumerate(model.candidates)}
    return integral({index: weight for index, weight in weights.items() if weight})[1]


def _in_units(terms: dict[int, Fraction], unit: Fraction) -> Terms:
    return {variable: int(weight / unit) for variable, weight in terms.items()}
