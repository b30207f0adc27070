"""Assembling: exams that meet their blueprint, over small banks; impossible ones explained."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.assembly import generate
from examen import papers
from examen.bank import Bank, complete, load
from examen.bank.writing import dumps
from examen.cli import main
from examen.model.blueprint import Blueprint
from examen.model.case import Question
from examen.papers import Contradiction, Outcome
from examen.papers.pool import Candidate

PAPERS = Path(__file__).parent / "data/papers"
CODES = ("C1.1", "C1.2", "C2.1", "C2.2")
HEADER = {
    "diploma": "Essai",
    "paper": "Écrit",
    "session": "2027",
    "code": "E",
    "minutes": 240,
    "material": "Aucun",
}


@pytest.fixture(scope="module")
def small() -> Bank:
    """Six cases of four questions."""
    return load(PAPERS / "bank", None)


@pytest.fixture(scope="module")
def varied() -> Bank:
    """Some 400 questions, with levels, forms and uses."""
    return generate.bank(400)


def assembled(bank: Bank, seed: int = 0, **asked: Any) -> Outcome | Contradiction:
    framework = next(iter(bank.frameworks))
    body = {"schema": "blueprint/1", "id": "essai", "title": "Essai", "framework": framework}
    statuses = ["draft", "validated"]
    blueprint = Blueprint.model_validate(
        {
            **body,
            "header": HEADER,
            "points": 20,
            "statuses": statuses,
            "without_rubric": True,
            **asked,
        }
    )
    return papers.assemble(replace(bank, blueprints={"essai": blueprint}), "essai", seed=seed)


def outcome(bank: Bank, seed: int = 0, **asked: Any) -> Outcome:
    found = assembled(bank, seed, **asked)
    assert isinstance(found, Outcome)
    assert found.proven
    return found


def contradiction(bank: Bank, **asked: Any) -> list[str]:
    found = assembled(bank, **asked)
    assert isinstance(found, Contradiction)
    assert found.smallest
    return [clash.text for clash in found.clashes]


def names(questions: tuple[Candidate, ...]) -> set[str]:
    return {"/".join(one.key) for one in questions}


def only(found: Outcome) -> tuple[Candidate, ...]:
    (paper,) = found.papers
    return paper.questions


def test_the_exams_of_a_blueprint_meet_it(small: Bank) -> None:
    found = papers.assemble(small, "ecrit")
    assert isinstance(found, Outcome)
    assert found.proven
    assert [paper.exam.id for paper in found.papers] == ["ecrit-a", "ecrit-b"]
    assert [paper.exam.header.code for paper in found.papers] == ["ECRIT-A", "ECRIT-B"]
    for paper, figures in zip(found.papers, found.figures, strict=True):
        assert figures.points == paper.exam.header.total == 20
        assert 60 <= figures.minutes <= 85
        assert figures.competencies["C2.2"] >= 4
        cases = [one.case.id for one in paper.questions]
        assert min(map(cases.count, cases)) >= 2
    first, second = ({one.case.id for one in paper.questions} for paper in found.papers)
    assert not first & second


def test_an_assembled_exam_can_be_used(small: Bank) -> None:
    found = papers.assemble(small, "ecrit")
    assert isinstance(found, Outcome)
    for paper in found.papers:
        full = complete(replace(small, exams={paper.exam.id: paper.exam}), paper.exam.id)
        numbers = [item.question.number for item in full.questions()]
        assert len(set(numbers)) == len(numbers) == len(paper.questions)
        assert paper.exam.assembly is not None
        for reason in paper.exam.assembly.reasons:
            assert set(reason.questions) <= set(numbers)


def test_the_reasons_name_the_questions_that_serve(small: Bank) -> None:
    (paper,) = outcome(small, limits=[{"competency": "C2.2", "points": {"min": 9}}]).papers
    assert paper.exam.assembly is not None
    (reason,) = (one for one in paper.exam.assembly.reasons if "au moins 9" in one.asked)
    full = complete(replace(small, exams={paper.exam.id: paper.exam}), paper.exam.id)
    serving = [item.question for item in full.questions() if "C2.2" in item.question.competencies]
    assert [question.number for question in serving] == list(reason.questions)
    worth = sum(question.points for question in serving)
    assert reason.found == f"{worth} points"


Bounded = st.fixed_dictionaries({"min": st.integers(0, 8)})
Limits = st.lists(
    st.one_of(
        st.fixed_dictionaries(
            {"competency": st.sampled_from(["C1.1", "C1.2", "C2.1", "C2.2"]), "points": Bounded}
        ),
        st.fixed_dictionaries(
            {
                "block": st.sampled_from(["B1", "B2"]),
                "share": st.fixed_dictionaries({"max": st.integers(40, 80)}),
            }
        ),
        st.fixed_dictionaries(
            {
                "level": st.integers(1, 3),
                "questions": st.fixed_dictionaries({"max": st.integers(1, 4)}),
            }
        ),
    ),
    max_size=3,
)


@settings(max_examples=12, deadline=None)
@given(
    points=st.integers(8, 40),
    limits=Limits,
    per_case=st.integers(1, 3),
    avoid=st.sets(st.sampled_from(["accueil", "salon/3", "vitrine/1"])),
    count=st.sampled_from([0, 0, 2]),
)
def test_whatever_is_asked_holds_or_is_said_to_contradict(
    points: int, limits: list[dict[str, Any]], per_case: int, avoid: set[str], count: int
) -> None:
    bank = load(PAPERS / "bank", None)
    asked: dict[str, Any] = {
        "points": points,
        "limits": limits,
        "per_case": {"questions": {"min": per_case}},
        "avoid": sorted(avoid),
    }
    if count:
        asked["versions"] = {"count": count, "minutes": 20}
    found = assembled(bank, **asked)
    if isinstance(found, Contradiction):
        assert found.clashes
        return
    assert found.proven
    for paper in found.papers:
        questions = paper.questions
        assert sum(one.points for one in questions) == points
        for limit in limits:
            _holds(limit, questions, points)
        for one in questions:
            assert sum(other.case.id == one.case.id for other in questions) >= per_case
            assert not one.is_in(avoid)
            assert set(one.needs) <= {other.key for other in questions}
    for first, second in combinations(found.papers, 2):
        assert not names(first.questions) & names(second.questions)
    if count:
        low, high = sorted(figures.minutes for figures in found.figures)
        assert high <= low * Decimal("1.2")


def _holds(limit: dict[str, Any], questions: tuple[Candidate, ...], points: int) -> None:
    def is_meant(question: Question) -> bool:
        return (
            limit.get("competency", "") in (*question.competencies, "")
            and any(
                code.startswith(limit.get("block", "C").replace("B", "C"))
                for code in question.competencies
            )
            and limit.get("level", question.level) == question.level
        )

    own = [one for one in questions if is_meant(one.question)]
    worth = sum(one.points for one in own)
    if "points" in limit:
        assert worth >= limit["points"]["min"]
    if "share" in limit:
        assert worth * 100 <= limit["share"]["max"] * points
    if "questions" in limit:
        assert len(own) <= limit["questions"]["max"]


def test_the_same_seed_gives_the_same_bytes_whatever_the_order_of_files(small: Bank) -> None:
    turned = replace(small, cases=dict(reversed(small.cases.items())))
    first, again, other = (
        papers.assemble(bank, "ecrit", seed=seed)
        for bank, seed in ((small, 3), (turned, 3), (small, 4))
    )
    assert isinstance(first, Outcome)
    assert isinstance(again, Outcome)
    assert isinstance(other, Outcome)
    texts = [[dumps(paper.exam) for paper in found.papers] for found in (first, again, other)]
    assert texts[0] == texts[1] != texts[2]
    assert [one.amount for one in first.left] == [one.amount for one in other.left]


def test_the_best_is_chosen_not_only_something_that_fits(small: Bank) -> None:
    """Compared with all that can be chosen: of 24 questions, three worth 11 points."""
    found = outcome(small, points=11, questions=3, avoid=["relance/3"])
    used = [f"{use_case}/{n}" for use_case, given in small.uses[0].questions.items() for n in given]
    few = outcome(small, points=9, questions=3, include=used, minutes={"max": 60})
    assert found.left[0].amount == 0
    assert few.left[0].amount == sum(one.points for one in only(few))
    every = [
        (one, f"{case.id}/{one.number}")
        for case in small.cases.values()
        for one in case.questions()
        if f"{case.id}/{one.number}" != "relance/3"
    ]
    lacking = min(
        sum(
            max(0, 1 - sum(q.points for q, _name in some if code in q.competencies))
            for code in CODES
        )
        for some in combinations(every, 3)
        if sum(q.points for q, _name in some) == 11 and not {name for _q, name in some} & set(used)
    )
    assert found.left[1].amount == lacking


def test_what_was_used_is_left_out_or_kept_to_a_share(varied: Bank) -> None:
    since = date(2025, 6, 1)
    fresh = only(outcome(varied, not_used_since=since))
    assert all(not one.days or one.days[-1] < since for one in fresh)
    last = sorted({use.on for use in varied.uses})[-2:]
    recent = only(outcome(varied, not_used_in_last=2))
    assert not {day for one in recent for day in one.days} & set(last)
    (figures,) = outcome(varied, reused=60).figures
    assert figures.used * 100 <= 60 * figures.points


def test_include_avoid_together_and_apart(small: Bank) -> None:
    chosen = names(only(outcome(small, include=["salon", "relance/3"], avoid=["accueil/1"])))
    assert any(name.startswith("salon/") for name in chosen)
    assert {"relance/3", "relance/2"} <= chosen, "question 3 builds on question 2"
    assert "accueil/1" not in chosen
    both = names(only(outcome(small, include=["salon"], together=[["salon", "vitrine/2"]])))
    assert "vitrine/2" in both
    group = ["salon", "vitrine", "accueil", "relance", "fidelite"]
    apart = {name.split("/")[0] for name in names(only(outcome(small, apart=[group])))}
    assert len(apart & set(group)) <= 1


def test_whole_cases_and_shared_questions(small: Bank) -> None:
    whole = only(outcome(small, points={"min": 12, "max": 30}, per_case={"whole": True}))
    for one in whole:
        assert len([other for other in whole if other.case.id == one.case.id]) == 4
    every = sum(q.points for case in small.cases.values() for q in case.questions())
    double = {"count": 2, "shared": "questions", "mixed": True}
    found = outcome(small, points=every, minutes={"max": 400}, versions=double)
    assert found.figures[0].points == found.figures[1].points == every
    orders = [[use.questions for use in paper.exam.cases] for paper in found.papers]
    assert orders[0] != orders[1]
    for paper in found.papers:
        use = next(use for use in paper.exam.cases if use.case == "relance")
        assert use.questions.index("2") < use.questions.index("3")


def test_versions_are_as_equal_as_asked(small: Bank) -> None:
    versions = {"count": 2, "points": 2, "minutes": 5, "level": 5, "competencies": 50}
    first, second = outcome(small, points={"min": 18, "max": 22}, versions=versions).figures
    assert first.points == second.points
    assert abs(first.minutes - second.minutes) * 100 <= 5 * min(first.minutes, second.minutes)
    assert abs(first.level - second.level) * 100 <= 5 * min(first.level, second.level)
    for code in first.competencies | second.competencies:
        apart = first.competencies.get(code, Decimal(0)) - second.competencies.get(code, Decimal(0))
        assert abs(apart) * 100 <= 50 * first.points


IMPOSSIBLE: dict[str, tuple[dict[str, Any], list[str]]] = {
    "more than there is": (
        {"points": 500, "minutes": {"max": 1000}},
        ["exactement 500 points"],
    ),
    "too little time": (
        {"points": 20, "minutes": {"max": 30}, "limits": [{"block": "B1", "points": {"min": 2}}]},
        ["exactement 20 points", "au plus 30 minutes"],
    ),
    "a competency against its block": (
        {
            "limits": [
                {"competency": "C1.1", "points": {"min": 6}},
                {"block": "B1", "share": {"max": 20}},
                {"block": "B2", "points": {"min": 4}},
            ]
        },
        [
            "exactement 20 points",
            "au moins 6 points de C1.1",
            "au plus 20\u00a0% des points du bloc B1",
        ],
    ),
    "used up": (
        {
            "not_used_since": "2025-01-01",
            "include": ["relance/1"],
            "cases": {"max": 5},
        },
        ["des questions non employées depuis le 01/01/2025", "avec relance/1"],
    ),
    "too many versions": (
        {"versions": {"count": 4}, "points": {"min": 5, "max": 20}, "cases": {"min": 2}},
        ["au moins 2 cas", "des versions sans cas commun"],
    ),
}


@pytest.mark.parametrize(("asked", "expected"), IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_the_fewest_demands_that_contradict_each_other(
    small: Bank, asked: dict[str, Any], expected: list[str]
) -> None:
    assert contradiction(small, **asked) == expected


def test_what_the_bank_has_is_told(small: Bank) -> None:
    limits = [{"competency": "C2.2", "points": {"min": 30}}]
    found = assembled(small, points=40, limits=limits)
    assert isinstance(found, Contradiction)
    (clash,) = found.clashes
    worth = sum(
        q.points
        for case in small.cases.values()
        for q in case.questions()
        if "C2.2" in q.competencies
    )
    assert clash.hint == f"la banque en offre au plus {worth} points"


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(PAPERS, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.mark.usefixtures("own")
def test_the_command_writes_exams_that_check_and_render(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["assemble", "ecrit"]) == 0
    assert "c’est prouvé" in capsys.readouterr().out
    assert main(["check"]) == 0
    for version in "ab":
        assert main(["render", f"ecrit-{version}", "--format", "md"]) == 0
        subject = Path(f"ecrit-{version}-subject.md").read_text("utf-8")
        assert f"ECRIT-{version.upper()}" in subject
        assert "Question 1.1" in subject


@pytest.mark.usefixtures("own")
def test_an_exam_that_was_changed_is_not_replaced(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assemble", "ecrit"]) == 0
    assert main(["assemble", "ecrit"]) == 0, "the same again changes nothing"
    path = Path("bank/exams/ecrit-a.yaml")
    path.write_text(path.read_text("utf-8") + "# relu\n", "utf-8")
    assert main(["assemble", "ecrit"]) == 2
    assert "--force" in capsys.readouterr().err
    assert path.read_text("utf-8").endswith("# relu\n")
    assert main(["assemble", "ecrit", "--force"]) == 0
    assert "relu" not in path.read_text("utf-8")


def test_files_that_are_left_out_are_told(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (own / "bank/cases/vide.yaml").write_text("schema: case/1\n", "utf-8")
    assert main(["assemble", "ecrit"]) == 1
    assert "bank/cases/vide.yaml" in capsys.readouterr().err
    assert Path("bank/exams/ecrit-a.yaml").is_file()


def test_what_is_no_mapping_is_told_with_one(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = own / "bank/blueprints/ecrit.yaml"
    text = re.sub(r"versions:.*(\n .*)*", "versions: 2", path.read_text("utf-8"))
    path.write_text(text, "utf-8")
    assert main(["assemble", "ecrit"]) == 2
    assert "écrivez «\u00a0{count: 2}\u00a0»" in capsys.readouterr().err


def test_json_and_lines(own: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["assemble", "ecrit", "--json", "-o", "sortie"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told["proven"] is True
    assert [Path(name).is_file() for name in told["files"]] == [True, True]
    assert [one["points"] for one in told["exams"]] == [20, 20]
    blueprint = own / "bank/blueprints/ecrit.yaml"
    text = blueprint.read_text("utf-8").replace("points: {min: 4}", "points: {min: 19}")
    other = own / "ailleurs.yaml"
    other.write_text(text.replace("id: ecrit", "id: autre"), "utf-8")
    line = 1 + text.split("\n").index("  - {competency: C2.2, points: {min: 19}}")
    assert main(["assemble", str(other), "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert f"ligne {line}" in [clash["place"] for clash in told["contradiction"]]


@pytest.mark.parametrize(
    ("was", "now", "code"),
    [
        ("competency: C2.2", "competency: C9.9", "unknown-competency"),
        ("block: B1", "block: B7", "unknown-competency"),
        ("framework: accueil-vente", "framework: vente", "unknown-framework"),
        ("points: 20", "points: 20\ninclude: [acueil]", "unknown-case"),
        ("points: 20", "points: 20\navoid: [accueil/9]", "unknown-question"),
        ("points: 20", "points: 20\ntogether:\n  - [accueil, acueil]", "unknown-case"),
        ("points: 20", "points: 20\napart:\n  - [accueil/1, accueil/9]", "unknown-question"),
        ("competency: C2.2", "case: acueil", "unknown-case"),
        ("competency: C2.2", "level: {min: 3, max: 2}", "bounds"),
        ("questions: {min: 2}", "questions: {min: 3, max: 2}", "bounds"),
        ("points: 20", "points: 20\nquestions: {min: 9, max: 8}", "bounds"),
        ("max: 85", "max: 50", "bounds"),
        ("points: {min: 4}", "level: 2", "empty-limit"),
        ("points: 20", "points: -5", "number-range"),
        ("points: 20", "points: vingt", "wrong-number"),
        ("points: 20", "points: 20\nlevel: 7", "number-range"),
        ("points: {min: 4}", "share: 120", "number-range"),
    ],
)
def test_a_blueprint_with_problems_is_refused(
    own: Path, capsys: pytest.CaptureFixture[str], was: str, now: str, code: str
) -> None:
    path = own / "bank/blueprints/ecrit.yaml"
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now), "utf-8")
    line = text[: text.index(was)].count("\n") + now.count("\n") + 1
    assert main(["assemble", "ecrit"]) == 2
    told = re.findall(rf"ecrit\.yaml:(\d+):\d+: {code}: ", capsys.readouterr().err)
    assert told == [str(line)]
