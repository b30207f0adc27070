"""Learning from marked copies what a rubric cannot say, and whether it is worth using."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from typing import Any

import examen
from examen.analysis import KeyFigures, compare
from examen.analysis.marks import Marks
from examen.grading import Grader
from examen.grading.calibrated import Calibrator
from examen.learning.calibrate_folds import method, outer
from examen.learning.calibrate_ideas import learn_ideas
from examen.learning.calibrate_letters import number
from examen.learning.calibrate_material import Answered, MarkedCopy, material
from examen.learning.calibrate_points import learn_points
from examen.learning.calibrate_steps import step
from examen.messages import _
from examen.model.award import Bands
from examen.model.calibration import (
    Calibration,
    Measured,
    QuestionCalibration,
)
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import Grade
from examen.model.rubric import QuestionRubric
from examen.problems import ExamenError

LEAST_COPIES = 10
_UP = ("precision", "recall", "f1", "kappa")
_DOWN = ("mean_difference", "bias", "ece", "unsure")  # the bias by its size
_NO_BIAS = 0.05  # points; a smaller bias is none


class Extent(StrEnum):
    """How much of what was learned of a question is used."""

    EVERYTHING = "everything"
    OUTSIDE = "outside"  # only how often passages outside an open list count


Graded = dict[Extent, dict[str, Grade]]  # by how much is used, then by copy
Used = dict[str, Extent]  # by question


class TooFewError(ExamenError):
    """There are not enough marked copies to learn anything."""


def calibrate(full: FullExam, copies: Iterable[Copy], marks: Marks, day: date) -> Calibration:
    """Learn from copies that people marked.

    What is learned of a question is used only where copies that took no part in the learning are
    then marked more like people mark them, and no figure of the whole is worse for it.

    Args:
        full: the exam; a calibration that it has plays no part.
        copies: what candidates handed in; those without marks are passed over.
        marks: by marker and copy, from `examen.analysis.read_marks`.
        day: when this is done, for the record.

    Returns:
        The calibration, the same for the same copies and marks in whatever order.

    Raises:
        TooFewError: fewer than `LEAST_COPIES` copies have marks.
    """
    grader = Grader(replace(full, calibration=None))
    marked = sorted(material(grader, copies, marks), key=lambda one: one.order)
    if len(marked) < LEAST_COPIES:
        message = _("{count} copies have marks; {least} are needed, so nothing was learned")
        raise TooFewError(message.format(count=len(marked), least=LEAST_COPIES))
    return _Calibration(full, grader, marked, marks).learned(day)


class _Calibration:
    """What it takes to learn from the copies and to measure it."""

    def __init__(
        self, full: FullExam, grader: Grader, marked: Sequence[MarkedCopy], marks: Marks
    ) -> None:
        self.full = full
        self.grader = grader
        self.marked = marked
        self.marks = _marks_of(marks, marked)
        self.rubrics = {
            item.question.number: item.rubric for item in full.questions() if item.rubric
        }
        self.numbers = [
            number for number in self.rubrics if any(number in one.answers for one in marked)
        ]

    def learned(self, day: date) -> Calibration:
        """What all copies teach, for the questions where it helps."""
        graded = self._graded_by_others()
        before = _figures([one.grade for one in self.marked], self.marks)
        used = self._used(before, graded)
        final = self._questions(self.marked)
        return self._record(
            day,
            before,
            _figures(self._mixed(graded, used), self.marks),
            [self._question(final[name], graded, used.get(name)) for name in self.numbers],
        )

    # --- Learning -------------------------------------------------------------------------------

    def _questions(self, copies: Sequence[MarkedCopy]) -> dict[str, QuestionCalibration]:
        """What some copies teach of each question."""
        nothing = Measured()
        found = {}
        for name in self.numbers:
            answers = [one.answers[name] for one in copies if name in one.answers]
            found[name] = QuestionCalibration(
                question=name,
                copies=len(answers),
                used=True,
                before=nothing,
                after=nothing,
                **_learn(self.rubrics[name], answers),
            )
        return found

    def _graded_by_others(self) -> Graded:
        """Each copy graded by what the copies of the other parts teach, all of it or a part."""
        graded: Graded = {extent: {} for extent in Extent}
        for rest, held in outer(self.marked):
            questions = self._questions(rest).values()
            for extent, grades in graded.items():
                taken = [_taken(question, extent) for question in questions]
                calibrator = Calibrator(self._record(date.min, Measured(), Measured(), taken))
                for one in held:
                    grades[one.copy.id] = self.grader.settle(one.copy, one.seen, calibrator)
        return graded

    # --- Measuring ------------------------------------------------------------------------------

    def _used(self, before: KeyFigures, graded: Graded) -> Used:
        """Where what was learned is used: what helps most first, and nothing that harms."""
        used: Used = {}
        best = before
        for name, extent in self._helpful(graded):
            tried = {name: extent, **used}
            figures = _figures(self._mixed(graded, tried), self.marks)
            if name not in used and _no_worse(best, figures):
                used, best = tried, figures
        return used

    def _helpful(self, graded: Graded) -> list[tuple[str, Extent]]:
        """Where something got better and neither kappa nor difference got worse."""
        gains = {}
        for name in self.numbers:
            for extent, grades in graded.items():
                before, after = self._before_and_after(name, grades)
                kept = (before.kappa or 0) <= (after.kappa or 0)
                nearer = (before.mean_difference or 0) - (after.mean_difference or 0)
                if before != after and kept and nearer >= 0:
                    gains[name, extent] = nearer
        return sorted(gains, key=lambda item: (-gains[item], item))

    def _mixed(self, graded: Graded, used: Used) -> list[Grade]:
        """The grades whose questions are graded as learned where that is used."""
        return [
            replace(
                one.grade,
                questions=tuple(
                    graded[used[question.question]][one.copy.id].questions[n]
                    if question.question in used
                    else question
                    for n, question in enumerate(one.grade.questions)
                ),
            )
            for one in self.marked
        ]

    def _before_and_after(
        self, name: str, grades: Mapping[str, Grade]
    ) -> tuple[KeyFigures, KeyFigures]:
        marked = [one for one in self.marked if name in one.answers]
        marks = {
            marker: {
                copy: {name: questions[name]}
                for copy, questions in copies.items()
                if name in questions
            }
            for marker, copies in self.marks.items()
        }
        return (
            _figures([_only(one.grade, name) for one in marked], marks),
            _figures([_only(grades[one.copy.id], name) for one in marked], marks),
        )

    # --- The record -----------------------------------------------------------------------------

    def _question(
        self, question: QuestionCalibration, graded: Graded, extent: Extent | None
    ) -> QuestionCalibration:
        grades = graded[extent or Extent.EVERYTHING]
        before, after = self._before_and_after(question.question, grades)
        return _taken(question, extent).model_copy(
            update={
                "used": extent is not None,
                "before": _measured(before),
                "after": _measured(after),
            }
        )

    def _record(
        self,
        day: date,
        before: KeyFigures | Measured,
        after: KeyFigures | Measured,
        questions: Sequence[QuestionCalibration],
    ) -> Calibration:
        return Calibration(
            schema="calibration/1",
            id=self.full.exam.id,
            rubric=self.full.fingerprint,
            examen=examen.__version__,
            date=day,
            copies=len(self.marked),
            markers=tuple(sorted(self.marks)),
            method=method(len(self.marked)),
            before=before if isinstance(before, Measured) else _measured(before),
            after=after if isinstance(after, Measured) else _measured(after),
            questions=tuple(questions),
        )


def _learn(rubric: QuestionRubric, answers: Sequence[Answered]) -> dict[str, Any]:
    """What answers to a question teach: of its ideas, or of its points if people gave no ideas."""
    if any(answer.ideas for answer in answers):
        ideas, thresholds = learn_ideas(answers)
        return {
            "ideas": ideas,
            "found_from": number(thresholds.found_from),
            "missing_below": number(thresholds.missing_below),
        }
    if any(isinstance(criterion.award, Bands) for _entity, criterion in rubric.all_criteria()):
        return {}  # a person chooses the level
    return {"points": learn_points(answers, step(rubric))}


def _taken(question: QuestionCalibration, extent: Extent | None) -> QuestionCalibration:
    """So much of what was learned of a question; nothing for None."""
    if extent is Extent.EVERYTHING:
        return question
    ideas = tuple(one for one in question.ideas if one.outside and extent)
    nothing = {"found_from": None, "missing_below": None, "points": None}
    return question.model_copy(update={"ideas": ideas, **nothing})


def _marks_of(marks: Marks, marked: Sequence[MarkedCopy]) -> Marks:
    """The marks of the copies that are there, in an order of their own."""
    kept = {one.copy.id for one in marked}
    found = {
        marker: {copy: copies[copy] for copy in sorted(copies.keys() & kept)}
        for marker, copies in sorted(marks.items())
    }
    return {marker: copies for marker, copies in found.items() if copies}


def _figures(grades: Sequence[Grade], marks: Marks) -> KeyFigures:
    return compare(grades, marks).key_figures()


def _measured(figures: KeyFigures) -> Measured:
    values = figures.to_json()
    return Measured(
        **{name: number(values[name]) for name in Measured.model_fields if values[name] is not None}
    )


def _no_worse(before: KeyFigures, after: KeyFigures) -> bool:
    """Whether no figure is worse; shares of right are not to fall, errors not to grow."""

    def gone_up(name: str) -> float:
        first: float | None = getattr(before, name)
        second: float | None = getattr(after, name)
        if first is None or second is None:
            return 0.0
        least = _NO_BIAS if name == "bias" else 0.0
        return max(abs(second), least) - max(abs(first), least)

    return all(gone_up(name) >= 0 for name in _UP) and all(gone_up(name) <= 0 for name in _DOWN)


def _only(grade: Grade, name: str) -> Grade:
    return replace(grade, questions=tuple(q for q in grade.questions if q.question == name))
