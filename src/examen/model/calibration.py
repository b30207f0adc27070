"""Calibrations: what was learned from copies that people marked, beside the rubric it belongs to.

A rubric says what counts; a calibration says how far the engine's findings on it can be trusted.
It belongs to one exam as its rubrics stand, which the fingerprint tells.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from examen.model.base import Number, PositivePoints, QuestionNumber, Record, Slug, Some, Text

Count = Annotated[int, Field(ge=0)]
Weights = dict[str, Number]


class Method(StrEnum):
    """How the agreement was measured: every copy is graded by what the others taught."""

    LEAVE_ONE_OUT = "leave-one-copy-out"
    TEN_FOLD = "ten-fold"


class Measured(Record):
    """How far the marks agree with those of people; what cannot be measured is left out.

    Precision, recall and F1 of the ideas found; mean quadratic weighted kappa of the questions;
    mean difference and bias of the totals, in points; shares of answers with the same points and
    with more points than people give; calibration error of the confidences; share of ideas unsure.
    """

    precision: Number | None = None
    recall: Number | None = None
    f1: Number | None = None
    kappa: Number | None = None
    mean_difference: Number | None = None
    bias: Number | None = None
    exact: Number | None = None
    over: Number | None = None
    ece: Number | None = None
    unsure: Number | None = None


class IdeaWeights(Record):
    """How probable an idea is, given what the engine found of it.

    Log-odds = those of the engine + `said` or `unsaid` + the weights of the answer's groups of
    letters.
    """

    criterion: Slug
    idea: Slug
    outside: bool = Field(default=False, description="These are the passages outside an open list.")
    copies: Count
    present: Number = Field(ge=0, description="How many of the copies say it, by their markers.")
    said: Number = Field(description="Added where a phrasing was recognised.")
    unsaid: Number = Field(description="Added where none was.")
    letters: Weights = Field(
        default_factory=dict, description="What groups of letters in the answer add."
    )


class PointsWeights(Record):
    """What an answer is worth, where people gave points only.

    Points = `start` + `proposed` * those of the rubric + the weights of the findings' probabilities
    and of the answer's letter groups, to the nearest `step`.
    """

    step: PositivePoints
    start: Number = Field(le=0)
    proposed: Number
    doubt: Number = Field(ge=0, description="So near to other points, in points, a person decides.")
    findings: Weights = Field(default_factory=dict, description="By criterion and idea.")
    letters: Weights = Field(default_factory=dict)


class QuestionCalibration(Record):
    """What was learned of one question; nothing is used where it brought no better agreement."""

    question: QuestionNumber
    copies: Count
    used: bool
    before: Measured
    after: Measured
    found_from: Number | None = Field(
        default=None, description="An idea as probable as this is found."
    )
    missing_below: Number | None = Field(
        default=None, description="An idea less probable is missing; a person reads those between."
    )
    ideas: tuple[IdeaWeights, ...] = ()
    points: PointsWeights | None = None


class Calibration(Record):
    """What was learned from the marked copies of an exam."""

    schema_version: Literal["calibration/1"] = Field(alias="schema")
    id: Slug = Field(description="The exam it belongs to.")
    rubric: Text = Field(description="The fingerprint of the exam's rubrics.")
    examen: Text = Field(description="The version of examen that learned it.")
    date: date
    copies: Count
    markers: Some[Text]
    method: Method
    before: Measured
    after: Measured
    questions: Some[QuestionCalibration]

    @property
    def used(self) -> tuple[QuestionCalibration, ...]:
        """The questions where it is used."""
        return tuple(question for question in self.questions if question.used)
