"""Units: what a number counts, from the words and signs beside it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from examen.language.numerals import Numeral
from examen.language.words import fold


class MeasureKind(StrEnum):
    """What a quantity counts."""

    PLAIN = "plain"  # nothing, or what the word after it names
    PERCENT = "percent"
    POINTS = "points"  # of percentage
    MONEY = "money"
    MULTIPLE = "multiple"  # "deux fois plus" is 2, "la moitié" 0.5
    FRACTION = "fraction"  # 3/4 that is not worked out


@dataclass(slots=True)
class Measure:
    """A number with the unit beside it.

    Attributes:
        value: the number; a half in `deux fois moins`.
        unit: the unit as written, or the word that follows a plain number.
        scale: what the number is to be multiplied by.
        start, end: the span of number and unit; a word after a plain number is outside.
    """

    numeral: Numeral
    value: Decimal
    kind: MeasureKind
    unit: str
    scale: Decimal
    start: int
    end: int


_ONE = Decimal(1)
_POWERS_OF_TEN = {"k": 3, "mille": 3, "millier": 3, "m": 6, "million": 6, "md": 9, "milliard": 9}
_UNIT = re.compile(
    r"""[ ]{0,2}(?:
      (?P<percent>%|pour[ -]?cents?(?!\w)|p\.[ ]?100(?!\w)|per[ ]?cent(?!\w))
    | (?P<points>(?:points?|pts?|pp)(?!\w)(?:[ ]de[ ](?:pourcentages?(?!\w)|%))?)
    | (?P<money>(?:(?P<scale>k|md|m|(?:milliers?|millions?|milliards?)[ ]d['e])[ ]?)?
        (?:[€£$]|euros?(?!\w)|eur(?!\w)|dollars?(?!\w)))
    | (?P<scaled>milliers?|millions?|milliards?|mille|(?<=[0-9])k)(?!\w)
        (?:[ ]d['e][ ]?(?P<counted>[^\W\d_]+))?
    | (?P<multiple>(?:fois|x)(?:[ ](?:plus|(?P<less>moins)|sup[ée]rieure?s?)(?!\w)
        |(?=[ ](?:l'|la[ ]|le[ ]|ce[ ]qu))))
    | (?P<noun>°C?|[^\W\d_][\w²³]{0,30}(?:/[^\W\d_]{1,30})?)
    )""",
    re.VERBOSE | re.IGNORECASE,
)
_NO_NOUN = frozenset(
    "à a au aux avec car contre dans de des donc du elle en est et il mais ou par pour puis que "
    "qui sans soit sur vers vs x".split()
)
_CURRENCY_BEFORE = re.compile(r"[€£$][ ]?$")


def measures(text: str, numerals: Iterable[Numeral]) -> Iterator[Measure]:
    """The numbers with their units; a number word inside a unit, as in `pour cent`, is none."""
    done = 0
    for numeral in numerals:
        if numeral.start >= done:
            measured = _measure(text, numeral)
            done = measured.end
            yield measured


def _measure(text: str, numeral: Numeral) -> Measure:
    start, end, value = numeral.start, numeral.end, numeral.value
    match = _UNIT.match(text, end)
    kind = (
        MeasureKind(match.lastgroup) if match and match.lastgroup in _KINDS else MeasureKind.PLAIN
    )
    if match and kind is not MeasureKind.PLAIN:
        value = 1 / value if match["less"] and value else value
        unit, scale = match[kind.value], _scale(match["scale"])
        return Measure(numeral, value, kind, unit, scale, start, match.end())
    before = _CURRENCY_BEFORE.search(text, max(0, start - 2), start)
    if before:
        sign = before.group().strip()
        return Measure(numeral, value, MeasureKind.MONEY, sign, _ONE, before.start(), end)
    if match and match["scaled"]:
        unit, scale = match["counted"] or "", _scale(match["scaled"])
        return Measure(numeral, value, kind, unit, scale, start, match.end("scaled"))
    noun = match["noun"] if match and match["noun"].lower() not in _NO_NOUN else ""
    return Measure(numeral, value, kind, noun, _ONE, start, end)


_KINDS = frozenset(["percent", "points", "money", "multiple"])


def _scale(written: str | None) -> Decimal:
    if not written:
        return _ONE
    return _ONE.scaleb(_POWERS_OF_TEN[fold(written).split(" ")[0].rstrip("s")])


def same_unit(kind: MeasureKind, written: str, asked: str) -> bool:
    """Whether a quantity's unit is the one asked for: `euros` for `€`, `kwh` for `kWh`."""
    match = _UNIT.match(asked)
    if match and match.lastgroup in _KINDS:
        return kind is MeasureKind(match.lastgroup)
    return _singular(written) == _singular(asked)


def _singular(word: str) -> str:
    return fold(word).removesuffix("s")
