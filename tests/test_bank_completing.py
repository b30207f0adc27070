"""Exams with all they refer to, and the fingerprint of what decides marks."""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest
import yaml

from examen.bank import complete, load
from examen.bank.names import nearest
from examen.model.full_exam import FullExam
from examen.problems import ExamenError, UnusableError

SOUND = Path(__file__).parent / "data/judo"
CASE, EXAM, RUBRIC = (
    "bank/cases/club-judo.yaml",
    "bank/exams/judo-2026.yaml",
    "rubrics/club-judo.yaml",
)


@pytest.fixture(autouse=True)
def _judo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)


def completed(name: str | Path = "judo-2026") -> FullExam:
    return complete(load(Path("bank"), Path("rubrics")), name)


def change(path: str, was: str, now: str) -> None:
    text = Path(path).read_text("utf-8")
    assert text.count(was) == 1
    Path(path).write_text(text.replace(was, now), "utf-8")


def test_an_exam_comes_with_all_it_refers_to() -> None:
    full = completed()
    assert [case.id for case in full.cases] == ["club-judo"]
    assert list(full.rubrics) == ["club-judo"]
    assert [lexicon.id for lexicon in full.lexicons] == ["sport"]
    assert [framework.id for framework in full.frameworks] == ["vente-sport"]
    assert full.folders == {"club-judo": Path("bank/cases")}
    assert [item.question.number for item in full.questions()] == ["1.1", "1.2", "2.1", "2.2", "R"]
    assert re.fullmatch("sha256:[0-9a-f]{64}", full.fingerprint)


def test_a_case_stands_for_an_exam_around_it() -> None:
    full = completed("club-judo")
    assert full.exam.header.total == Decimal(20)
    assert full.exam.header.minutes == 90
    assert next(full.questions()).question.number == "1.1"


@pytest.mark.parametrize(
    ("was", "now", "material"),
    [
        ("form: calculation", "form: calculation", "Calculatrice"),
        ("form: calculation", "form: text", "Aucun"),
        ("\ntitle:", "\nform: written-project\ntitle:", "Voir les consignes du sujet"),
    ],
)
def test_what_a_case_asks_for_says_what_candidates_may_use(
    was: str, now: str, material: str
) -> None:
    change(CASE, was, now)
    assert completed("club-judo").exam.header.material == material


def test_a_case_may_be_worth_more_than_an_exam() -> None:
    text = Path(CASE).read_text("utf-8")
    points = re.compile(r"^( +- number: .*?\n +points: )\S+$", re.MULTILINE | re.DOTALL)
    Path(CASE).write_text(points.sub(r"\g<1>400", text), "utf-8")
    assert completed("club-judo").exam.header.total == Decimal(2000)


@pytest.mark.parametrize("path", [EXAM, CASE])
def test_a_file_stands_for_its_record(path: str) -> None:
    assert completed(Path(path)).cases[0].id == "club-judo"


def test_an_exam_may_stand_outside_the_bank() -> None:
    Path(EXAM).rename("ailleurs.yaml")
    assert completed("ailleurs.yaml").exam.id == "judo-2026"


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("judo-2025", "il n’y a pas d’épreuve « judo-2025 »\u202f; vouliez-vous dire judo-2026"),
        ("xyz", "il n’y a pas d’épreuve « xyz »\u202f; il y a\u00a0: club-judo, judo-2026"),
        (RUBRIC, "n’est ni une épreuve, ni un cas de la banque"),
    ],
)
def test_unknown_names(name: str, message: str) -> None:
    with pytest.raises(
        ExamenError, match=message.replace("« ", "«\u00a0").replace(" »", "\u00a0»")
    ):
        completed(name)


def test_unknown_case_and_question() -> None:
    change(EXAM, "case: club-judo", 'case: club-judo\n    questions: ["1.3"]')
    with pytest.raises(ExamenError, match=r"pas de question «\s1\.3\s».*1\.1"):
        completed()
    change(EXAM, "case: club-judo", "case: club-yudo")
    with pytest.raises(ExamenError, match=r"pas de cas «\sclub-yudo\s».*club-judo"):
        completed()


