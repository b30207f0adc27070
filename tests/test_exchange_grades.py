"""Writing grades for machines and for spreadsheets, and reading them again."""

from __future__ import annotations

import csv
import json
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.exchange import (
    GRADEBOOK,
    JSON_LINES,
    GradeText,
    GrowingFiles,
    read_copies,
    read_grades,
)
from examen.messages import using
from examen.model.case import Case
from examen.model.exam import Exam
from examen.model.full_exam import FullExam
from examen.model.grade import (
    Award,
    Evidence,
    Finding,
    FindingStatus,
    Grade,
    GradeState,
    QuestionGrade,
    to_json,
)
from examen.problems import ExamenError, Problem, UnusableError

NUMBERS = ("1.1.1", "2.1", "RCS")


def full_exam(scale: str | None = "20") -> FullExam:
    case = {
        "schema": "case/1",
        "id": "cas",
        "title": "Cas",
        "context": "Un cas.",
        "parts": [
            {
                "id": "partie",
                "title": "Partie",
                "questions": [{"number": n, "prompt": "Dites.", "points": "4"} for n in NUMBERS],
            }
        ],
    }
    header = {
        "diploma": "BTS",
        "paper": "E5",
        "session": "2020",
        "code": "X",
        "minutes": "60",
        "material": "Rien",
        "total": "12",
        "scale": scale,
    }
    exam = {
        "schema": "exam/1",
        "id": "e",
        "title": "E",
        "header": header,
        "cases": [{"case": "cas"}],
    }
    return FullExam(Exam.model_validate(exam), (Case.model_validate(case),), {})


def award(points: str, *findings: Finding, high: str | None = None) -> Award:
    number = Decimal(points)
    return Award("fond", number, number, Decimal(high or points), Decimal(4), findings, "parce que")


def grade(copy: str, *points: str, high: str | None = None) -> Grade:
    questions = tuple(
        QuestionGrade(number, (award(each, high=high if number == "2.1" else None),))
        for number, each in zip(NUMBERS, points, strict=True)
    )
    return Grade(copy, "e", "sha256:0", "0.1.0", questions, Decimal(20))


def growing(folder: Path) -> GrowingFiles:
    return GrowingFiles(folder, (JSON_LINES, GRADEBOOK))


def add(files: GrowingFiles, grades: Sequence[Grade], scale: str | None = "20") -> None:
    text = GradeText(full_exam(scale))
    files.begin()
    files.step((b"", text.heads().encode()), None)
    for each in grades:
        files.step((text.line(each).encode(), text.row(each).encode()), None)


def write(folder: Path, grades: Sequence[Grade], scale: str | None = "20") -> None:
    with growing(folder) as files:
        add(files, grades, scale)
        files.finish()


def test_the_gradebook_in_french(tmp_path: Path) -> None:
    write(tmp_path, [grade("A01", "1.5", "2", "0"), grade("A02", "4", "3.75", "4", high="4")])
    assert (tmp_path / "grades.csv").read_bytes().decode("utf-8") == (
        "\ufeffcopie;Q1.1.1;Q2.1;RCS;total;sur 20;questions à revoir\r\n"
        "A01;1,5;2;0;3,5;5,83;\r\n"
        "A02;4;3,75;4;11,75;19,58;Q2.1\r\n"
    )


def test_the_gradebook_in_english(tmp_path: Path) -> None:
    with using("en"):
        write(tmp_path, [grade("A01", "1.5", "2", "10", high="3")])
    assert (tmp_path / "grades.csv").read_text("utf-8-sig").splitlines() == [
        "copy,Q1.1.1,Q2.1,RCS,total,over 20,questions to review",
        "A01,1.5,2,10,13.5,22.5,Q2.1",
    ]


def test_an_exam_without_a_scale(tmp_path: Path) -> None:
    write(tmp_path, [grade("A01", "1", "2", "0")], scale=None)
    heads, row = (tmp_path / "grades.csv").read_text("utf-8-sig").splitlines()
    assert heads == "copie;Q1.1.1;Q2.1;RCS;total;questions à revoir"
    assert row == "A01;1;2;0;3;"


