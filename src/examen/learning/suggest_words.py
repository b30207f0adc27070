"""Words as suggestions count them: by family and synonym, weighted by how telling they are."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

from examen.grading.answer import Answer
from examen.language.words import fold
from examen.learning.suggest_material import Material

DENIED = "≠"  # opens the key of a word that is denied where it stands
_SHORTEST = 4  # letters of a word that a phrasing is made of; acronyms aside
_LONGEST_ACRONYM = 4
_ASKED = 0.5  # what a word of the question itself still weighs


class Told(NamedTuple):
    """A telling word: its raw span in the answer, what it counts as, and how it is written."""

    start: int
    end: int
    key: str
    form: str


class Words:
    """The words of a question's answers.

    Args:
        material: its answers are where the words stand, its question's own words tell less, and
            from its texts is learnt how words are written.
    """

    def __init__(self, material: Material) -> None:
        self._dictionary = material.vocabulary.reader.dictionary
        self._forms = material.vocabulary.reader.forms
        self._root: dict[str, str] = {}
        self._met: set[str] = set()
        self._keys: dict[str, str] = {}  # filled once all families are joined
        self._careful: dict[str, Counter[str]] = {}
        self._units: Counter[str] = Counter()
        self._count = 0
        for lexicon in material.full.lexicons:
            for group in lexicon.synonyms:
                singles = [self.lemma(text) for text in group if text.isalpha()]
                for one, other in pairwise(singles):
                    self._join(one, other)
        answers = list(material.answers.values())
        for answer in answers:  # all families first: they decide what counts as one word
            for told in self.told(answer, range(len(answer.reading.tokens))):
                self._meet(self.lemma(told.form))
        self._asked = self.keys(material.question.prompt)
        self._learn(answers)
        for record in (*material.full.cases, *material.full.lexicons, material.question_rubric):
            self._spell(record.model_dump_json(exclude={"examples"}))

    def lemma(self, form: str) -> str:
        """The lemma that a form most likely has."""
        return min(self._dictionary.meant(form))

    def key(self, form: str) -> str:
        """What a form counts as: the same for its family and its synonyms."""
        if form not in self._keys:
            self._keys[form] = self._key(form)
        return self._keys[form]

    def _key(self, form: str) -> str:
        lemma = self.lemma(form)
        if lemma in self._root:
            return self._find(lemma)
        relatives = sorted(self._dictionary.family(lemma))
        return next((self._find(one) for one in relatives if one in self._root), lemma)

    def _meet(self, lemma: str) -> None:
        """Join a lemma to its family."""
        if lemma not in self._met:
            self._met.add(lemma)
            self._find(lemma)
            for relative in sorted(self._dictionary.family(lemma)):
                self._join(relative, lemma)

    def _find(self, lemma: str) -> str:
        root = self._root.setdefault(lemma, lemma)
        while root != self._root[root]:
            root = self._root[root]
        return root

    def _join(self, one: str, other: str) -> None:
        first, second = sorted((self._find(one), self._find(other)))
        self._root[second] = first

    def told(self, answer: Answer, tokens: Iterable[int]) -> list[Told]:
        """The telling words among an answer's tokens; numbers are not words."""
        reading = answer.reading
        found = []
        for index in tokens:
            token = reading.tokens[index]
            form = reading.text[token.start : token.end]
            if token.word.stop or not form[0].isalpha() or len(form) < 2:
                continue
            denied = DENIED if answer.is_denied(index) else ""
            found.append(Told(*reading.raw_span([index]), denied + self.key(form), form))
        return found

    def _learn(self, answers: Iterable[Answer]) -> None:
        """Count in how many units each word stands."""
        for answer in answers:
            for unit in answer.reading.units:
                told = self.told(answer, unit.tokens)
                self._count += 1
                self._units.update({word.key for word in told})

    def _spell(self, text: str) -> None:
        """Learn from a careful text how words are written."""
        for form, word in self._forms(text):
            if not word.stop:
                self._careful.setdefault(fold(form), Counter())[form.lower()] += 1

    def written(self, form: str) -> str:
        """How an author would write a word in a rubric: its dictionary form if it is known."""
        if form.isupper() and len(form) <= _LONGEST_ACRONYM:
            return form
        for lemma in (self.lemma(form), fold(form)):
            spelled = self._careful.get(lemma)
            if spelled:
                return min(spelled, key=lambda text: (-spelled[text], text))
        return form.lower()

    def usable(self, form: str) -> bool:
        """Whether a phrasing may be made of the form: a known word that the question lacks."""
        if not form[0].isalpha() or (len(form) < _SHORTEST and not form.isupper()):
            return False
        if self._dictionary.analyse(form.lower()).stop:
            return False
        known = self._dictionary.knows(form) or fold(form) in self._careful
        return known and self.key(form) not in self._asked

    def keys(self, text: str) -> set[str]:
        """What the telling words of a text count as."""
        return {self.key(form) for form, word in self._forms(text) if not word.stop}

    def weight(self, key: str) -> float:
        """How telling a word is: rare words tell more, those of the question less."""
        rarity = math.log((1 + self._count) / (1 + self._units[key]))
        return rarity * (_ASKED if key.removeprefix(DENIED) in self._asked else 1.0)

    def heaviest(self, keys: Iterable[str], count: int) -> list[str]:
        """The most telling of some words."""
        return sorted(set(keys), key=lambda key: (-self.weight(key), key))[:count]
