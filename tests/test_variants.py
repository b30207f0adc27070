"""Cases with variables: what is drawn, what is computed, and where it then stands."""

from __future__ import annotations

import json
import re
from contextlib import suppress
from fractions import Fraction
from pathlib import Path
from textwrap import dedent

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen import bank as banks
from examen.bank import Bank
from examen.bank.codes import Code
from examen.bank.reading import File, read_file
from examen.bank.variants.drawing import FaultyError, draw
from examen.bank.variants.expressions import (
    ExpressionError,
    Value,
    evaluate,
    read_expression,
)
from examen.bank.variants.filling import fill
from examen.bank.variants.formats import split_format, written
from examen.bank.varying import named_variant
from examen.cli import main
from examen.model.case import TableDocument
from examen.model.variables import Parameters
from examen.problems import ExamenError
from examen.running.variants import check_variants

ROOT = Path(__file__).resolve().parent.parent
VARYING = [
    path.stem
    for path in sorted((ROOT / "bank/cases").glob("*.yaml"))
    if "\nvariables:\n" in path.read_text("utf-8")
]
VALUES: dict[str, Value] = {
    "a": Fraction(7),
    "b": Fraction(2),
    "taux": Fraction("3.45"),
    "firme": "Banque du Val",
    "client": {"nom": "Mme Aubertin", "age": Fraction(41)},
}


def worth(text: str) -> Value:
    return evaluate(read_expression(text), VALUES)


# --- Expressions --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("a + b * 3 - -1", 14),
        ("a / b", Fraction(7, 2)),
        ("a // b * 10 + a % b", 31),
        ("1 / 3 * 3 == 1", True),
        ("0.1 + 0.2 == 0.3", True),
        ("2 ** 10 + 2 ** -1", Fraction("1024.5")),
        ("round(2.5)", 3),
        ("round(-2.5)", -3),
        ("round(1.005, 2)", Fraction("1.01")),
        ("round(1234, -2)", 1200),
        ("min(a, b, 3) + max(a, b) + abs(-1) + sum(a, b)", 19),
        ("floor(-1.5) * 10 + ceil(1.2)", -18),
        ("a > b and not a == b or a < 0", True),
        ("1 < b < 3", True),
        ("'oui' if a >= 7 else 'non'", "oui"),
        ("firme == 'Banque du Val'", True),
        ("client.age + 1", 42),
        ("client.nom", "Mme Aubertin"),
        ("a\n  + b", 9),
    ],
)
def test_expressions_are_computed_exactly(text: str, value: Value) -> None:
    assert worth(text) == value


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("a +", Code.WRONG_EXPRESSION),
        ("", Code.WRONG_EXPRESSION),
        ("__import__('os')", Code.WRONG_EXPRESSION),
        ("a.__class__", Code.UNKNOWN_VARIABLE),
        ("client.nom.upper()", Code.WRONG_EXPRESSION),
        ("[a for a in b]", Code.WRONG_EXPRESSION),
        ("lambda: 1", Code.WRONG_EXPRESSION),
        ("f'{a}'", Code.WRONG_EXPRESSION),
        ("b'a'", Code.WRONG_EXPRESSION),
        ("a := 1", Code.WRONG_EXPRESSION),
        ("a if 1 else", Code.WRONG_EXPRESSION),
        ("round(a, b, 1)", Code.WRONG_EXPRESSION),
        ("min(*a)", Code.WRONG_EXPRESSION),
        ("round(number=a)", Code.WRONG_EXPRESSION),
        ("round(a, places=b)", Code.WRONG_EXPRESSION),
        ("a << b", Code.WRONG_EXPRESSION),
        ("a in client", Code.WRONG_EXPRESSION),
        ("(" * 300, Code.WRONG_EXPRESSION),
        ("-" * 100 + "a", Code.WRONG_EXPRESSION),
        ("1+" * 400 + "1", Code.WRONG_EXPRESSION),
        ("c", Code.UNKNOWN_VARIABLE),
        ("client.prenom", Code.UNKNOWN_VARIABLE),
        ("a.nom", Code.UNKNOWN_VARIABLE),
        ("a / (b - 2)", Code.UNCOMPUTABLE),
        ("a % 0", Code.UNCOMPUTABLE),
        ("0 ** -1", Code.UNCOMPUTABLE),
        ("9 ** 9 ** 9", Code.UNCOMPUTABLE),
        ("2 ** 0.5", Code.UNCOMPUTABLE),
        ("1e999", Code.UNCOMPUTABLE),
        ("firme + 1", Code.UNCOMPUTABLE),
        ("firme < 'x'", Code.UNCOMPUTABLE),
        ("1 if a else 2", Code.UNCOMPUTABLE),
        ("round(a, 0.5)", Code.UNCOMPUTABLE),
        ("round(a, 99999999)", Code.UNCOMPUTABLE),
    ],
)
def test_everything_else_is_refused(text: str, code: Code) -> None:
    with pytest.raises(ExpressionError) as error:
        worth(text)
    assert error.value.code == code


