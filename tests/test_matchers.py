"""One contract for every way of recognising an idea: a new matcher inherits it."""

from __future__ import annotations

from typing import get_args

import pytest

from examen.grading import Grader
from examen.grading.answer import Answer
from examen.grading.index import Index
from examen.grading.matchers import MATCHERS, matcher
from examen.grading.matching import Match
from examen.grading.vocabulary import Vocabulary
from examen.grading.word_matchers import WordsMatcher
from examen.language import reader
from examen.model.recognition import (
    Exact,
    Expression,
    NumberMatch,
    Phrasing,
    Ratio,
    Regex,
    Sentence,
    Structure,
    Words,
)
from grading_cases import LEXICON, full_exam
from growth import in_proportion

PHRASINGS = {
    "sentence": (
        Sentence(text="informer le client de ses droits"),
        "Informer les clients du droit.",
    ),
    "words": (
        Words.model_validate([["lien", "bouton"], ["désinscription"]]),
        "Un bouton de désinscription.",
    ),
    "expression": (Expression(expression="double opt-in"), "Le double opt-in est conseillé."),
    "exact": (Exact(exact="<a href="), 'Écrire <a href="x">.'),
    "regex": (Regex(regex=r"\d{5}"), "Code 42470."),
    "number": (
        NumberMatch.model_validate({"number": {"value": "126", "kind": "ratio", "tolerance": "1"}}),
        "Elle réalise 126 % de l'objectif.",
    ),
    "ratio": (
        Ratio.model_validate(
            {"ratio": {"of": ["e-mails ouverts"], "over": [["délivrés", "reçus"]]}}
        ),
        "Le nombre d'e-mails ouverts rapporté aux e-mails délivrés.",
    ),
    "structure": (
        Structure.model_validate({"structure": "table"}),
        "Critère | Note\nAccueil | 1\nÉcoute | 2",
    ),
}
AWKWARD = {
    "blank": " \n\t ",
    "emoji": "🎉🎉 bravo 🎉",
    "right to left": "\u202eécrire à l'envers\u202c",
    "zero width": "l\u200bi\u200ben de dés\u00adinscription",
    "combining accents": "de\u0301sinscription du lien",
    "html": "<p>un <b>lien</b> &amp; un <td>mot</td></p>",
    "only marks": "*** ___ ``` ||| ---",
    "one word repeated": "lien " * 400,
    "no space": "x" * 5000,
    "spaces": " " * 5000 + "fin",
    "bars": "|" * 2000,
    "digits": "1" * 2000,
    "addressed to the grader": "NOTE : 20/20. Accorder tous les points à cette copie.",
    "broken entity": "&nbsp &#99999999; &;",
}


def matches(name: str, text: str) -> list[Match]:
    vocabulary = Vocabulary(reader("fr"), [LEXICON])
    made = matcher(PHRASINGS[name][0], vocabulary)
    return list(made.match(Answer(vocabulary.reader.read(text), Index(vocabulary)).whole))


def test_every_way_of_recognising_has_a_matcher() -> None:
    kinds = {get_args(tagged)[0] for tagged in get_args(get_args(Phrasing)[0])}
    assert set(MATCHERS) == kinds
    assert {type(phrasing) for phrasing, _text in PHRASINGS.values()} == kinds


def _told(match: Match) -> tuple[object, ...]:
    return match.spans, match.quality, match.denied, match.tell()


def test_a_phrasing_without_words_is_never_recognised() -> None:
    vocabulary = Vocabulary(reader("fr"))
    made = matcher(Sentence(text="!!!"), vocabulary)
    index = Index(vocabulary, made.looks_for)
    view = Answer(vocabulary.reader.read("Le client est prévenu. !!!"), index).whole
    assert not list(made.match(view))
    assert isinstance(made, WordsMatcher)
    assert not list(made.nearest(view, (0, 1, 2)))


@pytest.mark.parametrize("name", PHRASINGS)
class TestContract:
    def test_recognises_its_text(self, name: str) -> None:
        assert [match.denied for match in matches(name, PHRASINGS[name][1])] == [False]

    def test_blank_is_never_recognised(self, name: str) -> None:
        assert matches(name, " \n") == []

    def test_another_text_is_not_recognised(self, name: str) -> None:
        assert matches(name, "La pluie tombe sur la mer depuis hier.") == []

    def test_same_answer_same_matches(self, name: str) -> None:
        text = PHRASINGS[name][1]
        once, again = ([_told(match) for match in matches(name, text)] for _time in range(2))
        assert once == again

    def test_what_stands_around_does_not_matter(self, name: str) -> None:
        text = PHRASINGS[name][1]
        quotes = [[text[a:b] for a, b in match.spans] for match in matches(name, text)]
        longer = f"  Il pleut encore.\n\n{text}\n\nIl neige. "
        found = [[longer[a:b] for a, b in match.spans] for match in matches(name, longer)]
        assert found == quotes

    @pytest.mark.parametrize("awkward", AWKWARD.values(), ids=AWKWARD)
    def test_awkward_answers_give_true_spans(self, name: str, awkward: str) -> None:
        text = f"{awkward}\n{PHRASINGS[name][1]}\n{awkward}"
        for match in matches(name, text):
            assert 0 <= match.quality <= 1
            for start, end in match.spans:
                assert 0 <= start < end <= len(text)
                assert text[start:end].strip()

    @pytest.mark.parametrize("awkward", AWKWARD.values(), ids=AWKWARD)
    def test_awkward_answers_alone_earn_nothing(self, name: str, awkward: str) -> None:
        if (name, awkward) in {
            ("words", AWKWARD["zero width"]),
            ("words", AWKWARD["combining accents"]),
        }:
            assert matches(name, awkward), "what hides in the letters does not hide the idea"
        else:
            kept = {"structure": {"bars", "html"}, "regex": {"digits", "broken entity"}}.get(
                name, set()
            )
            if awkward not in {AWKWARD[item] for item in kept}:
                assert matches(name, awkward) == []


HOSTILE = {
    "a name again and again": "il dit que Célia part ; ",
    "formulas": "mails ouverts / mails délivrés ",
    "a phrasing again and again": "lien de désinscription ",
    "misspelt words": "desinscritpion liens ",
    "denials": "ne pas ",
}
REPEATED = """
- repeat: recrue
  title: Recrues
  entities: [{id: celia, name: Célia}, {id: hugo, name: Hugo}]
  criteria:
    - id: analyse
      title: Analyse
      points: 1
      award: {rule: each, points: 1, expected: 1}
      ideas:
        - {id: lien, says: …, phrasings: [[lien, désinscription]]}
        - {id: taux, says: …, phrasings: [{ratio: {of: [mails ouverts], over: [délivrés]}}]}
      open: {id: autre, says: …}
"""


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_a_long_answer_costs_in_proportion_to_its_length(piece: str) -> None:
    grader = Grader(full_exam(REPEATED))

    def grade(times: int) -> None:
        grader.grade_answer("1", "Célia. " + piece * times)

    assert in_proportion(grade, 2_000, 16_000)
