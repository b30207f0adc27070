"""What candidates of a bank or an insurance firm write about, read from `trade.yaml`.

A *theme* gives the actions that suit its things; a *matter* is one of its actions on one of its
things.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

_VOWELS = "aeéèêiîoôuyh"


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb: infinitive, third person of the present, participle, the noun of the action."""

    infinitive: str
    present: str
    participle: str
    noun: str


@dataclass(frozen=True, slots=True)
class Thing:
    """A noun with what belongs to it, and its article: le, la, l', les."""

    article: str
    name: str
    feminine: bool

    @property
    def definite(self) -> str:
        """With its article: "l'avis d'imposition"."""
        return self.article + ("" if self.article.endswith("'") else " ") + self.name

    @property
    def of(self) -> str:
        """After "de": "du devis", "de la facture"."""
        contracted = {"le": "du ", "les": "des "}.get(self.article)
        return contracted + self.name if contracted else f"de {self.definite}"

    @property
    def plural(self) -> bool:
        """Whether verbs agree in the plural."""
        return self.article == "les"

    def agreed(self, participle: str) -> str:
        """A participle that agrees with it."""
        ending = "e" if self.feminine else ""
        return participle + ending + ("s" if self.plural and not participle.endswith("s") else "")


@dataclass(frozen=True, slots=True)
class Matter:
    """What an idea is about: an action on a thing, each with its synonyms."""

    verbs: tuple[Verb, ...]
    things: tuple[Thing, ...]


def matters() -> Iterator[Matter]:
    """Every action on every thing that it suits, theme by theme."""
    for theme in _trade()["themes"].values():
        actions = [tuple(_verb(text) for text in line.split("|")) for line in theme["actions"]]
        for line in theme["things"]:
            things = tuple(_thing(text) for text in line.split("|"))
            for verbs in actions:
                yield Matter(verbs, things)


def talk(kind: str) -> list[str]:
    """Pieces of sentences around an idea or beside the point, such as `openings`, `claims`."""
    return list(_trade()[kind])


@cache
def _trade() -> dict[str, Any]:
    text = Path(__file__).with_name("trade.yaml").read_text("utf-8")
    data: dict[str, Any] = yaml.safe_load(text)
    return data


def _verb(text: str) -> Verb:
    return Verb(*text.split())


def _thing(text: str) -> Thing:
    text, _, gender = text.strip().partition("+")
    if text.startswith("l'"):
        return Thing("l'", text[2:], gender == "f")
    article, _, name = text.partition(" ")
    return Thing(article, name, article == "la" or gender == "f")


def elided(word: str, following: str) -> str:
    """`de` or `que` before a word: "d'envoyer", "de vérifier"."""
    return f"{word[:-1]}'{following}" if following[0] in _VOWELS else f"{word} {following}"
