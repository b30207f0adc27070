"""What can be learned from: marked answers with what the engine says of them, read once each."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256

from examen.analysis.marks import Marks, QuestionMarks
from examen.analysis.tally import Machine
from examen.grading import Grader
from examen.grading.calibrated import features, is_said, learnable, log_odds, presence
from examen.grading.grader import Seen
from examen.grading.letters import values
from examen.model.copy import Copy
from examen.model.grade import FindingStatus, Grade, QuestionGrade

Name = tuple[str, str]  # criterion, idea


@dataclass(frozen=True, slots=True)
class Judged:
    """What the engine and people say of one idea of one answer.

    Attributes:
        odds: the log-odds that the engine gives the idea.
        said: a phrasing was recognised.
        given: the share of the markers who give the idea, 0 to 1.
        listed: whether the rubric lists it; passages that match no idea are read in any case.
    """

    odds: float
    said: bool
    given: float
    listed: bool = True


@dataclass(frozen=True, slots=True)
class Answered:
    """One marked answer.

    Attributes:
        letters: the values of its groups of letters.
        ideas: what is said of its ideas that can be learned; empty where people gave points only.
        grade: as the engine marks it without a calibration.
        features: the probabilities of its ideas, by `criterion:idea`.
        points: mean of the markers; None where they gave ideas only.
    """

    copy: str
    letters: dict[str, float]
    ideas: dict[Name, Judged]
    grade: QuestionGrade
    features: dict[str, float]
    points: float | None


@dataclass(frozen=True, slots=True)
class MarkedCopy:
    """A copy that people marked: what was found in it, its grade, its answers by question."""

    copy: Copy
    seen: Sequence[Seen]
    grade: Grade
    answers: dict[str, Answered]

    @property
    def order(self) -> tuple[tuple[str, ...], float, str]:
        """Where it stands among copies, whatever order they came in: alike beside alike."""
        points = sum(answer.points or 0 for answer in self.answers.values())
        return tuple(sorted(self.answers)), points, sha256(self.copy.id.encode()).hexdigest()


def material(grader: Grader, copies: Iterable[Copy], marks: Marks) -> Iterator[MarkedCopy]:
    """The copies that people marked, one by one, each read and matched once."""
    for copy in copies:
        people: defaultdict[str, list[QuestionMarks]] = defaultdict(list)
        for marked in marks.values():
            for number, given in marked.get(copy.id, {}).items():
                people[number].append(given)
        if not people:
            continue
        seen = grader.look(copy)
        grade = grader.settle(copy, seen)
        answers = {
            one.question.number: _answered(copy.id, one, question, people[question.question])
            for one, question in zip(seen, grade.questions, strict=True)
            if people[question.question]
        }
        yield MarkedCopy(copy, seen, grade, answers)


def _answered(
    copy: str, seen: Seen, grade: QuestionGrade, people: Sequence[QuestionMarks]
) -> Answered:
    points = [float(given.points) for given in people if given.points is not None]
    ideas = {**dict(_judged(seen, grade, people)), **dict(_outside(seen, grade, people))}
    return Answered(
        copy,
        values(seen.answer),
        ideas,
        grade,
        features(grade),
        sum(points) / len(points) if points else None,
    )


def _judged(
    seen: Seen, grade: QuestionGrade, people: Sequence[QuestionMarks]
) -> Iterator[tuple[Name, Judged]]:
    """The ideas that people judge by name and that marked copies may teach something of."""
    machine = Machine(grade, sorted({entity for given in people for entity in given.computed}))
    named = [machine.named(given)[0].ideas for given in people if given.ideas is not None]
    if not named:
        return
    for criterion, findings in zip(seen.question.criteria, seen.found, strict=True):
        for finding in findings:
            name = f"{criterion.criterion.id}:{finding.idea}"
            if name in machine.findings and learnable(finding):
                given = sum(name in ideas for ideas in named if ideas is not None) / len(named)
                key = criterion.criterion.id, finding.idea
                yield key, Judged(log_odds(presence(finding)), is_said(finding), given)


def _outside(
    seen: Seen, grade: QuestionGrade, people: Sequence[QuestionMarks]
) -> Iterator[tuple[Name, Judged]]:
    """The passages outside open lists, and whether people give points for such ideas."""
    named = [given for given in people if given.ideas is not None]
    if not named:
        return
    for compiled, award in zip(seen.question.criteria, grade.awards, strict=True):
        opened, entity = compiled.criterion.open, compiled.entity
        names = {
            opened.id if opened else "",
            f"{entity.id}:{opened.id}" if entity and opened else "",
        }
        for finding in award.findings:
            if opened and finding.idea == opened.id and finding.status is FindingStatus.UNSURE:
                given = sum(bool(names & given.outside_quotes.keys()) for given in named)
                key = award.criterion, finding.idea
                odds = log_odds(presence(finding))
                yield key, Judged(odds, said=False, given=given / len(named), listed=False)
