"""`examen grade`: copies in; grades, a gradebook and corrigés out."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examen.cli.copies import check_calibration, check_rubrics, exam_argument, titles
from examen.cli.folders import load_bank
from examen.cli.marks import show_marks
from examen.cli.output import note, print_problems, progress
from examen.cli.parameters import Whole, argument, command, existing, new_folder, option
from examen.cli.stopping import terminable
from examen.messages import _, current, marked, ngettext
from examen.problems import ExamenError

if TYPE_CHECKING:
    from examen.exchange import GrowingFiles
    from examen.render.corrige import Audience
    from examen.running.steps import Runner, Tally
    from examen.running.work import Work

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
    help=marked(
        "JSON Lines, CSV, XLSX or Parquet files, or folders of md, txt, docx, odt and pdf files."
    ),
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
@option(
    "--workers",
    type=Whole(1),
    default=1,
    metavar=marked("NUMBER"),
    help=marked("How many processes grade at the same time [default: 1]."),
)
@option(
    "--cluster",
    metavar=marked("ADDRESS"),
    help=marked("Let a Dask cluster grade; the address of its scheduler: tcp://10.0.0.1:8786."),
)
@option(
    "--resume/--no-resume",
    default=None,
    help=marked("Go on with a run that was broken off, or start it anew."),
)
def grade(
    exam: str,
    copies: tuple[Path, ...],
    *,
    output: Path,
    no_corriges: bool,
    form: str,
    audience: Audience,
    workers: int,
    cluster: str | None,
    resume: bool | None,
) -> int:
    """Grade each copy, write what it earns, and print the marks; 1 if a copy had problems."""
    from examen import bank

    loaded = load_bank(exam)
    full = bank.complete(loaded, exam)
    check_rubrics(full)
    check_calibration(loaded, full)
    from examen import exchange  # here, so that a wrong name is told at once
    from examen.running import steps
    from examen.running.work import Work

    numbers = [item.question.number for item in full.questions()]
    read = exchange.read_copies(copies, numbers, titles(full))
    work = Work(full, current(), None if no_corriges else form, audience)
    corriges = output / CORRIGES
    files = exchange.GrowingFiles(output, (exchange.JSON_LINES, exchange.GRADEBOOK))
    try:
        with terminable(), files, progress(_("Grading")) as advance:
            tally = _start(files, work, output, resume=resume)
            tally = steps.run(
                work,
                read,
                files,
                tally,
                runner=_runner(workers, cluster),
                corriges=corriges,
                tell=print_problems,
                advance=advance,
            )
    except BaseException:
        if files.kept:
            note(_("What is graded is kept: the same command with --resume goes on from there."))
        raise
    session = full.exam.header.session
    held = "" if session == bank.NO_SESSION else f" ({session})"
    click.secho(f"{full.exam.title}{held}", bold=True)
    show_marks(exchange.read_grades(output / exchange.JSON_LINES), tally.copies, tally.to_review)
    _show_files(output, None if no_corriges else corriges)
    return 1 if tally.problems else 0


def _start(files: GrowingFiles, work: Work, output: Path, *, resume: bool | None) -> Tally:
    """Where to start: at the first copy, or where a run was broken off."""
    from examen.running import steps

    if resume is False:
        return steps.Tally()
    left = steps.broken_off(files)
    if left is None:
        if resume:
            note(_("No run was broken off here: all copies are graded."))
        return steps.Tally()
    if resume is None:
        message = ngettext(
            "a run was broken off in “{path}” when {count} copy was graded: add --resume to go on, "
            "or --no-resume to start anew",
            "a run was broken off in “{path}” when {count} copies were graded: add --resume to go "
            "on, or --no-resume to start anew",
            left,
        )
        raise ExamenError(message.format(path=output, count=left))
    message = ngettext(
        "{count} copy is graded already; going on from there.",
        "{count} copies are graded already; going on from there.",
        left,
    )
    tally = steps.resumed(files, work)
    note(message.format(count=left))
    return tally


def _runner(workers: int, address: str | None) -> Runner:
    """What shares out the work.

    Raises:
        ExamenError: two things are to.
    """
    from examen.running import processes, serial

    if address is not None:
        if workers > 1:
            raise ExamenError(_("--workers is for this machine, --cluster for others: give one"))
        from examen.running import cluster

        return partial(cluster.run, address=address)
    return serial.run if workers == 1 else partial(processes.run, workers=workers)


def _show_files(output: Path, corriges: Path | None) -> None:
    click.echo(_("Gradebook: {path}").format(path=output / "grades.csv"))
    click.echo(_("Grades with their evidence: {path}").format(path=output / "grades.jsonl"))
    if corriges:
        click.echo(_("Corrigés: {path}").format(path=corriges))
