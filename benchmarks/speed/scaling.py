"""How the time for an answer grows with the ideas of the rubric and with the words of the answer.

All sizes are measured in turn, several times, in one new process; a size is as fast as its median.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from functools import partial
from itertools import pairwise
from statistics import median
from typing import Any

from benchmarks.speed.exams import Exam
from benchmarks.speed.marking import Marking, Seconds, answered, generated, mean_words
from benchmarks.speed.timing import fresh, tell

IDEAS = (10, 20, 50, 100, 200, 500, 1_000)
WORDS = (50, 200, 1_000, 5_000, 20_000, 50_000)
_ROUNDS = 3
_ANSWERS = 300
_WORDS_OF_A_ROUND = 50_000


def ideas(*, quick: bool) -> dict[str, Any]:
    """Seconds an answer of 50 words by the number of ideas in the rubric."""
    sizes, rounds, answers = ((10, 20), 2, 20) if quick else (IDEAS, _ROUNDS, _ANSWERS)
    tell(f"ideas: {sizes[0]} to {sizes[-1]}")
    exams = {size: Exam(ideas=size) for size in sizes}
    counts = dict.fromkeys(sizes, answers)
    measure = partial(_seconds, exams, counts, rounds)
    return _figures(measure() if quick else fresh(measure))


def words(*, quick: bool) -> dict[str, Any]:
    """Seconds an answer by its length, with ten ideas."""
    sizes, rounds, amount = ((50, 100), 2, 500) if quick else (WORDS, _ROUNDS, _WORDS_OF_A_ROUND)
    tell(f"words: {sizes[0]} to {sizes[-1]}")
    exams = {size: Exam(words=size) for size in sizes}
    counts = {size: max(1, amount // size) for size in sizes}
    measure = partial(_seconds, exams, counts, rounds)
    return _figures(measure() if quick else fresh(measure))


def doubling(times: Sequence[tuple[float, float]]) -> float:
    """The greatest factor by which the time grows when a size doubles.

    Args:
        times: sizes, growing, each with its time.
    """
    return max(
        float((later / time) ** (math.log(2) / math.log(greater / size)))
        for (size, time), (greater, later) in pairwise(times)
    )


def from_a_size(
    sizes: Sequence[float], times: Sequence[float], least: float
) -> list[tuple[float, float]]:
    """The sizes that are no smaller than `least`, each with its time."""
    pairs = zip(sizes, times, strict=True)
    return [(size, time) for size, time in pairs if size >= least]


def _figures(seconds: Mapping[int, Mapping[str, float]]) -> dict[str, Any]:
    sizes = sorted(seconds)
    return {"sizes": sizes} | {
        name: [seconds[size][name] for size in sizes] for name in ("words", "grading", "lines")
    }


def _seconds(
    exams: Mapping[int, Exam], counts: Mapping[int, int], rounds: int
) -> dict[int, dict[str, float]]:
    graders = {size: Marking(generated(exam)) for size, exam in exams.items()}
    times: dict[int, list[Seconds]] = {size: [] for size in exams}
    length: dict[int, float] = {}
    for turn in range(rounds + 1):
        for size, exam in exams.items():
            copies = answered(exam, counts[size], 1 + turn * counts[size])
            took = graders[size].seconds(copies)
            length[size] = mean_words(copies)
            if turn:  # in the first, the graders only get to know the words
                times[size].append(took)
    return {
        size: {
            "words": length[size],
            "grading": median(took.grading for took in times[size]) / counts[size],
            "lines": median(took.lines for took in times[size]) / counts[size],
        }
        for size in exams
    }
