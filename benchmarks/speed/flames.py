"""Flame graphs: functions as bars, as wide as the time spent in them, over those that call them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html import escape
from zlib import crc32

_WIDTH, _BAR = 1_200, 18  # pixels
_LETTER = 6.6  # pixels, of the font below
_NARROWEST = 0.8  # pixels; what is narrower is left out
_FONT = "font-family:monospace;font-size:11px"


@dataclass(slots=True)
class _Node:
    count: int = 0
    called: dict[str, _Node] = field(default_factory=dict)


def flame_graph(stacks: Sequence[tuple[Sequence[str], int]], title: str) -> str:
    """An SVG document; a bar tells its name and share when it is pointed at.

    Args:
        stacks: functions, outermost first, and how often they were met so.
        title: what was measured.
    """
    root = _Node()
    for stack, count in stacks:
        node = root
        node.count += count
        for name in stack:
            node = node.called.setdefault(name, _Node())
            node.count += count
    bars = list(_bars(root, 0.0, 0, root.count))
    depth = max((level for _name, level, *_rest in bars), default=0) + 1
    height = (depth + 2) * _BAR
    shown = "".join(
        _bar(name, left, height - (level + 1) * _BAR, width, count / root.count)
        for name, level, left, width, count in bars
    )
    head = f'<text x="{_WIDTH / 2}" y="14" text-anchor="middle">{escape(title)}</text>'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {height}" '
        f'style="{_FONT};background:white">{head}{shown}</svg>\n'
    )


def _bars(
    node: _Node, left: float, level: int, total: int
) -> Iterator[tuple[str, int, float, float, int]]:
    """Name, level, left edge, width and count of what a function calls, and of what these call."""
    for name, called in sorted(node.called.items()):
        width = called.count / total * _WIDTH
        if width >= _NARROWEST:
            yield name, level, left, width, called.count
            yield from _bars(called, left, level + 1, total)
        left += width


def _bar(name: str, left: float, top: float, width: float, share: float) -> str:
    module, _, function = name.rpartition(" ")
    letters = int((width - 4) / _LETTER)
    label = function if letters >= len(function) else function[: letters - 1] + "…"
    text = f'<text x="{left + 3:.1f}" y="{top + 13}">{escape(label)}</text>' if letters > 3 else ""
    return (
        f"<g><title>{escape(module)} {escape(function)} {share:.1%}</title>"
        f'<rect x="{left:.1f}" y="{top}" width="{width:.1f}" height="{_BAR - 1}" '
        f'fill="{_colour(module)}"/>{text}</g>'
    )


def _colour(module: str) -> str:
    """A warm colour for the language, a cool one for grading, shaded by module."""
    shade = crc32(module.encode()) % 30
    hue = {"language": 30, "grading": 200}.get(module.partition("/")[0], 110)
    return f"hsl({hue + shade - 15},70%,{70 + shade / 3:.0f}%)"
