"""Every question tests itself: its examples, its model answer, an empty and an off-topic answer.

These checks need the grader; those that need only the files stand in `examen.bank.checks`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from enum import StrEnum
from types import MappingProxyType

from examen.bank import Bank, complete
from examen.bank.places import idea_places
from examen.grading.grader import Grader
from examen.messages import _, marked, written
from examen.model.award import Bands, Expression
from examen.model.grade import FindingStatus, QuestionGrade, total
from examen.model.rubric import Example, QuestionRubric, Rubric
from examen.problems import ExamenError, Problem, Source

OFF_TOPIC = {
    "fr": "La photosynthèse transforme l'énergie lumineuse en énergie chimique dans les feuilles. "
    "Les volcans de la chaîne des Puys sont endormis depuis plusieurs milliers d'années.",
    "en": "Photosynthesis turns light into chemical energy in the leaves. "
    "The volcanoes of that chain have been asleep for several thousand years.",
}


class SelftestCode(StrEnum):
    """A kind of problem that only grading or rendering finds, as it is printed after the place."""

    EXAMPLE_MARK = "example-mark"
    MODEL_ANSWER = "model-answer"
    OFF_TOPIC_ANSWER = "off-topic-answer"
    PHRASING_OVERLAP = "phrasing-overlap"
    LAYOUT = "layout"

    @property
    def meaning(self) -> str:
        """What is wrong, in a sentence."""
        return _(EXPLANATIONS[self])


EXPLANATIONS: Mapping[SelftestCode, str] = MappingProxyType(
    {
        SelftestCode.EXAMPLE_MARK: marked("An example is not marked as its author marked it."),
        SelftestCode.MODEL_ANSWER: marked("A model answer does not earn full marks."),
        SelftestCode.OFF_TOPIC_ANSWER: marked("An empty or off-topic answer earns points."),
        SelftestCode.PHRASING_OVERLAP: marked("A phrasing of an idea also matches another idea."),
        SelftestCode.LAYOUT: marked("A variant of a case holds what a document cannot show."),
    }
)


def selftest(bank: Bank, only: str | None = None) -> list[Problem]:
    """Grade what every rubric says of itself; the disagreements, by place.

    Args:
        bank: its rubrics are graded.
        only: the number of a question: the others are left out.
    """
    found = (selftest_of(bank, rubric, only) for rubric in bank.rubrics.values())
    return sorted(problem for problems in found for problem in problems)


def selftest_of(bank: Bank, rubric: Rubric, only: str | None = None) -> list[Problem]:
    """Grade what one of the bank's rubrics says of itself; the disagreements as they stand in it.

    Args:
        bank: where its case and the lexicons are.
        rubric: what is graded.
        only: the number of a question: the others are left out.
    """
    case = bank.cases.get(rubric.case)
    if case is None:
        return []  # reported by the checks of the bank
    numbers = {question.number for question in case.questions()}
    if only is not None:
        numbers &= {only}
    graded = tuple(one for one in rubric.questions if only in {None, one.question})
    own = rubric.model_copy(update={"questions": graded})
    rubrics = {**bank.rubrics, rubric.case: own}
    full = complete(replace(bank, rubrics=rubrics), rubric.case)
    try:
        grader = Grader(full)
    except ExamenError:
        return []  # an expression that cannot be used; reported by the checks of the bank
    return [
        problem
        for index, question in enumerate(rubric.questions)
        if question.question in numbers
        for problem in _Question(bank, rubric, index, question, grader).problems()
    ]


class _Question:
    """One question's rubric, with what is needed to grade it and to say where it stands."""

    def __init__(
        self, bank: Bank, rubric: Rubric, index: int, question: QuestionRubric, grader: Grader
    ) -> None:
        self.bank = bank
        self.rubric = rubric
        self.index = index
        self.question = question
        self.grader = grader
        # Good French earns its points whatever it says.
        self.language = {
            c.id for _entity, c in question.all_criteria() if isinstance(c.award, Expression)
        }

    def problems(self) -> Iterator[Problem]:
        yield from self._examples()
        yield from self._overlaps()
        # Where a person chooses the level, no answer earns full marks by itself.
        if not any(isinstance(c.award, Bands) for _entity, c in self.question.all_criteria()):
            yield from self._model_answer()
        yield from self._worthless()

    def _place(self, *loc: str | int) -> Source:
        return self.bank.place(self.rubric, "questions", self.index, *loc)

    def _grade(self, answer: str) -> QuestionGrade:
        return self.grader.grade_answer(self.question.question, answer)

    def _examples(self) -> Iterator[Problem]:
        for number, example in enumerate(self.question.examples):
            message = _disagreement(example, self._grade(example.answer))
            if message:
                place = self._place("examples", number, "points")
                yield Problem(place, SelftestCode.EXAMPLE_MARK, message)

    def _model_answer(self) -> Iterator[Problem]:
        grade = self._grade(self.question.model_answer)
        if grade.points != grade.max:
            text = _(
                "the model answer earns {points} of {max}: {missing}; complete it or the phrasings"
            )
            message = text.format(
                points=written(grade.points), max=written(grade.max), missing=_missing(grade)
            )
            yield Problem(self._place("model_answer"), SelftestCode.MODEL_ANSWER, message)

    def _worthless(self) -> Iterator[Problem]:
        for answer, free in (" \n", set[str]()), (OFF_TOPIC[self.rubric.language], self.language):
            grade = self._grade(answer)
            points = total(a.points for a in grade.awards if a.criterion not in free)
            if points:
                text = _(
                    "such an answer earns {points}: {found}; make the phrasings of these ideas "
                    "more exact"
                )
                found = ", ".join(sorted(_found(grade)))
                message = text.format(points=written(points), found=found)
                yield Problem(self._place("question"), SelftestCode.OFF_TOPIC_ANSWER, message)

    def _overlaps(self) -> Iterator[Problem]:
        places = list(idea_places(self.question))
        for overlap in self.grader.overlaps(self.question.question):
            text = _(
                "the phrasing “{said}” of the idea “{idea}” also matches the idea “{other}”; make "
                "one of them more exact"
            )
            written_at = (overlap.criterion.criterion.id, overlap.idea)
            loc = next(p.loc for p in places if (p.criterion, p.idea.id) == written_at)
            yield Problem(
                self._place(*loc, "phrasings", overlap.phrasing),
                SelftestCode.PHRASING_OVERLAP,
                text.format(said=overlap.said, idea=overlap.idea, other=overlap.other),
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
        f"{award.criterion} {written(award.points)}/{written(award.max)} ("
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
        points=written(example.points),
        proposed=written(grade.points),
        found=", ".join(sorted(found)) or _("nothing"),
        lost=", ".join(lost) or _("none"),
    )
