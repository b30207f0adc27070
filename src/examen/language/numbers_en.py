"""What English says of numbers: thousands, multiples in words, above and below."""

from __future__ import annotations

import re
from dataclasses import replace

from examen.language.directions import Direction
from examen.language.numerals import Numeral

MULTIPLE = re.compile(
    r"""(?<!\w)(?:
      (?P<double>double|twice)
    | (?P<triple>triple|three[ ]times)
    | (?P<three_quarters>three[ -]quarters)
    | (?P<two_thirds>two[ -]thirds)
    | (?P<half>half)(?!-)
    | (?P<quarter>(?:a|one)[ -]quarter)(?![ ]of[ ]an[ ]hour)
    | (?P<third>(?:a|one)[ -]third)
    | (?P<fifth>(?:a|one)[ -]fifth)
    | (?P<tenth>(?:a|one)[ -]tenth)
    )(?!\w)""",
    re.VERBOSE | re.IGNORECASE,
)
NEARLY = re.compile(
    r"(?<!\w)(?:almost|nearly|about|less than|more than|over|under) $", re.IGNORECASE
)
_AFTER = re.compile(
    r"(?P<noun>(?: [^\W\d_]+){0,2}) "
    r"(?:(?P<below>below|under|less|fewer|lower|down|short)|(?P<above>above|over|more|higher|up))"
    r"(?!\w)",
    re.IGNORECASE,
)
_BEFORE = re.compile(
    r"(?<!\w)(?:(?P<below>down|decreas\w+|fell|falls?|fallen|drop\w*|declin\w+|lower|reduc\w+|short)"
    r"|(?P<above>up|increas\w+|rose|rises?|risen|rais\w+|grew|grows?|growth|gain\w*|exceed\w*"
    r"|higher))(?: (?:of|by)| [^\W\d_]+ by)? $",
    re.IGNORECASE,
)
_LOOK_BACK = 40


def as_written(text: str, numeral: Numeral) -> Numeral:
    """The numeral in the English tradition: `1,250` is 1250 and `1.250` is 1.25."""
    if numeral.other is None:
        return numeral
    values = numeral.value, numeral.other
    thousands = "," in text[numeral.start : numeral.end]
    value = max(values) if thousands else min(values)
    return replace(numeral, value=value, other=None, decimals=not thousands)


def words(text: str, start: int, end: int) -> tuple[Direction | None, int, int]:
    """The direction that words around a quantity give, and its span with these words."""
    after = _AFTER.match(text, end)
    if after:
        return (Direction.BELOW if after["below"] else Direction.ABOVE), start, after.end()
    first = max(0, start - _LOOK_BACK)
    before = _BEFORE.search(text[first:start])
    if before is None:
        return None, start, end
    return (Direction.BELOW if before["below"] else Direction.ABOVE), first + before.start(), end
