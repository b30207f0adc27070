"""Exams of several cases: every question has a number of its own, wherever it is named."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest

from examen import messages
from examen.bank import Bank, check, complete, load
from examen.bank.numbering import by_case, cited, renumbered
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.exam import CaseUse, Exam, Header, Numbering
from examen.model.full_exam import FullExam
from examen.render import subject
from examen.render.layout import STANDARD
from examen.render.outline import Outline
from small_banks import case, framework, question, rubric, small_bank

JUDO = Path(__file__).parent / "data/judo"
FIRST = CaseUse(case="club-judo", questions=("1.2", "1.1", "R"))
SECOND = CaseUse(case="club-karate", questions=("1.1", "2.2"))


def bank(*uses: CaseUse, numbering: Numbering = Numbering.BY_CASE) -> Bank:
    """Two cases that number their questions alike, and an exam of both."""
    known = load(JUDO / "bank", JUDO / "rubrics")
    case = known.cases["club-judo"]
    rubric = known.rubrics["club-judo"]
    twin = {"id": "club-karate", "title": "Le club de karaté d'Arvel"}
    header = known.exams["judo-2026"].header.model_dump() | {"total": Decimal(20)}
    exam = Exam(
        schema="exam/1",
        id="deux-clubs",
        title="Deux clubs",
        header=Header(**header),
        numbering=numbering,
        cases=uses,
    )
    return replace(
        known,
        exams={exam.id: exam},
        cases=known.cases | {"club-karate": case.model_copy(update=twin)},
        rubrics=known.rubrics
        | {"club-karate": rubric.model_copy(update={"id": "karate", "case": "club-karate"})},
    )


@pytest.fixture(scope="module")
def full() -> FullExam:
    return complete(bank(FIRST, SECOND), "deux-clubs")


def test_questions_are_numbered_by_case_in_the_order_they_are_listed(full: FullExam) -> None:
    known = load(JUDO / "bank", None).cases["club-judo"]
    prompts = {question.number: question.prompt for question in known.questions()}
    found = [(item.question.number, item.question.prompt) for item in full.questions()]
    assert found == [
        ("1.1", prompts["1.2"]),
        ("1.2", prompts["1.1"]),
        ("1.3", prompts["R"]),
        ("2.1", prompts["1.1"]),
        ("2.2", prompts["2.2"]),
    ]


def test_every_question_keeps_its_own_rubric_in_its_place(full: FullExam) -> None:
    authored = load(JUDO / "bank", JUDO / "rubrics").rubrics["club-judo"]
    for item in full.questions():
        assert item.rubric is not None
        place = full.rubrics[item.case.id].questions.index(item.rubric)
        assert item.rubric.criteria == authored.questions[place].criteria


def test_answers_are_marked_under_the_printed_numbers(full: FullExam) -> None:
    answers = {
        item.question.number: item.rubric.model_answer for item in full.questions() if item.rubric
    }
    grade = Grader(full).grade(Copy(id="a", answers=answers))
    assert [question.question for question in grade.questions] == [
        "1.1",
        "1.2",
        "1.3",
        "2.1",
        "2.2",
    ]
    own = complete(bank(FIRST, numbering=Numbering.OWN), "deux-clubs")
    same = {
        old: answers[new] for old, new in zip(FIRST.questions, ("1.1", "1.2", "1.3"), strict=True)
    }
    alone = Grader(own).grade(Copy(id="a", answers=same))
    marks = {question.question: question.points for question in alone.questions}
    assert [one.points for one in grade.questions[:3]] == [marks[old] for old in FIRST.questions]
    assert sum(marks.values()) > 8
    only = Grader(full).grade(Copy(id="b", answers={"2.1": answers["2.1"]}))
    assert [question.question for question in only.questions if question.points] == ["2.1"]


def test_sections_and_annexes_are_those_of_the_chosen_questions(full: FullExam) -> None:
    outline = Outline(full)
    assert [section.title for section in outline.sections] == [
        "Cas 1\u00a0: Le club de judo d’Arvel",
        "Cas 2\u00a0: Le club de karaté d’Arvel",
    ]
    assert [(one.case.id, one.document.id) for one in outline.annexes] == [
        ("club-judo", "affiche"),
        ("club-judo", "charte"),
        ("club-karate", "affiche"),
    ]
    assert subject(full, STANDARD)


def test_a_whole_case_keeps_all_its_documents() -> None:
    full = complete(bank(CaseUse(case="club-judo")), "deux-clubs")
    assert [item.question.number for item in full.questions()] == [
        "1.1",
        "1.2",
        "1.3",
        "1.4",
        "1.5",
    ]
    assert len(Outline(full).annexes) == 3


def test_the_order_decides_the_fingerprint_and_own_numbers_stay_as_they_are() -> None:
    other = CaseUse(case="club-judo", questions=("1.1", "1.2", "R"))
    one, two = (complete(bank(use, SECOND), "deux-clubs") for use in (FIRST, other))
    assert one.fingerprint != two.fingerprint
    own = complete(bank(FIRST, numbering=Numbering.OWN), "deux-clubs")
    assert [item.question.number for item in own.questions()] == ["1.1", "1.2", "R"]


def test_equal_numbers_of_two_cases_are_a_problem_without_a_numbering() -> None:
    problems = check(bank(FIRST, SECOND, numbering=Numbering.OWN))
    told = [problem.message for problem in problems if problem.code == "duplicate-id"]
    assert len(told) == 1
    assert "numbering: by-case" in told[0]
    assert not [one for one in check(bank(FIRST, SECOND)) if one.code == "duplicate-id"]


CITATIONS = {
    "Reprenez votre réponse à la question 2.": "Reprenez votre réponse à la question 1.4.",
    "Voir les questions 1, 2 et 3.": "Voir les questions 1.3, 1.4 et 3.",
    "Question n° 1 : au travail.": "Question n° 1.3 : au travail.",
    "Répondez à la question et signez.": "Répondez à la question et signez.",
    "La question 2 du questionnaire déplaît.": "La question 2 du questionnaire déplaît.",
    "Répondez en 2 lignes.": "Répondez en 2 lignes.",
    "Reliez les questions 1 à 2.": "Reliez les questions 1.3 à 1.4.",
    "Reliez les questions 2 à 9.": "Reliez les questions 1.4 à 9.",
}


@pytest.mark.parametrize(("text", "expected"), CITATIONS.items())
def test_texts_that_cite_a_question_give_its_new_number(text: str, expected: str) -> None:
    assert renumbered(text, {"1": "1.3", "2": "1.4"}) == expected


def test_a_range_is_all_that_it_means_under_the_new_numbers() -> None:
    text = "D'après les questions 2 à 4, concluez."
    assert cited(text, ("1", "2", "3", "4", "5")) == {"2", "3", "4"}
    assert cited(text, ("1", "2")) == cited(text) == {"2", "4"}
    mixed = {"1": "1.1", "2": "1.4", "3": "1.2", "4": "1.3"}
    assert renumbered(text, mixed) == "D'après les questions 1.2 à 1.4, concluez."
    apart = mixed | {"3": "1.5"}
    assert renumbered(text, apart) == "D'après les questions 1.3 à 1.5, concluez."
    gap = mixed | {"4": "1.6"}
    assert renumbered(text, gap) == "D'après les questions 1.2, 1.4 et 1.6, concluez."


def test_the_parts_that_are_printed_are_counted(tmp_path: Path) -> None:
    titles = ["Partie 1 : Lire", "Partie 2 : Trier", "Partie 3 : Écrire", "En 2027"]
    record = case("visite", "Une visite")
    record["parts"] = [
        {"id": f"p{n}", "title": title, "questions": [question(str(n), "Répondez.")]}
        for n, title in enumerate(titles, start=1)
    ]
    folder = small_bank(tmp_path)
    folder.put(framework(B1=["C1.1"]), record)
    known = load(folder.bank, None).cases["visite"]

    def printed(*numbers: str) -> list[str]:
        use = CaseUse(case="visite", questions=numbers)
        return [part.title for part in by_case(use, 1, known, None)[1].parts]

    assert printed("1", "3", "4") == ["Partie 1 : Lire", "Partie 2 : Écrire", "En 2027"]
    assert printed("3") == ["Partie 1 : Écrire"]
    assert printed() == titles


FOLLOWING = {
    "context": "Un sondage : question 2 du questionnaire.",
    "introduction": "Répondez aux questions suivantes.",
    "prompt": "Comparez avec la question 1, d'après l'annexe 1 du contrat et le document 7.",
    "body": "Question 1 : êtes-vous content ? Question 2 : reviendrez-vous ?",
}
FIXED = {
    "context": "Voir la question 2.",
    "introduction": "La question 2 prépare la suite, comme le document n° 1.",
    "prompt": "Reprenez la question précédente et l'annexe 1 de mémoire, puis l'annexe 1.",
    "body": "Pour la question 2.",
}


@pytest.mark.parametrize(("texts", "count"), [(FOLLOWING, 0), (FIXED, 6)])
def test_references_that_cannot_follow_are_told(
    tmp_path: Path, texts: dict[str, str], count: int
) -> None:
    second = question("2", texts["prompt"], documents=["lettre"])
    document = {"kind": "text", "id": "lettre", "title": "Une lettre", "body": texts["body"]}
    record = case(
        "visite", "V", question("1", "A."), second, context=texts["context"], documents=[document]
    )
    record["parts"][0]["introduction"] = texts["introduction"]
    folder = small_bank(tmp_path)
    folder.put(framework(B1=["C1.1"]), record)
    found = [one for one in check(load(folder.bank, None)) if one.code == "fixed-reference"]
    assert len(found) == count, found


def test_what_a_text_cites() -> None:
    assert cited("D'après les questions 1.1 et 1.2, répondez à 3 clients.") == {"1.1", "1.2"}
    with messages.using("en"):
        assert cited("Use your answer to question 4.") == {"4"}


def test_whatever_names_a_question_names_its_new_number(tmp_path: Path) -> None:
    first = question("1", "Nommez un client.", after=[])
    second = question("2", "Reprenez la question 3.", after=["3", "1"])
    third = question("3", "Écrivez.", after=["2"])
    cited_in = {"context": "Avant la question 3, lisez."}
    record = case("visite", "Une visite", first, second, third, **cited_in)
    record["parts"][0] |= {"introduction": "La question 2 est longue.", "points": "6"}
    marking = rubric("visite", q1=["Un."], q2=["Deux."], q3=["Trois."])
    marking["questions"][2]["model_answer"] = "Voir la question 2."
    folder = small_bank(tmp_path)
    folder.put(framework(B1=["C1.1"]), record, marking)
    known = load(folder.bank, folder.rubrics)
    assert known.problems == ()
    use = CaseUse(case="visite", questions=("3", "2"))
    printed, shown, marked = by_case(use, 4, known.cases["visite"], known.rubrics["visite"])
    assert printed.questions == ("4.1", "4.2")
    assert shown.context == "Avant la question 4.1, lisez."
    (part,) = shown.parts
    assert (part.introduction, part.points) == ("La question 4.2 est longue.", None)
    assert [(one.number, one.prompt, one.after) for one in part.questions] == [
        ("4.1", "Écrivez.", ("4.2",)),
        ("4.2", "Reprenez la question 4.1.", ("4.1",)),
    ]
    assert marked is not None
    assert [item.question for item in marked.questions] == ["0.1", "4.2", "4.1"]
    assert marked.questions[2].model_answer == "Voir la question 4.2."
