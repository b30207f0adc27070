"""What a module imports and which room it belongs to; read from its text, without running it."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import NamedTuple

PACKAGE = "examen"


class Import(NamedTuple):
    """One imported name, dotted and absolute, such as `examen.cli.main` or `yaml`."""

    name: str
    line: int


def imports(text: str) -> Iterator[Import]:
    """All that a module imports, at its top, inside functions, for types, or by its name."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.Import):
            yield from (Import(alias.name, node.lineno) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            start = "." * node.level + (node.module or "")
            yield from (Import(f"{start}.{alias.name}", node.lineno) for alias in node.names)
        elif isinstance(node, ast.Call) and _callee(node) in {"import_module", "__import__"}:
            for argument in node.args[:1]:
                if isinstance(argument, ast.Constant):
                    yield Import(str(argument.value), node.lineno)


def _callee(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def room(name: str) -> str:
    """The room of a dotted name of ours: `cli` for `examen.cli.main`; `""` for the package."""
    return name.split(".")[1] if "." in name else ""
