"""Words of a DOCX document that nobody sees: hidden, white on white, or of no size."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
_STYLES = "word/styles.xml"
_SUSPECT = re.compile(rb"<w:vanish|<w:color [^>]*\"[Ff]{6}\"|<w:sz w:val=\"[1-4]\"")
_TINY = 4  # half-points
_OFF = frozenset(["0", "false", "off"])
_UNPAINTED = frozenset(["auto", "FFFFFF", "ffffff", "clear", "none", ""])
# Where a background may come from that the words themselves do not tell.
_MAY_BE_PAINTED = (f"{_W}tbl", f"{_W}txbxContent")


def without_hidden_words(archive: ZipFile) -> BytesIO | None:
    """The document without the words that nobody sees; None if it has none of them."""
    names = {*archive.namelist()}
    parts = {name: archive.read(name) for name in (*_PARTS, _STYLES) if name in names}
    if not any(map(_SUSPECT.search, parts.values())):
        return None
    styles = set(_hidden_styles(parts.get(_STYLES)))
    changed: dict[str, bytes] = {}
    for name in _PARTS:
        # The archive was searched: no part declares a document type, so there are no entities.
        root = ET.fromstring(parts[name]) if name in parts else None  # noqa: S314
        if root is not None and _remove_hidden(root, styles):
            changed[name] = ET.tostring(root, "utf-8")
    return _copied(archive, changed) if changed else None


def _copied(archive: ZipFile, changed: dict[str, bytes]) -> BytesIO:
    stream = BytesIO()
    with ZipFile(stream, "w") as copy:
        for part in archive.infolist():
            data = changed.get(part.filename)
            copy.writestr(part, archive.read(part) if data is None else data)
    stream.seek(0)
    return stream


def _hidden_styles(data: bytes | None) -> Iterator[str]:
    root = ET.fromstring(data) if data else None  # noqa: S314 - searched, as above
    for style in root.iter(f"{_W}style") if root is not None else ():
        properties = style.find(f"{_W}rPr")
        if properties is not None and _is_on(properties.find(f"{_W}vanish")):
            yield style.get(f"{_W}styleId", "")


def _remove_hidden(root: ET.Element, styles: set[str]) -> bool:
    """Take the hidden runs out of the tree; whether there were any with words."""
    found = False
    pending: list[tuple[ET.Element, bool, bool]] = [(root, False, False)]
    while pending:
        element, painted, hidden = pending.pop()
        properties = element.find(f"{_W}pPr")
        if properties is not None:
            painted = painted or _is_painted(properties)
            hidden = _value(properties, "pStyle") in styles
        for child in list(element):
            if child.tag == f"{_W}r" and (hidden or _is_hidden(child, styles, painted=painted)):
                found = found or any(text.text for text in child.iter(f"{_W}t"))
                element.remove(child)
            else:
                pending.append((child, painted or child.tag in _MAY_BE_PAINTED, hidden))
    return found


def _is_hidden(run: ET.Element, styles: set[str], *, painted: bool) -> bool:
    properties = run.find(f"{_W}rPr")
    if properties is None:
        return False
    if _is_on(properties.find(f"{_W}vanish")) or _value(properties, "rStyle") in styles:
        return True
    size = _value(properties, "sz")
    if size.isdecimal() and len(size) < 3 and int(size) <= _TINY:
        return True
    white = _value(properties, "color").upper() == "FFFFFF"
    return white and not painted and not _is_painted(properties)


def _is_on(element: ET.Element | None) -> bool:
    return element is not None and element.get(f"{_W}val", "") not in _OFF


def _value(properties: ET.Element, name: str) -> str:
    element = properties.find(f"{_W}{name}")
    return "" if element is None else element.get(f"{_W}val", "")


def _is_painted(properties: ET.Element) -> bool:
    shade = properties.find(f"{_W}shd")
    fill = "" if shade is None else shade.get(f"{_W}fill", "")
    return fill not in _UNPAINTED or _value(properties, "highlight") not in _UNPAINTED
