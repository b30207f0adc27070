"""What a reader of one format hands over, before it is known to be a copy of the exam."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from examen.messages import _, reason
from examen.problems import Problem, Source

MAX_COPY = 500_000  # characters of a copy's answers together; a long written paper has 30,000
MAX_SHOWN = 100
MAX_LINE = 4_000_000  # characters of a line that is held in memory
# Control characters, and halves of characters, which no encoding can write.
_NOT_TEXT = re.compile(r"[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class RawCopy:
    """A copy as a file tells it; nothing is checked yet.

    Attributes:
        id: what the file gives as the candidate's number, of any type.
        answers: by what the file gives as question numbers.
        lines: by those numbers, the line where the answer stands, where it is known.
    """

    id: Any
    answers: Mapping[str, Any]
    accommodations: Any = None
    warnings: tuple[str, ...] = ()
    source: Source = field(default=Source())
    lines: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Document:
    """The text of a document: lists are lines that start with `- ` or `1. `, table rows with `|`.

    `warnings` say what the text does not show (a picture, an equation).
    """

    text: str
    warnings: tuple[str, ...] = ()
    lines_are_those_of_the_file: bool = False


def as_text(text: str) -> str:
    """`text` with what no document can hold replaced one for one, so that offsets stay right."""
    return _NOT_TEXT.sub("�", text)


def shown(text: object) -> str:
    """The beginning of what somebody wrote, to be quoted in a problem."""
    return as_text(str(text)[:MAX_SHOWN])


def unreadable(path: Path, error: OSError) -> Problem:
    """The problem that the system does not let a file be read."""
    if isinstance(error, FileNotFoundError):
        text = _("There is no such file or folder. Check its name.")
    else:
        message = _("The file cannot be read: {reason}.")
        text = message.format(reason=reason(error))
    return Problem(Source(str(path)), "copy-unreadable", text)


class UnreadableError(Exception):
    """One file or one line cannot be read; the text says why, to the user.

    It never leaves this room: the copy becomes a problem and the reading goes on.
    """

    def __init__(self, message: str, code: str = "copy-unreadable") -> None:
        super().__init__(message)
        self.code = code
