"""A candidate's own words with the evidence highlighted and numbered. They are never retouched."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from examen.model.grade import Evidence, Finding, FindingStatus, QuestionGrade
from examen.model.rubric import QuestionRubric
from examen.render.blocks import Blocks, Call, Inline, LineBreak, Paragraph, Run, Tone

_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
# Where two passages overlap, the stronger tone is drawn.
_STRENGTH = (Tone.MISSING, Tone.UNSURE, Tone.FOUND, Tone.PENALTY)


class Passage(NamedTuple):
    """A stretch of an answer, `start` to `end`, under its number in this answer."""

    start: int
    end: int
    number: int
    tone: Tone


def tone(finding: Finding, penalties: frozenset[str]) -> Tone:
    """What a finding is shown as."""
    if finding.idea in penalties:
        return Tone.PENALTY
    match finding.status:
        case FindingStatus.FOUND:
            return Tone.FOUND
        case FindingStatus.UNSURE:
            return Tone.UNSURE
        case FindingStatus.MISSING:
            return Tone.MISSING


def penalties(rubric: QuestionRubric | None) -> frozenset[str]:
    """The penalties among the findings of a question."""
    if rubric is None:
        return frozenset()
    return frozenset(
        penalty.id
        for _entity, criterion in rubric.all_criteria()
        for penalty in criterion.penalties
    )


def passages(grade: QuestionGrade, costs: frozenset[str]) -> dict[tuple[int, int], Passage]:
    """The passages that the findings quote, by start and end, numbered in the order of reading."""
    tones: dict[tuple[int, int], Tone] = {}
    for award in grade.awards:
        for finding in award.findings:
            shown = tone(finding, costs)
            for piece in finding.evidence:
                span = (piece.start, piece.end)
                tones[span] = max(tones.get(span, shown), shown, key=_STRENGTH.index)
    return {
        span: Passage(*span, number, tones[span]) for number, span in enumerate(sorted(tones), 1)
    }


def calls(
    evidence: Iterable[Evidence], found: dict[tuple[int, int], Passage], scope: str
) -> Iterator[Call]:
    """The numbers of pieces of evidence, to stand where these are spoken of."""
    for piece in evidence:
        passage = found[piece.start, piece.end]
        yield Call(passage.number, scope, source=False, tone=passage.tone)


def highlighted(answer: str, found: Iterable[Passage], scope: str) -> Blocks:
    """The answer in paragraphs and lines as handed in, with the passages highlighted."""
    kept = list(found)
    blocks = []
    start = 0
    for gap in (*_PARAGRAPHS.finditer(answer), None):
        end = gap.start() if gap else len(answer)
        inlines = tuple(_paragraph(answer, start, end, kept, scope))
        if inlines:
            blocks.append(Paragraph(inlines))
        start = gap.end() if gap else end
    return tuple(blocks)


def _paragraph(
    answer: str, start: int, end: int, found: list[Passage], scope: str
) -> Iterator[Inline]:
    """The inlines between two offsets: cut where a passage or a line starts or ends."""
    cuts = {start, end}
    for passage in found:
        cuts |= {at for at in (passage.start, passage.end) if start < at < end}
    for at in range(start, end):
        if answer[at] == "\n":
            cuts |= {at, at + 1}
    places = sorted(cuts)
    for left, right in pairwise(places):
        words = answer[left:right]
        if words == "\n":
            yield LineBreak()
        elif words.strip("\r"):
            yield Run(
                words.replace("\t", "\u2003").replace("\r", ""), mark=_mark(found, left, right)
            )
        # A passage that ends in the gap after this paragraph is numbered here too.
        for passage in found:
            if left < passage.end <= right or (right == end and _ends_after(answer, passage, end)):
                yield Call(passage.number, scope, source=True, tone=passage.tone)


def _ends_after(answer: str, passage: Passage, end: int) -> bool:
    return end < passage.end and not answer[end : passage.end].strip()


def _mark(found: list[Passage], left: int, right: int) -> Tone:
    covering = [each.tone for each in found if each.start <= left and right <= each.end]
    return max(covering, key=_STRENGTH.index, default=Tone.NONE)
