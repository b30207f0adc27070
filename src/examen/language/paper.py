"""What an answer repeats of the paper: the question copied back says nothing of the candidate's."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from examen.language.reading import Reader, Reading, Unit

_SHINGLE = 5  # words in a row that nobody writes twice by chance
_LEAST_RUN = 8  # words of the paper in a row, with which a sentence of one's own may open
_OPENING = 2  # words that may stand before them: "Voici donc"
_COPIED_SHARE = 0.8  # of a unit's words, for the whole of it to be a copy


class Paper:
    """Texts that candidates have before them, by their runs of words."""

    def __init__(self, reader: Reader, texts: Iterable[str]) -> None:
        self._shingles: set[tuple[str, ...]] = set()
        self._lines: set[tuple[str, ...]] = set()
        for text in texts:
            reading = reader.read(text)
            for unit in reading.units:
                words = _words(reading, unit)
                self._lines.add(tuple(words))
                self._shingles.update(_shingles(words))

    def copied(self, reading: Reading) -> Iterator[range]:
        """The tokens of units that do nothing but repeat the texts."""
        for unit in reading.units:
            words = _words(reading, unit)
            copied = sum(map(len, self._runs(words)))
            if self._is_line(words) or (words and copied >= _COPIED_SHARE * len(words)):
                yield range(unit.tokens[0], unit.tokens[-1] + 1)

    def opening(self, reading: Reading) -> Iterator[range]:
        """The tokens of the long runs of words of the texts with which units open."""
        for unit in reading.units:
            run = next(self._runs(_words(reading, unit)), range(0))
            if len(run) >= _LEAST_RUN and run.start <= _OPENING:
                yield range(unit.tokens[run.start], unit.tokens[run.stop - 1] + 1)

    def _is_line(self, words: list[str]) -> bool:
        return len(words) >= _SHINGLE and tuple(words) in self._lines

    def _runs(self, words: list[str]) -> Iterator[range]:
        """Where words of the paper stand in a row."""
        start = end = 0
        for at, shingle in enumerate(_shingles(words)):
            if shingle not in self._shingles:
                continue
            if at > end:
                if end:
                    yield range(start, end)
                start = at
            end = at + _SHINGLE
        if end:
            yield range(start, end)


def _words(reading: Reading, unit: Unit) -> list[str]:
    return [reading.tokens[index].word.folded for index in unit.tokens]


def _shingles(words: list[str]) -> Iterator[tuple[str, ...]]:
    return (tuple(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
