"""The door to odfdo: a document as an ODT file, for teachers who edit it with LibreOffice."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from examen import messages
from examen.render.blocks import Document
from examen.render.layout import Layout
from examen.render.odt_pen import OdtPen
from examen.render.odt_styles import COUNTRIES, DECLARED, LYING, UPRIGHT, faces_xml, styles_xml
from examen.render.office import Place, day, packed, sections, text_width
from examen.render.office_blocks import OfficeBlocks, foot

if TYPE_CHECKING:
    import odfdo

SETTINGS = {
    "TabOverMargin": "true",  # points stand beyond the edge of a question's words
    "TableRowKeep": "true",  # a row that names what follows stays with it
    "DoNotJustifyLinesWithManualBreak": "true",
    "AddParaTableSpacing": "false",  # of two spaces that meet, the larger
    "AddParaTableSpacingAtStart": "false",  # and none at the top of a page
}
MEDIA = {"png": "image/png", "jpg": "image/jpeg"}


def odt(document: Document) -> bytes:
    """The document as ODT; the same document gives the same bytes.

    Raises:
        ExamenError: a figure's file is missing, of an unknown kind or broken.
    """
    import odfdo

    with messages.using(document.language):
        pen = OdtPen(document.layout)
        body = _body(document, pen)
        package = odfdo.Document("text")
        _clean(package)
        package.set_part("content.xml", _content(document.layout, body, pen).encode())
        package.set_part("styles.xml", _styles(document).encode())
    for path, content in pen.pictures.items():
        package.set_part(path, content)
        package.manifest.add_full_path(path, MEDIA[path.rpartition(".")[2]])
    _describe(package, document)
    target = io.BytesIO()
    package.save(target)
    return packed(target.getvalue(), document.timestamp)


def _clean(package: odfdo.Document) -> None:
    """Leave out what the library's template holds and no document needs."""
    for part in package.get_parts():
        if part.startswith(("Thumbnails/", "Configurations2/", "manifest.rdf")):
            package.del_part(part)
    for path in package.manifest.get_paths():
        if path.startswith(("Thumbnails/", "Configurations2/", "manifest.rdf")):
            package.manifest.del_full_path(path)


def _body(document: Document, pen: OdtPen) -> str:
    """The text; the first paragraph of a section names the kind of its pages."""
    blocks = OfficeBlocks(pen, document.layout)
    drawn = ""
    for index, (lying, items) in enumerate(sections(document)):
        if index or lying:
            pen.breaking, pen.master = True, LYING if lying else UPRIGHT
        drawn += blocks.draw(items, Place(text_width(landscape=lying), lying=lying))
    return drawn


def _content(layout: Layout, body: str, pen: OdtPen) -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<office:document-content {DECLARED}'
        f' office:version="1.4">{faces_xml(layout)}<office:automatic-styles>{pen.styles.xml()}'
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )


def _styles(document: Document) -> str:
    pen = OdtPen(document.layout)
    feet = {lying: foot(pen, document, text_width(landscape=lying)) for lying in (False, True)}
    return styles_xml(document.layout, document.language, pen.styles.xml(), feet)


def _describe(package: odfdo.Document, document: Document) -> None:
    """The file's properties and settings."""
    moment = day(document.timestamp).replace(tzinfo=None)
    meta = package.meta
    meta.title = document.title
    meta.subject = f"{document.footer.paper} – {document.footer.session}"
    meta.keyword = document.footer.code
    meta.language = f"{document.language}-{COUNTRIES[document.language]}"
    meta.initial_creator = meta.creator = "examen"
    meta.creation_date = meta.date = moment
    meta.generator = "examen"
    for item in package.settings.root.get_elements("//config:config-item"):
        name = str(item.get_attribute("config:name"))
        item.text = SETTINGS.get(name, item.text)
