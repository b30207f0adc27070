r"""What no answer may earn points by, through the grader's door: `cases/resistance-*.md`.

A case is an answer, in which `\u{200b}` stands for the character of this number, and what it
earns: the findings, then the warnings, each after an exclamation mark.
"""

from __future__ import annotations

import re
import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from cases import cases
from examen import bank, render
from examen.grading import Grader
from examen.language import reader
from examen.language.negation import negations
from examen.language.patterns import compiled
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.problems import ExamenError
from examen.render.blocks import Box, BoxKind
from grading_cases import full_exam, summary
from growth import in_proportion

HERE = Path(__file__).parent
ROOT = HERE.parent
CRITERIA = """
- id: regles
  title: Règles de l'envoi
  points: 4
  award: {rule: each, points: 1, expected: 4}
  ideas:
    - {id: consentement, says: …, phrasings: [[[consentement, accord, opt-in]]]}
    - {id: desinscription, says: …, phrasings: [[désinscription], {regex: 'stop \\w+'}]}
    - {id: cnil, says: …, phrasings: [CNIL], contradictions: [la CNIL est facultative]}
    - {id: mentions, says: …, phrasings: [mentions légales]}
    - {id: duree, says: …, phrasings: [{number: {value: 3, unit: ans}}]}
  penalties:
    - {id: fichier, says: …, points: 1, phrasings: [acheter un fichier]}
"""
PROMPT = (
    "Indiquez les règles que l'entreprise doit respecter pour recueillir le consentement des "
    "clients avant l'envoi d'un e-mail, et dites ce que contrôle la CNIL."
)
DOCUMENT = (
    "Depuis plusieurs années, la CNIL rappelle aux entreprises que les données des clients se "
    "gardent 3 ans au plus après le dernier contact."
)


def exam(form: str = "text") -> FullExam:
    return full_exam(
        CRITERIA,
        question={"prompt": PROMPT, "form": form, "documents": ["note"]},
        documents=({"kind": "text", "id": "note", "title": "Note", "body": DOCUMENT},),
    )


FULL = exam()
GRADER, OF_TERMS = Grader(FULL), Grader(exam("table"))


def typed(text: str) -> str:
    """The text with the characters that a case names by their number."""
    return re.sub(r"\\u\{([0-9a-f]+)\}", lambda match: chr(int(match[1], 16)), text)


def told(grader: Grader, answer: str) -> str:
    """What an answer earns, its findings that are not simply missing, and the warnings."""
    grade = grader.grade(Copy("A01", {"1": answer}))
    lines = summary(grade.questions[0]).splitlines()
    lines = [line for line in lines if not line.endswith(": missing")]
    return "\n".join((*lines, *(f"! {warning}" for warning in grade.warnings)))


@pytest.mark.parametrize(
    ("answer", "expected"),
    [case for path in sorted(HERE.glob("cases/resistance-*.md")) for case in cases(path, parts=2)],
)
def test_resistance(answer: str, expected: str) -> None:
    assert told(GRADER, typed(answer)) == expected


def test_where_terms_are_asked_they_are_enough() -> None:
    answer = "CNIL, RGPD, consentement, désinscription, mentions légales."
    assert GRADER.grade_answer("1", answer).points == 0
    assert OF_TERMS.grade_answer("1", answer).points == 4


def test_a_list_of_as_many_terms_as_are_asked_for_is_enough() -> None:
    """Four ideas are worth points in the criteria above; here five are."""
    criteria = CRITERIA.replace("expected: 4", "expected: 5").replace("points: 4", "points: 5")
    grader = Grader(full_exam(criteria, question={"form": "list"}))
    answer = "CNIL, RGPD, consentement, désinscription, mentions légales"
    assert grader.grade_answer("1", answer).points == 4
    assert grader.grade_answer("1", f"{answer}, loyauté").points == 0
    assert grader.grade_answer("1", f"{answer} loyauté".replace(",", "")).points == 0
    assert Grader(exam("list")).grade_answer("1", answer).points == 0


def test_a_case_with_a_jury_may_speak_of_it() -> None:
    """Who is a topic of the case is no marker."""
    question = {"prompt": "Présentez le concours et son jury."}
    answer = "Le jury doit donner une note au stand, avec l'accord du client."
    assert Grader(full_exam(CRITERIA, question=question)).grade_answer("1", answer).points == 1
    assert GRADER.grade_answer("1", answer).points == 0


def test_the_quotes_of_disguised_words_are_those_of_the_answer() -> None:
    answer = "😀 L\u200ba c\u043ensent\u0435ment 𝐂𝐍𝐈𝐋 \U000e0041 <b>dés</b>inscription."
    for award in GRADER.grade_answer("1", answer).awards:
        found = [finding for finding in award.findings if finding.evidence]
        assert [f.idea for f in found] == ["consentement", "desinscription", "cnil"]
        for piece in (piece for finding in found for piece in finding.evidence):
            assert answer[piece.start : piece.end] == piece.quote


HOSTILE = {
    "marks in any order": "\u0301\u0321",
    "characters in tags": "\U000e0043\U000e004e",
    "hidden elements that nothing closes": '<span style="display:none">',
    "attributes that nothing closes": '<span style="color:white" style=',
    "comments that nothing closes": "<!-- CNIL ",
    "full stops": ".",
    "no space": "x",
    "letters of two alphabets": "c\u043e",
    "pleas": "le correcteur doit ignorer je sais que la réponse ",
    "points of points": "4/4/",
    "the question": "les règles que l'entreprise doit respecter ",
    "terms": "CNIL, ",
    "lines of terms": "CNIL\n",
    "what an expression looks for": "stop ",
    "denials": "le client ne accepte pas ",
    "words that deny": "ni ",
    "bare verdicts": "pas besoin, ",
}


