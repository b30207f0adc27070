"""Open lists: the passages that match no idea of the rubric and may be another pertinent one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from examen.grading import reasons
from examen.grading.answer import View
from examen.grading.compiled import CompiledCriterion
from examen.grading.finding import evidence
from examen.model.grade import ZERO, Finding, FindingStatus
from examen.model.recognition import Scope

_WORDS = 3  # without cues, a passage must have so many telling words to be worth a person's time
_NONE = 0.9
_READ, _COUNTED = 0.4, 0.6  # below and above the confidence from which a proposal counts


def open_finding(
    criterion: CompiledCriterion, view: View, findings: Iterable[Finding], slots: int
) -> Finding | None:
    """The passages that match no idea and that a person should read; None without an open list."""
    opened = criterion.criterion.open
    if opened is None:
        return None
    used = [(e.start, e.end) for f in findings for e in f.evidence]
    slots = min(slots, opened.at_most or slots)
    candidates = _cued(criterion, view) if criterion.cues else _telling(view)
    passages = [
        span
        for span in dict.fromkeys(candidates)
        if not any(start < span[1] and span[0] < end for start, end in used)
    ]
    if not passages or slots < 1:
        return Finding(opened.id, FindingStatus.MISSING, ZERO, _NONE, (), reasons.nothing_else())
    kept = passages[: slots + 2]
    return Finding(
        opened.id,
        FindingStatus.UNSURE,
        ZERO,
        _COUNTED if opened.counts else _READ,
        evidence(view.answer, kept),
        reasons.open_counts() if opened.counts else reasons.open_list(),
        min(slots, len(kept)),
    )


def _telling(view: View) -> Iterator[tuple[int, int]]:
    """The raw spans of the units that say something."""
    reading = view.answer.reading
    for unit in view.units:
        tokens = [token for token in unit.tokens if view.trust.get(token, 1.0)]
        if sum(not reading.tokens[token].word.stop for token in tokens) >= _WORDS:
            yield reading.raw_span((unit.tokens[0], unit.tokens[-1]))


def _cued(criterion: CompiledCriterion, view: View) -> Iterator[tuple[int, int]]:
    """The raw spans of the clauses that have a cue, in order; those that share a cue as one."""
    reading = view.answer.reading
    clauses = [reading.raw_span(unit.tokens) for unit in view.within(Scope.CLAUSE).units]
    spans = {
        (min(span)[0], max(span)[1])
        for cue in criterion.cues
        for match in cue.match(view)
        if not match.denied
        for span in [match.spans]
    }
    for start, end in sorted(spans):
        within = [span for span in clauses if span[0] < end and start < span[1]]
        yield (within[0][0], within[-1][1]) if within else (start, end)
