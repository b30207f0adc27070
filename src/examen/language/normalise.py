"""From an answer as handed in to plain text, with the way back.

What a word processor, a web form or a phone adds is taken away (HTML, Markdown marks, zero-width
characters, typographic variants), and so are words that were struck or that nobody can see; every
character of the result knows where it came from, so that evidence quotes the answer as it was
handed in.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from examen.language.hidden import (
    INVISIBLE,
    MARKS,
    composed,
    conceals,
    paints,
    plain_letters,
    speaks,
)

_BLOCK_TAGS = "p|div|li|ul|ol|tr|table|h[1-6]|blockquote|pre|section|article|hr|thead|tbody"
_INLINE_TAGS = "b|i|u|em|strong|span|font|sup|sub|small|big|a|code|mark|label|center|td|th|img"
_STRUCK_TAGS = "s|del|strike"
_HIDDEN_TAGS = f"{_STRUCK_TAGS}|script|style|head|template"
_NO_CONTENT = frozenset(["br", "hr", "img"])
# A tag holds no "<", so that each is read once even where it is never closed.
_ORDINARY = (
    rf"(?P<opens><(?P<tag>{_HIDDEN_TAGS})\b[^<>]*>|<!--)"
    rf"|(?P<struck>~~[^~\n]{{1,2000}}~~|</(?:{_HIDDEN_TAGS})\s*>)"
    rf"|(?P<block><(?P<closes>/?)(?P<name>{_BLOCK_TAGS})\b[^<>]*>\s*)"
    r"|(?P<line></?br\b[^<>]*>|\r\n?)"
    r"|(?P<cell></(?:td|th)\s*>\s*)"
    rf"|(?P<inline></?(?:{_INLINE_TAGS})\b(?:\s[^<>]*)?/?>)"
    r"|(?P<entity>&(?:\#\d{1,7}|\#x[0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});)"
    # An asterisk that stands alone is a bullet, one between numbers multiplies.
    r"|(?P<marks>(?<![\w)*])\*{1,3}(?=[^\s*])|(?<=[^\s*])\*{1,3}(?![\w(*])"
    r"|(?<!\w)_{1,3}(?=\w)|(?<=\w)_{1,3}(?!\w)|`{1,3})"
    "|(?P<reversed>\u202e[^\u202c\n]*\u202c?)"
    f"|(?P<invisible>[{INVISIBLE}]+)"
    f"|(?P<composed>.[{MARKS}]+)"
)
_FLAGS = re.DOTALL | re.IGNORECASE
_PLAIN = re.compile(_ORDINARY, _FLAGS)
# Most answers hold nothing but these, and are plain text as they stand.
_UNUSUAL = re.compile("[^\\n\\t -%'-)+-;=-^a-}°²À-ÿœŒ€…•–]")
# What each of these opens with; the marks on a letter follow it.
_SIGN = re.compile(f"[<~\\r&*_`\u202e{INVISIBLE}{MARKS}]")
_SPECIAL = re.compile(
    rf"(?P<styled><(?P<element>[a-z][a-z0-9-]{{0,30}})\s[^<>]*>)|{_ORDINARY}", _FLAGS
)
_GONE = re.compile(f"[{INVISIBLE}]+")
# What programs write between comment marks, which hides no word of a candidate.
_OF_A_PROGRAM = re.compile(r"<!--\s*(?:\[if|\[endif|(?:Start|End)Fragment)", re.IGNORECASE)
_SEVERAL_LETTERS = re.compile(r"[^\W\d_]{3}")
# One character for one character: these leave offsets alone.
SAME_LENGTH = str.maketrans(
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
_VARIANTS = [(chr(code), plain) for code, plain in SAME_LENGTH.items()]


@dataclass(frozen=True, slots=True)
class NormalText:
    """Plain text and the way back to the raw one.

    Attributes:
        text: the normalised text.
        starts: positions in `text` where the distance to the raw text changes, ascending.
        shifts: what to add to a position in `text` from there on to get the raw position.
        left_out: raw spans of words that are no part of the answer, struck or hidden, ascending.
        hidden: those that a reader of the answer cannot see, ascending.
        disguised: raw spans of words whose letters only look like those of the alphabet, ascending.
    """

    raw: str
    text: str
    starts: list[int] = field(default_factory=lambda: [0])
    shifts: list[int] = field(default_factory=lambda: [0])
    left_out: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[tuple[int, int]] = field(default_factory=list)
    disguised: list[tuple[int, int]] = field(default_factory=list)

    def leaves_out(self, start: int, end: int) -> bool:
        """Whether a part of a raw span is struck or hidden."""
        before = bisect_left(self.left_out, (end,)) - 1
        return before >= 0 and self.left_out[before][1] > start

    def raw_position(self, position: int) -> int:
        """Where in the raw text the character at `position` of the text stands."""
        if len(self.starts) > 1:
            position += self.shifts[bisect_right(self.starts, position) - 1]
        return min(position, len(self.raw))

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
        if len(self.starts) == 1:
            return start, max(start + 1, end)
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
        return _GONE.sub("", html.unescape(match.group()))
    if kind == "composed":
        return composed(match.group())
    return ""


def normalise(raw: str) -> NormalText:
    """The plain text of an answer; a carriage return, alone or with a line feed, ends a line."""
    if not _UNUSUAL.search(raw):
        return NormalText(raw, raw)
    stripper = _Stripper(raw)
    pieces: list[str] = []
    starts, shifts = [0], [0]
    done = length = 0
    match = _next(raw, 0)
    while match:
        pieces.append(raw[done : match.start()])
        length += match.start() - done
        replacement, done = stripper.strip(match)
        pieces.append(replacement)
        length += len(replacement)
        starts.append(length)
        shifts.append(done - length)
        match = _next(raw, done)
    pieces.append(raw[done:])
    text, disguised = plain_letters("".join(pieces))
    for variant, plain in _VARIANTS:  # none of which is there, as a rule: quicker than to translate
        text = text.replace(variant, plain)
    normal = NormalText(raw, text, starts, shifts, stripper.left_out, stripper.hidden)
    normal.disguised.extend(normal.raw_span(*span) for span in disguised)
    return normal


def _next(raw: str, done: int) -> re.Match[str] | None:
    """The first mark from `done` on; marks on a letter are one with it."""
    for sign in _SIGN.finditer(raw, done):
        at = sign.start()
        match = (_SPECIAL.match(raw, at - 1) if at > done else None) or _SPECIAL.match(raw, at)
        if match:
            return match
    return None


class _Stripper:
    """What becomes of each mark, in order, and which words go with it."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.left_out: list[tuple[int, int]] = []
        self.hidden: list[tuple[int, int]] = []
        self._unclosed: set[str] = set()  # a search that failed is not tried again
        self._painted = False

    def strip(self, match: re.Match[str]) -> tuple[str, int]:
        """What stands for a mark, no longer than it, and where the text goes on."""
        kind, start, end = match.lastgroup, match.start(), match.end()
        if kind == "styled":
            element = match["element"].lower()
            self._painted = self._painted or paints(match.group())
            if element not in _NO_CONTENT and conceals(match.group(), painted=self._painted):
                end = self._end_of_element(element, end)
                self._leave_out(start, end, hidden=True)
                return "", end
            plain = _PLAIN.match(self.raw, start)
            return self.strip(plain) if plain else (match.group(), end)
        if kind == "opens":
            end = self._end_of_hidden((match["tag"] or "").lower(), end)
        if kind == "opens" or match.group().startswith("~~"):
            words = match.group() == "<!--" and self._is_hidden_comment(start, end)
            self._leave_out(start, end, hidden=words)
        elif kind == "reversed" or (kind == "invisible" and speaks(self.raw, start, end)):
            self._leave_out(start, end, hidden=True)
        return _replacement(match)[: end - start], end

    def _leave_out(self, start: int, end: int, *, hidden: bool) -> None:
        self.left_out.append((start, end))
        if hidden:
            self.hidden.append((start, end))

    def _is_hidden_comment(self, start: int, end: int) -> bool:
        of_a_program = _OF_A_PROGRAM.match(self.raw, start)
        return not of_a_program and bool(_SEVERAL_LETTERS.search(self.raw, start, end))

    def _end_of_hidden(self, tag: str, start: int) -> int:
        """The end of the closing mark, or `start` if nothing closes a tag or a comment."""
        if tag not in self._unclosed:
            pattern = re.compile(rf"</{tag}\s*>" if tag else "-->", re.IGNORECASE)
            closing = pattern.search(self.raw, start)
            if closing:
                return closing.end()
            self._unclosed.add(tag)
        return start

    def _end_of_element(self, tag: str, start: int) -> int:
        """The end of an element that may hold others of its name; of the text if none closes it."""
        depth = 1
        for mark in re.compile(rf"<(/?){tag}\b[^<>]*>", re.IGNORECASE).finditer(self.raw, start):
            depth += -1 if mark[1] else 1
            if not depth:
                return mark.end()
        return len(self.raw)
