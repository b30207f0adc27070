"""What was worked out lately: the words of a language are few, but misspelt ones have no end."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

Key = TypeVar("Key")
Value = TypeVar("Value")

MOST = 3_000  # more than the different words of a few dozen copies, which come again and again
LONGEST = 60  # characters; hostile words may be very long


class Recent(dict[Key, Value]):
    """Values by key, made when they are asked for and forgotten when they are not asked for again.

    What was not asked for since as many others were is forgotten, so that twice as many at most
    are in memory. Ask with `recent[key]`: what is remembered costs no more than in a `dict`.
    """

    def __init__(self, make: Callable[[Key], Value]) -> None:
        super().__init__()
        self._make = make
        self._older: dict[Key, Value] = {}

    def __missing__(self, key: Key) -> Value:
        value = self._older.get(key)
        if value is None:
            value = self._make(key)
            if isinstance(key, str) and len(key) > LONGEST:
                return value
        if len(self) >= MOST:
            self._older = dict(self)
            super().clear()
        self[key] = value
        return value

    def clear(self) -> None:
        """Forget everything: it is to be made otherwise from now on."""
        super().clear()
        self._older.clear()
