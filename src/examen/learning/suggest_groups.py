"""Passages that match no idea, put together over all copies where they say the same thing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from examen.grading.answer import Answer
from examen.grading.matchers import StructureMatcher
from examen.grading.matching import Matcher
from examen.language.structure import find
from examen.language.words import fold
from examen.learning.suggest_material import Material
from examen.learning.suggest_words import Told, Words
from examen.model.recognition import StructureKind

_APART = 0.62  # cosine distance, averaged, from which passages say different things
_ALONE = 0.35  # what a word still weighs that no other copy uses: it can join nothing
_MOST_PASSAGES = 4000  # of a question; the distances of more would not fit in memory
_LONG = 14  # words of a unit that is worth cutting where it breathes
_LABEL_WORDS, _LONGEST_LABEL = 3, 60  # characters
_FEW = 2  # copies: the fewest that make a group
_FRAME = (
    StructureKind.SENDER,
    StructureKind.RECIPIENT,
    StructureKind.SALUTATION,
    StructureKind.SIGNATURE,
)
_CORE = 0.5  # share of a group's copies that use its words


@dataclass(frozen=True, slots=True)
class Passage:
    """Words of a copy that match nothing, and their raw span."""

    copy: str
    start: int
    end: int
    text: str
    words: tuple[Told, ...]

    @property
    def keys(self) -> frozenset[str]:
        """What its telling words count as."""
        return frozenset(word.key for word in self.words)


@dataclass(frozen=True, slots=True)
class Group:
    """Passages of several copies that say the same thing.

    Attributes:
        label: the words that say it, as a copy has them.
        core: the words that most of the copies use, the most telling first.
    """

    label: str
    core: tuple[str, ...]
    passages: tuple[Passage, ...]

    @property
    def copies(self) -> tuple[str, ...]:
        """The copies, each once, sorted."""
        return tuple(sorted({passage.copy for passage in self.passages}))


class Grouped(NamedTuple):
    """What copies say, and how many passages were too many to be compared."""

    groups: list[Group]
    left_out: int


def grouped(material: Material, words: Words) -> Grouped:
    """What at least two copies say and the rubric does not know, the most frequent first."""
    shared = _alike(sorted(_passages(material, words), key=_order), words)
    found = _most_said(shared)
    made = [_group(members, words, material.copies) for members in _clusters(found, words)]
    telling = [group for group in made if _tells(group, words)]
    telling.sort(key=lambda group: (-len(group.copies), group.label, group.copies))
    return Grouped(telling, len(shared) - len(found))


def _order(passage: Passage) -> tuple[list[str], str, str, int]:
    return sorted(passage.keys), passage.text, passage.copy, passage.start


def _passages(material: Material, words: Words) -> Iterator[Passage]:
    matchers = _all_matchers(material)
    names = {
        fold(name) for entity in material.compiled.entities for name in (entity.name, *entity.also)
    }
    for copy, answer in material.answers.items():
        frame = [span for kind in _FRAME for span in find(answer.page, kind)]
        used = sorted(
            span
            for one, name in matchers
            for match in material.matches((one,), copy, name)
            for span in match.spans
        )
        for tokens in _pieces(material, copy):
            told = [word for word in words.told(answer, tokens) if fold(word.form) not in names]
            if not told or _framed(answer, tokens, frame):
                continue
            start, end = answer.reading.raw_span(tokens)
            if not any(first < end and start < last for first, last in used):
                text = " ".join(answer.reading.raw[start:end].split())
                yield Passage(copy, start, end, text, tuple(told))


def _framed(answer: Answer, tokens: Sequence[int], frame: Iterable[tuple[int, int]]) -> bool:
    """Whether words belong to a letter's frame, which says nothing: salutation and the like."""
    first = answer.reading.tokens[tokens[0]].start
    last = answer.reading.tokens[tokens[-1]].end
    return any(first < end and start < last for start, end in frame)


def _all_matchers(material: Material) -> list[tuple[Matcher, str]]:
    """Every matcher over words, with the idea whose view it looks at; a shape explains no words."""
    found: list[tuple[Matcher, str]] = []
    for name, idea in material.ideas.items():
        own = (*idea.phrasings, *idea.contradictions, *idea.justifications)
        found += [(one, name) for one in own if not isinstance(one, StructureMatcher)]
    for item in material.compiled.criteria:
        for _penalty, matchers in item.penalties:
            found += [(one, f"{item.criterion.id}:") for one in matchers]
    return found


