"""Copies as documents: text, Markdown, DOCX, ODT and PDF, and files that mean harm."""

from __future__ import annotations

import io
import json
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import docx
import odfdo
import pikepdf
import pytest
import typst
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_COLOR_INDEX
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from examen.exchange import read_copies
from examen.model.copy import Copy
from examen.problems import Problem

NUMBERS = ["1.1.1", "2.1", "RCS"]
TITLES = {"RCS": ["Réflexion commerciale structurée"]}
HIDDEN = (
    "Des mots mis en forme pour que personne ne les voie ont été laissés de côté\u00a0: "
    "à voir par une personne."
)


def read(path: Path, numbers: Sequence[str] = NUMBERS) -> list[Copy | Problem]:
    return list(read_copies([path], numbers, TITLES))


def the_copy(path: Path) -> Copy:
    (copy,) = read(path)
    assert isinstance(copy, Copy), str(copy)
    return copy


def told(found: Iterable[Copy | Problem]) -> list[str]:
    return [item.code for item in found if isinstance(item, Problem)]


def picture() -> io.BytesIO:
    """A PNG of one pixel."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    header = struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)
    data = zlib.compress(b"\0\0")
    return io.BytesIO(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b"")
    )


def word(path: Path, *paragraphs: str, change: Callable[[Any], object] = id) -> Path:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    change(document)
    document.save(str(path))
    return path


def odt(path: Path, body: str, styles: str = "", page_styles: str | None = None) -> Path:
    """An ODT file with `body` inside `office:text`, as a word processor writes it."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{urn}:1.0"'
        for name, urn in [
            *(("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing")),
            *(("style", "style"), ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible")),
        ]
    )
    spaces += ' xmlns:xlink="http://www.w3.org/1999/xlink"'
    spaces += ' xmlns:math="http://www.w3.org/1998/Math/MathML"'
    content = (
        f"<office:document-content {spaces}><office:automatic-styles>{styles}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", content)
        if page_styles is not None:
            archive.writestr("styles.xml", f"<office:styles {spaces}>{page_styles}</office:styles>")
    return path


def pdf(path: Path, source: str, **data: Any) -> Path:
    (path.parent / "data.json").write_text(json.dumps(data, ensure_ascii=False))
    main = path.parent / "main.typ"
    main.write_text(
        '#set text(lang: "fr", hyphenate: true)\n#let data = json("data.json")\n' + source
    )
    typst.compile(main, output=path)
    return path


# Text and Markdown


@pytest.mark.parametrize(
    ("encoding", "warnings"), [("utf-8", 0), ("utf-8-sig", 0), ("utf-16", 0), ("cp1252", 1)]
)
@pytest.mark.parametrize("suffix", [".txt", ".md", ".TXT"])
def test_text(tmp_path: Path, suffix: str, encoding: str, warnings: int) -> None:
    path = tmp_path / f"A01{suffix}"
    path.write_bytes("1.1.1\r\nl’été\r\n\r\nenfin\r\nRCS : l’essai\r\n".encode(encoding))
    copy = the_copy(path)
    assert copy.id == "A01"
    assert copy.answers == {"1.1.1": "l’été\n\nenfin", "2.1": "", "RCS": "l’essai"}
    assert len(copy.warnings) == warnings
    assert all("Windows-1252" in warning for warning in copy.warnings)


def test_text_outside_the_questions_is_kept_as_a_warning(tmp_path: Path) -> None:
    path = tmp_path / "A01.md"
    path.write_text("# Copie de X\nUne réponse oubliée\n## 2.1\ndeux\n")
    copy = the_copy(path)
    assert copy.answers["2.1"] == "deux"
    assert len(copy.warnings) == 1
    assert "# Copie de X\nUne réponse oubliée" in copy.warnings[0]


def test_unknown_questions_are_told_with_their_line(tmp_path: Path) -> None:
    path = tmp_path / "A01.txt"
    path.write_text("1.1.1\nun\nQuestion 7 : sept\n2.1\ndeux\n")
    problem, copy = read(path)
    assert isinstance(problem, Problem)
    assert (problem.code, problem.source.line) == ("copy-question", 3)
    assert isinstance(copy, Copy)
    assert copy.answers == {"1.1.1": "un", "2.1": "deux", "RCS": ""}


