"""English as the second language: words, denials, numbers, and an exam marked from end to end."""

from __future__ import annotations

import shutil
from decimal import Decimal
from pathlib import Path

import pytest

from examen.bank import complete, load
from examen.cli import main
from examen.grading import Grader
from examen.grading.slips import Slips
from examen.language import reader
from examen.language.english import english
from examen.language.negation import negations
from examen.language.numbers import quantities
from examen.language.structure import find, page_of
from examen.model.grade import FindingStatus
from examen.model.recognition import StructureKind
from grading_cases import full_exam, summary

DATA = Path(__file__).parent / "data/english"


@pytest.mark.parametrize(
    ("form", "lemma"),
    [
        ("customers", "customer"),
        ("policies", "policy"),
        ("children", "child"),
        ("criteria", "criterion"),
        ("went", "go"),
        ("sold", "sell"),
        ("written", "write"),
        ("better", "good"),
        ("unsubscribed", "unsubscribe"),
        ("upsold", "upsell"),
        ("refunding", "refund"),
        ("e-mails", "email"),
    ],
)
def test_lemmas(form: str, lemma: str) -> None:
    word = english().analyse(form)
    assert lemma in word.lemmas
    assert word.known


@pytest.mark.parametrize(
    ("british", "american"),
    [
        ("organise", "organize"),
        ("organisations", "organizations"),
        ("analysed", "analyzed"),
        ("colour", "color"),
        ("centre", "center"),
        ("licence", "license"),
        ("programme", "program"),
        ("catalogue", "catalog"),
        ("fulfil", "fulfill"),
        ("travelled", "traveled"),
        ("cancelled", "canceled"),
        ("e-mail", "email"),
    ],
)
def test_both_spellings_are_one_word(british: str, american: str) -> None:
    assert english().analyse(british).lemmas & english().analyse(american).lemmas


@pytest.mark.parametrize(
    ("one", "other"), [("sense", "sence"), ("tour", "tor"), ("wise", "wize"), ("four", "for")]
)
def test_other_words_stay_apart(one: str, other: str) -> None:
    assert not english().analyse(one).lemmas & english().analyse(other).lemmas


@pytest.mark.parametrize(
    ("verb", "noun"),
    [
        ("subscribe", "subscription"),
        ("inform", "information"),
        ("sell", "sale"),
        ("pay", "payment"),
        ("refuse", "refusal"),
        ("renew", "renewal"),
        ("insure", "insurance"),
        ("decide", "decision"),
        ("permit", "permission"),
        ("train", "training"),
        ("reduce", "reduction"),
        ("complain", "complaint"),
    ],
)
def test_families(verb: str, noun: str) -> None:
    assert noun in english().family(verb)
    assert verb in english().family(noun)


@pytest.mark.parametrize("lemma", ["department", "mission", "station", "capital", "customer"])
def test_no_family(lemma: str) -> None:
    assert not english().family(lemma)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The customer's link isn't there.", "the customer s link is not there"),
        ("They can't, won't, don't.", "they can not will not do not"),
        ("We'll co-operate", "we ll co-operate"),
        ("a follow-up", "a follow up"),
        ("lentreprise pa g", "lentreprise pa g"),
    ],
)
def test_words(text: str, expected: str) -> None:
    assert " ".join(token.word.folded for token in reader("en").read(text).tokens) == expected


def denied(text: str) -> set[str]:
    reading = reader("en").read(text)
    scopes = [set(denial.scope) for denial in negations(reading)]
    odd = {index for index in range(len(reading.tokens)) if sum(index in s for s in scopes) % 2}
    return {reading.tokens[index].word.folded for index in odd}


@pytest.mark.parametrize(
    "text",
    [
        "There is no link.",
        "The link is not required.",
        "The link isn't required",
        "A link? Never a link.",
        "Write without a link.",
        "He fails to add the link.",
        "They avoid any link.",
        "It lacks a link.",
        "Adding a link is forbidden.",
        "The link is optional.",
        "neither a phone nor a link",
        "He hardly shows the link.",
        "He cannot find the link",
        "they no longer want the link",
    ],
)
def test_a_denied_word(text: str) -> None:
    assert "link" in denied(text)


