"""JSON Schemas: fresh, in French, and of one mind with the loader."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from examen import messages
from examen.bank import write_schemas
from examen.bank.reading import SCHEMAS
from examen.bank.schemas import schema

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = (
    ROOT / "bank",
    ROOT / "rubrics",
    ROOT / "tests/data/judo",
    ROOT / "tests/data/calibration",
    ROOT / "tests/data/papers",
)


def kind(path: Path) -> str:
    """What a file says it is."""
    lines = path.read_text("utf-8").splitlines()
    line = next(line for line in lines if line.startswith("schema:"))
    return line.removeprefix("schema:").strip().partition("/")[0]


def files() -> list[Path]:
    """All files that a bank would read: hidden ones are not."""
    found = [path for folder in FOLDERS for path in sorted(folder.rglob("*.yaml"))]
    return [path for path in found if not any(step[0] == "." for step in path.parts[1:])]


def validated(name: str, *paths: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "check_jsonschema", "--schemafile"]
    target = [str(ROOT / f"schemas/{name}.schema.json"), *map(str, paths)]
    return subprocess.run([*command, *target], capture_output=True, text=True, check=False)  # noqa: S603 - our own files


def test_the_schemas_of_the_project_are_fresh(tmp_path: Path) -> None:
    """`examen schema` brings them up to date."""
    for fresh in write_schemas(tmp_path):
        kept = ROOT / "schemas" / fresh.name
        assert kept.read_text("utf-8") == fresh.read_text("utf-8"), kept


@pytest.mark.parametrize("name", SCHEMAS)
def test_an_editor_accepts_the_files_of_the_project(name: str) -> None:
    paths = [path for path in files() if kind(path) == name]
    assert paths
    ran = validated(name, *paths)
    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize("path", [path for path in files() if "tests" not in path.parts], ids=str)
def test_files_tell_editors_their_schema(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("# yaml-language-server: $schema=")
    target = (path.parent / first.partition("=")[2]).resolve()
    assert target == ROOT / f"schemas/{kind(path)}.schema.json"


WRONG = {
    "a rule": ("award: {rule: all}\n        ideas", "award: {rule: al}\n        ideas"),
    "a key": ("penalty_cap: 2", "penality_cap: 2"),
    "a number": ("per_error: 0.25", "per_error: beaucoup"),
    "a missing key": ("    model_answer: On gagne du temps.\n", ""),
    "an empty value": ("note: Le RGPD a supprimé la déclaration.", "note: "),
    "a phrasing": ("- structure: signature", "- structures: signature"),
    "a text for a list": ("phrasings: [gagner du temps]", "phrasings: gagner du temps"),
    "too small": ("{rule: share, step: 0.5}", "{rule: share, step: 0}"),
}
RIGHT = {
    "a comma": ("per_error: 0.25", "per_error: '0,25'"),
    "a number for a text": ("says: Un gain de temps", "says: 2020"),
    "a date": ("until: 2018-05-24", "until: '2018-05-24'"),
    "a truth for a text": ("title: Langue", "title: true"),
    "a number for a question": ('- question: "1.1"', "- question: 1.1"),
    "a word for a group": ("[[accéder, consulter], [", "[consulter, ["),
}


@pytest.mark.parametrize(("was", "now"), WRONG.values(), ids=WRONG)
def test_an_editor_sees_what_is_wrong(was: str, now: str, tmp_path: Path) -> None:
    assert validated("rubric", changed(tmp_path, was, now)).returncode == 1


@pytest.mark.parametrize(("was", "now"), RIGHT.values(), ids=RIGHT)
def test_an_editor_types_yaml_and_is_content(was: str, now: str, tmp_path: Path) -> None:
    ran = validated("rubric", changed(tmp_path, was, now))
    assert ran.returncode == 0, ran.stdout


def changed(folder: Path, was: str, now: str) -> Path:
    text = (ROOT / "tests/data/judo/rubrics/club-judo.yaml").read_text("utf-8")
    assert text.count(was) == 1
    path = folder / "rubric.yaml"
    path.write_text(text.replace(was, now), "utf-8")
    return path


def nodes(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
    for item in value.values() if isinstance(value, dict) else value:
        if isinstance(item, dict | list):
            yield from nodes(item)


@pytest.mark.parametrize("name", SCHEMAS)
def test_every_key_has_a_title(name: str) -> None:
    body = schema(SCHEMAS[name])
    untitled = [
        key
        for node in nodes(body)
        if node.get("type") == "object"
        for key, field in node.get("properties", {}).items()
        if field["title"].startswith("key: ")
    ]
    assert untitled == []


def test_english_on_request() -> None:
    with messages.using("en"):
        english = json.dumps(schema(SCHEMAS["rubric"]))
    assert '"Penalty cap"' in english
    assert "key: " not in english
