"""The English dictionary: forms and lemmas of the tables of `lemminflect`, prepared once.

They come from the SPECIALIST Lexicon of the National Library of Medicine. The library itself, which
also guesses at unknown words, is not imported. British and American spellings are one word.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from examen.language.families import Families
from examen.language.prepared import prepared
from examen.language.words import Dictionary, Tables, fold, records

_STOP_WORDS = frozenset(
    """
    a about after all also am an and any are as at be because been before being between both but by
    can could d did do does doing done each either every for from get gets getting got had has have
    having he her here hers him his how i if in into is it its just ll m may me might mine more most
    must my of off on one or other others our ours out over own per re s shall she should so some
    such t than that the their theirs them then there these they this those through thus to too
    unless up upon us ve very via was we were what when where whether which while who whom whose why
    will with within would yet you your yours
    """.split()
)
_SHORTHAND = {
    "+": "more",
    "w/o": "without",
    "appt": "appointment",
    "appts": "appointments",
    "b4": "before",
    "bc": "because",
    "coz": "because",
    "cos": "because",
    "cust": "customer",
    "custs": "customers",
    "dont": "not",
    "doesnt": "not",
    "didnt": "not",
    "cant": "not",
    "cannot": "not",
    "wont": "not",
    "isnt": "not",
    "arent": "not",
    "wasnt": "not",
    "shouldnt": "not",
    "msg": "message",
    "ppl": "people",
    "pls": "please",
    "thru": "through",
    "u": "you",
    "ur": "your",
}
_NUMERALS = {
    "2": "two",
    "3": "three",
    "4": "four",
    "5": "five",
    "6": "six",
    "7": "seven",
    "8": "eight",
    "9": "nine",
    "10": "ten",
    "11": "eleven",
    "12": "twelve",
    "15": "fifteen",
    "20": "twenty",
    "30": "thirty",
    "100": "hundred",
}
# British endings and the American ones that the tables also have.
_VARIANTS = (
    ("isation", "ization"),
    ("ise", "ize"),
    ("iser", "izer"),
    ("yse", "yze"),
    ("our", "or"),
    ("ouring", "oring"),
    ("ourable", "orable"),
    ("tre", "ter"),
    ("ence", "ense"),
    ("logue", "log"),
    ("ogramme", "ogram"),
    ("elled", "eled"),
    ("lment", "llment"),
    ("lfil", "lfill"),
    ("nrol", "nroll"),
)
_APART = frozenset(["our", "four", "hour", "tour", "wise", "rise", "sense", "tense", "license"])
_FAMILIES = Families(
    (
        ("ication", "y"),
        ("ation", "e"),
        ("ation", ""),
        ("ion", "e"),
        ("ion", ""),
        ("ption", "be"),
        ("ction", "ce"),
        ("ision", "ide"),
        ("ission", "it"),
        ("usion", "ude"),
        ("ysis", "yze"),
        ("ment", ""),
        ("ance", ""),
        ("ance", "e"),
        ("ence", ""),
        ("al", ""),
        ("al", "e"),
        ("ing", ""),
        ("ing", "e"),
        ("ery", "er"),
        ("ure", ""),
    ),
    (
        ("cancellation", "cancel"),
        ("choice", "choose"),
        ("growth", "grow"),
        ("loss", "lose"),
        ("payment", "pay"),
        ("proof", "prove"),
        ("sale", "sell"),
        ("success", "succeed"),
        ("complaint", "complain"),
        ("knowledge", "know"),
        ("belief", "believe"),
    ),
    frozenset(
        [
            ("animation", "animate"),
            ("building", "build"),
            ("department", "depart"),
            ("apartment", "apart"),
            ("meaning", "mean"),
            ("mission", "miss"),
            ("mission", "mit"),
            ("passion", "pass"),
            ("question", "quest"),
            ("ring", "re"),
            ("ceremonial", "ceremony"),
            ("station", "state"),
            ("ration", "rate"),
            ("nation", "nate"),
            ("portion", "port"),
            ("session", "sess"),
            ("pressure", "press"),
            ("venture", "vent"),
            ("evening", "even"),
            ("outing", "out"),
            ("capital", "capit"),
            ("deal", "de"),
        ]
    ),
)
# Trade words that the tables lack, made from others.
_PREFIXED = {"subscribe": "un", "subscription": "un", "sell": "up", "board": "on"}


@cache
def english() -> Dictionary:
    """The English dictionary.

    Raises:
        ImportError: the tables are not installed.
    """
    here, library = Path(__file__), _library()
    rules = [here.with_name("english.py"), here.with_name("words.py"), library / "__init__.py"]
    (words,) = prepared("english", rules, library / _LOOKUPS, _tables)
    tables = Tables("en", words, _STOP_WORDS, _FAMILIES, shorthand=_SHORTHAND, numerals=_NUMERALS)
    return Dictionary(tables)


def _tables() -> tuple[dict[str, str]]:
    """The entries of the dictionary."""
    irregular: dict[str, set[str]] = {}
    regular: dict[str, set[str]] = {"noun": set(), "verb": set(), "adj": set(), "adv": set()}
    entries = [line.split(",") for line in _lines() if line.count(",") == 2]
    entries += [
        [_PREFIXED[base] + form, part, _PREFIXED[base] + base]
        for form, part, base in entries
        if base in _PREFIXED
    ]
    bases = {fold(base) for _form, _part, named in entries for base in named.split("/")}
    for form, part, named in entries:
        lemmas = irregular.setdefault(fold(form), set())
        for base in map(fold, named.split("/")):
            american = _american(base, bases)
            lemmas.add(american)
            if part in regular:
                regular[part].add(american)
    return (records(regular, irregular),)


_NOT = re.compile(r"(?P<verb>.+)n't", re.IGNORECASE)
_VERBS = {"ca": "can", "wo": "will", "sha": "shall"}


def pieces(chunk: str, knows: Callable[[str], bool]) -> Iterator[tuple[int, int, str]]:
    """The words of a run of letters, hyphens and apostrophes: offset, length, form meant.

    Args:
        chunk: as written: "don't", "customer's", "follow-up".
        knows: whether the dictionary has a form.
    """
    denied = _NOT.fullmatch(chunk)
    if denied:
        verb = denied["verb"]
        yield 0, len(verb), _VERBS.get(verb.lower(), verb)
        yield len(verb), len(chunk) - len(verb), "not"
        return
    for part in re.finditer("[^']+", chunk):
        if knows(part.group()) or part.group().lower().startswith("e-"):
            yield part.start(), len(part.group()), part.group()
        else:
            for piece in re.finditer("[^-]+", part.group()):
                yield part.start() + piece.start(), len(piece.group()), piece.group()


_LOOKUPS = Path("resources", "lemma_lu.csv.gz")


def _library() -> Path:
    """The folder of the installed library."""
    spec = find_spec("lemminflect")
    if spec is None or spec.origin is None:
        raise ImportError("lemminflect")
    return Path(spec.origin).parent


def _lines() -> list[str]:
    import gzip

    return gzip.decompress((_library() / _LOOKUPS).read_bytes()).decode("utf-8").splitlines()


def _american(lemma: str, known: set[str]) -> str:
    """The American spelling of a lemma where the tables have it too."""
    if lemma.replace("-", "") in known:
        lemma = lemma.replace("-", "")  # e-mail, co-operate
    if lemma not in _APART:
        for british, american in _VARIANTS:
            other = lemma.removesuffix(british) + american
            if lemma.endswith(british) and other in known:
                return other
    return lemma
