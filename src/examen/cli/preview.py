"""`examen preview`: a case or an exam in the browser, while it is written."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

import click

from examen.cli.copies import exam_argument
from examen.cli.folders import RUBRICS, folders, load_bank
from examen.cli.output import note
from examen.cli.parameters import Whole, command, option
from examen.cli.render import DOCUMENTS
from examen.cli.stopping import terminable
from examen.messages import _, marked
from examen.problems import UnusableError

if TYPE_CHECKING:
    from collections.abc import Callable

    from examen.authoring.previewing import Tab
    from examen.model.full_exam import FullExam
    from examen.render.blocks import Document

PORT = 8765
ORAL = ("scenario", "jury-grid")  # documents of oral exams alone


@command(
    "preview",
    marked(
        "Shows a case or an exam in the browser. The page follows the files: it is made anew when "
        "one is saved, and says what is wrong while something is."
    ),
)
@exam_argument
@option(
    "--document",
    type=click.Choice(tuple(DOCUMENTS)),
    default="subject",
    help=marked("What to show first [default: subject]."),
)
@option(
    "--port",
    type=Whole(0, 65535),
    default=PORT,
    metavar=marked("PORT"),
    help=marked("The port to listen on, 0 for any [default: 8765]."),
)
@option("--no-browser", is_flag=True, help=marked("Only print the address."))
def preview(exam: str, *, document: str, port: int, no_browser: bool) -> int:
    """Serve the pages until somebody stops it."""
    import webbrowser

    from examen import bank
    from examen.authoring.previewing import Preview
    from examen.authoring.serving import PreviewServer

    place = folders()
    rubrics = place.rubrics or place.bank.parent / RUBRICS
    with suppress(UnusableError):  # the page tells the problems, until they are mended
        bank.complete(load_bank(exam), exam)
    shown = Preview(place.bank, rubrics, exam, tabs=_tabs(), first=document)
    with PreviewServer(shown, port) as server, terminable():
        click.echo(
            _("{address} shows {exam}; Ctrl-C ends.").format(address=server.address, exam=exam)
        )
        if not no_browser:
            webbrowser.open(server.address)
        try:
            server.serve_forever(poll_interval=0.1)
        except KeyboardInterrupt:
            note(_("The preview has ended."))
    return 0


def _tabs() -> dict[str, Tab]:
    """The documents that exist, by the names that commands give them."""
    from examen import render
    from examen.authoring.previewing import Tab
    from examen.render.layout import STANDARD

    def build(name: str) -> Callable[[FullExam], Document]:
        made: Callable[..., Document] = getattr(render, name.replace("-", "_"))
        return lambda full: made(full, STANDARD)

    def suits(name: str) -> Callable[[FullExam], bool]:
        if name == "booklet":
            return lambda full: not all(item.oral for item in full.questions())
        oral = name in ORAL
        return lambda full: not oral or any(case.form.is_oral for case in full.cases)

    return {name: Tab(_(title), build(name), suits(name)) for name, title in DOCUMENTS.items()}
