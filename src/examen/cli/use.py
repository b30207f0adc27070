"""`examen use`: records that a class was given an exam."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examen.cli.copies import exam_argument
from examen.cli.folders import own_folders
from examen.cli.output import note
from examen.cli.parameters import Day, command, option
from examen.messages import _, marked

if TYPE_CHECKING:
    from examen.model.use import Use

_FIRST = date(1990, 1, 1)
_AHEAD = timedelta(days=366)
_SPACES = str.maketrans("\u00a0\u202f", "  ")


class ExamDay(Day):
    """A day on which a class may have sat an exam, or is soon to sit one."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day.

        Raises:
            click.BadParameter: the value is none, or too far away for anything but a slip.
        """
        day = super().convert(value, param, ctx)
        if not _FIRST <= day <= date.today() + _AHEAD:  # noqa: DTZ011 - the user's own day
            message = _("{day} is before 1990 or more than a year ahead; check the year")
            self.fail(message.format(day=day.isoformat()), param, ctx)
        return day


class Line(click.ParamType[str]):
    """A text on one line."""

    name = "line"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, without the space around it.

        Raises:
            click.BadParameter: it is empty, or holds line breaks or what no one can read.
        """
        text = str(value).strip()
        if not text or not text.translate(_SPACES).isprintable():
            self.fail(_("write a name on one line, in readable characters"), param, ctx)
        return text


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
    type=Line(),
    required=True,
    metavar=marked("CLASS"),
    help=marked("Which class, such as “BTS NDRC 2 A”."),
)
@option(
    "--on",
    "day",
    type=ExamDay(),
    required=True,
    metavar=marked("DATE"),
    help=marked("On which day, such as 2026-11-21."),
)
def use(exam: str, *, group: str, day: date) -> int:
    """Write the use into the bank and say where."""
    from examen import bank, papers

    place = own_folders()
    loaded = bank.load(*place)
    path = papers.uses_file(loaded, place.bank)
    if _record(path, papers.use_of(loaded, exam, group, day)):
        click.echo(_("Recorded in {path}").format(path=path))
    else:
        note(_("Already recorded in {path}").format(path=path))
    return 0


def _record(path: Path, given: Use) -> bool:
    """Write a use to the file, unless it is there already; several may do so at the same time."""
    from examen.exchange import replacing
    from examen.exchange.locking import alone
    from examen.exchange.rewriting import Rewriting, read_text
    from examen.papers import recorded

    with alone(path):
        before = read_text(path) if path.exists() else ""
        after = recorded(before, given, path)
        if before and after != before:
            Rewriting(path, before, after).write()
        elif not before:
            with replacing(path.parent, {path.name: "utf-8"}) as (stream,):
                stream.write(after)
    return after != before
