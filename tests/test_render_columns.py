"""Columns as wide as what stands in them needs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from examen.render.blocks import Align
from examen.render.columns import aligned, columns, crowded, widths

ROWS = [
    ["Date", "Opération", "Montant"],
    ["15 septembre", "Virement émis vers un compte ouvert à l'étranger", "4 500 €"],
    ["9 octobre", "Retrait", "90 €"],
]


def test_texts_get_more_room_than_dates_and_dates_more_than_amounts() -> None:
    date, operation, amount = widths(ROWS)
    assert operation > date > amount


def test_a_text_four_times_as_long_gets_twice_the_room_at_most() -> None:
    short, long = widths([["mot " * 20, "mot " * 80]])
    assert short < long <= 2 * short


def test_the_longest_word_has_room() -> None:
    narrow, wide = widths([["oui", "anticonstitutionnellement"]])
    assert wide > len("anticonstitutionnellement")
    assert narrow < wide


def test_columns_are_crowded_by_their_number_or_by_their_longest_words() -> None:
    assert not crowded(ROWS)
    assert crowded([["a"] * 7])
    assert crowded([["Établissement", "Disponibilité", "Rendement", "Prélèvements"]])
    assert not crowded([["une suite de mots assez courts " * 9]])


def test_a_long_text_leaves_the_others_room_for_their_words() -> None:
    rows = [["Rendement", "Disponibilité", "Une longue explication, et davantage encore. " * 20]]
    found = widths(rows)
    first, second, _third = (76 * width / sum(found) for width in found)
    assert first > len("Rendement")
    assert second > len("Disponibilité")


@given(st.lists(st.lists(st.text("ab ", max_size=30), min_size=1, max_size=4), min_size=1))
def test_every_column_has_a_width_even_where_rows_are_short(rows: list[list[str]]) -> None:
    found = widths(rows)
    assert len(found) == max(map(len, rows)) == len(list(columns(rows)))
    assert min(found) > 0


def test_figures_stand_in_the_middle_and_texts_at_the_start() -> None:
    assert aligned(["4 500 €", "–"]) is Align.CENTRE
    assert aligned(["4 500 €", "environ 1 400 €", "inconnu"]) is Align.CENTRE
    assert aligned(["oui", "non"]) is Align.CENTRE
    assert aligned(["4 500 €", "Il manque le bail du studio."]) is Align.START
    assert aligned(["Awa Diop", "Famille Marek"]) is Align.START
