"""Lexicons: words of a trade that say the same, for every rubric of a bank."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from examen.model.base import Language, Many, Record, Slug, Some, Text


class Acronym(Record):
    """A short form and what it stands for."""

    short: Text
    long: Some[Text]


class Lexicon(Record):
    """Words and expressions that a marker takes for one another."""

    schema_version: Literal["lexicon/1"] = Field(alias="schema")
    id: Slug
    language: Language = Language.FR
    synonyms: Many[Some[Text]] = ()
    acronyms: Many[Acronym] = ()
