"""From an answer as handed in to plain text, with the way back.

What a word processor, a web form or a phone adds is taken away (HTML, Markdown marks, zero-width
characters, typographic variants); every character of the result knows where it came from, so that
evidence quotes the answer as it was handed in.
"""

from __future__ import annotations

import html
import re
import unicodedata
from bisect import bisect_right
from dataclasses import dataclass, field

_BLOCK_TAGS = "p|div|li|ul|ol|tr|table|h[1-6]|blockquote|pre|section|article|hr|thead|tbody"
_INLINE_TAGS = "b|i|u|em|strong|span|font|sup|sub|small|big|a|code|mark|label|center|td|th|img"
_HIDDEN_TAGS = "s|del|strike|script|style|head|template"
_SPECIAL = re.compile(
    rf"(?P<opens><(?P<tag>{_HIDDEN_TAGS})\b[^<>]{{0,300}}>|<!--)"
    rf"|(?P<struck>~~[^~\n]{{1,2000}}~~|</(?:{_HIDDEN_TAGS})\s*>)"
    rf"|(?P<block><(?P<closes>/?)(?P<name>{_BLOCK_TAGS})\b[^<>]{{0,300}}>\s*)"
    r"|(?P<line></?br\b[^<>]{0,300}>|\r\n?)"
    r"|(?P<cell></(?:td|th)\s*>\s*)"
    rf"|(?P<inline></?(?:{_INLINE_TAGS})\b(?:\s[^<>]{{0,300}})?/?>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    # An asterisk that stands alone is a bullet, one between numbers multiplies.
    r"|(?P<marks>(?<![\w)*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w(*])"
    r"|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`{1,3})"
    "|(?P<invisible>[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufe00-\ufe0f]+)"
    "|(?P<composed>.[\u0300-\u036f]+)",
    re.DOTALL | re.IGNORECASE,
)
# One character for one character: these leave offsets alone.
_SAME_LENGTH = str.maketrans(
    {
        **dict.fromkeys("\u2019\u2018\u02bc\u201b\u00b4\u2032\u0060\uff07", "'"),
        **dict.fromkeys("\u00a0\u202f\u2009\u2007\u2002\u2003\u2008\u200a\u3000", " "),
        **dict.fromkeys("\u2010\u2011\u2212\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2012\u2013\u2014\u2015", "–"),
        **dict.fromkeys("\u2028\u2029\u0085\u000b\u000c", "\n"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb", '"'),
        "\uff05": "%",
    }
)


@dataclass(frozen=True, slots=True)
class NormalText:
    """Plain text and the way back to the raw one.

    Attributes:
        text: the normalised text.
        starts: positions in `text` where the distance to the raw text changes, ascending.
        shifts: what to add to a position in `text` from there on to get the raw position.
    """

    raw: str
    text: str
    starts: list[int] = field(default_factory=lambda: [0])
    shifts: list[int] = field(default_factory=lambda: [0])

    def raw_position(self, position: int) -> int:
        """Where in the raw text the character at `position` of the text stands."""
        shift = self.shifts[bisect_right(self.starts, position) - 1]
        return min(position + shift, len(self.raw))

    def position(self, raw_position: int) -> int:
        """Where in the text the raw character stands; for one that was taken away, what follows."""
        changes = range(len(self.starts))
        index = bisect_right(changes, raw_position, key=lambda n: self.starts[n] + self.shifts[n])
        index -= 1
        position = raw_position - self.shifts[index]
        if index + 1 < len(self.starts):
            position = min(position, self.starts[index + 1])
        return min(position, len(self.text))

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a non-empty span of the text."""
        first = self.raw_position(start)
        return first, max(first + 1, self.raw_position(end - 1) + 1)


def _break(tag: str, *, closes: bool) -> str:
    """What a block tag leaves: an item opens with a bullet, and the next one ends it."""
    if tag in ("thead", "tbody") or (closes and tag in ("li", "tr")):
        return ""
    return "\n- " if tag == "li" else "\n"


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "line":
        return "\n"
    if kind == "block":
        return _break(match["name"].lower(), closes=bool(match["closes"]))
    if kind == "cell":
        return " | "
    if kind == "entity":
        return html.unescape(match.group())
    if kind == "composed":
        return unicodedata.normalize("NFC", match.group())
    return ""


def normalise(raw: str) -> NormalText:
    """The plain text of an answer; a carriage return, alone or with a line feed, ends a line."""
    pieces: list[str] = []
    starts, shifts = [0], [0]
    done = length = 0
    closings = _Closings(raw)
    match = _SPECIAL.search(raw)
    while match:
        pieces.append(raw[done : match.start()])
        length += match.start() - done
        replacement = _replacement(match)[: len(match.group())]
        pieces.append(replacement)
        length += len(replacement)
        done = closings.end(match) if match.lastgroup == "opens" else match.end()
        starts.append(length)
        shifts.append(done - length)
        match = _SPECIAL.search(raw, done)
    pieces.append(raw[done:])
    text = "".join(pieces).translate(_SAME_LENGTH)
    return NormalText(raw, text, starts, shifts)


class _Closings:
    """Where what a comment or a tag hides ends; a search that failed is not tried again."""

    def __init__(self, raw: str) -> None:
        self._raw = raw
        self._unclosed: set[str] = set()

    def end(self, opening: re.Match[str]) -> int:
        """The end of the closing mark, or of the opening one if nothing closes it."""
        tag = (opening["tag"] or "").lower()
        if tag not in self._unclosed:
            pattern = re.compile(rf"</{tag}\s*>" if tag else "-->", re.IGNORECASE)
            closing = pattern.search(self._raw, opening.end())
            if closing:
                return closing.end()
            self._unclosed.add(tag)
        return opening.end()
