"""The table of marks that closes `examen grade`."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

from examen.cli.output import print_table
from examen.messages import _, ngettext

if TYPE_CHECKING:
    from examen.model.grade import Grade

MOST_ROWS = 60  # more are read in the gradebook


class _Row(NamedTuple):
    copy: str
    points: str
    span: str
    scaled: str
    to_review: str


class Marks:
    """What is shown of each grade, kept while a whole session's copies pass by."""

    def __init__(self) -> None:
        self.rows: list[_Row] = []
        self.copies = 0
        self.questions_to_review = 0

    def add(self, grade: Grade) -> None:
        """Count a grade, and keep its row if there is room."""
        self.copies += 1
        self.questions_to_review += len(grade.to_review())
        if self.copies <= MOST_ROWS:
            self.rows.append(_row(grade))

    def show(self) -> None:
        """Print the table, and what a person has to decide."""
        if self.rows:
            headings = (_("Copy"), _("Points"), _("Range"), _("Mark"), _("To review"))
            print_table(headings, self.rows, numbers=(1, 2, 3))
        if self.copies > MOST_ROWS:
            more = self.copies - MOST_ROWS
            message = ngettext(
                "… and {count} more copy, in the gradebook.",
                "… and {count} more copies, in the gradebook.",
                more,
            )
            click.echo(message.format(count=more))
        click.echo(self._summary())

    def _summary(self) -> str:
        copies = ngettext("{count} copy graded", "{count} copies graded", self.copies)
        if not self.questions_to_review:
            rest = _("nothing to review")
        else:
            rest = ngettext(
                "{count} answer for you to review: the corrigé says what is unsure",
                "{count} answers for you to review: the corrigés say what is unsure",
                self.questions_to_review,
            ).format(count=self.questions_to_review)
        return _("{copies}, {rest}. These marks are proposals: you decide.").format(
            copies=copies.format(count=self.copies), rest=rest
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
