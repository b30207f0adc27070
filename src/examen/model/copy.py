"""Copies: one candidate's answers."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from examen.problems import Source


class Accommodation(StrEnum):
    """An adaptation granted to a candidate that changes how a copy is marked."""

    EXPRESSION = "expression"  # spelling and expression are not marked


@dataclass(frozen=True, slots=True)
class Copy:
    """One candidate's answers, by question number, as they were handed in.

    `id` is the candidate's anonymous number; `warnings` say what was lost on reading
    (a picture, an equation), which the corrigé repeats.
    """

    id: str
    answers: dict[str, str]
    accommodations: frozenset[Accommodation] = frozenset()
    warnings: tuple[str, ...] = ()
    source: Source = field(default=Source(), compare=False)
