"""`examen check`: what is wrong in a bank and its rubrics, and where."""

from __future__ import annotations

from pathlib import Path

import click

from examen.cli.folders import Folders, folders, folders_of
from examen.cli.output import print_json, print_problems, print_table, problems_counted
from examen.cli.parameters import argument, command, existing, option
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
    checked = 0
    for place in places:
        found, records = _check(place, selftest=not no_selftest)
        problems += found
        checked += records
    problems = [problem for problem in problems if not paths or _is_below(problem, paths)]
    if as_json:
        print_json([problem.to_json() for problem in problems])
    else:
        print_problems(problems)
        click.echo(_summary(checked, len(problems)))
    return 1 if problems else 0


def _check(place: Folders, *, selftest: bool) -> tuple[list[Problem], int]:
    """The problems of a bank, sorted by place, and how many records it holds."""
    from examen import bank

    loaded = bank.load(*place)
    problems = [*loaded.problems, *bank.check(loaded)]
    if selftest:
        from examen.grading.selftest import selftest as grade_examples

        problems += grade_examples(loaded)
    records = (loaded.cases, loaded.exams, loaded.rubrics, loaded.frameworks, loaded.lexicons)
    return sorted(problems), sum(len(kind) for kind in records)


def _is_below(problem: Problem, paths: tuple[Path, ...]) -> bool:
    place = Path(problem.source.path).resolve()
    return any(place.is_relative_to(path.resolve()) for path in paths)


def _summary(records: int, problems: int) -> str:
    read = ngettext("{count} record checked", "{count} records checked", records)
    counted = problems_counted(problems) if problems else _("no problem")
    return f"{read.format(count=records)}, {counted}."


def _list() -> int:
    from examen.bank import Code
    from examen.grading.selftest import SelftestCode

    rows = [(code.value, code.meaning) for code in (*Code, *SelftestCode)]
    print_table((_("Code"), _("What is wrong")), rows)
    return 0
