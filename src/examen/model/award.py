"""Award rules: how the ideas found in an answer become points. A tagged union on `rule`.

`examen.grading.awarding.RULES` holds the function for each, `examen.render.bareme` the sentence.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from examen.model.base import Number, Points, PositivePoints, Record, Slug, Some, Text


class Each(Record):
    """Points for each idea, up to the number expected: 1 pt par idée, 3 idées attendues."""

    rule: Literal["each"]
    points: PositivePoints
    expected: int = Field(ge=1)


class AllOrNothing(Record):
    """All points if every idea is found, none otherwise."""

    rule: Literal["all"]


class Share(Record):
    """The share of ideas found, of the criterion's points, rounded to the nearest step."""

    rule: Literal["share"]
    step: PositivePoints


class Levels(Record):
    """Points by how many ideas are found: `{4: 3, 3: 2, 1: 1}`, the highest level reached."""

    rule: Literal["levels"]
    levels: Annotated[
        dict[Annotated[int, Field(ge=1)], Points],
        Field(min_length=1),
        AfterValidator(lambda levels: dict(sorted(levels.items(), reverse=True))),
    ]


class Alternative(Record):
    """What is worth these points: all the ideas named."""

    ideas: Some[Slug]
    points: PositivePoints


class Best(Record):
    """The best of several alternatives: 1 pt for A, 0.5 pt for B alone."""

    rule: Literal["best"]
    alternatives: Some[Alternative]


class Justified(Record):
    """Two-level credit: an idea named earns `named`, named and justified earns `points`."""

    rule: Literal["justified"]
    points: PositivePoints
    named: Points
    expected: int = Field(ge=1)


class Band(Record):
    """One level of a holistic scale."""

    points: Points
    title: Text
    descriptor: Text


class Bands(Record):
    """A holistic scale with descriptors; a person chooses the level."""

    rule: Literal["bands"]
    bands: Some[Band]


class Expression(Record):
    """Spelling and expression: full points less `per_error` for each error beyond `free`.

    Does not apply to candidates with the accommodation `expression`.
    """

    rule: Literal["expression"]
    per_error: PositivePoints
    free: int = Field(default=0, ge=0)
    words: Number = Field(
        default=Decimal(100), gt=0, description="Errors are counted per this many words."
    )


AwardRule = Annotated[
    Each | AllOrNothing | Share | Levels | Best | Justified | Bands | Expression,
    Field(discriminator="rule"),
]
