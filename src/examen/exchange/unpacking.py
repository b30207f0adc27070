"""Files as bytes, unpacked on the way if they are packed by gzip."""

from __future__ import annotations

import gzip
import io
import zlib
from errno import EFBIG, EIO
from pathlib import Path
from typing import BinaryIO

from examen.messages import _

PACKED = ".gz"
# Text packs to a tenth, hardly ever to a hundredth; beyond both bounds it is a trap.
_MAX_RATIO = 250
_HARMLESS = 64_000_000  # bytes, unpacked
_CHUNK = 1 << 16


def opened(path: Path) -> BinaryIO:
    """The bytes of the file at `path`, streaming; of what it holds if its name ends in `.gz`.

    Raises:
        OSError: it cannot be opened; or later, when it is read, it is no gzip file, is cut short,
            or unpacks to far more than text does.
    """
    if path.suffix.lower() != PACKED:
        return path.open("rb")
    return io.BufferedReader(_Unpacked(path), _CHUNK)


class _Unpacked(io.RawIOBase):
    """What a gzip file holds; no more of it than is asked for is in memory."""

    def __init__(self, path: Path) -> None:
        self._packed = path.open("rb")
        self._content = gzip.GzipFile(fileobj=self._packed)
        self._count = 0

    def readable(self) -> bool:
        """True: it is there to be read."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]  # any buffer will do
        """Fill `buffer` from the start, as far as there is something.

        Raises:
            OSError: see `opened`.
        """
        try:
            data = self._content.read1(len(buffer))
        except (EOFError, gzip.BadGzipFile, zlib.error):
            raise OSError(EIO, _("it is not a whole gzip file")) from None
        self._count += len(data)
        if self._count > max(_HARMLESS, _MAX_RATIO * self._packed.tell()):
            raise OSError(EFBIG, _("it unpacks to far more than text does"))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the file; more often than once does no harm."""
        self._content.close()
        self._packed.close()
        super().close()
