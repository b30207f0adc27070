"""Bringing files to one layout, with the proof that nothing but the layout changes.

The proof does not trust the layout: the file as it would be is read again, and its data, its record
and its comments are compared with those of the file as it is. What cannot be proved is refused.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from examen.bank.commented import Entry, comments, read_commented
from examen.bank.layout import arrange, laid_out
from examen.bank.loading import without_collecting, yaml_files
from examen.bank.plain import read_plain
from examen.bank.reading import NO_VARIABLES, Authored, File, open_file, read_file
from examen.bank.variants.sheets import Known
from examen.bank.yaml_door import Loc, parse
from examen.exchange.rewriting import Rewriting
from examen.messages import _
from examen.model.calibration import Calibration
from examen.problems import Problem

LAYOUT = "layout"  # the code of what cannot be proved: a fault of examen, so no file shows it


@dataclass(frozen=True, slots=True)
class Formatted:
    """A file brought to the layout, not yet written; with problems, it stays as it is."""

    rewriting: Rewriting
    problems: tuple[Problem, ...] = ()

    @property
    def changes(self) -> bool:
        """Whether the file is not yet in the layout."""
        return self.rewriting.before != self.rewriting.after


def formatted(path: Path, variables: Callable[[Path], Known]) -> Formatted:
    """A file brought to the layout; one with problems, and a calibration, stays as it is.

    Args:
        path: of the file.
        variables: what cases beside a file declare, asked for where it may use them.
    """
    file = open_file(path)
    if not isinstance(file, File):
        return Formatted(Rewriting(path, "", ""), file.problems)
    raw = file.raw if isinstance(file.raw, bytes) else file.raw.encode()
    known = variables(path) if b"{{" in raw else NO_VARIABLES
    reading = read_file(file, known)
    before = raw.decode("utf-8", "replace")
    same = Rewriting(path, before, before)
    if reading.sound is None:
        return Formatted(same, reading.problems)
    if isinstance(reading.sound, Calibration):  # written by examen, for no one to read
        return Formatted(same)
    with without_collecting():
        text = raw.decode("utf-8-sig")
        after, problem = format_text(text, path.as_posix(), reading.sound, known)
    if problem is not None:
        return Formatted(same, (problem,))
    return Formatted(Rewriting(path, before, after))


def format_text(
    text: str, path: str, record: Authored, known: Known = NO_VARIABLES
) -> tuple[str, Problem | None]:
    """The text of a file in the layout, with what says that it must not take the file's place.

    Args:
        text: of a file without problems, without byte order mark.
        path: what to call it in problems.
        record: what the file holds.
        known: the variables of the cases that have any.

    Returns:
        The text, lines ended by line feeds, and a problem if something else than layout changed.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    root = _arranged(text, type(record))
    after = laid_out(root)
    doubt = _doubt(text, root, after, type(record))
    if doubt is None and read_file(File("", after), known).record != record:
        doubt = ()
    if doubt is None:
        return after, None
    message = _(
        "it cannot be proved that the layout leaves the meaning of this as it is; the file was not "
        "changed. This is a fault of examen: please report it with the lines around"
    )
    return text, Problem(parse(text, path).place(*doubt), LAYOUT, message)


def files_of(paths: Iterable[Path]) -> Iterator[Path]:
    """The files named, and those below the folders named, each once."""
    seen: set[Path] = set()
    for path in paths:
        for file in yaml_files(path, None) if path.is_dir() else [path]:
            if file.resolve() not in seen:
                seen.add(file.resolve())
                yield file


def _arranged(text: str, model: type[Authored]) -> Entry:
    root = read_commented(text)
    arrange(root, [model])
    return root


def _doubt(text: str, root: Entry, after: str, model: type[Authored]) -> Loc | None:
    """Where a text in the layout is not proved to say the same; None where it is."""
    before, now = read_plain(text), read_plain(after)
    if now is None or before != now:
        return _difference(before, now) or ()
    again = _arranged(after, model)
    if (moved := _moved(root, again)) is not None:
        return moved
    if Counter(comments(text)) != Counter(comments(after)) or laid_out(again) != after:
        return ()
    return None


def _difference(before: Any, after: Any, loc: Loc = ()) -> Loc | None:
    """Where two nested data first differ; None if they are the same."""
    if isinstance(before, dict) and isinstance(after, dict) and before.keys() == after.keys():
        pairs = [(key, before[key], after[key]) for key in before]
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        pairs = [(at, *pair) for at, pair in enumerate(zip(before, after, strict=True))]
    else:
        return None if before == after else loc
    found = (_difference(one, other, (*loc, step)) for step, one, other in pairs)
    return next((place for place in found if place is not None), None)


def _moved(before: Entry, after: Entry) -> Loc | None:
    """Where the first entry stands whose comments are not those that it had."""
    old = {loc: (own, below) for loc, own, below in before.remarks()}
    new = {loc: (own, below) for loc, own, below in after.remarks()}
    return next((loc for loc in {**old, **new} if old.get(loc) != new.get(loc)), None)
