"""The record of uses: read, unique, and beside the exams in a part of the bank."""

from __future__ import annotations

import shutil
from datetime import date
from multiprocessing import get_context
from pathlib import Path

import pytest

from examen.bank import identifiers, load, load_kinds
from examen.bank.part import heading
from examen.cli import main

PAPERS = Path(__file__).parent / "data/papers"
USES = "schema: uses/1\nuses:\n  - {exam: e, on: 2026-01-05, class: A, questions: {c: [1]}}\n"


def test_the_bank_tells_its_uses() -> None:
    (use,) = load(PAPERS / "bank", None).uses
    assert (use.exam, use.on, use.group) == ("ecrit-2025", date(2025, 5, 14), "BTS NDRC 2 A")
    assert use.questions == {"accueil": ("1", "2"), "relance": ("1",)}


def test_a_bank_without_the_file_has_no_uses(tmp_path: Path) -> None:
    assert load(tmp_path, None).uses == ()


def test_uses_are_recorded_in_one_file(tmp_path: Path) -> None:
    for name in ("uses.yaml", "z.yaml"):
        (tmp_path / name).write_text(USES, "utf-8")
    bank = load(tmp_path, None)
    assert len(bank.uses) == 1
    (problem,) = bank.problems
    assert (problem.code, problem.source.path) == ("duplicate-id", f"{tmp_path.as_posix()}/z.yaml")


def test_uses_have_no_identifier_and_are_found_at_a_glance(tmp_path: Path) -> None:
    (tmp_path / "uses.yaml").write_text(USES, "utf-8")
    assert heading(USES.encode()) == ("uses", "", "")
    assert list(identifiers(tmp_path, None)) == []
    assert load_kinds(tmp_path, None, {"exam"}).uses == ()
    assert len(load_kinds(tmp_path, None, {"uses"}).uses) == 1


def test_a_broken_file_of_uses_is_reported(tmp_path: Path) -> None:
    (tmp_path / "uses.yaml").write_text(USES.replace("2026-01-05", "hier"), "utf-8")
    bank = load(tmp_path, None)
    assert [problem.code for problem in bank.problems] == ["wrong-date"]
    assert bank.uses == ()


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bank of one's own, with the uses recorded so far."""
    shutil.copytree(PAPERS, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "bank/uses.yaml"


def use(exam: str, group: str = "BTS 1", day: str = "2026-12-10") -> int:
    return main(["use", exam, "--class", group, "--on", day])


def test_a_use_is_added_below_the_others_and_nothing_else_changes(own: Path) -> None:
    before = own.read_text("utf-8") + "# Les rattrapages sont notés ailleurs.\n"
    own.write_text(before, "utf-8")
    assert use("relance") == 0
    after = own.read_text("utf-8")
    added = """\
  - exam: relance
    on: "2026-12-10"
    class: BTS 1
    questions: {relance: ["1", "2", "3", "4"]}
"""
    assert after.replace(added, "") == before
    (_first, last) = load(Path("bank"), None).uses
    assert (last.exam, last.group, last.on) == ("relance", "BTS 1", date(2026, 12, 10))


def test_the_first_use_makes_the_file(own: Path) -> None:
    own.unlink()
    assert use("relance") == 0
    assert use("salon") == 0
    bank = load(Path("bank"), None)
    assert bank.problems == ()
    assert [one.exam for one in bank.uses] == ["relance", "salon"]


def test_the_same_use_is_recorded_once(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert use("relance") == 0
    once = own.read_bytes()
    assert use("relance") == 0
    assert own.read_bytes() == once
    assert "Déjà consigné" in capsys.readouterr().err
    assert use("relance", "BTS 2") == 0
    assert own.read_bytes() != once


def test_only_the_questions_of_the_exam_are_recorded(own: Path) -> None:
    assert main(["assemble", "ecrit"]) == 0
    assert use("ecrit-b") == 0
    (exam,) = (one for key, one in load(Path("bank"), None).exams.items() if key == "ecrit-b")
    last = load(own.parent, None).uses[-1]
    assert last.questions == {used.case: used.questions for used in exam.cases}


def test_uses_recorded_at_the_same_time_are_all_kept(own: Path) -> None:
    own.unlink()
    context = get_context("fork")
    groups = {f"BTS {number}" for number in range(6)}
    together = context.Barrier(len(groups))

    def record(group: str) -> None:
        together.wait()
        use("relance", group)

    processes = [context.Process(target=record, args=(group,)) for group in groups]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
    assert {one.group for one in load(own.parent, None).uses} == groups
    assert [path.name for path in own.parent.iterdir() if path.is_file()] == ["uses.yaml"]


def test_a_file_in_the_layout_stays_in_it(own: Path) -> None:
    own.unlink()
    for group in ("BTS 1", 'BTS "2", le soir', "Les 3 : {a}"):
        assert use("relance", group) == 0
    assert main(["fmt", "--check", str(own)]) == 0


@pytest.mark.parametrize(
    ("group", "day"),
    [
        ("", "2026-12-10"),
        (" ", "2026-12-10"),
        ("BTS 1\nBTS 2", "2026-12-10"),
        ("BTS \udce9", "2026-12-10"),
        ("BTS 1", "1890-12-10"),
        ("BTS 1", "2999-01-01"),
    ],
)
def test_slips_are_not_recorded(
    own: Path, capsys: pytest.CaptureFixture[str], group: str, day: str
) -> None:
    before = own.read_bytes()
    assert use("relance", group, day) == 2
    assert own.read_bytes() == before
    assert "inattendue" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("schema: uses/1\nuses: rien\n", "problèmes"),
        ("schema: uses/1\nuses: [\n", "problèmes"),
    ],
)
def test_a_file_with_problems_is_left_as_it_is(
    own: Path, capsys: pytest.CaptureFixture[str], text: str, said: str
) -> None:
    own.write_text(text, "utf-8")
    assert use("relance") == 2
    assert own.read_text("utf-8") == text
    assert said in capsys.readouterr().err


def test_an_unknown_exam_is_not_recorded(own: Path) -> None:
    before = own.read_bytes()
    assert use("relanse") == 2
    assert own.read_bytes() == before
