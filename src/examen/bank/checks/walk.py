"""Walks over cases and rubrics that know where they are, and words that the checks share."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from decimal import Decimal
from difflib import get_close_matches
from typing import NamedTuple

from examen.bank.loading import Bank
from examen.bank.names import nearest
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.case import Case, Part, Question
from examen.model.recognition import Phrasing
from examen.model.rubric import Criterion, Entity, Idea, QuestionRubric, Repeat, Rubric

# What does not matter to some checks if it is cut out of a broken file; see `Bank.whole`.
NOT_QUESTIONS = ("documents", "competencies")
NOT_CRITERIA = ("ideas", "open", "penalties", "award")
NOT_IDEAS = ("phrasings", "contradictions", "justifications", "cues", "penalties", "valid")


class PlacedQuestion(NamedTuple):
    """A question of a case and where it stands."""

    question: Question
    loc: Loc


class PlacedIdea(NamedTuple):
    """An idea and where it stands."""

    idea: Idea
    loc: Loc

    def phrasings(self) -> Iterator[tuple[str, Phrasing, Loc]]:
        """Everything it is recognised by: the list it stands in, the phrasing, the place."""
        for key in ("phrasings", "contradictions", "justifications"):
            for index, phrasing in enumerate(getattr(self.idea, key)):
                yield key, phrasing, (*self.loc, key, index)


class PlacedCriterion(NamedTuple):
    """A criterion as it is marked: for one entity, with that entity's ideas, if it is repeated."""

    question: QuestionRubric
    entity: Entity | None
    criterion: Criterion
    loc: Loc
    ideas: tuple[PlacedIdea, ...]

    @property
    def question_loc(self) -> Loc:
        """Where the question stands."""
        return self.loc[:2]

    @property
    def name(self) -> str:
        """The criterion's identifier in grades: `celia-calculs` if it is repeated."""
        prefix = f"{self.entity.id}-" if self.entity else ""
        return prefix + self.criterion.id


class MarkedQuestion(NamedTuple):
    """How a question is marked and where that stands; repeated criteria once for each entity."""

    question: QuestionRubric
    loc: Loc
    criteria: tuple[PlacedCriterion, ...]

    def scopes(self) -> list[list[PlacedCriterion]]:
        """The criteria whose ideas are looked for together.

        Those of the question as a whole with those of one entity; identifiers need only differ
        there.
        """
        shared: list[PlacedCriterion] = []
        own: dict[int, list[PlacedCriterion]] = {}
        for item in self.criteria:
            # By identity, as two entities may have the same name by mistake.
            (own.setdefault(id(item.entity), []) if item.entity else shared).append(item)
        return [shared + items for items in own.values()] or [shared]


def parts(case: Case) -> Iterator[tuple[Part, Loc]]:
    """All parts at all levels, outer ones first."""

    def below(items: tuple[Part, ...], loc: Loc) -> Iterator[tuple[Part, Loc]]:
        for index, part in enumerate(items):
            at = (*loc, index)
            yield part, at
            yield from below(part.parts, (*at, "parts"))

    return below(case.parts, ("parts",))


def questions(case: Case) -> Iterator[PlacedQuestion]:
    """All questions in the order they are printed."""

    def below(part: Part, loc: Loc) -> Iterator[PlacedQuestion]:
        for index, question in enumerate(part.questions):
            yield PlacedQuestion(question, (*loc, "questions", index))
        for index, inner in enumerate(part.parts):
            yield from below(inner, (*loc, "parts", index))

    for index, part in enumerate(case.parts):
        yield from below(part, ("parts", index))


def _ideas(ideas: Iterable[Idea], loc: Loc) -> tuple[PlacedIdea, ...]:
    return tuple(PlacedIdea(idea, (*loc, index)) for index, idea in enumerate(ideas))


def _criteria(question: QuestionRubric, loc: Loc) -> Iterator[PlacedCriterion]:
    for index, item in enumerate(question.criteria):
        at = (*loc, "criteria", index)
        if isinstance(item, Criterion):
            ideas = _ideas(item.ideas, (*at, "ideas"))
            yield PlacedCriterion(question, None, item, at, ideas)
        else:
            yield from _repeated(question, item, at)


def _repeated(question: QuestionRubric, repeat: Repeat, loc: Loc) -> Iterator[PlacedCriterion]:
    for number, entity in enumerate(repeat.entities):
        for index, criterion in enumerate(repeat.criteria):
            at = (*loc, "criteria", index)
            own = (*loc, "entities", number, "ideas", criterion.id)
            ideas = (
                *_ideas(criterion.ideas, (*at, "ideas")),
                *_ideas(entity.ideas.get(criterion.id, ()), own),
            )
            yield PlacedCriterion(question, entity, criterion, at, ideas)


def question_rubrics(rubric: Rubric) -> Iterator[tuple[QuestionRubric, Loc]]:
    """A rubric's questions and where they stand."""
    for index, question in enumerate(rubric.questions):
        yield question, ("questions", index)


def _marked(bank: Bank) -> dict[str, tuple[MarkedQuestion, ...]]:
    return {
        key: tuple(
            MarkedQuestion(question, loc, tuple(_criteria(question, loc)))
            for question, loc in question_rubrics(rubric)
        )
        for key, rubric in bank.rubrics.items()
    }


def marked_questions(bank: Bank, rubric: Rubric) -> tuple[MarkedQuestion, ...]:
    """The questions of one of the bank's rubrics, with their criteria as they are marked."""
    return bank.once(_marked)[rubric.case]


def all_criteria(bank: Bank, rubric: Rubric) -> Iterator[PlacedCriterion]:
    """All criteria of all questions as they are marked."""
    for question in marked_questions(bank, rubric):
        yield from question.criteria


def doubled(names: Iterable[str]) -> list[str]:
    """The names that occur more than once."""
    return [name for name, count in Counter(names).items() if count > 1]


def numbers(case: Case) -> list[str]:
    """The numbers of a case's questions."""
    return [question.number for question in case.questions()]


def worth(case: Case, rubric: Rubric) -> dict[str, Decimal]:
    """The points of each question, but for numbers that are given twice."""
    twice = {*doubled(numbers(case)), *doubled(item.question for item in rubric.questions)}
    return {item.number: item.points for item in case.questions() if item.number not in twice}


def is_settled(question: QuestionRubric) -> bool:
    """Whether all ideas of a question stand under a criterion that exists."""
    return all(
        entity.ideas.keys() <= {criterion.id for criterion in item.criteria}
        for item in question.criteria
        if isinstance(item, Repeat)
        for entity in item.entities
    )


def unexplained(absent: Iterable[str], strange: Iterable[str]) -> list[str]:
    """Those names in `absent` that no misspelt name in `strange` stands for.

    A misspelt name is reported where it stands; what it was meant for is not missing besides.
    """
    left, names = list(absent), list(strange)
    if len(names) >= len(left):
        return []  # each stands for one of them
    for name in names:
        for meant in get_close_matches(name, left, 1, 0.0):
            left.remove(meant)
    return left


def near(key: str, known: Iterable[str]) -> str:
    """What to do about an unknown name: the nearest known one, or those there are."""
    names = list(dict.fromkeys(known))
    close = get_close_matches(key, names, 1, 0.6)
    if close:
        return _("did you mean “{near}”?").format(near=close[0])
    if not names:
        return _("take “{key}” out, or add it").format(key=key)
    return _("these exist: {names}").format(names=nearest(key, names))
