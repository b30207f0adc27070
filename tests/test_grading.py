"""Marking, through the grader's door: the cases are in `cases/grading-*.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import cases
from grading_cases import grade, summary

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("criteria", "answer", "expected"),
    [case for path in sorted(HERE.glob("cases/grading-*.md")) for case in cases(path, parts=3)],
)
def test_grading(criteria: str, answer: str, expected: str) -> None:
    assert summary(grade(criteria, answer)) == expected
