"""Finding cases and questions of a bank, by words and by what they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from sqlite3 import Connection
from typing import TYPE_CHECKING, Any, NamedTuple

from examen.messages import _
from examen.problems import ExamenError
from examen.search.excerpts import Excerpt, Span, Words, excerpt, marks
from examen.search.filling import POINTS
from examen.search.index import Advance, ask
from examen.search.named import check_names, kinds
from examen.search.near import near
from examen.search.terms import expressions, found_words, missing_words, terms

if TYPE_CHECKING:
    from examen.problems import Problem

# How much a word weighs in the title of a case or part, the prompt, the expected ideas, the
# documents, and for a question in the title of its case.
_WEIGHTS = (10, 5, 3, 1, 2)


class Range(NamedTuple):
    """Numbers from one to the other, both among them; None is no bound."""

    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Wanted:
    """What is looked for. What says nothing about cases (a level, a form) leaves them out.

    Attributes:
        words: what was typed: words, phrases, beginnings and words to leave out.
        unused_since: a day, YYYY-MM-DD, from which on a question was not given to anybody.
        sort: a key of `ORDERS`.
    """

    words: tuple[str, ...] = ()
    competencies: tuple[str, ...] = ()
    blocks: tuple[str, ...] = ()
    level: Range | None = None
    minutes: Range | None = None
    points: Range | None = None
    forms: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    cases: tuple[str, ...] = ()
    unused_since: str | None = None
    never_used: bool = False
    sort: str | None = None
    limit: int = 20


class Hit(NamedTuple):
    """A case or a question that was found.

    Attributes:
        number: of the question; empty for a case.
        title: of the case, with the words found in it.
        part: the titles of the parts in which a question stands.
        last_used: the last day it was given to a class, YYYY-MM-DD.
    """

    case: str
    number: str
    title: str
    part: str
    points: Decimal
    level: int | None
    minutes: int | None
    form: str | None
    assessment: str
    status: str
    competencies: tuple[str, ...]
    last_used: str | None
    excerpt: Excerpt
    title_marks: tuple[Span, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What was found as plain data, for a program."""
        return {
            "case": self.case,
            "number": self.number or None,
            "title": self.title,
            "part": self.part or None,
            "points": self.points,
            "level": self.level,
            "minutes": self.minutes,
            "form": self.form,
            "assessment": self.assessment,
            "status": self.status,
            "competencies": self.competencies,
            "last_used": self.last_used,
            "excerpt": self.excerpt._asdict(),
        }


