"""The paragraph styles of documents for word processors, said once for every format.

`docx_styles` and `odt_styles` translate them. Lengths are millimetres, sizes and spaces are
parts of the layout's letter size.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from examen.messages import marked
from examen.render.blocks import Align
from examen.render.layout import Layout
from examen.render.office import FAINT, NUMBER_ROOM, POINTS_ROOM, QUIET, Rule, foot_size, indent

MONO = "Courier New"
DISPLAY = "Arial"


def family(layout: Layout) -> str:
    """The letters of the text: on every computer, or replaced there by letters as wide."""
    return "Arial" if layout.sans else "Times New Roman"


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """A paragraph style.

    Attributes:
        title: its name in the editor where the editor has none of its own, as a message.
        parent: the style whose letters it shares.
        outline: its level among headings; 0 if it is none.
        font: empty for the text's own.
        hanging: how far the first line starts to the left of the others.
        exact: the height of a line, whatever stands in it; 0 for the text's own leading.
        close: no space between neighbours of this style.
        single: lines as close as their letters allow.
        tabbed: a tab leads to the right edge of the page.
    """

    title: str = ""
    parent: str = "body"
    outline: int = 0
    font: str = ""
    size: float = 1.0
    bold: bool = False
    caps: bool = False
    ink: str = ""
    align: Align | None = None
    before: float = 0.0
    after: float = 0.4
    left: float = 0.0
    right: float = 0.0
    hanging: float = 0.0
    exact: float = 0.0
    single: bool = False
    top: Rule | None = None
    bottom: Rule | None = None
    fill: str = ""
    keep: bool = False
    close: bool = False
    tabbed: bool = False


def leading(style: Style, layout: Layout) -> float:
    """The distance between lines, in parts of the letters' own line."""
    return 1 if style.single else (layout.leading + 0.68) / 1.15


def styles(layout: Layout) -> dict[str, Style]:
    """The paragraph styles of a layout by name; a style stands after its parent."""
    big = 1.0 if layout.size > 16 else 1.25
    marginal = layout.margin_points
    step = indent(layout)
    cell = Style(
        title=marked("Table text"),
        size=0.9 if layout.landscape else 0.94,
        align=Align.START,
        after=0.15,
    )
    return {
        "body": Style(parent=""),
        "small": Style(title=marked("Small print"), size=0.88),
        **_headings(),
        **{
            f"question-{level}": Style(
                title=marked("Question {level}"),
                parent=f"heading-{level}",
                outline=level,
                bold=not marginal,
                font=family(layout) if marginal else DISPLAY,
                before=1.0,
                after=0.45,
                left=NUMBER_ROOM if marginal else 0,
                right=POINTS_ROOM if marginal else 0,
                hanging=NUMBER_ROOM if marginal else 0,
                keep=True,
                tabbed=True,
            )
            for level in range(2, 7)
        },
        "diploma": _centred(marked("Diploma"), size=big, bold=True, caps=True, top=Rule(1.5)),
        "paper": _centred(marked("Paper"), bold=True),
        "session": _centred(
            marked("Session line"), bold=True, caps=True, bottom=Rule(1.5), after=1.6
        ),
        "kind": _centred(marked("Kind of document"), size=big, bold=True, caps=True),
        "caption": Style(font=DISPLAY, size=0.88, bold=True, before=0.8, after=0.4, keep=True),
        "figure": Style(
            title=marked("Figure"), align=Align.CENTRE, before=0.4, after=0.4, single=True
        ),
        "bullet": Style(close=True, left=step, hanging=step),
        "number": Style(close=True, left=step, hanging=step),
        "cell": cell,
        "cell-head": replace(cell, title=marked("Table heading"), parent="cell", bold=True),
        "cell-muted": replace(cell, title=marked("Muted table text"), parent="cell", ink=QUIET),
        "code": Style(
            title=marked("Lines of code"),
            font=MONO,
            size=0.9,
            align=Align.START,
            left=3,
            fill="F5F5F2",
        ),
        "quote": Style(left=8, right=8),
        "box-title": Style(
            title=marked("Title of a box"),
            font=DISPLAY,
            size=0.86,
            bold=True,
            align=Align.START,
        ),
        "line": Style(
            title=marked("Line to write on"),
            exact=layout.line_height,
            after=0,
            bottom=Rule(0.5, "9A9A9A"),
        ),
        "divider": Style(title=marked("Divider"), size=0.4, bottom=Rule(0.5, QUIET), after=1.0),
        "score": Style(title=marked("Mark in figures"), font=DISPLAY, size=2, bold=True, after=0),
        "score-label": Style(
            title=marked("Name of a mark"), font=DISPLAY, size=0.85, ink=QUIET, after=0
        ),
        "notice": Style(
            title=marked("Notice"), size=0.8, ink=QUIET, align=Align.CENTRE, before=0.4, after=0.2
        ),
        "footer": Style(
            font=DISPLAY,
            size=foot_size(layout) / layout.size,
            align=Align.START,
            after=0,
            single=True,
        ),
        "gap": Style(title=marked("Gap"), size=0.3, exact=1.8, after=0),
    }


def _headings() -> dict[str, Style]:
    sizes = (1.17, 1.08, 1.0, 0.95, 0.9, 0.9)
    rule = Rule(0.75)
    found = {}
    for level, size in enumerate(sizes, start=1):
        ruled = level == 2
        found[f"heading-{level}"] = Style(
            outline=level,
            font=DISPLAY,
            size=size,
            bold=True,
            align=Align.START,
            before=1.4 if ruled else 1.0 if level > 1 else 0.2,
            after=0.8 if ruled else 0.5,
            top=rule if ruled else None,
            bottom=rule if ruled else None,
            fill=FAINT if ruled else "",
            keep=True,
            tabbed=True,
        )
    return found


def _centred(title: str, **options: Any) -> Style:
    return Style(title=title, font=DISPLAY, align=Align.CENTRE, **options)
