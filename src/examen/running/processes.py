"""Batches graded by several processes of this machine.

Each process has a pipe of its own, so that it is known which batch a process held that died; its
copies are then tried one by one, and one that brings a process down again is reported.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import pickle
import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection, wait
from multiprocessing.context import BaseContext
from typing import NoReturn

from examen.messages import _
from examen.problems import ExamenError
from examen.running.work import Batch, Graded, Work, Worker, crashed, merged, singly

# A forked process has the compiled rubric at once and shares its memory. Elsewhere than on Linux
# systems do not have it, or libraries do not bear it.
METHOD = "fork" if sys.platform == "linux" else "spawn"
_AHEAD = 4  # batches in flight or kept until it is their turn, for each process
_MOST_STARTS = 3  # in a row that failed
_MOST_TRIES = 2  # with a copy alone, for the process may have been killed for another reason


@dataclass(slots=True)
class _Task:
    """A batch to grade: one as it was read, or a copy of it alone."""

    batch: Batch
    place: int  # of the batch read, in the order of the input
    part: int = 0
    tries: int = 0  # of a copy alone


@dataclass(slots=True)
class _Member:
    """A process, and the task it has been given."""

    process: multiprocessing.process.BaseProcess
    pipe: Connection
    task: _Task | None = None
    ready: bool = False


def run(
    work: Work, batches: Iterable[Batch], workers: int, method: str = METHOD
) -> Generator[Graded]:
    """What becomes of each batch, in order; some are asked for before they are needed.

    Args:
        work: what is to be done.
        batches: read as there is room; memory holds a few for each process.
        workers: how many processes at most; only as many are started as have something to do.
        method: how to start them, `fork` or `spawn`.

    Raises:
        ExamenError: processes cannot be started.
    """
    team = _Team(work, workers, method)
    try:
        yield from team.run(iter(batches))
    finally:
        team.dismiss()


class _Team:
    def __init__(self, work: Work, workers: int, method: str) -> None:
        self._work = work
        self._workers = workers
        self._context: BaseContext = multiprocessing.get_context(method)
        self._open = _opener(work, method)
        self._members: list[_Member] = []
        self._tasks: deque[_Task] = deque()
        self._results: dict[int, list[Graded | None]] = {}  # by place, what its parts have given
        self._failed_starts = 0

    def run(self, batches: Iterator[Batch]) -> Iterator[Graded]:
        place, more = 0, True  # the next to give back; whether there may be batches to read
        read = 0
        while more or self._results:
            self._hand_out()
            while more and not self._tasks and read - place < _AHEAD * self._workers:
                batch = next(batches, None)
                more = batch is not None
                if batch is not None:
                    self._tasks.append(_Task(batch, read))
                    self._results[read] = [None]
                    read += 1
                self._hand_out()
            while (whole := self._whole(place)) is not None:
                del self._results[place]
                place += 1
                yield whole
            self._listen()

    def dismiss(self) -> None:
        """End the processes; what they are doing is not wanted any more."""
        for member in self._members:
            member.process.kill()
        for member in self._members:
            member.process.join()
            member.pipe.close()
        self._members.clear()

    def _whole(self, place: int) -> Graded | None:
        parts = self._results.get(place, [None])
        found = [part for part in parts if part is not None]
        return merged(found) if len(found) == len(parts) else None

    def _hand_out(self) -> None:
        while self._tasks:
            free = next((member for member in self._members if member.task is None), None)
            if free is None and len(self._members) < self._workers:
                free = self._hire()
            if free is None:
                return
            free.task = self._tasks.popleft()
            try:
                free.pipe.send_bytes(pickle.dumps(free.task.batch, pickle.HIGHEST_PROTOCOL))
            except OSError:
                self._bury(free)

    def _listen(self) -> None:
        """Wait until a process has something to say, or dies."""
        busy = {member.pipe: member for member in self._members if member.task is not None}
        for pipe in wait(list(busy)) if busy else ():
            member = busy[pipe]  # type: ignore[index]  # all that is waited for are pipes
            try:
                said = pickle.loads(member.pipe.recv_bytes())  # noqa: S301 - our own process
            except (EOFError, OSError):
                self._bury(member)
                continue
            if isinstance(said, Exception):
                raise said
            if isinstance(said, Graded) and member.task is not None:
                self._results[member.task.place][member.task.part] = said
                member.task = None
            else:
                member.ready, self._failed_starts = True, 0

    def _hire(self) -> _Member:
        ours, theirs = self._context.Pipe()
        process = self._context.Process(  # type: ignore[attr-defined]  # every context has it
            target=_serve, args=(self._open, theirs, ours), daemon=True
        )
        with _interrupts_held():
            process.start()
        theirs.close()
        member = _Member(process, ours)
        self._members.append(member)
        return member

    def _bury(self, member: _Member) -> None:
        """A process has died: see what becomes of its task."""
        self._members.remove(member)
        member.pipe.close()
        member.process.join()
        how = _ended(member.process.exitcode)
        task = member.task
        if task is None:
            return
        if not member.ready:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_STARTS:
                message = _("the processes that should grade do not start ({how})")
                raise ExamenError(message.format(how=how))
            self._tasks.appendleft(task)
        elif not task.tries:
            alone = singly(task.batch)
            self._results[task.place] = [None] * len(alone)
            retried = [_Task(one, task.place, part, 1) for part, one in enumerate(alone)]
            self._tasks.extendleft(reversed(retried))
        elif task.tries < _MOST_TRIES:
            task.tries += 1
            self._tasks.appendleft(task)
        else:
            lost = crashed(task.batch, self._work.language, how)
            self._results[task.place][task.part] = lost


def _opener(work: Work, method: str) -> Callable[[], Worker]:
    """What makes the worker in a new process: a forked one finds it made."""
    if method != "fork":
        return work.open
    worker = work.open()
    gc.freeze()  # or the first collection in each process would copy all that is shared
    return lambda: worker


def _serve(open_worker: Callable[[], Worker], pipe: Connection, other_end: Connection) -> None:
    """What a process does: grade what comes through the pipe until nobody is there any more."""
    other_end.close()  # or the pipe would not end with the process that holds the other end
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # typed for all; who started us decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT, signal.SIGTERM})
    try:
        try:
            worker = open_worker()
            pipe.send_bytes(pickle.dumps(None))
            while True:
                batch = pickle.loads(pipe.recv_bytes())  # noqa: S301 - who started us sent it
                pipe.send_bytes(pickle.dumps(worker.grade(batch), pickle.HIGHEST_PROTOCOL))
        except ExamenError as error:
            pipe.send_bytes(pickle.dumps(error))
        except (EOFError, OSError):
            pass  # nobody is there any more
        except Exception:  # noqa: BLE001 - told where it can be told
            pipe.send_bytes(pickle.dumps(RuntimeError(traceback.format_exc())))
    finally:
        _leave()


def _leave() -> NoReturn:
    """End without what a process does at its end: files open in the first one are not ours."""
    os._exit(0)


@contextmanager
def _interrupts_held() -> Iterator[None]:
    """Keep signals for after a process was started, which then knows what to do with them."""
    if not hasattr(signal, "pthread_sigmask"):  # Windows
        yield
        return
    held = {signal.SIGINT, signal.SIGTERM}
    before = signal.pthread_sigmask(signal.SIG_BLOCK, held)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _ended(status: int | None) -> str:
    """How a process ended: a signal's number, or its exit status."""
    if status is not None and status < 0:
        return _("signal {number}").format(number=-status)
    return _("status {number}").format(number=status)
