"""How a value is written in a text: 145 000 €, 3,45 %, in the language of the case."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from fractions import Fraction

from examen.bank.codes import Code
from examen.bank.variants.expressions import ExpressionError, Value, rounded
from examen.messages import _

_NARROW = "\u202f"  # narrow no-break space
_FIXED = "\u00a0"  # no-break space
_PLAIN_PLACES = 6
_MOST_PLACES = 9
MOST = 10**15
_FORMAT = re.compile(r"(.*)\|\s*([a-z]+)\s*(?:\(\s*(\d+)\s*\))?\s*", re.DOTALL)


def split_format(text: str) -> tuple[str, str, int | None]:
    """An expression, the name of its format and the decimals: `taux | number(2)`."""
    found = _FORMAT.fullmatch(text)
    if found is None:
        return text, "", None
    return found[1], found[2], int(found[3]) if found[3] else None


def written(value: Value, name: str, places: int | None, language: str) -> str:
    """A value as it stands in a text.

    Args:
        value: a number or a text.
        name: of the format; empty for digits alone, without thousands set apart, as numeric
            fields need them too.
        places: decimals, exactly so many; if None as many as needed.
        language: `fr` or `en`.

    Raises:
        ExpressionError: the format is unknown, or the value has no such form.
    """
    if name and name not in FORMATS:
        message = _("there is no format “{name}”; these exist: {known}")
        raise _wrong(message.format(name=name, known=", ".join(FORMATS)))
    if places is not None and places > _MOST_PLACES:
        message = _("a number has at most {most} decimals in a text; write {name}({most}) or less")
        raise _wrong(message.format(most=_MOST_PLACES, name=name))
    if isinstance(value, Fraction):
        if abs(value) > MOST:
            message = _("a number is too large; make the computation simpler")
            raise ExpressionError(Code.UNCOMPUTABLE, message)
        return FORMATS[name](value, places, language) if name else _digits(value, None, language)
    if name:
        raise _wrong(_("a text has no format; write it alone"))
    if isinstance(value, str):
        return value
    if isinstance(value, Mapping):
        message = _("this has several parts; name one: {known}")
        raise _wrong(message.format(known=", ".join(value)))
    raise _wrong(_("a condition cannot be written in a text; write “… if condition else …”"))


def _wrong(message: str) -> ExpressionError:
    return ExpressionError(Code.WRONG_EXPRESSION, message)


def _digits(value: Fraction, places: int | None, language: str, separator: str = "") -> str:
    """Digits with the decimal mark of the language; the minus sign that keyboards have."""
    most = _PLAIN_PLACES if places is None else places
    scaled = int(rounded(abs(value), most) * 10**most)
    whole, rest = divmod(scaled, 10**most)
    decimals = f"{rest:0{most}d}" if most else ""
    if places is None:
        decimals = decimals.rstrip("0")
    text = f"{whole:,}".replace(",", separator)
    if decimals:
        text += ("," if language == "fr" else ".") + decimals
    return f"-{text}" if value < 0 and scaled else text


def _number(value: Fraction, places: int | None, language: str) -> str:
    text = _digits(value, places, language, _NARROW if language == "fr" else ",")
    return text.replace("-", "−")


def _euros(value: Fraction, places: int | None, language: str) -> str:
    if places is None:
        places = 0 if rounded(value, 2).denominator == 1 else 2
    if language == "fr":
        return f"{_number(value, places, language)}{_FIXED}€"
    sign = "−" if value < 0 else ""
    return f"{sign}€{_number(abs(value), places, language)}"


def _percent(value: Fraction, places: int | None, language: str) -> str:
    return _number(value, places, language) + (f"{_FIXED}%" if language == "fr" else "%")


FORMATS: Mapping[str, Callable[[Fraction, int | None, str], str]] = {
    "number": _number,
    "euros": _euros,
    "percent": _percent,
}
