"""Why an idea was found or not, in words for a teacher and as data: cases/explanations.md."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given, settings

from cases import cases
from examen.exchange.grades import from_json
from examen.grading import Grader
from examen.messages import using
from examen.model.copy import Copy
from examen.model.grade import Finding, FindingStatus, Way, to_json
from grading_cases import full_exam, grade
from test_grading_properties import ANSWERS, FULL, GRADER

HERE = Path(__file__).parent
CASES = cases(HERE / "cases/explanations.md", parts=3)


def criteria(phrasings: str) -> str:
    idea = f"{{id: idee, says: …, phrasings: {phrasings}}}"
    return f"- {{id: c, title: C, points: 1, award: {{rule: all}}, ideas: [{idea}]}}"


def explained(finding: Finding) -> str:
    lines = [f"{finding.status.value}: {finding.reason}"]
    for one in finding.how:
        read = f" ({one.read})" if one.read else ""
        lines.append(f"{one.way.value}: {one.phrase} <- {one.written}{read}")
    lines += [f"near: {piece.quote}" for piece in finding.near]
    return "\n".join(lines)


def plain(text: str) -> str:
    """The text with ordinary spaces, as the cases write it."""
    return re.sub(r"[\u00a0\u202f]", " ", text)


@pytest.mark.parametrize(("phrasings", "answer", "expected"), CASES)
def test_explanation(phrasings: str, answer: str, expected: str) -> None:
    (finding,) = grade(criteria(phrasings), answer).awards[0].findings
    assert plain(explained(finding)) == expected


def test_every_way_has_a_case() -> None:
    shown = {line.partition(":")[0] for case in CASES for line in str(case.values[2]).split("\n")}
    assert {way.value for way in Way} <= shown


def test_a_justified_idea_says_both_parts() -> None:
    written = """
    - id: c
      title: C
      points: 1
      award: {rule: justified, points: 1, named: 0.5, expected: 1}
      ideas:
        - id: clics
          says: …
          phrasings: [taux de clic]
          justifications: [mesurer l'intérêt]
    """
    named = grade(written, "Le taux de clics.").awards[0].findings[0]
    both = grade(written, "Le taux de clic pour mesurer l'intérêt.").awards[0].findings[0]
    assert plain(named.reason).endswith("; aucune justification à côté.")
    assert (
        plain(both.reason) == "Cité : « taux » + « clic » ; justifié : « mesurer » + « intérêt »."
    )
    assert [one.phrase for one in both.how] == ["taux", "clic", "mesurer", "intérêt"]


def test_what_an_idea_must_rest_on_is_named_in_the_words_of_the_rubric() -> None:
    written = """
    - id: c
      title: C
      points: 2
      award: {rule: each, points: 1, expected: 2}
      ideas:
        - {id: x1, says: Peu de ventes., phrasings: [peu de ventes]}
        - {id: x2, says: Une formation., phrasings: [formation], requires: {any: [x1]}}
    """
    advice = grade(written, "Une formation.").awards[0].findings[1]
    assert advice.status is FindingStatus.MISSING
    assert "« Peu de ventes »" in plain(advice.reason)
    assert "x1" not in advice.reason


def near(answer: str, *phrasings: str) -> list[list[str]]:
    """What is quoted as near each of these ideas."""
    ideas = "".join(
        f"\n    - {{id: i{number}, says: …, phrasings: {written}}}"
        for number, written in enumerate(phrasings)
    )
    award = f"{{rule: each, points: 1, expected: {len(phrasings)}}}"
    written = f"- id: c\n  title: C\n  points: {len(phrasings)}\n  award: {award}\n  ideas:{ideas}"
    findings = grade(written, answer).awards[0].findings
    return [[piece.quote for piece in finding.near] for finding in findings]


def test_a_passage_is_near_the_idea_that_it_speaks_of_most() -> None:
    answer = "Relancer demain les prospects."
    mail, call = "[[relancer, prospects, courrier]]", "[[relancer, prospects, demain, appel]]"
    assert near(answer, mail, call) == [[], [answer]]


def test_words_that_showed_another_idea_make_nothing_near() -> None:
    answer = "Il faut ouvrir la porte."
    assert near(answer, "[[ouvrir, porte]]", "[[ouvrir, porte, bleue]]") == [[], []]


def test_a_small_part_of_a_phrasing_is_not_near() -> None:
    answer = "Les bénévoles chantent."
    assert near(answer, "[[inviter, bénévoles]]") == [[answer]]
    assert near(answer, "[[inviter, bénévoles, mairie, verre]]") == [[]]


def test_a_word_of_one_phrasing_among_many_tells_little() -> None:
    others = ", ".join(f"[courir, lieu{n}]" for n in range(8))
    assert near("Un beau matin.", f"[[matin, hiver], {others}]") == [[]]


def test_a_number_is_near_beside_its_words_and_for_one_idea() -> None:
    value = "[{number: {value: 126, kind: percent, near: [appels]}}]"
    other = "[{number: {value: 130, kind: percent, near: [appels]}}]"
    assert near("Les appels sont à 119 %.", value, other) == [["119 %"], []]
    far = "Les appels, nombreux depuis le début du mois de mars, montent sans cesse à 119 %."
    assert near(far, value) == [[]]


def test_a_given_number_is_no_wrong_result() -> None:
    written = criteria("[{number: {value: 126, near: [appels]}}]")
    full = full_exam(written)
    told = full.cases[0].model_copy(update={"context": "Elle passe 59 appels."})
    grader = Grader(full.__class__(full.exam, (told,), full.rubrics, full.lexicons))
    (given_number,) = grader.grade_answer("1", "Appels : 59.").awards[0].findings
    (result,) = grader.grade_answer("1", "Appels : 119.").awards[0].findings
    assert not given_number.near
    assert [piece.quote for piece in result.near] == ["119"]


ENGLISH = re.compile(
    r"\b(the|and|or|of|written|expected|nearest|recognised|said|named|where|with|synonym)\b",
    re.IGNORECASE,
)


@given(ANSWERS)
@settings(max_examples=100, deadline=None)
def test_explanations_hold_for_every_answer(answer: str) -> None:
    result = GRADER.grade_answer("1", answer)
    for finding in (each for award in result.awards for each in award.findings):
        if finding.status is FindingStatus.FOUND:
            assert finding.how, "every idea found says how"
        for one in finding.how:
            assert one.phrase
            assert one.written
        for piece in finding.near:
            assert answer[piece.start : piece.end] == piece.quote != ""
            assert finding.status is FindingStatus.MISSING
    again = Grader(FULL).grade_answer("1", answer)
    assert again == result


def test_reasons_are_in_the_language_of_the_exam() -> None:
    answers = ["\n".join(str(case.values[1]) for case in CASES), "Rien.", "", "voir 1"]
    for case in CASES:
        for answer in answers:
            french = grade(criteria(str(case.values[0])), answer).awards[0].findings[0]
            with using("en"):  # the exam's language counts, not the user's
                same = grade(criteria(str(case.values[0])), answer).awards[0].findings[0]
            assert same.reason == french.reason
            quoted = re.sub(r"«[^»]*»", "", french.reason)
            assert not ENGLISH.search(quoted), french.reason


def test_explanations_are_written_and_read_again() -> None:
    answer = "Mettre un lien de désinscription. Demander leur accord."
    graded = GRADER.grade(Copy("A01", {"1": answer}))
    body = json.loads(json.dumps(to_json(graded)))
    ideas = body["questions"][0]["criteria"][0]["ideas"]
    assert ideas[1]["how"] == [
        {"phrase": "lien", "written": "lien", "way": "exact"},
        {"phrase": "désinscription", "written": "désinscription", "way": "exact"},
    ]
    again = [award.findings for award in from_json(body).questions[0].awards]
    for read, made in zip(again, (a.findings for a in graded.questions[0].awards), strict=True):
        assert [(f.how, f.near, f.ground) for f in read] == [
            (f.how, f.near, f.ground) for f in made
        ]
