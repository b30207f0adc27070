"""Every problem that a copy, a grade or a mark may have: its specimen, which documents it.

A specimen shows the file that is handed over and exactly what is then reported. `×N` after a fence
repeats the file's lines, `image` puts a scanned page in its place.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from examen.analysis.marks import read_marks
from examen.exchange import read_copies, read_grades
from examen.problems import Problem
from test_bank_specimens import Edit, put, specimen
from test_exchange_documents import pdf, picture

HERE = Path(__file__).parent
SPECIMENS = sorted((HERE / "specimens/copies").glob("*.md"))
NUMBERS = ["1.1", "1.2"]  # the questions of the exam
ROOMS = ("exchange", "analysis", "running")
# What a fault of ours makes of a copy: no file shows it.
UNSHOWN = {"copy-failed", "copy-crashed"}


def put_file(edit: Edit) -> None:
    if edit.form == "image":
        Path("page.png").write_bytes(picture().getvalue())
        pdf(Path(edit.path), '#image("page.png", alt: "une page numérisée")')
        return
    times = re.fullmatch(r"×(\d+)", edit.form)
    put(edit._replace(now="\n".join([edit.now] * int(times[1]))) if times else edit)


def problems(path: Path) -> list[str]:
    """What is reported of a file: copies, unless its name says grades or marks."""
    found: list[object]
    if path.name.startswith("corrections"):
        found = list(read_marks([path])[1])
    elif path.name.startswith("grades"):
        found = list(read_grades(path))
    else:
        found = list(read_copies([path], NUMBERS))
    return [str(item) for item in found if isinstance(item, Problem)]


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimen(path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    example = specimen(path)
    [edit] = example.edits
    put_file(edit)
    assert problems(Path(edit.path)) == example.expected
    assert {line.split(": ")[1] for line in example.expected} == {example.code} == {path.stem}


def test_every_code_has_a_specimen(root: Path) -> None:
    texts = [
        path.read_text("utf-8")
        for room in ROOMS
        for path in (root / "src/examen" / room).glob("*.py")
    ]
    codes = {
        code for text in texts for code in re.findall(r'"((?:copy|grade|marks)-[a-z-]+)"', text)
    }
    assert codes - UNSHOWN == {path.stem for path in SPECIMENS}
