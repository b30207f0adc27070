"""Exams: cases and questions put together under an official header."""

from __future__ import annotations

from enum import StrEnum
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


class Heading(Record):
    """What stands at the head of an exam and in the box at the foot of its pages, but its total."""

    diploma: Text
    paper: Text
    session: Text
    code: Text
    minutes: int = Field(ge=1, description="Duration of the exam, in minutes.")
    coefficient: Points | None = None
    material: Text = Field(description="What candidates may use.")
    scale: PositivePoints | None = Field(
        default=None, description="The total is also given out of this, usually 20."
    )
    date: Text | None = Field(default=None, description="Day of the exam, YYYY-MM-DD.")


class Header(Heading):
    """What stands at the head of an exam and in the box at the foot of its pages."""

    total: PositivePoints


class CaseUse(Record):
    """A case of an exam; all its questions, or the ones listed."""

    case: Slug
    variant: int = Field(
        default=1, ge=1, le=1_000_000, description="Of a case with variables; 1 is the reference."
    )
    questions: Many[QuestionNumber] = ()


class Numbering(StrEnum):
    """Where the printed numbers of an exam's questions come from."""

    OWN = "own"
    BY_CASE = "by-case"


class Reason(Record):
    """What a blueprint asked for, what the exam has of it, and the questions that give it."""

    asked: Text
    found: Text
    questions: Many[QuestionNumber] = ()


class Assembly(Record):
    """How `examen assemble` put an exam together."""

    blueprint: Slug
    seed: int = Field(ge=0)
    version: Text | None = Field(default=None, description="Among parallel exams: A, B…")
    reasons: Many[Reason] = ()


class Exam(Record):
    """Cases and questions put together, with the official header."""

    schema_version: Literal["exam/1"] = Field(alias="schema")
    id: Slug
    title: Text
    language: Language = Language.FR
    status: Status = Status.DRAFT
    header: Header
    instructions: Markdown | None = None
    numbering: Numbering = Field(
        default=Numbering.OWN,
        description="The numbers of the questions in their cases, or by case: 2.1 is the first "
        "question of the second case, and questions stand in the order in which they are listed.",
    )
    cases: Some[CaseUse]
    assembly: Assembly | None = None