WORDS = """
    ( ) + - * / % ** // < > = == . , ! | & ~ ^ [ ] { } : ' " \\ # @ if else not and or lambda in
    is await a b taux firme client client.nom 1 0 1e308 9999999999999999999 True round( max( floor(
    """
PIECES = st.sampled_from([*WORDS.split(), " ", "\n", "\x00", "é"])


@given(st.text() | st.lists(PIECES, max_size=25).map("".join))
def test_no_text_makes_anything_but_our_error(text: str) -> None:
    expression, name, places = split_format(text)
    with suppress(ExpressionError):
        written(worth(expression), name, places, "fr")


@given(st.integers(-(10**9), 10**9), st.integers(1, 999), st.integers(0, 4))
def test_rounding_goes_to_the_nearest_and_a_half_away_from_zero(
    number: int, by: int, places: int
) -> None:
    exact = Fraction(number, by)
    found = evaluate(read_expression(f"round(x, {places})"), {"x": exact})
    assert isinstance(found, Fraction)
    step = Fraction(1, 10**places)
    assert found % step == 0
    assert abs(found - exact) <= step / 2
    if abs(found - exact) == step / 2:
        assert abs(found) > abs(exact)


# --- Formats ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "french", "english"),
    [
        ("145000", "145000", "145000"),
        ("taux", "3,45", "3.45"),
        ("145000 | euros", "145\u202f000\u00a0€", "€145,000"),
        ("1234.5 | euros", "1\u202f234,50\u00a0€", "€1,234.50"),
        ("1234.5 | euros(0)", "1\u202f235\u00a0€", "€1,235"),
        ("-80 | euros", "−80\u00a0€", "−€80"),
        ("taux | percent", "3,45\u00a0%", "3.45%"),
        ("taux | percent(1)", "3,5\u00a0%", "3.5%"),
        ("1234567.891 | number", "1\u202f234\u202f567,891", "1,234,567.891"),
        ("2 | number(2)", "2,00", "2.00"),
        ("-0.001 | number(1)", "0,0", "0.0"),
        ("1 / 3", "0,333333", "0.333333"),
        ("firme", "Banque du Val", "Banque du Val"),
        ("'a | b'", "a | b", "a | b"),
    ],
)
def test_values_are_written_as_the_language_writes_them(
    text: str, french: str, english: str
) -> None:
    expression, name, places = split_format(text)
    value = worth(expression)
    assert written(value, name, places, "fr") == french
    assert written(value, name, places, "en") == english


@pytest.mark.parametrize(
    "text", ["a | tonnes", "firme | euros", "client", "a > b", "2 ** 19000", "9 ** 999 | euros"]
)
def test_what_cannot_be_written_is_told(text: str) -> None:
    expression, name, places = split_format(text)
    with pytest.raises(ExpressionError):
        written(worth(expression), name, places, "fr")


# --- Drawing ------------------------------------------------------------------------------------


def parameters(*where: str, **variables: object) -> Parameters:
    return Parameters.model_validate({"variables": variables, "where": where})


LOAN = parameters(
    "mensualite / revenu <= 0.45",
    firme={"choose": ["Banque du Val", "Crédit des Gaves"]},
    revenu={"from": "2400", "to": "3600", "step": "100"},
    mensualite={"from": "700", "to": "1300", "step": "50"},
    ratio="round(mensualite / revenu * 100, 1)",
)


def test_a_variant_is_the_same_for_ever() -> None:
    """Were these to change, every exam that names a variant would be another one."""
    assert draw("pret", LOAN, 7) == {
        "firme": "Banque du Val",
        "revenu": Fraction(3100),
        "mensualite": Fraction(800),
        "ratio": Fraction("25.8"),
    }
    assert draw("pret", LOAN, 1) != draw("pret", LOAN, 2)
    assert draw("autre-pret", LOAN, 7) != draw("pret", LOAN, 7)


