"""PDF documents, the door to pypdfium2."""

from __future__ import annotations

import re
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any

from examen.exchange import losses
from examen.exchange.losses import Loss
from examen.exchange.plain import too_large
from examen.exchange.printed import BROKEN, Line, joined, without_running_lines
from examen.exchange.records import MAX_COPY, Document, UnreadableError
from examen.messages import _

MAX_PAGES = 200


def read_pdf(path: Path) -> Document:
    """A `.pdf` file: words that were hyphenated at the end of a line made whole, wraps undone.

    Raises:
        UnreadableError: protected by a password, broken, without text, or too large.
    """
    import pypdfium2  # type: ignore[import-untyped]  # ships no types

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        message = _("The PDF is broken or protected by a password. Save it again without one.")
        raise UnreadableError(message) from None
    with closing(document):
        pages, found = _pages(document)
    if found and not any(pages):
        message = _("The PDF is a picture of a page (a scan), without text. Type the copy.")
        raise UnreadableError(message, "copy-no-text")
    lines = without_running_lines(pages)
    if len(lines) < sum(map(len, pages)):
        found.append(Loss.HEADER)
    return Document(joined(lines), losses.told(found))


def _pages(document: Any) -> tuple[list[list[Line]], list[Loss]]:
    """The printed lines of each page, and what is there that is no text."""
    from pypdfium2 import raw

    if len(document) > MAX_PAGES:
        raise UnreadableError(too_large(), "copy-size")
    pages: list[list[Line]] = []
    found: list[Loss] = []
    size = 0
    for number in range(len(document)):
        with closing(document[number]) as page, closing(page.get_textpage()) as text:
            size += text.count_chars()
            if size > MAX_COPY:
                raise UnreadableError(too_large(), "copy-size")
            pages.append(_lines(text, number, raw))
            if any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])):
                found.append(Loss.PICTURE)
    return pages, found


def _lines(text_page: Any, number: int, raw: Any) -> list[Line]:
    """The printed lines of a page, in reading order."""
    lines = []
    start = 0
    units = (raw.FPDFText_GetUnicode(text_page, index) for index in range(text_page.count_chars()))
    characters = [*map(chr, units), "\n"]
    for index, character in enumerate(characters):
        if character in "\r\n" or character in BROKEN:
            end = index + (character in BROKEN)
            if line := _line(text_page, number, "".join(characters[start:end]), start):
                lines.append(line)
            start = index + 1
    margin = max((line.right for line in lines), default=0.0)
    return [replace(line, margin=margin) for line in lines]


def _line(text_page: Any, page: int, text: str, start: int) -> Line | None:
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    if not words:
        return None
    (first, first_end), (_last, end) = words[0], words[-1]
    left, bottom, _right, _top = text_page.get_charbox(start + first, loose=True)
    word_right = text_page.get_charbox(start + first_end - 1, loose=True)[2]
    right = text_page.get_charbox(start + end - 1, loose=True)[2]
    # Characters beyond the basic plane come as two halves.
    whole = text.strip().encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return Line(page, whole, right, bottom, word_right - left)
