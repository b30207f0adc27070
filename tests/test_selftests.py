"""Self-tests of a whole bank: graded once, and again when anything that decides them changes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from benchmarks.speed.banks import write_bank
from examen.bank import Bank, load
from examen.grading import selftest
from examen.model.rubric import Rubric
from examen.problems import Problem
from examen.running import selftests as module

Run = Callable[[], tuple[list[str], list[Problem]]]


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases of a bank in the current folder, with a cache of its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path / "cache")
    return sorted(write_bank(tmp_path, 6, of_a_case=2))


@pytest.fixture
def run(keys: list[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Test the bank: the cases that were graded, and the problems."""
    del keys
    graded: list[str] = []

    def noted(bank: Bank, rubric: Rubric, only: str | None = None) -> list[Problem]:
        graded.append(rubric.case)
        return grade(bank, rubric, only)

    grade = selftest.selftest_of
    monkeypatch.setattr(selftest, "selftest_of", noted)

    def call() -> tuple[list[str], list[Problem]]:
        graded.clear()
        bank = load(Path("bank"), Path("rubrics"))
        problems = module.selftests(bank, Path("bank"), lambda: None)
        return list(graded), problems

    return call


def change(path: str | Path, was: str, now: str) -> None:
    text = Path(path).read_text("utf-8")
    assert was in text
    Path(path).write_text(text.replace(was, now, 1), "utf-8")


def test_it_finds_what_grading_everything_finds(keys: list[str], run: Run) -> None:
    change(
        f"rubrics/{keys[1]}.yaml", "kind: full\n        points: ", "kind: full\n        points: 1"
    )
    bank = load(Path("bank"), Path("rubrics"))
    assert run()[1] == selftest.selftest(bank)
    assert run()[1] == selftest.selftest(bank) != []


def test_what_agreed_is_not_graded_again(keys: list[str], run: Run) -> None:
    assert run() == (keys, [])
    assert run() == ([], [])


def test_what_changed_is_graded_again(keys: list[str], run: Run) -> None:
    run()
    change(f"rubrics/{keys[0]}.yaml", "kind: full\n", "kind: full\n        note: vu\n")
    assert run() == ([keys[0]], [])
    change(f"bank/cases/{keys[1]}.yaml", "minutes: 180", "minutes: 120")
    assert run() == ([keys[1]], [])
    lexicon = next(Path("bank/lexicons").glob("*.yaml"))
    lexicon.write_text(lexicon.read_text("utf-8") + "# relu\n", "utf-8")
    assert run() == (keys, [])
    assert run() == ([], [])


def test_another_program_grades_again(
    keys: list[str], run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    run()
    monkeypatch.setattr(module, "installed", lambda: {"examen": "another"})
    assert run() == (keys, [])


def test_a_disagreement_is_told_each_time(keys: list[str], run: Run) -> None:
    change(
        f"rubrics/{keys[1]}.yaml",
        "kind: trap\n        points: 0",
        "kind: trap\n        points: 0.5",
    )
    first = run()
    assert [problem.code for problem in first[1]] == ["example-mark"]
    assert run() == ([keys[1]], first[1])


def test_what_is_known_belongs_to_a_bank(run: Run, tmp_path: Path) -> None:
    run()
    (tmp_path / "bank").rename(tmp_path / "banque")
    bank = load(Path("banque"), Path("rubrics"))
    assert module.selftests(bank, Path("banque"), lambda: None) == []
    (tmp_path / "banque").rename(tmp_path / "bank")
    assert run() == ([], [])


def test_an_exam_of_the_same_name_is_graded_each_time(keys: list[str], run: Run) -> None:
    Path("bank/exam.yaml").write_text(
        f"schema: exam/1\nid: {keys[2]}\ntitle: A\ncases: [{{case: {keys[2]}}}]\nheader: "
        "{diploma: A, paper: A, session: '2026', code: A, minutes: 60, material: A, total: 4}\n",
        "utf-8",
    )
    assert run()[0] == keys
    assert run()[0] == [keys[2]]


@pytest.mark.parametrize("content", [b"\xff\xfe", b"", b"abc\n"])
def test_a_broken_cache_is_made_again(content: bytes, keys: list[str], run: Run) -> None:
    run()
    (path,) = Path("cache").iterdir()
    path.write_bytes(content)
    assert run()[0] == keys
    assert run()[0] == []


def test_without_a_cache_all_is_graded(
    keys: list[str], run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a file").touch()
    monkeypatch.setattr(module, "cache_folder", lambda: tmp_path / "a file")
    assert run() == (keys, [])
    assert run() == (keys, [])


def test_a_check_that_is_broken_off_keeps_what_it_knows(keys: list[str], run: Run) -> None:
    run()
    for key in keys[:2]:
        change(f"rubrics/{key}.yaml", "kind: full\n", "kind: full\n        note: vu\n")
    bank = load(Path("bank"), Path("rubrics"))
    steps = iter([None] * (len(keys) - 2))  # of those that were not changed
    with pytest.raises(StopIteration):
        module.selftests(bank, Path("bank"), lambda: next(steps))
    assert run() == ([keys[1]], [])
