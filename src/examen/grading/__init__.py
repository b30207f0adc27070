"""Grading: rubric and answer give findings, awards and a proposed grade."""

from examen.grading.grader import Grader

__all__ = ["Grader"]
