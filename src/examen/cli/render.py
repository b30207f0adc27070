"""`examen render`: an exam as documents to print or to put online."""

from __future__ import annotations

from pathlib import Path

import click

from examen.cli.copies import exam_argument
from examen.cli.folders import load_bank
from examen.cli.output import tell
from examen.cli.parameters import command, new_folder, option
from examen.messages import _, marked
from examen.problems import ExamenError

DOCUMENTS = {
    "subject": marked("Subject"),
    "guide": marked("Marking guide"),
    "grid": marked("Marking grid"),
    "booklet": marked("Answer booklet"),
    "scenario": marked("Scenario for the jury"),
    "jury-grid": marked("Jury grid"),
    "recognition": marked("How ideas are recognised"),
}
FORMATS = ("pdf", "html", "docx", "odt", "md")
LAYOUTS = ("standard", "large-print", "dyslexic")


@command(
    "render",
    marked(
        "Writes the documents of an exam. They are the subject, the guide for markers, the "
        "marking grid, the answer booklet, the scenario and the grid of the jury of an oral exam "
        "and, for those who write rubrics, how ideas are recognised."
    ),
)
@exam_argument
@option(
    "--document",
    "documents",
    multiple=True,
    type=click.Choice(tuple(DOCUMENTS)),
    default=("subject",),
    help=marked("What to write; may be repeated [default: subject]."),
)
@option(
    "--format",
    "formats",
    multiple=True,
    type=click.Choice(FORMATS),
    default=("pdf",),
    help=marked("In which format; may be repeated [default: pdf]."),
)
@option(
    "--layout",
    type=click.Choice(LAYOUTS),
    default="standard",
    help=marked("How it is laid out: large print, or for dyslexic candidates."),
)
@option("--extra-time", is_flag=True, help=marked("Announce one third more time."))
@option(
    "-o",
    "--output",
    type=new_folder(),
    default=Path(),
    metavar=marked("FOLDER"),
    help=marked("Where to write [default: the current folder]."),
)
def render(
    exam: str,
    *,
    documents: tuple[str, ...],
    formats: tuple[str, ...],
    layout: str,
    extra_time: bool,
    output: Path,
) -> int:
    """Write the documents and say where; 1 if some cannot be made, 2 if none can."""
    from examen import bank
    from examen import render as documents_of
    from examen.render.layout import DYSLEXIC, LARGE, STANDARD, with_extra_time

    full = bank.complete(load_bank(exam), exam)
    chosen = dict(zip(LAYOUTS, (STANDARD, LARGE, DYSLEXIC), strict=True))[layout]
    if extra_time:
        chosen = with_extra_time(chosen)
    suffix = ("" if layout == "standard" else f"-{layout}") + ("-extra-time" * extra_time)
    output.mkdir(parents=True, exist_ok=True)
    written = 0
    for name in documents:
        try:
            document = getattr(documents_of, name.replace("-", "_"))(full, chosen)
            for form in formats:
                path = output / f"{full.exam.id}-{name}{suffix}.{form}"
                documents_of.write(document, form, path)
                click.echo(_("{document}: {path}").format(document=_(DOCUMENTS[name]), path=path))
            written += 1
        except ExamenError as error:  # which may not keep the others from being made
            tell(error)
    return 0 if written == len(documents) else 1 if written else 2
