"""The self-tests of a bank, without grading again what is known to agree with its authors.

Of a rubric that agrees a digest is kept in the user's cache, over all that decides what its
examples earn: the program and its libraries, the rubric, its case and the lexicons. A rubric that
disagrees is graded each time, so that its problems are told anew. With a rubric go the variants of
its case.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from hashlib import sha256
from pathlib import Path

from examen.bank import Bank
from examen.caches import cache_folder, keep
from examen.model.case import Case
from examen.model.rubric import Rubric
from examen.problems import Problem
from examen.running.installation import installed
from examen.running.sharing import shared


def selftests(bank: Bank, folder: Path, advance: Callable[[], None]) -> list[Problem]:
    """Grade what every rubric says of itself, as far as that is not known to agree.

    Args:
        bank: its rubrics are graded.
        folder: the bank's; what is known is kept for each.
        advance: called for each rubric.

    Returns:
        The disagreements, by place.
    """
    name = sha256(str(folder.resolve()).encode()).hexdigest()[:16]
    path = cache_folder() / f"{name}.agreed"
    before = _known(path)
    agreed: set[str] = set()
    problems: list[Problem] = []
    unknown: list[tuple[Rubric | Case, str]] = []
    try:
        for record, digest in _digests(bank):
            if digest in before:
                agreed.add(digest)
                advance()
            else:
                unknown.append((record, digest))
        # Variants take longest; what comes last keeps the other processes waiting.
        unknown.sort(key=lambda one: not _varies(bank, one[0]))
        graded = shared(lambda one: _graded(bank, one[0]), unknown)
        for (_record, digest), found in zip(unknown, graded, strict=True):
            problems += found
            if digest and not found:
                agreed.add(digest)
            advance()
    except BaseException:
        agreed |= before  # broken off: the rest may be as it was
        raise
    finally:
        if agreed != before:
            keep(path, "\n".join(sorted(agreed)).encode())
    return sorted(problems)


def _graded(bank: Bank, record: Rubric | Case) -> list[Problem]:
    from examen.grading.selftest import selftest_of  # takes long, and often nothing is graded
    from examen.running.variants import check_variants

    found = selftest_of(bank, record) if isinstance(record, Rubric) else []
    return [*found, *check_variants(bank, _case(record))] if _varies(bank, record) else found


def _varies(bank: Bank, record: Rubric | Case) -> bool:
    case = bank.cases.get(_case(record))
    return bool(case and case.variables)


def _case(record: Rubric | Case) -> str:
    return record.case if isinstance(record, Rubric) else record.id


def _digests(bank: Bank) -> Iterator[tuple[Rubric | Case, str]]:
    """Each rubric, and each case that varies and has none, with a digest of all that decides.

    That is what its examples earn, and what is wrong with its variants.
    """
    common = sha256(repr(sorted(installed().items())).encode())
    for lexicon in bank.lexicons.values():
        common.update(sha256(bank.raw(lexicon)).digest())
    for rubric in bank.rubrics.values():
        key = rubric.case
        if key in bank.exams:
            yield rubric, ""  # an exam of this name is graded in its place, with other cases
            continue
        digest = common.copy()
        for record in (rubric, bank.cases.get(key), bank.calibrations.get(key)):
            digest.update(sha256(bank.raw(record)).digest() if record else b"-")
        yield rubric, digest.hexdigest()
    for case in bank.cases.values():
        if case.variables and case.id not in bank.rubrics:
            yield case, ""


def _known(path: Path) -> set[str]:
    try:
        return set(path.read_text("ascii").split())
    except (OSError, UnicodeDecodeError):
        return set()
