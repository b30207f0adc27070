"""How the program recognises each idea: for those who ask why it found one, or did not."""

from __future__ import annotations

from collections.abc import Iterator

from examen import messages
from examen.messages import _
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.recognition import Phrasing
from examen.model.rubric import Criterion, Idea
from examen.render.blocks import (
    Block,
    Blocks,
    Document,
    Heading,
    Items,
    Paragraph,
    text,
)
from examen.render.heading import document, session
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Outline, Section
from examen.render.typography import typeset
from examen.render.ways import of_idea, way


def recognition(full: FullExam, layout: Layout = STANDARD) -> Document:
    """Each idea of each criterion with the ways of recognising, justifying and cancelling it."""
    with messages.using(full.exam.language):
        name = _("How ideas are recognised")
        header = full.exam.header
        body: list[Block] = [
            Heading(1, text(f"{name} – {typeset(full.exam.title)}")),
            Paragraph(text(f"{typeset(header.diploma)} – {session(header)}"), small=True),
            Paragraph(
                text(
                    _(
                        "An idea is found where the answer holds one of these; words count in all "
                        "their forms, capitals, accents and small typing mistakes aside."
                    )
                )
            ),
        ]
        for section in Outline(full).sections:
            body += _section(section)
        return document(full, name, tuple(body), layout)


def _section(section: Section) -> Iterator[Block]:
    yield Heading(2, text(section.title))
    for item in section.all_questions():
        yield from _question(item)


def _question(item: MarkedQuestion) -> Iterator[Block]:
    for _entity, criterion in item.rubric.all_criteria() if item.rubric else ():
        if any(idea.phrasings for idea in criterion.ideas) or criterion.open:
            title = f"{item.question.number} – {typeset(criterion.title)}"
            yield Heading(3, text(title))
            yield from _criterion(criterion)


def _criterion(criterion: Criterion) -> Iterator[Block]:
    for idea in criterion.ideas:
        yield from _idea(idea)
    if criterion.open and criterion.open.cues:
        yield Paragraph(text(typeset(criterion.open.says), bold=True), keep=True)
        yield _ways(criterion.open.cues)
    for penalty in criterion.penalties:
        yield Paragraph(text(typeset(penalty.says), bold=True), keep=True)
        yield _ways(penalty.phrasings)


def _idea(idea: Idea) -> Iterator[Block]:
    yield Paragraph(text(typeset(idea.says), bold=True), keep=True)
    for title, ways in of_idea(idea):
        if title:
            yield Paragraph(text(title, italic=True), keep=True)
        yield _ways(ways)


def _ways(ways: tuple[Phrasing, ...]) -> Items:
    items: tuple[Blocks, ...] = tuple((Paragraph(text(way(each))),) for each in ways)
    return Items(items)
