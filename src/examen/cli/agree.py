"""`examen agree`: how far proposed marks agree with marks given by people."""

from __future__ import annotations

from pathlib import Path

import click

from examen.cli.copies import marks_argument
from examen.cli.output import print_json, print_problems, print_table
from examen.cli.parameters import argument, command, existing, new_file, option
from examen.messages import _, marked


@command(
    "agree",
    marked(
        "Compares proposed marks with those of people. Measures the ideas found, the totals, and "
        "the agreement on each question."
    ),
)
@argument(
    "grades",
    type=existing(dir_okay=False),
    metavar=marked("GRADES"),
    help=marked("The grades.jsonl that examen grade wrote."),
)
@marks_argument
@option(
    "--copies",
    multiple=True,
    type=existing(),
    metavar=marked("COPIES"),
    help=marked("The copies themselves, for the text of the answers; may be given several times."),
)
@option(
    "--html",
    "page",
    type=new_file(),
    metavar=marked("FILE"),
    help=marked("Write a page with plots and the words of both sides to this file."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print the figures for a program."))
def agree(
    grades: Path,
    marks: tuple[Path, ...],
    *,
    copies: tuple[Path, ...],
    page: Path | None,
    as_json: bool,
) -> int:
    """Print the agreement; the status is 1 if lines could not be used."""
    from examen import analysis
    from examen.exchange.replacing import replacing

    agreement = analysis.agree(grades, *marks, copies=copies)
    if page:
        with replacing(page.parent, {page.name: "utf-8"}) as (stream,):
            stream.write(agreement.to_html())
    if as_json:
        print_json(agreement.to_json())
    else:
        for table in (table for table in agreement.tables() if table.rows):
            click.secho(table.title, bold=True)
            print_table(table.headings, table.rows, table.numbers)
            if table.note:
                click.echo(table.note + "\n")
        if page:
            click.echo(_("Page with plots: {path}").format(path=page))
    print_problems(agreement.problems)
    return 1 if agreement.problems else 0
