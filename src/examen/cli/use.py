"""`examen use`: records that a class was given an exam."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examen.cli.copies import exam_argument
from examen.cli.folders import own_folders
from examen.cli.output import note
from examen.cli.parameters import Day, command, option
from examen.messages import _, marked
from examen.problems import UnusableError

if TYPE_CHECKING:
    from examen.model.use import Use


@command(
    "use",
    marked(
        "Records that a class was given an exam, in uses.yaml, so that “not used since” holds when "
        "the next one is put together."
    ),
)
@exam_argument
@option(
    "--class",
    "group",
    required=True,
    metavar=marked("CLASS"),
    help=marked("Which class, such as “BTS NDRC 2 A”."),
)
@option(
    "--on",
    "day",
    type=Day(),
    required=True,
    metavar=marked("DATE"),
    help=marked("On which day, such as 2026-11-21."),
)
def use(exam: str, *, group: str, day: date) -> int:
    """Write the use into the bank and say where."""
    from examen import bank, papers

    place = own_folders()
    loaded = bank.load(*place)
    if loaded.is_broken("uses", "uses"):
        message = _("the file of uses cannot be used: it has problems; mend them first")
        raise UnusableError(message, loaded.problems)
    known = loaded.register
    path = loaded.path(known) if known else place.bank / papers.USES
    given = papers.use_of(loaded, exam, group, day)
    if given in loaded.uses:
        note(_("Already recorded in {path}").format(path=path))
        return 0
    _record(path, given)
    click.echo(_("Recorded in {path}").format(path=path))
    return 0


def _record(path: Path, given: Use) -> None:
    from examen.exchange import replacing
    from examen.exchange.rewriting import Rewriting, read_text
    from examen.papers import recorded

    if path.exists():
        before = read_text(path)
        Rewriting(path, before, recorded(before, given)).write()
        return
    with replacing(path.parent, {path.name: "utf-8"}) as (stream,):
        stream.write(recorded("", given))
