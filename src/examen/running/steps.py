"""One run of `examen grade`: copies in, files out, in steps that outlast an interruption."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import examen
from examen.exchange.grades import GradeText
from examen.exchange.growing import GrowingFiles
from examen.messages import _, marked, using
from examen.model.copy import Copy
from examen.problems import ExamenError, Problem
from examen.running.work import (
    MOST_COPIES,
    MOST_RENDERED,
    Batch,
    Graded,
    Reading,
    Work,
    batches,
)

Runner = Callable[[Work, Iterable[Batch]], Generator[Graded]]

# By what it is told that a run was begun with something else, and what is then said.
_REASONS = {
    "examen": marked("it was begun with version {before} of examen, this is {now}"),
    "exam": marked("it is for the exam {before}"),
    "rubric": marked("the rubric has changed since"),
    "calibration": marked("the calibration has changed since"),
    "texts": marked("the texts of the exam have changed since"),
    "language": marked("it was begun with --lang {before}"),
    "corriges": marked("it was begun with other options for the corrigés"),
}


@dataclass(frozen=True, slots=True)
class Tally:
    """How far a run has come.

    Attributes:
        items: copies and problems read.
        copies: copies graded.
        to_review: answers that a person has to decide on.
        problems: problems told.
        seal: of all that was read.
    """

    items: int = 0
    copies: int = 0
    to_review: int = 0
    problems: int = 0
    seal: str = ""

    def after(self, graded: Graded) -> Tally:
        """The tally when a batch is done too."""
        return Tally(
            self.items + graded.items,
            self.copies + graded.copies,
            self.to_review + graded.to_review,
            self.problems + len(graded.problems),
            graded.seal,
        )


def broken_off(files: GrowingFiles) -> int | None:
    """How many copies the run had graded that left unfinished files; None if there is none.

    Raises:
        ExamenError: the files do not say it.
    """
    return None if files.left is None else _left(files.left)[1].copies


def resumed(files: GrowingFiles, work: Work) -> Tally:
    """How far the run had come that left unfinished files, if it can be gone on with.

    Raises:
        ExamenError: it was a run of something else; the reason is given.
    """
    before, tally = _left(files.left or {})
    now = _identity(work)
    for name, reason in _REASONS.items():
        if before.get(name) != now[name]:
            raise _not_resumed(_(reason).format(before=before.get(name), now=now[name]))
    return tally


def _left(state: Mapping[str, Any]) -> tuple[Mapping[str, str], Tally]:
    """What a run was of, and how far it had come."""
    try:
        return dict(state["work"]), Tally(**state["tally"])
    except (KeyError, TypeError, ValueError) as error:
        raise _not_resumed(_("its journal is damaged")) from error


def run(
    work: Work,
    copies: Iterable[Copy | Problem],
    files: GrowingFiles,
    done: Tally,
    *,
    runner: Runner,
    corriges: Path,
    tell: Callable[[Sequence[Problem]], None],
    advance: Callable[[int], None],
) -> Tally:
    """Grade the copies and write what they earn.

    Args:
        work: what is done for each copy.
        copies: all of them, those too that were graded before an interruption.
        files: `grades.jsonl` and `grades.csv`.
        done: how far they have come, from `resumed`.
        runner: what shares out the batches.
        corriges: the folder for the corrigés, if there are to be any.
        tell: called with the problems of a batch.
        advance: called with the number of copies and problems that are done.

    Raises:
        ExamenError: the disk does not take it, no copy could be graded, or the copies read are
            not those that were graded before the interruption.
    """
    reading = Reading(copies)
    if done.items:
        _pass_over(reading, done, advance)
        if files.whole and any(True for _item in reading):
            raise _not_resumed(_("there are more copies now than when it had graded them all"))
        files.resume()
    else:
        _begin(files, work)
    identity = _identity(work)
    rendered = MOST_RENDERED if work.form else MOST_COPIES
    with closing(runner(work, batches(reading, rendered))) as results:
        for graded in results:
            for corrige in graded.corriges:
                files.place(corriges / corrige.name, corrige.content)
            tell(graded.problems)
            done = done.after(graded)
            files.step((graded.lines, graded.rows), {"work": identity, "tally": asdict(done)})
            advance(graded.items)
    if not done.copies:
        files.discard()
        raise ExamenError(_("no copy could be graded, so nothing was written"))
    files.finish()
    return done


def _begin(files: GrowingFiles, work: Work) -> None:
    with using(work.language):
        heads = GradeText(work.full).heads()
    files.begin()
    files.step((b"", heads.encode()), None)


def _pass_over(reading: Reading, done: Tally, advance: Callable[[int], None]) -> None:
    """Read again what is done, and see that it is the same."""
    for _item in reading:
        advance(1)
        if reading.count == done.items:
            break
    if reading.seal != done.seal:
        message = _("the first {count} copies are no longer those that it graded")
        raise _not_resumed(message.format(count=done.items))


def _not_resumed(reason: str) -> ExamenError:
    message = _(
        "the run that was broken off cannot be resumed: {reason}. Add --no-resume to start anew"
    )
    return ExamenError(message.format(reason=reason))


def _identity(work: Work) -> dict[str, str]:
    """All that makes a difference to what is written, besides the copies."""
    full = work.full
    records = [full.exam, *full.cases, *full.rubrics.values(), *full.lexicons, *full.frameworks]
    texts = hashlib.sha256("\n".join(record.model_dump_json() for record in records).encode())
    calibration = full.calibration.model_dump_json() if full.calibration else ""
    return {
        "examen": examen.__version__,
        "exam": full.exam.id,
        "rubric": full.fingerprint,
        "calibration": hashlib.sha256(calibration.encode()).hexdigest(),
        "texts": texts.hexdigest(),
        "language": work.language,
        "corriges": f"{work.form} {work.audience}" if work.form else "",
    }
