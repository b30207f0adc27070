"""Typography: spaces, quotation marks, numbers, dates."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from cases import cases
from examen import messages
from examen.render import typography
from examen.render.typography import typeset

HERE = Path(__file__).resolve().parent
VISIBLE = str.maketrans({"\u00a0": "~", "\u202f": "_"})


@pytest.mark.parametrize(("given_text", "expected"), cases(HERE / "golden/typography.md", parts=2))
def test_french(given_text: str, expected: str) -> None:
    assert typeset(given_text).translate(VISIBLE) == expected


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("Don't! Really? Yes: 3%; no.", "Don’t! Really? Yes: 3%; no."),
        ('He said "well done".', "He said “well done”."),
    ],
)
def test_english_keeps_english_typography(given_text: str, expected: str) -> None:
    with messages.using("en"):
        assert typeset(given_text) == expected


WORDS = st.text("ab1 9'\"«»:;!?.,%€n°-(…)@/\u00a0\u202f", max_size=40)


@given(WORDS)
@example('":"1":"')
def test_twice_changes_nothing(words: str) -> None:
    with messages.using("fr"):
        once = typeset(words)
        assert typeset(once) == once


@given(WORDS)
def test_letters_and_digits_stay(words: str) -> None:
    def kept(text: str) -> str:
        return "".join(character for character in text if character.isalnum())

    with messages.using("fr"):
        assert kept(typeset(words)) == kept(words)


@pytest.mark.parametrize(
    "address",
    ["https://a.example/?q=1;b=2!x", "www.a.example/b?c", "nom.prenom@a-b.example", "12:30"],
)
def test_addresses_stay(address: str) -> None:
    assert address in typeset(f"Voir {address} ou appeler : merci !")


@pytest.mark.parametrize(
    ("value", "french", "english"),
    [
        ("1250.50", "1\u202f250,5", "1,250.5"),
        ("-21.8", "−21,8", "−21.8"),
        ("0", "0", "0"),
        ("40.000", "40", "40"),
        ("1E+3", "1\u202f000", "1,000"),
    ],
)
def test_numbers(value: str, french: str, english: str) -> None:
    assert typography.number(Decimal(value)) == french
    with messages.using("en"):
        assert typography.number(Decimal(value)) == english


@pytest.mark.parametrize(
    ("value", "expected"),
    [("0.5", "0,5 pt"), ("1", "1 pt"), ("1.5", "1,5 pt"), ("2", "2 pts"), ("0", "0 pt")],
)
def test_points_agree_as_in_french(value: str, expected: str) -> None:
    assert typography.points(Decimal(value)) == expected.replace(" ", "\u00a0")


@pytest.mark.parametrize(
    ("minutes", "expected"),
    [(45, "45 minutes"), (60, "1 heure"), (90, "1 heure 30"), (245, "4 heures 05")],
)
def test_durations(minutes: int, expected: str) -> None:
    assert typography.duration(minutes).replace("\u00a0", " ") == expected


def test_days() -> None:
    assert typography.day(date(2018, 5, 1)) == "1er\u00a0mai 2018"
    assert typography.day(date(2018, 5, 24)) == "24\u00a0mai 2018"
