"""Expressions: a small language of exact numbers and texts, read by Python's parser, run by us.

What is allowed stands in tables; everything else is refused, and nothing is ever compiled. Numbers
are fractions, so that a third times three is one and a half rounds as in commerce. Limits on the
length of an expression and on the size of numbers keep every computation short.
"""

from __future__ import annotations

import ast
import math
import operator
import re
import warnings
from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from typing import Any, NamedTuple

from examen.bank.codes import Code
from examen.bank.names import nearest
from examen.messages import _

Value = Fraction | str | bool | Mapping[str, Fraction | str]
Values = Mapping[str, Value]

MOST_CHARACTERS = 500
MOST_DEPTH = 40
MOST_BITS = 20_000  # of a number; a loan over twenty years takes about 10,000
MOST_PLACES = 12


_COMMA = re.compile(r"(?<=\d),(?=\d)")


class ExpressionError(Exception):
    """An expression that cannot be read or computed: a code and, as text, what to do."""

    def __init__(self, code: Code, message: str) -> None:
        super().__init__(message)
        self.code = code


class Expression(NamedTuple):
    """An expression that was read: its tree and the variables that it names."""

    tree: ast.expr
    names: frozenset[str]


def _refused(message: str, **fields: object) -> ExpressionError:
    return ExpressionError(Code.WRONG_EXPRESSION, message.format(**fields))


def _failed(message: str, **fields: object) -> ExpressionError:
    return ExpressionError(Code.UNCOMPUTABLE, message.format(**fields))


