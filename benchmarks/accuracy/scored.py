"""Sets of answers with a score, as public sets come: CSV or JSON Lines, an answer a line.

The columns, or keys, are question, answer and score; `id` names the answer. A set of the kind is
measured with an exam whose questions bear the same numbers; nothing of it enters the project.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple


class Scored(NamedTuple):
    """An answer to a question, and the score that people gave."""

    id: str
    question: str
    answer: str
    score: Decimal


def scored(path: Path, numbers: Mapping[str, str]) -> Iterator[Scored]:
    """The answers of a file, by its suffix: `.jsonl`, or `.csv` with commas or semicolons.

    Args:
        path: the file.
        numbers: the numbers in the exam of questions that the file names otherwise.

    Raises:
        KeyError: a line lacks question, answer or score.
    """
    with path.open(encoding="utf-8-sig", newline="") as file:
        rows: Iterable[Mapping[str, Any]]
        if path.suffix == ".jsonl":
            rows = (json.loads(line) for line in file if line.strip())
        else:
            delimiter = ";" if ";" in file.readline() else ","
            file.seek(0)
            rows = csv.DictReader(file, delimiter=delimiter)
        for number, row in enumerate(rows, 1):
            score = Decimal(str(row["score"]).replace(",", "."))
            name = str(row["question"])
            yield Scored(
                str(row.get("id") or number), numbers.get(name, name), str(row["answer"]), score
            )
