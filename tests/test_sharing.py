"""Work shared among processes: the same results in the same order, whatever becomes of them."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Callable
from contextlib import closing
from time import sleep

import pytest

from examen.messages import current, using
from examen.running.sharing import shared

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux")

ITEMS = range(24)


@pytest.fixture(autouse=True)
def three_processors(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _process: {0, 1, 2})


def squared(item: int) -> tuple[int, int]:
    return item * item, os.getpid()


def only_elsewhere(do: Callable[[], object]) -> Callable[[int], int]:
    """Work that does something at the fifth item, but not in this process."""
    here = os.getpid()

    def work(item: int) -> int:
        if item == 5 and os.getpid() != here:
            do()
        return item

    return work


def test_results_come_in_order_from_other_processes() -> None:
    found = list(shared(squared, ITEMS))
    assert [square for square, _process in found] == [item * item for item in ITEMS]
    assert os.getpid() not in {process for _square, process in found}


def test_few_items_stay_here() -> None:
    assert {process for _square, process in shared(squared, ITEMS[:7])} == {os.getpid()}
    assert list(shared(squared, ())) == []


def test_the_language_goes_with_the_work() -> None:
    with using("en"):
        assert set(shared(lambda _item: current(), ITEMS)) == {"en"}


def test_what_a_dead_process_left_is_done_here() -> None:
    assert list(shared(only_elsewhere(lambda: os._exit(9)), ITEMS)) == list(ITEMS)


def test_an_error_is_raised_where_the_results_are_wanted() -> None:
    with pytest.raises(ZeroDivisionError):
        list(shared(lambda item: 1 // (item - 5), ITEMS))
    assert multiprocessing.active_children() == []


def test_nothing_runs_on_when_no_more_is_wanted() -> None:
    with closing(shared(lambda item: item if item < 3 else sleep(600), ITEMS)) as found:  # type: ignore[type-var]
        assert [next(found) for _ in range(3)] == [0, 1, 2]
    assert multiprocessing.active_children() == []


def test_an_interrupt_is_not_for_the_shares() -> None:
    work = only_elsewhere(lambda: signal.raise_signal(signal.SIGINT))
    assert list(shared(work, ITEMS)) == list(ITEMS)


def test_the_shares_end_with_the_process_that_was_killed() -> None:
    code = """
import os
from time import sleep
os.sched_getaffinity = lambda _process: {0, 1, 2}
from examen.running.sharing import shared
def work(item):
    os.write(1, b"%d\\n" % os.getpid())  # at once: three processes write to one pipe
    sleep(600)
list(shared(work, range(24)))
"""
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", code], stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        shares = [int(process.stdout.readline()) for _ in range(3)]
        assert process.pid not in shares
        process.kill()
        # The pipe ends when the last one that holds it has ended.
        assert process.communicate(timeout=60)[0] == ""
