"""Which copies were met before, and where, kept beside memory."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from types import TracebackType
from typing import Self

from examen.messages import _
from examen.problems import ExamenError, Source

_CACHE = 2_000  # kilobytes; what is beyond goes to a temporary file that nobody else can open


class Seen:
    """Remembers where each key was first met: exact, and as small for a million keys as for none.

    Use it in a `with` block.
    """

    def __init__(self) -> None:
        # A database without a name is private, and gone with the process that opened it. Whoever
        # takes the copies in turn may do so in another thread, one at a time.
        self._base = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._base.executescript(
            f"PRAGMA journal_mode = off; PRAGMA synchronous = off; PRAGMA cache_size = -{_CACHE};"
            "CREATE TABLE seen (key BLOB PRIMARY KEY, path BLOB, line INTEGER) WITHOUT ROWID;"
            "BEGIN"
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._base.close()

    def before(self, key: str, place: Source) -> Source | None:
        """Where `key` was met before; None if this is the first time, and `place` is noted.

        Args:
            key: what should come once, such as a candidate's number.
            place: the file and the line where it stands now.

        Raises:
            ExamenError: the folder for temporary files does not take more.
        """
        try:
            return self._before(_bytes(key), place)
        except sqlite3.Error as error:
            message = _("The folder for temporary files cannot be used: {reason}. Make room there.")
            raise ExamenError(message.format(reason=error)) from error

    def _before(self, key: bytes, place: Source) -> Source | None:
        row = (key, _bytes(place.path), place.line)
        if self._base.execute("INSERT OR IGNORE INTO seen VALUES (?, ?, ?)", row).rowcount:
            return None
        with closing(self._base.execute("SELECT path, line FROM seen WHERE key = ?", (key,))) as at:
            path, line = at.fetchone()
        return Source(path.decode("utf-8", "surrogatepass"), line)


def _bytes(text: str) -> bytes:
    """`text` so that it can be stored: names of files and JSON may hold halves of characters."""
    return text.encode("utf-8", "surrogatepass")
