r"""Regular expressions of rubrics, the door to RE2: no expression and no answer makes it run away.

Letters are compared without their accents, typographic marks and spaces as the plain ones of a
keyboard, so that `\b`, `\w` and `\s`, which RE2 knows for ASCII alone, hold for French words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice
from typing import Any

import re2  # type: ignore[import-untyped]  # ships no types

from examen.language.normalise import SAME_LENGTH
from examen.messages import _
from examen.problems import ExamenError

_MARKED = re.compile(r"[^\x00-\x7f]")
_MOST_MATCHES = 200  # in one text; each is found in one pass


@cache
def _plain() -> dict[int, str]:
    """One character for one: accents off letters, marks and spaces as on a keyboard."""
    letters = {
        code: base
        for code in (*range(0xC0, 0x250), *range(0x1E00, 0x1F00))
        if (base := unicodedata.normalize("NFKD", chr(code))[0]).isascii() and base.isalpha()
    }
    return {**letters, **SAME_LENGTH}


@lru_cache(maxsize=16)  # a rubric's expressions are tried on one answer after the other
def plain(text: str) -> str:
    """The text as expressions see it, of the same length."""
    return text if text.isascii() else _MARKED.sub(_plain_letter, text)


def _plain_letter(found: re.Match[str]) -> str:
    return _plain().get(ord(found.group()), found.group())


@dataclass(frozen=True, slots=True)
class Pattern:
    """An author's regular expression, made ready."""

    expression: Any  # the library ships no types

    def spans(self, text: str) -> Iterator[tuple[int, int]]:
        """The spans of the text that match and are not empty, in order, up to a number of them."""
        for match in islice(self.expression.finditer(plain(text)), _MOST_MATCHES):
            if match.start() < match.end():
                yield match.span()


def compiled(expression: str, *, ignore_case: bool) -> Pattern:
    """A rubric's regular expression.

    Raises:
        ExamenError: RE2 cannot read it; `examen check` says where it stands and what to write.
    """
    options = re2.Options()
    options.log_errors = False
    options.case_sensitive = not ignore_case
    try:
        try:
            return Pattern(re2.compile(plain(expression), options))
        except re2.error:  # without accents a range may end before it starts: [z-é]
            return Pattern(re2.compile(expression, options))
    except re2.error:
        message = _(
            "the regular expression “{expression}” cannot be used; run “examen check” to see why"
        )
        raise ExamenError(message.format(expression=expression)) from None
