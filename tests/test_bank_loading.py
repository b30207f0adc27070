"""Loading: records and places, what is wrong with files, what is left of broken ones."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from examen import messages
from examen.bank import check, load
from examen.bank.loading import Bank
from examen.bank.reading import SCHEMAS
from examen.bank.record_errors import SAYINGS, follow, problem
from examen.bank.yaml_door import Sheet, parse
from examen.model.rubric import Rubric
from examen.problems import ExamenError

SOUND = Path(__file__).parent / "data/judo"


@pytest.fixture
def judo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    shutil.copytree(SOUND, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def here() -> Bank:
    return load(Path("bank"), Path("rubrics"))


def change(path: str, was: str, now: str) -> None:
    text = Path(path).read_text("utf-8")
    assert text.count(was) == 1
    Path(path).write_text(text.replace(was, now), "utf-8")


@pytest.mark.usefixtures("judo")
def test_everything_loads_by_its_id() -> None:
    bank = here()
    assert bank.problems == ()
    assert [*bank.cases, *bank.exams, *bank.frameworks, *bank.lexicons, *bank.rubrics] == [
        "club-judo",
        "judo-2026",
        "vente-sport",
        "sport",
        "club-judo",
    ]


@pytest.mark.usefixtures("judo")
def test_places_of_records() -> None:
    bank = here()
    rubric = bank.rubrics["club-judo"]
    assert str(bank.place(rubric)) == "rubrics/club-judo.yaml:1:1"
    assert str(bank.place(rubric, "questions", 1, "question")) == "rubrics/club-judo.yaml:52:15"
    assert bank.path(bank.exams["judo-2026"]) == Path("bank/exams/judo-2026.yaml")


@pytest.mark.usefixtures("judo")
def test_a_broken_file_does_not_hide_the_others() -> None:
    change("bank/cases/club-judo.yaml", "title: Le club de judo d'Arvel\n", "")
    bank = here()
    assert [str(item).split(": ")[0] for item in bank.problems] == ["bank/cases/club-judo.yaml:1:1"]
    assert (list(bank.cases), list(bank.rubrics)) == ([], ["club-judo"])
    assert bank.is_broken("case", "club-judo")
    assert not bank.is_broken("rubric", "club-judo")
    assert check(bank) == []


@pytest.mark.usefixtures("judo")
@pytest.mark.parametrize(
    ("was", "now"),
    [("schema: case/1", "schema: case/7"), ("context: |", "context: ["), ("id: club", "id: Club ")],
)
def test_an_unreadable_case_is_not_an_absent_one(was: str, now: str) -> None:
    change("bank/cases/club-judo.yaml", was, now)
    bank = here()
    assert len(bank.problems) == 1
    assert check(bank) == []


@pytest.mark.usefixtures("judo")
def test_what_is_sound_in_a_broken_file_is_checked() -> None:
    rubric = "rubrics/club-judo.yaml"
    change(rubric, "points: 4, answer: Tout y est.", "points: quatre, answer: Tout y est.")
    change(rubric, "phrasings: [gagner du temps]", "phrasings: []")
    bank = here()
    assert [item.code for item in bank.problems] == ["wrong-number"]
    assert [str(item)[:44] for item in check(bank)] == [
        "rubrics/club-judo.yaml:178:17: missing-phras"
    ]
    (salvaged,) = bank.salvaged
    assert not bank.whole(salvaged, "questions", 0)
    assert bank.whole(salvaged, "questions", 1)


@pytest.mark.usefixtures("judo")
def test_places_hold_behind_what_is_cut_out() -> None:
    rubric = "rubrics/club-judo.yaml"
    change(rubric, "points: 4, answer: Tout y est.", "points: quatre, answer: Tout y est.")
    change(rubric, "points: 1, answer: La rentrée a lieu", "points: 0, answer: La rentrée a lieu")
    assert [str(item)[:50] for item in check(here())] == [
        "rubrics/club-judo.yaml:48:33: example-points: un e"
    ]


@pytest.mark.usefixtures("judo")
def test_hidden_files_and_folders_are_left_alone() -> None:
    for hidden in ("bank/.drafts/a.yaml", "bank/cases/.a.yaml.swp.yaml"):
        Path(hidden).parent.mkdir(exist_ok=True)
        Path(hidden).write_text("rien", "utf-8")
    assert here().problems == ()


@pytest.mark.usefixtures("judo")
def test_one_folder_for_everything_is_read_once() -> None:
    assert load(Path(), Path()).problems == ()
    assert load(Path(), Path("rubrics")).problems == ()


@pytest.mark.usefixtures("judo")
def test_yml_is_yaml_too() -> None:
    Path("rubrics/club-judo.yaml").rename("rubrics/club-judo.yml")
    assert list(here().rubrics) == ["club-judo"]


@pytest.mark.usefixtures("judo")
def test_a_bank_may_be_without_rubrics() -> None:
    bank = load(Path("bank"), None)
    assert bank.cases
    assert not bank.rubrics


def test_a_missing_folder_cannot_be_used() -> None:
    with pytest.raises(ExamenError, match="le dossier ailleurs n’existe pas"):
        load(Path("bank"), Path("ailleurs"))


@pytest.mark.usefixtures("judo")
def test_two_rubrics_for_a_case() -> None:
    shutil.copy("rubrics/club-judo.yaml", "rubrics/encore.yaml")
    change("rubrics/encore.yaml", "id: club-judo\n", "id: encore\n")
    (found,) = here().problems
    assert str(found).startswith("rubrics/encore.yaml:3:7: duplicate-id: ")
    assert "rubrics/club-judo.yaml:3:7" in found.message


@pytest.mark.usefixtures("judo")
def test_problems_are_in_the_language_in_use() -> None:
    change("bank/exams/judo-2026.yaml", "  code: JUDO-26\n", "")
    with messages.using("en"):
        (found,) = here().problems
    assert str(found) == (
        "bank/exams/judo-2026.yaml:5:1: missing-key: the key “code” is missing; add it"
    )


def rubric_sheet(award: str, phrasing: str = "x") -> Sheet:
    text = f"""\
