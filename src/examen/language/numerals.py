"""Numerals: where a text writes a number, in digits or in words, and which number it is.

What only looks like a number (a date, a telephone number, an address, the number of a question or
of a list item, an ordinal) is stepped over.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import accumulate

from examen.language.cues import Cues
from examen.language.words import fold

_MONTHS = (
    "janvier|f[ée]vrier|mars|avril|mai|juin|juillet|ao[ûu]t|septembre|octobre|novembre|d[ée]cembre"
)
# Nouns whose number is a name: "annexe 2" is not two of anything.
_NUMBERED = (
    "articles?|art|annexes?|questions?|dossiers?|documents?|doc|parties?|pages?|num[ée]ros?|n°|"
    "chapitres?|[ée]tapes?|figures?|niveau|version|phase"
)
_START = r"(?:(?<!\w)(?<![0-9][.,])|(?<=[0-9][xX]))"
_LETTERS_FIRST = rf"""(?:
    https?://\S+ | www\.\S+ | [\w.+-]{{1,64}}+@\S+
  | (?=[^0-9]{{1,14}}+[0-9])(?:  # few letters stand so near to a digit
      (?:{_NUMBERED})[ .]{{0,2}}(?:n°[ ]?)?[0-9]{{1,4}}(?![0-9]|[.,][0-9]|[ ]?%)
    | [JM][ ]?\+[ ]?[0-9]{{1,2}}(?!\w)
    | [^\W\d_]+[0-9]\w*(?:-[0-9]\w*)*
    | (?:{_MONTHS}|en|depuis|ann[ée]e|session|d[èe]s|exercice|l'an)[ ](?:19|20)[0-9]{{2}}
      (?![0-9]|[ ]?%|[.,][0-9])
  )
  | [^\W\d_]{{15,}}+[0-9]\w*(?:-[0-9]\w*)*
)"""
_DIGITS_FIRST = rf"""(?<![0-9])(?:
    [0-9]{{16,}}
  | (?:\+33[ ]?|0)[0-9](?:[ .-]?[0-9]{{2}}){{4}}(?![0-9])
  | (?<!/)[0-9]{{1,2}}(?P<bar>[/.-])[0-9]{{1,2}}(?P=bar)(?:[0-9]{{4}}|[0-9]{{2}})(?![0-9/.])
  | [0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}}(?![0-9])
  | [0-9]{{1,2}}(?:er)?[ ](?:{_MONTHS})(?!\w)(?:[ ][0-9]{{4}})?
  | (?:[01]?[0-9]|2[0-3])(?:[ ]?h[ ]?|:)[0-5][0-9](?![0-9]|[ ]*=)
  | [0-9]{{1,3}}(?:er|[èe]re|nde?|[èe]|i?[èe]me)s?(?!\w)
  | ^[ \t]{{0,40}}\(?[0-9]{{1,2}}(?:[.)°](?=[ \t]+\S)|[ ]?[-–](?=[ ][^\W\d]))
  | [0-9]{{5}}(?=[ ](?-i:[A-ZÉÈ][a-zà-ÿ])(?!ros?\b))
)"""
_DIGITS = rf"""
    (?P<spaced>{_START}[0-9]{{1,3}}(?:[ ][0-9]{{3}})+(?:[.,][0-9]{{1,9}})?(?![0-9]))
  | (?P<dotted>{_START}[0-9]{{1,3}}(?:\.[0-9]{{3}})+(?:,[0-9]{{1,9}})?(?![0-9]|\.[0-9]))
  | (?P<commas>{_START}[0-9]{{1,3}}(?:,[0-9]{{3}})+(?:\.[0-9]{{1,9}})?(?![0-9]|,[0-9]))
  | (?P<section>{_START}[0-9]+(?:[.,][0-9]+){{2,}})
  | (?P<plain>{_START}[0-9]+(?:[.,][0-9]{{1,9}}(?![0-9]))?)
