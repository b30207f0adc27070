"""Records as text to read in a terminal: each view gives the lines of one kind of record."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import click

from examen.bank import Bank
from examen.messages import _, ngettext
from examen.model.award import Bands
from examen.model.base import Origin, Record, Review, Status
from examen.model.blueprint import Blueprint
from examen.model.case import Case, Part, Question
from examen.model.exam import Exam, Heading
from examen.model.framework import Competency, Framework
from examen.model.lexicon import Lexicon
from examen.model.recognition import Phrasing
from examen.model.rubric import Criterion, Idea, QuestionRubric, Rubric
from examen.model.words import form, status
from examen.papers.demands import demands
from examen.render import bareme
from examen.render.typography import duration, number, points, typeset
from examen.render.ways import of_idea, way

Lines = Iterator[str]


def _title(text: str) -> str:
    return click.style(typeset(text), bold=True)


def _field(name: str, value: str) -> str:
    return _("{name}: {value}").format(name=name, value=typeset(value))


def _heading(title: str, header: Heading) -> Lines:
    yield _title(title)
    yield header.diploma
    yield header.paper
    yield _field(_("Session"), f"{header.session} ({header.code})")
    yield _field(_("Duration"), duration(header.minutes))
    if header.coefficient is not None:
        yield _field(_("Coefficient"), number(header.coefficient))


def _exam(exam: Exam) -> Lines:
    header = exam.header
    yield from _heading(exam.title, header)
    scale = _(", brought to {scale}").format(scale=number(header.scale)) if header.scale else ""
    yield _field(_("Total"), f"{points(header.total)}{scale}")
    yield _field(_("Status"), status(exam.status))
    yield ""
    for use in exam.cases:
        yield "- " + _field(use.case, ", ".join(use.questions) or _("all questions"))


def _blueprint(blueprint: Blueprint) -> Lines:
    yield from _heading(blueprint.title, blueprint.header)
    yield _field(_("Framework"), blueprint.framework)
    yield ""
    for demand in demands(Bank(), blueprint):  # in words, whatever the bank holds
        yield f"- {typeset(demand.text)}"


def _decided(value: Status, review: Review | None) -> str:
    """`validé (Inès Marchal, 2026-11-21)`, with the reason if there is one."""
    if review is None:
        return status(value)
    said = f"{review.by}, {review.on.isoformat()}"
    why = _(": {why}").format(why=review.why) if review.why else ""
    return f"{status(value)} ({said}{why})"


def _case(case: Case) -> Lines:
    yield _title(case.title)
    yield _field(_("Status"), _decided(case.status, case.review))
    if case.framework:
        yield _field(_("Framework"), case.framework)
    yield ""
    yield typeset(case.context)
    yield ""
    yield _title(_("Documents"))
    for document in case.documents:
        yield "- " + _field(document.id, document.title)
    for part in case.parts:
        yield from _part(part)


def _part(part: Part) -> Lines:
    yield ""
    worth = f" ({points(part.points)})" if part.points is not None else ""
    yield _title(f"{part.title}{worth}")
    for question in part.questions:
        prompt = " ".join(typeset(question.prompt).split(" "))
        yield f"{question.number}  {prompt} ({points(question.points)})"
    for inner in part.parts:
        yield from _part(inner)


def _question(question: Question) -> Lines:
    yield _title(_("Question {number}").format(number=question.number))
    yield typeset(question.prompt)
    yield ""
    yield _field(_("Points"), number(question.points))
    if question.status is not None:
        yield _field(_("Status"), _decided(question.status, question.review))
    yield _field(_("Expected form"), form(question.form))
    yield _field(_("Level"), _("{level} of 4").format(level=question.level))
    if question.competencies:
        yield _field(_("Competencies"), ", ".join(question.competencies))
    if question.documents:
        yield _field(_("Documents"), ", ".join(question.documents))


def _rubric(rubric: Rubric, *, ways: bool) -> Lines:
    yield _title(_("Rubric of the case {case}").format(case=rubric.case))
    yield _field(_("Status"), status(rubric.status))
    if rubric.note:
        yield typeset(rubric.note)
    for question in rubric.questions:
        yield ""
        yield from _question_rubric(question, ways=ways)


def _question_rubric(item: QuestionRubric, *, ways: bool) -> Lines:
    yield _title(_("Rubric of question {number}").format(number=item.question))
    if item.note:
        yield typeset(item.note)
    criteria = [criterion for _entity, criterion in item.all_criteria()]
    ideas = {idea.id: idea for criterion in criteria for idea in criterion.ideas}
    for criterion in criteria:
        yield from _criterion(criterion, ideas, ways=ways)


def _criterion(criterion: Criterion, ideas: dict[str, Idea], *, ways: bool) -> Lines:
    yield f"{typeset(criterion.title)}{_mark(criterion.origin)}"
    yield f"  {click.style(bareme.sentence(criterion), fg='cyan')}"
    if isinstance(criterion.award, Bands):
        for band in criterion.award.bands:
            level = f"{typeset(band.title)} ({points(band.points)})"
            yield f"  - {_field(level, band.descriptor)}"
    for idea in criterion.ideas:
        yield f"  - {typeset(idea.says)}{_mark(idea.origin)}"
        yield from (f"    {detail}" for detail in bareme.details(idea, ideas))
        for title, phrasings in of_idea(idea) if ways else ():
            yield from _ways(phrasings, title)
    if criterion.open:
        yield f"  {bareme.open_list(criterion.open)}"
        yield from _ways(criterion.open.cues if ways else ())
    for penalty in criterion.penalties:
        yield f"  {bareme.penalty(penalty)}"
        yield from _ways(penalty.phrasings if ways else ())
    if cap := bareme.penalty_cap(criterion):
        yield f"  {cap}"
    if criterion.note:
        yield f"  {typeset(criterion.note)}"


def _mark(origin: Origin) -> str:
    mark = bareme.origin(origin)
    return f" [{mark}]" if mark else ""


def _ways(phrasings: tuple[Phrasing, ...], title: str = "") -> Lines:
    if title:
        yield f"    {title}"
    yield from (f"    = {way(phrasing)}" for phrasing in phrasings)


def _framework(framework: Framework) -> Lines:
    yield _title(framework.title)
    for block in framework.blocks:
        yield ""
        yield _title(f"{block.id}  {block.title}")
        for modality in block.modalities:
            yield f"  * {typeset(modality.title)}"
        for activity in block.activities:
            yield f"  {activity.id}  {typeset(activity.title)}"
            for competency in activity.competencies:
                yield f"    {competency.id}  {typeset(competency.title)}"


def _competency(competency: Competency) -> Lines:
    yield _title(f"{competency.id}  {competency.title}")
    yield typeset(competency.description)
    for criterion in competency.criteria:
        yield f"- {typeset(criterion)}"


def _lexicon(lexicon: Lexicon) -> Lines:
    count = len(lexicon.synonyms) + len(lexicon.acronyms)
    entries = ngettext("{count} entry", "{count} entries", count).format(count=count)
    yield _title(_("Lexicon {name}, {entries}").format(name=lexicon.id, entries=entries))
    for group in lexicon.synonyms:
        yield "- " + " = ".join(group)
    for acronym in lexicon.acronyms:
        yield f"- {acronym.short} = {' = '.join(acronym.long)}"


_VIEWS: dict[type[Record], Callable[[Any], Lines]] = {
    Exam: _exam,
    Case: _case,
    Question: _question,
    Framework: _framework,
    Competency: _competency,
    Lexicon: _lexicon,
    Blueprint: _blueprint,
}


def view(record: Record, *, ways: bool) -> Lines:
    """The lines of a record; of a rubric, with `ways`, also how its ideas are recognised."""
    if isinstance(record, Rubric):
        return _rubric(record, ways=ways)
    if isinstance(record, QuestionRubric):
        return _question_rubric(record, ways=ways)
    return _VIEWS[type(record)](record)
