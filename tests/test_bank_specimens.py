"""Every problem code has a specimen: its test, and its documentation.

A specimen begins with its code and what the code means, shows mistakes put into the sound bank of
`tests/data/judo` (`au lieu de`, `il y a`) or files added to it (`contient`), and ends with exactly
what is then reported.
"""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from examen.bank import Code, check, load
from examen.cli import main

HERE = Path(__file__).parent
SOUND = HERE / "data/judo"
SPECIMENS = sorted((HERE / "specimens").glob("*.md"))
BLOCK = re.compile(r"^```(\S+)( [^\n]*)?\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PATH = re.compile(r"^`([^`]+)`(, au lieu de| contient) :$", re.MULTILINE)


class Edit(NamedTuple):
    """A mistake: a file, what stands in its place in a sound bank (None: no file), and what now."""

    path: str
    was: str | None
    now: str
    form: str


class Specimen(NamedTuple):
    code: str
    meaning: str
    edits: list[Edit]
    expected: list[str]


def blocks(text: str) -> list[tuple[str, str]]:
    return [(form.strip(), body.removesuffix("\n")) for _, form, body in BLOCK.findall(text)]


def specimen(path: Path) -> Specimen:
    text = path.read_text("utf-8")
    title, meaning, *_rest = text.split("\n\n")
    story, reported = text.split("\nSignalé :\n")
    places = [*PATH.finditer(story)]
    edits = []
    for place, end in zip(places, [*(m.start() for m in places[1:]), len(story)], strict=True):
        found = blocks(story[place.end() : end])
        added = place[2] == " contient"
        assert len(found) == (1 if added else 2), f"{path}: {place[0]}"
        was = None if added else found[0][1]
        edits.append(Edit(place[1], was, found[-1][1], found[-1][0]))
    return Specimen(title.removeprefix("# "), meaning, edits, blocks(reported)[0][1].splitlines())


def put(edit: Edit) -> None:
    path = Path(edit.path)
    if edit.form == "lien":
        path.symlink_to(edit.now)
        return
    now = edit.now
    if edit.form == "échappé":
        now = now.encode("ascii", "backslashreplace").decode("unicode_escape")
    if edit.was is not None:
        text = path.read_text("utf-8")
        assert text.count(edit.was) == 1, f"{edit.path}: not there exactly once: {edit.was}"
        now = text.replace(edit.was, now)
    else:
        now += "\n"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(now.encode("latin-1" if edit.form == "latin-1" else "utf-8"))


@pytest.fixture
def sound_bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def problems() -> list[str]:
    bank = load(Path("bank"), Path("rubrics"))
    return [str(problem) for problem in sorted([*bank.problems, *check(bank)])]


@pytest.mark.usefixtures("sound_bank")
def test_the_sound_bank_is_sound() -> None:
    assert problems() == []


@pytest.mark.usefixtures("sound_bank")
@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimen(path: Path) -> None:
    example = specimen(path)
    assert example.edits
    for edit in example.edits:
        put(edit)
    assert problems() == example.expected
    assert {line.split(": ")[1] for line in example.expected} == {example.code}


@pytest.mark.usefixtures("sound_bank")
@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_a_problem_is_told_with_the_examples_graded_too(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """`examen check` as a teacher types it: grading the examples hides no problem."""
    example = specimen(path)
    for edit in example.edits:
        put(edit)
    assert main(["check"]) == 1
    told = capsys.readouterr().err.splitlines()
    assert [line for line in example.expected if line not in told] == []


def test_every_code_has_a_specimen() -> None:
    assert {code.value for code in Code} == {path.stem for path in SPECIMENS}


@pytest.mark.parametrize("path", SPECIMENS, ids=lambda path: path.stem)
def test_specimens_say_what_codes_mean(path: Path) -> None:
    example = specimen(path)
    assert (example.code, example.meaning) == (path.stem, Code(path.stem).meaning)
