"""Where the bank and its rubrics are, and loading them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

import examen
from examen.messages import _
from examen.problems import ExamenError

if TYPE_CHECKING:
    from examen.bank import Bank

BANK, RUBRICS = "bank", "rubrics"


class Folders(NamedTuple):
    """A bank and the rubrics that belong to it, if it has any."""

    bank: Path
    rubrics: Path | None


def shipped() -> Path:
    """The folder that holds the bank, the rubrics and the samples that come with examen."""
    package = Path(examen.__file__).parent
    installed = package / "shipped"
    return installed if installed.is_dir() else package.parent.parent


def folders() -> Folders:
    """The folders that the options name, else those of the current folder, else the shipped ones.

    Rubrics stand beside their bank, in the folder `rubrics` if it exists, unless an option says
    otherwise.
    """
    given = click.get_current_context().meta
    bank = given.get("examen.bank")
    if bank is None:
        bank = Path(BANK) if Path(BANK).is_dir() else shipped() / BANK
    return Folders(bank, given.get("examen.rubrics") or _beside(bank))


def own_folders() -> Folders:
    """The folders that the options name, else those of the current folder: what may be written to.

    Raises:
        ExamenError: there are none; the bank that comes with examen is not the user's to change.
    """
    found = folders()
    if "examen.bank" not in click.get_current_context().meta and found.bank != Path(BANK):
        raise ExamenError(
            _("there is no folder named bank here; make it, or name the bank with --bank")
        )
    return found


def _beside(bank: Path) -> Path | None:
    rubrics = bank.parent / RUBRICS
    return rubrics if rubrics.is_dir() else None


def folders_of(path: Path) -> Folders:
    """The folders that a file or folder belongs to: the nearest above it with a `bank`."""
    for folder in (path, *path.absolute().parents):
        if (folder / BANK).is_dir():
            bank = _shortest(folder) / BANK
            return Folders(bank, _beside(bank))
    raise ExamenError(
        _(
            "{path} does not belong to a bank: no folder above it holds a folder named bank; "
            "name the folders with --bank and --rubrics"
        ).format(path=path)
    )


def _shortest(folder: Path) -> Path:
    """The folder as seen from the current one, if it is below it."""
    here = Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def load_bank(exam: str | None = None) -> Bank:
    """Load the bank that options and the current folder ask for, or what an exam needs of it."""
    from examen import bank

    return bank.load(*folders()) if exam is None else bank.load_exam(*folders(), exam)


def completed(
    names: Callable[[Folders, str], Iterable[str]],
) -> Callable[[click.Context, click.Parameter, str], list[str]]:
    """What a shell proposes for an argument: those of `names` that begin like what is typed.

    `names` is given the folders of the bank and what is typed.
    """

    def complete(context: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
        del parameter
        with context:
            proposed = names(folders(), incomplete)
            return [name for name in proposed if name.startswith(incomplete)]

    return complete
