"""`examen assemble`: exams that meet a blueprint, or the demands that contradict each other."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click

from examen.cli import proposed
from examen.cli.folders import folders, own_folders
from examen.cli.output import fail, note, print_json, print_table, progress
from examen.cli.parameters import Number, Whole, argument, command, new_folder, option
from examen.messages import _, marked, ngettext, written
from examen.problems import ExamenError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from examen.bank import Bank
    from examen.papers import Contradiction, Figures, Outcome

EXAMS = "exams"


@command(
    "assemble",
    marked(
        "Puts exams together from a blueprint. Looks for the best questions of the bank that meet "
        "all that the blueprint asks for, or says which demands contradict each other."
    ),
)
@argument(
    "blueprint",
    metavar=marked("BLUEPRINT"),
    shell_complete=proposed.blueprints,
    help=marked("A blueprint's identifier, or its file."),
)
@option(
    "-o",
    "--output",
    type=new_folder(),
    metavar=marked("FOLDER"),
    help=marked("Where to write the exams [default: the folder exams of the bank]."),
)
@option(
    "--seed",
    type=Whole(0, 2**31 - 1),
    default=0,
    metavar=marked("NUMBER"),
    help=marked("Another number gives another exam that is as good [default: 0]."),
)
@option(
    "--time-limit",
    type=Number(1, 86400),
    default=120.0,
    metavar=marked("SECONDS"),
    help=marked("How long to look for the best [default: 120]."),
)
@option("--force", is_flag=True, help=marked("Replace exams that are already there."))
@option("--json", "as_json", is_flag=True, help=marked("Print the result for a program."))
def assemble(
    blueprint: str,
    *,
    output: Path | None,
    seed: int,
    time_limit: float,
    force: bool,
    as_json: bool,
) -> int:
    """Write the exams and show them in figures; 1 if there can be none, or files have problems."""
    from examen import bank, papers

    loaded = bank.load(*folders())
    folder = output or own_folders().bank / EXAMS
    if loaded.problems:
        names = ", ".join(sorted({problem.source.path for problem in loaded.problems}))
        message = _("Files with problems were left out: {names}; run examen check to see why.")
        note(message.format(names=names))
    with progress(_("Looking for the best questions"), counted=False):
        found = papers.assemble(loaded, blueprint, seed=seed, seconds=time_limit)
    if isinstance(found, papers.Contradiction):
        if as_json:
            print_json(found.to_json())
        else:
            _explain(found)
        return 1
    _tell_changes(found.changed)
    paths = _write(found, folder, loaded, force=force)
    if as_json:
        print_json({**found.to_json(), "files": [path.as_posix() for path in paths]})
    else:
        _show(found, paths)
    return 1 if loaded.problems else 0


def _write(found: Outcome, folder: Path, loaded: Bank, *, force: bool) -> list[Path]:
    from examen import bank
    from examen.exchange import replacing

    exams = {f"{paper.exam.id}.yaml": bank.dumps(paper.exam) for paper in found.papers}
    for name, text in exams.items():
        path = folder / name
        if not force and path.exists() and path.read_text("utf-8") != text:
            message = _("{path} already exists and is different; add --force to replace it")
            raise ExamenError(message.format(path=path))
        known = loaded.exams.get(path.stem)
        if known and loaded.path(known).resolve() != path.resolve():
            message = _("the bank already has an exam “{key}”, in {path}; rename the blueprint")
            raise ExamenError(message.format(key=path.stem, path=loaded.path(known)))
    with replacing(folder, dict.fromkeys(exams, "utf-8")) as streams:
        for stream, text in zip(streams, exams.values(), strict=True):
            stream.write(text)
    return [folder / name for name in exams]


def _show(found: Outcome, paths: Sequence[Path]) -> None:
    letters = [
        paper.exam.assembly.version if paper.exam.assembly else None for paper in found.papers
    ]
    several = len(letters) > 1
    heads = [_("Figure"), *((letter or _("Exam")) for letter in letters)]
    rows = list(_rows(found.figures))
    if several:
        heads.append(_("Difference"))
    print_table(heads, rows, numbers=range(1, len(heads)))
    for path in paths:
        click.echo(_("Exam: {path}").format(path=path))
    if found.proven:
        click.echo(_("This is the best that the bank allows (proven)."))
    else:
        note(
            _(
                "The time limit was reached: the blueprint is met, but something better may exist. "
                "Allow more time with --time-limit."
            )
        )


def _tell_changes(changed: Sequence[str]) -> None:
    """Say which questions are no longer what somebody validated."""
    if changed:
        message = ngettext(
            "{count} question has changed since it was validated: {names}. Read it again.",
            "{count} questions have changed since they were validated: {names}. Read them again.",
            len(changed),
        )
        note(message.format(count=len(changed), names=", ".join(changed)))


def _rows(figures: Sequence[Figures]) -> Iterator[list[str]]:
    """What the exams are in figures, with the greatest difference where there are several."""
    codes = sorted({code for one in figures for code in one.competencies})
    kinds: list[tuple[str, list[Decimal]]] = [
        (_("Points"), [one.points for one in figures]),
        (_("Minutes"), [one.minutes for one in figures]),
        (_("Mean level"), [one.level for one in figures]),
        (_("Cases"), [Decimal(one.cases) for one in figures]),
        (_("Questions"), [Decimal(one.questions) for one in figures]),
        (_("Points already used"), [one.used for one in figures]),
        *((code, [one.competencies.get(code, Decimal(0)) for one in figures]) for code in codes),
    ]
    for title, numbers in kinds:
        row = [title, *(written(round(number, 2)) for number in numbers)]
        if len(numbers) > 1:
            low, high = min(numbers), max(numbers)
            row.append(_difference(low, high) if title not in codes else written(high - low))
        yield row


def _difference(low: Decimal, high: Decimal) -> str:
    """How much more the most is than the least: `4 (1,9 %)`."""
    number = written(round(high - low, 2))
    if low == high or not low:
        return number
    percent = round(100 * (high - low) / low, 1)
    return _("{number} ({percent} %)").format(number=number, percent=written(percent))


def _explain(found: Contradiction) -> None:
    fail(_("no exam of this bank meets the blueprint."))
    heading = (
        _("These demands contradict each other; give up or loosen one of them:")
        if found.smallest
        else _("These demands contradict each other (perhaps fewer do); loosen one of them:")
    )
    click.echo(heading)
    for clash in found.clashes:
        click.echo(f"- {clash.text} ({clash.place})")
        if clash.hint:
            click.echo(f"  {clash.hint}")