def test_a_variable_keeps_its_values_when_another_comes() -> None:
    more = Parameters.model_validate(
        {"variables": {"duree": {"choose": ["12", "24"]}, **dict(LOAN.variables)}}
    )
    fewer = Parameters(variables=dict(LOAN.variables))
    for number in range(1, 20):
        drawn = draw("pret", more, number)
        del drawn["duree"]  # type: ignore[attr-defined]
        assert drawn == draw("pret", fewer, number)


@given(
    st.integers(-1000, 1000),
    st.integers(0, 60),
    st.integers(1, 300).map(lambda cents: Fraction(cents, 100)),
    st.integers(1, 10**6),
)
def test_draws_stay_within_bounds_and_on_the_steps(
    low: int, steps: int, step: Fraction, variant: int
) -> None:
    high = low + steps * step
    found = draw(
        "x",
        parameters(n={"from": str(low), "to": f"{float(high):.2f}", "step": f"{float(step):.2f}"}),
        variant,
    )["n"]
    assert isinstance(found, Fraction)
    assert low <= found <= high
    assert (found - low) % step == 0


def test_every_value_is_drawn_sooner_or_later() -> None:
    one = parameters(n={"from": "1", "to": "6"}, who={"choose": ["a", "b"]})
    drawn = [draw("de", one, number) for number in range(1, 100)]
    assert {values["n"] for values in drawn} == set(map(Fraction, range(1, 7)))
    assert len({(values["n"], values["who"]) for values in drawn}) == 12


def test_conditions_hold_in_every_variant() -> None:
    for number in range(1, 200):
        values = draw("pret", LOAN, number)
        ratio = values["ratio"]
        assert isinstance(ratio, Fraction)
        assert ratio <= 45


def test_numbers_and_texts_are_told_apart_as_they_are_written() -> None:
    one = parameters(
        a={"choose": ["12"]}, b={"choose": ["007"]}, c={"choose": [{"nom": "Kaci", "taux": "2,5"}]}
    )
    assert draw("x", one, 1) == {
        "a": Fraction(12),
        "b": "007",
        "c": {"nom": "Kaci", "taux": Fraction(5, 2)},
    }


def test_a_name_that_means_something_else_is_refused() -> None:
    with pytest.raises(FaultyError) as error:
        draw("x", parameters(**{"round": "1", "if": "2"}), 1)
    assert [fault.loc for fault in error.value.faults] == [
        ("variables", "round"),
        ("variables", "if"),
    ]


# --- Filling ------------------------------------------------------------------------------------


def test_lists_keep_what_holds() -> None:
    data = {
        "ideas": [
            "toujours",
            {"if": "a > 5", "id": "grand", "says": "{{ a }}"},
            {"if": "a < 5", "id": "petit"},
            {"if": "b == 2", "then": ["deux", ["{{ b }}"]], "else": ["autre"]},
            {"if": "b == 3", "then": ["trois"], "else": ["pas trois"]},
            {"if": "b == 3", "then": ["trois"]},
        ]
    }
    assert fill(data, None, VALUES, "fr")[0] == {
        "ideas": ["toujours", {"id": "grand", "says": "7"}, "deux", ["2"], "pas trois"]
    }


def test_braces_can_be_written() -> None:
    data = {"answer": "Bonjour {{ '{{' }} prenom }} de {{ firme }}, { } }}"}
    filled, _spot = fill(data, None, VALUES, "fr")
    assert filled == {"answer": "Bonjour {{ prenom }} de Banque du Val, { } }}"}


def test_what_names_a_file_is_left_alone() -> None:
    data = {"schema": "case/1", "id": "{{ a }}", "where": ["{{ a }}"], "title": "{{ a }}"}
    assert fill(data, None, VALUES, "fr")[0] == {**data, "title": "7"}


def test_all_faults_are_found_with_their_places() -> None:
    data = {
        "title": "{{ x }}",
        "parts": [{"if": "a", "id": "1"}, {"if": "a > 1"}, {"if": "a > 1", "then": "x"}, "{{ a"],
    }
    with pytest.raises(FaultyError) as error:
        fill(data, None, VALUES, "fr")
    assert [(fault.loc, fault.code) for fault in error.value.faults] == [
        (("title",), Code.UNKNOWN_VARIABLE),
        (("parts", 0, "if"), Code.WRONG_EXPRESSION),
        (("parts", 1, "if"), Code.WRONG_EXPRESSION),
        (("parts", 2, "if"), Code.WRONG_EXPRESSION),
        (("parts", 3), Code.WRONG_EXPRESSION),
    ]


