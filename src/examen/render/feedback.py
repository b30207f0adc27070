"""What a candidate is told of a question's ideas: what counted, and where to look again.

It teaches without handing out the rubric: ideas that were not found are neither named nor worded;
the author's hints, the candidate's own passages and general advice stand for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examen.messages import _, marked, ngettext
from examen.model.award import Bands, Best, Each, Expression, Justified, Levels
from examen.model.full_exam import MarkedQuestion
from examen.model.grade import Award, Finding, FindingStatus, Ground, QuestionGrade
from examen.model.recognition import NumberMatch
from examen.model.rubric import Criterion, Idea
from examen.render import bareme
from examen.render.blocks import (
    Align,
    Badge,
    Blocks,
    Cell,
    Items,
    Paragraph,
    Table,
    Tone,
    text,
)
from examen.render.evidence import Passage, calls, tone
from examen.render.findings import Row, award_row, counted, criteria_of, label, worth
from examen.render.outline import cell
from examen.render.typography import quoted, typeset

_STATUSES = {
    Tone.FOUND: marked("recognised"),
    Tone.UNSURE: marked("to check"),
    Tone.MISSING: marked("to go over"),
    Tone.PENALTY: marked("penalty"),
}
_UNSURE = {
    Ground.SAID: marked("This passage seems right; a marker has to read it."),
    Ground.SHAPE: marked("This passage seems right; a marker has to read it."),
    Ground.DISPUTED: marked("Your answer says one thing and its contrary; a marker decides."),
    Ground.ELSEWHERE: marked("You refer to another answer; a marker looks there."),
}
_WRONG = {
    Ground.SAID: marked("Right, but say first what it rests on."),
    Ground.SHAPE: marked("Right, but say first what it rests on."),
    Ground.OUTDATED: marked("This is no longer right at the date of the exam."),
}
_MOST_NEAR = 3  # passages quoted for a criterion
_MOST_HINTS = 3  # of those that an author wrote for the ideas missing from it


def feedback_table(
    item: MarkedQuestion,
    grade: QuestionGrade,
    passages: dict[tuple[int, int], Passage],
    penalties: frozenset[str],
) -> Table:
    """What the candidate is told of a question, by criterion; arguments as in `findings_table`."""
    criteria = criteria_of(item)
    rows: list[Row] = []
    groups = []
    for award in grade.awards:
        criterion = criteria.get(award.criterion)
        groups.append(len(rows))
        rows.append(award_row(award, criterion, _rule(criterion)))
        rows += _rows(award, criterion, passages, penalties, item.question.number)
    head = (
        cell(_("Passages")),
        cell(_("What your answer says")),
        cell(_("Finding")),
        cell(_("Points"), align=Align.END),
    )
    return Table((0, 1, 0, 0), (head,), tuple(rows), groups=tuple(groups))


def _rule(criterion: Criterion | None) -> str:
    """The award rule; not the one that names the ideas."""
    if criterion is None or isinstance(criterion.award, Best):
        return ""
    return bareme.sentence(criterion)


def _rows(
    award: Award,
    criterion: Criterion | None,
    passages: dict[tuple[int, int], Passage],
    penalties: frozenset[str],
    scope: str,
) -> Iterator[Row]:
    earning = counted(award, criterion)
    for finding in award.findings:
        shown = tone(finding, penalties)
        if shown is Tone.MISSING and not finding.evidence:
            continue
        links = tuple(calls(finding.evidence, passages, scope))
        yield (
            Cell((Paragraph(links),) if links else ()),
            Cell(_told(finding, criterion, shown)),
            Cell((Paragraph((Badge(_(_STATUSES[shown]), shown),)),)),
            cell(worth(finding, criterion, shown, earning), align=Align.END),
        )
    missing = [f for f in award.findings if f.status is FindingStatus.MISSING and not f.evidence]
    count = _count(award, criterion, missing)
    if count:
        yield (
            Cell(()),
            Cell(_advice(count, criterion, missing)),
            Cell((Paragraph((Badge(_("missing"), Tone.MISSING),)),)),
            cell("0", align=Align.END, tone=Tone.MUTED),
        )


def _told(finding: Finding, criterion: Criterion | None, shown: Tone) -> Blocks:
    """What is said of a passage: the idea only if it was found."""
    if criterion and isinstance(criterion.award, Expression):
        return _line(label(finding.idea, criterion), finding.reason)
    if shown is Tone.FOUND and finding.credit < 1:  # the idea's label may hold its justification
        named = _("; ").join(quoted(" ".join(piece.quote.split())) for piece in finding.evidence)
        return _line(named, _("Named, but not justified: say why, or how it is worked out."))
    if shown in {Tone.FOUND, Tone.PENALTY}:
        return _line(label(finding.idea, criterion))
    if shown is Tone.UNSURE:
        return _line(unsure(finding, criterion))
    ground = finding.ground
    message = (
        _WRONG[ground] if ground in _WRONG else marked("Read this again: it says the contrary.")
    )
    return _line(_(message), *_hints([finding], criterion))


def unsure(finding: Finding, criterion: Criterion | None) -> str:
    """Why a marker has to read a passage, without saying what was looked for in it."""
    if criterion and isinstance(criterion.award, Bands):
        return _("A marker chooses the level.")
    if criterion and criterion.open and criterion.open.id == finding.idea:
        return _("An idea of your own; a marker says whether it is pertinent.")
    default = marked("A marker has to read this passage.")
    return _(_UNSURE.get(finding.ground, default) if finding.ground else default)


def _line(said: str, *more: str) -> Blocks:
    details = (Paragraph(text(each, italic=True), small=True) for each in more if each)
    return Paragraph(text(said)), *details


def _count(award: Award, criterion: Criterion | None, missing: Sequence[Finding]) -> int:
    """How many more ideas would have earned points."""
    if criterion is None or award.high == award.max or isinstance(criterion.award, Bands):
        return 0
    ideas = [finding for finding in missing if _idea(finding, criterion)]
    rule = criterion.award
    if isinstance(rule, Each | Justified | Levels):
        expected = max(rule.levels) if isinstance(rule, Levels) else rule.expected
        costs = {penalty.id for penalty in criterion.penalties}
        kept = (f for f in award.findings if f.status is not FindingStatus.MISSING)
        there = sum(finding.idea not in costs for finding in kept)
        return min(expected - there, len(ideas)) if expected > there else 0
    return min(1, len(ideas)) if isinstance(rule, Best) else len(ideas)


def _advice(count: int, criterion: Criterion | None, missing: Sequence[Finding]) -> Blocks:
    """How many ideas are missing, where the candidate was near, and the author's hints."""
    if criterion and bareme.numeric(criterion):
        said = ngettext("{} result is missing here.", "{} results are missing here.", count)
    else:
        said = ngettext("{} idea is missing here.", "{} ideas are missing here.", count)
    nearest_first = sorted(missing, key=lambda finding: not finding.near)
    hints = _hints(nearest_first, criterion)[: min(count, _MOST_HINTS)]
    more = [*_near(missing, criterion), *hints]
    if not more:
        more = [_("Go back to the question and its documents on this point.")]
    items = tuple((Paragraph(text(each, italic=True), small=True),) for each in more)
    return Paragraph(text(said.format(count))), Items(items)


