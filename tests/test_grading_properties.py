"""What holds for every answer: points in range, offsets true, order irrelevant."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from examen.grading import Grader
from examen.grading.awarding import RULES, points
from examen.model.copy import Copy
from examen.model.grade import FindingStatus
from grading_cases import criterion, full_exam

CRITERIA = """
- id: contraintes
  title: Contraintes
  points: 3
  award: {rule: each, points: 1, expected: 3}
  ideas:
    - id: consentement
      says: …
      phrasings: [[demander, consentement]]
      contradictions: [acheter un fichier]
    - {id: desinscription, says: …, phrasings: [[[lien, bouton], [désinscription, désinscrire]]]}
    - {id: annonceur, says: …, phrasings: [[nom, annonceur]]}
    - {id: conclusion, says: …, phrasings: [ne conclut pas]}
  open: {id: autre, says: …}
- repeat: recrue
  title: Recrues
  criteria:
    - {id: calculs, title: Calculs, points: 1, award: {rule: levels, levels: {2: 1, 1: 0.5}}}
  entities:
    - id: celia
      name: Célia
      ideas:
        calculs:
          - {id: appels, says: …, phrasings: [{number: {value: 126, kind: ratio, tolerance: 1}}]}
          - {id: rdv, says: …, phrasings: [{number: {value: 147, kind: ratio, tolerance: 1}}]}
    - {id: hugo, name: Hugo}
"""
FULL = full_exam(CRITERIA)
GRADER = Grader(FULL)
CORRECT = (
    "Demander le consentement.",
    "Mettre un lien de désinscription.",
    "Le nom de l'annonceur figure dans le message.",
    "Célia réalise 126 % sur les appels.",
)
PIECES = st.sampled_from(
    [
        *CORRECT,
        "Le lien de désinscription n'est pas utile.",
        "On peut acheter un fichier.",
        "Hugo : 98 %.",
        "Elle ne conclut pas.",
        "| Célia | Hugo |",
        "| 126 % | 98 % |",
        "- puce ;",
        "<b>gras</b> &eacute;",
        "\u200b\u202e…",
        "🎉",
        "e\u0301",
    ]
)
ANSWERS = st.lists(PIECES | st.text(max_size=30), max_size=12).map("\n".join)


@given(ANSWERS)
@settings(max_examples=150, deadline=None)
def test_points_stay_in_range_and_offsets_quote_the_answer(answer: str) -> None:
    grade = GRADER.grade_answer("1", answer)
    assert 0 <= grade.low <= grade.points <= grade.high <= grade.max
    assert grade.points == sum(award.points for award in grade.awards)
    for award in grade.awards:
        assert 0 <= award.low <= award.points <= award.high <= award.max
        for finding in award.findings:
            assert 0 <= finding.confidence <= 1
            assert finding.reason
            if finding.status is FindingStatus.FOUND:
                assert finding.evidence, "no award without evidence"
            for piece in finding.evidence:
                assert answer[piece.start : piece.end] == piece.quote != ""


@given(ANSWERS, st.sampled_from(CORRECT[:3]))
@settings(max_examples=100, deadline=None)
def test_adding_a_correct_sentence_never_lowers_the_most_it_may_earn(
    answer: str, sentence: str
) -> None:
    longer = f"{answer}\n\n{sentence}"
    assert GRADER.grade_answer("1", longer).high >= GRADER.grade_answer("1", answer).low


@given(st.lists(st.sampled_from(CORRECT), unique=True))
@settings(max_examples=60, deadline=None)
def test_adding_a_correct_sentence_never_lowers_the_mark(sentences: list[str]) -> None:
    marks = [
        GRADER.grade_answer("1", "\n".join(sentences[:n])).points for n in range(len(sentences) + 1)
    ]
    assert marks == sorted(marks)
    assert marks[-1] == min(len([s for s in sentences if "Célia" not in s]), 3) + (
        Decimal("0.5") if any("Célia" in s for s in sentences) else 0
    )


@given(st.permutations(range(4)), ANSWERS)
@settings(max_examples=40, deadline=None)
def test_the_order_of_ideas_in_the_rubric_is_irrelevant(order: list[int], answer: str) -> None:
    written = yaml.load(CRITERIA, yaml.BaseLoader)  # noqa: S506 - text only
    written[0]["ideas"] = [written[0]["ideas"][n] for n in order]
    shuffled = Grader(full_exam(yaml.safe_dump(written, allow_unicode=True)))
    one, other = GRADER.grade_answer("1", answer), shuffled.grade_answer("1", answer)
    assert one.points == other.points
    assert sorted(one.awards[0].findings, key=str) == sorted(other.awards[0].findings, key=str)


@given(st.permutations([Copy(str(n), {"1": text}) for n, text in enumerate(CORRECT)]))
@settings(max_examples=20, deadline=None)
def test_the_order_of_copies_is_irrelevant(copies: list[Copy]) -> None:
    fresh = Grader(FULL)
    grades = {copy.id: fresh.grade(copy) for copy in copies}
    assert all(grades[copy.id] == GRADER.grade(copy) for copy in copies)


RULE_EXAMPLES: list[tuple[dict[str, Any], str]] = [
    ({"rule": "each", "points": "0.5", "expected": "4"}, "2"),
    ({"rule": "all"}, "1"),
    ({"rule": "share", "step": "0.25"}, "2"),
    ({"rule": "levels", "levels": {"4": "3", "2": "1"}}, "3"),
    (
        {
            "rule": "best",
            "alternatives": [{"ideas": ["a"], "points": "1"}, {"ideas": ["b"], "points": "0.5"}],
        },
        "1",
    ),
    ({"rule": "justified", "points": "1", "named": "0.5", "expected": "3"}, "3"),
    (
        {
            "rule": "bands",
            "bands": [
                {"points": "0", "title": "Non", "descriptor": "…"},
                {"points": "2", "title": "Oui", "descriptor": "…"},
            ],
        },
        "2",
    ),
    ({"rule": "expression", "per_error": "0.25"}, "1"),
]


def test_every_rule_is_among_the_examples() -> None:
    assert {type(criterion(award, top, 6).award) for award, top in RULE_EXAMPLES} == set(RULES)


@given(
    st.sampled_from(RULE_EXAMPLES),
    st.lists(st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]), min_size=6, max_size=6),
    st.integers(0, 5),
    st.decimals(0, 3, places=2),
)
def test_rules_stay_in_range_and_more_ideas_never_earn_less(
    example: tuple[dict[str, Any], str], credit: list[Decimal], index: int, cost: Decimal
) -> None:
    made = criterion(*example, 6)
    credited = {chr(97 + n): value for n, value in enumerate(credit)}
    earned = points(made, credited)
    assert 0 <= earned <= made.points
    assert 0 <= points(made, credited, cost) <= earned
    assert points(made, {**credited, chr(97 + index): Decimal(1)}) >= earned
