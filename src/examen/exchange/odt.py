"""ODT documents, read from `content.xml` itself."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from examen.exchange import archives, losses
from examen.exchange.flow import Flow, linked
from examen.exchange.losses import Loss
from examen.exchange.records import Document, UnreadableError
from examen.messages import _

_URN = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _TABLE, _DRAW, _STYLE, _FORMAT = (
    _URN % name for name in ("office", "text", "table", "drawing", "style", "xsl-fo-compatible")
)
_MATH = "{http://www.w3.org/1998/Math/MathML}"
_SVG = _URN % "svg-compatible"
_LINK = "{http://www.w3.org/1999/xlink}href"
_BLOCKS = {f"{_TEXT}p", f"{_TEXT}h", f"{_TEXT}list", f"{_TEXT}list-item", f"{_TABLE}table"}
_SPACES = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_SILENT = {
    f"{_TEXT}tracked-changes",
    f"{_TEXT}note-citation",
    f"{_TEXT}sequence-decls",
    f"{_TEXT}table-of-content",
    f"{_OFFICE}annotation",
    f"{_OFFICE}forms",
}
_TRANSPARENT = {
    f"{_TEXT}section",
    f"{_TEXT}list-header",
    f"{_TABLE}table-header-rows",
    f"{_TABLE}table-row-group",
    f"{_TABLE}table-rows",
}
_MOST_REPEATED = 1000
_NO_SIZES = frozenset(["0pt", "1pt", "2pt"])


def read_odt(path: Path) -> Document:
    """An `.odt` file: insertions in, deletions, struck-out and hidden words out, text boxes kept.

    Raises:
        UnreadableError: it is not one, or not harmless.
    """
    with archives.opened(path) as archive:
        if "content.xml" not in archive.namelist():
            raise UnreadableError(_("The file holds no text document. Save it as ODT again."))
        # The archive was searched: no part declares a document type, so there are no entities.
        root = ET.fromstring(archive.read("content.xml"))  # noqa: S314
        header = _has_header(archive)
    body = root.find(f"{_OFFICE}body/{_OFFICE}text")
    if body is None:
        raise UnreadableError(_("The file holds no text document. Save it as ODT again."))
    reader = _Reader(root)
    reader.blocks(body)
    if header:
        reader.losses.add(Loss.HEADER)
    return Document(reader.flow.text(), losses.told(reader.losses))


def _has_header(archive: ZipFile) -> bool:
    if "styles.xml" not in archive.namelist():
        return False
    styles = ET.fromstring(archive.read("styles.xml"))  # noqa: S314 - searched, as above
    parts = [*styles.iter(f"{_STYLE}header"), *styles.iter(f"{_STYLE}footer")]
    return any("".join(part.itertext()).strip() for part in parts)


class _Reader:
    """Walks a document once and gathers its text and what is lost."""

    def __init__(self, root: ET.Element) -> None:
        self.flow = Flow()
        self.losses: set[Loss] = set()
        self._struck = {
            style.get(f"{_STYLE}name")
            for style in root.iter(f"{_STYLE}style")
            for properties in style.iter(f"{_STYLE}text-properties")
            if properties.get(f"{_STYLE}text-line-through-style", "none") != "none"
        }
        self._hidden, self._white = set[str](), set[str]()
        for style in root.iter(f"{_STYLE}style"):
            for properties in style.iter(f"{_STYLE}text-properties"):
                name = style.get(f"{_STYLE}name", "")
                if _hides(properties):
                    self._hidden.add(name)
                if _is_white(properties) and not _paints(style):
                    self._white.add(name)
        self._may_be_painted = 0  # how many tables and drawings stand around
        self._numbered = {
            (style.get(f"{_STYLE}name"), level.get(f"{_TEXT}level"))
            for style in root.iter(f"{_TEXT}list-style")
            for level in style.iter(f"{_TEXT}list-level-style-number")
            if level.get(f"{_STYLE}num-format")
        }

    def blocks(self, element: ET.Element) -> None:
        """Add the blocks below `element` to the flow."""
        for child in element:
            if self._is_hidden(child):
                continue
            if child.tag == f"{_TEXT}p":
                self.flow.paragraph(self._inline(child))
            elif child.tag == f"{_TEXT}h":
                self.flow.heading(_count(child, f"{_TEXT}outline-level"), self._inline(child))
            elif child.tag == f"{_TEXT}list":
                self._list(child, child.get(f"{_TEXT}style-name"), 0)
                self.flow.end_group()
            elif child.tag == f"{_TABLE}table":
                self._may_be_painted += 1
                self._rows(child)
                self._may_be_painted -= 1
                self.flow.end_group()
            elif child.tag in _TRANSPARENT:
                self.blocks(child)
            elif child.tag not in _SILENT:
                self.flow.paragraph(self._inline_of([child]))

    def _list(self, element: ET.Element, style: str | None, depth: int) -> None:
        numbered = (style, str(depth + 1)) in self._numbered
        items = element.findall(f"{_TEXT}list-item")
        first = _count(items[0], f"{_TEXT}start-value") if items else 1
        for number, item in enumerate(items, first):
            mark = f"{number}." if numbered else "-"
            words = [child for child in item if child.tag != f"{_TEXT}list"]
            self.flow.item(depth, mark, self._inline_of(words))
            for nested in item.findall(f"{_TEXT}list"):
                self._list(nested, nested.get(f"{_TEXT}style-name", style), depth + 1)

    def _rows(self, table: ET.Element) -> None:
        for child in table:
            if child.tag == f"{_TABLE}table-row":
                cells: list[str] = []
                for cell in child:
                    text = self._inline_of(list(cell))
                    times = _count(cell, f"{_TABLE}number-columns-repeated")
                    cells += [text] * (min(times, _MOST_REPEATED) if text else 1)
                self.flow.row(cells)
            elif child.tag in _TRANSPARENT:
                self._rows(child)

    def _inline_of(self, elements: list[ET.Element]) -> str:
        """The words of several elements, on one line; tails are white space between blocks."""
        return " ".join(filter(None, (self._piece(element).strip() for element in elements)))

    def _inline(self, element: ET.Element) -> str:
        parts = [element.text or ""]
        for child in element:
            parts.append(self._piece(child))
            parts.append(child.tail or "")
        return "".join(parts)

    def _piece(self, element: ET.Element) -> str:
        tag = element.tag
        if tag in _SILENT or tag.startswith(_SVG):
            return ""
        if tag in _SPACES:
            return _SPACES[tag] * min(_count(element, f"{_TEXT}c"), _MOST_REPEATED)
        if self._is_lost(element):
            return ""
        drawn = tag.startswith(_DRAW)
        self._may_be_painted += drawn
        text = self._inline(element)
        self._may_be_painted -= drawn
        if tag == f"{_TEXT}a":
            return linked(text, element.get(_LINK, ""))
        if tag == f"{_TEXT}note":
            return f" ({text.strip()})"
        return f" {text} " if tag in _BLOCKS else text

    def _is_hidden(self, element: ET.Element) -> bool:
        """Whether nobody sees the words of `element`; notes it if there are any."""
        name = element.get(f"{_TEXT}style-name", "")
        hidden = (
            name in self._hidden
            or (name in self._white and not self._may_be_painted)
            or element.get(f"{_TEXT}is-hidden") == "true"
            or element.get(f"{_TEXT}display") == "none"
        )
        if hidden and "".join(element.itertext()).strip():
            self.losses.add(Loss.HIDDEN)
            return True
        return False

    def _is_lost(self, element: ET.Element) -> bool:
        """Whether the words of `element` are left out; notes what is lost in any case."""
        tag = element.tag
        if tag.startswith(_MATH) or element.find(f"{_DRAW}object") is not None:
            self.losses.add(Loss.EQUATION)
            return True
        if tag == f"{_TEXT}span" and element.get(f"{_TEXT}style-name") in self._struck:
            self.losses.add(Loss.STRUCK)
            return True
        if self._is_hidden(element):
            return True
        if tag == f"{_DRAW}text-box":
            self.losses.add(Loss.TEXT_BOX)
        elif tag == f"{_DRAW}image" or (tag.startswith(_DRAW) and tag.endswith("shape")):
            self.losses.add(Loss.PICTURE)
        return False


def _hides(properties: ET.Element) -> bool:
    """Whether text properties make words invisible on any ground."""
    size = properties.get(f"{_FORMAT}font-size", "")
    return properties.get(f"{_TEXT}display") == "none" or size in _NO_SIZES


def _is_white(properties: ET.Element) -> bool:
    return properties.get(f"{_FORMAT}color", "").lower() == "#ffffff"


def _paints(style: ET.Element) -> bool:
    """Whether a style gives a background, on which white words can be read."""
    fills = [part.get(f"{_FORMAT}background-color", "transparent").lower() for part in style]
    return any(fill not in {"transparent", "#ffffff"} for fill in fills)


def _count(element: ET.Element, name: str) -> int:
    value = element.get(name, "")
    return int(value) if value.isdecimal() and len(value) < 10 else 1
