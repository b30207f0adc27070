"""A demand of a blueprint: in words, as rows of the program, and what serves it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from examen.messages import _, ngettext, written
from examen.model.blueprint import Bounds
from examen.papers.model import Model, Weigh
from examen.papers.pool import Candidate, total

Loc = tuple[str | int, ...]
Concerns = Callable[[Candidate], bool]
Measure = Callable[[Candidate], Decimal | int]
Tell = Callable[[Sequence[Candidate]], str]


@dataclass(frozen=True, slots=True)
class Demand:
    """One thing that a blueprint asks for.

    Attributes:
        text: in words: "au moins 6 points de C2.7".
        loc: where it stands in the blueprint.
        admits: which questions it leaves to choose from.
        add: puts its rows into the program.
        amount: what it bounds in each version, where that can be added up.
        tell: how much of it some questions have, in words.
        concerns: the questions that serve it; None where all do.
        between: whether it is about the versions together, rather than about each.
    """

    text: str
    loc: Loc
    admits: Concerns | None = None
    add: Callable[[Model], None] | None = None
    amount: Amount | None = None
    tell: Tell | None = None
    concerns: Concerns | None = None
    between: bool = False


@dataclass(frozen=True, slots=True)
class Amount:
    """So much of something in each version: `say` puts a number of it into words."""

    weigh: Measure
    say: Callable[[Decimal], str]
    least: Decimal | None
    most: Decimal | None

    def tell(self, questions: Sequence[Candidate]) -> str:
        """How much of it some questions have."""
        return self.say(sum((Decimal(self.weigh(one)) for one in questions), Decimal(0)))

    def add(self, model: Model) -> None:
        """Put its rows into the program."""
        for version in model.versions:
            model.bound(model.sum(version, self.weigh), self.least, self.most)


# How much there is of something, in words.


def points(number: Decimal) -> str:
    """`6 points`."""
    return ngettext("{number} point", "{number} points", int(number)).format(number=written(number))


def minutes(number: Decimal) -> str:
    """`45 minutes`."""
    text = ngettext("{number} minute", "{number} minutes", int(number))
    return text.format(number=written(number))


def questions(number: Decimal) -> str:
    """`3 questions`."""
    text = ngettext("{number} question", "{number} questions", int(number))
    return text.format(number=written(number))


def cases(number: Decimal) -> str:
    """`2 cases`."""
    return ngettext("{number} case", "{number} cases", int(number)).format(number=written(number))


def share(number: Decimal) -> str:
    """`30 % of the points`."""
    return _("{number} % of the points").format(number=written(number))


def mean(number: Decimal) -> str:
    """`a mean level of 2.3`."""
    return _("a mean level of {amount}").format(amount=written(number))


def sides(
    bounds: Bounds,
    say: Callable[[Decimal], str],
    of: str = "",
    words: tuple[str, str, str] | None = None,
) -> Iterator[tuple[str, Decimal | None, Decimal | None, Loc]]:
    """What bounds ask for: the text, the least, the most, and which key says so.

    `words` say, in place of the usual ones, exactly, at least and at most an amount.
    """

    def text(message: str, number: Decimal) -> str:
        return " ".join(filter(None, (message.format(amount=say(number)), of)))

    exactly, least, most = words or (
        _("exactly {amount}"),
        _("at least {amount}"),
        _("at most {amount}"),
    )
    if bounds.min is not None and bounds.min == bounds.max:
        yield text(exactly, bounds.min), bounds.min, bounds.max, ()
        return
    if bounds.min is not None:
        yield text(least, bounds.min), bounds.min, None, ("min",)
    if bounds.max is not None:
        yield text(most, bounds.max), None, bounds.max, ("max",)


def amounts(
    bounds: Bounds | None,
    loc: Loc,
    weigh: Measure,
    say: Callable[[Decimal], str],
    *,
    of: str = "",
    concerns: Concerns | None = None,
) -> Iterator[Demand]:
    """A demand for each end of bounds on what the questions of a version weigh together."""
    if bounds is None:
        return
    for text, least, most, key in sides(bounds, say, of):
        amount = Amount(weigh, say, least, most)
        yield Demand(text, (*loc, *key), None, amount.add, amount, amount.tell, concerns)


def relative(
    text: str,
    loc: Loc,
    against: Callable[[Decimal], Weigh],
    least: Decimal | None,
    most: Decimal | None,
    *,
    tell: Tell,
    concerns: Concerns | None = None,
) -> Demand:
    """A demand that a mean or a share is between two bounds, of which one may be None.

    `against` gives what to add up for a bound: more than nothing where that is exceeded.
    """

    def add(model: Model) -> None:
        for version in model.versions:
            if least is not None:
                model.bound(model.sum(version, against(least)), 0, None)
            if most is not None:
                model.bound(model.sum(version, against(most)), None, 0)

    return Demand(text, loc, add=add, tell=tell, concerns=concerns)


def tell_mean(questions: Sequence[Candidate]) -> str:
    """The mean level of some questions, each by its points, in words."""
    levels = sum((one.points * one.question.level for one in questions), Decimal(0))
    return mean(round(levels / total(questions), 2))


def tell_share(concerns: Concerns) -> Tell:
    """What tells how many percent of the points are of some sort."""

    def tell(questions: Sequence[Candidate]) -> str:
        own = total(one for one in questions if concerns(one))
        return share(round(100 * own / total(questions), 1))

    return tell


def beyond(concerns: Concerns) -> Callable[[Decimal], Weigh]:
    """What the points of some questions are above so many percent of all."""

    def against(percent: Decimal) -> Weigh:
        return lambda one: one.points * ((100 if concerns(one) else 0) - percent)

    return against


def above(level: Decimal) -> Weigh:
    """What a question's points are above a level: together 0 where that is their mean."""
    return lambda one: one.points * (one.question.level - level)


def points_worth(one: Candidate) -> Decimal:
    """What a question is worth."""
    return one.points


def minutes_taken(one: Candidate) -> Decimal:
    """The time that a question takes."""
    return one.minutes


def one_each(_candidate: Candidate) -> int:
    """Each question counts for one."""
    return 1
