"""Uses: which questions which class was given in which exam, so that they are not given again."""

from __future__ import annotations

from datetime import date
from typing import Literal

from pydantic import Field

from examen.model.base import Many, QuestionNumber, Record, Slug, Some, Text


class Use(Record):
    """An exam that was sat: when, by whom, and its questions, by case under the case's numbers."""

    exam: Slug
    on: date
    group: Text = Field(alias="class", description="The class that sat the exam.")
    questions: dict[Slug, Some[QuestionNumber]]


class Uses(Record):
    """All uses of a bank, one file."""

    schema_version: Literal["uses/1"] = Field(alias="schema")
    uses: Many[Use] = ()
