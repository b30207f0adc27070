"""How far grades agree with the marks of people, and people among themselves."""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.analysis import Agreement, agree
from examen.analysis.metrics import Confusion, gaps, mean_of, quadratic_weighted_kappa
from examen.messages import using
from examen.problems import UnusableError
from marked_copies import award, grades_file, marks, marks_file


def pairs(text: str) -> list[tuple[Decimal, Decimal]]:
    """`1/2 0.5/0.5`: points of two markers."""
    return [(Decimal(x), Decimal(y)) for x, _, y in (pair.partition("/") for pair in text.split())]


# Measures


@pytest.mark.parametrize(
    ("marks", "kappa"),
    [
        ("0/0 1/1 2/2", 1.0),
        # observed 1 + 1 of 4 pairs; by chance (0 0 1 1 against 0 1 0 1) half of 16 pairs, of 4: 2.
        ("0/0 0/1 1/0 1/1", 0.0),
        ("0/2 2/0", -1.0),
        # 3 pairs: squares of differences 0 + 1 + 0 = 1; all 9 pairs of {0,1,2} and {0,2,2}:
        # 0+4+4 + 1+1+1 + 4+0+0 = 15, a third of it 5; 1 - 1/5.
        ("0/0 1/2 2/2", 0.8),
        # Categories half a point apart: the same as above, at half the scale.
        ("0/0 0.5/1 1/1", 0.8),
        # One marker always the same: what agreement there is, chance gives.
        ("1/0 1/1 1/2", 0.0),
    ],
)
def test_kappa_by_hand(marks: str, kappa: float) -> None:
    assert quadratic_weighted_kappa(pairs(marks)) == pytest.approx(kappa)


@pytest.mark.parametrize("marks", ["", "1/1", "1/1 1/1"])
def test_kappa_is_unknown_where_chance_agrees_fully(marks: str) -> None:
    assert quadratic_weighted_kappa(pairs(marks)) is None


def kappa_by_table(marks: list[tuple[int, int]], categories: int) -> float | None:
    """The definition, with its tables of what is observed and expected."""
    observed = expected = 0.0
    for i in range(categories):
        for j in range(categories):
            weight = (i - j) ** 2 / (categories - 1) ** 2
            observed += weight * marks.count((i, j))
            row, column = sum(x == i for x, _ in marks), sum(y == j for _, y in marks)
            expected += weight * row * column / len(marks)
    return 1 - observed / expected if expected else None


@given(
    st.lists(st.tuples(st.integers(0, 8), st.integers(0, 8)), min_size=1), st.sampled_from("124")
)
def test_kappa_is_that_of_the_definition(marks: list[tuple[int, int]], parts: str) -> None:
    """Whatever the step of the points: a half or a quarter of a point."""
    points = [(Decimal(x) / int(parts), Decimal(y) / int(parts)) for x, y in marks]
    expected = kappa_by_table(marks, 9)
    found = quadratic_weighted_kappa(points)
    assert found == (None if expected is None else pytest.approx(expected))


def test_gaps() -> None:
    assert gaps(pairs("2/1 1/1 0/0.5 3/1.5")) == {
        "n": 4,
        "bias": 0.5,
        "mean_absolute_difference": 0.75,
        "exact": 0.25,
        "within_half": 0.5,
        "over": 0.5,
        "under": 0.25,
        "kappa": 0.4615,  # 1 - 3.5 / (14 + 4.5 - 2 * 6 * 4 / 4)
    }
    assert gaps([])["bias"] is None


def test_precision_recall_and_f1() -> None:
    counts = Confusion(true_positives=6, false_positives=2, false_negatives=4)
    assert counts.to_json() == {
        "precision": 0.75,
        "recall": 0.6,
        "f1": pytest.approx(2 / 3, abs=1e-4),
        "tp": 6,
        "fp": 2,
        "fn": 4,
    }
    nothing = Confusion()
    assert (nothing.precision, nothing.recall, nothing.f1) == (None, None, None)


def test_the_mean_of_sheets_leaves_out_what_is_not_known() -> None:
    sheets = [{"a": 1, "b": {"c": None}, "d": None}, {"a": 2, "b": {"c": 3}, "d": None}]
    assert mean_of(sheets) == {"a": 1.5, "b": {"c": 3.0}, "d": None}


# Grades against marks


