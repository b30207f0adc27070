"""Grades: what the program derives from a copy and a rubric. Points are computed, never stored.

Everything here is derived data: it is written beside the copies, never into `bank/` or `rubrics/`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any, NamedTuple

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


class Ground(StrEnum):
    """What a finding rests on, where phrasings decide it."""

    SAID = "said"  # a phrasing was recognised
    SHAPE = "shape"  # so was the shape of the answer
    DISPUTED = "disputed"  # the answer says it, and its contrary or takes it back
    PARTLY = "partly"  # most parts of a phrasing stand together
    NEAR = "near"  # a part of a phrasing stands there
    NOTHING = "nothing"
    CONTRADICTED = "contradicted"
    DENIED = "denied"
    OUTDATED = "outdated"  # said, and no longer right
    ELSEWHERE = "elsewhere"  # the answer sends the reader to another one
    SAID_ELSEWHERE = "said-elsewhere"  # and the other one says it


class Evidence(NamedTuple):
    """The candidate's own words; offsets count characters of the answer as handed in."""

    start: int
    end: int
    quote: str


class Way(StrEnum):
    """How words of an answer stand for words of a phrasing."""

    EXACT = "exact"  # as the rubric writes them, capitals and accents aside
    FORM = "form"  # another form of the same word
    SPELLING = "spelling"  # misspelt
    SHORTHAND = "shorthand"  # as in notes and text messages
    FAMILY = "family"  # the verb of a noun, the noun of a verb
    SYNONYM = "synonym"  # by a lexicon of the bank
    ACRONYM = "acronym"  # by a lexicon of the bank, in letters or in full
    NUMBER = "number"
    FORMULA = "formula"
    PATTERN = "pattern"
    SHAPE = "shape"  # of the answer: a table, a signature


class Recognised(NamedTuple):
    """A word or expression of a phrasing, and what stands for it in the answer.

    Attributes:
        phrase: the author's words.
        written: the candidate's.
        read: the word that was understood, where it is neither: "sosiétaire", read as "sociétaire",
            a synonym of "client".
    """

    phrase: str
    written: str
    way: Way
    read: str = ""


@dataclass(frozen=True, slots=True)
class Finding:
    """What the engine says of one idea.

    Attributes:
        credit: how much of the idea counts, 0 to 1; 0.5 for an indicator that is only named.
        confidence: 0 to 1, how sure the status is.
        reason: why, for a teacher.
        slots: how many ideas an open list's passages may stand for at most; 1 for other ideas.
        contradicted: the answer says the contrary, or takes back what it said.
        ground: what it rests on; None where no phrasing decides, as for spelling.
        near: the passage that comes nearest to a missing idea.
        how: word by word, how the phrasing was recognised.
    """

    idea: str
    status: FindingStatus
    credit: Decimal = ZERO
    confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    reason: str = ""
    slots: int = 1
    contradicted: bool = False
    ground: Ground | None = None
    near: tuple[Evidence, ...] = ()
    how: tuple[Recognised, ...] = ()


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
class CalibratedBy:
    """What the calibration that a grade was made with was learned from.

    Attributes:
        date: when, as `2026-11-21`.
        questions: the numbers of the questions where it is used.
    """

    copies: int
    markers: tuple[str, ...]
    date: str
    questions: tuple[str, ...]


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
    calibration: CalibratedBy | None = None

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
    body: dict[str, Any] = {
        "idea": finding.idea,
        "status": finding.status,
        "credit": float(finding.credit),
        "confidence": round(finding.confidence, 3),
        "evidence": _evidence_json(finding.evidence),
        "reason": finding.reason,
    }
    # Written only where there is something to say.
    if finding.ground:
        body["ground"] = finding.ground
    if finding.how:
        body["how"] = [
            {"phrase": one.phrase, "written": one.written, "way": one.way}
            | ({"read": one.read} if one.read else {})
            for one in finding.how
        ]
    if finding.near:
        body["near"] = _evidence_json(finding.near)
    return body


def _evidence_json(evidence: Iterable[Evidence]) -> list[dict[str, Any]]:
    return [{"start": e.start, "end": e.end, "quote": e.quote} for e in evidence]


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
        **({"calibration": asdict(grade.calibration)} if grade.calibration else {}),
        "questions": [
            {
                "question": question.question,
                **_span(question),
                "criteria": [_award_json(award) for award in question.awards],
            }
            for question in grade.questions
        ],
    }
