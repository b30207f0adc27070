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
_MOST_BYTES = 4 * MAX_COPY + 4  # no encoding takes more for a character; and the mark
FALLBACK = "cp1252"


def encoding_of(path: Path) -> str:
    """The encoding of a text file: by its byte order mark, else UTF-8 if it fits, else `FALLBACK`.

    Reads the file once, in chunks.

    Raises:
        OSError: the file cannot be read.
    """
    with opened(path) as stream:
        chunk = stream.read(_CHUNK)
        if name := _marked(chunk):
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


def _marked(data: bytes) -> str | None:
    """The encoding that the byte order mark at the start of `data` stands for."""
    return next((name for mark, name in _BOMS if data.startswith(mark)), None)


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
    if path.stat().st_size > _MOST_BYTES:
        raise UnreadableError(too_large(), "copy-size")
    data = path.read_bytes()  # opened once: there may be thousands
    encoding = _marked(data) or "utf-8"
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        encoding = FALLBACK if encoding == "utf-8" else encoding
        text = data.decode(encoding, "replace")
    text = text.replace("\r\n", "\n").replace("\r", "\n")
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
