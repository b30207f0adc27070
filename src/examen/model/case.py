"""Cases: a situation with its documents and its questions."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from examen.model.base import (
    Code,
    Language,
    Many,
    Markdown,
    PositivePoints,
    QuestionNumber,
    Record,
    Reference,
    Slug,
    Some,
    Status,
    Text,
)


class AnswerForm(StrEnum):
    """What kind of answer a question asks for."""

    SHORT = "short"
    LIST = "list"
    TEXT = "text"
    EMAIL = "email"
    LETTER = "letter"
    TABLE = "table"
    CALCULATION = "calculation"
    ESSAY = "essay"
    ORAL = "oral"


class TextDocument(Record):
    """A document that is read: an article, a letter, an extract."""

    kind: Literal["text"] = "text"
    id: Slug
    title: Text
    body: Markdown
    source: Text | None = None


class TableDocument(Record):
    """A document that is a table; every row has a cell for each column."""

    kind: Literal["table"]
    id: Slug
    title: Text
    columns: Some[Text]
    rows: Some[Many[str]]
    note: Markdown | None = None
    source: Text | None = None


class FigureDocument(Record):
    """A document that is a picture, with the words that replace it for those who cannot see it."""

    kind: Literal["figure"]
    id: Slug
    title: Text
    file: Text = Field(description="The picture, a path relative to the case's file.")
    alternative: Text = Field(description="What the picture shows, in words.")
    note: Markdown | None = None
    source: Text | None = None


Document = Annotated[TextDocument | TableDocument | FigureDocument, Field(discriminator="kind")]


class Question(Record):
    """One numbered thing to answer, worth points."""

    number: QuestionNumber
    prompt: Markdown
    points: PositivePoints
    form: AnswerForm = AnswerForm.TEXT
    competencies: Many[Code] = ()
    level: int = Field(default=2, ge=1, le=4, description="Difficulty, from 1 to 4.")
    minutes: int | None = Field(default=None, ge=1, description="Time to allow, in minutes.")
    documents: Many[Slug] = ()
    lines: int | None = Field(default=None, ge=1, description="Lines in the answer booklet.")


class Part(Record):
    """A part of a case: questions, or smaller parts, under a title."""

    id: Slug
    title: Text
    points: PositivePoints | None = None
    introduction: Markdown | None = None
    parts: Many[Part] = ()
    questions: Many[Question] = ()

    def all_questions(self) -> Iterator[Question]:
        """The questions of this part and of its parts, in the order they are printed."""
        yield from self.questions
        for part in self.parts:
            yield from part.all_questions()


class Case(Record):
    """A situation with its documents and its questions."""

    schema_version: Literal["case/1"] = Field(alias="schema")
    id: Slug
    title: Text
    language: Language = Language.FR
    status: Status = Status.DRAFT
    framework: Slug | None = None
    minutes: int | None = Field(default=None, ge=1)
    sources: Many[Reference] = ()
    context: Markdown
    documents: Many[Document] = ()
    parts: Some[Part]

    def questions(self) -> Iterator[Question]:
        """All questions, in the order they are printed."""
        for part in self.parts:
            yield from part.all_questions()
