"""Reading copies: what is common to all formats, and JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.exchange import read_copies
from examen.messages import using
from examen.model.copy import Accommodation, Copy
from examen.problems import Problem

NUMBERS = ["1.1.1", "2.1", "RCS"]
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def run(*lines: str | bytes, name: str = "copies.jsonl") -> Path:
        data = [line if isinstance(line, bytes) else line.encode() for line in lines]
        path = tmp_path / name
        path.write_bytes(b"\n".join(data) + b"\n")
        return path

    return run


def read(*paths: Path) -> list[Copy | Problem]:
    return list(read_copies(paths, NUMBERS))


def copies(found: Iterable[Copy | Problem]) -> list[str]:
    return [item.id for item in found if isinstance(item, Copy)]


def told(found: Iterable[Copy | Problem]) -> list[str]:
    """The problems as `line:code`."""
    return [f"{p.source.line}:{p.code}" for p in found if isinstance(p, Problem)]


def test_a_copy(write: Write) -> None:
    path = write('{"copy": "A01", "answers": {"2.1": "deux\\r\\n", "1.1.1": " un "}}')
    (copy,) = read(path)
    assert isinstance(copy, Copy)
    assert (copy.id, copy.source.path, copy.source.line) == ("A01", str(path), 1)
    assert list(copy.answers.items()) == [("1.1.1", " un "), ("2.1", "deux\r\n"), ("RCS", "")]
    assert (copy.accommodations, copy.warnings) == (frozenset(), ())


def test_answers_are_what_was_handed_in(write: Write) -> None:
    text = "\u00a0« L’œuvre »\u202f;\t\u2028é e\u0301 🎁 \\d"
    (copy,) = read(write(json.dumps({"copy": 12, "answers": {"1.1.1": text}})))
    assert isinstance(copy, Copy)
    assert (copy.id, copy.answers["1.1.1"], copy.warnings) == ("12", text, ())


@given(st.dictionaries(st.sampled_from(NUMBERS), st.text(st.characters(codec="utf-8"))))
def test_json_lines_give_back_the_text(
    tmp_path_factory: pytest.TempPathFactory, answers: dict[str, str]
) -> None:
    path = tmp_path_factory.mktemp("copies") / "copies.jsonl"
    path.write_text(json.dumps({"copy": "A", "answers": answers}) + "\n")
    (copy,) = read(path)
    assert isinstance(copy, Copy)
    for number in NUMBERS:
        text, handed_in = copy.answers[number], answers.get(number, "")
        assert len(text) == len(handed_in)
        assert all(a in (b, "�") for a, b in zip(text, handed_in, strict=True))


def test_null_and_absent_are_blank(write: Write) -> None:
    (copy,) = read(write('{"copy": "A", "answers": {"1.1.1": null}}'))
    assert isinstance(copy, Copy)
    assert copy.answers == {"1.1.1": "", "2.1": "", "RCS": ""}


def test_accommodations(write: Write) -> None:
    found = read(
        write(
            '{"copy": "A", "answers": {}, "accommodations": ["expression"]}',
            '{"copy": "B", "answers": {}, "accommodations": ["time"]}',
            '{"copy": "C", "answers": {}, "accommodations": 3}',
        )
    )
    assert [item.accommodations for item in found if isinstance(item, Copy)] == [
        {Accommodation.EXPRESSION},
        frozenset(),
        frozenset(),
    ]
    assert told(found) == ["2:copy-accommodation", "3:copy-accommodation"]


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ("{", "copy-json"),
        ("[1]", "copy-json"),
        ("12", "copy-json"),
        ("[" * 100_000, "copy-json"),
        ('{"copy": "X", "answers": {"1.1.1": ' + "9" * 5000 + "}}", "copy-json"),
        (b'{"copy": "X", "answers": {"1.1.1": "\xe9"}}', "copy-json"),
        ('{"copy": NaN, "answers": {}}', "copy-json"),
        ('{"copy": 1e99999999999999999999, "answers": {}}', "copy-json"),
        ('{"copy": "X"}', "copy-json"),
        ('{"copy": "X", "answers": ["a"]}', "copy-json"),
        ('{"copy": "X", "answers": {"1.1.1": "a", "1.1.1": "b"}}', "copy-json"),
        ('{"copy": "X", "answers": {"1.1.1": 12}}', "copy-answer"),
        ('{"copy": "X", "answers": {"1.1.1": ["a"]}}', "copy-answer"),
        ('{"copy": "X", "answers": {"1.1.1": "' + "a" * 600_000 + '"}}', "copy-size"),
        ('{"copy": "X", "answers": {"1.1.1": "' + "a" * 4_000_000 + '"}}', "copy-json"),
        ('{"answers": {}}', "copy-id"),
        ('{"copy": " ", "answers": {}}', "copy-id"),
        ('{"copy": true, "answers": {}}', "copy-id"),
        ('{"copy": {}, "answers": {}}', "copy-id"),
        ('{"copy": "../../X", "answers": {}}', "copy-id"),
        ('{"copy": "..", "answers": {}}', "copy-id"),
        ('{"copy": "X\\ud800", "answers": {}}', "copy-id"),
        ('{"copy": "' + "X" * 101 + '", "answers": {}}', "copy-id"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_a_bad_copy_is_a_problem_and_the_reading_goes_on(
    write: Write, line: str | bytes, code: str
) -> None:
    good = '{"copy": "%s", "answers": {}}'
    found = read(write(good % "A", line, "", good % "B"))
    assert copies(found) == ["A", "B"]
    assert told(found) == [f"2:{code}"]


def test_what_is_known_of_a_copy_is_used(write: Write) -> None:
    path = write('{"copy": "A", "answers": {"9.9": "x", "2.1": "deux"}, "nom": "X"}')
    key, unknown, copy = read(path)
    assert (key.source.line if isinstance(key, Problem) else 0) == 1
    assert told([key, unknown]) == ["1:copy-key", "1:copy-question"]
    assert "9.9" in str(unknown)
    assert "1.1.1, 2.1, RCS" in str(unknown)
    assert isinstance(copy, Copy)
    assert copy.answers["2.1"] == "deux"


def test_an_answer_to_another_exam_is_told_beside_answers_to_all_of_this_one(write: Write) -> None:
    answers = dict.fromkeys([*NUMBERS, "9.9"], "x")
    found = read(write(json.dumps({"copy": "A", "answers": answers})))
    assert told(found) == ["1:copy-question"]
    assert copies(found) == ["A"]


def test_problems_quote_only_what_can_be_written(write: Write) -> None:
    answers = '{"\\ud800": "x", "' + "9" * 5000 + '": "y"}'
    for problem in read(write(f'{{"copy": "A", "\\udfff": 1, "answers": {answers}}}'))[:-1]:
        assert len(str(problem).encode()) < 500


def test_the_column_of_bad_json(write: Write) -> None:
    (problem,) = read(write('{"copy": "A", oops}'))
    assert isinstance(problem, Problem)
    assert problem.source.column == 15


def test_a_number_twice_is_a_problem_that_says_where_the_first_is(write: Write) -> None:
    one = write('{"copy": "A", "answers": {}}', '{"copy": "A", "answers": {}}')
    two = write('{"copy": "A", "answers": {}}', name="two.jsonl")
    found = read(one, two)
    assert copies(found) == ["A"]
    assert told(found) == ["2:copy-duplicate", "1:copy-duplicate"]
    assert f"{one}:1" in str(found[1])


def test_files_are_read_in_the_order_given(write: Write) -> None:
    one = write('{"copy": "B", "answers": {}}', '{"copy": "A", "answers": {}}', name="one.jsonl")
    two = write("\ufeff" + '{"copy": "C", "answers": {}}', name="two.jsonl")
    assert copies(read(two, one)) == ["C", "B", "A"]


def test_reading_streams(write: Write) -> None:
    path = write(*(f'{{"copy": "{n}", "answers": {{}}}}' for n in range(50)), "{", "{")
    reading = read_copies([path], NUMBERS)
    assert copies([next(reading)]) == ["0"]
    path.write_text("")  # what is not read yet can be no more than what one buffer holds
    assert copies(reading)[:1] == ["1"]


def test_characters_that_no_document_can_hold(write: Write) -> None:
    (copy,) = read(write('{"copy": "A", "answers": {"1.1.1": "a\\u0000b\\ud83dc"}}'))
    assert isinstance(copy, Copy)
    assert copy.answers["1.1.1"] == "a�b�c"
    assert copy.warnings == ("Des caractères qui ne sont pas du texte sont remplacés par �.",)


@pytest.mark.parametrize(
    ("name", "code"),
    [("absent.jsonl", "copy-unreadable"), ("copies.doc", "copy-format"), ("x", "copy-format")],
)
def test_files_that_are_no_copies(tmp_path: Path, name: str, code: str) -> None:
    if "absent" not in name:
        (tmp_path / name).write_text("x")
    assert told(read(tmp_path / name)) == [f"0:{code}"]


def test_problems_speak_the_users_language(write: Write) -> None:
    path = write("[1]")
    assert str(read(path)[0]) == (
        f"{path}:1: copy-json: Cette ligne ne contient pas d’objet JSON. "
        "Mettez chaque enregistrement entre accolades."
    )
    with using("en"):
        assert "holds no JSON object" in str(read(path)[0])


def test_every_code_has_a_test(root: Path) -> None:
    """Each kind of problem that the room can report is expected by one of its tests."""
    room = (root / "src/examen/exchange").glob("*.py")
    words = " ".join(path.read_text("utf-8") for path in room).split('"')
    codes = {word for word in words if word.startswith(("copy-", "grade-")) and " " not in word}
    tests = "".join(path.read_text("utf-8") for path in (root / "tests").glob("test_exchange*.py"))
    assert {code for code in codes if f"{code}" not in tests} == set()
