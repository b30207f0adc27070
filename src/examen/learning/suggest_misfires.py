"""Phrasings that recognise what they should not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from examen.bank.yaml_door import Loc
from examen.grading.answer import Answer, View
from examen.grading.matchers import StructureMatcher
from examen.grading.matching import Match, Matcher
from examen.learning.suggest_material import Cell, Material, Slot, Verdict
from examen.model.grade import FindingStatus
from examen.model.recognition import Phrasing

_OFTEN, _FEWEST = 0.5, 3  # share and number of copies that make it a habit
_WRONG = 3  # one match in so many may be wrong


class Fault(StrEnum):
    """What is wrong with a phrasing."""

    REFUSED = "refused"  # people did not credit what it recognises
    PROMPT = "prompt"  # it recognises the question itself
    SHARED = "shared"  # it takes the same words as another idea's phrasing


@dataclass(frozen=True, slots=True)
class Misfire:
    """A phrasing that misfires.

    Attributes:
        loc: where it stands in its rubric.
        other: the other idea's identifier, for `SHARED`.
        wrong: how often, in copies; 1 for `PROMPT`.
        right: in how many copies people credited what it recognises; 0 without marks.
        quotes: copy and words, of the wrong ones.
    """

    fault: Fault
    slot: Slot
    loc: Loc
    phrasing: Phrasing
    wrong: int
    right: int = 0
    other: str = ""
    quotes: tuple[tuple[str, str], ...] = ()

    def is_habit(self) -> bool:
        """Whether it misfires in more than one copy, or in the question itself."""
        return self.wrong > 1 or self.fault is Fault.PROMPT


def misfires(material: Material) -> list[Misfire]:
    """The misfires of a question, those with the most wrong matches first."""
    found = [*_refused(material), *_in_prompt(material), *_shared(material)]
    return sorted(found, key=lambda one: (-one.wrong, one.loc, one.fault))


def _phrasings(material: Material, slot: Slot) -> Iterator[tuple[int, Matcher]]:
    yield from enumerate(material.ideas[slot.names[0]].phrasings)


def _said(matcher: Matcher, view: View) -> list[Match]:
    return [match for match in matcher.match(view) if not match.denied]


def _loc(slot: Slot, number: int) -> Loc:
    return (*slot.loc, "phrasings", number)


def _refused(material: Material) -> Iterator[Misfire]:
    for slot in material.slots:
        found = [cell for cell in material.cells(slot) if _is_found(material, cell)]
        judged = [(cell, material.verdict(cell)) for cell in found]
        if not any(verdict is Verdict.REFUSED for _cell, verdict in judged):
            continue
        for number, matcher in _phrasings(material, slot):
            wrong: dict[str, str] = {}
            right = set()
            for cell, verdict in judged:
                matches = _said(matcher, material.view(cell.copy, cell.name))
                if matches and verdict is Verdict.REFUSED:
                    wrong.setdefault(cell.copy, _quote(material, cell.copy, matches[0]))
                elif matches and verdict is Verdict.CREDITED:
                    right.add(cell.copy)
            if _WRONG * len(wrong) > len(right) + len(wrong):
                yield Misfire(
                    Fault.REFUSED,
                    slot,
                    _loc(slot, number),
                    slot.idea.phrasings[number],
                    len(wrong),
                    len(right),
                    quotes=tuple(sorted(wrong.items())),
                )


def _is_found(material: Material, cell: Cell) -> bool:
    return material.status(cell) is FindingStatus.FOUND


def _quote(material: Material, copy: str, match: Match) -> str:
    start, end = match.spans[0]
    return " ".join(material.copies[copy][start:end].split())


def _in_prompt(material: Material) -> Iterator[Misfire]:
    read = material.vocabulary.reader.read
    view = Answer(read(material.question.prompt), material.looked_up).whole
    for slot in material.slots:
        for number, matcher in _phrasings(material, slot):
            matches = [] if isinstance(matcher, StructureMatcher) else _said(matcher, view)
            if matches:
                start, end = matches[0].spans[0]
                quote = " ".join(view.answer.reading.raw[start:end].split())
                loc = _loc(slot, number)
                phrasing = slot.idea.phrasings[number]
                yield Misfire(Fault.PROMPT, slot, loc, phrasing, 1, quotes=(("", quote),))


def _shared(material: Material) -> Iterator[Misfire]:
    """Phrasings that, in many copies, take the same words as one of the same criterion does."""
    spans = {slot: _spans(material, slot) for slot in material.slots}
    for slot, own in spans.items():
        for number, by_copy in own.items():
            for other, theirs in spans.items():
                if slot.loc >= other.loc or slot.loc[:-1] != other.loc[:-1]:
                    continue
                same = sorted(
                    (copy, min(shared))
                    for copy, places in by_copy.items()
                    if (
                        shared := places
                        & set().union(*(t.get(copy, set()) for t in theirs.values()))
                    )
                )
                if len(same) >= max(_FEWEST, _OFTEN * len(material.copies)):
                    yield Misfire(
                        Fault.SHARED,
                        slot,
                        _loc(slot, number),
                        slot.idea.phrasings[number],
                        len(same),
                        other=other.idea.id,
                        quotes=tuple(
                            (copy, " ".join(material.copies[copy][start:end].split()))
                            for copy, (start, end) in same
                        ),
                    )


def _spans(material: Material, slot: Slot) -> dict[int, dict[str, set[tuple[int, int]]]]:
    """By phrasing and copy, the spans where it recognises the idea; shapes share by nature."""
    found: dict[int, dict[str, set[tuple[int, int]]]] = {}
    for number, matcher in _phrasings(material, slot):
        if isinstance(matcher, StructureMatcher):
            continue
        by_copy: defaultdict[str, set[tuple[int, int]]] = defaultdict(set)
        for cell in material.cells(slot):
            matches: Sequence[Match] = _said(matcher, material.view(cell.copy, cell.name))
            by_copy[cell.copy] |= {match.spans[0] for match in matches}
        found[number] = {copy: places for copy, places in by_copy.items() if places}
    return found
