"""What confidences are worth, and how far kappa may lie from what was measured."""

from __future__ import annotations

import math
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from examen.analysis import agree, bootstrap
from examen.analysis.confidence import Judgements
from examen.analysis.metrics import quadratic_weighted_kappa
from examen.model.grade import Finding, FindingStatus
from marked_copies import award, grades_file, marks, marks_file

FOUND, MISSING, UNSURE = FindingStatus.FOUND, FindingStatus.MISSING, FindingStatus.UNSURE
Said = tuple[FindingStatus, float, bool]  # status, confidence, whether a person gives the idea


def judged(said: Sequence[Said]) -> Judgements:
    judgements = Judgements()
    for status, confidence, given_ in said:
        judgements.add(Finding("idea", status, confidence=confidence), given=given_)
    return judgements


def times(count: int, *said: Said) -> list[Said]:
    return list(said) * count


SAID = st.lists(
    st.tuples(
        st.sampled_from(FindingStatus), st.integers(0, 1000).map(lambda n: n / 1000), st.booleans()
    ),
    min_size=1,
)


# Calibration


@pytest.mark.parametrize(
    ("said", "error"),
    [
        # Nine in ten of those said with 0.9 are right, found or missing.
        ([*times(9, (FOUND, 0.9, True)), (FOUND, 0.9, False)], 0.0),
        ([*times(9, (MISSING, 0.9, False)), (MISSING, 0.9, True)], 0.0),
        # Always sure, right half of the time.
        ([(FOUND, 1.0, True), (FOUND, 1.0, False)], 0.5),
        # Two bins: 3 of 4 right at 0.95 (0.2 off), 0 of 1 at 0.55; (4 * 0.2 + 0.55) / 5.
        ([*times(3, (FOUND, 0.95, True)), (FOUND, 0.95, False), (FOUND, 0.55, False)], 0.27),
        # An unsure idea: 0.2 is how probable it is that the idea is there.
        ([*times(4, (UNSURE, 0.2, False)), (UNSURE, 0.2, True)], 0.0),
        # One bin holds what is above its lower end: 0.8 and 0.71, not 0.7; 1.51 against 2 of 2.
        ([(FOUND, 0.71, True), (FOUND, 0.8, True), (FOUND, 0.7, True)], (0.49 + 0.3) / 3),
    ],
)
def test_calibration_error_by_hand(said: list[Said], error: float) -> None:
    assert judged(said).calibration()["ece"] == pytest.approx(error, abs=1e-4)


def test_the_reliability_table() -> None:
    table = judged(
        [(FOUND, 0.0, True), (FOUND, 0.1, False), (MISSING, 0.1001, False)]
    ).calibration()
    assert table["bins"] == [
        {"low": 0.0, "high": 0.1, "n": 3, "confidence": 0.0667, "right": 0.6667}
    ]
    assert table["n"] == 3


def test_no_ideas_no_figures() -> None:
    assert Judgements().calibration() == {"n": 0, "ece": None, "bins": []}
    nothing = Judgements().risk_coverage()
    assert (nothing["area"], nothing["curve"]) == (None, [])
    assert nothing["operating"] == {"coverage": None, "risk": None}


@given(SAID)
def test_calibration_error_is_that_of_the_definition(said: list[Said]) -> None:
    error = 0.0
    for place in range(10):
        inside = [
            (confidence, given_ != (status is MISSING))
            for status, confidence, given_ in said
            if max(math.ceil(round(confidence * 1000) / 100), 1) == place + 1
        ]
        if inside:
            sure, right = (np.mean(column) for column in zip(*inside, strict=True))
            error += len(inside) / len(said) * abs(float(right) - float(sure))
    found = judged(said).calibration()
    assert found["ece"] == pytest.approx(error, abs=1e-4)
    assert 0 <= found["ece"] <= 1
    assert sum(row["n"] for row in found["bins"]) == found["n"] == len(said)


# Risk and coverage


