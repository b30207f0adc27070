"""Coverage: which competencies of a framework questions assess, at which levels, in which forms.

Of a whole bank, of some of its exams, or of the exams that classes sat between two days, which
shows what a year never assessed.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from typing import Any, NamedTuple

from examen.bank import Bank, complete
from examen.messages import _
from examen.model.base import AssessmentForm, Status
from examen.model.case import AnswerForm, Case, Question
from examen.model.framework import Block, Competency, Framework, Modality
from examen.problems import ExamenError

LEVELS = (1, 2, 3, 4)
IN_USE = (Status.DRAFT, Status.VALIDATED)  # what is retired is not there to be used

Name = tuple[str, str]  # a case and a question's number


class Asked(NamedTuple):
    """A question that is counted.

    Attributes:
        papers: the exams it is asked in, each with its day where that is known.
    """

    case: Case
    question: Question
    papers: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Share:
    """The questions that assess something, each counted once however often it is asked.

    A question of two competencies counts in full for each of them.
    """

    asked: tuple[Asked, ...] = ()

    @property
    def levels(self) -> dict[int, int]:
        """How many questions there are at each level that has any."""
        found = [item.question.level for item in self.asked]
        return {level: found.count(level) for level in LEVELS if level in found}

    @property
    def points(self) -> Decimal:
        """What the questions are worth together."""
        return sum((item.question.points for item in self.asked), Decimal(0))

    @property
    def minutes(self) -> int:
        """The time that the questions take together, as far as they tell it."""
        return sum(item.question.minutes or 0 for item in self.asked)

    @property
    def cases(self) -> tuple[str, ...]:
        """The cases of the questions, sorted."""
        return tuple(sorted({item.case.id for item in self.asked}))

    @property
    def papers(self) -> tuple[str, ...]:
        """The exams in which the questions are asked, sorted."""
        return tuple(sorted(frozenset[str]().union(*(item.papers for item in self.asked))))

    @property
    def forms(self) -> tuple[AnswerForm, ...]:
        """The kinds of answer that the questions ask for."""
        found = {item.question.form for item in self.asked}
        return tuple(form for form in AnswerForm if form in found)

    @property
    def assessments(self) -> tuple[AssessmentForm, ...]:
        """The forms of assessment that the cases are made for."""
        found = {item.case.form for item in self.asked}
        return tuple(form for form in AssessmentForm if form in found)

    def to_json(self) -> dict[str, Any]:
        """The share as plain data, for a program."""
        return {
            "questions": len(self.asked),
            "levels": list(self.levels),
            "by_level": {str(level): count for level, count in self.levels.items()},
            "points": self.points,
            "minutes": self.minutes,
            "cases": self.cases,
            "papers": self.papers,
            "forms": self.forms,
            "assessments": self.assessments,
        }


@dataclass(frozen=True, slots=True)
class Scope:
    """What is looked at: the whole bank, some exams, or the uses between two days.

    Attributes:
        exams: identifiers of exams or cases, or paths of their files; of uses, only those of
            these exams.
        since: the first day of the uses looked at.
        until: the last one.
        statuses: questions of other statuses are not counted; if left out, retired ones where
            the whole bank is looked at, and none elsewhere.
    """

    exams: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    statuses: tuple[Status, ...] = ()

    @property
    def of_uses(self) -> bool:
        """Whether it is about what classes were given."""
        return self.since is not None or self.until is not None

    def covers(self, day: date) -> bool:
        """Whether a day is among those looked at."""
        return (self.since or date.min) <= day <= (self.until or date.max)

    def counts(self, case: Case, question: Question) -> bool:
        """Whether a question of a case is counted."""
        status = case.status_of(question)
        if self.statuses:
            return status in self.statuses
        return bool(self.exams) or self.of_uses or status in IN_USE


@dataclass(frozen=True, slots=True)
class Coverage:
    """What questions assess of a framework.

    Attributes:
        papers: the exams looked at, each with its day where that is known; empty for a bank.
        asked: the questions counted, in the order of the cases.
        unknown: questions that were used and are no longer in the bank.
    """

    framework: Framework
    scope: Scope
    papers: tuple[str, ...]
    asked: tuple[Asked, ...]
    unknown: tuple[Name, ...] = ()
    _shares: dict[str, Share] = field(default_factory=dict, init=False, compare=False, repr=False)

    def of(self, competency: Competency) -> Share:
        """What assesses a competency."""
        if not self._shares:
            for item in self.framework.competencies():
                assess = (one for one in self.asked if item.id in one.question.competencies)
                self._shares[item.id] = Share(tuple(assess))
        return self._shares[competency.id]

    def of_block(self, block: Block) -> Share:
        """What assesses a competency of a block, each question once."""
        codes = {item.id for activity in block.activities for item in activity.competencies}
        assess = (one for one in self.asked if not codes.isdisjoint(one.question.competencies))
        return Share(tuple(assess))

    def of_modality(self, block: Block, modality: Modality) -> Share:
        """What assesses a block in one of its forms of assessment."""
        found = (one for one in self.of_block(block).asked if one.case.form is modality.form)
        return Share(tuple(found))

    def never(self) -> tuple[Competency, ...]:
        """The competencies that no question assesses."""
        return tuple(one for one in self.framework.competencies() if not self.of(one).asked)

    def at_one_level(self) -> tuple[Competency, ...]:
        """The competencies that are assessed at one level of difficulty alone."""
        return tuple(one for one in self.framework.competencies() if len(self.of(one).levels) == 1)

    def missing_modalities(self) -> tuple[tuple[Block, Modality], ...]:
        """The forms of assessment of the framework in which no question assesses."""
        return tuple(
            (block, modality)
            for block in self.framework.blocks
            for modality in block.modalities
            if not self.of_modality(block, modality).asked
        )

    def to_json(self) -> dict[str, Any]:
        """The figures as plain data, for a program; `docs/architecture.md` says which stay."""
        scope = self.scope
        return {
            "framework": self.framework.id,
            "of": "uses" if scope.of_uses else "exams" if scope.exams else "bank",
            "papers": self.papers,
            "since": scope.since.isoformat() if scope.since else None,
            "until": scope.until.isoformat() if scope.until else None,
            "total": Share(self.asked).to_json(),
            "competencies": {
                competency.id: {
                    "title": competency.title,
                    "block": block.id,
                    **self.of(competency).to_json(),
                }
                for block in self.framework.blocks
                for activity in block.activities
                for competency in activity.competencies
            },
            "blocks": {
                block.id: {"title": block.title, **self.of_block(block).to_json()}
                for block in self.framework.blocks
            },
            "modalities": [
                {
                    "block": block.id,
                    "modality": modality.id,
                    "form": modality.form,
                    "title": modality.title,
                    "questions": len(self.of_modality(block, modality).asked),
                    "cases": self.of_modality(block, modality).cases,
                }
                for block in self.framework.blocks
                for modality in block.modalities
            ],
            "never": [competency.id for competency in self.never()],
            "unknown": [f"{case}/{number}" for case, number in self.unknown],
        }


def coverage(bank: Bank, scope: Scope | None = None, framework: str | None = None) -> Coverage:
    """What the questions of a bank assess.

    A case with variables counts once, as its reference variant; in an exam, as the exam's.

    Args:
        bank: a bank, whole.
        scope: what to look at, everything if left out.
        framework: the identifier of a framework; the bank's only one if left out.

    Raises:
        ExamenError: there is no such framework or exam, or there are several frameworks.
    """
    looked_at = scope or Scope()
    chosen = _framework(bank, framework)
    there = {
        (case.id, question.number): (case, question)
        for case in sorted(bank.cases.values(), key=lambda case: case.id)
        for question in case.questions()
    }
    papers: dict[Name, set[str]] = {}
    if looked_at.of_uses:
        for name, paper in _given(bank, looked_at):
            papers.setdefault(name, set()).add(paper)
    elif looked_at.exams:
        there = {}
        for exam in dict.fromkeys(looked_at.exams):
            full = complete(bank, exam)
            for case, question, _rubric in full.questions():
                there[case.id, question.number] = case, question
                papers.setdefault((case.id, question.number), set()).add(full.exam.id)
    else:
        papers = {name: set() for name in there}
    asked = tuple(
        Asked(case, question, frozenset(papers[name]))
        for name, (case, question) in there.items()
        if name in papers and case.framework == chosen.id and looked_at.counts(case, question)
    )
    named = tuple(sorted(set[str]().union(*papers.values())))
    return Coverage(chosen, looked_at, named, asked, tuple(sorted(papers.keys() - there.keys())))


def _given(bank: Bank, scope: Scope) -> Iterator[tuple[Name, str]]:
    """What classes were given on the days of a scope, and in which exam."""
    known = {use.exam for use in bank.uses}
    for exam in scope.exams:
        if exam not in known:
            raise ExamenError(_unknown(exam, known))
    for use in bank.uses:
        if scope.covers(use.on) and (not scope.exams or use.exam in scope.exams):
            for case, numbers in use.questions.items():
                for number in numbers:
                    yield (case, number), f"{use.exam}, {use.on.isoformat()}"


def _framework(bank: Bank, name: str | None) -> Framework:
    """The framework of this name, or the only one that there is."""
    if name is None and len(bank.frameworks) == 1:
        return next(iter(bank.frameworks.values()))
    if name is None and not bank.frameworks:
        raise ExamenError(_("the bank has no framework, so nothing says what should be assessed"))
    if name is None:
        names = ", ".join(sorted(bank.frameworks))
        message = _("the bank has several frameworks; choose one with --framework: {names}")
        raise ExamenError(message.format(names=names))
    if name not in bank.frameworks:
        raise ExamenError(_unknown(name, bank.frameworks))
    return bank.frameworks[name]


def _unknown(name: str, names: Iterable[str]) -> str:
    near = get_close_matches(name, sorted(names), 3, 0.5)
    hint = (
        _("did you mean {names}?").format(names=", ".join(near))
        if near
        else _("examen list shows what there is")
    )
    return _("nothing is named {name}; {hint}").format(name=name, hint=hint)
