"""From an answer to findings: what is said of each idea, with evidence and a reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from examen.grading import reasons
from examen.grading.answer import Answer, View
from examen.grading.compiled import CompiledCriterion, CompiledIdea
from examen.grading.confidence import FOUND_FROM, presence
from examen.grading.matching import Match, Matcher
from examen.grading.opposition import passages_after
from examen.language.reading import Unit
from examen.model.award import Justified
from examen.model.grade import (
    ZERO,
    Evidence,
    Finding,
    FindingStatus,
    Ground,
    Recognised,
    Way,
)
from examen.model.rubric import Idea

_LONGEST_REFERENCE = 20  # words
_REFERENCE = re.compile(
    r"\W*(?:voir|cf|confer|idem|se r[ée]f[ée]rer|d[ée]j[àa] (?:dit|trait[ée]|r[ée]pondu|vu|fait)"
    r"|m[êe]me r[ée]ponse|see|same as)\b",
    re.IGNORECASE,
)
_WRONG = 2  # statements of the contrary that may make an answer incoherent
_WRONG_IN_COPY, _SAID_PER_WRONG = 5, 3
_PASSAGE_UNITS = 3  # a justification stands in the unit of its idea or in the next few
ONE = Decimal(1)


class _Turned(NamedTuple):
    """A match that later words take back: their raw span, and the unit that they stand in."""

    span: tuple[int, int]
    match: Match
    matcher: Matcher
    unit: Unit


def evidence(answer: Answer, spans: Iterable[tuple[int, int]]) -> tuple[Evidence, ...]:
    """The spans as evidence, in order."""
    raw = answer.reading.raw
    return tuple([Evidence(start, end, raw[start:end]) for start, end in sorted(set(spans))])


def refers_elsewhere(answer: Answer) -> bool:
    """Whether an answer only sends the reader to another one: "voir 1.1.2", "déjà traité"."""
    reading = answer.reading
    return len(reading.tokens) <= _LONGEST_REFERENCE and bool(_REFERENCE.match(reading.text))


def referred(answer: Answer, numbers: Sequence[str], own: str) -> str | None:
    """The number of the answer that one sends to: the one it names, else the one before it."""
    named = [
        n
        for n in numbers
        if re.search(rf"(?<![\d.]){re.escape(n)}(?![\d.]*\d)", answer.reading.text)
    ]
    before = numbers[: numbers.index(own)]
    return next((n for n in named if n != own), before[-1] if before else None)


def elsewhere(compiled: CompiledIdea, answer: Answer, other: Answer | None) -> Finding:
    """The finding for an answer that sends the reader to another one, if it is known which.

    A person looks there; what the other answer says counts as likely until then.
    """
    proof = evidence(answer, [(0, len(answer.reading.raw))])
    said = best(compiled.phrasings, other.whole) if other else None
    ground, reason = Ground.ELSEWHERE, reasons.elsewhere()
    if other and said and not best(compiled.contradictions, other.whole):
        quote = evidence(other, said.spans)[0]
        ground, reason = Ground.SAID_ELSEWHERE, reasons.said_elsewhere(quote)
    return Finding(
        compiled.idea.id,
        FindingStatus.UNSURE,
        ZERO,
        presence(ground),
        proof,
        reason,
        ground=ground,
    )


def best(matchers: Sequence[Matcher], view: View, *, denied: bool = False) -> Match | None:
    """The surest match that is denied, or that is not; the earliest of equals."""
    return _first(_matches(matchers, view), denied=denied) if matchers else None


def _matches(matchers: Sequence[Matcher], view: View) -> list[tuple[Match, Matcher]]:
    """The matches with their matchers, the surest first."""
    found = [(match, matcher) for matcher in matchers for match in matcher.match(view)]
    if len(found) > 1:
        found.sort(key=_by_quality)
    return found


def _by_quality(pair: tuple[Match, Matcher]) -> tuple[float, tuple[tuple[int, int], ...]]:
    match, _matcher = pair
    return -match.quality, match.spans


def _first(matches: Iterable[tuple[Match, Matcher]], *, denied: bool) -> Match | None:
    for match, _matcher in matches:
        if match.denied is denied:
            return match
    return None


def find(compiled: CompiledIdea, view: View) -> Finding:
    """What the view says of an idea, before what other ideas it depends on."""
    idea, answer = compiled.idea, view.answer
    matches = _matches(compiled.phrasings, view)
    said = _first(matches, denied=False)
    if compiled.refused and said:
        note = idea.valid.note if idea.valid else None
        return _missing(idea, reasons.outdated(note), Ground.OUTDATED)
    wrong = best(compiled.contradictions, view)
    if said is None:
        return _not_said(compiled, view, wrong, wrong or _first(matches, denied=True))
    if wrong is not None:
        reason = reasons.contradicted(evidence(answer, wrong.spans)[0])
        return _missing(idea, reason, Ground.CONTRADICTED, answer, wrong)
    turned = _first_taken_back(matches, view)
    if turned:
        otherwise = _said_otherwise(matches, turned, view)
        if otherwise is None:
            reason = reasons.taken_back(evidence(answer, [turned.span])[0])
            return _disputed(idea, evidence(answer, said.spans), reason)
        said = otherwise
    proof = evidence(answer, said.spans)
    stated = (pair for pair in matches if not _is_supposed(answer, pair[0]))
    against = wrong or _first(stated, denied=True)
    disputed = against is not None and against.quality >= said.quality
    if against and disputed and not _same_unit(view, said, against):
        return _disputed(idea, proof, reasons.disputed())
    return replace(_said(idea, said, proof), contradicted=turned is not None)


def _said(idea: Idea, said: Match, proof: tuple[Evidence, ...]) -> Finding:
    """The finding for an idea that a phrasing recognises."""
    how = said.tell()
    ground = Ground.SHAPE if _of_shape(how) else Ground.SAID
    sure = presence(ground, said.quality)
    found = Finding(
        idea.id,
        FindingStatus.FOUND,
        ONE,
        sure,
        proof,
        reasons.found(how),
        ground=ground,
        how=how,
    )
    if sure >= FOUND_FROM:
        return found
    return replace(found, status=FindingStatus.UNSURE, credit=ZERO, reason=reasons.doubtful(how))


def _of_shape(how: Sequence[Recognised]) -> bool:
    """Whether the shape of an answer shows an idea."""
    return any(item.way is Way.SHAPE for item in how)


def _taken_back(match: Match, matcher: Matcher, view: View) -> _Turned | None:
    """The first words that take a match back; None if none do."""
    for passage in () if match.denied else passages_after(view, match):
        if span := matcher.taken_back(view, match, passage):
            return _Turned(span, match, matcher, view.units[passage.unit])
    return None


def _first_taken_back(pairs: Iterable[tuple[Match, Matcher]], view: View) -> _Turned | None:
    turned = (_taken_back(match, matcher, view) for match, matcher in pairs)
    return next(filter(None, turned), None)


def _said_otherwise(
    matches: Iterable[tuple[Match, Matcher]], turned: _Turned, view: View
) -> Match | None:
    """The surest match of another phrasing on another line that nothing takes back."""
    lines = {turned.unit.line, *(unit.line for unit in _units(view, turned.match))}
    for match, matcher in matches:
        if match.denied or matcher is turned.matcher:
            continue
        elsewhere = lines.isdisjoint(unit.line for unit in _units(view, match))
        if elsewhere and not _taken_back(match, matcher, view):
            return match
    return None


def _disputed(idea: Idea, proof: tuple[Evidence, ...], reason: str) -> Finding:
    return Finding(
        idea.id,
        FindingStatus.UNSURE,
        ZERO,
        presence(Ground.DISPUTED),
        proof,
        reason,
        contradicted=True,
        ground=Ground.DISPUTED,
    )


def _is_supposed(answer: Answer, match: Match) -> bool:
    """Whether a match is denied only in a condition: "si le nom ne correspond pas"."""
    denials = [denial for token in match.tokens for denial in answer.denials(token)]
    return bool(denials) and all(denial.supposed for denial in denials)


def _same_unit(view: View, one: Match, other: Match) -> bool:
    """Whether two matches stand in one unit, where a denial may reach too far."""
    there = {unit.start for unit in _units(view, other)}
    return any(unit.start in there for unit in _units(view, one))


def _units(view: View, match: Match) -> Iterator[Unit]:
    """The units that the first words of a match overlap."""
    normal, (first, last) = view.answer.reading.normal, match.spans[0]
    for unit in view.units:
        start, end = normal.raw_span(unit.start, max(unit.end, unit.start + 1))
        if start < last and first < end:
            yield unit


def _missing(
    idea: Idea,
    reason: str,
    ground: Ground,
    answer: Answer | None = None,
    match: Match | None = None,
) -> Finding:
    proof = evidence(answer, match.spans) if answer and match else ()
    return Finding(
        idea.id,
        FindingStatus.MISSING,
        ZERO,
        1 - presence(ground),
        proof,
        reason,
        contradicted=match is not None,
        ground=ground,
    )


def incoherent(findings: Sequence[Finding]) -> bool:
    """Whether an answer says the contrary of ideas at least as often as ideas."""
    wrong = sum(finding.contradicted and finding.credit < ONE for finding in findings)
    return wrong >= max(_WRONG, _number_said(findings))


def incoherent_copy(findings: Sequence[Finding]) -> bool:
    """Whether a copy says the contrary of ideas again and again; then nothing in it is sure."""
    wrong = sum(finding.contradicted for finding in findings)
    return wrong >= max(_WRONG_IN_COPY, _number_said(findings) / _SAID_PER_WRONG)


def _number_said(findings: Iterable[Finding]) -> int:
    return sum(finding.status is FindingStatus.FOUND for finding in findings)


def doubted(finding: Finding) -> Finding:
    """The finding in an incoherent answer: a person reads it, unless it is one of shape."""
    if _of_shape(finding.how) or finding.status is not FindingStatus.FOUND:
        return finding
    return replace(
        finding,
        status=FindingStatus.UNSURE,
        credit=ZERO,
        confidence=presence(Ground.DISPUTED),
        reason=reasons.incoherent(),
        ground=Ground.DISPUTED,
    )


def _not_said(
    compiled: CompiledIdea, view: View, wrong: Match | None, against: Match | None
) -> Finding:
    idea, answer = compiled.idea, view.answer
    if against is not None:
        against = against._replace(spans=_with_denial(answer, against))
        quote = evidence(answer, against.spans)[0]
        reason = reasons.contradicted(quote) if wrong else reasons.denied(quote)
        ground = Ground.CONTRADICTED if wrong else Ground.DENIED
        return _missing(idea, reason, ground, answer, against)
    return compiled.unsaid


def _with_denial(answer: Answer, match: Match) -> tuple[tuple[int, int], ...]:
    """A match's spans; one that holds the words that deny it, if any do."""
    cues = {denial.cue for token in match.tokens for denial in answer.denials(token)}
    if not cues:
        return match.spans
    tokens = sorted(cues.union(match.tokens))
    return (answer.reading.raw_span(range(tokens[0], tokens[-1] + 1)),)


