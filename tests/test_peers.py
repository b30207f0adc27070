"""Answers that other programs are known to mark wrongly: `cases/peers-*.md`, each names one.

The criteria stand in YAML, then the answer, then what it earns.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import cases
from grading_cases import grade, summary

HERE = Path(__file__).parent


@pytest.mark.parametrize(
    ("criteria", "answer", "expected"),
    [case for path in sorted(HERE.glob("cases/peers-*.md")) for case in cases(path, parts=3)],
)
def test_peers(criteria: str, answer: str, expected: str) -> None:
    assert summary(grade(criteria, answer)) == expected
