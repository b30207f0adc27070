"""Plain text files: which encoding they are in, and documents in text or Markdown."""

from __future__ import annotations

import codecs
from pathlib import Path

from examen.exchange.records import MAX_COPY, Document, UnreadableError
from examen.exchange.unpacking import opened
from examen.messages import _

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHUNK = 1 << 16
FALLBACK = "cp1252"


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its byte order mark, else UTF-8 if it fits, else `FALLBACK`.

    Reads the file once, in chunks.

    Raises:
        OSError: the file cannot be read.
    """
    with opened(path) as stream:
        chunk = stream.read(_CHUNK)
        for mark, name in _BOMS:
            if chunk.startswith(mark):
                return name
        decoder = codecs.getincrementaldecoder("utf-8")()
        try:
            while chunk:
                decoder.decode(chunk)
                chunk = stream.read(_CHUNK)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return FALLBACK
    return "utf-8"


def fallback_warning() -> str:
    """What a user should know of a file that was read in the fallback encoding."""
    return _(
        "The file is not UTF-8; it was read as Windows-1252. "
        "Check its accented letters, or save it as UTF-8."
    )


def read_text(path: Path) -> Document:
    """A `.txt` or `.md` file, with line ends made alike.

    Raises:
        UnreadableError: it is too large to be a copy.
    """
    encoding = encoding_of(path)
    with path.open(encoding=encoding, errors="replace") as stream:
        text = stream.read(MAX_COPY + 1)
    if len(text) > MAX_COPY:
        raise UnreadableError(too_large(), "copy-size")
    warnings = (fallback_warning(),) if encoding == FALLBACK else ()
    return Document(text, warnings, lines_are_those_of_the_file=True)


def too_large() -> str:
    """Says that a copy holds too much text to be one."""
    message = _(
        "The copy holds more than {count} characters. "
        "Check that it is one candidate's copy, and shorten it."
    )
    return message.format(count=MAX_COPY)
