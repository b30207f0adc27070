"""Tables of copies: a row a copy, a column a question."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from examen.exchange.cutting import folded
from examen.exchange.delimited import Row, read_rows
from examen.exchange.records import RawCopy
from examen.exchange.workbook import read_workbook_rows
from examen.messages import _
from examen.problems import Problem, Source

ID_HEADS = (
    *("copy", "copie", "candidat", "candidate", "candidat e", "id", "identifiant", "anonymat"),
    *("numero", "numero de copie", "numero de candidat", "numero d anonymat", "no", "n"),
    *("n copie", "n candidat", "n anonymat", "copy id", "candidate id", "student", "eleve"),
)
ACCOMMODATION_HEADS = ("accommodations", "accommodation", "amenagements", "amenagement")
_QUESTION = re.compile(r"(?:question|q)[\s.:]*(?:n\s?[°ºo]\s*)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Columns:
    """Which column holds what: positions from 0."""

    id: int
    accommodations: int | None
    questions: Mapping[int, str]
    width: int

    def positions(self) -> Iterator[int]:
        """All columns that hold something of a copy."""
        yield self.id
        if self.accommodations is not None:
            yield self.accommodations
        yield from self.questions


class Heads:
    """Knows the heads of columns."""

    def __init__(self, numbers: Sequence[str], titles: Mapping[str, Sequence[str]]) -> None:
        self._numbers = {number.casefold(): number for number in numbers}
        self._titles = {
            folded(title): number for number, names in titles.items() for title in names
        }

    def question(self, head: str) -> str | None:
        """The question number that a head stands for: `1.1.1`, `Q1.1.1`, `Question 2,1 :`."""
        for text in (head, _QUESTION.sub("", head.strip(), count=1)):
            bare = text.strip().rstrip(".:) ").replace(",", ".").casefold()
            if bare in self._numbers:
                return self._numbers[bare]
        return self._titles.get(folded(head))

    def recognised(self, cells: Sequence[str]) -> int:
        """How many of `cells` are heads of columns of copies."""
        known = {*ID_HEADS, *ACCOMMODATION_HEADS}
        return sum(self.question(cell) is not None or folded(cell) in known for cell in cells)

    def columns(self, row: Row) -> Generator[Problem, None, Columns | None]:
        """Yields the problems of the heads in `row`; returns what the columns under them hold.

        None if no column can hold the candidates' numbers: one that has no known head may, where
        it stands first.
        """
        named = [folded(cell) for cell in row.cells]
        id_column = next((n for n, name in enumerate(named) if name in ID_HEADS), 0)
        accommodations = next(
            (n for n, name in enumerate(named) if name in ACCOMMODATION_HEADS), None
        )
        if id_column == accommodations or (
            named[id_column] not in ID_HEADS and self.question(row.cells[id_column])
        ):
            message = _("No column is for the candidates’ numbers. Add one, headed “{head}”.")
            yield Problem(row.source, "copy-table", message.format(head=_("copy")))
            return None
        questions: dict[int, str] = {}
        for position, cell in enumerate(row.cells):
            number = self.question(cell)
            if position in (id_column, accommodations) or not cell.strip():
                continue
            if number is None or number in questions.values():
                yield self._not_a_question(row.source, position, cell, number)
            else:
                questions[position] = number
        for number in self._numbers.values():
            if questions and number not in questions.values():
                message = _("No column is for question {number}; its answers count as blank.")
                yield Problem(row.source, "copy-question", message.format(number=number))
        return Columns(id_column, accommodations, questions, len(row.cells))

    def _not_a_question(
        self, source: Source, position: int, cell: str, number: str | None
    ) -> Problem:
        if number is None:
            message = _("The column “{head}” is not a question of this exam. Known: {known}.")
        else:
            message = _("The column “{head}” is for question {number} again. Keep one of the two.")
        place = Source(source.path, source.line, position + 1)
        known = ", ".join(self._numbers.values())
        text = message.format(head=cell.strip(), number=number, known=known)
        return Problem(place, "copy-question", text)


def read_delimited(path: Path, heads: Heads) -> Iterator[RawCopy | Problem]:
    """The copies of a CSV file, whatever delimiter it uses."""
    return _copies(path, read_rows(path, heads.recognised), heads)


def read_workbook(path: Path, heads: Heads) -> Iterator[RawCopy | Problem]:
    """The copies of the first sheet of an XLSX workbook."""
    return _copies(path, read_workbook_rows(path), heads)


def _copies(path: Path, rows: Iterator[Row | Problem], heads: Heads) -> Iterator[RawCopy | Problem]:
    columns: Columns | None = None
    for row in rows:
        if isinstance(row, Problem):
            yield row
        elif not any(map(str.strip, row.cells)):
            continue
        elif columns is None:
            columns = yield from heads.columns(row)
            if columns is None:
                return
            if not columns.questions:
                yield no_question(row.source)
                return
        else:
            yield _copy(row, columns)
    if columns is None:
        yield no_table(Source(str(path)))


def no_table(source: Source) -> Problem:
    """The problem that a file has no rows or no columns."""
    return Problem(source, "copy-table", _("The file holds no table of copies."))


def no_question(source: Source) -> Problem:
    """The problem that the heads in a table name no question."""
    message = _("No column is headed by a question number. Head each with its number.")
    return Problem(source, "copy-table", message)


def granted(text: str) -> list[str]:
    """The accommodations that a cell names."""
    return re.split(r"[\s,;]+", text.strip())


def _copy(row: Row, columns: Columns) -> RawCopy | Problem:
    cells = row.cells
    if any(cell.strip() for cell in cells[columns.width :]):
        message = _(
            "This row has more cells than there are columns. "
            "Put answers that hold the delimiter between quotation marks."
        )
        return Problem(row.source, "copy-table", message)
    cells = cells + [""] * (columns.width - len(cells))
    return RawCopy(
        cells[columns.id].strip(),
        {number: cells[position] for position, number in columns.questions.items()},
        granted(cells[columns.accommodations]) if columns.accommodations is not None else None,
        source=row.source,
    )
