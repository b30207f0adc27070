"""The corrigé: a graded copy for its candidate or for the teacher."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from examen import messages
from examen.messages import _, ngettext
from examen.model.copy import Copy
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.grade import Finding, FindingStatus, Grade, GradeState
from examen.model.rubric import Criterion
from examen.render.blocks import (
    Align,
    Block,
    Blocks,
    Box,
    BoxKind,
    Document,
    Facts,
    Heading,
    Items,
    Paragraph,
    Prompt,
    Score,
    Table,
    Tone,
    text,
)
from examen.render.evidence import Passage, highlighted, passages, penalties
from examen.render.feedback import feedback_table, unsure
from examen.render.findings import criteria_of, findings_table, label, points_range
from examen.render.heading import document, session
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Outline, Section, cell, heading
from examen.render.prose import blocks
from examen.render.typography import number, points, quoted, typeset

Audience = Literal["teacher", "candidate"]


def corrige(
    full: FullExam,
    copy: Copy,
    grade: Grade,
    audience: Audience = "teacher",
    layout: Layout = STANDARD,
) -> Document:
    """A graded copy: the candidate's words with the evidence, points and reasons for each idea.

    Args:
        full: the exam that the copy answers.
        copy: what the candidate handed in; its words are shown as they are.
        grade: what the grader or a person says of it.
        audience: the teacher reads every idea, why it was found or not and how sure that is; the
            candidate what counted and where to look again, and nothing of ideas that were missed.
        layout: how it is laid out.
    """
    with messages.using(full.exam.language):
        return _Corrige(full, copy, grade, audience).document(layout)


class _Corrige:
    """One copy's corrigé; what all its parts need to know."""

    def __init__(self, full: FullExam, copy: Copy, grade: Grade, audience: Audience) -> None:
        self.full = full
        self.copy = copy
        self.grade = grade
        self.for_teacher = audience == "teacher"
        self.grades = {question.question: question for question in grade.questions}

    def document(self, layout: Layout) -> Document:
        name = _("Copy {} marked").format(self.copy.id)
        body: list[Block] = [*self.head(name)]
        for section in Outline(self.full).sections:
            body += self.section(section)
        return document(self.full, name, tuple(body), layout)

    # --- The first page -------------------------------------------------------------------------

    def head(self, name: str) -> Iterator[Block]:
        header = self.full.exam.header
        yield Heading(1, text(f"{name} – {typeset(self.full.exam.title)}"))
        yield Paragraph(text(f"{typeset(header.diploma)} – {session(header)}"), small=True)
        yield self.score()
        yield self.state()
        yield from self.warnings()
        yield self.summary()
        if self.for_teacher:
            calibration = self.calibration()
            yield Facts(
                (
                    (_("Rubric"), text(self.grade.rubric[:19], code=True)),
                    (_("Marked with"), text(f"examen {self.grade.version}")),
                    *(((_("Calibrated on"), text(calibration)),) if calibration else ()),
                )
            )

    def calibration(self) -> str:
        """Which marked copies had a say in this grade; empty if none had."""
        learned = self.grade.calibration
        if learned is None:
            return ""
        copies = ngettext("{count} marked copy", "{count} marked copies", learned.copies)
        return _("{copies} by {markers} (questions {questions})").format(
            copies=copies.format(count=learned.copies),
            markers=", ".join(learned.markers),
            questions=", ".join(learned.questions),
        )

    def score(self) -> Score:
        grade = self.grade
        details = []
        if grade.scaled is not None and grade.scale is not None and grade.scale != grade.max:
            details.append(
                _("That is {points} out of {scale}.").format(
                    points=number(grade.scaled), scale=number(grade.scale)
                )
            )
        if grade.low != grade.high:
            details.append(
                _("Between {low} and {high} once everything is checked.").format(
                    low=number(grade.low), high=points(grade.high)
                )
            )
        decided = grade.state is GradeState.DECIDED
        return Score(
            label=_("Mark decided") if decided else _("Mark proposed"),
            points=number(grade.points),
            out_of=number(grade.max),
            details=tuple(details),
            tone=Tone.FOUND if decided else Tone.UNSURE,
        )

    def state(self) -> Block:
        if self.grade.state is GradeState.DECIDED:
            words = _("This mark was decided by a person.")
            return Box(BoxKind.NOTE, (Paragraph(text(words)),))
        words = _("This mark is proposed by a program; it counts only once a person decides it.")
        body: Blocks = (Paragraph(text(words)),)
        undecided = tuple(self.undecided())
        if undecided:
            title = _("To decide") if self.for_teacher else _("A marker still has to read")
            body = (*body, Paragraph(text(title, bold=True), keep=True), Items(undecided))
        return Box(BoxKind.REVIEW, body)

    def undecided(self) -> Iterator[Blocks]:
        """What a person has to decide: each criterion with unsure ideas, what is at stake, why."""
        for item in self.full.questions():
            grade = self.grades.get(item.question.number)
            criteria = criteria_of(item)
            for award in grade.awards if grade else ():
                if award.low != award.high:
                    criterion = criteria.get(award.criterion)
                    title = typeset(criterion.title) if criterion else award.criterion
                    head = f"{item.question.number} {title}, {points_range(award.low, award.high)}"
                    told: dict[str, list[str]] = {}
                    for finding in award.findings:
                        if finding.status is FindingStatus.UNSURE:
                            about, reason = self.why(finding, criterion)
                            told.setdefault(reason, []).extend(filter(None, (about,)))
                    lines = (
                        " – ".join(filter(None, (_("; ").join(about), reason)))
                        for reason, about in told.items()
                    )
                    reasons = tuple((Paragraph(text(line), small=True),) for line in lines)
                    items = (Items(reasons),) if reasons else ()
                    yield Paragraph(text(head, bold=True), keep=True), *items

    def why(self, finding: Finding, criterion: Criterion | None) -> tuple[str, str]:
        """What a person has to decide on, and why; the candidate is not told which idea it is."""
        if not self.for_teacher:
            return "", unsure(finding, criterion)
        if criterion and criterion.open and criterion.open.id == finding.idea:
            # What the candidate wrote says more than what the list is for.
            quotes = (quoted(" ".join(piece.quote.split())) for piece in finding.evidence)
            return ", ".join(quotes), finding.reason
        return label(finding.idea, criterion).removesuffix("."), finding.reason

    def warnings(self) -> Iterator[Block]:
        """What was lost on reading the copy, and what was set aside on marking it."""
        lost = dict.fromkeys(self.copy.warnings)
        aside = dict.fromkeys(each for each in self.grade.warnings if each not in lost)
        for warnings, title in (
            (lost, _("Lost on reading the copy")),
            (aside, _("Worth knowing about this copy")),
        ):
            if warnings:
                items = tuple((Paragraph(text(warning)),) for warning in warnings)
                yield Box(BoxKind.WARNING, (Items(items),), title)

    def summary(self) -> Table:
        head = (
            cell(_("Question")),
            cell(_("Points"), align=Align.END),
            cell(_("Out of"), align=Align.END),
            cell(_("To check")),
        )
        rows = []
        for item in self.full.questions():
            grade = self.grades.get(item.question.number)
            rows.append(
                (
                    cell(item.question.number),
                    cell(number(grade.points) if grade else "–", align=Align.END),
                    cell(number(item.question.points), align=Align.END),
                    cell(points_range(grade.low, grade.high) if grade and grade.to_review else ""),
                )
            )
        return Table((1, 1, 1, 2), (head,), tuple(rows), caption=_("Points by question"))

    # --- Questions ------------------------------------------------------------------------------

    def section(self, section: Section) -> Iterator[Block]:
        yield heading(section)
        for item in section.questions:
            yield from self.question(item, section.level + 1)
        for inner in section.sections:
            yield from self.section(inner)

    def question(self, item: MarkedQuestion, level: int) -> Iterator[Block]:
        asked = item.question
        grade = self.grades.get(asked.number)
        earned = number(grade.points) if grade else "–"
        yield Prompt(
            asked.number,
            blocks(asked.prompt, level=level + 1),
            f"{earned} / {number(asked.points)}",
            level,
        )
        if grade is None:
            words = _("This question was not marked: it has no rubric.")
            yield Box(BoxKind.WARNING, (Paragraph(text(words)),))
        answer = self.copy.answers.get(asked.number, "")
        costs = penalties(item.rubric)
        found = passages(grade, costs) if grade else {}
        yield self.answer(answer, found, asked.number)
        if grade and self.for_teacher:
            yield findings_table(item, grade, found, costs)
        elif grade:
            yield feedback_table(item, grade, found, costs)

    def answer(self, answer: str, found: dict[tuple[int, int], Passage], scope: str) -> Block:
        title = _("The candidate’s answer") if self.for_teacher else _("Your answer")
        body: Blocks = highlighted(answer, found.values(), scope)
        if not body:
            body = (Paragraph(text(_("No answer."), italic=True)),)
        return Box(BoxKind.ANSWER, body, title)
