"""What a reader of an answer cannot see, and letters that only look like those of its words.

Hidden text (white on white, of no size, in tag characters, written backwards) is no part of an
answer: a person who marks on paper would never read it.
"""

from __future__ import annotations

import re
import unicodedata

# Characters without a shape: what stands around them is one word.
INVISIBLE = (
    "\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200f\u202a-\u202d\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff"
)
# Marks that stand on the letter before them.
MARKS = "\u0300-\u036f\u0483-\u0489\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f"
_MOST_MARKS = 4  # no letter has more
_ANY_MARK = re.compile(f"[{MARKS}]")
# An invisible copy of the ASCII letters; some flags are made of a black one and a few of them.
_TAGGED = re.compile("[\U000e0020-\U000e007e]")
_FLAG = "\U0001f3f4"

_TAG_CHARACTERS = {0xE0000 + code: chr(code) for code in range(0x20, 0x7F)}
_TAG = re.compile(r"<!--|-->|</?[a-z][^<>]*>", re.IGNORECASE)
_GONE = re.compile(f"[{INVISIBLE}\u202e]+")

_QUOTED = re.compile(r"\"[^\"]*\"|'[^']*'")
_HIDDEN_ATTRIBUTE = re.compile(r"\shidden(?=[\s/>=])", re.IGNORECASE)
_STYLE = re.compile(r"\sstyle\s*=\s*(?:\"([^\"]*)\"|'([^']*)'|([^\s>]*))", re.IGNORECASE)
_WHITE = (
    r"(?:#(?:f[0-9a-f]){3}(?:[0-9a-f]{2})?\b|#fff[0-9a-f]?\b|white|snow|ivory|transparent"
    r"|rgba?\(25[0-5],25[0-5],25[0-5]|rgba\([^()]{1,30},0(?:\.0+)?\))"
)
_WHITE_FONT = re.compile(rf"\scolor\s*=\s*[\"']?{_WHITE}", re.IGNORECASE)
_WHITE_TEXT = re.compile(rf"(?:^|;)color:{_WHITE}")
_BACKGROUND = re.compile(r"background|bgcolor", re.IGNORECASE)
_UNSEEN = re.compile(
    r"(?:^|;)(?:display:none|visibility:(?:hidden|collapse)|opacity:0(?:\.0+)?%?(?:;|!|$)"
    r"|font-size:(?:[01](?:\.\d+)?(?:px|pt)|0(?:\.0+)?(?:em|rem|%|ex|ch)?)(?:;|!|$)|mso-hide:all"
    r"|(?:left|top|text-indent|margin-left|margin-top):-\d{3,}|transform:scale\(0)"
)


def paints(tag: str) -> bool:
    """Whether an HTML tag gives a background, on which white words can be read."""
    return bool(_BACKGROUND.search(tag))


def conceals(tag: str, *, painted: bool) -> bool:
    """Whether an HTML tag hides what it holds; `painted` if a background stands behind it."""
    if _HIDDEN_ATTRIBUTE.search(_QUOTED.sub("", tag)):
        return True
    found = _STYLE.search(tag)
    style = re.sub(r"\s+", "", "".join(found.groups("")).lower()) if found else ""
    if _UNSEEN.search(style):
        return True
    return not painted and bool(_WHITE_TEXT.search(style) or _WHITE_FONT.search(tag))


def speaks(text: str, start: int, end: int) -> bool:
    """Whether a run of invisible characters, a part of a text, spells something."""
    return text[start - 1 : start] != _FLAG and bool(_TAGGED.search(text, start, end))


def revealed(text: str) -> str:
    """The text as it would read if all its words were seen: no tags, letters for tag characters."""
    return _GONE.sub("", _TAG.sub(" ", text).translate(_TAG_CHARACTERS))


def composed(text: str) -> str:
    """A character and the marks on it as one character: what no accent makes is left out."""
    one = unicodedata.normalize("NFC", text[: 1 + _MOST_MARKS])
    return _ANY_MARK.sub("", one)


_STYLES = ((0xFF01, 0xFF5E), (0x1D400, 0x1D7FF), (0x24B6, 0x24E9), (0x2102, 0x2149))


def _styled() -> dict[int, str]:
    """Letters and digits in another shape: full width, mathematical, in circles."""
    plain = {
        code: unicodedata.normalize("NFKC", chr(code))
        for first, last in _STYLES
        for code in range(first, last + 1)
    }
    return {code: text for code, text in plain.items() if len(text) == 1 and text.isascii()}


STYLED = _styled()
_STYLED = re.compile(f"[{''.join(map(re.escape, map(chr, STYLED)))}]+")
_LOOK_ALIKE = str.maketrans(
    "АВЕКМНОРСТУХЅІЈЬавекмнорстухѕіјһԁԛԝӏпгΑΒΕΖΗΙΚΜΝΟΡΤΥΧαβεικνορτυχωγηάέήίόύϲϳɑɡıօոսհ",
    "ABEKMHOPCTYXSIJbabekmhopctyxsijhdqwlnrABEZHIKMNOPTYXabeikvoptuxwynaenioucjagionuh",
)
_SCRIPTS = "\u0250-\u02af\u0131\u0370-\u03ff\u0400-\u052f\u0530-\u058f"
_OTHER_SCRIPT = re.compile(f"[{_SCRIPTS}]")
_UNUSUAL = re.compile(
    f"[{_SCRIPTS}{''.join(f'{chr(first)}-{chr(last)}' for first, last in _STYLES)}]"
)
_LETTERS = re.compile(r"[^\W\d_]+")
_LATIN = re.compile("[A-Za-zÀ-ɏ]")


def plain_letters(text: str) -> tuple[str, list[tuple[int, int]]]:
    """The text, of the same length, with Latin letters for those that only look like them.

    Returns:
        the text and the spans of the words that were disguised. Words of a text that is not
        written in Latin letters are left alone, and so is a letter that stands by itself.
    """
    if text.isascii() or not _UNUSUAL.search(text):
        return text, []
    spans = [match.span() for match in _STYLED.finditer(text)]
    text = text.translate(STYLED)
    others = len(_OTHER_SCRIPT.findall(text))
    if not others or others > len(_LATIN.findall(text)):
        return text, spans
    pieces: list[str] = []
    done = 0
    for match in _LETTERS.finditer(text):
        word = match.group()
        if len(word) > 1 and _OTHER_SCRIPT.search(word):
            latin = word.translate(_LOOK_ALIKE)
            if not _OTHER_SCRIPT.search(latin):
                pieces += text[done : match.start()], latin
                done = match.end()
                spans.append(match.span())
    return "".join((*pieces, text[done:])), sorted(spans)
