"""Which words of the bank a word finds, by several ways of telling the forms of a word.

`pairs.txt` holds words of the trade in pairs, those that should meet and those that only look
alike; it was written before the ways were compared.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from examen.search.words import dictionary, filed, fold

PAIRS = Path(__file__).with_name("pairs.txt")

Way = Callable[[str], Collection[str]]  # what a word is filed under


class Met(NamedTuple):
    """What becomes of the pairs in one way.

    Attributes:
        right: pairs that should meet and do, of `wanted`.
        wrong: pairs that should not meet and do, of `unwanted`.
    """

    name: str
    right: int
    wanted: int
    wrong: int
    unwanted: int


def _pairs(sign: str) -> list[tuple[str, str]]:
    lines = (line.split() for line in PAIRS.read_text("utf-8").splitlines())
    return [(parts[0], parts[2]) for parts in lines if len(parts) == 3 and parts[1] == sign]


def _ways() -> Iterator[tuple[str, Way]]:
    yield "words as written, without accents", lambda word: [fold(word)]
    yield "lemmas", lambda word: dictionary("fr").analyse(word).lemmas
    yield "**lemmas and families**", lambda word: filed(word, "fr").lemmas
    if find_spec("snowballstemmer"):
        stemmer = import_module("snowballstemmer").stemmer("french")
        yield "Snowball’s French stemmer", lambda word: [fold(stemmer.stemWord(word.lower()))]


def met() -> list[Met]:
    """What becomes of the pairs in each way."""
    wanted, unwanted = _pairs("="), _pairs("#")

    def count(pairs: list[tuple[str, str]], way: Way) -> int:
        return sum(not set(way(one)).isdisjoint(way(other)) for one, other in pairs)

    return [
        Met(name, count(wanted, way), len(wanted), count(unwanted, way), len(unwanted))
        for name, way in _ways()
    ]
