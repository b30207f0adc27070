"""How a French word sounds, for words written by ear: "dacor", "cliké", "concuran".

The idea is that of Russell's Soundex (1918) and of its French descendants, Soundex 2 and Phonex
(Frédéric Brouard, "L'art des Soundex"): spellings that are read alike get one key. The rules here
were made for hasty writing. A key keeps vowels, writes nasal ones as digits, takes z for s, and
leaves out what the end of a word does not let hear or tell apart: silent consonants, and é, er, ez,
ait or mute e.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

_MUTE = "'"  # stands for the ending that was left out, so that "personne" has no nasal vowel
_NOT_NASAL = f"(?![aeiouyhnm{_MUTE}])"
# Spellings, tried in this order at each place of a folded form, and their sounds.
_SPELLINGS = (
    ("eau|au", "o"),
    (f"oin{_NOT_NASAL}", "w1"),
    ("oi|oy", "wa"),
    ("ouil", "uj"),
    ("ou", "u"),
    ("eil(?![aeiouy])", "ej"),
    ("(?:eu|ue|oe)il", "9j"),
    ("ail(?![aeiouy])", "aj"),
    (f"ey(?=[aeiou{_MUTE}])", "ej"),
    (f"ien(?![aeiouyhnmt{_MUTE}])", "i1"),
    (f"(?:ai|ei|i|y|u)[nm]{_NOT_NASAL}", "1"),
    (f"[ea][nm]{_NOT_NASAL}", "2"),
    (f"o[nm]{_NOT_NASAL}", "3"),
    ("oeu|eu", "9"),
    ("[ae][iy]", "e"),
    ("ph", "f"),
    ("sch|ch|sh", "C"),
    ("gn", "nj"),
    ("(?<!s)t(?=i(?:on|al|el))", "s"),
    (f"ss|sc(?=[eiy{_MUTE}])|c(?=[eiy{_MUTE}])|z", "s"),
    ("cc(?=[eiy])|x", "ks"),
    ("cqu|ck|cc|c|qu|q", "k"),
    (f"ge(?=[ao{_MUTE}])|g(?=[eiy{_MUTE}])|j", "J"),
    ("gu(?=[eiy])", "g"),
    ("th", "t"),
    (f"[h{_MUTE}]", ""),
    ("y", "i"),
    ("u", "y"),
)
_FIRST_LETTERS = f"[aceghijopqstuxyz{_MUTE}]"  # of the spellings: no other letter is tried
_ANY_SPELLING = "|".join(f"({spelling})" for spelling, _sound in _SPELLINGS)
_PATTERN = re.compile(f"(?={_FIRST_LETTERS})(?:{_ANY_SPELLING})")
_SOUNDS = [sound for _spelling, sound in _SPELLINGS]
_DOUBLED_LETTER = re.compile(r"([bdfghj-np-rtvxz])\1+|(s)s{2,}")
_DOUBLED_SOUND = re.compile(r"(.)\1+")
_MUTE_ENDING = re.compile("(?:ai(?:t|ent)?|e(?:e|r|z|t|nt)?)$")
_SILENT = re.compile("[tdspxz]+$")


@lru_cache(maxsize=10_000)
def sounds(form: str) -> tuple[str, ...]:
    """The keys of a folded form; "ent", "er" and "ct" at its end may be read in two ways."""
    return tuple(dict.fromkeys(map(_key, _heard(form.removesuffix("s")))))


def said(form: str, *, verb: bool) -> tuple[str, ...]:
    """The keys of a word that is known to be a form of a verb, or not."""
    keys = sounds(form)
    if form.removesuffix("s").endswith("ent"):  # ils appellent, le client
        return keys[:1] if verb else keys[1:]
    return keys[:1] if verb and form.endswith("er") else keys


def _heard(form: str) -> Iterator[str]:
    """The form without what is not heard at its end."""
    mute = _MUTE_ENDING.search(form)
    if not mute:
        yield _SILENT.sub("", form)
        if form.endswith("ct"):  # contact, respect
            yield form
        return
    yield form[: mute.start()] + _MUTE
    if mute.group() == "ent":
        yield form[: mute.start()] + "an"
    elif mute.group() == "er":  # "offer" for offert
        yield form


def _key(heard: str) -> str:
    letters = _DOUBLED_LETTER.sub(_doubled, heard)
    return _DOUBLED_SOUND.sub(_once, _PATTERN.sub(_sound, letters))


def _doubled(match: re.Match[str]) -> str:
    return match[1] or "ss"


def _sound(match: re.Match[str]) -> str:
    return _SOUNDS[(match.lastindex or 1) - 1]


def _once(match: re.Match[str]) -> str:
    return match[1]
