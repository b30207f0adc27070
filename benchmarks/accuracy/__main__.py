"""How well the engine marks, beside what one would otherwise take, in one run.

`python -m benchmarks.accuracy` measures the exam of the shipped marked copies; `--scored FILE` any
set of answers with scores, with an exam of the user's own.
"""

from __future__ import annotations

import argparse
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from benchmarks.accuracy.ablations import ABLATIONS
from benchmarks.accuracy.baselines import BASELINES
from benchmarks.accuracy.finders import THRESHOLDS, Likenesses, read
from benchmarks.accuracy.scored import Scored, scored
from examen.analysis.agreement import KeyFigures, compare
from examen.analysis.marks import Marks, read_marks
from examen.analysis.metrics import quadratic_weighted_kappa
from examen.bank import complete, load
from examen.exchange import read_copies
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import Grade

HERE = Path(__file__).parent
COLUMNS = ("precision", "recall", "f1", "mean_difference", "bias", "kappa")
HEAD = "| | precision | recall | F1 | mean difference | bias | mean kappa |\n" + "|---" * 7 + "|"


def main() -> None:
    """Measure and print tables in Markdown."""
    options = _options()
    bank = load(options.bank, options.rubrics)
    full = complete(bank, options.exam)
    if options.scored:
        named = dict(item.split("=", 1) for item in options.question)
        _print_scores(full, list(scored(options.scored, named)))
        return
    marks, _problems = read_marks([options.marks])
    numbers = [item.question.number for item in full.questions()]
    copies = [copy for copy in read_copies([options.copies], numbers) if isinstance(copy, Copy)]
    print(f"{len(copies)} copies of {full.exam.id}, markers: {', '.join(marks)}\n\n{HEAD}")
    for name, figures in _compared(full, copies, marks):
        print(_row(name, figures), flush=True)
    print("\nThe engine with one ingredient left out:\n\n" + HEAD)
    for name, ablation in ABLATIONS.items():
        with ablation(full) as grader:
            grades = list(map(grader.grade, copies))
        print(_row(f"without {name}", compare(grades, marks).key_figures()), flush=True)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.accuracy", description=__doc__)
    parser.add_argument("--bank", type=Path, default=Path("bank"))
    parser.add_argument("--rubrics", type=Path, default=Path("rubrics"))
    parser.add_argument("--exam", default="bts-ndrc-2020-e5-groupama")
    parser.add_argument("--copies", type=Path, default=HERE / "groupama" / "copies.jsonl")
    parser.add_argument("--marks", type=Path, default=HERE / "groupama" / "marks.jsonl")
    parser.add_argument("--scored", type=Path, help="CSV or JSON Lines: question, answer, score")
    parser.add_argument(
        "--question",
        action="append",
        default=[],
        metavar="NAME=NUMBER",
        help="the number in the exam of a question of the scored set",
    )
    return parser.parse_args()


def _compared(
    full: FullExam, copies: Sequence[Copy], marks: Marks
) -> Iterator[tuple[str, KeyFigures]]:
    grader = Grader(full)
    yield "examen", compare(map(grader.grade, copies), marks).key_figures()
    looked = read(grader, copies)
    for name, likeness in BASELINES.items():
        likenesses = Likenesses(looked, likeness)
        tried = (
            compare(likenesses.settled(grader, float(threshold)), marks).key_figures()
            for threshold in THRESHOLDS
        )
        yield f"{name}, best threshold", max(tried, key=lambda figures: figures.f1 or 0.0)


def _row(name: str, figures: KeyFigures) -> str:
    plain = figures.to_json()
    return " | ".join(["| " + name, *(_shown(plain[column]) for column in COLUMNS)]) + " |"


def _shown(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _print_scores(full: FullExam, answers: Sequence[Scored]) -> None:
    copies = [Copy(item.id, {item.question: item.answer}) for item in answers]
    grader = Grader(full)
    looked = read(grader, copies)
    numbers = sorted({item.question for item in answers})
    rule = "|---" * (len(numbers) + 2) + "|"
    print(f"{len(answers)} answers\n\n| | {' | '.join(numbers)} | mean |\n{rule}")
    print(_kappa_row("examen", answers, [grader.settle(item.copy, item.seen) for item in looked]))
    for name, likeness in BASELINES.items():
        print(_best_kappas(name, grader, answers, Likenesses(looked, likeness)), flush=True)


def _best_kappas(
    name: str, grader: Grader, answers: Sequence[Scored], likenesses: Likenesses
) -> str:
    """The row of a baseline with the threshold that is best for each question."""
    best: dict[str, float] = {}
    for threshold in THRESHOLDS:
        found = _kappas(answers, list(likenesses.settled(grader, float(threshold))))
        for question, kappa in found.items():
            best[question] = max(best.get(question, -1.0), kappa)
    return _line(f"{name}, best thresholds", best)


def _kappa_row(name: str, answers: Sequence[Scored], grades: Sequence[Grade]) -> str:
    return _line(name, _kappas(answers, grades))


def _kappas(answers: Iterable[Scored], grades: Iterable[Grade]) -> dict[str, float]:
    pairs: dict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
    for item, grade in zip(answers, grades, strict=True):
        points = next(q.points for q in grade.questions if q.question == item.question)
        pairs[item.question].append((points, item.score))
    return {q: quadratic_weighted_kappa(pairs[q]) or 0.0 for q in sorted(pairs)}


def _line(name: str, kappas: dict[str, float]) -> str:
    mean = sum(kappas.values()) / len(kappas)
    cells = [name, *(f"{kappas[q]:.3f}" for q in sorted(kappas)), f"{mean:.3f}"]
    return f"| {' | '.join(cells)} |"


if __name__ == "__main__":
    main()
