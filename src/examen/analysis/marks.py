"""Marks that people gave, read from JSON Lines or CSV."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path
from typing import Any

from examen.exchange.delimited import Row, read_rows
from examen.exchange.grades import points_of
from examen.exchange.jsonlines import Line, read_objects
from examen.messages import _, reason
from examen.problems import Problem, Source, UnusableError

# Ideas outside the list are named so; two people may name the same one differently.
OPEN = ("autre-", "other-")
_HEADS = {
    "copy": ("copy", "copie"),
    "question": ("question",),
    "points": ("points", "note", "mark"),
    "marker": ("marker", "correcteur", "correctrice"),
    "idea": ("idea", "idée", "idee"),
    "quote": ("quote", "citation"),
}

_GIVEN = {"points", "idea"}


@dataclass(frozen=True, slots=True)
class QuestionMarks:
    """What one marker says of one answer.

    Attributes:
        points: None if the marker gave ideas only.
        ideas: the words quoted for each idea given, by the idea's name as the marker writes it,
            `entity:idea` where there are entities; None if the marker gave points only. Ideas
            outside the list are not among them.
        outside: how many ideas outside the list earned points.
        computed: by entity, how many computed values are right.
        outside_quotes: the words quoted for ideas outside the list, by the names given to these.
    """

    points: Decimal | None
    ideas: Mapping[str, str] | None = None
    outside: int = 0
    computed: Mapping[str, int] = field(default_factory=dict)
    outside_quotes: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


CopyMarks = dict[str, QuestionMarks]  # by question
Marks = dict[str, dict[str, CopyMarks]]  # by marker, then by copy


def read_marks(paths: Sequence[Path]) -> tuple[Marks, list[Problem]]:
    """The marks in several files, by marker and copy.

    JSON Lines hold an object for each copy and marker: `{"copy": "A01", "marker": "marker-1",
    "marks": {"1.1.2": {"ideas": {"cnil": "quote"}, "criteria": {"envoi": 1}, "total": 3}}}`,
    with `"computed": {entity: number}` where values are computed. CSV files have the columns copy
    (or copie), question, points (or note), and marker (or correcteur) if there are several; or, in
    place of points or beside them, idea (or idée): a row for each idea found, one without an idea
    for an answer that holds none, and its quote (or citation) if wanted. A marker without a name is
    called after the file.

    Raises:
        UnusableError: a file cannot be read, or no mark is in any.
    """
    marks: Marks = {}
    problems: list[Problem] = []
    for path in paths:
        read = _from_table if path.suffix.lower() in {".csv", ".tsv"} else _from_lines
        try:
            problems += read(path, marks)
        except OSError as error:
            message = _("“{path}” cannot be read: {reason}.")
            raise UnusableError(message.format(path=path, reason=reason(error))) from error
    if not marks:
        message = _("No marks were found in {paths}.")
        names = ", ".join(map(str, paths))
        raise UnusableError(message.format(paths=names), tuple(problems))
    return marks, problems


def _from_lines(path: Path, marks: Marks) -> Iterator[Problem]:
    for line in read_objects(path, "marks-json"):
        if isinstance(line, Problem):
            yield line
            continue
        try:
            copy, found = _copy_marks(line)
        except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError):
            message = _("This line does not hold a copy's marks. Write copy, marker and marks.")
            yield Problem(line.source, "marks-json", message)
            continue
        marker = str(line.value.get("marker") or path.stem)
        if copy in marks.get(marker, {}):
            yield _twice(line.source, copy, marker)
        else:
            marks.setdefault(marker, {})[copy] = found


def _copy_marks(line: Line) -> tuple[str, CopyMarks]:
    questions = line.value["marks"].items()
    found = {question: _question_marks(given) for question, given in questions}
    return str(line.value["copy"]), found


def _question_marks(given: dict[str, Any]) -> QuestionMarks:
    total = given.get("total")
    if total is None and given.get("criteria"):
        total = sum(map(points_of, given["criteria"].values()))
    named = given.get("ideas")
    outside = {key: value for key, value in (named or {}).items() if is_outside(key)}
    inside = [key for key in named or {} if key not in outside]
    return QuestionMarks(
        points=None if total is None else points_of(total),
        ideas=None if named is None else {key: _quote(named[key]) for key in inside},
        outside=sum(len(value) if isinstance(value, list) else 1 for value in outside.values()),
        computed={key: int(value) for key, value in given.get("computed", {}).items()},
        outside_quotes={key: tuple(_pieces(value)) for key, value in outside.items()},
    )


def _quote(given: Any) -> str:
    return " … ".join(_pieces(given))


def _pieces(given: Any) -> list[str]:
    pieces = given if isinstance(given, list) else [given]
    return [piece for piece in pieces if isinstance(piece, str)]


def is_outside(idea: str) -> bool:
    """Whether an idea's name, with or without its entity, says that no list holds it."""
    return idea.rpartition(":")[2].startswith(OPEN)


def _from_table(path: Path, marks: Marks) -> Iterator[Problem]:
    columns: dict[str, int] | None = None
    for row in read_rows(path, lambda cells: len(_columns(cells))):
        if isinstance(row, Problem):
            yield row
        elif columns is None:
            columns = _columns(row.cells)
            if not ({"copy", "question"} <= columns.keys() and columns.keys() & _GIVEN):
                message = _(
                    "The columns copy, question, and points or idea are needed. Name them so."
                )
                yield Problem(row.source, "marks-table", message)
                return
        elif any(cell.strip() for cell in row.cells):
            yield from _row_marks(row, columns, path.stem, marks)


def _columns(cells: Sequence[str]) -> dict[str, int]:
    names = [cell.strip().casefold() for cell in cells]
    return {
        field_name: names.index(head)
        for field_name, heads in _HEADS.items()
        for head in heads
        if head in names
    }


def _row_marks(row: Row, columns: dict[str, int], marker: str, marks: Marks) -> Iterator[Problem]:
    cells = {
        name: row.cells[position].strip() if position < len(row.cells) else ""
        for name, position in columns.items()
    }
    text, with_ideas = cells.get("points", ""), "idea" in columns
    try:
        points = None if with_ideas and not text else points_of(text.replace(",", "."))
    except (ValueError, ArithmeticError):
        message = _("“{text}” is not a number of points. Write it in figures.")
        yield Problem(row.source, "marks-table", message.format(text=text))
        return
    marker = cells.get("marker") or marker
    answers = marks.setdefault(marker, {}).setdefault(cells["copy"], {})
    found = answers.get(cells["question"], QuestionMarks(None))
    if None not in (points, found.points) and not (with_ideas and points == found.points):
        yield _twice(row.source, cells["copy"], marker)
        return
    if points is not None:
        found = replace(found, points=points)
    if with_ideas:
        found = _with_idea(found, cells["idea"], cells.get("quote", ""))
    answers[cells["question"]] = found


def _with_idea(marks: QuestionMarks, idea: str, quote: str) -> QuestionMarks:
    ideas = dict(marks.ideas or {})
    if is_outside(idea):
        quotes = {**marks.outside_quotes, idea: (*marks.outside_quotes.get(idea, ()), quote)}
        return replace(marks, ideas=ideas, outside=marks.outside + 1, outside_quotes=quotes)
    if idea:
        ideas.setdefault(idea, quote)
    return replace(marks, ideas=ideas)


def _twice(source: Source, copy: str, marker: str) -> Problem:
    message = _("{marker} already marked this answer of copy {copy}; the first marks count.")
    return Problem(source, "marks-duplicate", message.format(marker=marker, copy=copy))
