"""Measuring: processor time, what a new process finds, commands with their memory."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
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
    """A command that was run: wall clock in seconds, the most memory of its processes in bytes."""

    seconds: float
    peak: int


def examen(*arguments: str | Path) -> list[str]:
    """The command line `examen …` of the installation that measures."""
    return [sys.executable, "-m", "examen", *map(str, arguments)]


def run(command: Sequence[str], folder: Path, *, memory: bool = False) -> Run:
    """Run a command in a folder to its end.

    Args:
        command: the program and its arguments.
        folder: where to run it.
        memory: whether to look at the memory of it and of the processes it starts, all together.

    Raises:
        RuntimeError: it fails; the text is what it wrote.
    """
    start = time.perf_counter()
    with subprocess.Popen(  # noqa: S603 - our own commands
        command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    ) as process:
        peak = 0
        if memory:
            peak = _watched(process)
        output, _errors = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{output.decode()}")
    return Run(seconds, peak)


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
