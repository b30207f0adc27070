"""The groups of letters of an answer, as numbers that a calibration weighs.

Groups of letters stand for words however they are inflected or misspelt. Their values depend on the
answer alone, so that a calibration holds nothing but a weight for each group that matters.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from examen.grading.answer import Answer

SHORTEST, LONGEST = 2, 5
_TRUSTED = 0.5


def groups(words: Iterable[str]) -> Counter[str]:
    """How often each group of letters stands in words, `_` marking where a word ends."""
    found: Counter[str] = Counter()
    for word, times in Counter(words).items():
        padded = f"_{word}_"
        for length in range(SHORTEST, min(LONGEST, len(padded)) + 1):
            for start in range(len(padded) - length + 1):
                found[padded[start : start + length]] += times
    return found


def trusted(answer: Answer, tokens: Iterable[int]) -> list[str]:
    """The folded words of an answer that count as the candidate's own statement."""
    words = answer.reading.tokens
    return [words[n].word.folded for n in tokens if answer.trust.get(n, 1.0) >= _TRUSTED]


def values(answer: Answer) -> dict[str, float]:
    """By group of letters, (1 + ln count) / length of the vector of all of them; 0 to 1."""
    return scaled(groups(trusted(answer, range(len(answer.reading.tokens)))))


def scaled(counts: Mapping[str, int]) -> dict[str, float]:
    """Counts damped by their logarithm and brought to a vector of length 1."""
    damped = {group: 1 + math.log(count) for group, count in sorted(counts.items())}
    length = math.sqrt(sum(value * value for value in damped.values()))
    return {group: value / length for group, value in damped.items()}


def weighed(weights: Mapping[str, float], found: Mapping[str, float]) -> float:
    """The sum of weight * value over the groups found."""
    return math.fsum(weight * found[group] for group, weight in weights.items() if group in found)


def telling(answer: Answer, weights: Mapping[str, float], most: int) -> Sequence[tuple[int, int]]:
    """The raw spans of the units whose letter groups weigh most; only those above zero."""
    found = []
    for unit in answer.reading.units:
        words = trusted(answer, unit.tokens)
        weight = math.fsum(weights.get(group, 0.0) for group in groups(words))
        if weight > 0:
            found.append((-weight, answer.reading.raw_span(unit.tokens)))
    return sorted(span for _weight, span in sorted(found)[:most])
