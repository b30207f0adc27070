"""The user's language: messages are written in English in the code and looked up in a catalogue.

`locale/<language>/<room>.po` holds a room's translations; `tools/catalogues.py` compiles them.
French is what a user gets who asks for nothing.
"""

from __future__ import annotations

import errno
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


_REASONS = {
    errno.EACCES: marked("access is refused; check who may read and write there"),
    errno.EPERM: marked("access is refused; check who may read and write there"),
    errno.ENOENT: marked("there is no such file or folder; check the name"),
    errno.EEXIST: marked("a file of this name is in the way; choose another name"),
    errno.ENOSPC: marked("the disk is full; make room on it"),
    errno.EISDIR: marked("this is a folder; name a file"),
    errno.ENOTDIR: marked("a file stands where a folder should be; check the path"),
    errno.EROFS: marked("nothing can be written on this disk; choose another folder"),
    errno.EADDRINUSE: marked("another program uses it"),
    errno.ENAMETOOLONG: marked("the name is too long; choose a shorter one"),
}


def reason(error: OSError) -> str:
    """Why the system refused something, without a full stop; in its own words if we have none."""
    known = _REASONS.get(error.errno or 0)
    return _(known) if known else str(error.strerror or error)
