"""`examen validate` and `examen retire`: who decided when, and whether it still holds."""

from __future__ import annotations

import json
import re
from functools import partial
from pathlib import Path

import pytest

from examen.authoring import reviewing
from examen.bank import check, load
from examen.cli.main import run
from examen.model.base import Status
from examen.running.variants import check_variants

TEXT = """\
schema: case/1
id: club-judo
title: Le club de judo d'Arvel
status: draft
minutes: 90
context: |
  Le club veut gagner des adhérents.
documents:
  - kind: figure
    id: affiche
    title: L'affiche de la rentrée
    file: figures/affiche.svg
    alternative: Les mots « Judo à Arvel ».
  - kind: table
    id: resultats
    title: Adhésions vendues en juin
    columns: [Vendeuse, Objectif, Ventes]
    rows:
      - [Inès, "20", "12"]
parts:
  - id: dossier-1
    title: "Dossier 1 : faire connaître le club"
    points: 7
    questions:
      - number: "1.1"
        prompt: Rédigez l'e-mail qui annonce la rentrée.
        points: 4
        form: email
        documents: [affiche]
      - number: "1.2"
        prompt: Rappelez les règles de l'envoi d'e-mails.
        points: 3
  - id: dossier-2
    title: "Dossier 2 : suivre les ventes"
    parts:
      - id: ventes
        title: Les ventes
        introduction: Les deux questions se suivent.
        questions:
          - {number: "2.1", prompt: Calculez., points: 2, documents: [resultats]}
          - number: "2.2"
            prompt: |
              Analysez.
            points: 3
            documents: [resultats]
"""
CASE, RUBRIC = Path("bank/cases/club-judo.yaml"), Path("rubrics/club-judo.yaml")
BY = ["--by", "Inès Marchal", "--on", "2026-09-03"]


@pytest.fixture
def judo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A sound case in a folder of its own, with the skeleton of a rubric, which is sound too."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank/cases/figures").mkdir(parents=True)
    (tmp_path / "bank/cases/figures/affiche.svg").write_text("<svg/>")
    CASE.write_text(TEXT, "utf-8")
    assert run(["new", "rubric", "club-judo"]) == 0
    return tmp_path


def change(path: Path, was: str, now: str) -> None:
    text = path.read_text("utf-8")
    assert was in text
    path.write_text(text.replace(was, now, 1), "utf-8")


def stale() -> list[str]:
    """The questions that have changed since they were validated."""
    bank = load(Path("bank"), Path("rubrics"))
    assert bank.problems == ()
    found = [str(problem) for problem in check(bank) if problem.code == "validated-changed"]
    return [re.findall(r"question (\S+)", text)[0] for text in found]


def statuses() -> dict[str, Status]:
    case = load(Path("bank"), Path("rubrics")).cases["club-judo"]
    return {question.number: case.status_of(question) for question in case.questions()}


@pytest.mark.usefixtures("judo")
def test_a_whole_case_is_validated_and_nothing_else_in_its_file_changes() -> None:
    assert run(["validate", "club-judo", *BY]) == 0
    text = CASE.read_text("utf-8")
    review = r"review: \{by: Inès Marchal, on: 2026-09-03(, seal: \"?[0-9a-f]{12}\"?)?\}"
    assert len(re.findall(review, text)) == 1 + len(statuses())
    assert "status: validated\nreview: {by: Inès Marchal, on: 2026-09-03}\nminutes: 90" in text
    bare = re.sub(rf"\n *{review}|,\s*{review}", "", text)
    assert bare == TEXT.replace("status: draft", "status: validated")
    assert "status: validated" in RUBRIC.read_text("utf-8")
    assert set(statuses().values()) == {Status.VALIDATED}
    assert stale() == []


