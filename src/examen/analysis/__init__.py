"""Analysis: figures about grades; how far they agree with the marks of people."""

from examen.analysis.agreement import Agreement, KeyFigures, agree, compare
from examen.analysis.marks import read_marks

__all__ = ["Agreement", "KeyFigures", "agree", "compare", "read_marks"]
