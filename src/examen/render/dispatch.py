"""From a block or an inline to the method that draws it."""

from __future__ import annotations

from collections.abc import Callable


def method(writer: object, item: object) -> Callable[..., str]:
    """The method of `writer` that draws a block or an inline: the one named after its type.

    Raises:
        TypeError: there is none; the type is named.
    """
    name = type(item).__name__
    found = getattr(writer, name.lower(), None)
    if found is None:
        raise TypeError(f"{type(writer).__name__} has no way to draw {name}")
    return found  # type: ignore[no-any-return]  # by the rule of names above
