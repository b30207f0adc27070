"""Cutting marked copies into parts, so that each is graded by what the others taught."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol, TypeVar

from examen.model.calibration import Method

LEAVE_ONE_OUT_UP_TO = 30
TEN = 10


class Ordered(Protocol):
    """What can be put in an order that does not depend on how it came."""

    @property
    def order(self) -> tuple[object, ...]:
        """Sorts alike beside alike."""
        ...


C = TypeVar("C", bound=Ordered)
T = TypeVar("T")


def method(copies: int) -> Method:
    """How so many copies are cut."""
    return Method.LEAVE_ONE_OUT if copies <= LEAVE_ONE_OUT_UP_TO else Method.TEN_FOLD


def parts(items: Sequence[T], count: int) -> Iterator[tuple[list[T], list[T]]]:
    """`count` times the rest and a part; sorted items are dealt out, so that parts are alike."""
    for number in range(min(count, len(items))):
        rest = [item for n, item in enumerate(items) if n % count != number]
        yield rest, list(items[number::count])


def outer(copies: Sequence[T]) -> Iterator[tuple[list[T], list[T]]]:
    """The parts by which the agreement is measured."""
    return parts(copies, len(copies) if method(len(copies)) is Method.LEAVE_ONE_OUT else TEN)