# --- A bank with a case that varies -------------------------------------------------------------

CASE = """\
    schema: case/1
    id: pret
    title: Un prêt à la {{ firme }}
    variables:
      firme: {choose: [Banque du Val, Crédit des Gaves]}
      revenu: {from: 2400, to: 3600, step: 100}
      mensualite: {from: 700, to: 1300, step: 50}
      ratio: mensualite / revenu * 100
      limite: "35"
    where: ["ratio <= 45", abs(ratio - limite) >= 0.3]
    context: La cliente gagne {{ revenu | euros }}.
    documents:
      - kind: table
        id: pret
        title: Le prêt
        columns: [Mensualité, Firme]
        rows:
          - ["{{ mensualite | number }}", "{{ firme }}"]
    parts:
      - id: a
        title: A
        questions:
          - number: "1"
            prompt: Le prêt est-il possible ? Calculez l'endettement.
            points: 2
            documents: [pret]
    """
RUBRIC = """\
    schema: rubric/1
    id: bareme-pret
    case: pret
    questions:
      - question: "1"
        model_answer: >-
          L'endettement est de {{ ratio | percent(1) }}.
          {{ 'Le prêt est possible.' if ratio <= 35 else 'Le prêt est refusé.' }}
        criteria:
          - id: taux
            title: Taux
            points: 1
            award: {rule: all}
            ideas:
              - id: taux
                says: "{{ ratio | percent(1) }}"
                phrasings:
                  - number: {value: "{{ ratio }}", kind: percent, tolerance: 0.1}
          - id: decision
            title: Décision
            points: 1
            award: {rule: all}
            ideas:
              - {if: ratio <= 35, id: possible, says: Possible., phrasings: [prêt possible]}
              - {if: ratio > 35, id: refuse, says: Refusé., phrasings: [prêt refusé]}
        examples:
          - if: ratio > 35
            then:
              - {kind: partial, points: 1, answer: "Le prêt est refusé."}
            else:
              - {kind: zero, points: 0, answer: "Le prêt est refusé."}
    """
PLAIN = """\
    schema: case/1
    id: courriel
    title: Un courriel
    context: "La balise {{ prenom }} est remplacée."
    parts:
      - {id: a, title: A, questions: [{number: "1", prompt: Pourquoi ?, points: 1}]}
    """
EXAM = """\
    schema: exam/1
    id: blanc
    title: Épreuve blanche
    header: {diploma: D, paper: P, session: "2026", code: B, minutes: 60, material: Aucun, total: 2}
    cases: [{case: pret, variant: 7}]
    """


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "bank/pret.yaml": CASE,
        "bank/courriel.yaml": PLAIN,
        "bank/blanc.yaml": EXAM,
        "rubrics/pret.yaml": RUBRIC,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(dedent(text), "utf-8")
    return tmp_path


def change(path: str, was: str, now: str) -> None:
    text = Path(path).read_text("utf-8")
    assert text.count(was) == 1
    Path(path).write_text(text.replace(was, now), "utf-8")


def loaded() -> Bank:
    return banks.load(Path("bank"), Path("rubrics"))


def model_answer(number: int) -> str:
    return banks.variant(loaded(), "pret", number).rubrics["pret"].questions[0].model_answer


def cell(bank: Bank) -> str:
    document = bank.cases["pret"].documents[0]
    assert isinstance(document, TableDocument)
    return document.rows[0][0]


@pytest.mark.usefixtures("folder")
def test_the_bank_holds_the_reference() -> None:
    bank = loaded()
    assert [*bank.problems, *banks.check(bank)] == []
    first = banks.variant(bank, "pret", 1)
    assert bank.cases == first.cases
    assert "{{" not in bank.cases["pret"].model_dump_json(exclude={"variables"})
    assert bank.cases["courriel"].context == "La balise {{ prenom }} est remplacée."


@pytest.mark.usefixtures("folder")
def test_variants_differ_and_come_again() -> None:
    bank = loaded()
    cells = [cell(banks.variant(bank, "pret", number)) for number in range(1, 30)]
    assert len(set(cells)) > 5
    assert cells == [cell(banks.variant(loaded(), "pret", number)) for number in range(1, 30)]


