"""How fast copies are graded on one core, beside a tokenizer and a plain scan of the same text.

Every contender reads the same copies, one set after the other, turn by turn in one process, and
each process is a new one. *First* is the first set that a grader, or a tokenizer, sees; *steady*
are sets of copies whose words it mostly knows by now, but none of whose sentences it has seen.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from statistics import median
from typing import Any

from benchmarks.speed.exams import Exam
from benchmarks.speed.marking import Marking, answered, generated, mean_words, shipped
from benchmarks.speed.recombined import Recombined
from benchmarks.speed.timing import cpu, fresh, tell
from examen.model.copy import Copy
from examen.model.full_exam import FullExam

CONTENDERS = ("grading", "lines", "tokenizer", "scan")

Sets = list[list[Copy]]


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured.

    Attributes:
        before: copies read before the steady sets.
        sets: how many of these there are.
        copies: how many are in a set.
        processes: how many new processes measure it all; 0 for none but this one.
    """

    before: int
    sets: int
    copies: int
    processes: int


def copies(*, quick: bool) -> dict[str, Any]:
    """The rates on the marked copies of the exam that is shipped."""
    return _figures("copies", Size(1, 2, 1, 0) if quick else Size(51, 5, 17, 3))


def answers(*, quick: bool) -> dict[str, Any]:
    """The rates on answers of fifty words with ten ideas."""
    return _figures("answers", Size(20, 2, 20, 0) if quick else Size(2_000, 3, 2_000, 3))


def _figures(part: str, size: Size) -> dict[str, Any]:
    runs = [] if size.processes else [_timed(part, size)]
    for number in range(size.processes):
        tell(f"{part}: process {number + 1} of {size.processes}")
        runs.append(fresh(_timed, part, size))
    stages = {stage: _medians([run[stage] for run in runs]) for stage in ("first", "steady")}
    return {"compiling": median(run["compiling"] for run in runs), **stages}


def _medians(stages: Sequence[dict[str, Any]]) -> dict[str, Any]:
    rates = {name: list(chain(*(stage[name] for stage in stages))) for name in CONTENDERS}
    pairs = zip(rates["grading"], rates["tokenizer"], strict=True)
    return {
        "words": stages[0]["words"],
        **{name: median(rates[name]) for name in CONTENDERS},
        "ratio": median(grading / tokenizer for grading, tokenizer in pairs),
    }


def _timed(part: str, size: Size) -> dict[str, Any]:
    """Copies a second for each contender: in the first set, in each steady set."""
    full, first, before, sets = _material(part, size)
    contest = _Contest(full)
    rates = {"compiling": contest.compiling, "first": _rates([first], contest)}
    _rates([before], contest)
    return rates | {"steady": _rates(sets, contest)}


def _material(part: str, size: Size) -> tuple[FullExam, list[Copy], list[Copy], Sets]:
    """The exam, the first set, what is read before the steady sets, and these."""
    starts = [size.before + n * size.copies for n in range(size.sets)]
    if part == "copies":
        full, marked = shipped()
        make = Recombined(marked).copies
        return full, marked, make(0, size.before), [make(at, size.copies) for at in starts]
    exam = Exam()
    first = answered(Exam(seed=2), size.copies, 1)
    sets = [answered(exam, size.copies, at + 1) for at in starts]
    return generated(exam), first, answered(exam, size.before, 1), sets


class _Contest:
    """The contenders, each with what it remembers."""

    def __init__(self, full: FullExam) -> None:
        import spacy

        made: list[Marking] = []
        self.compiling = cpu(lambda: made.append(Marking(full)))
        self._marking = made[0]
        self._tokenizer = spacy.blank("fr").tokenizer
        self._scan = re.compile(r"\w+").findall
        self._turn = 0

    def seconds(self, copies: Sequence[Copy]) -> dict[str, float]:
        """What each takes for the copies; another begins each time."""
        texts = [text for copy in copies for text in copy.answers.values()]
        turns = (
            lambda: self._marking.seconds(copies)._asdict(),
            lambda: {"tokenizer": cpu(lambda: list(map(self._tokenizer, texts)))},
            lambda: {"scan": cpu(lambda: list(map(self._scan, texts)))},
        )
        took: dict[str, float] = {}
        self._turn += 1
        for at in range(len(turns)):
            took |= turns[(at + self._turn) % len(turns)]()
        return took


def _rates(sets: Sets, contest: _Contest) -> dict[str, Any]:
    rates: dict[str, Any] = {name: [] for name in CONTENDERS}
    for copies in sets:
        for name, seconds in contest.seconds(copies).items():
            rates[name].append(len(copies) / seconds)
    return rates | {"words": mean_words(list(chain(*sets)))}
