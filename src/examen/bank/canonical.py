"""Records as plain data that is the same for all ways of writing the same thing."""

from __future__ import annotations

from collections.abc import Collection
from decimal import Decimal
from enum import Enum
from typing import Any

from pydantic import BaseModel


def canonical(value: Any, but: Collection[str] = ()) -> Any:
    """Plain data, ready for JSON, of a record or of what records hold.

    Args:
        value: a record, or the value of a field.
        but: fields that do not count, at any depth.
    """
    if isinstance(value, BaseModel):
        return {
            name: canonical(getattr(value, name), but)
            for name, known in sorted(type(value).model_fields.items())
            # A field added later, left at its default, must not change what was written before.
            if name not in but and getattr(value, name) != known.get_default()
        }
    if isinstance(value, tuple | list):
        return [canonical(item, but) for item in value]
    if isinstance(value, dict):
        return {str(key): canonical(item, but) for key, item in value.items()}
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, Enum):
        return value.value
    return value if isinstance(value, bool | int | None) else str(value)
