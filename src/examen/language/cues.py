"""Cues: words without which a costly search finds nothing, told for each distinct word once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from examen.language.recent import LONGEST, MOST


class Cues:
    """Words of a kind; what is learned of a word serves the next text."""

    def __init__(self, is_cue: Callable[[str], object]) -> None:
        """Make cues of what tells whether a word, with all that is written beside it, is one."""
        self._is_cue = is_cue
        self._met: set[str] = set()
        self._cues: set[str] = set()

    def among(self, words: frozenset[str]) -> bool:
        """Whether any of some words, as a text is split at spaces, is or may be a cue."""
        return self._learn(words) or not self._cues.isdisjoint(words)

    def places(self, words: Sequence[str]) -> list[int]:
        """Which of some words are or may be cues, by their numbers."""
        cues = self._cues
        if self._learn(frozenset(words)):
            most = LONGEST
            return [at for at, word in enumerate(words) if word in cues or len(word) > most]
        return [at for at, word in enumerate(words) if word in cues]

    def _learn(self, words: frozenset[str]) -> bool:
        """Learn of some words which are cues; whether there are any too long to be remembered."""
        new = words - self._met
        if not new:
            return False
        if len(self._met) >= MOST:
            self._met.clear()
            self._cues.clear()
            new = words
        short = {word for word in new if len(word) <= LONGEST}
        self._met |= short
        self._cues.update(filter(self._is_cue, short))
        return len(short) < len(new)
