"""The integer program of an exam: which questions each version has, which cases it opens."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from fractions import Fraction
from math import ceil, floor, gcd, lcm
from random import Random

from examen.papers.pool import Candidate, Key
from examen.papers.program import Program

Weigh = Callable[[Candidate], Decimal | Fraction | int]
Terms = dict[int, int]
Weighed = list[tuple[int, Candidate]]  # questions with their variables


class Model:
    """The program over the questions that may be chosen, in an order that the seed decides.

    Attributes:
        candidates: what may be chosen.
        versions: the exams that are put together, from 0; the first ones may be fixed already.
        program: holds a variable for each question and each case in each version.
    """

    def __init__(
        self,
        candidates: Iterable[Candidate],
        versions: int,
        seed: int,
        fixed: Sequence[Sequence[Candidate]] = (),
    ) -> None:
        self.candidates = _complete(candidates)
        Random(seed).shuffle(self.candidates)  # noqa: S311 - no secret
        self.versions = range(versions)
        self._fixed = len(fixed)
        self.program = Program()
        self._chosen: list[dict[Key, int]] = []
        self._opened: list[dict[str, int]] = []
        self._inside: list[dict[str, Weighed]] = []
        for version in self.versions:
            known = fixed[version] if version < len(fixed) else ()
            self._version(known or self.candidates, least=1 if known else 0)

    def _version(self, questions: Sequence[Candidate], *, least: int) -> None:
        """The variables of a version; a question opens its case and comes with what it needs."""
        program = self.program
        chosen = {one.key: program.variable() for one in questions}
        inside: dict[str, Weighed] = {}
        for one in questions:
            inside.setdefault(one.case.id, []).append((chosen[one.key], one))
        opened = {case: program.variable() for case in inside}
        for one in questions:
            own = chosen[one.key]
            for needed in (opened[one.case.id], *(chosen[key] for key in one.needs)):
                program.row({needed: 1, own: -1}, lower=0)
            if least:
                program.row({own: 1}, lower=least)
        for case, variable in opened.items():
            program.row({**{own: 1 for own, _one in inside[case]}, variable: -1}, lower=0)
        self._chosen.append(chosen)
        self._opened.append(opened)
        self._inside.append(inside)

    def cases(self, version: int) -> Iterator[tuple[int, Weighed]]:
        """Each case of a version: the variable that is 1 if it is used, and its questions."""
        for case, variable in self._opened[version].items():
            yield variable, self._inside[version][case]

    def keep(self, part: Fraction) -> None:
        """Use only some of the cases, as the seed has it, in versions that are not fixed."""
        for opened in self._opened[self._fixed :]:
            variables = list(opened.values())
            for variable in variables[ceil(part * len(variables)) :]:
                self.program.row({variable: 1}, upper=0)

    def sum(self, version: int, weigh: Weigh) -> dict[int, Fraction]:
        """What the questions of a version weigh together."""
        return weighed(
            (pair for inside in self._inside[version].values() for pair in inside), weigh
        )

    def bound(
        self,
        terms: dict[int, Fraction],
        lower: Fraction | Decimal | int | None,
        upper: Fraction | Decimal | int | None,
    ) -> None:
        """Keep a sum of terms, which need not be whole, between two bounds."""
        whole, unit = integral(terms)
        self.program.row(
            whole,
            None if lower is None else ceil(Fraction(lower) / unit),
            None if upper is None else floor(Fraction(upper) / unit),
        )

    def named(self, version: int, reference: str) -> int | None:
        """The variable of what `case` or `case/number` means; None if that may not be chosen."""
        case, _slash, number = reference.partition("/")
        if number:
            return self._chosen[version].get((case, number))
        return self._opened[version].get(case)

    def read(self, values: Sequence[int]) -> list[tuple[Candidate, ...]]:
        """The questions of each version."""
        return [
            tuple(one for one in self.candidates if one.key in chosen and values[chosen[one.key]])
            for chosen in self._chosen
        ]


def weighed(questions: Iterable[tuple[int, Candidate]], weigh: Weigh) -> dict[int, Fraction]:
    """The terms of what questions weigh, by their variables."""
    weights = ((variable, weigh(one)) for variable, one in questions)
    return {variable: Fraction(weight) for variable, weight in weights if weight}


def integral(terms: dict[int, Fraction]) -> tuple[Terms, Fraction]:
    """Terms as whole numbers without a common factor, and what one of these is worth."""
    if not terms:
        return {}, Fraction(1)
    scale = lcm(*(factor.denominator for factor in terms.values()))
    whole = {
        index: factor.numerator * (scale // factor.denominator) for index, factor in terms.items()
    }
    common = gcd(*whole.values()) or 1
    return {index: factor // common for index, factor in whole.items()}, Fraction(common, scale)


def difference(
    first: dict[int, Fraction], second: dict[int, Fraction], factor: Fraction | int = 1
) -> dict[int, Fraction]:
    """The terms of one sum less those of another, times a factor."""
    found = dict(first)
    for index, weight in second.items():
        found[index] = found.get(index, Fraction(0)) - factor * weight
    return {index: weight for index, weight in found.items() if weight}


def _complete(candidates: Iterable[Candidate]) -> list[Candidate]:
    """Those that have all that they need, by case and number."""
    kept = {candidate.key: candidate for candidate in candidates}
    while lacking := [one.key for one in kept.values() if not kept.keys() >= set(one.needs)]:
        for key in lacking:
            del kept[key]
    return [kept[key] for key in sorted(kept)]
