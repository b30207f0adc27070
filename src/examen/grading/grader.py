"""Grading: a copy and an exam's rubrics give a proposed grade, the same for the same input."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache

import examen
from examen.grading import reasons
from examen.grading.answer import Answer, View
from examen.grading.asides import Aside, AsideKind, Asides, told, trust
from examen.grading.awarding import BAND, ONE, Credits, points
from examen.grading.calibrated import Calibrator, calibrator_of
from examen.grading.compiled import (
    CompiledCriterion,
    CompiledIdea,
    CompiledQuestion,
    compile_question,
)
from examen.grading.entities import passages
from examen.grading.expression import expression_finding
from examen.grading.finding import (
    best,
    doubted,
    elsewhere,
    evidence,
    find,
    incoherent,
    incoherent_copy,
    justify,
    referred,
    refers_elsewhere,
)
from examen.grading.index import Index
from examen.grading.matching import Matcher
from examen.grading.nearness import Nearness
from examen.grading.open_lists import open_finding
from examen.grading.overlaps import Overlap, overlaps
from examen.grading.requirements import required
from examen.grading.vocabulary import Vocabulary
from examen.language import reader
from examen.messages import using
from examen.model.award import Bands, Each, Expression, Justified, Levels
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import Award, Finding, FindingStatus, Grade, QuestionGrade, total
from examen.model.rubric import Criterion, Penalty

_LIKELY = 0.5  # an unsure idea counts towards the proposal from this confidence


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found of each criterion in an answer, before ideas are weighed against others."""

    question: CompiledQuestion
    answer: Answer
    asides: list[Aside]
    views: Mapping[str, View]
    found: Sequence[Sequence[Finding]]

    @property
    def statements(self) -> list[Finding]:
        """The findings of all criteria without wrong values, which contradict no other idea."""
        return [
            finding
            for criterion, findings in zip(self.question.criteria, self.found, strict=True)
            for compiled, finding in zip(criterion.ideas, findings, strict=True)
            if not (finding.contradicted and compiled.numbers)
        ]

    def doubted(self) -> list[list[Finding]]:
        """The findings where the answer contradicts itself; a right value is right all the same."""
        return [
            [
                finding if compiled.numbers else doubted(finding)
                for compiled, finding in zip(criterion.ideas, findings, strict=True)
            ]
            for criterion, findings in zip(self.question.criteria, self.found, strict=True)
        ]


