"""Pictures as word processors show them: drawings and rarer kinds become PNG."""

from __future__ import annotations

import json
from pathlib import Path
from typing import NamedTuple

from examen.messages import _
from examen.problems import ExamenError
from examen.render.blocks import Figure
from examen.render.figures import Picture, picture
from examen.render.pdf import compiler

TEMPLATE = Path(__file__).with_name("templates") / "picture.typ"
DOTS_PER_INCH = 200
WIDTH = 172  # millimetres: that of the text on a page


class Raster(NamedTuple):
    """A picture's bytes, its kind (`png` or `jpg`) and its width divided by its height."""

    content: bytes
    kind: str
    ratio: float


def raster(figure: Figure) -> Raster:
    """The picture of a figure, ready for DOCX and ODT.

    Raises:
        ExamenError: the file is missing, of an unknown kind or broken.
    """
    found = picture(figure)
    if found.format in {"png", "jpg"}:
        return Raster(found.content, found.format, found.ratio)
    return Raster(_png(found, figure.path), "png", found.ratio)


def _png(found: Picture, path: Path) -> bytes:
    import typst

    data = {
        "content": found.content.decode() if found.format == "svg" else list(found.content),
        "format": found.format,
        "width": WIDTH,
    }
    try:
        drawn = compiler(TEMPLATE).compile(
            sys_inputs={"picture": json.dumps(data)}, format="png", ppi=DOTS_PER_INCH
        )
    except typst.TypstError as error:
        raise ExamenError(
            _("{path}: the picture cannot be drawn: {reason}").format(
                path=path, reason=error.message
            )
        ) from error
    if not isinstance(drawn, bytes):
        raise TypeError(type(drawn))
    return drawn
