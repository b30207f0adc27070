"""The door to YAML: text stays text, everything has its place, and mistakes are explained."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from examen.bank import yaml_door
from examen.bank.yaml_door import parse

HERE = Path(__file__).parent


@pytest.mark.parametrize("loader", [yaml.BaseLoader, yaml.CBaseLoader])
@pytest.mark.parametrize(("text", "expected"), cases(HERE / "cases/yaml.md", parts=2))
def test_mistakes(text: str, expected: str, loader: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yaml_door, "_LOADER", loader)
    problems = parse(text + "\n", "x.yaml").problems
    found = [f"{item.source.line}:{item.source.column} {item.code}" for item in problems]
    assert found == expected.splitlines()


def test_no_parser_speaks_to_the_user() -> None:
    for case in cases(HERE / "cases/yaml.md", parts=2):
        for problem in parse(str(case.values[0]), "x.yaml").problems:
            assert not {"expected", "found", "token", "scalar"} & set(problem.message.split())


@pytest.mark.parametrize("character", ["\a", "\x00", "\x85", "\u2028", "\ufeff"])
def test_invisible_characters_are_refused(character: str) -> None:
    (problem,) = parse(f"a: b\nc: d{character}e\n", "x").problems
    assert (problem.code, str(problem.source)) == ("control-character", "x:2:5")
    assert f"U+{ord(character):04X}" in problem.message


@pytest.mark.parametrize(
    "scalar", ["no", "1:30", "017", "2024-01-01", "0.5", "1_000", "null", "on", "0x1F", "1e3"]
)
def test_scalars_stay_text(scalar: str) -> None:
    assert parse(f"a: {scalar}\nb: ['{scalar}']\n", "x").data == {"a": scalar, "b": [scalar]}


def test_an_empty_text_in_quotes_is_a_text() -> None:
    sheet = parse("a: ''\nb: [\"\"]\nc: '~'\n", "x")
    assert (sheet.data, sheet.problems) == ({"a": "", "b": [""], "c": "~"}, ())


def test_the_first_of_two_equal_keys_counts() -> None:
    assert parse("a: 1\na: 2\n", "x").data == {"a": "1"}


def test_byte_order_mark_and_line_ends_of_windows_are_fine() -> None:
    sheet = parse("\ufeffa: é\r\nb:\r\n- c\r\n".encode(), "x")
    assert (sheet.data, sheet.problems) == ({"a": "é", "b": ["c"]}, ())
    assert str(sheet.place("b", 0)) == "x:3:3"


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1", "cp1252"])
def test_other_encodings_are_refused(encoding: str) -> None:
    (problem,) = parse("a: b\né: d\n".encode(encoding), "x").problems
    assert problem.code == "encoding"
    assert (problem.source.line, problem.source.column) == ((1, 1) if "16" in encoding else (2, 1))


def test_nothing_expands() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{new}: &{new} [{', '.join(['*' + old] * 9)}]\n"
        for old, new in zip("abcde", "bcdef", strict=True)
    )
    sheet = parse(bomb, "x")
    assert len(str(sheet.data)) < 1000
    assert {problem.code for problem in sheet.problems} == {"yaml-alias"}


@pytest.mark.parametrize("text", ["[" * 100_000, "a: " + "{b: " * 5000, "- " * 20_000 + "a"])
def test_deep_nesting_is_a_problem_not_a_crash(text: str) -> None:
    assert "yaml-depth" in {problem.code for problem in parse(text, "x").problems}


PLACES = """\
title: "a text"
parts:
  - id: one
    points: 2
  - id: two
    award: {rule: each,
      points: 3}
text: |
  a
  b
"""


@pytest.mark.parametrize(
    ("loc", "place"),
    [
        ((), "1:1"),
        (("title",), "1:8"),
        (("parts",), "2:1"),
        (("parts", 0), "3:5"),
        (("parts", 0, "points"), "4:13"),
        (("parts", 1, "award"), "6:5"),
        (("parts", 1, "award", "points"), "7:15"),
        (("parts", 1, "award", "absent", "more"), "6:5"),
        (("parts", 7, "id"), "2:1"),
        (("text",), "8:7"),
        (("absent",), "1:1"),
    ],
)
def test_places(loc: tuple[str | int, ...], place: str) -> None:
    assert str(parse(PLACES, "x").place(*loc)) == f"x:{place}"


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cs"]), max_size=20)
data = st.recursive(
    texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=20,
)


@given(data)
def test_what_yaml_writes_is_read_back(value: Any) -> None:
    """Everything but characters that nobody sees, which are refused."""
    text = yaml.safe_dump(value, allow_unicode=True, default_style='"', width=10_000)
    sheet = parse(text, "x")
    if not sheet.problems:
        assert sheet.data == value
    else:
        assert {item.code for item in sheet.problems} <= {"control-character"}


@given(
    st.binary(max_size=60) | st.text("ab:-[]{}\"' \n\t#&*!|>%@`,?~\\é", max_size=60).map(str.encode)
)
def test_anything_at_all_is_read_or_explained(raw: bytes) -> None:
    sheet = parse(raw, "x")
    assert (sheet.spot is None) <= bool(sheet.problems)
