"""JSON Schemas, with which an editor completes and checks a file while one types.

An editor's YAML is typed (0.5 is a number, 2020 an integer), the loader's is text: the schemas
accept every scalar where a record takes text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from examen.bank.loading import SCHEMAS
from examen.messages import _
from examen.model.base import SCALAR, Record

_NUMBER = r"^[-−+]?[0-9]+([.,][0-9]+)?$"
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}
_TEXT = {"type": SCALAR, "minLength": 1}


def _short_forms(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """Records that may also be written shorter: a sentence as text, word groups as a list."""
    if name == "Sentence":
        return {**_TEXT, "description": body["description"]}
    if name == "Words":
        groups = body["properties"]["words"]
        short = {key: groups[key] for key in ("type", "items", "minItems")}
        return {"anyOf": [short, body], "description": body["description"]}
    return body


def _is_null(schema: Any) -> bool:
    return bool(schema == {"type": "null"})


def _without_null(node: dict[str, Any]) -> dict[str, Any]:
    """An empty value is a problem here, so `null` is never offered."""
    branches = [branch for branch in node.get("anyOf", ()) if not _is_null(branch)]
    if "anyOf" not in node or len(branches) == len(node["anyOf"]):
        return node
    rest = {key: value for key, value in node.items() if key not in ("anyOf", "default")}
    return {**branches[0], **rest} if len(branches) == 1 else {**rest, "anyOf": branches}


def _decimal(node: dict[str, Any]) -> dict[str, Any]:
    """A decimal number, also as a text with a comma; its bounds by their JSON Schema names."""
    branches = node.get("anyOf", ())
    if [branch.get("type") for branch in branches] != ["number", "string"]:
        return node
    known = {**node, **branches[0]}
    bounds = {_BOUNDS.get(key, key): value for key, value in known.items()}
    kept = {key: value for key, value in bounds.items() if key not in ("anyOf", "decimal_places")}
    return {**kept, "type": ["number", "string"], "pattern": _NUMBER}


def _scalar(node: dict[str, Any]) -> dict[str, Any]:
    """Text is any scalar."""
    if node.get("type") != "string" or {"enum", "const", "format"} & node.keys():
        return node
    return {**node, "type": SCALAR}


def _tags_required(node: dict[str, Any]) -> dict[str, Any]:
    """What tells the members of a union apart must be written, default or not."""
    tags = [
        name
        for name, field in node.get("properties", {}).items()
        if name in ("rule", "kind") and "const" in field
    ]
    if not tags:
        return node
    return {**node, "required": list(dict.fromkeys([*tags, *node.get("required", ())]))}


def _texts(node: dict[str, Any]) -> dict[str, Any]:
    """Titles and descriptions in the language in use."""
    texts = {key: node[key] for key in ("title", "description") if isinstance(node.get(key), str)}
    return {**node, **{key: _(" ".join(text.split())) for key, text in texts.items()}}


def _fitted(node: Any) -> Any:
    if isinstance(node, list):
        return [_fitted(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _fitted(value) for key, value in _decimal(node).items()}
    return _texts(_tags_required(_scalar(_without_null(node))))


def schema(model: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a kind of file, in the language in use."""
    raw = model.model_json_schema(by_alias=True)
    raw["$defs"] = {name: _short_forms(name, body) for name, body in raw["$defs"].items()}
    fitted: dict[str, Any] = _fitted(raw)
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **fitted}


def write_schemas(folder: Path) -> list[Path]:
    """Write `case.schema.json` and its like into `folder`.

    Returns:
        The files written, one for each kind of file that a bank holds.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for name, model in SCHEMAS.items():
        path = folder / f"{name}.schema.json"
        fresh = path.with_suffix(".new")
        text = json.dumps(schema(model), ensure_ascii=False, indent=2)
        fresh.write_text(text + "\n", encoding="utf-8", newline="\n")
        fresh.replace(path)
        written.append(path)
    return written
