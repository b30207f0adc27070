"""Cells of tables that are not text, as text: what a reader of the table would say."""

from __future__ import annotations

from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from examen.messages import _


def said(value: Any, *, percent: bool = False) -> str:
    """A cell as text: 12, 1.5, 126 %, a date of the day; `""` for an empty one.

    Args:
        value: text, or of a type that stands for text, a number, a truth value or a date.
        percent: the table shows the number as a percentage.
    """
    if value is None or isinstance(value, str):
        return value or ""
    if isinstance(value, bool):
        return _("TRUE") if value else _("FALSE")
    if isinstance(value, int | float | Decimal):
        return _number(value, percent=percent)
    if isinstance(value, datetime) and value.time() == time():
        value = value.date()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return str(value)


def _number(value: float | Decimal, *, percent: bool) -> str:
    number = Decimal(str(value))  # the shortest text that means this number
    if number.is_nan():  # what some programs write where there is nothing
        return ""
    if percent:
        number *= 100
    text = f"{number.normalize():f}"
    return f"{text} %" if percent else text
