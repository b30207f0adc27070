"""Two markers' marks, compared answer by answer."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from decimal import Decimal
from typing import Any

from examen.analysis.marks import QuestionMarks, is_outside
from examen.analysis.metrics import Confusion, gaps, mean, rounded
from examen.model.grade import Finding, FindingStatus, QuestionGrade, total

LIKELY = 0.5  # an unsure idea of at least this confidence is rather found than not
COMPUTED = "calculs"  # the criterion `celia-calculs` holds what people count as computed by celia


class Tally:
    """Gathers pairs of marks of the same answers; the second of a pair is the reference."""

    def __init__(self) -> None:
        self.ideas = Confusion()
        self.points: defaultdict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        self.by_idea: defaultdict[tuple[str, str], Confusion] = defaultdict(Confusion)
        self._totals: defaultdict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        self._computed: list[tuple[Decimal, Decimal]] = []

    def add(self, copy: str, question: str, first: QuestionMarks, second: QuestionMarks) -> None:
        """Compare what two markers say of one answer."""
        if first.points is not None and second.points is not None:
            self.points[question].append((first.points, second.points))
            self._totals[copy].append((first.points, second.points))
        if first.ideas is not None and second.ideas is not None:
            for idea in first.ideas | second.ideas:
                found, expected = idea in first.ideas, idea in second.ideas
                self.ideas.add(found=found, expected=expected)
                self.by_idea[question, idea].add(found=found, expected=expected)
        for entity in first.computed.keys() & second.computed.keys():
            counts = first.computed[entity], second.computed[entity]
            self._computed.append((Decimal(counts[0]), Decimal(counts[1])))

    def totals(self) -> dict[str, tuple[Decimal, Decimal]]:
        """By copy, the points of both over the answers that both marked."""
        return {
            copy: (total(first for first, _ in pairs), total(second for _, second in pairs))
            for copy, pairs in self._totals.items()
        }

    def to_json(self) -> dict[str, Any]:
        """All measures, as plain data.

        `ideas` are over all ideas of all answers together; `totals` over copies; `questions` over
        the answers to each; `kappa`, `exact` and `within_half` are means over the questions;
        `computed` compares how many computed values are right.
        """
        questions = {number: gaps(pairs) for number, pairs in sorted(self.points.items())}
        totals = list(self.totals().values())
        over_questions = {
            name: rounded(mean(question[name] for question in questions.values()))
            for name in ("kappa", "exact", "within_half")
        }
        return {
            "copies": len(totals),
            "ideas": self.ideas.to_json(),
            **over_questions,
            "totals": gaps(totals),
            "questions": questions,
            "computed": gaps(self._computed),
        }


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
                    self.findings[f"{award.criterion}:{finding.idea}"] = finding

    def marks(self, *, likely: bool = False) -> QuestionMarks:
        """What the machine found; with `likely`, unsure ideas too, from that confidence."""
        ideas = frozenset(
            name
            for name, finding in self.findings.items()
            if _is_found(finding) or (likely and _is_likely(finding))
        )
        return QuestionMarks(self.points, ideas, self.outside, self.computed)

    def named(self, people: QuestionMarks) -> tuple[QuestionMarks, frozenset[str]]:
        """The marks of people with the names of the grade, and the ideas that it does not know."""
        if people.ideas is None:
            return people, frozenset()
        names = {idea: self._name(idea) for idea in people.ideas}
        unknown = frozenset(idea for idea, name in names.items() if name is None)
        ideas = frozenset(name or idea for idea, name in names.items())
        return replace(people, ideas=ideas), unknown

    def _name(self, idea: str) -> str | None:
        """The grade's name of an idea that people name; None if none or several would fit."""
        entity, _, bare = idea.rpartition(":")
        fitting = [
            name
            for name in self.findings
            if name.rpartition(":")[2] == bare and (not entity or name.startswith(f"{entity}-"))
        ]
        return fitting[0] if len(fitting) == 1 else None


def _is_found(finding: Finding) -> bool:
    return finding.status is FindingStatus.FOUND


def _is_likely(finding: Finding) -> bool:
    return finding.status is FindingStatus.UNSURE and finding.confidence >= LIKELY
