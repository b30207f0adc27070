"""The seal of a question: a short hash that changes when what was validated does.

It is over all that a candidate or a jury reads of the question, and all that marks it: the context,
the documents it cites with their pictures, the introductions above it, the scenario, the question
and its rubric. Layout, comments, spelt-out defaults, the question's number and examples do not
count. Of a case with variables it is over what is written, which is the same for all variants.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import lru_cache
from hashlib import sha256
from typing import Any

from examen.bank.canonical import canonical
from examen.bank.loading import Bank
from examen.bank.plain import read_plain
from examen.model.base import Status
from examen.model.case import Case, FigureDocument, Part, Question

_LENGTH = 12  # hexadecimal digits: one change in 2.8e14 goes unnoticed
_plain = lru_cache(maxsize=2)(read_plain)  # a case and its rubric, for one question after another
_OWN = ("number", "status", "review", "question", "examples")


def seal(bank: Bank, case: Case, question: Question) -> str:
    """Twelve hexadecimal digits over a question of a case, as the bank holds it."""
    material = _written(bank, case, question) if case.variables else _records(bank, case, question)
    material["pictures"] = list(_pictures(bank, case, question))
    text = json.dumps(material, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(text.encode()).hexdigest()[:_LENGTH]


def has_changed(bank: Bank, case: Case, question: Question) -> bool:
    """Whether a validated question is no longer what was validated, as far as its seal tells."""
    review = question.review
    return (
        review is not None
        and review.seal is not None  # validated by hand: nothing can be said
        and case.status_of(question) is Status.VALIDATED
        and seal(bank, case, question) != review.seal
    )


def _records(bank: Bank, case: Case, question: Question) -> dict[str, Any]:
    """What is sealed of a case without variables."""
    rubric = bank.rubrics.get(case.id)
    entries = rubric.questions if rubric else ()
    return {
        "case": [case.language.value, case.form.value, case.context, canonical(case.scenario)],
        "above": _introductions(case, question),
        "documents": [canonical(one) for one in case.documents if one.id in question.documents],
        "question": _without_own(canonical(question)),
        "rubric": [
            _without_own(canonical(one)) for one in entries if one.question == question.number
        ],
    }


def _written(bank: Bank, case: Case, question: Question) -> dict[str, Any]:
    """What is sealed of a case with variables: its texts before values are put into them."""
    data = _plain(bank.raw(case))
    rubric = bank.rubrics.get(case.id)
    entries = _plain(bank.raw(rubric))["questions"] if rubric else ()
    keys = ("language", "form", "variables", "where", "context", "scenario")
    parts = list(_parts_to(data["parts"], question.number))
    return {
        "case": [data.get(key) for key in keys],
        "above": [part.get("introduction") for part in parts],
        "documents": [one for one in data.get("documents", ()) if one["id"] in question.documents],
        "question": [
            _without_own(one) for one in parts[-1]["questions"] if one["number"] == question.number
        ],
        "rubric": [_without_own(one) for one in entries if one["question"] == question.number],
    }


def _without_own(data: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in data.items() if key not in _OWN}


def _introductions(case: Case, question: Question) -> list[str | None]:
    """What is printed above a question in its part, and in those around it."""

    def walk(parts: tuple[Part, ...]) -> Iterator[str | None]:
        for part in parts:
            if any(one.number == question.number for one in part.all_questions()):
                yield part.introduction
                yield from walk(part.parts)

    return list(walk(case.parts))


def _parts_to(parts: list[dict[str, Any]], number: str) -> Iterator[dict[str, Any]]:
    """The parts that a question is in, the outermost first, as they are written."""
    for part in parts:
        inner = list(_parts_to(part.get("parts", []), number))
        if inner or any(one["number"] == number for one in part.get("questions", ())):
            yield part
            yield from inner


def _pictures(bank: Bank, case: Case, question: Question) -> Iterator[str]:
    """What the files of the figures hold that a question cites."""
    for document in case.documents:
        if isinstance(document, FigureDocument) and document.id in question.documents:
            path = bank.path(case).parent / document.file
            try:
                yield sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
            except OSError:
                yield ""  # a missing picture is a problem of its own
