"""DOCX: styles, headings, lists, tables and fields are real; nothing of the document is lost."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, get_args

import docx as library
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.problems import ExamenError
from examen.render.blocks import (
    Block,
    Box,
    BoxKind,
    Call,
    Cell,
    Checkbox,
    Code,
    Figure,
    Heading,
    Inline,
    Items,
    PageBreak,
    PageCount,
    Paragraph,
    Prompt,
    Run,
    Table,
    Tone,
    text,
)
from examen.render.docx import docx
from examen.render.layout import DYSLEXIC, LARGE, STANDARD
from examen.render.office import sections
from examen.render.office_blocks import OfficeBlocks
from examen.render.office_inlines import OfficeInlines
from examen.render.office_tables import column_widths
from examen.render.subject import subject
from office_texts import NAMES, PICTURE, document, everything, example, lost, said, table, words
from render_example import exam

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"

# The order that the format asks for; Word takes a file that breaks it for damaged.
ORDER = {
    "pPr": "pStyle keepNext keepLines pageBreakBefore widowControl numPr pBdr shd tabs"
    " suppressAutoHyphens spacing ind contextualSpacing jc outlineLvl sectPr",
    "rPr": "rStyle rFonts b i caps strike color spacing sz szCs u shd vertAlign lang",
    "tblPr": "tblStyle tblW tblInd tblBorders tblLayout tblCellMar tblLook tblCaption",
    "tcPr": "tcW gridSpan tcBorders shd vAlign",
    "tcBorders": "top left bottom right",
    "tblBorders": "top left bottom right insideH insideV",
    "pBdr": "top bottom between",
    "style": "name basedOn next uiPriority semiHidden qFormat pPr rPr tblPr",
    "lvl": "start numFmt pStyle lvlText lvlJc pPr",
    "numbering": "abstractNum num",
    "sectPr": "footerReference pgSz pgMar",
}


@cache
def written(name: str) -> bytes:
    return docx(example(name))


def opened(content: bytes) -> Any:
    return library.Document(io.BytesIO(content))


def parts(content: bytes) -> dict[str, str]:
    """The XML of a file by the names of its parts."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = (name for name in archive.namelist() if name.endswith((".xml", ".rels")))
        return {name: archive.read(name).decode() for name in names}


def seen(element: Any) -> str:
    """The words below an element as a reader sees them."""
    signs = {f"{W}p": "\n", f"{W}tab": " ", f"{W}br": " "}
    pieces = []
    for child in element.iter():
        pieces.append(child.text if child.tag == f"{W}t" else signs.get(child.tag, ""))
        pieces += [value for name, value in child.items() if name == "descr"]
    return "".join(pieces)


def paragraph(made: Any, start: str) -> Any:
    return next(each for each in made.paragraphs if each.text.startswith(start))


@pytest.mark.parametrize("name", NAMES)
class TestEveryDocument:
    def test_no_word_is_lost(self, name: str) -> None:
        made = opened(written(name))
        foot = made.sections[0].footer
        assert lost(example(name), seen(made.element.body) + seen(foot._element)) == []

    def test_the_same_bytes_on_any_day(self, name: str) -> None:
        assert docx(example(name)) == written(name)
        day = datetime.fromtimestamp(example(name).timestamp, tz=UTC).timetuple()[:6]
        with zipfile.ZipFile(io.BytesIO(written(name))) as archive:
            assert {member.date_time for member in archive.infolist()} == {day}

    def test_elements_stand_in_the_order_of_the_format(self, name: str) -> None:
        made = opened(written(name))
        roots = (made.element, made.styles.element, made.part.numbering_part.element)
        for parent in (each for root in roots for each in root.iter(*(W + tag for tag in ORDER))):
            tag = parent.tag.removeprefix(W)
            order = ["docDefaults", "latentStyles", *ORDER[tag].split()]
            places = [order.index(child.tag.removeprefix(W)) for child in parent]
            assert places == sorted(places), (tag, [child.tag for child in parent])

    def test_numbers_are_unique_and_links_lead_somewhere(self, name: str) -> None:
        body = parts(written(name))["word/document.xml"]
        bookmarks = re.findall(r'<w:bookmarkStart w:id="(\d+)" w:name="([^"]+)"', body)
        for values in zip(*bookmarks, strict=True):
            assert len(set(values)) == len(values)
        targets = set(re.findall(r'w:anchor="([^"]+)"', body))
        assert targets <= {target for _number, target in bookmarks}
        pictures = re.findall(r'<wp:docPr id="(\d+)"', body)
        assert len(set(pictures)) == len(pictures)

    def test_every_cell_ends_with_a_paragraph(self, name: str) -> None:
        for cell in opened(written(name)).element.iter(f"{W}tc"):
            assert cell[-1].tag == f"{W}p"


