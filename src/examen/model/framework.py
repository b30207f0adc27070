"""Frameworks: what a diploma says must be mastered, and how that is assessed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from examen.model.base import (
    AssessmentForm,
    Code,
    Many,
    Markdown,
    Record,
    Reference,
    Slug,
    Some,
    Text,
)


class Competency(Record):
    """Something a graduate can do, with the criteria by which it is assessed."""

    id: Code
    title: Text
    description: Markdown
    criteria: Some[Text]


class Activity(Record):
    """A work situation and the competencies that it calls for."""

    id: Code
    title: Text
    competencies: Some[Competency]


class Modality(Record):
    """One way in which a block is assessed: a written case, an oral defence, a role-play."""

    id: Slug
    title: Text
    form: AssessmentForm
    description: Markdown


class Block(Record):
    """A block of competencies, which may be obtained on its own."""

    id: Code
    title: Text
    modalities: Some[Modality]
    activities: Some[Activity]


class Framework(Record):
    """Blocks, activities, competencies, assessment criteria, modalities, accommodations."""

    schema_version: Literal["framework/1"] = Field(alias="schema")
    id: Slug
    title: Text
    date: Text | None = None
    certifier: Text | None = None
    accommodations: Markdown | None = None
    sources: Many[Reference] = ()
    blocks: Some[Block]

    def competencies(self) -> Iterator[Competency]:
        """All competencies in order."""
        for block in self.blocks:
            for activity in block.activities:
                yield from activity.competencies
