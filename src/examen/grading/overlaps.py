"""Phrasings that also match another idea: one answer would earn the points of both."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from examen.grading.answer import Answer
from examen.grading.compiled import CompiledCriterion, CompiledQuestion
from examen.grading.finding import best
from examen.grading.vocabulary import Vocabulary
from examen.model.recognition import Expression, Phrasing, Sentence, Words


class Overlap(NamedTuple):
    """A phrasing of one idea (by its position) that another idea takes for its own."""

    criterion: CompiledCriterion
    idea: str
    phrasing: int
    said: str
    other: str


def overlaps(question: CompiledQuestion, vocabulary: Vocabulary) -> Iterator[Overlap]:
    """The overlaps between the ideas of each criterion, in the order they are written."""
    for criterion in question.criteria:
        for compiled in criterion.ideas:
            for number, phrasing in enumerate(compiled.idea.phrasings):
                said = _said(phrasing)
                if not said:
                    continue
                view = Answer(vocabulary.reader.read(said), question.index).whole
                for other in criterion.ideas:
                    if other is not compiled and best(other.phrasings, view):
                        yield Overlap(criterion, compiled.idea.id, number, said, other.idea.id)


def _said(phrasing: Phrasing) -> str:
    """The shortest answer that a phrasing made of words recognises; empty for other kinds."""
    if isinstance(phrasing, Sentence):
        return phrasing.text
    if isinstance(phrasing, Expression):
        return phrasing.expression
    if isinstance(phrasing, Words) and not phrasing.negated:
        return " ".join(group[0] for group in phrasing.words)
    return ""
