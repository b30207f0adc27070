"""How far the machine agrees with people, and people among themselves.

`agree(grades, marks)` reads files and compares, `compare(grades, marks)` what is in memory;
`Agreement.to_json()` gives the figures as plain data, `Agreement.tables()` as tables to print or to
draw, `Agreement.key_figures()` the few that sum them up.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from itertools import combinations
from pathlib import Path
from typing import Any

from examen.analysis import sheets
from examen.analysis.confidence import Judgements
from examen.analysis.disagreements import Disagreements, put_answers
from examen.analysis.marks import Marks, QuestionMarks, read_marks
from examen.analysis.metrics import Confusion, mean, mean_of, rounded
from examen.analysis.sheets import Table
from examen.analysis.tally import Machine, Tally, measures
from examen.exchange.grades import read_grades
from examen.model.grade import FindingStatus, Grade
from examen.problems import Problem


@dataclass(frozen=True, slots=True)
class KeyFigures:
    """The figures that sum an agreement up; None where the marks do not tell.

    Attributes:
        copies: how many were compared.
        precision, recall, f1: of ideas, means over the markers; unsure ideas count as not found.
        mean_difference, bias: of the totals, in points; bias is the machine's minus the people's.
        kappa: quadratic weighted kappa, mean over the questions and the markers.
        exact: share of answers with the same points, mean over the questions.
        over: share of answers to which the machine gives more, mean over the questions.
        ece: expected calibration error of the confidences, 0 to 1.
        unsure: share of ideas left to a person, 0 to 1.
    """

    copies: int
    precision: float | None
    recall: float | None
    f1: float | None
    mean_difference: float | None
    bias: float | None
    kappa: float | None
    exact: float | None
    over: float | None
    ece: float | None
    unsure: float | None

    def to_json(self) -> dict[str, Any]:
        """The figures as plain data, by the names above."""
        return asdict(self)


@dataclass(frozen=True, slots=True)
class Agreement:
    """The figures, and what was wrong with the files they come from."""

    figures: dict[str, Any]
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The figures as plain data.

        Keys:
            exam, rubric, examen: what the grades were made with.
            counts: copies `graded`; of them `compared` with marks, `without_marks` and
                `to_review`; `failed`, copies that people marked and that have no grade;
                `unreadable` lines; `findings` on the ideas compared, how many of them are
                `unsure`, and `unsure_share`; `outside`, ideas beyond the list, which are not
                compared: how many `people` gave and the `machine` points to; `unknown`, ideas
                that people name and the grades do not.
            machine: the mean over the markers of each figure of `against`.
            against: by marker, the machine compared with the marker: see `Tally.to_json`;
                `ideas_likely` counts unsure ideas as found from a confidence of 0.5.
            people: the mean over all pairs of markers of the same figures, None for one marker.
            calibration, risk_coverage: of the confidences, against all markers together: see
                `Judgements`.
            copies: a row for each copy: its points by the machine, by people and the difference,
                means over the markers.
            ideas: a row for each idea: question, criterion, idea, tp, fp, fn, summed over the
                markers, precision, recall and f1, and in how many copies it is unsure.
            unknown_ideas: `question idea`; they count as missed.
            disagreements: a row for each of the answers furthest apart, with the words of both:
                see `Disagreements`.
        """
        return self.figures

    def tables(self) -> tuple[Table, ...]:
        """The figures as tables, in the user's language."""
        return sheets.tables(self.figures)

    def to_html(self) -> str:
        """The figures with plots and the words of both sides, as the text of an HTML file."""
        from examen.analysis.page import page

        return page(self.figures)

    def key_figures(self) -> KeyFigures:
        """The figures that sum the agreement up."""
        machine, counts = self.figures["machine"], self.figures["counts"]
        ideas, totals = machine["ideas"], machine["totals"]
        return KeyFigures(
            copies=counts["compared"],
            precision=ideas["precision"],
            recall=ideas["recall"],
            f1=ideas["f1"],
            mean_difference=totals["mean_absolute_difference"],
            bias=totals["bias"],
            kappa=machine["kappa"],
            exact=machine["exact"],
            over=machine["over"],
            ece=self.figures["calibration"]["ece"],
            unsure=counts["unsure_share"],
        )


def agree(grades: Path, *marks: Path, copies: Sequence[Path] = ()) -> Agreement:
    """Compare the grades in `grades` with the marks that people gave.

    Args:
        grades: the `grades.jsonl` that `examen grade` wrote; read line by line.
        marks: files of marks, as `examen.analysis.marks.read_marks` reads them.
        copies: the copies that were graded, for the text of the answers furthest apart.

    Raises:
        UnusableError: a file cannot be read, or there are no marks.
    """
    people, problems = read_marks(marks)
    survey = _Survey(people)
    for grade in read_grades(grades):
        if isinstance(grade, Problem):
            problems.append(grade)
            survey.counts["unreadable"] += 1
        else:
            survey.add(grade)
    figures = survey.figures()
    if copies:
        problems += put_answers(figures["disagreements"], copies, list(survey.questions))
    return Agreement(figures, tuple(problems))


def compare(grades: Iterable[Grade], marks: Marks) -> Agreement:
    """Compare grades with the marks that people gave, both in memory.

    Args:
        grades: from the grader, or `examen.exchange.grades.from_json` of a line of a file.
        marks: by marker and copy, from `examen.analysis.marks.read_marks`; at least one marker.
    """
    survey = _Survey(marks)
    for grade in grades:
        survey.add(grade)
    return Agreement(survey.figures())