def test_a_document_without_numbers(tmp_path: Path) -> None:
    path = tmp_path / "A01.txt"
    path.write_text("Bonjour, voici mes réponses.\n")
    assert told(read(path)) == ["copy-numbers"]
    assert read(path, ["1"])[0].answers == {"1": "Bonjour, voici mes réponses.\n"}  # type: ignore[union-attr]  # a copy


def test_an_empty_document_is_a_blank_copy(tmp_path: Path) -> None:
    path = tmp_path / "A01.txt"
    path.write_text("\n \n")
    assert set(the_copy(path).answers.values()) == {""}


def test_a_document_too_large(tmp_path: Path) -> None:
    path = tmp_path / "A01.txt"
    path.write_text("1.1.1\n" + "a" * 600_000)
    assert told(read(path)) == ["copy-size"]


# Folders


def test_a_folder_is_read_by_file_name(tmp_path: Path) -> None:
    for name in ("B.txt", "A.md", ".hidden.txt", "~$B.docx", "Thumbs.db", "C.doc", "B.md"):
        (tmp_path / name).write_text("1.1.1\nun\n")
    (tmp_path / "inner").mkdir()
    word(tmp_path / "D.docx", "2.1", "deux")
    found = read(tmp_path)
    assert [item.id for item in found if isinstance(item, Copy)] == ["A", "B", "D"]
    assert told(found) == ["copy-duplicate", "copy-format", "copy-format"]
    assert [Path(item.source.path).name for item in found if isinstance(item, Problem)] == [
        *("B.txt", "C.doc", "inner")
    ]


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_file_that_the_system_does_not_give(tmp_path: Path) -> None:
    (tmp_path / "A.txt").symlink_to("/proc/self/mem")
    (tmp_path / "B.txt").write_text("1.1.1\nun\n")
    found = read(tmp_path)
    assert told(found) == ["copy-unreadable"]
    assert [item.id for item in found if isinstance(item, Copy)] == ["B"]


def test_all_formats_give_the_same_answers(tmp_path: Path) -> None:
    mail = "Objet : votre devis\nBonjour Madame, voici l’offre « Été »."
    essay = "Introduction.\n\nD’abord le lien, ensuite le coût."
    (tmp_path / "A.md").write_text(f"## 1.1.1\n\n{mail}\n\n## RCS\n\n{essay}\n")
    (tmp_path / "B.txt").write_text(f"1.1.1\n\n{mail}\n\nRCS\n\n{essay}\n")
    word(tmp_path / "C.docx", "Question 1.1.1", *mail.split("\n"), "RCS", *essay.split("\n\n"))
    lines = ["1.1.1", *mail.split("\n"), "RCS", *essay.split("\n\n")]
    odt(tmp_path / "D.odt", "".join(f"<text:p>{line}</text:p>" for line in lines))
    source = "#for line in data.lines [#par(line)]"
    pdf_lines = [line for line in lines if line]
    pdf(tmp_path / "E.pdf", source, lines=pdf_lines)
    for name in ("main.typ", "data.json"):
        (tmp_path / name).unlink()
    found = read(tmp_path)
    assert [item.id for item in found if isinstance(item, Copy)] == list("ABCDE")
    words = [
        {number: text.split() for number, text in item.answers.items()}
        for item in found
        if isinstance(item, Copy)
    ]
    assert words == [{"1.1.1": mail.split(), "2.1": [], "RCS": essay.split()}] * 5
    assert told(found) == []


# DOCX


def test_word_keeps_the_shape_of_lists_tables_and_headings(tmp_path: Path) -> None:
    def shape(document: Any) -> None:
        document.add_heading("Question 2.1", 2)
        document.add_paragraph("accueil", style="List Bullet")
        document.add_paragraph("écoute", style="List Bullet")
        document.add_paragraph("un", style="List Number")
        document.add_paragraph("deux", style="List Number")
        table = document.add_table(2, 2)
        for cell, text in zip(table._cells, ["Critère", "A B C", "Accueil", "x"], strict=True):
            cell.text = text
        document.add_heading("Réflexion commerciale structurée (10 points)", 1)
        document.add_paragraph("ligne 1\nligne 2")

    copy = the_copy(word(tmp_path / "A.docx", "1.1.1", "un", "", "deux", change=shape))
    assert copy.answers == {
        "1.1.1": "un\n\ndeux",
        "2.1": "- accueil\n- écoute\n\n1. un\n2. deux\n\n| Critère | A B C |\n| Accueil | x |",
        "RCS": "ligne 1\nligne 2",
    }
    assert copy.warnings == ()


