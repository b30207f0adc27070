"""JSON Lines: an object a line, each read by itself, so that a bad line spoils no other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO, NamedTuple

from examen.exchange.records import MAX_LINE, RawCopy, shown
from examen.exchange.unpacking import opened
from examen.messages import _
from examen.problems import Problem, Source

_KEYS = {"copy", "answers", "accommodations"}


class Line(NamedTuple):
    """A line's object and where it stands."""

    source: Source
    value: dict[str, Any]


class _RepeatedKeyError(ValueError):
    """A key that an object holds twice, of which json would keep the last without a word."""


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise _RepeatedKeyError(key)
        found[key] = value
    return found


def _constant(name: str) -> Any:
    raise ValueError(name)  # NaN and Infinity are not JSON


# Made once: to make one takes as long as to read a short copy.
_DECODER = json.JSONDecoder(
    parse_float=Decimal, parse_constant=_constant, object_pairs_hook=_object
)


def parse(text: str) -> Any:
    """The value that JSON `text` holds; fractions are `Decimal`, so that points stay exact.

    Raises:
        ValueError, ArithmeticError: not JSON, or an object with the same key twice.
        RecursionError: nested too deep.
    """
    return _DECODER.decode(text)


def read_objects(path: Path, code: str) -> Iterator[Line | Problem]:
    """The objects of the file at `path`, line by line; what is not one is a problem named `code`.

    Blank lines are passed over. Memory holds one line, of `MAX_LINE` bytes at most. A file whose
    name ends in `.gz` is unpacked on the way.

    Raises:
        OSError: the file cannot be opened or unpacked.
    """
    with opened(path) as stream:
        for number, data in enumerate(_lines(stream), 1):
            source = Source(str(path), number)
            if data is None:
                yield Problem(source, code, _too_long())
            elif data.strip():
                yield _line(source, data, code)


def _lines(stream: BinaryIO) -> Iterator[bytes | None]:
    """Each line, None in place of one that is too long."""
    first = True
    while data := stream.readline(MAX_LINE + 1):
        whole = len(data) <= MAX_LINE
        while not data.endswith(b"\n") and len(data) > MAX_LINE:
            data = stream.readline(MAX_LINE + 1)
        if first:
            data, first = data.removeprefix(b"\xef\xbb\xbf"), False
        yield data if whole else None


def _line(source: Source, data: bytes, code: str) -> Line | Problem:
    try:
        value = parse(data.decode("utf-8").rstrip())
    except UnicodeDecodeError:
        return Problem(source, code, _("This line is not UTF-8. Save the file as UTF-8."))
    except _RepeatedKeyError as error:
        message = _("“{key}” stands twice in the same object. Keep one of the two.")
        return Problem(source, code, message.format(key=shown(error)))
    except json.JSONDecodeError as error:
        message = _("This line is not JSON. Each line holds one whole object; mend it here.")
        return Problem(Source(source.path, source.line, error.colno), code, message)
    except (ValueError, ArithmeticError, RecursionError):
        message = _("This line holds something that is no number, or is nested too deep. Mend it.")
        return Problem(source, code, message)
    if not isinstance(value, dict):
        message = _("This line holds no JSON object. Put each record between braces.")
        return Problem(source, code, message)
    return Line(source, value)


def _too_long() -> str:
    message = _("This line is longer than {count} bytes. Shorten it or split it.")
    return message.format(count=MAX_LINE)


def read_json_lines(path: Path) -> Iterator[RawCopy | Problem]:
    """The copies of a JSON Lines file: `{"copy": "A01", "answers": {"1.1.1": "…"}}`."""
    for line in read_objects(path, "copy-json"):
        if isinstance(line, Problem):
            yield line
            continue
        for key in sorted(line.value.keys() - _KEYS):
            message = _("“{key}” is not a key of a copy; it is passed over. Known: {known}.")
            known = ", ".join(sorted(_KEYS))
            yield Problem(line.source, "copy-key", message.format(key=shown(key), known=known))
        answers = line.value.get("answers")
        if isinstance(answers, dict):
            yield RawCopy(
                line.value.get("copy"),
                answers,
                line.value.get("accommodations"),
                source=line.source,
            )
        else:
            message = _(
                "“answers” is missing or is not an object. Give the answers by question number."
            )
            yield Problem(line.source, "copy-json", message)
