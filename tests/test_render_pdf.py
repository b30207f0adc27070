"""PDF: tagged, in its language, the same bytes twice; nothing a candidate writes is markup."""

from __future__ import annotations

import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pikepdf
import pypdfium2  # type: ignore[import-untyped]  # it has no types
import pytest

from examen import render
from examen.problems import ExamenError
from examen.render.blocks import (
    Block,
    Box,
    BoxKind,
    Cell,
    Cover,
    Document,
    Figure,
    Heading,
    Lines,
    PageBreak,
    Paragraph,
    Prompt,
    Table,
    text,
)
from examen.render.layout import DYSLEXIC, LARGE, STANDARD, Layout, with_extra_time
from examen.render.pdf import pdf, template_data
from golden_files import Check
from render_example import COPY, HERE, exam, grade

DOCUMENTS: dict[str, Document] = {
    "subject": render.subject(exam()),
    "guide": render.guide(exam()),
    "grid": render.grid(exam()),
    "booklet": render.booklet(exam()),
    "recognition": render.recognition(exam()),
    "corrige": render.corrige(exam(), COPY, grade()),
    "corrige-candidate": render.corrige(exam(), COPY, grade(), "candidate"),
}
FILES = {name: pdf(document) for name, document in DOCUMENTS.items()}


def pages(content: bytes) -> list[str]:
    """The text of each page, its spaces all plain."""
    document = pypdfium2.PdfDocument(content)
    found = []
    for page in document:
        layer = page.get_textpage()
        words = layer.get_text_bounded()
        found.append(" ".join(words.replace("\u202f", " ").replace("\u00a0", " ").split()))
        layer.close()
        page.close()
    document.close()
    return found


def structure(content: bytes) -> set[str]:
    """The kinds of tags in the structure tree."""
    found: set[str] = set()
    with pikepdf.open(io.BytesIO(content)) as file:
        todo: list[Any] = [file.Root.StructTreeRoot]
        seen: set[tuple[int, int]] = set()
        while todo:
            node = todo.pop()
            if isinstance(node, pikepdf.Array):
                todo += list(node)
            elif isinstance(node, pikepdf.Dictionary) and (
                not node.is_indirect or node.objgen not in seen
            ):
                seen |= {node.objgen} if node.is_indirect else set()
                if "/S" in node:
                    found.add(str(node.S).removeprefix("/"))
                if "/K" in node:
                    todo.append(node.K)
    return found


@pytest.mark.parametrize("name", FILES)
class TestEveryDocument:
    def test_is_tagged_and_says_its_language_and_title(self, name: str) -> None:
        with pikepdf.open(io.BytesIO(FILES[name])) as file:
            assert file.Root.MarkInfo.Marked
            assert str(file.Root.Lang) == "fr"
            assert file.Root.ViewerPreferences.DisplayDocTitle
            with file.open_metadata() as metadata:
                assert metadata["dc:title"] == DOCUMENTS[name].title
                assert metadata["pdfuaid:part"] == "1"

    def test_same_bytes_twice(self, name: str) -> None:
        assert pdf(DOCUMENTS[name]) == FILES[name]

    def test_counts_its_pages_in_the_footer(self, name: str) -> None:
        found = pages(FILES[name])
        for number, words in enumerate(found, 1):
            assert f"Page {number} sur {len(found)}" in words
            assert "25-TEMOIN1" in words
            assert "Session juin 2025" in words

    def test_headings_are_tags(self, name: str) -> None:
        assert {"H1", "H2", "P"} <= structure(FILES[name])


def test_tables_lists_and_figures_are_tags() -> None:
    assert {"Table", "TH", "TD", "L", "LI", "Figure"} <= structure(FILES["subject"])


def test_the_subject_says_how_many_pages_it_has() -> None:
    found = pages(FILES["subject"])
    count = len(found)
    assert (
        f"Le sujet comporte {count} pages, numérotées de 1/{count} à {count}/{count}." in found[0]
    )


def test_template_data(golden: Check) -> None:
    data = template_data(DOCUMENTS["subject"])
    text_of = json.dumps(data, ensure_ascii=False, indent=1)
    golden("subject.json", text_of.replace(HERE.as_posix(), "") + "\n")


def test_answers_are_data() -> None:
    words = " ".join(pages(FILES["corrige"]))
    assert "<b>#panic()</b>" in words
    assert "$x$" in words
    hostile = '#panic("x") ] $ \\ " \' */ /* @ref <label> = Titre\n- a'
    document = replace(DOCUMENTS["grid"], body=(Paragraph(text(hostile)),))
    assert '#panic("x") ] $ \\ " \' */ /* @ref <label> = Titre' in pages(pdf(document))[0]


