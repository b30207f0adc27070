"""Calculations: which numbers are terms of one, or a comparison's other side, and which results."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from examen.language.units import Measure, MeasureKind


class Link(StrEnum):
    """What stands between a number and the next."""

    NONE = "none"
    OPERATOR = "operator"
    DIVISION = "division"
    DASH = "dash"  # separates, and is no sign
    EQUALS = "equals"
    COMPARISON = "comparison"
    RANGE = "range"


@dataclass(slots=True)
class Role:
    """The part of a number in a calculation.

    Attributes:
        after: what links it to the number before it.
    """

    operand: bool = False
    result: bool = False
    after: Link = Link.NONE


_DIVISION = re.compile(r"(?:[ ]?[^\W\d_]+){0,3}[ )]*[/÷][ (]*|[ )]*/[ (]*")
_PRODUCT = re.compile(
    r"(?:[ ][^\W\d_]+){0,2}[ )]*[×*][ (]*|(?:[ ][^\W\d_]+){0,2}[ )]+[xX][ (]+|[xX]"
)
_SUM = re.compile(r"[ )]*[-+–][ (]*")
_COLON = re.compile(r"[ ]?:[ ]?")
_EQUALS = re.compile(r"[ )]*(?:[^\W\d_]+[ ]?){0,3}[ ]?(?:=|≈|→|->|=>|soit)[ ]*(?:[-+–][ ]?)?[(]?")
_WORKED_OUT = re.compile(r"[ )]*(?:[^\W\d_]+[ ]?){0,2}(?:[=≈→*×]|->|[xX][ ]|soit[ ])")
_SLASH_BEFORE = re.compile(r"\d[ ]?[%€]?[ ]/[ ]$")  # a date has no spaces
_SLASH_AFTER = re.compile(r"[ ]/[ ]\d")
_WORKED_OUT_LATER = re.compile(r"(?:[ ]/[ ]\d[\d ,.]*[%€]?)+[ ]?=")
_COMPARED = re.compile(
    r"(?<!\w)(?P<cue>au[ ]lieu[ ](?:de|des|d')|contre|pour|vs\.?|versus|face[ ][àa]|sur)"
    r"[ ]?(?:un[ ]|une[ ]|l'|les?[ ])?(?:(?:objectifs?|norme|moyenne|cible)[ ])?"
    r"(?:de[ ]|[àa][ ])?$",
    re.IGNORECASE,
)
_TO = re.compile(r"[ ](?:[àa]|et)[ ]", re.IGNORECASE)
_BETWEEN = re.compile(r"(?<!\w)(?:entre|de)[ ]$", re.IGNORECASE)
_CHANGE = re.compile(r"(?<!\w)(?:pass|mont|[ée]vol|augment|baiss|hauss|diminu)", re.IGNORECASE)
_TIME = frozenset("an ans année années mois semaine semaines jour jours h heures".split())
_RELATIVE = (MeasureKind.PERCENT, MeasureKind.POINTS)
_LONGEST_GAP = 90
_LONGEST_SIGN = 6


def roles(text: str, measures: Sequence[Measure]) -> list[Role]:
    """The role of each number, given in the order of the text with its unit."""
    found = [Role() for _ in measures]
    for index in range(1, len(measures)):
        one, other = measures[index - 1], measures[index]
        link = _link(text, one, other)
        first, second = found[index - 1], found[index]
        second.after = link
        if link in (Link.OPERATOR, Link.DIVISION):
            first.operand = second.operand = True
        elif link is Link.EQUALS:
            second.result = first.operand or first.result
        elif link is Link.COMPARISON:
            second.operand = True
        elif link is Link.RANGE:
            changes = _is_change(text, one, other)
            first.operand = not changes or one.kind is not other.kind
            second.operand = not changes
    return found


def _link(text: str, one: Measure, other: Measure) -> Link:
    gap = text[one.end : min(other.start, one.end + _LONGEST_GAP)]
    if one.end + len(gap) < other.start or "\n" in gap or "|" in gap:
        return Link.NONE
    if _EQUALS.fullmatch(gap):
        return Link.EQUALS
    return _operation(text, gap, one, other) or _comparison(text, gap, one, other)


def _operation(text: str, gap: str, one: Measure, other: Measure) -> Link | None:
    """The operation that stands between two numbers; None if none does."""
    worked_out = bool(_WORKED_OUT.match(text, other.end))
    if _DIVISION.fullmatch(gap):
        return Link.DIVISION if worked_out or not _is_list(text, one, other) else Link.NONE
    if _PRODUCT.fullmatch(gap) or (worked_out and _COLON.fullmatch(gap)):
        return Link.OPERATOR
    return _sum(gap, one, other, worked_out=worked_out) if _SUM.fullmatch(gap) else None


def _is_list(text: str, one: Measure, other: Measure) -> bool:
    """`94 € / 140 €`, `10 % / 2 / 70`: values side by side, of which nothing is worked out."""
    before = text[max(0, one.start - _LONGEST_SIGN) : one.start]
    after = text[other.end : other.end + _LONGEST_GAP]
    if _SLASH_BEFORE.search(before) or _SLASH_AFTER.match(after):
        return not _WORKED_OUT_LATER.match(after)
    return one.kind in _RELATIVE or (one.kind is other.kind and one.kind is MeasureKind.MONEY)


def _sum(gap: str, one: Measure, other: Measure, *, worked_out: bool) -> Link:
    """`59 - 47` is a subtraction, `126 % - 147 %` a list, `5,9 % - 10,8 points` has a sign."""
    if worked_out:
        return Link.OPERATOR
    if other.kind is MeasureKind.POINTS and one.kind is not MeasureKind.POINTS:
        return Link.NONE
    if gap[0] == " " and gap[-1] in "-+–":
        return Link.NONE  # 59 -47: a sign
    return Link.DASH if one.kind in _RELATIVE else Link.OPERATOR


def _comparison(text: str, gap: str, one: Measure, other: Measure) -> Link:
    if _TO.fullmatch(gap) and _is_range(text, gap, one):
        return Link.RANGE
    if any(mark in gap for mark in ".;!?"):
        return Link.NONE
    compared = _COMPARED.search(gap)
    if compared is None:
        return Link.NONE
    if compared["cue"].lower() in ("pour", "sur") and (
        MeasureKind.MONEY in (one.kind, other.kind) or other.unit.lower() in _TIME
    ):
        return Link.NONE
    return Link.COMPARISON


def _is_change(text: str, one: Measure, other: Measure) -> bool:
    """`passe de 15 à 22 %`, `de 13 % à 12 %`: what was and what is; a range ascends."""
    falls = other.value * other.scale < one.value * one.scale
    return falls or bool(_CHANGE.search(text, max(0, one.start - 60), one.start))


def _is_range(text: str, gap: str, one: Measure) -> bool:
    """`de 20 à 25 %`, `entre 20 % et 25 %`; `20 et 25 %` are two numbers."""
    led = bool(_BETWEEN.search(text, max(0, one.start - 8), one.start))
    return led or (one.kind is MeasureKind.PLAIN and gap.strip().lower() != "et")
