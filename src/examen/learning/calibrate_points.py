"""Learning what an answer is worth from points alone.

A ridge regression over the points of the rubric, the probabilities of the ideas and the groups of
letters, without a constant, so that words which nobody was given points for are worth nothing. It
is then stretched to the spread of the points that people give, which a regression narrows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import fmean, pstdev
from typing import Any

from examen.grading.letters import weighed
from examen.learning.calibrate_folds import parts
from examen.learning.calibrate_letters import heaviest, number, regress
from examen.learning.calibrate_material import Answered
from examen.model.calibration import PointsWeights

LEAST_COPIES = 20
_INNER = 5
_STRENGTHS = (0.5, 1.0, 2.0)  # how much weights are held down
_OWN = 0.8  # what the engine says, beside letters
_MOST_GROUPS = 800
_DOUBT = 0.1  # of a step: so near to the border between two marks, a person decides
_PROPOSED = "proposed:points"


@dataclass(frozen=True, slots=True)
class _Model:
    """A regression before it is stretched."""

    own: Mapping[str, float]
    letters: Mapping[str, float]

    def worth(self, answer: Answered) -> float:
        """What an answer is worth, in points."""
        return weighed(self.own, _own(answer)) + weighed(self.letters, answer.letters)


def learn_points(answers: Sequence[Answered], step: Decimal) -> PointsWeights | None:
    """The weights that predict points best; None where people gave too few, or always the same."""
    given = {answer.copy: answer.points for answer in answers if answer.points is not None}
    marked = [answer for answer in answers if answer.copy in given]
    if len(marked) < LEAST_COPIES or len(set(given.values())) == 1:
        return None
    told = {strength: _held_back(marked, given, strength) for strength in _STRENGTHS}
    best = min(_STRENGTHS, key=lambda strength: _loss(told[strength], given))
    stretch, start = _stretch(list(told[best].values()), list(given.values()))
    model = _fit(marked, given, best)
    own = {name: number(stretch * _OWN * weight) for name, weight in model.own.items()}
    return PointsWeights(
        step=step,
        start=number(start),
        proposed=own.pop(_PROPOSED),
        doubt=number(_DOUBT * float(step)),
        findings=own,
        letters=heaviest({group: stretch * weight for group, weight in model.letters.items()}),
    )


def _own(answer: Answered) -> dict[str, float]:
    own = {_PROPOSED: float(answer.grade.points), **answer.features}
    return {name: _OWN * value for name, value in own.items()}


def _held_back(
    answers: Sequence[Answered], given: Mapping[str, float], strength: float
) -> dict[str, float]:
    """What answers seem worth to a model that did not see them, by copy."""
    return {
        answer.copy: model.worth(answer)
        for rest, held in parts(answers, _INNER)
        for model in [_fit(rest, given, strength)]
        for answer in held
    }


def _loss(told: Mapping[str, float], given: Mapping[str, float]) -> float:
    return sum((told[copy] - points) ** 2 for copy, points in given.items())


def _fit(answers: Sequence[Answered], given: Mapping[str, float], strength: float) -> _Model:
    from sklearn.linear_model import Ridge

    target = [given[answer.copy] for answer in answers]

    def fit(cells: Any) -> Sequence[float]:
        model = Ridge(alpha=strength, fit_intercept=False, solver="cholesky")
        found: Sequence[float] = model.fit(cells, target).coef_
        return found

    return _Model(
        *regress(
            [_own(answer) for answer in answers],
            [answer.letters for answer in answers],
            _MOST_GROUPS,
            fit,
        )
    )


def _stretch(told: Sequence[float], given: Sequence[float]) -> tuple[float, float]:
    """Factor and constant that give predictions the mean and the spread of what people gave.

    The constant is not above zero: an answer that has nothing of what counts is worth nothing.
    """
    spread = pstdev(told)
    factor = pstdev(given) / spread if spread else 1.0
    return factor, min(fmean(given) - factor * fmean(told), 0.0)
