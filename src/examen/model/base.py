"""What every authored record shares: frozen, closed, and typed from text.

YAML gives text and the record gives types, so `no`, `1:30` and `017` stay what the author wrote.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    StringConstraints,
    WithJsonSchema,
)
from pydantic_core import PydanticCustomError

SCALAR = ["string", "number", "boolean"]


class Record(BaseModel):
    """Base of the records that people write: immutable, and an unknown key is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid", validate_default=False)


def _decimal_point(value: Any) -> Any:
    """Accept the French decimal comma in points and numbers."""
    return value.replace(",", ".").replace("−", "-") if isinstance(value, str) else value


T = TypeVar("T")

Slug = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=80),
    Field(description="An identifier: lower-case ASCII letters, digits and hyphens."),
]
Code = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Z]+[0-9]*(\.[0-9]+)*$", max_length=20),
    Field(description="An official code such as C2.7."),
]
QuestionNumber = Annotated[
    str,
    StringConstraints(pattern=r"^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$", max_length=20),
    WithJsonSchema({"type": ["string", "number"]}),
    Field(description="A question's number as printed, such as 1.1.2."),
]
Text = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    WithJsonSchema({"type": SCALAR, "minLength": 1}),
]
Markdown = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    WithJsonSchema({"type": SCALAR, "minLength": 1, "description": "Text in Markdown."}),
]
Number = Annotated[Decimal, BeforeValidator(_decimal_point)]
Points = Annotated[Decimal, BeforeValidator(_decimal_point), Field(ge=0, le=1000, decimal_places=3)]
PositivePoints = Annotated[
    Decimal, BeforeValidator(_decimal_point), Field(gt=0, le=1000, decimal_places=3)
]


def _not_empty(items: tuple[Any, ...]) -> tuple[Any, ...]:
    # min_length on a tuple reports a spurious "too short" beside the real error of an item.
    if not items:
        raise PydanticCustomError("too_short", "At least one item is needed")
    return items


Many = tuple[T, ...]
Some = Annotated[
    tuple[T, ...], AfterValidator(_not_empty), Field(json_schema_extra={"minItems": 1})
]


class Status(StrEnum):
    """How far an authored file has come."""

    DRAFT = "draft"
    VALIDATED = "validated"
    RETIRED = "retired"


class Review(Record):
    """Who decided when how far something has come."""

    by: Text
    on: date
    why: Text | None = Field(default=None, description="Why it is no longer to be used.")
    seal: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{12}$")] | None = Field(
        default=None, description="Written by examen: tells whether it has changed since."
    )


class Origin(StrEnum):
    """Who says so: the official source, the authors where it is silent, or a teacher's addition."""

    OFFICIAL = "official"
    INTERPRETATION = "interpretation"
    LOCAL = "local"


class AssessmentForm(StrEnum):
    """A form in which a framework assesses: on paper, or before a jury."""

    WRITTEN_CASE = "written-case"
    WRITTEN_PROJECT = "written-project"
    ORAL_DEFENCE = "oral-defence"
    ROLE_PLAY = "role-play"
    SIMULATED_INTERVIEW = "simulated-interview"

    @property
    def is_oral(self) -> bool:
        """Whether a candidate stands before a jury."""
        return self not in {AssessmentForm.WRITTEN_CASE, AssessmentForm.WRITTEN_PROJECT}


class Language(StrEnum):
    """The language that a case is written and answered in."""

    FR = "fr"
    EN = "en"


class Reference(Record):
    """Where something comes from, for those who want to read on."""

    title: Text
    url: Text | None = None
    date: Text | None = None
    note: Text | None = None