def test_a_question_that_was_not_graded_is_not_zero(tmp_path: Path) -> None:
    partial = Grade("A", "e", "r", "0", grade("A", "1", "2", "3").questions[:1], Decimal(20))
    write(tmp_path, [partial])
    assert (tmp_path / "grades.csv").read_text("utf-8-sig").splitlines()[1] == "A;1;;;1;5;"


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t=", "\r="])
def test_no_cell_is_a_formula(tmp_path: Path, start: str) -> None:
    write(tmp_path, [grade(f'{start}HYPERLINK("http://x")', "1", "1", "1")])
    with (tmp_path / "grades.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    assert rows[1][0] == f'\'{start}HYPERLINK("http://x")'
    assert json.loads((tmp_path / "grades.jsonl").read_text("utf-8"))["copy"][0] == start[0]


def test_json_lines_hold_the_contract_in_the_order_written(tmp_path: Path) -> None:
    grades = [grade("B", "1.5", "2", "0"), grade("A", "4", "0.25", "4")]
    write(tmp_path, grades)
    lines = (tmp_path / "grades.jsonl").read_bytes().decode().split("\n")
    assert lines.pop() == ""
    assert [json.loads(line) for line in lines] == [to_json(each) for each in grades]


def test_the_same_grades_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("one", "two"):
        write(tmp_path / name / "new", [grade("A", "1.5", "2", "0")])
    for file in ("grades.jsonl", "grades.csv"):
        one, two = ((tmp_path / name / "new" / file).read_bytes() for name in ("one", "two"))
        assert one == two


def test_old_files_stay_until_the_new_ones_are_whole(tmp_path: Path) -> None:
    write(tmp_path, [grade("A", "1", "1", "1")])
    (tmp_path / "notes.txt").write_text("à garder")
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    with growing(tmp_path) as files:
        add(files, [grade("B", "2", "2", "2")])
        assert {name: (tmp_path / name).read_bytes() for name in before} == before
        files.finish()
    assert "B;2" in (tmp_path / "grades.csv").read_text("utf-8-sig")
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(before)


def write_and_fail(folder: Path, error: type[BaseException]) -> None:
    with growing(folder) as files:
        add(files, [grade("B", "2", "2", "2")])
        raise error


@pytest.mark.parametrize("error", [KeyboardInterrupt, ValueError, ExamenError])
def test_a_failure_leaves_the_folder_as_it_was(tmp_path: Path, error: type[BaseException]) -> None:
    write(tmp_path / "old", [grade("A", "1", "1", "1")])
    before = {path.name: path.read_bytes() for path in (tmp_path / "old").iterdir()}
    for folder in ("old", "new/deep"):
        with pytest.raises(error):
            write_and_fail(tmp_path / folder, error)
    after = {path.name: path.read_bytes() for path in (tmp_path / "old").iterdir()}
    assert after == before
    assert [path.name for path in tmp_path.iterdir()] == ["old"]


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with (
        pytest.raises(ExamenError, match="ne peut pas être écrit"),
        growing(tmp_path / "file" / "out"),
    ):
        pass


def test_a_gradebook_in_the_place_of_a_folder(tmp_path: Path) -> None:
    (tmp_path / "grades.csv").mkdir()
    with pytest.raises(ExamenError, match="ne peut pas être écrit"):
        write(tmp_path, [grade("A", "1", "1", "1")])
    assert [path.name for path in tmp_path.iterdir()] == ["grades.csv"]


POINTS = st.integers(0, 64).map(lambda number: Decimal(number) / 8)
WORDS = st.text(st.characters(codec="utf-8"), max_size=20)
FINDINGS = st.builds(
    Finding,
    idea=st.sampled_from(["opposition", "cnil"]),
    status=st.sampled_from(FindingStatus),
    credit=st.sampled_from([Decimal(0), Decimal("0.5"), Decimal(1)]),
    confidence=st.integers(0, 1000).map(lambda number: number / 1000),
    evidence=st.lists(st.builds(Evidence, st.integers(0), st.integers(0), WORDS)).map(tuple),
    reason=WORDS,
)
AWARDS = st.builds(
    Award,
    criterion=st.just("fond"),
    points=POINTS,
    low=POINTS,
    high=POINTS,
    max=POINTS.map(lambda number: number + 1),
    findings=st.lists(FINDINGS, max_size=3).map(tuple),
    reason=WORDS,
)
GRADES = st.builds(
    Grade,
    copy=WORDS,
    exam=WORDS,
    rubric=WORDS,
    version=WORDS,
    questions=st.lists(
        st.builds(
            QuestionGrade,
            st.sampled_from(NUMBERS),
            st.lists(AWARDS, min_size=1, max_size=2).map(tuple),
        ),
        min_size=1,
        max_size=3,
    ).map(tuple),
    scale=st.sampled_from([None, Decimal(20), Decimal("12.5")]),
    state=st.sampled_from(GradeState),
    warnings=st.lists(WORDS, max_size=2).map(tuple),
)


@given(st.lists(GRADES, max_size=3, unique_by=lambda grade: grade.copy))
def test_reading_is_the_inverse_of_writing(
    tmp_path_factory: pytest.TempPathFactory, grades: list[Grade]
) -> None:
    folder = tmp_path_factory.mktemp("grades")
    write(folder, grades)
    assert list(read_grades(folder / "grades.jsonl")) == grades


@pytest.mark.parametrize(
    "line", ["{", "[]", "{}", '{"copy": "A"}', '{"copy": "A", "questions": 3}']
)
def test_a_line_that_holds_no_grade(tmp_path: Path, line: str) -> None:
    write(tmp_path, [grade("A", "1", "1", "1"), grade("B", "1", "1", "1")])
    path = tmp_path / "grades.jsonl"
    first, second = path.read_text("utf-8").splitlines()
    path.write_text(f"{first}\n{line}\n{second}\n", "utf-8")
    one, problem, two = read_grades(path)
    assert isinstance(problem, Problem)
    assert (problem.source.line, problem.code) == (2, "grade-json")
    assert [each.copy for each in (one, two) if isinstance(each, Grade)] == ["A", "B"]


def test_points_that_are_no_points(tmp_path: Path) -> None:
    write(tmp_path, [grade("A", "1", "1", "1")])
    path = tmp_path / "grades.jsonl"
    path.write_text(path.read_text("utf-8").replace('"points": 1,', '"points": "un",'), "utf-8")
    (problem,) = read_grades(path)
    assert isinstance(problem, Problem)


def test_grades_that_are_not_there(tmp_path: Path) -> None:
    with pytest.raises(UnusableError, match=r"grades\.jsonl.* ne peut pas être lu"):
        list(read_grades(tmp_path / "grades.jsonl"))


def test_the_gradebook_reads_as_a_table_of_copies(tmp_path: Path) -> None:
    """Its heads are those that the reader knows, so that columns keep their meaning."""
    write(tmp_path, [grade("A01", "1.5", "2", "0")])
    *_problems, copy = read_copies([tmp_path / "grades.csv"], NUMBERS)
    assert not isinstance(copy, Problem)
    assert (copy.id, copy.answers) == ("A01", {"1.1.1": "1,5", "2.1": "2", "RCS": "0"})


def test_a_second_grade_of_a_copy(tmp_path: Path) -> None:
    write(tmp_path, [grade("A", "1", "1", "1"), grade("B", "1", "1", "1")])
    path = tmp_path / "grades.jsonl"
    first, second = path.read_text("utf-8").splitlines()
    path.write_text(f"{first}\n{second}\n{first}\n", "utf-8")
    one, two, problem = read_grades(path)
    assert isinstance(problem, Problem)
    assert (problem.source.line, problem.code) == (3, "grade-duplicate")
    assert [each.copy for each in (one, two) if isinstance(each, Grade)] == ["A", "B"]
