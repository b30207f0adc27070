"""The answers on which the machine and people disagree most, with the words of both."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from examen.analysis.marks import QuestionMarks
from examen.analysis.metrics import mean, rounded
from examen.analysis.tally import Machine
from examen.exchange.copies import read_copies
from examen.model.copy import Copy
from examen.model.grade import Finding, FindingStatus, plain
from examen.problems import Problem

MOST = 20


class _Answer(NamedTuple):
    """An answer on which they disagree; the smallest are those furthest apart."""

    closeness: float
    agreed_ideas: int
    copy: str
    question: str
    machine: Machine
    people: Mapping[str, QuestionMarks]


class Disagreements:
    """Keeps the answers furthest apart: by points, then by how many ideas differ."""

    def __init__(self) -> None:
        self._worst: list[_Answer] = []

    def add(
        self, copy: str, question: str, machine: Machine, people: Mapping[str, QuestionMarks]
    ) -> None:
        """Consider an answer; `people` name ideas as the grade does, by marker."""
        difference = abs(_difference(machine, people) or 0)
        ideas = sum(
            not _agreed(machine.findings.get(name), people, name)
            for name in _names(machine, people)
        )
        if difference or ideas:
            self._worst.append(_Answer(-difference, -ideas, copy, question, machine, people))
        if len(self._worst) > 10 * MOST:
            self._keep()

    def _keep(self) -> None:
        self._worst = sorted(self._worst, key=lambda answer: answer[:4])[:MOST]

    def to_json(self) -> list[dict[str, Any]]:
        """The worst first, `MOST` at most.

        Each has `copy`, `question`, points by the `machine`, by `people` (their mean) and by each
        of the `markers`, their `difference`; `ideas`, all that anybody found or is unsure of:
        `criterion`, `idea`, `status`, `confidence`, `reason` and `evidence` of the machine (null
        and empty for an idea that it does not know), `given`, the quote of each marker who gave it,
        and whether all `agreed`; and `answer`, its text, null until `put_answers` knows it.
        """
        self._keep()
        return [_row(answer) for answer in self._worst]


def _points(people: Mapping[str, QuestionMarks]) -> dict[str, Decimal]:
    return {name: given.points for name, given in people.items() if given.points is not None}


def _difference(machine: Machine, people: Mapping[str, QuestionMarks]) -> float | None:
    return mean(machine.points - points for points in _points(people).values())


def _names(machine: Machine, people: Mapping[str, QuestionMarks]) -> list[str]:
    """The ideas that the machine does not call missing, in the rubric's order, then the others."""
    if not any(given.ideas is not None for given in people.values()):
        return []
    shown = {
        name: None
        for name, finding in machine.findings.items()
        if finding.status is not FindingStatus.MISSING or _given(people, name)
    }
    others = chain.from_iterable(given.ideas or () for given in people.values())
    return [*shown, *sorted(set(others) - shown.keys())]


def _given(people: Mapping[str, QuestionMarks], name: str) -> dict[str, str]:
    """The quote of each marker who gave an idea."""
    return {
        marker: marks.ideas[name]
        for marker, marks in people.items()
        if marks.ideas is not None and name in marks.ideas
    }


def _agreed(finding: Finding | None, people: Mapping[str, QuestionMarks], name: str) -> bool:
    found = finding is not None and finding.status is FindingStatus.FOUND
    return all(
        (name in marks.ideas) == found for marks in people.values() if marks.ideas is not None
    )


def _row(answer: _Answer) -> dict[str, Any]:
    machine, people = answer.machine, answer.people
    points = _points(people)
    return {
        "copy": answer.copy,
        "question": answer.question,
        "machine": plain(machine.points),
        "people": rounded(mean(points.values())),
        "difference": rounded(_difference(machine, people)),
        "markers": {marker: plain(given) for marker, given in points.items()},
        "ideas": [
            _idea(machine.findings.get(name), people, name) for name in _names(machine, people)
        ],
        "answer": None,
    }


def _idea(
    finding: Finding | None, people: Mapping[str, QuestionMarks], name: str
) -> dict[str, Any]:
    criterion, _, idea = name.rpartition(":")
    return {
        "criterion": criterion,
        "idea": idea,
        "status": finding.status.value if finding else None,
        "confidence": round(finding.confidence, 3) if finding else None,
        "reason": finding.reason if finding else "",
        "evidence": [
            {"start": piece.start, "end": piece.end, "quote": piece.quote}
            for piece in (finding.evidence if finding else ())
        ],
        "given": _given(people, name),
        "agreed": _agreed(finding, people, name),
    }


def put_answers(
    rows: Sequence[dict[str, Any]], copies: Sequence[Path], numbers: Sequence[str]
) -> Iterable[Problem]:
    """Put the text of the answers into `rows`; yields what is wrong with the copies.

    Args:
        rows: those of `Disagreements.to_json`.
        copies: files or folders of copies, read as `examen grade` reads them, streaming.
        numbers: the questions of the exam.
    """
    wanted: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        wanted.setdefault(row["copy"], []).append(row)
    for copy in read_copies(copies, numbers):
        if isinstance(copy, Copy):
            for row in wanted.get(copy.id, ()):
                row["answer"] = copy.answers.get(row["question"])
        else:
            yield copy