def test_every_block_and_inline_can_be_drawn() -> None:
    for kind in get_args(Block):
        assert callable(getattr(OfficeBlocks, kind.__name__.lower(), None)), kind
    for kind in get_args(Inline):
        assert callable(getattr(OfficeInlines, kind.__name__.lower(), None)), kind
    drawn = {type(item) for item in everything().body}
    assert set(get_args(Block)) - drawn == {Code}  # which is inside of a list
    assert set(get_args(Inline)) == {type(item) for item in _inlines(everything().body)}


def test_an_unknown_block_or_inline_is_named() -> None:
    @dataclass(frozen=True)
    class Balloon:
        text: str = ""

    with pytest.raises(TypeError, match="Balloon"):
        docx(document(Balloon()))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Balloon"):
        docx(document(Paragraph((Balloon(),))))  # type: ignore[arg-type]


def test_properties_come_from_the_exam() -> None:
    properties = opened(written("subject")).core_properties
    assert properties.title == "La boulangerie Delmas passe au numérique"
    assert properties.author == "examen"
    assert properties.language == "fr-FR"
    assert properties.subject == "E4\u00a0: Développement de la relation client – Session juin 2025"
    assert properties.keywords == "Code sujet\u00a0: 25-TEMOIN1"
    assert properties.created == properties.modified
    assert properties.created.year == 2025


def test_nothing_of_the_template_stays() -> None:
    names = set(parts(written("subject")))
    assert not {name for name in names if "custom" in name or "Effects" in name}
    with zipfile.ZipFile(io.BytesIO(written("grid"))) as archive:
        assert not [name for name in archive.namelist() if name.endswith(".jpeg")]


@pytest.mark.parametrize(
    ("language", "locale", "page"),
    [("fr", "fr-FR", "Page … sur …"), ("en", "en-GB", "Page … of …")],
)
def test_language(language: str, locale: str, page: str) -> None:
    made = opened(docx(document(said("Words"), language=language)))
    languages = {value for each in made.styles.element.iter(f"{W}lang") for value in each.values()}
    assert languages == {locale, "ar-SA"}
    assert page in seen(made.sections[0].footer._element).split("\n")


def test_headings() -> None:
    made = opened(written("subject"))
    headings = [
        (each.style.name, each.text.split("\t")[0])
        for each in made.paragraphs
        if each.style.name.startswith("Heading")
    ]
    assert headings == [
        ("Heading 1", "La boulangerie Delmas passe au numérique"),
        ("Heading 2", "Contexte"),
        ("Heading 2", "Dossier 1\u00a0: analyser"),
        ("Heading 3", "Partie A\u00a0: les canaux"),
        ("Heading 3", "Partie B\u00a0: les indicateurs"),
        ("Heading 2", "Dossier 2\u00a0: réfléchir"),
        ("Heading 2", "Annexe\u00a01 – L’entretien avec la gérante"),
        ("Heading 2", "Annexe\u00a02 – Les commandes par canal"),
        ("Heading 2", "Annexe\u00a03 – Le chiffre d’affaires"),
    ]


