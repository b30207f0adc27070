"""A small marked set for tests: an exam of one question, copies, and the marks of a jury."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from examen.analysis.marks import Marks, QuestionMarks
from examen.bank import fingerprint
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from grading_cases import full_exam

CRITERIA = """
- id: envoi
  title: Envoi
  points: 3
  award: {rule: each, points: 1, expected: 3}
  ideas:
    - {id: lien, says: Un lien de désinscription., phrasings: [[lien, désinscription, visible]]}
    - {id: accord, says: L’accord du client., phrasings: [[accord, client]]}
    - {id: nom, says: Le nom de l’annonceur., phrasings: [[nom]]}
"""
# Partly said: the engine finds no link, for "visible" is not written.
LINK = "Il faut un lien de désinscription au bas du message."
CONSENT = "Il faut l'accord du client avant tout envoi."
NAME = "Le nom figure en tête."
NOT_ASKED = "Le logo est bleu et la police est grande."


def exam(criteria: str = CRITERIA) -> FullExam:
    """The exam, with the fingerprint of its rubric."""
    full = full_exam(criteria)
    return replace(full, fingerprint=fingerprint(full))


def copies(count: int) -> list[Copy]:
    """Copies that say the link, the consent and the name, each in another third or half."""
    answers = []
    for n in range(count):
        said = [LINK if n % 2 else "", CONSENT if n % 3 else "", NAME if n % 5 < 3 else ""]
        filler = f"{NOT_ASKED} Exemple {n}."
        answers.append(Copy(f"C{n:02}", {"1": "\n".join(filter(None, [*said, filler]))}))
    return answers


def lenient(some: list[Copy]) -> Marks:
    """A jury that takes a link for said without “visible”, and wants more than a name's mention."""

    def marked(answer: str) -> QuestionMarks:
        told = {"lien": LINK in answer, "accord": CONSENT in answer}
        ideas = {idea: "" for idea, said in told.items() if said}
        return QuestionMarks(Decimal(len(ideas)), ideas)

    return {"jury": {copy.id: {"1": marked(copy.answers["1"])} for copy in some}}


def points_only(some: list[Copy]) -> Marks:
    """The same jury, of whom only points are known."""
    return {
        marker: {
            copy: {number: QuestionMarks(given.points) for number, given in questions.items()}
            for copy, questions in marked.items()
        }
        for marker, marked in lenient(some).items()
    }
