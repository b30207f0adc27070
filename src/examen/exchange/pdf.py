"""PDF documents, the door to pypdfium2: lines joined again into paragraphs.

A PDF holds lines, not paragraphs. A line was broken because the next word did not fit: where the
first word of the next line would have fitted, the writer ended the line, and it stays ended.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from examen.exchange import losses
from examen.exchange.losses import Loss
from examen.exchange.plain import too_large
from examen.exchange.records import MAX_COPY, Document, UnreadableError
from examen.messages import _

MAX_PAGES = 200
_HYPHENS = "\u2010\u00ad\ufffe\x02-"
_NEW_LINE = re.compile(r"(?:[-–—•●▪◦‣*\uf0b7\uf0a7|]|\d+[.)]|[a-z]\))\s")


@dataclass(slots=True)
class _Line:
    """A printed line and its box, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    first_word: float  # width


def read_pdf(path: Path) -> Document:
    """A `.pdf` file: words that were hyphenated at the end of a line made whole, wraps undone.

    Raises:
        UnreadableError: protected by a password, broken, without text, or too large.
    """
    import pypdfium2  # type: ignore[import-untyped]  # ships no types
    from pypdfium2 import raw

    try:
        document = pypdfium2.PdfDocument(path)
    except pypdfium2.PdfiumError:
        message = _("The PDF is broken or protected by a password. Save it again without one.")
        raise UnreadableError(message) from None
    with closing(document):
        if len(document) > MAX_PAGES:
            raise UnreadableError(too_large(), "copy-size")
        pages = []
        pictures = False
        for number in range(len(document)):
            with closing(document[number]) as page:
                pages.append(_page_text(page, raw))
                pictures = pictures or any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE]))
            if sum(map(len, pages)) > MAX_COPY:
                raise UnreadableError(too_large(), "copy-size")
    text = "\n\n".join(filter(None, pages))
    if pictures and not text:
        message = _("The PDF is a picture of a page (a scan), without text. Type the copy.")
        raise UnreadableError(message, "copy-no-text")
    return Document(text, losses.told([Loss.PICTURE] if pictures else []))


def _page_text(page: Any, raw: Any) -> str:
    with closing(page.get_textpage()) as text_page:
        lines = list(_lines(text_page, raw))
    return _joined(lines)


def _lines(text_page: Any, raw: Any) -> Iterator[_Line]:
    """The printed lines of a page, in reading order."""
    start = 0
    characters = [
        chr(raw.FPDFText_GetUnicode(text_page, index)) for index in range(text_page.count_chars())
    ]
    for index, character in enumerate([*characters, "\n"]):
        if character in "\r\n":
            if line := _line(text_page, "".join(characters[start:index]), start):
                yield line
            start = index + 1


def _line(text_page: Any, text: str, start: int) -> _Line | None:
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    if not words:
        return None
    (first, first_end), (_last, end) = words[0], words[-1]
    left, bottom, _right, top = text_page.get_charbox(start + first, loose=True)
    word_right = text_page.get_charbox(start + first_end - 1, loose=True)[2]
    right = text_page.get_charbox(start + end - 1, loose=True)[2]
    return _Line(text.strip(), left, right, bottom, top, word_right - left)


def _joined(lines: list[_Line]) -> str:
    """Paragraphs out of lines; a wider gap between lines becomes a blank line."""
    if not lines:
        return ""
    margin = max(line.right for line in lines)
    text = lines[0].text
    for above, line in pairwise(lines):
        height = above.top - above.bottom
        gap = above.bottom - line.top
        if gap > 0.6 * height or line.bottom > above.top:
            text += "\n\n" + line.text
        elif _wrapped(above, line, margin):
            text = _glued(text, line.text)
        else:
            text += "\n" + line.text
    return text


def _wrapped(above: _Line, line: _Line, margin: float) -> bool:
    """Whether `line` goes on where `above` had to break."""
    space = 0.25 * (above.top - above.bottom)
    return above.right + space + line.first_word > margin and not _NEW_LINE.match(line.text)


def _glued(text: str, following: str) -> str:
    if text[-1] in _HYPHENS and text[-2:-1].isalpha() and following[0].islower():
        hard = text[-1] == "-" and not text[-2:-1].islower()
        return text + following if hard else text[:-1] + following
    return f"{text} {following}"
