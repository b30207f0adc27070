"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from examen import messages

pytest_plugins = ["golden_files"]

# The default run tries the same examples each time, so that a green commit stays green; look for
# new ones with HYPOTHESIS_PROFILE=search.
settings.register_profile("steady", derandomize=True)
settings.register_profile("search", max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "steady"))

ROOT = Path(__file__).resolve().parent.parent
# Not the user's own cache; kept from one run to the next, and by the processes that tests start.
os.environ["EXAMEN_CACHE"] = str(ROOT / ".pytest_cache" / "examen")


@pytest.fixture(autouse=True)
def _french() -> Iterator[None]:
    """Each test starts in French, whatever the test before it spoke."""
    with messages.using("fr"):
        yield


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's folder."""
    return ROOT
