"""Measure searching a bank of 10,000 questions, and write the tables of docs/performance.md.

python -m benchmarks.search [--questions 10000] [--print]
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.search.forms import Met, met
from benchmarks.search.speed import Measured, measure
from benchmarks.speed.banks import ROOT, write_bank
from benchmarks.speed.timing import tell

PAGE = ROOT / "docs/performance.md"
_SECTION = re.compile(r"(<!-- search -->\n).*?(<!-- end of search -->)", re.DOTALL)
_MEGA = 1e6


def _tables(questions: int, found: Measured, ways: list[Met]) -> Iterator[str]:
    yield f"A bank of {questions:,} questions, {found.bank / _MEGA:.0f} MB of YAML; "
    yield f"its index takes {found.size / _MEGA:.0f} MB.\n\n"
    yield "| a search, the look at all files included | ms |\n|---|---|\n"
    for name, seconds in found.searches.items():
        yield f"| {name} | {_ms(seconds)} |\n"
    yield f"| the slowest of all | {_ms(found.slowest)} |\n"
    yield f"| of each: telling whether a file changed | {_ms(found.scan)} |\n"
    yield f"| the whole command, one word, from the shell | {_ms(found.command)} |\n\n"
    usual = max(found.searches.values())
    yield "| beside it | ms | times the slowest median |\n|---|---|---|\n"
    for name, seconds in (
        ("reading all files and looking for one word’s beginning, no index", found.linear),
        ("loading the bank", found.load),
        ("the first search, which makes the index", found.first),
        ("a search after a change of one file", found.change),
    ):
        yield f"| {name} | {_ms(seconds)} | {seconds / usual:,.1f} |\n"
    yield "\n| what a word is filed under | finds forms of it | finds other words |\n"
    yield "|---|---|---|\n"
    for way in ways:
        yield f"| {way.name} | {way.right} of {way.wanted} | {way.wrong} of {way.unwanted} |\n"


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f}"


def main() -> None:
    """Measure, then write the tables into the page or print them."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.search", description=__doc__)
    parser.add_argument("--questions", type=int, default=10_000)
    parser.add_argument("--print", action="store_true", help="leave docs/performance.md as it is")
    arguments = parser.parse_args()
    with TemporaryDirectory() as folder:
        os.environ["EXAMEN_CACHE"] = str(Path(folder, "cache"))
        tell("a bank to search")
        write_bank(Path(folder), arguments.questions)
        tell("searching it")
        found = measure(Path(folder))
        text = "".join(_tables(arguments.questions, found, met()))
    if arguments.print:
        sys.stdout.write(text)
    else:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(_SECTION.sub(rf"\g<1>\n{text}\n\g<2>", page), "utf-8")


if __name__ == "__main__":
    main()
