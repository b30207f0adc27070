"""Tables of words, prepared once and read where they lie ever after.

Making a dictionary from the data of a language takes a second, and tens of megabytes in each
process. So it is made once and kept in the user's cache, as a file that processes map into memory
and share: to open it takes milliseconds, and a look-up reads the few bytes of one bucket of a hash
table, an idea of D. J. Bernstein's constant databases. Nothing is lost with the file: one that is
missing, broken, or made from other data or by other rules is made again.
"""

from __future__ import annotations

import sys
import unicodedata
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from hashlib import sha256
from mmap import ACCESS_READ, mmap
from pathlib import Path
from struct import Struct
from zlib import crc32

from examen.caches import cache_folder, keep

# A file: the digest of what it was made from, a checksum of what follows, then its tables.
_ORIGIN = sha256().digest_size
_CHECKSUM = Struct("=I")
# A table: how many buckets it has and how many bytes of records; where each bucket starts among
# the records and where the last one ends; the records, each "\nkey\ttext" in UTF-8; "\n".
_HEAD = Struct("=II")
_START = array("I").itemsize


class Table:
    """Texts by key, read where they lie.

    Args:
        data: what holds the table.
        at: the byte where it starts.
    """

    def __init__(self, data: bytes | mmap, at: int) -> None:
        buckets, size = _HEAD.unpack_from(data, at)
        starts = at + _HEAD.size
        self._data = data
        self._last = buckets - 1
        self._records = starts + _START * (buckets + 1)
        self._starts = memoryview(data)[starts : self._records].cast("I")
        self.end = self._records + size

    def get(self, key: str) -> str | None:
        """The text of a key, None if the table lacks it."""
        wanted = _opening(key)
        at = self._find(wanted)
        if at < 0:
            return None
        at += len(wanted)
        return self._data[at : self._data.find(b"\n", at)].decode()

    def __contains__(self, key: object) -> bool:
        return isinstance(key, str) and self._find(_opening(key)) >= 0

    def _find(self, wanted: bytes) -> int:
        bucket = crc32(wanted) & self._last
        starts = self._starts
        return self._data.find(
            wanted, self._records + starts[bucket], self._records + starts[bucket + 1]
        )


def prepared(
    name: str,
    sources: Iterable[Path],
    data: Path,
    make: Callable[[], Sequence[Mapping[str, str]]],
) -> tuple[Table, ...]:
    """Tables out of the user's cache, where they are put if they are not there.

    Args:
        name: the name of the file that keeps them.
        sources: small files that decide what the tables hold: the modules that make them, and
            what tells the version of the data.
        data: the file that they are made from; another size means other data.
        make: makes them; no key and no text has a tab or a line break.
    """
    origin = _origin(sources, data)
    path = cache_folder() / f"{name}.tables"
    tables = _opened(path, origin)
    if tables is None:
        content = _packed(origin, make())
        keep(path, content)
        tables = _opened(path, origin) or _tables(content)  # a folder may be read-only
    return tables


def _origin(sources: Iterable[Path], data: Path) -> bytes:
    """A digest of all that decides what tables hold and how they are written."""
    digest = sha256(f"{unicodedata.unidata_version} {sys.byteorder} {_START}".encode())
    for source in (Path(__file__).with_name("prepared.py"), *sources):
        digest.update(source.read_bytes())
    digest.update(str(data.stat().st_size).encode())
    return digest.digest()


def _opened(path: Path, origin: bytes) -> tuple[Table, ...] | None:
    """The tables of a file, None if it is missing, broken or made from something else."""
    try:
        with path.open("rb") as file:
            content = mmap(file.fileno(), 0, access=ACCESS_READ)
    except (OSError, ValueError):  # an empty file cannot be mapped
        return None
    start = _ORIGIN + _CHECKSUM.size
    if len(content) < start or content[:_ORIGIN] != origin:
        return None
    if _CHECKSUM.unpack_from(content, _ORIGIN) != (crc32(memoryview(content)[start:]),):
        return None
    return _tables(content)


def _tables(content: bytes | mmap) -> tuple[Table, ...]:
    tables: list[Table] = []
    at = _ORIGIN + _CHECKSUM.size
    while at < len(content):
        tables.append(Table(content, at))
        at = tables[-1].end
    return tuple(tables)


def _packed(origin: bytes, tables: Iterable[Mapping[str, str]]) -> bytes:
    """The contents of a file; the same for the same tables, in whatever order their keys are."""
    packed = b"".join(map(_packed_table, tables))
    return origin + _CHECKSUM.pack(crc32(packed)) + packed


def _packed_table(table: Mapping[str, str]) -> bytes:
    last = (1 << max(len(table).bit_length() - 1, 0)) - 1  # one or two keys a bucket
    buckets: list[list[bytes]] = [[] for _ in range(last + 1)]
    for key, text in sorted(table.items()):
        opening = _opening(key)
        buckets[crc32(opening) & last].append(opening + text.encode())
    starts = array("I", [0])
    records: list[bytes] = []
    for bucket in buckets:
        records += bucket
        starts.append(starts[-1] + sum(map(len, bucket)))
    body = b"".join((*records, b"\n"))
    return _HEAD.pack(len(buckets), len(body)) + starts.tobytes() + body


def _opening(key: str) -> bytes:
    """How the record of a key begins; copies may hold halves of characters."""
    return f"\n{key}\t".encode("utf-8", "surrogatepass")
