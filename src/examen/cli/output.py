"""What the commands print: problems, tables, JSON and errors."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, Protocol

import click

from examen.messages import _, ngettext
from examen.problems import ExamenError, Problem, UnusableError


def fail(message: str) -> None:
    """Say on standard error, in one line, why the work stopped."""
    click.echo(_("Error: {message}").format(message=message), err=True)


def tell(error: ExamenError) -> None:
    """Say on standard error why the work stopped, after the problems that stopped it."""
    if isinstance(error, UnusableError):
        print_problems(error.problems)
    fail(str(error))


def note(message: str) -> None:
    """Say something on standard error that is not a result."""
    click.echo(message, err=True)


def print_json(data: Any) -> None:
    """Print data for a program; decimals become numbers."""
    click.echo(json.dumps(data, ensure_ascii=False, indent=2, default=float))


def print_problems(problems: Iterable[Problem]) -> None:
    """Print problems on standard error as `file:line:column: code: message`."""
    for problem in problems:
        place = click.style(str(problem.source), bold=True)
        code = click.style(problem.code, fg="yellow")
        click.echo(f"{place}: {code}: {problem.message}", err=True)


def problems_counted(count: int) -> str:
    """`3 problems`."""
    return ngettext("{count} problem", "{count} problems", count).format(count=count)


def print_table(
    headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()
) -> None:
    """Print a table and an empty line; it fits the terminal, elsewhere nothing is wrapped.

    The columns whose indexes are in `numbers` are set to the right.
    """
    lines = (_fitted if sys.stdout.isatty() else _unwrapped)(headings, list(rows), numbers)
    click.echo("\n".join([*filter(None, lines), ""]))


def _unwrapped(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]
) -> Iterator[str]:
    """The lines of a table as rich draws it where there is room, which takes rich long."""
    from rich.cells import cell_len

    table = [headings, *rows]
    widths = [max(map(cell_len, column)) for column in zip(*table, strict=True)]
    for at, row in enumerate(table):
        blanks = [" " * (width - cell_len(cell)) for width, cell in zip(widths, row, strict=True)]
        cells = (
            blank + cell if index in numbers else cell + blank
            for index, (cell, blank) in enumerate(zip(row, blanks, strict=True))
        )
        yield f" {'   '.join(cells)}".rstrip()
        if at == 0:
            yield " " + "─" * (sum(widths) + 3 * len(widths) - 3)


def _fitted(
    headings: Sequence[str], rows: Sequence[Sequence[str]], numbers: Sequence[int]
) -> Iterator[str]:
    """The lines of a table that fits the terminal."""
    from rich.box import SIMPLE_HEAD
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=SIMPLE_HEAD, pad_edge=False, header_style="bold")
    for index, heading in enumerate(headings):
        table.add_column(heading, justify="right" if index in numbers else "left")
    for row in rows:
        table.add_row(*(Text(cell) for cell in row))
    console = Console(file=sys.stdout, highlight=False)
    with console.capture() as captured:
        console.print(table)
    return (line.rstrip() for line in captured.get().splitlines())


class Advance(Protocol):
    """What counts the progress of a work."""

    def __call__(self, more: int = 1, /) -> None:
        """So much more is done."""


@contextmanager
def progress(what: str, total: int | None = None, *, counted: bool = True) -> Iterator[Advance]:
    """Count on standard error, if that is a terminal, what the function given is called with.

    With a total, say how much it will be; of what is not counted, only how long it has taken.
    """
    if not sys.stderr.isatty():
        yield lambda _more=1: None
        return
    from rich.console import Console
    from rich.progress import (
        MofNCompleteColumn,
        Progress,
        SpinnerColumn,
        TextColumn,
        TimeElapsedColumn,
    )

    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        MofNCompleteColumn() if total else TextColumn("{task.completed:.0f}" if counted else ""),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda more=1: bar.advance(task, more)
