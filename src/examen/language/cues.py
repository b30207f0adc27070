"""Cues: words without which a costly search finds nothing, told for each distinct word once."""

from __future__ import annotations

import re

from examen.language.words import fold

_MOST_REMEMBERED = 50_000  # words; hostile ones without end must not fill the memory


class Cues:
    """The words in which a pattern is found; what is learned of a word serves the next text."""

    def __init__(self, pattern: str) -> None:
        """Make cues of a pattern, which is for one folded word with what is written beside it."""
        self._pattern = re.compile(pattern)
        self._met: set[str] = set()
        self._cues: set[str] = set()

    def among(self, words: frozenset[str]) -> bool:
        """Whether any of some words, as a text is split at spaces, is a cue."""
        new = words - self._met
        if new:
            if len(self._met) >= _MOST_REMEMBERED:
                self._met.clear()
                self._cues.clear()
            self._met |= new
            self._cues.update(word for word in new if self._pattern.search(fold(word)))
        return not self._cues.isdisjoint(words)
