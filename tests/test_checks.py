"""Checks: one mistake gives one problem, where it stands, whatever else is wrong."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import pytest

from cases import cases
from examen.bank import CHECKS, check, load

HERE = Path(__file__).parent
SOUND = HERE / "data/judo"
CASE, EXAM, RUBRIC = (
    "bank/cases/club-judo.yaml",
    "bank/exams/judo-2026.yaml",
    "rubrics/club-judo.yaml",
)


class Mistake(NamedTuple):
    """What is written instead of what in a file, and the code of the problem that makes."""

    path: str
    was: str
    now: str
    code: str

    @property
    def problem(self) -> str:
        """The code alone."""
        return self.code.split()[0]


MISTAKES = cases(HERE / "cases/mistakes.md", parts=4)
TOGETHER = [Mistake(*map(str, case.values)) for case in MISTAKES if "together" in str(case.values)]


def put(mistakes: list[Mistake]) -> list[tuple[str, str]]:
    """Make the mistakes; the beginning and the code of each problem expected."""
    for number, mistake in enumerate(mistakes):
        path = Path(mistake.path)
        text = path.read_text("utf-8")
        assert text.count(mistake.was) == 1, mistake
        now = mistake.now.replace("¶", f"¶{number}¶")
        path.write_text(text.replace(mistake.was, now), "utf-8")
    expected = []
    for number, mistake in enumerate(mistakes):
        before, mark, _after = Path(mistake.path).read_text("utf-8").partition(f"¶{number}¶")
        line = before.count("\n") + 1
        expected.append((f"{mistake.path}:{line}:" if mark else mistake.path, mistake.problem))
    for path in {Path(mistake.path) for mistake in mistakes}:
        path.write_text(re.sub("¶[0-9]+¶", "", path.read_text("utf-8")), "utf-8")
    return expected


def problems() -> list[str]:
    bank = load(Path("bank"), Path("rubrics"))
    return [str(problem) for problem in sorted([*bank.problems, *check(bank)])]


@pytest.fixture(autouse=True)
def _judo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def unexpected(found: list[str], expected: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    """The problems that nobody expected, and the mistakes that were not found."""
    left = list(expected)
    strange = []
    for line in found:
        fits = [item for item in left if line.startswith(item[0]) and f": {item[1]}: " in line]
        if fits:
            left.remove(fits[0])
        else:
            strange.append(line)
    return strange, [" ".join(item) for item in left]


@pytest.mark.parametrize(("path", "was", "now", "code"), MISTAKES)
def test_one_mistake_is_one_problem(path: str, was: str, now: str, code: str) -> None:
    expected = put([Mistake(path, was, now, code)])
    assert unexpected(problems(), expected) == ([], [])


def test_many_mistakes_are_as_many_problems() -> None:
    assert len(TOGETHER) >= 20
    expected = put(TOGETHER)
    assert unexpected(problems(), expected) == ([], [])


def test_checks_say_their_rule() -> None:
    assert all(rule.__doc__ and rule.__doc__.endswith(".") for rule in CHECKS)


def test_nothing_is_reported_twice() -> None:
    put(TOGETHER)
    found = problems()
    assert len(found) == len(set(found))


def test_an_exam_of_some_questions() -> None:
    exam = Path(EXAM)
    text = exam.read_text("utf-8").replace("total: 20", "total: 7")
    exam.write_text(text + '    questions: ["1.1", "1.2"]\n', "utf-8")
    assert problems() == []
    exam.write_text(exam.read_text("utf-8").replace('"1.2"]', '"2.1"]'), "utf-8")
    assert [line.split(": ")[1] for line in problems()] == []
    exam.write_text(exam.read_text("utf-8").replace("total: 7", "total: 8"), "utf-8")
    assert [line.split(": ")[:2] for line in problems()] == [[f"{EXAM}:12:10", "points-sum"]]


def test_an_outdated_idea_matters_to_exams_of_its_case_only() -> None:
    put([Mistake(RUBRIC, "until: 2018-05-24, otherwise: counted,", "until: 2018-05-24,", "-")])
    exam = Path(EXAM)
    dates = {"2018-05-24": 0, "2018-05-25": 1}
    for day, count in dates.items():
        text = exam.read_text("utf-8")
        exam.write_text(re.sub("20[0-9-]{8}", day, text), "utf-8")
        assert len(problems()) == count, day
    text = exam.read_text("utf-8").replace('  date: "2018-05-25"\n', "")
    for session, count in {"2017": 0, "2018": 1, "juin 2018": 1, "blanche": 0}.items():
        exam.write_text(text.replace('session: "2026"', f"session: {session}"), "utf-8")
        assert len(problems()) == count, session


def test_the_numbering_of_a_case_may_begin_anywhere_and_hold_letters() -> None:
    case, rubric = Path(CASE), Path(RUBRIC)
    for path, key in ((case, "number"), (rubric, "question")):
        text = path.read_text("utf-8")
        for was, now in {"2.1": "4.1", "2.2": "4.2", "1.1": "3.1", "1.2": "3.2"}.items():
            text = text.replace(f'{key}: "{was}"', f'{key}: "{now}"')
        path.write_text(text, "utf-8")
    assert problems() == []


def test_a_question_with_all_points_or_none_needs_no_partial_example() -> None:
    text = Path(RUBRIC).read_text("utf-8")
    head, rest = text.split('  - question: "2.2"\n')
    question, tail = rest.split("  - question: R\n")
    first, last = question.index("    criteria:"), question.index("    model_answer:")
    criteria = """    criteria:
      - id: seul
        title: Seul
        points: 2
        award: {rule: all}
        ideas:
          - {id: idee, says: Une idée., phrasings: [indicateur]}
"""
    kept = [one for one in question[last:].splitlines(keepends=True) if "partial" not in one]
    written = f"{question[:first]}{criteria}{''.join(kept)}"
    whole = f'{head}  - question: "2.2"\n{written}  - question: R\n{tail}'
    Path(RUBRIC).write_text(whole, "utf-8")
    assert [line for line in problems() if "missing-example" in line] == []
    graded = written.replace("{rule: all}", "{rule: share, step: 1}")
    Path(RUBRIC).write_text(whole.replace(written, graded), "utf-8")
    assert ["partial" in line for line in problems() if "missing-example" in line] == [True]


def test_drafts_may_lack_rubric_and_examples() -> None:
    put([Mistake(RUBRIC, "      - {kind: trap, points: 0, answer: Le coût.}\n", "", "-")])
    assert [line.split(": ")[1] for line in problems()] == ["missing-example"]
    put([Mistake(RUBRIC, "status: validated", "status: draft", "-")])
    assert problems() == []
    Path(RUBRIC).unlink()
    assert [line.split(": ")[1] for line in problems()] == ["missing-rubric"]
    put([Mistake(CASE, "status: validated", "status: draft", "-")])
    assert problems() == []