def _near(missing: Sequence[Finding], criterion: Criterion | None) -> Iterator[str]:
    """Where the candidate was near, in the candidate's own words."""
    near: dict[bool, dict[str, None]] = {True: {}, False: {}}  # without repetition, in order
    for finding in missing:
        idea = _idea(finding, criterion)
        number = idea and all(isinstance(way, NumberMatch) for way in idea.phrasings)
        for piece in finding.near:
            near[bool(number)][quoted(" ".join(piece.quote.split()).rstrip(" .;,"))] = None
    numbers, passages = (_("; ").join(list(near[kind])[:_MOST_NEAR]) for kind in (True, False))
    if numbers:
        yield _("Work this out again: {quote}.").format(quote=numbers)
    if passages:
        yield _(
            "You were near here: {quote}. Go on to the end of the thought: say exactly who, what, "
            "why or how much."
        ).format(quote=passages)


def _hints(missing: Sequence[Finding], criterion: Criterion | None) -> list[str]:
    """What the author tells those who miss these ideas."""
    ideas = [_idea(finding, criterion) for finding in missing]
    hints = dict.fromkeys(idea.hint for idea in ideas if idea and idea.hint)
    return [_("Hint: {hint}").format(hint=typeset(hint)) for hint in hints]


def _idea(finding: Finding, criterion: Criterion | None) -> Idea | None:
    ideas = criterion.ideas if criterion else ()
    return next((idea for idea in ideas if idea.id == finding.idea), None)
