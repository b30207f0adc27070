"""Typography, French and English, in one place: spaces, quotation marks, numbers, dates.

`typeset` is for what authors wrote and for messages. A candidate's words never pass through it.
All functions follow the language in use (`examen.messages.current`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from decimal import Decimal

from examen.messages import _, current, marked, ngettext

NARROW = "\u202f"  # narrow no-break space
FIXED = "\u00a0"  # no-break space

# URLs, e-mail addresses, file paths and clock times stay as they are.
_PROTECTED = re.compile(
    r"(?:[a-z][a-z0-9+.-]*://|www\.)[^\s<>«»]*[^\s<>«».,;:!?)\]]"
    r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"
    r"|\b\d{1,2}:\d{2}\b",
    re.IGNORECASE,
)
_SPACE = f"[ \t{FIXED}{NARROW}]"
_LETTER = r"[^\W\d_]"

_APOSTROPHE = re.compile(
    rf"(?<={_LETTER})'(?={_LETTER}|[«“\x22\d])|(?<=\b[cdjlmnst])'$|(?<=\bqu)'$", re.IGNORECASE
)
_QUOTED = re.compile(r'(?<![\w"])"(?=\S)([^"]*[^\s"])"(?![\w"])')
_ELLIPSIS = re.compile(r"(?<!\.)\.\.\.(?!\.)")

_FRENCH: tuple[tuple[re.Pattern[str], str], ...] = (
    (re.compile(rf"«{_SPACE}*"), f"«{FIXED}"),
    (re.compile(rf"{_SPACE}*»"), f"{FIXED}»"),
    (re.compile(rf"{_SPACE}+([;!?])"), rf"{NARROW}\1"),
    (re.compile(r"(?<=[\w»)\]…%€])([;!?])(?=[\s»)!?]|$)"), rf"{NARROW}\1"),
    (re.compile(rf"{_SPACE}+:(?!\w)"), f"{FIXED}:"),
    (re.compile(r"(?<=[\w»)\]%€]):(?=\s|$)"), f"{FIXED}:"),
    (re.compile(rf"(?<=\d){_SPACE}*(?=%(?!\w)|€)"), FIXED),
    (
        re.compile(
            rf"(?<=\d){_SPACE}(?=(?:pts?|points?|heures?|h|min|minutes?|km|kg|k€|M€|e|er)\b)"
        ),
        FIXED,
    ),
    (re.compile(r"(?<=\d)\.(?=\d+[\u00a0 ](?:pts?|points?|%|€))"), ","),
    (re.compile(rf"\b([nN])°{_SPACE}*(?=\w)"), rf"\1°{FIXED}"),
    (re.compile(r"\b(M\.|MM\.|Mme|Mmes|Mlle|Dr|Me) (?=[A-ZÀ-Ý])"), rf"\1{FIXED}"),
)
_THOUSANDS = re.compile(rf"(?<![\d,.{NARROW}{FIXED}])\d{{1,3}}(?:{_SPACE}\d{{3}})+(?!\d)")
_TELEPHONE = re.compile(rf"(?<!\d)(?:\+33{_SPACE}|0)\d(?:{_SPACE}\d\d){{4}}(?!\d)")


def _quotes(words: str, opening: str, closing: str) -> str:
    """The straight quotation marks made round ones, from the inside out."""
    while (turned := _QUOTED.sub(rf"{opening}\1{closing}", words)) != words:
        words = turned
    return words


def _french(words: str) -> str:
    words = _quotes(words, f"«{FIXED}", f"{FIXED}»")
    for pattern, replacement in _FRENCH:
        words = pattern.sub(replacement, words)
    words = _TELEPHONE.sub(lambda found: re.sub(_SPACE, FIXED, found[0]), words)
    return _THOUSANDS.sub(lambda found: re.sub(_SPACE, NARROW, found[0]), words)


def _english(words: str) -> str:
    return _quotes(words, "“", "”")


_RULES: dict[str, Callable[[str], str]] = {"fr": _french, "en": _english}


def typeset(words: str) -> str:
    """`words` with the spaces, apostrophes and quotation marks of a printed text.

    Addresses, URLs and clock times are left alone; do not call it on code. Calling it again
    changes nothing.
    """
    rules = _RULES[current()]
    pieces: list[str] = []
    kept: list[str] = []
    end = 0
    # Protected passages become one private character, so that rules still see their surroundings.
    for found in _PROTECTED.finditer(words):
        pieces += words[end : found.start()], "\ue000"
        kept.append(found[0])
        end = found.end()
    text = "".join((*pieces, words[end:]))
    text = _ELLIPSIS.sub("…", _APOSTROPHE.sub("’", text))
    text = rules(text)
    restore = iter(kept)
    return re.sub("\ue000", lambda _found: next(restore), text) if kept else text


def number(value: Decimal) -> str:
    """A number as printed: 1 250,5 or 1,250.5, a true minus sign, no needless zeros."""
    digits = f"{abs(value):,f}"
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    if current() == "fr":
        digits = digits.replace(",", NARROW).replace(".", ",")
    return f"−{digits}" if value < 0 else digits


def _plural(value: Decimal) -> int:
    """The count that picks the form of a word: French counts 1.5 as singular, English does not."""
    if current() == "fr":
        return 2 if abs(value) >= 2 else 1
    return 2 if abs(value) > 1 else 1


def points(value: Decimal) -> str:
    """Points in short: 1 pt, 2 pts, 0,5 pt."""
    return ngettext("{} pt", "{} pts", _plural(value)).format(number(value))


def points_in_full(value: Decimal) -> str:
    """Points in full: 1 point, 17 points."""
    return ngettext("{} point", "{} points", _plural(value)).format(number(value))


def duration(minutes: int) -> str:
    """A length of time as a header gives it: 4 heures, 1 heure 30, 45 minutes."""
    hours, rest = divmod(minutes, 60)
    if not hours:
        return ngettext("{} minute", "{} minutes", rest).format(rest)
    whole = ngettext("{} hour", "{} hours", hours).format(hours)
    if not rest:
        return whole
    return _("{hours} {minutes:02d}").format(hours=whole, minutes=rest)


_MONTHS = (
    marked("January"),
    marked("February"),
    marked("March"),
    marked("April"),
    marked("May"),
    marked("June"),
    marked("July"),
    marked("August"),
    marked("September"),
    marked("October"),
    marked("November"),
    marked("December"),
)


def day(value: date) -> str:
    """A day in full: 1er mai 2018, 25 May 2018."""
    name = _(_MONTHS[value.month - 1])
    first = "1er" if current() == "fr" and value.day == 1 else str(value.day)
    return f"{first}{FIXED}{name} {value.year}"


def quoted(words: str) -> str:
    """`words` between the quotation marks of the language; the words themselves stay as is."""
    return f"«{FIXED}{words}{FIXED}»" if current() == "fr" else f"“{words}”"


def listed(words: Sequence[str], last: str) -> str:
    """Words one after the other: `a, b et c`, where `last` is the word before the last one."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"
