"""How probable it is that an idea is there, by what its finding rests on.

The numbers are shares counted on copies that people marked, over every idea of every copy: of the
ideas that a phrasing recognised, so many were there; of those of which nothing was near, so few.
`tools/confidence.py` counts them again, and says the calibration error with each copy left out.
They are few and round on purpose, so that they say something of the engine and not of the copies.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from examen.model.grade import FindingStatus, Ground

PRESENT: Mapping[Ground, float] = MappingProxyType(
    {
        Ground.SHAPE: 0.96,
        Ground.SAID: 0.89,
        Ground.DISPUTED: 0.3,
        Ground.PARTLY: 0.25,
        Ground.NEAR: 0.2,
        Ground.NOTHING: 0.06,
        Ground.CONTRADICTED: 0.05,
        Ground.DENIED: 0.05,
        Ground.OUTDATED: 0.05,
        Ground.ELSEWHERE: 0.2,
        Ground.SAID_ELSEWHERE: 0.55,
    }
)
# An idea as probable as this is found, one less probable than that is missing; a person reads those
# between. A match of half quality, which is doubtful, is between; most of a phrasing is below.
FOUND_FROM = 0.6
MISSING_BELOW = 0.3


class Thresholds(NamedTuple):
    """The probabilities from which an idea is found, and below which it is missing."""

    found_from: float = FOUND_FROM
    missing_below: float = MISSING_BELOW

    def status(self, sure: float) -> FindingStatus:
        """What is said of an idea that is so probable."""
        if sure >= self.found_from:
            return FindingStatus.FOUND
        return FindingStatus.UNSURE if sure >= self.missing_below else FindingStatus.MISSING


def presence(ground: Ground, quality: float = 1.0) -> float:
    """The probability, 0 to 1, that the idea is there; `quality` says how exactly it is said."""
    return PRESENT[ground] * quality
