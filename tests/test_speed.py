"""The benchmark of speed: what it measures with is what it says, and its page is complete."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from pathlib import Path
from random import Random

import pytest

from benchmarks.speed import page
from benchmarks.speed.__main__ import PARTS, main
from benchmarks.speed.answers import Candidates, misspelt
from benchmarks.speed.exams import EXAM, Exam, write_copies
from benchmarks.speed.flames import flame_graph
from benchmarks.speed.marking import answered, generated, mean_words, shipped
from benchmarks.speed.recombined import Recombined
from benchmarks.speed.scaling import doubling
from benchmarks.speed.tables import TABLES
from benchmarks.speed.targets import TARGETS
from benchmarks.speed.trade import matters
from doc_pages import Page
from examen.cli import main as examen
from examen.exchange import read_copies
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.grade import FindingStatus, Grade


def test_the_same_exam_has_the_same_copies_whichever_are_asked_for() -> None:
    exam = Exam(questions=2)
    copies = list(exam.copies(6))
    assert copies == list(exam.copies(6))
    assert copies[3:] == list(exam.copies(3, first=4))
    assert len({answer for _copy, answers in copies for answer in answers.values()}) == 12
    others = dict(Exam(questions=2, seed=2).copies(6))
    assert not {str(answers) for _copy, answers in copies} & set(map(str, others.values()))


@pytest.mark.parametrize("exam", [Exam(), Exam(ideas=43), Exam(ideas=3, questions=25)], ids=str)
def test_generated_exams_pass_the_check(
    exam: Exam, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    exam.write(tmp_path)
    folders = ["--bank", str(tmp_path / "bank"), "--rubrics", str(tmp_path / "rubrics")]
    status = examen([*folders, "check"])
    assert (status, capsys.readouterr().err) == (0, "")


def test_every_idea_is_found_where_it_is_said_plainly() -> None:
    everything = generated(Exam(ideas=1_200))
    rubric = everything.rubrics[EXAM].questions[0]
    ideas = [idea for _entity, one in rubric.all_criteria() for idea in one.ideas]
    grader = Grader(everything)
    for idea in ideas[::20]:
        found = {
            finding.idea
            for award in grader.grade_answer("1.1", idea.says).awards
            for finding in award.findings
            if finding.status is FindingStatus.FOUND
        }
        assert found == {idea.id}, idea.says


def share_found(grades: Iterable[Grade]) -> float:
    """The share of ideas that are found."""
    found = [
        finding.status is FindingStatus.FOUND
        for grade in grades
        for question in grade.questions
        for award in question.awards
        for finding in award.findings
    ]
    return sum(found) / len(found)


def test_answers_are_as_long_as_asked_and_say_some_of_the_ideas() -> None:
    exam = Exam()
    copies = answered(exam, 200, 1)
    assert mean_words(copies) == pytest.approx(50, rel=0.1)
    assert mean_words(answered(Exam(words=2_000), 5, 1)) == pytest.approx(2_000, rel=0.2)
    assert 0.3 < share_found(map(Grader(generated(exam)).grade, copies)) < 0.6


def test_candidates_make_slips_and_talk_beside_the_point() -> None:
    *wanted, other = list(matters())[::300]
    candidates = Candidates(wanted, [other], 50, "a")
    texts = [candidates.answer(number) for number in range(100)]
    for matter in (*wanted, other):
        names = [thing.name for thing in matter.things]
        assert 5 < sum(any(name in text for name in names) for text in texts) < 95
    assert 5 < sum(not re.search("[éèêàçô]", text) for text in texts) < 30
    rng = Random(1)  # noqa: S311 - slips of the pen
    assert misspelt("on", rng) == "on"
    assert {misspelt("devis", rng) for _n in range(200)} > {"deevis", "dvis", "dveis"}


@pytest.mark.parametrize("suffix", ["jsonl", "csv", "parquet"])
def test_copies_are_written_in_formats_that_are_read(suffix: str, tmp_path: Path) -> None:
    path = tmp_path / f"copies.{suffix}"
    exam = Exam(questions=2)
    write_copies(path, exam.copies(5))
    read = [item for item in read_copies([path], ["1.1", "1.2"]) if isinstance(item, Copy)]
    assert {copy.id: dict(copy.answers) for copy in read} == dict(exam.copies(5))


def test_recombined_copies_are_new_sentences_of_known_words() -> None:
    _full, marked = shipped()
    made = Recombined(marked).copies(0, 17)
    assert made == Recombined(marked).copies(0, 17)
    assert mean_words(made) == pytest.approx(mean_words(marked), rel=0.25)

    def pieces(copies: Iterable[Copy], pattern: str) -> list[str]:
        texts = (text for copy in copies for text in copy.answers.values())
        return [piece for text in texts for piece in re.findall(pattern, text)]

    words, known = pieces(made, r"\w+"), set(pieces(marked, r"\w+"))
    assert 0.99 < sum(word in known for word in words) / len(words) < 0.999
    long = r"[^.!?\n]{80,}"
    assert len({*pieces(made, long)} & {*pieces(marked, long)}) < 0.1 * len(pieces(made, long))


def test_the_factor_of_a_doubling_is_the_worst() -> None:
    assert doubling([(10, 1.0), (20, 1.2), (80, 4.8)]) == pytest.approx(2)


def test_a_flame_graph_is_as_wide_as_the_time() -> None:
    drawn = flame_graph([(("a.py f", "b.py g"), 3), (("a.py f",), 1)], "title")
    widths = dict(re.findall(r"<title>\S+ (\w) .*?width=\"([\d.]+)\"", drawn))
    assert widths == {"f": "1200.0", "g": "900.0"}


@pytest.mark.parametrize("part", PARTS)
def test_every_part_runs(part: str, capsys: pytest.CaptureFixture[str]) -> None:
    before = page.PAGE.read_text("utf-8")
    main(["--quick", "--only", part])
    printed = capsys.readouterr().out
    assert printed.startswith(f"{part}\n\n")
    assert "\n|---|---|" in printed
    assert page.PAGE.read_text("utf-8") == before


def test_an_unknown_part_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--only", "copies,speed"])
    assert "no such part: speed" in capsys.readouterr().err


def test_the_page_holds_every_part_and_every_target_with_the_figures_kept() -> None:
    text = page.PAGE.read_text("utf-8")
    figures = page.kept()
    assert {*page.named(text)} == {"machine", "targets", *TABLES}
    assert {*TABLES} == {*PARTS}
    assert page.filled(text, figures) == text
    assert [row[0] for row in Page(page.PAGE).table("", "wanted", "measured")] == [
        target.says for target in TARGETS
    ]
    shown = re.findall(r"\(images/performance/([\w-]+\.svg)\)", text)
    assert sorted(shown) == sorted(path.name for path in page.PLOTS.iterdir())
    assert "not measured" not in text


def test_a_part_that_was_not_measured_stays_as_it_is() -> None:
    measured, new = (
        "<!-- measured: start -->\n\nold\n\n<!-- end -->\n",
        "<!-- measured: machine -->\n",
    )
    told = page.filled(f"{measured}{new}<!-- end -->\n", {"machine": {"memory": "4 GiB"}})
    assert "old" in told
    assert "- memory: 4 GiB\n" in told
    assert page.filled(told, {"machine": {"memory": "4 GiB"}}) == told


def test_the_command_writes_what_it_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.speed import generate

    monkeypatch.setattr("sys.argv", ["generate", "--answers=3", str(tmp_path)])
    generate.main()
    lines = (tmp_path / "copies.jsonl").read_text("utf-8").splitlines()
    assert [json.loads(line)["copy"] for line in lines] == ["C0000001", "C0000002", "C0000003"]
    assert (tmp_path / "rubrics" / f"{EXAM}.yaml").exists()
