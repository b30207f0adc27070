"""DOCX documents, the door to mammoth: what the candidate wrote, as text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

from examen.exchange import archives, losses
from examen.exchange.flow import Flow, linked
from examen.exchange.losses import Loss
from examen.exchange.records import Document
from examen.exchange.word_hidden import without_hidden_words

_LISTS = {"ul", "ol"}
_BLOCKS = {"p", "li", "tr", "td", "th", *_LISTS}
_HEADING = re.compile(r"h([1-6])")
_WORDS = re.compile(rb"<w:t[ >]")


def read_word(path: Path) -> Document:
    """A `.docx` file: insertions in, deletions, struck-out and hidden words out, text boxes kept.

    Raises:
        UnreadableError: it is not one, or not harmless.
        Exception: whatever mammoth raises on a broken file.
    """
    with archives.opened(path) as archive:
        found = list(_losses_of_parts(archive))
        seen = without_hidden_words(archive)
    if seen:
        found.append(Loss.HIDDEN)
    import mammoth  # type: ignore[import-untyped]  # ships no types

    with seen or path.open("rb") as stream:
        result = mammoth.convert_to_html(
            stream,
            convert_image=mammoth.images.img_element(lambda _image: {}),
            include_embedded_style_map=False,
            ignore_empty_paragraphs=True,
        )
    # The HTML is mammoth's own and well-formed, so that it reads as XML.
    body = ET.fromstring(f"<body>{result.value}</body>")  # noqa: S314
    flow = Flow()
    _blocks(body, flow)
    if body.find(".//img") is not None:
        found.append(Loss.PICTURE)
    if body.find(".//s") is not None:
        found.append(Loss.STRUCK)
    found += [Loss.EQUATION for message in result.messages if "oMath" in message.message]
    return Document(flow.text(), losses.told(found))


def _losses_of_parts(archive: ZipFile) -> Iterator[Loss]:
    for name in archive.namelist():
        if re.fullmatch(r"word/(header|footer)\d*\.xml", name) and _WORDS.search(
            archive.read(name)
        ):
            yield Loss.HEADER
        elif name == "word/document.xml":
            data = archive.read(name)
            if b"w:txbxContent" in data:
                yield Loss.TEXT_BOX
            if b"<c:chart" in data or b"<dgm:relIds" in data:
                yield Loss.PICTURE


def _blocks(element: ET.Element, flow: Flow) -> None:
    for child in element:
        heading = _HEADING.fullmatch(child.tag)
        if heading:
            flow.heading(int(heading[1]), _inline(child))
        elif child.tag in _LISTS:
            _list(child, flow, 0)
            flow.end_group()
        elif child.tag == "table":
            _table(child, flow)
        else:
            flow.paragraph(_inline(child))


def _list(element: ET.Element, flow: Flow, depth: int) -> None:
    for number, item in enumerate(element.findall("li"), 1):
        mark = f"{number}." if element.tag == "ol" else "-"
        flow.item(depth, mark, _inline(item, nested_lists=False))
        for child in item:
            if child.tag in _LISTS:
                _list(child, flow, depth + 1)


def _table(element: ET.Element, flow: Flow) -> None:
    for row in (row for group in (element, *element) for row in group.findall("tr")):
        flow.row([_inline(cell) for cell in row])
    flow.end_group()


def _inline(element: ET.Element, *, nested_lists: bool = True) -> str:
    """The words of `element`, struck-out ones left out, links with where they lead."""
    parts = [element.text or ""]
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        elif child.tag == "input":
            parts.append("[x]" if child.get("checked") else "[ ]")
        elif child.tag == "a":
            parts.append(_link(child))
        elif child.tag in _BLOCKS:
            if nested_lists or child.tag not in _LISTS:
                parts.append(f" {_inline(child)} ")
        elif child.tag != "s":
            parts.append(_inline(child))
        parts.append(child.tail or "")
    return "".join(parts)


def _link(element: ET.Element) -> str:
    words, target = _inline(element), element.get("href", "")
    if target.startswith("#"):
        return "" if words == "↑" else words
    return linked(words, target)
