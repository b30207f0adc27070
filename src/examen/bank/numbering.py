"""Numbering an exam of several cases, so that no two of its questions have the same number."""

from __future__ import annotations

import re
from collections.abc import Mapping

from examen.model.case import Case, Part
from examen.model.exam import CaseUse
from examen.model.rubric import Rubric

_UNUSED = "0."  # before the numbers of questions that the exam leaves out; cases count from 1
_NUMBER = r"\b(?:[0-9]+|[A-Z]+[0-9]*)(?:\.[A-Za-z0-9]+)*\b"
_CITATION = re.compile(
    rf"\b[Qq]uestions?[ \u00a0\u202f]+(?:n[°o][ \u00a0\u202f]*)?"
    rf"({_NUMBER}(?:(?:, | et | ou | and | or | à | to ){_NUMBER})*)"
    r"(?! (?:du|de la|de l['’]|de ce|de cette|of the|of this) ?"  # another list of questions
    r"(?:questionnaire|sondage|enquête|entretien|grille|survey|interview))",
)
_EACH = re.compile(_NUMBER)


def cited(text: str) -> set[str]:
    """What may be numbers of questions that a text cites: `votre réponse à la question 1.2`."""
    return {
        number for citation in _CITATION.finditer(text) for number in _EACH.findall(citation[1])
    }


def renumbered(text: str, numbers: Mapping[str, str]) -> str:
    """A text that cites questions by their new numbers; what is no question's number stays."""

    def citation(found: re.Match[str]) -> str:
        start = found.start(1) - found.start()
        listed = _EACH.sub(lambda each: numbers.get(each[0], each[0]), found[1])
        return found[0][:start] + listed

    return _CITATION.sub(citation, text)


def by_case(use: CaseUse, place: int, case: Case, rubric: Rubric | None) -> _Numbered:
    """A case as an exam prints it, with its rubric and its use under the new numbers.

    Args:
        use: which questions, in the order in which they stand in each part; all if none is listed.
        place: of the case in the exam, from 1.
        case: as the bank holds it.
        rubric: of the case; its questions keep their places.
    """
    chosen = use.questions or tuple(question.number for question in case.questions())
    parts = _chosen(case.parts, chosen)
    ordered = [question.number for part in parts for question in part.all_questions()]
    numbers = {number: f"{place}.{index}" for index, number in enumerate(ordered, start=1)}
    return (
        use.model_copy(update={"questions": tuple(numbers.values())}),
        case.model_copy(
            update={
                "parts": _renamed(parts, numbers),
                "context": renumbered(case.context, numbers),
            }
        ),
        _rubric(rubric, numbers) if rubric else None,
    )


_Numbered = tuple[CaseUse, Case, Rubric | None]


def _chosen(parts: tuple[Part, ...], chosen: tuple[str, ...]) -> tuple[Part, ...]:
    """The parts with the chosen questions alone, in the order in which these were listed."""
    found = []
    for part in parts:
        kept = [question for question in part.questions if question.number in chosen]
        kept.sort(key=lambda question: chosen.index(question.number))
        inner = _chosen(part.parts, chosen)
        if kept or inner:
            update = {"questions": tuple(kept), "parts": inner, "points": None}
            found.append(part.model_copy(update=update))
    return tuple(found)


def _renamed(parts: tuple[Part, ...], numbers: Mapping[str, str]) -> tuple[Part, ...]:
    return tuple(
        part.model_copy(
            update={
                "introduction": part.introduction and renumbered(part.introduction, numbers),
                "parts": _renamed(part.parts, numbers),
                "questions": tuple(
                    question.model_copy(
                        update={
                            "number": numbers[question.number],
                            "prompt": renumbered(question.prompt, numbers),
                            "after": tuple(
                                numbers[number] for number in question.after if number in numbers
                            ),
                        }
                    )
                    for question in part.questions
                ),
            }
        )
        for part in parts
    )


def _rubric(rubric: Rubric, numbers: Mapping[str, str]) -> Rubric:
    return rubric.model_copy(
        update={
            "questions": tuple(
                item.model_copy(
                    update={
                        "question": numbers.get(item.question, _UNUSED + item.question),
                        "model_answer": renumbered(item.model_answer, numbers),
                    }
                )
                for item in rubric.questions
            )
        }
    )
