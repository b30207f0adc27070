"""Characters that no font at hand can draw: candidates write emoji, and worse comes out of files.

PDF/UA refuses a file with a missing letter, and an empty box would lose what somebody wrote. Such a
character is replaced by its code and name, `[U+1F381 wrapped present]`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator
from typing import Any

# Latin letters, digits and the signs of French and English texts: every font has them.
_KNOWN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0x180)))) | set(
    "\n–—‘’“”«»…•−€œŒŸ\u202f\u2003\u2009"
)


class Glyphs:
    """What can be drawn, asked once for each character.

    Attributes:
        can_draw: whether a string can be drawn whole; it may be slow.
    """

    def __init__(self, can_draw: Callable[[str], bool]) -> None:
        self.can_draw = can_draw
        self._known = set(_KNOWN)
        self._stand_ins: dict[int, str] = {}

    def drawable(self, data: Any) -> Any:
        """`data` (of lists, dictionaries and strings) with stand-ins for what cannot be drawn."""
        used = set[str]().union(*_strings(data))
        self._learn(sorted(used - self._known))
        if used.isdisjoint(map(chr, self._stand_ins)):
            return data
        return self._translated(data)

    def _learn(self, new: list[str]) -> None:
        if new and not self.can_draw("".join(new)):
            for character in new:
                if not self.can_draw(character):
                    self._stand_ins[ord(character)] = _stand_in(character)
        self._known.update(new)

    def _translated(self, data: Any) -> Any:
        if isinstance(data, str):
            return data.translate(self._stand_ins)
        if isinstance(data, list):
            return [self._translated(item) for item in data]
        if isinstance(data, dict):
            return {key: self._translated(value) for key, value in data.items()}
        return data


def _strings(data: Any) -> Iterator[Iterable[str]]:
    if isinstance(data, str):
        yield data
    elif isinstance(data, list):
        for item in data:
            yield from _strings(item)
    elif isinstance(data, dict):
        for value in data.values():
            yield from _strings(value)


def _stand_in(character: str) -> str:
    match unicodedata.category(character):
        case "Cc":
            return " "  # a form feed or worse
        case "Mn" | "Me" | "Cf":
            return ""  # it only changes the character before it
        case _:
            name = unicodedata.name(character, "").lower()
            return f"[U+{ord(character):04X}{' ' if name else ''}{name}]"
