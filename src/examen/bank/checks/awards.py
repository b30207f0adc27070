"""Award rules fit their criterion: its points, its ideas, and more for better."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from itertools import pairwise

from examen.bank.checks.walk import NOT_IDEAS, PlacedCriterion, all_criteria, is_settled
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.messages import _, written
from examen.model.award import (
    AllOrNothing,
    AwardRule,
    Bands,
    Best,
    Each,
    Justified,
    Levels,
    Share,
)
from examen.model.rubric import Criterion, Rubric
from examen.problems import Problem


def most(criterion: Criterion) -> Decimal:
    """The most that a criterion's rule gives."""
    award = criterion.award
    if isinstance(award, Each | Justified):
        return award.points * award.expected
    if isinstance(award, Levels):
        return max(award.levels.values())
    if isinstance(award, Best):
        return max(alternative.points for alternative in award.alternatives)
    if isinstance(award, Bands):
        return max(band.points for band in award.bands)
    return criterion.points


def _authored(bank: Bank) -> Iterator[tuple[Rubric, PlacedCriterion]]:
    """Each criterion once, however many entities it is repeated for."""
    for rubric in bank.rubrics.values():
        once = {placed.loc: placed for placed in all_criteria(bank, rubric)}
        for placed in once.values():
            yield rubric, placed


def awards_fit_points(bank: Bank) -> Iterator[Problem]:
    """What a rule gives at most is what its criterion is worth; `named` is at most `points`."""
    for rubric, placed in _authored(bank):
        criterion, award = placed.criterion, placed.criterion.award
        at = (*placed.loc, "award")
        if not bank.whole(rubric, *at):
            continue
        best = most(criterion)
        # A rule that is wrong otherwise is reported for that.
        if best != criterion.points and not _disordered(award) and not _lacking(placed):
            message = _(
                "the rule gives {most} at most and the criterion is worth {points}; "
                "change one of them"
            )
            text = message.format(most=written(best), points=written(criterion.points))
            place = bank.place(rubric, *placed.loc, "points")
            yield Problem(place, Code.AWARD_POINTS, text)
        if isinstance(award, Justified) and award.named > award.points:
            message = _("an idea only named earns more than a justified one; lower “named”")
            yield Problem(bank.place(rubric, *at, "named"), Code.AWARD_POINTS, message)
        if isinstance(award, Share) and criterion.points % award.step:
            message = _("{points} points are not a number of steps of {step}; change the step")
            text = message.format(points=written(criterion.points), step=written(award.step))
            yield Problem(bank.place(rubric, *at, "step"), Code.AWARD_POINTS, text)


def _disordered(award: AwardRule) -> list[tuple[int, int]]:
    """Levels that are not worth more than the one below: how many ideas, and how many below."""
    if not isinstance(award, Levels):
        return []
    rows = sorted(award.levels.items())
    return [(more, fewer) for (fewer, less), (more, points) in pairwise(rows) if points <= less]


def better_earns_more(bank: Bank) -> Iterator[Problem]:
    """More ideas earn more points; the bands of a scale start at 0 and rise."""
    for rubric, placed in _authored(bank):
        award, at = placed.criterion.award, (*placed.loc, "award")
        for more, fewer in _disordered(award):
            message = _("{more} ideas must earn more than {fewer}; order the levels")
            place = bank.place(rubric, *at, "levels", str(more))
            yield Problem(place, Code.AWARD_ORDER, message.format(more=more, fewer=fewer))
        if isinstance(award, Bands) and bank.whole(rubric, *at):
            yield from _bands(bank, rubric, placed, award)


def _bands(bank: Bank, rubric: Rubric, placed: PlacedCriterion, award: Bands) -> Iterator[Problem]:
    at = (*placed.loc, "award", "bands")
    if award.bands[0].points:
        message = _("the first level must be worth 0; add one for an answer that earns nothing")
        yield Problem(bank.place(rubric, *at, 0, "points"), Code.AWARD_ORDER, message)
    for number, (lower, upper) in enumerate(pairwise(award.bands), start=1):
        if upper.points <= lower.points:
            message = _("a level must be worth more than the one before it; order the levels")
            yield Problem(bank.place(rubric, *at, number, "points"), Code.AWARD_ORDER, message)


def _expected(criterion: Criterion) -> int:
    """How many ideas a rule needs."""
    award = criterion.award
    if isinstance(award, Each | Justified):
        return award.expected
    if isinstance(award, Levels):
        return max(award.levels)
    return 1 if isinstance(award, AllOrNothing | Share) else 0


def _lacking(placed: PlacedCriterion) -> bool:
    """Whether a closed list holds fewer ideas than are expected."""
    listed = len(placed.ideas)
    return listed < _expected(placed.criterion) and placed.criterion.open is None


def enough_ideas(bank: Bank) -> Iterator[Problem]:
    """No more ideas are expected than are listed, unless the list is open."""
    for rubric in bank.rubrics.values():
        for placed in all_criteria(bank, rubric):
            # Up to the criterion or, for ideas of its entities, the repeated block.
            whole = bank.whole(rubric, *placed.loc[:4], but=NOT_IDEAS) and is_settled(
                placed.question
            )
            if not _lacking(placed) or not whole:
                continue
            message = _(
                "“{name}” expects {expected} ideas and lists {listed}; add ideas or expect fewer"
            )
            text = message.format(
                name=placed.name, expected=_expected(placed.criterion), listed=len(placed.ideas)
            )
            place = bank.place(rubric, *placed.loc, "award")
            yield Problem(place, Code.TOO_FEW_IDEAS, text)
