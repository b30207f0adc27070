"""Exams to mark, copies of them, and how long marking takes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from benchmarks.speed.exams import EXAM, Exam
from benchmarks.speed.timing import cpu
from examen.bank import complete, load
from examen.exchange import read_copies
from examen.exchange.grades import GradeText
from examen.garbage import collect_rarely
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import Grade

ROOT = Path(__file__).resolve().parents[2]
SHIPPED = "bts-ndrc-2020-e5-groupama"


class Seconds(NamedTuple):
    """Processor time: for grading alone, and with the lines of `grades.jsonl`."""

    grading: float
    lines: float


class Marking:
    """A grader at work, from copies to lines of text.

    Args:
        full: the exam.
    """

    def __init__(self, full: FullExam) -> None:
        collect_rarely()
        self._grader = Grader(full)
        self._text = GradeText(full)

    def seconds(self, copies: Sequence[Copy]) -> Seconds:
        """How long the copies take."""
        grades: list[Grade] = []
        grading = cpu(lambda: grades.extend(map(self._grader.grade, copies)))
        return Seconds(grading, grading + cpu(lambda: list(map(self._text.line, grades))))


def shipped() -> tuple[FullExam, list[Copy]]:
    """The exam and the marked copies that are shipped."""
    full = complete(load(ROOT / "bank", ROOT / "rubrics"), SHIPPED)
    numbers = [item.question.number for item in full.questions()]
    path = ROOT / "benchmarks/accuracy/groupama/copies.jsonl"
    return full, [copy for copy in read_copies([path], numbers) if isinstance(copy, Copy)]


def generated(exam: Exam) -> FullExam:
    """A generated exam, by way of its files."""
    with TemporaryDirectory() as folder:
        exam.write(Path(folder))
        return complete(load(Path(folder, "bank"), Path(folder, "rubrics")), EXAM)


def answered(exam: Exam, count: int, first: int) -> list[Copy]:
    """Copies of a generated exam."""
    return [Copy(key, answers) for key, answers in exam.copies(count, first)]


def mean_words(copies: Sequence[Copy]) -> float:
    """The mean number of words of a copy, a word being what stands between spaces."""
    return sum(len(text.split()) for copy in copies for text in copy.answers.values()) / len(copies)
