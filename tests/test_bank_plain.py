"""Reading plainly or with places: the same records, and the same problems at the same lines."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases import cases
from examen.bank import check, load, reading
from examen.bank.plain import read_plain
from examen.bank.reading import File, Reading, read_file
from examen.bank.yaml_door import parse

HERE = Path(__file__).parent
SOUND = HERE / "data/judo"
TEXTS = [path.read_text("utf-8") for path in sorted(SOUND.rglob("*.yaml"))]
FILES = sorted((*(HERE.parent / "bank").rglob("*.yaml"), *(HERE.parent / "rubrics").glob("*.yaml")))
PIECES = st.sampled_from(
    ["", " ", "\n", "\n\n", "  ", "\t", ": ", "- ", "#", "'", '"', "|\n", ">", "~", "&a ", "*a",
     "!", "[", "]", "{", "}", ", ", "é", "\x07", "---\n", "...\n", "id: x\n", "\\"]
)  # fmt: skip


def with_places(raw: bytes | str, monkeypatch: pytest.MonkeyPatch) -> Reading:
    with monkeypatch.context() as patch:
        patch.setattr(reading, "read_plain", lambda _raw: None)
        return read_file(File("x.yaml", raw))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_shipped_files_read_the_same(path: Path) -> None:
    assert read_plain(path.read_bytes()) == parse(path.read_bytes(), "x").data


@pytest.mark.parametrize(("text", "expected"), cases(HERE / "cases/yaml.md", parts=2))
def test_what_is_not_yaml_is_left_to_the_parser(text: str, expected: str) -> None:
    assert expected
    assert read_plain(text + "\n") is None


@pytest.mark.parametrize(
    "text",
    [
        *("", "# rien\n", "a:\n", "a: ~\n", "[a, ~]\n", "a: b\n---\nc: d\n"),
        *("a: &x b\n", "a: *b\n", "&a b: c\n", "a: !x b\n", "!x {a: b}\n", "&x [a]\n"),
        *("a: 1\na: 2\n", "? [a]\n: b\n", "[" * 70 + "a" + "]" * 70, "a: b\x07\n"),
    ],
)
def test_what_may_be_wrong_is_left_to_the_parser(text: str) -> None:
    assert parse(text, "x").problems
    assert read_plain(text) is None


@given(st.sampled_from(TEXTS), st.data())
@settings(deadline=None)
def test_a_spoilt_file_reads_the_same(text: str, draw: st.DataObject) -> None:
    for _edit in range(draw.draw(st.integers(1, 3))):
        start = draw.draw(st.integers(0, len(text)))
        end = start + draw.draw(st.sampled_from([0, 1, 2, 5, 40]))
        text = text[:start] + draw.draw(PIECES) + text[end:]
    raw = text.encode()
    sheet, plain = parse(raw, "x.yaml"), read_plain(raw)
    assert plain == (None if sheet.problems or isinstance(sheet.data, str) else sheet.data)
    quick, slow = read_file(File("x.yaml", raw)), with_places(raw, pytest.MonkeyPatch())
    assert (quick.record, quick.problems, quick.name()) == (slow.record, slow.problems, slow.name())
    assert quick.file.sheet.locs() == slow.file.sheet.locs()


def test_problems_stand_at_the_same_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    rubric = tmp_path / "rubrics/club-judo.yaml"
    text = rubric.read_text("utf-8")
    rubric.write_text(text.replace("points: 1", "points: 7").replace("rule: each", "rule: eech", 1))
    exam = tmp_path / "bank/exams/judo-2026.yaml"
    exam.write_text(exam.read_text("utf-8").replace("total: ", "total: 1"), "utf-8")

    def found() -> list[str]:
        bank = load(tmp_path / "bank", tmp_path / "rubrics")
        return [str(problem) for problem in (*bank.problems, *check(bank))]

    quick = found()
    monkeypatch.setattr(reading, "read_plain", lambda _raw: None)
    assert quick == found()
    assert len(quick) > 3


def test_a_sound_bank_is_not_searched_for_places(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "parse", None)  # cannot be called
    bank = load(SOUND / "bank", SOUND / "rubrics")
    assert (bank.problems, check(bank)) == ((), [])
    assert bank.path(bank.rubrics["club-judo"]) == SOUND / "rubrics/club-judo.yaml"


def test_places_are_those_of_what_was_read(tmp_path: Path) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    bank = load(tmp_path / "bank", tmp_path / "rubrics")
    rubric = bank.rubrics["club-judo"]
    path = tmp_path / "rubrics/club-judo.yaml"
    before = path.read_text("utf-8")
    path.write_text("# changed meanwhile\n" + before, "utf-8")
    assert bank.text(rubric) == before
    assert bank.place(rubric, "questions", 1, "question").line == 52
