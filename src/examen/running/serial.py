"""Batches graded one after the other, in this process."""

from __future__ import annotations

from collections.abc import Generator, Iterable

from examen.running.work import Batch, Graded, Work


def run(work: Work, batches: Iterable[Batch]) -> Generator[Graded]:
    """What becomes of each batch, in order; a batch is asked for when the last one is done."""
    worker = work.open()
    for batch in batches:
        yield worker.grade(batch)
