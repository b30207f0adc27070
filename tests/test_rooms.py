"""The architecture, held: rooms and their layers, one door for each library, small modules."""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from rooms import PACKAGE, imports, room

SRC = Path(__file__).resolve().parent.parent / "src"

# From the ground up; a module imports from the rows below its own and from its own room.
ROWS = """
problems messages garbage caches
model
bank language
grading
exchange papers render search store
running
authoring analysis study
learning
cli web
__main__
"""
ROW = {name: row for row, names in enumerate(ROWS.strip().split("\n")) for name in names.split()}

# The rooms through which a third-party library is reached.
DOORS = {
    "click": {"cli"},
    "dask": {"running"},
    "distributed": {"running"},
    "docx": {"render"},
    "highspy": {"papers"},
    "lxml": {"render"},
    "mammoth": {"exchange"},
    "markdown_it": {"render"},
    "matplotlib": {"analysis"},
    "numpy": {"analysis", "language", "learning", "papers"},
    "odfdo": {"render"},
    "openpyxl": {"exchange"},
    "pyarrow": {"exchange"},
    "pydantic": {"model", "bank"},
    "pydantic_core": {"model", "bank"},
    "pypdfium2": {"exchange"},
    "rapidfuzz": {"language"},
    "re2": {"bank", "language"},
    "rich": {"cli"},
    "sklearn": {"learning"},
    "spacy": {"language"},
    "srsly": {"language"},
    "typst": {"render"},
    "yaml": {"bank"},
}
MOST_LINES = 500

MODULES = {
    ".".join(path.relative_to(SRC).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(SRC.rglob("*.py"))
}
TEXTS = {name: path.read_text("utf-8") for name, path in MODULES.items()}


def rooms_above(importer: str, text: str) -> list[str]:
    """The rooms that a module imports though they stand above its own or beside it."""
    own = room(importer)
    own_row = ROW.get(own, -1)
    found = []
    for name, _ in imports(text):
        other = room(name) if name.split(".")[0] == PACKAGE else ""
        if other in ROW and other != own and ROW[other] >= own_row:
            found.append(other)
    return found


@pytest.mark.parametrize("name", TEXTS)
def test_imports_point_down(name: str) -> None:
    assert rooms_above(name, TEXTS[name]) == []


@pytest.mark.parametrize(
    "text",
    [
        "import examen.cli",
        "import examen.cli.main as main",
        "from examen import cli",
        "from examen import cli as shell",
        "from examen.cli import main",
        "def late():\n    from examen.cli.main import run",
        "import importlib\nimportlib.import_module('examen.cli')",
    ],
)
def test_every_form_of_import_is_seen(text: str) -> None:
    assert rooms_above("examen.grading.matchers", text) == ["cli"]


def test_rooms_of_a_row_do_not_know_each_other() -> None:
    assert rooms_above("examen.render.html", "from examen import exchange") == ["exchange"]
    assert rooms_above("examen.render.html", "from examen.render import page") == []


def test_every_room_has_a_row() -> None:
    assert {room(name) for name in MODULES} - {""} <= set(ROW)


def test_the_package_itself_imports_nothing() -> None:
    assert [name for name, _ in imports(TEXTS[PACKAGE]) if name.startswith(PACKAGE)] == []


@pytest.mark.parametrize("name", TEXTS)
def test_no_relative_imports(name: str) -> None:
    assert [found for found in imports(TEXTS[name]) if found.name.startswith(".")] == []


@pytest.mark.parametrize("name", TEXTS)
def test_each_library_has_one_door(name: str) -> None:
    libraries = {found.split(".")[0] for found, _ in imports(TEXTS[name])}
    third_party = libraries - sys.stdlib_module_names - {PACKAGE}
    assert {lib for lib in third_party if room(name) not in DOORS.get(lib, set())} == set()


def dependencies(name: str) -> Iterator[str]:
    """The modules of ours that the module `name` imports, the nearest one that exists."""
    for imported, _ in imports(TEXTS[name]):
        target = imported
        while target and target not in MODULES:
            target = target.rpartition(".")[0]
        if target and target != PACKAGE:
            yield target


def cyclic(graph: dict[str, set[str]]) -> dict[str, set[str]]:
    """What is left of a graph without all that only leads to a cycle or away from one."""
    while True:
        reached = {target for targets in graph.values() for target in targets}
        kept = {
            name: targets & graph.keys()
            for name, targets in graph.items()
            if name in reached and targets & graph.keys()
        }
        if kept == graph:
            return kept
        graph = kept


def test_no_import_cycles() -> None:
    assert cyclic({name: set(dependencies(name)) for name in MODULES}) == {}


def test_a_cycle_is_seen() -> None:
    graph = {"top": {"a"}, "a": {"b"}, "b": {"c"}, "c": {"a", "leaf"}, "leaf": set[str]()}
    assert cyclic(graph) == {"a": {"b"}, "b": {"c"}, "c": {"a"}}


@pytest.mark.parametrize("name", TEXTS)
def test_modules_stay_small(name: str) -> None:
    assert len(TEXTS[name].splitlines()) <= MOST_LINES


@pytest.mark.parametrize("name", TEXTS)
def test_no_assert_outside_tests(name: str) -> None:
    tree = ast.parse(TEXTS[name])
    assert [node.lineno for node in ast.walk(tree) if isinstance(node, ast.Assert)] == []


Documented = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def without_docstring(body: list[ast.stmt]) -> Iterator[str]:
    """The public functions and classes of `body`, and their methods, that say nothing."""
    for node in body:
        if isinstance(node, Documented) and not node.name.startswith("_"):
            if not ast.get_docstring(node):
                yield node.name
            if isinstance(node, ast.ClassDef):
                yield from without_docstring(node.body)


@pytest.mark.parametrize("name", TEXTS)
def test_public_names_are_documented(name: str) -> None:
    tree = ast.parse(TEXTS[name])
    assert ast.get_docstring(tree), "the module needs a docstring"
    assert list(without_docstring(tree.body)) == []
