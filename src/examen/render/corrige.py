"""The corrigé: a graded copy for its candidate or for the teacher."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Literal

from examen import messages
from examen.messages import _, marked, ngettext
from examen.model.award import Bands, Each, Expression, Justified
from examen.model.copy import Copy
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.grade import (
    Award,
    Finding,
    FindingStatus,
    Grade,
    GradeState,
    QuestionGrade,
)
from examen.model.rubric import Criterion
from examen.render import bareme
from examen.render.blocks import (
    Align,
    Badge,
    Block,
    Blocks,
    Box,
    BoxKind,
    Cell,
    Document,
    Facts,
    Heading,
    Inline,
    Items,
    Paragraph,
    Prompt,
    Run,
    Score,
    Table,
    Tone,
    text,
)
from examen.render.evidence import Passage, calls, highlighted, passages, penalties, tone
from examen.render.guide import badges
from examen.render.heading import document, session
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Outline, Section, cell, heading
from examen.render.prose import blocks
from examen.render.typography import number, points, typeset

Audience = Literal["teacher", "candidate"]
Row = tuple[Cell, ...]

_STATUSES = {
    Tone.FOUND: marked("found"),
    Tone.UNSURE: marked("to check"),
    Tone.MISSING: marked("missing"),
    Tone.PENALTY: marked("penalty"),
}


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
        audience: the candidate also reads a model answer, the teacher how sure each finding is.
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
            yield Facts(
                (
                    (_("Rubric"), text(self.grade.rubric[:19], code=True)),
                    (_("Marked with"), text(f"examen {self.grade.version}")),
                )
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
        review = self.grade.to_review()
        if review:
            words += " " + ngettext(
                "Still to check: question {}.", "Still to check: questions {}.", len(review)
            ).format(", ".join(review))
        return Box(BoxKind.REVIEW, (Paragraph(text(words)),))

    def warnings(self) -> Iterator[Block]:
        found = dict.fromkeys((*self.copy.warnings, *self.grade.warnings))
        if found:
            items = tuple((Paragraph(text(warning)),) for warning in found)
            yield Box(BoxKind.WARNING, (Items(items),), _("Lost on reading the copy"))

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
                    cell(_range(grade.low, grade.high) if grade and grade.to_review else ""),
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
        if grade:
            yield from self.findings(item, grade, found, costs)
        if not self.for_teacher and item.rubric:
            model = blocks(item.rubric.model_answer, level=level + 1)
            yield Box(BoxKind.MODEL, model, _("Model answer"))

    def answer(self, answer: str, found: dict[tuple[int, int], Passage], scope: str) -> Block:
        title = _("The candidate’s answer") if self.for_teacher else _("Your answer")
        body: Blocks = highlighted(answer, found.values(), scope)
        if not body:
            body = (Paragraph(text(_("No answer."), italic=True)),)
        return Box(BoxKind.ANSWER, body, title)

    def findings(
        self,
        item: MarkedQuestion,
        grade: QuestionGrade,
        found: dict[tuple[int, int], Passage],
        costs: frozenset[str],
    ) -> Iterator[Block]:
        criteria = {
            criterion.id: criterion
            for _entity, criterion in (item.rubric.all_criteria() if item.rubric else ())
        }
        rows: list[Row] = []
        for award in grade.awards:
            criterion = criteria.get(award.criterion)
            rows.append(_award_row(award, criterion))
            counted = _counted(award, criterion)
            for finding in award.findings:
                shown = tone(finding, costs)
                if shown is not Tone.MISSING or finding.evidence:
                    links = tuple(calls(finding.evidence, found, item.question.number))
                    rows.append(
                        self.finding_row(
                            finding,
                            criterion,
                            shown,
                            links,
                            _worth(finding, criterion, shown, counted),
                        )
                    )
            missing = [
                each
                for each in award.findings
                if each.status is FindingStatus.MISSING and not each.evidence
            ]
            if missing:
                rows.append(_missing_row(missing, criterion))
        head = (
            cell(_("Passages")),
            cell(_("Idea and reason")),
            cell(_("Finding")),
            cell(_("Points"), align=Align.END),
        )
        yield Table((0, 1, 0, 0), (head,), tuple(rows))

    def finding_row(
        self,
        finding: Finding,
        criterion: Criterion | None,
        shown: Tone,
        links: tuple[Inline, ...],
        worth: str,
    ) -> Row:
        reason = typeset(finding.reason)
        if reason and self.for_teacher and shown is not Tone.PENALTY:
            sure = number(Decimal(round(finding.confidence * 100)))
            reason = _("{reason} (sure to {percent} %)").format(reason=reason, percent=sure)
        return (
            Cell((Paragraph(links),) if links else ()),
            Cell(
                (
                    Paragraph(
                        (Run(_label(finding.idea, criterion)), *_origin(finding.idea, criterion))
                    ),
                    *((Paragraph(text(reason, italic=True), small=True),) if reason else ()),
                )
            ),
            Cell((Paragraph((Badge(_(_STATUSES[shown]), shown),)),)),
            cell(worth, align=Align.END),
        )


def _range(low: Decimal, high: Decimal) -> str:
    return _("from {low} to {high}").format(low=number(low), high=points(high))


def _award_row(award: Award, criterion: Criterion | None) -> Row:
    title = typeset(criterion.title) if criterion else award.criterion
    rule = f" ({bareme.sentence(criterion)})" if criterion else ""
    earned = f"{number(award.points)} / {number(award.max)}"
    body: Blocks = (Paragraph((Run(title, bold=True), Run(rule))),)
    if award.reason:
        body = (*body, Paragraph(text(typeset(award.reason), italic=True), small=True))
    if award.low != award.high:
        body = (
            *body,
            Paragraph(
                (Badge(_("to check"), Tone.UNSURE), Run(f" {_range(award.low, award.high)}"))
            ),
        )
    return (
        Cell(body, columns=3, tone=Tone.MISSING),
        cell(earned, bold=True, align=Align.END, tone=Tone.MISSING),
    )


def _missing_row(missing: list[Finding], criterion: Criterion | None) -> Row:
    """The ideas that were not found, with the reason of each, in one row."""
    items = tuple(
        (
            Paragraph(
                (
                    Run(_label(finding.idea, criterion)),
                    *_origin(finding.idea, criterion),
                    *(text(f" – {typeset(finding.reason)}", italic=True) if finding.reason else ()),
                )
            ),
        )
        for finding in missing
    )
    return (
        Cell(()),
        Cell((Items(items),), tone=Tone.MUTED),
        Cell((Paragraph((Badge(_("missing"), Tone.MISSING),)),)),
        cell("0", align=Align.END, tone=Tone.MUTED),
    )


def _label(name: str, criterion: Criterion | None) -> str:
    """What a finding is about, in the rubric's words."""
    if criterion is None:
        return name
    says = {idea.id: idea.says for idea in criterion.ideas}
    says |= {penalty.id: penalty.says for penalty in criterion.penalties}
    if criterion.open:
        says[criterion.open.id] = criterion.open.says
    if name in says:
        return typeset(says[name])
    # These two rules judge the answer as a whole: their one finding is about no idea.
    whole = {Bands: _("Level reached"), Expression: _("Spelling and expression")}
    return whole.get(type(criterion.award), name)


