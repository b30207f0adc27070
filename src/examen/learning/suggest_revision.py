"""A rubric with additions: the patch, whether it checks, and the marks before and after."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from examen.analysis import compare
from examen.analysis.marks import Marks
from examen.analysis.metrics import Confusion
from examen.bank import Bank, check, complete
from examen.bank.editing import Addition, add
from examen.bank.loading import revised
from examen.exchange.rewriting import Rewriting, changed_meanwhile, read_text
from examen.grading import Grader
from examen.grading.selftest import selftest
from examen.model.copy import Copy
from examen.model.grade import Grade
from examen.model.rubric import Rubric
from examen.problems import Problem

Additions = Mapping[str, Sequence[Addition]]  # by the case whose rubric they go to
NO_STEP: Callable[[], None] = lambda: None  # noqa: E731 - the default of a callback


@dataclass(frozen=True, slots=True)
class Revision:
    """Rubrics with additions.

    Attributes:
        files: those that change.
        problems: what was not wrong before; with any, the files should not be written.
        bank: with the new rubrics.
    """

    files: tuple[Rewriting, ...]
    problems: tuple[Problem, ...]
    bank: Bank

    def diff(self) -> str:
        """The changes of all files."""
        return "".join(file.diff() for file in self.files)


def revise(bank: Bank, additions: Additions) -> Revision:
    """Put additions into rubrics and check the result, without writing anything.

    Raises:
        ExamenError: a file is no longer what the bank was read from.
    """
    files, problems = [], list[Problem]()
    changed = bank
    for case, items in sorted(additions.items()):
        rubric = bank.rubrics[case]
        path = bank.path(rubric)
        before = read_text(path)
        if before.removeprefix("\ufeff") != bank.text(rubric):
            raise changed_meanwhile(path)
        after = add(before, items)
        files.append(Rewriting(path, before, after))
        changed, record = revised(changed, rubric, after.removeprefix("\ufeff"))
        if record is None:
            problems += changed.problems
        else:
            problems += _caused(bank, changed, record, partial(_problems, rubric=record))
    return Revision(tuple(files), tuple(problems), changed)


def _caused(
    before: Bank, after: Bank, rubric: Rubric, find: Callable[[Bank], list[Problem]]
) -> list[Problem]:
    """The problems of a rubric that additions caused: at their place there were fewer before.

    An addition may change the wording of a complaint that was there before, and its line. What was
    found before is looked for only where anything is wrong after.
    """
    new = find(after)
    if not new:
        return []
    old = find(before)
    spots = [bank.locs(rubric) for bank in (before, after)]
    counts = Counter((one.code, spots[0].get(one.source)) for one in old)
    now = Counter((one.code, spots[1].get(one.source)) for one in new)
    known = {(one.code, spots[0].get(one.source), one.message) for one in old}
    return [
        one
        for one in new
        for what in [(one.code, spots[1].get(one.source))]
        if now[what] > counts[what] and (*what, one.message) not in known
    ]


def sound(bank: Bank, case: str, index: int, additions: Sequence[Addition]) -> bool:
    """Whether a question's own examples still agree with additions to that question alone."""
    rubric = bank.rubrics[case]
    text = add(read_text(bank.path(rubric)), additions)
    changed, record = revised(bank, rubric, text.removeprefix("\ufeff"))
    if record is None:
        return False
    only = record.questions[index].question

    def complaints(bank: Bank) -> list[Problem]:
        return selftest(_alone(bank, case), only)

    return not _caused(bank, changed, record, complaints)


def _alone(bank: Bank, case: str) -> Bank:
    """The bank with the rubric of one case only."""
    return replace(bank, rubrics={case: bank.rubrics[case]})


def _problems(bank: Bank, rubric: Rubric) -> list[Problem]:
    """What is wrong with a rubric, its own examples graded."""
    alone = _alone(bank, rubric.case)
    path = bank.place(rubric).path
    return [one for one in (*check(alone), *selftest(alone)) if one.source.path == path]


@dataclass(frozen=True, slots=True)
class Effect:
    """What a revision changes in the marks.

    Attributes:
        questions: a row for each question: its mean points before and after, and with marks the F1
            of its ideas before and after.
        copies: a row for each copy whose points change.
        agreement: the key figures of the agreement with people before and after; None without
            marks.
    """

    questions: tuple[dict[str, Any], ...]
    copies: tuple[dict[str, Any], ...]
    agreement: dict[str, Any] | None

    def to_json(self) -> dict[str, Any]:
        """The rows as plain data."""
        return {
            "questions": list(self.questions),
            "copies": list(self.copies),
            "agreement": self.agreement,
        }


def grade_all(
    bank: Bank, exam: str | Path, copies: Iterable[Copy], step: Callable[[], None] = NO_STEP
) -> list[Grade]:
    """The grades of all copies by the bank's rubrics."""
    grader = Grader(complete(bank, exam))
    grades = []
    for copy in copies:
        grades.append(grader.grade(copy))
        step()
    return grades


def effect(before: Sequence[Grade], after: Sequence[Grade], marks: Marks) -> Effect:
    """What changes from some grades to others of the same copies, in the same order."""
    scores = [_f1(grades, marks) if marks else {} for grades in (before, after)]
    questions = []
    for number in [question.question for question in before[0].questions] if before else []:
        row: dict[str, Any] = {
            "question": number,
            "before": _mean(before, number),
            "after": _mean(after, number),
        }
        if marks:
            row |= {"f1_before": scores[0].get(number), "f1_after": scores[1].get(number)}
        questions.append(row)
    copies = [
        {"copy": old.copy, "before": float(old.points), "after": float(new.points)}
        for old, new in zip(before, after, strict=True)
        if old.points != new.points
    ]
    agreement = None
    if marks:
        agreement = {
            name: compare(grades, marks).key_figures().to_json()
            for name, grades in (("before", before), ("after", after))
        }
    return Effect(
        tuple(questions), tuple(sorted(copies, key=lambda row: str(row["copy"]))), agreement
    )


def _mean(grades: Sequence[Grade], number: str) -> float:
    points = [
        question.points
        for grade in grades
        for question in grade.questions
        if question.question == number
    ]
    return round(float(sum(points, Decimal(0)) / len(points)), 3)


def _f1(grades: Sequence[Grade], marks: Marks) -> dict[str, float | None]:
    """The F1 of the ideas of each question."""
    together: defaultdict[str, Confusion] = defaultdict(Confusion)
    for row in compare(grades, marks).figures["ideas"]:
        one = together[row["question"]]
        one.true_positives += row["tp"]
        one.false_positives += row["fp"]
        one.false_negatives += row["fn"]
    return {number: counts.f1 for number, counts in together.items()}
