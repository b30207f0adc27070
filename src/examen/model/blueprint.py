"""Blueprints: what an exam that is to be put together must be like.

Whatever a blueprint asks for holds exactly; what it leaves open is chosen as well as can be.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field, StringConstraints, model_serializer, model_validator

from examen.model.base import (
    AssessmentForm,
    Code,
    Language,
    Many,
    Markdown,
    Points,
    Record,
    Slug,
    Some,
    Status,
    Text,
)
from examen.model.case import AnswerForm
from examen.model.exam import Heading

Reference = Annotated[
    str,
    StringConstraints(
        pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(/[A-Za-z0-9]+(\.[A-Za-z0-9]+)*)?$", max_length=101
    ),
    Field(description="A case, such as club-judo, or one of its questions, club-judo/1.2."),
]
Percent = Annotated[
    Decimal,
    BeforeValidator(lambda value: value.replace(",", ".") if isinstance(value, str) else value),
    Field(ge=0, le=100, decimal_places=2),
]


class Bounds(Record):
    """A number, or the least and the most that are allowed; either may be left out."""

    min: Points | None = None
    max: Points | None = None

    @model_validator(mode="before")
    @classmethod
    def _from_number(cls, value: Any) -> Any:
        is_one = isinstance(value, str | int | float | Decimal)
        return {"min": value, "max": value} if is_one else value

    @model_serializer
    def _to_number(self) -> Any:
        if self.min == self.max:
            return self.min
        both = {"min": self.min, "max": self.max}
        return {key: value for key, value in both.items() if value is not None}

    @property
    def is_exact(self) -> bool:
        """Whether one number alone is allowed."""
        return self.min is not None and self.min == self.max


Level = Annotated[Points, Field(ge=1, le=4)]


class LevelBounds(Bounds):
    """A level, or the lowest and the highest that are allowed."""

    min: Level | None = None
    max: Level | None = None


class ShareBounds(Bounds):
    """Percent, or the least and the most that are allowed."""

    min: Percent | None = None
    max: Percent | None = None


class Limit(Record):
    """How much of an exam may, or must, be of some sort.

    The sort is what all the keys `competency`, `block`, `level`, `form`, `assessment`, `case` that
    are given say together; a question counts whole for each competency that it assesses.
    """

    competency: Code | None = None
    block: Code | None = Field(
        default=None, description="Questions that assess a competency of this block."
    )
    level: LevelBounds | None = None
    form: AnswerForm | None = None
    assessment: AssessmentForm | None = None
    case: Slug | None = None
    points: Bounds | None = None
    minutes: Bounds | None = None
    questions: Bounds | None = None
    share: ShareBounds | None = Field(default=None, description="Of the exam's points, in percent.")


class PerCase(Record):
    """What is asked of each case that an exam uses, so that none is read for a trifle."""

    questions: Bounds | None = None
    points: Bounds | None = None
    whole: bool = Field(default=False, description="A case is used with all its questions.")


class Shared(StrEnum):
    """What parallel exams may have in common."""

    NOTHING = "nothing"
    CASES = "cases"
    QUESTIONS = "questions"


class Versions(Record):
    """Parallel exams, and how equal they must be: differences in percent."""

    count: int = Field(ge=2, le=8)
    shared: Shared = Shared.NOTHING
    mixed: bool = Field(
        default=True, description="Independent questions stand in another order in each version."
    )
    points: Percent | None = None
    minutes: Percent | None = None
    level: Percent | None = Field(
        default=None, description="Of the mean level; the versions are then worth the same points."
    )
    competencies: Percent | None = Field(
        default=None, description="Of each competency's points, in percent of the exam's points."
    )


class Blueprint(Record):
    """What an exam must be like; `examen assemble` looks for its questions in the bank."""

    schema_version: Literal["blueprint/1"] = Field(alias="schema")
    id: Slug
    title: Text
    language: Language = Language.FR
    framework: Slug
    header: Heading
    instructions: Markdown | None = None
    points: Bounds
    minutes: Bounds | None = Field(
        default=None, description="Time that the questions take together; the exam's if left out."
    )
    level: LevelBounds | None = Field(
        default=None, description="Mean level of the questions, each by its points."
    )
    cases: Bounds | None = None
    questions: Bounds | None = None
    per_case: PerCase | None = None
    limits: Many[Limit] = ()
    statuses: Some[Status] = (Status.VALIDATED,)
    assessments: Some[AssessmentForm] = (AssessmentForm.WRITTEN_CASE,)
    without_rubric: bool = Field(
        default=False, description="Questions that nothing says how to mark may be chosen too."
    )
    not_used_since: date | None = Field(
        default=None, description="Only questions that no class was given on this day or later."
    )
    not_used_in_last: int | None = Field(
        default=None, ge=1, description="Only questions that none of so many last exam days had."
    )
    reused: Percent | None = Field(
        default=None, description="The most, in percent of the points, that was ever given before."
    )
    include: Many[Reference] = ()
    avoid: Many[Reference] = ()
    together: Many[Some[Reference]] = Field(
        default=(), description="Groups of which an exam has all or none."
    )
    apart: Many[Some[Reference]] = Field(
        default=(), description="Groups of which an exam has one at most."
    )
    versions: Versions | None = None

    @property
    def time(self) -> Bounds:
        """The time that the questions may take together: as it is written, else the exam's."""
        most = Decimal(self.header.minutes)
        return self.minutes or Bounds.model_construct(min=None, max=most)

    @property
    def asks_about_uses(self) -> bool:
        """Whether it matters what was given to whom."""
        asked = (self.not_used_since, self.not_used_in_last, self.reused)
        return any(one is not None for one in asked)
