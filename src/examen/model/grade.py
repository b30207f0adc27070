"""Grades: what the program derives from a copy and a rubric. Points are computed, never stored.

Everything here is derived data: it is written beside the copies, never into `bank/` or `rubrics/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

ZERO = Decimal(0)


def total(points: Iterable[Decimal]) -> Decimal:
    """The sum of `points`, exact."""
    return sum(points, ZERO)


class FindingStatus(StrEnum):
    """What the engine says of an idea. Unsure goes to a person: neither zero nor full marks."""

    FOUND = "found"
    MISSING = "missing"
    UNSURE = "unsure"


class GradeState(StrEnum):
    """The machine proposes, a person decides."""

    PROPOSED = "proposed"
    DECIDED = "decided"


@dataclass(frozen=True, order=True, slots=True)
class Evidence:
    """The candidate's own words; offsets count characters of the answer as handed in."""

    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True)
class Finding:
    """What the engine says of one idea.

    Attributes:
        credit: how much of the idea counts, 0 to 1; 0.5 for an indicator that is only named.
        confidence: 0 to 1, how sure the status is.
        reason: why, for a teacher.
        slots: how many ideas an open list's passages may stand for at most; 1 for other ideas.
    """

    idea: str
    status: FindingStatus
    credit: Decimal = ZERO
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    slots: int = 1


@dataclass(frozen=True, slots=True)
class Award:
    """What a criterion earns from its findings, and the least and the most it may come to."""

    criterion: str
    points: Decimal
    low: Decimal
    high: Decimal
    max: Decimal
    findings: tuple[Finding, ...] = ()
    reason: str = ""


@dataclass(frozen=True, slots=True)
class QuestionGrade:
    """What an answer earns; the points are the sum of its awards."""

    question: str
    awards: tuple[Award, ...]

    @property
    def points(self) -> Decimal:
        """Proposed points."""
        return total(award.points for award in self.awards)

    @property
    def low(self) -> Decimal:
        """Points if every unsure idea turned out missing."""
        return total(award.low for award in self.awards)

    @property
    def high(self) -> Decimal:
        """Points if every unsure idea turned out found."""
        return total(award.high for award in self.awards)

    @property
    def max(self) -> Decimal:
        """Points the question is worth."""
        return total(award.max for award in self.awards)

    @property
    def to_review(self) -> bool:
        """Whether a person has something to decide."""
        return self.low != self.high


@dataclass(frozen=True, slots=True)
class Grade:
    """What a copy earns: awards, per question and in total."""

    copy: str
    exam: str
    rubric: str
    version: str
    questions: tuple[QuestionGrade, ...]
    scale: Decimal | None = None
    state: GradeState = GradeState.PROPOSED
    warnings: tuple[str, ...] = ()

    @property
    def points(self) -> Decimal:
        """Proposed total."""
        return total(question.points for question in self.questions)

    @property
    def low(self) -> Decimal:
        """Total if every unsure idea turned out missing."""
        return total(question.low for question in self.questions)

    @property
    def high(self) -> Decimal:
        """Total if every unsure idea turned out found."""
        return total(question.high for question in self.questions)

    @property
    def max(self) -> Decimal:
        """Points the paper is worth."""
        return total(question.max for question in self.questions)

    @property
    def scaled(self) -> Decimal | None:
        """The total brought to the exam's scale, to the hundredth, halves up; None without one."""
        if self.scale is None or not self.max:
            return None
        return (self.points * self.scale / self.max).quantize(Decimal("0.01"), ROUND_HALF_UP)

    def to_review(self) -> tuple[str, ...]:
        """Numbers of the questions where a person has something to decide."""
        return tuple(question.question for question in self.questions if question.to_review)


def plain(points: Decimal) -> int | float:
    """Points as a JSON number: an integer where they are whole."""
    return int(points) if points == points.to_integral_value() else float(points)


def _span(item: Award | QuestionGrade | Grade) -> dict[str, Any]:
    return {name: plain(getattr(item, name)) for name in ("points", "low", "high", "max")}


def _finding_json(finding: Finding) -> dict[str, Any]:
    return {
        "idea": finding.idea,
        "status": finding.status.value,
        "credit": float(finding.credit),
        "confidence": round(finding.confidence, 3),
        "evidence": [
            {"start": piece.start, "end": piece.end, "quote": piece.quote}
            for piece in finding.evidence
        ],
        "reason": finding.reason,
    }


def _award_json(award: Award) -> dict[str, Any]:
    body = {"criterion": award.criterion, **_span(award)}
    if award.reason:
        body["reason"] = award.reason
    return {**body, "ideas": [_finding_json(finding) for finding in award.findings]}


def to_json(grade: Grade) -> dict[str, Any]:
    """The grade as plain data, by the contract of `docs/architecture.md`."""
    scaled = grade.scaled
    return {
        "copy": grade.copy,
        "exam": grade.exam,
        "rubric": grade.rubric,
        "examen": grade.version,
        "state": grade.state.value,
        **_span(grade),
        "scaled": None
        if scaled is None or grade.scale is None
        else {"points": plain(scaled), "over": plain(grade.scale)},
        "warnings": list(grade.warnings),
        "questions": [
            {
                "question": question.question,
                **_span(question),
                "criteria": [_award_json(award) for award in question.awards],
            }
            for question in grade.questions
        ],
    }
