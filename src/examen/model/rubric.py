"""Rubrics: how the answers to a case are marked. All that decides a mark stands here.

Fields stand in the order in which people read them, which is that of the keys in a file's layout:
what is short before what is long.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from examen.model.award import AwardRule
from examen.model.base import (
    Language,
    Many,
    Markdown,
    Origin,
    Points,
    PositivePoints,
    QuestionNumber,
    Record,
    Reference,
    Slug,
    Some,
    Status,
    Text,
)
from examen.model.recognition import Phrasing


class Validity(Record):
    """The days between which an idea is right; law changes.

    An exam held outside these days needs `otherwise`: an outdated idea is then `counted` all the
    same (the official source still lists it) or `refused`.
    """

    since: date | None = None
    until: date | None = None
    otherwise: Literal["counted", "refused"] | None = None
    note: Text | None = None

    def covers(self, day: date) -> bool:
        """Whether the idea is right on `day`."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day <= self.until
        )


class Requirement(Record):
    """Other ideas of the same question that must be found for this one to count."""

    any: Many[Slug] = ()
    all: Many[Slug] = ()


class Idea(Record):
    """One thing an answer may contain, with the ways of saying it."""

    id: Slug
    says: Text = Field(description="The idea as a jury would write it, for the guide.")
    hint: Text | None = Field(
        default=None,
        description="What a candidate who misses the idea is told; it does not give it away.",
    )
    origin: Origin = Origin.OFFICIAL
    note: Text | None = None
    requires: Requirement | None = None
    valid: Validity | None = None
    phrasings: Many[Phrasing] = Field(
        default=(), description="Any one of these shows that the idea is there."
    )
    contradictions: Many[Phrasing] = Field(
        default=(), description="Any one of these cancels the idea: it says the contrary."
    )
    justifications: Many[Phrasing] = Field(
        default=(), description="What justifies the idea, for the rule `justified`."
    )


class OpenList(Record):
    """An idea the list does not hold may earn points: a person reads passages that match nothing.

    `cues` say which unmatched passages are worth reading; without any, all that say something are.
    """

    id: Slug
    says: Text
    illustrative: bool = Field(
        default=False, description="The whole list is only an illustration, as in essays."
    )
    at_most: int | None = Field(default=None, ge=1)
    counts: bool = Field(
        default=False, description="The passages count until a person says otherwise."
    )
    cues: Many[Phrasing] = ()


class Penalty(Record):
    """A wrong statement that costs points."""

    id: Slug
    says: Text
    points: PositivePoints
    phrasings: Some[Phrasing]


class Criterion(Record):
    """A part of a question's points, with one award rule."""

    id: Slug
    title: Text
    points: PositivePoints
    award: AwardRule
    origin: Origin = Origin.OFFICIAL
    note: Text | None = None
    ideas: Many[Idea] = ()
    open: OpenList | None = None
    penalties: Many[Penalty] = ()
    penalty_cap: Points | None = Field(
        default=None, description="The most that penalties cost; all the points if left out."
    )


class Entity(Record):
    """One of several subjects that the same criteria are applied to."""

    id: Slug
    name: Text
    also: Many[Text] = Field(default=(), description="Other ways of naming it.")
    ideas: dict[Slug, Many[Idea]] = Field(
        default_factory=dict, description="Ideas of this entity alone, by criterion."
    )


class Repeat(Record):
    """One block of criteria for several entities, each looked for in the passage about it."""

    repeat: Slug
    title: Text
    entities: Some[Entity]
    criteria: Some[Criterion]

    def expanded(self) -> Iterator[tuple[Entity, Criterion]]:
        """Each criterion for each entity, named `entity-criterion`, with the entity's ideas."""
        for entity in self.entities:
            for criterion in self.criteria:
                yield (
                    entity,
                    criterion.model_copy(
                        update={
                            "id": f"{entity.id}-{criterion.id}",
                            "title": f"{entity.name} : {criterion.title}",
                            "ideas": (*criterion.ideas, *entity.ideas.get(criterion.id, ())),
                        }
                    ),
                )


def _criterion_shape(value: Any) -> str:
    if isinstance(value, dict):  # also where the key `repeat` itself is misspelt
        return "repeat" if value.keys() & {"repeat", "entities", "criteria"} else "criterion"
    return "repeat" if isinstance(value, Repeat) else "criterion"


CriterionOrRepeat = Annotated[
    Annotated[Criterion, Tag("criterion")] | Annotated[Repeat, Tag("repeat")],
    Discriminator(_criterion_shape),
]


class ExampleKind(StrEnum):
    """What an example answer is there to show."""

    FULL = "full"
    PARTIAL = "partial"
    ZERO = "zero"
    BLANK = "blank"
    TRAP = "trap"


class Example(Record):
    """An answer and the points its author gives it; `examen check` grades it and compares."""

    kind: ExampleKind
    points: Points
    note: Text | None = None
    ideas: Many[Text] = Field(
        default=(), description="The ideas that must be found, where the author names them."
    )
    answer: str = ""


class QuestionRubric(Record):
    """How one question is marked."""

    question: QuestionNumber
    note: Text | None = None
    criteria: Some[CriterionOrRepeat]
    model_answer: Markdown = Field(description="An answer that earns full marks.")
    examples: Many[Example] = ()

    def all_criteria(self) -> Iterator[tuple[Entity | None, Criterion]]:
        """The criteria as they are marked, repeated ones once for each entity."""
        for criterion in self.criteria:
            if isinstance(criterion, Repeat):
                yield from criterion.expanded()
            else:
                yield None, criterion


class Rubric(Record):
    """How the answers to a case are marked."""

    schema_version: Literal["rubric/1"] = Field(alias="schema")
    id: Slug
    case: Slug
    language: Language = Language.FR
    status: Status = Status.DRAFT
    sources: Many[Reference] = ()
    note: Markdown | None = None
    questions: Some[QuestionRubric]
