"""Which passages of an answer are about which of several entities (three recruits, two offers).

A heading ("CÉLIA :", "S'agissant de Célia,", a name that opens a line) rules until the next; inside
a sentence a name rules from where it stands. A name after "avec", "comme" or "par" is only
mentioned, and so is the one who helps: "Célia peut lui montrer". In a table, the columns or rows
headed by a name are about it, read together with the label of their row.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from examen.grading.answer import Answer, View
from examen.grading.vocabulary import Vocabulary
from examen.language.reading import Reading, Token, Unit, UnitKind
from examen.model.rubric import Entity

_MENTION_ONLY = frozenset("avec par comme comment chez contre de d a sur".split())
_COMPARING = frozenset("plus moins mieux aussi autant meilleur meilleure pire".split())
# Whoever helps another one stands after these even where the words open a sentence.
_HELPING = frozenset("avec par comme contre".split())
_SHOWN = frozenset("appel ecoute ecouter exemple methode observation observer technique".split())
_ABOUT = (
    "quant a|en ce qui concerne|pour ce qui concerne|concernant"
    "|(?:s agissant|pour ce qui est|a propos|au sujet|dans le cas|du cote) (?:de|d)"
)
_TOPIC = re.compile(f"(?:^| )(?:{_ABOUT})$")
_OPENING_TOPIC = re.compile(
    f"(?:(?:et|puis|enfin|ensuite|mais|maintenant|pareil) )?(?:{_ABOUT}|pour|chez)$"
)
_MAY = frozenset("peut peu pourra pourrait va ira".split())
_HELPED = frozenset("accompagner aider conseiller epauler former guider motiver soutenir".split())
_BESIDE_A_NAME = 1  # telling words beside the name in a cell that heads a column
_OPENING = 3  # a name among the first words of a unit opens a passage
_AND = frozenset(["et", "ou"])
_ARTICLE = re.compile(r"^(?:(?:le|la|les|un|une|the|an?) |l['’])")


_Names = Mapping[str, Sequence[tuple[tuple[str, ...], str]]]


@dataclass(frozen=True, slots=True)
class _Mention:
    """A name of an entity, from its first token to its last."""

    token: int
    last: int
    entity: str


def passages(answer: Answer, entities: Sequence[Entity]) -> dict[str, View]:
    """The part of the answer about each entity, by the entity's id."""
    units: dict[str, list[Unit]] = {entity.id: [] for entity in entities}
    walker = _Walker(answer.reading, _names(entities, answer.index.vocabulary))
    for unit in answer.reading.units:
        for entity, part in walker.parts(unit):
            units[entity].append(part)
    return {entity: answer.whole.of(found) for entity, found in units.items()}


def _names(entities: Sequence[Entity], vocabulary: Vocabulary) -> _Names:
    """The entities by the words of their names, these by their first word, the longest first."""
    found: dict[str, dict[tuple[str, ...], str]] = {}
    for entity in entities:
        for name in map(vocabulary.folded, map(_bare, (entity.name, *entity.also))):
            found.setdefault(name[0] if name else "", {})[name] = entity.id
    return {
        first: sorted(names.items(), key=lambda item: -len(item[0]))
        for first, names in found.items()
    }


def _bare(name: str) -> str:
    """A name without its article: "Notaire :" is about "le notaire"; "La Poste" keeps its own."""
    return _ARTICLE.sub("", name) or name