def test_word_tells_what_is_lost(tmp_path: Path) -> None:
    def losses(document: Any) -> None:
        document.add_picture(picture())
        document.sections[0].header.paragraphs[0].text = "Candidat 12"
        paragraph = document.add_paragraph("avant ")
        paragraph.add_run("barré ").font.strike = True
        paragraph.add_run("après")
        math = 'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"'
        paragraph._p.append(parse_xml(f"<m:oMath {math}><m:r><m:t>x</m:t></m:r></m:oMath>"))
        box = (
            f'<w:r {nsdecls("w")} xmlns:v="urn:schemas-microsoft-com:vml"><w:pict><v:shape>'
            "<v:textbox><w:txbxContent><w:p><w:r><w:t>encadré</w:t></w:r></w:p></w:txbxContent>"
            "</v:textbox></v:shape></w:pict></w:r>"
        )
        paragraph._p.append(parse_xml(box))

    copy = the_copy(word(tmp_path / "A.docx", "1.1.1", change=losses))
    assert copy.answers["1.1.1"] == "avant après\n\nencadré"
    assert [warning.split(" n’")[0] for warning in copy.warnings] == [
        "Une image ou un dessin",
        "Une équation ou un objet inséré",
        "Une zone de texte",
        "L’en-tête ou le pied de page",
        "Les mots barrés ont été laissés de côté.",
    ]


def test_word_leaves_out_what_nobody_sees(tmp_path: Path) -> None:
    def hide(document: Any) -> None:
        white = docx.shared.RGBColor(255, 255, 255)
        paragraph = document.add_paragraph("Le ")
        paragraph.add_run("caché ").font.hidden = True
        paragraph.add_run("blanc ").font.color.rgb = white
        paragraph.add_run("petit ").font.size = docx.shared.Pt(1)
        style = document.styles.add_style("Secret", WD_STYLE_TYPE.CHARACTER)
        style.font.hidden = True
        paragraph.add_run("stylé ", style)
        shown = paragraph.add_run("montré ")
        shown.font.hidden = False
        marked = paragraph.add_run("sur fond vert")
        marked.font.color.rgb = white
        marked.font.highlight_color = WD_COLOR_INDEX.GREEN
        cell = document.add_table(1, 1).cell(0, 0)
        cell.paragraphs[0].add_run("en-tête").font.color.rgb = white
        painted = document.add_paragraph()
        painted.add_run("sur fond noir").font.color.rgb = white
        painted._p.get_or_add_pPr().append(parse_xml(f'<w:shd {nsdecls("w")} w:fill="000000"/>'))
        silent = document.styles.add_style("Muet", WD_STYLE_TYPE.PARAGRAPH)
        silent.font.hidden = True
        document.add_paragraph("muet", silent)

    copy = the_copy(word(tmp_path / "A.docx", "1.1.1", change=hide))
    assert copy.answers["1.1.1"] == "Le montré sur fond vert\n\n| en-tête |\n\nsur fond noir"
    assert copy.warnings == (HIDDEN,)


def test_a_word_document_where_all_is_seen_is_read_as_it_is(tmp_path: Path) -> None:
    def empty_run(document: Any) -> None:
        document.add_paragraph("Tout").add_run("").font.hidden = True

    copy = the_copy(word(tmp_path / "A.docx", "1.1.1", change=empty_run))
    assert (copy.answers["1.1.1"], copy.warnings) == ("Tout", ())