def test_risk_and_coverage_by_hand() -> None:
    sheet = judged(
        [
            (FOUND, 0.9, True),
            (MISSING, 0.8, True),  # wrong
            (UNSURE, 0.3, False),  # rather missing, with 0.7: right
            (UNSURE, 0.6, False),  # rather found, with 0.6: wrong
        ]
    ).risk_coverage()
    assert sheet["curve"] == [
        {"threshold": 0.9, "coverage": 0.25, "risk": 0.0},
        {"threshold": 0.8, "coverage": 0.5, "risk": 0.5},
        {"threshold": 0.7, "coverage": 0.75, "risk": 0.3333},
        {"threshold": 0.6, "coverage": 1.0, "risk": 0.5},
    ]
    assert sheet["area"] == pytest.approx((0 + 1 / 2 + 1 / 3 + 1 / 2) / 4, abs=1e-4)
    assert sheet["operating"] == {"coverage": 0.5, "risk": 0.5}


def test_ideas_of_the_same_confidence_are_decided_together() -> None:
    said = [*times(3, (FOUND, 0.9, True)), (FOUND, 0.9, False), (MISSING, 0.5, False)]
    sheet = judged(said).risk_coverage()
    assert sheet["curve"] == [
        {"threshold": 0.9, "coverage": 0.8, "risk": 0.25},
        {"threshold": 0.5, "coverage": 1.0, "risk": 0.2},
    ]
    assert sheet["area"] == pytest.approx(0.8 * 0.25 + 0.2 * 0.2)


def test_what_is_said_is_decided_so_however_unsure() -> None:
    """Only an idea that is left to a person is turned to what it rather is."""
    sheet = judged([(FOUND, 0.2, False), (MISSING, 0.1, False)]).risk_coverage()
    assert sheet["curve"] == [
        {"threshold": 0.2, "coverage": 0.5, "risk": 1.0},
        {"threshold": 0.1, "coverage": 1.0, "risk": 0.5},
    ]


@given(SAID)
def test_coverage_rises_to_all_as_the_threshold_falls(said: list[Said]) -> None:
    sheet = judged(said).risk_coverage()
    curve = sheet["curve"]
    thresholds = [point["threshold"] for point in curve]
    coverages = [point["coverage"] for point in curve]
    assert thresholds == sorted(set(thresholds), reverse=True)
    assert coverages == sorted(coverages)
    assert coverages[-1] == 1
    assert all(0 <= point["risk"] <= 1 for point in curve)
    assert 0 <= sheet["area"] <= max(point["risk"] for point in curve) + 1e-4


@given(SAID, st.randoms(use_true_random=False))
def test_the_order_of_ideas_says_nothing(said: list[Said], random: object) -> None:
    shuffled = list(said)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert judged(shuffled).calibration() == judged(said).calibration()
    assert judged(shuffled).risk_coverage() == judged(said).risk_coverage()


# Kappa and its interval

POINTS = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=2, max_size=30)


def quarters(points: Sequence[tuple[int, int]]) -> list[tuple[Decimal, Decimal]]:
    return [(Decimal(x) / 4, Decimal(y) / 4) for x, y in points]


@given(POINTS)
def test_kappa_is_that_of_scikit_learn(points: list[tuple[int, int]]) -> None:
    found = quadratic_weighted_kappa(quarters(points))
    if found is None:
        assert len({mark for pair in points for mark in pair}) == 1
        return
    ours, theirs = zip(*points, strict=True)
    expected = cohen_kappa_score(ours, theirs, labels=list(range(9)), weights="quadratic")
    assert found == pytest.approx(expected)
    assert -1 <= found <= 1


def by_copy(points: Sequence[tuple[int, int]]) -> dict[str, list[tuple[Decimal, Decimal]]]:
    return {f"A{place:02}": [pair] for place, pair in enumerate(quarters(points))}


@given(POINTS)
def test_each_draw_is_the_kappa_of_its_copies(points: list[tuple[int, int]]) -> None:
    pairs = quarters(points)
    drawn = bootstrap.kappas([by_copy(points)], draws=20)
    random = np.random.default_rng(bootstrap.SEED)
    counts = random.multinomial(len(pairs), np.full(len(pairs), 1 / len(pairs)), 20)
    for row, times_ in zip(drawn, counts, strict=True):
        sample = [pair for pair, n in zip(pairs, times_, strict=True) for _ in range(n)]
        expected = quadratic_weighted_kappa(sample)
        assert np.isnan(row[0]) if expected is None else row[0] == pytest.approx(expected)


