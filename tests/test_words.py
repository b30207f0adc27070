"""Words: how forms are folded, known and brought back to their dictionary forms."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.language import reader
from examen.language.english import english
from examen.language.french import PART_KEYS, french
from examen.language.phonetic import sounds
from examen.language.words import fold

HERE = Path(__file__).parent


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


VERBS = [
    tuple(line.split(": "))
    for line in (HERE / "data/french/verbs.txt").read_text("utf-8").splitlines()
]


@pytest.mark.parametrize(("infinitive", "forms"), VERBS)
def test_every_form_of_a_verb_of_the_trade(infinitive: str, forms: str) -> None:
    lemma = fold(infinitive)
    for form in (infinitive, *forms.split()):
        assert lemma in french().analyse(form).lemmas, form
        assert lemma in french().analyse(fold(form).upper()).lemmas, form


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("conseillères", "conseiller"),
        ("consommatrice", "consommateur"),
        ("techniciennes", "technicien"),
        ("réactives", "reactif"),
        ("régionaux", "regional"),
        ("courtoises", "courtois"),
        ("ponctuelles", "ponctuel"),
        ("sérieuses", "serieux"),
        ("complète", "complet"),
        ("publiques", "public"),
        ("nouvelles", "nouveau"),
        ("réseaux", "reseau"),
        ("assurées", "assure"),
        ("interlocutrices", "interlocuteur"),
    ],
)
def test_the_feminine_and_the_plural(form: str, lemma: str) -> None:
    assert lemma in french().analyse(form).lemmas


@pytest.mark.parametrize(
    "family",
    [
        "désinscrire désinscription",
        "désabonner désabonnement",
        "cliquer clic",
        "ouvrir ouverture",
        "découvrir découverte",
        "livrer livraison",
        "prospecter prospection",
        "parrainer parrainage",
        "vendre vente",
        "répondre réponse",
        "choisir choix",
        "réussir réussite",
        "appeler appel",
        "travailler travail",
        "essayer essai",
        "réduire réduction",
    ],
)
def test_the_verb_and_the_noun_of_an_action(family: str) -> None:
    verb, noun = fold(family).split()
    assert noun in french().family(verb)
    assert verb in french().family(noun)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("prospect", "prospecter"),
        ("entrain", "entraîner"),
        ("parrain", "parrainer"),
        ("conseil", "conseiller"),
        ("vendeur", "vendre"),
        ("désinscrire", "désabonner"),
        ("produit", "produire"),
        ("offre", "offrer"),
        ("compte", "compter"),
        ("augmenter", "argument"),
    ],
)
def test_persons_things_and_synonyms_are_no_family(one: str, other: str) -> None:
    assert fold(other) not in french().family(fold(one))
    assert fold(one) not in french().family(fold(other))


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


def test_each_language_has_its_dictionary() -> None:
    assert reader("fr").dictionary is french()
    assert reader("en").dictionary is english()


def test_a_language_that_is_not_read() -> None:
    with pytest.raises(KeyError):
        reader("xx")


@pytest.mark.parametrize(
    ("form", "lemma"), [("enkete", "enquete"), ("cliké", "cliquer"), ("vandron", "vendre")]
)
def test_words_are_found_by_how_a_form_of_theirs_sounds(form: str, lemma: str) -> None:
    assert any(lemma in french().sounding(key) for key in sounds(fold(form)))


def test_a_form_that_no_dictionary_has_sounds_like_itself_only() -> None:
    assert not any(french().sounding(key) for key in sounds("zglorb"))
    assert not any(english().sounding(key) for key in sounds("customer"))
