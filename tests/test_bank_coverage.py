"""The bank that is shipped assesses every competency of its framework, in every form."""

from __future__ import annotations

from pathlib import Path

import pytest

from examen.analysis.coverage import Coverage, coverage
from examen.bank import load
from examen.model.framework import Competency

QUESTIONS, LEVELS = 4, 2


@pytest.fixture(scope="module")
def found(root: Path) -> Coverage:
    return coverage(load(root / "bank", root / "rubrics"), framework="conseiller-bancassurance")


def test_every_competency_has_questions_at_several_levels(found: Coverage) -> None:
    def lacks(competency: Competency) -> bool:
        share = found.of(competency)
        return len(share.asked) < QUESTIONS or len(share.levels) < LEVELS

    assert [one.id for one in found.framework.competencies() if lacks(one)] == []


def test_every_form_of_assessment_has_questions(found: Coverage) -> None:
    missing = found.missing_modalities()
    assert [f"{block.id} {modality.id}" for block, modality in missing] == []
