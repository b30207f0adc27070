"""Marking, through the grader's door: the cases are in `cases/grading-*.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import cases
from examen.bank import complete, load
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.grade import FindingStatus
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


@pytest.mark.parametrize(
    "text", ["Voir réponse 1.1.2", "Voir la question précédente.", "cf 1.1.2 (à la fin)"]
)
def test_an_answer_that_sends_to_another_one_is_read_there(text: str) -> None:
    bank = load(Path("bank"), Path("rubrics"))
    full = complete(bank, "bts-ndrc-2020-e5-groupama")
    said = "Il faut relancer par téléphone les sportifs qui ont demandé un devis."
    grade = Grader(full).grade(Copy("x", {"1.1.2": said, "1.1.3": text}))
    question = next(item for item in grade.questions if item.question == "1.1.3")
    finding = next(
        f for award in question.awards for f in award.findings if f.idea == "relance-telephonique"
    )
    assert finding.status is FindingStatus.UNSURE
    assert "relancer par téléphone" in finding.reason
    assert question.low == 0
    assert question.points == 1
