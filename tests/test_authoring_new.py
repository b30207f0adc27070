"""`examen new`: skeletons that check as they stand, and never write over anything."""

from __future__ import annotations

from pathlib import Path

import pytest

from examen.bank import load
from examen.bank.commented import comments
from examen.cli.main import run
from examen.model.case import Case

CASE = """\
schema: case/1
id: club
title: Le club
context: Un club.
parts:
  - id: a
    title: A
    questions:
      # la première
      - number: "1.1"  # facile
        prompt: P
        points: 2.5
      # la dernière de A

  - id: b
    title: B
    parts:
      - id: c
        title: C
        questions:
          - {number: RCS, prompt: P, points: 3, form: oral}
      - id: d
        title: D
        questions:
          - number: 2.1
            prompt: |
              P
            points: 1
# fin
"""


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def club(here: Path) -> Path:
    (here / "bank/cases").mkdir(parents=True)
    path = here / "bank/cases/club.yaml"
    path.write_text(CASE)
    return path


def case(key: str) -> Case:
    return load(Path("bank"), None).cases[key]


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("language", ["fr", "en"])
def test_skeletons_check_their_examples_and_are_in_the_layout(
    language: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["case", "essai"], ["question", "essai"], ["rubric", "essai"]):
        assert run(["new", *words, "--lang", language]) == 0
    assert run(["new", "question", "essai"]) == 0
    assert run(["check"]) == 0, capsys.readouterr().err
    assert run(["fmt", "--check"]) == 0
    assert case("essai").language == language
    for path in (Path("bank/cases/essai.yaml"), Path("rubrics/essai.yaml")):
        said = " ".join(comments(path.read_text()))
        assert len(said) > 200
        assert ("les exemples" in said or "ce qui suit" in said) == (language == "fr")


def test_a_case_takes_the_title_and_the_framework_given(here: Path) -> None:
    (here / "bank/frameworks").mkdir(parents=True)
    assert run(["new", "case", "essai", "--title", "Prix : 3 €", "--framework", "ref"]) == 1
    made = case("essai")
    assert (made.title, made.framework) == ("Prix : 3 €", "ref")


@pytest.mark.usefixtures("here")
@pytest.mark.parametrize("form", ["oral-defence", "role-play", "simulated-interview"])
def test_an_oral_case_has_a_scenario_and_levels_for_the_jury(
    form: str, capsys: pytest.CaptureFixture[str]
) -> None:
    for words in (["case", "essai", "--form", form], ["rubric", "essai"], ["question", "essai"]):
        assert run(["new", *words]) == 0
    assert run(["check"]) == 0, capsys.readouterr().err
    assert run(["fmt", "--check"]) == 0
    made = case("essai")
    assert made.form == form
    assert made.scenario
    assert made.scenario.replies
    assert made.scenario.challenges
    assert [question.form for question in made.questions()] == ["oral", "oral"]
    rubric = load(Path("bank"), Path("rubrics")).rubrics["essai"]
    marked = [one for entry in rubric.questions for _entity, one in entry.all_criteria()]
    assert [criterion.award.rule for criterion in marked] == ["bands", "bands"]
    papers = ["--document", "scenario", "--document", "jury-grid", "--format", "html"]
    assert run(["render", "essai", *papers, "-o", "papers"]) == 0


def test_a_written_project_has_no_scenario(here: Path) -> None:
    assert run(["new", "case", "essai", "--form", "written-project"]) == 0
    made = case("essai")
    assert (made.form, made.scenario) == ("written-project", None)
    assert [path.name for path in (here / "bank/cases").iterdir()] == ["essai.yaml"]


def test_a_question_follows_the_last_one(club: Path) -> None:
    assert run(["new", "question", "club"]) == 0
    written = club.read_text()
    added = written.replace(CASE.removesuffix("# fin\n"), "").removesuffix("# fin\n")
    assert added.startswith('\n          - number: "2.2"\n            prompt: ')
    assert [question.number for question in case("club").questions()][-1] == "2.2"


