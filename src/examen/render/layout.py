"""How a document is laid out: the standard way, or adapted to a candidate's needs."""

from __future__ import annotations

from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Layout:
    """How a document is laid out.

    Attributes:
        name: what the file names and the command line call it.
        size: of the text, in points.
        leading: distance between lines, in parts of `size`.
        sans: letters without serifs.
        spaced: wider spaces between letters and words.
        justified: both edges straight, with hyphenation.
        italics: whether italics are drawn; bold replaces them otherwise.
        margin_points: points of a question in the margin, else in the text.
        landscape: wide tables and figures on a page that lies on its side.
        lying: every page lies on its side.
        line_height: of ruled answer lines, in millimetres.
        extra_time: the header gives one third more time (tiers temps).
    """

    name: str = "standard"
    size: float = 11
    leading: float = 0.65
    sans: bool = False
    spaced: bool = False
    justified: bool = True
    italics: bool = True
    margin_points: bool = True
    landscape: bool = False
    lying: bool = False
    line_height: float = 8
    extra_time: bool = False


STANDARD = Layout()
LARGE = Layout(
    name="large",
    size=20,
    leading=0.75,
    sans=True,
    justified=False,
    italics=False,
    margin_points=False,
    landscape=True,
    line_height=13,
)
DYSLEXIC = Layout(
    name="dyslexic",
    size=14,
    leading=1.0,
    sans=True,
    spaced=True,
    justified=False,
    italics=False,
    margin_points=False,
    line_height=11,
)

LAYOUTS = {layout.name: layout for layout in (STANDARD, LARGE, DYSLEXIC)}


def with_extra_time(layout: Layout) -> Layout:
    """The same layout for a candidate who is granted one third more time."""
    return replace(layout, extra_time=True)


def extended(minutes: int) -> int:
    """`minutes` and one third more, rounded up to a whole minute."""
    return -(-minutes * 4 // 3)
