"""Ideas can be recognised, and refer to ideas that exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from examen.bank.checks.walk import (
    NOT_IDEAS,
    PlacedCriterion,
    PlacedIdea,
    all_criteria,
    doubled,
    is_settled,
    marked_questions,
    near,
)
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.award import Bands, Best, Expression, Justified
from examen.model.exam import Exam
from examen.model.rubric import QuestionRubric, Rubric, Validity
from examen.problems import Problem


def _unknown(bank: Bank, rubric: Rubric, loc: Loc, key: str, known: list[str]) -> Problem:
    message = _("the question has no idea “{key}”; {hint}")
    text = message.format(key=key, hint=near(key, known))
    return Problem(bank.place(rubric, *loc), Code.UNKNOWN_IDEA, text)


def _names(criterion: PlacedCriterion) -> list[str]:
    """The names of a criterion's ideas, its open list's too."""
    ids = [item.idea.id for item in criterion.ideas]
    return [*ids, criterion.criterion.open.id] if criterion.criterion.open else ids


def _required(item: PlacedIdea) -> Iterator[tuple[str, Loc]]:
    requirement = item.idea.requires
    if requirement:
        for key in ("any", "all"):
            for index, name in enumerate(getattr(requirement, key)):
                yield name, (*item.loc, "requires", key, index)


def _alternatives(placed: PlacedCriterion) -> Iterator[tuple[str, Loc]]:
    if isinstance(placed.criterion.award, Best):
        for number, alternative in enumerate(placed.criterion.award.alternatives):
            for index, name in enumerate(alternative.ideas):
                yield name, (*placed.loc, "award", "alternatives", number, "ideas", index)


def named_ideas_exist(bank: Bank) -> Iterator[Problem]:
    """Ideas named by `requires`, by alternatives and by examples are ideas of the question."""
    for rubric in bank.rubrics.values():
        for marked in marked_questions(bank, rubric):
            question, loc, _criteria = marked
            groups = marked.scopes()
            names = [[name for placed in scope for name in _names(placed)] for scope in groups]
            # Where two have one name, another has lost its own.
            clear = is_settled(question) and not any(doubled(group) for group in names)
            if not clear or not bank.whole(rubric, *loc, "criteria", but=NOT_IDEAS):
                continue
            unknown = _unknown_examples(question, loc, names)
            for scope, known in zip(groups, names, strict=True):
                unknown |= dict(_unknown_references(scope, known, names))
            for at, (name, known) in unknown.items():
                yield _unknown(bank, rubric, at, name, known)


Unknown = tuple[Loc, tuple[str, list[str]]]  # where, the name, the names that exist


def _unknown_references(
    scope: list[PlacedCriterion], known: list[str], everywhere: list[list[str]]
) -> Iterator[Unknown]:
    """The names in a scope's alternatives and requirements that it does not have.

    Of `any`, one must exist in each scope: what entities share may name an idea of each.
    """
    for placed in scope:
        for name, at in _alternatives(placed):
            if name not in _names(placed):
                yield at, (name, _names(placed))
        for item in placed.ideas:
            named = list(_required(item))
            for name, at in named:
                of_any = [other for other, place in named if place[-2] == at[-2] == "any"]
                met = bool({*of_any} & {*known}) and any(name in group for group in everywhere)
                if name not in known and not met:
                    yield at, (name, known)


def _unknown_examples(
    question: QuestionRubric, loc: Loc, names: list[list[str]]
) -> dict[Loc, tuple[str, list[str]]]:
    known = [name for group in names for name in group]
    return {
        (*loc, "examples", number, "ideas", index): (name, known)
        for number, example in enumerate(question.examples)
        for index, name in enumerate(example.ideas)
        if name not in known
    }


def requirements_have_an_end(bank: Bank) -> Iterator[Problem]:
    """No idea requires itself, straight or by way of others."""
    for rubric in bank.rubrics.values():
        for question in marked_questions(bank, rubric):
            for scope in question.scopes():
                items = {item.idea.id: item for placed in scope for item in placed.ideas}
                needs = {key: [name for name, _at in _required(items[key])] for key in items}
                for key in _in_a_circle(needs):
                    message = _("“{key}” requires itself: {circle}; break the circle")
                    place = bank.place(rubric, *items[key].loc, "requires")
                    text = message.format(key=key, circle=" → ".join(_circle(key, needs)))
                    yield Problem(place, Code.REQUIRES_CYCLE, text)


def _circle(start: str, needs: dict[str, list[str]]) -> list[str]:
    """The shortest way from an idea back to itself; empty if there is none."""
    ways = [[start, name] for name in needs.get(start, ())]
    seen: set[str] = set()
    for way in ways:
        if way[-1] == start:
            return way
        if way[-1] not in seen:
            seen.add(way[-1])
            ways.extend([*way, name] for name in needs.get(way[-1], ()))
    return []


def _in_a_circle(needs: dict[str, list[str]]) -> Iterator[str]:
    """One idea of each circle, the first that is written."""
    reported: set[str] = set()
    for key in needs:
        circle = _circle(key, needs)
        if circle and not reported & set(circle):
            reported |= set(circle)
            yield key


def _each_idea(bank: Bank) -> Iterator[tuple[Rubric, PlacedCriterion, PlacedIdea]]:
    for rubric in bank.rubrics.values():
        for placed in all_criteria(bank, rubric):
            for item in placed.ideas:
                yield rubric, placed, item


def ideas_have_phrasings(bank: Bank) -> Iterator[Problem]:
    """Every idea has a phrasing, except where a person chooses the level."""
    for rubric, placed, item in _each_idea(bank):
        if isinstance(placed.criterion.award, Bands | Expression):
            continue
        if not item.idea.phrasings and bank.whole(rubric, *item.loc, "phrasings"):
            message = _("nothing says how “{idea}” is recognised; add “phrasings”")
            text = message.format(idea=item.idea.id)
            yield Problem(bank.place(rubric, *item.loc, "id"), Code.MISSING_PHRASING, text)


def required_justifications_exist(bank: Bank) -> Iterator[Problem]:
    """Under the rule `justified`, every idea says what justifies it."""
    for rubric, placed, item in _each_idea(bank):
        if not isinstance(placed.criterion.award, Justified):
            continue
        whole = bank.whole(rubric, *item.loc, "justifications")
        if not item.idea.justifications and whole:
            message = _("nothing says what justifies “{idea}”; add “justifications”")
            text = message.format(idea=item.idea.id)
            yield Problem(bank.place(rubric, *item.loc, "id"), Code.MISSING_JUSTIFICATION, text)


def _days(exam: Exam) -> tuple[date, date] | None:
    """The first and the last day on which an exam may be held, if it says so."""
    if exam.header.date:
        try:
            day = date.fromisoformat(exam.header.date)
        except ValueError:
            return None
        return day, day
    year = re.search(r"\b(19|20)[0-9]{2}\b", exam.header.session)
    return (date(int(year[0]), 1, 1), date(int(year[0]), 12, 31)) if year else None


def dated_ideas_are_decided(bank: Bank) -> Iterator[Problem]:
    """An idea that is not right on the day of an exam says what becomes of it (`otherwise`)."""
    for rubric, _placed, item in _each_idea(bank):
        valid = item.idea.valid
        if valid is None or not bank.whole(rubric, *item.loc, "valid"):
            continue
        loc = (*item.loc, "valid")
        if valid.since and valid.until and valid.since > valid.until:
            message = _("the idea is right since {since} until {until}: put the days in order")
            text = message.format(since=valid.since, until=valid.until)
            yield Problem(bank.place(rubric, *loc), Code.DATED_IDEA, text)
            continue
        if valid.otherwise is not None:
            continue
        for exam in bank.once(_exams_of_cases).get(rubric.case, ()):
            if _outdated(valid, exam):
                message = _(
                    "“{idea}” is not right at the time of the exam “{exam}”; "
                    "add “otherwise: counted” or “otherwise: refused”"
                )
                text = message.format(idea=item.idea.id, exam=exam.id)
                yield Problem(bank.place(rubric, *loc), Code.DATED_IDEA, text)


def _exams_of_cases(bank: Bank) -> dict[str, list[Exam]]:
    """The exams that use each case."""
    found: dict[str, list[Exam]] = {}
    for exam in bank.exams.values():
        for case in dict.fromkeys(use.case for use in exam.cases):
            found.setdefault(case, []).append(exam)
    return found


def _outdated(valid: Validity, exam: Exam) -> bool:
    days = _days(exam)
    return days is not None and not all(valid.covers(day) for day in days)


def exam_dates_are_dates(bank: Bank) -> Iterator[Problem]:
    """The day of an exam is written year-month-day."""
    for exam in bank.exams.values():
        if exam.header.date is None:
            continue
        try:
            date.fromisoformat(exam.header.date)
        except ValueError:
            message = _("“{value}” is not a date; write it as year-month-day, such as 2018-05-25")
            text = message.format(value=exam.header.date)
            yield Problem(bank.place(exam, "header", "date"), Code.WRONG_DATE, text)