@pytest.mark.parametrize("path", [CASE, EXAM, RUBRIC])
def test_what_has_problems_is_never_used(path: str) -> None:
    change(path, "status: validated", "status: valide")
    with pytest.raises(UnusableError) as caught:
        completed()
    assert [str(item).split(":")[0] for item in caught.value.problems] == [path]


def test_problems_elsewhere_do_not_matter() -> None:
    Path("rubrics/autre.yaml").write_text("rien: [", "utf-8")
    assert completed().rubrics


def test_a_case_without_rubric_can_be_rendered() -> None:
    Path(RUBRIC).unlink()
    assert completed().rubrics == {}


def rewritten(path: str) -> None:
    """The same file with other quotes, other line breaks and its keys in another order."""
    data = yaml.load(Path(path).read_text("utf-8"), yaml.BaseLoader)  # noqa: S506 - text only
    Path(path).write_text(
        "# autre\n" + yaml.safe_dump(data, sort_keys=True, default_style="'"), "utf-8"
    )


def test_the_fingerprint_does_not_depend_on_layout() -> None:
    before = completed().fingerprint
    for path in (CASE, EXAM, RUBRIC, "bank/lexicons/sport.yaml"):
        rewritten(path)
    assert completed().fingerprint == before


SAME = [
    (RUBRIC, "title: Droits des personnes", "title: Droits"),
    (RUBRIC, "status: validated", "status: draft"),
    (RUBRIC, "note: Le RGPD a supprimé la déclaration.", "note: Autre."),
    (RUBRIC, "answer: La CNIL existe.", "answer: La CNIL."),
    (RUBRIC, "award: {rule: share, step: 0.5}", "award: {rule: share, step: '0,50'}"),
    (RUBRIC, "model_answer: On gagne du temps.", "model_answer: Du temps."),
    (CASE, "prompt: Rédigez l'e-mail qui annonce la rentrée.", "prompt: Écrivez l'e-mail."),
    (EXAM, "title: Vendre le judo", "title: Vendre"),
]
OTHER = [
    (RUBRIC, "award: {rule: share, step: 0.5}", "award: {rule: share, step: 0.25}"),
    (RUBRIC, "phrasings: [gagner du temps]", "phrasings: [gain de temps]"),
    (RUBRIC, "without: [cookies]", "without: [cookie]"),
    (RUBRIC, "contradictions: [ne peut pas s'opposer]", "contradictions: [refuser]"),
    (RUBRIC, "requires: {any: [taux]}", "requires: {any: [conseil]}"),
    (RUBRIC, "title: Langue\n        points: 2", "title: Langue\n        points: 3"),
    (RUBRIC, "penalty_cap: 2", "penalty_cap: 1"),
    (RUBRIC, "{until: 2018-05-24, ", "{until: 2018-05-25, "),
    (RUBRIC, "name: Léa", "name: Léna"),
    (RUBRIC, "tolerance: 1}\n              analyse:\n                - id: objectif-atteint",
     "tolerance: 2}\n              analyse:\n                - id: objectif-atteint"),
    (CASE, "        points: 8\n", "        points: 9\n"),
    (EXAM, "scale: 20", "scale: 10"),
    ("bank/lexicons/sport.yaml", "[club, association]", "[club, asso]"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "was", "now"), SAME)
def test_the_fingerprint_keeps_for_what_marks_nothing(path: str, was: str, now: str) -> None:
    before = completed().fingerprint
    change(path, was, now)
    assert completed().fingerprint == before


@pytest.mark.parametrize(("path", "was", "now"), OTHER)
def test_the_fingerprint_changes_with_what_decides_marks(path: str, was: str, now: str) -> None:
    before = completed().fingerprint
    change(path, was, now)
    assert completed().fingerprint != before


def test_of_many_names_the_nearest_are_told() -> None:
    few, many = ["b", "a"], [f"cas-{number:02}" for number in range(40)]
    assert nearest("x", few) == "b, a"
    told = nearest("cas-37", many).split(", ")
    assert (told[0], told[-1], len(told)) == ("cas-37", "…", 13)
