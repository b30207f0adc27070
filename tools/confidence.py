"""Counts how often ideas are there, by what the engine's findings rest on, in marked copies.

usage: tools/confidence.py EXAM COPIES MARKS...

Prints the shares that `examen.grading.confidence` ships as a table, beside the shipped ones, and
the expected calibration error: of the shipped table, and of tables counted on all copies but the
one that is judged.
"""

from __future__ import annotations

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from examen.analysis import read_marks
from examen.analysis.confidence import Judgements
from examen.analysis.tally import Machine
from examen.bank import complete, load
from examen.exchange import read_copies
from examen.grading import Grader
from examen.grading.calibrated import presence
from examen.grading.confidence import PRESENT
from examen.model.copy import Copy
from examen.model.grade import Finding, FindingStatus, Ground

_STRENGTH = 10  # a share counts as if so many more ideas had confirmed the shipped one


class Judged(NamedTuple):
    """A finding on an idea of a copy, and whether a marker gives the idea."""

    copy: str
    finding: Finding
    given: bool


def judged(exam: str, copies: Path, marks: list[Path]) -> Iterator[Judged]:
    """Every finding that rests on phrasings, set against every marker who named ideas."""
    full = replace(complete(load(Path("bank"), Path("rubrics")), exam), calibration=None)
    people, _problems = read_marks(marks)
    grader = Grader(full)
    for copy in read_copies([copies], [item.question.number for item in full.questions()]):
        if not isinstance(copy, Copy):
            continue
        for question in grader.grade(copy).questions:
            for marked in people.values():
                given = marked.get(copy.id, {}).get(question.question)
                if given is None or given.ideas is None:
                    continue
                machine = Machine(question, sorted(given.computed))
                ideas: frozenset[str] = frozenset(machine.named(given)[0].ideas or ())
                for name, finding in machine.findings.items():
                    if finding.ground is not None:
                        yield Judged(copy.id, finding, name in ideas)


def counted(everything: Iterable[Judged]) -> dict[Ground, tuple[int, float]]:
    """By ground: how many findings, and the share of ideas that are there, drawn to the shipped."""
    found: defaultdict[Ground, list[bool]] = defaultdict(list)
    for one in everything:
        if one.finding.ground is not None:
            found[one.finding.ground].append(one.given)
    return {
        ground: (len(given), (sum(given) + _STRENGTH * PRESENT[ground]) / (len(given) + _STRENGTH))
        for ground, given in found.items()
    }


def error(everything: list[Judged], tables: Mapping[str, Mapping[Ground, float]]) -> float | None:
    """The expected calibration error, each finding taken by the table of its copy."""
    judgements = Judgements()
    for copy, finding, given in everything:
        ground = finding.ground
        if ground is None:
            continue
        factor = tables[copy].get(ground, PRESENT[ground]) / PRESENT[ground]
        sure = min(presence(finding) * factor, 1.0)
        missing = finding.status is FindingStatus.MISSING
        judgements.add(replace(finding, confidence=1 - sure if missing else sure), given=given)
    ece: float | None = judgements.calibration()["ece"]
    return ece


def main(exam: str, copies: str, *marks: str) -> None:
    """Print the table and the errors."""
    everything = list(judged(exam, Path(copies), [Path(path) for path in marks]))
    for ground, (count, share) in sorted(counted(everything).items(), key=lambda item: -item[1][1]):
        print(f"{ground:14}{count:6}  {share:.3f}  shipped {PRESENT[ground]:.2f}")
    names = sorted({one.copy for one in everything})
    shipped = dict.fromkeys(names, PRESENT)
    left_out = {
        name: {
            g: share for g, (_n, share) in counted(o for o in everything if o.copy != name).items()
        }
        for name in names
    }
    print(f"expected calibration error: shipped {error(everything, shipped)}, ", end="")
    print(f"each copy left out {error(everything, left_out)}")


if __name__ == "__main__":
    main(*sys.argv[1:])
