"""The marking grid (grille de correction): one row for each idea and criterion, to fill in."""

from __future__ import annotations

from collections.abc import Iterator

from examen import messages
from examen.messages import _
from examen.model.award import Bands, Expression, Justified
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.rubric import Criterion
from examen.render import bareme
from examen.render.blocks import (
    Align,
    Blank,
    Block,
    Cell,
    Checkbox,
    Document,
    Heading,
    Inline,
    Inlines,
    LineBreak,
    Paragraph,
    Run,
    Table,
    Tone,
    text,
)
from examen.render.heading import document, session
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Outline, Section, cell
from examen.render.typography import FIXED, number, points, typeset

Row = tuple[Cell, ...]
GAP = "\u2003"  # between two fields of a line


def grid(full: FullExam, layout: Layout = STANDARD) -> Document:
    """An empty marking grid: a box for each idea, points to write in, totals."""
    with messages.using(full.exam.language):
        name = _("Marking grid")
        outline = Outline(full)
        body: list[Block] = [*_head(full, name)]
        for section in outline.sections:
            body += [Heading(2, text(section.title)), _table(section)]
        body += [Heading(2, text(_("Totals"))), _totals(full, outline)]
        return document(full, name, tuple(body), layout)


def _head(full: FullExam, name: str) -> Iterator[Block]:
    header = full.exam.header
    yield Heading(1, text(f"{name} – {typeset(full.exam.title)}"))
    yield Paragraph(text(f"{typeset(header.diploma)} – {session(header)}"), small=True)
    yield Paragraph(
        (
            *text(_("Copy no."), " ", bold=True),
            Blank(12, label=_("Copy no.")),
            *text(GAP, _("Marker"), " ", bold=True),
            Blank(24, label=_("Marker")),
            *text(GAP, _("Date"), " ", bold=True),
            Blank(12, label=_("Date")),
        )
    )


def _table(section: Section) -> Table:
    head = (
        cell(_("Expected")),
        cell(_("Found"), align=Align.CENTRE),
        cell(_("Points"), align=Align.CENTRE),
    )
    rows: list[Row] = []
    groups = []
    for item in section.all_questions():
        groups.append(len(rows))
        rows += _question(item)
    return Table((12, 3, 4), (head,), tuple(rows), groups=tuple(groups))


def _question(item: MarkedQuestion) -> Iterator[Row]:
    yield (
        cell(_("Question {}").format(item.question.number), bold=True, tone=Tone.MISSING),
        Cell((), tone=Tone.MISSING),
        out_of(points(item.question.points), tone=Tone.MISSING),
    )
    if item.rubric is None:
        return
    if item.oral and scales(item):
        yield _row(text(_("To copy from the jury grid"), italic=True), ())
        return
    for _entity, criterion in item.rubric.all_criteria():
        yield from _criterion(criterion)


def scales(item: MarkedQuestion) -> list[Criterion]:
    """The criteria of a question for which a person chooses a level."""
    criteria = item.rubric.all_criteria() if item.rubric else ()
    return [criterion for _entity, criterion in criteria if isinstance(criterion.award, Bands)]


def _criterion(criterion: Criterion) -> Iterator[Row]:
    title = (
        Run(typeset(criterion.title), bold=True),
        LineBreak(),
        Run(bareme.sentence(criterion), italic=True),
    )
    yield _row(title, _beside(criterion), points(criterion.points))
    rule = criterion.award
    if isinstance(rule, Bands):
        for band in rule.bands:
            words = f"{typeset(band.title)}{_(': ')}{typeset(band.descriptor)}"
            yield _row(text(words), (Checkbox(points(band.points)),))
    for idea in criterion.ideas:
        yield _row(text(typeset(idea.says)), _boxes(criterion))
    if criterion.open:
        words = typeset(criterion.open.says)
        yield _row((Run(words), LineBreak(), Blank(48)), _boxes(criterion))
    for penalty in criterion.penalties:
        yield _row(text(bareme.penalty(penalty)), (Checkbox(),))


def _beside(criterion: Criterion) -> Inlines:
    return (
        (*text(_("Mistakes"), _(": ")), Blank(4)) if isinstance(criterion.award, Expression) else ()
    )


def _boxes(criterion: Criterion) -> Inlines:
    if isinstance(criterion.award, Justified):
        return Checkbox(_("named")), LineBreak(), Checkbox(_("justified"))
    return (Checkbox(),)


def _row(words: Inlines, boxes: Inlines, worth: str = "") -> Row:
    align = Align.CENTRE if boxes == (Checkbox(),) else Align.START
    return (
        Cell((Paragraph(words),)),
        Cell((Paragraph(boxes),) if boxes else (), align=align),
        out_of(worth),
    )


def out_of(worth: str, tone: Tone = Tone.NONE, *, label: str = "", sums: bool = False) -> Cell:
    """Room for points, such as "…… / 3 pts"; empty without `worth`."""
    room = Blank(5, label=label or _("Points"), sums=sums)
    content: tuple[Inline, ...] = (room, Run(f"{FIXED}/{FIXED}{worth}")) if worth else ()
    return Cell((Paragraph(content),) if content else (), align=Align.END, tone=tone)


def _totals(full: FullExam, outline: Outline) -> Table:
    header = full.exam.header
    rows: list[Row] = [
        (cell(section.title), out_of(points(section.points))) for section in outline.sections
    ]
    rows.append((cell(_("Total"), bold=True), out_of(points(header.total))))
    if header.scale is not None:
        words = _("Mark out of {}").format(number(header.scale))
        rows.append((cell(words, bold=True), out_of(number(header.scale))))
    return Table((1, 0), (), tuple(rows))
