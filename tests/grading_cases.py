"""Grading in tests: one question from a few lines of YAML, and findings as a few lines of text."""

from __future__ import annotations

from typing import Any

import yaml

from examen.grading import Grader
from examen.model.case import Case
from examen.model.exam import Exam
from examen.model.full_exam import FullExam
from examen.model.grade import Award, Finding, QuestionGrade
from examen.model.lexicon import Lexicon
from examen.model.rubric import Criterion, Rubric

LEXICON = Lexicon.model_validate(
    {
        "schema": "lexicon/1",
        "id": "essai",
        "synonyms": [
            ["client", "sociétaire", "assuré"],
            ["e-mail", "courriel", "mail"],
            ["gratuit", "sans frais"],
        ],
        "acronyms": [
            {"short": "AG", "long": ["assemblée générale"]},
            {"short": "CTA", "long": ["call to action", "appel à l'action"]},
        ],
    }
)


def full_exam(
    criteria: str,
    session: str = "2020",
    language: str = "fr",
    *,
    question: dict[str, Any] | None = None,
    documents: tuple[dict[str, Any], ...] = (),
) -> FullExam:
    """An exam of one question, number 1, marked by these criteria (a YAML list)."""
    written: list[dict[str, Any]] = yaml.load(criteria, yaml.BaseLoader)  # noqa: S506 - text only
    rubric = Rubric.model_validate(
        {
            "schema": "rubric/1",
            "id": "essai",
            "case": "essai",
            "questions": [{"question": "1", "model_answer": "…", "criteria": written}],
        }
    )
    total = sum(c.points for _entity, c in rubric.questions[0].all_criteria())
    asked = {"number": "1", "prompt": "Dites.", "points": total, **(question or {})}
    case = Case.model_validate(
        {
            "schema": "case/1",
            "id": "essai",
            "title": "Essai",
            "context": "Le trail des Monts.",
            "parts": [{"id": "partie", "title": "Partie", "questions": [asked]}],
            "documents": documents,
        }
    )
    exam = Exam.model_validate(
        {
            "schema": "exam/1",
            "id": "essai",
            "title": "Essai",
            "language": language,
            "header": {
                "diploma": "BTS",
                "paper": "E5",
                "session": session,
                "code": "E5",
                "minutes": "60",
                "material": "Aucun",
                "total": total,
                "scale": "20",
            },
            "cases": [{"case": "essai"}],
        }
    )
    return FullExam(exam, (case,), {"essai": rubric}, (LEXICON,))


def grade(criteria: str, answer: str) -> QuestionGrade:
    """What an answer earns under these criteria."""
    return Grader(full_exam(criteria)).grade_answer("1", answer)


def criterion(award: dict[str, Any], points: str, ideas: int) -> Criterion:
    """A criterion with ideas named a, b, c and so on."""
    return Criterion.model_validate(
        {
            "id": "critere",
            "title": "Critère",
            "points": points,
            "award": award,
            "ideas": [{"id": chr(97 + n), "says": "…", "phrasings": ["…"]} for n in range(ideas)],
        }
    )


def summary(question: QuestionGrade) -> str:
    """The grade as the cases write it: a line a criterion, an indented line an idea."""
    return "\n".join(line for award in question.awards for line in _lines(award))


def _lines(award: Award) -> list[str]:
    span = f" ({award.low} à {award.high})" if award.low != award.high else ""
    head = f"{award.criterion}: {award.points}/{award.max}{span}"
    return [head, *(f"  {_line(finding)}" for finding in award.findings)]


def _line(finding: Finding) -> str:
    credit = f" {finding.credit:.2g}" if finding.credit not in {0, 1} else ""
    quotes = " … ".join(f"«{piece.quote}»" for piece in finding.evidence)
    return f"{finding.idea}: {finding.status.value}{credit} {quotes}".rstrip()
