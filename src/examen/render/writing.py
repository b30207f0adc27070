"""Writing documents to files: a writer for each format, in one table.

A file appears whole or not at all: bytes go to a new file beside the target, which is then renamed.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from examen.messages import _
from examen.problems import ExamenError
from examen.render.blocks import Document

Writer = Callable[[Document], bytes]


def _html(document: Document) -> bytes:
    from examen.render.html import html

    return html(document).encode()


def _pdf(document: Document) -> bytes:
    from examen.render.pdf import pdf

    return pdf(document)


def _docx(document: Document) -> bytes:
    from examen.render.docx import docx

    return docx(document)


def _odt(document: Document) -> bytes:
    from examen.render.odt import odt

    return odt(document)


def _markdown(document: Document) -> bytes:
    from examen.render.markdown import markdown

    return markdown(document).encode()


# Each imports its library when it is called: a document in HTML needs no typst.
FORMATS: dict[str, Writer] = {
    "html": _html,
    "pdf": _pdf,
    "docx": _docx,
    "odt": _odt,
    "md": _markdown,
}


def content(document: Document, form: str) -> bytes:
    """A document as a file in the format `form`, a key of `FORMATS`.

    Raises:
        ExamenError: an unknown format, or a figure that cannot be shown.
    """
    if form not in FORMATS:
        raise ExamenError(
            _("no format “{form}”; these exist: {formats}").format(
                form=form, formats=", ".join(FORMATS)
            )
        )
    return FORMATS[form](document)


def write(document: Document, form: str, path: Path) -> None:
    """Write a document to `path` in the format `form`, a key of `FORMATS`.

    Raises:
        ExamenError: an unknown format, or a figure that cannot be shown.
        OSError: the file cannot be written.
    """
    made = content(document, form)
    new = path.with_name(f".{path.name}.{os.getpid()}.new")
    try:
        new.write_bytes(made)
        new.replace(path)
    except OSError as error:
        error.filename = str(path)  # nobody asked for the new file's name
        raise
    finally:
        new.unlink(missing_ok=True)
