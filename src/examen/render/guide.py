"""The guide (corrigé type): the rubric as markers read it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from examen import messages
from examen.messages import _, ngettext
from examen.model.award import Bands
from examen.model.base import Origin
from examen.model.full_exam import FullExam, MarkedQuestion
from examen.model.grade import total
from examen.model.rubric import Criterion, Idea, QuestionRubric, Repeat
from examen.render import bareme
from examen.render.blocks import (
    Align,
    Badge,
    Block,
    Blocks,
    Box,
    BoxKind,
    Document,
    Heading,
    Inline,
    Items,
    Paragraph,
    Run,
    Table,
    Tone,
    text,
)
from examen.render.heading import cover, document
from examen.render.layout import STANDARD, Layout
from examen.render.outline import Outline, Section, cell, heading, prompt
from examen.render.prose import blocks
from examen.render.typography import listed, points, typeset

_TONES = {Origin.INTERPRETATION: Tone.MUTED, Origin.LOCAL: Tone.UNSURE}


def guide(full: FullExam, layout: Layout = STANDARD) -> Document:
    """The rubric as markers read it: per question the ideas, the award rule, a model answer.

    Raises:
        ExamenError: a text holds what a document cannot show; it is named.
    """
    with messages.using(full.exam.language):
        outline = Outline(full)
        name = _("Marking guide")
        body: list[Block] = [cover(full, layout, name, notices=tuple(_notices(full)))]
        for section in outline.sections:
            body += _section(section, layout)
        return document(full, name, tuple(body), layout)


def _notices(full: FullExam) -> Iterator[Block]:
    for case in full.cases:
        rubric = full.rubrics.get(case.id)
        if rubric and rubric.note:
            if len(full.cases) > 1:
                yield Paragraph(text(typeset(case.title), bold=True), keep=True)
            yield from blocks(rubric.note)
    found = {origin for rubric in full.rubrics.values() for origin in _origins(rubric.questions)}
    if Origin.INTERPRETATION in found:
        yield Paragraph(
            (
                _badge(Origin.INTERPRETATION),
                *text(" ", _("marks a rule of the authors where the official source is silent.")),
            )
        )
    if Origin.LOCAL in found:
        yield Paragraph(
            (
                _badge(Origin.LOCAL),
                *text(" ", _("marks what a teacher added to the official source.")),
            )
        )


def _origins(questions: Iterable[QuestionRubric]) -> Iterator[Origin]:
    for question in questions:
        for _entity, criterion in question.all_criteria():
            yield criterion.origin
            for idea in criterion.ideas:
                yield idea.origin


def _badge(origin: Origin) -> Badge:
    return Badge(bareme.origin(origin), _TONES[origin])


def badges(origin: Origin) -> tuple[Inline, ...]:
    """What is shown behind a criterion or an idea that is not from the official source."""
    return () if origin is Origin.OFFICIAL else (Run(" "), _badge(origin))


def _section(section: Section, layout: Layout) -> Iterator[Block]:
    yield heading(section)
    for item in section.questions:
        yield prompt(item, section.level + 1, layout, cited=_competencies(item))
        yield from _question(item, section.level + 2)
    for inner in section.sections:
        yield from _section(inner, layout)


def _competencies(item: MarkedQuestion) -> str:
    codes = item.question.competencies
    words = ngettext("competency: {}", "competencies: {}", len(codes))
    return words.format(", ".join(codes)) if codes else ""


def _question(item: MarkedQuestion, level: int) -> Iterator[Block]:
    if item.rubric is None:
        words = _("No rubric says how this question is marked.")
        yield Box(BoxKind.WARNING, (Paragraph(text(words)),))
        return
    ideas = {idea.id: idea for _entity, each in item.rubric.all_criteria() for idea in each.ideas}
    for criterion in item.rubric.criteria:
        if isinstance(criterion, Repeat):
            yield from _repeat(criterion, ideas, level)
        else:
            yield from _criterion(criterion, ideas)
    if item.rubric.note:
        yield Box(BoxKind.NOTE, blocks(item.rubric.note, level=level), _("Note"))
    yield model_answer(item, level)


def model_answer(item: MarkedQuestion, level: int) -> Box:
    """The answer that earns full marks, in lines and tables as a candidate would write them."""
    words = item.rubric.model_answer if item.rubric else ""
    return Box(BoxKind.MODEL, blocks(words, level=level, lines=True), _("Model answer"))


def _criterion(
    criterion: Criterion, ideas: dict[str, Idea], also: tuple[Idea, ...] = ()
) -> Iterator[Block]:
    """A criterion and its ideas; `also` are ideas that its sentence counts and others list."""
    counted = criterion.model_copy(update={"ideas": (*criterion.ideas, *also)})
    yield Paragraph(
        (
            Run(typeset(criterion.title), bold=True),
            Run(f" ({bareme.sentence(counted)})"),
            *badges(criterion.origin),
        ),
        keep=True,
    )
    if isinstance(criterion.award, Bands):
        yield _bands(criterion.award)
    yield from _ideas(criterion.ideas, ideas)
    if criterion.open:
        yield Paragraph(text(bareme.open_list(criterion.open), italic=True))
    if criterion.penalties:
        yield Paragraph(text(_("Penalties"), bold=True), keep=True)
        yield Items(tuple(_line(bareme.penalty(each)) for each in criterion.penalties))
        cap = bareme.penalty_cap(criterion)
        if cap:
            yield Paragraph(text(cap), small=True)
    if criterion.note:
        yield _note(criterion)


def _line(words: str) -> Blocks:
    return (Paragraph(text(words)),)


def _note(criterion: Criterion) -> Box:
    note = typeset(criterion.note or "")
    match criterion.origin:
        case Origin.INTERPRETATION:
            return Box(BoxKind.INTERPRETATION, _line(note), _("Interpretation"))
        case Origin.LOCAL:
            return Box(BoxKind.LOCAL, _line(note), _("Local addition"))
        case _:
            return Box(BoxKind.NOTE, _line(note), _("Note"))


def _ideas(found: Iterable[Idea], ideas: dict[str, Idea]) -> Iterator[Block]:
    items = tuple(_idea(idea, ideas) for idea in found)
    if items:
        yield Items(items)


def _idea(idea: Idea, ideas: dict[str, Idea]) -> Blocks:
    return (
        Paragraph((Run(typeset(idea.says)), *badges(idea.origin))),
        *(
            Paragraph(text(detail, italic=True), small=True)
            for detail in bareme.details(idea, ideas)
        ),
    )


def _repeat(repeat: Repeat, ideas: dict[str, Idea], level: int) -> Iterator[Block]:
    names = listed([typeset(entity.name) for entity in repeat.entities], _("and"))
    worth = points(total(criterion.points for criterion in repeat.criteria))
    words = _("{title} ({count} × {points}: {names})").format(
        title=typeset(repeat.title), count=len(repeat.entities), points=worth, names=names
    )
    yield Heading(level, text(words))
    for criterion in repeat.criteria:
        first = repeat.entities[0].ideas.get(criterion.id, ())
        yield from _criterion(criterion, ideas, also=first)
        for entity in repeat.entities:
            own = entity.ideas.get(criterion.id, ())
            if own:
                yield Paragraph(text(typeset(entity.name), italic=True), keep=True)
                yield from _ideas(own, ideas)


def _bands(rule: Bands) -> Table:
    head = (cell(_("Level")), cell(_("Descriptor")), cell(_("Points"), align=Align.END))
    rows = tuple(
        (
            cell(typeset(band.title), bold=True),
            cell(typeset(band.descriptor)),
            cell(points(band.points), align=Align.END),
        )
        for band in rule.bands
    )
    return Table((0, 1, 0), (head,), rows)
