"""Phrasings that might recognise what a passage says, and what each would change.

A candidate is made of words, not of sentences: a teacher's phrasing is two or three telling words.
Where the rubric already has a list of words that mean the same, the candidate takes the whole list;
where an existing phrasing lacks only one word, the candidate is that word.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from examen.bank.editing import Data
from examen.bank.yaml_door import Loc
from examen.grading.answer import Answer
from examen.grading.matching import Matcher
from examen.grading.sayings import telling_words
from examen.grading.word_matchers import WordsMatcher
from examen.learning.suggest_material import Cell, Material, Slot, Verdict
from examen.learning.suggest_words import DENIED, Words
from examen.model.grade import FindingStatus
from examen.model.recognition import Phrasing
from examen.model.recognition import Words as WordGroups

_TELLING = 6  # words of a passage that candidates are made of
_LARGEST_LIST = 20  # alternatives of an existing list that a candidate may take over

Groups = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A change to an idea's phrasings.

    Attributes:
        groups: the word groups of a new phrasing; of an existing one, with the word it gains.
        loc: the list that the change adds to, in the rubric's file.
        item: what it adds there.
        words: the telling words it was made from.
    """

    slot: Slot
    groups: Groups
    loc: Loc
    item: Data
    words: frozenset[str]
    without: tuple[str, ...] = ()

    @property
    def extends(self) -> bool:
        """Whether it gives an existing phrasing a word more."""
        return self.loc[-1] != "phrasings"

    @property
    def phrasing(self) -> Phrasing:
        """The phrasing to try."""
        return WordGroups(words=self.groups, without=self.without)


@dataclass(frozen=True, slots=True)
class Effect:
    """What a candidate would change.

    Attributes:
        found: the cells where its idea would newly be found.
        refused: those of them where people say that it is not there.
        gained: those of them where people credited it, for words that the candidate recognises.
        support: all copies where people credited the idea for words that it recognises.
        confused: the copies where it recognises words credited for another idea only.
    """

    found: frozenset[Cell]
    refused: frozenset[Cell]
    gained: frozenset[Cell]
    support: frozenset[str]
    confused: frozenset[str]

    @property
    def confirmed(self) -> frozenset[str]:
        """The copies it gains and that it could have been learnt without."""
        return frozenset(cell.copy for cell in self.gained if self.support - {cell.copy})