@pytest.mark.parametrize("piece", HOSTILE.values(), ids=HOSTILE)
def test_hostile_answers_cost_in_proportion_to_their_length(piece: str) -> None:
    def grade(length: int) -> None:
        answer = (piece * (length // len(piece) + 1))[:length]
        GRADER.grade(Copy("A01", {"1": answer}))

    assert in_proportion(grade, 5_000, 40_000)


@pytest.mark.parametrize(
    ("language", "piece"),
    [("fr", "ni "), ("fr", "pas "), ("fr", "pas besoin, "), ("en", "not "), ("en", "never any ")],
)
def test_a_sentence_of_denials_denies_no_more_than_one_may(language: str, piece: str) -> None:
    reading = reader(language).read(piece * 2_000)
    denied = sum(len(denial.scope) for denial in negations(reading))
    assert len(reading.tokens) > 1_000
    assert denied <= 50 * len(reading.tokens)


@pytest.mark.parametrize(
    ("expression", "ignore_case", "found"),
    [
        (r"\bqualité\b", True, ["QUALITÉ"]),
        (r"qualite", True, ["QUALITÉ"]),
        (r"Qualité", False, []),
        (r"d'un\s+prix\b", True, ["d’un\u00a0prix"]),
        (r"prix [–-] \w+", True, ["prix — élevé"]),
        (r"😀.", True, ["😀😀"]),
        (r"x*", True, ["x"]),
        (r"[ø-ý]", True, []),
    ],
)
def test_expressions_know_french(expression: str, found: list[str], *, ignore_case: bool) -> None:
    text = "😀😀 QUALITÉ d’un\u00a0prix — élevé"
    pattern = compiled(expression, ignore_case=ignore_case)
    assert [text[start:end] for start, end in pattern.spans(text)] == found


@pytest.mark.parametrize(
    ("expression", "problem"),
    [
        ("(?!a)b", "regarde autour"),
        (r"(\w+) \1", "renvoie à une autre partie"),
        ("(?P<n>a)(?P=n)", "renvoie à une autre partie"),
        ("a{2000}", "répète trop de fois"),
        ("a++", "n’est pas possible dans ces expressions"),
        ("a(", "illisible à partir du caractère 2"),
    ],
)
def test_what_to_write_instead_of_an_expression(
    expression: str, problem: str, tmp_path: Path
) -> None:
    shutil.copytree(HERE / "data/judo", tmp_path, dirs_exist_ok=True)
    path = tmp_path / "rubrics/club-judo.yaml"
    sound = path.read_text("utf-8")
    path.write_text(sound.replace(r"regex: '\[[^\]]+\]'", f"regex: '{expression}'"), "utf-8")
    found = bank.check(bank.load(tmp_path / "bank", tmp_path / "rubrics"))
    assert [problem in str(one) for one in found] == [True]


def test_a_plea_is_no_passage_for_an_open_list() -> None:
    full = full_exam(CRITERIA.replace("  penalties:", "  open: {id: autre, says: …}\n  penalties:"))
    (award,) = Grader(full).grade_answer("1", "Donnez-moi tous les points pour mes efforts.").awards
    assert award.high == 0


def test_an_expression_that_cannot_be_used_says_so() -> None:
    with pytest.raises(ExamenError, match=r"examen check"):
        compiled("a(?=b)", ignore_case=True)


@pytest.mark.parametrize("expression", [r"(a*)*b", r"(a|aa)+$", r"(\w+\s?)+!", r"a[\s\S]*b|a"])
def test_no_expression_of_an_author_runs_away(expression: str) -> None:
    pattern = compiled(expression, ignore_case=True)

    def match(length: int) -> None:
        list(pattern.spans("a" * length))

    assert in_proportion(match, 10_000, 80_000)


@pytest.fixture(scope="module")
def groupama() -> Grader:
    loaded = bank.load(ROOT / "bank", ROOT / "rubrics")
    return Grader(bank.complete(loaded, "bts-ndrc-2020-e5-groupama"))


@pytest.mark.parametrize(
    ("number", "answer", "expected"), cases(HERE / "cases/groupama-resistance.md", parts=3)
)
def test_the_shipped_rubric_resists(
    number: str, answer: str, expected: str, groupama: Grader
) -> None:
    grade = groupama.grade(Copy("A01", {number: answer}))
    own = next(question for question in grade.questions if question.question == number)
    earned, *warnings = expected.splitlines()
    assert [f"! {warning}" for warning in grade.warnings] == warnings
    if earned.startswith("au moins "):
        assert own.points >= Decimal(earned.removeprefix("au moins "))
    else:
        assert own.points == 0
        assert own.high == Decimal(earned.removeprefix("0, ou jusqu'à "))


def test_a_corrige_shows_what_was_set_aside_apart_from_what_was_lost() -> None:
    copy = Copy("A01", {"1": "Donnez-moi tous les points."}, warnings=("Une image manque.",))
    titles = [
        block.title
        for block in render.corrige(FULL, copy, GRADER.grade(copy)).body
        if isinstance(block, Box) and block.kind is BoxKind.WARNING
    ]
    assert titles == ["Perdu à la lecture de la copie", "À savoir sur cette copie"]
