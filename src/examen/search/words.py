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
_BULLET = re.compile(r"^\s*[-+]\s", re.MULTILINE)
_APOSTROPHE = re.compile(r"(?<=\w)'(?=\w)")
_NARROW, _TIGHT = re.compile(r" (?=[;!?])"), re.compile(r" (?=[:»%€])|(?<=«) ")
_PLAIN = str.maketrans("", "", "*`~|#>")
_NO_LETTER = re.compile(r"[\W_]+")
LANGUAGES = ("fr", "en")


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
    if word.stop and not acronyms:
        return Filed(fold(form), ())
    family = (other for lemma in word.lemmas - acronyms for other in words.family(lemma))
    lemmas = {_NO_LETTER.sub("", lemma) for lemma in (*word.lemmas, *family)}
    return Filed(fold(form), tuple(sorted(lemmas)))


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


def plain(text: str) -> str:
    """A text in Markdown without its marks, on one line, with the signs that a printer sets."""
    told = " ".join(_BULLET.sub("", text).translate(_PLAIN).split())
    told = _NARROW.sub("\N{NARROW NO-BREAK SPACE}", _APOSTROPHE.sub("’", told))
    return _TIGHT.sub("\N{NO-BREAK SPACE}", told)
