"""Rubrics and cases belong together, and rubrics show by examples that they work."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from examen.bank.checks.cases import misnumbered
from examen.bank.checks.points import disagreements
from examen.bank.checks.walk import (
    NOT_CRITERIA,
    NOT_QUESTIONS,
    doubled,
    near,
    question_rubrics,
    questions,
    unexplained,
    worth,
)
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.yaml_door import Loc
from examen.messages import _, written
from examen.model.award import AllOrNothing, Bands, Each
from examen.model.base import Status
from examen.model.case import Case
from examen.model.rubric import Example, ExampleKind, QuestionRubric, Repeat, Rubric
from examen.problems import Problem


def questions_have_rubrics(bank: Bank) -> Iterator[Problem]:
    """Every question of a validated case, or of a case that has a rubric, has a rubric."""
    strays = [rubric.case for rubric in bank.rubrics.values() if rubric.case not in bank.cases]
    bare = [
        case.id
        for case in bank.cases.values()
        if case.id not in bank.rubrics and not bank.is_broken("rubric", case.id)
    ]
    for key in unexplained(bare, strays):
        if bank.cases[key].status is Status.VALIDATED:
            message = _("the validated case “{key}” has no rubric; write one")
            text = message.format(key=key)
            yield Problem(bank.place(bank.cases[key], "id"), Code.MISSING_RUBRIC, text)
    for rubric in bank.rubrics.values():
        if rubric.case in bank.cases and bank.whole(
            rubric, "questions", but=("criteria", "examples")
        ):
            yield from _unmarked(bank, bank.cases[rubric.case], rubric)


def _unmarked(bank: Bank, case: Case, rubric: Rubric) -> Iterator[Problem]:
    locs = {item.question.number: item.loc for item in questions(case)}
    marked = [item.question for item in rubric.questions]
    known = set(marked)
    absent = [number for number in locs if number not in known]
    strange = [name for name in marked if name not in locs] + doubled(marked)
    for number in unexplained(absent, strange):
        message = _("question {number} has no rubric; write one in {path}")
        text = message.format(number=number, path=bank.path(rubric).as_posix())
        yield Problem(bank.place(case, *locs[number], "number"), Code.MISSING_RUBRIC, text)


def rubrics_have_questions(bank: Bank) -> Iterator[Problem]:
    """A rubric's case exists and has its questions."""
    for rubric in bank.rubrics.values():
        if rubric.case in bank.cases:
            yield from _unasked(bank, bank.cases[rubric.case], rubric)
        elif not bank.is_broken("case", rubric.case):
            message = _("there is no case “{key}”; {hint}")
            text = message.format(key=rubric.case, hint=near(rubric.case, bank.cases))
            yield Problem(bank.place(rubric, "case"), Code.UNKNOWN_CASE, text)


def _unasked(bank: Bank, case: Case, rubric: Rubric) -> Iterator[Problem]:
    numbers = [item.question.number for item in questions(case)]
    known = set(numbers)
    locs = {question.question: loc for question, loc in question_rubrics(rubric)}
    strange = [number for number in locs if number not in known]
    wrong = [*doubled(numbers), *(item.question.number for item, _before in misnumbered(case))]
    if not bank.whole(case, "parts", but=NOT_QUESTIONS):
        return
    unmarked = [number for number in numbers if number not in locs]
    for number in unexplained(strange, wrong):
        message = _("the case has no question “{key}”; {hint}")
        text = message.format(key=number, hint=near(number, unmarked or numbers))
        yield Problem(bank.place(rubric, *locs[number], "question"), Code.UNKNOWN_QUESTION, text)


def languages_agree(bank: Bank) -> Iterator[Problem]:
    """A rubric is written in the language of its case."""
    for rubric in bank.rubrics.values():
        case = bank.cases.get(rubric.case)
        if case and case.language is not rubric.language:
            message = _("the case is in “{case}” and its rubric in “{rubric}”; change one of them")
            text = message.format(case=case.language, rubric=rubric.language)
            yield Problem(bank.place(rubric, "language"), Code.LANGUAGE, text)


