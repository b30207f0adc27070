"""`examen check` of a great bank, beside libyaml parsing the same files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import yaml

from benchmarks.speed.banks import write_bank
from benchmarks.speed.timing import cpu, examen, fresh, run, tell

_QUESTIONS = 10_000
_ROUNDS = 3


def bank(*, quick: bool) -> dict[str, Any]:
    """Processor seconds for checking a bank, with and without its examples, and for parsing it.

    `first` grades all examples, `again` those that changed: none. `libyaml` only parses, `events`
    hands to Python what it meets, `objects` makes lists and mappings of it.
    """
    questions = 20 if quick else _QUESTIONS
    with TemporaryDirectory() as name:
        folder = Path(name, "made")
        tell(f"bank: making {questions} questions")
        write_bank(folder, questions)
        texts = [path.read_bytes() for path in sorted(folder.rglob("*.yaml"))]
        cache = None if quick else Path(name, "cache")
        other = Path(name, "other")
        write_bank(other, 2)
        run(examen("check"), other, cache=cache)  # makes the tables of words
        check = partial(run, folder=folder, cache=cache)
        took: dict[str, list[float]] = {}
        for turn in range(1 if quick else _ROUNDS):
            tell(f"bank: {turn + 1} of {_ROUNDS}")
            for way, seconds in fresh(_parsing, texts).items():
                took.setdefault(way, []).append(seconds)
            records = check(examen("check", "--no-selftest")).cpu
            took.setdefault("records", []).append(records)
        tell("bank: grading all examples")
        first = check(examen("check")).cpu
        again = check(examen("check")).cpu
    return {
        "questions": questions,
        "files": len(texts),
        "megabytes": sum(map(len, texts)) / 1e6,
        **{way: min(seconds) for way, seconds in took.items()},
        "first": first,
        "again": again,
    }


def _parsing(texts: Sequence[bytes]) -> dict[str, float]:
    """Seconds for each way of parsing."""
    ways: dict[str, Callable[[bytes], object]] = {
        "libyaml": lambda text: yaml.CBaseLoader(text).raw_parse(),
        "events": lambda text: list(yaml.parse(text, yaml.CBaseLoader)),
        "objects": lambda text: yaml.load(text, yaml.CSafeLoader),
    }
    return {name: cpu(partial(_all, way, texts)) for name, way in ways.items()}


def _all(way: Callable[[bytes], object], texts: Sequence[bytes]) -> None:
    for text in texts:
        way(text)
