"""`examen fmt`: the files of a bank in one layout."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from examen.cli.folders import folders, folders_of, own_folders
from examen.cli.output import print_problems, tell
from examen.cli.parameters import argument, command, existing, option
from examen.messages import _, marked, ngettext
from examen.problems import ExamenError

if TYPE_CHECKING:
    from examen.bank.variants.sheets import Known


@command(
    "fmt",
    marked(
        "Brings files of the bank to one layout. Comments are kept, and each file is read again to "
        "prove that it says the same; a file with problems is left as it is."
    ),
)
@argument(
    "paths",
    nargs=-1,
    type=existing(),
    metavar=marked("[PATHS]..."),
    help=marked("The files and folders [default: the bank and its rubrics]."),
)
@option(
    "--check", "only_check", is_flag=True, help=marked("Only list the files that would change.")
)
@option("--diff", "as_diff", is_flag=True, help=marked("Only show what would change."))
def fmt(paths: tuple[Path, ...], *, only_check: bool, as_diff: bool) -> int:
    """Write the files that change and say which; 1 with problems, or with `--check` a change."""
    from examen.authoring.formatting import files_of, formatted

    changed = same = refused = 0
    for path in files_of(paths or filter(None, own_folders())):
        found = formatted(path, _variables)
        print_problems(found.problems)
        refused += bool(found.problems)
        same += not found.problems and not found.changes
        if not found.changes:
            continue
        if as_diff:
            click.echo(found.rewriting.diff(), nl=False)
        elif only_check:
            click.echo(path)
        else:
            try:
                found.rewriting.write()
            except ExamenError as error:
                tell(error)
                refused += 1
                continue
            click.echo(_("Written: {path}").format(path=path))
        changed += 1
    click.echo(_summary(changed, same, refused, done=not (only_check or as_diff)), err=True)
    return 1 if refused or (changed and only_check) else 0


def _variables(path: Path) -> Known:
    """The variables of the cases of the bank that a file belongs to, if it belongs to one."""
    from examen import bank

    try:
        place = folders_of(path)
    except ExamenError:
        place = folders()
    return bank.variables_of(bank.load_kinds(*place, {"case"}))


def _summary(changed: int, same: int, refused: int, *, done: bool) -> str:
    if done:
        first = ngettext("{count} file changed", "{count} files changed", changed)
    else:
        first = ngettext("{count} file would change", "{count} files would change", changed)
    parts = [
        first.format(count=changed),
        ngettext("{count} already in the layout", "{count} already in the layout", same).format(
            count=same
        ),
    ]
    if refused:
        text = ngettext("{count} left as it is", "{count} left as they are", refused)
        parts.append(text.format(count=refused))
    return ", ".join(parts) + "."