@lru_cache(maxsize=8192)
def read_expression(text: str) -> Expression:
    """Read an expression.

    Raises:
        ExpressionError: it is too long or deep, is not an expression, or holds what is not allowed.
    """
    text = text.replace("\n", " ").strip()
    if len(text) > MOST_CHARACTERS:
        raise _refused(_("this expression is too long; compute a part of it in a variable"))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of Python's own, about what is refused below
            tree = ast.parse(text, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        message = _(
            "“{text}” is not an expression; write one such as round(capital * 0.05, 2), "
            "and texts between quotation marks"
        )
        raise _refused(message, text=text) from None
    names: set[str] = set()
    _allow(tree, text, names, 0)
    return Expression(tree, frozenset(names))


def _allow(node: ast.expr, text: str, names: set[str], depth: int) -> None:
    """Refuse what the tables below do not hold; note the names of variables."""
    if depth > MOST_DEPTH:
        raise _refused(_("this expression is nested too deep; compute a part of it in a variable"))
    parts = _PARTS[type(node)](node) if type(node) in _PARTS else None
    if isinstance(node, ast.Tuple) and (pointed := _COMMA.sub(".", text)) != text:
        message = _("in an expression numbers have a point, not a comma; write “{pointed}”")
        raise _refused(message, pointed=pointed)
    if parts is None:
        message = _(
            "“{part}” is not allowed in an expression; use numbers, variables, + - * / // % **, "
            "comparisons, and, or, not, “a if condition else b”, and {functions}"
        )
        segment = ast.get_source_segment(text, node) or text
        raise _refused(message, part=segment, functions=", ".join(FUNCTIONS))
    if isinstance(node, ast.Name):
        names.add(node.id)
    for part in parts:
        _allow(part, text, names, depth + 1)


def _parts_of_call(node: ast.Call) -> list[ast.expr] | None:
    known = isinstance(node.func, ast.Name) and node.func.id in FUNCTIONS
    return node.args if known and not node.keywords else None


# What an expression may hold: the inner expressions of each kind of node, None if it is refused.
_PARTS: Mapping[type[ast.expr], Callable[[Any], list[ast.expr] | None]] = {
    ast.Constant: lambda node: [] if isinstance(node.value, int | float | str) else None,
    ast.Name: lambda _node: [],
    ast.Attribute: lambda node: [node.value] if isinstance(node.value, ast.Name) else None,
    ast.Call: _parts_of_call,
    ast.BinOp: lambda node: [node.left, node.right] if type(node.op) in _OPERATORS else None,
    ast.UnaryOp: lambda node: [node.operand] if type(node.op) in (*_SIGNS, ast.Not) else None,
    ast.Compare: lambda node: (
        [node.left, *node.comparators] if all(type(op) in _COMPARISONS for op in node.ops) else None
    ),
    ast.BoolOp: lambda node: node.values,
    ast.IfExp: lambda node: [node.test, node.body, node.orelse],
}


def evaluate(expression: Expression, values: Values) -> Value:
    """What an expression is worth.

    Raises:
        ExpressionError: a variable is unknown, or it cannot be computed: a division by zero, a
            text where a number is needed, a number that is too large.
    """
    return _value(expression.tree, values)


def holds(expression: Expression, values: Values) -> bool:
    """Whether a condition holds.

    Raises:
        ExpressionError: it cannot be computed, or is not a condition.
    """
    found = evaluate(expression, values)
    if not isinstance(found, bool):
        raise _refused(_("this is not a condition; write one such as ratio > 35"))
    return found


def _value(node: ast.expr, values: Values) -> Value:
    return _VALUES[type(node)](node, values)


def _constant(node: ast.Constant, _values: Values) -> Value:
    value = node.value
    if isinstance(value, bool | str):
        return value
    try:
        return _bounded(Fraction(repr(value)))  # the digits written, not the nearest binary number
    except (ValueError, OverflowError):
        raise _failed(_("a number is too large; make the computation simpler")) from None


def _variable(name: str, values: Values) -> Value:
    if name not in values:
        message = (
            _("there is no variable “{name}”; these exist: {known}")
            if values
            else _("there is no variable “{name}”: the case declares none")
        )
        text = message.format(name=name, known=nearest(name, values))
        raise ExpressionError(Code.UNKNOWN_VARIABLE, text)
    return values[name]


def _field(node: ast.Attribute, values: Values) -> Value:
    name, field = ast.unparse(node.value), node.attr
    found = _variable(name, values)
    if not isinstance(found, Mapping):
        message = _("“{name}” has no parts; write {name} alone").format(name=name)
        raise ExpressionError(Code.UNKNOWN_VARIABLE, message)
    if field not in found:
        message = _("“{name}” has no part “{field}”; these exist: {known}").format(
            name=name, field=field, known=", ".join(found)
        )
        raise ExpressionError(Code.UNKNOWN_VARIABLE, message)
    return found[field]


def _number(node: ast.expr, values: Values) -> Fraction:
    found = _value(node, values)
    if isinstance(found, Fraction):
        return found
    raise _failed(_("“{part}” is not a number; compute with numbers only"), part=ast.unparse(node))


def _condition(node: ast.expr, values: Values) -> bool:
    found = _value(node, values)
    if isinstance(found, bool):
        return found
    message = _("“{part}” is not a condition; compare it with something: {part} > 0")
    raise _failed(message, part=ast.unparse(node))


def _compare(node: ast.Compare, values: Values) -> bool:
    found = [_value(part, values) for part in (node.left, *node.comparators)]
    for left, op, right in zip(found, node.ops, found[1:], strict=False):
        if type(op) not in (ast.Eq, ast.NotEq) and not (
            isinstance(left, Fraction) and isinstance(right, Fraction)
        ):
            raise _failed(_("only numbers have an order; compare texts with == or !="))
        if not _COMPARISONS[type(op)](left, right):
            return False
    return True


def _bounded(number: Fraction) -> Fraction:
    if number.numerator.bit_length() + number.denominator.bit_length() > MOST_BITS:
        raise _failed(_("a number is too large; make the computation simpler"))
    return number


def _divided(by: Callable[[Fraction, Fraction], Any]) -> Callable[[Fraction, Fraction], Fraction]:
    def divide(left: Fraction, right: Fraction) -> Fraction:
        if not right:
            raise _failed(_("this divides by zero; change the bounds, or write “… if … else …”"))
        return Fraction(by(left, right))

    return divide


def _power(base: Fraction, exponent: Fraction) -> Fraction:
    if exponent.denominator != 1:
        raise _failed(_("a power needs a whole number"))
    if not base and exponent < 0:
        raise _failed(_("this divides by zero; change the bounds, or write “… if … else …”"))
    size = max(base.numerator.bit_length(), base.denominator.bit_length())
    if abs(exponent) * size > MOST_BITS:
        raise _failed(_("a number is too large; make the computation simpler"))
    return Fraction(base ** int(exponent))


def rounded(number: Fraction, places: int = 0) -> Fraction:
    """`number` to so many decimals; a half is rounded away from zero, as in commerce."""
    scale = Fraction(10) ** places
    whole = math.floor(abs(number) * scale + Fraction(1, 2))
    return Fraction(-whole if number < 0 else whole) / scale


def _round(number: Fraction, places: Fraction = Fraction(0)) -> Fraction:
    if places.denominator != 1 or abs(places) > MOST_PLACES:
        raise _failed(_("round takes a whole number of decimals, {most} at most"), most=MOST_PLACES)
    return rounded(number, int(places))


def _operation(node: ast.BinOp, values: Values) -> Value:
    left, right = _number(node.left, values), _number(node.right, values)
    return _bounded(_OPERATORS[type(node.op)](left, right))


def _sign(node: ast.UnaryOp, values: Values) -> Value:
    if isinstance(node.op, ast.Not):
        return not _condition(node.operand, values)
    return _SIGNS[type(node.op)](_number(node.operand, values))


def _connected(node: ast.BoolOp, values: Values) -> bool:
    among = all if isinstance(node.op, ast.And) else any
    return among(_condition(part, values) for part in node.values)


def _alternative(node: ast.IfExp, values: Values) -> Value:
    return _value(node.body if _condition(node.test, values) else node.orelse, values)


def _call(node: ast.Call, values: Values) -> Fraction:
    name = ast.unparse(node.func)
    arguments = [_number(argument, values) for argument in node.args]
    least, most, function = FUNCTIONS[name]
    if not least <= len(arguments) <= most:
        raise _refused(
            _("{name}(…) does not take {count} numbers"), name=name, count=len(arguments)
        )
    return _bounded(function(*arguments))


# Fewest and most arguments, and what each does.
FUNCTIONS: dict[str, tuple[int, int, Callable[..., Fraction]]] = {
    "round": (1, 2, _round),
    "min": (2, MOST_CHARACTERS, min),
    "max": (2, MOST_CHARACTERS, max),
    "abs": (1, 1, abs),
    "sum": (1, MOST_CHARACTERS, lambda *numbers: sum(numbers, Fraction(0))),
    "floor": (1, 1, lambda number: Fraction(math.floor(number))),
    "ceil": (1, 1, lambda number: Fraction(math.ceil(number))),
}
_OPERATORS: dict[type[ast.operator], Callable[[Fraction, Fraction], Fraction]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: _divided(operator.truediv),
    ast.FloorDiv: _divided(operator.floordiv),
    ast.Mod: _divided(operator.mod),
    ast.Pow: _power,
}
_SIGNS: dict[type[ast.unaryop], Callable[[Fraction], Fraction]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
_COMPARISONS: dict[type[ast.cmpop], Callable[[Any, Any], bool]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
}
_VALUES: dict[type[ast.expr], Callable[[Any, Values], Value]] = {
    ast.Constant: _constant,
    ast.Name: lambda node, values: _variable(node.id, values),
    ast.Attribute: _field,
    ast.Call: _call,
    ast.BinOp: _operation,
    ast.UnaryOp: _sign,
    ast.Compare: _compare,
    ast.BoolOp: _connected,
    ast.IfExp: _alternative,
}
