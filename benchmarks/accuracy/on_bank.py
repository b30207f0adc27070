"""How near the engine's points are to a reader's, over answers to the questions of the bank.

`python -m benchmarks.accuracy.on_bank` measures three sets of answers, written and marked by
readers before they had seen how a rubric recognises its ideas. `--bank` and `--rubrics` take the
folders of another commit, for the figures before the rubrics learnt from a set.
"""

from __future__ import annotations

import argparse
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from statistics import fmean

from examen.bank import Bank, complete, load
from examen.grading import Grader

ANSWERS = Path(__file__).parent / "bank"


@dataclass(frozen=True, slots=True)
class Compared:
    """An answer's points, of `most`: the reader's, the engine's, and the range that this leaves."""

    theirs: Decimal
    ours: Decimal
    low: Decimal
    high: Decimal
    most: Decimal

    @property
    def difference(self) -> float:
        """Ours less theirs, in percent of the most."""
        return float(100 * (self.ours - self.theirs) / self.most)


def main() -> None:
    """Measure and print a table in Markdown."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.accuracy.on_bank", description=__doc__
    )
    parser.add_argument("--bank", type=Path, default=Path("bank"))
    parser.add_argument("--rubrics", type=Path, default=Path("rubrics"))
    parser.add_argument("--answers", type=Path, default=ANSWERS)
    options = parser.parse_args()
    bank = load(options.bank, options.rubrics)
    print("| answers | n | same points | mean difference | bias | within the range |")
    print("|---|---|---|---|---|---|")
    for path in sorted(options.answers.glob("*.jsonl")):
        print(_row(path.stem, compared(bank, path)))


def compared(bank: Bank, answers: Path) -> Iterator[Compared]:
    """Each answer of a JSON Lines file: reader, case, question, answer, points."""
    by_case: dict[str, list[dict[str, str]]] = defaultdict(list)
    for line in answers.read_text("utf-8").splitlines():
        answer = json.loads(line, parse_float=str, parse_int=str)
        by_case[answer["case"]].append(answer)
    for case, own in by_case.items():
        full = complete(bank, case)
        grader = Grader(full)
        most = {item.question.number: item.question.points for item in full.questions()}
        for answer in own:
            number = answer["question"]
            grade = grader.grade_answer(number, answer["answer"])
            theirs = Decimal(answer["points"])
            points = (grade.points, grade.low, grade.high)
            yield Compared(theirs, *points, most[number])


def _row(name: str, found: Iterable[Compared]) -> str:
    found = list(found)
    same = fmean(100 * (one.ours == one.theirs) for one in found)
    difference = fmean(abs(one.difference) for one in found)
    bias = fmean(one.difference for one in found)
    within = fmean(100 * (one.low <= one.theirs <= one.high) for one in found)
    return (
        f"| {name} | {len(found)} | {same:.0f} % | {difference:.1f} % | {bias:+.1f} % | "
        f"{within:.0f} % |"
    )


if __name__ == "__main__":
    main()
