"""Learning, idea by idea, how far a finding can be trusted.

First the log-odds of the engine are shifted, once for ideas that a phrasing recognised and once for
the others. A normal prior draws shifts towards none, so that few copies change little. Where an
idea was given and withheld often enough, a ridge regression of what is left unexplained over the
groups of letters may do better. Which of these is used for a question is what predicts best, over
parts of the copies held back in turn.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial
from typing import Any, NamedTuple

from examen.grading.calibrated import probability
from examen.grading.confidence import Thresholds
from examen.grading.letters import weighed
from examen.learning.calibrate_folds import parts
from examen.learning.calibrate_letters import heaviest, number, regress
from examen.learning.calibrate_material import Answered, Judged, Name
from examen.model.calibration import IdeaWeights
from examen.model.grade import FindingStatus

_INNER = 5
_PRIORS = (0.5, 1.0, 2.0)  # standard deviations of a shift
_LEAST_OF_EACH = 10  # answers with an idea, and without, before letters are looked at
_STRENGTHS = (1.0, 3.0)  # how much the weights of letters are held down
_MOST_GROUPS = 200
_ODDS_PER_PROBABILITY = 4.0  # the slope of the log-odds where both outcomes are alike
_STEPS = 30
_EXACT = 1e-9
# The engine's own come first, so that others must be better to be chosen.
_THRESHOLDS = (
    Thresholds(),
    Thresholds(0.6, 0.4),
    Thresholds(0.6, 0.5),
    Thresholds(0.5, 0.4),
    Thresholds(0.5, 0.5),
)
_READING = 0.5  # the F1 that an unsure idea must be worth

Fit = Callable[[Sequence[Answered]], dict[Name, IdeaWeights]]


class LearnedIdeas(NamedTuple):
    """What is learned of a question's ideas, and where it sets the thresholds."""

    ideas: tuple[IdeaWeights, ...]
    thresholds: Thresholds


def learn_ideas(answers: Sequence[Answered]) -> LearnedIdeas:
    """The weights of a question's ideas, by the way of learning that predicts best.

    Returns:
        No weights where the engine alone predicts as well.
    """
    listed, told = _best_way(_only(answers, listed=True))
    outside, _told = _best_way(_only(answers, listed=False))
    thresholds = max(_THRESHOLDS, key=lambda thresholds: _benefit(thresholds, told))
    return LearnedIdeas((*listed, *outside), thresholds)


def _only(answers: Sequence[Answered], *, listed: bool) -> list[Answered]:
    """The answers with only the ideas of the rubric's lists, or only what is outside them."""
    return [
        replace(
            answer,
            ideas={name: one for name, one in answer.ideas.items() if one.listed is listed},
        )
        for answer in answers
    ]


def _best_way(answers: Sequence[Answered]) -> tuple[list[IdeaWeights], list[_Prediction]]:
    """What the way that predicts best learns, and its predictions on answers held back."""
    ways = [_nothing, *_ways(answers)]
    told = [list(_held_back(way, answers)) for way in ways]
    losses = [_loss(predictions) for predictions in told]
    best = losses.index(min(losses))
    return list(ways[best](answers).values()), told[best]


def _ways(answers: Sequence[Answered]) -> Iterator[Fit]:
    for prior in _PRIORS:
        yield partial(_shifted, prior=prior)
    if any(_is_rich(given) for given in _by_idea(answers).values()):
        for strength in _STRENGTHS:
            yield partial(_with_letters, strength=strength)


def _nothing(answers: Sequence[Answered]) -> dict[Name, IdeaWeights]:  # noqa: ARG001 - a way too
    return {}


class _Prediction(NamedTuple):
    """The probability of an idea by a model that did not see the answer, and what people say."""

    sure: float
    given: float


def _held_back(fit: Fit, answers: Sequence[Answered]) -> Iterator[_Prediction]:
    for rest, held in parts(answers, _INNER):
        learned = fit(rest)
        for answer in held:
            for name, judged in answer.ideas.items():
                sure = _predicted(learned.get(name), judged, answer)
                yield _Prediction(sure, judged.given)


