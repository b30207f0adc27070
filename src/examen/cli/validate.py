"""`examen validate` and `examen retire`: how far a case or a question has come, and who says so."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import click

from examen.cli import proposed
from examen.cli.folders import own_folders
from examen.cli.parameters import Day, Text, argument, command, option
from examen.messages import _, marked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from examen.exchange.rewriting import Rewriting


_by = option(
    "--by",
    required=True,
    type=Text(),
    metavar=marked("NAME"),
    help=marked("Who decides; written in the file."),
)
_on = option(
    "--on",
    type=Day(),
    default=date.today,
    metavar=marked("DATE"),
    help=marked("When, such as 2026-11-21 [default: today]."),
)


@command(
    "validate",
    marked(
        "Validates a case, or some of its questions. Writes who says so and when, with a seal by "
        "which “examen check” tells whether they have changed since."
    ),
)
@argument(
    "case",
    metavar=marked("CASE"),
    shell_complete=proposed.cases,
    help=marked("The identifier of the case; it has no problem and its rubric neither."),
)
@argument(
    "numbers",
    nargs=-1,
    metavar=marked("[QUESTIONS]..."),
    help=marked("The numbers of questions [default: the whole case, but what is retired in it]."),
)
@_by
@_on
def validate(case: str, numbers: tuple[str, ...], *, by: str, on: date) -> int:
    """Write the reviews and say where."""
    from examen import bank
    from examen.authoring import reviewing

    decision = reviewing.Decision(by, on)
    return _write(reviewing.validate(bank.load(*own_folders()), case, numbers, decision))


@command(
    "retire",
    marked(
        "Retires a case, or one of its questions: it stays in the bank and no exam should take it "
        "any more."
    ),
)
@argument(
    "name",
    metavar=marked("CASE[/QUESTION]"),
    shell_complete=proposed.cases,
    help=marked("The identifier of the case, or CASE/1.1.2 for a question."),
)
@_by
@option(
    "--why",
    required=True,
    type=Text(),
    metavar=marked("TEXT"),
    help=marked("Why; written in the file."),
)
@_on
def retire(name: str, *, by: str, why: str, on: date) -> int:
    """Write the status and say where."""
    from examen import bank
    from examen.authoring import reviewing

    case, _slash, number = name.partition("/")
    decision = reviewing.Decision(by, on, why)
    return _write([reviewing.retire(bank.load(*own_folders()), case, number, decision)])


def _write(files: Iterable[Rewriting]) -> int:
    for file in files:
        file.write()
        click.echo(_("Written: {path}").format(path=file.path))
    return 0
