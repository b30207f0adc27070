"""A Dask cluster of real processes on this machine, for the time of a test."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import Self

import psutil

HERE = Path(__file__).resolve().parent
_LEFT_ALONE = "2 minutes"  # then all end by themselves, should nobody be there to end them


def free_port() -> int:
    """A port of this machine that nobody listens to."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return int(taken.getsockname()[1])


class Cluster:
    """A scheduler, then workers when they are asked for; the end of the `with` block ends them.

    Args:
        folder: for logs, and for what processes note.
    """

    def __init__(self, folder: Path) -> None:
        self.address = f"tcp://127.0.0.1:{free_port()}"
        self.folder = folder
        self._started: list[subprocess.Popen[bytes]] = []
        folder.mkdir()
        scheduler = self._start(
            "scheduler",
            *("--host", "127.0.0.1", "--port", self.address.rpartition(":")[2]),
            *("--idle-timeout", _LEFT_ALONE),
        )
        (folder / "scheduler").write_text(str(scheduler.pid))

    def workers(self, count: int, *more: str, path: Path | None = None) -> None:
        """Start processes that grade.

        Args:
            count: how many.
            more: options of `dask worker`.
            path: a folder to import modules from before all others.
        """
        self._start(
            "worker",
            self.address,
            *("--nworkers", str(count), "--nthreads", "1", "--host", "127.0.0.1"),
            *("--local-directory", str(self.folder), "--death-timeout", _LEFT_ALONE),
            *more,
            path=path,
        )

    def deadly_workers(self, count: int, *more: str) -> None:
        """Start processes that `deadly.py` prepares."""
        self.workers(count, "--preload", str(HERE / "deadly.py"), *more)

    def processes(self) -> list[int]:
        """The numbers of the processes that `deadly.py` has prepared and that are alive."""
        parents = [psutil.Process(process.pid) for process in self._started]
        alive = {child.pid for parent in parents for child in parent.children()}
        return [number for number in alive if (self.folder / f"process-{number}").exists()]

    def wait_for(self, count: int, logged: str) -> None:
        """Wait until something was logged so many times."""
        for _ in range(1500):
            if self.logs().count(logged) >= count:
                return
            time.sleep(0.02)
        raise TimeoutError(f"{logged}: {self.logs()}")

    def logs(self) -> str:
        """All that was logged."""
        return "".join(path.read_text("utf-8") for path in self.folder.glob("*.log"))

    def _start(self, *arguments: str, path: Path | None = None) -> subprocess.Popen[bytes]:
        settings = {
            "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1",
            "DEADLY_NOTES": str(self.folder),
        }
        if path is not None:
            settings["PYTHONPATH"] = str(path)
        log = self.folder / f"{len(self._started)}.log"
        with log.open("wb") as stream:
            process = subprocess.Popen(  # noqa: S603 - our own Python
                [sys.executable, "-m", "dask", *arguments, "--no-dashboard"],
                env=os.environ | settings,
                stdout=stream,
                stderr=stream,
                start_new_session=True,
            )
        self._started.append(process)
        return process

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for process in self._started:
            try:
                os.killpg(process.pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
        for process in self._started:
            process.wait()
