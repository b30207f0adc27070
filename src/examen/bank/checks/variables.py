"""Variables are used, and exams ask for variants of cases that have any."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.plain import read_plain
from examen.bank.variants.drawing import REFERENCE
from examen.bank.variants.drawing import names_in as names_in_parameters
from examen.bank.variants.filling import names_in
from examen.messages import _
from examen.problems import Problem


@lru_cache(maxsize=16)  # a hundred variants are checked one after the other
def _names(raw: bytes) -> frozenset[str]:
    return frozenset(names_in(read_plain(raw) or {}))


def variables_are_used(bank: Bank) -> Iterator[Problem]:
    """Each variable stands in a text, a condition or a formula, of the case or of its rubric."""
    for case in bank.cases.values():
        rubric = bank.rubrics.get(case.id)
        if not case.variables or rubric is None:
            continue
        if {("case", case.id), ("rubric", case.id)} & bank.broken:
            continue
        used = {
            *_names(bank.raw(case)),
            *_names(bank.raw(rubric)),
            *names_in_parameters(case.parameters),
        }
        for name in case.variables:
            if name not in used:
                message = _("nothing uses the variable “{name}”; use it or take it out")
                place = bank.place(case, "variables", name)
                yield Problem(place, Code.UNUSED_VARIABLE, message.format(name=name))


def exams_use_variants_that_exist(bank: Bank) -> Iterator[Problem]:
    """The cases of which an exam asks for a variant have variables."""
    for exam in bank.exams.values():
        for index, use in enumerate(exam.cases):
            case = bank.cases.get(use.case)
            if use.variant != REFERENCE and case is not None and not case.variables:
                message = _("the case “{case}” has no variables; take the variant out")
                place = bank.place(exam, "cases", index, "variant")
                yield Problem(place, Code.UNKNOWN_VARIANT, message.format(case=case.id))