schema: rubric/1
id: a
case: a
questions:
  - question: "1"
    model_answer: x
    criteria:
      - id: a
        title: x
        points: 1
        award: {award}
        ideas:
          - id: a
            says: x
            phrasings:
              - {phrasing}
"""
    return parse(text, "r.yaml")


def found_in(sheet: Sheet) -> list[str]:
    with pytest.raises(ValidationError) as caught:
        Rubric.model_validate(sheet.data)
    found = [problem(sheet, Rubric, error) for error in caught.value.errors()]
    return [f"{item.source.line}:{item.source.column} {item.code}" for item in found if item]


# The mark ¶ stands before what is reported.
AWARDS = """
{rule: each, points: ¶x, expected: 1}                       wrong-number
{rule: each, points: ¶NaN, expected: 1}                     wrong-number
{rule: each, points: 1, expected: ¶1.5}                     wrong-number
{rule: each, points: 1, expected: ¶0}                       number-range
{rule: each, points: ¶1.2345, expected: 1}                  number-range
{rule: each, points: ¶1001, expected: 1}                    number-range
{rule: each, ¶points: [1], expected: 1}                     wrong-kind
{¶rule: [each]}                                             wrong-rule
{rule: all, ¶step: 1}                                       unknown-key
{rule: levels, levels: {¶un: 1}}                            wrong-number
{rule: levels, levels: {¶0: 1}}                             number-range
{rule: levels, levels: {1: ¶-1}}                            number-range
{rule: levels, ¶levels: [1]}                                wrong-kind
{rule: best, alternatives: [{¶ideas: [], points: 1}]}       empty-list
{rule: best, alternatives: [{ideas: [¶A B], points: 1}]}    wrong-identifier
{rule: best, alternatives: [¶{ideas: [a]}]}                 missing-key
"""
PHRASINGS = """
¶""                                                         empty-text
¶[]                                                         empty-list
[a, ¶[]]                                                    empty-list
[a, [b, ¶""]]                                               empty-text
¶{a: b}                                                     wrong-phrasing
{¶words: {}}                                                wrong-kind
{words: ¶a}                                                 wrong-kind
{words: [a, ¶""]}                                           empty-text
{words: [a], within: ¶ici}                                  wrong-choice
{words: [a], negated: ¶jamais}                              wrong-choice
{expression: a, ¶exact: b}                                  unknown-key
{number: ¶3}                                                wrong-kind
{number: {value: ¶trois}}                                   wrong-number
{number: {value: 3, tolerance: ¶-1}}                        number-range
{structure: ¶tableau}                                       wrong-choice
{structure: table, words: [¶[]]}                            empty-list
{structure: table, words: [a, [¶{b: c}]]}                   wrong-kind
{structure: table, least: ¶0}                               number-range
"""


def rows(table: str) -> list[list[str]]:
    return [line.rsplit(maxsplit=1) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("award", "code"), rows(AWARDS))
def test_awards_that_are_wrong(award: str, code: str) -> None:
    assert found_in(rubric_sheet(award.replace("¶", ""))) == [f"11:{16 + award.index('¶')} {code}"]


@pytest.mark.parametrize(("phrasing", "code"), rows(PHRASINGS))
def test_phrasings_that_are_wrong(phrasing: str, code: str) -> None:
    sheet = rubric_sheet("{rule: all}", phrasing.replace("¶", ""))
    assert found_in(sheet) == [f"16:{17 + phrasing.index('¶')} {code}"]


@pytest.mark.parametrize("award", ["{points: 1, expected: 1}", "[all]"])
def test_awards_without_a_rule(award: str) -> None:
    assert found_in(rubric_sheet(award))[0].startswith("11:9 wrong-")


def test_the_tags_of_unions_are_no_part_of_a_place() -> None:
    loc = ("questions", 0, "criteria", 1, "repeat", "entities", 0, "ideas", "structure", 2)
    phrasing = (*loc, "phrasings", 0, "structure", "words", 1)
    clean, model = follow(Rubric, phrasing)
    assert clean == (*loc[:4], *loc[5:], "phrasings", 0, "words", 1)
    assert model is not None
    assert model.__name__ == "Structure"


junk: Any = st.recursive(
    st.sampled_from(["", "x", "1", "-1", "1,5", "1e999", "all", "each", "é", "2020-13-01"]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["id", "rule", "words", "points", "x"]), inner, max_size=3
        )
    ),
    max_leaves=6,
)
SHEETS = {path: parse(path.read_bytes(), path.name) for path in sorted(SOUND.rglob("*.yaml"))}


def spoil(value: Any, draw: st.DataObject) -> None:
    """Put something else somewhere into plain data, or take something out."""
    node = value
    while isinstance(node, dict | list) and node:
        steps = list(node) if isinstance(node, dict) else list(range(len(node)))
        step = draw.draw(st.sampled_from(steps))
        if draw.draw(st.integers(0, 9)) == 0 or not isinstance(node[step], dict | list):
            if draw.draw(st.booleans()):
                node[step] = draw.draw(junk)
            else:
                del node[step]
            return
        node = node[step]


@given(st.sampled_from(sorted(SHEETS)), st.data())
def test_every_wrong_value_is_explained(path: Path, draw: st.DataObject) -> None:
    """Whatever stands anywhere in a file, pydantic's finding is one that has words."""
    sheet = parse(path.read_bytes(), path.name)
    spoil(sheet.data, draw)
    model = SCHEMAS[path.parent.name.removesuffix("s")]
    details = []
    try:
        model.model_validate(sheet.data)
    except ValidationError as error:
        details = error.errors()
    assert {detail["type"] for detail in details} <= SAYINGS.keys()
    found = [problem(sheet, model, detail) for detail in details]
    assert all(item.source.line for item in found if item)


@given(st.data(), st.integers(1, 5))
@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_whatever_is_wrong_loading_and_checking_go_on(draw: st.DataObject, count: int) -> None:
    with TemporaryDirectory() as folder:
        bank = Path(folder)
        for path in SHEETS:
            data = parse(path.read_bytes(), path.name).data
            for _number in range(count):
                spoil(data, draw)
            text = yaml.safe_dump(data, allow_unicode=True, sort_keys=False)
            (bank / f"{path.parent.name}-{path.name}").write_text(text, "utf-8")
        loaded = load(bank, bank)
        found = check(loaded)
    assert [*loaded.problems] == sorted(loaded.problems)
    assert all(item.source.path and item.message for item in (*loaded.problems, *found))


def test_nothing_heavy_is_imported() -> None:
    heavy = ["spacy", "numpy", "rich", "typst", "docx", "odfdo", "openpyxl", "click", "rapidfuzz"]
    code = f"import sys, examen.bank; print([m for m in {heavy} if m in sys.modules])"
    command = [sys.executable, "-c", code]
    ran = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 - ours
    assert ran.stdout.strip() == "[]"
