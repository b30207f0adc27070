"""A small exam that uses every construct once, and a copy of it graded by hand.

The grade is written out here so that the documents' tests do not depend on how well the program
grades.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path

from examen import bank
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import (
    Award,
    Evidence,
    Finding,
    FindingStatus,
    Grade,
    GradeState,
    QuestionGrade,
)

HERE = Path(__file__).resolve().parent / "golden"

ANSWERS = {
    "1.1": (
        "La boutique permet de commander la nuit !\nOn a un fichier des clients :\n- le nom\n"
        '- l\'adresse\n\nEt la boutique ne coûte rien. "Super" non ?'
    ),
    "1.2": "Téléphone : -25 %, comptoir -3,6 % et 120 000 €.\n\tTotal | 10 450",
    "1.3": "Le taux de conversion (commandes / visites). Le panier moyen.",
    "1.4": "Inès parle trop vite, une formation. Lola arrive en retard <b>#panic()</b>, $x$.",
}
COPY = Copy("A12", ANSWERS, warnings=("Une image a été ignorée dans la réponse 1.1.",))


@cache
def exam() -> FullExam:
    """The exam `epreuve-temoin` of tests/golden."""
    loaded = bank.load(HERE / "bank", HERE / "rubrics")
    assert loaded.problems == ()
    return bank.complete(loaded, "epreuve-temoin")


def _evidence(number: str, quote: str) -> Evidence:
    start = ANSWERS[number].index(quote)
    return Evidence(start, start + len(quote), quote)


def _found(number: str, idea: str, *quotes: str, credit: str = "1", reason: str = "") -> Finding:
    pieces = tuple(_evidence(number, quote) for quote in quotes)
    return Finding(idea, FindingStatus.FOUND, Decimal(credit), 0.95, pieces, reason)


def _unsure(number: str, idea: str, *quotes: str, reason: str = "") -> Finding:
    pieces = tuple(_evidence(number, quote) for quote in quotes)
    return Finding(idea, FindingStatus.UNSURE, Decimal(0), 0.4, pieces, reason)


def _missing(idea: str, reason: str = "") -> Finding:
    return Finding(idea, FindingStatus.MISSING, reason=reason)


def _award(criterion: str, span: str, *findings: Finding) -> Award:
    """`span` is points, low, high and max: "1.5 1.5 2 2"."""
    points, low, high, most = (Decimal(value) for value in span.split())
    return Award(criterion, points, low, high, most, findings)


def grade(state: GradeState = GradeState.PROPOSED) -> Grade:
    """The grade of `COPY`."""
    return Grade(
        COPY.id,
        "epreuve-temoin",
        exam().fingerprint,
        "0.1.0",
        (
            QuestionGrade(
                "1.1",
                (
                    _award(
                        "avantages",
                        "1.5 1.5 1.5 2",
                        _found("1.1", "nuit", "commander la nuit", reason="Reconnue par : nuit."),
                        _found("1.1", "fichier", "fichier des clients"),
                        _missing("vendeuse", "Rien dans la réponse n'approche cette idée."),
                        _found("1.1", "gratuit", "la boutique ne coûte rien"),
                    ),
                    _award(
                        "forme",
                        "0 0 1 1",
                        _found("1.1", "liste", "- le nom\n- l'adresse"),
                        _unsure("1.1", "conclusion", '"Super" non ?', reason="À lire."),
                    ),
                ),
            ),
            QuestionGrade(
                "1.2",
                (
                    _award(
                        "calculs",
                        "1 1 2 2",
                        _found("1.2", "telephone", "-25 %"),
                        _found("1.2", "comptoir", "-3,6 %"),
                        _unsure("1.2", "total", "10 450", reason="L'unité manque."),
                        _missing("ecart"),
                        _found("1.2", "ventes", "120 000 €"),
                    ),
                    _award("part", "0.75 0.75 0.75 2", _found("1.2", "tableau", "Total | 10 450")),
                    _award("lecture", "0 0 0 1", _missing("hausse"), _missing("baisse")),
                ),
            ),
            QuestionGrade(
                "1.3",
                (
                    _award(
                        "indicateurs",
                        "1.5 1.5 1.5 2",
                        _found("1.3", "conversion", "taux de conversion", "commandes / visites"),
                        _found("1.3", "panier", "panier moyen", credit="0.5"),
                    ),
                ),
            ),
            QuestionGrade(
                "1.4",
                (
                    _award(
                        "ines-constat", "1 1 1 1", _found("1.4", "debit", "Inès parle trop vite")
                    ),
                    _award("ines-conseil", "1 1 1 1", _found("1.4", "formation", "une formation")),
                    _award("lola-constat", "1 1 1 1", _found("1.4", "retard", "arrive en retard")),
                    _award(
                        "lola-conseil",
                        "0 0 1 1",
                        _missing("entretien", "Aucun passage proche."),
                        _unsure("1.4", "autre-conseil", "Lola arrive en retard <b>#panic()</b>"),
                    ),
                ),
            ),
            QuestionGrade(
                "2",
                (
                    _award("reflexion", "0 0 4 4", _missing("niveau", "Pas de réponse.")),
                    _award("langue", "0 0 0 2", _missing("expression", "Pas de réponse.")),
                ),
            ),
        ),
        Decimal(20),
        state,
        COPY.warnings,
    )