class _Walker:
    """Goes through the units in order and remembers whom the passage is about."""

    def __init__(self, reading: Reading, names: _Names) -> None:
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
        forms = self.reading.forms
        found: list[_Mention] = []
        for token in tokens:
            if forms[token] not in self.names or (found and token <= found[-1].last):
                continue
            for name, entity in self.names[forms[token]]:
                last = token + len(name) - 1
                if last <= tokens[-1] and tuple(forms[token : last + 1]) == name:
                    found.append(_Mention(token, last, entity))
                    break
        return found

    def _is_heading(self, unit: Unit, mention: _Mention) -> bool:
        """Whether a name opens the unit like a title."""
        if mention.token - unit.tokens[0] > 1:
            return False
        token = self.reading.tokens[mention.last]
        after = self.reading.text[token.end : token.end + 3].lstrip(" ")
        titled = after[:1] in {"", ":", ".", "\n", "-", "–", ")", "="}
        return titled or unit.kind is UnitKind.HEADING or len(unit.tokens) <= _OPENING

    def _is_topic(self, unit: Unit, mention: _Mention) -> bool:
        """Whether a name opens the unit as what it is about: "Quant à Samy, il…"."""
        return bool(_OPENING_TOPIC.match(" ".join(self._before(unit, mention))))

    def _before(self, unit: Unit, mention: _Mention) -> list[str]:
        """The folded words of the unit that stand before a name."""
        tokens = self.reading.tokens[unit.tokens[0] : mention.token]
        return [token.word.folded for token in tokens]

    def _only_mentioned(self, unit: Unit, mention: _Mention) -> bool:
        """Whether a name is spoken of in passing: "avec Hugo", "mieux que Hugo"."""
        before = self._before(unit, mention)
        if _TOPIC.search(" ".join(before)):
            return False
        if self._helps(mention):
            return True
        if not before:
            return False
        last = before[-1]
        if len(before) < _OPENING:
            return last in _HELPING or self._is_shown(mention, last)
        if last in {"que", "qu"}:
            return bool(_COMPARING.intersection(before[-5:]))
        # "écouter Hugo", "observer Samy": the one who listens is the subject.
        return last in _MENTION_ONLY or last.endswith(("er", "ir"))

    def _is_shown(self, mention: _Mention, last: str) -> bool:
        """Whether a unit opens with what another recruit shows: "appels de Hugo"."""
        token = self.reading.tokens[mention.last]
        if self.reading.text[token.end : token.end + 2].lstrip(" ")[:1] in {":", "="}:
            return False  # "Appels de Hugo : 98 %"
        head = mention.token - (2 if last in {"de", "d"} else 1)
        return not _SHOWN.isdisjoint(self.reading.tokens[head].word.lemmas)

    def _helps(self, mention: _Mention) -> bool:
        """Whether a name is the subject of what is done for whom the passage is about.

        "Célia peut lui montrer", "Célia va le former"; not "Célia doit la conclure".
        """
        if not self.current or mention.entity in self.current:
            return False
        tokens = self.reading.tokens[mention.last : mention.last + 5]
        words = [token.word for token in tokens]
        for n in range(1, len(words) - 2):
            may, whom, verb = words[n : n + 3]
            if may.folded in _MAY and self._in_a_row(tokens[: n + 3]):
                helped = whom.folded in {"l", "le", "la"} and not _HELPED.isdisjoint(verb.lemmas)
                return helped or (whom.folded == "lui" and verb.folded.endswith(("er", "ir", "re")))
        return False

    def _in_a_row(self, tokens: Sequence[Token]) -> bool:
        """Whether nothing but a space or an apostrophe stands between neighbours."""
        return all(
            self.reading.text[one.end : other.start] in {" ", "'"}
            for one, other in pairwise(tokens)
        )

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
            if self._is_heading(unit, mention) or self._is_topic(unit, mention):
                self.section = (mention.entity,)
            # What stands before the first name of a sentence is about it too: "En auto, Hugo…".
            cut = mention.token if n else start
            yield from self._part(unit, at, cut)
            at = cut
            self.current = (mention.entity,)
        yield from self._part(unit, at, last)

    def _joined(self, before: _Mention, mention: _Mention) -> bool:
        """Whether two names stand side by side: "Célia et Hugo"."""
        between = range(before.last + 1, mention.token)
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
        if self._is_header(cells, named):
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

    def _is_header(self, cells: Sequence[Sequence[int]], named: Sequence[tuple[str, ...]]) -> bool:
        """Whether a row names the columns: cells, all but the first perhaps, that are only names.

        In "Célia | faible en vente | appels de Hugo" the second name is part of a solution.
        """
        if sum(bool(names) for names in named) < 2:
            return False
        later = zip(cells[1:], named[1:], strict=True)
        headed = named[0] != ()  # no label: each cell is to be a name
        return all(self._is_name(cell) for cell, names in later if names or (headed and cell))

    def _is_name(self, cell: Sequence[int]) -> bool:
        """Whether a cell holds a name and next to nothing else."""
        tokens = self.reading.tokens
        if any(tokens[at].word.folded in _HELPING for at in cell):
            return False
        named = {at for one in self._mentions(cell) for at in range(one.token, one.last + 1)}
        told = [at for at in cell if not (at in named or tokens[at].word.stop)]
        return bool(named) and len(told) <= _BESIDE_A_NAME

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