def test_odt_leaves_out_what_nobody_sees(tmp_path: Path) -> None:
    def style(name: str, properties: str) -> str:
        return (
            f'<style:style style:name="{name}"><style:text-properties {properties}/></style:style>'
        )

    styles = (
        style("caché", 'text:display="none"')
        + style("blanc", 'fo:color="#FFFFFF"')
        + style("petit", 'fo:font-size="1pt"')
        + style("peint", 'fo:color="#ffffff" fo:background-color="#008000"')
    )
    names = ("caché", "blanc", "petit", "peint")
    spans = "".join(f'<text:span text:style-name="{name}">{name} </text:span>' for name in names)
    body = (
        f'<text:p>1.1.1</text:p><text:p>Le {spans}</text:p><text:p text:style-name="blanc">non'
        '</text:p><text:section text:display="none"><text:p>non</text:p></text:section>'
        '<text:p><text:hidden-text text:is-hidden="true">non</text:hidden-text>oui</text:p>'
        '<text:p><draw:frame><draw:text-box><text:p text:style-name="blanc">encadré</text:p>'
        "</draw:text-box></draw:frame></text:p>"
        '<table:table><table:table-row><table:table-cell><text:p text:style-name="blanc">en-tête'
        "</text:p></table:table-cell></table:table-row></table:table>"
    )
    copy = the_copy(odt(tmp_path / "A.odt", body, styles))
    assert copy.answers["1.1.1"] == "Le peint\n\noui\n\nencadré\n\n| en-tête |"
    assert copy.warnings[-1] == HIDDEN


def test_word_links_and_revisions(tmp_path: Path) -> None:
    def revise(document: Any) -> None:
        part = document.part
        paragraph = document.add_paragraph("voir ")._p
        for target, text in (("https://groupama.fr/gav", "mon devis"), ("https://x.fr", "x.fr")):
            key = part.relate_to(target, RELATIONSHIP_TYPE.HYPERLINK, True)
            paragraph.append(
                parse_xml(
                    f'<w:hyperlink {nsdecls("w", "r")} r:id="{key}">'
                    f"<w:r><w:t>{text}</w:t></w:r></w:hyperlink>"
                )
            )
        for tag, text in (
            ("ins", "<w:t> ajouté</w:t>"),
            ("del", "<w:delText> supprimé</w:delText>"),
        ):
            paragraph.append(parse_xml(f"<w:{tag} {nsdecls('w')}><w:r>{text}</w:r></w:{tag}>"))

    copy = the_copy(word(tmp_path / "A.docx", "1.1.1", change=revise))
    assert copy.answers["1.1.1"] == "voir mon devis (https://groupama.fr/gav)x.fr ajouté"


# ODT


def test_odt_keeps_the_shape_of_lists_tables_and_headings(tmp_path: Path) -> None:
    styles = (
        '<text:list-style style:name="L1"><text:list-level-style-bullet text:level="1"/>'
        '</text:list-style><text:list-style style:name="L2">'
        '<text:list-level-style-number text:level="1" style:num-format="1"/></text:list-style>'
    )
    item = "<text:list-item><text:p>{}</text:p>{}</text:list-item>"
    inner = f"<text:list>{item.format('dedans', '')}</text:list>"
    cell = "<table:table-cell><text:p>{}</text:p></table:table-cell>"
    body = (
        "<text:sequence-decls/><text:p>1.1.1 :</text:p><text:p>un<text:s text:c='2'/>deux"
        "<text:tab/>trois<text:line-break/>quatre</text:p>\n  <text:p/>"
        '<text:section><text:h text:outline-level="2">Question 2.1</text:h></text:section>'
        f'<text:list text:style-name="L1">{item.format("accueil", inner)}</text:list>'
        f'<text:list text:style-name="L2">{item.format("un", "")}{item.format("deux", "")}'
        "</text:list><table:table><table:table-column/><table:table-header-rows>"
        f"<table:table-row>{cell.format('Critère')}{cell.format('Note')}</table:table-row>"
        "</table:table-header-rows><table:table-row>"
        '<table:table-cell table:number-columns-repeated="2"><text:p>x</text:p><text:p>y</text:p>'
        "</table:table-cell><table:table-cell table:number-columns-repeated='16000'/>"
        "</table:table-row></table:table>"
    )
    copy = the_copy(odt(tmp_path / "A.odt", body, styles))
    assert copy.answers["1.1.1"] == "un  deux\ttrois\nquatre"
    assert copy.answers["2.1"] == (
        "- accueil\n  - dedans\n\n1. un\n2. deux\n\n| Critère | Note |\n| x y | x y |  |"
    )
    assert copy.warnings == ()


