"""Banks of any size to measure with: varied questions of the trade, made from `themes.yaml`.

The same seed gives the same files. What is written passes `examen check`: every example is marked
as the grader marks it.

    python -m benchmarks.speed.banks 10000 /tmp/bank-10000
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from shutil import copytree
from typing import Any

from examen.bank.editing import flow
from examen.bank.yaml_door import parse

ROOT = Path(__file__).resolve().parents[2]
THEMES = Path(__file__).with_name("themes.yaml")
QUESTIONS_OF_A_CASE = 10
QUESTIONS_OF_A_PART = 5
_ALWAYS = 3  # alternatives of a word group that every question keeps
_COMPETENCIES = ("C1.1", "C1.4", "C1.5", "C1.6", "C2.1", "C2.3", "C2.9", "C3.1")
_PEOPLE = "Inès Léa Nour Jade Louise Manon Salomé Yasmine Camille Élise Maud Agathe Rose".split()
_NAMES = "Vautrin Perrichon Thivolet Lescure Ferrand Marnay Obelin Castagnier Rouvière".split()
_TOWNS = "Valbigny Montrevel Sauveterre Bellecombe Rocheval Pontarcy Arvières Mirecourt".split()
_FIRMS = (
    "Fermier Atelier Comptoir Maison Jardin Moulin Relais Grenier Fournil Établi Verger Pressoir"
).split()
_OF = "du Lac,des Cimes,de la Tour,du Marché,des Arts,du Vallon,de l’Ouest,des Quais".split(",")
_PRODUCTS = (
    "la garantie des accidents,le vélo électrique,l’abonnement de sport,la box de saison,"
    "le fauteuil de bureau,l’assurance de voyage,le panier de légumes,la montre connectée,"
    "le séjour à la ferme,le forfait d’entretien"
).split(",")
_SIGNS = str.maketrans(
    {"é": "e", "É": "e", "è": "e", "ë": "e", "î": "i", "ï": "i", "ô": "o", "’": "-", " ": "-"}
)

Lines = Iterator[str]


@dataclass(frozen=True, slots=True)
class Task:
    """A question that was drawn: what is asked, how it is marked and what candidates answer.

    Attributes:
        ideas: each with `id`, `says`, `hint`, `phrasings` and `said`, what candidates write.
        award: the rule as it is written; `earned` gives its points by the number of ideas found.
        worthless: answers that earn nothing, the second one a trap.
    """

    title: str
    form: str
    prompt: str
    ideas: tuple[dict[str, Any], ...]
    award: dict[str, str]
    earned: tuple[Decimal, ...]
    worthless: tuple[str, str]
    documents: tuple[str, ...]

    def answer(self, ideas: int, wording: int) -> str:
        """An answer that holds the first so many ideas, in one of its wordings."""
        said = [idea["said"][wording % len(idea["said"])] for idea in self.ideas[:ideas]]
        return "\n".join(said)


@dataclass(frozen=True, slots=True)
class Setting:
    """The invented firm of a case, its town, somebody who works there, and what it sells."""

    firm: str
    town: str
    person: str
    product: str
    sellers: tuple[tuple[str, int, int], ...]  # name, contacts, sales

    def fill(self, text: str) -> str:
        """A text with the names put in."""
        names = {
            "firm": self.firm,
            "town": self.town,
            "person": self.person,
            "product": self.product,
        }
        return text.format_map(names)


def _setting(random: Random) -> Setting:
    percents = random.sample(range(11, 60), 4)
    contacts = [100 * random.randint(1, 6) for _ in percents]
    names = random.sample(_PEOPLE, 5)
    sellers = tuple(
        (name, many, many * percent // 100)
        for name, many, percent in zip(names[1:], contacts, percents, strict=True)
    )
    return Setting(
        f"{random.choice(_FIRMS)} {random.choice(_OF)}",
        random.choice(_TOWNS),
        f"{names[0]} {random.choice(_NAMES)}",
        random.choice(_PRODUCTS),
        sellers,
    )


def _award(random: Random, ideas: int) -> tuple[dict[str, str], tuple[Decimal, ...]]:
    """A rule, and what it gives for no idea, one idea, two… all of them."""
    half = Decimal("0.5")
    kind = random.choice(("each", "share", "levels"))
    if kind == "each":
        expected = random.randint(2, ideas)
        points = random.choice((half, Decimal(1)))
        award = {"rule": "each", "points": str(points), "expected": str(expected)}
        return award, tuple(points * min(found, expected) for found in range(ideas + 1))
    if kind == "share":
        award = {"rule": "share", "step": "0.5"}
        return award, tuple(half * found for found in range(ideas + 1))
    levels = {ideas: Decimal(3), ideas - 1: Decimal(2), 1: Decimal(1)}
    text = ", ".join(f"{found}: {points}" for found, points in levels.items())
    earned = [max(p for n, p in levels.items() if n <= found) for found in range(1, ideas + 1)]
    return {"rule": "levels", "levels": f"{{{text}}}"}, (Decimal(0), *earned)


def _varied(random: Random, phrasing: Any) -> Any:
    """A phrasing with some of its alternatives, in an order of its own."""
    if isinstance(phrasing, list):
        if all(isinstance(word, str) for word in phrasing):
            kept, rest = phrasing[:_ALWAYS], phrasing[_ALWAYS:]
            chosen = kept + random.sample(rest, random.randint(0, len(rest)))
            return random.sample(chosen, len(chosen))
        return [_varied(random, group) for group in phrasing]
    if isinstance(phrasing, dict) and "words" in phrasing:
        return {**phrasing, "words": _varied(random, phrasing["words"])}
    return phrasing


def _written(random: Random, theme: dict[str, Any], setting: Setting) -> Task:
    """A question answered in words."""
    ideas = random.sample(theme["ideas"], random.randint(3, 5))
    varied = [
        {**idea, "phrasings": [_varied(random, item) for item in idea["phrasings"]]}
        for idea in ideas
    ]
    prompt = setting.fill(random.choice(theme["prompts"]))
    award, earned = _award(random, len(varied))
    vague = random.sample(theme["vague"], 2)
    return Task(
        theme["title"],
        theme["form"],
        prompt,
        tuple(varied),
        award,
        earned,
        (vague[0], f"{prompt} {vague[1]}"),
        ("situation",),
    )


def _reckoned(random: Random, setting: Setting) -> Task:
    """A question answered by numbers out of the case's table."""
    ideas = [
        {
            "id": f"taux-{_slug(name)}",
            "says": f"Le taux de transformation de {name} : {sales} / {contacts}.",
            "hint": f"Que valent les ventes de {name}, rapportées à ses contacts ?",
            "phrasings": [
                {
                    "number": {
                        "value": str(100 * sales // contacts),
                        "kind": "percent",
                        "near": [[name]],
                    }
                }
            ],
            "said": [
                f"{name} : {sales} / {contacts} = {100 * sales // contacts} %",
                f"{name} transforme {100 * sales // contacts} % de ses contacts.",
            ],
        }
        for name, contacts, sales in setting.sellers
    ]
    award, earned = _award(random, len(ideas))
    return Task(
        "Mesurer les résultats",
        "calculation",
        f"Calculez le taux de transformation de chaque vendeuse de {setting.firm}.",
        tuple(ideas),
        award,
        earned,
        ("Les résultats sont bons dans l’ensemble.", "On divise les ventes par les contacts."),
        ("resultats",),
    )


def _slug(text: str) -> str:
    return text.lower().translate(_SIGNS)


def _block(text: str, indent: int) -> str:
    return "|\n" + "\n".join(" " * indent + line if line else "" for line in text.split("\n"))


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def _case(key: str, setting: Setting, parts: Sequence[Sequence[Task]]) -> Lines:
    yield f"schema: case/1\nid: {key}\ntitle: {_quoted(setting.firm)}\nlanguage: fr"
    yield "status: validated\nframework: conseiller-bancassurance\nminutes: 180"
    yield f"context: {_block(_context(setting), 2)}"
    yield "documents:"
    yield "  - kind: text\n    id: situation\n    title: La situation de l’entreprise"
    yield f"    body: {_block(_situation(setting), 6)}"
    yield "  - kind: table\n    id: resultats\n    title: Les résultats des vendeuses"
    yield "    columns: [Vendeuse, Contacts, Ventes]\n    rows:"
    for name, contacts, sales in setting.sellers:
        yield f"      - [{name}, {contacts}, {sales}]"
    yield "parts:"
    for number, tasks in enumerate(parts, start=1):
        points = sum((task.earned[-1] for task in tasks), Decimal(0))
        yield f"  - id: dossier-{number}\n    title: {_quoted(f'Dossier {number}')}"
        yield f"    points: {points}\n    questions:"
        for place, task in enumerate(tasks, start=1):
            yield from _question(f"{number}.{place}", place, task)


def _question(number: str, place: int, task: Task) -> Lines:
    yield f'      - number: "{number}"\n        prompt: {_block(task.prompt, 10)}'
    yield f"        points: {task.earned[-1]}\n        form: {task.form}"
    yield f"        competencies: [{_COMPETENCIES[place % len(_COMPETENCIES)]}]"
    yield f"        level: {1 + place % 4}\n        minutes: {5 + place % 20}"
    yield f"        documents: [{', '.join(task.documents)}]\n        lines: {4 * len(task.ideas)}"


def _context(setting: Setting) -> str:
    return setting.fill(
        "**{firm}** est une entreprise de {town}. Elle vend {product} à des particuliers de la "
        "région, en boutique et sur son site.\n\n{person} vient d’y être recrutée et vous confie "
        "plusieurs missions."
    )


def _situation(setting: Setting) -> str:
    return setting.fill(
        "Le chiffre d’affaires de {firm} stagne depuis deux ans. La clientèle de {town} vieillit, "
        "et {product} ne trouve pas encore son public.\n\n- Un salon s’est tenu au printemps.\n"
        "- Une application est à l’étude.\n\nLa direction attend des propositions."
    )


def _rubric(key: str, parts: Sequence[Sequence[Task]]) -> Lines:
    yield f"schema: rubric/1\nid: {key}\ncase: {key}\nlanguage: fr\nstatus: validated\nquestions:"
    for number, tasks in enumerate(parts, start=1):
        for place, task in enumerate(tasks, start=1):
            yield from _marking(f"{number}.{place}", task)


def _marking(number: str, task: Task) -> Lines:
    rule = ", ".join(f"{key}: {value}" for key, value in task.award.items())
    yield f'  - question: "{number}"\n    criteria:\n      - id: idees'
    yield f"        title: {_quoted(task.title)}\n        points: {task.earned[-1]}"
    yield f"        award: {{{rule}}}\n        ideas:"
    for idea in task.ideas:
        yield f"          - id: {idea['id']}\n            says: {_quoted(idea['says'])}"
        yield f"            hint: {_quoted(idea['hint'])}\n            phrasings:"
        for phrasing in idea["phrasings"]:
            yield f"              - {flow(phrasing)}"
    everything = len(task.ideas)
    yield f"    model_answer: {_block(task.answer(everything, 0), 6)}\n    examples:"
    some = next(found for found, points in enumerate(task.earned) if 0 < points < task.earned[-1])
    examples = (
        ("full", everything, task.answer(everything, 1)),
        ("partial", some, task.answer(some, 0)),
        ("zero", 0, task.worthless[0]),
        ("blank", 0, ""),
        ("trap", 0, task.worthless[1]),
    )
    for kind, found, answer in examples:
        text = _block(answer, 10) if answer else '""'
        yield f"      - kind: {kind}\n        points: {task.earned[found]}\n        answer: {text}"


def _tasks(
    random: Random, themes: list[dict[str, Any]], setting: Setting, count: int
) -> list[list[Task]]:
    """So many questions, by parts."""
    tasks = [
        _reckoned(random, setting)
        if number == 1
        else _written(random, themes[random.randrange(len(themes))], setting)
        for number in range(count)
    ]
    return [tasks[at : at + QUESTIONS_OF_A_PART] for at in range(0, count, QUESTIONS_OF_A_PART)]


def write_bank(
    folder: Path, questions: int, *, of_a_case: int = QUESTIONS_OF_A_CASE, seed: int = 4
) -> list[str]:
    """Write a bank and its rubrics into the folders `bank` and `rubrics` below `folder`.

    Args:
        folder: made if it does not exist.
        questions: how many in all.
        of_a_case: how many at most in a case; 2 or more.
        seed: another one gives other questions.

    Returns:
        The cases' identifiers, in the order of the files.
    """
    themes = parse(THEMES.read_bytes(), str(THEMES)).data
    for room in ("frameworks", "lexicons"):
        copytree(ROOT / "bank" / room, folder / "bank" / room, dirs_exist_ok=True)
    for room in ("bank/cases", "rubrics"):
        (folder / room).mkdir(parents=True, exist_ok=True)
    keys: list[str] = []
    for start in range(0, questions, of_a_case):
        random = Random(f"{seed} {start}")
        setting = _setting(random)
        key = f"{_slug(setting.firm)}-{len(keys) + 1:05}"
        parts = _tasks(random, themes, setting, min(of_a_case, questions - start))
        _write(folder / "bank" / "cases" / f"{key}.yaml", _case(key, setting, parts))
        _write(folder / "rubrics" / f"{key}.yaml", _rubric(key, parts))
        keys.append(key)
    return keys


def _write(path: Path, lines: Lines) -> None:
    path.write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    write_bank(Path(sys.argv[2]), int(sys.argv[1]))
