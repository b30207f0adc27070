"""How long a search takes in a big bank: the index at first, ever after, and after a change."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from statistics import median
from typing import NamedTuple

from benchmarks.speed.timing import examen
from examen.bank import load
from examen.bank.loading import yaml_files
from examen.garbage import collect_rarely
from examen.search import Range, Wanted, search
from examen.search.files import scan
from examen.search.index import index_file
from examen.search.words import dictionary

_TIMES = 15
_MOMENT = 2.1  # seconds
QUESTIONS: dict[str, Wanted] = {
    "one word, in 1 question of 40": Wanted(("fidéliser",)),
    "two words": Wanted(("fidéliser", "clients")),
    "a word of every question": Wanted(("entreprise",)),
    "a word, another left out": Wanted(("vente", "-client")),
    "a phrase": Wanted(("réseaux sociaux",)),
    "a beginning": Wanted(("assur*",)),
    "a misspelt word": Wanted(("fidélizer",)),
    "no words, three filters": Wanted(
        competencies=("C1.4",), level=Range(Decimal(2), Decimal(3)), never_used=True
    ),
}


class Measured(NamedTuple):
    """Seconds by the clock, all in one run.

    Attributes:
        searches: by name of the question, the median of many.
        slowest: of all searches, the slowest one.
        scan: telling whether files changed, which each search does.
        first: the first search, which makes the index.
        change: a search after one file was changed.
        load: loading the bank, which is what a search without an index begins with.
        linear: looking for a word's beginning in the text of all files.
        command: a whole command, in a process of its own.
        size: of the index, in bytes.
        bank: of the files, in bytes.
    """

    searches: dict[str, float]
    slowest: float
    scan: float
    first: float
    change: float
    load: float
    linear: float
    command: float
    size: int
    bank: int


def measure(folder: Path) -> Measured:
    """Search the bank in `folder`, of which the cache has no index yet."""
    bank, rubrics = folder / "bank", folder / "rubrics"
    files = list(yaml_files(bank, rubrics))

    def seconds(wanted: Wanted) -> float:
        return _seconds(lambda: search(bank, rubrics, wanted))

    collect_rarely()  # as every command does
    dictionary("fr"), dictionary("en")  # made for all commands, not for the search
    first = seconds(Wanted())
    _settle(bank, rubrics)
    taken = {name: [seconds(wanted) for _ in range(_TIMES)] for name, wanted in QUESTIONS.items()}
    one = min((bank / "cases").iterdir())
    text = one.read_text("utf-8")
    one.write_text(text.replace("title:", "title: ", 1), "utf-8")
    change = seconds(Wanted())
    one.write_text(text, "utf-8")
    _settle(bank, rubrics)
    words = examen("--bank", bank, "search", "fidéliser")
    return Measured(
        {name: median(many) for name, many in taken.items()},
        max(map(max, taken.values())),
        median(_seconds(lambda: scan((bank, rubrics))) for _ in range(_TIMES)),
        first,
        change,
        _seconds(lambda: load(bank, rubrics)),
        median(_seconds(lambda: _linear(files)) for _ in range(3)),
        median(_command(words) for _ in range(5)),
        index_file((bank, rubrics)).stat().st_size,
        sum(file.stat().st_size for file in files),
    )


def _seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _settle(bank: Path, rubrics: Path) -> None:
    """Files changed a moment ago are looked into, not only at; a second look settles it."""
    time.sleep(_MOMENT)
    search(bank, rubrics, Wanted())


def _linear(files: Sequence[Path]) -> int:
    """Look for the forms of a word in all files, as `grep -i` does; how many hold one."""
    form = re.compile(r"fid[ée]l", re.IGNORECASE)
    return sum(form.search(file.read_text("utf-8")) is not None for file in files)


def _command(words: Sequence[str]) -> float:
    return _seconds(lambda: subprocess.run(words, check=True, stdout=subprocess.DEVNULL))  # noqa: S603 - ours
