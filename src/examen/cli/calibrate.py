"""`examen calibrate`: what marked copies teach, beside the rubric it belongs to."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examen.cli.copies import check_rubrics, copies_argument, exam_argument, marks_argument, titles
from examen.cli.folders import folders, load_bank
from examen.cli.output import fail, print_json, print_problems, print_table
from examen.cli.parameters import command, option
from examen.messages import _, marked, ngettext, written
from examen.problems import ExamenError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

    from examen.model.calibration import Calibration, Measured

SUFFIX = ".calibration.yaml"
_FIGURES = {
    "precision": marked("Ideas: precision"),
    "recall": marked("Ideas: recall"),
    "f1": marked("Ideas: F1"),
    "kappa": marked("Questions: mean kappa"),
    "exact": marked("Questions: same points"),
    "over": marked("Questions: more points than people"),
    "mean_difference": marked("Totals: mean difference"),
    "bias": marked("Totals: bias"),
    "ece": marked("Calibration error of confidences"),
    "unsure": marked("Ideas left unsure"),
}


@command(
    "calibrate",
    marked(
        "Learns from marked copies. Measures on copies held back whether marks come nearer to "
        "those of people, and keeps what helps in a file beside the rubric."
    ),
)
@exam_argument
@copies_argument
@marks_argument
@option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=marked("FILE"),
    help=marked("Where to write it [default: EXAM.calibration.yaml, beside the rubrics]."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print what was learned for a program."))
def calibrate(
    exam: str, copies: Path, marks: tuple[Path, ...], *, output: Path | None, as_json: bool
) -> int:
    """Write the calibration and print the agreement before and after; 1 if there were problems."""
    from examen import bank

    full = bank.complete(load_bank(exam), exam)
    check_rubrics(full)
    path = output or _beside_the_rubrics(full.exam.id)
    from examen import analysis, exchange
    from examen.learning import calibrate as learning

    people, problems = analysis.read_marks(marks)
    numbers = [item.question.number for item in full.questions()]
    read = list(exchange.read_copies([copies], numbers, titles(full)))
    problems += [copy for copy in read if isinstance(copy, Problem)]
    print_problems(problems)
    kept = [copy for copy in read if not isinstance(copy, Problem)]
    try:
        learned = learning.calibrate(full, kept, people, date.today())  # noqa: DTZ011 - the user's day
    except learning.TooFewError as error:
        fail(str(error))
        return 1
    with exchange.replacing(path.parent, {path.name: "utf-8"}) as (stream,):
        stream.write(bank.dumps(learned))
    if as_json:
        body = learned.model_dump(by_alias=True, exclude_none=True)
        print_json({**body, "date": learned.date.isoformat()})
    else:
        _show(learned, path)
    return 1 if problems else 0


def _beside_the_rubrics(name: str) -> Path:
    rubrics = folders().rubrics
    if rubrics is None:
        message = _("this bank has no folder of rubrics; name a file with -o")
        raise ExamenError(message)
    return rubrics / f"{name}{SUFFIX}"


def _show(learned: Calibration, path: Path) -> None:
    click.secho(_("Agreement with people, on copies held back"), bold=True)
    print_table(
        (_("Figure"), _("Before"), _("After")),
        _figures(learned.before, learned.after),
        numbers=(1, 2),
    )
    rows = (
        (
            question.question,
            str(question.copies),
            _figure(question.before.kappa),
            _figure(question.after.kappa),
            _figure(question.before.mean_difference),
            _figure(question.after.mean_difference),
            _("used") if question.used else _("not used"),
        )
        for question in learned.questions
    )
    headings = (
        _("Question"),
        _("Answers"),
        _("Kappa before"),
        _("Kappa after"),
        _("Difference before"),
        _("Difference after"),
        _("What was learned"),
    )
    print_table(headings, rows, numbers=(1, 2, 3, 4, 5))
    copies = ngettext("{count} marked copy", "{count} marked copies", learned.copies)
    used = ", ".join(question.question for question in learned.used)
    text = (
        _("Learned from {copies}, used for the questions {questions}.")
        if used
        else _("Learned from {copies}: nothing that marks better, so nothing changes.")
    )
    click.echo(text.format(copies=copies.format(count=learned.copies), questions=used))
    click.echo(_("Calibration: {path}").format(path=path))


def _figures(before: Measured, after: Measured) -> Iterator[tuple[str, str, str]]:
    for name, title in _FIGURES.items():
        first, second = getattr(before, name), getattr(after, name)
        if first is not None or second is not None:
            yield _(title), _figure(first), _figure(second)


def _figure(value: Decimal | None) -> str:
    return "–" if value is None else written(round(value, 3)).replace("-", "−")
