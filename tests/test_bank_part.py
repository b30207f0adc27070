"""A part of a bank: the same records and problems as the whole, out of fewer files."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from benchmarks.speed.banks import write_bank
from examen.bank import (
    complete,
    identifiers,
    load,
    load_exam,
    load_kinds,
    load_named,
    loading,
    reading,
)
from examen.bank.loading import Bank
from examen.bank.part import Heading, heading
from examen.bank.reading import Reading
from examen.problems import ExamenError

SOUND = Path(__file__).parent / "data/judo"
CASE = b"schema: case/1\nid: a-1\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (CASE, Heading("case", "a-1", "")),
        (b"id: 'a' # b\r\n\r\nschema: \"exam/1\"\r\n", Heading("exam", "a", "")),
        (b"# c\nschema: rubric/1\ncase:  b\nid: r\nx:\n  id: y\n", Heading("rubric", "r", "b")),
        (b"schema: rubric/1\nid: r\n", None),
        (b"schema: case/1\n", None),
        (b"id: a\n", None),
        (b"schema: case/2\nid: a\n", None),
        (b"shema: case/1\nid: a\n", None),
        (CASE + b"id: b\n", None),
        (CASE + b"case: b\n", None),
        (b"{schema: case/1, id: a}", None),
        (b"{\nid: a,\nschema: case/1\n}", None),
        (b"schema: case/1\n'id': a\n", None),
        (b'schema: case/1\nid: "a\\x62"\n', None),
        (b"schema: case/1\nid: &a b\n", None),
        (b"schema: case/1\nid: >\n  a\n", None),
        (b"schema: case/1\nid:\n  a\n", None),
        (b"schema: case/1\rid: a\r", None),
        (b"\xef\xbb\xbf" + CASE, None),
        (CASE.decode().encode("utf-16"), None),
        (b"", None),
    ],
)
def test_what_a_file_says_at_a_glance(text: bytes, expected: Heading | None) -> None:
    assert heading(text) == expected


@pytest.fixture
def judo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def completed(bank: Bank, name: str) -> object:
    try:
        return complete(bank, name)
    except ExamenError as error:
        return str(error)


CHANGES = {
    "nothing": ("rubrics/club-judo.yaml", "", ""),
    "a rubric that cannot be read": ("rubrics/club-judo.yaml", "questions:", "question:"),
    "a case that cannot be read": ("bank/cases/club-judo.yaml", "parts:", "part"),
    "a case with another name": ("bank/cases/club-judo.yaml", "id: club-judo", "id: club-judo-2"),
    "a case in other quotes": ("bank/cases/club-judo.yaml", "id: club-judo", 'id: "club\\x2djudo"'),
    "an exam that cannot be read": ("bank/exams/judo-2026.yaml", "header:", "heeder:"),
    "an exam without a schema": ("bank/exams/judo-2026.yaml", "schema: exam/1", ""),
    "an exam of a case that is not there": (
        "bank/exams/judo-2026.yaml",
        "case: club",
        "case: klub",
    ),
    "a lexicon that cannot be read": ("bank/lexicons/sport.yaml", "synonyms:", "synonym"),
}


@pytest.mark.usefixtures("judo")
@pytest.mark.parametrize("change", CHANGES)
@pytest.mark.parametrize(
    "name",
    [
        "judo-2026",
        "club-judo",
        "judo-2027",
        "bank/exams/judo-2026.yaml",
        "bank/cases/club-judo.yaml",
    ],
)
def test_an_exam_is_completed_as_from_the_whole_bank(name: str, change: str) -> None:
    path, was, now = CHANGES[change]
    text = Path(path).read_text("utf-8")
    assert was in text
    Path(path).write_text(text.replace(was, now, 1), "utf-8")
    Path("bank/other.yaml").write_text(text.replace("id: ", "id: other-", 1), "utf-8")
    Path("bank/twice.yaml").write_text(text, "utf-8")
    whole, part = (
        load(Path("bank"), Path("rubrics")),
        load_exam(Path("bank"), Path("rubrics"), name),
    )
    assert completed(part, name) == completed(whole, name)


@pytest.mark.usefixtures("judo")
def test_a_calibration_that_cannot_be_read_is_known() -> None:
    Path("rubrics/learned.yaml").write_text("schema: calibration/1\nid: judo-2026\n", "utf-8")
    bank = load_exam(Path("bank"), Path("rubrics"), "judo-2026")
    assert bank.is_broken("calibration", "judo-2026")
    assert not load_exam(Path("bank"), Path("rubrics"), "club-judo").broken


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the files that are read, as a record or for what is wrong with them."""
    names: list[str] = []

    def noted(path: Path) -> reading.File | Reading:
        names.append(path.name)
        return reading.open_file(path)

    monkeypatch.setattr(loading, "open_file", noted)
    return names


def test_only_what_is_needed_is_read(tmp_path: Path, read: list[str]) -> None:
    keys = write_bank(tmp_path, 40, of_a_case=4)
    place = tmp_path / "bank", tmp_path / "rubrics"
    bank = load_exam(*place, keys[3])
    assert [*bank.cases] == [*bank.rubrics] == [keys[3]]
    assert len([name for name in read if name == f"{keys[3]}.yaml"]) == 2
    assert len(read) == 2 + len(bank.lexicons) + len(bank.frameworks)
    read.clear()
    assert [*load_kinds(*place, {"case"}).cases] == sorted(keys)
    assert sorted(read) == sorted(f"{key}.yaml" for key in keys)
    read.clear()
    assert [*load_named(*place, keys[5]).rubrics] == [keys[5]]
    assert len(read) == 2 + len(bank.frameworks)
    read.clear()
    names = list(identifiers(*place))
    assert read == []
    assert sorted(names) == sorted([*keys, *keys, *bank.lexicons, *bank.frameworks])
