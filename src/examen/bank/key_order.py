"""The keys of records in the order in which people read them: that of the records' fields.

A key that says which of several records it is (`kind`, `rule`) comes first.
"""

from __future__ import annotations

from collections.abc import Collection
from functools import cache
from typing import Literal, get_origin

from examen.bank.record_errors import known_keys, steps
from examen.model.base import Record


def ordered(keys: Collection[str], models: Collection[type[Record]]) -> list[str]:
    """Keys in the order of the record that has most of them; those it lacks come last, as given.

    A condition, which any item may have, comes first.

    Args:
        keys: those of one mapping.
        models: the records that the mapping may be; with none, the keys stay as they are.
    """
    model = best(keys, models)
    if model is None:
        return list(keys)
    places = {**_places(model), "if": -1}
    return sorted(keys, key=lambda key: places.get(key, len(places)))


def best(keys: Collection[str], models: Collection[type[Record]]) -> type[Record] | None:
    """The record that has most of the keys, the first of several."""
    return max(models, key=lambda model: sum(key in _places(model) for key in keys), default=None)


def below(model: type[Record] | None, key: str) -> tuple[type[Record], ...]:
    """The records that the value of a key may be or hold."""
    found = steps(model, key) if model is not None else None
    return tuple(found.records.values()) if found is not None else ()


def depth(model: type[Record] | None, key: str) -> int:
    """How many lists and mappings stand between a key and the records that it holds."""
    found = steps(model, key) if model is not None else None
    return found.containers if found is not None else 0


@cache
def _places(model: type[Record]) -> dict[str, int]:
    telling = [
        field.alias or name
        for name, field in model.model_fields.items()
        if get_origin(field.annotation) is Literal
    ]
    keys = dict.fromkeys((*telling, *known_keys(model)))
    return {key: place for place, key in enumerate(keys)}
