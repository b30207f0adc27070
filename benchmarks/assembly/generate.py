"""A bank of any size to assemble exams from: cases of the trade's framework with their uses.

Levels, times, points, forms and competencies are spread as in banks that people write; the same
seed gives the same bank. Its texts are short: nobody reads them here.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from random import Random

from examen.bank import Bank, load_kinds
from examen.model.base import Status
from examen.model.case import AnswerForm, Case, Part, Question
from examen.model.framework import Framework
from examen.model.use import Use, Uses

ROOT = Path(__file__).resolve().parents[2]
FRAMEWORK = "conseiller-bancassurance"
CLASSES = ("BTS NDRC 1 A", "BTS NDRC 2 A", "BTS NDRC 2 B", "Bachelor 3")
FIRST_DAY = date(2023, 9, 4)
_SEED = 20261121


def framework() -> Framework:
    """The framework of the bank that comes with examen."""
    return load_kinds(ROOT / "bank", None, {"framework"}).frameworks[FRAMEWORK]


def bank(questions: int, seed: int = _SEED) -> Bank:
    """A bank of so many questions, in cases of three to twelve, and the uses of three years."""
    random = Random(seed)
    known = framework()
    cases: dict[str, Case] = {}
    left = questions
    while left:
        size = min(left, random.randint(3, 12))
        case = _case(random, known, len(cases) + 1, size)
        cases[case.id] = case
        left -= size
    register = Uses(schema="uses/1", uses=tuple(_uses(random, cases)))
    return Bank(cases=cases, frameworks={known.id: known}, register=register)


def _case(random: Random, known: Framework, number: int, size: int) -> Case:
    block = random.choice(known.blocks)
    own = [one.id for activity in block.activities for one in activity.competencies]
    every = [one.id for one in known.competencies()]
    questions = tuple(_question(random, place, own, every) for place in range(1, size + 1))
    return Case(
        schema="case/1",
        id=f"cas-{number:04}",
        title=f"Cas {number}",
        status=random.choices((Status.VALIDATED, Status.DRAFT, Status.RETIRED), (88, 9, 3))[0],
        framework=known.id,
        context="Une agence et ses clients.",
        parts=(Part(id="dossier", title="Dossier", questions=questions),),
    )


def _question(random: Random, place: int, own: list[str], every: list[str]) -> Question:
    points = Decimal(random.choices((2, 3, 4, 5, 6, 8, 10), (16, 20, 26, 14, 12, 8, 4))[0])
    if random.random() < 0.25:
        points -= Decimal("0.5")
    level = random.choices((1, 2, 3, 4), (22, 40, 28, 10))[0]
    pace = random.uniform(3.2, 5.2) + level * 0.3
    named = {random.choice(own)}
    while random.random() < 0.35:
        named.add(random.choice(own if random.random() < 0.8 else every))
    return Question(
        number=str(place),
        prompt="Répondez.",
        points=points,
        form=random.choices(tuple(AnswerForm), (18, 14, 30, 8, 6, 6, 10, 6, 2))[0],
        competencies=tuple(sorted(named)),
        level=level,
        minutes=max(3, round(float(points) * pace)),
        after=(str(place - 1),) if place > 1 and random.random() < 0.12 else (),
    )


def _uses(random: Random, cases: dict[str, Case]) -> list[Use]:
    """Exams of three years, each of a few cases, the better known ones more often."""
    names = list(cases)
    weights = [1 / (1 + rank) ** 0.4 for rank in range(len(names))]
    found = []
    for number in range(60):
        chosen = sorted(set(random.choices(names, weights, k=random.randint(2, 5))))
        found.append(
            Use(
                exam=f"epreuve-{number + 1}",
                on=FIRST_DAY + timedelta(days=18 * number),
                **{"class": random.choice(CLASSES)},
                questions={
                    name: tuple(question.number for question in cases[name].questions())
                    for name in chosen
                },
            )
        )
    return found