def test_odt_tells_what_is_lost(tmp_path: Path) -> None:
    styles = (
        '<style:style style:name="T1"><style:text-properties '
        'style:text-line-through-style="solid"/></style:style>'
        '<style:style style:name="T2"><style:text-properties fo:color="#f00"/></style:style>'
    )
    body = (
        "<text:tracked-changes><text:changed-region><text:deletion><text:p>supprimé</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes><text:p>1.1.1</text:p>"
        '<text:p>avant <text:span text:style-name="T1">barré </text:span>'
        '<text:span text:style-name="T2">après</text:span><office:annotation>'
        "<text:p>remarque</text:p></office:annotation><text:note><text:note-citation>1"
        "</text:note-citation><text:note-body><text:p>la note</text:p></text:note-body></text:note>"
        '<draw:frame><draw:image xlink:href="Pictures/1.png"/><svg:title>un logo</svg:title>'
        '</draw:frame><draw:frame><draw:object xlink:href="./Object 1"/><draw:image/></draw:frame>'
        "</text:p><text:p><draw:frame><draw:text-box><text:p>encadré</text:p></draw:text-box>"
        '</draw:frame> <text:a xlink:href="https://groupama.fr/">ici</text:a></text:p>'
    )
    header = "<style:header><text:p>Candidat 12</text:p></style:header>"
    copy = the_copy(odt(tmp_path / "A.odt", body, styles, header))
    assert copy.answers["1.1.1"] == "avant après (la note)\n\nencadré  ici (https://groupama.fr/)"
    assert [warning.split(" n’")[0] for warning in copy.warnings] == [
        "Une image ou un dessin",
        "Une équation ou un objet inséré",
        "Une zone de texte",
        "L’en-tête ou le pied de page",
        "Les mots barrés ont été laissés de côté.",
    ]


def test_odt_written_by_a_library(tmp_path: Path) -> None:
    document = odfdo.Document("text")
    document.body.clear()
    for text in ("1.1.1", "un  deux", "2.1)", "trois"):
        document.body.append(odfdo.Paragraph(text))
    document.body.append(odfdo.List(["a", "b"]))
    document.save(tmp_path / "A.odt")
    copy = the_copy(tmp_path / "A.odt")
    assert copy.answers == {"1.1.1": "un  deux", "2.1": "trois\n\n- a\n- b", "RCS": ""}


# PDF

LONG = (
    "La digitalisation de la relation client constitue une opportunité commerciale considérable "
    "pour les entreprises d’assurance, qui proposent désormais des applications téléchargeables. "
    "Un rendez-vous reste indispensable lorsque le questionnement devient particulièrement "
    "complexe, et l’accompagnement personnalisé demeure irremplaçable."
)


@pytest.mark.parametrize("justify", ["true", "false"])
@pytest.mark.parametrize("width", [6, 7, 8, 9, 11, 16])
def test_pdf_lines_are_joined_and_hyphenated_words_made_whole(
    tmp_path: Path, width: int, justify: str
) -> None:
    source = (
        f"#set page(width: {width}cm, height: 20cm, margin: 1cm)\n"
        f"#set par(justify: {justify})\n"
        "*Question 1.1.1* \\ #data.text #parbreak() Fin. #parbreak() *2.1* \\ #data.text"
    )
    copy = the_copy(pdf(tmp_path / "A.pdf", source, text=LONG))
    assert copy.answers["1.1.1"] == f"{LONG}\n\nFin."
    assert copy.answers["2.1"] == LONG
    assert copy.warnings == ()


def test_pdf_ends_lines_where_the_writer_did(tmp_path: Path) -> None:
    lines = ["1.1.1", "De : Élise", "À : Julien", "- un point", "- deux points", "2.1", LONG]
    source = "#data.lines.map(x => [#x]).join(linebreak())"
    copy = the_copy(pdf(tmp_path / "A.pdf", source, lines=lines))
    assert copy.answers["1.1.1"] == "De : Élise\nÀ : Julien\n- un point\n- deux points"
    assert copy.answers["2.1"] == LONG


