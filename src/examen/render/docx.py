"""The door to python-docx: a document as a DOCX file, for teachers who edit it.

Everything that makes a document easy to read aloud and to change is real: styles, headings, lists,
heads of tables, page numbers, boxes to tick.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

from examen import messages
from examen.render.blocks import Document
from examen.render.docx_pen import DocxPen
from examen.render.docx_styles import LOCALES, numbering_xml, style_id, styles_xml, twips
from examen.render.office import (
    FOOT,
    LEFT,
    LONG,
    RIGHT,
    SHORT,
    TOP,
    Place,
    bottom,
    day,
    indent,
    packed,
    sections,
    text_width,
)
from examen.render.office_blocks import OfficeBlocks, foot

if TYPE_CHECKING:
    from docx.document import Document as Package

_SPACES = {
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w14": "http://schemas.microsoft.com/office/word/2010/wordml",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "pic": "http://schemas.openxmlformats.org/drawingml/2006/picture",
}


def docx(document: Document) -> bytes:
    """The document as DOCX; the same document gives the same bytes.

    Raises:
        ExamenError: a figure's file is missing, of an unknown kind or broken.
    """
    import docx as library

    with messages.using(document.language):
        package = library.Document()
        _clean(package)
        _describe(package, document)
        _replace(package.styles.element, styles_xml(document.layout, document.language), keep=1)
        _draw(package, document)
    target = io.BytesIO()
    package.save(target)
    return packed(target.getvalue(), document.timestamp)


def _elements(content: str) -> list[Any]:
    """The elements written in `content`."""
    from docx.oxml import parse_xml

    spaces = " ".join(f'xmlns:{name}="{uri}"' for name, uri in _SPACES.items())
    return list(parse_xml(f"<w:body {spaces}>{content}</w:body>"))


def _replace(element: Any, content: str, *, keep: int = 0) -> None:
    """Put what is inside the root of `content` in the place of what is inside `element`.

    `keep` keeps the latent styles, which tell Word how to list its own.
    """
    from docx.oxml import parse_xml

    kept = [child for child in element if keep and child.tag.endswith("latentStyles")]
    for child in list(element):
        element.remove(child)
    new = list(parse_xml(content))
    element.extend([*new[:keep], *kept, *new[keep:]])


def _clean(package: Package) -> None:
    """Leave out what the library's template holds and no document needs: a picture of itself."""
    part = package.part.package
    for name, relation in list(part.rels.items()):
        if relation.reltype.endswith("/thumbnail"):
            del part.rels[name]
    unneeded = ("/stylesWithEffects", "/customXml")
    for name, relation in list(package.part.rels.items()):
        if relation.reltype.endswith(unneeded):
            del package.part.rels[name]


def _describe(package: Package, document: Document) -> None:
    """The file's properties and settings."""
    properties = package.core_properties
    moment = day(document.timestamp)
    properties.title = document.title
    properties.subject = f"{document.footer.paper} – {document.footer.session}"
    properties.author = properties.last_modified_by = "examen"
    properties.comments = ""
    properties.keywords = document.footer.code
    properties.language = LOCALES[document.language]
    properties.created = properties.modified = moment
    properties.revision = 1
    _set(package.settings.element, document)


def _set(settings: Any, document: Document) -> None:
    """The settings: language, hyphens, lines that end early are not stretched.

    The file stays in Word's mode of 2010, in which a tab may lead beyond the edge of a question's
    words, where its points stand; LibreOffice loses them in the later mode.
    """
    parts = {child.tag.rpartition("}")[2]: child for child in settings}
    language = parts["themeFontLang"]
    language.attrib.clear()
    language.set(f"{{{_SPACES['w']}}}val", LOCALES[document.language])
    parts["compat"].insert(0, _elements("<w:doNotExpandShiftReturn/>")[0])
    parts["compat"].remove(parts["compat"].find(f"{{{_SPACES['w']}}}useFELayout"))
    if document.layout.justified:
        parts["defaultTabStop"].addnext(_elements('<w:autoHyphenation w:val="1"/>')[0])


# --- Pages --------------------------------------------------------------------------------------


def _draw(package: Package, document: Document) -> None:
    """The body, section by section; the properties of a section stand at its end."""
    pen = DocxPen(package.part, document.layout)
    blocks = OfficeBlocks(pen, document.layout)
    parts = sections(document)
    drawn = []
    for index, (lying, items) in enumerate(parts):
        drawn.append(blocks.draw(items, Place(text_width(landscape=lying), lying=lying)))
        properties = _section(package, document, lying=lying)
        if index < len(parts) - 1:
            style = f'<w:pStyle w:val="{style_id("gap")}"/>'
            properties = f"<w:p><w:pPr>{style}{properties}</w:pPr></w:p>"
        drawn.append(properties)
    body = package.element.body
    for child in list(body):
        body.remove(child)
    body.extend(_elements("".join(drawn)))
    _replace(
        package.part.numbering_part.element, numbering_xml(pen.starts, indent(document.layout))
    )


def _section(package: Package, document: Document, *, lying: bool) -> str:
    """The properties of a section: the page and its foot."""
    part, relation = package.part.add_footer_part()  # type: ignore[no-untyped-call]  # the library's
    for child in list(part.element):
        part.element.remove(child)
    content = foot(DocxPen(part, document.layout), document, text_width(landscape=lying))
    part.element.extend(_elements(content))
    width, height = (LONG, SHORT) if lying else (SHORT, LONG)
    turned = ' w:orient="landscape"' if lying else ""
    return (
        f'<w:sectPr><w:footerReference w:type="default" r:id="{relation}"/>'
        f'<w:pgSz w:w="{twips(width)}" w:h="{twips(height)}"{turned}/>'
        f'<w:pgMar w:top="{twips(TOP)}" w:right="{twips(RIGHT)}" w:left="{twips(LEFT)}"'
        f' w:bottom="{twips(bottom(document.layout))}" w:header="{twips(TOP)}"'
        f' w:footer="{twips(FOOT)}" w:gutter="0"/></w:sectPr>'
    )
