"""From the words of an answer to the terms of a rubric that they can serve, and where these stand.

An index holds only the words that one question looks for, so that what the other questions of an
exam ask costs nothing, and each distinct word of the copies is looked up in it once for a run.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from examen.grading.vocabulary import Group, Vocabulary
from examen.language.reading import Reading, Token
from examen.language.recent import Recent
from examen.language.words import Word

_POINTS = (",", ".")
_LONGEST_GAP = 2  # grammatical words allowed between the words of a term
_JOINING = frozenset(["et", "ou", "and", "or"])
_OF = frozenset(["de", "d", "du", "des", "of"])


class Hit(NamedTuple):
    """A place where a term stands: its first and last token, how exactly it is said, its number.

    `denies` means that the term is one that must be denied where it stands: "ne conclut pas".
    """

    first: int
    last: int
    quality: float
    denies: bool = False
    term: int = -1


class Served(NamedTuple):
    """What a word of an answer can stand for, each with how surely it does.

    Attributes:
        alone: the terms that it is all of: `(term number, quality, denies)`.
        opens: the terms of several words that may begin with it.
        goes_on: its other places in terms of several words: `(term number, position)`.
        second: the terms whose second word it may be.
    """

    alone: Sequence[tuple[int, float, bool]]
    opens: Mapping[int, float]
    goes_on: Mapping[tuple[int, int], float]
    second: frozenset[int]


_NOTHING = Served((), {}, {}, frozenset())


class Index:
    """The terms of some word groups of a vocabulary, or of all that it has when it is made."""

    def __init__(self, vocabulary: Vocabulary, groups: Iterable[Group] | None = None) -> None:
        self.vocabulary = vocabulary
        self._served = Recent(self._serve)
        self._groups: dict[int, list[Group]] = {}
        for group in dict.fromkeys(vocabulary.groups if groups is None else groups):
            for term in group.terms:
                self._groups.setdefault(term, []).append(group)

    def serves(self, word: Word) -> Served:
        """What `word` can stand for; found once for each distinct word of the copies."""
        return self._served[word]

    def _serve(self, word: Word) -> Served:
        alone: dict[int, tuple[int, float, bool]] = {}
        opens: dict[int, float] = {}
        goes_on: dict[tuple[int, int], float] = {}
        terms = self.vocabulary.terms
        for number, position, quality in self.vocabulary.places(word):
            if number not in self._groups:
                continue
            if position:
                goes_on[number, position] = quality
            elif len(terms[number].keys) > 1:
                opens[number] = quality
            else:
                alone[number] = number, quality, terms[number].denies
        if not (alone or opens or goes_on):
            return _NOTHING
        second = frozenset(number for number, position in goes_on if position == 1)
        return Served(tuple(alone.values()), opens, goes_on, second)

    def hits(self, reading: Reading) -> dict[int, list[Hit]]:
        """Where the terms stand in an answer, by term number, in order."""
        tokens = reading.tokens
        known = self._served
        served = [known[token.word] for token in tokens]
        found: dict[int, list[Hit]] = {}
        for index, word in enumerate(served):
            if word is _NOTHING:
                continue
            whole = _is_whole(reading, tokens[index])
            for number, quality, denies in word.alone if whole else ():
                hit = Hit(index, index, quality, denies, number)
                if number in found:
                    found[number].append(hit)
                else:
                    found[number] = [hit]
            if word.opens:
                for number in sorted(_followed(tokens, served, index)):
                    follow = self._follow(tokens, served, number, index)
                    if follow:
                        found.setdefault(number, []).append(follow)
        return found

    def _follow(
        self, tokens: Sequence[Token], served: Sequence[Served], number: int, first: int
    ) -> Hit | None:
        """The hit of a term of several words that starts at token `first`, if the rest follows."""
        term, at, quality = self.vocabulary.terms[number], first, served[first].opens[number]
        gap = 0 if term.fixed else _LONGEST_GAP
        for position in range(1, len(term.keys)):
            place = number, position
            for ahead in range(at + 1, min(at + 2 + gap, len(tokens))):
                sure = served[ahead].goes_on.get(place)
                if sure is not None:
                    at, quality = ahead, min(quality, sure)
                    break
                if not tokens[ahead].word.stop:
                    other = _joined(tokens, ahead)
                    sure = served[other].goes_on.get(place) if other and not term.fixed else None
                    if sure is None:
                        return None
                    at, quality = other, min(quality, sure)
                    break
            else:
                return None
        return Hit(first, at, quality, term.denies, number)

    def groups_of(self, term: int) -> Sequence[Group]:
        """The groups that a term belongs to."""
        return self._groups[term]

    def groups(self, terms: Iterable[int]) -> frozenset[Group]:
        """The groups that any of these terms belongs to."""
        return frozenset().union(*map(self._groups.__getitem__, terms))


def _is_whole(reading: Reading, token: Token) -> bool:
    """Whether a word is no part of a longer number: the 3 of "3,8" is no 3."""
    if not token.word.folded.isdigit():
        return True
    text, start, end = reading.text, token.start, token.end
    led = text[start - 1 : start] in _POINTS and text[start - 2 : start - 1].isdigit()
    followed = text[end : end + 1] in _POINTS and text[end + 1 : end + 2].isdigit()
    return not (led or followed)


def _followed(tokens: Sequence[Token], served: Sequence[Served], at: int) -> set[int]:
    """The terms that may begin with a token and whose second word may follow it."""
    opens, found = served[at].opens.keys(), set[int]()
    for ahead in range(at + 1, min(at + 2 + _LONGEST_GAP, len(tokens))):
        second = served[ahead].second
        if second:
            found |= second & opens
        if not tokens[ahead].word.stop:
            other = _joined(tokens, ahead)
            found |= served[other].second & opens if other else set()
            break
    return found


def _joined(tokens: Sequence[Token], at: int) -> int:
    """The word that shares what stands before with the one at `at`, 0 if none does.

    "Financière" in "situation familiale et financière", "clic" in "taux d'appel et de clic".
    """
    if at + 2 >= len(tokens) or tokens[at + 1].word.folded not in _JOINING:
        return 0
    other = at + 2 + (tokens[at + 2].word.folded in _OF)
    return other if other < len(tokens) else 0