@pytest.mark.parametrize("width", range(6, 12))
def test_pdf_items_stay_on_lines_of_their_own(tmp_path: Path, width: int) -> None:
    """However full the line above them is."""
    lines = [f"– {'mot ' * count}{'mots' * 3}" for count in range(12)]
    source = (
        f"#set page(width: {width}cm, height: 40cm, margin: 1cm)\n#set text(hyphenate: false)\n"
        "1.1.1 #linebreak() #data.lines.map(x => [#x]).join(linebreak())"
    )
    copy = the_copy(pdf(tmp_path / "A.pdf", source, lines=lines))
    assert copy.answers["1.1.1"].split("\n") == lines


def test_pdf_paragraphs_go_on_over_pages(tmp_path: Path) -> None:
    source = "#set page(width: 8cm, height: 5cm, margin: 1cm)\n1.1.1 : #data.text"
    path = pdf(tmp_path / "A.pdf", source, text=LONG)
    assert len(pikepdf.open(path).pages) > 1
    assert the_copy(path).answers["1.1.1"] == LONG


def test_what_is_printed_on_every_page_is_no_answer(tmp_path: Path) -> None:
    source = (
        "#set page(width: 9cm, height: 6cm, margin: 1.2cm, header: [Candidat 12 – Page "
        "#context counter(page).display()], footer: context [#counter(page).display()])\n"
        "1.1.1 #data.text #pagebreak() 2.1 #data.text #pagebreak() RCS \\ Question ouverte"
    )
    copy = the_copy(pdf(tmp_path / "A.pdf", source, text=LONG))
    assert copy.answers == {"1.1.1": LONG, "2.1": LONG, "RCS": "Question ouverte"}
    assert copy.warnings == ("L’en-tête ou le pied de page n’apparaît pas ici.",)


def test_questions_that_each_start_a_page_are_no_header(tmp_path: Path) -> None:
    source = "Question 1 #pagebreak() Question 2 #pagebreak() Question 3 \\ oui"
    (copy,) = read(pdf(tmp_path / "A.pdf", source), ["1", "2", "3"])
    assert isinstance(copy, Copy)
    assert copy.answers == {"1": "", "2": "", "3": "oui"}
    assert copy.warnings == ()


