"""What an answer repeats of the paper: the question copied back says nothing of the candidate's."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from examen.language.reading import Reader, Reading

_SHINGLE = 5  # words in a row that nobody writes twice by chance
_PROBE = 3  # words looked for first; every shingle holds one that stands at a multiple of the step
_STEP = _SHINGLE - _PROBE + 1
_LEAST_RUN = 8  # words of the paper in a row, with which a sentence of one's own may open
_OPENING = 2  # words that may stand before them: "Voici donc"
_COPIED_SHARE = 0.8  # of a unit's words, for the whole of it to be a copy


class Repeat(NamedTuple):
    """A unit's tokens and those among them that stand in the paper too, in the same rows."""

    unit: range
    runs: list[range]

    @property
    def is_copy(self) -> bool:
        """Whether the unit does nothing but repeat the paper."""
        return sum(map(len, self.runs)) >= _COPIED_SHARE * len(self.unit)

    @property
    def opening(self) -> range | None:
        """The long run of words of the paper with which the unit opens, if it does."""
        run = self.runs[0]
        opens = len(run) >= _LEAST_RUN and run.start - self.unit.start <= _OPENING
        return run if opens else None


class Paper:
    """Texts that candidates have before them, by their runs of words."""

    def __init__(self, reader: Reader, texts: Iterable[str]) -> None:
        self._shingles: set[tuple[str, ...]] = set()
        self._probes: set[tuple[str, ...]] = set()
        for text in texts:
            reading = reader.read(text)
            for unit in reading.units:
                words = [reading.forms[token] for token in unit.tokens]
                self._shingles.update(_in_a_row(words, _SHINGLE))
                self._probes.update(_in_a_row(words, _PROBE))

    def repeats(self, reading: Reading) -> list[Repeat]:
        """The units of an answer that hold runs of words of the texts, in order."""
        units = self._touched(reading)
        runs = (list(self._runs(reading.forms, unit)) for unit in units)
        return [Repeat(unit, found) for unit, found in zip(units, runs, strict=True) if found]

    def _touched(self, reading: Reading) -> list[range]:
        """The units that may hold such a run."""
        forms, probes = reading.forms, self._probes
        rows = zip(*(forms[at::_STEP] for at in range(_PROBE)), strict=False)
        places = [place for place, row in enumerate(rows) if row in probes]
        if not places:
            return []
        units = [range(u.tokens[0], u.tokens[-1] + 1) for u in reading.units if u.tokens]
        firsts = [unit.start for unit in units]
        touched = {bisect_right(firsts, place * _STEP) - 1: None for place in places}
        return [units[number] for number in touched if number >= 0]

    def _runs(self, forms: Sequence[str], unit: range) -> Iterator[range]:
        """Where words of the paper stand in a row in a unit."""
        start = end = unit.start
        for at, shingle in enumerate(
            _in_a_row(forms[unit.start : unit.stop], _SHINGLE), unit.start
        ):
            if shingle not in self._shingles:
                continue
            if at > end:
                if end > start:
                    yield range(start, end)
                start = at
            end = at + _SHINGLE
        if end > start:
            yield range(start, end)


def _in_a_row(words: Sequence[str], count: int) -> Iterator[tuple[str, ...]]:
    """So many words in a row, from each word on."""
    return zip(*(words[at:] for at in range(count)), strict=False)
