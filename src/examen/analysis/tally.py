"""Two markers' marks, compared answer by answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from examen.analysis import bootstrap
from examen.analysis.confidence import LIKELY
from examen.analysis.marks import QuestionMarks, is_outside
from examen.analysis.metrics import Confusion, gaps, mean, mean_of, rounded
from examen.model.grade import Finding, FindingStatus, QuestionGrade, total

AVERAGED = ("kappa", "exact", "within_half", "over", "under")  # over the questions
COMPUTED = "calculs"  # the criterion `celia-calculs` holds what people count as computed by celia


class Tally:
    """Gathers pairs of marks of the same answers; the second of a pair is the reference."""

    def __init__(self) -> None:
        self.ideas = Confusion()
        self.by_idea: defaultdict[tuple[str, str], Confusion] = defaultdict(Confusion)
        self._points: defaultdict[str, defaultdict[str, list[tuple[Decimal, Decimal]]]]
        self._points = defaultdict(lambda: defaultdict(list))
        self._computed: list[tuple[Decimal, Decimal]] = []

    def add(self, copy: str, question: str, first: QuestionMarks, second: QuestionMarks) -> None:
        """Compare what two markers say of one answer."""
        if first.points is not None and second.points is not None:
            self._points[question][copy].append((first.points, second.points))
        if first.ideas is not None and second.ideas is not None:
            for idea in first.ideas.keys() | second.ideas.keys():
                found, expected = idea in first.ideas, idea in second.ideas
                self.ideas.add(found=found, expected=expected)
                self.by_idea[question, idea].add(found=found, expected=expected)
        for entity in first.computed.keys() & second.computed.keys():
            counts = first.computed[entity], second.computed[entity]
            self._computed.append((Decimal(counts[0]), Decimal(counts[1])))

    def points(self) -> dict[str, dict[str, list[tuple[Decimal, Decimal]]]]:
        """By question, then by copy, the points of both."""
        return {question: dict(self._points[question]) for question in sorted(self._points)}

    def totals(self) -> dict[str, tuple[Decimal, Decimal]]:
        """By copy, the points of both over the answers that both marked."""
        together: defaultdict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        for copies in self._points.values():
            for copy, pairs in copies.items():
                together[copy] += pairs
        return {
            copy: (total(first for first, _ in pairs), total(second for _, second in pairs))
            for copy, pairs in together.items()
        }

    def to_json(self) -> dict[str, Any]:
        """All measures, as plain data.

        `ideas` are over all ideas of all answers together; `totals` over copies; `questions` over
        the answers to each; `kappa`, `exact`, `within_half`, `over` and `under` are means over the
        questions; `computed` compares how many computed values are right.
        """
        questions = {
            number: gaps(list(chain.from_iterable(copies.values())))
            for number, copies in self.points().items()
        }
        totals = list(self.totals().values())
        over_questions = {
            name: rounded(mean(question[name] for question in questions.values()))
            for name in AVERAGED
        }
        return {
            "copies": len(totals),
            "ideas": self.ideas.to_json(),
            **over_questions,
            "totals": gaps(totals),
            "questions": questions,
            "computed": gaps(self._computed),
        }


def measures(tallies: Sequence[Tally]) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """The measures of each tally, and their mean, with the intervals of kappa.

    `kappa_interval` stands beside each `kappa`: its 95 % bootstrap interval over copies, as a list
    of two numbers, None where kappa is not known. That of a mean is the interval of the mean.
    """
    each = [tally.to_json() for tally in tallies]
    together = mean_of(each)
    if not each:
        return each, together
    numbers = list(together["questions"])
    points = [tally.points() for tally in tallies]
    series: list[bootstrap.ByCopy] = [
        one
        for tally, questions in zip(tallies, points, strict=True)
        for one in (
            {copy: [pair] for copy, pair in tally.totals().items()},
            *(questions.get(number, {}) for number in numbers),
        )
    ]
    drawn = bootstrap.kappas(series)
    samples = drawn.reshape(len(drawn), len(tallies), -1)
    for position, sheet in enumerate(each):
        _put_intervals(sheet, samples[:, [position]], numbers)
    _put_intervals(together, samples, numbers)
    return each, together


def _put_intervals(
    sheet: dict[str, Any], samples: NDArray[np.float64], numbers: Sequence[str]
) -> None:
    """Put intervals into a sheet; samples are (draws, tallies, the total and the questions)."""
    targets = [sheet["totals"], *(sheet["questions"].get(number, {}) for number in numbers)]
    means = [bootstrap.mean_known(samples[:, :, column]) for column in range(samples.shape[2])]
    for target, values in zip(targets, means, strict=True):
        target["kappa_interval"] = bootstrap.interval(values)
    each = [bootstrap.mean_known(samples[:, tally, 1:]) for tally in range(samples.shape[1])]
    sheet["kappa_interval"] = bootstrap.interval(bootstrap.mean_known(np.stack(each, axis=1)))


class Machine:
    """What the machine says of one answer, in the words of the people it is compared with.

    People name ideas alone (`cnil`) or with the entity they are about (`celia:disponible`); a
    grade has them under criteria (`celia-analyse`), which may share them.

    Args:
        grade: the machine's grade of the answer.
        entities: those of which people count the computed values; the values are then no ideas.

    Attributes:
        findings: on the ideas that people judge too, by `criterion:idea`.
    """

    def __init__(self, grade: QuestionGrade, entities: Iterable[str] = ()) -> None:
        self.points = grade.points
        self.findings: dict[str, Finding] = {}
        self._named: defaultdict[str, list[str]] = defaultdict(list)
        self.outside = 0
        self.computed = dict.fromkeys(entities, 0)
        counted = {f"{entity}-{COMPUTED}": entity for entity in self.computed}
        for award in grade.awards:
            for finding in award.findings:
                if is_outside(finding.idea):
                    self.outside += finding.status is not FindingStatus.MISSING
                elif award.criterion in counted:
                    self.computed[counted[award.criterion]] += _is_found(finding)
                else:
                    name = f"{award.criterion}:{finding.idea}"
                    self.findings[name] = finding
                    self._named[finding.idea].append(name)

    def marks(self, *, likely: bool = False) -> QuestionMarks:
        """What the machine found; with `likely`, unsure ideas too, from that confidence."""
        ideas = {
            name: finding.evidence[0].quote if finding.evidence else ""
            for name, finding in self.findings.items()
            if _is_found(finding) or (likely and _is_likely(finding))
        }
        return QuestionMarks(self.points, ideas, self.outside, self.computed)

    def named(self, people: QuestionMarks) -> tuple[QuestionMarks, frozenset[str]]:
        """The marks of people with the names of the grade, and the ideas that it does not know."""
        if people.ideas is None:
            return people, frozenset()
        names = {idea: self._name(idea) for idea in people.ideas}
        unknown = frozenset(idea for idea, name in names.items() if name is None)
        ideas = {name or idea: people.ideas[idea] for idea, name in names.items()}
        return replace(people, ideas=ideas), unknown

    def _name(self, idea: str) -> str | None:
        """The grade's name of an idea that people name; None if none or several would fit."""
        entity, _, bare = idea.rpartition(":")
        fitting = [
            name
            for name in self._named.get(bare, ())
            if not entity or name.startswith(f"{entity}-")
        ]
        return fitting[0] if len(fitting) == 1 else None


def _is_found(finding: Finding) -> bool:
    return finding.status is FindingStatus.FOUND


def _is_likely(finding: Finding) -> bool:
    return finding.status is FindingStatus.UNSURE and finding.confidence >= LIKELY
