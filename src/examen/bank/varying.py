"""Variants of a bank's cases: the same files, drawn anew."""

from __future__ import annotations

import re
from dataclasses import replace

from examen.bank.loading import Bank
from examen.bank.reading import File, Reading, read_file
from examen.bank.variants.drawing import REFERENCE
from examen.messages import _
from examen.model.case import Case
from examen.model.exam import CaseUse
from examen.model.rubric import Rubric
from examen.problems import ExamenError

_NAMED = re.compile(r"(.+)@([0-9]+)")
_MOST = 999_999


def named_variant(name: str) -> tuple[str, int]:
    """A case's id and the number of its variant: `portefeuille@7`; the reference without `@`.

    Raises:
        ExamenError: no variant has such a number.
    """
    found = _NAMED.fullmatch(name)
    if found is None:
        return name, REFERENCE
    number = int(found[2]) if len(found[2]) <= len(str(_MOST)) else 0
    if not REFERENCE <= number <= _MOST:
        message = _("variants have numbers from 1 to {most}, such as {case}@1")
        raise ExamenError(message.format(most=_MOST, case=found[1]))
    return found[1], number


def variant(bank: Bank, case: str, number: int) -> Bank:
    """The bank with a case and its rubric as they are in one of the case's variants.

    Args:
        bank: as it was loaded; what it holds of the case is the reference, variant 1.
        case: an identifier of the bank's.
        number: from 1.

    Returns:
        A bank whose problems are those of the variant alone; with any, it lacks the record that
        has them.

    Raises:
        ExamenError: the case has no variables.
    """
    record = bank.cases[case]
    if number == REFERENCE:
        return bank
    if not record.variables:
        message = _("the case “{case}” has no variables, so it has no variant {number}")
        raise ExamenError(message.format(case=case, number=number))
    known = {case: record.parameters}
    readings: dict[tuple[str, str], Reading] = {}
    for kind, there in (("case", bank.cases), ("rubric", bank.rubrics)):
        if case in there:
            file = bank.files[kind, case]
            readings[kind, case] = read_file(File(file.path, file.raw), known, number)
    sound = [reading.sound for reading in readings.values()]
    others = {key: item for key, item in bank.cases.items() if key != case}
    rubrics = {key: item for key, item in bank.rubrics.items() if key != case}
    return replace(
        bank,
        cases=others | {item.id: item for item in sound if isinstance(item, Case)},
        rubrics=rubrics | {item.case: item for item in sound if isinstance(item, Rubric)},
        problems=tuple(sorted(p for reading in readings.values() for p in reading.problems)),
        broken=bank.broken | {name for name, reading in readings.items() if not reading.sound},
        files=bank.files | {name: reading.file for name, reading in readings.items()},
    )


def used_variant(bank: Bank, use: CaseUse) -> Bank:
    """The bank with a case as an exam uses it; raises what `variant` raises."""
    return variant(bank, use.case, use.variant) if use.case in bank.cases else bank
