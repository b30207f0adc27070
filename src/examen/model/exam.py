"""Exams: cases and questions put together under an official header."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from examen.model.base import (
    Language,
    Many,
    Markdown,
    Points,
    PositivePoints,
    QuestionNumber,
    Record,
    Slug,
    Some,
    Status,
    Text,
)


class Header(Record):
    """What stands at the head of an exam and in the box at the foot of its pages."""

    diploma: Text
    paper: Text
    session: Text
    code: Text
    minutes: int = Field(ge=1, description="Duration of the exam, in minutes.")
    coefficient: Points | None = None
    material: Text = Field(description="What candidates may use.")
    total: PositivePoints
    scale: PositivePoints | None = Field(
        default=None, description="The total is also given out of this, usually 20."
    )
    date: Text | None = Field(default=None, description="Day of the exam, YYYY-MM-DD.")


class CaseUse(Record):
    """A case of an exam; all its questions, or the ones listed."""

    case: Slug
    variant: int = Field(
        default=1, ge=1, le=1_000_000, description="Of a case with variables; 1 is the reference."
    )
    questions: Many[QuestionNumber] = ()


class Exam(Record):
    """Cases and questions put together, with the official header."""

    schema_version: Literal["exam/1"] = Field(alias="schema")
    id: Slug
    title: Text
    language: Language = Language.FR
    status: Status = Status.DRAFT
    header: Header
    instructions: Markdown | None = None
    cases: Some[CaseUse]