def test_a_question_is_one_heading_with_its_number_and_its_points() -> None:
    made = opened(written("subject"))
    question = paragraph(made, "1.1")
    assert question.text.split("\t")[::2] == ["1.1", "3\u00a0pts"]
    assert question.style.name == "Question de niveau 4"
    assert question.style.base_style.name == "Heading 4"
    level = question.style.element.find(f"{W}pPr/{W}outlineLvl")
    assert level.get(f"{W}val") == "3"
    tabs = list(question.style.paragraph_format.tab_stops)
    edge = question.style.paragraph_format.right_indent
    width = made.sections[0].page_width - made.sections[0].left_margin
    assert [width - made.sections[0].right_margin] == pytest.approx([tabs[0].position], rel=0.001)
    assert edge.mm == pytest.approx(18, abs=0.1)


@pytest.mark.parametrize("layout", [LARGE, DYSLEXIC], ids=lambda layout: layout.name)
def test_points_stand_in_the_text_where_there_is_no_margin_for_them(layout: Any) -> None:
    made = opened(docx(subject(exam(), layout)))
    question = paragraph(made, "Question 1.1")
    assert question.text == "Question 1.1 (3\u00a0points)"
    assert question.style.font.bold


def test_heads_of_tables_are_repeated_and_rows_stay_whole() -> None:
    made = opened(written("subject"))
    data = next(each for each in made.tables if each.cell(0, 0).text == "Canal")
    assert [row._tr.find(f"{W}trPr/{W}tblHeader") is not None for row in data.rows] == [
        True,
        *[False] * (len(data.rows) - 1),
    ]
    assert all(row._tr.find(f"{W}trPr/{W}cantSplit") is not None for row in data.rows)
    look = data._tbl.tblPr.find(f"{W}tblLook")
    assert (look.get(f"{W}firstRow"), look.get(f"{W}firstColumn")) == ("1", "1")
    frame = next(each for each in made.tables if "comporte" in each.cell(0, 0).text)
    assert frame._tbl.tblPr.find(f"{W}tblLook").get(f"{W}firstRow") == "0"


def test_captions_name_tables() -> None:
    made = opened(written("everything"))
    names = [each.get(f"{W}val") for each in made.element.iter(f"{W}tblCaption")]
    assert names == ["Tableau des idées"]
    assert paragraph(made, "Tableau des idées").style.name == "Caption"


def test_columns_share_the_page() -> None:
    for each in opened(written("grid")).tables:
        assert sum(column.width.mm for column in each.columns) == pytest.approx(172, abs=0.3)


def test_the_footer_counts_pages() -> None:
    foot = opened(written("subject")).sections[0].footer._element
    fields = [each.get(f"{W}instr").strip() for each in foot.iter(f"{W}fldSimple")]
    assert fields == ["PAGE", "NUMPAGES"]
    assert "Session juin 2025" in seen(foot)
    assert "Code sujet\u00a0: 25-TEMOIN1" in seen(foot)


def test_the_subject_says_how_many_pages_it_has() -> None:
    body = opened(written("subject")).element.body
    fields = [" NUMPAGES " for each in _inlines(example("subject")) if each == PageCount()]
    assert len(fields) > 1
    assert [each.get(f"{W}instr") for each in body.iter(f"{W}fldSimple")] == fields


def annex(*, wide: bool = False) -> tuple[Block, ...]:
    """One annex: its title, a table, its source; and what comes after it."""
    figures = table(("Mois", "Ventes"), ("Mai", "12"), wide=wide)
    source = Paragraph(text("Source : le registre"))
    after = Heading(2, text("Annexe 2"), keep=True)
    return Heading(2, text("Annexe 1"), keep=True), figures, source, after


def test_what_a_title_keeps_stays_on_its_page() -> None:
    made = opened(docx(document(*annex())))
    cells = [cell.paragraphs[0] for row in made.tables[0].rows for cell in row.cells]
    assert all(cell.paragraph_format.keep_with_next for cell in cells)
    assert not paragraph(made, "Source").paragraph_format.keep_with_next


def test_what_a_title_keeps_lies_on_its_side_with_it() -> None:
    laid = document(*annex(wide=True), layout=LARGE)
    assert [(lying, len(body)) for lying, body in sections(laid)] == [(True, 3), (False, 1)]


