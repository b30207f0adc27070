"""Locks: of several processes, one at a time works on a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from io import FileIO
from pathlib import Path

from examen.exchange.replacing import failures_told


def lock(stream: FileIO, *, wait: bool) -> None:
    """Keep other processes from locking the same file, until the stream is closed.

    Raises:
        OSError: another process has locked it, and is not to be waited for.
    """
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(stream.fileno(), msvcrt.LK_LOCK if wait else msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.lockf(stream, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))


@contextmanager
def alone(path: Path) -> Iterator[None]:
    """Waits until no other process is in such a block for the same file, and keeps others waiting.

    The lock is a file beside it, as the file itself may be replaced. One that a killed process
    leaves behind hinders nobody.
    """
    real = path.resolve()
    beside = real.with_name(f".{real.name}.lock")
    with failures_told(path):
        stream = _locked(beside)
    try:
        yield
    finally:
        with suppress(OSError):
            beside.unlink()
        stream.close()


def _locked(path: Path) -> FileIO:
    """A locked file that nobody has taken away while it was waited for."""
    while True:
        stream = FileIO(path, "ab")
        lock(stream, wait=True)
        with suppress(FileNotFoundError):
            if os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                return stream
        stream.close()
