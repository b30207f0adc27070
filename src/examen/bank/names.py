"""What to say instead of a name that nothing has."""

from __future__ import annotations

from collections.abc import Collection
from difflib import get_close_matches

_MOST = 12  # names that are worth reading


def nearest(key: str, names: Collection[str]) -> str:
    """Names in a row: all where they are few, else those most like `key`."""
    if len(names) <= _MOST:
        return ", ".join(names)
    return ", ".join((*get_close_matches(key, names, _MOST, 0.0), "…"))
