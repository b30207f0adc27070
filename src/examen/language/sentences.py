"""Where a line of an answer is cut: at the ends of sentences and at the labels of enumerations.

Hasty writers forget the capital or the space after a full stop, and number their points on one
line: "1. le prix 2. le choix", "a) … b) …".
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from examen.language.hasty import ALSO_CUT

_ABBREVIATIONS = frozenset(
    "m mm mr mme mlle dr pr st ste ex cf art p pp n no num tel env max min réf ref vs av al".split()
)
# It opens with what ends a sentence, for the search to pass over all else at once.
_END = re.compile(
    r"(?:[.!?…](?<![.!?…]{2})[.!?…]*[\"')\]]*(?=\s)"
    r"|[.!?](?<=[^\W\d_]{3}.)(?<![A-Z].)(?=[A-ZÀ-Þ][^\W\d_]*(?!@)[\s'])"  # no space: "exacte.Dans"
    r"|;)\s*"
)
_LABEL = re.compile(
    r"(?:(?<=\s)|(?<=[.,;:!?])|^)\(?(?P<label>\d{1,2}|[a-hA-H])(?:\s?[.)°]|\s[-–])\s?(?=[^\W\d_])",
    re.MULTILINE,
)
# Where the first two labels may stand: without one, or the second, nothing is numbered.
_FIRST_TWO = re.compile(r"[12aAbB](?:\s?[.)°]|\s[-–])")
_SECOND = re.compile(r"[2bB](?:\s?[.)°]|\s[-–])")
_LAST_WORD = re.compile(r"\w+$")
_SHORTEST_LAST_WORD = 4  # before a full stop that no capital follows


def sentences(
    text: str, start: int, end: int, is_word: Callable[[int], bool], *, numbered: bool = False
) -> Iterator[tuple[int, int]]:
    """The spans of the sentences and numbered items of a line; a semicolon ends one too.

    Args:
        text: the whole text.
        start: where the line starts.
        end: where it ends.
        is_word: whether a word that a dictionary knows ends at a position.
        numbered: whether a label was cut off before the line.
    """
    for first, last in _parts(text, start, end, numbered=numbered):
        at = first
        for match in _END.finditer(text, first, last):
            if _ends(text, match, is_word):
                yield at, match.end()
                at = match.end()
        if at < last:
            yield at, last


def _parts(text: str, start: int, end: int, *, numbered: bool) -> Iterator[tuple[int, int]]:
    """What stands before an enumeration written on one line, and its items without labels."""
    at = start
    may_count = (_FIRST_TWO if numbered else _SECOND).search(text, start, end)
    labels = list(_LABEL.finditer(text, start, end)) if may_count else []
    for item in _items(labels, numbered=numbered):
        if text[at : item.start()].strip():
            yield at, item.start()
        at = item.end()
    yield at, end


def _items(labels: list[re.Match[str]], *, numbered: bool) -> list[re.Match[str]]:
    """The labels of numbers in order, else those of letters."""
    counted = (_in_order(labels, first, numbered=numbered) for first in ("1", "a"))
    return next(filter(None, counted), [])


def _in_order(labels: list[re.Match[str]], first: str, *, numbered: bool) -> list[re.Match[str]]:
    """The labels that count up from the first, or from the second where the first was cut off."""
    kept: list[re.Match[str]] = []
    expected = {first, _after(first)} if numbered else {first}
    for label in labels:
        name = label["label"].lower()
        if name in expected:
            kept.append(label)
            expected = {_after(name)}
    return kept if len(kept) + numbered > 1 else []


def _after(label: str) -> str:
    return str(int(label) + 1) if label.isdigit() else chr(ord(label) + 1)


def _ends(text: str, match: re.Match[str], is_word: Callable[[int], bool]) -> bool:
    if match.group()[0] != ".":
        return True
    at = match.start()
    before = _LAST_WORD.search(text, max(0, at - 6), at)
    last = before.group().lower() if before else ""
    if last in _ABBREVIATIONS:
        return False
    if not text[match.end() : match.end() + 1].islower():
        return True
    # No capital follows: the end of a known word is one of a sentence, "prod." is none.
    return last not in ALSO_CUT and len(last) >= _SHORTEST_LAST_WORD and is_word(at)
