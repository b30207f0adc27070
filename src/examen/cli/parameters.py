"""Click's commands, options and arguments, whose texts follow the user's language.

Texts are given in English, marked for translation, and looked up each time they are read.
"""

from __future__ import annotations

import gettext
import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, TypeVar

import click

from examen import messages
from examen.messages import _, marked

Function = TypeVar("Function", bound=Callable[..., Any])


class Translated:
    """An attribute that holds an English text and gives it in the language in use."""

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        text = instance.__dict__.get(self.name)
        return _(text) if text else text

    def __set__(self, instance: Any, text: str | None) -> None:
        instance.__dict__[self.name] = text


class Day(click.ParamType[date]):
    """A day, year first."""

    name = "day"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day.

        Raises:
            click.BadParameter: the value is none.
        """
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(_("write a date as year-month-day, such as 2026-11-21"), param, ctx)


class Option(click.Option):
    """An option whose help and placeholder are translated."""

    help = Translated()
    metavar = Translated()


class Argument(click.Argument):
    """An argument whose help and placeholder are translated."""

    help = Translated()
    metavar = Translated()


class Command(click.Command):
    """A command whose help is translated; it takes the options that all commands share."""

    help = Translated()

    def __init__(self, *arguments: Any, **attributes: Any) -> None:
        super().__init__(*arguments, **attributes)
        self.params += COMMON

    def get_help_option(self, ctx: click.Context) -> click.Option | None:
        """Click makes this option once; its help must follow the language all the same."""
        option = super().get_help_option(ctx)
        if option is not None:
            option.help = _("Show this message and exit.")
        return option


class Group(Command, click.Group):
    """The commands together."""

    subcommand_metavar = Translated()

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """The commands in the order of the work, not of the alphabet."""
        return list(self.commands)


def command(name: str, help: str) -> Callable[[Callable[..., Any]], click.Command]:  # noqa: A002 - click's own word
    """Make a function a command; `help` is in English and `marked`."""
    return click.command(name, cls=Command, help=help)


def option(*names: str, **attributes: Any) -> Callable[[Function], Function]:
    """Give a command an option."""
    return click.option(*names, cls=Option, **attributes)


def argument(name: str, **attributes: Any) -> Callable[[Function], Function]:
    """Give a command a positional argument."""
    return click.argument(name, cls=Argument, **attributes)


class PathType(click.Path):
    """A path, which messages name in the language in use: `Fichier « x » introuvable`."""

    name = Translated()


def existing(**limits: Any) -> PathType:
    """A path that must exist."""
    return PathType(exists=True, path_type=Path, **limits)


def new_folder() -> PathType:
    """A folder that may exist or is made."""
    return PathType(file_okay=False, path_type=Path)


def new_file() -> PathType:
    """A file that may exist or is made."""
    return PathType(dir_okay=False, path_type=Path)


class Text(click.ParamType[str]):
    """A text that says something."""

    name = "text"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """The text, without the space around it.

        Raises:
            click.BadParameter: it is empty.
        """
        text = str(value).strip()
        if not text:
            self.fail(_("this is empty; write it out."), param, ctx)
        return text


class Number(click.ParamType[float]):
    """A number between two bounds, both allowed."""

    name = "number"
    kind: type[float] = float
    from_on, from_to = (
        marked("give a number from {low} on."),
        marked("give a number from {low} to {high}."),
    )

    def __init__(self, low: int, high: int | None = None) -> None:
        self._low, self._high = low, high

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The number.

        Raises:
            click.BadParameter: the value is none, or out of bounds.
        """
        try:
            number = self.kind(value)
        except ValueError:
            number = self.kind(self._low - 1)
        if not self._low <= number <= (number if self._high is None else self._high):
            message = _(self.from_on if self._high is None else self.from_to)
            self.fail(message.format(low=self._low, high=self._high), param, ctx)
        return number


class Whole(Number):
    """A whole number between two bounds, both allowed."""

    kind = int
    from_on, from_to = (
        marked("give a whole number from {low} on."),
        marked("give a whole number from {low} to {high}."),
    )


def _remember(context: click.Context, parameter: click.Parameter, value: Path | None) -> None:
    """Keep a common option where every command finds it, given before or after its name."""
    if value is not None:
        context.meta[f"examen.{parameter.name}"] = value


FOLDER = marked("FOLDER")
COMMON: list[click.Parameter] = [
    Option(
        ["--bank"],
        type=existing(file_okay=False),
        metavar=FOLDER,
        expose_value=False,
        callback=_remember,
        help=marked("The bank's folder [default: ./bank, else the one that comes with examen]."),
    ),
    Option(
        ["--rubrics"],
        type=existing(file_okay=False),
        metavar=FOLDER,
        expose_value=False,
        callback=_remember,
        help=marked("The rubrics' folder [default: rubrics, beside the bank]."),
    ),
    # `spoken` has read it before click reads anything; here it is checked and explained.
    Option(
        ["--lang"],
        type=click.Choice(messages.LANGUAGES),
        expose_value=False,
        help=marked("The language of messages [default: $EXAMEN_LANG, else fr]."),
    ),
]


def asked_language(arguments: list[str]) -> str:
    """The language that the arguments or `EXAMEN_LANG` ask for, French where none is known."""
    asked = _from_environment()
    for word, following in pairwise([*arguments, ""]):
        if word == "--lang":
            asked = following
        elif word.startswith("--lang="):
            asked = word.removeprefix("--lang=")
    return asked if asked in messages.LANGUAGES else messages.DEFAULT


def warn_of_language() -> None:
    """Say so if `EXAMEN_LANG` asks for a language that examen does not speak."""
    if _from_environment() not in messages.LANGUAGES:
        text = _("EXAMEN_LANG asks for “{asked}”, which examen does not speak; it can be: {known}")
        known = ", ".join(messages.LANGUAGES)
        click.echo(text.format(asked=os.environ["EXAMEN_LANG"], known=known), err=True)


def _from_environment() -> str:
    """`fr` for `fr`, `FR` and `fr_FR.UTF-8`."""
    asked = os.environ.get("EXAMEN_LANG") or messages.DEFAULT
    return re.split(r"[_.-]", asked)[0].lower()


@contextmanager
def speaking(language: str) -> Iterator[None]:
    """Answer in `language`, click's own messages too.

    Click asks Python's `gettext` for its texts, which goes by the process's text domain and by
    the environment; both are set here, and the command line is alone in its process.
    """
    gettext.bindtextdomain("examen", messages.LOCALES)
    gettext.textdomain("examen")
    before = os.environ.get("LANGUAGE")
    os.environ["LANGUAGE"] = language
    try:
        with messages.using(language):
            yield
    finally:
        if before is None:
            del os.environ["LANGUAGE"]
        else:
            os.environ["LANGUAGE"] = before
