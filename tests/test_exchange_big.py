"""Copies by the million: the same from every format, packed or not, in memory that stays flat."""

from __future__ import annotations

import csv
import gzip
import io
import json
import os
import threading
import tracemalloc
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyarrow import parquet as pq

from examen.exchange import read_copies
from examen.exchange.seen import Seen
from examen.model.copy import Copy
from examen.problems import ExamenError, Problem, Source

NUMBERS = ["1.1.1", "2.1", "RCS"]
Rows = list[list[str]]
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cn"]), max_size=20)


def read(*paths: Path) -> list[Copy | Problem]:
    return list(read_copies(paths, NUMBERS))


def told(found: Iterable[Copy | Problem]) -> list[str]:
    """The problems as `line:code`."""
    return [f"{p.source.line}:{p.code}" for p in found if isinstance(p, Problem)]


def delimited(rows: Rows) -> bytes:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows([["copie", *NUMBERS], *rows])
    return text.getvalue().encode()


def json_lines(rows: Rows) -> bytes:
    lines = [
        {"copy": copy, "answers": dict(zip(NUMBERS, cells, strict=True))} for copy, *cells in rows
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


def workbook(rows: Rows) -> bytes:
    book = openpyxl.Workbook()
    for row in [["copie", *NUMBERS], *rows]:
        book.active.append(row)
    data = io.BytesIO()
    book.save(data)
    return data.getvalue()


def parquet(rows: Rows) -> bytes:
    data = io.BytesIO()
    names = ["copie", *NUMBERS]
    columns = {name: pa.array([row[n] for row in rows]) for n, name in enumerate(names)}
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


def records(rows: Rows) -> bytes:
    data = io.BytesIO()
    answers = [dict(zip(NUMBERS, cells, strict=True)) for _copy, *cells in rows]
    columns = {"copy": [row[0] for row in rows], "answers": answers}
    pq.write_table(pa.table(columns), data)
    return data.getvalue()


FORMS: dict[str, Any] = {
    "a.jsonl": json_lines,
    "b.csv": delimited,
    "c.xlsx": workbook,
    "d.parquet": parquet,
    "e.parquet": records,
    "f.jsonl.gz": lambda rows: gzip.compress(json_lines(rows)),
    "g.CSV.GZ": lambda rows: gzip.compress(delimited(rows)),
}


@settings(max_examples=30, deadline=None)  # workbooks are slow to write
@given(rows=st.lists(st.tuples(TEXT, TEXT, TEXT), min_size=1, max_size=4))
def test_every_format_gives_the_same_copies(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]]
) -> None:
    folder = tmp_path_factory.mktemp("forms")
    table = [[f"A{n}", *cells] for n, cells in enumerate(rows)]
    expected = [Copy(name, dict(zip(NUMBERS, cells, strict=True))) for name, *cells in table]
    for name, written in FORMS.items():
        path = folder / name
        path.write_bytes(written(table))
        found = read(path)
        assert found == expected, name
        assert [item.source.path for item in found] == [str(path)] * len(table)


@pytest.mark.parametrize("name", ["copies.jsonl.gz", "copies.csv.gz"])
@pytest.mark.parametrize("damage", ["cut", "other", "bits", "empty"])
def test_a_packed_file_that_is_broken(tmp_path: Path, name: str, damage: str) -> None:
    rows = [[f"A{n}", os.urandom(20).hex(), "", ""] for n in range(5000)]
    data = gzip.compress(json_lines(rows) if "jsonl" in name else delimited(rows))
    middle = len(data) // 2
    path = tmp_path / name
    path.write_bytes(
        {
            "cut": data[:middle],
            "other": delimited(rows),
            "bits": data[:middle] + bytes(50) + data[middle + 50 :],
            "empty": b"",
        }[damage]
    )
    found = read(path)
    expected = "0:copy-table" if damage == "empty" else "0:copy-unreadable"
    assert told(found)[-1:] == ([] if (damage, name[7]) == ("empty", "j") else [expected])
    if damage != "empty":
        assert "pas un fichier gzip entier" in str(found[-1])


@pytest.mark.parametrize("name", ["copies.jsonl.gz", "copies.csv.gz"])
def test_a_packed_file_that_would_never_end(tmp_path: Path, name: str) -> None:
    path = tmp_path / name
    with gzip.open(path, "wb") as stream:
        for _ in range(100):
            stream.write(b"0" * 1_000_000)
    tracemalloc.start()
    found = read(path)
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert told(found)[-1] == "0:copy-unreadable"
    assert "bien trop volumineux" in str(found[-1])
    assert peak < 30_000_000


