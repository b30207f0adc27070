"""`examen check`: what is wrong in a bank and its rubrics, and where."""

from __future__ import annotations

import gc
from pathlib import Path

import click

from examen.cli.folders import Folders, folders, folders_of
from examen.cli.output import print_json, print_problems, print_table, problems_counted, progress
from examen.cli.parameters import argument, command, existing, option
from examen.cli.stopping import terminable
from examen.messages import _, marked, ngettext
from examen.problems import Problem


@command(
    "check",
    marked(
        "Checks a bank and its rubrics. Looks at files, points and references, and grades the "
        "marked example answers to compare with the points that their author gave them."
    ),
)
@argument(
    "paths",
    nargs=-1,
    type=existing(),
    metavar=marked("[PATHS]..."),
    help=marked("Report only what these files and folders hold."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print the problems for a program."))
@option("--list", "as_list", is_flag=True, help=marked("List all that is checked, and stop."))
@option("--no-selftest", is_flag=True, help=marked("Do not grade the example answers."))
def check(paths: tuple[Path, ...], *, as_json: bool, as_list: bool, no_selftest: bool) -> int:
    """Print the problems; the status is 1 if there are any."""
    if as_list:
        return _list()
    given = click.get_current_context().meta
    if paths and "examen.bank" not in given:
        places = list(dict.fromkeys(folders_of(path) for path in paths))
    else:
        places = [folders()]
    problems: list[Problem] = []
    files: set[str] = set()
    for place in places:
        found, read = _check(place, selftest=not no_selftest)
        problems += found
        files |= read
    if paths:
        problems = [problem for problem in problems if _is_below(problem.source.path, paths)]
        files = {file for file in files if _is_below(file, paths)}
    if as_json:
        print_json([problem.to_json() for problem in problems])
    else:
        print_problems(problems)
        click.echo(_summary(len(files), len(problems)))
    return 1 if problems else 0


def _check(place: Folders, *, selftest: bool) -> tuple[list[Problem], set[str]]:
    """The problems of a bank, sorted by place, and the files it was read from."""
    from examen import bank

    gc.disable()
    loaded = bank.load(*place)
    gc.freeze()  # it is all kept to the end: no use looking through it for garbage
    gc.enable()
    problems = [*loaded.problems, *bank.check(loaded)]
    if selftest:
        from examen.running.selftests import selftests

        with terminable(), progress(_("Grading the examples"), len(loaded.rubrics)) as advance:
            problems += selftests(loaded, place.bank, advance)
    broken = {problem.source.path for problem in loaded.problems}
    read = {loaded.path(record).as_posix() for record in loaded.records()}
    return sorted(problems), broken | read


def _is_below(file: str, paths: tuple[Path, ...]) -> bool:
    place = Path(file).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)


def _summary(files: int, problems: int) -> str:
    read = ngettext("{count} file checked", "{count} files checked", files)
    counted = problems_counted(problems) if problems else _("no problem")
    return f"{read.format(count=files)}, {counted}."


def _list() -> int:
    from examen.bank import Code
    from examen.grading.selftest import SelftestCode

    rows = [(code.value, code.meaning) for code in (*Code, *SelftestCode)]
    print_table((_("Code"), _("What is wrong")), rows)
    return 0
