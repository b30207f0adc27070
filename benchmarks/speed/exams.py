"""Exams of any size on disk, as their authors write them: a bank, rubrics, and copies.

The ideas of a smaller exam are the first ones of a greater.
"""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import yaml

from benchmarks.speed.answers import Candidates
from benchmarks.speed.trade import Matter, elided, matters

EXAM = "banque-assurance"
MOST_IDEAS = 1_200  # the other matters of the trade are what candidates say beside the point
_LEXICONS = Path(__file__).resolve().parents[2] / "bank" / "lexicons"
_OF_A_CRITERION = 10
_EXPECTED = 4
_ROWS = 10_000  # of a table that is written at once


@dataclass(frozen=True, slots=True)
class Exam:
    """A generated exam.

    Attributes:
        ideas: how many a question expects.
        questions: how many there are.
        words: the mean length of an answer.
        seed: makes other answers, to the same questions.
    """

    ideas: int = 10
    questions: int = 1
    words: int = 50
    seed: int = 1

    def write(self, folder: Path) -> None:
        """Write `bank/` and `rubrics/` into a folder."""
        for name in ("bank/cases", "rubrics"):
            (folder / name).mkdir(parents=True, exist_ok=True)
        shutil.copytree(_LEXICONS, folder / "bank/lexicons", dirs_exist_ok=True)
        _dump(folder / "bank/cases" / f"{EXAM}.yaml", self._case())
        _dump(folder / "rubrics" / f"{EXAM}.yaml", self._rubric())

    def copies(self, count: int, first: int = 1) -> Iterator[tuple[str, dict[str, str]]]:
        """Copies: the identifier and the answers by question number."""
        numbers = list(self._asked())
        everyone = [
            Candidates(self._wanted(at), self._others(), self.words, f"{self.seed}/{number}")
            for at, number in enumerate(numbers)
        ]
        for copy in range(first, first + count):
            answers = (candidates.answer(copy) for candidates in everyone)
            yield f"C{copy:07}", dict(zip(numbers, answers, strict=True))

    def _asked(self) -> Iterator[str]:
        return (f"{n // 20 + 1}.{n % 20 + 1}" for n in range(self.questions))

    def _wanted(self, at: int) -> Sequence[Matter]:
        """The matters of the question at this place; questions share some if there are many."""
        shuffled, start = _shuffled(), at * self.ideas
        return [shuffled[(start + n) % MOST_IDEAS] for n in range(self.ideas)]

    def _others(self) -> Sequence[Matter]:
        return _shuffled()[MOST_IDEAS:]

    def _criteria(self) -> list[int]:
        """The number of ideas of each criterion."""
        whole, rest = divmod(self.ideas, _OF_A_CRITERION)
        return [_OF_A_CRITERION] * whole + ([rest] if rest else [])

    def _points(self) -> int:
        return sum(min(size, _EXPECTED) for size in self._criteria())

    def _case(self) -> dict[str, Any]:
        numbers = list(self._asked())
        parts = [numbers[at : at + 20] for at in range(0, len(numbers), 20)]
        return {
            "schema": "case/1",
            "id": EXAM,
            "title": "Une journée en agence",
            "context": "Vous êtes en alternance dans une agence de banque et d’assurance.\n",
            "parts": [
                {
                    "id": f"dossier-{number}",
                    "title": f"Dossier {number}",
                    "questions": [
                        {
                            "number": question,
                            "prompt": "Dites ce que vous feriez dans cette situation.",
                            "points": self._points(),
                        }
                        for question in part
                    ],
                }
                for number, part in enumerate(parts, 1)
            ],
        }

    def _rubric(self) -> dict[str, Any]:
        asked = enumerate(self._asked())
        return {
            "schema": "rubric/1",
            "id": EXAM,
            "case": EXAM,
            "questions": [self._question(number, self._wanted(at)) for at, number in asked],
        }

    def _question(self, number: str, wanted: Sequence[Matter]) -> dict[str, Any]:
        criteria, answer, first = [], "", 0
        for place, size in enumerate(self._criteria(), 1):
            ideas = wanted[first : first + size]
            expected = min(size, _EXPECTED)
            criteria.append(
                {
                    "id": f"actions-{place}",
                    "title": f"Actions, {place}",
                    "points": expected,
                    "award": {"rule": "each", "points": 1, "expected": expected},
                    "ideas": [_idea(first + at, matter) for at, matter in enumerate(ideas, 1)],
                }
            )
            answer += "".join(f"- {_plain(matter)}.\n" for matter in ideas[:expected])
            first += size
        half = "".join(answer.splitlines(keepends=True)[: max(1, self._points() // 2)])
        return {
            "question": number,
            "model_answer": answer,
            "criteria": criteria,
            "examples": [
                {"kind": "full", "points": self._points(), "answer": answer},
                {"kind": "partial", "points": half.count("\n"), "answer": half},
                {"kind": "zero", "points": 0, "answer": "Il fait beau et la ville est agréable."},
                {"kind": "blank", "points": 0},
                {"kind": "trap", "points": 0, "answer": _denied(wanted[0])},
            ],
        }


@cache
def _shuffled() -> list[Matter]:
    return Random(4).sample(list(matters()), sum(1 for _ in matters()))


def _plain(matter: Matter) -> str:
    return f"{matter.verbs[0].infinitive.capitalize()} {matter.things[0].definite}"


def _denied(matter: Matter) -> str:
    deed = elided("de", matter.verbs[0].infinitive)
    return f"Il n'est pas nécessaire {deed} {matter.things[0].definite}."


def _idea(number: int, matter: Matter) -> dict[str, Any]:
    """An idea with the ways of saying it: word groups; for some a sentence or an expression too."""
    verbs = [verb.infinitive for verb in matter.verbs]
    things = [thing.name for thing in matter.things]
    phrasings: list[Any] = [[verbs, things]]
    if number % 3 == 0:
        phrasings.append(f"{verbs[0]} {matter.things[0].definite}")
    if number % 4 == 0:
        phrasings.append({"expression": f"{matter.verbs[0].noun} {matter.things[0].of}"})
    if number % 5 == 0:
        nouns = list(dict.fromkeys(verb.noun for verb in matter.verbs))
        forbidden = ["inutile", "interdit", "impossible"]
        phrasings.append({"words": [nouns, things], "without": forbidden})
    return {"id": f"idee-{number}", "says": f"{_plain(matter)}.", "phrasings": phrasings}


class _Dumper(yaml.CSafeDumper):
    """Writes as authors do: texts of several lines as blocks, nothing by reference."""

    def ignore_aliases(self, _data: Any) -> bool:
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _text)


def _dump(path: Path, data: dict[str, Any]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        yaml.dump(data, stream, _Dumper, allow_unicode=True, sort_keys=False, width=120)


def write_copies(path: Path, copies: Iterable[tuple[str, dict[str, str]]]) -> None:
    """Write copies in the format that the file's name tells: jsonl, csv or parquet."""
    {".jsonl": _write_lines, ".csv": _write_csv, ".parquet": _write_parquet}[path.suffix](
        path, copies
    )


def _write_lines(path: Path, copies: Iterable[tuple[str, dict[str, str]]]) -> None:
    with path.open("w", encoding="utf-8") as stream:
        for copy, answers in copies:
            line = json.dumps({"copy": copy, "answers": answers}, ensure_ascii=False)
            stream.write(f"{line}\n")


def _write_csv(path: Path, copies: Iterable[tuple[str, dict[str, str]]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, delimiter=";", lineterminator="\n")
        for at, (copy, answers) in enumerate(copies):
            if at == 0:
                writer.writerow(["copie", *answers])
            writer.writerow([copy, *answers.values()])


def _write_parquet(path: Path, copies: Iterable[tuple[str, dict[str, str]]]) -> None:
    from pyarrow import Table
    from pyarrow.parquet import ParquetWriter

    rows = ({"copie": copy, **answers} for copy, answers in copies)
    writer = None
    while batch := [row for row, _n in zip(rows, range(_ROWS), strict=False)]:
        table = Table.from_pylist(batch)
        writer = writer or ParquetWriter(path, table.schema)
        writer.write_table(table)
    if writer:
        writer.close()
