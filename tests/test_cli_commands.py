"""Each command, on a small bank: what it prints, what it writes, its status."""

from __future__ import annotations

import csv
import errno
import json
import os
import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examen.cli import main
from examen.cli.marks import MOST_ROWS, show_marks
from examen.model.grade import Award, Grade, QuestionGrade

HERE = Path(__file__).resolve().parent
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with a small sound bank, its rubrics and two copies; the current folder."""
    folder = tmp_path / "school"
    shutil.copytree(HERE / "cli_bank", folder)
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def run(bank: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """Run a command line: status, standard output and standard error."""
    del bank

    def call(*arguments: str) -> tuple[int, str, str]:
        status = main(arguments)
        shown = capsys.readouterr()
        return status, shown.out, shown.err

    return call


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


class TestCheck:
    def test_a_sound_bank(self, run: Run) -> None:
        assert run("check") == (0, "3 fichiers vérifiés, aucun problème.\n", "")

    def test_problems_go_to_standard_error_with_their_place(self, run: Run, bank: Path) -> None:
        edit(bank / "bank/pain.yaml", "points: 5", "points: 6")
        status, out, err = run("check")
        assert status == 1
        assert err.startswith("bank/pain.yaml:")
        assert ": points-sum: " in err
        assert out.startswith("3 fichiers vérifiés, ")

    def test_a_pipe_is_no_file(self, run: Run, bank: Path) -> None:
        os.mkfifo(bank / "bank/pipe.yaml")
        status, _, err = run("check", "--no-selftest")
        assert status == 1
        assert err.startswith("bank/pipe.yaml: unreadable-file: ceci n’est pas un fichier")
        for words in (["list"], ["search", "pain"], ["fmt", "--check"]):
            assert run(*words)[0] == 1

    def test_a_folder_that_may_not_be_read_is_named(
        self, run: Run, bank: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (bank / "bank/cases").mkdir()
        scandir = os.scandir

        def refusing(path: str) -> Any:
            if str(path).endswith("cases"):
                raise PermissionError(errno.EACCES, "no", path)
            return scandir(path)

        monkeypatch.setattr(os, "scandir", refusing)
        for words in (["check"], ["search", "pain"], ["fmt"]):
            status, _, err = run(*words)
            assert (status, err.count("\n")) == (2, 1)
            assert "bank/cases" in err
            assert "l’accès est refusé" in err

    def test_a_bomb_is_told_in_few_lines(self, run: Run, bank: Path) -> None:
        edit(bank / "bank/pain.yaml", "title:", "bomb: [&a x" + ", *a" * 100 + "]\ntitle:")
        assert run("check", "--no-selftest")[2].count("\n") < 15

    def test_escapes_hide_nothing_from_the_check(self, run: Run, bank: Path) -> None:
        edit(bank / "bank/pain.yaml", "prompt:", 'prompt: "a\\e]0;b\\u202ec"\n        was:')
        err = run("check", "--no-selftest")[2]
        assert ": control-character: il y a dans ce texte un caractère invisible (U+001B)" in err

    def test_examples_are_graded_unless_told_not_to(self, run: Run, bank: Path) -> None:
        edit(bank / "rubrics/pain.yaml", "{kind: trap, points: 0,", "{kind: trap, points: 1,")
        assert run("check", "--no-selftest")[0] == 0
        status, _, err = run("check")
        assert status == 1
        assert err.startswith("rubrics/pain.yaml:29:30: example-mark: ")

    def test_json(self, run: Run, bank: Path) -> None:
        edit(bank / "bank/pain.yaml", "level: 1", "level: 9")
        status, out, err = run("check", "--json")
        assert (status, err) == (1, "")
        [problem] = [item for item in json.loads(out) if item["code"] == "number-range"]
        assert problem["source"] == {"path": "bank/pain.yaml", "line": 26, "column": 16}

    def test_a_broken_file_is_a_file_that_was_checked(self, run: Run, bank: Path) -> None:
        edit(bank / "bank/pain.yaml", "points: 2", "point: 2")
        assert run("check", "--no-selftest", "bank/pain.yaml")[1] == (
            "1 fichier vérifié, 1 problème.\n"
        )
        assert run("check", "--no-selftest")[1].startswith("3 fichiers vérifiés, ")

    def test_only_the_paths_given_are_reported(self, run: Run, bank: Path) -> None:
        edit(bank / "bank/pain.yaml", "points: 5", "points: 6")
        assert run("check", "rubrics")[0] == 0
        assert run("check", "bank/pain-exam.yaml")[0] == 0
        assert run("check", "bank/pain.yaml")[0] == 1

    def test_a_path_leads_to_its_bank(
        self, run: Run, bank: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        edit(bank / "bank/pain.yaml", "points: 5", "points: 6")
        monkeypatch.chdir(bank.parent)
        status, _, err = run("check", "school/bank/pain.yaml")
        assert status == 1
        assert err.startswith("school/bank/pain.yaml:")

    def test_a_path_outside_every_bank(self, run: Run, tmp_path: Path) -> None:
        status, _, err = run("check", str(tmp_path))
        assert status == 2
        assert "n’appartient à aucune banque" in err

    def test_list_of_what_is_checked(self, run: Run) -> None:
        status, out, _ = run("check", "--list")
        assert status == 0
        assert "points-sum" in out


class TestFolders:
    def test_options_may_stand_before_and_after_the_command(
        self, run: Run, bank: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(bank.parent)
        for words in (["--bank", "school/bank", "list"], ["list", "--bank", "school/bank"]):
            assert "pain-quotidien" in run(*words)[1]

    def test_rubrics_stand_beside_the_bank_unless_named(self, run: Run, bank: Path) -> None:
        shutil.move(bank / "rubrics", bank / "secret")
        assert "pain-quotidien" not in run("list", "rubrics")[1]
        assert "pain-quotidien" in run("list", "rubrics", "--rubrics", "secret")[1]

    def test_a_bank_without_rubrics(self, run: Run, bank: Path) -> None:
        shutil.rmtree(bank / "rubrics")
        status, out, err = run("check")
        assert (status, out) == (1, "2 fichiers vérifiés, 1 problème.\n")
        assert ": missing-rubric: " in err
        assert run("render", "examen-pain", "--format", "html")[0] == 0
        status, _, err = run("list", "--rubrics", "rubrics")
        assert status == 2
        assert "«\u00a0rubrics\u00a0» introuvable" in err

    def test_without_a_bank_the_shipped_one_is_used(
        self, run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(tmp_path)
        assert "bts-ndrc-2020-e5-groupama" in run("list", "exams")[1]


class TestListAndShow:
    @pytest.mark.parametrize(
        ("kind", "expected"),
        [
            ("cases", {"id": "pain-quotidien", "questions": 2, "points": 5}),
            ("exams", {"id": "examen-pain", "session": "2026", "minutes": 60}),
            ("questions", {"id": "pain-quotidien/1.1", "points": 2, "level": 2}),
            ("rubrics", {"id": "pain-quotidien", "ideas": 4, "examples": 10}),
        ],
    )
    def test_list_as_json(self, kind: str, expected: dict[str, object], run: Run) -> None:
        status, out, _ = run("list", kind, "--json")
        assert status == 0
        assert expected.items() <= json.loads(out)[0].items()

    def test_list_for_people(self, run: Run) -> None:
        status, out, _ = run("list")
        assert status == 0
        assert "validé" in out
        assert "Référentiels\nAucun élément." in out

    def test_what_could_not_be_read_is_said(self, run: Run, bank: Path) -> None:
        (bank / "bank/extra.yaml").write_text("schema: case/1\n", "utf-8")
        status, out, err = run("list")
        assert status == 1
        assert "pain-quotidien" in out
        assert "examen check" in err

    @pytest.mark.parametrize(
        ("name", "expected"),
        [
            ("examen-pain", "Durée\u00a0: 1\u00a0heure"),
            ("pain-quotidien", "1.2  Calculez le prix de douze pains à 3,50\u00a0€, puis"),
            ("pain-quotidien/1.1", "2\u00a0pts\u00a0: 1\u00a0pt par idée, 2\u00a0idées attendues"),
        ],
    )
    def test_show(self, name: str, expected: str, run: Run) -> None:
        status, out, _ = run("show", name)
        assert status == 0
        assert expected.replace("\u00a0", " ") in out.replace("\u00a0", " ")

    def test_all_that_decides_a_mark_is_shown(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(HERE / "golden")
        lines = run("show", "boulangerie-delmas")[1].replace("\u00a0", " ").splitlines()
        shown = [line.replace("\u202f", " ") for line in lines]
        for line in (
            "  - Maîtrisé (4 pts) : Une réflexion organisée et illustrée.",
            "    Ne compte que si la réponse dit aussi « arrive en retard ».",
            "  Pénalités de ce critère : 1 pt au plus.",
            "Présentation [interprétation]",
            "  - libérer du temps pour la vente [ajout local]",
            "    Vu en cours.",
        ):
            assert line in shown
        assert any(line.startswith("    Valable jusqu’au 24 mai 2018 ;") for line in shown)

    def test_ways_of_recognising_on_request(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.chdir(HERE / "golden")
        way = "    = une phrase qui dit «\u00a0la boutique ne coûte rien\u00a0»"
        for name in ("boulangerie-delmas", "boulangerie-delmas/1.1"):
            assert way in run("show", name, "--ways")[1].splitlines()
            assert "    = " not in run("show", name)[1]
        ways = run("show", "boulangerie-delmas", "--ways")[1].splitlines()
        assert "    Justifiée par" in ways
        assert "    Annulée par" in ways

    def test_show_as_json(self, run: Run) -> None:
        shown = json.loads(run("show", "pain-quotidien/1.2", "--json")[1])
        assert shown["question"]["points"] == "3"
        assert shown["question_rubric"]["criteria"][0]["award"]["points"] == "1.5"

    def test_framework_competency_and_lexicon(self, root: Path, run: Run) -> None:
        def show(name: str) -> str:
            return run("--bank", str(root / "bank"), "show", name)[1]

        assert "C2.7" in show("conseiller-bancassurance")
        assert show("C2.7").startswith("C2.7  ")
        lexicon = next((root / "bank/lexicons").glob("*.yaml")).stem
        assert " = " in show(lexicon)
        assert lexicon in run("--bank", str(root / "bank"), "list")[1]

    def test_unknown_names_suggest_near_ones(self, run: Run) -> None:
        status, _, err = run("show", "pain-cotidien")
        assert status == 2
        assert "vouliez-vous dire pain-quotidien" in err
        assert err.count("\n") == 1


class TestRender:
    def test_documents_formats_and_names(self, run: Run, bank: Path) -> None:
        words = ["--document", "subject", "--document", "guide", "--format", "html"]
        status, out, _ = run("render", "examen-pain", *words, "--format", "pdf", "-o", "out")
        assert status == 0
        assert out.splitlines()[0] == "Sujet\u00a0: out/examen-pain-subject.html"
        assert {path.name for path in (bank / "out").iterdir()} == {
            f"examen-pain-{document}.{form}"
            for document in ("subject", "guide")
            for form in ("html", "pdf")
        }

    @pytest.mark.parametrize("document", ["subject", "guide", "grid", "booklet", "recognition"])
    @pytest.mark.parametrize("form", ["pdf", "html", "docx", "odt", "md"])
    def test_every_document_in_every_format(
        self, document: str, form: str, run: Run, bank: Path
    ) -> None:
        status, _, err = run("render", "examen-pain", "--document", document, "--format", form)
        assert (status, err) == (0, "")
        assert (bank / f"examen-pain-{document}.{form}").stat().st_size > 500

    def test_a_document_that_cannot_be_made_does_not_stop_the_others(
        self, run: Run, bank: Path
    ) -> None:
        words = ["--format", "md", "--document", "scenario"]
        assert run("render", "examen-pain", *words)[0] == 2
        status, out, err = run("render", "examen-pain", *words, "--document", "guide")
        assert status == 1
        assert out.endswith("examen-pain-guide.md\n")
        assert err.startswith("Erreur\u00a0: ")
        assert (bank / "examen-pain-guide.md").is_file()

    def test_a_file_that_cannot_be_written_goes_by_its_name(self, run: Run, bank: Path) -> None:
        (bank / "examen-pain-subject.md").mkdir()
        status, _, err = run("render", "examen-pain", "--format", "md")
        assert status == 2
        assert err.startswith("Erreur\u00a0: examen-pain-subject.md\u00a0: c’est un dossier")

    def test_choices_are_those_of_the_library(self) -> None:
        from examen.cli.render import FORMATS, LAYOUTS
        from examen.render import FORMATS as WRITERS
        from examen.render import layout

        assert set(FORMATS) == set(WRITERS)
        assert len(LAYOUTS) == len(layout.LAYOUTS)

    def test_layouts_do_not_overwrite_each_other(self, run: Run, bank: Path) -> None:
        for words in ([], ["--layout", "large-print"], ["--extra-time"]):
            assert run("render", "examen-pain", "--format", "html", *words)[0] == 0
        pages = {path.name: path.read_bytes() for path in bank.glob("*.html")}
        assert set(pages) == {
            "examen-pain-subject.html",
            "examen-pain-subject-large-print.html",
            "examen-pain-subject-extra-time.html",
        }
        assert len(set(pages.values())) == 3

    def test_an_exam_may_be_given_by_its_file(self, run: Run) -> None:
        assert run("render", "bank/pain-exam.yaml", "--format", "md")[0] == 0

    def test_what_is_no_exam(self, run: Run) -> None:
        status, _, err = run("render", "examen-pin")
        assert status == 2
        assert "examen-pain" in err


class TestGrade:
    def test_files_and_table(self, run: Run, bank: Path) -> None:
        status, out, err = run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        assert (status, err) == (0, "")
        lines = (bank / "out/grades.jsonl").read_text("utf-8").splitlines()
        grades = [json.loads(line) for line in lines]
        assert [(grade["copy"], grade["points"]) for grade in grades] == [("A01", 5), ("A02", 1)]
        assert grades[1]["scaled"] == {"points": 4, "over": 20}
        with (bank / "out/grades.csv").open(encoding="utf-8-sig", newline="") as stream:
            assert len(list(csv.reader(stream, delimiter=";"))) == 3
        assert {path.name for path in (bank / "out/corriges").iterdir()} == {"A01.html", "A02.html"}
        assert "A01" in out
        assert "20/20" in out
        assert "2 copies notées, rien à revoir." in out
        assert "Carnet de notes\u00a0: out/grades.csv" in out

    def test_same_bytes_twice(self, run: Run, bank: Path) -> None:
        run("grade", "examen-pain", "copies.jsonl", "-o", "one")
        run("grade", "examen-pain", "copies.jsonl", "-o", "two")
        for file in (path for path in (bank / "one").rglob("*") if path.is_file()):
            twin = bank / "two" / file.relative_to(bank / "one")
            assert file.read_bytes() == twin.read_bytes()

    def test_no_corriges(self, run: Run, bank: Path) -> None:
        out = run("grade", "examen-pain", "copies.jsonl", "-o", "out", "--no-corriges")[1]
        assert not (bank / "out/corriges").exists()
        assert "Corrigés" not in out

    def test_corriges_as_pdf(self, run: Run, bank: Path) -> None:
        run("grade", "examen-pain", "copies.jsonl", "-o", "out", "--format", "pdf")
        assert (bank / "out/corriges/A01.pdf").read_bytes().startswith(b"%PDF")

    def test_goes_on_past_a_bad_copy(self, run: Run, bank: Path) -> None:
        edit(bank / "copies.jsonl", '{"copy": "A02"', '{"copy": A02}\n{"copy": "A02"')
        status, out, err = run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        assert status == 1
        assert err.startswith("copies.jsonl:2:")
        assert "2 copies notées" in out

    def test_without_a_single_copy_old_grades_stay(self, run: Run, bank: Path) -> None:
        run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        before = (bank / "out/grades.jsonl").read_bytes()
        (bank / "copies.jsonl").write_text("{}\n", "utf-8")
        status, out, err = run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        assert (status, out) == (2, "")
        assert "aucune copie n’a pu être notée" in err
        assert (bank / "out/grades.jsonl").read_bytes() == before

    def test_a_copy_that_breaks_the_program_does_not_stop_the_others(
        self, run: Run, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from examen.grading import Grader

        sound = Grader.grade

        def grade(grader: Grader, copy: object) -> object:
            if getattr(copy, "id", "") == "A01":
                raise ZeroDivisionError
            return sound(grader, copy)  # type: ignore[arg-type]  # the copy as it came

        monkeypatch.setattr(Grader, "grade", grade)
        status, out, err = run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        assert status == 1
        assert err.startswith("copies.jsonl:1: copy-failed: la copie A01")
        assert "1 copie notée" in out

    def test_old_grades_stay_where_nothing_can_be_graded(self, run: Run, bank: Path) -> None:
        run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        before = (bank / "out/grades.jsonl").read_bytes()
        (bank / "rubrics/pain.yaml").unlink()
        status, _, err = run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        assert status == 2
        assert "n’a pas de barème" in err
        assert (bank / "out/grades.jsonl").read_bytes() == before

    def test_a_broken_rubric_is_shown_with_its_problems(self, run: Run, bank: Path) -> None:
        edit(bank / "rubrics/pain.yaml", "points: 2\n", "points: deux\n")
        status, _, err = run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        assert status == 2
        assert "rubrics/pain.yaml:13:17: " in err
        assert not (bank / "out").exists()

    def test_a_case_alone_has_no_session(self, run: Run) -> None:
        def title(name: str) -> str:
            return run("grade", name, "copies.jsonl", "-o", "out")[1].splitlines()[0]

        assert title("examen-pain") == "Épreuve du pain (2026)"
        assert "(" not in title("pain-quotidien")

    def test_english(self, run: Run) -> None:
        out = run("grade", "examen-pain", "copies.jsonl", "-o", "out", "--lang", "en")[1]
        assert "2 copies graded, nothing to review." in out


def graded(copy: str, low: int, high: int) -> Grade:
    award = Award("c", Decimal(low), Decimal(low), Decimal(high), Decimal(5))
    sure = Award("c", Decimal(1), Decimal(1), Decimal(1), Decimal(1))
    questions = (QuestionGrade("1.1", (award,)), QuestionGrade("1.2", (sure,)))
    return Grade(copy, "exam", "", "", questions, Decimal(20))


class TestMarks:
    def test_what_is_to_review_is_shown(self, capsys: pytest.CaptureFixture[str]) -> None:
        show_marks([graded("A01", 2, 4), graded("A02", 3, 3)], 2, 1)
        shown = capsys.readouterr().out
        assert [line.split() for line in shown.splitlines()[2:4]] == [
            ["A01", "3/6", "3", "–", "5", "10/20", "1.1"],
            ["A02", "4/6", "13,33/20"],
        ]
        assert "2 copies notées, 1 réponse à revoir\u00a0: le corrigé" in shown

    def test_a_long_table_is_cut(self, capsys: pytest.CaptureFixture[str]) -> None:
        show_marks((graded(f"A{n}", 3, 3) for n in range(MOST_ROWS + 2)), MOST_ROWS + 2, 0)
        shown = capsys.readouterr().out
        assert f"A{MOST_ROWS - 1} " in shown
        assert f"A{MOST_ROWS} " not in shown
        assert "… et 2 autres copies" in shown


class TestOthers:
    def test_schema(self, run: Run, bank: Path) -> None:
        status, out, _ = run("schema", "schemas")
        assert status == 0
        assert (bank / "schemas/rubric.schema.json").exists()
        assert "schemas/rubric.schema.json" in out.split()

    def test_agree(self, run: Run, bank: Path) -> None:
        run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        (bank / "marks.csv").write_text(
            "copy;question;points\nA01;1.1;2\nA01;1.2;3\nA02;1.1;1\nA02;1.2;0\n", "utf-8"
        )
        status, out, err = run("agree", "out/grades.jsonl", "marks.csv", "--json")
        assert (status, err) == (0, "")
        assert json.loads(out)["counts"]["compared"] == 2
        status, out, _ = run("agree", "out/grades.jsonl", "marks.csv")
        assert status == 0
        assert "1.1" in out
        edit(bank / "marks.csv", "A02;1.2;0", "A02;1.2;zéro")
        status, _, err = run("agree", "out/grades.jsonl", "marks.csv")
        assert status == 1
        assert err.startswith("marks.csv:5")

    def test_agree_on_points_alone_shows_no_ideas(self, run: Run, bank: Path) -> None:
        run("grade", "examen-pain", "copies.jsonl", "-o", "out")
        (bank / "marks.csv").write_text("copy;question;points\nA01;1.1;1\n", "utf-8")
        out = run("agree", "out/grades.jsonl", "marks.csv")[1]
        assert "Copies où l’écart est le plus grand" in out
        assert "Idées où l’accord" not in out

    def test_unusable_files(self, run: Run, bank: Path) -> None:
        (bank / "empty.jsonl").write_text("", "utf-8")
        status, _, err = run("agree", "empty.jsonl", "empty.jsonl")
        assert status == 2
        assert err.startswith("Erreur\u00a0: ")
