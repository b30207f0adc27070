"""Numbering an exam of several cases, so that no two of its questions have the same number."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

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
_ONE = re.compile(_NUMBER)
_EACH = re.compile(rf"({_NUMBER})(?: (à|to) ({_NUMBER}))?")  # a number, or a range
_AND = {"à": "et", "to": "and"}
_HEADED = re.compile(r"([^\W\d]+[ \u00a0])([0-9]+)\b")  # a title that begins with a part's number


def citations(text: str) -> Iterator[re.Match[str]]:
    """Where a text cites questions by their numbers: `questions 1.2 et 1.3`."""
    return _CITATION.finditer(text)


def cited(text: str, known: Sequence[str] = ()) -> set[str]:
    """What may be numbers of questions that a text cites: `votre réponse à la question 1.2`.

    Args:
        text: of a question, or of what stands around it.
        known: the questions of its case in their order, for those inside a range.
    """
    pieces = (each for found in citations(text) for each in _EACH.finditer(found[1]))
    return {number for each in pieces for number in _meant(each, known)}


def _meant(each: re.Match[str], known: Sequence[str]) -> Sequence[str]:
    """The number, or those of a range."""
    first, _to, last = each.groups()
    ends = [number for number in (first, last) if number]
    if not known or not {*ends} <= {*known}:
        return ends
    return known[known.index(first) : known.index(ends[-1]) + 1] or ends


def renumbered(text: str, numbers: Mapping[str, str]) -> str:
    """A text that cites questions by their new numbers; what is no question's number stays.

    Args:
        text: of a question, or of what stands around it.
        numbers: the new numbers by the old ones, which are in the order of the case.
    """

    def each(found: re.Match[str]) -> str:
        if found[2] and numbers.keys() >= {found[1], found[3]}:
            meant = _meant(found, tuple(numbers))
            return _in_words(sorted((numbers[one] for one in meant), key=_place), found[2])
        return _ONE.sub(lambda one: numbers.get(one[0], one[0]), found[0])

    def citation(found: re.Match[str]) -> str:
        start = found.start(1) - found.start()
        return found[0][:start] + _EACH.sub(each, found[1])

    return _CITATION.sub(citation, text)


def _in_words(numbers: Sequence[str], to: str) -> str:
    """`3.1 à 3.3`, or `3.1, 3.2 et 3.4` where there is a gap."""
    if _place(numbers[-1]) - _place(numbers[0]) == len(numbers) - 1:
        return f"{numbers[0]} {to} {numbers[-1]}"
    return f"{', '.join(numbers[:-1])} {_AND[to]} {numbers[-1]}"


def _place(number: str) -> int:
    """Of a question among those of its case, by its new number."""
    return int(number.rpartition(".")[2])


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
    new = {number: f"{place}.{index}" for index, number in enumerate(ordered, start=1)}
    numbers = {one.number: new[one.number] for one in case.questions() if one.number in new}
    return (
        use.model_copy(update={"questions": tuple(new.values())}),
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
    found: list[Part] = []
    words, ranks = counting_words(parts), Counter[str]()
    for part in parts:
        kept = [question for question in part.questions if question.number in chosen]
        kept.sort(key=lambda question: chosen.index(question.number))
        inner = _chosen(part.parts, chosen)
        if kept or inner:
            update = {
                "title": _retitled(part.title, words, ranks),
                "questions": tuple(kept),
                "parts": inner,
                "points": None,
            }
            found.append(part.model_copy(update=update))
    return tuple(found)


def counting_words(parts: tuple[Part, ...]) -> set[str]:
    """The words before numbers with which titles of parts begin, that count them: `Partie `."""
    found: dict[str, list[int]] = {}
    for part in parts:
        if head := _HEADED.match(part.title):
            found.setdefault(head[1], []).append(int(head[2]))
    return {word for word, numbers in found.items() if numbers == [*range(1, len(numbers) + 1)]}


def _retitled(title: str, words: set[str], ranks: Counter[str]) -> str:
    """A title whose number counts the parts that are printed."""
    head = _HEADED.match(title)
    if head is None or head[1] not in words:
        return title
    ranks[head[1]] += 1
    return f"{head[1]}{ranks[head[1]]}{title[head.end() :]}"


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
