"""What is done with every copy of an exam, and the batches in which copies go to it.

All of it can be pickled, so that a batch may be graded in another process. What comes back are the
very bytes of the files: whoever collects them has nothing left to do but to write them.
"""

from __future__ import annotations

import hashlib
import json
import os
import pickle
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from examen.exchange.grades import GradeText
from examen.garbage import collect_rarely
from examen.messages import _, using
from examen.model.copy import Copy
from examen.model.full_exam import FullExam
from examen.model.grade import Grade
from examen.problems import ExamenError, Problem

if TYPE_CHECKING:
    from examen.render.corrige import Audience

CRASHED = "copy-crashed"
FAILED = "copy-failed"
# A batch should take much longer than its way to another process and back, and not so long that a
# process waits for another at the end: a few dozen short answers, or a few long copies.
MOST_COPIES = 64
MOST_RENDERED = 16  # where corrigés are wanted, which take longer than grades
MOST_CHARACTERS = 40_000
_GROWTH = 16  # batches grow with what was read, so that even 35 copies go to every process
_DIGEST_BYTES = 16


class Corrige(NamedTuple):
    """A corrigé as a file: its name and what it holds."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Batch:
    """Copies to grade together.

    Attributes:
        number: 0 for the first batch of a run, and so on.
        items: the copies, and the problems met in reading, in the order read.
        seal: a digest of all that was read from the first copy to the last of this batch.
    """

    number: int
    items: tuple[Copy | Problem, ...]
    seal: str = ""


@dataclass(frozen=True, slots=True)
class Graded:
    """What becomes of a batch.

    Attributes:
        number, seal: those of the batch.
        items: how many copies and problems the batch held.
        copies: how many of the copies were graded.
        to_review: how many of their answers a person has to decide on.
        lines: their lines of `grades.jsonl`, in UTF-8.
        rows: their rows of `grades.csv`, in UTF-8.
        corriges: their corrigés, if they are wanted.
        problems: those met in reading and in grading, in the order of the copies.
    """

    number: int
    seal: str
    items: int
    copies: int
    to_review: int
    lines: bytes
    rows: bytes
    corriges: tuple[Corrige, ...]
    problems: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Work:
    """All that grading a copy needs besides the copy.

    Attributes:
        full: the exam with its rubrics.
        language: the user's, of problems and of the gradebook.
        form: the format of the corrigés; None if there are to be none.
        audience: who reads them.
    """

    full: FullExam
    language: str
    form: str | None = None
    audience: Audience = "teacher"

    def open(self) -> Worker:
        """Compile the rubric: once for a process."""
        return Worker(self)

    def pack(self) -> bytes:
        """The work as bytes, from which `opened` makes a worker in another process."""
        return pickle.dumps(self, pickle.HIGHEST_PROTOCOL)


class Worker:
    """Does the work in one process; make it once, it compiles the rubric."""

    def __init__(self, work: Work) -> None:
        from examen.grading import Grader

        collect_rarely()  # a process of a cluster does not come from our command line
        self._work = work
        self._grader = Grader(work.full)
        self._text = GradeText(work.full)

    def grade(self, batch: Batch) -> Graded:
        """Grade the copies of a batch; one that breaks the program becomes a problem."""
        lines, rows, to_review = [], [], 0
        corriges: list[Corrige] = []
        problems: list[Problem] = []
        with using(self._work.language):
            for item in batch.items:
                if isinstance(item, Problem):
                    problems.append(item)
                    continue
                try:
                    grade = self._grader.grade(item)
                    line, row = self._text.line(grade), self._text.row(grade)
                    if self._work.form:
                        corriges.append(self._corrige(item, grade, self._work.form))
                except ExamenError as error:
                    problems.append(Problem(item.source, FAILED, str(error)))
                except Exception as error:
                    if os.environ.get("EXAMEN_DEBUG"):
                        raise
                    problems.append(_failed(item, error))
                else:
                    lines.append(line)
                    rows.append(row)
                    to_review += len(grade.to_review())
        return Graded(
            batch.number,
            batch.seal,
            len(batch.items),
            len(lines),
            to_review,
            "".join(lines).encode(),
            "".join(rows).encode(),
            tuple(corriges),
            tuple(problems),
        )

    def _corrige(self, copy: Copy, grade: Grade, form: str) -> Corrige:
        from examen import render

        document = render.corrige(self._work.full, copy, grade, self._work.audience)
        return Corrige(f"{copy.id}.{form}", render.content(document, form))


@lru_cache(maxsize=1)
def opened(packed: bytes) -> Worker:
    """The worker for what `Work.pack` gave; it is made once in a process."""
    work: Work = pickle.loads(packed)  # noqa: S301 - our own process made it
    return work.open()


def crashed(batch: Batch, language: str, how: str) -> Graded:
    """What becomes of a batch of one copy that takes the process down that grades it.

    Args:
        batch: the copy alone.
        language: the user's.
        how: what is known of the end, such as `signal 9`.
    """
    (copy,) = batch.items
    problems = [copy] if isinstance(copy, Problem) else []
    if isinstance(copy, Copy):
        with using(language):
            message = _(
                "copy {copy} brings down the process that grades it ({how}) and is not graded; "
                "please report this"
            ).format(copy=copy.id, how=how)
        problems.append(Problem(copy.source, CRASHED, message))
    return Graded(batch.number, batch.seal, 1, 0, 0, b"", b"", (), tuple(problems))


def singly(batch: Batch) -> list[Batch]:
    """The items of a batch, each a batch of its own with the number and seal of the whole."""
    return [Batch(batch.number, (item,), batch.seal) for item in batch.items]


def merged(parts: list[Graded]) -> Graded:
    """What became of batches made by `singly`, as if they had been graded together."""
    return Graded(
        parts[0].number,
        parts[0].seal,
        sum(part.items for part in parts),
        sum(part.copies for part in parts),
        sum(part.to_review for part in parts),
        b"".join(part.lines for part in parts),
        b"".join(part.rows for part in parts),
        tuple(corrige for part in parts for corrige in part.corriges),
        tuple(problem for part in parts for problem in part.problems),
    )


def _failed(copy: Copy, error: Exception) -> Problem:
    message = _("copy {copy} could not be graded ({kind}: {error}); please report this")
    text = message.format(copy=copy.id, kind=type(error).__name__, error=error)
    return Problem(copy.source, FAILED, text)


class Reading:
    """Copies as they are read, with the seal of all that was read so far."""

    def __init__(self, items: Iterable[Copy | Problem]) -> None:
        self._items = iter(items)
        self._digest = hashlib.blake2b(digest_size=_DIGEST_BYTES)
        self.count = 0

    def __iter__(self) -> Iterator[Copy | Problem]:
        for item in self._items:
            self.count += 1
            self._digest.update(_identity(item))
            yield item

    @property
    def seal(self) -> str:
        """A digest of everything read; the same copies give the same."""
        return self._digest.hexdigest()


def _identity(item: Copy | Problem) -> bytes:
    """What of an item makes a difference to its grade."""
    if isinstance(item, Problem):
        return json.dumps([item.code, item.source.line]).encode()
    told = [item.id, item.answers, sorted(item.accommodations), item.warnings]
    return json.dumps(told).encode()


def batches(
    reading: Reading, most_copies: int = MOST_COPIES, most_characters: int = MOST_CHARACTERS
) -> Iterator[Batch]:
    """The copies read, in batches: small ones at first, so that a short job is shared out too.

    Args:
        reading: the copies and problems; they are read as batches are asked for.
        most_copies: a batch holds no more items.
        most_characters: nor, but for its last copy, more characters of answers.
    """
    number, size, room = 0, 0, min(most_copies, 1 + reading.count // _GROWTH)
    items: list[Copy | Problem] = []
    for item in reading:
        items.append(item)
        if isinstance(item, Copy):
            size += sum(map(len, item.answers.values()))
        if len(items) >= room or size >= most_characters:
            yield Batch(number, tuple(items), reading.seal)
            items, size = [], 0
            number, room = number + 1, min(most_copies, 1 + reading.count // _GROWTH)
    if items:
        yield Batch(number, tuple(items), reading.seal)
