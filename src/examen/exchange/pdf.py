"""PDF documents, the door to pypdfium2: lines joined again into paragraphs.

A PDF holds lines, not paragraphs. A line was broken because the next word did not fit: where the
first word of the next line would have fitted, the writer ended the line, and it stays ended.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, replace
from itertools import dropwhile, pairwise
from pathlib import Path
from typing import Any

from examen.exchange import losses
from examen.exchange.losses import Loss
from examen.exchange.plain import too_large
from examen.exchange.records import MAX_COPY, Document, UnreadableError
from examen.messages import _

MAX_PAGES = 200
_HYPHENS = "\x02\ufffe\u00ad\u2010-"
_BROKEN = "\x02\ufffe"  # what pdfium puts where it saw a hyphen at the end of a line
# A bullet, the number of an item or of a question: never the middle of a sentence.
_NEW_LINE = re.compile(
    r"(?:[-–—•●▪◦‣*|\uf0b7\uf0a7]|\d+[.)]|[a-z]\)|\d+(?:\.\d+)+[.):]?|[Qq]uestion)(?:\s|$)"
    r"|[A-Z]{2,}$"
)
_PAGE_NUMBER = re.compile(
    r"\bpage[ \u00a0]*\d+(?:[ \u00a0]*(?:/|sur|of)[ \u00a0]*\d+)?|^[-–—]?[ ]*\d+[ ]*[-–—]$"
    r"|^\d+[ ]*/[ ]*\d+$",
    re.IGNORECASE,
)
# Broken at their own hyphen, these look like any word that was hyphenated.
_COMPOUNDS = frozenset(
    "rendez-vous au-delà peut-être c'est-à-dire vis-à-vis savoir-faire savoir-être après-vente "
    "e-mail e-mails e-mailing ci-dessus ci-dessous ci-joint celui-ci celle-ci là-bas".split()
)


@dataclass(frozen=True, slots=True)
class _Line:
    """A printed line and its box, in points from the lower left corner of the page.

    Attributes:
        first_word: the width of its first word.
        margin: where the lines of its page end at most.
    """

    page: int
    text: str
    right: float
    bottom: float
    top: float
    first_word: float
    margin: float = 0


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
        pages: list[list[_Line]] = []
        found: list[Loss] = []
        for number in range(len(document)):
            with closing(document[number]) as page, closing(page.get_textpage()) as text:
                pages.append(_page(text, number, raw))
                if any(page.get_objects([raw.FPDF_PAGEOBJ_IMAGE])):
                    found.append(Loss.PICTURE)
            if sum(len(line.text) for lines in pages for line in lines) > MAX_COPY:
                raise UnreadableError(too_large(), "copy-size")
    if found and not any(pages):
        message = _("The PDF is a picture of a page (a scan), without text. Type the copy.")
        raise UnreadableError(message, "copy-no-text")
    lines = [line for page in _without_running_lines(pages) for line in page]
    if len(lines) < sum(map(len, pages)):
        found.append(Loss.HEADER)
    return Document(_joined(lines), losses.told(found))


def _page(text_page: Any, number: int, raw: Any) -> list[_Line]:
    """The printed lines of a page, in reading order."""
    lines = []
    start = 0
    units = (raw.FPDFText_GetUnicode(text_page, index) for index in range(text_page.count_chars()))
    characters = [*map(chr, units), "\n"]
    for index, character in enumerate(characters):
        if character in "\r\n" or character in _BROKEN:
            end = index + (character in _BROKEN)
            if line := _line(text_page, number, "".join(characters[start:end]), start):
                lines.append(line)
            start = index + 1
    margin = max((line.right for line in lines), default=0.0)
    return [replace(line, margin=margin) for line in lines]


def _line(text_page: Any, page: int, text: str, start: int) -> _Line | None:
    words = [(match.start(), match.end()) for match in re.finditer(r"\S+", text)]
    if not words:
        return None
    (first, first_end), (_last, end) = words[0], words[-1]
    left, bottom, _right, top = text_page.get_charbox(start + first, loose=True)
    word_right = text_page.get_charbox(start + first_end - 1, loose=True)[2]
    right = text_page.get_charbox(start + end - 1, loose=True)[2]
    return _Line(page, text.strip(), right, bottom, top, word_right - left)


def _without_running_lines(pages: list[list[_Line]]) -> list[list[_Line]]:
    """Pages without the lines at their head and foot that most of them share.

    What numbers the page counts as shared; other figures do not, for each page may start with a
    question.
    """
    written = [lines for lines in pages if lines]
    if len(written) > 1 and all(lines[-1].text == str(lines[-1].page + 1) for lines in written):
        pages = [lines[:-1] for lines in pages]
    counts = Counter(key for lines in pages for key in {_running(line.text) for line in lines})
    shared = {key for key, count in counts.items() if count > max(1, len(pages) / 2)}

    def is_shared(line: _Line) -> bool:
        return _running(line.text) in shared

    def from_end(lines: list[_Line]) -> list[_Line]:
        return list(dropwhile(is_shared, reversed(lines)))

    return [from_end(from_end(lines)) if shared else lines for lines in pages]


def _running(text: str) -> str:
    return _PAGE_NUMBER.sub("page", text)


def _joined(lines: list[_Line]) -> str:
    """Paragraphs out of lines; a wider gap between lines becomes a blank line."""
    if not lines:
        return ""
    parts = [lines[0].text]
    words = frozenset(re.findall(r"[\w'-]+", " ".join(line.text for line in lines).casefold()))
    for above, line in pairwise(lines):
        if _wrapped(above, line):
            parts[-1:] = _glued(parts[-1], line.text, words)
        else:
            parts += ["\n\n" if _apart(above, line) else "\n", line.text]
    return "".join(parts).translate(dict.fromkeys(map(ord, _BROKEN), "-"))


def _apart(above: _Line, line: _Line) -> bool:
    if above.page != line.page:
        return line.text[0].isupper()
    height = above.top - above.bottom
    return above.bottom - line.top > 0.6 * height or line.bottom > above.top


def _wrapped(above: _Line, line: _Line) -> bool:
    """Whether `line` goes on where `above` had to break."""
    if above.text[-1] in _BROKEN:
        return True
    if _apart(above, line) or _NEW_LINE.match(line.text):
        return False
    space = 0.25 * (above.top - above.bottom)
    return above.right + space + line.first_word > above.margin


def _glued(text: str, following: str, words: frozenset[str]) -> list[str]:
    """A line and the one that goes on, as they were before the break."""
    if text[-1] not in _HYPHENS or not text[-2:-1].isalpha() or not following[0].isalpha():
        return [text, " ", following]
    before, after = re.split(r"[\s(«\"]", text[:-1])[-1], re.match(r"[\w'-]+", following)
    compound = f"{before}-{after[0] if after else ''}".casefold()
    whole = compound.replace("-", "")
    own = compound in _COMPOUNDS or (compound in words and whole not in words)
    keeps = own or following[0].isupper()
    return [text[:-1], "-" if keeps else "", following]
