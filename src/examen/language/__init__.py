"""Language: text becomes words and units, with offsets to the raw text; door to spaCy."""

from __future__ import annotations

from functools import cache

from examen.language.english import english
from examen.language.french import french
from examen.language.reading import Reader

__all__ = ["reader"]


@cache
def reader(language: str) -> Reader:
    """The reader of a language (`fr` or `en`), made once.

    Raises:
        KeyError: examen does not read this language.
    """
    return Reader({"fr": french, "en": english}[language]())
