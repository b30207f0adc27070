"""The barème said back in French: complete tables, and sentences that read like a jury's."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import pytest
import yaml
from pydantic import TypeAdapter

from cases import cases
from examen import messages
from examen.model.award import AwardRule
from examen.model.recognition import Phrasing, StructureKind
from examen.model.rubric import Criterion, OpenList, Penalty, Requirement, Validity
from examen.render import bareme, ways
from render_example import exam

HERE = Path(__file__).resolve().parent


def parsed(text: str) -> Any:
    return yaml.load(text, yaml.BaseLoader)  # noqa: S506 - it makes nothing but text


def spaces(words: str) -> str:
    return words.replace("\u00a0", " ").replace("\u202f", " ")


def criterion(text: str) -> Criterion:
    return Criterion.model_validate({"id": "c", "title": "C", **parsed(text)})


def test_every_award_rule_has_a_sentence() -> None:
    assert set(bareme.RULES) == set(get_args(get_args(AwardRule)[0]))


def test_every_way_of_recognising_has_words() -> None:
    tagged = get_args(get_args(Phrasing)[0])
    assert set(ways.WAYS) == {get_args(each)[0] for each in tagged}


@pytest.mark.parametrize(("given", "expected"), cases(HERE / "golden/bareme.md", parts=2))
def test_sentence(given: str, expected: str) -> None:
    assert spaces(bareme.sentence(criterion(given))) == expected


@pytest.mark.parametrize(("given", "expected"), cases(HERE / "golden/ways.md", parts=2))
def test_way(given: str, expected: str) -> None:
    adapter: TypeAdapter[Phrasing] = TypeAdapter(Phrasing)
    assert spaces(ways.way(adapter.validate_python(parsed(given)))) == expected


@pytest.mark.parametrize("kind", StructureKind)
@pytest.mark.parametrize("least", [None, 2])
def test_every_structure_has_words(kind: StructureKind, least: int | None) -> None:
    adapter: TypeAdapter[Phrasing] = TypeAdapter(Phrasing)
    structure = adapter.validate_python({"structure": kind, "least": least})
    said = ways.way(structure)
    with messages.using("en"):
        assert said != ways.way(structure)


def test_the_sentence_follows_the_language() -> None:
    with messages.using("en"):
        said = bareme.sentence(
            criterion("{points: 3, award: {rule: each, points: 1, expected: 3}}")
        )
    assert spaces(said) == "3 pts: 1 pt per idea, 3 ideas expected"


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "{id: o, says: une autre action}",
            "Une autre action (liste ouverte : peut rapporter des points).",
        ),
        (
            "{id: o, says: une autre action, at_most: 2}",
            "Une autre action (liste ouverte : peut rapporter des points, 2 idées au plus).",
        ),
        (
            "{id: o, says: Un gain., illustrative: true}",
            "Un gain (liste illustrative : peut rapporter des points).",
        ),
    ],
)
def test_open_lists(given: str, expected: str) -> None:
    assert spaces(bareme.open_list(OpenList.model_validate(parsed(given)))) == expected


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (
            "{until: 2018-05-24, otherwise: refused}",
            "Valable jusqu’au 24 mai 2018 ; refusé hors de ces dates.",
        ),
        ("{since: 2018-05-25}", "Valable depuis le 25 mai 2018."),
        (
            "{since: 2004-06-21, until: 2018-05-24, otherwise: counted, note: La loi a changé.}",
            (
                "Valable du 21 juin 2004 au 24 mai 2018 ; compté tout de même hors de ces dates. "
                "La loi a changé."
            ),
        ),
        ("{note: Selon les décrets.}", "Dépend de la date. Selon les décrets."),
    ],
)
def test_validity(given: str, expected: str) -> None:
    assert spaces(bareme.validity(Validity.model_validate(parsed(given)))) == expected


def test_requirements_name_the_other_ideas() -> None:
    rubric = exam().rubrics["boulangerie-delmas"]
    ideas = {
        idea.id: idea
        for question in rubric.questions
        for _entity, each in question.all_criteria()
        for idea in each.ideas
    }
    either = Requirement(any=("nuit", "fichier"), all=("panier",))
    assert spaces(bareme.requirement(either, ideas)) == (
        "Ne compte que si la réponse dit aussi « panier moyen » et « commander à toute heure » ou "
        "« constituer un fichier de clients »."
    )


def test_penalties() -> None:
    penalty = Penalty.model_validate(
        {"id": "p", "says": "dire que c'est gratuit", "points": "0,5", "phrasings": ["gratuit"]}
    )
    assert spaces(bareme.penalty(penalty)) == "−0,5 pt : dire que c’est gratuit"
    capped = criterion("{points: 2, award: {rule: all}, penalty_cap: 1}")
    assert spaces(bareme.penalty_cap(capped)) == "Pénalités de ce critère : 1 pt au plus."
    assert bareme.penalty_cap(criterion("{points: 2, award: {rule: all}}")) == ""
