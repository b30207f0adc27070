"""Writing a derived record as YAML in the layout, which a person can read and the bank can load."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from examen.bank.layout import in_layout
from examen.model.base import Record


class _Dumper(yaml.SafeDumper):
    """Knows decimals, and what the layout leaves to the author: brackets around a mapping."""


def _decimal(dumper: yaml.SafeDumper, number: Decimal) -> yaml.Node:
    kind = "int" if number == number.to_integral_value() else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", f"{number.normalize():f}")


def _mapping(dumper: yaml.SafeDumper, mapping: dict[str, Any]) -> yaml.Node:
    """A mapping of numbers goes across the page, others go down."""
    flow = all(isinstance(value, Decimal) for value in mapping.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=flow)


_Dumper.add_representer(Decimal, _decimal)
_Dumper.add_representer(dict, _mapping)


def dumps(record: Record) -> str:
    """A record as YAML in the layout, without what is at its default."""
    plain = record.model_dump(by_alias=True, exclude_defaults=True)
    text = yaml.dump(_plain(plain), Dumper=_Dumper, allow_unicode=True, sort_keys=False)
    return in_layout(text, type(record))


def _plain(value: Any) -> Any:
    """Plain data; decimals stay exact."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | Decimal) else str(value)
