"""What was asked of the speed of examen, and whether the figures hold it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from benchmarks.speed.scaling import doubling, from_a_size

Figures = Mapping[str, Any]  # by part


@dataclass(frozen=True, slots=True)
class Target:
    """A figure that was asked for.

    Attributes:
        part: the part of the benchmark that measures it.
        says: what is measured.
        limit: what was asked for.
        measured: the figure, from those of its part.
        form: how figures of the kind are written.
        most: whether the limit is the most; else it is the least.
    """

    part: str
    says: str
    limit: float
    measured: Callable[[Figures], float]
    form: str = "{:.2f}"
    most: bool = True

    def row(self, figures: Figures) -> str:
        """Its row of the table, from the figures of all parts."""
        if self.part not in figures:
            return f"| {self.says} | {self._limit()} | not measured | – |"
        value = self.measured(figures[self.part])
        holds = value <= self.limit if self.most else value >= self.limit
        measured = self.form.format(value)
        return f"| {self.says} | {self._limit()} | {measured} | {'yes' if holds else '**no**'} |"

    def _limit(self) -> str:
        return f"{'at most' if self.most else 'at least'} {self.form.format(self.limit)}"


TARGETS = (
    Target(
        "copies",
        "Marked copies, one core: grading beside spaCy’s tokenizer, both at first",
        3,
        lambda part: float(part["first"]["ratio"]),
        "{:.2f} times",
        most=False,
    ),
    Target(
        "copies",
        "The same, both steady",
        3,
        lambda part: float(part["steady"]["ratio"]),
        "{:.2f} times",
        most=False,
    ),
    Target(
        "answers",
        "Answers of 50 words, ten ideas, one core",
        3_000,
        lambda part: float(part["steady"]["grading"]),
        "{:,.0f} a second",
        most=False,
    ),
    Target(
        "counts",
        "Peak memory, 100,000 copies beside 1,000, one process",
        1.2,
        lambda part: _growth(part["1"]["megabytes"]),
        "{:.2f} times",
    ),
    Target(
        "counts",
        "The same with two workers",
        1.2,
        lambda part: _growth(part["2"]["megabytes"]),
        "{:.2f} times",
    ),
    Target(
        "workers",
        "Two workers beside one, 20,000 short copies",
        1.7,
        lambda part: float(part["1"] / part["2"]),
        "{:.2f} times",
        most=False,
    ),
    Target(
        "workers",
        "Two workers of a Dask cluster beside one process",
        1.5,
        lambda part: float(part["1"] / part["cluster"]),
        "{:.2f} times",
        most=False,
    ),
    Target(
        "start",
        "One short copy graded from a cold start, with its corrigé",
        2,
        lambda part: float(part["short"]),
        "{:.2f} s",
    ),
    Target(
        "start",
        "The same, of the exam that is shipped",
        2,
        lambda part: float(part["shipped"]),
        "{:.2f} s",
    ),
    Target(
        "bank",
        "`examen check` of 10,000 questions, no example changed, beside libyaml’s parsing into "
        "Python’s hands",
        3,
        lambda part: float(part["again"] / part["events"]),
        "{:.2f} times",
    ),
    Target(
        "bank",
        "The same, beside libyaml’s parsing that nobody takes",
        3,
        lambda part: float(part["again"] / part["libyaml"]),
        "{:.2f} times",
    ),
    Target(
        "ideas",
        "A doubling of the ideas in a rubric, at worst",
        1.5,
        lambda part: doubling(list(zip(part["sizes"], part["grading"], strict=True))),
        "{:.2f} times",
    ),
    Target(
        "words",
        "A doubling of the words in an answer, from 1,000 on, at worst (2 is linear)",
        2.1,
        lambda part: doubling(from_a_size(part["words"], part["grading"], 900)),
        "{:.2f} times",
    ),
)


def table(figures: Figures) -> str:
    """Every target with its figure."""
    head = "| | wanted | measured | holds |\n|---|---|---|---|"
    return "\n".join([head, *(target.row(figures) for target in TARGETS)])


def _growth(values: list[float]) -> float:
    return values[-1] / values[0]
