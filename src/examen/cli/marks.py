"""The table of marks that closes `examen grade`."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import click

from examen.cli.output import print_table
from examen.messages import _, ngettext
from examen.model.grade import Grade
from examen.problems import Problem

MOST_ROWS = 60  # more are read in the gradebook


class _Row(NamedTuple):
    copy: str
    points: str
    span: str
    scaled: str
    to_review: str


def show_marks(grades: Iterable[Grade | Problem], copies: int, to_review: int) -> None:
    """Print a table of the first grades, and what a person has to decide.

    Args:
        grades: in order; no more are read than are shown.
        copies: how many there are.
        to_review: how many answers a person has to decide on.
    """
    shown = [_row(grade) for grade in islice(grades, MOST_ROWS) if isinstance(grade, Grade)]
    if shown:
        headings = (_("Copy"), _("Points"), _("Range"), _("Mark"), _("To review"))
        print_table(headings, shown, numbers=(1, 2, 3))
    if copies > len(shown):
        more = copies - len(shown)
        message = ngettext(
            "… and {count} more copy, in the gradebook.",
            "… and {count} more copies, in the gradebook.",
            more,
        )
        click.echo(message.format(count=more))
    click.echo(_summary(copies, to_review))


def _summary(copies: int, to_review: int) -> str:
    graded = ngettext("{count} copy graded", "{count} copies graded", copies)
    if not to_review:
        rest = _("nothing to review")
    else:
        rest = ngettext(
            "{count} answer for you to review: the corrigé says what is unsure",
            "{count} answers for you to review: the corrigés say what is unsure",
            to_review,
        ).format(count=to_review)
    return _("{copies}, {rest}. These marks are proposals: you decide.").format(
        copies=graded.format(count=copies), rest=rest
    )


def _row(grade: Grade) -> _Row:
    from examen.render.typography import number

    span = f"{number(grade.low)} – {number(grade.high)}" if grade.low != grade.high else ""
    scaled = (
        f"{number(grade.scaled)}/{number(grade.scale)}"
        if grade.scaled is not None and grade.scale
        else ""
    )
    return _Row(
        grade.copy,
        f"{number(grade.points)}/{number(grade.max)}",
        span,
        scaled,
        ", ".join(grade.to_review()),
    )
