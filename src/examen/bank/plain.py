"""Plain reading: the data of a YAML file with which nothing is wrong, without places.

Most files are sound, and noting where each value stands takes longer than reading it. So a file is
first read here; only where something may be wrong does `yaml_door.parse` read it again and say
what, and where.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import yaml

from examen.bank.yaml_door import MAX_DEPTH, UNPRINTABLE, hidden

_LOADER: Any = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_SCALAR = yaml.ScalarEvent
_MAPPING, _MAPPING_END = yaml.MappingStartEvent, yaml.MappingEndEvent
_LIST, _LIST_END = yaml.SequenceStartEvent, yaml.SequenceEndEvent

Following = Callable[[], Any]  # gives the parser's next event


class _OddError(Exception):
    """Something that `parse` has to look at."""


def read_plain(raw: bytes | str) -> Any:
    """The data of a file as `parse` gives it, if `parse` finds no problem in the file.

    Returns:
        Nested dicts, lists and texts; None where something is, or may be, wrong.
    """
    try:
        if UNPRINTABLE.search(raw if isinstance(raw, str) else raw.decode("utf-8-sig")):
            return None
        return _document(_LOADER(raw).get_event)
    except (UnicodeDecodeError, yaml.YAMLError, _OddError):
        return None


def _document(following: Following) -> Any:
    following()  # the stream's start
    if type(following()) is not yaml.DocumentStartEvent:
        raise _OddError
    data = _inner(following(), following, 0)
    following()  # the document's end
    if type(following()) is not yaml.StreamEndEvent:
        raise _OddError
    return data


def _inner(event: Any, following: Following, depth: int) -> Any:
    """The mapping or list that an event begins."""
    kind = type(event)
    if kind not in (_MAPPING, _LIST) or event.tag is not None or event.anchor is not None:
        raise _OddError
    if depth > MAX_DEPTH:
        raise _OddError
    return (_mapping if kind is _MAPPING else _list)(following, depth + 1)


def _mapping(following: Following, depth: int) -> dict[str, Any]:
    data: dict[str, Any] = {}
    while True:
        event = following()
        if type(event) is not _SCALAR:
            if type(event) is _MAPPING_END:
                return data
            raise _OddError
        key = event.value
        if key in data or event.tag is not None or event.anchor is not None or hidden(event):
            raise _OddError
        event = following()
        if type(event) is _SCALAR:
            data[key] = _text(event)
        else:
            data[key] = _inner(event, following, depth)


def _list(following: Following, depth: int) -> list[Any]:
    data: list[Any] = []
    while True:
        event = following()
        if type(event) is _SCALAR:
            data.append(_text(event))
        elif type(event) is _LIST_END:
            return data
        else:
            data.append(_inner(event, following, depth))


def _text(event: Any) -> str:
    value: str = event.value
    if event.tag is not None or event.anchor is not None or hidden(event):
        raise _OddError
    if value in ("", "~") and not event.style:  # left empty
        raise _OddError
    return value