@pytest.mark.parametrize(
    "text",
    [
        "The link is required.",
        "Do not forget the link.",
        "Never fail to add a link.",
        "Do not hesitate to show the link.",
        "Not only a letter but a link",
        "No doubt the link helps",
        "The price is not shown, but the link is.",
        "Do not write unless there is a link.",
        "The letter that is not signed is lost, and he shows the link",
        "It is never forbidden to add a link.",
    ],
)
def test_a_word_that_is_not_denied(text: str) -> None:
    assert "link" not in denied(text)


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("1,234.5 pounds", "1234.5"),
        ("$2,000", "2000"),
        ("1,200 customers", "1200"),
        ("1.200", "1.2"),
        ("25 per cent", "25"),
        ("down 5%", "-5"),
        ("sales fell by 5 points", "-5"),
        ("21.8 points less", "-21.8"),
        ("26% above target", "26"),
        ("twice the target", "2"),
        ("half of the calls", "0.5"),
    ],
)
def test_numbers(text: str, value: str) -> None:
    (quantity,) = quantities(text, "en")
    assert quantity.amounts == (Decimal(value),)


def test_a_slip_of_the_pen() -> None:
    slips = Slips(english())
    for lemma in ("customer", "unsubscribe", "permission", "link"):
        slips.add(lemma)
    assert "customer" in slips.lemmas("custmer")
    assert "unsubscribe" in slips.lemmas("unsubcribe")
    assert "permission" in slips.lemmas("permision")
    assert slips.lemmas("lnik") == slips.lemmas("costume") == slips.lemmas("linc") == {}


CRITERIA = """
- id: c
  title: C
  points: 2
  award: {rule: each, points: 1, expected: 2}
  ideas:
    - {id: consent, says: …, phrasings: [[[customer], agree], [[ask, need], consent]]}
    - {id: unsubscribe, says: …, phrasings: [[[link, button], unsubscribe]]}
"""


@pytest.mark.parametrize(
    ("answer", "points"),
    [
        ("The customers agreed. Buttons for unsubscribing.", 2),
        ("You need customers' consents and a link to the unsubscription page", 2),
        ("THE CUSTOMER AGREES AND THERE'S AN UNSUBSCRIBE LINK", 2),
        ("Dear Sir, add an unsubcribe link", 1),
        ("You don't need the customer's consent.", 0),
        ("There is no link to unsubscribe.", 0),
        ("The customer disagrees with the button of his coat.", 0),
        ("Costumes are needed; the clink of glasses", 0),
        ("", 0),
    ],
)
def test_answers(answer: str, points: int) -> None:
    graded = Grader(full_exam(CRITERIA, language="en")).grade_answer("1", answer)
    assert graded.points == points, summary(graded)


def test_an_english_case_is_checked_and_marked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(DATA, tmp_path / "english")
    monkeypatch.chdir(tmp_path / "english")
    assert main(["check", "--lang", "en"]) == 0, capsys.readouterr().err
    assert main(["grade", "parcel-lockers", "copies.jsonl", "-o", "out", "--lang", "en"]) == 0
    rows = (tmp_path / "english/out/grades.csv").read_text("utf-8").splitlines()
    assert rows[1].startswith("E1,3,2,3,8,20")
    assert rows[2].startswith("E2,0,0,0,0,0")
    corrige = (tmp_path / "english/out/corriges/E2.html").read_text("utf-8")
    assert '<html lang="en">' in corrige
    assert "The passage denies it" in corrige


def test_reasons_are_in_english() -> None:
    full = complete(load(DATA / "bank", DATA / "rubrics"), "parcel-lockers")
    graded = Grader(full).grade_answer("1", "Consent isn't required.")
    finding = graded.awards[0].findings[0]
    assert finding.status is FindingStatus.MISSING
    assert finding.reason.startswith(("Cancelled by a wrong statement", "The passage denies it"))


ESSAY = """Nowadays customers do it alone. We will first look at the advantages, then at drawbacks.

First, firms save money. For instance, a bank closes branches.

Secondly, older people are lost.

To sum up, firms should keep people at the counter, so that everybody is served.
"""


@pytest.mark.parametrize(
    ("kind", "quote"),
    [
        (StructureKind.INTRODUCTION, "Nowadays"),
        (StructureKind.PLAN, "We will first look"),
        (StructureKind.EXAMPLES, "For instance"),
        (StructureKind.CONCLUSION, "To sum up"),
    ],
)
def test_the_shape_of_an_essay(kind: StructureKind, quote: str) -> None:
    found = find(page_of(reader("en").read(ESSAY)), kind, None)
    assert found
    assert quote in ESSAY[slice(*found[0])]