@pytest.mark.usefixtures("folder")
def test_case_and_rubric_follow_the_same_draw() -> None:
    bank = loaded()
    refused = 0
    for number in range(1, 40):
        varied = banks.variant(bank, "pret", number)
        question = varied.rubrics["pret"].questions[0]
        ideas = [
            item.id for _entity, criterion in question.all_criteria() for item in criterion.ideas
        ]
        refused += ideas[1] == "refuse"
        assert ("refusé" in question.model_answer) == (ideas[1] == "refuse")
    assert 0 < refused < 39


@pytest.mark.usefixtures("folder")
def test_exams_choose_variants() -> None:
    bank = loaded()
    varied = banks.variant(bank, "pret", 7)
    full = banks.complete(bank, "blanc")
    assert full.cases == (varied.cases["pret"],)
    assert full.rubrics == {"pret": varied.rubrics["pret"]}
    lone = banks.complete(bank, "pret@7")
    assert lone.exam.id == lone.exam.header.code == "pret-v7"
    assert lone.cases == full.cases
    assert lone.fingerprint != banks.complete(bank, "pret").fingerprint
    assert (
        lone.fingerprint
        == banks.complete(banks.load(Path("bank"), Path("rubrics")), "pret@7").fingerprint
    )


@pytest.mark.usefixtures("folder")
@pytest.mark.parametrize("name", ["blanc", "pret@7", "pret"])
def test_a_part_of_the_bank_gives_the_same_exam(name: str) -> None:
    part = banks.load_exam(Path("bank"), Path("rubrics"), name)
    assert "courriel" not in part.cases
    assert banks.complete(part, name) == banks.complete(loaded(), name)


@pytest.mark.usefixtures("folder")
def test_a_rubric_is_filled_without_its_case() -> None:
    rubric = loaded().rubrics["pret"]
    assert banks.load_named(Path("bank"), Path("rubrics"), "bareme-pret").rubrics["pret"] == rubric
    assert banks.load_kinds(Path("bank"), Path("rubrics"), {"rubric"}).rubrics["pret"] == rubric
    assert not banks.load_kinds(Path("bank"), Path("rubrics"), {"rubric"}).cases


@pytest.mark.usefixtures("folder")
def test_a_case_without_variables_has_no_variant() -> None:
    with pytest.raises(ExamenError, match="courriel"):
        banks.complete(loaded(), "courriel@2")


@pytest.mark.usefixtures("folder")
def test_a_wrong_value_is_told_where_it_is_written() -> None:
    change("rubrics/pret.yaml", 'value: "{{ ratio }}"', 'value: "{{ firme }}"')
    (problem,) = loaded().problems
    assert str(problem.source) == "rubrics/pret.yaml:18:33"
    assert problem.code == Code.WRONG_NUMBER
    assert "Banque du Val" in problem.message or "Crédit des Gaves" in problem.message


@pytest.mark.usefixtures("folder")
def test_places_follow_what_conditions_take_out() -> None:
    """A reference in which the first idea is taken out tells the place of the second."""
    change("rubrics/pret.yaml", "{if: ratio <= 35, id: possible", "{if: ratio > 99, id: possible")
    change(
        "rubrics/pret.yaml",
        "{if: ratio > 35, id: refuse, says: Refusé., phrasings: [prêt refusé]}",
        "{id: refuse, says: Refusé.}",
    )
    bank = loaded()
    assert not bank.problems
    found = [problem for problem in banks.check(bank) if problem.code == Code.MISSING_PHRASING]
    assert [problem.source.line for problem in found] == [25]


@pytest.mark.usefixtures("folder")
def test_a_broken_case_hides_no_problem_of_its_rubric() -> None:
    change("bank/pret.yaml", "{{ revenu | euros }}", "{{ revenus | euros }}")
    change("rubrics/pret.yaml", 'value: "{{ ratio }}"', 'value: "{{ ration }}"')
    assert [problem.code for problem in loaded().problems] == [Code.UNKNOWN_VARIABLE] * 2


