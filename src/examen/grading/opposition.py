"""Statements that a later one takes back: "Ce lien est obligatoire. On peut s'en passer."

A passage takes a match back if it repeats its words and denies them, or has the contrary of one of
them beside another. Two sentences on one theme are no contradiction: the words must come again.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examen.grading.answer import View
from examen.grading.matching import Match, Passage
from examen.grading.vocabulary import Group, Opposites
from examen.language.reading import Unit, UnitKind

_NEXT_UNITS = 2
_TURNS = frozenset("mais pourtant cependant toutefois neanmoins or donc et puis but yet".split())
_STANDS_FOR = frozenset("il elle ils elles on cela ca c it they".split())
_OPENING = 3  # tokens of a passage where a pronoun takes up what was said before
_BESIDE = 3  # tokens between a word that denies and the one that it turns


def passages_after(view: View, match: Match) -> Iterator[Passage]:
    """The rest of a match's unit from where it turns, and the next sentences of its paragraph."""
    number = view.owner.get(match.tokens[-1]) if match.tokens else None
    if number is None:
        return
    unit = view.units[number]
    rest = range(match.tokens[-1] + 1, unit.tokens[-1] + 1)
    turn = next((at for at in rest if _word(view, at) in _TURNS), None)
    if turn is not None:
        yield Passage(number, range(turn, rest.stop))
    for other in range(number + 1, min(number + 1 + _NEXT_UNITS, len(view.units))):
        after = view.units[other]
        if not _goes_on(unit, after):
            return
        yield Passage(other, range(after.tokens[0], after.tokens[-1] + 1))


def _goes_on(unit: Unit, after: Unit) -> bool:
    """Whether a unit stands in the same run of sentences as one before it."""
    told = after.kind is UnitKind.SENTENCE and after.paragraph == unit.paragraph
    return not after.cells and (after.line == unit.line or told)


def _word(view: View, at: int) -> str:
    return view.answer.reading.tokens[at].word.folded


def taken_back(
    view: View,
    match: Match,
    passage: Passage,
    groups: Sequence[Group],
    contraries: Sequence[Opposites],
) -> tuple[int, int] | None:
    """The raw span of the passage's words that take a match back; None if none do.

    Args:
        groups: the word groups of the match's phrasing.
        contraries: for each group, the terms that say the contrary.
    """
    again = _repeated(view, match, passage, groups)
    denied = [at for at in again if len(view.answer.denials(at)) % 2]
    if len({_word(view, at) for at in denied}) > 1 or any(_turned(view, at) for at in denied):
        return _span(view, denied)
    meant = any(_word(view, at) in _STANDS_FOR for at in passage.tokens[:_OPENING])
    for contrary in contraries:
        against = view.hits_within(contrary.group, passage.unit, passage.tokens)
        for hit in against:
            if len(view.answer.denials(hit.first)) % 2:
                continue
            beside = [at for at in again if not hit.first <= at <= hit.last]
            if contrary.degree and hit.first == hit.last:  # "plus" is said of what is beside it
                beside = [at for at in beside if abs(at - hit.first) <= _BESIDE]
            if beside or (meant and not contrary.degree):
                return _span(view, [hit.first, hit.last, *beside])
    return None


def _repeated(view: View, match: Match, passage: Passage, groups: Sequence[Group]) -> list[int]:
    """The passage's words of the phrasing that the match has too, itself or in their families."""
    asked = {
        hit.first
        for group in groups
        for hit in view.hits_within(group, passage.unit, passage.tokens)
    }
    tokens, family = view.answer.reading.tokens, view.answer.vocabulary.reader.dictionary.family
    said = {lemma for at in match.tokens for lemma in tokens[at].word.lemmas}
    said |= {relative for lemma in sorted(said) for relative in family(lemma)}
    return [
        at
        for at in sorted(asked)
        if not tokens[at].word.stop and not said.isdisjoint(tokens[at].word.lemmas)
    ]


def _turned(view: View, at: int) -> bool:
    """Whether a word that denies stands right before the token."""
    return any(0 < at - denial.cue <= _BESIDE for denial in view.answer.denials(at))


def _span(view: View, tokens: Sequence[int]) -> tuple[int, int]:
    return view.answer.reading.raw_span(range(min(tokens), max(tokens) + 1))
