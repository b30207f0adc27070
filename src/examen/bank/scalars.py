"""Writing one text in YAML: plain if it may be, in quotes if it must, in a block if it is long."""

from __future__ import annotations

import io
import re
from functools import lru_cache
from typing import Any

import yaml

from examen.bank.yaml_door import UNPRINTABLE

_EMITTER: Any = yaml.emitter.Emitter(io.StringIO(), allow_unicode=True)
_RESOLVER: Any = yaml.resolver.Resolver()
_TEXT = "tag:yaml.org,2002:str"
_EMPTY = ("", "~")  # what the door takes for nothing where it stands without quotes
# French puts a space before some signs and inside numbers: no line begins there.
_BREAK = re.compile(r"(?<=[^\s«]) (?=[^\s;:!?»%€])(?!(?<=\d )\d)")


@lru_cache(maxsize=10_000)  # the words of a rubric come again and again
def inline(text: str, *, in_flow: bool, quoted: bool) -> str:
    """A text on one line.

    Args:
        text: any text.
        in_flow: whether it stands between brackets, where more needs quotes.
        quoted: whether its author put it in quotes. They are kept where other readers of YAML
            would take it for something else than a text: `"1.10"`, `"no"`.
    """
    if text not in _EMPTY and "\n" not in text:
        about = _EMITTER.analyze_scalar(text)
        plain = about.allow_flow_plain if in_flow else about.allow_block_plain
        if plain and not (quoted and _is_taken_otherwise(text)):
            return text
    if UNPRINTABLE.search(text) or any(character in text for character in "\n\r\t\x85"):
        return _escaped(text)
    return single(text) if '"' in text or "\\" in text else f'"{text}"'


def single(text: str) -> str:
    """A text of one line in single quotes, in which nothing but they themselves is special."""
    return "'" + text.replace("'", "''") + "'"


def literal(text: str) -> list[str] | None:
    """The lines of a text after `|`, its header first, not yet indented; None if it cannot be."""
    body = text.rstrip("\n")
    lines = body.split("\n")
    if not _fits_block(body, lines) or not body:
        return None
    ends = len(text) - len(body)
    header = "|" + ("2" if lines[0].startswith(" ") else "") + ("-", "", "+")[min(ends, 2)]
    return [header, *lines, *[""] * (ends - 1)]


def folded(text: str, width: int) -> list[str] | None:
    """The lines of a text after `>`, at most `width` wide where it has spaces to break at."""
    body = text.removesuffix("\n")
    lines = body.split("\n")
    if not _fits_block(text, lines) or any(line[:1].isspace() for line in lines):
        return None
    header = ">" if body != text else ">-"
    written = [header]
    for number, line in enumerate(lines):
        if number and line and lines[number - 1]:
            written.append("")  # a lone line break would be read as a space
        written += _filled(line, width)
    return written


def _fits_block(text: str, lines: list[str]) -> bool:
    """Whether a block can hold a text: it ends in one line break at most, and shows all."""
    whole = text.removesuffix("\n")
    return (
        not UNPRINTABLE.search(text)
        and "\r" not in text
        and "\x85" not in text
        and bool(lines[0].strip())
        and not whole.endswith("\n")
        and bool(lines[-1].strip())
        and not lines[0].startswith("\t")
    )


def _filled(line: str, width: int) -> list[str]:
    """A line broken at single spaces, so that folding gives it back."""
    lines, start, last = [], 0, 0
    for found in (*_BREAK.finditer(line), None):
        end = found.start() if found else len(line)
        if end - start > width and last > start:
            lines.append(line[start:last])
            start = last + 1
        last = end
    return [*lines, line[start:]]


def _is_taken_otherwise(text: str) -> bool:
    return bool(_RESOLVER.resolve(yaml.ScalarNode, text, (True, False)) != _TEXT)


def _escaped(text: str) -> str:
    written = yaml.safe_dump(text, default_style='"', allow_unicode=True, width=10**9)
    return str(written).removesuffix("\n")
