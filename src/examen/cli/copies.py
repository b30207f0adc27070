"""What commands share that take an exam, its copies and the marks that people gave."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examen.cli import proposed
from examen.cli.output import note
from examen.cli.parameters import argument, existing
from examen.messages import _, marked
from examen.problems import ExamenError

if TYPE_CHECKING:
    from examen.bank import Bank
    from examen.model.case import Part
    from examen.model.full_exam import FullExam


exam_argument = argument(
    "exam",
    metavar=marked("EXAM"),
    shell_complete=proposed.exams,
    help=marked("An exam's or a case's identifier, CASE@7 for a variant, or a file."),
)
copies_argument = argument(
    "copies",
    type=existing(),
    metavar=marked("COPIES"),
    help=marked("A file or a folder of copies, as for examen grade."),
)
marks_argument = argument(
    "marks",
    nargs=-1,
    required=True,
    type=existing(dir_okay=False),
    metavar=marked("MARKS..."),
    help=marked("The marks that people gave, as JSON Lines or CSV."),
)


def check_rubrics(full: FullExam) -> None:
    """Say which questions cannot be marked.

    Raises:
        ExamenError: none can.
    """
    without = [item.question.number for item in full.questions() if item.rubric is None]
    if len(without) == len(list(full.questions())):
        raise ExamenError(
            _(
                "{exam} has no rubric, so nothing can be marked; write one in the rubrics’ folder"
            ).format(exam=full.exam.id)
        )
    if without:
        note(_("Without rubric and not marked: {numbers}").format(numbers=", ".join(without)))


def check_calibration(bank: Bank, full: FullExam) -> None:
    """Say if what was learned from marked copies cannot be used."""
    calibration = full.calibration
    if calibration is not None and calibration.rubric != full.fingerprint:
        message = _(
            "{path} was learned with another version of the rubric: marked without it; run "
            "“examen calibrate” again"
        )
        note(message.format(path=bank.path(calibration)))
    elif calibration is None and bank.is_broken("calibration", full.exam.id):
        message = _("The calibration of {exam} has problems: marked without it; run “examen check”")
        note(message.format(exam=full.exam.id))


def titles(full: FullExam) -> dict[str, list[str]]:
    """Titles that candidates may write in place of a question's number: of parts with one."""

    def walk(parts: tuple[Part, ...]) -> None:
        for part in parts:
            questions = list(part.all_questions())
            if len(questions) == 1:
                found.setdefault(questions[0].number, []).append(part.title)
            walk(part.parts)

    found: dict[str, list[str]] = {}
    for case in full.cases:
        walk(case.parts)
    return found
