"""Cases: a situation with its documents and its questions."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from examen.model.base import (
    AssessmentForm,
    Code,
    Language,
    Many,
    Markdown,
    PositivePoints,
    QuestionNumber,
    Record,
    Reference,
    Review,
    Slug,
    Some,
    Status,
    Text,
)
from examen.model.variables import Formula, Parameters, Variable, VariableName


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


class Audience(StrEnum):
    """Who is given a document."""

    CANDIDATES = "candidates"
    JURY = "jury"


class _Document(Record):
    id: Slug
    title: Text
    audience: Audience = Field(
        default=Audience.CANDIDATES, description="The jury alone, or the candidates too."
    )


class TextDocument(_Document):
    """A document that is read: an article, a letter, an extract."""

    kind: Literal["text"] = "text"
    body: Markdown
    source: Text | None = None


class TableDocument(_Document):
    """A document that is a table; every row has a cell for each column."""

    kind: Literal["table"]
    columns: Some[Text]
    rows: Some[Many[str]]
    note: Markdown | None = None
    source: Text | None = None


class FigureDocument(_Document):
    """A document that is a picture, with the words that replace it for those who cannot see it."""

    kind: Literal["figure"]
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
    after: Many[QuestionNumber] = Field(
        default=(), description="Questions of the case whose answers this one builds on."
    )
    lines: int | None = Field(default=None, ge=1, description="Lines in the answer booklet.")
    status: Status | None = Field(
        default=None, description="How far it has come; as far as its case if left out."
    )
    review: Review | None = None


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


class Reply(Record):
    """What the jury answers, and only if the candidate asks."""

    asked: Text = Field(description="What the candidate must ask about.")
    says: Markdown


class Challenge(Record):
    """A question or an objection of the jury, and what a good candidate makes of it."""

    says: Markdown
    expected: Markdown
    when: Text | None = Field(
        default=None, description="The moment for it, left to the jury if not given."
    )


class Scenario(Record):
    """How the jury conducts an oral assessment; candidates never see it."""

    preparation: int | None = Field(default=None, ge=1, description="In minutes.")
    minutes: int = Field(ge=1, description="Time before the jury, in minutes.")
    role: Markdown = Field(description="Whom the jury plays, in what mood and with what aim.")
    opening: Markdown = Field(description="How the jury begins.")
    replies: Many[Reply] = ()
    challenges: Many[Challenge] = ()
    ending: Markdown | None = None


class Case(Record):
    """A situation with its documents and its questions."""

    schema_version: Literal["case/1"] = Field(alias="schema")
    id: Slug
    title: Text
    language: Language = Language.FR
    status: Status = Status.DRAFT
    review: Review | None = None
    framework: Slug | None = None
    form: AssessmentForm = AssessmentForm.WRITTEN_CASE
    minutes: int | None = Field(default=None, ge=1)
    sources: Many[Reference] = ()
    variables: dict[VariableName, Variable] = Field(
        default_factory=dict,
        description="What is drawn or computed; texts use it as {{ name }}.",
    )
    where: Many[Formula] = Field(
        default=(), description="Conditions that every variant of the case meets."
    )
    context: Markdown
    documents: Many[Document] = ()
    scenario: Scenario | None = None
    parts: Some[Part]

    @property
    def parameters(self) -> Parameters:
        """Its variables and their conditions."""
        return Parameters.model_construct(variables=self.variables, where=self.where)

    def status_of(self, question: Question) -> Status:
        """How far one of its questions has come; with a retired case, all are."""
        if self.status is Status.RETIRED:
            return Status.RETIRED
        return question.status or self.status

    def questions(self) -> Iterator[Question]:
        """All questions, in the order they are printed."""
        for part in self.parts:
            yield from part.all_questions()
