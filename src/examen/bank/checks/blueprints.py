"""Blueprints ask for what exists, and for no more than a most."""

from __future__ import annotations

from collections.abc import Iterator

from examen.bank.checks.uses import unknown_case, unknown_question
from examen.bank.checks.walk import near
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.yaml_door import Loc
from examen.messages import _, written
from examen.model.blueprint import Blueprint, Bounds, Limit
from examen.problems import Problem

_AMOUNTS = ("points", "minutes", "questions", "share")


def blueprints_ask_for_what_exists(bank: Bank) -> Iterator[Problem]:
    """The framework, blocks, competencies, cases and questions that a blueprint names exist."""
    for blueprint in bank.blueprints.values():
        yield from _framework(bank, blueprint)
        for loc, name in _references(blueprint):
            case, _slash, number = name.partition("/")
            yield from unknown_case(bank, blueprint, case, loc)
            if number:
                yield from unknown_question(bank, blueprint, case, number, loc)


def blueprints_can_be_met(bank: Bank) -> Iterator[Problem]:
    """No least is above its most, and each limit says of what and how much."""
    for blueprint in bank.blueprints.values():
        for loc, bounds in _bounds(blueprint):
            low, high = bounds.min, bounds.max
            if low is not None and high is not None and low > high:
                message = _("the least, {low}, is above the most, {high}; change one of them")
                text = message.format(low=written(low), high=written(high))
                yield Problem(bank.place(blueprint, *loc, "min"), Code.BOUNDS, text)
        for index, limit in enumerate(blueprint.limits):
            yield from _limit(bank, blueprint, limit, index)


def problems_of(bank: Bank, blueprint: Blueprint) -> list[Problem]:
    """What is wrong with one blueprint of a bank."""
    path = bank.place(blueprint).path
    found = {*blueprints_ask_for_what_exists(bank), *blueprints_can_be_met(bank)}
    return sorted(problem for problem in found if problem.source.path == path)


def _limit(bank: Bank, blueprint: Blueprint, limit: Limit, index: int) -> Iterator[Problem]:
    loc = ("limits", index)
    if not bank.whole(blueprint, *loc):
        return
    given = limit.model_fields_set
    if not given & set(_AMOUNTS):
        message = _("this limit does not say how much; add points, minutes, questions or share")
        yield Problem(bank.place(blueprint, *loc), Code.EMPTY_LIMIT, message)
    if not given - set(_AMOUNTS):
        message = _(
            "this limit does not say of what; add competency, block, level, form, assessment "
            "or case"
        )
        yield Problem(bank.place(blueprint, *loc), Code.EMPTY_LIMIT, message)


def _framework(bank: Bank, blueprint: Blueprint) -> Iterator[Problem]:
    framework = bank.frameworks.get(blueprint.framework)
    if framework is None:
        if not bank.is_broken("framework", blueprint.framework):
            message = _("there is no framework “{key}”; {hint}")
            hint = near(blueprint.framework, bank.frameworks)
            place = bank.place(blueprint, "framework")
            text = message.format(key=blueprint.framework, hint=hint)
            yield Problem(place, Code.UNKNOWN_FRAMEWORK, text)
        return
    if not bank.whole(framework, "blocks", but=("criteria", "modalities")):
        return
    competencies = [competency.id for competency in framework.competencies()]
    blocks = [block.id for block in framework.blocks]
    for index, limit in enumerate(blueprint.limits):
        if limit.competency is not None and limit.competency not in competencies:
            message = _("the framework has no competency “{key}”; {hint}")
            text = message.format(key=limit.competency, hint=near(limit.competency, competencies))
            place = bank.place(blueprint, "limits", index, "competency")
            yield Problem(place, Code.UNKNOWN_COMPETENCY, text)
        if limit.block is not None and limit.block not in blocks:
            message = _("the framework has no block “{key}”; {hint}")
            text = message.format(key=limit.block, hint=near(limit.block, blocks))
            place = bank.place(blueprint, "limits", index, "block")
            yield Problem(place, Code.UNKNOWN_COMPETENCY, text)


def _references(blueprint: Blueprint) -> Iterator[tuple[Loc, str]]:
    """The cases and questions that a blueprint names, and where."""
    for key in ("include", "avoid"):
        for index, name in enumerate(getattr(blueprint, key)):
            yield (key, index), name
    for key in ("together", "apart"):
        for number, group in enumerate(getattr(blueprint, key)):
            for index, name in enumerate(group):
                yield (key, number, index), name
    for index, limit in enumerate(blueprint.limits):
        if limit.case is not None:
            yield ("limits", index, "case"), limit.case


def _bounds(blueprint: Blueprint) -> Iterator[tuple[Loc, Bounds]]:
    """All bounds of a blueprint, and where."""
    holders: list[tuple[Loc, object, tuple[str, ...]]] = [
        ((), blueprint, ("points", "minutes", "level", "cases", "questions")),
        (("per_case",), blueprint.per_case, ("questions", "points")),
        *(
            (("limits", index), limit, ("level", *_AMOUNTS))
            for index, limit in enumerate(blueprint.limits)
        ),
    ]
    for loc, holder, keys in holders:
        for key in keys:
            bounds = getattr(holder, key, None)
            if isinstance(bounds, Bounds):
                yield (*loc, key), bounds
