"""Printed lines put together again into paragraphs.

A page holds lines, not paragraphs. A line was broken because the next word did not fit: where the
first word of the next line would have fitted, the writer ended the line, and it stays ended.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import dropwhile, pairwise

BROKEN = "\x02\ufffe"  # what stands for a hyphen at the end of a line, whoever put it there
_HYPHENS = f"{BROKEN}\u00ad\u2010-"
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
_APART = 1.25  # times the usual distance between two lines


@dataclass(frozen=True, slots=True)
class Line:
    """A printed line; lengths in points, from the lower left corner of the page.

    Attributes:
        page: its number, from 0.
        right: where the line ends.
        bottom: how high it stands.
        first_word: the width of its first word.
        margin: where the lines of its page end at most.
    """

    page: int
    text: str
    right: float
    bottom: float
    first_word: float
    margin: float = 0


def without_running_lines(pages: Sequence[list[Line]]) -> list[Line]:
    """All lines but those at the head and the foot of pages that most of the pages share.

    What numbers the page counts as shared; other figures do not, for each page may start with a
    question.
    """
    written = [lines for lines in pages if lines]
    if len(written) > 1 and all(lines[-1].text == str(lines[-1].page + 1) for lines in written):
        written = [lines[:-1] for lines in written]
    counts = Counter(key for lines in written for key in {_running(line) for line in lines})
    shared = {key for key, count in counts.items() if count > max(1, len(written) / 2)}

    def from_end(lines: list[Line]) -> list[Line]:
        return list(dropwhile(lambda line: _running(line) in shared, reversed(lines)))

    return [line for lines in written for line in from_end(from_end(lines))]


def _running(line: Line) -> str:
    return _PAGE_NUMBER.sub("page", line.text)


def joined(lines: Sequence[Line]) -> str:
    """Paragraphs out of lines; a wider gap between lines becomes a blank line."""
    if not lines:
        return ""
    pitch = _pitch(lines)
    parts = [lines[0].text]
    words = frozenset(re.findall(r"[\w'-]+", " ".join(line.text for line in lines).casefold()))
    for above, line in pairwise(lines):
        apart = _apart(above, line, pitch)
        if above.text[-1] in BROKEN or (not apart and _wrapped(above, line, pitch)):
            parts[-1:] = _glued(parts[-1], line.text, words)
        else:
            parts += ["\n\n" if apart else "\n", line.text]
    return "".join(parts).translate(dict.fromkeys(map(ord, BROKEN), "-"))


def _pitch(lines: Sequence[Line]) -> float:
    """The usual distance from a line to the next one of its paragraph: a small one of all."""
    pitches = sorted(
        above.bottom - line.bottom
        for above, line in pairwise(lines)
        if above.page == line.page and above.bottom - line.bottom > 1
    )
    return pitches[len(pitches) // 4] if pitches else 0.0


def _apart(above: Line, line: Line, pitch: float) -> bool:
    if above.page != line.page:
        return line.text[0].isupper()
    return not -pitch < above.bottom - line.bottom < _APART * pitch


def _wrapped(above: Line, line: Line, pitch: float) -> bool:
    """Whether `line` goes on where `above` had to break."""
    space = 0.2 * pitch
    full = above.right + space + line.first_word > above.margin
    return full and not _NEW_LINE.match(line.text)


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
