"""Batches graded by the processes of a Dask cluster, on any number of machines.

Dask sends a task again whose process has died, a few times. Then it gives up, and also on tasks
that only waited there: so what was lost is graded again with nothing beside it, in smaller and
smaller pieces, until the copy is found that brings processes down.
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import sys
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping
from concurrent.futures import CancelledError
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from itertools import count
from time import monotonic, sleep
from typing import TYPE_CHECKING, TypeVar
from uuid import uuid4

from examen.messages import _
from examen.problems import ExamenError
from examen.running.installation import ABSENT, installed
from examen.running.remote import Done, Failed, Refused, Reply, grade
from examen.running.work import Batch, Graded, Work, crashed, merged, singly

if TYPE_CHECKING:
    from distributed import Client, Future

Answer = TypeVar("Answer")

_SECONDS = 0.5  # a task should take so long: its way there and back takes some milliseconds
_MOST_BATCHES = 32  # in a task, so that it stays a few megabytes
_AHEAD = 3  # tasks in flight for each process: one is graded, others wait there
_PATIENCE = 15.0  # seconds
_LOOK_AFTER = 2.0  # seconds between two looks at which processes there are
_NEVER = sys.maxsize  # bytes: when Dask is to warn of what is sent
_PAUSE = 0.2  # seconds between two questions to a cluster without processes
_TALKATIVE = ("distributed", "tornado", "asyncio")
_MOST_SHOWN = 3  # processes named in a message


def run(
    work: Work, batches: Iterable[Batch], address: str, patience: float = _PATIENCE
) -> Generator[Graded, None, None]:
    """What becomes of each batch, in order; some are asked for before they are needed.

    Args:
        work: what is to be done; it goes to each process once.
        batches: read as there is room; a few for each process of the cluster are in flight.
        address: the scheduler's, such as `tcp://10.0.0.1:8786`.
        patience: how many seconds to wait for the scheduler, or for a process when there is none.

    Raises:
        ExamenError: the cluster cannot be used, or not any more: what was given back is good.
    """
    with _connected(address, patience) as client:
        yield from _Session(work, client, address, patience).run(iter(batches))


@contextmanager
def _connected(address: str, patience: float) -> Iterator[Client]:
    try:
        import dask
        from distributed import Client
    except ImportError as error:
        message = _("--cluster needs Dask: “pip install examen[cluster]” installs it")
        raise ExamenError(message) from error
    for library in _TALKATIVE:
        logging.getLogger(library).setLevel(logging.CRITICAL)  # we tell what the user can mend
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # about libraries of Dask, which decide no marks
            asyncio.run(_knock(address, patience))
            client = Client(address, set_as_default=False)
    except Exception as error:
        message = _(
            "no scheduler of Dask answers at “{address}”: check the address, such as "
            "tcp://10.0.0.1:8786, and that “dask scheduler” runs there"
        )
        raise ExamenError(message.format(address=address)) from error
    try:
        with dask.config.set({"distributed.admin.large-graph-warning-threshold": _NEVER}):
            yield client
    finally:
        client.close()


async def _knock(address: str, patience: float) -> None:
    """See that somebody answers: a client of Dask that finds nobody prints errors at the end."""
    from distributed import Security
    from distributed.comm.core import connect

    comm = await connect(address, timeout=patience, **Security().get_connection_args("client"))
    await comm.close()


@dataclass(slots=True)
class _Task:
    """Batches sent to the cluster together; None in `graded` once their processes have died."""

    batches: list[Batch]
    future: Future[bytes]
    settled: bool = False
    graded: list[Graded] | None = None


class _Session:
    def __init__(self, work: Work, client: Client, address: str, patience: float) -> None:
        self._work = work
        self._client = client
        self._address = address
        self._patience = patience
        self._name = f"examen-{uuid4().hex}"
        self._numbers = count()
        self._pace = _SECONDS  # for a copy, as far as known
        self._processes, self._looked = 0, 0.0
        self._look()
        self._refuse_others()
        # A task like the others: Dask copies its result to the processes that need it, and makes
        # it again if all that had it are lost.
        self._packed = client.submit(bytes, work.pack(), key=f"{self._name}-work", pure=False)

    def run(self, batches: Iterator[Batch]) -> Iterator[Graded]:
        sent: deque[_Task] = deque()
        more = True
        while more or sent:
            while more and len(sent) < _AHEAD * self._threads():
                load = self._load(batches)
                more = bool(load)
                if load:
                    sent.append(self._send(load))
            if not sent:
                return
            self._settle(sent[0])
            if sent[0].graded is None:
                for task in sent:  # nothing is to be in flight beside what is suspected
                    self._settle(task)
            task = sent.popleft()
            yield from task.graded if task.graded is not None else self._alone(task.batches)

    def _load(self, batches: Iterator[Batch]) -> list[Batch]:
        """As many batches as will take a process long enough."""
        load: list[Batch] = []
        seconds = 0.0
        while seconds < _SECONDS and len(load) < _MOST_BATCHES:
            batch = next(batches, None)
            if batch is None:
                break
            load.append(batch)
            seconds += len(batch.items) * self._pace
        return load

    def _send(self, batches: list[Batch]) -> _Task:
        packed = pickle.dumps(batches, pickle.HIGHEST_PROTOCOL)
        key = f"{self._name}-{next(self._numbers)}"
        future = self._client.submit(grade, self._packed, installed(), packed, key=key, pure=False)
        return _Task(batches, future)

    def _alone(self, batches: list[Batch]) -> list[Graded]:
        """What becomes of batches whose processes died: piece by piece, with nothing beside."""
        if len(batches) > 1:
            return [graded for batch in batches for graded in self._piece([batch])]
        (batch,) = batches
        return [merged([graded for one in singly(batch) for graded in self._piece([one])])]

    def _piece(self, batches: list[Batch]) -> list[Graded]:
        task = self._send(batches)
        self._settle(task)
        if task.graded is not None:
            return task.graded
        if [len(batch.items) for batch in batches] == [1]:
            return [crashed(batches[0], self._work.language, _("on the cluster"))]
        return self._alone(batches)

    def _settle(self, task: _Task) -> None:
        """Wait for a task; its memory in the cluster is free afterwards."""
        while not task.settled:
            reply = self._reply(task.future)
            if isinstance(reply, Failed):
                raise reply.error
            if isinstance(reply, Refused):
                raise _unequal({reply.place: reply.installed})
            if isinstance(reply, Done):
                task.graded = reply.graded
                copies = sum(one.items for one in reply.graded)
                self._pace = reply.seconds / copies if copies else self._pace
            task.settled = True
            task.future.release()

    def _reply(self, future: Future[bytes]) -> Reply | None:
        """What a process answers; None if each that had the task has died."""
        from distributed import KilledWorker

        while True:
            try:
                reply: Reply = pickle.loads(future.result(timeout=_LOOK_AFTER))  # noqa: S301 - the user's own cluster
            except TimeoutError:
                self._look()
            except KilledWorker:
                return None
            except (CancelledError, OSError) as error:
                raise self._lost() from error
            except Exception as error:
                message = _(
                    "the cluster at “{address}” cannot do the work ({error}): install the same "
                    "version of examen on each of its machines"
                )
                raise ExamenError(message.format(address=self._address, error=error)) from error
            else:
                return reply

    def _threads(self) -> int:
        """How many tasks the cluster does at the same time; asked for now and then."""
        if monotonic() - self._looked > _LOOK_AFTER:
            self._look()
        return self._processes

    def _look(self) -> None:
        """See which processes there are; wait for one if there is none."""
        deadline = monotonic() + self._patience
        while not (threads := self._ask(self._client.nthreads)):
            if monotonic() > deadline:
                message = _(
                    "the cluster at “{address}” has had no process to grade for {seconds} seconds: "
                    "start some with “dask worker {address}”"
                )
                raise ExamenError(
                    message.format(address=self._address, seconds=round(self._patience))
                )
            sleep(_PAUSE)
        self._processes, self._looked = sum(threads.values()), monotonic()

    def _refuse_others(self) -> None:
        """See that all processes would give the same marks as this one."""
        found = self._ask(partial(self._client.run, installed, on_error="return"))
        others = {
            place: said if isinstance(said, dict) else {"examen": ABSENT}
            for place, said in found.items()
            if said != installed() and not isinstance(said, OSError)  # who has just died
        }
        if others:
            raise _unequal(others)

    def _ask(self, question: Callable[[], Answer]) -> Answer:
        try:
            return question()
        except (OSError, CancelledError) as error:
            raise self._lost() from error

    def _lost(self) -> ExamenError:
        message = _("the scheduler at “{address}” does not answer any more")
        return ExamenError(message.format(address=self._address))


def _unequal(others: Mapping[str, Mapping[str, str]]) -> ExamenError:
    """What to say of processes with other versions than ours, a few of them."""
    here = installed()
    told = []
    for place, said in sorted(others.items())[:_MOST_SHOWN]:
        versions = [
            _("{name} {there}, here {here}").format(name=name, there=there, here=here[name])
            for name, there in said.items()
            if there != here[name]
        ]
        told.append(f"{place} ({', '.join(versions)})")
    message = _(
        "processes of the cluster would not give the same marks; install there what is installed "
        "here: {differences}"
    )
    return ExamenError(message.format(differences=", ".join(told)))
