"""What all tests share."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from examen import messages

pytest_plugins = ["golden_files"]

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Each test starts in French, whatever the test before it spoke."""
    with messages.using("fr"):
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT
