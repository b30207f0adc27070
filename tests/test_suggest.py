"""`examen suggest`: what copies say and a rubric does not know, as a patch that leaves the rest."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from examen.cli.main import run
from examen.exchange.rewriting import Rewriting
from examen.learning import suggest_groups
from examen.learning.suggest_revision import grade_all
from examen.model.grade import Grade
from examen.problems import ExamenError

CASE = """\
schema: case/1
id: fichier
title: Le fichier
context: Une association écrit à ses adhérents.
parts:
  - id: partie
    title: Partie
    questions:
      - {number: "1", prompt: Que prévoir avant un envoi ?, points: 2}
"""
RUBRIC = """\
# Barème d’essai : rien ici ne doit bouger
schema: rubric/1
id: fichier
case: fichier
questions:
  - question: "1"   # la seule
    model_answer: |
      Demander l'accord de chacun. Un lien pour se désinscrire.
    criteria:
      - id: precautions
        title: Précautions
        points: 2
        award: {rule: each, points: 1, expected: 2}
        ideas:
          - id: accord      # le consentement
            says: Demander l’accord.
            phrasings:
              - [[accord, consentement]]   # un mot suffit

              # fin des formulations
          - {id: sortie, says: Permettre de partir., phrasings: [[[lien, bouton], [désinscrire]]]}
    # les exemples
    examples:
      - {kind: zero, points: 0, answer: "Bien choisir la date et l'heure."}
