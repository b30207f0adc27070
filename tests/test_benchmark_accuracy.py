"""The benchmark of accuracy: its loader, its baselines and its ablations do what they say."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from statistics import fmean

import pytest

from benchmarks.accuracy.ablations import ABLATIONS
from benchmarks.accuracy.baselines import BASELINES
from benchmarks.accuracy.finders import Likenesses, read
from benchmarks.accuracy.on_bank import ANSWERS, compared
from benchmarks.accuracy.scored import Scored, scored
from examen.bank import Bank, load
from examen.grading import Grader
from examen.model.copy import Copy
from grading_cases import full_exam

LINK = """
- id: c
  title: C
  points: 1
  award: {rule: all}
  ideas: [{id: lien, says: Proposer un lien de désinscription, phrasings: [[lien, désinscription]]}]
"""


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("set.jsonl", '{"question": "q1", "id": "a", "answer": "oui; non", "score": 1.5}\n'),
        ("set.csv", 'id,question,answer,score\na,q1,"oui; non",1.5\n'),
        ("french.csv", '\ufeffid;question;answer;score\na;q1;"oui; non";1,5\n'),
    ],
)
def test_scored_answers_are_read(tmp_path: Path, name: str, text: str) -> None:
    path = tmp_path / name
    path.write_text(text, "utf-8")
    assert list(scored(path, {"q1": "1"})) == [Scored("a", "1", "oui; non", Decimal("1.5"))]


@pytest.mark.parametrize("name", BASELINES)
def test_a_baseline_finds_what_is_said_word_for_word_and_nothing_else(name: str) -> None:
    grader = Grader(full_exam(LINK))
    texts = {"same": "Proposer un lien de désinscription", "other": "Bonjour Paul"}
    copies = read(grader, [Copy(key, {"1": text}) for key, text in texts.items()])
    grades = Likenesses(copies, BASELINES[name]).settled(grader, 0.95)
    assert [grade.points for grade in grades] == [1, 0]


@pytest.mark.parametrize("name", ABLATIONS)
def test_an_ablation_leaves_a_grader_that_works_and_the_engine_as_it_was(name: str) -> None:
    full = full_exam(LINK)
    copy = Copy("a", {"1": "Il faut un lien de désinscription."})
    with ABLATIONS[name](full) as grader:
        assert grader.grade(copy).points == 1
    before, after = Grader(full).grade(copy), Grader(full).grade(copy)
    assert before == after


def test_leaving_out_negation_shows() -> None:
    copy = Copy("a", {"1": "Il ne faut pas de lien de désinscription."})
    with ABLATIONS["negation"](full_exam(LINK)) as grader:
        assert grader.grade(copy).points == 1
    assert Grader(full_exam(LINK)).grade(copy).points == 0


@pytest.fixture(scope="module")
def bank() -> Bank:
    return load(Path("bank"), Path("rubrics"))


@pytest.mark.parametrize(
    ("name", "count", "same", "difference", "within"),
    [("first", 360, 0.85, 4, 0.9), ("second", 432, 0.89, 3, 0.92), ("third", 300, 0.83, 3.5, 0.86)],
)
def test_what_the_rubrics_learnt_from_readers_is_kept(
    bank: Bank, name: str, *, count: int, same: float, difference: float, within: float
) -> None:
    found = list(compared(bank, ANSWERS / f"{name}.jsonl"))
    assert len(found) == count
    assert fmean(one.ours == one.theirs for one in found) > same
    assert fmean(abs(one.difference) for one in found) < difference
    assert fmean(one.low <= one.theirs <= one.high for one in found) > within