def justify(criterion: CompiledCriterion, findings: list[Finding], view: View) -> list[Finding]:
    """For two-level credit: full credit where the justification stands beside the idea."""
    rule = criterion.criterion.award
    if not isinstance(rule, Justified):
        return findings
    answer = view.answer
    starts = {f.evidence[0].start for f in findings if f.evidence}
    justified = []
    for compiled, finding in zip(criterion.ideas, findings, strict=True):
        if finding.status is not FindingStatus.FOUND:
            justified.append(finding)
            continue
        beside = view.of(list(_beside(view, finding, starts)))
        proofs = _matches(compiled.justifications, beside)
        proof = _first(proofs, denied=False)
        turned = _first_taken_back(proofs, view) if proof else None
        if proof and not turned:
            spans = {(piece.start, piece.end) for piece in finding.evidence} | set(proof.spans)
            how = proof.tell()
            justified.append(
                replace(
                    finding,
                    evidence=evidence(answer, spans),
                    reason=reasons.justified(finding.how, how),
                    how=tuple(dict.fromkeys((*finding.how, *how))),
                )
            )
        else:
            justified.append(
                _named(finding, rule, evidence(answer, [turned.span]) if turned else ())
            )
    return justified


def _named(finding: Finding, rule: Justified, turned: tuple[Evidence, ...]) -> Finding:
    """The finding for an idea that is only named, or whose justification the answer takes back."""
    told = [reasons.named_only(finding.how), *map(reasons.taken_back, turned)]
    return replace(
        finding,
        credit=rule.named / rule.points,
        reason=" ".join(told),
        contradicted=finding.contradicted or bool(turned),
    )


def _beside(view: View, finding: Finding, starts: set[int]) -> Iterator[Unit]:
    """The unit of the idea and the few after it, up to the next idea."""
    normal = view.answer.reading.normal
    first, last = finding.evidence[0].start, finding.evidence[-1].end
    taken = 0
    for unit in view.units:
        start, end = normal.raw_span(unit.start, unit.end)
        if end <= first:
            continue
        if start >= last and any(start <= other < end for other in starts):
            return
        yield unit
        taken += 1
        if taken > _PASSAGE_UNITS:
            return
