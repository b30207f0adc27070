"""`examen grade`: copies in; grades, a gradebook and corrigés out."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examen.cli.copies import check_calibration, check_rubrics, exam_argument, titles
from examen.cli.folders import load_bank
from examen.cli.marks import Marks
from examen.cli.output import print_problems, progress
from examen.cli.parameters import argument, command, existing, new_folder, option
from examen.messages import _, marked
from examen.problems import ExamenError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from examen.model.copy import Copy
    from examen.model.full_exam import FullExam
    from examen.model.grade import Grade
    from examen.render.corrige import Audience

FORMATS = ("html", "pdf")
AUDIENCES = ("teacher", "candidate")
CORRIGES = "corriges"


@command(
    "grade",
    marked(
        "Marks copies. Proposes points with their evidence, and says what a person has to decide."
    ),
)
@exam_argument
@argument(
    "copies",
    nargs=-1,
    required=True,
    type=existing(),
    metavar=marked("COPIES..."),
    help=marked("JSON Lines, CSV or XLSX files, or folders of md, txt, docx, odt and pdf files."),
)
@option(
    "-o",
    "--output",
    required=True,
    type=new_folder(),
    metavar=marked("FOLDER"),
    help=marked("Where to write the grades and the corrigés."),
)
@option("--no-corriges", is_flag=True, help=marked("Do not write the corrigés."))
@option(
    "--format",
    "form",
    type=click.Choice(FORMATS),
    default="html",
    help=marked("Format of the corrigés [default: html]."),
)
@option(
    "--for",
    "audience",
    type=click.Choice(AUDIENCES),
    default="teacher",
    help=marked(
        "Who reads the corrigés: the teacher sees every idea and the reason for each finding, the "
        "candidate what counted and hints, without the rubric [default: teacher]."
    ),
)
def grade(
    exam: str,
    copies: tuple[Path, ...],
    *,
    output: Path,
    no_corriges: bool,
    form: str,
    audience: Audience,
) -> int:
    """Grade each copy, write what it earns, and print the marks; 1 if a copy had problems."""
    from examen import bank

    loaded = load_bank()
    full = bank.complete(loaded, exam)
    check_rubrics(full)
    check_calibration(loaded, full)
    from examen import exchange, grading  # here, so that a wrong name is told at once

    numbers = [item.question.number for item in full.questions()]
    corriges = None if no_corriges else output / CORRIGES
    grade_one = _one(full, grading.Grader(full).grade, corriges, form, audience)
    marks, problems = Marks(), 0
    with exchange.GradeWriter(output, full) as writer, progress(_("Grading")) as advance:
        for copy in exchange.read_copies(copies, numbers, titles(full)):
            graded = copy if isinstance(copy, Problem) else grade_one(copy)
            if isinstance(graded, Problem):
                print_problems([graded])
                problems += 1
            else:
                writer.write(graded)
                marks.add(graded)
            advance()
        if not marks.copies:  # raised in here, the writer leaves old grades alone
            raise ExamenError(_("no copy could be graded, so nothing was written"))
    session = full.exam.header.session
    held = "" if session == bank.NO_SESSION else f" ({session})"
    click.secho(f"{full.exam.title}{held}", bold=True)
    marks.show()
    _show_files(output, corriges)
    return 1 if problems else 0


def _one(
    full: FullExam,
    grade_copy: Callable[[Copy], Grade],
    corriges: Path | None,
    form: str,
    audience: Audience,
) -> Callable[[Copy], Grade | Problem]:
    """What is done for each copy; one that breaks the program does not stop the others."""
    from examen import render

    if corriges:
        corriges.mkdir(parents=True, exist_ok=True)

    def run(copy: Copy) -> Grade | Problem:
        try:
            graded = grade_copy(copy)
            if corriges:
                document = render.corrige(full, copy, graded, audience)
                render.write(document, form, corriges / f"{copy.id}.{form}")
        except ExamenError as error:
            return Problem(copy.source, "copy-failed", str(error))
        except Exception as error:
            if os.environ.get("EXAMEN_DEBUG"):
                raise
            message = _("copy {copy} could not be graded ({kind}: {error}); please report this")
            text = message.format(copy=copy.id, kind=type(error).__name__, error=error)
            return Problem(copy.source, "copy-failed", text)
        return graded

    return run


def _show_files(output: Path, corriges: Path | None) -> None:
    click.echo(_("Gradebook: {path}").format(path=output / "grades.csv"))
    click.echo(_("Grades with their evidence: {path}").format(path=output / "grades.jsonl"))
    if corriges:
        click.echo(_("Corrigés: {path}").format(path=corriges))
