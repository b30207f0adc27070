"""`examen coverage`: which competencies are assessed, at which levels."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from examen.cli import proposed
from examen.cli.folders import load_bank
from examen.cli.output import note, print_json, print_table
from examen.cli.parameters import Day, argument, command, new_file, option
from examen.messages import _, marked
from examen.model.words import STATUSES
from examen.problems import ExamenError


@command(
    "coverage",
    marked(
        "Shows which competencies are assessed, at which levels. Of the whole bank; of EXAMS; or, "
        "with --since and --until, of what classes were given."
    ),
)
@argument(
    "exams",
    nargs=-1,
    metavar=marked("[EXAMS]..."),
    shell_complete=proposed.exams_and_cases,
    help=marked("Exams or cases: an identifier, or the path of a file."),
)
@option(
    "--framework",
    metavar=marked("FRAMEWORK"),
    shell_complete=proposed.frameworks,
    help=marked("The framework, where the bank has several."),
)
@option("--since", type=Day(), metavar=marked("DAY"), help=marked("First day of what was given."))
@option("--until", type=Day(), metavar=marked("DAY"), help=marked("Last day of what was given."))
@option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(tuple(STATUSES)),
    help=marked("Count only questions of this status [default: of the bank, all but the retired]."),
)
@option(
    "--html",
    "page",
    type=new_file(),
    metavar=marked("FILE"),
    help=marked("Write a page with the table in colours to this file."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print the figures for a program."))
def coverage(
    exams: tuple[str, ...],
    *,
    framework: str | None,
    since: date | None,
    until: date | None,
    statuses: tuple[str, ...],
    page: Path | None,
    as_json: bool,
) -> int:
    """Print what is assessed; the status is 1 if files could not be read."""
    from examen.analysis import coverage as measured
    from examen.analysis import coverage_page, coverage_sheets
    from examen.exchange.replacing import replacing
    from examen.model.base import Status

    if since and until and since > until:
        message = _("--since comes after --until: nothing can lie between them; swap the days")
        raise ExamenError(message)
    bank = load_bank()
    scope = measured.Scope(exams, since, until, tuple(map(Status, statuses)))
    found = measured.coverage(bank, scope, framework)
    if page:
        with replacing(page.parent, {page.name: "utf-8"}) as (stream,):
            stream.write(coverage_page.page(found))
    if as_json:
        print_json(found.to_json())
    else:
        for table in coverage_sheets.tables(found):
            click.secho(table.title, bold=True)
            print_table(table.headings, table.rows, table.numbers)
            if table.note:
                click.echo(table.note + "\n")
        click.echo("\n".join(coverage_sheets.findings(found)))
        if page:
            click.echo(_("Page: {path}").format(path=page))
    if bank.problems:
        note(_("Some files could not be read; run examen check to see why."))
    return 1 if bank.problems else 0
