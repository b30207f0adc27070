"""The words of a bank that are near to one that it does not have."""

from __future__ import annotations

from sqlite3 import Connection

from examen.search.terms import lemmas

_MOST = 3
_LONG = 5  # letters from which a word may be two keystrokes away


def near(index: Connection, word: str) -> tuple[str, ...]:
    """The words as they are spelt, the nearest first, then the most frequent.

    Args:
        index: the index of a bank.
        word: a folded word.
    """
    from examen.language.words import distance

    limit = 2 if len(word) >= _LONG else 1
    rows = index.execute(
        "SELECT DISTINCT written FROM words WHERE length(written) BETWEEN ? AND ?",
        (max(len(word) - limit, 3), len(word) + limit),
    )
    by_distance = [(distance(word, other, limit), other) for (other,) in rows]
    ranked = sorted(
        (edits, -_frequency(index, other), other) for edits, other in by_distance if edits <= limit
    )
    seen: set[str] = set()
    found: list[str] = []
    for _edits, often, other in ranked:
        same = lemmas(index, other)
        if often and seen.isdisjoint(same):  # one form of a word is enough
            found.append(_spelt(index, other))
        seen.update(same)
    return tuple(found[:_MOST])


def _frequency(index: Connection, word: str) -> int:
    """How many cases and questions have the word."""
    row = index.execute("SELECT doc FROM vocabulary WHERE term = ?", (word,)).fetchone()
    return int(row[0]) if row else 0


def _spelt(index: Connection, word: str) -> str:
    """A folded word with its accents, if it has any."""
    row = index.execute("SELECT max(spelt) FROM spellings WHERE written = ?", (word,)).fetchone()
    return str(row[0] or word)
