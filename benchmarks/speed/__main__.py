"""How fast examen is: `python -m benchmarks.speed`, five to seven minutes on two cores.

Measures everything, or some parts (`--only copies,ideas`), keeps the figures and writes them into
docs/performance.md, with its plots. `--quick` measures next to nothing and keeps nothing: it shows
that all parts run.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.speed import checking, commands, page, plots, profile, rates, scaling
from benchmarks.speed.tables import TABLES

PARTS: dict[str, Callable[..., dict[str, Any]]] = {
    "copies": rates.copies,
    "answers": rates.answers,
    "ideas": scaling.ideas,
    "words": scaling.words,
    "counts": commands.counts,
    "workers": commands.workers,
    "start": commands.start,
    "bank": checking.bank,
    "profile": profile.profile,
}


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure, print each table as it comes, and keep the figures."""
    options = _options(arguments)
    with TemporaryDirectory() as scratch:
        folder = Path(scratch) if options.quick else page.PLOTS
        for part in options.only:
            figures = PARTS[part](quick=options.quick)
            plots.draw(part, figures, folder)
            figures.pop("stacks", None)  # of the profile: only drawn
            print(f"{part}\n\n{TABLES[part](figures)}\n", flush=True)
            if not options.quick:
                page.keep(page.kept() | {"machine": page.machine(), part: figures})


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument(
        "--only",
        type=_parts,
        default=list(PARTS),
        metavar="PART,…",
        help=f"of {', '.join(PARTS)}",
    )
    parser.add_argument("--quick", action="store_true", help="see that it runs; keep nothing")
    return parser.parse_args(arguments)


def _parts(text: str) -> list[str]:
    parts = text.split(",")
    if unknown := [part for part in parts if part not in PARTS]:
        raise argparse.ArgumentTypeError(f"no such part: {', '.join(unknown)}")
    return parts


if __name__ == "__main__":
    main()