class Grader:
    """Grades the copies of one exam; make it once, it keeps what it learns of words."""

    def __init__(self, full: FullExam) -> None:
        self._full = full
        self._calibrator = calibrator_of(full)
        self._language = full.exam.language.value
        self._vocabulary = Vocabulary(
            reader(self._language),
            [lexicon for lexicon in full.lexicons if lexicon.language is full.exam.language],
        )
        self._untouched = cache(_untouched)
        self._asides = Asides(self._vocabulary.reader, full.cases)
        self._forms = {item.question.number: item.question.form for item in full.questions()}
        day = exam_day(full)
        with using(self._language):
            self._questions = [
                compile_question(rubric, self._vocabulary, day)
                for _case, _question, rubric in full.questions()
                if rubric is not None
            ]
        self._asked = {question.number: question.asked for question in self._questions}
        given = " ".join(case.model_dump_json() for case in full.cases)
        prompts = {item.question.number: item.question.prompt for item in full.questions()}
        self._nearness = Nearness(self._questions, self._vocabulary, prompts, given)

    def grade(self, copy: Copy) -> Grade:
        """The grade proposed for a copy; a question without an answer earns nothing."""
        return self.settle(copy, self.look(copy), self._calibrator)

    def look(self, copy: Copy) -> Sequence[Seen]:
        """What is found in each answer of a copy, before it is settled what that is worth."""
        with using(self._language):
            return [self._look(question, copy) for question in self._questions]

    def settle(
        self, copy: Copy, seen: Sequence[Seen], calibrator: Calibrator | None = None
    ) -> Grade:
        """The grade that comes of what was found in a copy, and of a calibration if one is given.

        Args:
            copy: what the candidate handed in.
            seen: what `look` found in it.
            calibrator: what was learned from marked copies of the exam.
        """
        with using(self._language):
            doubtful = incoherent_copy([finding for one in seen for finding in one.statements])
            questions = tuple(
                self._grade_question(one, copy, calibrator, doubtful=doubtful) for one in seen
            )
            warnings = [
                warning
                for one in seen
                if one.asides
                for warning in told(one.question.number, one.answer.reading, one.asides)
            ]
        return Grade(
            copy.id,
            self._full.exam.id,
            self._full.fingerprint,
            examen.__version__,
            questions,
            self._full.exam.header.scale,
            warnings=(*copy.warnings, *warnings),
            calibration=calibrator.source if calibrator else None,
        )

    def grade_answer(self, number: str, text: str) -> QuestionGrade:
        """The grade of one answer to the question `number`.

        Raises:
            KeyError: the exam has no rubric for this question.
        """
        for question in self._questions:
            if question.number == number:
                with using(self._language):
                    copy = Copy("", {number: text})
                    seen = self._look(question, copy)
                    return self._grade_question(seen, copy, self._calibrator)
        raise KeyError(number)

    def overlaps(self, number: str) -> Iterator[Overlap]:
        """The phrasings of a question that also match another of its ideas."""
        for question in self._questions:
            if question.number == number:
                yield from overlaps(question, self._vocabulary)

    def _answer(self, number: str, copy: Copy, index: Index) -> tuple[Answer, list[Aside]]:
        reading = self._vocabulary.reader.read(copy.answers.get(number, ""))
        asides = self._asides.find(reading, self._forms[number], self._asked[number])
        named = trust(aside for aside in asides if aside.kind is not AsideKind.ENUMERATION)
        return Answer(reading, index, trust(asides), named), asides

    def _referred(self, question: CompiledQuestion, answer: Answer, copy: Copy) -> Answer | None:
        """The answer that one sends the reader to, if it does."""
        if not refers_elsewhere(answer):
            return None
        to = referred(answer, [each.number for each in self._questions], question.number)
        return self._answer(to, copy, question.index)[0] if to else None

    def _look(self, question: CompiledQuestion, copy: Copy) -> Seen:
        answer, asides = self._answer(question.number, copy, question.index)
        other = self._referred(question, answer, copy)
        views = passages(answer, question.entities) if question.entities else {}
        touched = question.touched(answer.groups)
        found: list[Sequence[Finding]] = []
        for criterion in question.criteria:
            named = isinstance(criterion.criterion.award, Justified)  # where a name earns points
            whole = answer.of_names if named else answer.whole
            view = views[criterion.entity.id] if criterion.entity else whole
            found.append(self._ideas(criterion, view, touched, other))
        explained = self._nearness.explained(question, found, answer, views)
        return Seen(question, answer, asides, views, explained)

    def _grade_question(
        self,
        seen: Seen,
        copy: Copy,
        calibrator: Calibrator | None = None,
        *,
        doubtful: bool = False,
    ) -> QuestionGrade:
        criteria, found = seen.question.criteria, seen.found
        statements = seen.statements
        wrong = any(finding.contradicted for finding in statements)
        if wrong and (doubtful or incoherent(statements)):
            found = seen.doubted()
            calibrator = None  # what contradicts itself is for a person, whatever others wrote
        if calibrator and any(told(seen.question.number, seen.answer.reading, seen.asides)):
            calibrator = None  # and so is what was not written to be read as an answer
        if calibrator:
            found = [
                _calibrated(calibrator, seen, criterion, findings)
                for criterion, findings in zip(criteria, found, strict=True)
            ]
        if seen.question.requires:
            found = required(criteria, found)
        grade = QuestionGrade(
            seen.question.number,
            tuple(
                self._award(criterion, findings, seen, copy, calibrator)
                for criterion, findings in zip(criteria, found, strict=True)
            ),
        )
        return calibrator.points(grade, seen.answer) if calibrator else grade

    def _ideas(
        self,
        criterion: CompiledCriterion,
        view: View,
        touched: Collection[CompiledIdea],
        other: Answer | None,
    ) -> Sequence[Finding]:
        answer = view.answer
        if not answer.reading.tokens:
            return [
                Finding(c.idea.id, FindingStatus.MISSING, reason=reasons.blank())
                for c in criterion.ideas
            ]
        if refers_elsewhere(answer):
            return [elsewhere(idea, answer, other) for idea in criterion.ideas]
        if criterion.members.isdisjoint(touched):
            return criterion.unsaid
        found = [find(idea, view) if idea in touched else idea.unsaid for idea in criterion.ideas]
        return justify(criterion, found, view)

    def _award(
        self,
        compiled: CompiledCriterion,
        findings: Sequence[Finding],
        seen: Seen,
        copy: Copy,
        calibrator: Calibrator | None,
    ) -> Award:
        if findings is compiled.unsaid and compiled.is_of_ideas:
            return self._untouched(compiled)
        criterion, rule = compiled.criterion, compiled.criterion.award
        answer = seen.answer
        view = seen.views[compiled.entity.id] if compiled.entity else answer.whole
        findings = list(findings)
        if isinstance(rule, Expression):
            findings.append(expression_finding(criterion, rule, answer, copy, self._asides.words))
        elif isinstance(rule, Bands) and answer.reading.tokens:
            findings.append(
                Finding(BAND, FindingStatus.UNSURE, confidence=0.0, reason=reasons.holistic())
            )
        elif isinstance(rule, Each | Justified | Levels) and answer.reading.tokens:
            opened = open_finding(compiled, view, findings, _free_slots(rule, findings))
            if opened and calibrator:
                opened = calibrator.outside(seen.question.number, criterion.id, opened)
            if opened:
                findings.append(opened)
        penalties = [_penalty(item, matchers, view) for item, matchers in compiled.penalties]
        return _award(criterion, findings, [item for item in penalties if item])


