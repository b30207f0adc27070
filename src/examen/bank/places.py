"""Where a rubric's ideas are written, seen from the criteria as they are marked."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from examen.bank.yaml_door import Loc
from examen.model.rubric import Criterion, Entity, Idea, QuestionRubric, Repeat


class IdeaPlace(NamedTuple):
    """An idea of a criterion as it is marked, and where it is written inside its question.

    Repeated criteria share places: several entities' ideas are written once.
    """

    criterion: str
    idea: Idea
    loc: Loc


def idea_places(question: QuestionRubric) -> Iterator[IdeaPlace]:
    """The ideas in the order in which they are marked."""
    for n, item in enumerate(question.criteria):
        if isinstance(item, Repeat):
            for entity_number, entity in enumerate(item.entities):
                yield from _repeated(item, ("criteria", n), entity, entity_number)
        else:
            for k, idea in enumerate(item.ideas):
                yield IdeaPlace(item.id, idea, ("criteria", n, "ideas", k))


def criterion_places(question: QuestionRubric) -> Iterator[tuple[Criterion, Loc]]:
    """The criteria as they are written, repeated ones once, and where."""
    for n, item in enumerate(question.criteria):
        if isinstance(item, Repeat):
            for m, criterion in enumerate(item.criteria):
                yield criterion, ("criteria", n, "criteria", m)
        else:
            yield item, ("criteria", n)


def _repeated(repeat: Repeat, loc: Loc, entity: Entity, number: int) -> Iterator[IdeaPlace]:
    for m, criterion in enumerate(repeat.criteria):
        name = f"{entity.id}-{criterion.id}"
        for k, idea in enumerate(criterion.ideas):
            yield IdeaPlace(name, idea, (*loc, "criteria", m, "ideas", k))
        for k, idea in enumerate(entity.ideas.get(criterion.id, ())):
            yield IdeaPlace(name, idea, (*loc, "entities", number, "ideas", criterion.id, k))