SCALARS = st.text(max_size=8) | st.sampled_from(
    [
        "1",
        "-3",
        "1e9",
        "1e99999999",
        "1e-99999999",
        "a",
        "b",
        "a / b",
        "a > 1",
        "{{ a }}",
        "{{ b | euros }}",
        "{{",
        "c.d",
        "999",
    ]
)
DATA = st.recursive(
    SCALARS,
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["a", "b", "c", "from", "to", "step", "choose", "if", "then", "else"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(DATA, DATA, DATA)
def test_whatever_is_written_a_file_is_read_or_its_problems_told(
    variables: object, where: object, context: object
) -> None:
    case = {
        "schema": "case/1",
        "id": "x",
        "title": "{{ a }}",
        "variables": variables,
        "where": where,
        "context": context,
        "documents": [context],
    }
    reading = read_file(File("x.yaml", json.dumps(case)))
    assert reading.sound is None  # it has no parts
    assert reading.problems
    assert all(problem.source.line for problem in reading.problems)


@pytest.mark.usefixtures("folder")
def test_of_variables_that_cannot_be_drawn_nothing_else_is_said() -> None:
    change("bank/pret.yaml", "{from: 2400, to: 3600, step: 100}", "{from: 3600, to: 2400}")
    bank = loaded()
    assert [problem.code for problem in bank.problems] == [Code.VARIABLE_BOUNDS]
    assert banks.check(bank) == []


@pytest.mark.usefixtures("folder")
def test_variants_are_checked_and_each_problem_told_once() -> None:
    assert check_variants(loaded(), "pret") == []
    change("bank/pret.yaml", "points: 2", 'points: "{{ 3 if ratio > 35 else 2 }}"')
    change("rubrics/pret.yaml", "phrasings: [prêt refusé]", "phrasings: [crédit écarté]")
    found = check_variants(loaded(), "pret")
    assert sorted({problem.code for problem in found}) == [
        "example-mark",
        "model-answer",
        "points-sum",
    ]
    assert len({(problem.source, problem.code) for problem in found}) == len(found)
    first = next(
        number
        for number in range(2, 100)
        if "refusé"
        in banks.variant(loaded(), "pret", number).rubrics["pret"].questions[0].model_answer
    )
    assert all(f"variante {first}\u00a0:" in problem.message for problem in found)


@pytest.mark.usefixtures("folder")
def test_the_command_checks_variants_each_time_until_they_are_right(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["check"]) == 0
    change("rubrics/pret.yaml", "phrasings: [prêt refusé]", "phrasings: [crédit écarté]")
    for _time in range(2):
        assert main(["check"]) == 1
        assert "dans la variante" in capsys.readouterr().err
    assert main(["check", "--no-selftest"]) == 0


@pytest.mark.usefixtures("folder")
def test_variants_are_rendered_by_name(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["render", "pret@7", "--format", "md"]) == 0
    assert "pret-v7-subject.md" in capsys.readouterr().out
    text = Path("pret-v7-subject.md").read_text("utf-8")
    assert cell(banks.variant(loaded(), "pret", 7)) in text


@pytest.mark.usefixtures("folder")
def test_nothing_is_suggested_for_a_rubric_that_varies(capsys: pytest.CaptureFixture[str]) -> None:
    Path("copies.csv").write_text("copie;1\nA01;Le prêt est refusé.\n", "utf-8")
    assert main(["suggest", "pret@7", "copies.csv"]) == 2
    assert "« pret » a des variables" in capsys.readouterr().err.replace("\u00a0", " ")
    assert main(["grade", "pret@7", "copies.csv", "-o", "sortie"]) == 0
    assert '"exam": "pret-v7"' in Path("sortie/grades.jsonl").read_text("utf-8")


@pytest.mark.parametrize("key", VARYING)
def test_the_first_variants_of_the_bank_are_sound(key: str) -> None:
    bank = banks.load_exam(ROOT / "bank", ROOT / "rubrics", key)
    assert check_variants(bank, key, 4) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{{ 3,5 * 2 }}", "écrivez «\u00a03.5 * 2\u00a0»"),
        ("{{ 2 | number(99) }}", "au plus 9 décimales"),
    ],
)
def test_what_is_easily_mistaken_is_told(text: str, said: str) -> None:
    data = {"title": text}
    with pytest.raises(FaultyError, match=re.escape(said)):
        fill(data, None, {}, "fr")


def test_variants_begin_at_one() -> None:
    assert named_variant("pret@12") == ("pret", 12)
    for name in ("pret@0", "pret@1000000", "pret@" + "9" * 5000):
        with pytest.raises(ExamenError, match="de 1 à 999999, par exemple pret@1"):
            named_variant(name)


def test_a_variable_has_no_hyphen_and_is_told_so() -> None:
    text = "schema: case/1\nid: a\ntitle: A\nvariables:\n  clients-fideles: 2 + 2\n"
    told = [problem.message for problem in read_file(File("a.yaml", text)).problems]
    assert any("tirets bas, comme clients_fideles" in message for message in told), told
