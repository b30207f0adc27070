"""What an exam can be made of: the questions of a bank with all that a blueprint may ask about."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from examen.bank import Bank
from examen.bank.numbering import cited
from examen.model.base import Status
from examen.model.blueprint import Blueprint
from examen.model.case import Case, Question

Key = tuple[str, str]  # a case and the number of one of its questions


@dataclass(frozen=True, slots=True)
class Candidate:
    """A question that an exam may have.

    Attributes:
        minutes: to allow; where its author does not say, by its points.
        blocks: those of its competencies.
        days: on which a class was given it.
        needs: the questions of its case that must come with it.
        marked: whether a rubric says how.
    """

    case: Case
    question: Question
    minutes: Decimal
    blocks: frozenset[str]
    days: tuple[date, ...]
    needs: tuple[Key, ...]
    marked: bool

    @property
    def key(self) -> Key:
        """Its case and its number there."""
        return self.case.id, self.question.number

    @property
    def status(self) -> Status:
        """Its own, or that of its case."""
        return self.case.status_of(self.question)

    @property
    def points(self) -> Decimal:
        """What it is worth."""
        return self.question.points

    def is_in(self, references: Iterable[str]) -> bool:
        """Whether one of the references, `case` or `case/number`, means this question."""
        return any(name in (self.case.id, "/".join(self.key)) for name in references)


def candidates(bank: Bank, blueprint: Blueprint) -> tuple[Candidate, ...]:
    """The questions of all cases in the blueprint's language and framework, by case and number."""
    return tuple(_candidates(bank, blueprint))


def _candidates(bank: Bank, blueprint: Blueprint) -> Iterator[Candidate]:
    days = _days(bank)
    framework = bank.frameworks.get(blueprint.framework)
    blocks = {
        competency.id: block.id
        for block in (framework.blocks if framework else ())
        for activity in block.activities
        for competency in activity.competencies
    }
    points = blueprint.points.min or blueprint.points.max or Decimal(20)
    pace = Decimal(blueprint.header.minutes) / (points or 1)
    for _key, case in sorted(bank.cases.items()):
        if case.language is not blueprint.language or case.framework != blueprint.framework:
            continue
        numbers = tuple(question.number for question in case.questions())
        rubric = bank.rubrics.get(case.id)
        marked = {item.question for item in rubric.questions} if rubric else set()
        for question in case.questions():
            named = blocks.keys() & set(question.competencies)
            needs = {*question.after, *cited(question.prompt, numbers)} & {*numbers}
            yield Candidate(
                case,
                question,
                Decimal(question.minutes or round(pace * question.points)),
                frozenset(blocks[code] for code in named),
                tuple(sorted(days.get((case.id, question.number), ()))),
                tuple((case.id, one) for one in sorted(needs - {question.number})),
                question.number in marked,
            )


def _days(bank: Bank) -> dict[Key, set[date]]:
    """The days on which each question was given."""
    found: dict[Key, set[date]] = {}
    for use in bank.uses:
        for case, given in use.questions.items():
            for number in given:
                found.setdefault((case, number), set()).add(use.on)
    return found


def total(questions: Iterable[Candidate]) -> Decimal:
    """What some questions are worth together."""
    return sum((one.points for one in questions), Decimal(0))


def points_of(competency: str) -> Callable[[Candidate], Decimal | int]:
    """How many points a question gives for a competency: all of its own, or none."""
    return lambda one: one.points if competency in one.question.competencies else 0


def exam_days(bank: Bank) -> list[date]:
    """The days on which classes were given exams, the last first."""
    return sorted({use.on for use in bank.uses}, reverse=True)
