"""The subject (sujet): an exam as candidates get it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from examen import messages
from examen.messages import _
from examen.model.case import Case
from examen.model.full_exam import FullExam
from examen.render.annexes import shown
from examen.render.blocks import (
    Align,
    Block,
    Blocks,
    Document,
    Heading,
    Inline,
    PageBreak,
    PageCount,
    Paragraph,
    Run,
    Table,
    text,
)
from examen.render.heading import cover, document
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Annex, Outline, Section, cell, heading, prompt
from examen.render.prose import blocks
from examen.render.typography import points_in_full, typeset


def subject(full: FullExam, layout: Layout = STANDARD) -> Document:
    """The exam as candidates get it: cover, context, questions, annexes.

    Raises:
        ExamenError: a text holds what a document cannot show; it is named.
    """
    with messages.using(full.exam.language):
        outline = Outline(full)
        body: list[Block] = [
            cover(
                full,
                layout,
                notices=_notices(full),
                contents=_contents(full, outline),
                alone=True,
            )
        ]
        if not outline.several:
            body += context(full.cases[0], 2)
        for index, section in enumerate(outline.sections):
            body += _section(full, outline, section, layout, index)
        for index, annex in enumerate(outline.annexes):
            body += [PageBreak()] if not index else []
            body += _annex(full, annex)
        return document(full, "", tuple(body), layout)


def _notices(full: FullExam) -> Blocks:
    own = full.exam.instructions or _("As soon as you are given it, check that it is complete.")
    return (Paragraph(tuple(_pages())), *blocks(own))


def _pages() -> Iterator[Inline]:
    first, *others = _("This paper has {pages} pages, numbered 1 to {pages}.").split("{pages}")
    yield Run(first)
    for words in others:
        yield PageCount()
        yield Run(words)


def _contents(full: FullExam, outline: Outline) -> Blocks:
    """The parts with their points, and the annexes."""
    rows = [
        (cell(section.title), cell(points_in_full(section.points), align=Align.END))
        for section in outline.sections
    ]
    rows.append(
        (
            cell(_("Total"), bold=True),
            cell(points_in_full(full.exam.header.total), bold=True, align=Align.END),
        )
    )
    found: list[Block] = [Table((1, 0), (), tuple(rows), caption=_("Parts of the exam"))]
    if outline.annexes:
        found.append(
            Table(
                (0, 1),
                (),
                tuple(
                    (cell(annex.name), cell(typeset(annex.document.title)))
                    for annex in outline.annexes
                ),
                caption=_("Annexes"),
            )
        )
    return tuple(found)


def context(case: Case, level: int) -> Blocks:
    """The situation that a case puts candidates in."""
    return (Heading(level, text(_("Context"))), *blocks(case.context, level=level + 1))


def _section(
    full: FullExam, outline: Outline, section: Section, layout: Layout, index: int
) -> Iterator[Block]:
    yield heading(section)
    if outline.several and section.level == 2:
        yield from context(full.cases[index], 3)
    if section.introduction:
        yield from blocks(section.introduction, level=section.level + 1)
    for item in section.questions:
        yield prompt(item, section.level + 1, layout, cited=outline.cited(item))
    for inner in section.sections:
        yield from _section(full, outline, inner, layout, -1)


def _annex(full: FullExam, annex: Annex) -> Iterator[Block]:
    source = annex.document
    yield Heading(
        2,
        text(f"{annex.name} – {typeset(source.title)}"),
        anchor=f"annex-{annex.number}",
        keep=True,
    )
    yield from shown(source, full.folders.get(annex.case.id, Path()))
