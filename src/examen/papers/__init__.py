"""Papers: exams put together from a blueprint, by exact search over the bank."""

from examen.papers.exams import Figures, Paper
from examen.papers.outcome import Clash, Contradiction, Outcome, assemble
from examen.papers.recording import recorded, use_of, uses_file

__all__ = [
    "Clash",
    "Contradiction",
    "Figures",
    "Outcome",
    "Paper",
    "assemble",
    "recorded",
    "use_of",
    "uses_file",
]
