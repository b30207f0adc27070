"""Exchange: copies in, grades out, and grades in again, in the formats that people use."""

from examen.exchange.copies import read_copies
from examen.exchange.grades import GRADEBOOK, JSON_LINES, GradeText, read_grades
from examen.exchange.growing import GrowingFiles
from examen.exchange.replacing import replacing

__all__ = [
    "GRADEBOOK",
    "JSON_LINES",
    "GradeText",
    "GrowingFiles",
    "read_copies",
    "read_grades",
    "replacing",
]
