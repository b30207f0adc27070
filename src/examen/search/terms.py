"""What somebody types to find something: words, “phrases”, beginnings*, and -words to leave out."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import chain
from sqlite3 import Connection

from examen.search.excerpts import Words
from examen.search.filling import COLUMNS, WRITTEN
from examen.search.words import COMPOUND, LANGUAGES, filed, fold, forms

_TERM = re.compile(r'(?P<out>-?)(?:["“«](?P<phrase>[^"”»]*)["”»]?|(?P<word>[^\s"“«]+))')
_ELISION = re.compile(r"^(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu)['’]", re.IGNORECASE)


class Kind(Enum):
    """How a term is looked for."""

    WORD = "word"
    PHRASE = "phrase"
    PREFIX = "prefix"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing to look for, or to leave out.

    Attributes:
        typed: its words as they were typed.
        words: the same, folded.
        joined: the same in one word, where it may be written so: `email`, `1340`.
    """

    typed: tuple[str, ...]
    words: tuple[str, ...]
    kind: Kind = Kind.WORD
    out: bool = False
    joined: str = ""


def terms(typed: Iterable[str]) -> tuple[Term, ...]:
    """The terms of what was typed; one argument of several words is a phrase."""
    return tuple(term for argument in typed for term in _terms(argument.strip()))


def _terms(argument: str) -> Iterator[Term]:
    out = argument.startswith("-")
    if " " in argument and not re.search(r'["“«*]', argument):
        argument = f'{"-" if out else ""}"{argument.removeprefix("-")}"'
    for match in _TERM.finditer(argument):
        term = _term(match)
        if term.words:
            yield term


def _term(match: re.Match[str]) -> Term:
    phrase, word = match["phrase"], match["word"]
    said = phrase if word is None else _ELISION.sub("", word)
    typed = tuple(forms(said))
    kind = Kind.PHRASE if word is None or len(typed) > 1 else Kind.WORD
    if word is not None and word.endswith("*"):
        kind = Kind.PREFIX
    folded = tuple(map(fold, typed))
    one = kind is Kind.PHRASE and COMPOUND.fullmatch(said.strip())
    return Term(typed, folded, kind, bool(match["out"]), "".join(folded) if one else "")


def lemmas(index: Connection, word: str) -> tuple[str, ...]:
    """What a folded word is filed under; nothing for a grammatical one.

    A word that the bank does not have is looked up in the dictionaries.
    """
    rows = index.execute("SELECT lemma FROM words WHERE written = ?", (word,)).fetchall()
    if rows:
        return tuple(sorted({lemma for (lemma,) in rows if lemma}))
    by_language = [filed(word, language).lemmas for language in LANGUAGES]
    return tuple(sorted({*chain(*by_language)})) if all(by_language) else ()


def expressions(index: Connection, asked: Sequence[Term]) -> tuple[str, ...]:
    """The terms in the language of FTS5; grammatical words only if there are no others."""
    found = tuple(filter(None, (_expression(index, term) for term in asked)))
    return found or tuple(_as_written(term) for term in asked)


def _expression(index: Connection, term: Term) -> str:
    """A term in the language of FTS5; empty for a grammatical word, which says nothing."""
    if term.joined:
        return f"({_as_written(term)}) OR ({_under_lemmas(index, term.joined)})"
    if term.kind is not Kind.WORD:
        return _as_written(term)
    return _under_lemmas(index, term.words[0])


def _under_lemmas(index: Connection, word: str) -> str:
    found = lemmas(index, word)
    return f"{_IN_LEMMAS} : ({' OR '.join(map(_quoted, found))})" if found else ""


def _as_written(term: Term) -> str:
    phrase = _quoted(" ".join(term.words))
    return f"{_IN_WRITTEN} : {phrase}{' *' if term.kind is Kind.PREFIX else ''}"


_IN_LEMMAS = f"{{{' '.join(COLUMNS)}}}"
_IN_WRITTEN = f"{{{' '.join(WRITTEN)}}}"


def _quoted(words: str) -> str:
    return '"' + words.replace('"', '""') + '"'


def found_words(index: Connection, term: Term) -> frozenset[Words]:
    """The folded words by which a term shows in a text, in the order in which they stand there."""
    if term.kind is Kind.PHRASE:
        joined = _found_forms(index, term.joined) if term.joined else ()
        return frozenset((term.words, *joined))
    if term.kind is Kind.PREFIX:
        *before, first = term.words
        last = first + "\U0010ffff"
        rows = index.execute(
            "SELECT DISTINCT written FROM words WHERE written BETWEEN ? AND ?", (first, last)
        )
        return frozenset((*before, word) for (word,) in rows)
    return frozenset(_found_forms(index, term.words[0]))


def _found_forms(index: Connection, word: str) -> Iterator[Words]:
    """The forms of a folded word that the bank has, a compound in its parts."""
    found = lemmas(index, word)
    marks = ", ".join("?" * len(found))
    rows = index.execute(f"SELECT written FROM words WHERE lemma IN ({marks})", found)  # noqa: S608 - question marks alone
    return (tuple(written.split()) for (written,) in rows)


def missing_words(index: Connection, term: Term) -> tuple[tuple[str, str], ...]:
    """The words of a term that the bank does not have in any form, as typed and folded."""
    if term.kind is Kind.PREFIX:
        return ()
    if term.joined and _matches(index, _expression(index, term)):
        return ()
    pairs = zip(term.typed, term.words, strict=True)
    return tuple((typed, word) for typed, word in pairs if not _is_there(index, word))


def _is_there(index: Connection, word: str) -> bool:
    said = _expression(index, Term((word,), (word,)))
    return not said or _matches(index, said)


def _matches(index: Connection, said: str) -> bool:
    query = "SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1"
    return index.execute(query, (said,)).fetchone() is not None
