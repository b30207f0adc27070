"""Words of a language: each distinct form is analysed once, for the whole run."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rapidfuzz.distance import OSA

from examen.language.families import Families
from examen.language.prepared import Table
from examen.language.recent import Recent


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


class Entry(NamedTuple):
    """What the tables say of a folded form.

    Attributes:
        parts: the parts of speech (`adj`, `adv`, `noun`, `verb`) of which it is a lemma.
        lemmas: the lemmas of which it is a form that no rule makes.
        forms: the forms that no rule makes of it as a lemma.
    """

    parts: Sequence[str] = ()
    lemmas: Sequence[str] = ()
    forms: Sequence[str] = ()


_UNKNOWN = Entry()
_FIELDS, _ITEMS = "|", ";"  # between the fields of an entry and the items of a field


def listed(words: Iterable[str]) -> str:
    """Words as the text of a table."""
    return _ITEMS.join(words)


def records(
    regular: Mapping[str, Iterable[str]], irregular: Mapping[str, Iterable[str]]
) -> dict[str, str]:
    """The entries of a dictionary, as text by folded form.

    Args:
        regular: folded lemmas by part of speech.
        irregular: by folded form that no rule makes, its folded lemmas.
    """
    parts: dict[str, list[str]] = {}
    for part, lemmas in sorted(regular.items()):
        for lemma in lemmas:
            parts.setdefault(lemma, []).append(part)
    forms: dict[str, list[str]] = {}
    for form, lemmas in sorted(irregular.items()):
        for lemma in lemmas:
            forms.setdefault(lemma, []).append(form)
    fields = parts, {form: sorted(lemmas) for form, lemmas in irregular.items()}, forms
    return {
        form: _FIELDS.join(listed(field.get(form, ())) for field in fields)
        for form in set().union(*fields)
    }


@dataclass(frozen=True, slots=True)
class Tables:
    """What a dictionary is made from.

    Attributes:
        language: its code, `fr` or `en`.
        words: its entries, as `records` writes them.
        sounds: by how one of its forms sounds, the lemmas, as `listed` writes them.
        stop_words: folded grammatical words.
        families: how actions are named after their verbs.
        nouns: nouns as written, which are not meant as forms of a verb.
        rules: by part of speech, the endings of forms and what they are put back to.
        shorthand: what folded abbreviations stand for.
        numerals: the words of numbers, by their digits.
        apart: by form, the one lemma of those that only their accents tell from others.
    """

    language: str
    words: Table
    stop_words: frozenset[str]
    families: Families
    sounds: Table | None = None
    nouns: Container[str] = _NONE
    rules: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)
    shorthand: Mapping[str, str] = field(default_factory=dict)
    numerals: Mapping[str, str] = field(default_factory=dict)
    apart: Mapping[str, str] = field(default_factory=dict)


def _variant(key: tuple[Word, bool, bool]) -> Word:
    word, cut, name = key
    return replace(word, cut=cut, name=name)


class Dictionary:
    """The words of a language; `analyse` answers from memory for a form seen before."""

    def __init__(self, tables: Tables) -> None:
        self.language = tables.language
        self._tables = tables
        self._words = tables.words
        self._stop_words = tables.stop_words
        self._rules = _by_ending(tables.rules)
        self._longest_ending = max(map(len, self._rules), default=0)
        self._seen = Recent(self._analyse)
        self._variants = Recent(_variant)
        self._only_verbs = Recent(self._find_only_verb)
        self._meant = Recent(self._find_meant)
        self._families = Recent(self._find_family)

    def analyse(self, form: str) -> Word:
        """The word of `form`, in whatever case and with or without accents."""
        return self._seen[form]

    def variant(self, word: Word, *, cut: bool = False, name: bool = False) -> Word:
        """The word where it is cut short, or stands inside a sentence with a capital."""
        return self._variants[word, cut or word.cut, name or word.name]

    def meant(self, form: str) -> frozenset[str]:
        """The lemmas that an author means who writes `form` with care.

        A reader of copies must allow for every lemma of a form; an author who writes "données"
        means the noun, not the verb, and who writes "CA" does not mean "ça".
        """
        return self._meant[form]

    def _find_meant(self, form: str) -> frozenset[str]:
        word = self.analyse(form)
        acronym = acronym_lemma(form)
        if acronym and (word.known or fold(form) in self._stop_words):
            return frozenset((acronym,))
        lowered = form.lower()
        if lowered in self._tables.apart:
            return word.lemmas
        for plain in (lowered, lowered.removesuffix("s"), lowered.removesuffix("x")):
            if plain in self._tables.nouns:
                # "Avoirs" is no form of the grammatical verb whose forms "a" and "ont" are.
                verb = fold(plain) in self._stop_words and "verb" in self._parts(fold(plain))
                return frozenset((word.folded if verb and plain != lowered else fold(plain),))
        return word.lemmas

    def family(self, lemma: str) -> frozenset[str]:
        """The other words of a folded lemma's family: désinscription for désinscrire."""
        return self._families[lemma]

    def _find_family(self, lemma: str) -> frozenset[str]:
        return frozenset(self._tables.families.relatives(lemma, self._parts)) - {lemma}

    def forms(self, lemma: str) -> Sequence[str]:
        """The folded forms of a folded lemma that no rule makes."""
        return self._entry(lemma).forms

    def sounding(self, key: str) -> Sequence[str]:
        """The folded lemmas with a form that sounds like a key, where the language is heard."""
        return _items(self._tables.sounds.get(key) or "") if self._tables.sounds else ()

    def is_lemma(self, word: str) -> bool:
        """Whether a folded word is a dictionary form."""
        return bool(self._parts(word))

    def is_infinitive(self, lemma: str) -> bool:
        """Whether a folded lemma is a verb's and no other word's."""
        return self._parts(lemma) == ["verb"]

    def may_be_verb(self, lemma: str) -> bool:
        """Whether a folded lemma is a verb's, if perhaps another word's too."""
        return "verb" in self._parts(lemma)

    def is_only_verb(self, word: Word) -> bool:
        """Whether a word can only be a form of a verb; False where there are no tables."""
        return self._only_verbs[word]

    def _find_only_verb(self, word: Word) -> bool:
        return {part for lemma in word.lemmas for part in self._parts(lemma)} == {"verb"}

    def neighbours(self, folded: str) -> Iterator[str]:
        """The words of the tables one keystroke away from a folded form."""
        for near in one_keystroke_away(folded):
            if near in self._words:
                yield near

    def knows(self, form: str) -> bool:
        """Whether the dictionary has the form; most that are asked of it are asked once."""
        return (self._seen.get(form) or self._analyse(form)).known

    def _entry(self, form: str) -> Entry:
        record = self._words.get(form)
        if record is None:
            return _UNKNOWN
        parts, lemmas, forms = record.split(_FIELDS)
        return Entry(_items(parts), _items(lemmas), _items(forms))

    def _parts(self, lemma: str) -> Sequence[str]:
        """The parts of speech of which a folded form is a lemma."""
        record = self._words.get(lemma)
        return _items(record[: record.index(_FIELDS)]) if record else ()

    def _analyse(self, form: str) -> Word:
        folded, acronym = fold(form), acronym_lemma(form)
        written = self._tables.shorthand.get(folded)
        if written and not acronym:
            return self._analyse(written)
        stop = folded in self._stop_words
        apart = self._tables.apart.get(form.lower())
        if apart and not acronym:
            return Word(folded, frozenset((apart,)), known=True, stop=stop)
        lemmas = set() if folded.isdigit() else self._lemmas(folded)
        if lemmas:
            return Word(folded, frozenset(lemmas | {acronym} - {""}), known=True, stop=stop)
        plural = len(folded) > 3 and folded[-1] in "sx"
        guess = folded[:-1] if plural else folded
        numeral = self._tables.numerals.get(folded, "")
        return Word(folded, frozenset({guess, acronym, numeral} - {""}), known=False, stop=stop)

    def _lemmas(self, folded: str) -> set[str]:
        entry = self._entry(folded)
        lemmas = set(entry.lemmas)
        if entry.parts:
            lemmas.add(folded)
        for length in range(1, min(len(folded), self._longest_ending) + 1):
            for base, parts in self._rules.get(folded[-length:], ()):
                stem = folded[: len(folded) - length]
                # mangeons, mangeait: the e before a or o is only spelling.
                for lemma in {stem + base, stem.removesuffix("e") + base}:
                    if not parts.isdisjoint(self._parts(lemma)):
                        lemmas.add(lemma)
        return lemmas


def _by_ending(
    rules: Mapping[str, tuple[tuple[str, str], ...]],
) -> dict[str, list[tuple[str, frozenset[str]]]]:
    """What each ending is put back to, and of which parts of speech."""
    found: dict[str, dict[str, set[str]]] = {}
    for part, endings in rules.items():
        for ending, base in endings:
            found.setdefault(ending, {}).setdefault(base, set()).add(part)
    return {
        ending: [(base, frozenset(parts)) for base, parts in bases.items()]
        for ending, bases in found.items()
    }


def _items(field: str) -> Sequence[str]:
    return field.split(_ITEMS) if field else ()
