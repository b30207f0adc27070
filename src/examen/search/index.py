"""The index of a bank: a cache that follows the files by itself and may be deleted at any time.

It is a file of SQLite, read where it lies and never written in place: after a change of the bank
the whole is made anew in memory and put in the file's place, so that readers need no lock, any
number of processes may do so at once, and one that is killed leaves the file as it was. A file that
is missing, damaged or made by other rules is built from the bank.
"""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import closing, suppress
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from examen import __version__
from examen.caches import cache_folder, keep
from examen.search.files import Changes, Seen, Stamp, changes, path, scan

if TYPE_CHECKING:
    from examen.bank import Bank
    from examen.problems import Problem

_RULES = ("files", "filling", "index", "words")  # the modules that decide what the file holds
_AT_ONCE = 40  # cases that are read together
_MARKS = ", ".join("?" * 10)

Advance = Callable[[int], None]
T = TypeVar("T")


class _Place(NamedTuple):
    """Where a bank is, how its files stand now, and what to call when some were read."""

    folders: Sequence[Path]
    found: Mapping[str, Stamp]
    advance: Advance


def ask(
    folders: Sequence[Path],
    question: Callable[[sqlite3.Connection], T],
    advance: Advance = lambda _files: None,
) -> tuple[T, tuple[Problem, ...]]:
    """Ask the index of a bank something, once it is as fresh as the files.

    Args:
        folders: the bank's folder, and that of its rubrics if there is one.
        question: what to ask; asked again of a new index if the old one turns out damaged.
        advance: called with how many more files were read.

    Returns:
        The answer, and what is wrong with the files that are left out.

    Raises:
        OSError: a folder does not exist.
    """
    file = index_file(folders)
    place = _Place(folders, scan(folders), advance)
    kept = _kept(file)
    if kept is not None:
        with suppress(sqlite3.DatabaseError):  # damaged where nobody had looked
            return _asked(kept, place, file, question)
    return _asked(_empty(), place, file, question)


def index_file(folders: Sequence[Path]) -> Path:
    """The file in the user's cache that keeps the index of these folders."""
    named = "\n".join(str(folder.resolve()) for folder in folders)
    return cache_folder() / f"search-{sha256(named.encode()).hexdigest()[:16]}.sqlite"


def _asked(
    index: sqlite3.Connection,
    place: _Place,
    file: Path,
    question: Callable[[sqlite3.Connection], T],
) -> tuple[T, tuple[Problem, ...]]:
    """The answer of an index, brought up to date and kept if the files changed."""
    with closing(index):
        changed = changes(_known(index), place.found, place.folders)
        if not changed:
            return question(index), _problems(index, place)
        content = index.serialize()
    with closing(sqlite3.connect(":memory:")) as fresh:
        fresh.deserialize(content)
        with fresh:
            _follow(fresh, place, changed)
        keep(file, fresh.serialize())
        return question(fresh), _problems(fresh, place)


def _rules() -> int:
    """A number that tells by which rules an index was made."""
    digest = sha256(f"{__version__} {sqlite3.sqlite_version}".encode())
    for name in _RULES:
        digest.update(Path(__file__).with_name(f"{name}.py").read_bytes())
    return int.from_bytes(digest.digest()[:4], "big") >> 1


def _kept(file: Path) -> sqlite3.Connection | None:
    """The index that a file keeps, None if there is none or it was made by other rules."""
    if not file.is_file():
        return None
    uri = f"{file.absolute().as_uri()}?mode=ro&immutable=1"
    with suppress(sqlite3.DatabaseError):
        index = sqlite3.connect(uri, uri=True)
        with suppress(sqlite3.DatabaseError):
            if index.execute("PRAGMA user_version").fetchone() == (_rules(),):
                return index
        index.close()
    return None


def _empty() -> sqlite3.Connection:
    from examen.search.filling import SCHEMA

    index = sqlite3.connect(":memory:")
    index.executescript(f"PRAGMA user_version = {_rules()};{SCHEMA}")
    return index


def _known(index: sqlite3.Connection) -> dict[str, Seen]:
    rows = index.execute("SELECT * FROM files")
    return {name: Seen(Stamp(*row[:4]), *row[4:]) for name, *row in rows}


def _row(name: str, seen: Seen) -> tuple[object, ...]:
    return (name, *seen.stamp, *seen[1:])


def _follow(index: sqlite3.Connection, place: _Place, changed: Changes) -> None:
    """Bring an index up to what changed."""
    from examen.search.filling import Clerk, fill_common, forget

    known = _known(index)
    seen = {name: _glance(place, name) for name in changed.read_again}
    gone = [known[name].case for name in (*changed.read_again, *changed.gone) if name in known]
    affected = {*gone, *(one.case for one in seen.values())}
    index.executemany("DELETE FROM files WHERE name = ?", [(name,) for name in changed.gone])
    index.executemany(
        f"INSERT OR REPLACE INTO files VALUES ({_MARKS})",  # noqa: S608 - question marks alone
        [_row(name, one) for name, one in (*seen.items(), *changed.confirmed.items())],
    )
    cases = sorted(affected - {""})
    forget(index, cases)
    clerk = Clerk(index)
    if "" in affected:
        fill_common(index, _loaded(index, place, [""]))
    for start in range(0, len(cases), _AT_ONCE):
        bank = _loaded(index, place, cases[start : start + _AT_ONCE])
        for case in bank.cases.values():
            clerk.case(case, bank.rubrics.get(case.id))


def _glance(place: _Place, name: str) -> Seen:
    """What a file holds, told without parsing it where that can be."""
    from examen.bank.part import heading
    from examen.bank.reading import File, open_file, read

    now = time.time_ns()
    file = path(place.folders, name)
    opened = open_file(file)
    raw = opened.raw if isinstance(opened, File) and isinstance(opened.raw, bytes) else b""
    said = heading(raw)
    kind, key = (said.kind, said.case or said.id) if said else read(file).name()
    case = key if kind in ("case", "rubric") else ""
    return Seen(place.found[name], now, sha256(raw).digest(), kind, case)


def _loaded(index: sqlite3.Connection, place: _Place, cases: Sequence[str]) -> Bank:
    """What is in the files of some cases; the files with problems are marked."""
    from examen.bank.loading import load_files

    names = _names(index, place, cases)
    bank = load_files(path(place.folders, name) for name in names)
    broken = {problem.source.path for problem in bank.problems}
    index.executemany(
        "UPDATE files SET broken = ? WHERE name = ?",
        [(path(place.folders, name).as_posix() in broken, name) for name in names],
    )
    place.advance(len(names))
    return bank


def _problems(index: sqlite3.Connection, place: _Place) -> tuple[Problem, ...]:
    """What is wrong with the files that are left out, in the language in use."""
    rows = index.execute('SELECT DISTINCT "case" FROM files WHERE broken').fetchall()
    if not rows:
        return ()
    from examen.bank.loading import load_files

    names = _names(index, place, [case for (case,) in rows])
    return load_files(path(place.folders, name) for name in names).problems


def _names(index: sqlite3.Connection, place: _Place, cases: Sequence[str]) -> list[str]:
    """The files of some cases, in the order in which a bank reads them."""
    marks = ", ".join("?" * len(cases))
    rows = index.execute(f'SELECT name FROM files WHERE "case" IN ({marks})', cases)  # noqa: S608 - question marks alone
    wanted = {name for (name,) in rows}
    return [name for name in place.found if name in wanted]
