"""What was learned from marked copies, applied to findings and to the points of a question."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal

from examen.grading import reasons
from examen.grading.answer import Answer
from examen.grading.confidence import FOUND_FROM, MISSING_BELOW, Thresholds
from examen.grading.letters import telling, values, weighed
from examen.messages import written
from examen.model.calibration import Calibration, IdeaWeights, PointsWeights, QuestionCalibration
from examen.model.full_exam import FullExam
from examen.model.grade import (
    ZERO,
    Award,
    CalibratedBy,
    Evidence,
    Finding,
    FindingStatus,
    Ground,
    QuestionGrade,
)

ADJUSTMENT = "calibrage"
ONE = Decimal(1)
_SURE = 0.01  # no finding is surer than this leaves open
_QUOTES = 3
# What a person has to read, and what the answer itself denies, stays as the engine found it.
_LEARNABLE = frozenset({Ground.SAID, Ground.SHAPE, Ground.PARTLY, Ground.NEAR, Ground.NOTHING})


def presence(finding: Finding) -> float:
    """The probability, 0 to 1, that the idea is there, as the finding puts it."""
    missing = finding.status is FindingStatus.MISSING
    return 1 - finding.confidence if missing else finding.confidence


def learnable(finding: Finding) -> bool:
    """Whether marked copies may change what is said of an idea."""
    return finding.ground in _LEARNABLE


def is_said(finding: Finding) -> bool:
    """Whether a phrasing was recognised."""
    return finding.ground in {Ground.SAID, Ground.SHAPE}


def log_odds(probability: float) -> float:
    """The logarithm of p / (1 - p), p kept away from 0 and 1."""
    kept = min(max(probability, _SURE), 1 - _SURE)
    return math.log(kept / (1 - kept))


def probability(odds: float) -> float:
    """The probability of some log-odds, kept away from 0 and 1."""
    return min(max(1 / (1 + math.exp(-max(min(odds, 30.0), -30.0))), _SURE), 1 - _SURE)


def calibrator_of(full: FullExam) -> Calibrator | None:
    """What applies the calibration of an exam; None without one that belongs to its rubrics."""
    calibration = full.calibration
    if calibration is None or calibration.rubric != full.fingerprint or not calibration.used:
        return None
    return Calibrator(calibration)


def thresholds(question: QuestionCalibration) -> Thresholds:
    """The thresholds of a question; those of the engine where none were learned."""
    found, missing = question.found_from, question.missing_below
    return Thresholds(
        FOUND_FROM if found is None else float(found),
        MISSING_BELOW if missing is None else float(missing),
    )


class Calibrator:
    """Applies a calibration; made once for an exam.

    Attributes:
        source: what it was learned from, for the grade.
    """

    def __init__(self, calibration: Calibration) -> None:
        used = calibration.used
        self.source = CalibratedBy(
            calibration.copies,
            calibration.markers,
            calibration.date.isoformat(),
            tuple(question.question for question in used),
        )
        self._ideas = {
            (question.question, one.criterion, one.idea): _Idea(one, question)
            for question in used
            for one in question.ideas
        }
        self._texts = {key[0] for key, idea in self._ideas.items() if idea.letters}
        self._points = {
            question.question: _Points(question.points, question.copies, question.after.exact)
            for question in used
            if question.points
        }

    def findings(
        self, number: str, criterion: str, findings: Iterable[Finding], answer: Answer
    ) -> list[Finding]:
        """A criterion's findings as marked copies teach to see them."""
        letters = values(answer) if number in self._texts else {}
        return [
            self._ideas[key].judged(finding, letters, answer)
            if (key := (number, criterion, finding.idea)) in self._ideas and learnable(finding)
            else finding
            for finding in findings
        ]

    def outside(self, number: str, criterion: str, finding: Finding) -> Finding:
        """The finding on passages that match no idea: how probable it is that they count.

        A person reads them all the same; the points proposed follow what is more probable.
        """
        learned = self._ideas.get((number, criterion, finding.idea))
        if learned is None or finding.status is not FindingStatus.UNSURE:
            return finding
        return replace(finding, confidence=learned.sure(finding, {}))

    def points(self, grade: QuestionGrade, answer: Answer) -> QuestionGrade:
        """A question's grade with, as an award of its own, what marked copies add or take."""
        learned = self._points.get(grade.question)
        return learned.adjusted(grade, answer) if learned else grade