def test_pdf_with_a_picture(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(picture().getvalue())
    copy = the_copy(pdf(tmp_path / "A.pdf", '1.1.1 : un #image("p.png", alt: "x")'))
    assert [warning.split(" n’")[0] for warning in copy.warnings] == ["Une image ou un dessin"]


def test_a_scan_is_not_a_blank_copy(tmp_path: Path) -> None:
    (tmp_path / "p.png").write_bytes(picture().getvalue())
    path = pdf(tmp_path / "A.pdf", '#image("p.png", alt: "x")')
    assert told(read(path)) == ["copy-no-text"]


def test_a_pdf_with_a_password(tmp_path: Path) -> None:
    path = pdf(tmp_path / "A.pdf", "1.1.1 : un")
    locked = tmp_path / "B.pdf"
    with pikepdf.open(path) as document:
        document.save(locked, encryption=pikepdf.Encryption(owner="o", user="u"))
    (problem,) = read(locked)
    assert isinstance(problem, Problem)
    assert (problem.code, "mot de passe" in problem.message) == ("copy-unreadable", True)


# Files that are broken or mean harm


@pytest.mark.parametrize("suffix", [".docx", ".odt", ".pdf"])
@pytest.mark.parametrize(
    "data",
    [b"", b"not it", b"%PDF-1.7\nbroken", b"PK\x03\x04" + b"\0" * 60, b"\xd0\xcf\x11\xe0" * 200],
    ids=["empty", "text", "pdf", "zip", "ole"],
)
def test_a_broken_document(tmp_path: Path, suffix: str, data: bytes) -> None:
    (tmp_path / f"A{suffix}").write_bytes(data)
    (tmp_path / "B.txt").write_text("1.1.1\nun\n")
    found = read(tmp_path)
    assert told(found) == ["copy-unreadable"]
    assert [item.id for item in found if isinstance(item, Copy)] == ["B"]


def rewritten(path: Path, name: str, change: Callable[[bytes], bytes]) -> Path:
    """The archive at `path` with one of its parts changed."""
    with zipfile.ZipFile(path) as old:
        parts = {part: old.read(part) for part in old.namelist()}
    parts[name] = change(parts[name])
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for part, data in parts.items():
            new.writestr(part, data)
    return path


ENTITIES = b'<!DOCTYPE d [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;">]>'
EXTERNAL = b'<!DOCTYPE d [<!ENTITY a SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize("declaration", [ENTITIES, EXTERNAL, b"<!DOCTYPE d>"])
@pytest.mark.parametrize("kind", [".docx", ".odt", ".xlsx"])
def test_declarations_are_refused(tmp_path: Path, kind: str, declaration: bytes) -> None:
    path, part = archive(tmp_path, kind)

    def declare(data: bytes) -> bytes:
        start = data.index(b"?>") + 2 if data.startswith(b"<?xml") else 0
        return data[:start] + b"<!-- - -->" * 3000 + declaration + data[start:]

    (problem,) = read(rewritten(path, part, declare))
    assert isinstance(problem, Problem)
    assert problem.code == "copy-unreadable"
    assert "type de document" in problem.message


@pytest.mark.parametrize("kind", [".docx", ".odt"])
def test_declarations_are_refused_in_any_encoding(tmp_path: Path, kind: str) -> None:
    path, part = archive(tmp_path, kind)
    hidden = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE d><d/>'.encode("utf-16")
    (problem,) = read(rewritten(path, part, lambda _data: hidden))
    assert "type de document" in str(problem)


@pytest.mark.parametrize("kind", [".docx", ".odt", ".xlsx"])
def test_zip_bombs_are_refused(tmp_path: Path, kind: str) -> None:
    path, part = archive(tmp_path, kind)
    bomb = rewritten(path, part, lambda data: data + b" " * 130_000_000)
    assert bomb.stat().st_size < 1_000_000
    assert told(read(bomb)) == ["copy-size"]


@pytest.mark.parametrize("kind", [".docx", ".odt"])
def test_endless_nesting_is_refused(tmp_path: Path, kind: str) -> None:
    path, part = archive(tmp_path, kind)
    deep = b"<text:span>" * 100_000 if kind == ".odt" else b"<w:smartTag>" * 100_000

    def nest(data: bytes) -> bytes:
        tag = b"<text:p>" if kind == ".odt" else b"<w:p>"
        end = deep.replace(b"<", b"</")
        return data.replace(tag, tag + deep + end, 1)

    assert told(read(rewritten(path, part, nest))) == ["copy-unreadable"]


def test_word_opens_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.png"
    secret.write_bytes(picture().getvalue())

    def link(document: Any) -> None:
        kind = RELATIONSHIP_TYPE.IMAGE
        key = document.part.relate_to(secret.as_uri(), kind, True)
        spaces = nsdecls("w", "wp", "a", "pic", "r")
        blip = (
            f"<w:r {spaces}><w:drawing><wp:inline><wp:docPr id='1' name='x'/><a:graphic>"
            f"<a:graphicData><pic:pic><pic:blipFill><a:blip r:link='{key}'/></pic:blipFill>"
            "</pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
        )
        document.add_paragraph("un")._p.append(parse_xml(blip))

    copy = the_copy(word(tmp_path / "A.docx", "1.1.1", change=link))
    assert copy.answers["1.1.1"] == "un"


def archive(folder: Path, kind: str) -> tuple[Path, str]:
    """A sound document of a kind, and the part that holds its text."""
    path = folder / f"A{kind}"
    if kind == ".docx":
        return word(path, "1.1.1", "un"), "word/document.xml"
    if kind == ".odt":
        return odt(path, "<text:p>1.1.1</text:p>"), "content.xml"
    import openpyxl  # type: ignore[import-untyped]  # ships no types

    book = openpyxl.Workbook()
    book.active.append(["copie", "1.1.1"])
    book.save(path)
    return path, "xl/worksheets/sheet1.xml"
