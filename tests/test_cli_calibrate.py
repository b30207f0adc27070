"""`examen calibrate`: what it writes and prints, and what the other commands make of it."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from examen.bank import load
from examen.cli import main

HERE = Path(__file__).resolve().parent
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line in a folder with a small bank; status, standard output and error."""
    folder = tmp_path / "school"
    shutil.copytree(HERE / "cli_bank", folder)
    monkeypatch.chdir(folder)

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return call


FILE = Path("rubrics/examen-pain.calibration.yaml")


def write(count: int) -> None:
    """`count` copies that say what the jury takes and the rubric does not know, or nothing."""
    said = "Des machins bien chauds sortis du four."
    copies, marks = [], ["copie;question;points;correcteur"]
    for n in range(count):
        answer = f"{said} Variante {n}." if n % 2 else f"Je ne sais pas du tout, désolé. {n}."
        copies.append(json.dumps({"copy": f"C{n:02}", "answers": {"1.1": answer}}))
        marks.append(f"C{n:02};1.1;{n % 2};Mme Roy")
    Path("lot.jsonl").write_text("\n".join(copies), "utf-8")
    Path("notes.csv").write_text("\n".join(marks), "utf-8")


def learn(run: Run, count: int = 40) -> None:
    write(count)
    status, out, err = run("calibrate", "examen-pain", "lot.jsonl", "notes.csv")
    assert (status, err) == (0, "")
    assert f"Calibration : {FILE}".replace(" :", "\u00a0:") in out


def test_it_writes_beside_the_rubrics_what_the_bank_can_load(run: Run) -> None:
    learn(run)
    bank = load(Path("bank"), Path("rubrics"))
    assert bank.problems == ()
    assert bank.calibrations["examen-pain"].markers == ("Mme Roy",)
    assert bank.calibrations["examen-pain"].used
    assert run("check")[0] == 0


def test_the_same_copies_give_the_same_bytes(run: Run) -> None:
    learn(run)
    once = FILE.read_bytes()
    learn(run)
    assert FILE.read_bytes() == once


def test_grade_uses_it_and_the_corrige_says_so(run: Run) -> None:
    learn(run)
    assert run("grade", "examen-pain", "lot.jsonl", "-o", "out")[0] == 0
    grade = json.loads(Path("out/grades.jsonl").read_text("utf-8").splitlines()[1])
    assert grade["calibration"]["copies"] == 40
    assert grade["points"] == 1
    page = Path("out/corriges/C01.html").read_text("utf-8")
    assert "Calibré sur" in page
    assert "40 copies notées par Mme Roy" in page


def test_another_version_of_the_rubric_is_marked_without_it(run: Run) -> None:
    learn(run)
    text = FILE.read_text("utf-8")
    fingerprint = next(line for line in text.splitlines() if line.startswith("rubric:"))
    FILE.write_text(text.replace(fingerprint, "rubric: sha256:0"), "utf-8")
    status, _out, err = run("grade", "examen-pain", "lot.jsonl", "-o", "out", "--no-corriges")
    assert status == 0
    assert f"{FILE} a été appris avec une autre version du barème" in err
    assert "calibration" not in json.loads(
        Path("out/grades.jsonl").read_text("utf-8").splitlines()[0]
    )
    status, _out, err = run("check")
    assert status == 1
    assert f"{FILE}:3:9: calibration: cette calibration a été apprise avec une autre" in err


def test_a_broken_one_is_marked_without_and_can_be_learned_again(run: Run) -> None:
    learn(run)
    FILE.write_text(FILE.read_text("utf-8").replace("copies: 40", "copies: beaucoup", 1), "utf-8")
    status, _out, err = run("grade", "examen-pain", "lot.jsonl", "-o", "out", "--no-corriges")
    assert status == 0
    assert "La calibration de examen-pain a des problèmes" in err
    learn(run)
    assert run("check")[0] == 0


def test_too_few_copies_leave_no_file(run: Run) -> None:
    write(5)
    status, _out, err = run("calibrate", "examen-pain", "lot.jsonl", "notes.csv")
    assert status == 1
    assert err.startswith("Erreur")
    assert "5 copies ont des notes" in err
    assert not FILE.exists()


def test_for_a_program(run: Run) -> None:
    write(12)
    status, out, _err = run(
        "calibrate", "examen-pain", "lot.jsonl", "notes.csv", "-o", "x.yaml", "--json"
    )
    assert status == 0
    assert json.loads(out)["copies"] == 12
    assert Path("x.yaml").is_file()
    assert not FILE.exists()
