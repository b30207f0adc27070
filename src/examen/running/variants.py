"""The variants of a case, tried: drawn, checked, laid out, and graded on their own examples."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from examen import bank as banks
from examen.bank import Bank
from examen.grading.selftest import SelftestCode, selftest_of
from examen.messages import _
from examen.problems import ExamenError, Problem, Source

MOST_VARIANTS = 100


def check_variants(bank: Bank, case: str, count: int = MOST_VARIANTS) -> list[Problem]:
    """What is wrong with the first variants of a case, and not with its reference.

    Args:
        bank: where the case, its rubric and the lexicons are.
        case: the identifier of a case with variables.
        count: how many variants are tried.

    Returns:
        Each problem once, with the first variant that has it, by place.
    """
    alone = _alone(bank, case)
    seen: set[tuple[Source, str]] = set()
    found: list[Problem] = []
    for number in range(1, count + 1):
        varied = banks.variant(alone, case, number)
        for problem in _problems(varied, case):
            one = (problem.source, problem.code)
            if one not in seen and (number > 1 or problem.code == SelftestCode.LAYOUT):
                text = _("in variant {number}: {message}")
                message = text.format(number=number, message=problem.message)
                found.append(replace(problem, message=message))
            seen.add(one)
    return sorted(found)


def _alone(bank: Bank, case: str) -> Bank:
    """The bank without its other cases."""
    rubric = bank.rubrics.get(case)
    return replace(
        bank,
        cases={case: bank.cases[case]},
        rubrics={case: rubric} if rubric else {},
        exams={},
        calibrations={},
        problems=(),
        broken=frozenset(),
        salvaged=(),
    )


def _problems(varied: Bank, case: str) -> Iterator[Problem]:
    yield from varied.problems
    yield from banks.check(varied)
    if case not in varied.cases:
        return
    yield from _layout(varied, case)
    if case in varied.rubrics:
        yield from selftest_of(varied, varied.rubrics[case])


def _layout(varied: Bank, case: str) -> Iterator[Problem]:
    """What of the subject and the guide cannot be laid out."""
    from examen.render import guide, subject

    if varied.is_broken("rubric", case):
        return
    full = banks.complete(varied, case)
    try:
        subject(full)
        guide(full)
    except ExamenError as error:
        yield Problem(varied.place(varied.cases[case]), SelftestCode.LAYOUT, str(error))