def test_page_breaks() -> None:
    made = opened(written("subject"))
    starts = [each.text for each in made.paragraphs if each.paragraph_format.page_break_before]
    assert starts == ["Contexte", "Annexe\u00a01 – L’entretien avec la gérante"]


def test_a_table_can_start_a_page_and_two_breaks_leave_no_empty_one() -> None:
    made = opened(docx(document(PageBreak(), said("a"), PageBreak(), PageBreak(), table(("b",)))))
    starts = [each.paragraph_format.page_break_before for each in made.paragraphs]
    assert starts == [None, True, None]  # a thin paragraph stands before the table and after it
    assert [child.tag.removeprefix(W) for child in made.element.body][:4] == ["p", "p", "tbl", "p"]


def numbered(made: Any) -> list[tuple[str, int, int]]:
    """The list items: their words, level and numbering."""
    found = []
    for each in made.element.iter(f"{W}p"):
        for mark in each.iter(f"{W}numPr"):
            level, number = (int(mark.find(W + name).get(f"{W}val")) for name in ("ilvl", "numId"))
            found.append((seen(each).strip(), level, number))
    return found


def test_lists_are_lists() -> None:
    inner = Items(((said("un"),), (said("deux"),)), ordered=True)
    made = opened(
        docx(
            document(
                Items(((said("a"), inner), (said("b"),))),
                Items(((said("sept"),),), ordered=True, start=7),
            )
        )
    )
    assert numbered(made) == [
        ("a", 0, 1),
        ("un", 1, 3),
        ("deux", 1, 3),
        ("b", 0, 1),
        ("sept", 0, 4),
    ]
    assert {each.text: each.style.name for each in made.paragraphs}["a"] == "List Bullet"
    assert {each.text: each.style.name for each in made.paragraphs}["sept"] == "List Number"
    numbering = made.part.numbering_part.element
    starts = {
        number.numId: next(number.iter(f"{W}startOverride")).get(f"{W}val")
        for number in numbering.num_lst
        if number.numId > 2
    }
    assert starts == {3: "1", 4: "7"}


def test_pictures_have_their_words() -> None:
    made = opened(written("subject"))
    pictures = [each for each in words(example("subject").body) if each.startswith("Diagramme")]
    (shape,) = made.inline_shapes
    assert shape._inline.docPr.get("descr") == pictures[0]
    assert shape.width / shape.height == pytest.approx(2, rel=0.01)
    (blob,) = [part.blob for part in made.part.package.image_parts]
    assert blob.startswith(b"\x89PNG")


def test_a_photograph_is_not_touched(tmp_path: Path) -> None:
    photograph = tmp_path / "photo.jpg"
    header = bytes.fromhex("ffd8 ffe0 0010 4a46494600 0101 00 0001 0001 00 00")
    frame = bytes.fromhex("ffc0 000b 08 0064 0190 01 01 11 00 ffd9")
    photograph.write_bytes(header + frame)
    made = opened(docx(document(Figure(photograph, "Une photographie"))))
    (shape,) = made.inline_shapes
    assert shape.width / shape.height == pytest.approx(4, rel=0.01)


def test_a_broken_picture_is_an_error_that_names_it(tmp_path: Path) -> None:
    broken = tmp_path / "broken.svg"
    broken.write_text("<svg", "utf-8")
    with pytest.raises(ExamenError, match=r"broken\.svg"):
        docx(document(Figure(broken, "Rien")))


def test_boxes_can_be_ticked_on_the_screen() -> None:
    asked = sum(isinstance(each, Checkbox) for each in _inlines(example("grid")))
    body = parts(written("grid"))["word/document.xml"]
    assert body.count("<w14:checkbox>") == asked > 10


def _inlines(item: Any) -> Any:
    if isinstance(item, tuple):
        for each in item:
            yield from _inlines(each)
    elif isinstance(item, get_args(Inline)):
        yield item
    elif hasattr(item, "__dataclass_fields__"):
        for name in item.__dataclass_fields__:
            yield from _inlines(getattr(item, name))


