"""Points add up at every level: criteria, questions, parts, cases, exams.

One wrong number makes several sums wrong. The odd one out is reported, not what follows from it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import combinations

from examen.bank.checks.awards import most
from examen.bank.checks.walk import (
    NOT_CRITERIA,
    NOT_QUESTIONS,
    MarkedQuestion,
    marked_questions,
    parts,
    question_rubrics,
    questions,
    worth,
)
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.messages import _, written
from examen.model.case import Case, Part, Question
from examen.model.exam import CaseUse, Exam
from examen.model.grade import total
from examen.model.rubric import Rubric
from examen.problems import Problem, Source

Key = tuple[str, str]  # a case's id and a question's number
_MOST_SUSPECTS = 10


def _sum(points: list[Decimal]) -> str:
    """`17 + 13 + 10 = 40`."""
    terms = " + ".join(written(item) for item in points)
    return f"{terms} = {written(total(points))}" if len(points) > 1 else terms or "0"


def _problem(place: Source, message: str, found: list[Decimal], points: Decimal) -> Problem:
    text = message.format(found=_sum(found), points=written(points))
    return Problem(place, Code.POINTS_SUM, text)


def _criteria_points(
    bank: Bank, rubric: Rubric, question: MarkedQuestion, points: Decimal
) -> list[Decimal] | None:
    """What a question's criteria are worth, where that does not come to its points."""
    found = [item.criterion.points for item in question.criteria]
    if points == total(found):
        return None
    if not bank.whole(rubric, *question.loc, "criteria", but=NOT_CRITERIA):
        return None
    if points == total(most(item.criterion) for item in question.criteria):
        return None  # one criterion does not fit its own rule, which is said there
    return found


def disagreements(bank: Bank) -> dict[Key, list[Decimal]]:
    """The points of the criteria of each question that is not worth their sum."""
    found = {}
    for rubric in bank.rubrics.values():
        case = bank.cases.get(rubric.case)
        if case is None:
            continue
        points_of = worth(case, rubric)
        for marked in marked_questions(bank, rubric):
            number = marked.question.question
            points = points_of.get(number)
            if points is not None:
                differing = _criteria_points(bank, rubric, marked, points)
                if differing is not None:
                    found[case.id, number] = differing
    return found


def _culprits(
    values: Mapping[Key, Decimal], wanted: Decimal, differing: Mapping[Key, list[Decimal]]
) -> frozenset[Key]:
    """The fewest questions that would make a total right if they were worth their criteria."""
    missing = wanted - total(values.values())
    suspects = [key for key in values if key in differing][:_MOST_SUSPECTS]
    for size in range(1, len(suspects) + 1 if missing else 0):
        for chosen in combinations(suspects, size):
            if total(total(differing[key]) - values[key] for key in chosen) == missing:
                return frozenset(chosen)
    return frozenset()


def _worth(case: Case, items: list[Question]) -> dict[Key, Decimal]:
    return {(case.id, item.number): item.points for item in items}


def _known_cases(bank: Bank, exam: Exam) -> list[tuple[Case, CaseUse]]:
    """An exam's cases, if every one could be read whole."""
    pairs = [(bank.cases[use.case], use) for use in exam.cases if use.case in bank.cases]
    sound = len(pairs) == len(exam.cases) and bank.whole(exam, "cases")
    return (
        pairs
        if sound and all(bank.whole(case, "parts", but=NOT_QUESTIONS) for case, _use in pairs)
        else []
    )


def _taken(case: Case, use: CaseUse) -> list[Question]:
    return [item for item in case.questions() if not use.questions or item.number in use.questions]


def _exam_worth(pairs: list[tuple[Case, CaseUse]]) -> dict[Key, Decimal]:
    values: dict[Key, Decimal] = {}
    for case, use in pairs:
        values |= _worth(case, _taken(case, use))
    return values


def _totals(bank: Bank) -> Iterator[tuple[dict[Key, Decimal], Decimal]]:
    """What the questions of each part and exam are worth, and what they should come to."""
    for case in bank.cases.values():
        for part, _loc in parts(case):
            if part.points is not None:
                yield _worth(case, list(part.all_questions())), part.points
    for exam in bank.exams.values():
        pairs = _known_cases(bank, exam)
        if pairs:
            yield _exam_worth(pairs), exam.header.total


def criteria_add_up(bank: Bank) -> Iterator[Problem]:
    """The criteria of a question come to the points of the question in its case."""
    differing = bank.once(disagreements)
    odd = {key for values, wanted in _totals(bank) for key in _culprits(values, wanted, differing)}
    for case in bank.cases.values():
        for item in questions(case):
            key = (case.id, item.question.number)
            if key in odd:
                message = _(
                    "the question is worth {points}, but its criteria come to {found}, as the "
                    "total needs; change the points"
                )
                place = bank.place(case, *item.loc, "points")
                yield _problem(place, message, differing[key], item.question.points)
            elif key in differing:
                place = _rubric_place(bank, *key)
                message = _(
                    "the criteria come to {found} and the case gives the question {points}; "
                    "change one of them"
                )
                yield _problem(place, message, differing[key], item.question.points)


def _rubric_place(bank: Bank, case: str, number: str) -> Source:
    rubric = bank.rubrics[case]
    locs = [loc for question, loc in question_rubrics(rubric) if question.question == number]
    return bank.place(rubric, *locs[0], "question")


def _stated(part: Part) -> Decimal:
    """What a part says it is worth, or what its questions come to."""
    if part.points is not None:
        return part.points
    return total(item.points for item in part.all_questions())


def parts_add_up(bank: Bank) -> Iterator[Problem]:
    """The questions and parts of a part come to its points."""
    differing = bank.once(disagreements)
    for case in bank.cases.values():
        for part, loc in parts(case):
            if part.points is None or not bank.whole(case, *loc, but=NOT_QUESTIONS):
                continue
            found = [question.points for question in part.questions]
            found += [_stated(inner) for inner in part.parts]
            values = _worth(case, list(part.all_questions()))
            right = part.points in (total(found), total(values.values()))
            if not right and not _culprits(values, part.points, differing):
                message = _(
                    "the questions come to {found} and the part is worth {points}; "
                    "change one of them"
                )
                place = bank.place(case, *loc, "points")
                yield _problem(place, message, found, part.points)


def exams_add_up(bank: Bank) -> Iterator[Problem]:
    """The parts of an exam's cases come to its total."""
    differing = bank.once(disagreements)
    for exam in bank.exams.values():
        pairs = _known_cases(bank, exam)
        values = _exam_worth(pairs)
        found = [points for case, use in pairs for points in _by_part(case, use)]
        wanted = exam.header.total
        right = (
            not bank.whole(exam, "header", "total")
            or not pairs
            or wanted in (total(found), total(values.values()))
        )
        if not right and not _culprits(values, wanted, differing):
            message = _("the parts come to {found} and the total is {points}; change one of them")
            yield _problem(bank.place(exam, "header", "total"), message, found, wanted)


def _by_part(case: Case, use: CaseUse) -> list[Decimal]:
    """The points of each part of a case, or of each question that an exam takes of it."""
    if use.questions:
        return [item.points for item in _taken(case, use)]
    return [_stated(part) for part in case.parts]
