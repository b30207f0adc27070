"""How well and how fast exams are put together: `python -m benchmarks.assembly`, a few minutes.

Ten blueprints and five impossible ones on a bank of 2,000 questions, against taking the best
question each time and against draws. Writes the tables into docs/performance.md; `--quick` does one
blueprint on a small bank and writes nothing.
"""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import median
from time import process_time

from benchmarks.assembly.generate import ROOT, bank
from benchmarks.assembly.rivals import Desk, Versions, any_valid, drawn, greedy, left
from examen import messages, papers
from examen.bank import Bank, with_blueprint
from examen.papers.assembling import Search, search
from examen.papers.solver import Clock

HERE = Path(__file__).parent
PAGE = ROOT / "docs/performance.md"
QUESTIONS = 2000
GREEDY, DRAWS, VALID = 10, 1000, 3
_SECTION = re.compile(r"(?<=<!-- assembly -->\n).*?(?=<!-- end of assembly -->)", re.DOTALL)
_HEADS = (
    "blueprint",
    "exams",
    "seconds",
    "proven",
    "left of the goals",
    f"greedy meets it, of {GREEDY}",
    "greedy leaves",
    f"draws meet it, of {DRAWS:,}",
    "valid draws leave",
)


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print the tables, and put them into the page."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.assembly", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="see that it runs; keep nothing")
    quick = parser.parse_args(arguments).quick
    known = bank(400 if quick else QUESTIONS)
    possible, impossible = (
        sorted((HERE / name).glob("*.yaml"))[: 1 if quick else None]
        for name in ("blueprints", "impossible")
    )
    with messages.using("en"):
        rows = [_measured(known, path) for path in possible]
        told = [_explained(known, path) for path in impossible]
    text = (
        f"\n{_table(_HEADS, rows)}\n\n{_table(('blueprint', 'seconds', 'contradiction'), told)}\n\n"
    )
    print(text)
    if not quick:
        page = PAGE.read_text("utf-8")
        PAGE.write_text(_SECTION.sub(lambda _match: text, page), "utf-8")


def _measured(known: Bank, path: Path) -> list[str]:
    """A blueprint solved, and what its rivals make of it."""
    began = process_time()
    found = papers.assemble(known, path)
    seconds = process_time() - began
    if isinstance(found, papers.Contradiction):
        raise TypeError(path)
    sought = search(*with_blueprint(known, path), Clock(None))
    choices = [choice for seed in range(GREEDY) if (choice := greedy(sought, seed))]
    desk, random = Desk(sought), Random(1)
    met = sum(drawn(sought, desk, random) for _draw in range(DRAWS))
    valid = [choice for seed in range(VALID) if (choice := any_valid(sought, seed, 4))]
    print(f"{path.stem}: {seconds:.1f} s", flush=True)
    return [
        path.stem,
        str(len(found.papers)),
        f"{seconds:.1f}",
        "yes" if found.proven else "no",
        _amounts([one.amount for one in found.left]),
        str(len(choices)),
        _typical(sought, choices),
        str(met),
        _typical(sought, valid),
    ]


def _typical(sought: Search, choices: Sequence[Versions]) -> str:
    """The median of what some choices leave of each goal."""
    each = [left(sought, choice) for choice in choices]
    return _amounts([median(amounts) for amounts in zip(*each, strict=True)]) if each else "–"


def _amounts(amounts: Sequence[Fraction]) -> str:
    return " / ".join(f"{float(amount):.4g}" for amount in amounts)


def _explained(known: Bank, path: Path) -> list[str]:
    """The contradiction of an impossible blueprint."""
    began = process_time()
    found = papers.assemble(known, path, seconds=120)
    seconds = process_time() - began
    if isinstance(found, papers.Outcome):
        raise TypeError(path)
    clashes = "; ".join(f"{one.text} ({one.place})" for one in found.clashes)
    return [path.stem, f"{seconds:.1f}", clashes + ("" if found.smallest else " (irreducible)")]


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [heads, ["---"] * len(heads), *rows]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


if __name__ == "__main__":
    main()
