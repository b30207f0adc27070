"""What suggestions are drawn from: a question's answers, ideas, findings and people's verdicts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import cached_property

from examen.analysis.marks import Marks, QuestionMarks
from examen.analysis.tally import Machine
from examen.bank.places import idea_places
from examen.bank.yaml_door import Loc
from examen.grading.answer import Answer, View
from examen.grading.compiled import CompiledIdea, CompiledQuestion, compile_question
from examen.grading.entities import passages
from examen.grading.finding import find
from examen.grading.grader import exam_day
from examen.grading.index import Index
from examen.grading.matchers import matcher
from examen.grading.matching import Match, Matcher
from examen.grading.vocabulary import Vocabulary
from examen.language import reader
from examen.model.case import Question
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import Finding, FindingStatus, Grade, QuestionGrade
from examen.model.recognition import Phrasing
from examen.model.rubric import Criterion, Idea, QuestionRubric, Rubric


class Verdict(Enum):
    """What people say of an idea in an answer."""

    CREDITED = "credited"  # by most markers
    DISPUTED = "disputed"
    REFUSED = "refused"  # by all of them
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, eq=False)
class Slot:
    """An idea as it is written, and the criteria under which it is looked for.

    Attributes:
        loc: where it stands in its rubric.
        names: `criterion:idea` as in grades; several where criteria are repeated for entities.
    """

    idea: Idea
    loc: Loc
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """An idea under one of its criteria, in one copy."""

    copy: str
    name: str


@dataclass(eq=False)
class Material:
    """One question's material.

    Attributes:
        copies: the answers by copy, those that are not blank, sorted by copy.
        findings: by copy, then by `criterion:idea`: what the present rubric finds.
        marks: by copy, the marks of each marker, their ideas named `criterion:idea`.
    """

    full: FullExam
    rubric: Rubric
    index: int
    question: Question
    copies: Mapping[str, str]
    findings: Mapping[str, Mapping[str, Finding]]
    marks: Mapping[str, Sequence[QuestionMarks]]
    vocabulary: Vocabulary = field(init=False)
    compiled: CompiledQuestion = field(init=False)
    answers: dict[str, Answer] = field(init=False)
    looked_up: Index = field(init=False)
    _views: dict[tuple[str, str], View] = field(init=False, default_factory=dict)
    _quoted: list[tuple[Cell, View]] | None = field(init=False, default=None)

    def __post_init__(self) -> None:
        self.vocabulary = Vocabulary(
            reader(self.full.exam.language.value),
            [one for one in self.full.lexicons if one.language is self.full.exam.language],
        )
        self.compiled = compile_question(self.question_rubric, self.vocabulary, exam_day(self.full))
        self.reread()

    @property
    def number(self) -> str:
        """The question's number."""
        return self.question.number

    @property
    def question_rubric(self) -> QuestionRubric:
        """How the question is marked."""
        return self.rubric.questions[self.index]

    @cached_property
    def slots(self) -> list[Slot]:
        """The ideas that people judge too, in the order in which they are written."""
        judged = {name for found in self.findings.values() for name in found}
        named: dict[Loc, list[str]] = {}
        ideas: dict[Loc, Idea] = {}
        for place in idea_places(self.question_rubric):
            name = f"{place.criterion}:{place.idea.id}"
            if name in judged or not self.findings:
                loc = ("questions", self.index, *place.loc)
                named.setdefault(loc, []).append(name)
                ideas[loc] = place.idea
        return [Slot(ideas[loc], loc, tuple(names)) for loc, names in named.items()]

    @cached_property
    def ideas(self) -> dict[str, CompiledIdea]:
        """The compiled ideas by `criterion:idea`."""
        return {
            f"{criterion.criterion.id}:{idea.idea.id}": idea
            for criterion in self.compiled.criteria
            for idea in criterion.ideas
        }

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """The criteria as they are marked, by their names."""
        return {item.criterion.id: item.criterion for item in self.compiled.criteria}

    def reread(self) -> None:
        """Read the answers anew, after words entered the vocabulary."""
        index = Index(self.vocabulary)
        read = self.vocabulary.reader.read
        self.answers = {copy: Answer(read(text), index) for copy, text in self.copies.items()}
        self.looked_up = index
        self._views.clear()
        self._quoted = None

    def view(self, copy: str, name: str) -> View:
        """The part of a copy's answer where the idea `criterion:idea` is looked for."""
        key = copy, name.rpartition(":")[0]
        if key not in self._views:
            answer = self.answers[copy]
            views = passages(answer, self.compiled.entities) if self.compiled.entities else {}
            for item in self.compiled.criteria:
                about = views[item.entity.id] if item.entity else answer.whole
                self._views[copy, item.criterion.id] = about
        return self._views[key]

    def cells(self, slot: Slot) -> Iterable[Cell]:
        """The slot in each copy, under each of its names."""
        return (Cell(copy, name) for copy in self.copies for name in slot.names)

    def status(self, cell: Cell) -> FindingStatus:
        """What the present rubric finds."""
        found = self.findings[cell.copy].get(cell.name)
        return found.status if found else FindingStatus.MISSING

    def verdict(self, cell: Cell) -> Verdict:
        """What people say."""
        given = [marks.ideas for marks in self.marks.get(cell.copy, ()) if marks.ideas is not None]
        if not given:
            return Verdict.UNKNOWN
        credited = sum(cell.name in ideas for ideas in given)
        if not credited:
            return Verdict.REFUSED
        return Verdict.CREDITED if 2 * credited > len(given) else Verdict.DISPUTED

    def quotes(self, cell: Cell) -> list[str]:
        """What markers quoted for the idea, each text once."""
        given = (
            marks.ideas.get(cell.name, "")
            for marks in self.marks.get(cell.copy, ())
            if marks.ideas is not None
        )
        return sorted({text for text in given if text.strip()})

    def quoted(self) -> list[tuple[Cell, View]]:
        """What markers quoted for each idea, read like an answer."""
        if self._quoted is None:
            read = self.vocabulary.reader.read
            self._quoted = [
                (cell, Answer(read(quote), self.looked_up).whole)
                for slot in self.slots
                for cell in self.cells(slot)
                for quote in self.quotes(cell)
            ]
        return self._quoted

    def compile(self, phrasing: Phrasing) -> Matcher:
        """A phrasing's matcher; `reread` before it is used."""
        return matcher(phrasing, self.vocabulary)

    def matches(self, matchers: Iterable[Matcher], copy: str, name: str) -> list[Match]:
        """All places of an answer where any of the matchers recognises something."""
        view = self.view(copy, name)
        return [match for one in matchers for match in one.match(view)]

    def would_find(self, cell: Cell, extra: Matcher) -> bool:
        """Whether the idea would be found in the copy if it had one phrasing more."""
        view = self.view(cell.copy, cell.name)
        if not any(not match.denied for match in extra.match(view)):
            return False
        compiled = self.ideas[cell.name]
        more = replace(compiled, phrasings=(*compiled.phrasings, extra))
        return find(more, view).status is FindingStatus.FOUND


