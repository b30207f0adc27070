"""Every question tests itself: specimens of what only the grader can find."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from examen.bank import load
from examen.grading.selftest import SelftestCode, selftest
from examen.running.variants import check_variants
from test_bank_specimens import put, specimen

HERE = Path(__file__).parent
SPECIMENS = sorted((HERE / "specimens/selftest").glob("*.md"))


@pytest.fixture
def _sound_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(HERE / "cli_bank", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def problems() -> list[str]:
    bank = load(Path("bank"), Path("rubrics"))
    varying = [key for key, case in bank.cases.items() if case.variables]
    variants = [problem for key in varying for problem in check_variants(bank, key)]
    return [str(problem) for problem in sorted([*selftest(bank), *variants])]


@pytest.mark.usefixtures("_sound_bank")
def test_the_sound_bank_is_sound() -> None:
    assert problems() == []


@pytest.mark.usefixtures("_sound_bank")
@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimen(path: Path) -> None:
    example = specimen(path)
    for edit in example.edits:
        put(edit)
    assert problems() == example.expected
    assert example.code in {line.split(": ")[1] for line in example.expected}


def test_every_code_has_a_specimen_that_says_what_it_means() -> None:
    told = {path.stem: specimen(path).meaning for path in SPECIMENS}
    assert told == {code.value: code.meaning for code in SelftestCode}


@pytest.mark.usefixtures("_sound_bank")
def test_good_french_off_the_topic_keeps_the_points_for_the_language(tmp_path: Path) -> None:
    path = tmp_path / "rubrics/pain.yaml"
    text = path.read_text("utf-8")
    criterion = """        points: 2
        award: {rule: each, points: 1, expected: 2}
"""
    shared = """        points: 1
        award: {rule: each, points: 0.5, expected: 2}
"""
    language = """      - id: langue
        title: Langue
        points: 1
        award: {rule: expression, per_error: 0.5}
    examples:
"""
    assert text.count(criterion) >= 1
    text = text.replace(criterion, shared, 1).replace("    examples:\n", language, 1)
    path.write_text(text, "utf-8")
    assert [problem for problem in problems() if "off-topic" in problem] == []
