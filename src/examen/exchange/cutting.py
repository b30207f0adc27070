"""Cutting a document at its question numbers.

A heading is a line that starts with a known number: `1.1.1`, `## Question 1.1.1 : …`, `**Q. 2.1**`,
`2.2)`. Candidates also write figures at the start of a line, number the points of a list, or number
the plan of an essay, so what could be a value (`2.1 points de plus`) or comes a second time does
not cut, and the latter is told.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from examen.messages import _

_S = "[ \t\u00a0\u2009\u202f]{0,9}"  # bounded: a line of blanks must not take for ever
_MARKS = rf"{_S}(?P<hash>\#{{1,6}}{_S})?(?P<bold>(?:\*{{1,3}}|_{{1,3}})(?!\s))?{_S}"
_WORD = (
    rf"(?P<word>(?:réponse|reponse|answer) (?:(?:à|a|to) (?:la )?)?(?:question{_S})?"
    rf"|questions?{_S}|q(?=[.\s\d]){_S})?(?(word)[.:]?{_S})(?P<sign>n{_S}[°º]\.?{_S})?"
)
_END = (
    rf"{_S}(?P<first>[)\]:.–—-]{{0,3}}){_S}(?P<close>(?(bold)(?P=bold)|(?!)))?"
    rf"{_S}(?P<second>[)\]:.–—-]{{0,3}})"
)
_ANY_NUMBER = r"(?P<number>[A-Za-z]?\d+(?:\.[A-Za-z0-9]+)*)"
_TAIL = rf"(?!\w|[.,]\d){_END}(?P<rest>.*)$"
_UNKNOWN = re.compile(_MARKS + _WORD + _ANY_NUMBER + _TAIL, re.IGNORECASE)
_POINTS = re.compile(rf"[(\[]{_S}\d+(?:[.,]\d+)?{_S}(?:points?|pts?){_S}[)\]]", re.IGNORECASE)
_ONLY_POINTS = re.compile(rf"\W{{0,9}}\d+(?:[.,]\d+)?{_S}(?:points?|pts?)\W*", re.IGNORECASE)
_VALUE = re.compile(r"\d+\.\d+")
_UNIT = re.compile(
    r"[^\w«“\"'(*]|\d|(?:points?|pts?|fois|mill(?:ions?|iards?)|k?euros?|k?eur|appels?|clients?|"
    r"heures?|h|jours?|minutes?|min|sur|times|days?|hours?|percent|pour cent|k?m|k?g)\b",
    re.IGNORECASE,
)
_RULE = re.compile(r"[ \t]*(?:=+|-{3,})[ \t]*")
_AGAIN = re.compile(r"\W*(?:suite|suite et fin|continued)\b", re.IGNORECASE)
_PART = r"(?:(?:partie|part|dossier|exercice|sujet) \w+ )?"


@dataclass(slots=True)
class Cut:
    """A document's answers by question number, in the order they were first met.

    Attributes:
        lines: the line on which each answer starts, counted from 1.
        outside: texts that stand under no question, such as what comes before the first.
        repeated: numbers that stand again at the head of a line which did not cut.
    """

    answers: dict[str, str] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    outside: list[str] = field(default_factory=list)
    repeated: list[tuple[str, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Heading:
    """A line that may start an answer.

    Attributes:
        rest: what follows the number on the line, the beginning of the answer.
        named: the line says "question", or the question's title.
        marked: it is a heading for sure: named, or a Markdown heading, or in bold.
    """

    number: str
    rest: str
    named: bool
    marked: bool


class Cutter:
    """Cuts documents at the question numbers of one exam.

    Args:
        numbers: the exam's question numbers, such as `1.1.1` or `RCS`.
        aliases: by question number, titles that candidates may write in its place.
    """

    def __init__(
        self, numbers: Sequence[str], aliases: Mapping[str, Sequence[str]] | None = None
    ) -> None:
        longest_first = sorted(numbers, key=len, reverse=True)
        known = "|".join(map(re.escape, longest_first)) or r"(?!)"
        self._line = re.compile(_MARKS + _WORD + f"(?P<number>{known})" + _TAIL, re.IGNORECASE)
        self._number = {number.casefold(): number for number in numbers}
        self._titles = [
            (number, re.compile(_PART + re.escape(folded(title))))
            for number, titles in (aliases or {}).items()
            for title in titles
        ]

    def cut(self, text: str) -> Cut:
        """The answers that `text` holds; the joined pieces and `outside` hold all of its words."""
        lines = text.splitlines()
        headings = [self._heading(line) for line in lines]
        marked = any(heading and heading.marked for heading in headings)
        pieces: list[tuple[str, int, list[str]]] = [("", 1, [])]
        cut = Cut()
        answered: set[str] = set()
        for index, (line, heading) in enumerate(zip(lines, headings, strict=True), 1):
            if heading is None or (marked and not heading.marked and heading.number.isdecimal()):
                pieces[-1][2].append(line)
            elif heading.number in answered and not (heading.named or _AGAIN.match(heading.rest)):
                cut.repeated.append((heading.number, index))
                pieces[-1][2].append(line)
            else:
                pieces.append((heading.number, index, [heading.rest]))
            # A number that nothing follows, as in a table of points, is not answered there.
            if pieces[-1][2][-1].strip():
                answered.add(pieces[-1][0])
        _assemble(cut, pieces)
        return cut

    def _heading(self, line: str) -> _Heading | None:
        return self._numbered(line) or self._titled(line) or _unknown(line)

    def _numbered(self, line: str) -> _Heading | None:
        match = self._line.match(line)
        number = self._number.get(match["number"].casefold()) if match else None
        if match is None or number is None:
            return None
        rest = _rest(match)
        named = bool(match["word"])
        sure = named or bool(match["hash"] or match["sign"])
        if not sure and not _starts_answer(number, match, rest):
            return None
        return _Heading(number, rest, named, marked=sure or bool(match["bold"]))

    def _titled(self, line: str) -> _Heading | None:
        before, colon, after = line.partition(":")
        for number, title in self._titles:
            if title.fullmatch(folded(_POINTS.sub("", line))):
                return _Heading(number, "", named=True, marked=True)
            if colon and title.fullmatch(folded(before)):
                return _Heading(number, after.strip(), named=True, marked=True)
        return None


def _unknown(line: str) -> _Heading | None:
    """A line that names a question which the exam does not have: "Question 9.9"."""
    match = _UNKNOWN.match(line)
    if match is None or not match["word"]:
        return None
    ends = match["first"] or match["second"] or not match["rest"].strip()
    if not ends and not match["rest"].lstrip()[0].isupper():
        return None
    return _Heading(match["number"], _rest(match), named=True, marked=True)


def _rest(match: re.Match[str]) -> str:
    rest: str = match["rest"]
    if match["bold"] and not match["close"]:
        rest = rest.replace(match["bold"], "", 1)
    if _ONLY_POINTS.fullmatch(rest):
        return ""
    rest = rest.strip()
    points = _POINTS.match(rest)
    return rest[points.end() :].lstrip(" \t\u00a0:.–—-") if points else rest


def _starts_answer(number: str, match: re.Match[str], rest: str) -> bool:
    """Whether a number at the start of a line is a heading, where nothing marks it as one."""
    if not rest:
        return True
    separated = bool(match["first"] or match["second"] or match["close"])
    first = rest.lstrip("*_«“\"'( ")[:1]
    if _VALUE.fullmatch(number):  # it could also be a figure: 2.1 points, 2.1 % of, 2.1 - 0.5
        return not _UNIT.match(rest)
    if number.isdecimal():  # it could also be a count: 3 appels
        return first.isupper() or (separated and first.isalpha())
    if number.isalpha():  # it could also be a word
        exact = match["number"] == number
        return (exact or len(number) > 1) and (separated or (len(number) > 1 and first.isupper()))
    return True


def folded(text: str) -> str:
    """Letters and digits only, without case and accents, words parted by one space."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))
    return re.sub(r"[\W_]+", " ", bare.casefold()).strip()