@pytest.mark.usefixtures("judo")
@pytest.mark.parametrize(
    ("path", "was", "now", "expected"),
    [
        (CASE, "Rédigez l'e-mail qui", "Écrivez l'e-mail qui", ["1.1"]),
        (CASE, "Les mots « Judo", "Le mot « Judo", ["1.1"]),
        (CASE, "veut gagner", "souhaite gagner", ["1.1", "1.2", "2.1", "2.2"]),
        (CASE, '[Inès, "20", "12"]', '[Inès, "20", "13"]', ["2.1", "2.2"]),
        (CASE, "Les deux questions se", "Ces deux questions se", ["2.1", "2.2"]),
        (CASE, "title: Adhésions vendues en juin", "title: Ventes de juin", ["2.1", "2.2"]),
        (CASE, "minutes: 90", "minutes: 100", []),
        (CASE, "title: Le club de judo d'Arvel", "title: 'Le club de judo d''Arvel'  # ici", []),
        (CASE, "points: 4\n        form: email", "form: email\n        points: 4.0", []),
        (CASE, 'number: "2.1"', 'number: "2.1", level: 2', []),
        (Path("bank/cases/figures/affiche.svg"), "<svg", "<svg ", ["1.1"]),
    ],
)
def test_what_changes_since_is_told(path: Path, was: str, now: str, expected: list[str]) -> None:
    assert run(["validate", "club-judo", *BY]) == 0
    change(path, was, now)
    assert stale() == expected


@pytest.mark.usefixtures("judo")
def test_the_rubric_counts_and_its_examples_do_not() -> None:
    assert run(["validate", "club-judo", *BY]) == 0
    change(RUBRIC, "Ma première idée seulement.", "Ma toute première idée.")
    change(RUBRIC, "# tant de points", "# deux points")
    assert stale() == []
    change(RUBRIC, "- [première, idée]", "- [première, idée]\n              - tatami")
    assert stale() == ["1.1"]
    change(RUBRIC, 'question: "1.2"', 'question: "1.2"\n    note: À lire.')
    assert stale() == ["1.1", "1.2"]


@pytest.mark.usefixtures("judo")
def test_a_scale_that_a_jury_applies_needs_no_examples(
    capsys: pytest.CaptureFixture[str],
) -> None:
    change(CASE, "points: 3\n  - id: dossier-2", "points: 3\n        form: oral\n  - id: dossier-2")
    RUBRIC.unlink()
    assert run(["new", "rubric", "club-judo"]) == 0
    assert "rule: bands" in RUBRIC.read_text("utf-8")
    assert run(["validate", "club-judo", *BY]) == 0, capsys.readouterr().err


@pytest.mark.usefixtures("judo")
def test_a_question_is_validated_again_or_set_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "club-judo", *BY]) == 0
    change(CASE, "veut gagner", "souhaite gagner")
    assert run(["validate", "club-judo", "1.1", "--by", "Karim Benali"]) == 0
    assert stale() == ["1.2", "2.1", "2.2"]
    assert "review: {by: Karim Benali, on: 20" in CASE.read_text("utf-8")
    change(CASE, 'number: "1.2"', 'number: "1.2"\n        status: draft')
    assert stale() == ["2.1", "2.2"]
    capsys.readouterr()
    assert run(["check", "--no-selftest"]) == 1
    told = capsys.readouterr().err
    assert (
        "validated-changed: la question 2.1 a changé depuis sa validation par Inès Marchal" in told
    )
    assert "« examen validate club-judo 2.1 »" in told.replace("\u00a0", " ")


@pytest.mark.usefixtures("judo")
def test_questions_of_a_draft_come_before_their_case() -> None:
    assert run(["validate", "club-judo", "2.1", *BY]) == 0
    assert statuses() == {
        "1.1": Status.DRAFT,
        "1.2": Status.DRAFT,
        "2.1": Status.VALIDATED,
        "2.2": Status.DRAFT,
    }
    assert run(["validate", "club-judo", *BY]) == 0
    assert set(statuses().values()) == {Status.VALIDATED}