"""
_ONES = {
    "zero": 0, "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6,
    "sept": 7, "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13,
    "quatorze": 14, "quinze": 15, "seize": 16, "vingt": 20, "vingts": 20, "trente": 30,
    "quarante": 40, "cinquante": 50, "soixante": 60, "septante": 70, "huitante": 80, "nonante": 90,
}  # fmt: skip
_POWERS = {"cent": 100, "cents": 100, "mille": 1000}
_WORDS_SAID = (
    "z[ée]ro",
    "une?",
    *(word for word in (*_ONES, *_POWERS) if word not in {"zero", "un", "une"}),
)
_WORD = "|".join(  # by their first letter, which few words share
    f"{letter}(?:{'|'.join(word[1:] for word in _WORDS_SAID if word[0] == letter)})"
    for letter in sorted({word[0] for word in _WORDS_SAID})
)
_WORDS = rf"""
    (?P<words>(?<!['-])(?!une?(?!\w)(?![ ]seule?\b))(?:{_WORD})(?!\w)
      (?:(?:-|[ ](?:et[ ])?)(?:{_WORD})(?!\w))*(?!-[^\W\d_]))
"""
_FLAGS = re.VERBOSE | re.IGNORECASE | re.MULTILINE
# The two lookaheads let the scan pass over most characters at once.
_NUMERAL = re.compile(
    rf"(?=[^\W\d_])(?<!\w)(?:{_LETTERS_FIRST}|{_WORDS})"
    rf"|(?=[0-9(+ \t])(?:{_DIGITS_FIRST}|{_DIGITS})",
    _FLAGS,
)
# No number stands in a text without one of these: "un" is one only in "un seul", or after others.
_CUES = Cues(re.compile(rf"[0-9]|seul|(?<!\w)(?!une?(?!\w))(?:{_WORD})(?!\w)", _FLAGS).search)
_AROUND = 2  # words before a cue where a number may begin, and after it where it may end
_LONGEST_LINE_LOOKED_AT = 200


@dataclass(slots=True)
class Numeral:
    """A number as written.

    Attributes:
        start, end: its span in the text.
        value: which number it is.
        other: what it is in the other tradition, where `1,250` may be 1.25 or 1250.
        decimals: whether decimals are written.
    """

    start: int
    end: int
    value: Decimal
    other: Decimal | None = None
    decimals: bool = False


def numerals(text: str) -> Iterator[Numeral]:
    """Every number of a normalised text, in order."""
    for start, end in _stretches(text):
        for match in _NUMERAL.finditer(text, start, end):
            if match["words"]:
                yield from _in_words(match)
            elif match.lastgroup in _READERS and not _numbers_an_item(text, match):
                value, other, decimals = _READERS[match.lastgroup](match.group())
                yield Numeral(match.start(), match.end(), value, other, decimals)


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """The parts of a text where numbers may stand: cues and a few words around them."""
    words = text.split(" ")
    places = _CUES.places(words)
    if not places:
        return
    lengths = list(accumulate(map(len, words), initial=0))
    first, last = 0, -1
    for place in places:
        before = _beside(words, place, -1)
        if before > last:
            if last >= 0:
                yield lengths[first] + first, lengths[last + 1] + last
            first = before
        last = _beside(words, place, 1)
    yield lengths[first] + first, lengths[last + 1] + last


def _beside(words: Sequence[str], place: int, step: int) -> int:
    """The number of the word that stands a few before or after another, or of the last there is."""
    least, most = 0, len(words) - 1
    for _ in range(_AROUND):
        place += step
        while least < place < most and not words[place]:  # two spaces in a row
            place += step
    return min(max(place, least), most)


def _numbers_an_item(text: str, match: re.Match[str]) -> bool:
    """Whether the number stands before a closing bracket that none opens: `1) appeler`."""
    end = match.end()
    if text[end : end + 1] != ")" or len(match.group()) > 2:
        return False
    line = max(text.rfind("\n", 0, end) + 1, end - _LONGEST_LINE_LOOKED_AT)
    return text.count("(", line, end) <= text.count(")", line, end)


_Reading = tuple[Decimal, Decimal | None, bool]


def _plain(written: str) -> _Reading:
    return Decimal(written.replace(",", ".")), None, "," in written or "." in written


def _spaced(written: str) -> _Reading:
    return _plain(written.replace(" ", ""))


def _dotted(written: str) -> _Reading:
    return _grouped(written, ".", ",")


def _commas(written: str) -> _Reading:
    return _grouped(written, ",", ".")


def _grouped(written: str, group: str, point: str) -> _Reading:
    """`1.250` and `1,250`: thousands or decimals, if a single group does not settle it."""
    thousands = Decimal(written.replace(group, "").replace(point, "."))
    if point in written:
        return thousands, None, True
    if written.count(group) > 1:
        return thousands, None, False
    decimal = Decimal(written.replace(group, "."))
    if written[0] == "0":
        return decimal, None, True
    # In French a comma is for decimals and a dot for thousands.
    return (decimal, thousands, True) if group == "," else (thousands, decimal, True)


_READERS = {"plain": _plain, "spaced": _spaced, "dotted": _dotted, "commas": _commas}


def _in_words(match: re.Match[str]) -> Iterator[Numeral]:
    """The numbers that a run of number words says: `vingt-deux`, or `deux trois`, which are two."""
    total = group = last = 0
    start = end = match.start()
    for word in re.finditer(r"[^\W\d_]+", match.group()):
        form = fold(word.group())
        if form == "et":
            continue
        power, one = _POWERS.get(form, 0), _ONES.get(form, 0)
        if end > start and not (_multiplies(last, power) if power else _adds(last, one)):
            yield Numeral(start, end, Decimal(total + group))
            total = group = last = 0
            start = match.start() + word.start()
        if power == 1000:
            total, group = total + (group or 1) * 1000, 0
        elif power:
            group = (group or 1) * power
        else:
            group += 76 if last == 4 and one == 20 else one
        last = power or one
        end = match.start() + word.end()
    yield Numeral(start, end, Decimal(total + group))


def _multiplies(last: int, power: int) -> bool:
    """Whether `cent` or `mille` goes on with the word before it: `deux cents`, `cent mille`."""
    return 0 < last < 1000 if power == 1000 else 1 < last < 10 or last == 1000


def _adds(last: int, one: int) -> bool:
    """Whether a number word goes on with the one before it: `vingt-deux`, `quatre-vingts`."""
    if last >= 100 or (last == 4 and one == 20):
        return True
    if last in (20, 60):  # soixante-dix, quatre-vingt-dix
        return 0 < one < 20
    return last in (10, 30, 40, 50, 70, 80, 90) and 0 < one < 10
