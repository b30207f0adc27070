"""Grades on disk: `grades.jsonl` for machines and `grades.csv` for people, written and read."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

from examen.exchange.jsonlines import Line, read_objects
from examen.exchange.seen import Seen
from examen.messages import _, current, reason, written
from examen.model.full_exam import FullExam
from examen.model.grade import (
    Award,
    CalibratedBy,
    Evidence,
    Finding,
    FindingStatus,
    Grade,
    GradeState,
    Ground,
    QuestionGrade,
    Recognised,
    Way,
    to_json,
)
from examen.problems import Problem, UnusableError

JSON_LINES = "grades.jsonl"
GRADEBOOK = "grades.csv"
MOST_POINTS = 100_000
# A spreadsheet program takes a cell that starts so for a formula.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")
_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False)


class GradeText:
    """Grades of an exam as the text of their files.

    Args:
        exam: the exam that the grades are for; its questions are the columns of the gradebook.
    """

    def __init__(self, exam: FullExam) -> None:
        self._numbers = [marked.question.number for marked in exam.questions()]
        self._scale = exam.exam.header.scale

    def heads(self) -> str:
        """The first row of the gradebook, after a mark that tells spreadsheets that it is UTF-8."""
        heads = [_("copy"), *map(_label, self._numbers), _("total")]
        if self._scale is not None:
            heads.append(_("over {scale}").format(scale=_number(self._scale)))
        return "\ufeff" + _row([*heads, _("questions to review")])

    def line(self, grade: Grade) -> str:
        """A copy's line of `grades.jsonl`."""
        return _ENCODER.encode(to_json(grade)) + "\n"

    def row(self, grade: Grade) -> str:
        """A copy's row of the gradebook."""
        points = {question.question: question.points for question in grade.questions}
        cells = [_harmless(grade.copy)]
        cells += [_number(points.get(number)) for number in self._numbers]
        cells.append(_number(grade.points))
        if self._scale is not None:
            cells.append(_number(grade.scaled))
        return _row([*cells, ", ".join(map(_label, grade.to_review()))])


class _Text:
    """What `csv` writes to, and gives back at once."""

    def write(self, text: str) -> str:
        return text


def _row(cells: list[str]) -> str:
    delimiter = ";" if current() == "fr" else ","
    return str(csv.writer(_Text(), delimiter=delimiter).writerow(cells))


def _label(number: str) -> str:
    """A question number that a spreadsheet program does not take for a date: Q1.1.1."""
    return f"Q{number}" if number[0].isdecimal() else number


def _harmless(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text


def read_grades(path: Path) -> Iterator[Grade | Problem]:
    """The grades of a `grades.jsonl` file, streaming; a line that holds none is a problem.

    So is a second grade of the same copy. Points and scale are exact. `Finding.slots` is not
    written to files, so it is 1.

    Raises:
        UnusableError: the file cannot be opened.
    """
    try:
        with Seen() as seen:
            for line in read_objects(path, "grade-json"):
                grade = line if isinstance(line, Problem) else _grade(line)
                if isinstance(grade, Grade) and (at := seen.before(grade.copy, line.source)):
                    message = _("Copy {copy} already has a grade at {place}; this one is not used.")
                    text = message.format(copy=grade.copy, place=at)
                    grade = Problem(line.source, "grade-duplicate", text)
                yield grade
    except OSError as error:
        message = _("“{path}” cannot be read: {reason}.")
        raise UnusableError(message.format(path=path, reason=reason(error))) from error


def _grade(line: Line) -> Grade | Problem:
    try:
        return from_json(line.value)
    except (KeyError, TypeError, ValueError, ArithmeticError):
        message = _("This line holds no grade. Have the file written again by examen grade.")
        return Problem(line.source, "grade-json", message)


def from_json(body: dict[str, Any]) -> Grade:
    """The grade that `examen.model.grade.to_json` made `body` of.

    Raises:
        KeyError, TypeError, ValueError, ArithmeticError: it made something else.
    """
    scaled = body.get("scaled")
    return Grade(
        copy=str(body["copy"]),
        exam=str(body["exam"]),
        rubric=str(body["rubric"]),
        version=str(body["examen"]),
        questions=tuple(
            QuestionGrade(str(question["question"]), tuple(map(_award, question["criteria"])))
            for question in body["questions"]
        ),
        scale=Decimal(scaled["over"]) if scaled else None,
        state=GradeState(body["state"]),
        warnings=tuple(map(str, body.get("warnings", ()))),
        calibration=_calibrated_by(body.get("calibration")),
    )


def _calibrated_by(body: dict[str, Any] | None) -> CalibratedBy | None:
    if body is None:
        return None
    return CalibratedBy(
        int(body["copies"]),
        tuple(map(str, body["markers"])),
        str(body["date"]),
        tuple(map(str, body["questions"])),
    )


def _award(body: dict[str, Any]) -> Award:
    points, low, high, most = (points_of(body[name]) for name in ("points", "low", "high", "max"))
    return Award(
        criterion=str(body["criterion"]),
        points=points,
        low=low,
        high=high,
        max=most,
        findings=tuple(map(_finding, body["ideas"])),
        reason=str(body.get("reason", "")),
    )


def points_of(value: Any) -> Decimal:
    """Points as read from JSON or a table: a finite number of a sensible size.

    Raises:
        ValueError, TypeError, ArithmeticError: it is none.
    """
    points = Decimal(value)
    if not abs(points) <= MOST_POINTS:
        raise ValueError(value)
    return points


def _finding(body: dict[str, Any]) -> Finding:
    ground = body.get("ground")
    return Finding(
        idea=str(body["idea"]),
        status=FindingStatus(body["status"]),
        credit=Decimal(body["credit"]),
        confidence=float(body["confidence"]),
        evidence=_evidence(body["evidence"]),
        reason=str(body["reason"]),
        ground=Ground(ground) if ground else None,
        near=_evidence(body.get("near", ())),
        how=tuple(
            Recognised(
                str(one["phrase"]), str(one["written"]), Way(one["way"]), str(one.get("read", ""))
            )
            for one in body.get("how", ())
        ),
    )


def _evidence(pieces: Iterable[dict[str, Any]]) -> tuple[Evidence, ...]:
    return tuple(
        Evidence(int(piece["start"]), int(piece["end"]), str(piece["quote"])) for piece in pieces
    )


def _number(number: Decimal | None) -> str:
    return "" if number is None else written(number)
