"""The record of uses: read, unique, and beside the exams in a part of the bank."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from examen.bank import identifiers, load, load_kinds
from examen.bank.part import heading

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
