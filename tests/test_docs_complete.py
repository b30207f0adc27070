"""The documentation is complete: all that may be written is explained, and tables are true."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any, get_args

import pytest

from doc_bank import Example, said
from doc_pages import DOCS, Page, answer_in
from examen.bank import Code
from examen.cli.render import DOCUMENTS, FORMATS
from examen.grading.selftest import SelftestCode
from examen.model.award import Band
from examen.model.base import Origin, Record, Status
from examen.model.case import (
    AnswerForm,
    Case,
    FigureDocument,
    Part,
    Question,
    TableDocument,
    TextDocument,
)
from examen.model.exam import CaseUse, Exam, Header
from examen.model.grade import (
    Award,
    Evidence,
    Finding,
    FindingStatus,
    Grade,
    Ground,
    QuestionGrade,
    Recognised,
    Way,
    to_json,
)
from examen.model.lexicon import Acronym, Lexicon
from examen.model.recognition import KEYS, NumberKind, Scope, StructureKind, ValueSpec, Words
from examen.model.rubric import (
    Criterion,
    Entity,
    ExampleKind,
    Idea,
    OpenList,
    Penalty,
    QuestionRubric,
    Repeat,
    Requirement,
    Validity,
)
from examen.model.rubric import Example as Answered
from examen.render.bareme import RULES

RUBRIC_PAGE = Page(DOCS / "ecrire-un-bareme.md")
CASE_PAGE = Page(DOCS / "ecrire-un-cas.md")


def found_by(phrasing: str, folder: Path) -> Callable[[str], bool]:
    """Whether an answer holds an idea that has this phrasing."""
    idea = f"{{id: a, says: A., phrasings: [{phrasing}]}}"
    rule = "{id: c, title: C, points: 1, award: {rule: all}, ideas: ["
    example = Example(folder, f"- {rule}{idea}]}}\n")
    assert example.problems() == []
    grader = example.grader()
    return lambda answer: bool(said(grader.grade_answer("1", answer)))


@pytest.mark.parametrize(
    ("kind", "value", "right", "wrong"),
    [
        (*re.findall(r"`([^`]+)`", cells[0] + cells[2]), cells[3], cells[4])
        for cells in RUBRIC_PAGE.table("`kind`", "c’est", "`value`")
    ],
)
def test_numbers_are_read_as_told(
    kind: str, value: str, right: str, wrong: str, tmp_path: Path
) -> None:
    found = found_by(f"{{number: {{value: {value}, kind: {kind}}}}}", tmp_path)
    assert [text for text in right.split("\u202f; ") if not found(text)] == []
    assert [text for text in wrong.split("\u202f; ") if found(text)] == []


@pytest.mark.parametrize(
    ("kind", "answer"),
    [(cells[0].strip("`"), answer_in(cells[3])) for cells in RUBRIC_PAGE.table("`structure`")],
)
def test_structures_are_found_as_told(kind: str, answer: str, tmp_path: Path) -> None:
    found = found_by(f"{{structure: {kind}}}", tmp_path)
    assert found(answer)
    assert not found("")


CHOICES = {
    RUBRIC_PAGE: [
        *KEYS,
        *(choice.value for kind in (NumberKind, StructureKind, Scope, Origin) for choice in kind),
        *ExampleKind,
        *(get_args(rule.model_fields["rule"].annotation)[0] for rule in RULES),
    ],
    CASE_PAGE: [*AnswerForm, *Status, *DOCUMENTS, *FORMATS],
}


def keys(*records: type[Record]) -> set[str]:
    """All keys that the records have."""
    return {name for record in records for name in record.model_fields}


KEYS_OF = {
    RUBRIC_PAGE: keys(QuestionRubric, Criterion, Idea, Requirement, Validity, OpenList, Penalty)
    | keys(Repeat, Entity, Answered, Words, ValueSpec, Band, Lexicon, Acronym)
    | keys(*RULES),
    CASE_PAGE: keys(Case, TextDocument, TableDocument, FigureDocument, Part, Question)
    | keys(Exam, Header, CaseUse),
}
LATER = {"language", "url", "date", "schema_version"}  # in the editor, not in a first reading


@pytest.mark.parametrize("page", CHOICES, ids=lambda page: page.path.name)
def test_everything_that_may_be_written_is_explained(page: Page) -> None:
    """In the prose, or in an example."""
    words = {*map(str, CHOICES[page]), *KEYS_OF[page]}
    known = set(re.findall(r"[\w-]+", page.text)) | LATER
    assert sorted(words - known) == []


@pytest.mark.parametrize("page", [RUBRIC_PAGE, CASE_PAGE], ids=lambda page: page.path.name)
def test_codes_that_are_explained_exist(page: Page) -> None:
    head = "le code" if page is RUBRIC_PAGE else "ce qui arrive"
    named = {cells[0].strip("`") for cells in page.table(head)}
    assert len(named) > 5
    assert named <= {*Code, *SelftestCode}


ARCHITECTURE = Page(DOCS / "architecture.md")


def test_files_that_the_architecture_names_exist() -> None:
    named = set(re.findall(r"`((?:[a-z_]+/)+\w+\.(?:py|md))`", ARCHITECTURE.text))
    assert len(named) > 10
    places = (DOCS.parent, DOCS.parent / "src/examen")
    assert sorted(name for name in named if not any((at / name).exists() for at in places)) == []


def test_rooms_of_the_architecture_are_those_that_exist() -> None:
    drawn = re.search(r"## Rooms.*?```\n(.*?)```", ARCHITECTURE.text, re.DOTALL)
    assert drawn
    package = DOCS.parent / "src/examen"
    rooms = {path.parent.name for path in package.glob("*/__init__.py")}
    told = {room for line in drawn[1].splitlines() for room in line[:27].split()}
    assert told == rooms | {"problems", "messages", "garbage", "caches"}


def shape(data: Any) -> Any:
    """The keys of JSON data, at all levels."""
    if isinstance(data, dict):
        return {key: shape(value) for key, value in data.items()}
    return [shape(data[0])] if isinstance(data, list) and data else None


def test_grades_have_the_shape_that_other_programs_rely_on() -> None:
    told = re.search(r"```json\n(.*?)```", ARCHITECTURE.text, re.DOTALL)
    assert told
    evidence = (Evidence(12, 48, "…"),)
    how = (Recognised("s'opposer", "opposition", Way.FAMILY),)
    finding = Finding(
        "opposition",
        FindingStatus.FOUND,
        Decimal(1),
        0.97,
        evidence,
        "…",
        ground=Ground.SAID,
        how=how,
    )
    two, three = Decimal(2), Decimal(3)
    award = Award("elaboration", two, low=two, high=three, max=three, findings=(finding,))
    question = QuestionGrade("1.1.2", (award,))
    grade = Grade("A01", "…", "sha256:…", "0.1.0", (question,), scale=Decimal(20))
    assert shape(json.loads(told[1])) == shape(to_json(grade))
