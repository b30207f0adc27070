"""Copies in Parquet files: as a table, as records, and however large a row group is."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from examen.exchange import read_copies
from examen.model.copy import Accommodation, Copy
from examen.problems import Problem

NUMBERS = ["1.1.1", "2.1", "RCS"]


def parquet(folder: Path, columns: dict[str, Any], **options: Any) -> Path:
    path = folder / "copies.parquet"
    pq.write_table(pa.table(columns), path, **options)
    return path


def read(path: Path) -> list[Copy | Problem]:
    return list(read_copies([path], NUMBERS))


def told(found: Iterable[Copy | Problem]) -> list[str]:
    """The problems as `line:code`."""
    return [f"{p.source.line}:{p.code}" for p in found if isinstance(p, Problem)]


def answers(found: Iterable[Copy | Problem]) -> dict[str, list[str]]:
    return {item.id: list(item.answers.values()) for item in found if isinstance(item, Copy)}


def test_a_column_a_question(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        {
            "copie": ["A01", "A02"],
            "RCS": ["trois", "  "],
            "Question 2,1": ["un\r\ndeux", None],
            "1.1.1": ["é ; \0", ""],
            "Aménagements": [None, "expression ; expression"],
        },
    )
    first, second = read(path)
    assert first == Copy(
        "A01",
        {"1.1.1": "é ; �", "2.1": "un\r\ndeux", "RCS": "trois"},
        warnings=("Des caractères qui ne sont pas du texte sont remplacés par �.",),
    )
    assert second == Copy(
        "A02", {"1.1.1": "", "2.1": "", "RCS": "  "}, frozenset([Accommodation.EXPRESSION])
    )
    assert [str(item.source) for item in (first, second)] == [f"{path}:1", f"{path}:2"]


RECORDS = [
    {"1.1.1": "un", "2.1": "deux", "RCS": None},
    {"1.1.1": None, "2.1": "", "RCS": "trois"},
    None,
]


@pytest.mark.parametrize("form", ["struct", "map"])
def test_records_as_in_json_lines(tmp_path: Path, form: str) -> None:
    pairs = [record and list(record.items()) for record in RECORDS]
    given = (
        pa.array(pairs, pa.map_(pa.string(), pa.string())) if form == "map" else pa.array(RECORDS)
    )
    path = parquet(
        tmp_path,
        {"copy": ["A", "B", "C"], "answers": given, "accommodations": [["expression"], [], None]},
    )
    found = read(path)
    assert told(found) == []
    assert answers(found) == {
        "A": ["un", "deux", ""],
        "B": ["", "", "trois"],
        "C": ["", "", ""],
    }
    granted = [item.accommodations for item in found if isinstance(item, Copy)]
    assert granted == [{Accommodation.EXPRESSION}, frozenset(), frozenset()]


def test_what_a_map_answers_to_another_exam_is_told(tmp_path: Path) -> None:
    given = pa.array([[("9.9", "x"), ("2.1", "deux")]], pa.map_(pa.string(), pa.string()))
    found = read(parquet(tmp_path, {"copy": ["A"], "answers": given}))
    assert told(found) == ["1:copy-question"]
    assert answers(found) == {"A": ["", "deux", ""]}


def test_a_map_by_whole_numbers(tmp_path: Path) -> None:
    given = pa.array([[(1, "un")]], pa.map_(pa.int32(), pa.string()))
    (copy,) = read_copies([parquet(tmp_path, {"copy": ["A"], "answers": given})], ["1"])
    assert isinstance(copy, Copy)
    assert copy.answers == {"1": "un"}


def test_a_number_that_a_map_holds_twice(tmp_path: Path) -> None:
    given = pa.array([[("2.1", "x"), ("2.1", "y")], []], pa.map_(pa.string(), pa.string()))
    found = read(parquet(tmp_path, {"copy": ["A", "B"], "answers": given}))
    assert told(found) == ["1:copy-table"]
    assert list(answers(found)) == ["B"]


@pytest.mark.parametrize(
    "kind",
    [
        pa.string(),
        pa.large_string(),
        pa.string_view(),
        pa.binary(),
        pa.dictionary(pa.int32(), pa.string()),
        pa.dictionary(pa.int8(), pa.large_string()),
    ],
    ids=str,
)
def test_text_in_all_the_ways_that_it_is_kept(tmp_path: Path, kind: pa.DataType) -> None:
    ids = pa.array(["A", "B", "C"]).cast(kind)
    cells = pa.array(["l’été", None, "l’été"]).cast(kind)
    found = read(parquet(tmp_path, {"copie": ids, "1.1.1": cells, "2.1": cells, "RCS": cells}))
    assert told(found) == []
    assert answers(found) == {"A": ["l’été"] * 3, "B": [""] * 3, "C": ["l’été"] * 3}


def test_cells_that_are_not_text_are_said_as_in_a_workbook(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        {
            "copie": [12.0, 13.0, 14.0],
            "1.1.1": pa.array([1.5, 0.1, float("nan")], pa.float32()),
            "2.1": [True, False, None],
            "RCS": pa.array([Decimal("12.50"), None, Decimal(7)], pa.decimal128(10, 2)),
        },
    )
    assert answers(read(path)) == {
        "12": ["1.5", "VRAI", "12.5"],
        "13": ["0.1", "FAUX", ""],
        "14": ["", "", "7"],
    }


def test_days_and_times(tmp_path: Path) -> None:
    moments = [datetime(2020, 6, 2), datetime(2020, 6, 2, 14, 30)]  # noqa: DTZ001 - without zone
    path = parquet(
        tmp_path,
        {
            "copie": [1, 2],
            "1.1.1": [date(2020, 6, 2), None],
            "2.1": pa.array(moments, pa.timestamp("ns")),
            "RCS": pa.array([None, None], pa.null()),
        },
    )
    assert answers(read(path)) == {
        "1": ["2020-06-02", "2020-06-02", ""],
        "2": ["", "2020-06-02T14:30:00", ""],
    }


def test_an_answer_that_is_a_list_is_no_answer(tmp_path: Path) -> None:
    given = pa.array([["a", "b"], None])
    found = read(parquet(tmp_path, {"id": ["A", "B"], "1.1.1": given, "2.1": given, "RCS": given}))
    assert told(found) == ["1:copy-answer"] * 3
    assert answers(found) == {"B": ["", "", ""]}


def test_rows_that_are_wrong_are_told_by_their_number(tmp_path: Path) -> None:
    ids = ["A", None, "A", None, "a/b", "C"]
    cells = ["un", "deux", "trois", None, "", "x" * 600_000]
    path = parquet(
        tmp_path,
        {"copie": ids, "1.1.1": cells, "2.1": [""] * 6, "RCS": [None] * 6},
        row_group_size=2,
    )
    found = read(path)
    assert answers(found) == {"A": ["un", "", ""]}
    assert told(found) == ["2:copy-id", "3:copy-duplicate", "5:copy-id", "6:copy-size"]
    assert f"{path}:1" in str([item for item in found if isinstance(item, Problem)][1])


def test_columns_that_are_unknown_or_missing_are_told_once(tmp_path: Path) -> None:
    path = parquet(
        tmp_path,
        {"1.1.1": ["un"] * 3, "Nom": ["X"] * 3, "id": [1, 2, 3], "__index_level_0__": [0, 1, 2]},
    )
    found = read(path)
    for problem, named in zip(found, ("Nom", "2.1", "RCS"), strict=False):
        assert named in str(problem)
    assert told(found) == ["0:copy-question"] * 3
    assert list(answers(found)) == ["1", "2", "3"]


def test_columns_of_the_same_name(tmp_path: Path) -> None:
    path = tmp_path / "copies.parquet"
    cells = [pa.array([text]) for text in ("A", "un", "deux", "trois", "quatre")]
    pq.write_table(pa.Table.from_arrays(cells, names=["copie", *NUMBERS, "2.1"]), path)
    found = read(path)
    assert told(found) == ["0:copy-question"]
    assert answers(found) == {"A": ["un", "deux", "trois"]}


@pytest.mark.parametrize(
    "columns",
    [
        {"1.1.1": ["un"], "2.1": ["deux"]},
        {"amenagements": ["expression"], "2.1": ["deux"]},
        {"copie": ["A"], "nom": ["X"]},
        {"copie": ["A"], "answers": ["un"]},
        {},
    ],
    ids=str,
)
def test_files_without_a_table_of_copies(tmp_path: Path, columns: dict[str, Any]) -> None:
    found = read(parquet(tmp_path, columns))
    assert answers(found) == {}
    assert told(found)[-1] == "0:copy-table"


def test_a_file_without_rows_holds_no_copy(tmp_path: Path) -> None:
    empty = pa.array([], pa.string())
    assert read(parquet(tmp_path, dict.fromkeys(["copie", *NUMBERS], empty))) == []


@pytest.mark.parametrize("damage", ["empty", "cut", "other", "pages"])
def test_a_broken_file(tmp_path: Path, damage: str) -> None:
    path = parquet(tmp_path, {name: [str(n) for n in range(5000)] for name in ["copie", *NUMBERS]})
    data = path.read_bytes()
    middle = len(data) // 3
    path.write_bytes(
        {
            "empty": b"",
            "cut": data[:middle],
            "other": b"copie;1.1.1\nA;un\n",
            "pages": data[:4] + b"\xff" * middle + data[4 + middle :],
        }[damage]
    )
    found = read(path)
    assert told(found)[-1] == "0:copy-unreadable"
    assert "Le fichier est abîmé" in str(found[-1])


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    (problem,) = read(tmp_path / "absent.parquet")
    assert "n’existe pas" in str(problem)


def test_without_the_library_a_sentence_says_how_to_install_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = parquet(tmp_path, {"copie": ["A"]})
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    (problem,) = read(path)
    assert told([problem]) == ["0:copy-format"]
    assert str(problem).endswith('Installez-la\u00a0: pip install "examen[parquet]"')


def test_the_library_is_loaded_only_for_such_a_file(tmp_path: Path) -> None:
    table = tmp_path / "copies.csv"
    table.write_text("copie;1.1.1;2.1;RCS\nA;un;deux;trois\n")
    code = (
        "import sys; from pathlib import Path; from examen.exchange import read_copies;"
        "print(list(read_copies([Path(sys.argv[1])], ['1.1.1']))[-1].id, 'pyarrow' in sys.modules)"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, table], capture_output=True, text=True, check=True
    )
    assert done.stdout == "A False\n"


CELLS = st.none() | st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]))


@settings(deadline=None)
@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=8), st.integers(1, 3))
def test_any_text_survives(
    tmp_path_factory: pytest.TempPathFactory,
    rows: list[tuple[str | None, str | None, str | None]],
    group: int,
) -> None:
    columns = {name: [row[n] for row in rows] for n, name in enumerate(NUMBERS)}
    texts = {name: pa.array(cells, pa.string()) for name, cells in columns.items()}
    ids = pa.array([f"A{n}" for n in range(len(rows))], pa.string())
    path = parquet(tmp_path_factory.mktemp("parquet"), {"id": ids, **texts}, row_group_size=group)
    assert answers(read(path)) == {
        f"A{n}": [cell or "" for cell in row] for n, row in enumerate(rows)
    }


def test_one_huge_row_group_is_read_in_pieces(tmp_path: Path) -> None:
    texts = [f"mot {n} " * 8000 for n in range(12)]
    count = 800
    columns = {
        "copie": [str(n) for n in range(count)],
        "1": [texts[n % 12] + str(n) for n in range(count)],
    }
    path = parquet(
        tmp_path,
        columns,
        row_group_size=count,
        write_batch_size=16,  # pages of a usual size
        use_dictionary=False,
        compression="none",
    )
    assert path.stat().st_size > 39_000_000
    assert pq.ParquetFile(path).num_row_groups == 1
    code = (
        "import sys; from pathlib import Path; import pyarrow;"
        "from examen.exchange import read_copies;"
        "print(sum(1 for _ in read_copies([Path(sys.argv[1])], ['1'])));"
        "print(pyarrow.default_memory_pool().max_memory())"
    )
    done = subprocess.run(  # noqa: S603 - our own interpreter
        [sys.executable, "-c", code, path], capture_output=True, text=True, check=True
    )
    copies, most = map(int, done.stdout.split())
    assert copies == count
    assert most < 20_000_000
