"""A rubric made ready: its phrasings as matchers over one vocabulary, its criteria expanded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from examen.grading.matchers import matcher
from examen.grading.matching import Matcher
from examen.grading.vocabulary import Vocabulary
from examen.model.rubric import Criterion, Entity, Idea, Penalty, QuestionRubric, Repeat


@dataclass(frozen=True, slots=True)
class CompiledIdea:
    """An idea with its matchers; `refused` if the law has changed and the rubric refuses it."""

    idea: Idea
    phrasings: tuple[Matcher, ...]
    contradictions: tuple[Matcher, ...]
    justifications: tuple[Matcher, ...]
    refused: bool = False


@dataclass(frozen=True, slots=True)
class CompiledCriterion:
    """A criterion as it is marked, repeated ones once for each entity."""

    criterion: Criterion
    entity: Entity | None
    ideas: tuple[CompiledIdea, ...]
    cues: tuple[Matcher, ...]
    penalties: tuple[tuple[Penalty, tuple[Matcher, ...]], ...]


@dataclass(frozen=True, slots=True)
class CompiledQuestion:
    """A question's criteria, and the entities that its repeated ones speak of."""

    number: str
    criteria: tuple[CompiledCriterion, ...]
    entities: tuple[Entity, ...]


def _matchers(phrasings: Sequence[object], vocabulary: Vocabulary) -> tuple[Matcher, ...]:
    return tuple(matcher(phrasing, vocabulary) for phrasing in phrasings)


def _idea(idea: Idea, vocabulary: Vocabulary, day: date | None) -> CompiledIdea:
    valid = idea.valid
    outdated = valid is not None and day is not None and not valid.covers(day)
    return CompiledIdea(
        idea,
        _matchers(idea.phrasings, vocabulary),
        _matchers(idea.contradictions, vocabulary),
        _matchers(idea.justifications, vocabulary),
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
    return CompiledQuestion(
        rubric.question,
        tuple(
            _criterion(criterion, entity, vocabulary, day)
            for entity, criterion in rubric.all_criteria()
        ),
        tuple(
            entity
            for item in rubric.criteria
            if isinstance(item, Repeat)
            for entity in item.entities
        ),
    )
