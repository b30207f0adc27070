"""With marks: the phrasings that would have found what people credited and the rubric missed.

Every candidate is tried on all copies. One that finds the idea where people refused it is dropped.
It is confirmed if it also finds the idea in a copy that it could have been made without.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from examen.learning.suggest_candidates import Candidate, Effect, Maker, effects
from examen.learning.suggest_material import Cell, Material, Slot, Verdict
from examen.learning.suggest_words import Words
from examen.model.grade import FindingStatus

_BORNE_OUT = 3  # copies that must support a single word
_CONFUSED = 3  # a phrasing is supported by so many times the copies in which it would confuse
Gain = tuple[Candidate, Effect]


def missed(material: Material, slot: Slot) -> list[Cell]:
    """Where people credited the idea and it was not found."""
    return [
        cell
        for cell in material.cells(slot)
        if material.verdict(cell) is Verdict.CREDITED
        and material.status(cell) is not FindingStatus.FOUND
    ]


def gains(material: Material, words: Words) -> list[Gain]:
    """The candidates to propose, idea by idea; each finds what those before it do not."""
    maker = Maker(material, words)
    made = {
        candidate: None
        for slot in material.slots
        for cell in missed(material, slot)
        for quote in material.quotes(cell)
        for candidate in maker.from_quote(slot, quote)
    }
    tried = effects(material, list(made))
    return [
        gain
        for slot in material.slots
        for gain in _chosen({one: tried[one] for one in tried if one.slot is slot}, words)
    ]


def _chosen(tried: Mapping[Candidate, Effect], words: Words) -> Iterator[Gain]:
    """The best candidate, then the best for what it leaves, and so on."""
    left = [(one, effect) for one, effect in tried.items() if _is_sound(one, effect)]
    covered: set[Cell] = set()
    while True:
        useful = [gain for gain in left if gain[1].gained - covered]
        if not useful:
            return
        best = min(useful, key=lambda gain: _rank(gain, covered, words))
        covered |= best[1].gained
        yield best


def _is_sound(candidate: Candidate, effect: Effect) -> bool:
    """Whether a candidate says its idea and no other, as far as the copies show."""
    if effect.refused or not effect.gained:
        return False
    if effect.confirmed:
        alone = len(candidate.groups) == 1
        if alone:
            return len(effect.support) >= _BORNE_OUT and not effect.confused
        return len(effect.support) >= _CONFUSED * len(effect.confused)
    # From one copy, a single word would be a guess.
    return len(candidate.groups) > 1 and not candidate.extends and not effect.confused


def _rank(gain: Gain, covered: set[Cell], words: Words) -> tuple[object, ...]:
    candidate, effect = gain
    new = effect.gained - covered
    confirmed = {cell.copy for cell in new} & effect.confirmed
    return (
        -len(confirmed),
        -len(new),
        -len(effect.support),
        not candidate.extends,
        abs(len(candidate.groups) - 2),
        -sum(words.weight(key) for key in candidate.words),
        sum(map(len, candidate.groups)),
        candidate.groups,
        candidate.loc,
    )
