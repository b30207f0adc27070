"""One run of `examen grade`: copies in, files out, in steps that outlast an interruption."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import examen
from examen.exchange.grades import GradeText
from examen.exchange.growing import GrowingFiles
from examen.messages import _, marked, using
from examen.model.copy import Copy
from examen.problems import ExamenError, Problem
from examen.running.work import Batch, Graded, Reading, Work, batches

Runner = Callable[[Work, Iterable[Batch]], Iterator[Graded]]

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


def broken_off(files: GrowingFiles) -> Tally | None:
    """How far the run had come that left unfinished files; None if there is none."""
    return Tally(**files.left["tally"]) if files.left else None


def begin(files: GrowingFiles, work: Work) -> Tally:
    """Start a run from the first copy."""
    files.begin()
    with using(work.language):
        heads = GradeText(work.full).heads()
    files.step((b"", heads.encode()), None)
    return Tally()


def resume(files: GrowingFiles, work: Work) -> Tally:
    """Take up the run that left unfinished files.

    Raises:
        ExamenError: it was a run of something else; the reason is given.
    """
    left: Mapping[str, Any] = files.left or {}
    before, now = left["work"], _identity(work)
    for name, reason in _REASONS.items():
        if before[name] != now[name]:
            raise _not_resumed(_(reason).format(before=before[name], now=now[name]))
    files.resume()
    return Tally(**left["tally"])


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
        files: `grades.jsonl` and `grades.csv`, begun or resumed.
        done: how far they have come.
        runner: what shares out the batches.
        corriges: the folder for the corrigés, if there are to be any.
        tell: called with the problems of a batch.
        advance: called with the number of copies and problems that are done.

    Raises:
        ExamenError: the disk does not take it, no copy could be graded, or the copies read are
            not those that were graded before the interruption.
    """
    reading = Reading(copies)
    _pass_over(reading, done, advance)
    identity = _identity(work)
    for graded in runner(work, batches(reading)):
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


def _pass_over(reading: Reading, done: Tally, advance: Callable[[int], None]) -> None:
    """Read again what is done, and see that it is the same."""
    if not done.items:
        return
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
