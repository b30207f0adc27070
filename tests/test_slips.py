"""Misspelt words: what a form may stand for, and that a French word stands for itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from examen.bank import complete, load
from examen.grading import Grader
from examen.grading.slips import Slips
from examen.grading.vocabulary import Vocabulary
from examen.language import reader
from examen.language.french import PART_KEYS, french, french_tables
from examen.language.words import fold

WORDS = """
    accident accord affaire appel appeler appli application argument assurance besoin client
    cliquer clé comparer concevoir concret conclure concurrent confort conseil conseiller
    consentement contact contenu contrat coût côté course croissance devoir donnée
    désinscription désinscrire enquête entreprise envoyer fichier fidéliser fidélité formation
    former gagner garantie gratuit indemniser information inscription lien marque message
    mission mobiliser motiver objectif objection obligatoire offrir ouvert permettre personne
    persuader politesse ponctualité prix problème produit prospect prospection publicité
    rappeler relancer rendez-vous respecter réactif réclamation réponse retenir satisfaction
    service site société souscrire surveiller taux temps téléchargement télécharger vendeur
    vendre vente équipe
""".split()


@pytest.fixture(scope="module")
def slips() -> Slips:
    made = Slips(french())
    for word in WORDS:
        made.add(fold(word))
    return made


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("dacor", "accord"),
        ("apelé", "appeler"),
        ("afaires", "affaire"),
        ("cliké", "cliquer"),
        ("concuran", "concurrent"),
        ("concurans", "concurrent"),
        ("concluent", "conclure"),
        ("lapli", "appli"),
        ("desinscrir", "desinscrire"),
        ("desinscripsion", "desinscription"),
        ("dessinscription", "desinscription"),
        ("gratui", "gratuit"),
        ("ouver", "ouvert"),
        ("obligatoir", "obligatoire"),
        ("persone", "personne"),
        ("propection", "prospection"),
        ("probléme", "probleme"),
        ("sousscrire", "souscrire"),
        ("rappeller", "rappeler"),
        ("rapelé", "rappeler"),
        ("reclammation", "reclamation"),
        ("satisfacton", "satisfaction"),
        ("telechargment", "telechargement"),
        ("surveil", "surveiller"),
        ("fidellité", "fidelite"),
        ("consantement", "consentement"),
        ("aplication", "application"),
        ("enkete", "enquete"),
        ("entreprize", "entreprise"),
        ("fidelisé", "fideliser"),
        ("telecharge", "telecharger"),
    ],
)
def test_a_slip_stands_for_the_word(slips: Slips, form: str, lemma: str) -> None:
    assert lemma in slips.lemmas(fold(form))


@pytest.mark.parametrize(
    "form",
    [
        "zglorb",
        "cli",
        "ven",
        "churn",
        "footer",
        "openers",
        "Garnier",
        "Lemonade",
        "Descartes",
        "procution",  # production, procuration
        "recomencer",  # recommencer
        "honnte",
        "ecologifte",
        "personas",
        "Durand",  # durent, a form of devoir
        "cmique",  # comique, cliquer
        "ventere",  # ventrée, vente
        "reposse",  # repose, réponse
        "mobiliter",  # mobilité, mobiliser
        "chhretiens",
        "missive0",
        "x" * 5000,
    ],
)
def test_no_word_of_the_rubric(slips: Slips, form: str) -> None:
    assert slips.lemmas(fold(form)) == {}


def test_a_name_stands_for_a_name_only(slips: Slips) -> None:
    slips.add("celia")
    assert slips.lemmas("celya", name=True) == slips.lemmas("celya") != {}
    assert "persuader" in slips.lemmas("persuadé".replace("é", "et"))
    assert slips.lemmas("persuadet", name=True) == {}


def test_a_noun_is_no_form_of_a_verb_that_is_written_like_it(slips: Slips) -> None:
    assert set(slips.lemmas("concuran")) == {"concurrent"}  # "ils conçurent"


def test_what_sounds_alike_is_surer_than_a_keystroke(slips: Slips) -> None:
    assert slips.lemmas("persone")["personne"] > slips.lemmas("propection")["prospection"]


_HASTY = (("qu", "k"), ("tion", "sion"), ("en", "an"), ("au", "o"), ("ss", "s"), ("ph", "f"))


def _slip(word: str, n: int) -> str:
    """One of the slips of hasty writing, the n-th."""
    at = 1 + n % (len(word) - 1)
    slips = [word[:at] + word[at + 1 :], word[:at] + word[at] + word[at:], word]
    if at + 1 < len(word):
        slips.append(word[:at] + word[at + 1] + word[at] + word[at + 2 :])
    slips += [word.replace(one, other, 1) for one, other in _HASTY if one in word[1:]]
    slips.append(word.rstrip("tsedx"))
    return slips[n % len(slips)]


def test_other_words_of_french_hardly_ever_stand_for_one_of_the_exam(root: Path) -> None:
    """Words that the dictionary knows never; slips of words that the exam does not use, 1 in 25."""
    bank = load(root / "bank", root / "rubrics")
    vocabulary = Grader(complete(bank, "bts-ndrc-2020-e5-groupama"))._vocabulary
    dictionary = vocabulary.reader.dictionary
    known = sorted(french_tables()["lemma_index"][PART_KEYS["noun"]])[::4]
    assert len(known) > 15_000
    assert not [
        form
        for form in known
        if any(sure < 1 for *_, sure in vocabulary.places(dictionary.analyse(form)))
    ]
    own = {lemma for term in vocabulary.terms for key in term.keys for lemma in key}
    slips = [
        dictionary.analyse(_slip(fold(form), n))
        for n, form in enumerate(known)
        if form.isalpha() and len(form) > 3 and own.isdisjoint(dictionary.analyse(form).lemmas)
    ]
    unknown = [word for word in slips if not word.known and own.isdisjoint(word.lemmas)]
    assert len(unknown) > 5_000
    taken = [word for word in unknown if vocabulary.places(word)]
    assert len(taken) < len(unknown) / 25


def test_what_was_read_before_does_not_decide_what_a_word_stands_for() -> None:
    vocabulary = Vocabulary(reader("fr"))
    vocabulary.group(("CA",))
    analyse = vocabulary.reader.dictionary.analyse
    assert not vocabulary.places(analyse("ça"))
    assert vocabulary.places(analyse("CA"))
