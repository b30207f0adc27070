"""Copies in tables: CSV in all the ways that spreadsheet programs write it, and XLSX."""

from __future__ import annotations

import csv
import io
import tracemalloc
import zipfile
from collections.abc import Iterable
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl  # type: ignore[import-untyped]  # ships no types
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.exchange import read_copies
from examen.model.copy import Accommodation, Copy
from examen.problems import Problem

NUMBERS = ["1.1.1", "2.1", "RCS"]
TITLES = {"RCS": ["Réflexion commerciale structurée"]}


def read(path: Path) -> list[Copy | Problem]:
    return list(read_copies([path], NUMBERS, TITLES))


def told(found: Iterable[Copy | Problem]) -> list[str]:
    """The problems as `line:code`."""
    return [f"{p.source.line}:{p.code}" for p in found if isinstance(p, Problem)]


def answers(found: Iterable[Copy | Problem]) -> dict[str, list[str]]:
    return {item.id: list(item.answers.values()) for item in found if isinstance(item, Copy)}


def csv_file(tmp_path: Path, text: str, encoding: str = "utf-8", name: str = "c.csv") -> Path:
    path = tmp_path / name
    path.write_bytes(text.encode(encoding))
    return path


def workbook(tmp_path: Path, *rows: list[Any]) -> Path:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    path: Path = tmp_path / "copies.xlsx"
    book.save(path)
    return path


TABLE = [
    ["copie", "1.1.1", "2.1", "RCS"],
    ["A01", "un ; deux,\ttrois", "ligne 1\nligne 2", 'dit « "oui" »'],
    ["A02", "", "é", "=1+1"],
]
EXPECTED = {row[0]: row[1:] for row in TABLE[1:]}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str, line_end: str) -> None:
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter, lineterminator=line_end).writerows(TABLE)
    path = csv_file(tmp_path, text.getvalue(), encoding)
    assert answers(found := read(path)) == EXPECTED
    assert told(found) == []
    # The cell of two lines makes the second copy start a line further down.
    assert [item.source.line for item in found] == [2, 4]


def test_xlsx(tmp_path: Path) -> None:
    # A formula is shown by what it comes to, which only a spreadsheet program can say.
    table = [[cell.replace("=1+1", "un") for cell in row] for row in TABLE]
    found = read(workbook(tmp_path, *table))
    assert answers(found) == {row[0]: row[1:] for row in table[1:]}
    assert [item.source.line for item in found] == [2, 3]


CELLS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=30)


@given(st.lists(st.tuples(CELLS, CELLS, CELLS), max_size=5), st.sampled_from(";,\t"))
def test_any_text_survives_csv(
    tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[str, str, str]], delimiter: str
) -> None:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(["id", *NUMBERS])
    writer.writerows([[f"A{n}", *row] for n, row in enumerate(rows)])
    path = csv_file(tmp_path_factory.mktemp("csv"), text.getvalue())
    clean = [[cell.replace("\ufffe", "�").replace("\uffff", "�") for cell in row] for row in rows]
    assert answers(read(path)) == {f"A{n}": row for n, row in enumerate(clean)}


def test_windows_1252_is_read_and_told(tmp_path: Path) -> None:
    path = csv_file(tmp_path, "copie;1.1.1;2.1;RCS\nA;l’été, 5 €;;\n", "cp1252")
    found = read(path)
    assert answers(found) == {"A": ["l’été, 5 €", "", ""]}
    assert told(found) == ["0:copy-encoding"]
    assert "Windows-1252" in str(found[0])


@pytest.mark.parametrize(
    "head",
    [
        "Copie;Question 1.1.1;Q2.1;RCS",
        "N° de copie;1.1.1 :;Q. 2,1;rcs",
        "Numéro d’anonymat;question n° 1.1.1;2.1.;Réflexion commerciale structurée",
        "ID;1.1.1);2.1;Reflexion Commerciale Structuree",
        "sans titre connu;1.1.1;2.1;RCS",
        "sep=;\nCANDIDAT;1.1.1;2.1;RCS",
    ],
)
def test_heads_of_columns(tmp_path: Path, head: str) -> None:
    found = read(csv_file(tmp_path, f"{head}\nA;un;deux;trois\n"))
    assert answers(found) == {"A": ["un", "deux", "trois"]}
    assert told(found) == []


