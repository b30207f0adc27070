"""Finding a blueprint, in the bank or in a file beside it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from examen.bank.checks.blueprints import problems_of
from examen.bank.completing import refuse_broken, unknown
from examen.bank.loading import Bank
from examen.bank.reading import name_of, read
from examen.messages import _
from examen.model.blueprint import Blueprint
from examen.problems import ExamenError, UnusableError


def with_blueprint(bank: Bank, name: str | Path) -> tuple[Bank, Blueprint]:
    """The blueprint of this id or file, and the bank with it.

    Raises:
        UnusableError: it has problems, or names what the bank does not have.
        ExamenError: there is none of that name; says which names are near.
    """
    path = Path(name)
    if path.suffix in {".yaml", ".yml"} and path.is_file():
        bank, blueprint = _from_file(bank, path)
    else:
        refuse_broken(bank, "blueprint", str(name))
        if str(name) not in bank.blueprints:
            raise unknown(_("no blueprint “{key}”"), str(name), bank.blueprints)
        blueprint = bank.blueprints[str(name)]
    problems = tuple(problems_of(bank, blueprint))
    if problems:
        message = _("the blueprint “{key}” cannot be used: it has problems; mend them first")
        raise UnusableError(message.format(key=blueprint.id), problems)
    return bank, blueprint


def _from_file(bank: Bank, path: Path) -> tuple[Bank, Blueprint]:
    reading = read(path)
    if reading.problems:
        message = _("{path} cannot be used: it has problems; mend them first")
        raise UnusableError(message.format(path=path), reading.problems)
    blueprint = reading.sound
    if not isinstance(blueprint, Blueprint):
        raise ExamenError(_("{path} is not a blueprint").format(path=path))
    return (
        replace(
            bank,
            blueprints={**bank.blueprints, blueprint.id: blueprint},
            files={**bank.files, name_of(blueprint): reading.file},
        ),
        blueprint,
    )
