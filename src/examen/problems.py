"""What can be wrong, as values: a problem has a place, a code and says what to do.

Problems are collected and reported, never raised. `ExamenError` and its children are raised where
the work cannot go on at all; the command line turns them into one line and exit status 2.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, order=True, slots=True)
class Source:
    """A place in a file; lines and columns count from 1, 0 means the whole file."""

    path: str = ""
    line: int = 0
    column: int = 0

    def __str__(self) -> str:
        """`file:line:column`, which editors and terminals open; without what is unknown."""
        parts = [self.path or "-"]
        if self.line:
            parts.append(str(self.line))
            if self.column:
                parts.append(str(self.column))
        return ":".join(parts)


@dataclass(frozen=True, order=True, slots=True)
class Problem:
    """One thing that somebody should mend.

    Attributes:
        source: where it stands.
        code: its kind, a slug such as `points-sum`; each has a specimen in `tests/specimens`.
        message: what is wrong, then what to do, in the user's language.
    """

    source: Source
    code: str
    message: str

    def __str__(self) -> str:
        return f"{self.source}: {self.code}: {self.message}"

    def to_json(self) -> dict[str, Any]:
        """The problem as plain data, for `--json`."""
        return asdict(self)


class ExamenError(Exception):
    """The work cannot go on: wrong use or unusable input. Its text is for the user."""


class UnusableError(ExamenError):
    """Input that cannot be used at all; carries every problem found, not the first."""

    def __init__(self, message: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(message)
        self.problems = problems
