"""What can still be read of a record with mistakes, so that the checks see the rest of it.

A part that is wrong is cut out: the key if the record can do without it, else the nearest list item
around it. A hole in the spots says where, so that no check takes what was cut out for something
forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePath
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from examen.bank.record_errors import follow, suggestion
from examen.bank.yaml_door import Loc, Sheet, Spot
from examen.model.base import Record

R = TypeVar("R", bound=Record)

_ROUNDS = 12
_FILLER = "1"  # a text, an identifier and a number alike
# Cutting out a lone number or choice leaves nothing that a check could miss.
_HARMLESS = frozenset(
    {
        "extra_forbidden",
        "enum",
        "literal_error",
        "bool_parsing",
        "int_parsing",
        "decimal_parsing",
        "greater_than",
        "greater_than_equal",
        "less_than_equal",
        "decimal_max_places",
        "date_from_datetime_parsing",
        "string_too_short",
        "string_type",
    }
)


def _value(data: Any, loc: Loc) -> Any:
    for step in loc:
        try:
            data = data[step]
        except (KeyError, IndexError, TypeError):
            return None
    return data


def _cut(data: Any, spot: Spot, loc: Loc, *, mark: bool) -> bool:
    """Remove `loc` from data and spots alike; whether it was there. `mark` leaves a hole."""
    parent, step = _value(data, loc[:-1]), loc[-1]
    around = spot.descend(loc[:-1]).spot
    if (
        isinstance(parent, dict)
        and step in parent
        and isinstance(around.children, dict)
        and str(step) in around.children  # what was filled in has no place in the file
    ):
        del parent[step]
        around.children[str(step)].hole = mark
        return True
    if isinstance(parent, list) and isinstance(around.children, list) and isinstance(step, int):
        del parent[step], around.children[step]
        around.hole = True
        return True
    return False


def _item(loc: Loc) -> Loc:
    """The nearest list item that is or holds `loc`; empty if there is none."""
    for end in range(len(loc), 0, -1):
        if isinstance(loc[end - 1], int):
            return loc[:end]
    return ()


def _rename(data: Any, spot: Spot, loc: Loc, model: type[Record] | None) -> bool:
    """Take a misspelt key for the one that was meant."""
    parent, around = _value(data, loc[:-1]), spot.descend(loc[:-1]).spot.children
    if model is None or not isinstance(parent, dict) or not isinstance(around, dict):
        return False
    key = str(loc[-1])
    meant = suggestion(key, model, parent)
    if meant is None or meant in parent or key not in parent:
        return False
    parent[meant] = parent.pop(key)
    around[meant] = around.pop(key)
    return True


def _order(loc: Loc) -> tuple[tuple[int, str], ...]:
    return tuple((step, "") if isinstance(step, int) else (-1, step) for step in loc)


def _renamed(model: type[Record], data: Any, spot: Spot, errors: list[ErrorDetails]) -> bool:
    """Whether a misspelt key could be taken for the one that was meant."""
    strangers = [detail["loc"] for detail in errors if detail["type"] == "extra_forbidden"]
    renamed = [_rename(data, spot, *follow(model, loc)) for loc in strangers]
    return any(renamed)


def _targets(
    model: type[Record], spot: Spot, errors: list[ErrorDetails]
) -> Iterator[tuple[Loc, bool]]:
    """What to cut out for each error, and whether that leaves a hole."""
    for detail in errors:
        loc, _record = follow(model, detail["loc"])
        kind = detail["type"]
        taken = spot.descend(tuple(step for step in loc if step != "[key]")).taken
        target = _item(taken) if kind == "missing" else taken
        yield target or loc, kind not in _HARMLESS or loc[-1] == "[key]"


def _fill(sheet: Sheet, loc: Loc) -> bool:
    """Put something where a record cannot do without: the file's name for an identifier.

    Whether that is possible: the same place is not filled twice.
    """
    parent = _value(sheet.data, loc[:-1])
    if not isinstance(parent, dict) or loc[-1] in parent or sheet.spot is None:
        return False
    parent[loc[-1]] = PurePath(sheet.path).stem if loc == ("id",) else _FILLER
    sheet.spot.descend(loc).spot.hole = True
    return True


def salvage(sheet: Sheet, model: type[R]) -> R | None:
    """A record of what can be read; cuts the rest out of the sheet's data and spots.

    None if too little is left.
    """
    data, spot = sheet.data, sheet.spot
    if spot is None or not isinstance(data, dict):
        return None
    for _round in range(_ROUNDS):
        try:
            return model.model_validate(data)
        except ValidationError as error:
            errors = error.errors(include_url=False, include_input=False)
        if _renamed(model, data, spot, errors):
            continue
        found = dict(_targets(model, spot, errors))
        # From the end, so that what is still to cut keeps its index.
        for loc in sorted(found, key=_order, reverse=True):
            if not _cut(data, spot, loc, mark=found[loc]) and not _fill(sheet, loc):
                return None
    return None