def _untouched(compiled: CompiledCriterion) -> Award:
    """What a criterion earns of which nothing is said."""
    return _award(compiled.criterion, list(compiled.unsaid), [])


def _calibrated(
    calibrator: Calibrator, seen: Seen, compiled: CompiledCriterion, findings: Sequence[Finding]
) -> Sequence[Finding]:
    """A criterion's findings as marked copies teach to see them, with justifications looked for."""
    name = compiled.criterion.id
    learned = calibrator.findings(seen.question.number, name, findings, seen.answer)
    view = seen.views[compiled.entity.id] if compiled.entity else seen.answer.whole
    return findings if learned == list(findings) else justify(compiled, learned, view)


def exam_day(full: FullExam) -> date | None:
    """The day of the exam, or the first day of its session's year; None if neither is a date."""
    header = full.exam.header
    try:
        return date.fromisoformat(header.date) if header.date else date(int(header.session), 1, 1)
    except ValueError:
        return None


def _free_slots(rule: Each | Justified | Levels, findings: Iterable[Finding]) -> int:
    expected = max(rule.levels) if isinstance(rule, Levels) else rule.expected
    return expected - sum(f.status is FindingStatus.FOUND for f in findings)


def _penalty(
    penalty: Penalty, matchers: Sequence[Matcher], view: View
) -> tuple[Decimal, Finding] | None:
    match = best(matchers, view)
    if match is None:
        return None
    proof = evidence(view.answer, match.spans)
    return penalty.points, Finding(
        penalty.id,
        FindingStatus.FOUND,
        ONE,
        match.quality,
        proof,
        reasons.penalised(),
        how=match.tell(),
    )


def _credits(findings: Iterable[Finding], unsure_from: float) -> Credits:
    """The credits if unsure ideas count from this confidence on."""
    credited: dict[str, Decimal] = {}
    for finding in findings:
        if finding.status is FindingStatus.FOUND:
            credited[finding.idea] = finding.credit
        elif finding.status is FindingStatus.UNSURE and finding.confidence >= unsure_from:
            credited |= {
                f"{finding.idea}#{n}" if n else finding.idea: ONE for n in range(finding.slots)
            }
    return credited


def _award(
    criterion: Criterion, findings: list[Finding], penalties: list[tuple[Decimal, Finding]]
) -> Award:
    cost = total(points for points, _ in penalties)
    none = points(criterion, _credits(findings, math.inf), cost)
    likely = every = none
    if any(finding.status is FindingStatus.UNSURE for finding in findings):
        likely, every = (
            points(criterion, _credits(findings, least), cost) for least in (_LIKELY, 0)
        )
    return Award(
        criterion.id,
        likely,
        none,
        every,
        criterion.points,
        (*findings, *(finding for _, finding in penalties)),
    )
