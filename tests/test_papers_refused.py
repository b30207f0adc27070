"""What assembling refuses or tells: no questions, unknown uses, changed questions, no time."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from examen.bank import load
from examen.bank.sealing import seal
from examen.papers import Contradiction
from examen.problems import ExamenError, UnusableError
from small_banks import SmallBank, use
from small_papers import HEADER, TWO, asked, chosen, loaded, met, one, refused, short


def test_an_exam_has_a_question_and_a_program_of_nothing_is_solved(tmp_path: Path) -> None:
    bank = loaded(tmp_path, TWO)
    assert refused(bank, points=0) == ["exactement 0 point", "au moins 1 question"]
    assert refused(bank, points={"max": 0}) == ["au plus 0 point", "au moins 1 question"]
    assert len(chosen(met(bank, points={"max": 2}))[0]) == 1
    limits = [{"form": "email", "questions": {"max": 3}}, {"level": 2, "share": {"max": 90}}]
    assert refused(bank, statuses=["draft"], limits=limits, cases={"min": 1}) == [
        "au moins 1 cas",
        "des questions au statut «\u00a0brouillon\u00a0»",
    ]
    oral = loaded(tmp_path / "oral", [*TWO, short("c", one("1"), form="role-play")])
    told = asked(oral, include=["c"])
    assert isinstance(told, Contradiction)
    assert [(one.text, one.place) for one in told.clashes] == [
        ("des cas de forme «\u00a0cas écrit\u00a0»", "par défaut"),
        ("avec c", "par défaut"),
    ]


@pytest.mark.parametrize("minutes", [1001, 1440])
def test_an_exam_may_last_more_than_a_thousand_minutes(tmp_path: Path, minutes: int) -> None:
    bank = loaded(tmp_path, TWO)
    assert met(bank, points=8, header={**HEADER, "minutes": minutes})


ASKING = [{"not_used_since": date(2026, 1, 1)}, {"not_used_in_last": 1}, {"reused": 50}]


@pytest.mark.parametrize("asking", ASKING, ids=str)
@pytest.mark.parametrize(
    "uses",
    [
        "schema: uses/1\nuses:\n  - {exam: e, on: 2026-01-05, clas: A, questions: {a: [1]}}\n",
        "# abîmé\n",
    ],
)
def test_unknown_uses_are_not_taken_for_none(
    tmp_path: Path, asking: dict[str, Any], uses: str
) -> None:
    small = loaded(tmp_path, TWO)
    folder = SmallBank(tmp_path)
    (folder.bank / "uses.yaml").write_text(uses, "utf-8")
    bank = load(folder.bank, None)
    assert chosen(met(bank))
    with pytest.raises(UnusableError) as told:
        asked(bank, **asking)
    assert {problem.source.path for problem in told.value.problems} == {
        (folder.bank / "uses.yaml").as_posix()
    }
    assert met(small, **asking)


def test_a_second_file_of_uses_leaves_them_unknown(tmp_path: Path) -> None:
    loaded(tmp_path, TWO, use("2026-01-05", a=["1"]))
    folder = SmallBank(tmp_path)
    first = folder.bank / "uses.yaml"
    (folder.bank / "z.yaml").write_text(first.read_text("utf-8"), "utf-8")
    with pytest.raises(UnusableError):
        asked(load(folder.bank, None), reused=50)


def test_questions_that_changed_since_they_were_validated_are_told(tmp_path: Path) -> None:
    review = {"by": "J. Morel", "on": "2026-01-05", "seal": "0" * 12}
    bank = loaded(tmp_path, [short("a", one("1", review=review))])
    assert met(bank).changed == ("a/1",)
    right = seal(bank, bank.cases["a"], next(bank.cases["a"].questions()))
    again = loaded(tmp_path / "deux", [short("a", one("1", review={**review, "seal": right}))])
    assert met(again).changed == ()


def test_time_that_runs_out_is_told_with_what_to_do(tmp_path: Path) -> None:
    bank = loaded(tmp_path, TWO)
    with pytest.raises(ExamenError, match="--time-limit"):
        asked(bank, seconds=0)
    with pytest.raises(ExamenError, match="demandez moins aux versions"):
        asked(bank, seconds=0, versions={"count": 2})


def test_of_a_case_to_include_one_question_at_least_is_there(tmp_path: Path) -> None:
    bank = loaded(tmp_path, TWO)
    assert chosen(met(bank, include=["a"], avoid=["a/1"])) == [["a/2"]]
    assert refused(bank, include=["a"], avoid=["a/1", "a/2"])
