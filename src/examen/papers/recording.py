"""Recording that a class was given an exam, in the bank's file of uses."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from examen.bank import Bank, find
from examen.bank.editing import Addition, NoPlaceError, add
from examen.bank.layout import in_layout
from examen.bank.reading import USES, File, read_file
from examen.messages import _
from examen.model.use import Use, Uses
from examen.problems import ExamenError, Problem, UnusableError

_NEW = "schema: uses/1\nuses:\n  - {}\n"


def uses_file(bank: Bank, folder: Path) -> Path:
    """The file of uses of the bank in a folder, which need not be there yet.

    Raises:
        UnusableError: it has problems, or there is more than one.
    """
    refuse_unknown_uses(bank)
    return bank.path(bank.register) if bank.register else folder / USES


def refuse_unknown_uses(bank: Bank) -> None:
    """Make sure that all uses of a bank are known.

    Raises:
        UnusableError: the file of uses has problems, or there is more than one.
    """
    if bank.is_broken("uses", "uses"):
        own = (one for one in bank.problems if Path(one.source.path).name == USES)
        raise _unusable(tuple(own) or bank.problems)


def _unusable(problems: tuple[Problem, ...]) -> UnusableError:
    message = _("the file of uses cannot be used: it has problems; mend them first")
    return UnusableError(message, problems)


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


def recorded(text: str, use: Use, path: Path) -> str:
    """The text of the file of uses with one more, its comments as they were.

    A file in the layout stays so; in another nothing else changes.

    Args:
        text: of the file; empty if there is none yet.
        use: what to add; where it is there already, the text stays as it is.
        path: of the file, for problems.

    Raises:
        UnusableError: the file has problems.
        ExamenError: its list of uses is not written in a way that can be added to.
    """
    if not text:
        return in_layout(_added(_NEW, use).replace("  - {}\n", ""), Uses)
    reading = read_file(File(path.as_posix(), text.encode()))
    if not isinstance(reading.sound, Uses):
        raise _unusable(reading.problems)
    if use in reading.sound.uses:
        return text
    after = _added(text, use)
    return in_layout(after, Uses) if in_layout(text, Uses) == text else after


def _added(text: str, use: Use) -> str:
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
        return add(text, [item])
    except NoPlaceError:
        raise ExamenError(_("the list of uses cannot be added to; write it line by line")) from None