def test_links_lead_where_they_say_and_dangerous_ones_are_words() -> None:
    made = opened(written("everything"))
    linked = [each for each in made.paragraphs if each.hyperlinks]
    addresses = {link.text: link.address for each in linked for link in each.hyperlinks}
    assert addresses["lien"] == "https://exemple.fr/?a=1&b=2"
    assert not [name for name in addresses if "suspect" in name]
    assert {link.fragment for each in linked for link in each.hyperlinks} >= {"annex_1", "e_1_1_1"}


def test_a_question_stays_on_one_page_and_its_text_leaves_the_margin_free() -> None:
    points = Items(((said("a"),), (said("b"),)))
    made = opened(docx(document(Prompt("1", (said("Que dire ?"), points, said("fin")), "4 pts"))))
    kept = [bool(each.paragraph_format.keep_with_next) for each in made.paragraphs]
    assert kept == [False, True, True, False]  # the style of the question keeps its first line
    assert made.paragraphs[0].style.paragraph_format.keep_with_next
    edges = made.paragraphs[-1].paragraph_format
    assert (round(edges.left_indent.mm), round(edges.right_indent.mm)) == (14, 18)
    assert round(made.paragraphs[1].paragraph_format.right_indent.mm) == 18


def test_rows_are_as_long_as_their_table() -> None:
    for each in opened(written("everything")).element.iter(f"{W}tbl"):
        columns = len(each.find(f"{W}tblGrid"))
        for row in each.findall(f"{W}tr"):
            spans = [cell.find(f"{W}tcPr/{W}gridSpan") for cell in row.findall(f"{W}tc")]
            assert sum(1 if span is None else int(span.get(f"{W}val")) for span in spans) == columns


def test_a_row_that_holds_a_long_list_may_be_cut_by_the_page() -> None:
    long = Items(tuple((said(str(number)),) for number in range(9)))
    rows = tuple((Cell((body,)),) for body in (said("court"), long))
    made = opened(docx(document(Table((1,), (), rows))))
    cut = [row._tr.find(f"{W}trPr/{W}cantSplit") is None for row in made.tables[0].rows]
    assert cut == [False, True]


@pytest.mark.parametrize(
    ("body", "cut"),
    [
        ((said("court"),), False),
        ((said("long " * 150),), True),
        ((Items(tuple((said("puce"),) for _index in range(20))),), True),
        ((table(("1",)),), True),
    ],
    ids=["short", "long", "list", "table"],
)
def test_only_a_long_box_may_be_cut_by_the_page(body: tuple[Block, ...], cut: bool) -> None:  # noqa: FBT001
    made = opened(docx(document(Box(BoxKind.NOTE, body, "Remarque"))))
    assert (made.tables[0].rows[0]._tr.find(f"{W}trPr/{W}cantSplit") is None) == cut


def test_heads_of_tables_have_a_style_of_their_own() -> None:
    made = opened(docx(document(table(("1",), head=("Canal",)))))
    (head, row) = made.tables[0].rows
    assert head.cells[0].paragraphs[0].style.name == "En-tête de tableau"
    assert row.cells[0].paragraphs[0].style.name == "Texte de tableau"


def test_words_are_cut_at_the_end_of_lines_only_where_both_edges_are_straight() -> None:
    straight = parts(written("subject"))["word/settings.xml"]
    ragged = parts(docx(subject(exam(), DYSLEXIC)))["word/settings.xml"]
    assert ("autoHyphenation" in straight, "autoHyphenation" in ragged) == (True, False)


def test_names_of_bookmarks_are_short_and_still_differ() -> None:
    anchors = ["annexe-" * 9 + "a", "annexe-" * 9 + "b"]
    headings = (Heading(2, text(anchor), anchor=anchor) for anchor in anchors)
    body = parts(docx(document(*headings)))["word/document.xml"]
    names = re.findall(r'<w:bookmarkStart w:id="\d+" w:name="(\w+)"', body)
    assert len(set(names)) == 2
    assert max(map(len, names)) <= 40


