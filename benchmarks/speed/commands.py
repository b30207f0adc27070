"""The command as people run it: many copies, several processes, a cluster, and the start."""

from __future__ import annotations

import filecmp
import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any

from benchmarks.speed.exams import EXAM, Exam, write_copies
from benchmarks.speed.marking import ROOT, SHIPPED
from benchmarks.speed.timing import Run, examen, run, tell

COUNTS = (1_000, 10_000, 100_000)
_WORKERS = 2
_GRADES = ("grades.jsonl", "grades.csv")


def counts(*, quick: bool) -> dict[str, Any]:
    """Seconds and the most memory of one process, and of two workers, by the number of copies."""
    numbers = (10,) if quick else COUNTS
    runs: dict[int, list[Run]] = {1: [], _WORKERS: []}
    with _exam(Exam()) as folder:
        for count in numbers:
            write_copies(folder / "copies.jsonl", Exam().copies(count))
            for workers, done in runs.items():
                tell(f"counts: {count} copies, {workers} workers")
                done.append(_graded(folder, f"--workers={workers}", memory=True))
    return {"copies": numbers} | {
        str(workers): {
            "seconds": [one.seconds for one in done],
            "megabytes": [one.peak / 1e6 for one in done],
        }
        for workers, done in runs.items()
    }


def workers(*, quick: bool) -> dict[str, Any]:
    """Seconds for short copies with one and two workers, and two of a cluster; the same bytes."""
    count, rounds = (40, 1) if quick else (20_000, 2)
    seconds: dict[str, list[float]] = {}
    with _exam(Exam(), count) as folder, _cluster(_WORKERS) as address:
        ways = {"1": "--workers=1", "2": f"--workers={_WORKERS}", "cluster": f"--cluster={address}"}
        for turn in range(rounds):
            for name, option in ways.items():
                tell(f"workers: {name}, {turn + 1} of {rounds}")
                took = _graded(folder, option, output=name).seconds
                seconds.setdefault(name, []).append(took)
        for name in ways:
            _check_same(folder / "1", folder / name)
    return {"copies": count} | {name: min(took) for name, took in seconds.items()}


def start(*, quick: bool) -> dict[str, Any]:
    """Seconds from a cold start to the end, for commands that have little to do.

    `first` is a first use on a machine, where the tables of words are not in the user's cache yet.
    """
    rounds = 1 if quick else 7
    one = json.dumps({"copy": "A01", "answers": {"1.1.2": "Il faut l'accord du coureur."}})
    with _exam(Exam(), 1) as folder:
        (folder / "one.jsonl").write_text(one + "\n", "utf-8")
        shipped = ("--bank", ROOT / "bank")
        short = examen("grade", EXAM, "copies.jsonl", "-o", "short")
        commands = {
            "python": [sys.executable, "-c", "pass"],
            "help": examen("--help"),
            "short": short,
            "shipped": examen(*shipped, "grade", SHIPPED, "one.jsonl", "-o", "shipped"),
        }
        took: dict[str, list[float]] = {name: [] for name in commands}
        for turn in range(rounds):
            tell(f"start: {turn + 1} of {rounds}")
            for name, command in commands.items():
                took[name].append(run(command, folder).seconds)
        first = run(short, folder, cache=None if quick else folder / "cache").seconds
    return {name: median(seconds) for name, seconds in took.items()} | {"first": first}


@contextmanager
def _exam(exam: Exam, copies: int = 0) -> Iterator[Path]:
    """A folder with a generated exam and its copies."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        exam.write(folder)
        if copies:
            write_copies(folder / "copies.jsonl", exam.copies(copies))
        yield folder


def _graded(folder: Path, option: str, *, output: str = "graded", memory: bool = False) -> Run:
    asked = examen("grade", EXAM, "copies.jsonl", "-o", output, "--no-corriges", option)
    return run(asked, folder, memory=memory)


def _check_same(one: Path, other: Path) -> None:
    """See that two runs wrote the same bytes.

    Raises:
        RuntimeError: they did not.
    """
    same, _different, _missing = filecmp.cmpfiles(one, other, _GRADES, shallow=False)
    if len(same) < len(_GRADES):
        raise RuntimeError(f"{one} and {other} hold other grades")


@contextmanager
def _cluster(workers: int) -> Iterator[str]:
    """The address of a scheduler on this machine with so many workers, each a process."""
    from distributed import Client

    with TemporaryDirectory() as folder, ExitStack() as stack:
        told = Path(folder, "scheduler.json")
        quiet = ("--no-dashboard", f"--scheduler-file={told}")
        stack.enter_context(
            _running("distributed.cli.dask_scheduler", "--host=127.0.0.1", "--port=0", *quiet)
        )
        for _number in range(workers):
            stack.enter_context(
                _running("distributed.cli.dask_worker", "--nthreads=1", "--no-nanny", *quiet)
            )
        with Client(scheduler_file=str(told), timeout=30) as client:
            client.wait_for_workers(workers, timeout=30)
            address = str(client.scheduler.address)
        yield address


@contextmanager
def _running(module: str, *arguments: str) -> Iterator[None]:
    command = [sys.executable, "-m", module, *arguments]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            yield
        finally:
            process.terminate()
