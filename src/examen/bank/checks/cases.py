"""Cases and exams refer to what exists and are complete."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from examen.bank.checks.walk import (
    NOT_QUESTIONS,
    PlacedQuestion,
    doubled,
    near,
    numbers,
    parts,
    questions,
    unexplained,
)
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.case import Audience, Case, FigureDocument, TableDocument
from examen.problems import Problem


def _levels(number: str) -> tuple[int, ...] | None:
    """`1.1.2` as numbers; None for one with letters, such as RCS."""
    steps = number.split(".")
    return (
        tuple(map(int, steps)) if all(step.isascii() and step.isdigit() for step in steps) else None
    )


def _follows(before: tuple[int, ...], after: tuple[int, ...]) -> bool:
    """Whether `after` is a number that may come next: 1.1.3 after 1.1.2, 1.2.1, 1.2 or 2.1."""
    common = next(
        (place for place, (a, b) in enumerate(zip(before, after, strict=False)) if a != b), None
    )
    if common is None:
        return len(after) > len(before) and set(after[len(before) :]) == {1}
    return after[common] == before[common] + 1 and set(after[common + 1 :]) <= {1}


def misnumbered(case: Case) -> list[tuple[PlacedQuestion, PlacedQuestion]]:
    """Questions that do not follow the one before, which comes second in each pair."""
    numbered = [
        (levels, item)
        for item in questions(case)
        if (levels := _levels(item.question.number)) is not None
    ]
    found: list[tuple[PlacedQuestion, PlacedQuestion]] = []
    for (before, earlier), (after, item) in pairwise(numbered):
        # What follows a wrong number is wrong only because of it.
        known = bool(found) and found[-1][0] is earlier
        if before != after and not known and not _follows(before, after):
            found.append((item, earlier))
    return found


def numbering_has_no_holes(bank: Bank) -> Iterator[Problem]:
    """Questions are numbered without holes, in the order they are printed."""
    for case in bank.cases.values():
        if doubled(numbers(case)) or not bank.whole(case, "parts", but=NOT_QUESTIONS):
            continue
        for item, earlier in misnumbered(case):
            message = _("{after} does not follow {before}; number the questions without a hole")
            text = message.format(after=item.question.number, before=earlier.question.number)
            place = bank.place(case, *item.loc, "number")
            yield Problem(place, Code.NUMBERING, text)


def parts_have_questions(bank: Bank) -> Iterator[Problem]:
    """Every part has a question, or smaller parts that have."""
    for case in bank.cases.values():
        for part, loc in parts(case):
            if not part.questions and not part.parts and bank.whole(case, *loc):
                message = _("this part has no question; add one or take the part out")
                yield Problem(bank.place(case, *loc), Code.EMPTY_PART, message)


def table_rows_are_complete(bank: Bank) -> Iterator[Problem]:
    """Every row of a table has a cell for each column."""
    for case in bank.cases.values():
        for index, document in enumerate(case.documents):
            loc = ("documents", index)
            if isinstance(document, TableDocument) and bank.whole(case, *loc):
                yield from _rows(bank, case, document, loc)


def _rows(bank: Bank, case: Case, table: TableDocument, loc: Loc) -> Iterator[Problem]:
    columns = len(table.columns)
    widths = {len(row) for row in table.rows}
    if len(table.rows) > 1 and len(widths) == 1 and widths != {columns}:
        message = _("the table has {columns} columns and its rows have {cells} cells; change one")
        text = message.format(columns=columns, cells=widths.pop())
        yield Problem(bank.place(case, *loc, "columns"), Code.TABLE_ROW, text)
        return
    for number, row in enumerate(table.rows):
        if len(row) != columns:
            message = _(
                'the row has {cells} cells for {columns} columns; write "" for an empty cell'
            )
            text = message.format(cells=len(row), columns=columns)
            yield Problem(bank.place(case, *loc, "rows", number), Code.TABLE_ROW, text)


def cited_documents_exist(bank: Bank) -> Iterator[Problem]:
    """The documents that a question cites are documents of the case."""
    for case in bank.cases.values():
        known = [document.id for document in case.documents]
        # Where two have one name, another has lost its own.
        if doubled(known) or not bank.whole(case, "documents", but=("columns", "rows")):
            continue
        for item in questions(case):
            for index, cited in enumerate(item.question.documents):
                if cited not in known:
                    message = _("the case has no document “{key}”; {hint}")
                    text = message.format(key=cited, hint=near(cited, known))
                    place = bank.place(case, *item.loc, "documents", index)
                    yield Problem(place, Code.UNKNOWN_DOCUMENT, text)


def documents_are_cited(bank: Bank) -> Iterator[Problem]:
    """Every document that candidates get is cited by a question."""
    for case in bank.cases.values():
        if not bank.whole(case, "parts", but=("competencies",)):
            continue
        known = [document.id for document in case.documents]
        cited = {name for item in questions(case) for name in item.question.documents}
        given = [item.id for item in case.documents if item.audience is Audience.CANDIDATES]
        unused = [name for name in given if name not in cited]
        for name in unexplained(unused, sorted(cited - set(known))):
            message = _("no question cites this document; cite it or take it out")
            place = bank.place(case, "documents", known.index(name), "id")
            yield Problem(place, Code.UNUSED_DOCUMENT, message)


def figures_exist(bank: Bank) -> Iterator[Problem]:
    """The picture of every figure exists beside the case."""
    for case in bank.cases.values():
        for index, document in enumerate(case.documents):
            if not isinstance(document, FigureDocument):
                continue
            path = bank.path(case).parent / document.file
            if not path.is_file():
                message = _("the picture {path} does not exist; check its name")
                place = bank.place(case, "documents", index, "file")
                text = message.format(path=path.as_posix())
                yield Problem(place, Code.MISSING_FIGURE, text)


def competencies_exist(bank: Bank) -> Iterator[Problem]:
    """A case's framework exists, and its questions' competencies stand in it."""
    for case in bank.cases.values():
        cited = [item for item in questions(case) if item.question.competencies]
        if case.framework is None:
            if cited and bank.whole(case, "framework"):
                message = _("the questions name competencies and the case no framework; add it")
                place = bank.place(case, *cited[0].loc, "competencies")
                yield Problem(place, Code.UNKNOWN_FRAMEWORK, message)
        elif case.framework in bank.frameworks:
            yield from _competencies(bank, case, cited)
        elif not bank.is_broken("framework", case.framework):
            message = _("there is no framework “{key}”; {hint}")
            text = message.format(key=case.framework, hint=near(case.framework, bank.frameworks))
            yield Problem(bank.place(case, "framework"), Code.UNKNOWN_FRAMEWORK, text)


def _competencies(bank: Bank, case: Case, cited: list[PlacedQuestion]) -> Iterator[Problem]:
    framework = bank.frameworks[case.framework or ""]
    known = [competency.id for competency in framework.competencies()]
    if doubled(known) or not bank.whole(framework, "blocks", but=("criteria", "modalities")):
        return
    for item in cited:
        for index, code in enumerate(item.question.competencies):
            if code not in known:
                message = _("the framework has no competency “{key}”; {hint}")
                text = message.format(key=code, hint=near(code, known))
                place = bank.place(case, *item.loc, "competencies", index)
                yield Problem(place, Code.UNKNOWN_COMPETENCY, text)