@pytest.mark.parametrize(
    ("written", "drawn"),
    [
        ("un 🎁 !", "un [U+1F381 wrapped present] !"),
        ("👍🏽", "[U+1F44D thumbs up sign][U+1F3FD emoji modifier fitzpatrick type-4]"),
        ("中", "[U+4E2D cjk unified ideograph-4e2d]"),
        ("a\x0cb\ufe0f", "a b"),
        ("\ud83d", "[U+D83D]"),
        ("✓ ☐ → ≥ ½ Ω", "✓ ☐ → ≥ ½ Ω"),
    ],
)
def test_what_no_font_can_draw_is_named(written: str, drawn: str) -> None:
    document = replace(DOCUMENTS["grid"], body=(Paragraph(text(written)),))
    assert drawn in pages(pdf(document))[0]


def test_the_timestamp_is_the_day_of_the_exam() -> None:
    with pikepdf.open(io.BytesIO(FILES["subject"])) as file:
        assert str(file.docinfo["/CreationDate"]).startswith("D:20250612")


def test_layouts() -> None:
    standard = pdf(render.subject(exam(), STANDARD))
    large = pdf(render.subject(exam(), LARGE))
    dyslexic = pdf(render.subject(exam(), with_extra_time(DYSLEXIC)))
    assert len(pages(large)) > len(pages(dyslexic)) > len(pages(standard))
    assert "Question 1.1 (3 points)" in " ".join(pages(large))
    assert (
        "Durée, temps majoré d’un tiers : 4 heures 27 (au lieu de 3 heures 20)"
        in pages(dyslexic)[0]
    )


def test_large_print_is_large() -> None:
    document = pypdfium2.PdfDocument(pdf(render.subject(exam(), LARGE)))
    page = document[0]
    layer = page.get_textpage()
    place = layer.get_text_bounded().index("Matériel")
    assert pypdfium2.raw.FPDFText_GetFontSize(layer.raw, place) >= 18
    layer.close()
    page.close()
    document.close()


def test_one_line_for_each_ruled_line() -> None:
    document = replace(DOCUMENTS["booklet"], body=(Lines(50),))
    assert len(pages(pdf(document))) == 2


def test_what_follows_ruled_lines_stands_clear_of_the_last() -> None:
    document = replace(DOCUMENTS["booklet"], body=(Lines(3), Paragraph(text("ÉÉÉ"))))
    opened = pypdfium2.PdfDocument(pdf(document))
    path, words = pypdfium2.raw.FPDF_PAGEOBJ_PATH, opened[0].get_textpage()
    top = words.get_charbox(words.get_text_range().index("ÉÉÉ"))[3]
    rules = [item.get_bounds()[1] for item in opened[0].get_objects(filter=[path])]
    assert min(rule for rule in rules if rule > top - 10) > top + 2  # in points
    words.close()
    opened.close()


def strokes(content: bytes) -> list[int]:
    """How many lines are drawn on each page."""
    document = pypdfium2.PdfDocument(content)
    path = pypdfium2.raw.FPDF_PAGEOBJ_PATH
    found = [len(list(page.get_objects(filter=[path]))) for page in document]
    document.close()
    return found


@pytest.mark.parametrize("before", range(30, 44, 2))
def test_a_question_stays_with_the_first_three_lines_of_its_answer(before: int) -> None:
    prompt = Prompt("1", (Paragraph(text("Expliquez.")),), "2 pts", level=1)
    filler: tuple[Block, ...] = (Paragraph(text("Avant")),) * before
    (foot,) = strokes(pdf(replace(DOCUMENTS["booklet"], body=filler[:1])))
    made = pdf(replace(DOCUMENTS["booklet"], body=(*filler, prompt, Lines(9))))
    ((drawn, _page),) = (
        pair for pair in zip(strokes(made), pages(made), strict=True) if "Expliquez" in pair[1]
    )
    assert drawn - foot >= 3


def annex(lines: int) -> tuple[Block, ...]:
    """One annex: its title, a box of so many lines, its source."""
    box = Box(BoxKind.FRAME, tuple(Paragraph(text(f"Ligne {n}")) for n in range(lines)))
    source = Paragraph(text("Source : le registre"), small=True)
    return Heading(1, text("Annexe 1"), keep=True), box, source


@pytest.mark.parametrize("before", range(20, 41, 4))
def test_an_annex_stays_on_one_page(before: int) -> None:
    filler = tuple(Paragraph(text("Avant")) for _place in range(before))
    first, second = pages(pdf(replace(DOCUMENTS["guide"], body=(*filler, *annex(24)))))
    assert "Annexe" not in first
    assert all(words in second for words in ("Annexe 1", "Ligne 0", "Ligne 23", "Source"))


@pytest.mark.parametrize(("before", "place"), [(2, 1), (30, 2)])
def test_a_page_goes_on_that_is_hardly_begun(before: int, place: int) -> None:
    filler: tuple[Block, ...] = (Paragraph(text("Avant")),) * before
    body = (*filler, PageBreak(), Paragraph(text("La suite")))
    found = pages(pdf(replace(DOCUMENTS["guide"], body=body)))
    assert [number for number, page in enumerate(found, 1) if "La suite" in page] == [place]


