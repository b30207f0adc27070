"""The candidate's corrigé: it teaches, and nothing of the ideas that were missed leaks from it."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import pytest

from examen import bank, exchange, render
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import FindingStatus, Grade
from examen.model.rubric import Criterion
from examen.problems import Problem
from grading_cases import full_exam
from office_texts import flat, words

HERE = Path(__file__).resolve().parent
FORMATS = ("html", "pdf", "docx", "odt", "md")
# Words that stand nowhere but in the rubric, each for an idea that the answer below misses.
CRITERIA = """
- id: tri
  title: Premier thème
  points: 3
  award: {rule: each, points: 1, expected: 3}
  ideas:
    - {id: dit, says: Demander un devis., phrasings: [demander un devis]}
    - id: absent
      says: Parler du zirconium.
      phrasings: [[[zirconium, béryllium], [alliage, soudure]]]
      hint: Pensez aux métaux.
    - {id: nie, says: Le tungstène., phrasings: [[visser, porte]]}
    - {id: autre, says: Le palladium., phrasings: [palladium]}
    - {id: contraire, says: L'iridium., phrasings: [iridium], contradictions: [peindre la porte]}
  open: {id: ouvert, says: Autre chose.}
- id: meilleur
  title: Deuxième thème
  points: 1
  award:
    rule: best
    alternatives: [{ideas: [m1], points: 1}, {ideas: [m2], points: 0.5}]
  ideas:
    - {id: m1, says: Le vanadium., phrasings: [vanadium]}
    - {id: m2, says: Le cadmium., phrasings: [cadmium]}
- id: suite
  title: Troisième thème
  points: 2
  award: {rule: each, points: 1, expected: 2}
  ideas:
    - {id: fondee, says: Le strontium., phrasings: [changer la serrure], requires: {any: [m1]}}
    - {id: doute, says: Le rhodium., phrasings: [[verrouiller, grille]]}
    - {id: calcul, says: Le lanthane., phrasings: [{number: {value: 4242, near: [vis]}}]}
- id: classe
  title: Quatrième thème
  points: 1
  award: {rule: justified, points: 1, named: 0.5, expected: 1}
  ideas:
    - {id: cite, says: "Le prix, pour l'osmium.", phrasings: [prix], justifications: [osmium]}
"""
ANSWER = (
    "Il faut demander un devis. La soudure est à revoir. On ne doit pas visser la porte.\n"
    "On peut peindre la porte. Changer la serrure. Il faut 17 vis. Regarder le prix.\n"
    "Le voisin apporte volontiers ses propres outils anciens."
)
DISPUTED = (
    "Il faut demander un devis.\n\nIl faut verrouiller la grille.\n\n"
    "Le soir, on ne doit pas verrouiller la grille."
)
SECRET = re.compile(
    "zirconium|béryllium|alliage|tungstène|palladium|iridium|vanadium|cadmium|strontium|lanthane"
    "|rhodium|4242|4 242|osmium",
    re.IGNORECASE,
)


def marked(full: FullExam, answer: str) -> Grade:
    return Grader(full).grade(Copy("A01", {"1": answer}))


def file_text(path: Path) -> str:
    """All text of a file, what is drawn and what is not."""
    if path.suffix == ".pdf":
        import pypdfium2  # type: ignore[import-untyped]  # it has no types

        with pypdfium2.PdfDocument(path) as document:
            return flat(" ".join(page.get_textpage().get_text_bounded() for page in document))
    if path.suffix in {".docx", ".odt"}:
        with zipfile.ZipFile(path) as archive:
            inside = [archive.read(name) for name in archive.namelist() if name.endswith(".xml")]
        return flat(re.sub("<[^>]+>", "", " ".join(part.decode() for part in inside)))
    return flat(path.read_text("utf-8"))


@pytest.mark.parametrize("answer", [ANSWER, DISPUTED])
@pytest.mark.parametrize("form", FORMATS)
def test_no_format_gives_away_what_was_missed(form: str, answer: str, tmp_path: Path) -> None:
    full = full_exam(CRITERIA)
    document = render.corrige(full, Copy("A01", {"1": answer}), marked(full, answer), "candidate")
    path = tmp_path / f"A01.{form}"
    render.write(document, form, path)
    text = file_text(path)
    assert "Demander un devis" in text  # the file was read
    assert SECRET.findall(text) == []


def test_the_teacher_reads_it_all() -> None:
    full = full_exam(CRITERIA)
    document = render.corrige(full, Copy("A01", {"1": ANSWER}), marked(full, ANSWER))
    told = flat(" ".join(words(document.body)))
    assert {found.lower() for found in SECRET.findall(told)} >= {
        "zirconium",
        "tungstène",
        "cadmium",
    }


def told(answer: str) -> str:
    full = full_exam(CRITERIA)
    copy = Copy("A01", {"1": answer})
    document = render.corrige(full, copy, marked(full, answer), "candidate")
    return flat(" ".join(words(document.body))).replace("\u202f", " ")


def test_what_is_missing_is_counted_and_hinted_at() -> None:
    text = told(ANSWER)
    assert "Piste : Pensez aux métaux." in text
    assert "Vous étiez proche ici : « La soudure est à revoir »" in text
    assert "Refaites ce calcul : « 17 »" in text
    assert "Il manque ici 1 résultat" in text or "Il manque ici 1 idée" in text


def test_wrong_and_unfounded_passages_are_named_as_such() -> None:
    text = told(ANSWER)
    assert text.count("Relisez ce passage : il dit le contraire") == 2
    assert "dites d’abord sur quoi cela repose" in text
    assert "« prix » Cité, mais pas justifié" in text
    assert "Votre réponse dit une chose et son contraire" in told(DISPUTED)
    assert "un correcteur dira si elle est pertinente" in text


def test_full_marks_ask_for_nothing_more() -> None:
    text = told("Demander un devis. Souder le zirconium à la soudure. Le palladium. Le vanadium.")
    first = text[text.index("Premier thème") : text.index("Deuxième thème")]
    assert "Il manque" not in first


def test_an_empty_answer_is_sent_back_to_the_question() -> None:
    text = told("")
    assert "Pas de réponse." in text
    assert "Il manque ici 3 idées." in text
    assert SECRET.findall(text) == []


def test_a_hint_changes_no_mark() -> None:
    loaded = bank.load(HERE / "golden/bank", HERE / "golden/rubrics")
    full = bank.complete(loaded, "epreuve-temoin")
    (case, rubric), *_ = full.rubrics.items()
    question = rubric.questions[0]
    criterion = question.criteria[0]
    assert isinstance(criterion, Criterion)
    idea = criterion.ideas[0].model_copy(update={"hint": "Pensez aux horaires."})
    hinted = criterion.model_copy(update={"ideas": (idea, *criterion.ideas[1:])})
    changed = question.model_copy(update={"criteria": (hinted, *question.criteria[1:])})
    other = rubric.model_copy(update={"questions": (changed, *rubric.questions[1:])})
    with_hint = FullExam(
        full.exam, full.cases, {**full.rubrics, case: other}, full.lexicons, full.frameworks
    )
    assert bank.fingerprint(with_hint) == bank.fingerprint(full)


def test_sample_copies_learn_no_idea_that_they_missed() -> None:
    root = HERE.parent
    full = bank.complete(bank.load(root / "bank", root / "rubrics"), "groupama-sportifs")
    grader = Grader(full)
    numbers = [item.question.number for item in full.questions()]
    says = {
        (item.question.number, criterion.id, idea.id): idea.says
        for item in full.questions()
        if item.rubric
        for _entity, criterion in item.rubric.all_criteria()
        for idea in criterion.ideas
    }
    seen = 0
    for copy in exchange.read_copies([root / "samples/groupama/copies.jsonl"], numbers):
        assert not isinstance(copy, Problem)
        grade = grader.grade(copy)
        document = render.corrige(full, copy, grade, "candidate")
        text = flat(" ".join(words(document.body)))
        found: set[str] = set()
        missed: set[str] = set()
        for question in grade.questions:
            for award in question.awards:
                for finding in award.findings:
                    said = says.get((question.question, award.criterion, finding.idea))
                    kept = found if finding.status is FindingStatus.FOUND else missed
                    if said:
                        kept.add(said)
        leaked = [said for said in missed - found if said.removesuffix(".") in text]
        assert leaked == []
        seen += len(missed)
    assert seen


def test_no_hint_says_the_idea_that_it_hints_at() -> None:
    root = HERE.parent
    full = bank.complete(bank.load(root / "bank", root / "rubrics"), "groupama-sportifs")
    grader = Grader(full)
    hints = [
        (item.question.number, idea)
        for item in full.questions()
        if item.rubric
        for _entity, criterion in item.rubric.all_criteria()
        for idea in criterion.ideas
        if idea.hint
    ]
    assert hints
    for number, idea in hints:
        graded = grader.grade_answer(number, idea.hint or "")
        found = {
            finding.idea
            for award in graded.awards
            for finding in award.findings
            if finding.status is FindingStatus.FOUND
        }
        assert idea.id not in found, idea.hint
