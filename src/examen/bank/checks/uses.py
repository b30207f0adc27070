"""Exams and the record of uses name cases and questions that exist."""

from __future__ import annotations

from collections.abc import Iterator

from examen.bank.checks.walk import NOT_QUESTIONS, near, numbers
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.reading import Authored
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.exam import Numbering
from examen.problems import Problem


def unknown_case(bank: Bank, record: Authored, key: str, loc: Loc) -> Iterator[Problem]:
    """A problem where the case that `loc` of a record names does not exist."""
    if key not in bank.cases and not bank.is_broken("case", key):
        message = _("there is no case “{key}”; {hint}")
        text = message.format(key=key, hint=near(key, bank.cases))
        yield Problem(bank.place(record, *loc), Code.UNKNOWN_CASE, text)


def unknown_question(
    bank: Bank, record: Authored, key: str, number: str, loc: Loc
) -> Iterator[Problem]:
    """A problem where a case that exists lacks the question that `loc` of a record names."""
    case = bank.cases.get(key)
    if case is None or not bank.whole(case, "parts", but=NOT_QUESTIONS):
        return
    known = numbers(case)
    if number not in known:
        message = _("the case has no question “{key}”; {hint}")
        text = message.format(key=number, hint=near(number, known))
        yield Problem(bank.place(record, *loc), Code.UNKNOWN_QUESTION, text)


def exams_use_what_exists(bank: Bank) -> Iterator[Problem]:
    """The cases and questions of an exam exist."""
    for exam in bank.exams.values():
        for index, use in enumerate(exam.cases):
            loc = ("cases", index)
            yield from unknown_case(bank, exam, use.case, (*loc, "case"))
            for place, number in enumerate(use.questions):
                at = (*loc, "questions", place)
                yield from unknown_question(bank, exam, use.case, number, at)


def exams_number_their_questions(bank: Bank) -> Iterator[Problem]:
    """No two questions of an exam have the same number, by which answers and marks are told."""
    for exam in bank.exams.values():
        first: dict[str, str] = {}
        for index, use in enumerate(exam.cases if exam.numbering is Numbering.OWN else ()):
            case = bank.cases.get(use.case)
            chosen = use.questions or (numbers(case) if case else ())
            for number in chosen:
                known = first.setdefault(number, use.case)
                if known != use.case:
                    message = _(
                        "question “{number}” stands in “{first}” too; write “numbering: by-case” "
                        "in the exam"
                    )
                    text = message.format(number=number, first=known)
                    yield Problem(bank.place(exam, "cases", index, "case"), Code.DUPLICATE_ID, text)
                    break


def uses_name_what_exists(bank: Bank) -> Iterator[Problem]:
    """The cases and questions that were given to a class exist."""
    if bank.register is None:
        return
    for index, use in enumerate(bank.uses):
        for key, given in use.questions.items():
            loc = ("uses", index, "questions", key)
            yield from unknown_case(bank, bank.register, key, loc)
            for place, number in enumerate(given):
                yield from unknown_question(bank, bank.register, key, number, (*loc, place))
