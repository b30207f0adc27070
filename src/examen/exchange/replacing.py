"""Files that appear under their names only once they are whole."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from errno import EISDIR
from pathlib import Path
from typing import TextIO

from examen.messages import _, reason
from examen.problems import ExamenError


@contextmanager
def failures_told(path: Path) -> Iterator[None]:
    """Turns a failure to write at `path` into an `ExamenError` that says why."""
    try:
        yield
    except OSError as error:
        raise _not_written(path, error) from error


def _not_written(path: Path, error: OSError) -> ExamenError:
    message = _("“{path}” cannot be written: {reason}.")
    return ExamenError(message.format(path=path, reason=reason(error)))


@contextmanager
def replacing(folder: Path, names: Mapping[str, str]) -> Iterator[Sequence[TextIO]]:
    """New text files for `folder`, open for writing, that replace the old ones at the end.

    Args:
        folder: made if it is not there.
        names: file names, each with its encoding. Line ends are written as they are given.

    If the block raises, the folder is left as it was.

    Raises:
        ExamenError: the folder or a file cannot be written.
    """
    new_folders = made(folder)
    temporary = {name: folder / f".{name}.{os.getpid()}.new" for name in names}
    try:
        with ExitStack() as stack:
            with failures_told(folder):
                refuse_folders(folder / name for name in names)
                streams = [
                    stack.enter_context(temporary[name].open("w", encoding=encoding, newline=""))
                    for name, encoding in names.items()
                ]
            yield streams
            with failures_told(folder):
                for stream in streams:
                    stream.flush()
                    os.fsync(stream.fileno())
        with failures_told(folder):
            for name, path in temporary.items():
                path.replace(folder / name)
    except BaseException:
        with suppress(OSError):
            for path in temporary.values():
                path.unlink(missing_ok=True)
            for path in new_folders:
                path.rmdir()  # only if empty: others may have written there
        raise


def refuse_folders(paths: Iterable[Path]) -> None:
    """Find out before the work, not after it, that a file cannot take its place.

    Raises:
        ExamenError: a folder has the place.
    """
    for path in paths:
        if path.is_dir():
            raise _not_written(path, IsADirectoryError(EISDIR, os.strerror(EISDIR)))


def made(folder: Path) -> list[Path]:
    """The folders that had to be made for `folder` to be there, the innermost first."""
    missing = [path for path in (folder, *folder.parents) if not path.exists()]
    with failures_told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    return missing
