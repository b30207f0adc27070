"""What a process of the cluster does: batches come as bytes and go as bytes.

Nothing is raised here, for Dask would write the arguments, and so a candidate's words, to its log.
"""

from __future__ import annotations

import pickle
import traceback
from dataclasses import dataclass
from platform import node
from threading import Lock
from time import thread_time

from examen.problems import ExamenError
from examen.running.installation import installed
from examen.running.work import Batch, Graded, opened

_ONE_AT_A_TIME = Lock()  # a grader learns words as it goes; a process may be given more threads


@dataclass(frozen=True, slots=True)
class Done:
    """Batches that were graded, and the seconds of processor time that took."""

    graded: list[Graded]
    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing was graded, for what is installed at a place would not give the same marks."""

    place: str
    installed: dict[str, str]


@dataclass(frozen=True, slots=True)
class Failed:
    """Nothing was graded: why, for the user, or for a programmer if that was not foreseen."""

    error: ExamenError | RuntimeError


Reply = Done | Refused | Failed


def grade(work: bytes, expected: dict[str, str], batches: bytes) -> bytes:
    """Grade batches; the rubric is compiled with the first ones that a process gets.

    Args:
        work: what `Work.pack` gave.
        expected: what is installed where the copies are read.
        batches: a list of `Batch`, pickled.

    Returns:
        A `Reply`, pickled.
    """
    return pickle.dumps(_reply(work, expected, batches), pickle.HIGHEST_PROTOCOL)


def _reply(work: bytes, expected: dict[str, str], batches: bytes) -> Reply:
    if installed() != expected:
        return Refused(node(), installed())
    try:
        with _ONE_AT_A_TIME:
            worker = opened(work)
            start = thread_time()
            todo: list[Batch] = pickle.loads(batches)  # noqa: S301 - who reads the copies sent it
            return Done([worker.grade(batch) for batch in todo], thread_time() - start)
    except ExamenError as error:
        return Failed(error)
    except Exception:  # noqa: BLE001 - told where it can be told
        return Failed(RuntimeError(traceback.format_exc()))
