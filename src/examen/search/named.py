"""What a bank has that goes by a name: cases, competencies, blocks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from sqlite3 import Connection

from examen.messages import _
from examen.problems import ExamenError

_NAMES = {
    "case": "SELECT \"case\" AS name FROM items WHERE number = ''",
    "competency": (
        "SELECT competency AS name FROM competencies UNION ALL SELECT competency FROM assessed"
    ),
    "block": "SELECT block AS name FROM competencies",
}


def check_names(index: Connection, asked: Mapping[str, Sequence[str]]) -> None:
    """See that the bank has what is asked for by name, by its kind.

    Raises:
        ExamenError: it lacks a case, competency or block.
    """
    for kind, names in asked.items():
        there = sorted(_names(index, kind)) if names else []
        for name in names:
            if name not in there:
                raise ExamenError(_unknown(name, there))


def _names(index: Connection, kind: str) -> set[str]:
    return {name for (name,) in index.execute(_NAMES[kind])}


def kinds(index: Connection, word: str) -> Iterator[str]:
    """Of what kind the thing is that is named so, if anything is."""
    for kind, query in _NAMES.items():
        if index.execute(f"SELECT 1 FROM ({query}) WHERE name = ? LIMIT 1", (word,)).fetchone():  # noqa: S608 - our own queries
            yield kind


def _unknown(name: str, there: Sequence[str]) -> str:
    close = get_close_matches(name, there, 3, 0.5)
    hint = (
        _("did you mean {names}?").format(names=", ".join(close))
        if close
        else _("examen list shows what there is")
    )
    return _("nothing is named {name}; {hint}").format(name=name, hint=hint)
