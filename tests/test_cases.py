"""The reader of Markdown cases, on which other tests rely."""

from pathlib import Path

import pytest

from cases import cases

TEXT = """\
# About these cases

first
.
an input

of two paragraphs
.
expected
.

second
.
.
nothing in, something out
.
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "words.md"
    path.write_text(TEXT, "utf-8")
    return path


def test_parts_and_places(file: Path) -> None:
    first, second = cases(file, parts=2)
    assert first.values == ("an input\n\nof two paragraphs", "expected")
    assert first.id == "words.md:3-first"
    assert second.values == ("", "nothing in, something out")
    assert second.id == "words.md:12-second"


def test_unfinished_case_is_an_error(file: Path) -> None:
    file.write_text(TEXT + "third\n.\ninput\n.\n", "utf-8")
    with pytest.raises(AssertionError, match=r"words\.md:17: the last case is not finished"):
        cases(file, parts=2)


def test_wrong_number_of_parts_is_an_error(file: Path) -> None:
    with pytest.raises(AssertionError):
        cases(file, parts=3)


def test_file_without_cases_is_an_error(file: Path) -> None:
    file.write_text("# Nothing here\n", "utf-8")
    with pytest.raises(AssertionError, match="no case"):
        cases(file, parts=2)