def entities_fit_criteria(bank: Bank) -> Iterator[Problem]:
    """The ideas of an entity stand under a criterion of the same block."""
    for rubric in bank.rubrics.values():
        for question, at in question_rubrics(rubric):
            for number, item in enumerate(question.criteria):
                if isinstance(item, Repeat):
                    yield from _entities(bank, rubric, item, (*at, "criteria", number))


def _entities(bank: Bank, rubric: Rubric, repeat: Repeat, at: Loc) -> Iterator[Problem]:
    known = [criterion.id for criterion in repeat.criteria]
    if not bank.whole(rubric, *at, "criteria", but=NOT_CRITERIA):
        return
    for index, entity in enumerate(repeat.entities):
        for key in entity.ideas:
            if key not in known:
                message = _("the block has no criterion “{key}”; {hint}")
                place = bank.place(rubric, *at, "entities", index, "ideas", key)
                text = message.format(key=key, hint=near(key, known))
                yield Problem(place, Code.UNKNOWN_CRITERION, text)


def validated_rubrics_have_examples(bank: Bank) -> Iterator[Problem]:
    """A validated rubric has a full, a partial, a zero, a blank and a trap example a question."""
    for rubric, question, loc, points in _with_points(bank):
        if all(isinstance(one.award, Bands) for _entity, one in question.all_criteria()):
            continue  # a person chooses all levels: examples would show nothing
        kinds = {example.kind for example in question.examples}
        if _is_all_or_nothing(question):
            kinds.add(ExampleKind.PARTIAL)  # no answer earns a part
        absent = [kind.value for kind in ExampleKind if kind not in kinds]
        # Where a kind does not fit its points, it may be the one that is missing.
        wrong = any(_example_fault(example, points) for example in question.examples)
        if rubric.status is not Status.VALIDATED or not absent or wrong:
            continue
        if bank.whole(rubric, *loc, "examples"):
            message = _("question {number} lacks examples of these kinds: {kinds}; add them")
            text = message.format(number=question.question, kinds=", ".join(absent))
            yield Problem(bank.place(rubric, *loc, "question"), Code.MISSING_EXAMPLE, text)


def _is_all_or_nothing(question: QuestionRubric) -> bool:
    """Whether an answer earns all the points or none."""
    criteria = list(question.all_criteria())
    rule = criteria[0][1].award
    whole = isinstance(rule, AllOrNothing) or (isinstance(rule, Each) and rule.expected == 1)
    return len(criteria) == 1 and whole


def _with_points(bank: Bank) -> Iterator[tuple[Rubric, QuestionRubric, Loc, Decimal]]:
    """Every question's rubric with its points, where case and rubric agree on them."""
    differing = bank.once(disagreements)
    for rubric in bank.rubrics.values():
        case = bank.cases.get(rubric.case)
        points = worth(case, rubric) if case else {}
        for question, loc in question_rubrics(rubric):
            if question.question in points and (rubric.case, question.question) not in differing:
                yield rubric, question, loc, points[question.question]


def examples_fit_points(bank: Bank) -> Iterator[Problem]:
    """A full example has all points, a partial one some, zero and blank ones none."""
    for rubric, question, loc, most in _with_points(bank):
        for index, example in enumerate(question.examples):
            message = _example_fault(example, most)
            if message:
                place = bank.place(rubric, *loc, "examples", index, "points")
                text = message.format(points=written(example.points), most=written(most))
                yield Problem(place, Code.EXAMPLE_POINTS, text)
            if example.kind is ExampleKind.BLANK and example.answer.strip():
                message = _("a blank example has no answer; empty it or change its kind")
                place = bank.place(rubric, *loc, "examples", index, "answer")
                yield Problem(place, Code.EXAMPLE_POINTS, message)


def _example_fault(example: Example, most: Decimal) -> str:
    if example.points > most:
        return _("the example has {points} points and the question {most}; lower the example")
    if example.kind is ExampleKind.FULL and example.points != most:
        return _("a full example has all {most} points, not {points}; change points or kind")
    if example.kind is ExampleKind.PARTIAL and not 0 < example.points < most:
        return _("a partial example has more than 0 and fewer than {most} points; change it")
    if example.kind in (ExampleKind.ZERO, ExampleKind.BLANK) and example.points:
        return _("a zero or blank example has 0 points, not {points}; change points or kind")
    return ""
