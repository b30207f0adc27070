"""Directions: whether a number is said to be above or below what it is compared with.

A sign says so, or words: "21,8 points de moins", "inférieur de 21,8 points". A bound is no
direction: "plus de 20 %", "inférieur à 5".
"""

from __future__ import annotations

import re
from enum import StrEnum

from examen.language.cues import Cues
from examen.language.units import MeasureKind


class Direction(StrEnum):
    """More or less than what a quantity is compared with."""

    ABOVE = "above"
    BELOW = "below"


_RELATIVE = (MeasureKind.POINTS, MeasureKind.PERCENT)
_SIGNS = {"+": Direction.ABOVE, "-": Direction.BELOW, "–": Direction.BELOW}
_LOOK_BACK = 70


def sign(text: str, start: int, kind: MeasureKind) -> tuple[Direction | None, int]:
    """The direction that the sign before a number gives, and where number and sign start.

    A dash that opens a line is a bullet, one between words a dash, unless points follow.
    """
    spaced = start > 0 and text[start - 1] == " "
    at = start - 1 - spaced
    if at < 0 or text[at] not in _SIGNS:
        return _spoken_sign(text, start, kind)
    line = max(text.rfind("\n", 0, at) + 1, at - _LOOK_BACK)
    before = text[line:at]
    if spaced:
        opens_line = not before.strip() and (line == 0 or text[line - 1] == "\n")
        between_words = before.rstrip()[-1:].isalpha()
        a_sign_all_the_same = _RELATIVE if text[at] == "+" else (MeasureKind.POINTS,)
        if opens_line and kind not in a_sign_all_the_same:
            return None, start
        if between_words and kind not in _RELATIVE:
            return None, start
    elif before[-1:].isalnum() or before[-1:] in _SIGNS:
        return None, start
    return _SIGNS[text[at]], at


_SPOKEN = re.compile(
    r"(?<!\w)(?<!au )(?<!du )(?<!ou )(?<!pas )(?:(?P<plus>plus)|moins) $", re.IGNORECASE
)


def _spoken_sign(text: str, start: int, kind: MeasureKind) -> tuple[Direction | None, int]:
    """`moins 21,8 points`; but "au moins 21,8 points" is a bound."""
    match = _SPOKEN.search(text, max(0, start - 10), start) if kind in _RELATIVE else None
    if match is None:
        return None, start
    return (Direction.ABOVE if match["plus"] else Direction.BELOW), match.start()


_AFTER = re.compile(
    r"(?P<noun>(?:[ ][^\W\d_]+){0,2})[ ]{1,2}"
    r"(?:(?P<below>(?:de|en)[ ](?:moins|retard|baisse)|(?:en|au)[ -]?dess?ous"
    r"|sous(?=[ ]l))"
    r"|(?P<above>(?:de|en)[ ](?:plus|trop|avance|hausse)|(?:en|au)[ -]?dess?us))(?!\w)",
    re.IGNORECASE,
)
_BELOW = (
    r"inf[ée]rieure?s?|(?:en|au)[ -]?dess?ous|sous(?=[ ]l)|baiss\w*|recul\w*|retard|chut\w+|"
    r"diminu\w+|manqu\w+"
)
_ABOVE = (
    r"sup[ée]rieure?s?|(?:en|au)[ -]?dess?us|hauss\w*|avance|progress\w+|d[ée]pass\w+|"
    r"augment\w+|exc[èe]d\w+"
)
# A loss or a reduction is a thing of its own ("une réduction de 10 %"), but not in points.
_BELOW_IN_POINTS = r"r[ée]dui\w+|r[ée]duction|pertes?|perd\w*|d[ée]ficit"
_ABOVE_IN_POINTS = r"gagn\w*|gains?|exc[ée]dent"
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?P<below>{_BELOW}|(?P<less>{_BELOW_IN_POINTS}))"
    rf"|(?P<above>{_ABOVE}|(?P<more>{_ABOVE_IN_POINTS})))(?!\w)"
    r"(?P<gap>[^\n.;:|(0-9]{0,40}?)(?P<link>[ ]de[ ]|[ ]d'|[ ])"
    r"(?:pr[èe]s[ ]de[ ]|environ[ ])?(?:[-–+][ ]?)?$",
    re.IGNORECASE,
)
# No word before a number gives a direction without a stem of these.
_CUES = Cues(
    re.compile(
        "inf|dess|sous|baiss|recul|retard|chut|diminu|manqu|sup|hauss|avance|progress|pass|augment"
        "|exc|r[ée]du|perd|perte|d[ée]ficit|gagn|gain",
        re.IGNORECASE,
    ).search
)
_PLACE = re.compile(r"(?:en|au)[ -]?dess?o?us|sous", re.IGNORECASE)
_GOES_ON = re.compile(r"(?:,|[ ]et|[ ]puis)[ ](?:de[ ]|d')$", re.IGNORECASE)


def words(text: str, start: int, end: int, kind: MeasureKind) -> tuple[Direction | None, int, int]:
    """The direction that words around a quantity give, and its span with these words."""
    after = _AFTER.match(text, end)
    if after and (not after["noun"] or kind is MeasureKind.PLAIN):
        return (Direction.BELOW if after["below"] else Direction.ABOVE), start, after.end()
    first = max(0, start - _LOOK_BACK)
    window = text[first:start]
    before = None
    match = _BEFORE.search(window) if _CUES.among(frozenset(window.split())) else None
    while match:
        before = match
        match = _BEFORE.search(window, match.start() + 1)
    if before is None or not _says_by_how_much(before, kind):
        return None, start, end
    return (Direction.BELOW if before["below"] else Direction.ABOVE), first + before.start(), end


def _says_by_how_much(before: re.Match[str], kind: MeasureKind) -> bool:
    if (before["less"] or before["more"]) and kind is not MeasureKind.POINTS:
        return False
    word, gap = before["below"] or before["above"], before["gap"].strip()
    if before["link"] == " ":
        return not gap and word.lower().startswith(("manqu", "perd", "gagn"))
    # "en dessous de 20 %" names a bound, "en dessous de 20 points" a distance.
    return bool(gap) or not _PLACE.fullmatch(word) or kind is MeasureKind.POINTS


def goes_on(text: str, start: int) -> bool:
    """Whether a number goes on with the words before another: "…de 5 points, de 8 points"."""
    return bool(_GOES_ON.search(text, max(0, start - 8), start))
