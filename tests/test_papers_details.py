"""Assembling, demand by demand, over banks of a few questions made for each."""

from __future__ import annotations

import signal
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from random import Random
from threading import Timer
from time import monotonic
from typing import Any

import pytest

from examen.bank import Bank, check, complete
from examen.model.exam import Exam
from examen.papers import Contradiction, Outcome
from examen.papers.program import Program
from examen.papers.solver import Clock, solve
from small_banks import question, rubric, use
from small_papers import (
    METIER,
    TWO,
    asked,
    chosen,
    loaded,
    met,
    one,
    refused,
    short,
)


def test_the_day_itself_is_too_late_and_the_last_use_decides(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1"))], use("2026-01-05", a=["1"]))
    assert refused(bank, not_used_since=date(2026, 1, 5))
    assert chosen(met(bank, not_used_since=date(2026, 1, 6))) == [["a/1"]]
    again = loaded(
        tmp_path / "deux",
        [short("a", one("1"))],
        use("2025-01-05", a=["1"]),
        use("2026-03-01", "autre", a=["1"]),
    )
    assert refused(again, not_used_since=date(2026, 1, 1))


def test_the_last_exam_days_are_the_latest_ones(tmp_path: Path) -> None:
    days = ("2026-01-05", "2026-02-05", "2026-03-05")
    uses = [use(day, f"e{n}", a=[str(n)]) for n, day in enumerate(days, start=1)]
    bank = loaded(tmp_path, [short("a", one("1"), one("2"), one("3"))], *uses)
    assert chosen(met(bank, not_used_in_last=2)) == [["a/1"]]
    assert refused(bank, not_used_in_last=3)


def test_what_was_given_twice_counts_twice_and_the_share_reused_is_exact(tmp_path: Path) -> None:
    uses = [use("2026-01-05", a=["1"], b=["1"]), use("2026-02-05", "autre", a=["1"])]
    bank = loaded(tmp_path, [short("a", one("1")), short("b", one("1"))], *uses)
    for seed in range(3):
        assert chosen(met(bank, seed=seed)) == [["b/1"]]
    mixed = loaded(tmp_path / "deux", TWO, use("2026-01-05", a=["1", "2"], b=["1"]))
    assert met(mixed, points=4, reused=50)
    assert refused(mixed, points=4, reused="49.9")


def test_little_reuse_comes_before_balance(tmp_path: Path) -> None:
    cases = [
        short("a", one("1"), one("2")),
        short("b", one("1", competencies=["C1.2"]), one("2", competencies=["C2.1"])),
    ]
    bank = loaded(tmp_path, cases, use("2026-01-05", b=["1", "2"]))
    assert chosen(met(bank, points=4)) == [["a/1", "a/2"]]


@pytest.mark.parametrize(
    ("other", "keys"),
    [
        (short("b", one("1"), status="draft"), {"statuses": ["draft"]}),
        (short("b", one("1"), form="role-play"), {"assessments": ["role-play"]}),
    ],
    ids=["status", "form"],
)
def test_only_admitted_cases_are_chosen(
    tmp_path: Path, other: dict[str, Any], keys: dict[str, Any]
) -> None:
    bank = loaded(tmp_path, [short("a", one("1")), other])
    for seed in range(3):
        assert chosen(met(bank, seed=seed)) == [["a/1"]]
        assert chosen(met(bank, seed=seed, **keys)) == [["b/1"]]


def test_cases_of_another_language_or_framework_are_no_choice(tmp_path: Path) -> None:
    other = METIER | {"id": "autre"}
    cases = [
        short("a", one("1")),
        short("b", one("1"), language="en"),
        short("c", one("1"), framework="autre"),
    ]
    bank = loaded(tmp_path, [other, *cases])
    assert refused(bank, points=4) == ["exactement 4 points"]
    assert chosen(met(bank)) == [["a/1"]]


def test_a_question_without_a_rubric_is_left_out_unless_asked_for(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [*TWO, rubric("a", q2=["Ranger les stocks."])])
    for seed in range(3):
        assert chosen(met(bank, seed=seed, without_rubric=False)) == [["a/2"]]
    found = asked(bank, points=4, without_rubric=False)
    assert isinstance(found, Contradiction)
    assert {clash.text: clash.hint for clash in found.clashes} == {
        "exactement 4 points": "les autres exigences en laissent au plus 2 points",
        "des questions qui ont un barème": "laisse 1 question sur 4",
    }
    assert met(bank, points=8)


def test_what_a_question_comes_after_comes_with_it(tmp_path: Path) -> None:
    cases = [short("a", one("1"), one("2", after=["1"], competencies=["C2.1"]))]
    bank = loaded(tmp_path, cases)
    limit = {"competency": "C2.1", "points": {"min": 1}}
    assert chosen(met(bank, points=4, limits=[limit])) == [["a/1", "a/2"]]
    assert refused(bank, points=2, limits=[limit])


def test_all_questions_of_a_range_come_along(tmp_path: Path) -> None:
    last = one("4", competencies=["C2.1"]) | {"prompt": "Complétez les questions 1 à 3."}
    bank = loaded(tmp_path, [short("a", one("1"), one("2"), one("3"), last)])
    limit = {"competency": "C2.1", "points": {"min": 1}}
    assert met(bank, points=8, limits=[limit])
    assert refused(bank, points=6, limits=[limit])


def test_time_that_is_not_written_follows_the_pace_of_the_exam(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", question("1", "Répondez.", competencies=["C1.1"]))])
    (figures,) = met(bank, points={"min": 2, "max": 10}).figures
    assert figures.minutes == 60
    assert refused(bank, points={"min": 2, "max": 10}, minutes={"max": 59})


def test_without_a_time_the_exam_itself_is_the_limit(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1", minutes=61)), short("b", one("1", minutes=60))])
    assert chosen(met(bank)) == [["b/1"]]
    assert refused(bank, include=["a"])


def test_a_question_counts_for_each_of_its_competencies(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1", competencies=["C1.1", "C2.1"]))])
    limit = {"competency": "C2.1", "points": 2}
    assert met(bank, limits=[limit]).figures[0].competencies == {"C1.1": 2, "C2.1": 2}


SORTS: Mapping[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "competency": ({"competency": "C2.1"}, {"competencies": ["C2.1"]}),
    "block": ({"block": "B2"}, {"competencies": ["C2.1"]}),
    "form": ({"form": "email"}, {"form": "email"}),
    "level": ({"level": 4}, {"level": 4}),
    "level or above": ({"level": {"min": 3}}, {"level": 3}),
    "level or below": ({"level": {"max": 1}}, {"level": 1}),
}


@pytest.mark.parametrize(("sort", "made"), SORTS.values(), ids=SORTS)
def test_a_limit_is_about_its_sort_alone(
    tmp_path: Path, sort: dict[str, Any], made: dict[str, Any]
) -> None:
    plain = {"level": 2, "form": "text"}
    bank = loaded(tmp_path, [short("a", one("1", **plain), one("2", **{**plain, **made}))])
    for bounds, expected in (({"min": 1}, "a/2"), ({"max": 0}, "a/1")):
        for key in ("points", "minutes", "questions", "share"):
            limit = {**sort, key: bounds}
            assert chosen(met(bank, limits=[limit])) == [[expected]], limit


def test_a_limit_on_a_case_or_a_form_of_assessment(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1")), short("b", one("1"), form="role-play")])
    both: dict[str, Any] = {"assessments": ["written-case", "role-play"]}
    for sort in ({"case": "b"}, {"assessment": "role-play"}):
        for bounds, expected in (({"min": 1}, "b/1"), ({"max": 0}, "a/1")):
            limit = {**sort, "questions": bounds}
            assert chosen(met(bank, limits=[limit], **both)) == [[expected]]


def test_all_that_a_limit_says_holds_of_the_same_question(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1", level=3), one("2", competencies=["C2.1"]))])
    limit = {"competency": "C2.1", "level": 3, "questions": {"min": 1}}
    assert refused(bank, points=4, limits=[limit])


def test_a_share_is_met_to_the_percent(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1"), one("2", competencies=["C2.1"]))])
    within: list[Any] = [{"max": 50}, {"min": 50}, 50]
    for bounds in within:
        assert met(bank, points=4, limits=[{"block": "B2", "share": bounds}])
    for bounds in ({"max": "49.99"}, {"min": "50.01"}):
        assert refused(bank, points=4, limits=[{"block": "B2", "share": bounds}])


def test_the_mean_level_is_weighed_by_points(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1", level=1, points="6"), one("2", level=3))])
    found = met(bank, points=8, level="1.5")
    assert found.figures[0].level == Decimal("1.5")
    (exam,) = (paper.exam for paper in found.papers)
    assert exam.assembly is not None
    told = [reason.found for reason in exam.assembly.reasons if "niveau" in reason.asked]
    assert told == ["un niveau moyen de 1,5"], "one reason for one number"
    assert met(bank, points=8, level={"min": "1.5"})
    assert met(bank, points=8, level={"max": "1.5"})
    assert refused(bank, points=8, level={"min": "1.51"})
    assert refused(bank, points=8, level={"max": "1.49"})


def test_cases_and_their_questions_are_counted(tmp_path: Path) -> None:
    bank = loaded(tmp_path, TWO)
    assert met(bank, points=4, cases=2).figures[0].cases == 2
    assert met(bank, points=4, cases={"max": 1}).figures[0].cases == 1
    assert refused(bank, points=6, cases={"max": 1})
    assert refused(bank, points=6, per_case={"questions": {"max": 1}})
    assert refused(bank, points=6, per_case={"points": {"min": 3}})
    assert met(bank, points=4, per_case={"points": {"min": 4}}).figures[0].cases == 1
    assert refused(bank, points=2, per_case={"whole": True})
    assert refused(bank, points=8, questions={"max": 3})


def test_together_is_all_or_nothing_and_apart_one_at_most(tmp_path: Path) -> None:
    bank = loaded(tmp_path, TWO)
    for group in (["a/1", "b/1"], ["b/1", "a/1"]):
        assert refused(bank, include=["a/1"], together=[group])
        assert refused(bank, include=["b/1"], together=[group])
    assert refused(bank, points=4, include=["a/1", "a/2"], apart=[["a/1", "a/2"]])
    assert refused(bank, include=["a/1"], avoid=["a/1"])


def test_what_is_included_stands_in_one_version_or_in_all_that_may_share_it(
    tmp_path: Path,
) -> None:
    bank = loaded(tmp_path, TWO)
    versions: dict[str, Any] = {"count": 2, "mixed": False}
    found = chosen(met(bank, include=["a/1"], versions=versions))
    assert sum("a/1" in names for names in found) == 1
    shared = versions | {"shared": "questions"}
    for seed in range(6):
        found = chosen(met(bank, seed=seed, include=["a/1"], versions=shared))
        assert found == [["a/1"], ["a/1"]]
    same_case = versions | {"shared": "cases"}
    found = chosen(met(bank, include=["a"], versions=same_case))
    assert sorted(found) == [["a/1"], ["a/2"]]


def test_versions_differ_by_no_more_than_asked(tmp_path: Path) -> None:
    cases = [short("a", one("1", minutes=20, points="2")), short("b", one("1", minutes=22))]
    bank = loaded(tmp_path, cases)
    assert met(bank, versions={"count": 2, "minutes": 10})
    assert refused(bank, versions={"count": 2, "minutes": "9.9"})
    apart = [short("a", one("1")), short("b", one("1", competencies=["C2.1"]))]
    other = loaded(tmp_path / "deux", apart)
    assert met(other, versions={"count": 2, "competencies": 100})
    assert refused(other, versions={"count": 2, "competencies": 99})
    both = [short("a", one("1")), short("b", one("1", competencies=["C1.1", "C2.1"]))]
    second = loaded(tmp_path / "quatre", both)
    assert refused(second, versions={"count": 2, "competencies": 99})
    worth = loaded(tmp_path / "trois", [short("a", one("1")), short("b", one("1", points="3"))])
    free = {"min": 2, "max": 3}
    assert met(worth, points=free, versions={"count": 2, "points": 50})
    assert refused(worth, points=free, versions={"count": 2, "points": 49})
    assert refused(worth, points=free, versions={"count": 2, "level": 100})


def test_the_middle_of_the_time_asked_for_is_aimed_at(tmp_path: Path) -> None:
    times = {"a": 20, "b": 30, "c": 33, "d": 40}
    cases = [short(key, one("1", minutes=time)) for key, time in times.items()]
    bank = loaded(tmp_path, cases)
    for seed in range(3):
        found = met(bank, seed=seed, minutes={"min": 20, "max": 40})
        assert chosen(found) == [["b/1"]]
    assert chosen(met(bank, avoid=["b"], minutes={"min": 20, "max": 40})) == [["c/1"]]


def test_the_middle_of_the_level_asked_for_is_aimed_at(tmp_path: Path) -> None:
    cases = [short(key, one("1", level=level)) for level, key in enumerate("abcd", start=1)]
    bank = loaded(tmp_path, cases)
    for seed in range(3):
        assert chosen(met(bank, seed=seed, level={"min": 1, "max": 3})) == [["b/1"]]


def test_competencies_asked_for_are_kept_in_balance(tmp_path: Path) -> None:
    cases = [
        short("a", one("1"), one("2"), one("3"), one("4")),
        short("b", one("1", competencies=["C1.2"]), one("2", competencies=["C2.1"])),
    ]
    bank = loaded(tmp_path, cases)
    block = {"block": "B1", "points": {"min": 1}}
    for seed in range(3):
        codes = met(bank, seed=seed, points=8, limits=[block]).figures[0].competencies
        assert "C1.2" in codes


def variable(tmp_path: Path, **changes: Any) -> Bank:
    drawn = {"somme": {"from": 100, "to": 900, "step": 8}, **changes.pop("variables", {})}
    asked = one("1") | {"prompt": "Calculez 10 % de {{ somme }} €."}
    second = one("2") | {"prompt": "Ajoutez {{ somme }} €."}
    cases = [short("a", asked | changes, second, variables=drawn)]
    return loaded(tmp_path, cases)


def variants(found: Outcome) -> list[int]:
    return [used.variant for paper in found.papers for used in paper.exam.cases]


def test_each_version_and_each_seed_has_figures_of_its_own(tmp_path: Path) -> None:
    bank = variable(tmp_path)
    for shared in ("cases", "questions"):
        versions = {"count": 2, "shared": shared}
        some = [variants(met(bank, seed=seed, versions=versions)) for seed in range(12)]
        every = [number for pair in some for number in pair]
        assert len(set(every)) == len(every) == 24
        assert all(2 <= number <= 100 for number in every)
        assert variants(met(bank, seed=3, versions=versions)) == some[3]
    assert len(set(variants(met(bank)) + variants(met(bank, seed=1)))) == 2


def test_the_figures_of_the_variant_are_printed(tmp_path: Path) -> None:
    bank = variable(tmp_path)
    exam: Exam = met(bank, points=4).papers[0].exam
    with_exam = replace(bank, exams={exam.id: exam})
    assert [one for one in check(with_exam) if "exams" in one.source.path] == []
    printed = [item.question.prompt for item in complete(with_exam, exam.id).questions()]
    reference = [item.question.prompt for item in complete(bank, "a").questions()]
    assert printed[0] != reference[0]
    assert "{{" not in "".join(printed)


def test_a_variant_worth_something_else_is_not_taken(tmp_path: Path) -> None:
    bank = variable(tmp_path, variables={"duree": {"choose": [10, 11]}}, minutes="{{ duree }}")
    (minutes,) = {question.minutes for question in bank.cases["a"].questions()} - {10} or {10}
    for seed in range(6):
        found = met(bank, seed=seed, include=["a/1"])
        exam = found.papers[0].exam
        full = complete(replace(bank, exams={exam.id: exam}), exam.id)
        (item,) = full.questions()
        assert item.question.minutes == minutes == found.figures[0].minutes


def test_a_case_without_variables_has_no_variant(tmp_path: Path) -> None:
    assert variants(met(loaded(tmp_path, TWO))) == [1]


def test_what_builds_on_what_is_lacking_is_no_choice(tmp_path: Path) -> None:
    chain = [one("1"), one("2", after=["1"]), one("3", after=["2"]), one("4", after=["3"])]
    bank = loaded(tmp_path, [short("a", *chain)])
    assert refused(bank, avoid=["a/1"])


def test_parts_of_points_are_kept_between_their_bounds(tmp_path: Path) -> None:
    bank = loaded(tmp_path, [short("a", one("1", points="2"), one("2", points="2.5"))])
    assert chosen(met(bank, points={"min": "2.25", "max": "2.75"})) == [["a/2"]]
    assert refused(bank, points={"min": "2.1", "max": "2.4"})
    even = loaded(tmp_path / "deux", TWO)
    assert refused(even, points={"min": "2.5", "max": "3.5"})
    assert refused(even, points=3)


def test_another_seed_gives_other_questions_and_another_order(tmp_path: Path) -> None:
    cases = [short(key, one("1"), one("2")) for key in "abcdef"]
    bank = loaded(tmp_path, cases)
    assert len({str(chosen(met(bank, seed=seed))) for seed in range(6)}) > 2
    every = [met(bank, seed=seed, points=24, minutes=120) for seed in range(4)]
    orders = {tuple(use.case for use in found.papers[0].exam.cases) for found in every}
    assert len(orders) > 2


@pytest.mark.parametrize("mixed", [True, False])
def test_questions_are_mixed_only_if_asked_and_never_before_what_they_need(
    tmp_path: Path, *, mixed: bool
) -> None:
    numbers = [str(number) for number in range(1, 7)]
    own = [one(number, after=["5"] if number == "6" else []) for number in numbers]
    bank = loaded(tmp_path, [short("a", *own)])
    versions = {"count": 2, "shared": "questions", "mixed": mixed}
    found = [met(bank, seed=seed, points=12, versions=versions) for seed in range(3)]
    orders = {paper.exam.cases[0].questions for one_ in found for paper in one_.papers}
    assert (orders == {tuple(numbers)}) is not mixed
    assert all(order.index("5") < order.index("6") for order in orders)
    single = met(bank, points=12).papers[0].exam.cases[0].questions
    assert single == tuple(numbers)


def test_the_header_and_the_reasons_tell_what_was_chosen(tmp_path: Path) -> None:
    own = [one(str(n), points="1", minutes=1) for n in range(1, 12)]
    second = one("12", points="3", minutes=1, competencies=["C2.1"], level=4)
    bank = loaded(tmp_path, [short("a", *own, second)])
    found = met(bank, points=14)
    (exam,) = (paper.exam for paper in found.papers)
    assert exam.header.total == 14
    assert found.figures[0].level == Decimal(11 * own[0].get("level", 2) + 12) / 14
    assert exam.assembly is not None
    reasons = {reason.asked: reason.questions for reason in exam.assembly.reasons}
    assert reasons["C1.1"] == tuple(f"1.{n}" for n in range(1, 12))
    assert reasons["C2.1"] == ("1.12",)


def test_where_a_demand_stands_is_told(tmp_path: Path) -> None:
    found = asked(loaded(tmp_path, [short("a", one("1", minutes=90))]), points=2)
    assert isinstance(found, Contradiction)
    assert {clash.text for clash in found.clashes} == {"exactement 2 points", "au plus 60 minutes"}


def test_a_search_ends_at_once_when_it_is_interrupted() -> None:
    program = Program()
    taken = [program.variable() for _ in range(40)]
    random = Random(1)  # noqa: S311 - no secret
    for _ in range(5):  # sums to hit exactly, which no solver settles within the clock's time
        terms = {variable: random.randrange(1, 100) for variable in taken}
        half = sum(terms.values()) // 2
        program.row(terms, lower=half, upper=half)
    timer = Timer(0.5, signal.raise_signal, [signal.SIGINT])
    before = monotonic()
    timer.start()
    with pytest.raises(KeyboardInterrupt):
        solve(program, {}, Clock(60))
    assert monotonic() - before < 30
