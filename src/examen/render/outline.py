"""An exam's outline: its parts and questions as they are printed, and its numbered annexes."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from examen.messages import _
from examen.model.case import Audience, Case, Document, Part
from examen.model.exam import Numbering
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.grade import total
from examen.render.blocks import Block, Cell, Heading, Paragraph, Prompt, text
from examen.render.layout import Layout
from examen.render.prose import blocks
from examen.render.typography import FIXED, listed, points, points_in_full, typeset


@dataclass(frozen=True, slots=True)
class Section:
    """A part of an exam with the questions that were chosen from it.

    Attributes:
        level: of its heading; sections inside have one more, and so have its questions.
    """

    level: int
    title: str
    introduction: str | None
    questions: tuple[MarkedQuestion, ...]
    sections: tuple[Section, ...]

    def all_questions(self) -> Iterator[MarkedQuestion]:
        """The questions of this section and of its sections, in order."""
        yield from self.questions
        for section in self.sections:
            yield from section.all_questions()

    @property
    def points(self) -> Decimal:
        """What the questions are worth together."""
        return total(item.question.points for item in self.all_questions())


@dataclass(frozen=True, slots=True)
class Annex:
    """A document of a case under the number that it has in this exam."""

    number: int
    case: Case
    document: Document

    @property
    def name(self) -> str:
        """Such as "Annexe 3"."""
        return _("Annex {}").format(self.number)


class Outline:
    """The sections and annexes of an exam."""

    def __init__(self, full: FullExam) -> None:
        chosen = {(item.case.id, item.question.number): item for item in full.questions()}
        self.several = len(full.cases) > 1
        self.sections: tuple[Section, ...] = ()
        for place, case in enumerate(full.cases, start=1):
            top = 3 if self.several else 2
            parts = _sections(case, case.parts, chosen, top)
            if self.several:
                title = typeset(case.title)
                if full.exam.numbering is Numbering.BY_CASE:  # its questions are 1.1, 1.2…
                    title = _("Case {place}: {title}").format(place=place, title=title)
                self.sections += (Section(2, title, None, (), parts),)
            else:
                self.sections += parts
        self.annexes = _annexes(full, list(chosen.values()))
        self._numbers = {(annex.case.id, annex.document.id): annex for annex in self.annexes}

    def annex(self, case: Case, document: str) -> Annex | None:
        """The annex that a document of `case` became; None if the case has no such document."""
        return self._numbers.get((case.id, document))

    def cited(self, item: MarkedQuestion) -> str:
        """The annexes that a question refers to: "annexes 1, 2 et 4"; empty if none."""
        found = [self.annex(item.case, name) for name in item.question.documents]
        numbers = sorted(annex.number for annex in found if annex)
        if not numbers:
            return ""
        word = _("annex") if len(numbers) == 1 else _("annexes")
        return f"{word}{FIXED}{listed([str(each) for each in numbers], _('and'))}"


def _sections(
    case: Case,
    parts: tuple[Part, ...],
    chosen: dict[tuple[str, str], MarkedQuestion],
    level: int,
) -> tuple[Section, ...]:
    """The sections of `parts` that hold chosen questions."""
    found = []
    for part in parts:
        keys = ((case.id, question.number) for question in part.questions)
        section = Section(
            level,
            typeset(part.title),
            part.introduction,
            tuple(chosen[key] for key in keys if key in chosen),
            _sections(case, part.parts, chosen, level + 1),
        )
        if section.questions or section.sections:
            found.append(section)
    return tuple(found)


def _annexes(full: FullExam, chosen: list[MarkedQuestion]) -> tuple[Annex, ...]:
    """What candidates get: all documents of a case that is used whole, else those cited."""
    found: list[Annex] = []
    for use, case in zip(full.exam.cases, full.cases, strict=True):
        cited = {
            name for item in chosen if item.case.id == case.id for name in item.question.documents
        }
        for document in case.documents:
            for_all = document.audience is Audience.CANDIDATES
            if for_all and (not use.questions or document.id in cited):
                found.append(Annex(len(found) + 1, case, document))
    return tuple(found)


def heading(section: Section) -> Heading:
    """A section's heading with its points."""
    return Heading(section.level, text(section.title), points_in_full(section.points))


def prompt(
    item: MarkedQuestion, level: int, layout: Layout, *, cited: str = "", anchor: str = ""
) -> Prompt:
    """A question as printed, with the annexes that it refers to."""
    body: tuple[Block, ...] = blocks(item.question.prompt, level=level + 1)
    if cited:
        body = (*body, Paragraph(text(f"({cited})"), small=True))
    worth = item.question.points
    return Prompt(
        number=item.question.number,
        body=body,
        points=points(worth) if layout.margin_points else points_in_full(worth),
        level=level,
        anchor=anchor,
    )


def cell(words: str, *, bold: bool = False, **options: object) -> Cell:
    """A cell of one line of text."""
    return Cell((Paragraph(text(words, bold=bold)),), **options)  # type: ignore[arg-type]
