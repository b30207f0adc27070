"""What a blueprint demands of each version in points, minutes and questions."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from examen.messages import _, written
from examen.model import words as words_of
from examen.model.blueprint import Blueprint, Bounds, Limit, PerCase
from examen.papers.demand import (
    Concerns,
    Demand,
    Measure,
    above,
    amounts,
    beyond,
    cases,
    minutes,
    minutes_taken,
    one_each,
    points,
    points_worth,
    questions,
    relative,
    share,
    sides,
    tell_mean,
    tell_share,
)
from examen.papers.model import Model, Weigh, weighed


def totals(blueprint: Blueprint) -> Iterator[Demand]:
    """The points, the time and the mean level of a version."""
    yield from amounts(blueprint.points, ("points",), points_worth, points)
    if not blueprint.points.min:
        yield from amounts(Bounds(min=Decimal(1)), ("questions",), one_each, questions)
    for one in amounts(blueprint.time, ("minutes",), minutes_taken, minutes):
        yield one if blueprint.minutes else replace(one, loc=("header", "minutes"))
    if blueprint.level:
        words = (
            _("a mean level of {amount}"),
            _("a mean level of at least {amount}"),
            _("a mean level of at most {amount}"),
        )
        for text, least, most, key in sides(blueprint.level, written, words=words):
            yield relative(text, ("level", *key), above, least, most, tell=tell_mean)


def counts(blueprint: Blueprint) -> Iterator[Demand]:
    """How many questions and cases a version has."""
    yield from amounts(blueprint.questions, ("questions",), one_each, questions)
    if blueprint.cases is None:
        return
    for text, least, most, key in sides(blueprint.cases, cases):

        def add(model: Model, least: Decimal | None = least, most: Decimal | None = most) -> None:
            for version in model.versions:
                opened = {used: Fraction(1) for used, _inside in model.cases(version)}
                model.bound(opened, least, most)

        yield Demand(text, ("cases", *key), add=add)


def per_case(asked: PerCase | None) -> Iterator[Demand]:
    """What is asked of each case that a version uses."""
    if asked is None:
        return
    of = _("of each case used")
    for name, weigh, say in (("questions", one_each, questions), ("points", points_worth, points)):
        bounds: Bounds | None = getattr(asked, name)
        for text, least, most, key in sides(bounds, say, of) if bounds else ():
            yield Demand(text, ("per_case", name, *key), add=_each_case(weigh, least, most))
    if asked.whole:
        yield Demand(_("cases used with all their questions"), ("per_case", "whole"), add=_whole)


def _each_case(
    weigh: Weigh, least: Decimal | None, most: Decimal | None
) -> Callable[[Model], None]:
    def add(model: Model) -> None:
        for version in model.versions:
            for used, inside in model.cases(version):
                own = weighed(inside, weigh)
                if least is not None:
                    model.bound({**own, used: -Fraction(least)}, 0, None)
                if most is not None:
                    model.bound(own, None, most)

    return add


def _whole(model: Model) -> None:
    for version in model.versions:
        for used, inside in model.cases(version):
            own = weighed(inside, one_each)
            every = sum(1 for _question in inside[0][1].case.questions())
            model.bound({**own, used: -Fraction(every)}, 0, None)


def limits(blueprint: Blueprint) -> Iterator[Demand]:
    """How much there must or may be of each sort."""
    for index, limit in enumerate(blueprint.limits):
        yield from _limit(limit, index)


def _limit(limit: Limit, index: int) -> Iterator[Demand]:
    concerns, of = sort(limit)
    loc = ("limits", index)

    def only(weigh: Measure) -> Measure:
        return lambda one: weigh(one) if concerns(one) else 0

    for name, weigh, say in (
        ("points", points_worth, points),
        ("minutes", minutes_taken, minutes),
        ("questions", one_each, questions),
    ):
        yield from amounts(
            getattr(limit, name), (*loc, name), only(weigh), say, of=of, concerns=concerns
        )
    for text, least, most, key in sides(limit.share, share, of) if limit.share else ():
        at = (*loc, "share", *key)
        tell = tell_share(concerns)
        over = beyond(concerns)
        yield relative(text, at, over, least, most, tell=tell, concerns=concerns)


def sort(limit: Limit) -> tuple[Concerns, str]:
    """Which questions a limit is about, and that in words: "de C2.7, de niveau 3"."""
    tests: list[Concerns] = []
    words: list[str] = []
    if limit.competency is not None:
        code = limit.competency
        tests.append(lambda one: code in one.question.competencies)
        words.append(_("of {competency}").format(competency=code))
    if limit.block is not None:
        block = limit.block
        tests.append(lambda one: block in one.blocks)
        words.append(_("of block {block}").format(block=block))
    if limit.level is not None:
        low, high = limit.level.min, limit.level.max
        tests.append(
            lambda one: (
                (low is None or one.question.level >= low)
                and (high is None or one.question.level <= high)
            )
        )
        words.append(_levels(limit.level))
    if limit.form is not None:
        form = limit.form
        tests.append(lambda one: one.question.form is form)
        words.append(_("of form “{form}”").format(form=words_of.form(form.value)))
    if limit.assessment is not None:
        assessment = limit.assessment
        tests.append(lambda one: one.case.form is assessment)
        words.append(_("of form “{form}”").format(form=words_of.assessment(assessment.value)))
    if limit.case is not None:
        case = limit.case
        tests.append(lambda one: one.case.id == case)
        words.append(_("of the case “{case}”").format(case=case))
    return lambda one: all(test(one) for test in tests), ", ".join(words)


def _levels(level: Bounds) -> str:
    if level.min is not None and level.min == level.max:
        return _("at level {level}").format(level=written(level.min))
    if level.max is None:
        return _("at level {level} or above").format(level=written(level.min or Decimal(1)))
    if level.min is None:
        return _("at level {level} or below").format(level=written(level.max))
    low, high = written(level.min), written(level.max)
    return _("at levels {low} to {high}").format(low=low, high=high)
