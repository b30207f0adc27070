"""Write a generated exam and copies of it: `python -m benchmarks.speed.generate FOLDER`.

`cd FOLDER && examen grade banque-assurance copies.jsonl -o out` then grades them.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.speed.exams import EXAM, MOST_IDEAS, Exam, write_copies

FORMATS = ("jsonl", "csv", "parquet")


def main() -> None:
    """Write `bank/`, `rubrics/` and the copies into a folder."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.speed.generate",
        description=f"Write an exam, “{EXAM}”, and copies of it into a folder.",
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ideas", type=int, default=10, help="ideas a question [10]")
    parser.add_argument("--questions", type=int, default=1, help="questions [1]")
    parser.add_argument("--answers", type=int, default=1_000, help="copies [1000]")
    parser.add_argument("--words", type=int, default=50, help="words an answer, mean [50]")
    parser.add_argument("--seed", type=int, default=1, help="another one makes other answers")
    parser.add_argument("--format", choices=FORMATS, default="jsonl")
    options = parser.parse_args()
    if not 0 < options.ideas <= MOST_IDEAS:
        parser.error(f"--ideas is from 1 to {MOST_IDEAS}")
    exam = Exam(options.ideas, options.questions, options.words, options.seed)
    exam.write(options.folder)
    path = options.folder / f"copies.{options.format}"
    write_copies(path, exam.copies(options.answers))


if __name__ == "__main__":
    main()
