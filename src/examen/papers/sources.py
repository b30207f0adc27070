"""What a blueprint demands of the questions to choose from, and of what goes together or not."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction

from examen.bank import Bank
from examen.messages import _, ngettext
from examen.model.blueprint import Blueprint, Shared
from examen.model.words import assessment, status
from examen.papers.demand import Demand, beyond, relative, share, tell_share
from examen.papers.model import Model
from examen.papers.pool import Candidate, exam_days


def sources(bank: Bank, blueprint: Blueprint) -> Iterator[Demand]:
    """Which questions there are to choose from."""
    statuses, assessments = blueprint.statuses, blueprint.assessments
    text = _("questions whose status is {names}").format(names=_listed(map(status, statuses)))
    yield Demand(text, ("statuses",), lambda one: one.status in statuses)
    text = _("cases of form {names}").format(names=_listed(map(assessment, assessments)))
    yield Demand(text, ("assessments",), lambda one: one.case.form in assessments)
    if not blueprint.without_rubric:
        text = _("questions that a rubric says how to mark")
        yield Demand(text, ("without_rubric",), lambda one: one.marked)
    since = blueprint.not_used_since
    if since is not None:
        text = _("questions not used since {date}").format(date=_day(since))
        yield Demand(text, ("not_used_since",), lambda one: not one.days or one.days[-1] < since)
    last = blueprint.not_used_in_last
    if last is not None:
        recent = set(exam_days(bank)[:last])
        text = ngettext(
            "questions not used on the last exam day",
            "questions not used on the last {count} exam days",
            last,
        )
        yield Demand(
            text.format(count=last),
            ("not_used_in_last",),
            lambda one: not recent & set(one.days),
        )
    if blueprint.reused is not None:
        percent = blueprint.reused
        text = _("at most {amount} already used").format(amount=share(percent))
        over = beyond(_was_used)
        tell = tell_share(_was_used)
        yield relative(text, ("reused",), over, None, percent, tell=tell, concerns=_was_used)
    for index, name in enumerate(blueprint.avoid):
        yield Demand(
            _("without {name}").format(name=name),
            ("avoid", index),
            lambda one, name=name: not one.is_in([name]),  # type: ignore[misc]
        )


def _day(day: date) -> str:
    return _("{date:%Y-%m-%d}").format(date=day)


def _was_used(one: Candidate) -> bool:
    return bool(one.days)


def _listed(names: Iterable[str]) -> str:
    return ", ".join(_("“{word}”").format(word=name) for name in names)


def groups(blueprint: Blueprint) -> Iterator[Demand]:
    """What a version must have, have together, or not have together."""
    versions = blueprint.versions
    everywhere = versions is None or versions.shared is Shared.QUESTIONS
    for index, name in enumerate(blueprint.include):
        shared = everywhere or ("/" not in name and versions and versions.shared is Shared.CASES)
        yield Demand(
            _("with {name}").format(name=name),
            ("include", index),
            add=lambda model, name=name, shared=bool(shared): _include(model, name, shared),  # type: ignore[misc]
            concerns=lambda one, name=name: one.is_in([name]),  # type: ignore[misc]
            between=not shared,
        )
    for index, group in enumerate(blueprint.together):
        yield Demand(
            _("{names} together").format(names=_listed(group)),
            ("together", index),
            add=lambda model, group=group: _together(model, group),  # type: ignore[misc]
        )
    for index, group in enumerate(blueprint.apart):
        yield Demand(
            _("one at most of {names}").format(names=_listed(group)),
            ("apart", index),
            add=lambda model, group=group: _apart(model, group),  # type: ignore[misc]
        )


def _include(model: Model, name: str, shared: bool) -> None:  # noqa: FBT001 - from a lambda
    found = [model.named(version, name) for version in model.versions]
    present = {variable: Fraction(1) for variable in found if variable is not None}
    model.bound(present, len(model.versions) if shared else 1, None)


def _together(model: Model, group: tuple[str, ...]) -> None:
    for version in model.versions:
        first, *others = (model.named(version, name) for name in group)
        for other in others:
            pair = {v: Fraction(f) for v, f in ((first, 1), (other, -1)) if v is not None}
            model.bound(pair, 0, 0)


def _apart(model: Model, group: tuple[str, ...]) -> None:
    for version in model.versions:
        found = (model.named(version, name) for name in group)
        model.bound({variable: Fraction(1) for variable in found if variable is not None}, None, 1)
