"""Recording that a class was given an exam, in the bank's file of uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from examen.bank import Bank, find
from examen.bank.editing import Addition, NoPlaceError, add
from examen.messages import _
from examen.model.use import Use
from examen.problems import ExamenError

FILE = "uses.yaml"
_NEW = "schema: uses/1\nuses:\n  - {}\n"


def use_of(bank: Bank, name: str | Path, group: str, day: date) -> Use:
    """The use of an exam by a class: its questions under the numbers of their cases.

    Args:
        bank: where to look.
        name: an exam's or a case's id, or the path of its file.
        group: the class.
        day: on which it sat the exam.

    Raises:
        ExamenError: the exam, or a case of it, does not exist or cannot be used.
    """
    exam = find(bank, name)
    questions: dict[str, tuple[str, ...]] = {}
    for used in exam.cases:
        if used.case not in bank.cases:
            message = _("the exam “{exam}” uses the case “{case}”, which cannot be read")
            raise ExamenError(message.format(exam=exam.id, case=used.case))
        every = tuple(question.number for question in bank.cases[used.case].questions())
        questions[used.case] = used.questions or every
    return Use(exam=exam.id, on=day, **{"class": group}, questions=questions)


def recorded(text: str, use: Use) -> str:
    """The text of the file of uses with one more, its comments and layout as they were.

    Args:
        text: of the file, which must be readable; empty if there is none yet.
        use: what to add.

    Raises:
        ExamenError: its list of uses is not written in a way that can be added to.
    """
    item = Addition(
        ("uses",),
        {
            "exam": use.exam,
            "on": use.on.isoformat(),
            "class": use.group,
            "questions": {case: list(numbers) for case, numbers in use.questions.items()},
        },
    )
    try:
        if not text:
            return add(_NEW, [item]).replace("  - {}\n", "")
        return add(text, [item])
    except NoPlaceError:
        raise ExamenError(_("the list of uses cannot be added to; write it line by line")) from None
