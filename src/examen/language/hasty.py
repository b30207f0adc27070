"""Hasty French: apostrophes and spaces left out or put in, and short words that neighbours tell.

Nothing here touches a word that the dictionary knows, apart from the few short ones of text
messages, whose neighbours show what is meant.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence

# Forms that are cut where the bar stands; those made by rule are not listed.
_GLUED = {
    cut.replace("|", ""): tuple(
        match.start() - n for n, match in enumerate(re.finditer(r"\|", cut))
    )
    for cut in """
    a|partir au|lieu au|moins bien|sur c|est c|etait c|pa c|pas de|plus du|coup  en|fait
    en|ligne j|ai j|avais j|croi j|me j|pas j|peu j|peux j|pense j|suis n|est n|etait n|ont n|import
    n|importe parce|que parce|qu|il parce|qu|on qu|elles qu|il qu|ils qu|on s|est y|a y|avait y|aura
    y|a|pa y|a|pas
    """.split()
}
_LETTER = re.compile(r"(?:[ld]|qu)(?=[aeiouyh])|[jmtsn](?=[aeiouyh]\w+(?:e|es|ent|er|ez|ait|ons)$)")
_LITTLE_WORD = re.compile("les|le|la|une|un|du|aux|au|pour|par|avec|sans|dans|plus|pas|tout")
_MEASURED = re.compile(r"(\d+)([a-z]+)")
_SHORTEST_AFTER_LETTER, _SHORTEST_AFTER_WORD = 4, 5
_SHORTEST_OF_NAMES = 6
_SHORTEST_CUT = 4
ALSO_CUT = frozenset(["trait"])  # words that abridge others where a dot follows them
_ENDINGS = ("ion", "tion", "ation", "ition")  # that "°" stands for
_PREFIXES = frozenset("re ré dé dés pré co multi inter télé".split())
_SHORTEST_JOINED = 7
_HAVE = frozenset(
    "ai as a avons avez ont avais avait avions aviez avaient aurai aura aurons aurez auront aurais "
    "aurait auraient aurions auriez avoir ayant eu aient ait aie jai na nont on".split()
)
# What may stand between "a" and "pu".
_BETWEEN = frozenset(
    "pas pa jamais beaucoup bien deja donc encore toujours meme tous tout rien aussi ainsi enfin y "
    "en t il ils elle elles je nous vous".split()
)
_COUNTING = frozenset("les deux trois quatre six douze premiers chaque ces".split())
_BEFORE_ARE = frozenset("nous n ne y en qui".split())
_AFTER_SURE = frozenset(["", *"et ou que qu mais car".split()])
_BEFORE_A_PHONE = frozenset("le mon ton son leur au".split())
_AFTER_A_PHONE = frozenset(["", *"a au aux dans de des du en et le les pour puis si sous".split()])
_BEFORE_A_NOUN = frozenset(
    "a au aucun ce ces d de des du en le les leurs mes moins nombre notre nos par plus plusieurs "
    "prend prendre pris prise quelques sans ses son un vos votre".split()
)
_SUBJECTS = frozenset("il elle on ils elles je j tu vous nous ne n".split())


def cuts(form: str, folded: str, knows: Callable[[str], bool]) -> tuple[int, ...]:
    """Where to cut a form that holds several words: "l|entreprise", "parce|que".

    Args:
        form: as written; a word with a capital may be a name.
        folded: the form as it is compared.
        knows: whether the dictionary has a form.
    """
    listed = _GLUED.get(folded)
    if listed or not form.isalpha() or len(form) != len(folded) or knows(form):
        return listed or ()
    capital = form[0].isupper()  # it may be a name: only a long word is sure
    match = _LETTER.match(folded)
    if match and knows(folded[match.end() :]):
        least = _SHORTEST_OF_NAMES if capital else _SHORTEST_AFTER_LETTER
        return (match.end(),) if len(folded) - match.end() >= least else ()
    match = None if capital else _LITTLE_WORD.match(folded)
    if match and len(folded) - match.end() >= _SHORTEST_AFTER_WORD:
        return (match.end(),) if knows(folded[match.end() :]) else ()
    return ()


def joined(one: str, other: str, knows: Callable[[str], bool]) -> str:
    """The word that two neighbours make where a space cut it, empty if they make none.

    Args:
        one: the first form, as written.
        other: the second; at most one of them is a word by itself.
        knows: whether the dictionary has a form.
    """
    whole = one + other
    long = len(whole) >= _SHORTEST_JOINED and len(other) > 2 and whole.isalpha()
    return whole if long and knows(whole) else ""


def is_prefix(form: str) -> bool:
    """Whether a form is no word but what words are made with: "re lancer"."""
    return form.lower() in _PREFIXES


def whole(form: str, knows: Callable[[str], bool]) -> str:
    """The word that a form written with a sign of notes abridges: "form°" is "formation".

    Args:
        form: letters, then the sign.
        knows: whether the dictionary has a form.
    """
    stem = form.rstrip("s").rstrip("°º")
    return next((stem + ending for ending in _ENDINGS if knows(stem + ending)), "")


def is_cut(form: str, after: str, *, known: bool) -> bool:
    """Whether a dot after a form shows the beginning of a word: "connaiss. produits".

    Args:
        form: as written, before the dot.
        after: what follows it in the text.
        known: whether it is a word by itself.
    """
    if len(form) < _SHORTEST_CUT or not form.isalpha() or not after.startswith("."):
        return False
    return not known or (form.lower() in ALSO_CUT and bool(re.match(r"\. ?[^\W\dA-ZÀ-Þ]", after)))


def is_number_sign(form: str, after: str) -> bool:
    """Whether a letter is that of "n°", with what follows it in the text."""
    return form in {"n", "N"} and after.startswith(("°", "º"))


def is_appointment(before: str, after: str) -> bool:
    """Whether "rendez vous" is the noun: "un rendez vous", not "rendez vous sur le site".

    Args:
        before: the folded form before it.
        after: what follows it in the text.
    """
    return before.isdigit() or before in _BEFORE_A_NOUN or after.lstrip()[:1] in {":", "=", "|"}


def in_context(before: Sequence[str], form: str, after: str) -> str:
    """The word that a short form stands for between its neighbours, empty if it is itself.

    Args:
        before: the folded forms before it, the nearest last.
        form: the form as written.
        after: the folded form after it.
    """
    last = before[-1] if before else ""
    if form in {"pu", "plu"}:
        helper = next((word for word in reversed(before) if not _may_stand_between(word)), "")
        # "a pu vendre"; alone, "pu" says that something is no longer so.
        return "" if helper in _HAVE else "pas" if form == "pu" else "plus"
    if form == "é":
        return "et" if after in _SUBJECTS else "est"
    if form == "tel" and last in {"par", "de"}:  # "par tel moyen", "de tel ou tel"
        return "téléphone" if after in _AFTER_A_PHONE else ""
    counted = last.isdigit()
    meant = {
        "g": "" if counted else "ai",
        "cb": "combien" if after in _AFTER_HOW_MANY else "",  # elsewhere a bank card
        **(UNITS if counted else {}),
        "moi": "mois" if counted or last in _COUNTING else "",
        "ss": "sous" if after[:1].isdigit() else "sans",
        "sommes": "est" if last in _BEFORE_ARE else "",
        "sur": "sûr" if after in _AFTER_SURE else "",
        "tel": "téléphone" if counted or (last in _BEFORE_A_PHONE and after != "ou") else "",
    }
    return _ALWAYS.get(form) or meant.get(form, "")


def _may_stand_between(word: str) -> bool:
    return word in _BETWEEN or word.endswith("ment")


# Units of time behind a number: "48 h", "180j".
UNITS = {
    "h": "heures",
    "j": "jours",
    "jr": "jours",
    "jrs": "jours",
    "min": "minutes",
    "mn": "minutes",
    "sec": "secondes",
}
_AFTER_HOW_MANY = frozenset("de d on ont il ils elle elles vous tu y fois gens temps".split())
_ALWAYS = {"mé": "mais", "pa": "pas", "san": "sans"}
SHORT = frozenset("pu plu é g moi tel cb ss sommes sur".split()) | frozenset(_ALWAYS)


def measured(form: str) -> int:
    """Where the number ends that a unit is glued to, 0 where none is: 3 for "180j"."""
    match = _MEASURED.fullmatch(form)
    return match.end(1) if match and match[2] in UNITS else 0


def is_loose(form: str, folded: str, *, alone: bool) -> bool:
    """Whether what stands around a form may change what it is, even if it is a word by itself.

    Args:
        form: as written.
        folded: the word as it is compared.
        alone: whether nothing is joined to it by an apostrophe or a hyphen.
    """
    if alone and (form in UNITS or folded == "n"):
        return True
    return form in SHORT or is_prefix(form) or form.lower() in ALSO_CUT or folded == "rendez"