def test_layouts() -> None:
    def looks(layout: Any) -> tuple[float, str, bool]:
        made = opened(docx(subject(exam(), layout)))
        normal = made.styles["Normal"]
        fonts = made.styles.element.find(f"{W}docDefaults").iter(f"{W}rFonts")
        spread = made.styles.element.find(f"{W}docDefaults").find(f".//{W}spacing")
        return normal.font.size.pt, next(fonts).get(f"{W}ascii"), spread is not None

    assert looks(replace(LARGE, name="standard", size=11, sans=False)) == (
        11,
        "Times New Roman",
        False,
    )
    assert looks(LARGE) == (20, "Arial", False)
    assert looks(DYSLEXIC) == (14, "Arial", True)


def test_italics_become_bold_where_they_are_hard_to_read() -> None:
    made = opened(docx(document(Paragraph((Run("penché", italic=True),)), layout=DYSLEXIC)))
    (run,) = made.paragraphs[0].runs
    assert (run.bold, run.italic) == (True, None)


def test_wide_tables_lie_on_their_side_in_large_letters() -> None:
    wide = table(("1", "2"), head=("a", "b"), wide=True)
    body = (said("avant"), PageBreak(), Heading(2, text("Annexe")), wide, said("après"))
    upright = opened(docx(document(*body)))
    assert len(upright.sections) == 1
    made = opened(docx(document(*body, layout=LARGE)))
    sizes = [(round(each.page_width.mm), each.orientation) for each in made.sections]
    assert sizes == [(210, 0), (297, 1), (210, 0)]
    drawn = opened(docx(document(Heading(2, text("Annexe")), Figure(PICTURE, "a"), layout=LARGE)))
    (shape,) = drawn.inline_shapes
    assert drawn.sections[0].orientation == 1
    assert round(shape.height.mm) == 104
    assert not [each for each in made.paragraphs if each.paragraph_format.page_break_before]
    (turned,) = [each for each in made.tables if each.cell(0, 0).text == "a"]
    assert sum(column.width.mm for column in turned.columns) == pytest.approx(259, abs=0.3)


def test_evidence_is_marked() -> None:
    made = opened(docx(document(Paragraph((Run("preuve", mark=Tone.FOUND),)))))
    (run,) = made.paragraphs[0].runs
    assert run.font.underline
    assert run._r.rPr.find(f"{W}shd").get(f"{W}fill") == "D3EFD9"


@given(st.text())
def test_whatever_a_candidate_writes_is_words(answer: str) -> None:
    made = opened(docx(document(Paragraph((Run(answer),)))))
    shown = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", answer)
    assert made.paragraphs[0].text == re.sub("[\r\n]", " ", shown)


def test_the_number_of_a_passage_is_raised_and_its_mention_leads_there() -> None:
    made = opened(
        docx(
            document(
                Paragraph((Run("preuve"), Call(3, "1.1", source=True))),
                Paragraph((Call(3, "1.1", source=False), Run("trouvée"))),
            )
        )
    )
    passage, mention = made.paragraphs
    assert [run.text for run in passage.runs if run.font.superscript] == ["3"]
    assert passage._p.find(f"{W}bookmarkStart").get(f"{W}name") == "e_1_1_3"
    (link,) = mention.hyperlinks
    assert (link.text, link.fragment) == ("3", "e_1_1_3")


def test_narrow_columns_have_the_room_that_their_longest_line_needs() -> None:
    rows = tuple((Cell((said(name),)), Cell((said("x"),))) for name in ("court", "bien plus long"))
    narrow, wide = column_widths(Table((0, 1), (), rows), 100, STANDARD)
    short, _rest = column_widths(Table((0, 1), (), rows[:1]), 100, STANDARD)
    assert narrow + wide == pytest.approx(100)
    assert 10 < short < narrow < 40
    endless = ((Cell((said("long " * 50),)), Cell((said("x"),))),)
    assert column_widths(Table((0, 1), (), endless), 99, STANDARD) == pytest.approx((66, 33))
    assert sum(column_widths(Table((0, 0), (), endless), 99, STANDARD)) == pytest.approx(99)
