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

_BLOCK_TAGS = "br|p|div|li|ul|ol|tr|table|h[1-6]|blockquote|pre|section|article|hr|thead|tbody"
_INLINE_TAGS = "b|i|u|em|strong|span|font|sup|sub|small|big|a|code|mark|label|center|td|th|img"
_HIDDEN = r"<(?P<hidden>s|del|strike|script|style|head|template)\b[^<>]{0,300}>.*?</(?P=hidden)\s*>"
_SPECIAL = re.compile(
    rf"(?P<struck>{_HIDDEN}|~~[^~\n]{{1,2000}}~~|<!--.*?-->)"
    rf"|(?P<block></?(?:{_BLOCK_TAGS})\b[^<>]{{0,300}}>)"
    r"|(?P<cell></(?:td|th)\s*>)"
    rf"|(?P<inline></?(?:{_INLINE_TAGS})\b(?:\s[^<>]{{0,300}})?/?>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    r"|(?P<marks>(?<=\S)\*{1,3}|\*{1,3}(?=\S)|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`{1,3})"
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

    def raw_span(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a non-empty span of the text."""
        first = self.raw_position(start)
        return first, max(first + 1, self.raw_position(end - 1) + 1)


def _replacement(match: re.Match[str]) -> str:
    kind = match.lastgroup
    if kind == "block":
        return "\n"
    if kind == "cell":
        return " | "
    if kind == "entity":
        return html.unescape(match.group())
    if kind == "composed":
        return unicodedata.normalize("NFC", match.group())
    return ""


def normalise(raw: str) -> NormalText:
    """The plain text of an answer; a carriage return counts as a line end."""
    pieces: list[str] = []
    starts, shifts = [0], [0]
    done = length = 0
    for match in _SPECIAL.finditer(raw):
        pieces.append(raw[done : match.start()])
        length += match.start() - done
        replacement = _replacement(match)
        if len(replacement) > len(match.group()):
            replacement = replacement[: len(match.group())]
        pieces.append(replacement)
        length += len(replacement)
        done = match.end()
        starts.append(length)
        shifts.append(done - length)
    pieces.append(raw[done:])
    text = "".join(pieces).replace("\r", "\n").translate(_SAME_LENGTH)
    return NormalText(raw, text, starts, shifts)
