"""Pieces of work that do not need each other, shared among the processors of this machine."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from threading import Thread
from typing import Any, TypeVar

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_LEAST = 4  # pieces for each process, or starting it is not worth while
_piece: Callable[[int], Any]  # in a process that has a share


def shared(work: Callable[[_Item], _Result], items: Sequence[_Item]) -> Iterator[_Result]:
    """What the work makes of each item, in their order.

    Where processes cannot share what this one knows, and for few items, all is done here. So is
    what is left when a process comes to a bad end. The work of the others ends with the iterator.

    Args:
        work: must not depend on what it did before.
        items: those that take longest had better come first.
    """
    processes = min(_processors(), len(items) // _LEAST)
    done = 0
    if processes > 1:
        try:
            for result in _spread(lambda index: work(items[index]), len(items), processes):
                yield result
                done += 1
        except BrokenProcessPool:
            pass
    yield from map(work, items[done:])


def _spread(piece: Callable[[int], _Result], count: int, processes: int) -> Iterator[_Result]:
    # A forked process has the work as it is: nothing of it needs to be pickled.
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(processes, context, initializer=_start, initargs=(piece,))
    try:
        futures = [pool.submit(_share, index) for index in range(count)]
        for future in futures:
            yield future.result()
    except BaseException:
        for child in multiprocessing.active_children():
            child.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _start(piece: Callable[[int], Any]) -> None:
    global _piece  # noqa: PLW0603 - the process is there for this work alone
    _piece = piece
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the process that asked for it
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    Thread(target=_follow, daemon=True).start()


def _follow() -> None:
    """End with the process that asked for the work, however that ends."""
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
    os._exit(1)


def _share(index: int) -> Any:
    return _piece(index)


def _processors() -> int:
    """How many there are for this process; 1 where processes cannot be forked."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else 1
