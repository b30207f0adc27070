"""A bank for the examples of the documentation: one question marked by a few lines of YAML."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from textwrap import indent

import yaml

from examen.bank import Bank, check, complete, load
from examen.grading import Grader
from examen.model.grade import FindingStatus, QuestionGrade
from examen.model.rubric import QuestionRubric
from examen.problems import Problem
from examen.render.typography import number

SHOWN = "essai/1"  # what `examen show` is asked for

_RUBRIC = """\
schema: rubric/1
id: essai
case: essai
questions:
  - question: "1"
    model_answer: "…"
    criteria:
"""
_CASE = """\
schema: case/1
id: essai
title: Essai
context: "Un essai."
parts:
  - id: partie
    title: Partie
    questions:
      - {{number: "1", prompt: "Répondez.", points: {points}}}
"""
_EXAM = """\
schema: exam/1
id: epreuve
title: Essai
header:
  diploma: Essai
  paper: Essai
  session: "2026"
  code: ESSAI
  minutes: 60
  material: Aucun.
  total: {points}
  date: "2026-06-10"
cases:
  - case: essai
"""


class Example:
    """Criteria as a page writes them, in a bank of their own.

    Args:
        folder: where the bank is written.
        criteria: a YAML list.
        lexicon: the text of a lexicon's file, or nothing.
    """

    def __init__(self, folder: Path, criteria: str, lexicon: str = "") -> None:
        points = _points(criteria)
        texts = {
            "rubrics/essai.yaml": _RUBRIC + indent(criteria, "      "),
            "bank/essai.yaml": _CASE.format(points=points),
            "bank/epreuve.yaml": _EXAM.format(points=points),
        }
        if lexicon:
            texts["bank/lexique.yaml"] = lexicon
        for name, text in texts.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text, "utf-8")
        self.folder = folder
        self.bank: Bank = load(folder / "bank", folder / "rubrics")

    def problems(self) -> list[Problem]:
        """What `examen check` says of the criteria."""
        return [*self.bank.problems, *check(self.bank)]

    def grader(self) -> Grader:
        """The grader of the one question."""
        return Grader(complete(self.bank, "epreuve"))


def _points(criteria: str) -> Decimal:
    """The sum of the points, written as they are; the records' own check finds what is wrong."""
    listed = yaml.load(criteria, yaml.BaseLoader)  # noqa: S506 - text only
    rubric = QuestionRubric.model_validate(
        {"question": "1", "model_answer": "…", "criteria": listed}
    )
    return sum((criterion.points for _, criterion in rubric.all_criteria()), Decimal(0))


def earned(grade: QuestionGrade) -> str:
    """The points as the pages write them: `1 sur 2, de 1 à 2`."""
    span = f", de {number(grade.low)} à {number(grade.high)}" if grade.to_review else ""
    return f"{number(grade.points)} sur {number(grade.max)}{span}"


def said(grade: QuestionGrade) -> frozenset[str]:
    """The ideas that are found or unsure."""
    return frozenset(
        finding.idea
        for award in grade.awards
        for finding in award.findings
        if finding.status is not FindingStatus.MISSING
    )