def test_ideas_found_missed_and_made_up(tmp_path: Path) -> None:
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2", "+a +b -c ?d@0.6 ?e@0.4 -f")]}})
    people = marks_file(tmp_path, marks("A", "m", q={"ideas": "a c d e", "total": 2}))
    figures = agree(grades, people).to_json()
    assert figures["against"]["m"]["ideas"] == {
        "precision": 0.5,
        "recall": 0.25,
        "f1": 0.3333,
        "tp": 1,
        "fp": 1,
        "fn": 3,
    }
    likely = figures["against"]["m"]["ideas_likely"]
    assert (likely["tp"], likely["fp"], likely["fn"]) == (2, 1, 2)
    assert (figures["counts"]["findings"], figures["counts"]["unsure"]) == (6, 2)
    assert figures["counts"]["unsure_share"] == 0.3333
    rows = {
        row["idea"]: (row["tp"], row["fp"], row["fn"], row["unsure"]) for row in figures["ideas"]
    }
    assert rows == {
        "a": (1, 0, 0, 0),
        "b": (0, 1, 0, 0),
        "c": (0, 0, 1, 0),
        "d": (0, 0, 1, 1),
        "e": (0, 0, 1, 1),
    }
    assert {(row["question"], row["criterion"]) for row in figures["ideas"]} == {("q", "c")}


def test_points_by_question_and_in_total(tmp_path: Path) -> None:
    grades = grades_file(
        tmp_path,
        {
            "A": {"q": [award("c", "2", ""), award("d", "0.5", "")], "r": [award("c", "1", "")]},
            "B": {"q": [award("c", "1", "")], "r": [award("c", "1", "")]},
        },
    )
    people = marks_file(
        tmp_path,
        marks("A", "m", q={"criteria": {"c": 2, "d": 1.5}}, r={"total": 1}),
        marks("B", "m", q={"total": 1}, r={"total": 0.5}),
    )
    sheet = agree(grades, people).to_json()["machine"]
    assert sheet["questions"]["q"]["bias"] == -0.5
    assert (sheet["questions"]["q"]["exact"], sheet["questions"]["r"]["within_half"]) == (0.5, 1)
    assert (sheet["exact"], sheet["within_half"]) == (0.5, 0.75)
    # Totals: 3.5 against 4.5, and 2 against 1.5.
    assert agree(grades, people).to_json()["copies"] == [
        {"copy": "A", "machine": 3.5, "people": 4.5, "difference": -1},
        {"copy": "B", "machine": 2, "people": 1.5, "difference": 0.5},
    ]
    copies = agree(grades, people).tables()[3]
    assert copies.rows == (("A", "3,50", "4,50", "−1,00"), ("B", "2,00", "1,50", "+0,50"))
    totals = sheet["totals"]
    assert (totals["n"], totals["bias"], totals["mean_absolute_difference"]) == (2, -0.25, 0.75)


def test_entities_computed_values_and_open_lists(tmp_path: Path) -> None:
    """The names of people: `celia:disponible` is `disponible` under `celia-analyse`."""
    grades = grades_file(
        tmp_path,
        {
            "A": {
                "2.2": [
                    award("celia-calculs", "1", "+appels +rdv -affaires"),
                    award("hugo-calculs", "1", "-appels -rdv -affaires"),
                    award("celia-analyse", "1", "+disponible -dynamique"),
                    award("hugo-analyse", "1", "-disponible"),
                    award("celia-preconisations", "1", "+formation ?autre-preconisation"),
                ]
            }
        },
    )
    given = {
        "ideas": {
            "celia:disponible": "…",
            "hugo:disponible": "…",
            "celia:autre-preconisation": ["un", "deux"],
            "autre-idee": "…",
        },
        "computed": {"celia": 3, "hugo": 0},
        "total": 5,
    }
    figures = agree(grades, marks_file(tmp_path, marks("A", "m", **{"2.2": given}))).to_json()
    sheet = figures["machine"]
    counts = {name: sheet["ideas"][name] for name in ("tp", "fp", "fn")}
    assert counts == {"tp": 1, "fp": 1, "fn": 1}  # Célia available; training; Hugo available
    assert (sheet["computed"]["n"], sheet["computed"]["bias"]) == (2, -0.5)
    assert figures["counts"]["outside"] == {"people": 3, "machine": 1}
    assert figures["counts"]["findings"] == 4
    assert figures["unknown_ideas"] == []


