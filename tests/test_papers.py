"""Assembling: exams that meet their blueprint, over a small bank."""

from __future__ import annotations

from pathlib import Path

from examen import papers
from examen.bank import load

PAPERS = Path(__file__).parent / "data/papers"


def test_the_exams_of_a_blueprint_meet_it() -> None:
    found = papers.assemble(load(PAPERS / "bank", None), "ecrit")
    assert isinstance(found, papers.Outcome)
    assert found.proven
    assert [paper.exam.id for paper in found.papers] == ["ecrit-a", "ecrit-b"]
    for paper, figures in zip(found.papers, found.figures, strict=True):
        assert figures.points == paper.exam.header.total == 20
        assert 60 <= figures.minutes <= 85
        assert figures.competencies["C2.2"] >= 4
