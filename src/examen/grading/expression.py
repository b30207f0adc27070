"""Spelling and expression, apart from the ideas: optional, capped, off for an accommodation."""

from __future__ import annotations

from decimal import Decimal

from examen.grading import reasons
from examen.grading.answer import Answer
from examen.grading.awarding import EXPRESSION, ONE
from examen.grading.finding import evidence
from examen.language.spelling import misspellings
from examen.model.award import Expression
from examen.model.copy import Accommodation, Copy
from examen.model.grade import ZERO, Finding, FindingStatus
from examen.model.rubric import Criterion


def expression_finding(
    criterion: Criterion, rule: Expression, answer: Answer, copy: Copy, allowed: frozenset[str]
) -> Finding:
    """What is left of the criterion's points after the misspelt words, as a credit."""
    if Accommodation.EXPRESSION in copy.accommodations:
        return Finding(EXPRESSION, FindingStatus.FOUND, ONE, reason=reasons.not_marked())
    reading = answer.reading
    count = len(reading.tokens)
    if not count:
        return Finding(EXPRESSION, FindingStatus.MISSING, reason=reasons.blank())
    wrong = misspellings(reading, answer.index.vocabulary.reader.dictionary, allowed)
    errors = max(
        ZERO, Decimal(len(wrong)) * rule.words / max(Decimal(count), rule.words) - rule.free
    )
    left = max(ZERO, ONE - errors * rule.per_error / criterion.points)
    return Finding(
        EXPRESSION,
        FindingStatus.FOUND if left else FindingStatus.MISSING,
        left,
        0.7,
        evidence(answer, (reading.raw_span([token]) for token in wrong)),
        reasons.misspelt(len(wrong), count),
    )
