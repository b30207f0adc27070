"""What a blueprint demands of parallel exams: what they may share, how equal they are."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction
from itertools import permutations

from examen.messages import _, written
from examen.model.blueprint import Blueprint, Shared, Versions
from examen.papers.demand import Demand, above, minutes_taken, points_worth
from examen.papers.model import Model, Weigh, difference
from examen.papers.pool import points_of


def versions(blueprint: Blueprint) -> Iterator[Demand]:
    """What is asked of the versions together."""
    versions = blueprint.versions
    if versions is None:
        return
    if versions.shared is not Shared.QUESTIONS:
        yield _disjoint(versions)
    if versions.level is not None and not blueprint.points.is_exact:
        yield _equal(_("versions of the same points"), "level", points_worth, Decimal(0))
    for name, weigh, text in (
        ("points", points_worth, _("versions whose points differ by at most {percent} %")),
        ("minutes", minutes_taken, _("versions whose time differs by at most {percent} %")),
        (
            "level",
            above(Decimal(0)),
            _("versions whose mean level differs by at most {percent} %"),
        ),
    ):
        percent: Decimal | None = getattr(versions, name)
        if percent is not None:
            yield _equal(text.format(percent=written(percent)), name, weigh, percent)
    if versions.competencies is not None:
        yield _balanced(versions.competencies)


def _disjoint(versions: Versions) -> Demand:
    by_case = versions.shared is Shared.NOTHING
    text = (
        _("versions without a common case") if by_case else _("versions without a common question")
    )

    def add(model: Model) -> None:
        keys = (one.key[:1] if by_case else one.key for one in model.candidates)
        for name in dict.fromkeys(map("/".join, keys)):
            found = [model.named(version, name) for version in model.versions]
            model.bound({one: Fraction(1) for one in found if one is not None}, None, 1)

    return Demand(text, ("versions", "shared"), add=add, between=True)


def _equal(text: str, name: str, weigh: Weigh, percent: Decimal) -> Demand:
    """A demand that a sum of one version is at most so many percent above that of another."""

    def add(model: Model) -> None:
        sums = [model.sum(version, weigh) for version in model.versions]
        for first, second in permutations(sums, 2):
            model.bound(difference(first, second, 1 + Fraction(percent) / 100), None, 0)

    return Demand(text, ("versions", name), add=add, between=True)


def _balanced(percent: Decimal) -> Demand:
    text = _("versions whose points for a competency differ by at most {percent} % of the exam’s")
    allowed = Fraction(percent) / 100

    def add(model: Model) -> None:
        codes = sorted({code for one in model.candidates for code in one.question.competencies})
        totals = [model.sum(version, points_worth) for version in model.versions]
        for code in codes:
            sums = [model.sum(version, points_of(code)) for version in model.versions]
            for first, second in permutations(model.versions, 2):
                spread = difference(sums[first], sums[second])
                model.bound(difference(spread, totals[second], allowed), None, 0)

    return Demand(
        text.format(percent=written(percent)), ("versions", "competencies"), add=add, between=True
    )
