"""From an answer as handed in to plain text, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases import cases
from examen.language.normalise import normalise
from growth import in_proportion

HERE = Path(__file__).parent
PIECES = [
    *("a", "é", "e\u0301", "12", "😀", " ", "\u00a0", "\u200b", "\ufeff", "\r\n", "\n", "\r", "|"),
    *("<b>", "</b>", "<br>", "<p>", "</p>", "<li>", "</li>", "<td>", "</td>\n", "<s>", "</s>"),
    *("<!--", "-->", "<", ">", "&amp;", "&nbsp;", "&lt;", "&#233;", "*", "**", "_", "`", "~~"),
    *("’", "«", "−"),
]
RAW = st.lists(st.sampled_from(PIECES), max_size=30).map("".join)


@pytest.mark.parametrize(("raw", "expected"), cases(HERE / "cases/normalise.md", parts=2))
def test_normalise(raw: str, expected: str) -> None:
    assert normalise(raw).text.replace("\n", "⏎") == expected


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\u0085"])
def test_every_line_end_is_one(end: str) -> None:
    assert normalise(f"un{end}deux").text == "un\ndeux"


@given(RAW | st.text(max_size=60))
@example("<li>" * 3)
@example("&nbsp;" * 3)
def test_every_character_knows_where_it_came_from(raw: str) -> None:
    normal = normalise(raw)
    before = 0
    for position in range(len(normal.text)):
        start, end = normal.raw_span(position, position + 1)
        assert 0 <= start < end <= len(raw)
        assert start >= before
        before = start
    assert normal.raw_span(0, len(normal.text))[1] <= len(raw) if normal.text else True


@given(RAW)
def test_letters_and_digits_are_quoted_as_they_were(raw: str) -> None:
    normal = normalise(raw)
    for position, character in enumerate(normal.text):
        if character in "a12😀":
            start = normal.raw_position(position)
            assert raw[start] in (character, "&")


@given(RAW)
def test_positions_lead_there_and_back(raw: str) -> None:
    normal = normalise(raw)
    for position, character in enumerate(normal.text):
        if character in "a12😀":
            assert normal.position(normal.raw_position(position)) == position


@given(st.text(alphabet="abcé ,.:;!?\n'-()12%+", max_size=200))
def test_plain_text_stays_as_it_is(raw: str) -> None:
    assert normalise(raw).text == raw


@given(st.text(max_size=80))
def test_what_is_normal_stays_normal(raw: str) -> None:
    once = normalise(raw.replace("&", "").replace("<", "").replace("*", "").replace("`", "")).text
    again = normalise(once).text
    assert once == again or any(mark in once for mark in "~_")


@pytest.mark.parametrize(
    "piece",
    [
        *("<s>", "<!--", "<script ", "<s>a</s>", "~~a", "&amp", "&#1", "*", "_", "`", "<", "<td>"),
        *("</td>", "<li>\n", "e\u0301", "\u0301", "\u200b", " ", "\r", "<p>  "),
    ],
)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    assert in_proportion(lambda length: normalise(piece * (length // len(piece))), 20_000, 200_000)