class Maker:
    """Makes candidates for a question's ideas."""

    def __init__(self, material: Material, words: Words) -> None:
        self._material = material
        self._words = words

    def from_quote(self, slot: Slot, quote: str) -> Iterator[Candidate]:
        """The candidates from words that people credited."""
        made = self._from_quote(slot, quote)
        return (one for one in made if one.extends or not self._weakens(slot, one.groups))

    def _from_quote(self, slot: Slot, quote: str) -> Iterator[Candidate]:
        told = self._telling(quote)
        yield from self._extensions(slot, quote, told)
        for size in (1, 2, 3):
            for chosen in combinations(told, size):
                plain = tuple((text,) for _key, text in chosen)
                yield self._new(slot, plain, chosen)
                widened = tuple(self._widened(slot, key, text) for key, text in chosen)
                if widened != plain:
                    yield self._new(slot, widened, chosen)

    def from_words(self, slot: Slot, words: Sequence[tuple[str, str]]) -> Candidate | None:
        """One candidate of all these words, `(key, text)` each; None if it would be a guess."""
        groups = tuple(self._widened(slot, *word) for word in words)
        return None if self._weakens(slot, groups) else self._new(slot, groups, words)

    def _weakens(self, slot: Slot, groups: Groups) -> bool:
        """Whether a phrasing asks for these words and for more: its author wanted them all."""
        wanted = [set(map(self._words.key, group)) for group in groups]
        for phrasing in slot.idea.phrasings:
            if isinstance(phrasing, WordGroups):
                own = [set(map(self._words.key, group)) for group in phrasing.words]
                holding = [{n for n, keys in enumerate(own) if keys & one} for one in wanted]
                if all(holding) and len(set().union(*holding)) < len(own):
                    return True
        return False

    def _telling(self, quote: str) -> list[tuple[str, str]]:
        """The most telling words of a quote: what each counts as, and how to write it."""
        found: dict[str, str] = {}
        for form, _word, denied in telling_words(self._material.vocabulary.reader, quote):
            if self._words.usable(form):
                mark = DENIED if denied else ""
                text = self._words.written(form)
                found.setdefault(mark + self._words.key(form), f"ne pas {text}" if denied else text)
        return [(key, found[key]) for key in self._words.heaviest(found, _TELLING)]

    def _new(self, slot: Slot, groups: Groups, words: Iterable[tuple[str, str]]) -> Candidate:
        keys = frozenset(key for key, _text in words)
        return Candidate(slot, groups, (*slot.loc, "phrasings"), groups, keys)

    def _widened(self, slot: Slot, key: str, text: str) -> tuple[str, ...]:
        """The smallest of the idea's own lists that holds the word, or the word alone."""
        lists = [
            group
            for phrasing in slot.idea.phrasings
            if isinstance(phrasing, WordGroups)
            for group in phrasing.words
            if 1 < len(group) <= _LARGEST_LIST and key in map(self._words.key, group)
        ]
        return min(lists, key=lambda group: (len(group), group), default=(text,))

    def _extensions(
        self, slot: Slot, quote: str, told: Sequence[tuple[str, str]]
    ) -> Iterator[Candidate]:
        """Words that would complete the phrasings of which a quote says all but one group."""
        material = self._material
        view = Answer(material.vocabulary.reader.read(quote), material.looked_up).whole
        compiled = material.ideas[slot.names[0]]
        pairs = zip(slot.idea.phrasings, compiled.phrasings, strict=True)
        for number, (phrasing, matcher) in enumerate(pairs):
            if not isinstance(phrasing, WordGroups) or not isinstance(matcher, WordsMatcher):
                continue
            lacking = [n for n, group in enumerate(matcher.groups) if not view.units_with(group)]
            if len(matcher.groups) < 2 or len(lacking) != 1 or phrasing.negated is not None:
                continue
            others = (group for n, group in enumerate(phrasing.words) if n != lacking[0])
            said = {self._words.key(text) for group in others for text in group}
            for key, text in told:
                if key not in said:
                    yield self._extension(slot, number, lacking[0], (key, text))

    def _extension(self, slot: Slot, number: int, group: int, word: tuple[str, str]) -> Candidate:
        phrasing, (key, text) = slot.idea.phrasings[number], word
        own = phrasing.words if isinstance(phrasing, WordGroups) else ()
        groups = tuple((text,) if n == group else others for n, others in enumerate(own))
        loc = (*slot.loc, "phrasings", number, "words", group)
        without = phrasing.without if isinstance(phrasing, WordGroups) else ()
        return Candidate(slot, groups, loc, text, frozenset([key]), without)


def effects(material: Material, candidates: Sequence[Candidate]) -> dict[Candidate, Effect]:
    """What each candidate would change, by grading its idea again in every copy."""
    compiled = [(one, material.compile(one.phrasing)) for one in candidates]
    material.reread()
    return {one: _effect(material, one, matcher) for one, matcher in compiled}


def _effect(material: Material, candidate: Candidate, matcher: Matcher) -> Effect:
    found = frozenset(
        cell
        for cell in material.cells(candidate.slot)
        if material.status(cell) is not FindingStatus.FOUND and material.would_find(cell, matcher)
    )
    refused = frozenset(cell for cell in found if material.verdict(cell) is Verdict.REFUSED)
    if refused or not found:
        return Effect(found, refused, frozenset(), frozenset(), frozenset())
    said = {
        cell for cell, view in material.quoted() if any(not m.denied for m in matcher.match(view))
    }
    own = {cell for cell in said if cell.name in candidate.slot.names}
    support = frozenset(cell.copy for cell in own)
    return Effect(
        found, refused, found & own, support, frozenset(cell.copy for cell in said - own) - support
    )


def copies_of(cells: Collection[Cell]) -> tuple[str, ...]:
    """The copies of some cells, each once, sorted."""
    return tuple(sorted({cell.copy for cell in cells}))
