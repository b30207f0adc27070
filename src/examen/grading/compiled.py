"""A rubric made ready: its phrasings as matchers over one vocabulary, its criteria expanded."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from examen.grading import reasons
from examen.grading.confidence import presence
from examen.grading.index import Index
from examen.grading.matchers import NumberMatcher, matcher
from examen.grading.matching import Matcher
from examen.grading.vocabulary import Group, Vocabulary
from examen.model.award import AwardRule, Bands, Best, Each, Expression, Justified, Levels
from examen.model.grade import ZERO, Finding, FindingStatus, Ground
from examen.model.rubric import Criterion, Entity, Idea, Penalty, QuestionRubric, Repeat


@dataclass(frozen=True, slots=True, eq=False)
class CompiledIdea:
    """An idea with its matchers; `refused` if the law has changed and the rubric refuses it.

    Attributes:
        numbers: those of its phrasings that expect a number.
        unsaid: the finding where no phrasing recognises it and nothing contradicts it.
    """

    idea: Idea
    phrasings: tuple[Matcher, ...]
    contradictions: tuple[Matcher, ...]
    justifications: tuple[Matcher, ...]
    numbers: tuple[NumberMatcher, ...]
    unsaid: Finding
    refused: bool = False


@dataclass(frozen=True, eq=False)
class CompiledCriterion:
    """A criterion as it is marked, repeated ones once for each entity."""

    criterion: Criterion
    entity: Entity | None
    ideas: tuple[CompiledIdea, ...]
    cues: tuple[Matcher, ...]
    penalties: tuple[tuple[Penalty, tuple[Matcher, ...]], ...]

    @cached_property
    def members(self) -> frozenset[CompiledIdea]:
        """The ideas as a set."""
        return frozenset(self.ideas)

    @cached_property
    def names(self) -> frozenset[str]:
        """The identifiers of the ideas."""
        return frozenset(compiled.idea.id for compiled in self.ideas)

    @cached_property
    def unsaid(self) -> Sequence[Finding]:
        """The findings where no idea is said or contradicted; the same object each time."""
        return tuple(compiled.unsaid for compiled in self.ideas)

    @cached_property
    def has_numbers(self) -> bool:
        """Whether any idea expects a number."""
        return any(compiled.numbers for compiled in self.ideas)

    @cached_property
    def is_of_ideas(self) -> bool:
        """Whether the findings on its ideas alone decide what is awarded."""
        judged = isinstance(self.criterion.award, Bands | Expression)
        return not (judged or self.penalties or self.criterion.open)


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question's criteria, the entities that its repeated ones speak of, and what they look for.

    Attributes:
        index: the words that any of its phrasings looks for.
        by_group: the ideas that a group of words may say or contradict.
        wordless: the ideas that may be said without any of the words.
        requires: whether an idea counts only if others were found.
    """

    number: str
    criteria: tuple[CompiledCriterion, ...]
    entities: tuple[Entity, ...]
    index: Index
    by_group: Mapping[Group, Sequence[CompiledIdea]]
    wordless: frozenset[CompiledIdea]
    requires: bool

    @property
    def asked(self) -> int:
        """How many ideas the question asks for."""
        return sum(_asked(each.criterion.award, len(each.ideas)) for each in self.criteria)

    def touched(self, groups: Iterable[Group]) -> set[CompiledIdea]:
        """The ideas that an answer with these groups may say or contradict; no other is there."""
        touched = set(self.wordless)
        for group in groups:
            if group in self.by_group:
                touched.update(self.by_group[group])
        return touched


def _asked(award: AwardRule, ideas: int) -> int:
    """How many of its ideas earn all the points of a criterion."""
    if isinstance(award, Each | Justified):
        return award.expected
    if isinstance(award, Levels):
        return max(award.levels)
    if isinstance(award, Best):
        return max(len(alternative.ideas) for alternative in award.alternatives)
    return ideas


def _matchers(phrasings: Sequence[object], vocabulary: Vocabulary) -> tuple[Matcher, ...]:
    return tuple(matcher(phrasing, vocabulary) for phrasing in phrasings)


def _idea(idea: Idea, vocabulary: Vocabulary, day: date | None) -> CompiledIdea:
    valid = idea.valid
    outdated = valid is not None and day is not None and not valid.covers(day)
    phrasings = _matchers(idea.phrasings, vocabulary)
    return CompiledIdea(
        idea,
        phrasings,
        _matchers(idea.contradictions, vocabulary),
        _matchers(idea.justifications, vocabulary),
        tuple(each for each in phrasings if isinstance(each, NumberMatcher)),
        Finding(
            idea.id,
            FindingStatus.MISSING,
            ZERO,
            1 - presence(Ground.NOTHING),
            reason=reasons.nothing_near(),
            ground=Ground.NOTHING,
        ),
        refused=outdated and valid is not None and valid.otherwise == "refused",
    )


def _criterion(
    criterion: Criterion, entity: Entity | None, vocabulary: Vocabulary, day: date | None
) -> CompiledCriterion:
    return CompiledCriterion(
        criterion,
        entity,
        tuple(_idea(idea, vocabulary, day) for idea in criterion.ideas),
        _matchers(criterion.open.cues if criterion.open else (), vocabulary),
        tuple((item, _matchers(item.phrasings, vocabulary)) for item in criterion.penalties),
    )


def compile_question(
    rubric: QuestionRubric, vocabulary: Vocabulary, day: date | None = None
) -> CompiledQuestion:
    """The question's rubric made ready; `day` is the exam's, for ideas that the law dates."""
    criteria = tuple(
        _criterion(criterion, entity, vocabulary, day)
        for entity, criterion in rubric.all_criteria()
    )
    matchers = [each for criterion in criteria for each in _all_matchers(criterion)]
    by_group, wordless = _by_group(criteria)
    return CompiledQuestion(
        rubric.question,
        criteria,
        tuple(
            entity
            for item in rubric.criteria
            if isinstance(item, Repeat)
            for entity in item.entities
        ),
        Index(vocabulary, (group for each in matchers for group in each.looks_for)),
        by_group,
        wordless,
        any(idea.idea.requires for criterion in criteria for idea in criterion.ideas),
    )


def _by_group(
    criteria: Iterable[CompiledCriterion],
) -> tuple[dict[Group, list[CompiledIdea]], frozenset[CompiledIdea]]:
    """The ideas by the groups that they need, and those that need none."""
    by_group: dict[Group, dict[CompiledIdea, None]] = {}
    wordless = set()
    for idea in (idea for criterion in criteria for idea in criterion.ideas):
        for each in (*idea.phrasings, *idea.contradictions):
            if not each.needs:
                wordless.add(idea)
            for group in each.needs:
                by_group.setdefault(group, {})[idea] = None
    return {group: list(ideas) for group, ideas in by_group.items()}, frozenset(wordless)


def _all_matchers(criterion: CompiledCriterion) -> Iterator[Matcher]:
    for idea in criterion.ideas:
        yield from idea.phrasings
        yield from idea.contradictions
        yield from idea.justifications
    yield from criterion.cues
    for _penalty, matchers in criterion.penalties:
        yield from matchers
