"""What the shape of an answer shows."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases import cases
from examen.language import reader
from examen.language.structure import FINDERS, find, page_of
from examen.model.recognition import StructureKind
from growth import in_proportion

HERE = Path(__file__).parent


def spans(kind: str, least: int | None, answer: str) -> list[str]:
    reading = reader("fr").read(answer)
    found = find(page_of(reading), StructureKind(kind), least)
    assert found == sorted(found)
    return [reading.text[start:end] for start, end in found]


@pytest.mark.parametrize(("kind", "answer", "expected"), cases(HERE / "cases/structure.md", 3))
def test_structure(kind: str, answer: str, expected: str) -> None:
    name, *least = kind.split()
    found = spans(name, int(least[0]) if least else None, answer)
    assert "\n".join(span.replace("\n", "⏎") for span in found) == expected


def test_every_kind_has_a_finder() -> None:
    assert list(FINDERS) == list(StructureKind)


MESSAGE = """\
De : Claire D., conseillère
À : Monsieur X
Objet : 2 mois offerts

Bonjour Monsieur X,

Nous vous offrons deux mois de cotisation : >> J'EN PROFITE <<

Cordialement,
Claire D.
Conseillère commerciale

Vous ne souhaitez plus de nos nouvelles ? Se désinscrire"""
FIELDS = {
    "sender": ["De : Claire D., conseillère"],
    "recipient": ["À : Monsieur X"],
    "subject-line": ["Objet : 2 mois offerts"],
    "salutation": ["Bonjour Monsieur X,"],
    "signature": ["Claire D.\nConseillère commerciale"],
    "link": [">> J'EN PROFITE <<"],
}


@pytest.mark.parametrize("kind", FIELDS)
def test_a_whole_message_in_whatever_dress(kind: str) -> None:
    assert spans(kind, None, MESSAGE) == FIELDS[kind]
    assert spans(kind, None, MESSAGE.replace("\n", "\r\n")) == FIELDS[kind]
    assert (
        spans(kind, None, MESSAGE.replace("\n", "<br>").replace(">>", "&gt;&gt;")) == FIELDS[kind]
    )
    assert spans(kind, None, MESSAGE.replace(" :", "\u00a0:").replace("'", "’")) == FIELDS[kind]
    if kind != "signature":  # what names a person or a firm is seen by its capitals
        assert spans(kind, None, MESSAGE.lower()) == [each.lower() for each in FIELDS[kind]]
        assert spans(kind, None, MESSAGE.upper()) == [each.upper() for each in FIELDS[kind]]


@pytest.mark.parametrize("kind", FIELDS)
def test_a_message_without_the_line_has_no_such_field(kind: str) -> None:
    without = MESSAGE
    for span in FIELDS[kind]:
        without = without.replace(span, "")
    assert spans(kind, None, without) == []


@given(st.text(alphabet="aAé.,:;?!|\t\n -•>1)/(\"'", max_size=150), st.sampled_from(StructureKind))
def test_spans_stand_in_the_text(answer: str, kind: StructureKind) -> None:
    reading = reader("fr").read(answer)
    for start, end in find(page_of(reading), kind):
        assert 0 <= start < end <= len(reading.text)
        assert reading.text[start:end] == reading.text[start:end].strip()


PIECES = (
    *(" ", "1", "|", "\n", "a", "a | b\n", "- a\n", "a  b  ", "; ", "\t", "De : ", "Objet :\n"),
    *("cordialement ", "Cordialement\nAbc\n", "Abc\n", "www.", "a.", "lien ", "(lien ", ">> "),
    *(
        "nous allons voir les ",
        "en conclusion. ",
        "par exemple ",
        "Comme ",
        "1. a\n\n",
        "<a href=x>b",
    ),
)


@pytest.mark.parametrize("piece", PIECES)
def test_time_grows_with_the_text_and_no_faster(piece: str) -> None:
    longest = 200_000 if piece in " 1|" else 60_000
    readings = {
        length: reader("fr").read(piece * (length // len(piece)))
        for length in (longest // 1000, longest // 10, longest)
    }

    def look(length: int) -> None:
        for kind in StructureKind:
            find(page_of(readings[length]), kind)

    assert in_proportion(look, longest // 10, longest)