@pytest.mark.parametrize("before", range(8, 16))
def test_pages_are_counted_wherever_a_page_breaks(before: int) -> None:
    filler: tuple[Block, ...] = (Paragraph(text("Avant")),) * before
    body = (*filler, PageBreak(), *annex(12))
    found = pages(pdf(replace(DOCUMENTS["subject"], body=body)))
    for number, words in enumerate(found, 1):
        assert f"Page {number} sur {len(found)}" in words


def test_an_annex_longer_than_its_page_on_its_side_says_its_source_first() -> None:
    row = (Cell((Paragraph(text("Ligne")),)),)
    source = Paragraph(text("Source : le registre"), small=True)
    for rows in range(6, 16):
        table = Table((1,), (), (row,) * rows, wide=True)
        body = (Heading(1, text("Annexe 1"), keep=True), table, source)
        found = pages(pdf(replace(DOCUMENTS["guide"], body=body, layout=LARGE)))
        assert len(found) == 1 or found[0].startswith("Annexe 1 Source")
        assert "Ligne" in found[-1]


def test_a_longer_annex_begins_its_page_and_says_its_source_first() -> None:
    body = (Paragraph(text("Avant")), *annex(60))
    first, second, third = pages(pdf(replace(DOCUMENTS["guide"], body=body)))
    assert "Annexe" not in first
    assert second.startswith("Annexe 1 Source : le registre Ligne 0")
    assert "Ligne 59" in third


@pytest.mark.parametrize("before", range(14, 20))
def test_in_large_print_a_question_stays_with_its_annexes_and_its_first_lines(before: int) -> None:
    asked = Paragraph(text("Expliquez."))
    prompt = Prompt("1", (asked, Paragraph(text("(annexe 1)"), small=True)), "2 points", level=1)
    filler: tuple[Block, ...] = (Paragraph(text("Avant")),) * before
    body: tuple[Block, ...] = (*filler, prompt, Paragraph(text("Réponse")))
    found = pages(pdf(replace(DOCUMENTS["booklet"], body=body, layout=LARGE)))
    assert sum("Expliquez. (annexe 1) Réponse" in page for page in found) == 1


@pytest.mark.parametrize("layout", [STANDARD, LARGE])
def test_words_are_not_cut_where_a_column_can_have_room(layout: Layout) -> None:
    words = ("Établissement", "mot " * 40)
    table = Table((1, 30), (), (tuple(Cell((Paragraph(text(each)),)) for each in words),))
    (page, *_others) = pages(pdf(replace(DOCUMENTS["guide"], body=(table,), layout=layout)))
    assert "Établissement" in page


@pytest.mark.parametrize(
    "words",
    ["www.mediation-alcyone.example", "e.delorme@courrier-alpin.example", "CCOB-27-B2-B"],
)
def test_no_line_ends_in_an_address_or_a_code(words: str) -> None:
    body = tuple(Paragraph(text(f"{'i' * place} {words}.")) for place in range(40, 100))
    found = pages(pdf(replace(DOCUMENTS["guide"], body=body, layout=LARGE)))
    assert " ".join(found).count(f" {words}.") == len(body)


def test_a_long_address_ends_lines() -> None:
    words = f"www.{'alcyone-' * 20}.example"
    body = (Paragraph(text(words)),)
    assert words not in pages(pdf(replace(DOCUMENTS["guide"], body=body, layout=LARGE)))[0]


@pytest.mark.parametrize(("rows", "place"), [(3, 2), (60, 2), (90, 3)])
def test_the_text_begins_a_page_unless_its_head_took_more_than_one(rows: int, place: int) -> None:
    contents = Table((1,), (), ((Cell((Paragraph(text("Annexe")),)),),) * rows)
    (head, *_others) = DOCUMENTS["subject"].body
    assert isinstance(head, Cover)
    body = (replace(head, contents=(contents,)), Paragraph(text("La suite")))
    found = pages(pdf(replace(DOCUMENTS["subject"], body=body)))
    assert [number for number, page in enumerate(found, 1) if "La suite" in page] == [place]
    assert ("Annexe La suite" in found[-1]) == (rows > 3)


def test_a_raster_picture(tmp_path: Path) -> None:
    pixel = bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
        "53de0000000c49444154789c63606060000000040001f61738550000000049"
        "454e44ae426082"
    )
    path = tmp_path / "point.png"
    path.write_bytes(pixel)
    document = replace(DOCUMENTS["grid"], body=(Figure(path, "un point"),))
    assert "Figure" in structure(pdf(document))


def test_a_broken_picture_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "faux.png"
    path.write_bytes(b"not a picture, whatever its name says")
    document = replace(DOCUMENTS["grid"], body=(Figure(path, "rien"),))
    with pytest.raises(ExamenError, match="PDF"):
        pdf(document)
