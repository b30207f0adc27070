"""`examen new`: a skeleton to write in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examen.cli import proposed
from examen.cli.folders import BANK, RUBRICS, Folders, own_folders
from examen.cli.output import print_problems
from examen.cli.parameters import argument, command, option
from examen.messages import _, marked
from examen.model.words import ASSESSMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from examen.bank import Bank
    from examen.exchange.rewriting import Rewriting

KINDS = ("case", "question", "rubric")


@command(
    "new",
    marked(
        "Writes a skeleton with remarks: a case, one more question of a case, or the rubric of a "
        "case. Nothing is ever overwritten."
    ),
)
@argument("kind", type=click.Choice(KINDS), help=marked("What to begin."))
@argument(
    "name",
    metavar=marked("NAME"),
    shell_complete=proposed.cases,
    help=marked("The identifier of the new case, or of the case of the question or rubric."),
)
@option("--title", default="", metavar=marked("TEXT"), help=marked("The title of the new case."))
@option(
    "--framework",
    default="",
    metavar=marked("NAME"),
    shell_complete=proposed.frameworks,
    help=marked("The framework whose competencies the new case assesses."),
)
@option(
    "--form",
    type=click.Choice(tuple(ASSESSMENTS)),
    default="written-case",
    help=marked("How the new case is assessed; before a jury, it gets a scenario too."),
)
@option(
    "--part",
    default="",
    metavar=marked("NAME"),
    help=marked("The part that gets the question [default: the last]."),
)
@option(
    "--number",
    default="",
    metavar=marked("NUMBER"),
    help=marked("The question’s number [default: the next one of its part]."),
)
def new(
    kind: str, name: str, *, title: str, framework: str, form: str, part: str, number: str
) -> int:
    """Write the skeleton and say where, and what is left to decide; 1 if anything is."""
    from examen import bank as banks
    from examen.authoring import starting
    from examen.authoring.skeletons import CaseHead
    from examen.model.base import AssessmentForm

    place = _folders(kind)
    bank = banks.load(*place)
    files: Sequence[starting.NewFile | Rewriting]
    if kind == "case":
        begun = CaseHead(name, title, framework, AssessmentForm(form))
        files = [starting.new_case(bank, place.bank, begun)]
    elif kind == "rubric":
        folder = place.rubrics or place.bank.parent / RUBRICS
        files = [starting.new_rubric(bank, folder, name)]
    else:
        files = starting.new_question(bank, name, part, number)
    for file in files:
        file.write()
        click.echo(_("Written: {path}").format(path=file.path))
    return _report(place, bank)


def _folders(kind: str) -> Folders:
    """The folders to write to; a first case makes its bank."""
    if kind == "case" and "examen.bank" not in click.get_current_context().meta:
        (Path(BANK) / "cases").mkdir(parents=True, exist_ok=True)
    return own_folders()


def _report(place: Folders, before: Bank) -> int:
    """Print what is now wrong with what was written, and was not before."""
    from examen import bank as banks

    known = {(one.code, one.message) for one in (*before.problems, *banks.check(before))}
    after = banks.load(place.bank, place.rubrics or _there(place.bank.parent / RUBRICS))
    found = [
        problem
        for problem in sorted([*after.problems, *banks.check(after)])
        if (problem.code, problem.message) not in known
    ]
    print_problems(found)
    return 1 if found else 0


def _there(folder: Path) -> Path | None:
    return folder if folder.is_dir() else None