def test_ideas_that_the_grade_does_not_know_are_missed_and_told(tmp_path: Path) -> None:
    findings = [award("x-c", "1", "+twice"), award("y-c", "1", "+twice")]
    grades = grades_file(tmp_path, {"A": {"q": findings}, "B": {"q": findings}})
    people = marks_file(
        tmp_path,
        marks("A", "m", q={"ideas": "typo x:typo twice y:twice"}),
        marks("B", "m", q={"ideas": "x:twice y:twice"}),
    )
    figures = agree(grades, people).to_json()
    assert figures["unknown_ideas"] == ["q twice", "q typo", "q x:typo"]
    assert figures["counts"]["unknown"] == 3
    assert figures["machine"]["ideas"]["fn"] == 3
    assert (figures["machine"]["ideas"]["tp"], figures["machine"]["ideas"]["fp"]) == (3, 1)


def test_two_markers_and_their_mean(tmp_path: Path) -> None:
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2", "+a +b -c")]}})
    people = marks_file(
        tmp_path,
        marks("A", "m1", q={"ideas": "a b", "total": 2}),
        marks("A", "m2", q={"ideas": "a c", "total": 1}),
    )
    figures = agree(grades, people).to_json()
    assert figures["against"]["m1"]["ideas"]["f1"] == 1
    assert figures["against"]["m2"]["ideas"]["f1"] == 0.5
    assert figures["machine"]["ideas"]["f1"] == 0.75
    assert figures["machine"]["totals"]["bias"] == 0.5
    assert figures["people"]["ideas"]["f1"] == 0.5
    assert figures["people"]["totals"]["mean_absolute_difference"] == 1
    rows = {row["idea"]: (row["tp"], row["fp"], row["fn"]) for row in figures["ideas"]}
    assert rows == {"a": (2, 0, 0), "b": (1, 1, 0), "c": (0, 0, 1)}


def test_one_marker_has_nobody_to_agree_with(tmp_path: Path) -> None:
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2", "+a")]}})
    agreement = agree(grades, marks_file(tmp_path, marks("A", "m", q={"ideas": "a", "total": 2})))
    assert agreement.to_json()["people"] is None
    assert agreement.tables()[0].headings == ("", "Machine et correcteurs")


def test_all_copies_are_accounted_for(tmp_path: Path) -> None:
    grades = grades_file(
        tmp_path,
        {
            "A": {"q": [award("c", "2", "?a@0.9")]},
            "B": {"q": [award("c", "2", "+a")]},
            "X": {"q": [award("c", "2", "+a")]},
            "Y": {"q": [award("c", "2", "+a")]},
        },
        "{oops",
    )
    people = marks_file(
        tmp_path,
        *(marks(copy, "m", q={"ideas": "a", "total": 2}) for copy in ("A", "B", "C")),
        "[]",
        {"copy": "D"},
        marks("A", "m", q={"total": 0}),
    )
    agreement = agree(grades, people)
    counts = agreement.to_json()["counts"]
    names = ("graded", "compared", "without_marks", "failed", "unreadable", "to_review")
    assert [counts[name] for name in names] == [4, 2, 2, 1, 1, 1]
    assert [(problem.source.line, problem.code) for problem in agreement.problems] == [
        (4, "marks-json"),
        (5, "marks-json"),
        (6, "marks-duplicate"),
        (5, "grade-json"),
    ]
    assert agreement.to_json()["machine"]["copies"] == 2


@pytest.mark.parametrize(
    "text",
    [
        "copy,question,points\nA,q,1.5\nB,q,2\n",
        "Copie;Question;Note\nA;q;1,5\nB;q;2\n",
        "\ufeffpoints\tquestion\tcopie\n1.5\tq\tA\n\n2\tq\tB\n",
    ],
)
def test_marks_in_a_table(tmp_path: Path, text: str) -> None:
    grades = grades_file(tmp_path, {copy: {"q": [award("c", "2", "+a")]} for copy in ("A", "B")})
    path = marks_file(tmp_path, text, name="anne.csv")
    figures = agree(grades, path).to_json()
    assert list(figures["against"]) == ["anne"]
    assert figures["machine"]["questions"]["q"]["bias"] == 0.25
    assert figures["machine"]["ideas"]["f1"] is None


def test_several_markers_in_a_table_and_a_row_that_is_wrong(tmp_path: Path) -> None:
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2", "+a")]}})
    text = "copie;question;points;correcteur\nA;q;2;X\nA;q;1;Y\nA;q;zéro;Z\nA;q;0;X\n"
    agreement = agree(grades, marks_file(tmp_path, text, name="notes.csv"))
    assert list(agreement.to_json()["against"]) == ["X", "Y"]
    assert agreement.to_json()["people"]["totals"]["bias"] == 1
    assert [(p.source.line, p.code) for p in agreement.problems] == [
        (4, "marks-table"),
        (5, "marks-duplicate"),
    ]


