"""The door to zipped documents (DOCX, ODT, XLSX): opened only if they are harmless.

A crafted archive unpacks to more than memory holds, and XML that declares entities expands or
reads other files; both are refused before any reader sees them.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from xml.parsers import expat
from zipfile import BadZipFile, ZipFile

from examen.exchange.records import UnreadableError
from examen.messages import _

MAX_XML = 128_000_000  # bytes of XML, unpacked; pictures are never unpacked
MAX_PARTS = 10_000
_CHUNK = 1 << 14


class _RootReached(Exception):  # noqa: N818 - not an error: the prolog is over
    """Nothing can be declared after the first element."""


@contextmanager
def opened(path: Path) -> Iterator[ZipFile]:
    """The archive at `path`, once its parts are known to be bounded and free of entities.

    Raises:
        UnreadableError: it is not an archive, is too large, or declares a document type.
        OSError: the file cannot be read.
    """
    try:
        archive = ZipFile(path)
    except BadZipFile:
        message = _("The file is broken, protected by a password, or not what its name says.")
        raise UnreadableError(message) from None
    with archive:
        xml = [part for part in archive.infolist() if part.filename.endswith((".xml", ".rels"))]
        # Sizes as declared: zipfile reads no more than that, whatever the data holds.
        if sum(part.file_size for part in xml) > MAX_XML or len(archive.filelist) > MAX_PARTS:
            raise UnreadableError(_("The file unpacks to too much to be a copy."), "copy-size")
        for part in xml:
            _refuse_declarations(archive, part.filename)
        yield archive


def _refuse_declarations(archive: ZipFile, name: str) -> None:
    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = _refuse
    parser.StartElementHandler = _stop
    try:
        with archive.open(name) as stream:
            while chunk := stream.read(_CHUNK):
                parser.Parse(chunk)
    except _RootReached:
        return
    except (expat.ExpatError, BadZipFile, NotImplementedError, RuntimeError, EOFError):
        message = _("The part “{name}” of the file is broken. Save the document again.")
        raise UnreadableError(message.format(name=name)) from None


def _refuse(*_declaration: object) -> None:
    raise UnreadableError(_("The file declares a document type, as no word processor does."))


def _stop(*_element: object) -> None:
    raise _RootReached
