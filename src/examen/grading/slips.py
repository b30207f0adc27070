"""Misspelt words: which of a rubric's words may a form stand for that no dictionary knows.

A form stands for the words that sound like it or differ by doubled letters only. Failing that, it
stands for those one keystroke away, two if it is long, unless it sounds like another French word
or, being short, is as near to one.
"""

from __future__ import annotations

import re

from examen.language.french import infinitives
from examen.language.phonetic import said, sounds
from examen.language.words import Dictionary, distance, single

SOUND_QUALITY = 0.95
KEYSTROKE_QUALITY = 0.9
_SHORTEST = 4  # letters of a form, and sounds that may be compared
_SHORTEST_NEAR = 5  # letters of a form that may be a keystroke off
_SHORTEST_SURE = 7  # letters from which another word as near does not matter
_SHORTEST_TWICE = 12  # letters of a form that may be two keystrokes off
# An article or a pronoun without its apostrophe.
_GLUED = re.compile(r"[ld][aeiouyh]|[jmtsn][aeiouy]")


class Slips:
    """The lemmas of a vocabulary by shape and, in French, by sound."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._by_ear = dictionary.language == "fr"
        self._lemmas: set[str] = set()
        # By first letter and length, each with its doubled letters written once.
        self._by_shape: dict[tuple[str, int], list[tuple[str, str]]] = {}
        # Those that the dictionary lacks; it knows how the others sound.
        self._by_sound: dict[str, set[str]] = {}
        self._unheard: list[str] = []

    def add(self, lemma: str) -> None:
        """Add a folded lemma of the vocabulary."""
        if lemma not in self._lemmas:
            self._lemmas.add(lemma)
            self._by_shape.setdefault((lemma[:1], len(lemma)), []).append((lemma, single(lemma)))
            self._unheard.append(lemma)

    def lemmas(self, form: str, *, name: bool = False) -> dict[str, float]:
        """The lemmas that an unknown folded form may stand for, each with how surely.

        A form that is written as a name stands only for lemmas that are no words either.
        """
        if len(form) < _SHORTEST or not form.isalpha():
            return {}
        found = self._lemmas_like(form)
        if not name:
            return found
        return {lemma: sure for lemma, sure in found.items() if not self._dictionary.knows(lemma)}

    def beginning(self, form: str) -> dict[str, float]:
        """The lemmas that a cut folded form begins, each with how surely; one family's or none."""
        found = sorted(lemma for lemma in self._lemmas if lemma.startswith(form))
        families = ({lemma} | self._dictionary.family(lemma) for lemma in found)
        one = any(family.issuperset(found) for family in families)
        return dict.fromkeys(found, KEYSTROKE_QUALITY) if one else {}

    def _lemmas_like(self, form: str) -> dict[str, float]:
        same = self._alike(form) | self._near(form, 0)
        if same:
            return dict.fromkeys(sorted(same), SOUND_QUALITY)
        allowed = 0 if len(form) < _SHORTEST_NEAR else 1 if len(form) < _SHORTEST_TWICE else 2
        near = self._near(form, allowed) if allowed else set()
        if near and self._is_another_word(form):
            return {}
        return dict.fromkeys(sorted(near), KEYSTROKE_QUALITY)

    def _alike(self, form: str) -> set[str]:
        """The lemmas with a form that sounds alike, with or without an article before it."""
        if not self._by_ear:
            return set()
        self._hear()
        found = self._sounding(form)
        for infinitive in infinitives(form):
            found |= {lemma for lemma in self._sounding(infinitive) if lemma.endswith("er")}
        return found | self._sounding(form[1:]) if _GLUED.match(form) else found  # "lapli"

    def _hear(self) -> None:
        """Note how the lemmas sound that were added since and that the dictionary lacks."""
        for lemma in self._unheard:
            if not self._dictionary.is_lemma(lemma):
                for key in said(lemma, verb=False):
                    self._by_sound.setdefault(key, set()).add(lemma)
        self._unheard.clear()

    def _sounding(self, form: str) -> set[str]:
        found: set[str] = set()
        for key in sounds(form):
            if len(key) >= _SHORTEST:
                found |= self._lemmas.intersection(self._dictionary.sounding(key))
                found |= self._by_sound.get(key, set())
        return found

    def _near(self, form: str, allowed: int) -> set[str]:
        """The lemmas so many keystrokes away, doubled letters aside."""
        forms = {form, form.removesuffix("s"), form.removesuffix("e"), form.removesuffix("es")} - {
            ""
        }
        found = set().union(*(self._shaped(one, allowed) for one in forms))
        for infinitive in infinitives(form):
            found |= {lemma for lemma in self._shaped(infinitive, allowed) if lemma[-2:] == "er"}
        return found

    def _shaped(self, form: str, allowed: int) -> set[str]:
        plain, reach = single(form), max(allowed, 1)
        return {
            lemma
            for length in range(len(form) - reach, len(form) + reach + 1)
            for lemma, lemma_plain in self._by_shape.get((form[0], length), ())
            if plain == lemma_plain or (allowed and distance(lemma, form, allowed) <= allowed)
        }

    def _is_another_word(self, form: str) -> bool:
        """Whether a word outside the vocabulary explains the form better, or as well if short."""
        form = form.removesuffix("s")
        heard = set(sounds(form)) if self._by_ear else set()
        plain = single(form)
        for word in self._dictionary.neighbours(form):
            if self._lemmas.isdisjoint(self._dictionary.analyse(word).lemmas):
                if len(form) < _SHORTEST_SURE or single(word) == plain:
                    return True
                if not heard.isdisjoint(sounds(word)):
                    return True
        return False
