"""Files that grow step by step, and appear under their names only once they are whole.

A journal beside them says how far they have come. Whatever breaks off the work, a signal, a full
disk or a power cut, it can be taken up again where a step had ended.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from io import FileIO
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from examen.exchange.locking import lock
from examen.exchange.replacing import failures_told, made, refuse_folders
from examen.messages import _
from examen.problems import ExamenError

JOURNAL = ".grades.journal"
_SHARE = 50  # saving takes at most this part of the time,
_LONGEST = 5.0  # but is not put off for more seconds than this


class GrowingFiles:
    """Files of a folder that are written in steps.

    Use it in a `with` block: `begin` or `resume`, then `step` again and again, then `finish`. If
    the block ends before `finish`, older files of these names stay as they are, and what the steps
    wrote is kept beside them for `resume`.

    Args:
        folder: made if it is not there.
        names: of the files.

    Attributes:
        left: the state that an earlier work had come to which was broken off; None if there is
            none, and empty if its journal is damaged.
        whole: that work had only to give the files their names.

    Raises:
        ExamenError: the folder or a file cannot be written, or another process writes there.
    """

    left: Mapping[str, Any] | None = None
    whole = False

    def __init__(self, folder: Path, names: Sequence[str]) -> None:
        self._folder = folder
        self._targets = [folder / name for name in names]
        self._parts = [folder / f".{name}.part" for name in names]
        self._journal = folder / JOURNAL
        self._made: list[Path] = []
        self._streams: list[FileIO] = []
        self._sizes = [0] * len(names)  # after the last step,
        self._state: Mapping[str, Any] | None = None  # where the work was then
        self._beside: list[Path] = []
        self._due = 0.0

    def __enter__(self) -> Self:
        self._made = made(self._folder)
        with failures_told(self._folder):
            refuse_folders(self._targets)
            if not self._read().get("whole"):
                self._open()
            journal = self._read()
        self.left, self.whole = journal.get("state"), journal.get("whole", False)
        self._sizes = journal.get("sizes", self._sizes)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._state is not None and not self.whole:
            with suppress(ExamenError):  # the last journal that could be written still holds
                self._save()
        elif self._state is None and self.left is None:
            self.discard()
        self._close()

    @property
    def kept(self) -> bool:
        """Whether there is something for `resume` to go on from."""
        return self._state is not None

    def begin(self) -> None:
        """Start from nothing; what an earlier work left is thrown away.

        Raises:
            ExamenError: the folder or a file cannot be written.
        """
        with failures_told(self._folder):
            self._journal.unlink(missing_ok=True)
            if self.whole:
                self._open()
            self.left, self.whole, self._sizes = None, False, [0] * len(self._parts)
            self._cut()

    def resume(self) -> None:
        """Go on from `left`; what was written after that is cut off. There may only be naming left.

        Raises:
            ExamenError: a file is gone, or cannot be written.
        """
        with failures_told(self._folder):
            if not self.whole:
                self._cut()
        self._state = self.left

    def step(self, pieces: Sequence[bytes], state: Mapping[str, Any] | None) -> None:
        """Add to the files what belongs together.

        Args:
            pieces: what to add to each file.
            state: where the work is now, plain data for `resume`; None before the work has begun.

        Raises:
            ExamenError: the disk does not take it. The step has not happened.
        """
        with failures_told(self._folder):
            for stream, piece in zip(self._streams, pieces, strict=True):
                _write(stream, piece)
        self._sizes = [size + len(piece) for size, piece in zip(self._sizes, pieces, strict=True)]
        self._state = state
        if state is not None and monotonic() >= self._due:
            self._save()

    def place(self, path: Path, content: bytes) -> None:
        """Write a file beside the others, whole at once: before the step that it belongs to.

        Raises:
            ExamenError: the disk does not take it.
        """
        new = path.with_name(f".{path.name}.part")
        with failures_told(path):
            path.parent.mkdir(exist_ok=True)
            new.write_bytes(content)
            new.replace(path)
        self._beside.append(path)

    def finish(self) -> None:
        """The files are whole: give them their names.

        Raises:
            ExamenError: the disk does not take it.
        """
        if not self.whole:
            self.whole = True
            self._save()
            self._close()
        with failures_told(self._folder):
            for part, target in zip(self._parts, self._targets, strict=True):
                with suppress(FileNotFoundError):  # it had its name before an interruption
                    part.replace(target)
            _settle(self._folder)
            self._journal.unlink(missing_ok=True)
        self._state = None

    def discard(self) -> None:
        """Leave the folder as it was before `begin`."""
        self._close()
        self._state = None
        with suppress(OSError):
            for path in (self._journal, *self._parts):
                path.unlink(missing_ok=True)
            for path in self._made:
                path.rmdir()  # only if empty: others may have written there

    def _save(self) -> None:
        """Make sure that the steps so far outlast a power cut, then say so in the journal."""
        began = monotonic()
        journal = {"state": self._state, "sizes": self._sizes, "whole": self.whole}
        with failures_told(self._folder):
            for path in self._beside:
                _settle(path)
            for folder in {path.parent for path in self._beside}:
                _settle(folder)
            self._beside.clear()
            for stream in self._streams:
                os.fsync(stream.fileno())
            new = self._journal.with_name(f"{JOURNAL}.part")
            with new.open("w", encoding="utf-8") as text:
                json.dump(journal, text)
                text.flush()
                os.fsync(text.fileno())
            new.replace(self._journal)
        now = monotonic()
        self._due = now + min(_SHARE * (now - began), _LONGEST)

    def _read(self) -> dict[str, Any]:
        try:
            journal = json.loads(self._journal.read_bytes())
        except FileNotFoundError:
            return {}
        except ValueError:
            journal = None
        sound = isinstance(journal, dict) and isinstance(journal.get("state"), dict)
        if sound and len(journal.get("sizes", ())) == len(self._parts):
            return dict(journal)
        return {"state": {}}

    def _open(self) -> None:
        self._streams = [FileIO(part, "ab") for part in self._parts]
        _lock(self._streams[0], self._folder)

    def _cut(self) -> None:
        for stream, size in zip(self._streams, self._sizes, strict=True):
            if os.fstat(stream.fileno()).st_size < size:
                message = _("the file “{path}” of the run that was broken off is gone")
                raise ExamenError(message.format(path=stream.name))
            stream.truncate(size)

    def _close(self) -> None:
        for stream in self._streams:
            stream.close()


def _write(stream: FileIO, piece: bytes) -> None:
    left = memoryview(piece)
    while left:
        left = left[stream.write(left) :]


def _settle(path: Path) -> None:
    """Have a file or the names in a folder outlast a power cut, where the system can."""
    with suppress(FileNotFoundError, PermissionError, IsADirectoryError):
        descriptor = os.open(path, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _lock(stream: FileIO, folder: Path) -> None:
    """Keep other processes from writing the same files, until the stream is closed."""
    try:
        lock(stream, wait=False)
    except OSError as error:
        message = _("another run is writing to “{path}”; wait for it, or choose another folder")
        raise ExamenError(message.format(path=folder)) from error
