"""Every blueprint of the project's bank makes exams that can be printed, sat and marked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from examen import papers
from examen.bank import Bank, check, complete, dumps, load
from examen.bank.numbering import cited
from examen.model.case import Part
from examen.model.full_exam import FullExam
from examen.papers import Outcome
from examen.render.outline import Outline

ROOT = Path(__file__).resolve().parent.parent
BLUEPRINTS = sorted(path.stem for path in (ROOT / "bank/blueprints").glob("*.yaml"))


@pytest.fixture(scope="module", params=BLUEPRINTS)
def made(request: pytest.FixtureRequest) -> Outcome:
    found = papers.assemble(load(ROOT / "bank", ROOT / "rubrics"), request.param, seconds=60)
    assert isinstance(found, Outcome), found
    return found


@pytest.fixture(scope="module")
def bank(made: Outcome, tmp_path_factory: pytest.TempPathFactory) -> Bank:
    """A copy of the bank with the exams written into it."""
    folder = tmp_path_factory.mktemp("copie")
    for name in ("bank", "rubrics"):
        shutil.copytree(ROOT / name, folder / name)
    for paper in made.papers:
        (folder / f"bank/exams/{paper.exam.id}.yaml").write_text(dumps(paper.exam), "utf-8")
    return load(folder / "bank", folder / "rubrics")


@pytest.fixture(scope="module")
def exams(made: Outcome, bank: Bank) -> list[FullExam]:
    return [complete(bank, paper.exam.id) for paper in made.papers]


def test_the_best_is_found_and_sound(made: Outcome, bank: Bank) -> None:
    assert made.proven
    names = {paper.exam.id for paper in made.papers}
    own = {key: exam for key, exam in bank.exams.items() if key in names}
    assert own.keys() == names
    used = {use.case for exam in own.values() for use in exam.cases}
    part = replace(
        bank,
        exams=own,
        cases={key: case for key, case in bank.cases.items() if key in used},
        rubrics={key: rubric for key, rubric in bank.rubrics.items() if key in used},
    )
    assert [one for one in check(part) if Path(one.source.path).stem in names] == []


def test_every_question_can_be_marked(exams: list[FullExam]) -> None:
    for full in exams:
        for item in full.questions():
            assert item.rubric is not None
            assert item.rubric.criteria
            assert not item.oral


def test_only_printed_numbers_are_cited(exams: list[FullExam]) -> None:
    for full in exams:
        for case in full.cases:
            own = {item.question.number for item in full.questions() if item.case.id == case.id}
            texts = [case.context, *_introductions(case.parts)]
            texts += [item.question.prompt for item in full.questions() if item.case.id == case.id]
            for text in texts:
                assert cited(text) <= own, text


def _introductions(parts: tuple[Part, ...]) -> Iterator[str]:
    for part in parts:
        yield part.introduction or ""
        yield from _introductions(part.parts)


def test_only_annexes_that_are_cited_are_printed(exams: list[FullExam], bank: Bank) -> None:
    for full in exams:
        printed = {(annex.case.id, annex.document.id) for annex in Outline(full).annexes}
        wanted = {
            (item.case.id, document)
            for item in full.questions()
            for document in item.question.documents
        }
        whole = {
            case.id
            for case in full.cases
            if sum(1 for _ in case.questions()) == sum(1 for _ in bank.cases[case.id].questions())
        }
        assert {one for one in printed if one[0] not in whole} == {
            one for one in wanted if one[0] not in whole
        }
        assert wanted <= printed
