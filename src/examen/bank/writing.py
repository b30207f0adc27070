"""Writing a derived record as YAML that a person can read and the bank can load."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import yaml

from examen.model.base import Record

_WIDTH = 100
_NUMBER = re.compile(r"[0-9A-Z.]+")


class _Dumper(yaml.SafeDumper):
    """Lists are indented under their key, as people write them."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002 - yaml's own
        super().increase_indent(flow, indentless=False)


def _decimal(dumper: yaml.SafeDumper, number: Decimal) -> yaml.Node:
    kind = "int" if number == number.to_integral_value() else "float"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", f"{number.normalize():f}")


def _mapping(dumper: yaml.SafeDumper, mapping: dict[str, Any]) -> yaml.Node:
    """A mapping of numbers goes across the page, others go down."""
    flow = all(isinstance(value, Decimal) for value in mapping.values())
    return dumper.represent_mapping("tag:yaml.org,2002:map", mapping.items(), flow_style=flow)


def _list(dumper: yaml.SafeDumper, items: list[Any]) -> yaml.Node:
    """A list of questions' numbers goes across the page, others go down."""
    flow = all(isinstance(item, str) and _NUMBER.fullmatch(item) for item in items)
    return dumper.represent_sequence("tag:yaml.org,2002:seq", items, flow_style=flow)


def _text(dumper: yaml.SafeDumper, text: str) -> yaml.Node:
    """A text of several lines keeps them."""
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(Decimal, _decimal)
_Dumper.add_representer(str, _text)
_Dumper.add_representer(list, _list)
_Dumper.add_representer(dict, _mapping)


def dumps(record: Record) -> str:
    """A record as YAML, its keys in the order of its fields, without what is at its default."""
    plain = record.model_dump(by_alias=True, exclude_defaults=True)
    return yaml.dump(
        _plain(plain),
        Dumper=_Dumper,
        allow_unicode=True,
        sort_keys=False,
        default_flow_style=False,
        width=_WIDTH,
    )


def _plain(value: Any) -> Any:
    """Plain data; decimals stay exact."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | int | Decimal) else str(value)
