"""What the jury of an oral assessment gets, and what candidates must not get."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from examen import bank, render
from examen.model.full_exam import FullExam
from examen.problems import ExamenError
from examen.render.blocks import Blank, Block, Cell, Checkbox, Heading, Lines, Prompt, Table, plain
from examen.render.html import html
from render_example import exam as written_exam
from test_render_documents import everything, found, said

HERE = Path(__file__).parent / "data/oral"
SECRETS = ("prime en novembre", "nouvel", "48 euros", "concurrence", "pressé")


@cache
def oral() -> FullExam:
    loaded = bank.load(HERE / "bank", HERE / "rubrics")
    assert loaded.problems == ()
    assert bank.check(loaded) == []
    return bank.complete(loaded, "rendez-vous-difficile")


def table(body: tuple[Block, ...]) -> Table:
    return next(item for item in everything(body) if isinstance(item, Table))


def words(cell: Cell) -> str:
    return said(cell.body)


@pytest.mark.parametrize("name", ["subject", "booklet"])
def test_candidates_learn_nothing_of_the_scenario(name: str) -> None:
    document = getattr(render, name)(oral())
    assert [secret for secret in SECRETS if secret in said(document.body)] == []
    if name == "subject":
        assert "Fiche du client" in said(document.body)


def test_the_scenario_says_all_that_the_jury_needs() -> None:
    document = render.scenario(oral())
    text = said(document.body)
    for expected in (
        "Réservé au jury",
        "pressé",
        "48 euros",
        "changer d’employeur",
        "Et si je pars à la concurrence ?",
        "Après la proposition",
        "reste calme",
        "nouveau rendez-vous",
        "prime en novembre",
    ):
        assert expected in text
    titles = [plain(item.text) for item in found(document, Heading)]
    assert titles[-1] == "Ce que le client ne dit pas"
    page = html(document).replace("\u00a0", " ")
    assert "Préparation du candidat : </dt><dd>20 minutes" in page


def test_two_scenarios_are_told_apart() -> None:
    case = oral().cases[0]
    other = case.model_copy(update={"id": "autre", "title": "L'autre client"})
    document = render.scenario(replace(oral(), cases=(case, other)))
    titles = [(item.level, plain(item.text)) for item in found(document, Heading)]
    assert (2, "Un rendez-vous difficile") in titles
    assert (2, "L’autre client") in titles
    assert titles.count((3, "Votre rôle")) == 2


def test_the_grid_has_a_column_for_each_level_the_lowest_first() -> None:
    grid = table(render.jury_grid(oral()).body)
    assert [words(cell) for cell in grid.head[0]] == [
        "Critère",
        "Non maîtrisé",
        "Maîtrise partielle",
        "Maîtrisé",
        "Expert",
        "Points",
    ]
    listening = grid.rows[0]
    assert [words(cell) for cell in listening[1:-1]] == [
        "Coupe la parole.",
        "Laisse parler.",
        "Reformule.",
        "Reformule et vérifie.",
    ]
    boxes = [item for item in everything(listening) if isinstance(item, Checkbox)]
    assert [str(box.points) for box in boxes] == ["0", "1.5", "3", "4"]
    assert {box.group for box in boxes} == {"1-ecoute"}


def test_a_criterion_without_levels_keeps_its_row_over_all_columns() -> None:
    grid = table(render.jury_grid(oral()).body)
    title, sentence, _points = grid.rows[2]
    assert words(title) == "Prise de congé"
    assert sentence.columns == 4
    assert [sum(cell.columns for cell in row) for row in grid.rows] == [6, 6, 6]


def test_only_questions_with_levels_stand_in_the_grid() -> None:
    document = render.jury_grid(oral())
    assert "Question 2" not in said(document.body)
    sums = [item for item in everything(document.body) if isinstance(item, Blank) and item.sums]
    assert len(sums) == 1
    assert "/ 8 pts" in said(document.body)


def test_the_jury_gives_the_mark_where_it_marks_everything() -> None:
    assert "Note sur" not in said(render.jury_grid(oral()).body)
    use = oral().exam.cases[0].model_copy(update={"questions": ("1",)})
    header = oral().exam.header.model_copy(update={"total": Decimal(8)})
    exam = oral().exam.model_copy(update={"cases": (use,), "header": header})
    assert "Note sur 20" in said(render.jury_grid(replace(oral(), exam=exam)).body)


def test_levels_named_otherwise_by_each_criterion_are_numbered() -> None:
    full = oral()
    rubric = next(iter(full.rubrics.values()))
    raw = rubric.model_dump(by_alias=True)
    raw["questions"][0]["criteria"][0]["award"]["bands"][0]["title"] = "Remarquable"
    changed = replace(full, rubrics={rubric.case: type(rubric).model_validate(raw)})
    grid = table(render.jury_grid(changed).body)
    assert [words(cell) for cell in grid.head[0][1:-1]] == [f"Niveau {n}" for n in (1, 2, 3, 4)]


def test_the_grid_is_filled_in_on_a_screen() -> None:
    page = html(render.jury_grid(oral()))
    radios = re.findall(r'<input type="radio" name="(.*?)" data-points="(.*?)">', page)
    assert ("1-ecoute", "1.5") in radios
    assert len(radios) == 8
    assert "data-sum" in page.split("<script>")[0]
    assert 'querySelectorAll("[data-sum]")' in page.split("<script>")[1]
    assert '<textarea rows="4" aria-label="Observations">' in page
    assert "<script>" not in html(render.grid(oral()))


def test_the_booklet_has_lines_for_written_answers_alone() -> None:
    document = render.booklet(oral())
    assert [item.number for item in found(document, Prompt)] == ["2"]
    assert len(found(document, Lines)) == 1
    (marks,) = found(document, Table)
    assert [said(row) for row in marks.rows] == ["2 / 2 pts", "Total / 2 pts"]


def test_an_exam_that_is_only_spoken_has_no_booklet() -> None:
    full = oral()
    use = full.exam.cases[0].model_copy(update={"questions": ("1",)})
    exam = full.exam.model_copy(update={"cases": (use,)})
    with pytest.raises(ExamenError, match="n’a pas de cahier de réponses"):
        render.booklet(replace(full, exam=exam))


def test_the_marking_grid_leaves_to_the_jury_what_it_marks() -> None:
    marks, totals = found(render.grid(oral()), Table)
    assert [said(row) for row in marks.rows[:3]] == [
        "Question 1 / 8 pts",
        "À reporter depuis la grille du jury",
        "Question 2 / 2 pts",
    ]
    assert len(marks.rows) > 4
    assert said(totals.rows[-2]) == "Total / 10 pts"


@pytest.mark.parametrize("name", ["scenario", "jury_grid"])
def test_a_written_exam_has_nothing_for_a_jury(name: str) -> None:
    full = replace(written_exam(), rubrics={}) if name == "jury_grid" else written_exam()
    with pytest.raises(ExamenError, match="cette épreuve n’a pas de"):
        getattr(render, name)(full)