def test_a_question_goes_to_the_part_named_below_its_last_question(club: Path) -> None:
    assert run(["new", "question", "club", "--part", "a"]) == 0
    assert [question.number for question in case("club").questions()][:2] == ["1.1", "1.2"]
    assert comments(club.read_text())[:2] == ["# la première", "# facile"]


def test_a_rubric_has_an_entry_for_each_question_and_gets_the_next(
    club: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", "rubric", "club"]) == 0
    rubric = load(Path("bank"), Path("rubrics")).rubrics["club"]
    assert [item.question for item in rubric.questions] == ["1.1", "RCS", "2.1"]
    assert [len(item.examples) for item in rubric.questions] == [5, 1, 5]
    oral = rubric.questions[1].criteria[0]
    assert [band.points for band in oral.award.bands] == [0, 0.75, 1.5, 3]  # type: ignore[union-attr]
    assert run(["new", "question", "club", "--number", "2.2"]) == 0
    rubric = load(Path("bank"), Path("rubrics")).rubrics["club"]
    assert rubric.questions[-1].question == "2.2"
    assert run(["check"]) == 0, capsys.readouterr().err
    assert "# fin" in club.read_text()


def test_points_that_cannot_be_halved_are_shared_otherwise(club: Path) -> None:
    club.write_text(CASE.replace("points: 2.5", "points: 0.125"))
    assert run(["new", "rubric", "club"]) == 0
    assert run(["check"]) == 0


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["case", "club"], "existe déjà"),
        (["case", "Été"], "n’est pas un identifiant"),
        (["case", "a/b"], "n’est pas un identifiant"),
        (["question", "clubs"], "pas de cas"),
        (["question", "club", "--part", "b"], "celles-ci en ont"),
        (["question", "club", "--part", "c"], "--number"),
        (["question", "club", "--number", "RCS"], "a déjà une question"),
        (["rubric", "clubs"], "pas de cas"),
    ],
)
def test_what_cannot_be_begun_is_told(
    words: list[str], reason: str, club: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["new", *words]) == 2
    assert reason in capsys.readouterr().err
    assert club.read_text() == CASE
    assert [path.name for path in Path().rglob("*.yaml")] == ["club.yaml"]


def test_nothing_is_overwritten(club: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Not even a file that holds something else than its name says."""
    other = club.with_name("essai.yaml")
    other.write_text(CASE.replace("id: club", "id: autre"))
    assert run(["new", "case", "essai"]) == 2
    assert "existe déjà" in capsys.readouterr().err
    assert other.read_text() == CASE.replace("id: club", "id: autre")
    assert run(["new", "rubric", "club"]) == 0
    written = Path("rubrics/club.yaml").read_text()
    assert run(["new", "rubric", "club"]) == 2
    assert Path("rubrics/club.yaml").read_text() == written


def test_a_list_in_brackets_takes_no_question(
    club: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = CASE.partition("parts:")[0] + (
        "parts: [{id: a, title: A, questions: [{number: 1, prompt: P, points: 1}]}]\n"
    )
    club.write_text(text)
    assert run(["new", "question", "club"]) == 2
    assert "entre crochets" in capsys.readouterr().err
    assert club.read_text() == text


def test_what_is_left_to_decide_is_told(club: Path, capsys: pytest.CaptureFixture[str]) -> None:
    club.write_text(CASE.replace("title: A\n", "title: A\n    points: 2.5\n"))
    assert run(["new", "question", "club", "--part", "a"]) == 1
    told = capsys.readouterr()
    assert told.out.endswith("bank/cases/club.yaml\n")
    assert "points-sum" in told.err


@pytest.mark.usefixtures("here")
def test_the_shipped_bank_is_not_written_to(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["new", "question", "groupama-sportifs"]) == 2
    assert run(["new", "rubric", "groupama-sportifs"]) == 2
    assert run(["fmt"]) == 2
    assert "aucun dossier" in capsys.readouterr().err
