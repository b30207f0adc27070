"""Loaded by `dask worker --preload`: copies that bring processes down."""

from __future__ import annotations

import os
import signal
from pathlib import Path

from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.grade import Grade

_NOTES = Path(os.environ["DEADLY_NOTES"])


def dask_setup(_worker: object) -> None:
    """Called by Dask, once for a process."""
    sound = Grader.grade

    def grade(grader: Grader, copy: Copy) -> Grade:
        if copy.id.startswith("HEADLESS"):
            os.kill(int((_NOTES / "scheduler").read_text()), signal.SIGKILL)
        if copy.id.startswith("POISON") or (copy.id.startswith("ONCE") and not _noted(copy.id)):
            os.kill(os.getpid(), signal.SIGKILL)
        return sound(grader, copy)

    Grader.grade = grade  # type: ignore[assignment, method-assign]  # in a process made for it
    _noted(f"process-{os.getpid()}")


def _noted(name: str) -> bool:
    """Note something; whether it was noted before."""
    known = (_NOTES / name).exists()
    (_NOTES / name).touch()
    return known
