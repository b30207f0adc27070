"""Misspelt words, as a floor for marking expression."""

from __future__ import annotations

from pathlib import Path

import pytest

from cases import cases
from examen.language import reader
from examen.language.spelling import misspellings
from growth import in_proportion

HERE = Path(__file__).parent


def misspelt(text: str, allowed: frozenset[str] = frozenset(), language: str = "fr") -> list[str]:
    reading = reader(language).read(text)
    found = misspellings(reading, reader(language).dictionary, allowed)
    tokens = [reading.tokens[index] for index in found]
    return [reading.text[token.start : token.end] for token in tokens]


@pytest.mark.parametrize(("text", "expected"), cases(HERE / "cases/spelling.md", parts=2))
def test_misspellings(text: str, expected: str) -> None:
    assert misspelt(text) == expected.split()


def test_words_of_the_exam_are_allowed_however_they_are_written() -> None:
    assert misspelt("une offre zglorb et Zglorb", frozenset(["zglorb"])) == []
    assert misspelt("une offre zglôrb", frozenset(["zglorb"])) == []
    assert misspelt("une offre zglorb") == ["zglorb"]


def test_the_project_s_own_cases_hold_hardly_a_misspelling(root: Path) -> None:
    text = (root / "bank/lexicons").rglob("*.yaml")
    assert list(text), "the bank has moved"
    prose = "\n".join(
        line.split(":", 1)[1]
        for path in sorted((root / "bank/cases").rglob("*.yaml"))
        for line in path.read_text("utf-8").splitlines()
        if line.strip().startswith(("prompt:", "title:", "text:"))
    )
    assert len(misspelt(prose)) <= len(prose.split()) / 100


def test_no_mistakes_in_a_language_without_tables() -> None:
    assert misspelt("Teh custmer", language="en") == []


def test_a_long_answer_of_unknown_words_costs_in_proportion_to_its_length() -> None:
    words = [
        f"{first}zk{second}rtp{third}"
        for first in "abcdefgh"
        for second in "aeiou"
        for third in "aeioulmn"
    ]

    def look(count: int) -> None:
        assert len(misspelt(" ".join(words[:count]))) > 0.9 * count

    assert in_proportion(look, 40, len(words))