def _pieces(material: Material, copy: str) -> Iterator[Sequence[int]]:
    """The tokens of each unit; of a long one, cut where it breathes."""
    reading = material.answers[copy].reading
    for unit in reading.units:
        if len(unit.tokens) <= _LONG:
            if unit.tokens:
                yield unit.tokens
            continue
        piece: list[int] = []
        for index in unit.tokens:
            before = reading.text[reading.tokens[index - 1].end : reading.tokens[index].start]
            if piece and any(sign in before for sign in ",;:()|–—/"):
                yield piece
                piece = []
            piece.append(index)
        yield piece


def _copies_by_key(passages: Iterable[Passage]) -> dict[str, set[str]]:
    """The copies that use each telling word."""
    copies: defaultdict[str, set[str]] = defaultdict(set)
    for passage in passages:
        for key in passage.keys:
            copies[key].add(passage.copy)
    return copies


def _alike(passages: Sequence[Passage], words: Words) -> list[Passage]:
    """Those that share a telling word with another copy: no other can be in a group."""
    copies = _copies_by_key(passages)
    return [
        passage
        for passage in passages
        if any(len(copies[key]) > 1 and words.weight(key) > 0 for key in passage.keys)
    ]


def _most_said(passages: Sequence[Passage]) -> Sequence[Passage]:
    """Of too many passages, those that say what most copies say."""
    if len(passages) <= _MOST_PASSAGES:
        return passages
    copies = _copies_by_key(passages)
    often = sorted(passages, key=lambda one: -max(len(copies[key]) for key in one.keys))
    return sorted(often[:_MOST_PASSAGES], key=_order)


def _clusters(passages: Sequence[Passage], words: Words) -> list[list[Passage]]:
    """Average linkage over the cosine distance of weighted words; deterministic."""
    if len(passages) < 2:
        return [list(passages)] if passages else []
    import numpy as np
    from sklearn.cluster import AgglomerativeClustering

    keys = {key: n for n, key in enumerate(sorted(set().union(*(p.keys for p in passages))))}
    who = _copies_by_key(passages)
    matrix = np.zeros((len(passages), len(keys)))
    for row, passage in enumerate(passages):
        for key in sorted(passage.keys):
            alone = len(who[key]) == 1
            matrix[row, keys[key]] = words.weight(key) * (_ALONE if alone else 1)
    lengths = np.linalg.norm(matrix, axis=1, keepdims=True)
    matrix /= np.where(lengths > 0, lengths, 1)
    distances = np.clip(1 - matrix @ matrix.T, 0, 1).round(9)
    np.fill_diagonal(distances, 0)
    labels = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=_APART
    ).fit_predict(distances)
    members: defaultdict[int, list[Passage]] = defaultdict(list)
    for label, passage in zip(labels, passages, strict=True):
        members[int(label)].append(passage)
    return list(members.values())


def _group(passages: list[Passage], words: Words, raw: Mapping[str, str]) -> Group:
    copies = _copies_by_key(passages)
    enough = max(2.0, _CORE * len({passage.copy for passage in passages}))
    often = [key for key, who in copies.items() if len(who) >= enough and words.weight(key) > 0]
    # What the group is about: words that many of its copies use and few other passages.
    core = tuple(sorted(often, key=lambda key: (-len(copies[key]) * words.weight(key), key)))
    ordered = sorted(passages, key=lambda one: (one.copy, one.start))
    return Group(_label(ordered, core[:_LABEL_WORDS], raw), core, tuple(ordered))


def _tells(group: Group, words: Words) -> bool:
    """Whether what a group's passages share is most of what they say, or is said by many."""
    if len(group.copies) < _FEW or not group.core:
        return False
    if len(group.copies) > _FEW:
        return True
    shared = sum(words.weight(key) for key in group.core)
    most = max(sum(words.weight(key) for key in passage.keys) for passage in group.passages)
    return len(group.core) > 1 and shared >= _CORE * most


def _label(passages: Sequence[Passage], core: Sequence[str], raw: Mapping[str, str]) -> str:
    """The shortest stretch of a passage with as many of the core's words as any has."""
    best: tuple[int, int, str, str] | None = None
    for passage in passages:
        at = {word.key: word for word in reversed(passage.words) if word.key in core}
        if not at:
            continue
        first = min(word.start for word in at.values())
        last = max(word.end for word in at.values())
        text = " ".join(raw[passage.copy][first:last].split())
        if len(text) > _LONGEST_LABEL:
            text = " … ".join(word.form for word in sorted(at.values()))
        candidate = (-len(at), len(text), text.lower(), text)
        best = min(best or candidate, candidate)
    return best[3] if best else ""
