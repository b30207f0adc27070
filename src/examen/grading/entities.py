"""Which passages of an answer are about which of several entities (three recruits, two offers).

A heading ("CÉLIA :", a name that opens a line) rules until the next; inside a sentence a name
rules from where it stands. A name after "avec", "comme" or "par" is only mentioned. In a table, the
columns or rows headed by a name are about it, read together with the label of their row.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from examen.grading.answer import Answer, View
from examen.language.reading import Reading, Unit, UnitKind
from examen.language.words import fold
from examen.model.rubric import Entity

_MENTION_ONLY = frozenset("avec par comme comment chez contre de d a sur".split())
_COMPARING = frozenset("plus moins mieux aussi autant meilleur meilleure pire".split())
_OPENING = 3  # a name among the first words of a unit opens a passage
_AND = frozenset(["et", "ou"])


@dataclass(frozen=True, slots=True)
class _Mention:
    token: int
    entity: str


def passages(answer: Answer, entities: Sequence[Entity]) -> dict[str, View]:
    """The part of the answer about each entity, by the entity's id."""
    units: dict[str, list[Unit]] = {entity.id: [] for entity in entities}
    walker = _Walker(answer.reading, _names(entities))
    for unit in answer.reading.units:
        for entity, part in walker.parts(unit):
            units[entity].append(part)
    return {entity: View(answer, found) for entity, found in units.items()}


def _names(entities: Sequence[Entity]) -> dict[str, str]:
    return {fold(name): entity.id for entity in entities for name in (entity.name, *entity.also)}


class _Walker:
    """Goes through the units in order and remembers whom the passage is about."""

    def __init__(self, reading: Reading, names: dict[str, str]) -> None:
        self.reading = reading
        self.names = names
        self.current: tuple[str, ...] = ()
        self.section: tuple[str, ...] = ()
        self.columns: dict[int, tuple[str, ...]] = {}
        self.paragraph = -1

    def parts(self, unit: Unit) -> Iterator[tuple[str, Unit]]:
        """The parts of a unit, each with the entity that it is about."""
        if unit.cells:
            yield from self._row(unit)
            return
        self.columns = {}
        mentions = self._mentions(unit.tokens)
        if unit.paragraph != self.paragraph and self.section and not mentions:
            self.current = self.section
        self.paragraph = unit.paragraph
        yield from self._sentence(unit, mentions)

    def _mentions(self, tokens: Sequence[int]) -> list[_Mention]:
        words = self.reading.tokens
        return [
            _Mention(token, self.names[words[token].word.folded])
            for token in tokens
            if words[token].word.folded in self.names
        ]

    def _is_heading(self, unit: Unit, mention: _Mention) -> bool:
        """Whether a name opens the unit like a title."""
        if mention.token - unit.tokens[0] > 1:
            return False
        token = self.reading.tokens[mention.token]
        after = self.reading.text[token.end : token.end + 3].lstrip(" ")
        titled = after[:1] in {"", ":", ".", "\n", "-", "–", ")", "="}
        return titled or unit.kind is UnitKind.HEADING or len(unit.tokens) <= _OPENING

    def _only_mentioned(self, unit: Unit, mention: _Mention) -> bool:
        """Whether a name is spoken of in passing: "avec Hugo", "mieux que Hugo"."""
        if mention.token - unit.tokens[0] < _OPENING:
            return False
        near = self.reading.tokens[max(0, mention.token - 5) : mention.token]
        before = [token.word.folded for token in near]
        if before[-1] in {"que", "qu"}:
            return bool(_COMPARING.intersection(before))
        # "écouter Hugo", "observer Samy": the one who listens is the subject.
        return before[-1] in _MENTION_ONLY or before[-1].endswith(("er", "ir"))

    def _sentence(self, unit: Unit, mentions: list[_Mention]) -> Iterator[tuple[str, Unit]]:
        start = unit.tokens[0]
        last = unit.tokens[-1] + 1
        at = start
        for n, mention in enumerate(mentions):
            joined = n > 0 and self._joined(mentions[n - 1], mention)
            if joined:
                self.current = tuple(dict.fromkeys((*self.current, mention.entity)))
                continue
            if self._only_mentioned(unit, mention):
                continue
            if self._is_heading(unit, mention):
                self.section = (mention.entity,)
            # What stands before the first name of a sentence is about it too: "En auto, Hugo…".
            cut = mention.token if n else start
            yield from self._part(unit, at, cut)
            at = cut
            self.current = (mention.entity,)
        yield from self._part(unit, at, last)

    def _joined(self, before: _Mention, mention: _Mention) -> bool:
        """Whether two names stand side by side: "Célia et Hugo"."""
        between = range(before.token + 1, mention.token)
        return len(between) <= 1 and all(
            self.reading.tokens[token].word.folded in _AND for token in between
        )

    def _part(self, unit: Unit, start: int, end: int) -> Iterator[tuple[str, Unit]]:
        if start >= end:
            return
        tokens = self.reading.tokens
        part = replace(
            unit,
            tokens=range(start, end),
            start=tokens[start].start if start != unit.tokens[0] else unit.start,
            end=tokens[end - 1].end if end != unit.tokens[-1] + 1 else unit.end,
        )
        for entity in self.current:
            yield entity, part

    def _row(self, unit: Unit) -> Iterator[tuple[str, Unit]]:
        cells = [self._cell_tokens(unit, cell) for cell in unit.cells]
        named = [
            tuple(dict.fromkeys(m.entity for m in self._mentions(cell))) if cell else ()
            for cell in cells
        ]
        if sum(bool(names) for names in named) > 1:
            # A header row: the columns up to the next name are about the entity.
            self.columns = {}
            current: tuple[str, ...] = ()
            for n, names in enumerate(named):
                current = names or current
                if current:
                    self.columns[n] = current
            return
        if named and named[0]:
            self.current = self.section = named[0]
            self.columns = {}
        if self.columns:
            yield from self._columns(unit, cells)
            return
        for entity in named[0] if named and named[0] else self.current:
            yield entity, unit

    def _columns(self, unit: Unit, cells: list[list[int]]) -> Iterator[tuple[str, Unit]]:
        label = cells[0] if 0 not in self.columns else []
        for entity in dict.fromkeys(e for names in self.columns.values() for e in names):
            own = [
                token
                for n, cell in enumerate(cells)
                if entity in self.columns.get(n, ())
                for token in cell
            ]
            if own:
                yield entity, replace(unit, tokens=own, context=label)

    def _cell_tokens(self, unit: Unit, cell: tuple[int, int]) -> list[int]:
        start, end = cell
        return [t for t in unit.tokens if start <= self.reading.tokens[t].start < end]
