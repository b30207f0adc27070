"""Exchange: copies in, grades out, and grades in again, in the formats that people use."""

from examen.exchange.copies import read_copies
from examen.exchange.grades import GradeWriter, read_grades
from examen.exchange.replacing import replacing

__all__ = ["GradeWriter", "read_copies", "read_grades", "replacing"]