@pytest.mark.usefixtures("judo")
def test_a_retired_question_stays_retired_until_it_is_named() -> None:
    assert run(["retire", "club-judo/1.2", "--why", "Le droit a changé", *BY]) == 0
    assert statuses()["1.2"] is Status.RETIRED
    assert "why: Le droit a changé}" in CASE.read_text("utf-8")
    assert run(["validate", "club-judo", *BY]) == 0
    assert statuses()["1.2"] is Status.RETIRED
    assert run(["validate", "club-judo", "1.2", *BY]) == 0
    assert statuses()["1.2"] is Status.VALIDATED
    assert "why:" not in CASE.read_text("utf-8")


@pytest.mark.usefixtures("judo")
def test_a_retired_case_retires_all(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "club-judo", "1.1", *BY]) == 0
    assert run(["validate", "club-judo", *BY]) == 0
    assert run(["retire", "club-judo", "--why", "Vu en classe", *BY]) == 0
    assert set(statuses().values()) == {Status.RETIRED}
    change(CASE, "veut gagner", "souhaite gagner")
    assert stale() == []
    assert run(["validate", "club-judo", "1.1", *BY]) == 2
    assert "en entier" in capsys.readouterr().err
    assert run(["validate", "club-judo", *BY]) == 0
    assert set(statuses().values()) == {Status.VALIDATED}


@pytest.mark.usefixtures("judo")
@pytest.mark.parametrize(
    ("path", "was", "now", "told"),
    [
        (CASE, "points: 7", "points: 8", "points-sum"),
        (RUBRIC, "kind: trap", "kind: zero", "missing-example"),
        (RUBRIC, "points: 2\n        answer: Ma", "points: 3\n        answer: Ma", "example-mark"),
        (CASE, "title: L", "titel: L", "unknown-key"),
    ],
)
def test_what_has_problems_is_not_validated(
    path: Path, was: str, now: str, told: str, capsys: pytest.CaptureFixture[str]
) -> None:
    change(path, was, now)
    before = [CASE.read_bytes(), RUBRIC.read_bytes()]
    assert run(["validate", "club-judo", *BY]) == 2
    assert f": {told}" in capsys.readouterr().err
    assert before == [CASE.read_bytes(), RUBRIC.read_bytes()]


