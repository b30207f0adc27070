"""Measuring: processor time, what a new process finds, commands with their memory."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage
from typing import ParamSpec, TypeVar

_P = ParamSpec("_P")
_T = TypeVar("_T")
_GLANCES = 0.02  # seconds between two looks at the memory of a command


def cpu(work: Callable[[], object]) -> float:
    """The processor seconds that some work takes in this process; other programs do not count."""
    start = time.process_time()
    work()
    return time.process_time() - start


def fresh(work: Callable[_P, _T], *args: _P.args, **kwargs: _P.kwargs) -> _T:
    """What a function of a module gives in a new process, where nothing is cached."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
        return pool.submit(work, *args, **kwargs).result()


def tell(text: str) -> None:
    """Say what is being measured, on standard error."""
    print(f"{time.strftime('%H:%M:%S')} {text}", file=sys.stderr, flush=True)


@dataclass(frozen=True, slots=True)
class Run:
    """A command that was run.

    Attributes:
        seconds: by the clock.
        cpu: processor seconds, of all its processes.
        peak: the most memory that they held together, in bytes; 0 if nobody looked.
    """

    seconds: float
    cpu: float
    peak: int


def examen(*arguments: str | Path) -> list[str]:
    """The command line `examen …` of the installation that measures."""
    return [sys.executable, "-m", "examen", *map(str, arguments)]


def run(
    command: Sequence[str], folder: Path, *, memory: bool = False, cache: Path | None = None
) -> Run:
    """Run a command in a folder to its end.

    Args:
        command: the program and its arguments.
        folder: where to run it.
        memory: whether to look at the memory of it and of the processes it starts, all together.
        cache: where it finds and keeps the tables of words; the user's cache if left out.

    Raises:
        RuntimeError: it fails; the text is what it wrote.
    """
    env = os.environ | ({"XDG_CACHE_HOME": str(cache)} if cache else {})
    start, before = time.perf_counter(), _of_children()
    with subprocess.Popen(  # noqa: S603 - our own commands
        command, cwd=folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        peak = 0
        if memory:
            peak = _watched(process)
        output, _errors = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{output.decode()}")
    return Run(seconds, _of_children() - before, peak)


def _of_children() -> float:
    """The processor seconds of all processes that this one started and that have ended."""
    used = getrusage(RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _watched(process: subprocess.Popen[bytes]) -> int:
    from psutil import Error, Process

    peak = 0
    while process.poll() is None:
        now = 0
        try:
            first = Process(process.pid)
            for one in (first, *first.children(recursive=True)):
                now += one.memory_info().rss
        except Error:  # one has just ended
            continue
        peak = max(peak, now)
        time.sleep(_GLANCES)
    return peak
