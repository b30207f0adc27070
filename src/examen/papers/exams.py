"""Exams out of chosen questions: their order, their header, and the reasons for each question."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from hashlib import sha256
from random import Random
from typing import NamedTuple

from examen.bank import Bank
from examen.bank.numbering import by_case
from examen.bank.variants.drawing import REFERENCE
from examen.bank.varying import variant
from examen.messages import _
from examen.model.blueprint import Blueprint
from examen.model.case import Case, Part
from examen.model.exam import Assembly, CaseUse, Exam, Header, Numbering, Reason
from examen.papers.demand import Demand, points
from examen.papers.goals import balanced
from examen.papers.pool import Candidate, Key, total

LETTERS = "ABCDEFGH"
_VARIANTS = 99  # after the reference: 2 to 100, which `examen check` has looked at


class Paper(NamedTuple):
    """An exam that was put together, with the questions that it was made of."""

    exam: Exam
    questions: tuple[Candidate, ...]


def papers(
    bank: Bank,
    blueprint: Blueprint,
    versions: Sequence[tuple[Candidate, ...]],
    asked: Sequence[Demand],
    seed: int,
) -> list[Paper]:
    """An exam for each version, named and coded by its letter where there are several."""
    codes = balanced(bank, blueprint)
    letters = LETTERS if blueprint.versions else ("",)
    made = []
    for index, (letter, questions) in enumerate(zip(letters, versions, strict=False)):
        random = Random(f"{seed} {letter}")  # noqa: S311 - no secret
        ordered, numbers = _ordered(blueprint, questions, random)
        uses = tuple(_varied(bank, use, seed, index) for use in ordered)
        assembly = Assembly(
            blueprint=blueprint.id,
            seed=seed,
            version=letter or None,
            reasons=tuple(_reasons(questions, asked, codes, numbers)),
        )
        made.append(Paper(_exam(blueprint, uses, assembly, total(questions)), questions))
    return made


def _exam(
    blueprint: Blueprint, uses: tuple[CaseUse, ...], assembly: Assembly, points: Decimal
) -> Exam:
    letter = assembly.version
    header = blueprint.header.model_dump() | {"total": points}
    name, title = blueprint.id, blueprint.title
    if letter:
        header["code"] += f"-{letter}"
        name = f"{name}-{letter.lower()}"
        title = _("{title}, version {letter}").format(title=title, letter=letter)
    return Exam(
        schema="exam/1",
        id=name,
        title=title,
        language=blueprint.language,
        header=Header(**header),
        instructions=blueprint.instructions,
        numbering=Numbering.BY_CASE,
        cases=uses,
        assembly=assembly,
    )


def _varied(bank: Bank, use: CaseUse, seed: int, version: int) -> CaseUse:
    """A case with figures of its own, if it has variables, in each version and for each seed.

    The numbers of variants are counted on from one that the case's name decides, eight for each
    seed, one for each version. One that is not worth what the reference is worth is passed over.
    """
    case = bank.cases[use.case]
    if not case.variables:
        return use
    first = int(sha256(case.id.encode()).hexdigest(), 16) + seed * len(LETTERS) + version
    numbers = (2 + rank % _VARIANTS for rank in range(first, first + _VARIANTS, len(LETTERS)))
    even = (number for number in numbers if _is_even(bank, case, number))
    return use.model_copy(update={"variant": next(even, REFERENCE)})


def _is_even(bank: Bank, case: Case, number: int) -> bool:
    """Whether all that was reckoned with holds in a variant of a case too."""
    varied = variant(bank, case.id, number)
    if varied.problems or case.id not in varied.cases:
        return False
    pairs = zip(case.questions(), varied.cases[case.id].questions(), strict=False)
    keys = ("number", "points", "minutes", "level", "competencies", "form", "after")
    return all(getattr(one, key) == getattr(other, key) for one, other in pairs for key in keys)


def _ordered(
    blueprint: Blueprint, questions: Sequence[Candidate], random: Random
) -> tuple[tuple[CaseUse, ...], dict[Key, str]]:
    """The cases and questions in the order in which they are printed, and their numbers there."""
    mixed = blueprint.versions is not None and blueprint.versions.mixed
    cases = {one.case.id: one.case for one in sorted(questions, key=lambda one: one.key)}
    names = list(cases)
    random.shuffle(names)
    uses: list[CaseUse] = []
    numbers: dict[Key, str] = {}
    for place, name in enumerate(names, start=1):
        own = {one.question.number: one for one in questions if one.case.id == name}
        listed = tuple(_in_order(cases[name], own, random if mixed else None))
        use = CaseUse(case=name, questions=listed)
        uses.append(use)
        printed, _case, _rubric = by_case(use, place, cases[name], None)
        new = dict(zip(listed, printed.questions, strict=True))
        numbers |= {(name, number): given for number, given in new.items()}
    return tuple(uses), numbers


def _in_order(case: Case, chosen: Mapping[str, Candidate], random: Random | None) -> Iterator[str]:
    """The numbers of a case's chosen questions, mixed within each part if asked.

    What builds on other questions never stands before them.
    """

    def walk(parts: Sequence[Part]) -> Iterator[str]:
        for part in parts:
            own = [one.number for one in part.questions if one.number in chosen]
            yield from _mixed(own, chosen, random) if random else own
            yield from walk(part.parts)

    return walk(case.parts)


def _mixed(numbers: list[str], chosen: Mapping[str, Candidate], random: Random) -> Iterator[str]:
    left = random.sample(numbers, len(numbers))
    while left:
        free = next(
            (one for one in left if not {key[1] for key in chosen[one].needs} & set(left)),
            left[0],  # questions that need each other in a circle
        )
        left.remove(free)
        yield free


def _reasons(
    questions: Sequence[Candidate],
    asked: Sequence[Demand],
    codes: Sequence[str],
    numbers: Mapping[Key, str],
) -> Iterator[Reason]:
    """What each demand asked for, what there is of it, and the questions that give it."""

    def printed(some: Sequence[Candidate]) -> tuple[str, ...]:
        return tuple(sorted((numbers[one.key] for one in some), key=_steps))

    for demand in asked:
        if demand.tell is None:
            continue
        serving = [one for one in questions if demand.concerns and demand.concerns(one)]
        found = demand.tell(questions)
        yield Reason(asked=demand.text, found=found, questions=printed(serving))
    for code in codes:
        serving = [one for one in questions if code in one.question.competencies]
        if serving:
            worth = points(total(serving))
            yield Reason(asked=code, found=worth, questions=printed(serving))


def _steps(number: str) -> list[int]:
    return [int(step) for step in number.split(".")]


class Figures(NamedTuple):
    """An exam in figures: points, minutes, mean level by points, points of each competency."""

    points: Decimal
    minutes: Decimal
    level: Decimal
    questions: int
    cases: int
    used: Decimal
    competencies: dict[str, Decimal]


def figures(questions: Sequence[Candidate]) -> Figures:
    """The figures of an exam; `used` are the points that were given before."""
    points = total(questions)
    weighted = sum((one.points * one.question.level for one in questions), Decimal(0))
    competencies: dict[str, Decimal] = {}
    for one in questions:
        for code in one.question.competencies:
            competencies[code] = competencies.get(code, Decimal(0)) + one.points
    return Figures(
        points,
        sum((one.minutes for one in questions), Decimal(0)),
        weighted / points,
        len(questions),
        len({one.case.id for one in questions}),
        total(one for one in questions if one.days),
        dict(sorted(competencies.items())),
    )
