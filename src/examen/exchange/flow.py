"""Text that keeps the shape of a document: paragraphs, list items, table rows."""

from __future__ import annotations

import re
from dataclasses import dataclass, field


@dataclass(slots=True)
class Flow:
    """Gathers a document's blocks into text.

    Paragraphs are parted by a blank line; the items of a list and the rows of a table stand on
    lines of their own, one under the other.
    """

    _text: list[str] = field(default_factory=list)
    _last: str = ""

    def paragraph(self, text: str) -> None:
        """Add a paragraph; one without words is left out."""
        self._add("paragraph", text.strip())

    def heading(self, level: int, text: str) -> None:
        """Add a heading of `level` 1 to 6."""
        if text.strip():
            self._add("heading", "#" * min(max(level, 1), 6) + " " + _one_line(text))

    def item(self, depth: int, mark: str, text: str) -> None:
        """Add an item of a list that stands in `depth` others; `mark` is `-` or `1.`."""
        if text.strip():
            self._add("item", "  " * depth + f"{mark} {text.strip()}")

    def row(self, cells: list[str]) -> None:
        """Add a row of a table; one without words is left out."""
        if any(cell.strip() for cell in cells):
            self._add("row", "| " + " | ".join(map(_one_line, cells)) + " |")

    def end_group(self) -> None:
        """Part the items or rows to come from those of the list or table before."""
        self._last = ""

    def text(self) -> str:
        """The whole text."""
        return "".join(self._text)

    def _add(self, kind: str, text: str) -> None:
        if not text:
            return
        if self._text:
            self._text.append("\n" if kind == self._last and kind in {"item", "row"} else "\n\n")
        self._text.append(text)
        self._last = kind


def _one_line(text: str) -> str:
    return " ".join(text.split())


def linked(words: str, target: str) -> str:
    """The words of a link, and where it leads unless they say so themselves."""
    bare = re.sub(r"^(mailto:|https?://)|/$", "", target)
    return words if not bare or bare.startswith("#") or bare in words else f"{words} ({target})"
