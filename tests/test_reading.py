"""An answer as words and units, with offsets to what was handed in."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from examen.language import reader
from examen.language.reading import Reading, Unit, UnitKind
from growth import in_proportion

HERE = Path(__file__).parent


def read(raw: str) -> Reading:
    return reader("fr").read(raw)


def _words(reading: Reading, tokens: range | list[int]) -> str:
    spans = [reading.tokens[index] for index in tokens]
    return " ".join(reading.text[token.start : token.end] for token in spans)


def _line(reading: Reading, unit: Unit) -> str:
    line = f"{unit.kind} {unit.line} {unit.paragraph}: {_words(reading, list(unit.tokens))}"
    return f"{line} ← {_words(reading, list(unit.context))}" if unit.context else line


@pytest.mark.parametrize(("raw", "expected"), cases(HERE / "cases/reading.md", parts=2))
def test_units(raw: str, expected: str) -> None:
    reading = read(raw)
    assert "\n".join(_line(reading, unit) for unit in reading.units) == expected


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("a | b | c", ["a", "b", "c"]),
        ("| a | b |", ["a", "b"]),
        ("a | | c", ["a", "", "c"]),
        ("a\t\tc", ["a", "", "c"]),
        ("<tr><td>a</td><td>b c</td></tr>", ["a", "b c"]),
    ],
)
def test_cells(row: str, expected: list[str]) -> None:
    reading = read(row)
    (unit,) = reading.units
    assert unit.kind is UnitKind.ROW
    assert [reading.text[start:end].strip() for start, end in unit.cells] == expected


def test_a_raw_span_quotes_the_answer_as_handed_in() -> None:
    raw = "<p>L’offre est <b>tr&egrave;s</b>&nbsp;bonne.</p>"
    reading = read(raw)
    start, end = reading.raw_span(range(3, 5))
    assert raw[start:end] == "tr&egrave;s</b>&nbsp;bonne"
    assert reading.raw == raw


def test_the_words_of_a_phrasing() -> None:
    words = reader("fr").words("l'accès aux données")
    assert [word.folded for word in words] == ["l", "acces", "aux", "donnees"]
    assert [form for form, _word in reader("fr").forms("l'Accès")] == ["l", "Accès"]


LAYOUT = st.text(alphabet="abcé A1.:;,!?\n\t-|•*'’()<>&#", max_size=150)


@given(LAYOUT | st.text(max_size=80))
def test_every_word_stands_in_one_unit(raw: str) -> None:
    reading = read(raw)
    inside = [token for unit in reading.units for token in unit.tokens]
    assert inside == sorted(set(inside))
    for unit in reading.units:
        assert 0 <= unit.start <= unit.end <= len(reading.text)
        for index in unit.tokens:
            token = reading.tokens[index]
            assert unit.start <= token.start < token.end <= unit.end


@given(LAYOUT)
def test_reading_again_reads_the_same(raw: str) -> None:
    assert read(raw).units == read(raw).units


@given(LAYOUT)
def test_only_item_numbers_and_rules_stand_in_no_unit(raw: str) -> None:
    reading = read(raw)
    inside = {token for unit in reading.units for token in unit.tokens}
    for index, token in enumerate(reading.tokens):
        if index not in inside:
            assert len(reading.text[token.start : token.end]) <= 2


@pytest.mark.parametrize(
    "piece", [" ", "1", "|", "\n", "a'", "a-", ".\n", "a.b", "; ", "a: ", "M. ", "x\n", "- "]
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    assert in_proportion(lambda length: read(piece * (length // len(piece))), 20_000, 200_000)
