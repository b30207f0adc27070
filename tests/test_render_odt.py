"""ODT: styles, headings, lists, tables and fields are real; nothing of the document is lost."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import odfdo
import pytest
from hypothesis import given
from hypothesis import strategies as st

from examen.problems import ExamenError
from examen.render.blocks import Figure, Heading, Items, PageBreak, Paragraph, Run, text
from examen.render.layout import DYSLEXIC, LARGE
from examen.render.odt import odt
from examen.render.subject import subject
from office_texts import NAMES, document, example, lost, said, table, words
from render_example import exam

NAMED = {  # attributes that name a style of a family
    "text:p": "paragraph",
    "text:h": "paragraph",
    "text:span": "text",
    "text:a": "text",
    "table:table": "table",
    "table:table-column": "table-column",
    "table:table-row": "table-row",
    "table:table-cell": "table-cell",
    "draw:frame": "graphic",
}


@cache
def written(name: str) -> bytes:
    return odt(example(name))


def opened(content: bytes) -> odfdo.Document:
    return odfdo.Document(io.BytesIO(content))


def elements(made: Any, query: str) -> list[Any]:
    """Elements of the content and the styles, in this order."""
    return [*made.content.root.get_elements(query), *made.styles.root.get_elements(query)]


def seen(element: Any) -> str:
    """The words below an element as a reader sees them."""
    content = re.sub(r"<text:(tab|line-break)\b[^>]*/>", " ", element.serialize())
    content = re.sub(
        r'<text:s( text:c="(\d+)")?/>', lambda found: " " * int(found[2] or 1), content
    )
    content = re.sub(r"</(text:p|text:h|svg:desc|table:title)>", "\n", content)
    content = re.sub(r"<[^>]*>", "", content)
    return content.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def attribute(element: Any, name: str) -> str:
    return str(element.get_attribute(name) or "")


def above(made: odfdo.Document, name: str, family: str = "paragraph") -> str:
    """The named style that an unnamed one of the content is made from."""
    style = made.content.root.get_elements(
        f'//office:automatic-styles/style:style[@style:name="{name}"][@style:family="{family}"]'
    )
    return attribute(style[0], "style:parent-style-name") if style else name


@pytest.mark.parametrize("name", NAMES)
class TestEveryDocument:
    def test_no_word_is_lost(self, name: str) -> None:
        made = opened(written(name))
        content = seen(made.body) + seen(made.styles.get_master_page(0))
        assert lost(example(name), content) == []

    def test_the_same_bytes_on_any_day(self, name: str) -> None:
        assert odt(example(name)) == written(name)
        day = datetime.fromtimestamp(example(name).timestamp, tz=UTC).timetuple()[:6]
        with zipfile.ZipFile(io.BytesIO(written(name))) as archive:
            assert {member.date_time for member in archive.infolist()} == {day}

    def test_the_archive_tells_its_kind_first_and_lists_its_files(self, name: str) -> None:
        with zipfile.ZipFile(io.BytesIO(written(name))) as archive:
            first, *others = archive.infolist()
            assert (first.filename, first.compress_type) == ("mimetype", zipfile.ZIP_STORED)
            assert archive.read(first) == b"application/vnd.oasis.opendocument.text"
        listed = set(opened(written(name)).manifest.get_paths())
        files = {member.filename for member in others} - {"META-INF/manifest.xml"}
        assert files == {path for path in listed if not path.endswith("/")}

    def test_every_style_exists(self, name: str) -> None:
        made = opened(written(name))
        for tree in (made.content.root, made.styles.root):
            known = {
                (attribute(style, "style:family"), attribute(style, "style:name"))
                for root in (tree, made.styles.root)
                for style in root.get_elements("//style:style")
            }
            lists = {
                attribute(each, "style:name") for each in tree.get_elements("//text:list-style")
            }
            for tag, family in NAMED.items():
                prefix = tag.split(":")[0]
                for each in tree.get_elements(f"//{tag}"):
                    used = attribute(each, f"{prefix}:style-name")
                    assert (family, used) in known, (tag, used)
            for each in tree.get_elements("//text:list"):
                assert attribute(each, "text:style-name") in lists

    def test_lists_hold_only_what_the_format_allows(self, name: str) -> None:
        for item in elements(opened(written(name)), "//text:list-item"):
            assert {child.tag for child in item.children} <= {"text:p", "text:h", "text:list"}

    def test_rows_are_as_long_as_their_table(self, name: str) -> None:
        for each in elements(opened(written(name)), "//table:table"):
            columns = len(each.get_elements("table:table-column"))
            for row in each.get_elements("table:table-row | table:table-header-rows/*"):
                assert len(row.get_elements("*")) == columns


def test_an_unknown_block_or_inline_is_named() -> None:
    @dataclass(frozen=True)
    class Balloon:
        text: str = ""

    with pytest.raises(TypeError, match="Balloon"):
        odt(document(Balloon()))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Balloon"):
        odt(document(Paragraph((Balloon(),))))  # type: ignore[arg-type]


def test_properties_come_from_the_exam() -> None:
    meta = opened(written("subject")).meta
    assert meta.title == "La boulangerie Delmas passe au numérique"
    assert meta.subject == "E4\u00a0: Développement de la relation client – Session juin 2025"
    assert meta.initial_creator == meta.creator == "examen"
    assert meta.language == "fr-FR"
    assert meta.creation_date == meta.date
    assert meta.creation_date is not None
    assert meta.creation_date.year == 2025


@pytest.mark.parametrize(
    ("language", "country", "page"), [("fr", "FR", "Page 1 sur 1"), ("en", "GB", "Page 1 of 1")]
)
def test_language(language: str, country: str, page: str) -> None:
    made = opened(odt(document(said("Words"), language=language)))
    (default,) = made.styles.root.get_elements("//style:default-style/style:text-properties")
    assert attribute(default, "fo:language") == language
    assert attribute(default, "fo:country") == country
    assert page in seen(made.styles.get_master_page(0)).split("\n")


def test_headings() -> None:
    made = opened(written("subject"))
    headings = [
        (attribute(each, "text:outline-level"), seen(each).split("  ")[0].strip())
        for each in made.body.get_headers()
    ]
    assert [(level, words[:12].replace("\u00a0", " ")) for level, words in headings] == [
        ("1", "La boulanger"),
        ("2", "Contexte"),
        ("2", "Dossier 1 : "),
        ("3", "Partie A : l"),
        ("4", "1.1 Présente"),
        ("4", "1.2 Calculez"),
        ("3", "Partie B : l"),
        ("4", "1.3 Proposez"),
        ("4", "1.4 Recomman"),
        ("2", "Dossier 2 : "),
        ("3", "2 Le commerc"),
        ("2", "Annexe 1 – L"),
        ("3", "Les commande"),
        ("2", "Annexe 2 – L"),
        ("2", "Annexe 3 – L"),
    ]
    names = {
        attribute(each, "text:outline-level"): above(made, attribute(each, "text:style-name"))
        for each in made.body.get_headers()
    }
    assert names == {
        "1": "Heading_20_1",
        "2": "Heading_20_2",
        "3": "Heading_20_3",
        "4": "question-4",
    }


def test_a_question_is_one_heading_with_its_number_and_its_points() -> None:
    made = opened(written("subject"))
    question = next(each for each in made.body.get_headers() if "1.1" in seen(each))
    assert seen(question).startswith("1.1 Présentez")
    assert seen(question).rstrip().endswith("3\u00a0pts")
    assert len(question.get_elements("text:tab")) == 2
    (style,) = made.styles.root.get_elements('//style:style[@style:name="question-4"]')
    assert attribute(style, "style:display-name") == "Question de niveau 4"
    assert attribute(style, "style:parent-style-name") == "Heading_20_4"
    (stop,) = style.get_elements(".//style:tab-stop")
    assert attribute(stop, "style:position") == "158mm"  # 172 from the page's edge, 14 less
    settings = {
        attribute(item, "config:name"): item.text
        for item in made.settings.root.get_elements("//config:config-item")
    }
    assert settings["TabOverMargin"] == settings["DoNotJustifyLinesWithManualBreak"] == "true"


@pytest.mark.parametrize("layout", [LARGE, DYSLEXIC], ids=lambda layout: layout.name)
def test_points_stand_in_the_text_where_there_is_no_margin_for_them(layout: Any) -> None:
    made = opened(odt(subject(exam(), layout)))
    titles = [seen(each).strip() for each in made.body.get_headers()]
    assert "Question 1.1 (3\u00a0points)" in titles


def test_heads_of_tables_are_repeated_and_rows_stay_whole() -> None:
    made = opened(written("subject"))
    heads = made.body.get_elements("//table:table-header-rows")
    assert [seen(each).split() for each in heads] == [["Canal", "2023", "2024", "Écart"]]
    kept = {
        attribute(each, "fo:keep-together")
        for each in made.content.root.get_elements("//style:table-row-properties")
    }
    assert kept == {"always", "auto"}  # of rows and of boxes


def test_captions_name_tables() -> None:
    names = [each.text for each in opened(written("everything")).body.get_elements("//table:title")]
    assert names == ["Tableau des idées"]


def test_the_footer_counts_pages() -> None:
    made = opened(written("subject"))
    foot = made.styles.get_master_page(0)
    assert foot is not None
    assert len(foot.get_elements(".//text:page-number")) == 1
    assert len(foot.get_elements(".//text:page-count")) == 1
    assert "Session juin 2025" in seen(foot)
    assert "Code sujet\u00a0: 25-TEMOIN1" in seen(foot)


def test_the_subject_says_how_many_pages_it_has() -> None:
    counts = opened(written("subject")).body.get_elements("//text:page-count")
    assert len(counts) == str(example("subject").body).count("PageCount()") > 1


def starts(made: odfdo.Document) -> list[str]:
    """The words of paragraphs that start a page."""
    breaking = {
        attribute(style, "style:name")
        for style in made.content.root.get_elements("//style:style")
        if any(
            attribute(each, "fo:break-before") == "page"
            for each in style.get_elements("style:paragraph-properties")
        )
    }
    found = made.body.get_elements("text:p | text:h")
    return [seen(each).strip() for each in found if attribute(each, "text:style-name") in breaking]


def test_page_breaks() -> None:
    annex = "Annexe\u00a01 – L’entretien avec la gérante"
    assert starts(opened(written("subject"))) == ["Contexte", annex]


def test_a_table_can_start_a_page_and_two_breaks_leave_no_empty_one() -> None:
    made = opened(odt(document(PageBreak(), said("a"), PageBreak(), PageBreak(), table(("b",)))))
    assert starts(made) == [""]
    assert [child.tag for child in made.body.children] == ["text:p", "text:p", "table:table"]


def test_lists_are_lists() -> None:
    inner = Items(((said("un"),), (said("deux"),)), ordered=True)
    made = opened(
        odt(
            document(
                Items(((said("a"), said("suite"), inner), (said("b"),))),
                Items(((said("sept"),), (said("huit"),)), ordered=True, start=7),
            )
        )
    )
    outer, nested, numbered = made.body.get_elements("//text:list")
    assert [len(each.get_elements("text:list-item")) for each in (outer, nested, numbered)] == [
        2,
        2,
        2,
    ]
    assert nested.serialize() in outer.serialize()
    first, second = numbered.get_elements("text:list-item")
    assert attribute(first, "text:start-value") == "7"
    assert attribute(second, "text:start-value") == ""
    (style,) = made.content.root.get_elements(
        f'//text:list-style[@style:name="{attribute(numbered, "text:style-name")}"]'
    )
    assert len(style.get_elements("text:list-level-style-number")) == 10


def test_pictures_have_their_words() -> None:
    made = opened(written("subject"))
    said_of_it = [each for each in words(example("subject").body) if each.startswith("Diagramme")]
    (frame,) = made.body.get_elements("//draw:frame")
    assert [each.text for each in frame.get_elements("svg:desc")] == said_of_it
    (image,) = frame.get_elements("draw:image")
    content = made.get_part(attribute(image, "xlink:href"))
    assert isinstance(content, bytes)
    assert content.startswith(b"\x89PNG")
    assert made.manifest.get_media_type("Pictures/1.png") == "image/png"


def test_a_broken_picture_is_an_error_that_names_it(tmp_path: Path) -> None:
    broken = tmp_path / "broken.svg"
    broken.write_text("<svg", "utf-8")
    with pytest.raises(ExamenError, match=r"broken\.svg"):
        odt(document(Figure(broken, "Rien")))


def test_links_lead_where_they_say_and_dangerous_ones_are_words() -> None:
    made = opened(written("everything"))
    links = {seen(each): attribute(each, "xlink:href") for each in elements(made, "//text:a")}
    assert links["lien"] == "https://exemple.fr/?a=1&b=2"
    assert "suspect" not in links
    bookmarks = {attribute(each, "text:name") for each in elements(made, "//text:bookmark-start")}
    assert {target[1:] for target in links.values() if target[0] == "#"} <= bookmarks


def test_layouts() -> None:
    def looks(layout: Any) -> list[str]:
        made = opened(odt(subject(exam(), layout)))
        (default,) = made.styles.root.get_elements("//style:default-style/style:text-properties")
        names = ("fo:font-size", "style:font-name", "fo:letter-spacing", "fo:hyphenate")
        return [attribute(default, name) for name in names]

    assert looks(LARGE) == ["20pt", "Arial", "", ""]
    assert looks(DYSLEXIC) == ["14pt", "Arial", "0.56pt", ""]
    (default,) = opened(written("subject")).styles.root.get_elements(
        "//style:default-style/style:text-properties"
    )
    assert attribute(default, "fo:hyphenate") in {"true", "True"}


def test_wide_tables_lie_on_their_side_in_large_letters() -> None:
    wide = table(("1", "2"), head=("a", "b"), wide=True)
    body = (said("avant"), PageBreak(), Heading(2, text("Annexe")), wide, said("après"))
    made = opened(odt(document(*body, layout=LARGE)))
    pages = {
        attribute(style, "style:name"): attribute(style, "style:master-page-name")
        for style in made.content.root.get_elements("//style:style[@style:master-page-name]")
    }
    found = made.body.get_elements("text:p | text:h")
    turns = [(seen(each).strip(), pages.get(attribute(each, "text:style-name"))) for each in found]
    assert turns == [("avant", None), ("Annexe", "Landscape"), ("après", "Standard")]
    masters = made.styles.root.get_elements("//style:master-page")
    assert [attribute(each, "style:name") for each in masters] == ["Standard", "Landscape"]
    assert starts(made) == []


@given(st.text())
def test_whatever_a_candidate_writes_is_words(answer: str) -> None:
    made = opened(odt(document(Paragraph((Run(answer),)))))
    shown = re.sub("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]", "\ufffd", answer)
    (only,) = made.body.get_paragraphs()
    assert only.text_recursive == re.sub("[\r\n]", " ", shown)


def test_spaces_that_the_format_would_lose_are_kept() -> None:
    made = opened(odt(document(Paragraph((Run("a "), Run(" b   c"))))))
    (only,) = made.body.get_paragraphs()
    assert [attribute(each, "text:c") for each in only.get_elements("text:s")] == ["", "2"]
