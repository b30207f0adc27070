"""Marking, through the grader's door: the cases are in `cases/grading-*.md`."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import cases
from examen.analysis.marks import read_marks
from examen.bank import complete, load
from examen.exchange import read_copies
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


@pytest.mark.parametrize("copy", ["C03", "C07", "C11"])
def test_copies_that_invert_or_contradict_stay_near_their_markers(copy: str) -> None:
    """Statements inverted (C03), wrong numbers (C07), each idea said and taken back (C11)."""
    data = HERE.parent / "benchmarks/accuracy/groupama"
    bank = load(Path("bank"), Path("rubrics"))
    full = complete(bank, "bts-ndrc-2020-e5-groupama")
    numbers = [item.question.number for item in full.questions()]
    (handed_in,) = [
        item
        for item in read_copies([data / "copies.jsonl"], numbers)
        if isinstance(item, Copy) and item.id == copy
    ]
    marks, problems = read_marks([data / "marks.jsonl"])
    assert problems == []
    grade = Grader(full).grade(handed_in)
    for by_copy in marks.values():
        people = sum(question.points or 0 for question in by_copy[copy].values())
        assert abs(grade.points - people) <= 3


def test_a_copy_that_contradicts_itself_everywhere_is_doubted_where_it_does() -> None:
    bank = load(Path("bank"), Path("rubrics"))
    grader = Grader(complete(bank, "bts-ndrc-2020-e5-groupama"))
    said = "Il faut relancer par téléphone les sportifs qui ont demandé un devis."
    wrong = {
        "1.1.2": "Le consentement n'est pas nécessaire. Le lien de désinscription est inutile. "
        "Le nom de l'annonceur n'est pas obligatoire.",
        "1.1.3": f"{said} Il ne faut pas renvoyer de mail de relance.",
        "2.1": "Critère | Note\nPonctualité | pas à évaluer\nAccueil | inutile",
    }

    def status(answers: dict[str, str]) -> FindingStatus:
        grade = grader.grade(Copy("x", answers))
        question = next(item for item in grade.questions if item.question == "1.1.3")
        return next(
            finding.status
            for award in question.awards
            for finding in award.findings
            if finding.idea == "relance-telephonique"
        )

    assert status({"1.1.3": wrong["1.1.3"]}) is FindingStatus.FOUND
    assert status(wrong) is FindingStatus.UNSURE
    assert status({**wrong, "1.1.3": said}) is FindingStatus.FOUND
