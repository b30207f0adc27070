"""What a bank, an exam or a year assesses: counted, told, and drawn."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from examen.analysis.coverage import Coverage, Scope, coverage
from examen.analysis.coverage_page import page
from examen.analysis.coverage_sheets import count_or_dash
from examen.bank import load
from examen.cli import main
from examen.model.base import Status
from examen.problems import ExamenError
from small_banks import SmallBank, case, framework, question, small_bank, use


@pytest.fixture
def shelf(tmp_path: Path) -> SmallBank:
    bank = small_bank(tmp_path)
    bank.put(
        framework(B1=["C1.1", "C1.2"], B2=["C2.1"]),
        case(
            "un",
            "Un",
            question("1", "Listez.", level="1", competencies=["C1.1"], minutes="5", form="list"),
            question("2", "Expliquez.", level="3", competencies=["C1.1", "C2.1"], minutes="20"),
            question("3", "Discutez.", level="3", competencies=["C1.1"]),
        ),
        case("deux", "Deux", question("1", "Jouez.", competencies=["C2.1"]), form="role-play"),
        case("vieux", "Vieux", question("1", "Lisez.", competencies=["C1.2"]), status="retired"),
        exam("controle", un=["1"], deux=[]),
        exam("rattrapage", un=["1", "3"]),
    )
    return bank


def exam(key: str, **cases: list[str]) -> dict[str, Any]:
    return {
        "schema": "exam/1",
        "id": key,
        "title": key,
        "header": {
            "diploma": "D",
            "paper": "P",
            "session": "2026",
            "code": key,
            "minutes": "60",
            "material": "Aucun.",
            "total": "4",
        },
        "cases": [{"case": name, "questions": numbers} for name, numbers in cases.items()],
    }


def of(shelf: SmallBank, **scope: Any) -> Coverage:
    bank = load(shelf.bank, shelf.rubrics)
    assert bank.problems == ()
    return coverage(bank, Scope(**scope))


def questions(found: Coverage) -> dict[str, int]:
    return {key: share["questions"] for key, share in found.to_json()["competencies"].items()}


def test_a_bank_is_counted_by_competency_and_level(shelf: SmallBank) -> None:
    found = of(shelf)
    figures = found.to_json()["competencies"]["C1.1"]
    assert figures == {
        "title": "Savoir C1.1",
        "block": "B1",
        "questions": 3,
        "levels": [1, 3],
        "by_level": {"1": 1, "3": 2},
        "points": Decimal(6),
        "minutes": 25,
        "cases": ("un",),
        "papers": (),
        "forms": ("list", "text"),
        "assessments": ("written-case",),
    }
    assert questions(found) == {"C1.1": 3, "C1.2": 0, "C2.1": 2}
    assert found.to_json()["never"] == ["C1.2"]
    assert found.to_json()["total"]["questions"] == 4


def test_a_question_of_two_competencies_of_a_block_counts_once_for_the_block(
    shelf: SmallBank,
) -> None:
    shelf.put(case("un", "Un", question("1", "Listez.", competencies=["C1.1", "C1.2"])))
    found = of(shelf)
    assert questions(found) == {"C1.1": 1, "C1.2": 1, "C2.1": 1}
    assert found.to_json()["blocks"]["B1"]["questions"] == 1


def test_retired_questions_count_only_if_asked_for(shelf: SmallBank) -> None:
    assert questions(of(shelf, statuses=(Status.RETIRED,))) == {"C1.1": 0, "C1.2": 1, "C2.1": 0}


def test_a_question_may_be_retired_from_a_case_in_use(shelf: SmallBank) -> None:
    shelf.put(
        case(
            "un",
            "Un",
            question("1", "Listez.", competencies=["C1.1"], status="retired"),
            question("2", "Expliquez.", competencies=["C1.1"]),
        )
    )
    assert questions(of(shelf))["C1.1"] == 1


def test_forms_of_assessment_are_present_or_absent(shelf: SmallBank) -> None:
    found = of(shelf)
    told = {(row["block"], row["form"]): row["questions"] for row in found.to_json()["modalities"]}
    assert told == {
        ("B1", "written-case"): 3,
        ("B1", "role-play"): 0,
        ("B2", "written-case"): 1,
        ("B2", "role-play"): 1,
    }
    assert [(block.id, modality.id) for block, modality in found.missing_modalities()] == [
        ("B1", "oral")
    ]


def test_thousands_stand_apart() -> None:
    assert count_or_dash(1477) == "1\u202f477"
    assert count_or_dash(0) == "–"


def test_papers_are_counted_by_what_they_ask(shelf: SmallBank) -> None:
    assert questions(of(shelf, exams=("controle",))) == {"C1.1": 1, "C1.2": 0, "C2.1": 1}
    both = of(shelf, exams=("controle", "rattrapage"))
    assert questions(both) == {"C1.1": 2, "C1.2": 0, "C2.1": 1}
    assert both.to_json()["competencies"]["C1.1"]["papers"] == ("controle", "rattrapage")
    assert questions(of(shelf, exams=("vieux",)))["C1.2"] == 1


def test_a_year_is_counted_by_what_was_given(shelf: SmallBank) -> None:
    shelf.put_uses(
        use("2025-06-30", un=["1", "2", "3"]),
        use("2025-09-01", un=["1"]),
        use("2026-06-30", "rattrapage", un=["1"], deux=["1"], perdu=["4"]),
        use("2026-07-01", un=["2"]),
    )
    year = of(shelf, since=date(2025, 9, 1), until=date(2026, 6, 30))
    assert questions(year) == {"C1.1": 1, "C1.2": 0, "C2.1": 1}
    assert year.papers == ("controle, 2025-09-01", "rattrapage, 2026-06-30")
    assert year.to_json()["unknown"] == ["perdu/4"]
    assert questions(of(shelf, until=date(2025, 8, 31)))["C1.1"] == 3
    one = of(shelf, exams=("rattrapage",), since=date(2025, 9, 1))
    assert questions(one) == {"C1.1": 1, "C1.2": 0, "C2.1": 1}
    with pytest.raises(ExamenError, match="rattrapage"):
        of(shelf, exams=("ratrapage",), since=date(2025, 9, 1))


def test_the_framework_must_be_known(shelf: SmallBank) -> None:
    bank = load(shelf.bank, shelf.rubrics)
    with pytest.raises(ExamenError, match="metier"):
        coverage(bank, framework="metiers")
    shelf.put({**framework(B1=["C9.1"]), "id": "autre"})
    two = load(shelf.bank, shelf.rubrics)
    with pytest.raises(ExamenError, match="autre, metier"):
        coverage(two)
    assert questions(coverage(two, framework="autre")) == {"C9.1": 0}
    shelf.put(case("a", "A", question("1", "Lisez.", competencies=["C1.2"]), framework="autre"))
    two = load(shelf.bank, shelf.rubrics)
    assert questions(coverage(two, framework="metier"))["C1.2"] == 0


# --- The page -------------------------------------------------------------------------------------


class Reader(HTMLParser):
    """The cells of a page's tables with their attributes, and what the page refers to."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self.outside: list[str] = []
        self.headers: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = dict(attrs)
        self.outside += [told[key] or "" for key in ("src", "href") if key in told]
        if tag == "tr":
            self.rows.append([])
        if tag == "th":
            self.headers.append(told.get("scope") or "")
        if tag in {"th", "td"}:
            self.rows[-1].append("")

    def handle_data(self, data: str) -> None:
        if self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def test_the_page_is_a_table_that_needs_nothing_else(shelf: SmallBank) -> None:
    text = page(of(shelf))
    reader = Reader()
    reader.feed(text)
    cells = {row[0].split()[0]: [cell.strip() for cell in row[1:]] for row in reader.rows if row}
    assert cells["C1.1"] == ["1", "–", "2", "–", "3", "6", "25", "1"]
    assert cells["C1.2"] == ["–"] * 8
    assert reader.outside == []
    assert set(reader.headers) == {"col", "row", "rowgroup"}
    assert 'lang="fr"' in text
    assert "jamais évaluée" in text
    assert [f'h{shade}">{count}<' in text for shade, count in ((0, "–"), (1, "1"), (2, "2"))] == [
        True
    ] * 3
    assert text == page(of(shelf))