class Found(NamedTuple):
    """What a search found.

    Attributes:
        total: how many cases and questions there are, of which the first ones are in `hits`.
        near: for each word that the bank does not have, the words of the bank that are near.
        named: what was typed and is the name of something, with its kind: `case`, `competency` or
            `block`.
    """

    hits: tuple[Hit, ...]
    total: int
    near: dict[str, tuple[str, ...]]
    named: dict[str, str]
    problems: tuple[Problem, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """What was found as plain data, for a program."""
        return {
            "total": self.total,
            "results": [hit.to_json() for hit in self.hits],
            "near": self.near,
            "named": self.named,
            "problems": [problem.to_json() for problem in self.problems],
        }


def search(
    bank: Path, rubrics: Path | None, wanted: Wanted, advance: Advance = lambda _files: None
) -> Found:
    """Find cases and questions; the index is made or brought up to date if need be.

    Args:
        bank: the bank's folder.
        rubrics: the folder of its rubrics, if there is one.
        wanted: what to find.
        advance: called with how many more files were read.

    Returns:
        The same for the same files and the same question.

    Raises:
        ExamenError: the words hold no letter, or the bank lacks a case, competency or block asked
            for by name.
        OSError: a folder does not exist.
    """
    folders = (bank, rubrics) if rubrics else (bank,)
    found, problems = ask(folders, lambda index: _found(index, wanted), advance)
    return found._replace(problems=problems)


_LAST_USED = (
    '(SELECT max(day) FROM uses WHERE uses."case" = items."case" '
    "AND (items.number = '' OR uses.number = items.number))"
)
_BY_PLACE = 'items."case", items.place'
ORDERS = {
    "relevance": _BY_PLACE,
    "case": _BY_PLACE,
    "points": f"items.points, {_BY_PLACE}",
    "minutes": f"items.minutes IS NULL, items.minutes, {_BY_PLACE}",
    "level": f"items.level IS NULL, items.level, {_BY_PLACE}",
    "last-used": f"{_LAST_USED}, {_BY_PLACE}",
}

Condition = tuple[str, tuple[Any, ...]]


def _found(index: Connection, wanted: Wanted) -> Found:
    check_names(
        index,
        {"case": wanted.cases, "competency": wanted.competencies, "block": wanted.blocks},
    )
    every = terms(wanted.words)
    if wanted.words and not every:
        message = _("“{words}” holds nothing to look for; type words or numbers")
        raise ExamenError(message.format(words=" ".join(wanted.words)))
    asked, out = [term for term in every if not term.out], [term for term in every if term.out]
    said = " AND ".join(f"({part})" for part in expressions(index, asked))
    conditions = list(_filters(wanted))
    conditions += [
        ("items.id NOT IN (SELECT rowid FROM texts WHERE texts MATCH ?)", (part,))
        for part in expressions(index, out)
    ]
    order = ORDERS[wanted.sort or "relevance"]
    source = "items"
    if said:
        source = "texts JOIN items ON items.id = texts.rowid"
        conditions.insert(0, ("texts MATCH ?", (said,)))
        if wanted.sort in (None, "relevance"):
            order = f"bm25(texts, {_ALL_WEIGHTS}), {order}"
    rows, total = _rows(index, source, conditions, order, wanted.limit)
    words = frozenset[Words]().union(*(found_words(index, term) for term in asked))
    named = {word: kind for word in wanted.words for kind in kinds(index, word)}
    others = terms(word for word in wanted.words if word not in named)
    missing = {
        typed: near(index, word)
        for term in others
        if not term.out
        for typed, word in missing_words(index, term)
    }
    return Found(tuple(_hit(index, row, words) for row in rows), total, missing, named)


_ALL_WEIGHTS = ", ".join(map(str, (*_WEIGHTS, *_WEIGHTS)))  # lemmas, then words as written


def _filters(wanted: Wanted) -> Iterator[Condition]:
    for column, names in (
        ("items.form", wanted.forms),
        ("items.assessment", wanted.assessments),
        ("items.status", wanted.statuses),
        ('items."case"', wanted.cases),
    ):
        if names:
            yield f"{column} IN ({_marks(names)})", names
    if wanted.competencies:
        marks = _marks(wanted.competencies)
        chosen = f"SELECT item FROM assessed WHERE competency IN ({marks})"  # noqa: S608 - question marks alone
        yield f"items.id IN ({chosen})", wanted.competencies
    if wanted.blocks:
        yield (
            f"items.id IN ({_OF_BLOCKS} ({_marks(wanted.blocks)}))",
            wanted.blocks,
        )
    for column, bounds, unit in (
        ("level", wanted.level, 1),
        ("minutes", wanted.minutes, 1),
        ("points", wanted.points, POINTS),
    ):
        if bounds:
            yield from _within(f"items.{column}", bounds, unit)
    if wanted.never_used:
        yield f"{_LAST_USED} IS NULL", ()
    if wanted.unused_since:
        yield f"coalesce({_LAST_USED}, '') < ?", (wanted.unused_since,)


_OF_BLOCKS = (
    "SELECT item FROM assessed JOIN items AS one ON one.id = item JOIN competencies "
    "ON competencies.competency = assessed.competency AND competencies.framework = one.framework "
    "WHERE block IN"
)


def _within(column: str, bounds: Range, unit: int) -> Iterator[Condition]:
    yield "items.number != ''", ()
    if bounds.low is not None:
        yield f"{column} >= ?", (int(bounds.low * unit),)
    if bounds.high is not None:
        yield f"{column} <= ?", (int(bounds.high * unit),)


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))


def _rows(
    index: Connection, source: str, conditions: Sequence[Condition], order: str, limit: int
) -> tuple[list[tuple[Any, ...]], int]:
    """The first rows, and how many there are."""
    where = " AND ".join(text for text, _values in conditions) or "1"
    values = [value for _text, given in conditions for value in given]
    (total,) = index.execute(f"SELECT count(*) FROM {source} WHERE {where}", values).fetchone()  # noqa: S608 - values are bound
    # The texts of those that are shown alone are read: to sort them all with theirs takes long.
    first = f"SELECT items.id FROM {source} WHERE {where} ORDER BY {order} LIMIT ?"  # noqa: S608 - values are bound
    shown = [item for (item,) in index.execute(first, (*values, limit))]
    query = f"SELECT items.*, {_LAST_USED} FROM items WHERE id = ?"  # noqa: S608 - our own words
    return [index.execute(query, (item,)).fetchone() for item in shown], total


def _hit(index: Connection, row: tuple[Any, ...], words: frozenset[Words]) -> Hit:
    _item, case, number, _place, title, part, prompt, ideas, points, *rest = row
    level, minutes, form, assessment, status, _framework, competencies, named, last_used = rest

    def fields() -> Iterator[tuple[str, str]]:
        yield "prompt" if number else "context", prompt
        yield "ideas", ideas
        names = named.split()
        query = f'SELECT * FROM documents WHERE "case" = ? AND name IN ({_marks(names)})'  # noqa: S608 - question marks alone
        rows = index.execute(f"{query} ORDER BY place", (case, *names))
        for _case, name, _n, heading, body in rows:
            yield name.removeprefix("."), f"{heading}. {body}" if heading else body

    return Hit(
        case,
        number,
        title,
        part,
        Decimal(points) / POINTS,
        level,
        minutes,
        form,
        assessment,
        status,
        tuple(competencies.split()),
        last_used,
        excerpt(fields(), words),
        marks(title, words),
    )
