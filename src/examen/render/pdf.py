"""The door to typst: a document as PDF, drawn by one fixed template.

The block tree goes in as data, so that nothing a candidate writes is ever read as markup. Files
are tagged and claim PDF/UA-1, which typst enforces: a figure without alternative text is an error.
Only typst's own fonts and those of the package `ttf-opensans` are used, never the system's.
"""

from __future__ import annotations

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from examen import messages
from examen.messages import _
from examen.problems import ExamenError
from examen.render.blocks import Document, Figure, to_data
from examen.render.figures import figures, picture
from examen.render.glyphs import Glyphs

if TYPE_CHECKING:
    import typst

TEMPLATE = Path(__file__).with_name("templates") / "document.typ"
PROBE = TEMPLATE.with_name("probe.typ")


@cache
def compiler(template: Path) -> typst.Compiler:
    """What draws `template`, with the same letters on every computer."""
    import typst

    spec = find_spec("ttf_opensans")
    folders = [Path(spec.origin).parent / "ttf"] if spec and spec.origin else []
    fonts = typst.Fonts(include_system_fonts=False, font_paths=folders)
    return typst.Compiler(template, root=template.parent, font_paths=fonts)


@cache
def _glyphs() -> Glyphs:
    return Glyphs(_can_draw)


def _can_draw(words: str) -> bool:
    import typst

    try:
        compiler(PROBE).compile(
            sys_inputs={"words": words}, format="pdf", pdf_standards=["ua-1"], timestamp=0
        )
    except (typst.TypstError, UnicodeEncodeError):  # the second: half a surrogate pair
        return False
    return True


def template_data(document: Document) -> dict[str, Any]:
    """What the template draws: the block tree and the words that the template adds."""
    data: dict[str, Any] = to_data(document)
    with messages.using(document.language):
        data["words"] = {
            "page": _("Page {page} of {pages}"),
            "question": _("Question {number}"),
            "colon": _(": "),
        }
    return data


def pdf(document: Document) -> bytes:
    """The document as PDF; the same document gives the same bytes.

    Raises:
        ExamenError: a figure's file is missing, of an unknown kind or broken.
    """
    import typst

    data = _glyphs().drawable(template_data(document))
    data["pictures"] = {
        # Named as the tree names them, whatever letters a folder's name holds.
        _glyphs().drawable(figure.path.as_posix()): _picture(figure)
        for figure in figures(document.body)
    }
    try:
        compiled = compiler(TEMPLATE).compile(
            sys_inputs={"document": json.dumps(data, ensure_ascii=False)},
            format="pdf",
            pdf_standards=["ua-1"],
            timestamp=document.timestamp,
        )
    except typst.TypstError as error:
        raise ExamenError(
            _("the PDF cannot be made: {reason}").format(reason=error.message)
        ) from error
    if not isinstance(compiled, bytes):
        raise TypeError(type(compiled))
    return compiled


def _picture(figure: Figure) -> dict[str, Any]:
    found = picture(figure)
    content = found.content.decode() if found.format == "svg" else list(found.content)
    return {"format": found.format, "content": content, "ratio": found.ratio}
