"""What becomes of a command that the system asks to end."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import NoReturn


class Terminated(KeyboardInterrupt):
    """The system, or somebody, asked the process to end."""


@contextmanager
def terminable() -> Iterator[None]:
    """Inside the `with` block, a request to end stops the work as Ctrl-C does."""
    before = signal.signal(signal.SIGTERM, _terminate)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)


def _terminate(*_told: object) -> NoReturn:
    raise Terminated
