r"""What no answer may earn points by, through the grader's door: `cases/resistance-*.md`.

A case is an answer, in which `\u{200b}` stands for the character of this number, and what it
earns: the findings, then the warnings, each after an exclamation mark.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from cases import cases
from examen.grading import Grader
from examen.model.copy import Copy
from grading_cases import full_exam, summary

HERE = Path(__file__).parent
CRITERIA = """
- id: regles
  title: Règles de l'envoi
  points: 4
  award: {rule: each, points: 1, expected: 4}
  ideas:
    - {id: consentement, says: …, phrasings: [[[consentement, accord, opt-in]]]}
    - {id: desinscription, says: …, phrasings: [[désinscription], {regex: 'stop \\w+'}]}
    - {id: cnil, says: …, phrasings: [CNIL], contradictions: [la CNIL est facultative]}
    - {id: mentions, says: …, phrasings: [mentions légales]}
    - {id: duree, says: …, phrasings: [{number: {value: 3, unit: ans}}]}
  penalties:
    - {id: fichier, says: …, points: 1, phrasings: [acheter un fichier]}
"""
PROMPT = (
    "Indiquez les règles que l'entreprise doit respecter pour recueillir le consentement des "
    "clients avant l'envoi d'un e-mail, et dites ce que contrôle la CNIL."
)
DOCUMENT = (
    "Depuis plusieurs années, la CNIL rappelle aux entreprises que les données des clients se "
    "gardent 3 ans au plus après le dernier contact."
)


def grader(form: str = "text") -> Grader:
    return Grader(
        full_exam(
            CRITERIA,
            question={"prompt": PROMPT, "form": form, "documents": ["note"]},
            documents=({"kind": "text", "id": "note", "title": "Note", "body": DOCUMENT},),
        )
    )


GRADER, OF_TERMS = grader(), grader("table")


def typed(text: str) -> str:
    """The text with the characters that a case names by their number."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def told(grader: Grader, answer: str) -> str:
    """What an answer earns, its findings that are not simply missing, and the warnings."""
    grade = grader.grade(Copy("A01", {"1": answer}))
    lines = summary(grade.questions[0]).splitlines()
    lines = [line for line in lines if not line.endswith(": missing")]
    return "\n".join((*lines, *(f"! {warning}" for warning in grade.warnings)))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [case for path in sorted(HERE.glob("cases/resistance-*.md")) for case in cases(path, parts=2)],
)
def test_resistance(answer: str, expected: str) -> None:
    assert told(GRADER, typed(answer)) == expected