class _Survey:
    """Compares grades with the marks of people as they pass by."""

    def __init__(self, people: Marks) -> None:
        self.counts: Counter[str] = Counter()
        self.questions: dict[str, None] = {}  # in the order of the grades
        self._people = people
        self._found = {marker: Tally() for marker in people}
        self._likely = {marker: Tally() for marker in people}
        self._judgements = Judgements()
        self._disagreements = Disagreements()
        self._unsure: Counter[tuple[str, str]] = Counter()
        self._outside: Counter[str] = Counter()
        self._unknown: set[str] = set()
        self._graded: set[str] = set()
        self._made_with: defaultdict[str, set[str]] = defaultdict(set)

    def add(self, grade: Grade) -> None:
        """Compare one grade."""
        made_with = {"exam": grade.exam, "rubric": grade.rubric, "examen": grade.version}
        for name, value in made_with.items():
            self._made_with[name].add(value)
        self._graded.add(grade.copy)
        self.counts["graded"] += 1
        self.counts["to_review"] += bool(grade.to_review())
        people = {
            marker: copies[grade.copy]
            for marker, copies in self._people.items()
            if grade.copy in copies
        }
        self.counts["compared" if people else "without_marks"] += 1
        for question in grade.questions:
            self.questions[question.question] = None
            marks = {
                marker: questions[question.question]
                for marker, questions in people.items()
                if question.question in questions
            }
            if marks:
                entities = {entity for given in marks.values() for entity in given.computed}
                machine = Machine(question, sorted(entities))
                self._compare(grade.copy, question.question, machine, marks)
                self._count(question.question, machine)

    def _compare(
        self, copy: str, question: str, machine: Machine, marks: dict[str, QuestionMarks]
    ) -> None:
        found, likely = machine.marks(), machine.marks(likely=True)
        people: dict[str, QuestionMarks] = {}
        for marker, given in marks.items():
            named, unknown = machine.named(given)
            people[marker] = named
            self._found[marker].add(copy, question, found, named)
            self._likely[marker].add(copy, question, likely, named)
            self._outside["people"] += given.outside
            self._unknown |= {f"{question} {idea}" for idea in unknown}
            if named.ideas is not None:
                for name, finding in machine.findings.items():
                    self._judgements.add(finding, given=name in named.ideas)
        self._disagreements.add(copy, question, machine, people)

    def _count(self, question: str, machine: Machine) -> None:
        self._outside["machine"] += machine.outside
        self.counts["findings"] += len(machine.findings)
        for name, finding in machine.findings.items():
            if finding.status is FindingStatus.UNSURE:
                self._unsure[question, name] += 1

    def figures(self) -> dict[str, Any]:
        """All figures; see `Agreement.to_json`."""
        each, machine = measures(list(self._found.values()))
        likely = [{"ideas_likely": tally.ideas.to_json()} for tally in self._likely.values()]
        pairs, people = measures(list(_among(self._people)))
        return {
            **{name: ", ".join(sorted(self._made_with[name])) for name in sorted(self._made_with)},
            "counts": self._all_counts(),
            "machine": {**machine, **mean_of(likely)},
            "against": {
                marker: {**sheet, **more}
                for marker, sheet, more in zip(self._found, each, likely, strict=True)
            },
            "people": people if pairs else None,
            "calibration": self._judgements.calibration(),
            "risk_coverage": self._judgements.risk_coverage(),
            "copies": list(self._copies()),
            "ideas": list(self._ideas()),
            "unknown_ideas": sorted(self._unknown),
            "disagreements": self._disagreements.to_json(),
        }

    def _all_counts(self) -> dict[str, Any]:
        marked = {copy for copies in self._people.values() for copy in copies}
        unsure, findings = self._unsure.total(), self.counts["findings"]
        names = ("graded", "compared", "without_marks", "to_review", "unreadable", "findings")
        return {
            **{name: self.counts[name] for name in names},
            "failed": len(marked - self._graded),
            "unsure": unsure,
            "unsure_share": rounded(unsure / findings) if findings else None,
            "outside": {name: self._outside[name] for name in ("people", "machine")},
            "unknown": len(self._unknown),
        }

    def _copies(self) -> Iterator[dict[str, Any]]:
        pairs: defaultdict[str, list[tuple[Decimal, Decimal]]] = defaultdict(list)
        for tally in self._found.values():
            for copy, pair in tally.totals().items():
                pairs[copy].append(pair)
        for copy, totals in sorted(pairs.items()):
            yield {
                "copy": copy,
                "machine": rounded(mean(machine for machine, _ in totals)),
                "people": rounded(mean(people for _, people in totals)),
                "difference": rounded(mean(machine - people for machine, people in totals)),
            }

    def _ideas(self) -> Iterator[dict[str, Any]]:
        together: defaultdict[tuple[str, str], Confusion] = defaultdict(Confusion)
        for tally in self._found.values():
            for key, one in tally.by_idea.items():
                together[key] += one
        for key in sorted(together.keys() | self._unsure.keys()):
            question, name = key
            criterion, _, idea = name.rpartition(":")
            yield {
                "question": question,
                "criterion": criterion,
                "idea": idea,
                **together[key].to_json(),
                "unsure": self._unsure[key],
            }


def _among(people: Marks) -> Iterator[Tally]:
    """A tally of each pair of markers, over the answers that both marked."""
    for first, second in combinations(people.values(), 2):
        tally = Tally()
        for copy in first.keys() & second.keys():
            for question in first[copy].keys() & second[copy].keys():
                tally.add(copy, question, first[copy][question], second[copy][question])
        yield tally
