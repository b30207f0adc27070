"""Big banks: the work grows with the questions, not faster; and the banks that measure it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from benchmarks.speed.banks import write_bank
from examen.bank import Bank, check, complete, load
from examen.grading.selftest import selftest


def loaded(folder: Path) -> Bank:
    return load(folder / "bank", folder / "rubrics")


def calls(folder: Path) -> int:
    """How many functions are called to load and check a bank: the same number each time."""
    counted = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal counted
        counted += event in ("call", "c_call")

    sys.setprofile(count)
    try:
        check(loaded(folder))
    finally:
        sys.setprofile(None)
    return counted


@pytest.mark.parametrize("of_a_case", [5, 1_000])
def test_the_work_of_checking_grows_with_the_questions(of_a_case: int, tmp_path: Path) -> None:
    sizes = (40, 80, 160)
    for size in sizes:
        write_bank(tmp_path / str(size), size, of_a_case=of_a_case)
    few, some, many = (calls(tmp_path / str(size)) for size in sizes)
    assert (many - some) / (some - few) == pytest.approx(2, rel=0.1)


def test_a_bank_is_written_as_asked(tmp_path: Path) -> None:
    keys = write_bank(tmp_path / "a", 25, of_a_case=10)
    bank = loaded(tmp_path / "a")
    assert sorted(keys) == [*bank.cases] == [*bank.rubrics]
    assert [len(list(bank.cases[key].questions())) for key in keys] == [10, 10, 5]
    assert (bank.problems, check(bank), selftest(bank)) == ((), [], [])

    def files(name: str) -> dict[str, str]:
        folder = tmp_path / name
        paths = [*folder.glob("bank/cases/*"), *folder.glob("rubrics/*")]
        return {path.name: path.read_text("utf-8") for path in paths}

    write_bank(tmp_path / "b", 25, of_a_case=10)
    write_bank(tmp_path / "c", 25, of_a_case=10, seed=5)
    assert files("a") == files("b")
    assert not {*files("a").values()} & {*files("c").values()}


def test_a_case_may_have_200_questions(tmp_path: Path) -> None:
    (key,) = write_bank(tmp_path, 200, of_a_case=200)
    bank = loaded(tmp_path)
    assert (bank.problems, check(bank)) == ((), [])
    questions = list(complete(bank, key).questions())
    assert len({item.question.number for item in questions}) == 200
    assert all(item.rubric for item in questions)
