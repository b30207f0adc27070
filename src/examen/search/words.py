"""The words of texts and of what people ask for, under their dictionary forms.

A word is filed under the lemmas it may stand for and under the other words of their families, so
that “résilier” finds “résiliations”. Written forms are filed too, for phrases and prefixes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple
from unicodedata import combining, normalize

if TYPE_CHECKING:
    from examen.language.words import Dictionary

WORD = re.compile(r"[^\W_]+")
# What may be written in one word too: e-mail, 1 340.
COMPOUND = re.compile(r"[^\W\d_]+(?:[-‑][^\W_]+)+|(?<!\d)\d{1,3}(?:[ \xa0\u202f]\d{3})+(?!\d)")
_BULLET = re.compile(r"^\s*[-+]\s", re.MULTILINE)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_NARROW, _TIGHT = re.compile(r" (?=[;!?])"), re.compile(r" (?=[:»%€])|(?<=«) ")
_PLAIN = str.maketrans("", "", "*`~|#>")
_NO_LETTER = re.compile(r"[\W_]+")
LANGUAGES = ("fr", "en")
_TELLING = frozenset({"nouveau"})  # grammatical in answers, but asked for as any other
# How feminine forms end that the dictionary lacks (banquière), and the masculine ones it has.
_FEMININE = {"iere": "ier", "euse": "eur", "trice": "teur", "ienne": "ien", "ive": "if", "e": ""}


class Filed(NamedTuple):
    """A word of a text.

    Attributes:
        written: it folded, in lower case without accents.
        lemmas: what it is filed under, sorted; nothing if it is a grammatical word.
    """

    written: str
    lemmas: tuple[str, ...]


@cache
def dictionary(language: str) -> Dictionary:
    """The dictionary of a language, `fr` or `en`."""
    if language == "en":
        from examen.language.english import english

        return english()
    from examen.language.french import french

    return french()


@cache
def filed(form: str, language: str) -> Filed:
    """How a word is filed, as it is written in a text of a language."""
    words = dictionary(language)
    word = words.analyse(form)
    acronyms = {lemma for lemma in word.lemmas if lemma.startswith("^")}
    folded = fold(form)
    if word.stop and not acronyms and folded not in _TELLING:
        return Filed(folded, ())
    others = _masculine(folded, words) if language == "fr" and not word.known else ()
    family = (other for lemma in word.lemmas - acronyms for other in words.family(lemma))
    lemmas = {_NO_LETTER.sub("", lemma) for lemma in (*word.lemmas, *family, *others)}
    return Filed(folded, tuple(sorted(lemmas)))


def _masculine(word: str, words: Dictionary) -> Iterator[str]:
    """The dictionary form of a folded feminine word that the dictionary lacks."""
    for ending, other in _FEMININE.items():
        masculine = word.removesuffix("s").removesuffix(ending) + other
        if word.removesuffix("s").endswith(ending) and words.is_lemma(masculine):
            yield masculine
            return


def fold(form: str) -> str:
    """A word in lower case without accents or ligatures.

    As `language.words.fold` does, whose room takes longer to load than a search.
    """
    lowered = form.lower()
    if lowered.isascii():
        return lowered
    split = normalize("NFKD", lowered.replace("œ", "oe").replace("æ", "ae"))
    return "".join(letter for letter in split if not combining(letter))


def forms(text: str) -> Iterator[str]:
    """The words of a text as they are written."""
    return (match[0] for match in WORD.finditer(text))


def compounds(text: str) -> Iterator[str]:
    """What a text writes in several words and others in one."""
    return (match[0] for match in COMPOUND.finditer(text))


def plain(text: str) -> str:
    """A text in Markdown without its marks, on one line, with the signs that a printer sets."""
    told = " ".join(_BULLET.sub("", text).translate(_PLAIN).split())
    told = _NARROW.sub("\N{NARROW NO-BREAK SPACE}", _APOSTROPHE.sub("’", told))
    return _TIGHT.sub("\N{NO-BREAK SPACE}", told)
