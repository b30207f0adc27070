"""Deciding how far a question has come: validated or retired, by whom and when.

The decision goes into the case's file, beside the question; a validation with the seal of what was
validated. Nothing else in the file changes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from examen.authoring.formatting import format_text
from examen.bank import Bank, Code, check
from examen.bank.checks.walk import PlacedQuestion, questions
from examen.bank.editing import NoPlaceError, put
from examen.bank.loading import revised, variables_of
from examen.bank.reading import File, read_file
from examen.bank.record_errors import known_keys
from examen.bank.scalars import inline
from examen.bank.sealing import seal
from examen.bank.yaml_door import Loc
from examen.exchange.rewriting import Rewriting, changed_meanwhile, read_text
from examen.grading.selftest import selftest
from examen.messages import _
from examen.model.base import Status
from examen.model.case import Case, Question
from examen.model.rubric import Rubric
from examen.problems import ExamenError, Problem, UnusableError
from examen.running.variants import check_variants


class Decision(NamedTuple):
    """Who decides, when, and why if something is retired."""

    by: str
    on: date
    why: str = ""

    def written(self, seal: str = "") -> str:
        """A review in brackets."""
        texts = {"why": self.why, "seal": seal}
        rest = "".join(f", {key}: {_inline(text)}" for key, text in texts.items() if text)
        return f"{{by: {_inline(self.by)}, on: {self.on.isoformat()}{rest}}}"


def validate(
    bank: Bank, key: str, numbers: Sequence[str], decision: Decision
) -> tuple[Rewriting, ...]:
    """The files of a case whose questions somebody validates.

    Args:
        bank: with the case, its rubric and all that they are checked against.
        key: of the case.
        numbers: of questions; if empty, the whole case with all that is not retired in it.
        decision: by whom and when.

    Returns:
        The files that change: the case, and its rubric where the whole case is validated.

    Raises:
        UnusableError: the case or its rubric has problems, examples marked otherwise than their
            author says included.
        ExamenError: there is no such case or question, or no rubric.
    """
    case, rubric = _case(bank, key), bank.rubrics.get(key)
    if rubric is None:
        raise ExamenError(_("the case “{key}” has no rubric that can be used").format(key=key))
    if numbers and case.status is Status.RETIRED:
        message = _("the case “{key}” is retired; validate it as a whole")
        raise ExamenError(message.format(key=key))
    written, marked = _Writing(bank, case), _Writing(bank, rubric)
    for question, loc in _chosen(case, numbers):
        if question.status is not None or (numbers and case.status is not Status.VALIDATED):
            written.put((*loc, "status"), Status.VALIDATED.value)
        review = decision.written(seal(bank, case, question))
        written.put((*loc, "review"), review)
    if not numbers:
        written.decide((), Status.VALIDATED, decision)
        marked.put(("status",), Status.VALIDATED.value)
    _refuse_problems(bank, written, marked)
    return tuple(one.change() for one in (written, marked) if one.text != one.before)


def retire(bank: Bank, key: str, number: str, decision: Decision) -> Rewriting:
    """The file of a case that somebody retires, or one question of it.

    Args:
        bank: with the case.
        key: of the case.
        number: of the question; the whole case if empty.
        decision: by whom, when and why.

    Raises:
        ExamenError: there is no such case or question.
    """
    case = _case(bank, key)
    written = _Writing(bank, case)
    loc = _chosen(case, (number,))[0].loc if number else ()
    written.decide(loc, Status.RETIRED, decision)
    return written.change()


class _Writing:
    """The file of a record while it is written to."""

    def __init__(self, bank: Bank, record: Case | Rubric) -> None:
        self.bank = bank
        self.record = record
        self.path = bank.path(record)
        self.before = self.text = read_text(self.path)
        if self.text.encode() != bank.raw(record):
            raise changed_meanwhile(self.path)

    def put(self, loc: Loc, value: str) -> None:
        """Give a key of the record, or of a question of it, a value."""
        model = type(self.record) if len(loc) == 1 else Question
        try:
            self.text = put(self.text, loc, value, known_keys(model))
        except NoPlaceError as error:
            message = _("{place}: comments stand inside what is to be replaced; move them above it")
            place = self.bank.place(self.record, *loc)
            raise ExamenError(message.format(place=place)) from error

    def decide(self, loc: Loc, status: Status, decision: Decision) -> None:
        """Write the status and the review of the whole case or of a question."""
        self.put((*loc, "status"), status.value)
        self.put((*loc, "review"), decision.written())

    def change(self) -> Rewriting:
        """The file before and after; one that was in the layout stays so."""
        before = self._laid_out(self.before)
        after = self._laid_out(self.text) if before == self.before else self.text
        return Rewriting(self.path, self.before, after)

    def _laid_out(self, text: str) -> str:
        """A text of the file in the layout, or as it is if it cannot be."""
        known, path = variables_of(self.bank), self.path.as_posix()
        record = read_file(File(path, text), known).sound
        return format_text(text, path, record, known)[0] if record is not None else text


def _inline(text: str) -> str:
    return inline(text, in_flow=True, quoted=True)


def _case(bank: Bank, key: str) -> Case:
    if bank.is_broken("case", key) or bank.is_broken("rubric", key):
        message = _("“{key}” cannot be used: its file has problems; mend them first")
        raise UnusableError(message.format(key=key), bank.problems)
    if key not in bank.cases:
        message = _("there is no case “{key}”; “examen list cases” shows those there are")
        raise ExamenError(message.format(key=key))
    return bank.cases[key]


def _chosen(case: Case, numbers: Sequence[str]) -> list[PlacedQuestion]:
    """The questions of these numbers, or all that are not retired, and where they are written."""
    placed = {item.question.number: item for item in questions(case)}
    for number in numbers:
        if number not in placed:
            message = _("the case “{key}” has no question {number}; it has {known}")
            known = ", ".join(placed)
            raise ExamenError(message.format(key=case.id, number=number, known=known))
    if numbers:
        return [placed[number] for number in numbers]
    return [item for item in placed.values() if item.question.status is not Status.RETIRED]


def _refuse_problems(bank: Bank, written: _Writing, marked: _Writing) -> None:
    """Raise if a case or its rubric has problems as they would be."""
    problems: Sequence[Problem]
    changed, case = revised(bank, written.record, written.text.removeprefix("\ufeff"))
    rubric = None
    if case is not None:
        changed, rubric = revised(changed, marked.record, marked.text.removeprefix("\ufeff"))
    if isinstance(rubric, Rubric):
        found = (*check(changed), *selftest(replace(changed, rubrics={rubric.case: rubric})))
        paths = {written.path.as_posix(), marked.path.as_posix()}
        # Other questions may have changed since somebody validated them.
        mine = (one for one in found if one.code != Code.VALIDATED_CHANGED)
        problems = sorted(one for one in mine if one.source.path in paths)
        if not problems and changed.cases[rubric.case].variables:
            problems = check_variants(changed, rubric.case)
    else:
        problems = changed.problems
    if problems:
        message = _("“{key}” has problems; mend them before it is validated. Nothing was written")
        raise UnusableError(message.format(key=written.record.id), tuple(problems))