def test_commas_in_the_heads_do_not_mislead(tmp_path: Path) -> None:
    text = "copie;1,1,1;2,1;Nom, prénom, classe, groupe\nA;un;deux;X\n"
    assert answers(read(csv_file(tmp_path, text))) == {"A": ["un", "deux", ""]}


def test_line_ends_in_cells_are_made_alike(tmp_path: Path) -> None:
    text = 'copie;1.1.1;2.1;RCS\r\nA;"un\r\ndeux";;\r\n'
    assert answers(read(csv_file(tmp_path, text))) == {"A": ["un\ndeux", "", ""]}


def test_columns_in_any_order_with_accommodations(tmp_path: Path) -> None:
    text = "RCS;Aménagements;2.1;copie;1.1.1\ntrois;expression;deux;A;un\n;;;B;\n"
    found = read(csv_file(tmp_path, text))
    assert answers(found) == {"A": ["un", "deux", "trois"], "B": ["", "", ""]}
    assert told(found) == []
    granted = [item.accommodations for item in found if isinstance(item, Copy)]
    assert granted == [{Accommodation.EXPRESSION}, frozenset()]


def test_the_delimiter_is_the_one_that_parts_the_heads(tmp_path: Path) -> None:
    text = "copie,1.1.1,2.1,RCS\nA,a;b;c;d;e;f,deux,trois\n"
    assert answers(read(csv_file(tmp_path, text))) == {"A": ["a;b;c;d;e;f", "deux", "trois"]}


def test_columns_that_are_unknown_missing_or_double_are_told_once(tmp_path: Path) -> None:
    text = "copie;1.1.1;Nom;Q1.1.1;2.1\n" + "".join(f"A{n};un;X;uno;deux\n" for n in range(3))
    found = read(csv_file(tmp_path, text))
    assert list(answers(found).values()) == [["un", "deux", ""]] * 3
    assert told(found) == ["1:copy-question"] * 3
    places = [item.source.column for item in found if isinstance(item, Problem)]
    assert places == [3, 4, 0]
    assert "« Nom »" in str(found[0]).replace("\u00a0", " ")
    assert "RCS" in str(found[2])


def test_rows_that_are_wrong_are_told_and_the_others_read(tmp_path: Path) -> None:
    text = "copie;1.1.1;2.1;RCS\nA;un;deux\nB;un;deux;trois;quatre\n;un;;\n\n;;;\nA;;;\nC;;;;;\n"
    found = read(csv_file(tmp_path, text))
    assert answers(found) == {"A": ["un", "deux", ""], "C": ["", "", ""]}
    assert told(found) == ["3:copy-table", "4:copy-id", "7:copy-duplicate"]


def test_a_quotation_mark_that_is_never_closed(tmp_path: Path) -> None:
    text = 'copie;1.1.1;2.1;RCS\nA;un;;\nB;"deux;;\nC;trois;;\n'
    found = read(csv_file(tmp_path, text))
    assert answers(found) == {"A": ["un", "", ""]}
    assert told(found) == ["3:copy-table"]


def test_a_quotation_mark_inside_a_cell_is_text(tmp_path: Path) -> None:
    text = 'copie;1.1.1;2.1;RCS\nA;un "deux" trois;;\nB;"dit ""oui""";;\n'
    expected = {"A": ['un "deux" trois', "", ""], "B": ['dit "oui"', "", ""]}
    assert answers(read(csv_file(tmp_path, text))) == expected


