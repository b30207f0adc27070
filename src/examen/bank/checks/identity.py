"""No two things have the same name, no two ideas say the same."""

from __future__ import annotations

import json
from collections.abc import Hashable, Iterable, Iterator
from functools import lru_cache

from examen.bank.checks.walk import marked_questions, parts, question_rubrics, questions
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.reading import Authored
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.case import Case
from examen.model.exam import Exam
from examen.model.framework import Framework
from examen.model.recognition import Phrasing, Sentence, Words
from examen.model.rubric import Criterion, Repeat, Rubric
from examen.problems import Problem

Named = Iterable[tuple[str, Loc]]


def ids_are_unique(bank: Bank) -> Iterator[Problem]:
    """Identifiers differ within a case, a question's rubric, an exam and a framework."""
    for case in bank.cases.values():
        for named in _case_names(case):
            yield from _twice(bank, case, named)
    for rubric in bank.rubrics.values():
        for named in _rubric_names(bank, rubric):
            yield from _twice(bank, rubric, named)
    for exam in bank.exams.values():
        for named in _exam_names(exam):
            yield from _twice(bank, exam, named)
    for framework in bank.frameworks.values():
        for named in _framework_names(framework):
            yield from _twice(bank, framework, named)


def _twice(bank: Bank, record: Authored, named: Named) -> Iterator[Problem]:
    first: dict[str, Loc] = {}
    for name, loc in named:
        if first.setdefault(name, loc) == loc:
            continue
        message = _("“{name}” already stands on line {line}; give one of the two another name")
        line = bank.place(record, *first[name]).line
        text = message.format(name=name, line=line)
        yield Problem(bank.place(record, *loc), Code.DUPLICATE_ID, text)


def _case_names(case: Case) -> Iterator[Named]:
    yield ((part.id, (*loc, "id")) for part, loc in parts(case))
    yield ((item.id, ("documents", index, "id")) for index, item in enumerate(case.documents))
    yield ((item.question.number, (*item.loc, "number")) for item in questions(case))


def _rubric_names(bank: Bank, rubric: Rubric) -> Iterator[Named]:
    yield ((item.question, (*loc, "question")) for item, loc in question_rubrics(rubric))
    for marked in marked_questions(bank, rubric):
        question, loc, _criteria = marked
        yield _criterion_names(question.criteria, (*loc, "criteria"))
        for index, item in enumerate(question.criteria):
            if isinstance(item, Repeat):
                at = (*loc, "criteria", index)
                yield (
                    (entity.id, (*at, "entities", number, "id"))
                    for number, entity in enumerate(item.entities)
                )
        for scope in marked.scopes():
            yield (
                name
                for placed in scope
                for name in (
                    *((item.idea.id, (*item.loc, "id")) for item in placed.ideas),
                    *_other_names(placed.criterion, placed.loc),
                )
            )


def _criterion_names(items: Iterable[Criterion | Repeat], loc: Loc) -> Iterator[tuple[str, Loc]]:
    for index, item in enumerate(items):
        if isinstance(item, Repeat):
            yield item.repeat, (*loc, index, "repeat")
            yield from _criterion_names(item.criteria, (*loc, index, "criteria"))
        else:
            yield item.id, (*loc, index, "id")


def _other_names(criterion: Criterion, loc: Loc) -> Iterator[tuple[str, Loc]]:
    if criterion.open:
        yield criterion.open.id, (*loc, "open", "id")
    for index, penalty in enumerate(criterion.penalties):
        yield penalty.id, (*loc, "penalties", index, "id")


def _exam_names(exam: Exam) -> Iterator[Named]:
    yield ((use.case, ("cases", index, "case")) for index, use in enumerate(exam.cases))
    for index, use in enumerate(exam.cases):
        loc = ("cases", index, "questions")
        yield ((number, (*loc, place)) for place, number in enumerate(use.questions))


def _framework_names(framework: Framework) -> Iterator[Named]:
    blocks = [(block, ("blocks", index)) for index, block in enumerate(framework.blocks)]
    activities = [
        (activity, (*loc, "activities", index))
        for block, loc in blocks
        for index, activity in enumerate(block.activities)
    ]
    yield ((block.id, (*loc, "id")) for block, loc in blocks)
    yield ((activity.id, (*loc, "id")) for activity, loc in activities)
    yield (
        (competency.id, (*loc, "competencies", index, "id"))
        for activity, loc in activities
        for index, competency in enumerate(activity.competencies)
    )
    for block, loc in blocks:
        yield (
            (modality.id, (*loc, "modalities", index, "id"))
            for index, modality in enumerate(block.modalities)
        )


def ideas_differ(bank: Bank) -> Iterator[Problem]:
    """No two ideas that are looked for together say the same."""
    for rubric in bank.rubrics.values():
        for question in marked_questions(bank, rubric):
            for scope in question.scopes():
                first: dict[str, Loc] = {}
                for idea, loc in (item for placed in scope for item in placed.ideas):
                    if first.setdefault(_folded(idea.says), loc) == loc:
                        continue
                    line = bank.place(rubric, *first[_folded(idea.says)], "says").line
                    message = _("line {line} says the same; keep one of the two ideas")
                    place = bank.place(rubric, *loc, "says")
                    yield Problem(place, Code.DUPLICATE_IDEA, message.format(line=line))


@lru_cache(maxsize=1 << 16)
def _spaced(text: str) -> str:
    return " ".join(text.replace("’", "'").casefold().split())


def _folded(text: str) -> str:
    return _spaced(text).rstrip(" .;,")


def _key(phrasing: Phrasing) -> Hashable:
    """The same for two phrasings that mean the same."""
    if isinstance(phrasing, Sentence):
        return _spaced(phrasing.text)
    if isinstance(phrasing, Words):
        groups = sorted(sorted(map(_folded, group)) for group in phrasing.words)
        without = tuple(map(_spaced, phrasing.without))
        return tuple(map(tuple, groups)), without, phrasing.within, phrasing.negated
    body = phrasing.model_dump(mode="json")
    return _spaced(json.dumps(body, sort_keys=True, ensure_ascii=False))


def phrasings_differ(bank: Bank) -> Iterator[Problem]:
    """No phrasing stands twice among the ideas that are looked for together."""
    for rubric in bank.rubrics.values():
        for question in marked_questions(bank, rubric):
            for scope in question.scopes():
                first: dict[tuple[Hashable, str], Loc] = {}
                placed = (item for criterion in scope for item in criterion.ideas)
                for key, phrasing, loc in (row for item in placed for row in item.phrasings()):
                    # An idea's contrary may be another idea, and a reason may serve twice.
                    name = (_key(phrasing), "" if key == "phrasings" else f"{key} {loc[:-2]}")
                    if first.setdefault(name, loc) == loc:
                        continue
                    line = bank.place(rubric, *first[name]).line
                    message = _("this phrasing already stands on line {line}; keep one of the two")
                    place = bank.place(rubric, *loc)
                    yield Problem(place, Code.DUPLICATE_PHRASING, message.format(line=line))
