"""A text as lines and paragraphs, with a flat copy of it: lower case, no accents, same length."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field

from examen.language.normalise import NormalText

Span = tuple[int, int]

_CAPITAL = re.compile("[A-Z]+")
_MARKED = re.compile(r"[^\x00-\x7f]")
_FLAT = {
    letter: unicodedata.normalize("NFKD", chr(letter).lower())[0]
    for letter in range(0xC0, 0x180)
    if chr(letter).isalpha()
}
BULLET = re.compile(
    r"(?:[-–•*▪◦‣·►➢→⇒>✓✔+☐□]{1,2}|[o§]|\(?\d{1,2}[.)°]|\d{1,2} ?[-–]|\(?[a-h][.)])[ \t]+(?=\S)"
)
_HEADING_MARK = re.compile(r"#{1,6}[ \t]+")
_SENTENCE_END = re.compile(r"(?<![.!?…])[.!?…]+[\")]*(?=\s)|\n")


def flat(text: str) -> str:
    """`text` in lower case without accents, each character in its place."""
    lowered = _CAPITAL.sub(_lower, text)
    return lowered if lowered.isascii() else _MARKED.sub(_flat_letter, lowered)


def _lower(found: re.Match[str]) -> str:
    return found.group().lower()


def _flat_letter(found: re.Match[str]) -> str:
    return _FLAT.get(ord(found.group()), found.group())


@dataclass(frozen=True, slots=True)
class Line:
    """A line without the white space around it; `flat` is its flat text."""

    start: int
    end: int
    flat: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.flat.split())

    @property
    def is_bullet(self) -> bool:
        """Whether a bullet or a number opens it."""
        return bool(BULLET.match(self.flat))

    @property
    def is_heading(self) -> bool:
        """Whether it may be a heading: short, and not ended as a sentence is."""
        return 0 < self.words <= 12 and len(self.flat) <= 80 and self.flat[-1] not in ".,;!?|"


@dataclass(frozen=True, eq=False)
class Page:
    """A normalised text and its lines.

    Attributes:
        normal: the text with its way back to the raw one.
        words: how many words the text has.
        flat: the text in lower case without accents, of the same length.
        lines: every line, empty ones too.
    """

    normal: NormalText
    words: int
    flat: str = field(init=False)
    lines: list[Line] = field(init=False)

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normal.text

    def __post_init__(self) -> None:
        object.__setattr__(self, "flat", flat(self.text))
        object.__setattr__(self, "lines", list(self._lines()))

    def _lines(self) -> Iterator[Line]:
        at = 0
        for line in self.flat.split("\n"):
            bare = _HEADING_MARK.sub("", line.strip())
            start = at + line.find(bare) if bare else at
            yield Line(start, start + len(bare), bare)
            at += len(line) + 1

    def paragraphs(self) -> list[Line]:
        """The paragraphs as long lines: parted by empty lines, else every line is one."""
        blocks: list[list[Line]] = [[]]
        for line in self.lines:
            if line.flat:
                blocks[-1].append(line)
            elif blocks[-1]:
                blocks.append([])
        blocks = [block for block in blocks if block]
        if len(blocks) == 1:
            return blocks[0]
        return [self.span(block[0].start, block[-1].end) for block in blocks]

    def goes_on(self, line: Line) -> bool:
        """Whether the line goes on with the one before it: indented, or in lower case."""
        return self.text[line.start].islower() or self.flat[line.start - 1 : line.start] in "\t "

    def span(self, start: int, end: int) -> Line:
        """A part of the text as one line."""
        return Line(start, end, self.flat[start:end])

    def sentence(self, position: int) -> Span:
        """The sentence around a position."""
        start = max(
            (
                end.end()
                for end in _SENTENCE_END.finditer(self.flat, max(0, position - 600), position)
            ),
            default=max(0, position - 600),
        )
        while start < position and self.text[start].isspace():
            start += 1
        end = _SENTENCE_END.search(self.flat, position)
        stop = end.end() if end else len(self.text)
        while stop > position and self.text[stop - 1].isspace():
            stop -= 1
        return start, stop
