"""JSON Schemas, with which an editor completes and checks a file while one types.

An editor's YAML is typed (0.5 is a number, 2020 an integer), the loader's is text: the schemas
accept every scalar where a record takes text.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from examen.bank.reading import SCHEMAS
from examen.messages import _, current
from examen.model.base import SCALAR, Record
from examen.model.case import Case
from examen.model.rubric import Rubric

_NUMBER = r"^[-−+]?[0-9]+([.,][0-9]+)?$"
_CONDITIONAL = "Conditional"
_CONDITIONAL_KEYS: dict[str, Any] = {
    "if": {"type": SCALAR},
    "then": {"type": "array"},
    "else": {"type": "array"},
}
_BOUNDS = {"ge": "minimum", "gt": "exclusiveMinimum", "le": "maximum"}
_TEXT = {"type": SCALAR, "minLength": 1}


def _short_forms(name: str, body: dict[str, Any]) -> dict[str, Any]:
    """Records that may also be written shorter: a sentence as text, bounds as a number."""
    if name == "Sentence":
        return {**_TEXT, "description": body["description"]}
    if name.endswith("Bounds"):  # a number alone is both
        number = _decimal(_without_null(body["properties"]["min"]))
        return {"anyOf": [number, body], "description": body["description"]}
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


def _varying(node: dict[str, Any]) -> dict[str, Any]:
    """Numbers that variables give, and items that are only there if a condition holds."""
    if node.get("pattern") == _NUMBER:
        return {**node, "pattern": rf"{_NUMBER}|\{{\{{"}
    if node.get("type") != "array" or "items" not in node:
        return node
    return {**node, "items": {"anyOf": [node["items"], {"$ref": f"#/$defs/{_CONDITIONAL}"}]}}


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
    """The description of a node in the language in use, on one line."""
    text = node.get("description")
    return {**node, "description": _(_one_line(text))} if isinstance(text, str) else node


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _titled(node: dict[str, Any]) -> dict[str, Any]:
    """The keys of a record with what they are called in the language in use.

    The records' own titles are names of classes, which say nothing to an author.
    """
    fields = node.get("properties")
    if not isinstance(fields, dict) or node.get("type") != "object":
        return node
    titled = {key: {**field, "title": _(_gloss(key))} for key, field in fields.items()}
    rest = {key: value for key, value in node.items() if key != "title"}
    return {**rest, "properties": titled}


def _gloss(key: str) -> str:
    """What a key is looked up by in the catalogue; English needs no other word for it."""
    return key.replace("_", " ").capitalize() if current() == "en" else f"key: {key}"


def texts() -> set[str]:
    """Everything that schemas say, as the catalogue knows it."""
    found: set[str] = set()

    def collect(node: Any) -> None:
        for item in node.values() if isinstance(node, dict) else node:
            if isinstance(item, dict | list):
                collect(item)
        if isinstance(node, dict) and isinstance(node.get("description"), str):
            found.add(_one_line(node["description"]))
        if isinstance(node, dict) and node.get("type") == "object":
            found.update(f"key: {key}" for key in node.get("properties", ()))

    for model in SCHEMAS.values():
        collect(model.model_json_schema(by_alias=True))
    collect({"type": "object", "properties": _CONDITIONAL_KEYS})
    return found


def _fitted(node: Any) -> Any:
    if isinstance(node, list):
        return [_fitted(item) for item in node]
    if not isinstance(node, dict):
        return node
    node = {key: _fitted(value) for key, value in _decimal(node).items()}
    return _titled(_texts(_tags_required(_scalar(_without_null(node)))))


def _with_variables(node: Any) -> Any:
    if isinstance(node, list):
        return [_with_variables(item) for item in node]
    if not isinstance(node, dict):
        return node
    return _varying({key: _with_variables(value) for key, value in node.items()})


def schema(model: type[Record]) -> dict[str, Any]:
    """The JSON Schema of a kind of file, in the language in use."""
    raw = model.model_json_schema(by_alias=True)
    raw["$defs"] = {name: _short_forms(name, body) for name, body in raw["$defs"].items()}
    fitted: dict[str, Any] = _fitted(raw)
    if model in (Case, Rubric):
        fitted = _with_variables(fitted)
        fitted["$defs"][_CONDITIONAL] = _titled(
            {"type": "object", "required": ["if"], "properties": _CONDITIONAL_KEYS}
        )
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
