"""Hasty French: words by ear, glued, cut, shortened, and what must stay as it is."""

from __future__ import annotations

from itertools import combinations

import pytest

from examen.language import reader
from examen.language.negation import negations
from examen.language.phonetic import sounds
from examen.language.reading import Reading
from examen.language.words import fold


def read(text: str) -> Reading:
    return reader("fr").read(text)


def words(text: str) -> str:
    return " ".join(token.word.folded for token in read(text).tokens)


@pytest.mark.parametrize(
    "alike",
    [
        "accord acor akor",
        "clients clians",
        "appel apel appelle apelé appeler",
        "cliquer cliké clikait",
        "concurrent concuran konkuran",
        "désinscription dézinscripsion desinscripssion",
        "obligatoire obligatoir",
        "question kestion",
        "permettre permetre",
        "téléphone telefone",
        "accueil akeuil",
        "conseil conseille conseyé",
        "enquête anquete",
        "respect respec",
        "offert ofert offer",
        "langage langaje",
        "guider guidé",
        "personne persone",
        "besoin bezoin",
    ],
)
def test_written_otherwise_heard_alike(alike: str) -> None:
    forms = [set(sounds(fold(form))) for form in alike.split()]
    assert all(one & other for one, other in combinations(forms, 2))


@pytest.mark.parametrize(
    "apart",
    [
        "client clinique",
        "vendeur vendre",
        "appel appui",
        "contact contrat",
        "inscription description",
        "objectif objection",
        "formation information",
        "relance balance",
        "banque branche",
        "garantie garage",
        "prospect prospère",
        "coût août",
        "augmenter argumenter",
        "personne personnel",
        "e-mail émail",
    ],
)
def test_heard_apart(apart: str) -> None:
    one, other = (set(sounds(fold(form))) for form in apart.split())
    assert not one & other


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("lentreprise", "l entreprise"),
        ("Lentreprise", "l entreprise"),
        ("un lien dinscription", "un lien d inscription"),
        ("cest quil", "c est qu il"),
        ("jai nest ya parcequil", "j ai n est y a parce qu il"),
        ("toutrisque", "tout risque"),
        ("enligne", "en ligne"),
        ("un rendezvous", "un rendez-vous"),
        ("prendre des rendez vous", "prendre des rendez-vous"),
        ("- rendez vous : 3", "rendez-vous 3"),
        ("un lien de désin scription", "un lien de desinscription"),
        ("re lancer, re-contacter", "relancer recontacter"),
        ("fo ke la clt soi dacor", "faut que la client soi dacor"),
        ("2 moi, les moi, pr moi", "2 mois les mois pour moi"),
        ("par tel, 1 tel, un tel client", "par tel 1 telephone un tel client"),
        ("relancer par tel. au tel", "relancer par telephone au telephone"),
        ("g vendu 5 g", "ai vendu 5 g"),
        ("é poli é elle vend", "est poli et elle vend"),
        ("on + de tps", "on plus de temps"),
        ("pck sa permé", "parce sa permet"),
    ],
)
def test_read_as_meant(text: str, expected: str) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "celia lola linda nadia samy",
        "CÉLIA Lemonade Leclerc Loriol Auvergne Darbre",
        "rendez vous sur notre site",
        "tapez 2, rendez vous en agence",
        "une pratique e-mailing",
        "mails ouverts + mails lus",
        "Ce n'est pas pour moi",
        "il a pu le vendre, ils ont bien pu vendre, on pu",
        "il a beaucoup plu",
        "la lettre du client",
        "nous n'avons malheureusement pas encore pu vendre",
        "le produit leur a vraiment plu",
        "par tel ou tel moyen, par tel produit",
        "les encours du client",
        "auto mobile",
        "rendez-vous",
        "des abonnements",
        "agir en ligne dans l'application",
        "dater",
        "desabonement",
        "San Francisco",
        "5 g de sel",
    ],
)
def test_left_as_written(text: str) -> None:
    plain = fold(text).replace("'", " ").replace("e-mailing", "e-mailing")
    expected = "".join(c if c.isalnum() or c == "-" else " " for c in plain).split()
    assert words(text).split() == expected


def denied(text: str) -> str:
    reading = read(text)
    scopes = {index for denial in negations(reading) for index in denial.scope}
    return " ".join(reading.tokens[index].word.folded for index in sorted(scopes))


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("ya pa de lien", "lien"),
        ("g pa vendu", "vendu"),
        ("c pa obligatoire", "obligatoire"),
        ("il veu pu vendre", "vendre"),
        ("jms de vente", "vente"),
        ("il vend san ecouter", "ecouter"),
        ("ni vente", "vente"),
        ("yapas de vente", "vente"),
    ],
)
def test_denials_of_text_messages(text: str, word: str) -> None:
    assert word in denied(text).split()


@pytest.mark.parametrize(
    "text",
    ["il a pu vendre", "Célia a-t-elle pu vendre ?", "la com", "un pas de porte + de ventes"],
)
def test_no_denial(text: str) -> None:
    assert "vendre" not in denied(text)
    assert "ventes" not in denied(text)


def test_a_joined_or_glued_word_quotes_the_answer() -> None:
    raw = "un lien de désin scription pr lentreprise"
    reading = read(raw)
    assert raw[slice(*reading.raw_span([3]))] == "désin scription"
    assert raw[slice(*reading.raw_span([6]))] == "entreprise"


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("avec Garnier et monsieur Lévy", ["garnier", "levy"]),
        ("Garnier vend. Perrot non", []),
        ("AVEC GARNIER", []),
        ("le Client et la GAV", []),
    ],
)
def test_a_capital_inside_a_sentence_makes_an_unknown_word_a_name(
    text: str, names: list[str]
) -> None:
    assert [token.word.folded for token in read(text).tokens if token.word.name] == names
