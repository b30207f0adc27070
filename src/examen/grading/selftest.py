"""Every question tests itself: its examples, its model answer, an empty and an off-topic answer.

These checks need the grader; those that need only the files stand in `examen.bank.checks`.
"""

from __future__ import annotations

from collections.abc import Iterator

from examen.bank import Bank, complete
from examen.grading.grader import Grader
from examen.messages import _
from examen.model.award import Bands
from examen.model.grade import FindingStatus, QuestionGrade
from examen.model.rubric import Example, QuestionRubric, Rubric
from examen.problems import Problem

OFF_TOPIC = {
    "fr": "La photosynthèse transforme l'énergie lumineuse en énergie chimique dans les feuilles. "
    "Les volcans de la chaîne des Puys sont endormis depuis plusieurs milliers d'années.",
    "en": "Photosynthesis turns light into chemical energy in the leaves. "
    "The volcanoes of that chain have been asleep for several thousand years.",
}


def selftest(bank: Bank) -> list[Problem]:
    """Grade what every rubric says of itself; the disagreements, by place."""
    problems: list[Problem] = []
    for rubric in bank.rubrics.values():
        if rubric.case in bank.cases:
            grader = Grader(complete(bank, rubric.case))
            numbers = {question.number for question in bank.cases[rubric.case].questions()}
            for index, question in enumerate(rubric.questions):
                if question.question in numbers:
                    problems.extend(_question(bank, rubric, index, question, grader))
    return sorted(problems)


def _question(
    bank: Bank, rubric: Rubric, index: int, question: QuestionRubric, grader: Grader
) -> Iterator[Problem]:
    number = question.question
    for n, example in enumerate(question.examples):
        grade = grader.grade_answer(number, example.answer)
        message = _disagreement(example, grade)
        if message:
            place = bank.place(rubric, "questions", index, "examples", n, "points")
            yield Problem(place, "example-mark", f"{number} : {message}")
    if any(isinstance(c.award, Bands) for _entity, c in question.all_criteria()):
        return  # a person chooses the level: no answer earns full marks by itself
    grade = grader.grade_answer(number, question.model_answer)
    if grade.points != grade.max:
        place = bank.place(rubric, "questions", index, "model_answer")
        text = _(
            "the model answer of {number} earns {points} of {max}: {missing}; complete it or "
            "the phrasings"
        )
        yield Problem(
            place,
            "model-answer",
            text.format(number=number, points=grade.points, max=grade.max, missing=_missing(grade)),
        )
    for code, answer in (("empty-answer", " \n"), ("off-topic-answer", OFF_TOPIC[rubric.language])):
        grade = grader.grade_answer(number, answer)
        if grade.points:
            place = bank.place(rubric, "questions", index, "question")
            text = _(
                "an empty or off-topic answer to {number} earns {points}: {found}; make the "
                "phrasings of these ideas more exact"
            )
            yield Problem(
                place,
                code,
                text.format(
                    number=number, points=grade.points, found=", ".join(sorted(_found(grade)))
                ),
            )


def _found(grade: QuestionGrade) -> set[str]:
    return {
        finding.idea
        for award in grade.awards
        for finding in award.findings
        if finding.status is FindingStatus.FOUND
    }


def _missing(grade: QuestionGrade) -> str:
    return ", ".join(
        f"{award.criterion} {award.points}/{award.max} ("
        + ", ".join(f.idea for f in award.findings if f.status is not FindingStatus.FOUND)
        + ")"
        for award in grade.awards
        if award.points != award.max
    )


def _disagreement(example: Example, grade: QuestionGrade) -> str:
    """What the grader says other than the author; empty where they agree."""
    found = _found(grade)
    lost = [idea for idea in example.ideas if idea not in found]
    if grade.points == example.points and not lost:
        return ""
    text = _(
        "the example is marked {points} by its author and {proposed} by the grader; found: "
        "{found}; not found: {lost}; mend the phrasings or the mark"
    )
    return text.format(
        points=example.points,
        proposed=grade.points,
        found=", ".join(sorted(found)) or _("nothing"),
        lost=", ".join(lost) or _("none"),
    )
