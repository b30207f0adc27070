"""The answer booklet (cahier de réponses): who writes, and lines for each written question."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from decimal import ROUND_CEILING, Decimal

from examen import messages
from examen.messages import _
from examen.model.case import AnswerForm
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.grade import total
from examen.problems import ExamenError
from examen.render.blocks import (
    Align,
    Anonymity,
    Block,
    Box,
    BoxKind,
    Document,
    Heading,
    Lines,
    PageBreak,
    Paragraph,
    Table,
    text,
)
from examen.render.grid import out_of
from examen.render.heading import document, session
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Outline, Section, cell, heading, prompt
from examen.render.typography import points, typeset

# Lines to rule for each point where the case does not say how many.
_LINES_A_POINT = {AnswerForm.SHORT: 2, AnswerForm.ESSAY: 6, AnswerForm.CALCULATION: 6}
_USUAL = 5
# What an answer of this form needs however little it is worth: its head, its end, its edges.
_LEAST = {AnswerForm.TABLE: 12, AnswerForm.EMAIL: 15, AnswerForm.LETTER: 20}
_ANY = 3


def booklet(full: FullExam, layout: Layout = STANDARD) -> Document:
    """An answer booklet: a part for the name that is folded away, then lines for each question.

    What candidates say to a jury is not in it.

    Raises:
        ExamenError: a text holds what a document cannot show; it is named. Or no question of the
            exam is answered in writing.
    """
    with messages.using(full.exam.language):
        name = _("Answer booklet")
        outline = Outline(full)
        sections = [*_written(outline.sections)]
        if not sections:
            message = _("this exam has no answer booklet: none of its questions is written")
            raise ExamenError(message)
        body: list[Block] = [*_head(full, name, sections)]
        for section in sections:
            body += _section(section, outline, layout)
        return document(full, name, tuple(body), layout)


def _written(sections: tuple[Section, ...]) -> Iterator[Section]:
    """The sections with those of their questions that are answered in writing, if there are any."""
    for section in sections:
        kept = replace(
            section,
            questions=tuple(item for item in section.questions if not item.oral),
            sections=tuple(_written(section.sections)),
        )
        if kept.questions or kept.sections:
            yield kept


def _head(full: FullExam, name: str, sections: Iterable[Section]) -> Iterator[Block]:
    header = full.exam.header
    yield Anonymity(
        (
            (_("Surname"), 0),
            (_("First names"), 0),
            (_("Date of birth"), 8),
            (_("Candidate number"), 12),
            (_("Examination centre"), 0),
        ),
        _("Anonymous number"),
        _("Fold here and glue: nothing above this line may be seen by the markers."),
    )
    yield Heading(1, text(f"{name} – {typeset(full.exam.title)}"))
    yield Paragraph(text(f"{typeset(header.diploma)} – {session(header)}"))
    yield Box(
        BoxKind.FRAME,
        (
            Paragraph(
                text(
                    _(
                        "Write neither your name nor any other sign of who you are outside the "
                        "part above. Answer under each question; ask for a further sheet if you "
                        "need more room, and repeat the question's number on it."
                    )
                )
            ),
        ),
    )
    yield _marks(sections)
    yield PageBreak()


def _marks(sections: Iterable[Section]) -> Table:
    """Where markers write what each question earns."""
    head = (cell(_("Question")), cell(_("Points"), align=Align.CENTRE))
    worths = [
        (item.question.number, item.question.points)
        for section in sections
        for item in section.all_questions()
    ]
    rows = [
        *((cell(number), out_of(points(worth))) for number, worth in worths),
        (cell(_("Total"), bold=True), out_of(points(total(worth for _number, worth in worths)))),
    ]
    return Table((1, 1), (head,), tuple(rows), caption=_("For the markers only"))


def _section(section: Section, outline: Outline, layout: Layout) -> Iterator[Block]:
    yield heading(section)
    for item in section.questions:
        yield prompt(item, section.level + 1, layout, cited=outline.cited(item))
        yield Lines(lines(item))
    for inner in section.sections:
        yield from _section(inner, outline, layout)


def lines(item: MarkedQuestion) -> int:
    """How many lines to rule: what the case says, else by the points and form of the answer."""
    question = item.question
    if question.lines is not None:
        return question.lines
    rate = Decimal(_LINES_A_POINT.get(question.form, _USUAL))
    least = _LEAST.get(question.form, _ANY)
    return max(least, int((rate * question.points).to_integral_value(ROUND_CEILING)))
