"""Answers as candidates write them: some expected ideas, much beside them, slips of the pen.

The same seed and number give the same answer, whatever answers are made before it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from benchmarks.speed.trade import Matter, Thing, Verb, elided, talk

SLIPS = 0.03  # of words of five letters or more
_OPENINGS, _SUBJECTS, _MODALS, _PURPOSES = map(talk, ("openings", "subjects", "modals", "purposes"))
_SETTINGS, _CLAIMS, _ENDINGS, _MONTHS, _NAMES = map(
    talk, ("settings", "claims", "endings", "months", "names")
)
_NO_ACCENTS = str.maketrans("éèêëàâîïôûùç", "eeeeaaiiouuc")
_WORD = re.compile(r"[^\W\d_]{5,}")


class Candidates:
    """Candidates who answer a question on some matters, all else being beside the point.

    Args:
        wanted: what the rubric expects.
        others: what suits the trade and earns nothing.
        words: the mean length of an answer, in words.
        seed: what makes these candidates others.
    """

    def __init__(
        self, wanted: Sequence[Matter], others: Sequence[Matter], words: int, seed: str
    ) -> None:
        self._wanted = wanted
        self._others = others
        self._words = words
        self._seed = seed

    def answer(self, number: int) -> str:
        """What the candidate of this number writes."""
        rng = Random(f"{self._seed}/{number}")
        able = rng.uniform(0.45, 1.0)  # the share of sentences that say something expected
        careless = rng.random() < 0.15  # writes no accents
        bullets = rng.random() < 0.25
        least = self._words * rng.uniform(0.8, 1.15) - 5  # a sentence goes past it by half of it
        left: list[Matter] = []
        pieces: list[str] = []
        count = 0
        while count < least or not pieces:
            if rng.random() < able:
                left = left or rng.sample(self._wanted, len(self._wanted))
                piece = _said(left.pop(), rng, short=bullets)
            else:
                piece = _beside(self._others, rng)
            pieces.append(_slipped(piece, rng))
            count += piece.count(" ") + 1
        text = "\n".join(f"- {piece}" for piece in pieces) if bullets else _joined(pieces, rng)
        return text.translate(_NO_ACCENTS) if careless else text


def _joined(pieces: Sequence[str], rng: Random) -> str:
    ends = [rng.choice((". ", ". ", ". ", ".\n", ".\n\n", " ; ")) for _ in pieces]
    ends[-1] = rng.choice((".", ".", "", " !"))
    lines, capital = [], True
    for piece, end in zip(pieces, ends, strict=True):
        lines += [piece[0].upper() + piece[1:] if capital else piece, end]
        capital = ";" not in end and rng.random() < 0.95
    return "".join(lines)


def _beside(others: Sequence[Matter], rng: Random) -> str:
    if rng.random() < 0.3:
        return _said(rng.choice(others), rng)
    end = f", {rng.choice(_ENDINGS)}" if rng.random() < 0.5 else ""
    return _filled(f"{rng.choice(_SETTINGS)} {rng.choice(_CLAIMS)}{end}", rng)


def _said(matter: Matter, rng: Random, *, short: bool = False) -> str:
    """A sentence, or without much around it, that says the matter with the words of one candidate.

    Three times of four with the first word for each, else with a synonym.
    """
    verb = rng.choice(matter.verbs) if rng.random() < 0.25 else matter.verbs[0]
    thing = rng.choice(matter.things) if rng.random() < 0.25 else matter.things[0]
    sentence = _core(verb, thing, rng, short=short or rng.random() < 0.15)
    if rng.random() < 0.35:
        sentence = f"{sentence} {rng.choice(_PURPOSES)}"
    if not short and rng.random() < 0.4:
        sentence = f"{rng.choice(_OPENINGS)} {sentence}"
    return _filled(sentence, rng)


def _core(verb: Verb, thing: Thing, rng: Random, *, short: bool) -> str:
    infinitive, what = verb.infinitive, thing.definite
    to_do, who = elided("de", infinitive), rng.choice(_SUBJECTS)
    if short:
        ways = [f"{infinitive} {what}", f"{verb.noun} {thing.of}"]
    else:
        must = "doivent être" if thing.plural else "doit être"
        ways = [
            f"{who} {rng.choice(_MODALS)} {infinitive} {what}",
            f"{who} {rng.choice(_MODALS)} {infinitive} {what}",
            f"{who} {verb.present} {what}",
            f"{what} {must} {thing.agreed(verb.participle)}",
            f"il faut {infinitive} {what}",
            f"il ne faut pas oublier {to_do} {what}",
            f"{who} se charge {to_do} {what}",
            f"il est utile {to_do} {what}",
            f"{who} ne doit pas {infinitive} {what}",
        ]
    return rng.choice(ways)


def _filled(text: str, rng: Random) -> str:
    """A template with numbers, names and dates in its places."""
    if "{" not in text:
        return text
    return text.format(
        n=rng.randrange(2, 99),
        name=rng.choice(_NAMES),
        hour=rng.randrange(8, 20),
        day=rng.randrange(2, 29),
        month=rng.choice(_MONTHS),
        year=rng.randrange(1995, 2026),
    )


def _slipped(text: str, rng: Random) -> str:
    return _WORD.sub(
        lambda match: misspelt(match[0], rng) if rng.random() < SLIPS else match[0], text
    )


def misspelt(word: str, rng: Random) -> str:
    """A word with a letter left out, doubled or in its neighbour's place, or without accents."""
    if len(word) < 3:
        return word
    at = rng.randrange(1, len(word) - 1)
    before, here, after = word[:at], word[at], word[at + 1 :]
    ways = (
        before + after,
        before + here + here + after,
        before + after[0] + here + after[1:],
        word.translate(_NO_ACCENTS),
    )
    return rng.choice(ways)