def _assemble(cut: Cut, pieces: list[tuple[str, int, list[str]]]) -> None:
    (_start, _first, before), *rest = pieces
    outside = [_trimmed(before)]
    found: dict[str, list[str]] = {}
    for position, (number, index, lines) in enumerate(rest, 1):
        body, title = _without_rule(lines), ""
        if position < len(rest):
            body, title = _without_title(body)
        found.setdefault(number, []).append(_trimmed(body))
        cut.lines.setdefault(number, index)
        outside.append(title)
    cut.answers = {number: "\n\n".join(filter(None, texts)) for number, texts in found.items()}
    cut.outside = list(filter(None, outside))


def _without_rule(lines: list[str]) -> list[str]:
    """Without the line of `===` that underlines a heading in Markdown."""
    return [lines[0], *lines[2:]] if len(lines) > 1 and _RULE.fullmatch(lines[1]) else lines


def _without_title(lines: list[str]) -> tuple[list[str], str]:
    """Without the Markdown headings at the end, which are titles of what comes next."""
    end = len(lines)
    while end and (not lines[end - 1].strip() or re.match(r"[ \t]*#{1,6}[ \t]", lines[end - 1])):
        end -= 1
    return lines[:end], _trimmed(lines[end:])


def _trimmed(lines: list[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()


def warnings(cut: Cut) -> tuple[str, ...]:
    """What a person should know of the cut."""
    told = []
    for text in cut.outside:
        message = _("Text that stands under no question number, not marked: “{text}”")
        told.append(message.format(text=text))
    for number, line in cut.repeated:
        message = _("Line {line} starts with {number} again; it was left in the answer it is in.")
        told.append(message.format(line=line, number=number))
    return tuple(told)