def _predicted(weights: IdeaWeights | None, judged: Judged, answer: Answered) -> float:
    if weights is None:
        return probability(judged.odds)
    shift = weights.said if judged.said else weights.unsaid
    letters = {group: float(weight) for group, weight in weights.letters.items()}
    return probability(judged.odds + float(shift) + weighed(letters, answer.letters))


def _loss(predictions: Iterable[_Prediction]) -> float:
    """Minus the log-likelihood of what people say."""
    return -math.fsum(
        one.given * math.log(one.sure) + (1 - one.given) * math.log(1 - one.sure)
        for one in predictions
    )


def _benefit(thresholds: Thresholds, predictions: Sequence[_Prediction]) -> float:
    """F1 of the ideas that would be found, less what it costs to have people read the unsure."""
    states = [(thresholds.status(one.sure), one.given) for one in predictions]
    right = math.fsum(given for status, given in states if status is FindingStatus.FOUND)
    found = sum(status is FindingStatus.FOUND for status, _given in states)
    unsure = sum(status is FindingStatus.UNSURE for status, _given in states)
    everything = found + math.fsum(given for _status, given in states)
    return (2 * right / everything if everything else 0.0) - _READING * unsure / max(len(states), 1)


def _by_idea(answers: Sequence[Answered]) -> dict[Name, list[tuple[Judged, Answered]]]:
    found: dict[Name, list[tuple[Judged, Answered]]] = {}
    for answer in answers:
        for name, judged in answer.ideas.items():
            found.setdefault(name, []).append((judged, answer))
    return dict(sorted(found.items()))


# --- Shifts -------------------------------------------------------------------------------------


def _shifted(answers: Sequence[Answered], prior: float) -> dict[Name, IdeaWeights]:
    return {
        name: _weights(
            name,
            given,
            {
                said: _shift([one for one, _answer in given if one.said is said], prior)
                for said in (True, False)
            },
        )
        for name, given in _by_idea(answers).items()
    }


def _shift(judged: Sequence[Judged], prior: float) -> float:
    """The most probable shift of log-odds, if shifts are normally distributed around none."""
    shift = 0.0
    for _ in range(_STEPS):
        slope, bend = -shift / prior**2, 1 / prior**2
        for one in judged:
            sure = probability(one.odds + shift)
            slope += one.given - sure
            bend += sure * (1 - sure)
        shift += slope / bend
        if abs(slope / bend) < _EXACT:
            break
    return shift


def _weights(
    name: Name, given: Sequence[tuple[Judged, Answered]], shifts: Mapping[bool, float]
) -> IdeaWeights:
    return IdeaWeights(
        criterion=name[0],
        idea=name[1],
        outside=not given[0][0].listed,
        copies=len(given),
        present=number(sum(judged.given for judged, _answer in given)),
        said=number(shifts[True]),
        unsaid=number(shifts[False]),
    )


# --- Letters ------------------------------------------------------------------------------------


def _is_rich(given: Sequence[tuple[Judged, Answered]]) -> bool:
    present = sum(judged.given >= 0.5 for judged, _answer in given)
    return min(present, len(given) - present) >= _LEAST_OF_EACH


def _with_letters(answers: Sequence[Answered], strength: float) -> dict[Name, IdeaWeights]:
    """Shifts for all ideas, and letters for those that were given and withheld often enough."""
    learned = _shifted(answers, _PRIORS[0])
    for name, given in _by_idea(answers).items():
        if _is_rich(given):
            letters = _letters(learned[name], given, strength)
            learned[name] = learned[name].model_copy(update={"letters": letters})
    return learned


def _letters(
    weights: IdeaWeights, given: Sequence[tuple[Judged, Answered]], strength: float
) -> dict[str, Decimal]:
    """What groups of letters add to the log-odds: a regression on what shifts leave unexplained."""
    from sklearn.linear_model import Ridge

    left = [judged.given - _predicted(weights, judged, answer) for judged, answer in given]

    def fit(cells: Any) -> Sequence[float]:
        model = Ridge(alpha=strength, fit_intercept=False, solver="cholesky")
        found: Sequence[float] = model.fit(cells, left).coef_
        return found

    letters = [answer.letters for _judged, answer in given]
    found = regress([{} for _one in given], letters, _MOST_GROUPS, fit).letters
    return heaviest({group: _ODDS_PER_PROBABILITY * weight for group, weight in found.items()})
