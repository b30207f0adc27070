"""Variables of a case: what is drawn, within which bounds, and what follows from it."""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Any

from pydantic import Discriminator, Field, StringConstraints, Tag, WithJsonSchema

from examen.model.base import SCALAR, Many, Number, Record, Some, Text

VariableName = Annotated[
    str,
    StringConstraints(pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$", max_length=40),
    Field(description="A variable's name: lower-case letters without accents, digits and _."),
]
Bound = Annotated[Number, Field(ge=-(10**12), le=10**12, decimal_places=6)]
Formula = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1),
    WithJsonSchema({"type": SCALAR, "minLength": 1, "description": "Computed: round(a / b, 2)."}),
]


Words = Annotated[str, WithJsonSchema({"type": SCALAR})]  # may be empty: an ending, a plural
Item = Annotated[
    Annotated[Text, Tag("text")] | Annotated[dict[VariableName, Words], Tag("group")],
    Discriminator(lambda value: "group" if isinstance(value, dict) else "text"),
]


class Choice(Record):
    """One of these texts or numbers, or one of these groups of them that go together."""

    choose: Some[Item]


class Range(Record):
    """A number from `from` to `to`, both included, in steps of `step`."""

    low: Bound = Field(alias="from")
    high: Bound = Field(alias="to")
    step: Bound = Field(default=Decimal(1), gt=0)


def _shape(value: Any) -> str:
    if isinstance(value, dict):
        return "choice" if "choose" in value else "range"
    if isinstance(value, Choice):
        return "choice"
    return "range" if isinstance(value, Range) else "formula"


Variable = Annotated[
    Annotated[Choice, Tag("choice")]
    | Annotated[Range, Tag("range")]
    | Annotated[Formula, Tag("formula")],
    Discriminator(_shape),
]


class Parameters(Record):
    """The variables of a case and the conditions that every variant of it meets."""

    variables: dict[VariableName, Variable] = Field(default_factory=dict)
    where: Many[Formula] = ()
