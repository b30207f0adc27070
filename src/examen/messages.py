"""The user's language: messages are written in English in the code and looked up in a catalogue.

`locale/<language>/<room>.po` holds a room's translations; `tools/catalogues.py` compiles them.
French is what a user gets who asks for nothing.
"""

from __future__ import annotations

import gettext as _gettext
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from decimal import Decimal
from functools import cache
from pathlib import Path

LOCALES = Path(__file__).parent / "locale"
DEFAULT = "fr"
LANGUAGES = ("fr", "en")

_current: ContextVar[str] = ContextVar("language", default=DEFAULT)


@cache
def _catalogue(language: str) -> _gettext.NullTranslations:
    if language == "en":
        return _gettext.NullTranslations()
    return _gettext.translation("examen", LOCALES, [language], fallback=True)


def current() -> str:
    """The code of the language in use, such as `fr`."""
    return _current.get()


def use(language: str) -> None:
    """Answer in `language` from now on."""
    _current.set(language)


@contextmanager
def using(language: str) -> Iterator[None]:
    """Answer in `language` inside the `with` block: a French case is rendered in French."""
    token = _current.set(language)
    try:
        yield
    finally:
        _current.reset(token)


def _(message: str) -> str:
    """`message` in the language in use; fill its `{fields}` afterwards with `.format`."""
    return _catalogue(_current.get()).gettext(message)


def ngettext(singular: str, plural: str, count: int) -> str:
    """The form of a message that fits `count`; French counts 0 and 1 as singular."""
    return _catalogue(_current.get()).ngettext(singular, plural, count)


def marked(message: str) -> str:
    """`message` itself: marks text in a table for extraction, to be translated when used."""
    return message


def written(number: Decimal) -> str:
    """A number as people write it, with a decimal comma in French and no needless zeros."""
    text = f"{number.normalize():f}"
    return text.replace(".", ",") if current() == "fr" else text
