"""The program `examen`: its commands, and what becomes of errors."""

from __future__ import annotations

import gc
import io
import os
import re
import sys
from collections.abc import Sequence

import click

from examen import __version__
from examen.cli.agree import agree
from examen.cli.assemble import assemble
from examen.cli.calibrate import calibrate
from examen.cli.check import check
from examen.cli.completion import completion
from examen.cli.coverage import coverage
from examen.cli.fmt import fmt
from examen.cli.grade import grade
from examen.cli.listing import listing
from examen.cli.new import new
from examen.cli.output import fail, tell
from examen.cli.parameters import Group, Option, asked_language, speaking, warn_of_language
from examen.cli.preview import preview
from examen.cli.render import render
from examen.cli.schema import schema
from examen.cli.search import search
from examen.cli.show import show
from examen.cli.stopping import Terminated
from examen.cli.suggest import suggest
from examen.cli.use import use
from examen.cli.validate import retire, validate
from examen.garbage import collect_rarely
from examen.messages import _, marked, reason
from examen.problems import ExamenError

INTERRUPTED = 130
TERMINATED = 143


@click.group(
    cls=Group,
    help=marked(
        "Exam papers, and marks that explain themselves, from the cases and rubrics you write."
    ),
    subcommand_metavar=marked("COMMAND [ARGUMENTS]..."),
)
@click.version_option(
    __version__,
    message="%(prog)s %(version)s",
    cls=Option,
    help=marked("Show the version and exit."),
)
def app() -> None:
    """All commands; each is a module of this room."""


for command in (
    listing,
    show,
    search,
    coverage,
    new,
    fmt,
    preview,
    check,
    validate,
    retire,
    assemble,
    use,
    render,
    grade,
    agree,
    calibrate,
    suggest,
    schema,
    completion,
):
    app.add_command(command)


def run(arguments: Sequence[str] | None = None) -> int:
    """Run the command line.

    Args:
        arguments: the words after the program's name; the process's own if left out.

    Returns:
        The exit status: 0 done; 1 done, with problems reported; 2 wrong use or unusable input;
        130 interrupted; 143 asked to end.
    """
    collect_rarely()
    words = list(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal that lacks a character shows `?`
            stream.reconfigure(errors="replace")
    with speaking(asked_language(words)):
        warn_of_language()
        status = _status(words)
    if arguments is None:
        gc.freeze()  # the process ends: a last search for garbage would take another tenth
    return status


def _status(words: list[str]) -> int:
    color = False if os.environ.get("NO_COLOR") else None
    try:
        return app.main(words, "examen", standalone_mode=False, color=color) or 0
    except click.ClickException as error:
        _show(error)
    except click.Abort as error:
        fail(_("Interrupted."))
        return TERMINATED if isinstance(error.__cause__, Terminated) else INTERRUPTED
    except ExamenError as error:
        tell(error)
    except OSError as error:
        fail(_("{path}: {reason}").format(path=error.filename or "-", reason=reason(error)))
    except Exception as error:
        if os.environ.get("EXAMEN_DEBUG"):
            raise
        fail(
            _(
                "Unexpected error, {kind}: {error}. This is a fault of examen: please report it "
                "with the command you typed and what EXAMEN_DEBUG=1 adds."
            ).format(kind=type(error).__name__, error=" ".join(str(error).split()))
        )
    return 2


def _show(error: click.ClickException) -> None:
    """Show what was wrong with the words typed, in the quotes of the language in use."""
    shown = io.StringIO()
    error.show(shown)
    quoted = re.sub(r"(?<!\w)'([^'\n]+)'(?!\w)", lambda word: _said(word[1]), shown.getvalue())
    click.echo(quoted, err=True, nl=False)


def _said(word: str) -> str:
    return _("“{word}”").format(word=word)