@pytest.mark.usefixtures("judo")
@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["validate", "judo", *BY], "pas de cas"),
        (["validate", "club-judo", "9", *BY], "pas de question 9"),
        (["retire", "club-judo/9", "--why", "?", *BY], "pas de question 9"),
        (["validate", "club-judo"], "--by"),
        (["retire", "club-judo", *BY], "--why"),
        (["validate", "club-judo", "--by", "I", "--on", "3 mars"], "année-mois-jour"),
        (["validate", "club-judo", "--by", " "], "vide"),
        (["retire", "club-judo", "--why", "", *BY], "vide"),
    ],
)
def test_what_cannot_be_decided_is_told(
    words: list[str], reason: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = CASE.read_bytes()
    assert run(words) == 2
    assert reason in capsys.readouterr().err
    assert CASE.read_bytes() == before


@pytest.mark.usefixtures("judo")
def test_lists_and_views_say_who_and_when(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["validate", "club-judo", *BY]) == 0
    assert run(["retire", "club-judo/1.2", "--why", "Trop long", *BY]) == 0
    capsys.readouterr()
    run(["list", "questions", "--json"])
    rows = {row["id"]: row for row in json.loads(capsys.readouterr().out)}
    row = rows["club-judo/1.1"]
    assert (row["status"], row["by"], row["on"]) == ("validated", "Inès Marchal", "2026-09-03")
    assert rows["club-judo/1.2"]["status"] == "retired"
    run(["list", "cases"])
    assert re.search(r"validé +Inès Marchal +2026-09-03", capsys.readouterr().out)
    run(["show", "club-judo/1.2"])
    assert "retiré (Inès Marchal, 2026-09-03\xa0: Trop long)" in capsys.readouterr().out
    run(["show", "club-judo"])
    assert "validé (Inès Marchal, 2026-09-03)" in capsys.readouterr().out


@pytest.mark.usefixtures("judo")
def test_comments_layout_and_line_ends_are_kept() -> None:
    text = TEXT.replace("points: 4\n", "points: 4  # facile\n")
    text = text.replace("status: draft", "status:  # en cours\n  draft")
    CASE.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert run(["validate", "club-judo", *BY]) == 2  # a comment stands where the status goes
    CASE.write_bytes(CASE.read_bytes().replace(b"  # en cours\r\n ", b""))
    assert run(["validate", "club-judo", *BY]) == 0
    raw = CASE.read_bytes()
    assert raw.startswith(b"\xef\xbb\xbf")
    assert raw.count(b"\n") == raw.count(b"\r\n")
    assert b"points: 4  # facile\r\n" in raw
    assert stale() == []


@pytest.mark.usefixtures("judo")
def test_a_number_sign_in_a_name_is_no_comment() -> None:
    assert run(["validate", "club-judo", "1.1", "--by", "Atelier #2", *BY[2:]]) == 0
    assert run(["validate", "club-judo", "1.1", *BY]) == 0
    assert "Atelier" not in CASE.read_text("utf-8")


@pytest.mark.usefixtures("judo")
def test_a_file_in_the_layout_stays_in_the_layout() -> None:
    assert run(["fmt"]) == 0
    assert run(["validate", "club-judo", *BY]) == 0
    assert run(["fmt", "--check"]) == 0
    why = "Une raison qui tient en bien plus de mots qu’une ligne n’en peut contenir, " * 2
    assert run(["retire", "club-judo/2.1", "--why", why, *BY]) == 0
    assert run(["fmt", "--check"]) == 0


VARIABLES = """\
variables:
  n: {from: 2, to: 9}
"""


@pytest.fixture
def few_variants(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ten of the hundred variants, to be quick."""
    monkeypatch.setattr(reviewing, "check_variants", partial(check_variants, count=10))


@pytest.mark.usefixtures("judo", "few_variants")
def test_of_a_case_with_variables_what_is_written_is_sealed() -> None:
    """Not the values of one variant, so that bounds count and drawing anew does not."""
    change(CASE, "context: |\n", VARIABLES + "context: |\n  {{ n }} clubs.\n")
    assert run(["validate", "club-judo", *BY]) == 0
    assert stale() == []
    change(CASE, "to: 9", "to: 8")
    assert stale() == ["1.1", "1.2", "2.1", "2.2"]
    change(CASE, "to: 8", "to: 9")
    change(CASE, "Rédigez l'e-mail qui", "Rédigez, en {{ n }} lignes, l'e-mail qui")
    assert stale() == ["1.1"]
    assert run(["validate", "club-judo", "1.1", *BY]) == 0
    change(CASE, "en {{ n }} lignes", "en {{ n + 0 }} lignes")  # the same in every variant
    assert stale() == ["1.1"]
    change(RUBRIC, "- [première, idée]\n", "- [première, idée]\n              - '{{ n }} tapis'\n")
    assert stale() == ["1.1", "1.2"]
    assert run(["validate", "club-judo", "1.1", *BY]) == 0
    assert stale() == ["1.2"]


@pytest.mark.usefixtures("judo", "few_variants")
def test_a_case_of_which_a_variant_disagrees_is_not_validated(
    capsys: pytest.CaptureFixture[str],
) -> None:
    dit = "variables:\n  dit: {choose: [{mot: idée}, {mot: règle}]}\n"
    change(CASE, "context: |\n", f"{dit}context: |\n  Le club dit « {{{{ dit.mot }}}} ».\n")
    assert run(["validate", "club-judo", *BY]) == 0
    reference = load(Path("bank"), None).cases["club-judo"].context
    word = "règle" if "règle" in reference else "idée"
    change(RUBRIC, "- [première, idée]\n", "- [première, '{{ dit.mot }}']\n")
    text = RUBRIC.read_text("utf-8").replace("première idée", f"première {word}")
    RUBRIC.write_text(text, "utf-8")  # right in the reference alone
    before = CASE.read_text("utf-8")
    capsys.readouterr()
    assert run(["validate", "club-judo", *BY]) != 0
    assert "dans la variante " in capsys.readouterr().err
    assert CASE.read_text("utf-8") == before
