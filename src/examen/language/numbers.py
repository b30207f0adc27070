"""Quantities: what the numbers of a text say, and whether they say the value expected.

"21,8 points de moins", "- 21,8 pts" and "inférieur de 21,8 points" all say -21.8 points. The
terms of a calculation (`59 / 47`) and what a number is compared with ("22 au lieu de 15") are
operands: a candidate copies them from the paper, and they show no result.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from examen.language import numbers_en
from examen.language.calculations import Link, Role, roles
from examen.language.columns import ColumnUnits
from examen.language.cues import Cues
from examen.language.directions import Direction, goes_on, sign, words
from examen.language.numerals import Numeral, numerals
from examen.language.units import Measure, MeasureKind, measures, same_unit
from examen.model.recognition import NumberKind, ValueSpec

__all__ = ["Direction", "MeasureKind", "Quantity", "equals", "quantities"]


@dataclass(slots=True)
class Quantity:
    """A number of a text and what it says.

    Attributes:
        start, end: its span in the text, with sign, unit and words of direction.
        value: as written, negative where a sign or words say less.
        kind: what it counts.
        unit: the unit as written, or the word that follows a plain number.
        scale: what the value is to be multiplied by: 1000 in `1,25 k€`.
        direction: above or below, by a sign or by words.
        operand: whether it is a term of a calculation or what something is compared with.
        result: whether it stands after a calculation: `12` in `59 - 47 = 12`.
        decimals: whether decimals are written.
        other: the value in the other tradition, where `1,250` may be 1.25 or 1250.
    """

    start: int
    end: int
    value: Decimal
    kind: MeasureKind = MeasureKind.PLAIN
    unit: str = ""
    scale: Decimal = Decimal(1)
    direction: Direction | None = None
    operand: bool = False
    result: bool = False
    decimals: bool = False
    other: Decimal | None = None

    @property
    def amounts(self) -> tuple[Decimal, ...]:
        """The value times its scale, in each way of reading it."""
        values = (self.value,) if self.other is None else (self.value, self.other)
        return tuple(value * self.scale for value in values)


def quantities(text: str, language: str = "fr") -> list[Quantity]:
    """Every number of a normalised text, in digits or words, in order.

    A French text may write `1,250` for 1250 as well; an English one never writes it for 1.25.
    """
    multiples = list(_multiples(text, language))
    written = numerals(text)
    if language == "en":
        written = (numbers_en.as_written(text, numeral) for numeral in written)
    numbers = list(measures(text, _outside(multiples, written)))
    parts = roles(text, numbers)
    found = list(multiples)
    columns = ColumnUnits(text)
    before: Quantity | None = None
    for number, role in zip(numbers, parts, strict=True):
        before = _quantity(text, language, number, role, before)
        found.append(_in_column(before, columns.at(before.start)))
    found = _sharing(text, found)
    found.extend(_fractions(numbers, parts))
    return sorted(found, key=lambda quantity: (quantity.start, quantity.end))


def _outside(multiples: Sequence[Quantity], numbers: Iterable[Numeral]) -> Iterator[Numeral]:
    """The numerals that are no part of a multiple in words, both in the order of the text."""
    ahead = deque(multiples)
    for numeral in numbers:
        while ahead and ahead[0].end <= numeral.start:
            ahead.popleft()
        if not ahead or numeral.end <= ahead[0].start:
            yield numeral


def _quantity(
    text: str, language: str, number: Measure, role: Role, before: Quantity | None
) -> Quantity:
    signed, start = None, number.start
    if role.after not in _DASH_IS_NO_SIGN:
        signed, start = sign(text, number.start, number.kind)
    if language == "en":
        said, first, last = numbers_en.words(text, start, number.end)
    else:
        said, first, last = words(text, start, number.end, number.kind)
    if not said and not signed and before and before.kind is number.kind and goes_on(text, start):
        said = before.direction
    direction = said or signed
    if number.kind is MeasureKind.MULTIPLE:
        direction, first, last = None, number.start, number.end
    turn = -1 if direction is Direction.BELOW else 1
    other = number.numeral.other
    return Quantity(
        first,
        last,
        turn * number.value,
        number.kind,
        number.unit,
        number.scale,
        direction,
        operand=role.operand,
        result=role.result,
        decimals=number.numeral.decimals,
        other=None if other is None else turn * other,
    )


_DASH_IS_NO_SIGN = (Link.OPERATOR, Link.DIVISION, Link.DASH)


def _in_column(quantity: Quantity, unit: tuple[MeasureKind, str] | None) -> Quantity:
    """The quantity with the unit that its table gives, where it has none of its own."""
    if unit is None or quantity.kind is not MeasureKind.PLAIN or quantity.unit:
        return quantity
    return replace(quantity, kind=unit[0], unit=unit[1])


_BESIDE = re.compile(r" ?(?:contre|vs\.?|versus|against|et|and|ou|or|à|to|puis|au lieu de) ?")
_LARGEST_SHARING = 200  # "de 2021 à 12 %" names a year


def _sharing(text: str, quantities: Iterable[Quantity]) -> list[Quantity]:
    """The quantities, a bare number with the sign of the percentage beside it: "10 contre 16 %"."""
    found = sorted(quantities, key=lambda quantity: (quantity.start, quantity.end))
    for index in range(1, len(found)):
        first, other = found[index - 1], found[index]
        kinds = {first.kind, other.kind}
        if kinds != {MeasureKind.PLAIN, MeasureKind.PERCENT} or first.end > other.start:
            continue
        if _BESIDE.fullmatch(text, first.end, other.start):
            bare = index - 1 if first.kind is MeasureKind.PLAIN else index
            if abs(found[bare].value) <= _LARGEST_SHARING and _is_bare(text, found[bare]):
                found[bare] = replace(found[bare], kind=MeasureKind.PERCENT, unit="%")
    return found


def _is_bare(text: str, quantity: Quantity) -> bool:
    """Whether no word that could be counted follows a number: "16 % et 3 contrats"."""
    after = _COUNTED.match(text, quantity.end)
    return after is None or bool(_BESIDE.match(text, quantity.end))


_COUNTED = re.compile(r" ?[^\W\d_]")


_MULTIPLES = {
    "double": Decimal(2),
    "triple": Decimal(3),
    "quadruple": Decimal(4),
    "half": Decimal("0.5"),
    "three_quarters": Decimal("0.75"),
    "quarter": Decimal("0.25"),
    "two_thirds": Decimal(2) / 3,
    "third": Decimal(1) / 3,
    "fifth": Decimal("0.2"),
    "tenth": Decimal("0.1"),
}
_MULTIPLE = re.compile(
    r"""(?<!\w)(?:
      (?:le|au|du)[ ](?:(?P<double>double)|(?P<triple>triple)|(?P<quadruple>quadruple))
    | (?P<half>(?:la[ ])?moiti[ée])(?!-)
    | (?P<three_quarters>trois[ -]quarts)
    | (?P<quarter>(?:un|le)[ ]quart)(?!['\w]|[ ]d'heure)
    | (?P<two_thirds>deux[ -]tiers)
    | (?P<third>(?:un|le)[ ]tiers)(?=[ ]d[eu'])
    | (?P<fifth>un[ ]cinqui[èe]me)
    | (?P<tenth>un[ ]dixi[èe]me)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
_NEARLY = re.compile(
    r"(?<!\w)(?:presque|quasi(?:ment)?|pr[èe]s[ ]de|moins[ ]de|[àa])[ ]$", re.IGNORECASE
)


# Words without which no multiple is said, in any language.
_CUES = Cues(
    re.compile(
        r"doubl|tripl|quadrupl|moiti|quart|tiers|cinqui|dixi|twice|times|third|half|fifth|tenth",
        re.IGNORECASE,
    ).search
)


def _multiples(text: str, language: str) -> Iterator[Quantity]:
    """The multiples and fractions said in words: `le double`, `la moitié`, `trois quarts`."""
    if not _CUES.among(frozenset(text.split(" "))):
        return
    english = language == "en"
    pattern = numbers_en.MULTIPLE if english else _MULTIPLE
    nearly = numbers_en.NEARLY if english else _NEARLY
    for match in pattern.finditer(text):
        if match.lastgroup and not nearly.search(text, max(0, match.start() - 12), match.start()):
            yield Quantity(
                match.start(),
                match.end(),
                _MULTIPLES[match.lastgroup],
                MeasureKind.MULTIPLE,
                match.group(),
            )


def _fractions(numbers: Sequence[Measure], parts: Sequence[Role]) -> Iterator[Quantity]:
    """The fractions that are not worked out: `3/4`."""
    followed = [role.after for role in parts[1:]] + [Link.NONE]
    for index in range(1, len(numbers)):
        one, other = numbers[index - 1], numbers[index]
        alone = parts[index].after is Link.DIVISION and followed[index] in _NOTHING_FOLLOWS
        if alone and other.value and other.start - one.end == 1:
            value = one.value / other.value
            yield Quantity(one.start, other.end, value, MeasureKind.FRACTION, decimals=True)


_NOTHING_FOLLOWS = (Link.NONE, Link.DASH, Link.COMPARISON)


def equals(quantity: Quantity, spec: ValueSpec) -> bool:
    """Whether a quantity says the value expected, the bounds of its tolerance included.

    An operand never does. A difference never has the opposite sign.
    """
    if quantity.operand:
        return False
    if spec.unit and not same_unit(quantity.kind, quantity.unit, spec.unit):
        return False
    said = _SAID[spec.kind](quantity)
    return any(
        abs(value - spec.value) <= spec.tolerance
        and not (spec.kind is NumberKind.GAP and value * spec.value < 0)
        for value in said
    )


def _as_plain(quantity: Quantity) -> tuple[Decimal, ...]:
    if quantity.kind in (MeasureKind.PERCENT, MeasureKind.MULTIPLE):
        return ()
    return quantity.amounts


def _as_percent(quantity: Quantity) -> tuple[Decimal, ...]:
    """`25 %`, `0,25`, `un quart`."""
    if quantity.kind is MeasureKind.PERCENT:
        return quantity.amounts
    if quantity.kind is MeasureKind.MULTIPLE or (
        quantity.kind is MeasureKind.PLAIN and quantity.decimals
    ):
        return tuple(amount * 100 for amount in quantity.amounts)
    return ()


def _as_ratio(quantity: Quantity) -> tuple[Decimal, ...]:
    """`126 %`, `+26 %`, `26 points de plus`, `1,26`, `le double`."""
    if quantity.direction and quantity.kind in (MeasureKind.PERCENT, MeasureKind.POINTS):
        return tuple(100 + amount for amount in quantity.amounts)
    return () if quantity.direction else _as_percent(quantity)


def _as_gap(quantity: Quantity) -> tuple[Decimal, ...]:
    """`-21,8`, `21,8 points de moins`, and `12` or `12 %` as the result of a subtraction."""
    told = bool(quantity.direction) or quantity.result
    if quantity.kind is MeasureKind.POINTS:
        return quantity.amounts
    if quantity.kind is MeasureKind.PERCENT and told:
        return quantity.amounts
    if quantity.kind is MeasureKind.PLAIN and (told or quantity.decimals):
        return quantity.amounts
    return ()


def _as_money(quantity: Quantity) -> tuple[Decimal, ...]:
    """`1 250 €`, `1,25 k€`, and `1 250` with no word after it."""
    bare = quantity.kind is MeasureKind.PLAIN and not quantity.unit
    return quantity.amounts if bare or quantity.kind is MeasureKind.MONEY else ()


_SAID: dict[NumberKind, Callable[[Quantity], tuple[Decimal, ...]]] = {
    NumberKind.PLAIN: _as_plain,
    NumberKind.PERCENT: _as_percent,
    NumberKind.RATIO: _as_ratio,
    NumberKind.GAP: _as_gap,
    NumberKind.MONEY: _as_money,
}