def test_other_packed_files_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "copies.xlsx.gz"
    path.write_bytes(gzip.compress(b"x"))
    assert told(read(path)) == ["0:copy-format"]


def test_a_copy_met_before_in_a_file_of_another_format(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in FORMS]
    for path, written in zip(paths, FORMS.values(), strict=True):
        path.write_bytes(written([["A01", "un", "", ""], [f"B{path.name}", "", "", ""]]))
    found = read(*paths)
    assert [item.id for item in found if isinstance(item, Copy)] == [
        "A01",
        *(f"B{path.name}" for path in paths),
    ]
    problems = [item for item in found if isinstance(item, Problem)]
    assert [problem.code for problem in problems] == ["copy-duplicate"] * (len(paths) - 1)
    assert all(f"{paths[0]}:1\u202f;" in str(problem) for problem in problems)
    assert [problem.source.path for problem in problems] == [str(path) for path in paths[1:]]


def test_numbers_that_differ_little_are_not_the_same(tmp_path: Path) -> None:
    names = ["1", "01", "a", "A", "é", "e\u0301", "1.0", "1e0"]
    path = tmp_path / "copies.jsonl"
    path.write_bytes(json_lines([[name, "", "", ""] for name in names]))
    assert [item.id for item in read(path) if isinstance(item, Copy)] == names


def test_the_first_place_is_told_in_any_thread_and_beyond_what_memory_keeps() -> None:
    with Seen() as seen:
        places = [Source(f"copies/{n}\udce9.txt", n) for n in range(200)]
        assert [seen.before(f"{place.line}\ud800", place) for place in places] == [None] * 200
        told: list[Source | None] = []

        def again() -> None:
            told.extend(seen.before(f"{n}\ud800", Source("late", 1)) for n in range(200))

        thread = threading.Thread(target=again)
        thread.start()
        thread.join()
    assert told == places


def test_no_room_for_what_was_seen_is_told_in_one_sentence() -> None:
    def fill(seen: Seen) -> None:
        for n in range(10_000):
            seen.before(f"copie {n}", Source("copies.csv", n))

    with Seen() as seen:
        fill(seen)
    with Seen() as full:
        full._base.execute("PRAGMA max_page_count = 4")
        with pytest.raises(ExamenError, match="fichiers temporaires"):
            fill(full)


def lines(count: int) -> Iterator[str]:
    for n in range(count):
        yield f'{{"copy": "C{n:06d}", "answers": {{"1.1.1": "mot {n} {"mot " * 50}"}}}}\n'


def peak_of_reading(path: Path) -> int:
    tracemalloc.start()
    for _copy in read_copies([path], NUMBERS):
        pass
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak


def test_memory_does_not_grow_with_the_copies(tmp_path: Path) -> None:
    few, many = tmp_path / "few.jsonl", tmp_path / "many.jsonl"
    few.write_text("".join(lines(100)))
    many.write_text("".join(lines(6_000)))
    peak_of_reading(few)  # what is made once
    assert peak_of_reading(many) < peak_of_reading(few) + 60_000


def test_a_folder_is_read_file_after_file(tmp_path: Path) -> None:
    folder = tmp_path / "dossier"
    folder.mkdir()
    for n in range(1000):
        (folder / f"C{n:04d}.txt").write_text(f"2.1\n\nmot {n}\n\nRCS\n\n{'mot ' * 5000}\n")
    reading = read_copies([folder], NUMBERS)
    first = next(reading)
    (folder / "C0001.txt").unlink()  # not opened yet
    rest = list(reading)
    assert isinstance(first, Copy)
    assert first.answers["2.1"] == "mot 0"
    assert told(rest) == ["0:copy-unreadable"]
    assert [item.id for item in rest if isinstance(item, Copy)] == [
        f"C{n:04d}" for n in range(2, 1000)
    ]


@pytest.mark.parametrize(
    ("data", "answer"),
    [
        (b"2.1\r\rmot\rmot\r", "mot\nmot"),
        (b"2.1\r\n\r\nmot\r\nmot\r\n", "mot\nmot"),
        ("2.1\n\nété".encode("utf-16") + b"\x00", "été�"),
        ("2.1\n\nété".encode("utf-8-sig"), "été"),
        ("2.1\n\nété".encode("cp1252"), "été"),
    ],
)
def test_texts_as_systems_write_them(tmp_path: Path, data: bytes, answer: str) -> None:
    path = tmp_path / "A.txt"
    path.write_bytes(data)
    (copy,) = read(path)
    assert isinstance(copy, Copy)
    assert copy.answers["2.1"] == answer
