"""Cutting documents at their question numbers."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from examen.exchange.cutting import Cut, Cutter, warnings
from growth import in_proportion

CASES = Path(__file__).parent / "data/copies/cutting.md"
NUMBERS = ["1.1.1", "1.1.2", "2.1", "2.2", "RCS"]


def cutter(line: str) -> Cutter:
    """The cutter for `1.1.1 RCS=Its title`: numbers, of which the last may have a title."""
    names, _, title = line.partition("=")
    numbers = names.split()
    return Cutter(numbers, {numbers[-1]: [title]} if title else {})


def shown(cut: Cut) -> str:
    lines = [f"[{number}]\n{text}" for number, text in cut.answers.items()]
    lines += [f"[outside] {text}" for text in cut.outside]
    lines += [f"[again] {number}, line {line}" for number, line in cut.repeated]
    return "\n".join(lines)


@pytest.mark.parametrize(("numbers", "document", "expected"), cases(CASES, parts=3))
def test_cutting(numbers: str, document: str, expected: str) -> None:
    assert shown(cutter(numbers).cut(document)) == expected


def test_what_was_not_taken_is_told() -> None:
    before, again = warnings(Cutter(["1.1.1", "2.1"]).cut("Nom\n1.1.1\nun\n2.1\n1.1.1 : trois"))
    assert (
        before == "Texte placé sous aucun numéro de question, non corrigé\u00a0: «\u00a0Nom\u00a0»"
    )
    assert again.startswith("La ligne 5 commence de nouveau par 1.1.1\u202f;")


def test_lines_are_counted() -> None:
    assert Cutter(["1.1.1", "2.1"]).cut("\n1.1.1\nun\n\n2.1\ndeux").lines == {"1.1.1": 2, "2.1": 5}


@pytest.mark.parametrize("space", [" ", "\u00a0", "\u202f", "\t", ""])
@pytest.mark.parametrize("number", ["1.1.1", "2.1", "RCS"])
def test_french_spaces_before_the_colon(number: str, space: str) -> None:
    cut = Cutter(NUMBERS).cut(f"Question {number}{space}: un\n{number}{space}: un")
    assert cut.answers == {number: f"un\n{number}{space}: un"}
    assert Cutter(NUMBERS).cut(f"{number}{space}: un").answers == {number: "un"}


@pytest.mark.parametrize(
    "filler", [" ", "\u00a0", "-", ".", "*", "#", "(", "_ ", "1.", "# ", "q ", "\n", "\n#"]
)
def test_time_grows_with_the_text_and_no_faster(filler: str) -> None:
    cutter = Cutter(NUMBERS, {"RCS": ["Réflexion commerciale structurée"]})

    def cut(length: int) -> None:
        for before in ("", "Question 1.1.1", "2.1 ", "**2.2", "Réponse à la question"):
            cutter.cut(before + filler * length)

    assert in_proportion(cut, 10_000, 80_000)


ANSWERS = st.text(alphabet="abcdefgh éÉ.,;:'\n«»-", max_size=80).map(
    lambda text: "\n".join(text.splitlines()).strip("\n").rstrip()
)


@given(st.dictionaries(st.sampled_from(NUMBERS), ANSWERS, min_size=1))
def test_answers_come_back_whole(answers: dict[str, str]) -> None:
    document = "\n".join(f"## Question {number}\n{text}\n" for number, text in answers.items())
    # A rule under a heading belongs to the heading; white lines at the start are lost.
    expected = {n: t for n, t in answers.items() if not t.lstrip("\n ").startswith(("-", "="))}
    cut = Cutter(NUMBERS).cut(document)
    assert {n: cut.answers[n].strip() for n in expected} == {
        n: t.strip() for n, t in expected.items()
    }
    assert cut.answers.keys() == answers.keys()


@given(st.text(alphabet="12.RCS:)#*-_ \n%Qa", max_size=200))
def test_no_word_is_lost(document: str) -> None:
    cut = Cutter(NUMBERS).cut(document)
    kept = "".join([*cut.answers.values(), *cut.outside])
    assert kept.count("a") == document.count("a")
