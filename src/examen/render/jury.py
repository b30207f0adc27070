"""What the jury of an oral assessment gets: the scenario it plays and the grid it fills in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

from examen import messages
from examen.messages import _
from examen.model.award import Band, Bands
from examen.model.case import Audience, Case, Scenario
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.grade import total
from examen.model.rubric import Criterion
from examen.problems import ExamenError
from examen.render import bareme
from examen.render.annexes import shown
from examen.render.blocks import (
    Align,
    Blank,
    Block,
    Box,
    BoxKind,
    Cell,
    Checkbox,
    Document,
    Facts,
    Heading,
    LineBreak,
    Lines,
    Paragraph,
    Run,
    Table,
    text,
)
from examen.render.grid import GAP, out_of, scales
from examen.render.heading import document, session
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Outline, Section, cell
from examen.render.prose import blocks
from examen.render.typography import duration, number, points, points_in_full, typeset

_OBSERVATION_LINES = 4


def scenario(full: FullExam, layout: Layout = STANDARD) -> Document:
    """How the jury conducts the oral assessments of an exam; not for candidates.

    Raises:
        ExamenError: the exam has no case with a scenario.
    """
    with messages.using(full.exam.language):
        name = _("Scenario for the jury")
        played = [(case, case.scenario) for case in full.cases if case.scenario]
        if not played:
            raise ExamenError(_("this exam has no scenario: none of its cases is oral"))
        body: list[Block] = [*_head(full, name), _secret()]
        for case, script in played:
            if len(played) > 1:
                body.append(Heading(2, text(typeset(case.title))))
            body += _script(full, case, script, 3 if len(played) > 1 else 2)
        return document(full, name, tuple(body), layout)


def jury_grid(full: FullExam, layout: Layout = STANDARD) -> Document:
    """The grid that a jury fills in: a row for each criterion, a column for each level.

    Raises:
        ExamenError: no criterion of the exam has levels to choose from.
    """
    with messages.using(full.exam.language):
        name = _("Jury grid")
        parts = [part for section in Outline(full).sections for part in _leaves(section)]
        chosen = [(part, [item for item in part.questions if scales(item)]) for part in parts]
        worth = total(item.question.points for _part, items in chosen for item in items)
        if not worth:
            message = _("this exam has no jury grid: none of its criteria has levels to choose")
            raise ExamenError(message)
        body: list[Block] = [*_head(full, name), _who()]
        for part, items in chosen:
            if items:
                body.append(Heading(2, text(part.title)))
            for item in items:
                body += _question(item)
        header = full.exam.header
        body += _decision(worth, header.scale if worth == header.total else None)
        return document(full, name, tuple(body), replace(layout, lying=True, margin_points=False))


def _head(full: FullExam, name: str) -> Iterator[Block]:
    header = full.exam.header
    yield Heading(1, text(f"{name} – {typeset(full.exam.title)}"))
    yield Paragraph(text(f"{typeset(header.diploma)} – {session(header)}"), small=True)


# --- The scenario -------------------------------------------------------------------------------


def _secret() -> Block:
    words = _("For the jury alone: this document is never given to candidates.")
    return Box(BoxKind.WARNING, (Paragraph(text(words)),))


def _script(full: FullExam, case: Case, script: Scenario, level: int) -> Iterator[Block]:
    yield Facts(tuple(_times(script)))
    yield Heading(level, text(_("Your role")))
    yield from blocks(script.role, level=level + 1)
    yield Heading(level, text(_("How you begin")))
    yield Box(BoxKind.FRAME, blocks(script.opening))
    if script.replies:
        yield Heading(level, text(_("What you answer, and only if you are asked")))
        yield _columns(
            (_("If the candidate asks about"), _("You answer")),
            tuple((blocks(reply.asked), blocks(reply.says)) for reply in script.replies),
        )
    if script.challenges:
        yield Heading(level, text(_("Your questions and objections")))
        yield _columns(
            (_("You say"), _("What is expected of the candidate")),
            tuple(
                (_said(challenge.says, challenge.when), blocks(challenge.expected))
                for challenge in script.challenges
            ),
        )
    if script.ending:
        yield Heading(level, text(_("How it ends")))
        yield from blocks(script.ending, level=level + 1)
    for source in case.documents:
        if source.audience is Audience.JURY:
            yield Heading(level, text(typeset(source.title)), keep=True)
            yield from shown(source, full.folders.get(case.id, Path()))


def _times(script: Scenario) -> Iterator[tuple[str, tuple[Run, ...]]]:
    if script.preparation is not None:
        yield _("Preparation of the candidate"), (Run(duration(script.preparation)),)
    yield _("Before the jury"), (Run(duration(script.minutes)),)


def _said(words: str, when: str | None) -> tuple[Block, ...]:
    if when is None:
        return blocks(words)
    return (Paragraph(text(typeset(when), italic=True), small=True), *blocks(words))


def _columns(head: tuple[str, str], rows: tuple[tuple[tuple[Block, ...], ...], ...]) -> Table:
    return Table(
        (2, 3),
        (tuple(cell(words, bold=True, heading=True) for words in head),),
        tuple(tuple(Cell(body) for body in row) for row in rows),
    )


# --- The grid -----------------------------------------------------------------------------------


def _leaves(section: Section) -> Iterator[Section]:
    if section.questions:
        yield section
    for inner in section.sections:
        yield from _leaves(inner)


def _who() -> Block:
    fields = ((_("Candidate"), 26), (_("Date"), 12), (_("Members of the jury"), 44))
    inlines = [
        inline
        for name, width in fields
        for inline in (*text(name, " ", bold=True), Blank(width, label=name), Run(GAP))
    ]
    return Paragraph(tuple(inlines[:-1]))


def _question(item: MarkedQuestion) -> Iterator[Block]:
    name = _("Question {}").format(item.question.number)
    yield Heading(3, text(name), points_in_full(item.question.points))
    criteria = [c for _entity, c in item.rubric.all_criteria()] if item.rubric else []
    scaled = scales(item)
    count = max(len(_levels(criterion)) for criterion in scaled)
    head = (
        cell(_("Criterion"), bold=True, heading=True),
        *(cell(words, bold=True, heading=True) for words in _titles(scaled, count)),
        cell(_("Points"), bold=True, heading=True, align=Align.END),
    )
    rows = tuple(_criterion(item, criterion, count) for criterion in criteria)
    yield Table((4, *(5,) * count, 3), (head,), rows, wide=True)


def _levels(criterion: Criterion) -> tuple[Band, ...]:
    """The levels of a scale, the lowest first, as rubrics write them."""
    return criterion.award.bands if isinstance(criterion.award, Bands) else ()


def _titles(scales: list[Criterion], count: int) -> list[str]:
    """The names of the levels where all scales share them, else their numbers."""
    named = {tuple(band.title for band in _levels(criterion)) for criterion in scales}
    if len(named) == 1:
        return [typeset(title) for title in next(iter(named))]
    return [_("Level {}").format(place + 1) for place in range(count)]


def _criterion(item: MarkedQuestion, criterion: Criterion, count: int) -> tuple[Cell, ...]:
    levels = _levels(criterion)
    worth = out_of(points(criterion.points), label=typeset(criterion.title))
    title = cell(typeset(criterion.title), heading=True)
    if not levels:
        sentence = Cell((Paragraph(text(bareme.sentence(criterion))),), columns=count)
        return title, sentence, worth
    group = f"{item.question.number}-{criterion.id}"
    cells = [_level(band, group) for band in levels]
    missing = [Cell(())] * (count - len(cells))
    return title, *cells, *missing, worth


def _level(band: Band, group: str) -> Cell:
    box = Checkbox(points(band.points), group=group, points=band.points)
    words = (Run(typeset(band.descriptor)),)
    return Cell((Paragraph((box, LineBreak(), *words)),))


def _decision(worth: Decimal, scale: Decimal | None) -> Iterator[Block]:
    yield Heading(2, text(_("Decision of the jury")))
    rows = [(cell(_("Total"), bold=True), out_of(points(worth), label=_("Total"), sums=True))]
    if scale is not None and scale != worth:
        words = _("Mark out of {}").format(number(scale))
        rows.append((cell(words, bold=True), out_of(number(scale), label=words)))
    yield Table((1, 0), (), tuple(rows))
    remarks = _("Observations")
    yield Paragraph(text(remarks, bold=True), keep=True)
    yield Lines(_OBSERVATION_LINES, label=remarks)
    name = _("Signatures")
    yield Paragraph((*text(name, " ", bold=True), Blank(60, label=name)))
