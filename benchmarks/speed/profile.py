"""Where the time of grading goes: shares by module, and the stacks for a flame graph.

The stack is looked at a few hundred times a second, so that small functions are not made to look
slow by being measured; calls are counted in a run of its own.
"""

from __future__ import annotations

import cProfile
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from types import CodeType, FrameType
from typing import Any

import examen
from benchmarks.speed.exams import Exam
from benchmarks.speed.marking import Marking, answered, generated, mean_words, shipped
from benchmarks.speed.recombined import Recombined
from benchmarks.speed.timing import fresh, tell
from examen.model.copy import Copy

Stack = tuple[str, ...]  # "language/reading.py read", outermost first
Module = tuple[str, float, float, float]
_PACKAGE = str(Path(examen.__file__).parent)
_EVERY = 0.002  # seconds of processor time between two looks


def profile(*, quick: bool) -> dict[str, Any]:
    """For marked copies and for short answers: time by module, and all stacks that were met."""
    found: dict[str, Any] = {"stacks": {}}
    for name in ("copies", "answers"):
        tell(f"profile: {name}")
        measure = partial(_profile, name, quick=quick)
        found["stacks"][name], found[name] = measure() if quick else fresh(measure)
    return found


def _material(name: str, *, quick: bool) -> tuple[Marking, list[Copy], list[Copy]]:
    """A grader, what it reads before, and what it is watched with."""
    if name == "copies":
        full, marked = shipped()
        make = Recombined(marked).copies
        before, watched = (2, 2) if quick else (51, 136)
        return Marking(full), make(0, before), make(before, watched)
    before, watched = (50, 100) if quick else (2_000, 10_000)
    exam = Exam()
    grader = Marking(generated(exam))
    return grader, answered(exam, before, 1), answered(exam, watched, before + 1)


def _profile(name: str, *, quick: bool) -> tuple[list[tuple[Stack, int]], list[Module]]:
    marking, before, copies = _material(name, quick=quick)
    marking.seconds(before)
    half = len(copies) // 2
    with _sampled() as stacks:
        marking.seconds(copies[:half])
    calls = _calls(lambda: marking.seconds(copies[half:]))
    words = mean_words(copies[half:]) * len(copies[half:])
    return sorted(stacks.items()), _modules(
        stacks, {module: count / words for module, count in calls.items()}
    )


@contextmanager
def _sampled() -> Iterator[Counter[Stack]]:
    """The stacks that are met, by how often."""
    stacks: Counter[Stack] = Counter()

    def look(_signal: int, frame: FrameType | None) -> None:
        stacks[_stack(frame)] += 1

    before = signal.signal(signal.SIGPROF, look)
    signal.setitimer(signal.ITIMER_PROF, _EVERY, _EVERY)
    try:
        yield stacks
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)


def _stack(frame: FrameType | None) -> Stack:
    """The functions of examen around a frame, outermost first; time in libraries counts theirs."""
    found: list[str] = []
    while frame:
        if name := _named(frame.f_code.co_filename):
            found.append(f"{name} {frame.f_code.co_name}")
        frame = frame.f_back
    return tuple(reversed(found))


def _named(path: str) -> str:
    """A module of examen by its path in the package; "" for others."""
    return path[len(_PACKAGE) + 1 :] if path.startswith(_PACKAGE) else ""


def _calls(work: Callable[[], object]) -> Counter[str]:
    """How often functions of each module are called."""
    watcher = cProfile.Profile()
    watcher.runcall(work)
    calls: Counter[str] = Counter()
    for entry in watcher.getstats():
        if isinstance(entry.code, CodeType) and (module := _named(entry.code.co_filename)):
            calls[module] += entry.callcount
    return calls


def _modules(stacks: Counter[Stack], calls: dict[str, float]) -> list[Module]:
    """Each module: its share of the time, that with all it calls, its calls for a word read."""
    own: Counter[str] = Counter()
    whole: Counter[str] = Counter()
    for stack, count in stacks.items():
        modules = [entry.partition(" ")[0] for entry in stack]
        if modules:
            own[modules[-1]] += count
        whole.update(dict.fromkeys(modules, count))
    total = sum(own.values())
    return [
        (module, count / total, whole[module] / total, calls.get(module, 0.0))
        for module, count in own.most_common()
    ]