# --- The command ----------------------------------------------------------------------------------


@pytest.fixture
def out(
    shelf: SmallBank, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> Callable[..., tuple[int, str]]:
    monkeypatch.chdir(shelf.folder)

    def call(*arguments: str) -> tuple[int, str]:
        status = main(["coverage", *arguments])
        return status, capsys.readouterr().out

    return call


def test_the_command_prints_what_is_assessed(out: Callable[..., tuple[int, str]]) -> None:
    status, shown = out()
    lines = shown.splitlines()
    assert status == 0
    assert lines[0] == "Ce qu’évalue la banque"
    assert lines[3].split() == ["C1.1", "Savoir", "C1.1", *"1 – 2 – 3 6 25 1".split()]
    assert "Jamais évaluée\N{NO-BREAK SPACE}: C1.2." in lines


def test_programs_rely_on_the_shape_of_the_figures(out: Callable[..., tuple[int, str]]) -> None:
    status, shown = out("controle", "--json")
    figures = json.loads(shown)
    assert status == 0
    assert figures["competencies"]["C1.1"]["questions"] == 1
    assert figures["competencies"]["C1.1"]["levels"] == [1]
    assert figures["competencies"]["C1.2"]["levels"] == []
    assert {"points", "minutes", "cases", "forms", "block"} <= figures["competencies"][
        "C1.1"
    ].keys()


def test_the_command_writes_the_page(out: Callable[..., tuple[int, str]], tmp_path: Path) -> None:
    status, shown = out("--html", "carte.html", "--since", "2026-01-01")
    assert status == 0
    assert "carte.html" in shown
    text = (tmp_path / "carte.html").read_text("utf-8")
    assert "Ce que les classes ont reçu depuis le 01/01/2026" in text


def test_days_in_the_wrong_order_are_refused(out: Callable[..., tuple[int, str]]) -> None:
    assert out("--since", "2027-09-01", "--until", "2027-06-30") == (2, "")
