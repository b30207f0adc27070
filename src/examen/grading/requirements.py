"""Ideas that count only if others were found: a recommendation rests on what was observed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from examen.grading import reasons
from examen.grading.compiled import CompiledCriterion
from examen.model.grade import ZERO, Finding, FindingStatus
from examen.model.rubric import Idea, Requirement

_ORDER = (FindingStatus.MISSING, FindingStatus.UNSURE, FindingStatus.FOUND)


def required(
    criteria: Sequence[CompiledCriterion], found: Sequence[Sequence[Finding]]
) -> list[list[Finding]]:
    """The findings after what each idea requires of others, never of another entity's."""
    everything: dict[str, Finding] = {}
    by_entity: dict[str | None, dict[str, Finding]] = {}
    says: dict[str, str] = {}
    for criterion, findings in zip(criteria, found, strict=True):
        named = {finding.idea: finding for finding in findings}
        by_entity.setdefault(_entity(criterion), {}).update(named)
        everything.update(named)
        says |= {compiled.idea.id: compiled.idea.says for compiled in criterion.ideas}
    common = by_entity.get(None, {})
    near = {entity: {**common, **named} for entity, named in by_entity.items()}
    near[None] = {**everything, **common}
    return [
        [
            _require(compiled.idea, near[_entity(criterion)], finding, says)
            for compiled, finding in zip(criterion.ideas, findings, strict=True)
        ]
        for criterion, findings in zip(criteria, found, strict=True)
    ]


def _entity(criterion: CompiledCriterion) -> str | None:
    return criterion.entity.id if criterion.entity else None


def _require(
    idea: Idea, findings: Mapping[str, Finding], finding: Finding, says: Mapping[str, str]
) -> Finding:
    """The idea's finding, if the ideas that it must rest on were found; see `Idea.requires`."""
    if idea.requires is None or finding.status is FindingStatus.MISSING:
        return finding
    states = {name: _state(name, findings) for name in (*idea.requires.any, *idea.requires.all)}
    met_any = [states[name] for name in idea.requires.any]
    met_all = [states[name] for name in idea.requires.all]
    state = min(
        max(met_any, key=_ORDER.index, default=FindingStatus.FOUND),
        min(met_all, key=_ORDER.index, default=FindingStatus.FOUND),
        key=_ORDER.index,
    )
    if state is FindingStatus.FOUND:
        return finding
    lacking = _lacking(idea.requires, states, says)
    if state is FindingStatus.MISSING:
        reason = reasons.requirement_missing(lacking)
        return replace(finding, status=state, credit=ZERO, reason=reason)
    return replace(
        finding,
        status=state,
        credit=ZERO,
        confidence=min(findings[name].confidence for name, s in states.items() if s is state),
        reason=reasons.requirement_unsure(lacking),
    )


def _state(name: str, findings: Mapping[str, Finding]) -> FindingStatus:
    return findings[name].status if name in findings else FindingStatus.MISSING


def _lacking(
    needed: Requirement, states: Mapping[str, FindingStatus], says: Mapping[str, str]
) -> list[list[str]]:
    """What is required and was not found, in the rubric's words: alternatives, one of each."""
    lacking = [[name] for name in needed.all if states[name] is not FindingStatus.FOUND]
    if needed.any and not any(states[name] is FindingStatus.FOUND for name in needed.any):
        lacking.append(list(needed.any))
    return [[says.get(name, name) for name in names] for names in lacking]
