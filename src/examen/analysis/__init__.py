"""Analysis: figures about grades; how far they agree with the marks of people."""

from examen.analysis.agreement import Agreement, agree

__all__ = ["Agreement", "agree"]