@given(POINTS, st.randoms(use_true_random=False))
def test_the_order_of_copies_says_nothing(points: list[tuple[int, int]], random: object) -> None:
    series = by_copy(points)
    names = list(series)
    random.shuffle(names)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    shuffled = {name: series[name] for name in names}
    intervals = [
        bootstrap.interval(bootstrap.kappas([one], draws=50)[:, 0]) for one in (series, shuffled)
    ]
    assert intervals[0] == intervals[1]


def test_draws_do_not_depend_on_how_many_are_made_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    series = [by_copy([(1, 2), (3, 3), (5, 4), (8, 8)])]
    at_once = bootstrap.kappas(series, draws=50)
    monkeypatch.setattr(bootstrap, "_AT_ONCE", 12)
    assert np.array_equal(at_once, bootstrap.kappas(series, draws=50), equal_nan=True)


def test_an_interval_holds_the_kappa_and_narrows_with_more_copies() -> None:
    points = [(1, 1), (2, 3), (4, 4), (5, 4), (7, 8), (8, 6), (0, 1), (3, 3)]
    widths = []
    for many in (1, 10):
        series = by_copy(points * many)
        low, high = bootstrap.interval(bootstrap.kappas([series])[:, 0]) or (0, 0)
        kappa = quadratic_weighted_kappa([pair for pairs in series.values() for pair in pairs])
        assert kappa is not None
        assert -1 <= low < kappa < high <= 1
        widths.append(high - low)
    assert widths[1] < widths[0] / 2


def test_an_interval_leaves_out_one_in_forty_at_each_end() -> None:
    samples = np.append(np.arange(1001) / 1000, np.nan)
    assert bootstrap.interval(samples) == [0.025, 0.975]


def test_intervals_of_means_are_those_of_the_mean(tmp_path: Path) -> None:
    """Of the questions alone, without the total, and over both markers."""
    points = {"q": [1, 2, 4, 3, 0, 2], "r": [2, 2, 1, 0, 3, 4]}
    given = {"m": {"q": [1, 3, 4, 2, 1, 2], "r": [2, 1, 1, 0, 4, 4]}}
    given["n"] = {"q": [0, 2, 4, 4, 0, 3], "r": [0, 4, 1, 2, 3, 3]}
    copies = {
        f"A{copy}": {name: [award("c", str(marks_[copy]), "")] for name, marks_ in points.items()}
        for copy in range(6)
    }
    lines = [
        marks(f"A{copy}", marker, **{name: {"total": row[copy]} for name, row in rows.items()})
        for marker, rows in given.items()
        for copy in range(6)
    ]
    figures = agree(grades_file(tmp_path, copies), marks_file(tmp_path, *lines)).to_json()
    drawn = bootstrap.kappas(
        [
            {
                f"A{copy}": [(Decimal(points[name][copy]), Decimal(rows[name][copy]))]
                for copy in range(6)
            }
            for rows in given.values()
            for name in points
        ]
    )
    assert figures["machine"]["kappa_interval"] == bootstrap.interval(drawn.mean(axis=1))
    both = bootstrap.interval(drawn[:, [0, 2]].mean(axis=1))
    assert figures["machine"]["questions"]["q"]["kappa_interval"] == both
    second = figures["against"]["n"]
    assert second["kappa_interval"] == bootstrap.interval(drawn[:, 2:].mean(axis=1))
    assert second["questions"]["r"]["kappa_interval"] == bootstrap.interval(drawn[:, 3])


def test_no_copies_no_interval() -> None:
    assert bootstrap.interval(bootstrap.kappas([{}])[:, 0]) is None
    same = by_copy([(2, 2), (2, 2)])
    assert bootstrap.interval(bootstrap.kappas([same])[:, 0]) is None
