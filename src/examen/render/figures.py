"""Pictures of a document: where they are, what they are, how wide they are."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any, NamedTuple

from examen.messages import _
from examen.problems import ExamenError
from examen.render.blocks import Figure

MEDIA = {
    "svg": "image/svg+xml",
    "png": "image/png",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
}
_KINDS = {
    ".svg": "svg",
    ".png": "png",
    ".jpg": "jpg",
    ".jpeg": "jpg",
    ".gif": "gif",
    ".webp": "webp",
}


class Picture(NamedTuple):
    """A picture's bytes, its kind (a key of `MEDIA`) and its width divided by its height."""

    content: bytes
    format: str
    ratio: float


def figures(item: Any) -> Iterator[Figure]:
    """All figures inside a tree of blocks, in order."""
    if isinstance(item, Figure):
        yield item
    elif isinstance(item, tuple):
        for each in item:
            yield from figures(each)
    elif is_dataclass(item):
        for entry in fields(item):
            yield from figures(getattr(item, entry.name))


def picture(figure: Figure) -> Picture:
    """The picture of a figure.

    Raises:
        ExamenError: the file is missing or of a kind that no document can show.
    """
    kind = _KINDS.get(figure.path.suffix.lower())
    if kind is None:
        raise ExamenError(
            _("{path}: a picture must be SVG, PNG, JPEG, GIF or WebP").format(path=figure.path)
        )
    try:
        content = figure.path.read_bytes()
    except OSError as error:
        raise ExamenError(
            _("{path}: the picture cannot be read; put it there or correct the case").format(
                path=figure.path
            )
        ) from error
    width, height = _size(kind, content)
    return Picture(content, kind, width / height)


def _size(kind: str, content: bytes) -> tuple[float, float]:
    """Width and height, where the file says so simply; else as wide as high."""
    if kind == "svg":
        box = re.search(rb'viewBox="[\d.\-]+[ ,]+[\d.\-]+[ ,]+([\d.]+)[ ,]+([\d.]+)"', content)
        return (float(box[1]), float(box[2])) if box else (1, 1)
    if kind == "png" and len(content) >= 24:
        width, height = struct.unpack(">II", content[16:24])
        return width, height
    return _jpeg_size(content) if kind == "jpg" else (1, 1)


def _jpeg_size(content: bytes) -> tuple[float, float]:
    """Width and height from the first frame of a JPEG file; segments before it are skipped."""
    at = 2
    while at + 9 <= len(content):
        marker, length = content[at + 1], int.from_bytes(content[at + 2 : at + 4])
        if 0xC0 <= marker <= 0xCF and marker not in {0xC4, 0xC8, 0xCC}:
            height, width = struct.unpack(">HH", content[at + 5 : at + 9])
            return (width, height) if width and height else (1, 1)
        at += 2 + length
    return 1, 1