@pytest.mark.parametrize("text", ["NaN", "1e999", "1e99999999999999999999", "-Infinity", "[1]"])
def test_points_that_are_no_points(tmp_path: Path, text: str) -> None:
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2", "+a")]}})
    lines = f'{{"copy": "A", "marker": "m", "marks": {{"q": {{"total": {text}}}}}}}'
    table = f"copy;question;points\nA;q;{text}\n"
    good = marks("A", "n", q={"total": 1})
    paths = [marks_file(tmp_path, good, lines), marks_file(tmp_path, table, name="m.csv")]
    found = agree(grades, *paths).problems
    assert [problem.code for problem in found] == ["marks-json", "marks-table"]


@pytest.mark.parametrize("text", ["", "nom;note\nA;2\n"])
def test_no_marks_at_all(tmp_path: Path, text: str) -> None:
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2", "+a")]}})
    with pytest.raises(UnusableError, match="Aucune note"):
        agree(grades, marks_file(tmp_path, text, name="notes.csv"))


def test_marks_that_are_not_there(tmp_path: Path) -> None:
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2", "+a")]}})
    with pytest.raises(UnusableError, match="ne peut pas être lu"):
        agree(grades, tmp_path / "marks.jsonl")


# Tables


@pytest.fixture
def agreement(tmp_path: Path) -> Agreement:
    ideas = " ".join(f"-i{n:02}" for n in range(30))
    grades = grades_file(tmp_path, {"A": {"q": [award("c", "2.25", f"+a ?b {ideas}")]}})
    named = " ".join(f"i{n:02}" for n in range(30))
    return agree(
        grades,
        marks_file(
            tmp_path,
            marks("A", "m1", q={"ideas": f"a {named}", "total": 2}),
            marks("A", "m2", q={"ideas": "a x", "total": 2.5}),
        ),
    )


def test_the_summary(agreement: Agreement) -> None:
    summary, confidence, questions, copies, answers, ideas = agreement.tables()
    assert summary.headings == ("", "Machine et correcteurs", "m1", "m2", "Correcteurs entre eux")
    rows = {row[0].replace("\u00a0", " "): row[1:] for row in summary.rows}
    assert rows["Totaux : biais"] == ("0,00", "+0,25", "−0,25", "−0,50")
    assert rows["Idées : précision"] == ("1,00", "1,00", "1,00", "0,03")
    assert all(len(row) == len(summary.headings) for row in summary.rows)
    assert "Idées absentes du barème, comptées comme manquées\u00a0: q x." in summary.note
    assert "1 sur 32 (3\u00a0%)" in summary.note
    assert questions.rows == (
        (
            *("q", "0,00", "0,00", "0,00", "0,25"),
            *("0\u00a0%", "100\u00a0%", "50\u00a0%"),
        ),
    )
    assert rows["Questions : surnotées"] == (*("50\u00a0%", "100\u00a0%", "0\u00a0%", "0\u00a0%"),)
    assert answers.rows == (("A", "q", "2,25", "2,25", "0,00", "31"),)
    # All are sure; of 64 judgements half are right; of the 62 that are decided, 30 are wrong.
    assert [row[1] for row in confidence.rows] == [
        *("97\u00a0%", "48\u00a0%", "0\u00a0%", "0,500", "0,500"),
    ]
    assert questions.numbers == (1, 2, 3, 4, 5, 6, 7)
    assert (ideas.headings[2:4], ideas.numbers) == (("Idée", "Les deux"), (3, 4, 5, 6))
    assert copies.rows == (("A", "2,25", "2,25", "0,00"),)
    assert all(len(row) == len(ideas.headings) for row in ideas.rows)
    assert (len(ideas.rows), ideas.note) == (15, "… et 16 autres idées, avec --json.")


def test_the_summary_in_english(agreement: Agreement) -> None:
    with using("en"):
        summary = agreement.tables()[0]
    assert summary.headings[1] == "Machine and people"
    assert summary.rows[5][2:4] == ("+0.25", "−0.25")


def test_the_figures_are_plain_data(agreement: Agreement) -> None:
    assert json.loads(json.dumps(agreement.to_json())) == agreement.to_json()
