"""Copies nobody has read: sentences of the marked copies put together anew, with other words in.

A grader that has marked the marked copies knows nearly all their words, and none of their
sentences: what a marking session is like after its first hours. One sentence is followed by a
sentence of another candidate; of ten words one is replaced by another word of the answers to the
same question, and one of a hundred is misspelt.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from random import Random

from benchmarks.speed.answers import misspelt
from examen.model.copy import Copy

REPLACED = 0.1
MISSPELT = 0.01
_SENTENCE = re.compile(r"[^\n]*?[.!?]+\s+|[^\n]+\n+")
_WORD = re.compile(r"(?<!\S)[^\W\d_]+(?!\S)")  # no piece of an address


class Recombined:
    """Makes copies out of others; the same number gives the same copy.

    Args:
        copies: what candidates have handed in.
    """

    def __init__(self, copies: Sequence[Copy]) -> None:
        self._copies = copies
        numbers = {number for copy in copies for number in copy.answers}
        answers = {n: [copy.answers.get(n, "") for copy in copies] for n in sorted(numbers)}
        self._sentences = {
            n: [piece for text in answers[n] for piece in _SENTENCE.findall(f"{text}\n")]
            for n in answers
        }
        self._words = {n: _WORD.findall(" ".join(answers[n])) for n in answers}

    def copy(self, number: int) -> Copy:
        """A copy as long as one of those given."""
        rng = Random(number)
        model = self._copies[number % len(self._copies)]
        answers = {n: self._answer(n, len(text), rng) for n, text in model.answers.items()}
        return Copy(f"R{number:05}", answers)

    def copies(self, first: int, count: int) -> list[Copy]:
        """Copies in a row."""
        return [self.copy(number) for number in range(first, first + count)]

    def _answer(self, number: str, length: int, rng: Random) -> str:
        words = self._words[number]

        def other(match: re.Match[str]) -> str:
            drawn = rng.random()
            if drawn < MISSPELT:
                return misspelt(match[0], rng)
            return rng.choice(words) if drawn < MISSPELT + REPLACED else match[0]

        pieces: list[str] = []
        while sum(map(len, pieces)) < length:
            pieces.append(_WORD.sub(other, rng.choice(self._sentences[number])))
        return "".join(pieces)
