"""What is said of a question's ideas, as a table: passages, idea and reason, finding, points."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from examen.messages import _, marked
from examen.model.award import Bands, Each, Expression, Justified
from examen.model.full_exam import MarkedQuestion
from examen.model.grade import Award, Finding, FindingStatus, QuestionGrade
from examen.model.rubric import Criterion
from examen.render import bareme
from examen.render.blocks import (
    Align,
    Badge,
    Blocks,
    Cell,
    Inline,
    Items,
    Paragraph,
    Run,
    Table,
    Tone,
    text,
)
from examen.render.evidence import Passage, calls, tone
from examen.render.guide import badges
from examen.render.outline import cell
from examen.render.typography import number, points, typeset

Row = tuple[Cell, ...]

_STATUSES = {
    Tone.FOUND: marked("found"),
    Tone.UNSURE: marked("to check"),
    Tone.MISSING: marked("missing"),
    Tone.PENALTY: marked("penalty"),
}


def findings_table(
    item: MarkedQuestion,
    grade: QuestionGrade,
    passages: dict[tuple[int, int], Passage],
    penalties: frozenset[str],
) -> Table:
    """The findings of a question, by criterion.

    Args:
        item: the question and its rubric.
        grade: what its answer earns.
        passages: the numbered passages of the answer, by start and end.
        penalties: the names of findings that cost points.
    """
    criteria = criteria_of(item)
    rows: list[Row] = []
    groups = []
    for award in grade.awards:
        criterion = criteria.get(award.criterion)
        groups.append(len(rows))
        rows.append(award_row(award, criterion, bareme.sentence(criterion) if criterion else ""))
        rows += _finding_rows(award, criterion, passages, penalties, item)
    head = (
        cell(_("Passages")),
        cell(_("Idea and reason")),
        cell(_("Finding")),
        cell(_("Points"), align=Align.END),
    )
    return Table((0, 1, 0, 0), (head,), tuple(rows), groups=tuple(groups))


def criteria_of(item: MarkedQuestion) -> dict[str, Criterion]:
    """The criteria of a question by name, repeated ones for each entity."""
    found = item.rubric.all_criteria() if item.rubric else ()
    return {criterion.id: criterion for _entity, criterion in found}


def _finding_rows(
    award: Award,
    criterion: Criterion | None,
    passages: dict[tuple[int, int], Passage],
    penalties: frozenset[str],
    item: MarkedQuestion,
) -> Iterator[Row]:
    earning = counted(award, criterion)
    missing = []
    for finding in award.findings:
        shown = tone(finding, penalties)
        if shown is Tone.MISSING and not finding.evidence:
            missing.append(finding)
            continue
        links = tuple(calls(finding.evidence, passages, item.question.number))
        sure = finding.confidence if shown is not Tone.PENALTY else None
        brings = worth(finding, criterion, shown, earning)
        yield (
            Cell((Paragraph(links),) if links else ()),
            Cell(_about(finding, criterion, sure)),
            Cell((Paragraph((Badge(_(_STATUSES[shown]), shown),)),)),
            cell(brings, align=Align.END),
        )
    if missing:
        yield _missing_row(missing, criterion)


def _about(finding: Finding, criterion: Criterion | None, sure: float | None) -> Blocks:
    """The idea, and under it the reason for the finding."""
    idea = Paragraph((Run(label(finding.idea, criterion)), *_origin(finding.idea, criterion)))
    reason = finding.reason  # it quotes the candidate: not to be retouched
    if not reason:
        return (idea,)
    if sure is not None:
        percent = number(Decimal(round(sure * 100)))
        reason = _("{reason} (sure to {percent} %)").format(reason=reason, percent=percent)
    return idea, Paragraph(text(reason, italic=True), small=True)


def points_range(low: Decimal, high: Decimal) -> str:
    """Such as "de 1,5 à 2,5 pts"."""
    return _("from {low} to {high}").format(low=number(low), high=points(high))


def award_row(award: Award, criterion: Criterion | None, rule: str) -> Row:
    """A criterion with its rule, what it earns and what is left to check."""
    title = typeset(criterion.title) if criterion else award.criterion
    earned = f"{number(award.points)} / {number(award.max)}"
    body: Blocks = (Paragraph((Run(title, bold=True), Run(f" ({rule})" if rule else ""))),)
    if award.reason:
        body = (*body, Paragraph(text(typeset(award.reason), italic=True), small=True))
    if award.low != award.high:
        body = (
            *body,
            Paragraph(
                (Badge(_("to check"), Tone.UNSURE), Run(f" {points_range(award.low, award.high)}"))
            ),
        )
    return (
        Cell(body, columns=3, tone=Tone.MISSING),
        cell(earned, bold=True, align=Align.END, tone=Tone.MISSING),
    )


def _missing_row(missing: list[Finding], criterion: Criterion | None) -> Row:
    """The ideas that were not found in one row; those with the same reason in one item."""
    reasons: dict[str, list[Inline]] = {}
    for finding in missing:
        ideas = reasons.setdefault(finding.reason, [])
        ideas += text(_("; ")) if ideas else ()
        ideas.append(Run(label(finding.idea, criterion).removesuffix(".")))
        ideas += _origin(finding.idea, criterion)
    items: tuple[Blocks, ...] = tuple(
        (Paragraph((*ideas, *(text(f" – {reason}", italic=True) if reason else ()))),)
        for reason, ideas in reasons.items()
    )
    return (
        Cell(()),
        Cell((Items(items),), tone=Tone.MUTED),
        Cell((Paragraph((Badge(_("missing"), Tone.MISSING),)),)),
        cell("0", align=Align.END, tone=Tone.MUTED),
    )


def label(name: str, criterion: Criterion | None) -> str:
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


def counted(award: Award, criterion: Criterion | None) -> frozenset[str]:
    """The ideas that earn points where only so many are expected: the best, then the first."""
    rule = criterion.award if criterion else None
    if not isinstance(rule, Each | Justified):
        return frozenset()
    found = [each for each in award.findings if each.status is FindingStatus.FOUND]
    best = sorted(found, key=lambda finding: -finding.credit)[: rule.expected]
    return frozenset(finding.idea for finding in best)


def worth(
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
