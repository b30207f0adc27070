"""Files of grades and of marks that people gave, made of short lines, for the tests."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any

from examen.model.grade import (
    Award,
    Evidence,
    Finding,
    FindingStatus,
    Grade,
    QuestionGrade,
    to_json,
)

STATUS = {
    "+": FindingStatus.FOUND,
    "-": FindingStatus.MISSING,
    "?": FindingStatus.UNSURE,
}


def award(criterion: str, points: str, ideas: str) -> Award:
    """`+cnil -droits ?annonceur@0.6`: findings, with their confidence."""
    findings = []
    for word in ideas.split():
        idea, _, confidence = word[1:].partition("@")
        findings.append(
            Finding(
                idea,
                STATUS[word[0]],
                confidence=float(confidence or 1),
                evidence=(Evidence(0, len(idea), idea),) if word[0] != "-" else (),
                reason=f"about {idea}",
            )
        )
    number = Decimal(points)
    high = number + any(finding.status is FindingStatus.UNSURE for finding in findings)
    return Award(criterion, number, number, high, Decimal(9), tuple(findings))


def grades_file(
    folder: Path, copies: Mapping[str, Mapping[str, Iterable[Award]]], *more: str
) -> Path:
    path = folder / "grades.jsonl"
    lines = [
        to_json(
            Grade(
                *(copy, "épreuve", "sha256:0", "0.1.0"),
                tuple(QuestionGrade(number, tuple(awards)) for number, awards in questions.items()),
                Decimal(20),
            )
        )
        for copy, questions in copies.items()
    ]
    texts = [*map(json.dumps, lines), *more]
    path.write_text("\n".join(texts) + "\n", "utf-8")
    return path


def marks_file(folder: Path, *lines: dict[str, Any] | str, name: str = "marks.jsonl") -> Path:
    path = folder / name
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", "utf-8")
    return path


def marks(copy: str, marker: str, **questions: Any) -> dict[str, Any]:
    """`q1={"ideas": "a b", "total": 2}`."""
    for question in questions.values():
        if isinstance(question.get("ideas"), str):
            question["ideas"] = dict.fromkeys(question["ideas"].split(), "…")
    return {"copy": copy, "marker": marker, "marks": questions}
