"""Ways to recognise an idea in an answer: a tagged union, told apart by shape or by key.

A plain sentence and a list of word groups are the everyday forms; the others are mappings whose
first key names them: `expression`, `exact`, `regex`, `number`, `ratio`, `structure`,
`words`.
`examen.grading.matchers.MATCHERS` holds the function for each.
"""

from __future__ import annotations

from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any

from pydantic import (
    BeforeValidator,
    Discriminator,
    Field,
    Tag,
    WithJsonSchema,
    model_serializer,
    model_validator,
)

from examen.model.base import SCALAR, Many, Number, Record, Some, Text


def _alternatives(value: Any) -> Any:
    """A lone word is a group with one alternative."""
    return [value] if isinstance(value, str) else value


WordGroup = Annotated[
    Some[Text],
    BeforeValidator(_alternatives),
    WithJsonSchema(
        {"anyOf": [{"type": SCALAR}, {"type": "array", "minItems": 1, "items": {"type": SCALAR}}]}
    ),
]


class Scope(StrEnum):
    """How near to each other the required words must stand."""

    CLAUSE = "clause"  # a part of a sentence between commas, "mais", "qui"…
    UNIT = "unit"  # a sentence, a bullet, a table cell or row
    PARAGRAPH = "paragraph"
    ANSWER = "answer"


class Sentence(Record):
    """`ouvrir un droit d'accès`: every telling word of it, in any order, within a unit."""

    text: Text

    @model_validator(mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        return {"text": value} if isinstance(value, str) else value

    @model_serializer
    def _to_text(self) -> str:
        return self.text


class Words(Record):
    """Groups of alternatives: one word of each group, in any order, within the scope.

    `[[refuser, s'opposer], [données, coordonnées]]` is short for
    `{words: [[refuser, s'opposer], [données, coordonnées]]}`.
    """

    words: Some[WordGroup]
    without: Many[Text] = Field(
        default=(),
        description="Words whose presence in the same unit rules the match out.",
    )
    within: Scope = Scope.UNIT
    negated: bool | None = Field(
        default=None,
        description="true: the passage must deny; false: negation does not matter. "
        "Left out: negated words in the groups ask for a denial, others for an assertion.",
    )

    @model_validator(mode="before")
    @classmethod
    def _from_list(cls, value: Any) -> Any:
        return {"words": value} if isinstance(value, list) else value


class Expression(Record):
    """A fixed expression: its words in this order, next to each other, inflected as they may be."""

    expression: Text


class Exact(Record):
    """A literal text, such as a tag or a formula; only white space is forgiven."""

    exact: Text
    ignore_case: bool = False


class Regex(Record):
    """A regular expression over the raw answer, for what nothing else can say."""

    regex: Text
    ignore_case: bool = True


class NumberKind(StrEnum):
    """What a number says, which decides the ways of writing it that count as equal."""

    PLAIN = "plain"  # 1 250,5
    PERCENT = "percent"  # 25 %, 0,25
    RATIO = "ratio"  # 126 % of the target: also +26 %, 1,26
    GAP = "gap"  # -21,8 points: also "21,8 points de moins"
    MONEY = "money"  # 1 250 €, 1,25 k€


class ValueSpec(Record):
    """A computed value and how exactly it must be given."""

    value: Number
    kind: NumberKind = NumberKind.PLAIN
    tolerance: Number = Field(default=Decimal(0), ge=0, description="In the unit of the value.")
    unit: Text | None = Field(default=None, description="A unit that must follow, such as kWh.")
    near: Many[WordGroup] = Field(
        default=(),
        description="Word groups of which one must stand in the same unit or row, "
        "where the number alone would be ambiguous.",
    )


class NumberMatch(Record):
    """A number in the text or in a table, however it is written in French or English."""

    number: ValueSpec


class RatioSpec(Record):
    """What is divided and by what, in words."""

    of: Some[WordGroup]
    over: Some[WordGroup]


class Ratio(Record):
    """A formula in words: `e-mails ouverts / e-mails délivrés`, also with "sur", "divisé par"."""

    ratio: RatioSpec


class StructureKind(StrEnum):
    """What the shape of an answer shows."""

    TABLE = "table"
    LIST = "list"
    INTRODUCTION = "introduction"
    CONCLUSION = "conclusion"
    PLAN = "plan"  # at least `least` announced or headed parts
    SENDER = "sender"  # an e-mail's or letter's header fields
    RECIPIENT = "recipient"
    SUBJECT_LINE = "subject-line"
    SALUTATION = "salutation"
    SIGNATURE = "signature"
    LINK = "link"
    EXAMPLES = "examples"
    LENGTH = "length"  # at least `least` words


class Structure(Record):
    """A property of the answer's shape rather than of what it says."""

    structure: StructureKind
    least: int | None = Field(default=None, ge=1, description="Rows, items, parts or words.")
    words: Many[WordGroup] = Field(
        default=(),
        description="Word groups that the part found must also contain, one word of each.",
    )
    without: Many[Text] = Field(
        default=(),
        description="Words whose presence in the same unit rules the match out.",
    )


# `structure` first: it has a key `words` of its own.
KEYS = ("structure", "words", "expression", "exact", "regex", "number", "ratio")


def _shape(value: Any) -> str | None:
    if isinstance(value, str | Sentence):
        return "sentence"
    if isinstance(value, list):
        return "words"
    if isinstance(value, dict):
        return next((key for key in KEYS if key in value), None)
    return next((key for key in KEYS if hasattr(value, key)), None)


Phrasing = Annotated[
    Annotated[Sentence, Tag("sentence")]
    | Annotated[Words, Tag("words")]
    | Annotated[Expression, Tag("expression")]
    | Annotated[Exact, Tag("exact")]
    | Annotated[Regex, Tag("regex")]
    | Annotated[NumberMatch, Tag("number")]
    | Annotated[Ratio, Tag("ratio")]
    | Annotated[Structure, Tag("structure")],
    Discriminator(
        _shape,
        custom_error_type="phrasing_kind",
        custom_error_message="A phrasing is a sentence, a list of word groups, or a mapping with "
        "one of the keys words, expression, exact, regex, number, ratio, structure",
    ),
]
