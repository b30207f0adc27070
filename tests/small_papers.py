"""Blueprints for tests, over banks of a few questions made for each."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from examen import papers
from examen.bank import Bank, load
from examen.model.blueprint import Blueprint
from examen.papers import Contradiction, Outcome
from small_banks import case, framework, question, small_bank

HEADER = {
    "diploma": "Essai",
    "paper": "Écrit",
    "session": "2027",
    "code": "E",
    "minutes": 60,
    "material": "Aucun",
}
METIER = framework(B1=["C1.1", "C1.2"], B2=["C2.1"])
Records = list[dict[str, Any]]


def one(number: str, **more: Any) -> dict[str, Any]:
    return question(number, "Répondez.", **{"competencies": ["C1.1"], "minutes": 10, **more})


def short(key: str, *questions: dict[str, Any], **more: Any) -> dict[str, Any]:
    return case(key, "Un cas", *questions, **{"status": "validated", **more})


def loaded(folder: Path, records: Records, *uses: dict[str, Any]) -> Bank:
    bank = small_bank(folder)
    bank.put(METIER, *records)
    if uses:
        bank.put_uses(*uses)
    found = load(bank.bank, bank.rubrics)
    assert found.problems == ()
    return found


def asked(
    bank: Bank, *, seed: int = 0, seconds: float | None = None, **keys: Any
) -> Outcome | Contradiction:
    body = {"schema": "blueprint/1", "id": "essai", "title": "Essai", "framework": "metier"}
    blueprint = Blueprint.model_validate(
        {**body, "header": HEADER, "points": 2, "without_rubric": True, **keys}
    )
    bank = replace(bank, blueprints={"essai": blueprint})
    return papers.assemble(bank, "essai", seed=seed, seconds=seconds)


def met(bank: Bank, *, seed: int = 0, **keys: Any) -> Outcome:
    found = asked(bank, seed=seed, **keys)
    assert isinstance(found, Outcome), found
    return found


def chosen(found: Outcome) -> list[list[str]]:
    """The questions of each version, by case and number."""
    return [sorted("/".join(one.key) for one in paper.questions) for paper in found.papers]


def refused(bank: Bank, **keys: Any) -> list[str]:
    found = asked(bank, **keys)
    assert isinstance(found, Contradiction), found
    return [clash.text for clash in found.clashes]


TWO = [short("a", one("1"), one("2")), short("b", one("1"), one("2"))]