def _origin(name: str, criterion: Criterion | None) -> tuple[Inline, ...]:
    for idea in criterion.ideas if criterion else ():
        if idea.id == name:
            return badges(idea.origin)
    return ()


def _counted(award: Award, criterion: Criterion | None) -> frozenset[str]:
    """The ideas that earn points where only so many are expected: the best, then the first."""
    rule = criterion.award if criterion else None
    if not isinstance(rule, Each | Justified):
        return frozenset()
    found = [each for each in award.findings if each.status is FindingStatus.FOUND]
    best = sorted(found, key=lambda finding: -finding.credit)[: rule.expected]
    return frozenset(finding.idea for finding in best)


def _worth(
    finding: Finding, criterion: Criterion | None, shown: Tone, counted: frozenset[str]
) -> str:
    """What a finding brings, where the rule gives points for each idea."""
    if criterion is None:
        return ""
    if shown is Tone.PENALTY:
        costs = [item.points for item in criterion.penalties if item.id == finding.idea]
        return f"−{number(costs[0])}" if costs else ""
    rule = criterion.award
    if not isinstance(rule, Each | Justified):
        return ""
    if shown is Tone.UNSURE:
        return _("0 to {}").format(number(rule.points * finding.slots))
    if shown is Tone.FOUND and finding.idea not in counted:
        return _("extra")
    return number(rule.points * finding.credit)
