"""Drawing: what the variables of a case are worth in each of its variants.

Variant n of a case is a function of the case's identifier, n and the variables, the same on every
machine and under every version of Python. A drawn variable has as many possible values as its list
or its range holds; the one taken has the rank SHA-256(text) modulo that number, where the text is
four lines: the identifier, n, the attempt, the variable's name. The attempt is 0, then 1, 2… as
long as the draw misses a condition. So a variable keeps its values when others come and go.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from keyword import iskeyword
from typing import NamedTuple, TypeVar

from examen.bank.codes import Code
from examen.bank.variants.expressions import (
    FUNCTIONS,
    Expression,
    ExpressionError,
    Value,
    Values,
    evaluate,
    holds,
    read_expression,
)
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.variables import Choice, Parameters, Range

V = TypeVar("V")

REFERENCE = 1  # the variant that stands for the case
MOST_ATTEMPTS = 1000
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,11})(?:[.,][0-9]{1,6})?")


class Fault(NamedTuple):
    """What is wrong at a place of a case or a rubric."""

    loc: Loc
    code: Code
    message: str


class FaultyError(Exception):
    """Variables or texts that cannot be used; carries every fault found."""

    def __init__(self, *faults: Fault) -> None:
        super().__init__(*(fault.message for fault in faults))
        self.faults = faults


def draw(case: str, parameters: Parameters, variant: int) -> Values:
    """The values of the variables in a variant of a case.

    Args:
        case: its identifier.
        parameters: its variables and conditions.
        variant: from 1; 1 is the reference.

    Raises:
        FaultyError: the variables are wrong, or none of 1000 attempts meets the conditions.
    """
    faults = [*_misnamed(parameters), *_unreachable(parameters)]
    if faults:
        raise FaultyError(*faults)
    formulas = list(_ordered(parameters))
    conditions = [(_at(n), _read(text, _at(n))) for n, text in enumerate(parameters.where)]
    missed: Loc = ()
    for attempt in range(MOST_ATTEMPTS):
        values = _drawn(f"{case}\n{variant}\n{attempt}", parameters)
        for name, formula in formulas:
            values[name] = _computed(evaluate, formula, values, ("variables", name))
        missed = next((loc for loc, c in conditions if not _computed(holds, c, values, loc)), ())
        if not missed:
            return {name: values[name] for name in parameters.variables}
    message = _(
        "none of {count} draws meets the conditions; loosen this one, or change the bounds"
    ).format(count=MOST_ATTEMPTS)
    raise FaultyError(Fault(missed, Code.IMPOSSIBLE_CONDITION, message))


def _at(condition: int) -> Loc:
    return ("where", condition)


def names_in(parameters: Parameters) -> Iterator[str]:
    """The variables that formulas and conditions name."""
    formulas = [item for item in parameters.variables.values() if isinstance(item, str)]
    for text in (*formulas, *parameters.where):
        try:
            yield from read_expression(text).names
        except ExpressionError:
            continue  # reported where it is drawn


def _computed(
    compute: Callable[[Expression, Values], V], expression: Expression, values: Values, loc: Loc
) -> V:
    try:
        return compute(expression, values)
    except ExpressionError as error:
        raise FaultyError(Fault(loc, error.code, str(error))) from None


def _read(text: str, loc: Loc) -> Expression:
    try:
        return read_expression(text)
    except ExpressionError as error:
        raise FaultyError(Fault(loc, error.code, str(error))) from None


def _drawn(seed: str, parameters: Parameters) -> dict[str, Value]:
    """The values of all that is drawn."""
    values: dict[str, Value] = {}
    for name, item in parameters.variables.items():
        if isinstance(item, str):
            continue
        rank = int.from_bytes(sha256(f"{seed}\n{name}".encode()).digest(), "big")
        if isinstance(item, Choice):
            values[name] = _chosen(item.choose[rank % len(item.choose)])
        else:
            low, high, step = map(Fraction, (item.low, item.high, item.step))
            values[name] = low + rank % (int((high - low) / step) + 1) * step
    return values


def _chosen(written: str | Mapping[str, str]) -> Value:
    if isinstance(written, str):
        return _plain(written)
    return {name: _plain(text) for name, text in written.items()}


def _plain(written: str) -> Fraction | str:
    """A number if it is written as one; 01 99 or 007 is a text."""
    if _NUMBER.fullmatch(written):
        return Fraction(Decimal(written.replace(",", ".")))
    return written


def _misnamed(parameters: Parameters) -> Iterator[Fault]:
    for name, item in parameters.variables.items():
        choices = item.choose if isinstance(item, Choice) else ()
        parts = (part for choice in choices if not isinstance(choice, str) for part in choice)
        for word in dict.fromkeys((name, *parts)):
            if iskeyword(word) or word in FUNCTIONS:
                message = _("“{name}” has a meaning in expressions; choose another name")
                yield Fault(("variables", name), Code.WRONG_IDENTIFIER, message.format(name=word))


def _unreachable(parameters: Parameters) -> Iterator[Fault]:
    """Ranges that do not lead from one bound to the other."""
    for name, item in parameters.variables.items():
        if not isinstance(item, Range):
            continue
        if item.low > item.high:
            message = _("from {low} to {high} there is nothing; exchange the two bounds")
        elif (item.high - item.low) % item.step:
            message = _("steps of {step} lead from {low} past {high}; change one of the three")
        else:
            continue
        text = message.format(low=item.low, high=item.high, step=item.step)
        yield Fault(("variables", name), Code.VARIABLE_BOUNDS, text)


def _ordered(parameters: Parameters) -> Iterator[tuple[str, Expression]]:
    """The formulas, each after those that it needs."""
    formulas = {
        name: _read(item, ("variables", name))
        for name, item in parameters.variables.items()
        if isinstance(item, str)
    }
    while formulas:
        ready = [name for name, formula in formulas.items() if not formula.names & formulas.keys()]
        if not ready:
            raise FaultyError(_circle(formulas))
        for name in ready:
            yield name, formulas.pop(name)


def _circle(formulas: Mapping[str, Expression]) -> Fault:
    """The first circle of formulas that need each other; each needs one of them."""
    path = [next(iter(formulas))]
    while path[-1] not in path[:-1]:
        path.append(min(formulas[path[-1]].names & formulas.keys()))
    path = path[path.index(path[-1]) :]
    message = _("these variables are computed from each other: {names}; break the circle")
    text = message.format(names=" → ".join(path))
    return Fault(("variables", path[0]), Code.VARIABLE_CYCLE, text)
