"""Marking, through the grader's door: the cases are in `cases/grading-*.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import cases
from examen.grading import Grader
from grading_cases import full_exam, grade, summary

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("criteria", "answer", "expected"),
    [case for path in sorted(HERE.glob("cases/grading-*.md")) for case in cases(path, parts=3)],
)
def test_grading(criteria: str, answer: str, expected: str) -> None:
    assert summary(grade(criteria, answer)) == expected


def test_an_english_exam_is_graded_and_explained_in_english() -> None:
    criteria = """
    - id: rights
      title: Rights
      points: 1
      award: {rule: each, points: 1, expected: 1}
      ideas: [{id: consent, says: ask for consent, phrasings: [[ask, [consent, permission]]]}]
    """
    graded = Grader(full_exam(criteria, language="en"))
    found = graded.grade_answer("1", "You must ask customers for their permissions.")
    missed = graded.grade_answer("1", "Nothing at all.")
    assert found.points == 1
    assert missed.awards[0].findings[0].reason == "Nothing in the answer comes near this idea."
