"""Filling: the plain data of a file with its variables' values in the place of `{{ … }}`.

A list item `{if: condition, …}` stays, without its `if`, where the condition holds; of
`{if: condition, then: […], else: […]}` the items of one of the two lists stand in its place. Places
follow: what a value was made of still says where it stands in the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from copy import copy
from typing import Any

from examen.bank.codes import Code
from examen.bank.variants.drawing import Fault, FaultyError
from examen.bank.variants.expressions import (
    ExpressionError,
    Values,
    evaluate,
    holds,
    read_expression,
)
from examen.bank.variants.formats import split_format, written
from examen.bank.yaml_door import Loc, Spot
from examen.messages import _

OPENING, CLOSING = "{{", "}}"
UNFILLED = frozenset({"schema", "id", "case", "language", "variables", "where"})
_TEMPLATE = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_CHOICE = frozenset({"if", "then", "else"})

Filled = tuple[Any, Spot | None]


def fill(data: dict[str, Any], spot: Spot | None, values: Values, language: str) -> Filled:
    """A file's data, and their places if they are known, with the values in.

    What says which file it is, and the variables themselves, stay as they are.

    Raises:
        FaultyError: expressions cannot be read or computed; carries all of these.
    """
    filler = _Filler(values, language)
    kept = {key: item for key, item in data.items() if key in UNFILLED}
    changed, around = filler.value(
        {key: item for key, item in data.items() if key not in UNFILLED}, spot, ()
    )
    if filler.faults:
        raise FaultyError(*filler.faults)
    return {**kept, **changed}, around


def names_in(data: Any) -> Iterator[str]:
    """The variables that the texts and conditions of a file's data name."""
    if isinstance(data, dict):
        for key, item in data.items():
            if key == "if" and isinstance(item, str):
                yield from _names(item)
            else:
                yield from names_in(item)
    elif isinstance(data, list):
        for item in data:
            yield from names_in(item)
    elif OPENING in data:
        for found in _TEMPLATE.finditer(data):
            yield from _names(split_format(found[1])[0])


def _names(text: str) -> Iterator[str]:
    try:
        yield from read_expression(text).names
    except ExpressionError:
        return  # reported where the text is filled


class _Filler:
    """Fills data with the values of one variant; notes what is wrong on the way."""

    def __init__(self, values: Values, language: str) -> None:
        self.values = values
        self.language = language
        self.faults: list[Fault] = []

    def value(self, data: Any, spot: Spot | None, loc: Loc) -> Filled:
        if isinstance(data, str):
            return (self._text(data, loc) if OPENING in data else data), spot
        if isinstance(data, list):
            return self._list(data, spot, loc)
        filled = {
            key: self.value(item, spot and spot.child(key), (*loc, key))
            for key, item in data.items()
        }
        around = spot
        if spot and isinstance(spot.children, dict):
            around = copy(spot)
            inner = {key: child for key, (_item, child) in filled.items() if child}
            around.children = {**spot.children, **inner}
        return {key: item for key, (item, _child) in filled.items()}, around

    def _list(self, data: list[Any], spot: Spot | None, loc: Loc) -> Filled:
        filled: list[Filled] = []
        for number, item in enumerate(data):
            child = spot.child(number) if spot else None
            if isinstance(item, dict) and "if" in item:
                filled += self._conditional(item, child, (*loc, number))
            else:
                filled.append(self.value(item, child, (*loc, number)))
        around = spot
        if spot:
            around = copy(spot)
            around.children = [child for _item, child in filled if child]
        return [item for item, _child in filled], around

    def _conditional(self, item: dict[str, Any], spot: Spot | None, loc: Loc) -> list[Filled]:
        """What stands in the place of a list item with a condition."""
        try:
            stays = holds(read_expression(str(item["if"])), self.values)
        except ExpressionError as error:
            self.faults.append(Fault((*loc, "if"), error.code, str(error)))
            return []
        if item.keys() <= _CHOICE:
            return self._branch(item, "then" if stays else "else", spot, loc)
        rest = {key: inner for key, inner in item.items() if key != "if"}
        return [self.value(rest, spot, loc)] if stays else []

    def _branch(self, item: dict[str, Any], key: str, spot: Spot | None, loc: Loc) -> list[Filled]:
        if not all(isinstance(item.get(name, []), list) for name in ("then", "else")) or (
            len(item) == 1
        ):
            message = _(
                "after a condition alone come the keys “then” or “else”, each with a list of items"
            )
            self.faults.append(Fault((*loc, "if"), Code.WRONG_EXPRESSION, message))
            return []
        inner = spot.child(key) if spot else None
        items, around = self._list(item.get(key, []), inner, (*loc, key))
        spots = around.children if around else None
        return [
            (each, spots[number] if isinstance(spots, list) else None)
            for number, each in enumerate(items)
        ]

    def _text(self, text: str, loc: Loc) -> str:
        try:
            return _filled(text, self.values, self.language)
        except ExpressionError as error:
            self.faults.append(Fault(loc, error.code, str(error)))
            return text


def _filled(text: str, values: Values, language: str) -> str:
    pieces: list[str] = []
    end = 0
    for found in _TEMPLATE.finditer(text):
        expression, name, places = split_format(found[1])
        value = evaluate(read_expression(expression), values)
        pieces += text[end : found.start()], written(value, name, places, language)
        end = found.end()
    if OPENING in text[end:]:
        message = _("a “{opening}” is not closed; write {closing} after the expression").format(
            opening=OPENING, closing=CLOSING
        )
        raise ExpressionError(Code.WRONG_EXPRESSION, message)
    return "".join((*pieces, text[end:]))