class _Idea:
    """What was learned of one idea."""

    def __init__(self, weights: IdeaWeights, question: QuestionCalibration) -> None:
        self.letters = _floats(weights.letters)
        self._said, self._unsaid = float(weights.said), float(weights.unsaid)
        self._copies = question.copies
        self._thresholds = thresholds(question)

    def sure(self, finding: Finding, letters: Mapping[str, float]) -> float:
        """The probability that the idea is there."""
        shift = self._said if is_said(finding) else self._unsaid
        return probability(log_odds(presence(finding)) + shift + weighed(self.letters, letters))

    def judged(self, finding: Finding, letters: Mapping[str, float], answer: Answer) -> Finding:
        sure = self.sure(finding, letters)
        proof = finding.evidence or finding.near or self._quoted(answer)
        status = self._thresholds.status(sure)
        if status is FindingStatus.FOUND and not proof:
            status = FindingStatus.UNSURE
        confidence = 1 - sure if status is FindingStatus.MISSING else sure
        if status is finding.status:
            return replace(finding, confidence=confidence)
        return replace(
            finding,
            status=status,
            credit=ONE if status is FindingStatus.FOUND else ZERO,
            confidence=confidence,
            evidence=finding.evidence if status is FindingStatus.MISSING else proof,
            reason=reasons.learned(status, finding.reason, self._copies),
        )

    def _quoted(self, answer: Answer) -> tuple[Evidence, ...]:
        return _quoted(answer, self.letters) if self.letters else ()


class _Points:
    """What was learned of the points of one question."""

    def __init__(self, weights: PointsWeights, copies: int, exact: Decimal | None) -> None:
        self._start, self._proposed = float(weights.start), float(weights.proposed)
        self._step, self._doubt = weights.step, float(weights.doubt)
        self._findings, self._letters = _floats(weights.findings), _floats(weights.letters)
        self._copies = copies
        self._sure = float(exact) if exact is not None else 0.5

    def adjusted(self, grade: QuestionGrade, answer: Answer) -> QuestionGrade:
        """The grade with what is added or taken; more points only with words that show why."""
        worth = self._worth(grade, answer)
        proof = _quoted(answer, self._letters) or _all_evidence(grade)
        most = grade.max if proof else grade.points
        low, points, high = (
            min(self._level(worth + shift, grade.max), most)
            for shift in (-self._doubt, 0.0, self._doubt)
        )
        if (low, points, high) == (grade.low, grade.points, grade.high):
            return grade
        settled = [replace(a, low=a.points, high=a.points) for a in grade.awards]
        return replace(grade, awards=(*settled, self._award(grade, low, points, high, proof)))

    def _worth(self, grade: QuestionGrade, answer: Answer) -> float:
        given = features(grade)
        return (
            self._start
            + self._proposed * float(grade.points)
            + weighed(self._findings, given)
            + weighed(self._letters, values(answer))
        )

    def _level(self, worth: float, most: Decimal) -> Decimal:
        """The points that are nearest to what an answer seems worth, on the rubric's step."""
        steps = (Decimal(worth) / self._step).quantize(ONE, ROUND_HALF_UP)
        return max(ZERO, min(steps * self._step, most))

    def _award(
        self,
        grade: QuestionGrade,
        low: Decimal,
        points: Decimal,
        high: Decimal,
        proof: tuple[Evidence, ...],
    ) -> Award:
        more = points - grade.points
        finding = Finding(
            ADJUSTMENT,
            FindingStatus.FOUND if more > 0 else FindingStatus.MISSING,
            ZERO,
            self._sure,
            proof if points else (),
            reasons.adjusted(self._copies, written(points), unsure=low != high),
        )
        return Award(ADJUSTMENT, more, low - grade.points, high - grade.points, ZERO, (finding,))


def features(grade: QuestionGrade) -> dict[str, float]:
    """The probabilities of a question's ideas, by `criterion:idea`."""
    return {
        f"{award.criterion}:{finding.idea}": presence(finding)
        for award in grade.awards
        for finding in award.findings
    }


def _all_evidence(grade: QuestionGrade) -> tuple[Evidence, ...]:
    found = (f for award in grade.awards for f in award.findings)
    return tuple(sorted({e for f in found if f.status is FindingStatus.FOUND for e in f.evidence}))


def _quoted(answer: Answer, weights: Mapping[str, float]) -> tuple[Evidence, ...]:
    raw = answer.reading.raw
    return tuple(
        Evidence(start, end, raw[start:end]) for start, end in telling(answer, weights, _QUOTES)
    )


def _floats(weights: Mapping[str, Decimal]) -> dict[str, float]:
    return {name: float(weight) for name, weight in weights.items()}
