"""Golden files: what a document looked like when somebody last read it and found it good.

`pytest --update-golden` rewrites them; read the difference before you commit it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

GOLDEN = Path(__file__).resolve().parent / "golden"
Check = Callable[[str, str], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--update-golden` rewrites the golden files."""
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Check:
    """Compare a text with the golden file of this name, or rewrite the file."""

    def check(name: str, text: str) -> None:
        path = GOLDEN / name
        if request.config.getoption("--update-golden"):
            path.write_text(text, "utf-8", newline="\n")
        assert path.is_file(), f"{path} does not exist; make it with pytest --update-golden"
        assert text == path.read_text("utf-8")

    return check
