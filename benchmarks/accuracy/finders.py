"""Grades in which a likeness of sentences decides which ideas are found, and all else is ours.

Ideas that only numbers, formulas or the answer's shape tell stay with the engine, and so do the
award rules and the passages about each entity: the baselines are compared on finding alone.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
from numpy.typing import NDArray

from benchmarks.accuracy.baselines import Likeness
from examen.grading import Grader
from examen.grading.answer import View
from examen.grading.compiled import CompiledIdea
from examen.grading.grader import Seen
from examen.model.copy import Copy
from examen.model.grade import Finding, FindingStatus, Grade
from examen.model.recognition import Expression, Sentence, Words

THRESHOLDS = np.round(np.arange(0.05, 1.0, 0.025), 3)
_PROSE = (Sentence, Words, Expression)


@dataclass(frozen=True, slots=True)
class Read:
    """A copy with what the engine saw in it."""

    copy: Copy
    seen: Sequence[Seen]


def read(grader: Grader, copies: Iterable[Copy]) -> list[Read]:
    """The copies, read once for all baselines."""
    return [Read(copy, grader.look(copy)) for copy in copies]


class Likenesses:
    """The likeness of every idea to the passage that comes nearest, for every copy."""

    def __init__(self, copies: Sequence[Read], likeness: Likeness) -> None:
        self.grades = copies
        sentences, ideas = _texts(copies)
        self._row = {text: n for n, text in enumerate(sentences)}
        self._column = {text: n for n, text in enumerate(ideas)}
        self._table: NDArray[np.float64] = likeness(sentences, ideas)

    def settled(self, grader: Grader, threshold: float) -> Iterator[Grade]:
        """The grades if ideas as alike as the threshold are found."""
        for item in self.grades:
            seen = [self._judged(one, threshold) for one in item.seen]
            yield grader.settle(item.copy, seen)

    def _judged(self, seen: Seen, threshold: float) -> Seen:
        found = []
        for criterion, findings in zip(seen.question.criteria, seen.found, strict=True):
            view = seen.views[criterion.entity.id] if criterion.entity else seen.answer.whole
            rows = [self._row[text] for text in _sentences(view)]
            found.append(
                [
                    self._finding(idea, finding, rows, threshold) if _in_prose(idea) else finding
                    for idea, finding in zip(criterion.ideas, findings, strict=True)
                ]
            )
        return replace(seen, found=found)

    def _finding(
        self, idea: CompiledIdea, finding: Finding, rows: Sequence[int], threshold: float
    ) -> Finding:
        columns = [self._column[text] for text in statements(idea)]
        best = float(self._table[np.ix_(rows, columns)].max()) if rows else 0.0
        status = FindingStatus.FOUND if best >= threshold else FindingStatus.MISSING
        return Finding(
            finding.idea, status, Decimal(status is FindingStatus.FOUND), confidence=best
        )


def statements(compiled: CompiledIdea) -> list[str]:
    """An idea as texts to compare with: its statement, and the first words of each phrasing."""
    texts = [compiled.idea.says]
    for phrasing in compiled.idea.phrasings:
        if isinstance(phrasing, Sentence):
            texts.append(phrasing.text)
        elif isinstance(phrasing, Expression):
            texts.append(phrasing.expression)
        elif isinstance(phrasing, Words):
            texts.append(" ".join(group[0] for group in phrasing.words))
    return texts


def _in_prose(compiled: CompiledIdea) -> bool:
    return any(isinstance(phrasing, _PROSE) for phrasing in compiled.idea.phrasings)


def _sentences(view: View) -> list[str]:
    text = view.answer.reading.text
    return [text[unit.start : unit.end] for unit in view.units if unit.end > unit.start]


def _texts(copies: Sequence[Read]) -> tuple[list[str], list[str]]:
    """The distinct sentences of all copies, and the distinct statements of all ideas."""
    sentences: dict[str, None] = {}
    ideas: dict[str, None] = {}
    for item in copies:
        for seen in item.seen:
            for criterion in seen.question.criteria:
                view = seen.views[criterion.entity.id] if criterion.entity else seen.answer.whole
                sentences |= dict.fromkeys(_sentences(view))
                for idea in criterion.ideas:
                    ideas |= dict.fromkeys(statements(idea))
    return list(sentences), list(ideas)
