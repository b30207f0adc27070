"""The files of a bank as the index knows them: what changed is told without opening most of them.

A search must not wait for the records' library to load, so the files are listed here as
`bank.loading.yaml_files` lists them (a test compares the two).
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping, Sequence
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple

# A file changed again so soon after it was read may bear the same stamp: FAT counts in 2 s.
_TICK = 2_000_000_000


class Stamp(NamedTuple):
    """What tells that a file was changed, times in nanoseconds."""

    size: int
    changed: int
    touched: int
    inode: int


class Seen(NamedTuple):
    """A file as it was read.

    Attributes:
        read: when, in nanoseconds since the epoch.
        digest: of its content.
        kind: of its record, empty if it cannot be told.
        case: the case that it holds or marks; empty for other records.
        broken: whether it has problems, so that its record is left out.
    """

    stamp: Stamp
    read: int
    digest: bytes
    kind: str = ""
    case: str = ""
    broken: bool = False

    @property
    def may_hide_a_change(self) -> bool:
        """Whether a later change may have left the stamp as it was."""
        return self.read - max(self.stamp.changed, self.stamp.touched) < _TICK


class Changes(NamedTuple):
    """What became of a bank's files since they were read.

    Attributes:
        read_again: files that are new, or hold something else.
        gone: files that are no longer there.
        confirmed: files whose content is the same, under another stamp or at a safer distance.
    """

    read_again: tuple[str, ...]
    gone: tuple[str, ...]
    confirmed: Mapping[str, Seen]

    def __bool__(self) -> bool:
        return bool(self.read_again or self.gone or self.confirmed)


def scan(folders: Sequence[Path]) -> dict[str, Stamp]:
    """The stamps of all YAML files below the folders, hidden ones left out, each file once.

    Returns:
        By name, which `path` makes a path of, in the order in which a bank reads them.
    """
    found: dict[str, Stamp] = {}
    seen: set[str] = set()
    for number, folder in enumerate(folders):
        files = _files(str(number), str(folder), os.path.realpath(folder))
        for _parts, name, real, stamp in sorted(files):
            if real not in seen:
                seen.add(real)
                found[name] = stamp
    return found


def path(folders: Sequence[Path], name: str) -> Path:
    """The path of a file that `scan` named."""
    number, _slash, inner = name.partition("/")
    return folders[int(number)] / inner


def _files(above: str, folder: str, real: str) -> Iterator[tuple[list[str], str, str, Stamp]]:
    """The files below a folder: the parts of their names, by which they are sorted, and so on."""
    with os.scandir(folder) as found:
        entries = list(found)
    for entry in entries:
        name = entry.name
        if name.startswith("."):
            continue
        inner, place = f"{above}/{name}", f"{real}{os.sep}{name}"
        if entry.is_dir(follow_symlinks=False):
            yield from _files(inner, entry.path, place)
        elif name.endswith((".yaml", ".yml")) and not _leads_to_folder(entry):
            one = os.path.realpath(place) if entry.is_symlink() else place
            yield inner.split("/"), inner, one, _stamp(entry)


def _leads_to_folder(entry: os.DirEntry[str]) -> bool:
    return entry.is_symlink() and Path(entry.path).is_dir()


def _stamp(entry: os.DirEntry[str]) -> Stamp:
    try:
        told = entry.stat()
    except OSError:  # a link to nowhere
        return Stamp(-1, 0, 0, 0)
    return Stamp(told.st_size, told.st_mtime_ns, told.st_ctime_ns, told.st_ino)


def changes(
    known: Mapping[str, Seen], found: Mapping[str, Stamp], folders: Sequence[Path]
) -> Changes:
    """What became of the files that were known, now that these are found."""
    now = time.time_ns()
    read_again: list[str] = []
    confirmed: dict[str, Seen] = {}
    for name, stamp in found.items():
        seen = known.get(name)
        if seen is None:
            read_again.append(name)
        elif seen.stamp != stamp or seen.may_hide_a_change:
            fresh = seen._replace(stamp=stamp, read=now, digest=digest(path(folders, name)))
            if fresh.digest != seen.digest:
                read_again.append(name)
            elif seen.stamp != stamp or not fresh.may_hide_a_change:
                confirmed[name] = fresh
    gone = tuple(name for name in known if name not in found)
    return Changes(tuple(read_again), gone, confirmed)


def digest(file: Path) -> bytes:
    """The digest of a file's content; one that cannot be opened, or is a pipe, counts as empty."""
    try:
        return sha256(file.read_bytes() if file.is_file() else b"").digest()
    except OSError:
        return sha256().digest()