def materials(
    full: FullExam, copies: Sequence[Copy], grades: Sequence[Grade], marks: Marks
) -> list[Material]:
    """The material of each question that is marked, in the order of the exam."""
    by_number = {
        grade.copy: {question.question: question for question in grade.questions}
        for grade in grades
    }
    found = []
    for case, question, own in full.questions():
        if own is None:
            continue
        rubric = full.rubrics[case.id]
        answers = {
            copy.id: copy.answers.get(question.number, "")
            for copy in sorted(copies, key=lambda copy: copy.id)
            if copy.answers.get(question.number, "").strip()
        }
        named = _named(question.number, answers, by_number, marks)
        found.append(
            Material(
                full,
                rubric,
                rubric.questions.index(own),
                question,
                answers,
                {copy: machine.findings for copy, (machine, _given) in named.items()},
                {copy: given for copy, (_machine, given) in named.items()},
            )
        )
    return found


def _named(
    number: str,
    answers: Iterable[str],
    grades: Mapping[str, Mapping[str, QuestionGrade]],
    marks: Marks,
) -> dict[str, tuple[Machine, list[QuestionMarks]]]:
    """By copy: what the machine found, and people's marks in the machine's words."""
    entities = sorted(
        {
            entity
            for given in marks.values()
            for questions in given.values()
            if number in questions
            for entity in questions[number].computed
        }
    )
    named = {}
    for copy in answers:
        machine = Machine(grades[copy][number], entities)
        people = [
            machine.named(given[copy][number])[0]
            for _marker, given in sorted(marks.items())
            if number in given.get(copy, {})
        ]
        named[copy] = machine, people
    return named
