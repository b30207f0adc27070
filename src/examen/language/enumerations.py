"""Enumerations of bare terms: words that name many things and say nothing of any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from examen.language.reading import Reading, Unit
from examen.language.words import Dictionary, Word

_MOST_BARE_WORDS = 2  # of a term
_LEAST_TERMS = 5  # on one line
_LEAST_LINES = 8  # each with nothing but a term
_LEAST_ROW = 6  # words in a row without so much as a comma
_KNOWN_SHARE = 0.75  # of such a row; other rows are in another language, or written by ear
_BETWEEN_TERMS = re.compile(r"\s*[,;/+&·•|–]\s*(?:et\s+|and\s+)?")
_WITHIN_TERM = re.compile(r"[\s'-]{1,3}")


def enumerations(reading: Reading, dictionary: Dictionary, asked: int = 0) -> Iterator[range]:
    """The tokens of long enumerations of bare terms: no article, no preposition, no verb.

    A few such terms, or one to a line, are how a candidate in a hurry writes; tables have them too.

    Args:
        reading: the answer.
        dictionary: tells verbs.
        asked: the number of terms that the question asks for; so many are no enumeration.
    """
    alone: list[Unit] = []  # neighbouring units that are nothing but a term
    for unit in _outside_tables(reading.units):
        short = len(unit.tokens) <= _MOST_BARE_WORDS
        if short and _is_bare(reading, dictionary, unit.tokens):
            alone.append(unit)
            continue
        yield from _of_units(alone, asked)
        alone = []
        if _may_list(reading, dictionary, unit.tokens):
            yield from _of_terms(reading, dictionary, unit, asked)
    yield from _of_units(alone, asked)


def _outside_tables(units: list[Unit]) -> Iterator[Unit]:
    """The units with words that are no rows; a row by itself is no table."""
    for at, unit in enumerate(units):
        if unit.cells:
            beside = (*units[max(0, at - 1) : at], *units[at + 1 : at + 2])
            if any(other.cells for other in beside):
                continue
        if unit.tokens:
            yield unit


def _may_list(reading: Reading, dictionary: Dictionary, tokens: Sequence[int]) -> bool:
    """Whether as many words in a row are bare as a list has terms, which few sentences have."""
    at = _LEAST_TERMS - 1
    while at < len(tokens):
        bare = 0
        while bare < _LEAST_TERMS and _is_bare_word(
            dictionary, reading.tokens[tokens[at - bare]].word
        ):
            bare += 1
        if bare == _LEAST_TERMS:
            return True
        at += _LEAST_TERMS - bare
    return False


def _of_units(units: list[Unit], asked: int) -> Iterator[range]:
    if len(units) < max(_LEAST_TERMS, asked + 1):
        return
    lines = {unit.line for unit in units}
    if len(lines) >= _LEAST_LINES or len(units) - len(lines) >= _LEAST_TERMS - 1:
        yield range(units[0].tokens[0], units[-1].tokens[-1] + 1)


def _of_terms(reading: Reading, dictionary: Dictionary, unit: Unit, asked: int) -> Iterator[range]:
    terms: list[range] = []
    for term, follows in _terms(reading, unit):
        bare = _is_bare(reading, dictionary, term)
        if terms and not (bare and follows):
            yield from _long(reading, terms, asked)
            terms = []
        if bare:
            terms.append(term)
    yield from _long(reading, terms, asked)


def _long(reading: Reading, terms: list[range], asked: int) -> Iterator[range]:
    short = sum(len(term) <= _MOST_BARE_WORDS for term in terms)
    if short >= max(_LEAST_TERMS, asked + 1) or any(_is_row(reading, term) for term in terms):
        yield range(terms[0].start, terms[-1].stop)


def _is_row(reading: Reading, term: range) -> bool:
    """Whether words in a row are no hasty sentence: they are known, and none can be its verb."""
    tokens = [reading.tokens[index] for index in term]
    known = sum(t.word.known or reading.text[t.start : t.end].isupper() for t in tokens)
    return len(tokens) >= _LEAST_ROW and known >= _KNOWN_SHARE * len(tokens)


def _terms(reading: Reading, unit: Unit) -> Iterator[tuple[range, bool]]:
    """The terms of a unit, each with whether only a comma or the like parts it from the last."""
    tokens = list(unit.tokens)
    first, follows = tokens[0], False
    for one, other in pairwise(tokens):
        between = reading.text[reading.tokens[one].end : reading.tokens[other].start]
        if between != " " and not _WITHIN_TERM.fullmatch(between):
            yield range(first, one + 1), follows
            first, follows = other, bool(_BETWEEN_TERMS.fullmatch(between))
    yield range(first, tokens[-1] + 1), follows


def _is_bare(reading: Reading, dictionary: Dictionary, tokens: Iterable[int]) -> bool:
    return all(_is_bare_word(dictionary, reading.tokens[index].word) for index in tokens)


def _is_bare_word(dictionary: Dictionary, word: Word) -> bool:
    return not (word.stop or word.folded[0].isdigit() or dictionary.is_only_verb(word))
