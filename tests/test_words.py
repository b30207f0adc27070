"""Words: how forms are folded, known and brought back to their dictionary forms."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.language import reader
from examen.language.english import english
from examen.language.words import PART_KEYS, fold, french


@pytest.mark.parametrize(
    ("form", "folded"),
    [
        ("Élève", "eleve"),
        ("ÇA", "ca"),
        ("cœur", "coeur"),
        ("Lætitia", "laetitia"),
        ("naïve", "naive"),
        ("e\u0301te\u0301", "ete"),
        ("L'Été", "l'ete"),
        ("RGPD", "rgpd"),
        ("", ""),
    ],
)
def test_fold(form: str, folded: str) -> None:
    assert fold(form) == folded


@given(st.text(alphabet="aàâäçéèêëîïôöùûüÿœæAÀÉŒ'- ", max_size=30))
def test_folding_twice_changes_nothing_and_case_does_not_matter(text: str) -> None:
    assert fold(fold(text)) == fold(text) == fold(text.upper())


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("appels", "appel"),
        ("journaux", "journal"),
        ("appelle", "appeler"),
        ("mangeons", "manger"),
        ("commençait", "commencer"),
        ("refusera", "refuser"),
        ("désinscrire", "desinscrire"),
        ("DONNÉES", "donnee"),
        ("donnees", "donnee"),
        ("données", "donner"),
        ("vendeuses", "vendeur"),
        ("directrices", "directeur"),
        ("meilleures", "meilleur"),
        ("finissent", "finir"),
        ("vendu", "vendre"),
        ("eu", "avoir"),
        ("yeux", "oeil"),
    ],
)
def test_a_form_is_brought_back_to_its_lemma(form: str, lemma: str) -> None:
    word = french().analyse(form)
    assert lemma in word.lemmas
    assert word.known


def test_an_unknown_word_is_its_own_lemma_without_the_plural() -> None:
    word = french().analyse("zglorbs")
    assert (word.folded, word.lemmas, word.known, word.stop) == (
        "zglorbs",
        frozenset(["zglorb"]),
        False,
        False,
    )


@pytest.mark.parametrize("form", ["le", "LES", "avait", "été", "mais", "pouvoir"])
def test_grammatical_words_tell_nothing(form: str) -> None:
    assert french().analyse(form).stop


@pytest.mark.parametrize("form", ["client", "pas-de-porte", "consentement", "refuser"])
def test_other_words_tell_something(form: str) -> None:
    assert not french().analyse(form).stop


def test_an_author_means_the_noun() -> None:
    assert french().meant("données") == frozenset(["donnee"])
    assert french().meant("offre") == frozenset(["offre"])
    assert "vendre" in french().meant("vendu")


def test_a_form_is_analysed_once() -> None:
    dictionary = french()
    assert dictionary.analyse("sociétaires") is dictionary.analyse("sociétaires")
    assert french() is dictionary


def test_the_keys_of_the_tables_are_spacy_s_own() -> None:
    from spacy.strings import get_string_id

    assert {part: get_string_id(part) for part in PART_KEYS} == PART_KEYS


def test_english_reads_plurals_by_rule() -> None:
    assert english().analyse("customers").lemmas == frozenset(["customer"])
    assert english().analyse("the").stop
    assert reader("en").dictionary is english()


def test_a_language_that_is_not_read() -> None:
    with pytest.raises(KeyError):
        reader("xx")
