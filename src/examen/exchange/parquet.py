"""Parquet files, the door to pyarrow: a row a copy, streaming however large a row group is."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from decimal import Decimal
from itertools import chain, repeat
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from examen.exchange.cells import said
from examen.exchange.delimited import Row
from examen.exchange.records import RawCopy, UnreadableError, shown
from examen.exchange.tables import Columns, Heads, granted, no_question, no_table
from examen.messages import _
from examen.problems import Problem, Source

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet as pq

_ANSWERS = "answers"  # a column of records, as programs make it of JSON Lines
_INDEX = "__index_level_"  # columns that pandas adds by itself
_BUFFER = 1 << 18  # bytes of a column that are read at once
_BATCH = 2_000_000  # bytes of a batch of rows, by what the file says of their size
_MOST_ROWS = 1000


class _Column(NamedTuple):
    """A column of cells: a column of the file, or one field of its column of records."""

    head: str
    name: str
    field: int | None = None


def read_parquet(path: Path, heads: Heads) -> Iterator[RawCopy | Problem]:
    """The copies of a Parquet file; the line of each is its row, counted from 1.

    The columns are those of any table of copies; or those of JSON Lines, with the answers in one
    column, as a struct or a map by question number.

    Raises:
        UnreadableError: pyarrow is not installed.
        OSError: the file cannot be opened.
        Exception: whatever pyarrow raises on a broken file.
    """
    try:
        from pyarrow import parquet as pq
    except ImportError:
        message = _("Parquet files need one more library. Install it: {command}")
        text = message.format(command='pip install "examen[parquet]"')
        raise UnreadableError(text, "copy-format") from None
    # As it comes, it would read all that a row group holds of a column at once.
    with closing(pq.ParquetFile(path, buffer_size=_BUFFER, pre_buffer=False)) as file:
        yield from _copies(str(path), file, heads)


def _copies(path: str, file: pq.ParquetFile, heads: Heads) -> Iterator[RawCopy | Problem]:
    schema = file.schema_arrow
    columns, with_map = list(_columns(schema)), _has_map(schema)
    if not columns:
        yield no_table(Source(path))
        return
    table = yield from heads.columns(Row(Source(path), [column.head for column in columns]))
    if table is None:
        return
    if not table.questions and not with_map:
        yield no_question(Source(path))
        return
    wanted = {columns[position].name for position in table.positions()}
    wanted |= {_ANSWERS} if with_map else set()
    batches = file.iter_batches(_batch_size(file), columns=sorted(wanted), use_threads=False)
    rows = chain.from_iterable(_rows(batch, columns, table) for batch in batches)
    for row, (ident, grants, pairs, *cells) in enumerate(rows, 1):
        if ident or pairs or any(cells):
            given = [*zip(table.questions.values(), cells, strict=True), *(pairs or ())]
            yield _copy(Source(path, row), ident, given, grants)


def _copy(
    source: Source, ident: Any, given: list[tuple[Any, Any]], grants: Any
) -> RawCopy | Problem:
    answers = {str(number): answer for number, answer in given}
    if len(answers) < len(given):
        numbers = [str(number) for number, _answer in given]
        twice = next(number for number in numbers if numbers.count(number) > 1)
        message = _("“{key}” stands twice in the same object. Keep one of the two.")
        return Problem(source, "copy-table", message.format(key=shown(twice)))
    return RawCopy(ident, answers, grants, source=source)


def _columns(schema: pa.Schema) -> Iterator[_Column]:
    """The columns of cells; those that have no head are passed over in tables."""
    from pyarrow import types

    for field in schema:
        if field.name == _ANSWERS and types.is_struct(field.type):
            for index in range(field.type.num_fields):
                yield _Column(field.type.field(index).name, _ANSWERS, index)
        else:
            ours = field.name == _ANSWERS and types.is_map(field.type)
            yield _Column("" if ours or field.name.startswith(_INDEX) else field.name, field.name)


def _has_map(schema: pa.Schema) -> bool:
    """Whether the answers stand in one column, as pairs of a question number and an answer."""
    from pyarrow import types

    return _ANSWERS in schema.names and types.is_map(schema.field(_ANSWERS).type)


def _batch_size(file: pq.ParquetFile) -> int:
    """How many rows to decode at once: few where rows are long."""
    groups = [file.metadata.row_group(index) for index in range(file.num_row_groups)]
    longest = max((group.total_byte_size / max(group.num_rows, 1) for group in groups), default=0)
    return max(1, min(_MOST_ROWS, int(_BATCH / max(longest, 1))))


def _rows(
    batch: pa.RecordBatch, columns: Sequence[_Column], table: Columns
) -> Iterator[tuple[Any, ...]]:
    """For each row its number, its accommodations, the pairs of its map, and its other answers."""
    grants: Iterable[Any] = repeat(None)
    if table.accommodations is not None:
        grants = map(_granted, _values(batch, columns[table.accommodations]))
    pairs = batch.column(_ANSWERS).to_pylist() if _has_map(batch.schema) else repeat(None)
    answers = (_values(batch, columns[position]) for position in table.questions)
    return zip(_values(batch, columns[table.id]), grants, pairs, *answers, strict=False)


def _granted(value: Any) -> Any:
    return granted(value) if isinstance(value, str) else value


def _values(batch: pa.RecordBatch, column: _Column) -> list[Any]:
    """The cells of a column: text, None where there is nothing, a list or a dict if it has such."""
    import pyarrow as pa

    array = batch.column(batch.schema.get_all_field_indices(column.name)[0])
    if column.field is not None:
        array = array.flatten()[column.field]
    if pa.types.is_float32(array.type):  # as short as it was written
        return [
            None if text is None else said(Decimal(text))
            for text in array.cast(pa.string()).to_pylist()
        ]
    values: list[Any] = array.to_pylist()
    if pa.types.is_string(array.type) or pa.types.is_nested(array.type):
        return values
    return [value if value is None else said(value) for value in values]
