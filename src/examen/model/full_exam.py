"""An exam with everything that it refers to, ready to be rendered or graded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from examen.model.calibration import Calibration
from examen.model.case import AnswerForm, Case, Question
from examen.model.exam import Exam
from examen.model.framework import Framework
from examen.model.lexicon import Lexicon
from examen.model.rubric import QuestionRubric, Rubric


class MarkedQuestion(NamedTuple):
    """A question of an exam with the case it belongs to and how it is marked."""

    case: Case
    question: Question
    rubric: QuestionRubric | None

    @property
    def oral(self) -> bool:
        """Whether the answer is spoken, before a jury."""
        return self.question.form is AnswerForm.ORAL


@dataclass(frozen=True, slots=True)
class FullExam:
    """An exam and its cases, rubrics, lexicons and frameworks.

    Attributes:
        rubrics: by case id; a case without a rubric can be rendered but not graded.
        folders: by case id, the folder that figures' paths are relative to.
        fingerprint: `sha256:…` over all that decides a mark (rubrics, lexicons, question points).
        calibration: what was learned from marked copies; it may belong to an earlier rubric.
    """

    exam: Exam
    cases: tuple[Case, ...]
    rubrics: dict[str, Rubric]
    lexicons: tuple[Lexicon, ...] = ()
    frameworks: tuple[Framework, ...] = ()
    folders: dict[str, Path] = field(default_factory=dict)
    fingerprint: str = ""
    calibration: Calibration | None = None

    def questions(self) -> Iterator[MarkedQuestion]:
        """The exam's questions in the order they are printed."""
        chosen = {use.case: use.questions for use in self.exam.cases}
        for case in self.cases:
            rubric = self.rubrics.get(case.id)
            marked = {item.question: item for item in rubric.questions} if rubric else {}
            for question in case.questions():
                if not chosen[case.id] or question.number in chosen[case.id]:
                    yield MarkedQuestion(case, question, marked.get(question.number))
