"""What the documents say: parts, annexes, points, states, and what becomes of odd exams."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from examen import render
from examen.model.base import Status
from examen.model.case import AnswerForm
from examen.model.copy import Copy
from examen.model.exam import CaseUse, Exam
from examen.model.full_exam import FullExam
from examen.model.grade import Evidence, Finding, FindingStatus, Grade, GradeState, QuestionGrade
from examen.problems import ExamenError
from examen.render.blocks import (
    Badge,
    Block,
    Box,
    BoxKind,
    Call,
    Cover,
    Document,
    Heading,
    LineBreak,
    Lines,
    Paragraph,
    Prompt,
    Run,
    Score,
    Table,
    Tone,
    plain,
)
from examen.render.booklet import lines
from examen.render.evidence import Passage, highlighted
from examen.render.guide import model_answer
from examen.render.heading import timestamp
from examen.render.layout import STANDARD, extended, with_extra_time
from render_example import COPY, exam, grade


def everything(item: Any) -> Iterator[Any]:
    """All blocks and inlines of a tree, in order."""
    if isinstance(item, tuple):
        for each in item:
            yield from everything(each)
    elif is_dataclass(item):
        yield item
        for entry in fields(item):
            yield from everything(getattr(item, entry.name))


def found(document: Document, kind: type[Any]) -> list[Any]:
    return [item for item in everything(document.body) if isinstance(item, kind)]


def said(item: Any) -> str:
    """All the words of a document or a block, spaces plain."""
    words = [each.text for each in everything(item) if isinstance(each, Run | Badge)]
    return " ".join(" ".join(words).replace("\u202f", " ").replace("\u00a0", " ").split())


def with_exam(**changes: Any) -> FullExam:
    return replace(exam(), exam=exam().exam.model_copy(update=changes))


def with_rubrics(rubrics: dict[str, Any]) -> FullExam:
    return replace(exam(), rubrics=rubrics)


# --- The subject --------------------------------------------------------------------------------


def test_points_of_parts_are_those_of_their_questions() -> None:
    headings = [(plain(item.text), item.points) for item in found(render.subject(exam()), Heading)]
    assert ("Dossier 1\u00a0: analyser", "14\u00a0points") in headings
    assert ("Dossier 2\u00a0: réfléchir", "6\u00a0points") in headings


def test_annexes_are_numbered_and_cited_by_number() -> None:
    document = render.subject(exam())
    titles = [plain(item.text) for item in found(document, Heading) if item.anchor]
    assert [title.replace("\u00a0", " ") for title in titles] == [
        "Annexe 1 – L’entretien avec la gérante",
        "Annexe 2 – Les commandes par canal",
        "Annexe 3 – Le chiffre d’affaires",
    ]
    assert "(annexes 2 et 3)" in said(found(document, Prompt)[1])


def test_some_questions_of_a_case_bring_their_parts_and_annexes_only() -> None:
    use = CaseUse(case="boulangerie-delmas", questions=("1.1", "2"))
    document = render.subject(with_exam(cases=(use,)))
    assert [prompt.number for prompt in found(document, Prompt)] == ["1.1", "2"]
    headings = [(plain(item.text), item.points) for item in found(document, Heading)]
    assert ("Dossier 1\u00a0: analyser", "3\u00a0points") in headings
    assert not any("Partie B" in title for title, _points in headings)
    assert [title for title, _points in headings if title.startswith("Annexe")] == [
        "Annexe\u00a01 – L’entretien avec la gérante"
    ]


def test_several_cases_each_have_their_context() -> None:
    case = exam().cases[0]
    other = case.model_copy(update={"id": "autre", "title": "Un autre cas"})
    uses = (CaseUse(case=case.id), CaseUse(case="autre"))
    document = render.subject(replace(with_exam(cases=uses), cases=(case, other)))
    titles = [(item.level, plain(item.text)) for item in found(document, Heading)]
    assert titles.count((3, "Contexte")) == 2
    assert (2, "Un autre cas") in titles
    assert {prompt.level for prompt in found(document, Prompt)} == {4, 5}


def test_extra_time_is_one_third_rounded_up() -> None:
    assert [extended(minutes) for minutes in (180, 240, 200)] == [240, 320, 267]
    assert "4 heures 27 (au lieu de 3 heures 20)" in said(
        render.subject(exam(), with_extra_time(STANDARD)).body
    )
    assert "au lieu" not in said(render.subject(exam()).body)


@pytest.mark.parametrize(
    ("date", "session", "seconds"),
    [
        ("2025-06-12", "2025", 1749686400),
        (None, "juin 2020", 1577836800),
        ("bientôt", "–", 946684800),
    ],
)
def test_the_timestamp_comes_from_the_exam(date: str | None, session: str, seconds: int) -> None:
    header = exam().exam.header.model_copy(update={"date": date, "session": session})
    assert timestamp(exam().exam.model_copy(update={"header": header})) == seconds


def test_a_prompt_that_cannot_be_shown_is_an_error() -> None:
    case = exam().cases[0].model_copy(update={"context": "![plan](plan.png)"})
    with pytest.raises(ExamenError, match=r"image.*plan"):
        render.subject(replace(exam(), cases=(case,)))


# --- Guide, grid, booklet -----------------------------------------------------------------------


def test_a_question_without_rubric_says_so() -> None:
    document = render.guide(with_rubrics({}))
    warnings = [box for box in found(document, Box) if box.kind is BoxKind.WARNING]
    assert len(warnings) == 5


def model(words: str) -> tuple[Block, ...]:
    rubric = exam().rubrics["boulangerie-delmas"].questions[0]
    (item, *_others) = exam().questions()
    return model_answer(
        item._replace(rubric=rubric.model_copy(update={"model_answer": words})), 4
    ).body


def test_a_model_answer_keeps_its_lines() -> None:
    (paragraph,) = model("De : Inès\nÀ : M. Roux")
    assert isinstance(paragraph, Paragraph)
    assert [type(each) for each in paragraph.text] == [Run, LineBreak, Run]


def test_rows_between_bars_are_a_table_in_a_model_answer() -> None:
    (table,) = model("Client | Canal\nM. Roux | **courrier**\nInès | SMS")
    assert isinstance(table, Table)
    assert [said(row) for row in (*table.head, *table.rows)] == [
        "Client Canal",
        "M. Roux courrier",
        "Inès SMS",
    ]
    (paragraph,) = model("Client | Canal\nM. Roux, par courrier")
    assert isinstance(paragraph, Paragraph)


def test_the_sentence_of_a_repeated_criterion_counts_the_ideas_of_one_entity() -> None:
    assert "Vendeuses (2 × 2 pts : Inès et Lola)" in said(render.guide(exam()).body)


def test_ways_of_recognising_are_in_a_document_of_their_own() -> None:
    words = said(render.recognition(exam()).body)
    assert "libérer du temps pour la vente les mots « perdre » et « temps » dans une même" in words
    assert "Justifiée par les mots « commande » et « visite »" in words
    assert "Annulée par l’expression « fermé la nuit »" in words
    assert "une phrase qui dit" not in said(render.guide(exam()).body)


def test_the_note_of_each_case_stands_under_its_title() -> None:
    full = exam()
    (case,), (rubric,) = full.cases, full.rubrics.values()
    noted = rubric.model_copy(update={"note": "Soyez larges."})
    other = case.model_copy(update={"id": "autre", "title": "L'autre magasin"})
    uses = (*full.exam.cases, CaseUse(case=other.id))
    both = replace(
        full,
        exam=full.exam.model_copy(update={"cases": uses}),
        cases=(case, other),
        rubrics={case.id: rubric, other.id: noted},
    )
    (cover,) = found(render.guide(both), Cover)
    assert "L’autre magasin Soyez larges." in said(cover.notices)
    alone = replace(full, rubrics={case.id: noted})
    (cover,) = found(render.guide(alone), Cover)
    assert said(cover.notices).startswith("Soyez larges.")


def test_badges_are_explained_only_where_there_are_any() -> None:
    assert "signale une règle des auteurs" in said(render.guide(exam()).body)
    assert "signale" not in said(render.guide(with_rubrics({})).body)


def test_the_booklet_has_the_lines_of_the_case_or_enough() -> None:
    assert [item.count for item in found(render.booklet(exam()), Lines)] == [4, 30, 4, 20, 6]


@pytest.mark.parametrize(
    ("form", "worth", "expected"),
    [("short", "0.5", 3), ("short", "4", 8), ("email", "2", 15), ("letter", "5", 25)],
)
def test_a_message_has_room_for_its_head_and_its_end(form: str, worth: str, expected: int) -> None:
    (item, *_others) = exam().questions()
    changes = {"form": AnswerForm(form), "points": Decimal(worth), "lines": None}
    question = item.question.model_copy(update=changes)
    assert lines(item._replace(question=question)) == expected


def test_the_tables_of_the_grid_have_the_same_columns() -> None:
    widths = {table.widths for table in found(render.grid(exam()), Table) if table.head}
    assert len(widths) == 1
    assert 0 not in widths.pop()


def test_the_grid_totals_add_up() -> None:
    totals = found(render.grid(exam()), Table)[-1]
    assert [said(row) for row in totals.rows] == [
        "Dossier 1 : analyser / 14 pts",
        "Dossier 2 : réfléchir / 6 pts",
        "Total / 20 pts",
        "Note sur 20 / 20",
    ]


# --- The corrigé --------------------------------------------------------------------------------


def corrige(given: Grade, copy: Copy = COPY, **options: Any) -> Document:
    return render.corrige(exam(), copy, given, **options)


def test_a_proposed_mark_is_provisional_and_a_decided_one_is_not() -> None:
    proposed = corrige(grade())
    assert found(proposed, Score)[0].label == "Note proposée"
    assert "ne vaut qu’une fois arrêtée" in said(proposed.body)
    decide = "À décider 1.1 Présentation, de 0 à 1 pt une conclusion – À lire. 1.2 Calculs"
    assert decide in said(proposed.body)
    decided = corrige(grade(GradeState.DECIDED))
    assert found(decided, Score)[0].label == "Note arrêtée"
    assert "arrêtée par un correcteur" in said(decided.body)
    assert "ne vaut qu’une fois" not in said(decided.body)
    assert "À décider" not in said(decided.body)


def test_the_score_gives_the_range_and_the_scale_where_they_tell_something() -> None:
    assert found(corrige(grade()), Score)[0].details == (
        "Entre 7,75 et 14,75\u00a0pts une fois tout vérifié.",
    )
    forty = replace(grade(), scale=Decimal(40))
    assert found(corrige(forty), Score)[0].details[0] == "Soit 15,5 sur 40."
    sure = replace(grade(), questions=(grade().questions[2],))
    assert found(corrige(sure), Score)[0].details == ("Soit 15 sur 20.",)


def only(number: str, *findings: Finding) -> Grade:
    """The grade of one question: its first award with these findings."""
    question = next(each for each in grade().questions if each.question == number)
    award = replace(question.awards[0], findings=findings)
    return replace(grade(), questions=(QuestionGrade(number, (award,)),))


def last_cells(document: Document) -> list[str]:
    """The points column of the findings."""
    table = next(
        each for each in found(document, Table) if len(each.widths) == 4 and 0 in each.widths
    )
    return [said(row[-1]) for row in table.rows]


def finding(idea: str, status: FindingStatus = FindingStatus.FOUND, **values: Any) -> Finding:
    return Finding(idea, status, **values)


def test_ideas_beyond_the_number_expected_earn_nothing_more() -> None:
    one = Decimal(1)
    given = only(
        "1.1",
        finding("nuit", credit=Decimal("0.5")),
        finding("fichier", credit=one),
        finding("vendeuse", credit=one),
    )
    assert last_cells(corrige(given)) == ["1,5 / 2", "en plus", "1", "1"]


def test_unsure_passages_of_an_open_list_may_bring_several_points() -> None:
    given = only("1.1", finding("autre-avantage", FindingStatus.UNSURE, slots=2))
    assert last_cells(corrige(given)) == ["1,5 / 2", "0 à 2"]


def test_penalties_are_told_from_ideas() -> None:
    row = last_cells(corrige(only("1.1", finding("gratuit"))))[1]
    assert row == "−0,5"
    badges = [
        (badge.text, badge.tone) for badge in found(corrige(only("1.1", finding("gratuit"))), Badge)
    ]
    assert ("pénalité", Tone.PENALTY) in badges


def test_a_finding_that_the_rubric_does_not_know_keeps_its_name() -> None:
    assert "inconnue" in said(corrige(only("1.1", finding("inconnue"))).body)


def test_reasons_and_confidence_are_for_teachers() -> None:
    teacher, candidate = corrige(grade()), corrige(grade(), audience="candidate")
    assert "Reconnue par : nuit. (sûr à 95 %)" in said(teacher.body)
    assert "sûr à" not in said(candidate.body)
    assert "Reconnue par" not in said(candidate.body)
    assert BoxKind.MODEL not in {box.kind for box in found(candidate, Box)}


def test_losses_of_reading_are_repeated_once() -> None:
    assert said(corrige(grade()).body).count("Une image a été ignorée") == 1


def test_what_was_set_aside_on_marking_is_told_apart() -> None:
    aside = "Question 1.1 : mots adressés au correcteur."
    given = replace(grade(), warnings=(*COPY.warnings, aside))
    for audience in ("teacher", "candidate"):
        boxes = [box for box in found(corrige(given, audience=audience), Box) if box.title]
        told = {box.title: said(box.body) for box in boxes if box.kind is BoxKind.WARNING}
        assert "Une image a été ignorée" in told["Perdu à la lecture de la copie"]
        assert told["À savoir sur cette copie"] == aside


def test_a_question_without_grade_or_answer_says_so() -> None:
    document = corrige(replace(grade(), questions=()), Copy("B", {}))
    words = said(document.body)
    assert words.count("Cette question n’a pas été corrigée") == 5
    assert words.count("Pas de réponse.") == 5


def test_ideas_missing_for_the_same_reason_are_told_together() -> None:
    missing = [finding(name, FindingStatus.MISSING) for name in ("nuit", "vendeuse")]
    near = replace(finding("fichier", FindingStatus.MISSING), reason="Passage proche.")
    words = said(corrige(only("1.1", *missing, near)).body)
    assert "commander à toute heure ; libérer du temps pour la vente ajout local" in words
    assert "constituer un fichier de clients – Passage proche." in words


# --- Evidence -----------------------------------------------------------------------------------


def drawn(answer: str, *passages: tuple[int, int, Tone]) -> list[str]:
    """Each paragraph with marked passages in brackets and numbers in braces."""
    numbered = [Passage(a, b, number, tone) for number, (a, b, tone) in enumerate(passages, 1)]
    lines = []
    for paragraph in highlighted(answer, numbered, "1"):
        assert isinstance(paragraph, Paragraph)
        pieces = []
        for item in paragraph.text:
            if isinstance(item, Run):
                pieces.append(
                    item.text if item.mark is Tone.NONE else f"[{item.mark[0]}:{item.text}]"
                )
            elif isinstance(item, Call):
                pieces.append(f"{{{item.number}}}")
            else:
                pieces.append("/")
        lines.append("".join(pieces))
    return lines


FOUND, UNSURE = Tone.FOUND, Tone.UNSURE


def test_evidence_is_marked_where_it_stands() -> None:
    assert drawn("un deux trois", (3, 7, FOUND)) == ["un [f:deux]{1} trois"]
    assert drawn("deux", (0, 4, UNSURE)) == ["[u:deux]{1}"]


def test_overlapping_evidence_shows_the_stronger() -> None:
    assert drawn("abcdef", (0, 4, UNSURE), (2, 6, FOUND)) == ["[u:ab][f:cd]{1}[f:ef]{2}"]


def test_evidence_over_lines_and_paragraphs_is_numbered_once() -> None:
    assert drawn("a\nb\n\nc d", (0, 6, FOUND)) == ["[f:a]/[f:b]", "[f:c]{1} d"]
    assert drawn("a\n\n", (0, 3, FOUND)) == ["[f:a]{1}"]


def test_spaces_and_lines_of_the_answer_stay() -> None:
    assert drawn("a\r\n\tb  c ?") == ["a/\u2003b  c ?"]


def test_every_piece_of_evidence_is_numbered_once() -> None:
    document = corrige(grade())
    sources = [(call.scope, call.number) for call in found(document, Call) if call.source]
    links = {(call.scope, call.number) for call in found(document, Call) if not call.source}
    assert len(sources) == len(set(sources))
    assert links <= set(sources)
    pieces = {
        (question.question, piece.start, piece.end)
        for question in grade().questions
        for award in question.awards
        for each in award.findings
        for piece in each.evidence
    }
    assert len(sources) == len(pieces)


def test_evidence_may_end_with_the_answer() -> None:
    answer = "Oui\n"
    given = only("1.1", finding("nuit", evidence=(Evidence(0, 4, answer),)))
    assert [call.number for call in found(corrige(given, Copy("B", {"1.1": answer})), Call)] == [
        1,
        1,
    ]


# --- Files --------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["html", "pdf"])
def test_write(tmp_path: Path, form: str) -> None:
    path = tmp_path / f"sujet.{form}"
    path.write_text("old")
    render.write(render.grid(exam()), form, path)
    assert path.stat().st_size > 1000
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_cannot_be_made_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "sujet.html"
    path.write_text("old")
    folders = {"boulangerie-delmas": tmp_path}
    with pytest.raises(ExamenError, match=r"ventes\.svg"):
        render.write(render.subject(replace(exam(), folders=folders)), "html", path)
    assert path.read_text() == "old"
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_a_file_that_cannot_be_renamed_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "sujet.html"
    (path / "full").mkdir(parents=True)
    with pytest.raises(OSError, match=r"sujet\.html"):
        render.write(render.grid(exam()), "html", path)
    assert [each.name for each in tmp_path.iterdir()] == [path.name]


def test_an_unknown_format_names_the_known_ones(tmp_path: Path) -> None:
    with pytest.raises(ExamenError, match=r"doc.*html"):
        render.write(render.grid(exam()), "doc", tmp_path / "sujet.doc")


def test_the_example_is_a_whole_exam() -> None:
    assert isinstance(exam().exam, Exam)
    assert exam().exam.status is Status.VALIDATED