def test_a_cell_that_is_no_answer(tmp_path: Path) -> None:
    text = f"copie;1.1.1;2.1;RCS\nA;;;\nB;{'x' * 600_000};;\nC;;;\nD;{'x' * 4_000_000};;\nE;;;\n"
    found = read(csv_file(tmp_path, text))
    assert answers(found) == {"A": ["", "", ""], "C": ["", "", ""]}
    assert told(found) == ["3:copy-size", "5:copy-table"]


@pytest.mark.parametrize("text", ["", "\n\n", "copie;nom\nA;x\n", "\ufeff"])
def test_files_without_a_table(tmp_path: Path, text: str) -> None:
    found = read(csv_file(tmp_path, text))
    assert answers(found) == {}
    assert [item.code for item in found if isinstance(item, Problem)][-1] == "copy-table"


def test_csv_streams(tmp_path: Path) -> None:
    path = tmp_path / "copies.csv"
    with path.open("w") as stream:
        stream.write("copie;1.1.1;2.1;RCS\n")
        for number in range(2000):
            stream.write(f"A{number};{'mot ' * 2500};;\n")
    tracemalloc.start()
    count = sum(isinstance(item, Copy) for item in read_copies([path], NUMBERS))
    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 2000
    assert peak < path.stat().st_size / 5


def test_cells_of_a_workbook_are_said_as_they_look(tmp_path: Path) -> None:
    path = workbook(
        tmp_path,
        ["copie", "1.1.1", 2.1, "RCS"],
        [12, 1.5, True, date(2020, 6, 2)],
        [13.0, 0.1, datetime(2020, 6, 2, 14, 30), 1e21],  # noqa: DTZ001 - as in a workbook
    )
    book = openpyxl.load_workbook(path)
    book.active["B3"].number_format = "0.0%"
    book.save(path)
    assert answers(read(path)) == {
        "12": ["1.5", "VRAI", "2020-06-02"],
        "13": ["10 %", "2020-06-02T14:30:00", "1000000000000000000000"],
    }


def test_other_sheets_are_told(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["copie", *NUMBERS], ["A", "un", "", ""])
    book = openpyxl.load_workbook(path)
    book.create_sheet("Vide")
    book.create_sheet("Groupe 2").append(["copie"])
    book.create_sheet("Cachée").append(["x"])
    book["Cachée"].sheet_state = "hidden"
    book.save(path)
    found = read(path)
    assert answers(found) == {"A": ["un", "", ""]}
    assert told(found) == ["0:copy-table"]
    assert "Groupe 2" in str(found[0])


def test_workbooks_with_validation_do_not_warn(tmp_path: Path) -> None:
    """Spreadsheet programs write extensions that the library warns of; warnings are errors here."""
    path = workbook(tmp_path, ["copie", *NUMBERS], ["A", "un", "", ""])
    extended = tmp_path / "extended.xlsx"
    extension = b'<extLst><ext uri="{CCE6A557-97BC-4b89-ADB6-D9C93CAAB3DF}"/></extLst></worksheet>'
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(extended, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, data.replace(b"</worksheet>", extension))
    assert answers(read(extended)) == {"A": ["un", "", ""]}


def test_a_workbook_that_is_wrong_about_its_size(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["copie", *NUMBERS], ["A", "un", "deux", "trois"])
    wrong = tmp_path / "wrong.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(wrong, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'ref="A1:D2"', b'ref="A1:B1"'))
    assert answers(read(wrong)) == {"A": ["un", "deux", "trois"]}


@pytest.mark.parametrize("data", [b"", b"not a workbook", b"PK\x03\x04" + b"\0" * 50])
def test_a_broken_workbook(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "copies.xlsx"
    path.write_bytes(data)
    assert told(read(path)) == ["0:copy-unreadable"]


def test_a_workbook_broken_inside(tmp_path: Path) -> None:
    path = workbook(tmp_path, ["copie", *NUMBERS], ["A", "un", "", ""])
    broken = tmp_path / "broken.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(broken, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"</sheetData>", b"</oops>"))
    assert told(read(broken))[-1] == "0:copy-unreadable"