"""
SAYS = {
    "A1": ("Il faut la permission écrite des personnes.\nUn lien pour se désinscrire.", True),
    "A2": ("Obtenir une permission.\nSoigner la mise en page.", True),
    "A3": ("Avoir la permission de tous.\nOffrir un parrainage aux voisins.", True),
    "A4": ("Avoir reçu une permission avant.\nProposer un parrainage.", True),
    "A5": ("Soigner la mise en page du message.\nLancer un parrainage entre amis.", False),
    "A6": ("Demander l'accord de chacun.", True),
}


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bank").mkdir()
    (tmp_path / "rubrics").mkdir()
    (tmp_path / "bank/fichier.yaml").write_text(CASE, "utf-8")
    (tmp_path / "rubrics/fichier.yaml").write_text(RUBRIC, "utf-8")
    write_copies(tmp_path / "copies.jsonl", list(SAYS))
    lines = [
        {"copy": copy, "marker": "m", "marks": {"1": {"ideas": given, "total": len(given)}}}
        for copy, (text, credited) in SAYS.items()
        for given in [marks_of(text, credited=credited)]
    ]
    text = "\n".join(json.dumps(line, ensure_ascii=False) for line in lines)
    (tmp_path / "marks.jsonl").write_text(text, "utf-8")
    return tmp_path


def marks_of(text: str, *, credited: bool) -> dict[str, str]:
    lines = text.split("\n")
    given = {"accord": lines[0]} if credited else {}
    return given | ({"sortie": lines[1]} if "désinscrire" in text else {})


def write_copies(path: Path, order: list[str]) -> None:
    lines = ({"copy": copy, "answers": {"1": SAYS[copy][0]}} for copy in order)
    path.write_text("\n".join(json.dumps(line, ensure_ascii=False) for line in lines), "utf-8")


def suggested(capsys: pytest.CaptureFixture[str], *words: str) -> dict[str, Any]:
    assert run(["suggest", "fichier", "copies.jsonl", *words, "--json"]) == 0
    found: dict[str, Any] = json.loads(capsys.readouterr().out)
    return found


def proposals(found: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for question in found["questions"] for one in question["proposals"]]


def rubric(folder: Path) -> str:
    return (folder / "rubrics/fichier.yaml").read_bytes().decode()


def test_marks_show_the_word_that_was_missing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    found = suggested(capsys, "marks.jsonl")
    best = proposals(found)[0]
    assert (best["idea"], best["adds"]) == ("accord", "[[permission]]")
    assert best["gained"] == best["confirmed"] == ["A1", "A2", "A3", "A4"]
    assert found["chosen"] == [best["id"]]
    agreement = found["effect"]["agreement"]
    assert agreement["before"]["f1"] < agreement["after"]["f1"] == 1
    assert {row["copy"] for row in found["effect"]["copies"]} == {"A1", "A2", "A3", "A4"}
    assert rubric(folder) == RUBRIC


@pytest.mark.usefixtures("folder")
def test_what_people_do_not_credit_is_not_proposed_with_marks(
    capsys: pytest.CaptureFixture[str],
) -> None:
    texts = [one["adds"] for one in proposals(suggested(capsys, "marks.jsonl"))]
    assert not [text for text in texts if "parrainage" in text]


@pytest.mark.usefixtures("folder")
def test_without_marks_all_is_hypothesis(capsys: pytest.CaptureFixture[str]) -> None:
    found = suggested(capsys)
    by_label = {one["label"].lower().split()[-1]: one for one in proposals(found)}
    assert by_label["parrainage"]["copies"] == ["A3", "A4", "A5"]
    assert by_label["parrainage"]["kind"] == "idea"
    assert (found["chosen"], found["patch"], found["effect"]) == ([], "", None)


def test_order_of_copies_does_not_matter(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    first = suggested(capsys, "marks.jsonl")
    write_copies(folder / "copies.jsonl", sorted(SAYS, reverse=True))
    assert suggested(capsys, "marks.jsonl") == first


def test_apply_adds_lines_and_leaves_every_other_byte(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    patch = suggested(capsys, "marks.jsonl")["patch"]
    assert run(["suggest", "fichier", "copies.jsonl", "marks.jsonl", "--apply"]) == 0
    after = rubric(folder).split("\n")
    added = ["              # proposé d’après 4 copies", "              - [[permission]]"]
    assert [line for line in after if line not in added] == RUBRIC.split("\n")
    at = after.index(added[0])
    assert after[at - 1].endswith("# un mot suffit")
    assert after[at + 1] == added[1]

    (folder / "rubrics/fichier.yaml").write_text(RUBRIC, "utf-8")
    subprocess.run(["git", "apply", "-"], input=patch, text=True, check=True)  # noqa: S607
    assert rubric(folder).split("\n") == after


def test_applied_once_there_is_nothing_left_to_apply(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    suggested(capsys, "marks.jsonl", "--apply")
    after = rubric(folder)
    again = suggested(capsys, "marks.jsonl", "--apply")
    assert (again["chosen"], again["applied"], rubric(folder)) == ([], False, after)


def test_a_new_idea_goes_below_the_others(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    number = next(one["id"] for one in proposals(suggested(capsys)) if "parrainage" in one["label"])
    suggested(capsys, "--only", str(number), "--apply")
    assert rubric(folder).startswith(RUBRIC[: RUBRIC.index("    # les exemples")])
    assert rubric(folder).endswith(RUBRIC[RUBRIC.index("    # les exemples") :])
    assert "origin: local" in rubric(folder)
    assert re.search(r"says: 'À reformuler\u00a0: .*parrainage\.'", rubric(folder))
    capsys.readouterr()
    assert run(["check"]) == 0


def test_what_breaks_an_example_is_refused_and_nothing_is_written(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    trap = (
        '      - {kind: trap, points: 0, answer: "Sans permission ni parrainage, un parrainage."}\n'
    )
    broken = RUBRIC + trap
    (folder / "rubrics/fichier.yaml").write_text(broken, "utf-8")
    found = suggested(capsys)
    number = next(one["id"] for one in proposals(found) if "parrainage" in one["label"])
    words = ["suggest", "fichier", "copies.jsonl", "--only", str(number), "--apply"]
    assert run(words) == 2
    assert "example-mark" in capsys.readouterr().err
    assert rubric(folder) == broken


@pytest.mark.usefixtures("folder")
def test_an_unknown_number_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", "fichier", "copies.jsonl", "--only", "99"]) == 2
    assert "aucune proposition n’a le numéro 99" in capsys.readouterr().err
    assert run(["suggest", "fichier", "copies.jsonl", "--only", "deux"]) == 2


def test_a_phrasing_that_people_refuse_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "rubrics/fichier.yaml"
    path.write_text(RUBRIC.replace("[[accord, consentement]]", "[[page]]"), "utf-8")
    [question] = suggested(capsys, "marks.jsonl")["questions"]
    [fault] = question["misfires"]
    assert fault["fault"] == "refused"
    assert fault["place"].startswith("rubrics/fichier.yaml:18:")
    assert fault["quotes"] == [{"copy": "A5", "quote": "page"}]


def test_a_phrasing_that_recognises_the_question_is_named(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = folder / "rubrics/fichier.yaml"
    path.write_text(RUBRIC.replace("[[accord, consentement]]", "[[accord, envoi]]"), "utf-8")
    [question] = suggested(capsys)["questions"]
    assert [one["fault"] for one in question["misfires"]] == ["prompt"]


@pytest.mark.usefixtures("folder")
def test_the_report_is_in_french(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["suggest", "fichier", "copies.jsonl", "marks.jsonl"]) == 0
    out = capsys.readouterr().out
    assert "idée comptée dans 4 copies qui disent\u00a0: permission" in out
    assert "elle est trouvée dans 4 copies de plus" in out
    assert "Copies dont les points changent" in out
    assert "Rien n’est encore écrit" in out


def test_a_broken_example_is_seen_beside_a_mended_one(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    examples = (
        '      - {kind: partial, points: 1, answer: "Obtenir une permission."}\n'
        '      - {kind: trap, points: 0, answer: "Bien choisir la permission."}\n'
    )
    broken = RUBRIC + examples  # the first does not agree before, the second will not after
    (folder / "rubrics/fichier.yaml").write_text(broken, "utf-8")
    found = suggested(capsys, "marks.jsonl")
    assert found["chosen"] == []
    assert [one["recommended"] for one in proposals(found)] == [False]
    words = ["suggest", "fichier", "copies.jsonl", "marks.jsonl", "--only", "1", "--apply"]
    assert run([*words, "--json"]) == 2
    told = json.loads(capsys.readouterr().out)
    assert not told["applied"]
    assert [one["code"] for one in told["problems"]] == ["example-mark"]
    line = broken.split("\n").index(examples.split("\n")[1]) + 1
    assert told["problems"][0]["source"]["line"] == line + 2  # below the added lines
    assert rubric(folder) == broken


def test_an_example_that_was_wrong_before_hinders_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = '      - {kind: partial, points: 1, answer: "Bien choisir la date."}\n'
    (folder / "rubrics/fichier.yaml").write_text(RUBRIC + wrong, "utf-8")
    found = suggested(capsys, "marks.jsonl", "--apply")
    assert (found["chosen"], found["problems"], found["applied"]) == ([1], [], True)
    assert "[[permission]]" in rubric(folder)


def test_applied_is_said_only_of_what_was_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_file: Rewriting) -> None:
        raise ExamenError("plein")

    monkeypatch.setattr(Rewriting, "write", fail)
    assert run(["suggest", "fichier", "copies.jsonl", "marks.jsonl", "--apply", "--json"]) == 2
    told = capsys.readouterr()
    assert (told.out, "plein" in told.err, rubric(folder)) == ("", True, RUBRIC)


@pytest.mark.usefixtures("folder")
def test_passages_beyond_the_most_are_counted(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert suggested(capsys)["questions"][0]["left_out"] == 0
    monkeypatch.setattr(suggest_groups, "_MOST_PASSAGES", 2)
    [question] = suggested(capsys)["questions"]
    assert question["left_out"] > 2
    assert run(["suggest", "fichier", "copies.jsonl"]) == 0
    text = f"{question['left_out']} passages n’ont pas été comparés"
    assert text in capsys.readouterr().out


def test_a_file_changed_meanwhile_is_left_alone(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "rubrics/fichier.yaml"

    def edit_and_grade(*given: Any) -> list[Grade]:
        path.write_text(f"# un collègue est passé\n{RUBRIC}", "utf-8")
        return grade_all(*given)

    monkeypatch.setattr("examen.learning.suggest.grade_all", edit_and_grade)
    assert run(["suggest", "fichier", "copies.jsonl", "marks.jsonl", "--apply"]) == 2
    assert "a été modifié entre-temps" in capsys.readouterr().err
    assert rubric(folder) == f"# un collègue est passé\n{RUBRIC}"


# Each line is a copy: what it says, and the ideas that people credited for it.
LEARNT = {
    "a word that three copies share": (
        "permission écrite > accord | permission demandée > accord | permission > accord",
        ["accord: [[permission]]"],
    ),
    "a word that only two copies share would be a guess": (
        "une permission > accord | sa permission > accord",
        [],
    ),
    "one copy may give two words": (
        "permission des parents > accord",
        [
            "accord: [[parents], [permission]]",
        ],
    ),
    "a word that people also refuse": (
        "une permission > accord | sa permission > accord | la permission > accord | permission >",
        [],
    ),
    "a word that people also credit for another idea": (
        "permission > accord | permission > accord | permission pour partir > sortie",
        ["sortie: [[partir], [permission]]"],
    ),
    "half of what the author wants together": (
        "un bouton > sortie | le bouton > sortie | ce bouton > sortie",
        [],
    ),
    "a word that completes an existing phrasing": (
        "un lien pour partir > sortie | un bouton pour partir > sortie | lien : partir > sortie",
        ["sortie: partir"],
    ),
    "a word that is denied": (
        "ne pas revendre > accord | ne pas tout revendre > accord | ne pas les revendre > accord",
        ["accord: [[ne pas revendre]]"],
    ),
    "a word of the question": (
        "avant > accord | un envoi > accord | des envois > accord | l'envoi > accord",
        [],
    ),
}


@pytest.mark.parametrize(("copies", "expected"), LEARNT.values(), ids=LEARNT)
def test_what_marks_teach(
    folder: Path, capsys: pytest.CaptureFixture[str], copies: str, expected: list[str]
) -> None:
    answers, marks = [], []
    for number, line in enumerate(copies.split(" | ")):
        text, _arrow, idea = (part.strip() for part in line.partition(">"))
        given = {"ideas": {idea: text} if idea else {}, "total": int(bool(idea))}
        answers.append({"copy": f"C{number}", "answers": {"1": text}})
        marks.append({"copy": f"C{number}", "marker": "m", "marks": {"1": given}})
    for name, rows in (("copies", answers), ("marks", marks)):
        text = "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / f"{name}.jsonl").write_text(text, "utf-8")
    found = suggested(capsys, "marks.jsonl")
    assert [f"{one['idea']}: {one['adds']}" for one in proposals(found)] == expected


# Without marks: copies, and the words of the ideas and phrasings that are proposed.
SAID = {
    "what the rubric knows is not said again": (
        "demander l'accord | l'accord de tous | un accord",
        [],
    ),
    "a long sentence is cut where it breathes": (
        (
            "Surveiller le calendrier des vacances d'une région, un parrainage, relire une page "
            "écrite par la secrétaire | un parrainage | le parrainage\nUne belle page"
        ),
        ["parrainage"],
    ),
    "words of the question tell little": ("prévoir un envoi | prévoir l'envoi | des envois", []),
}


@pytest.mark.parametrize(("copies", "expected"), SAID.values(), ids=SAID)
def test_what_copies_say(
    folder: Path, capsys: pytest.CaptureFixture[str], copies: str, expected: list[str]
) -> None:
    lines = [
        json.dumps({"copy": f"C{number}", "answers": {"1": text}})
        for number, text in enumerate(copies.split(" | "))
    ]
    (folder / "copies.jsonl").write_text("\n".join(lines), "utf-8")
    said = [one["label"].lower() for one in proposals(suggested(capsys))]
    assert sorted(label.split()[-1] for label in said) == expected
