"""The project's bank is sound, fast to check, and twenty mistakes in it are twenty problems."""

from __future__ import annotations

import re
import resource
import shutil
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

from examen.bank import check, complete, load
from examen.cli import main
from examen.model.base import Status

ROOT = Path(__file__).resolve().parent.parent
CASE, EXAM, FRAMEWORK, LEXICON, RUBRIC = (
    "bank/cases/groupama-sportifs.yaml",
    "bank/exams/bts-ndrc-2020-e5-groupama.yaml",
    "bank/frameworks/conseiller-bancassurance.yaml",
    "bank/lexicons/relation-client-assurance.yaml",
    "rubrics/groupama-sportifs.yaml",
)


class Mistake(NamedTuple):
    """A code, and what is replaced in a file by what; ¶ stands in the line that is reported."""

    code: str
    path: str
    was: str
    now: str


def within(question: str, was: str) -> str:
    """A pattern that begins at a question of the rubric: group 1 is what stands before."""
    return rf'(?s)(question: "?{re.escape(question)}"?\n.*?){was}'


MISTAKES = [
    Mistake("wrong-choice", CASE, "status: validated", "status: valide¶"),
    Mistake("numbering", CASE, "number: 1.1.3", "number: 1.1.4¶"),
    Mistake("unknown-competency", CASE, r"competencies: \[C1.6\]", "competencies: [C9.6]¶"),
    Mistake("unknown-document", CASE, r"documents: \[note-crc\]", "documents: [note-cr]¶"),
    Mistake("missing-figure", CASE, r"(file: figures/)", r"\g<1>absent-¶"),
    Mistake("points-sum", CASE, r"(id: dossier-2\n(?:.*\n)*?    points: )13", r"\g<1>12¶"),
    Mistake("wrong-date", EXAM, r"  date: .*", "  date: 11 mai 2020¶"),
    Mistake("wrong-number", EXAM, "minutes: 180", "minutes: 3 h¶"),
    Mistake("duplicate-key", EXAM, r"  coefficient: 2", "  code: 20-NDRCU6¶"),
    Mistake("wrong-choice", FRAMEWORK, "form: oral-defence", "form: oral¶"),
    Mistake("unknown-key", LEXICON, "short: ", "shrot: ¶"),
    Mistake("unknown-key", RUBRIC, within("1.1.1", "step: "), r"\1stap: ¶"),
    Mistake("too-few-ideas", RUBRIC, within("1.1.1", "expected: 4"), r"\1expected: ¶40"),
    Mistake("duplicate-id", RUBRIC, within("1.1.2", "id: cnil"), r"\1id: annonceur¶"),
    Mistake(
        "award-points",
        RUBRIC,
        within("1.1.2", r"points: 1(\s+award: .rule: each, points: )1, expected: 1"),
        r"\1points: 1¶\g<2>2, expected: 1",
    ),
    Mistake("wrong-choice", RUBRIC, within("1.1.3", "kind: full"), r"\1kind: complet¶"),
    Mistake("unknown-key", RUBRIC, within("1.2.1", "says:"), r"\1say¶:"),
    Mistake("award-points", RUBRIC, within("1.2.2", "named: 0.5"), r"\1named: 1.5¶"),
    Mistake("wrong-rule", RUBRIC, within("2.1", "rule: all"), r"\1rule: tout¶"),
    Mistake("award-order", RUBRIC, within("2.2", r"\{4: 1, 2: 0.5\}"), r"\1{4: 1, 2: 2}¶"),
    Mistake("unknown-question", RUBRIC, "question: RCS", "question: RSC¶"),
]


@pytest.fixture
def copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    for folder in ("bank", "rubrics"):
        shutil.copytree(ROOT / folder, tmp_path / folder)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def unsealed(copy: Path) -> Path:
    """The bank without reviews: what was validated changes with each mistake, as it should."""
    for path in (copy / "bank/cases").glob("*.yaml"):
        path.write_text(re.sub(r"\n *review: .*", "", path.read_text("utf-8")), "utf-8")
    return copy


def problems() -> list[str]:
    bank = load(Path("bank"), Path("rubrics"))
    return [str(problem) for problem in sorted([*bank.problems, *check(bank)])]


def put(mistakes: list[Mistake]) -> list[str]:
    """Make the mistakes; the beginnings of the problems expected, without the column."""
    for number, mistake in enumerate(mistakes):
        path = Path(mistake.path)
        now = mistake.now.replace("¶", f"¶{number}¶")
        text, count = re.subn(mistake.was, now, path.read_text("utf-8"), count=1)
        assert count == 1, mistake
        path.write_text(text, "utf-8")
    expected = []
    for number, mistake in enumerate(mistakes):
        before = Path(mistake.path).read_text("utf-8").partition(f"¶{number}¶")[0]
        expected.append(f"{mistake.path}:{before.count(chr(10)) + 1}: {mistake.code}")
    for path in {Path(mistake.path) for mistake in mistakes}:
        path.write_text(re.sub("¶[0-9]+¶", "", path.read_text("utf-8")), "utf-8")
    return sorted(expected)


def without_column(line: str) -> str:
    place, code, *_message = line.split(": ")
    return f"{place.rpartition(':')[0]}: {code}"


@pytest.mark.usefixtures("copy")
def test_the_bank_is_sound() -> None:
    assert problems() == []


@pytest.mark.usefixtures("copy")
def test_every_exam_is_complete() -> None:
    bank = load(Path("bank"), Path("rubrics"))
    assert bank.exams
    for name in bank.exams:
        full = complete(bank, name)
        assert all(item.rubric for item in full.questions())


def test_what_is_validated_says_who_validated_it() -> None:
    """`examen validate` writes the seals by which changes are noticed."""
    cases = load(ROOT / "bank", ROOT / "rubrics").cases.values()
    validated = [
        (case.id, question.number, question.review)
        for case in cases
        for question in case.questions()
        if case.status_of(question) is Status.VALIDATED
    ]
    assert validated
    assert [one for one in validated if not (one[2] and one[2].seal)] == []


@pytest.mark.usefixtures("copy")
def test_the_bank_is_laid_out_as_fmt_does() -> None:
    assert main(["fmt", "--check", "bank", "rubrics"]) == 0


@pytest.mark.usefixtures("unsealed")
def test_twenty_mistakes_are_twenty_problems() -> None:
    assert len(MISTAKES) >= 20
    expected = put(MISTAKES)
    assert sorted(map(without_column, problems())) == expected


@pytest.mark.usefixtures("unsealed")
@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda item: f"{item.code} {item.now[-20:]}")
def test_one_mistake_is_one_problem(mistake: Mistake) -> None:
    expected = put([mistake])
    assert [without_column(line) for line in problems()] == expected


@pytest.mark.usefixtures("copy")
def test_checking_the_bank_is_quick() -> None:
    """Start of the interpreter and imports too; twice what parsing the files alone takes."""
    parsed = _cost(
        "import pydantic, yaml; from pathlib import Path; "
        "paths = [path for name in ('bank', 'rubrics') for path in Path(name).rglob('*.yaml')]; "
        "print(len([yaml.load(path.read_bytes(), yaml.CSafeLoader) for path in paths]) and 0)"
    )
    checked = _cost(
        "from pathlib import Path; from examen.bank import load, check; "
        "bank = load(Path('bank'), Path('rubrics')); print(len(check(bank)))"
    )
    assert checked < 4 * parsed


def _cost(code: str) -> float:
    """Seconds of work, however busy the machine is, of a program that finds 0 problems."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 - ours
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert ran.stdout == "0\n"
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
