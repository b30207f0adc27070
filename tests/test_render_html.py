"""HTML: one well-formed file that stands alone and can be read aloud."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest

from examen import render
from examen.model.base import Language
from examen.problems import ExamenError
from examen.render.blocks import Document, Figure, Paragraph, text
from examen.render.html import html
from examen.render.layout import DYSLEXIC, LARGE
from golden_files import Check
from render_example import COPY, exam, grade

DOCUMENTS: dict[str, Document] = {
    "subject": render.subject(exam()),
    "guide": render.guide(exam()),
    "grid": render.grid(exam()),
    "booklet": render.booklet(exam()),
    "recognition": render.recognition(exam()),
    "corrige": render.corrige(exam(), COPY, grade()),
    "corrige-candidate": render.corrige(exam(), COPY, grade(), "candidate"),
}
VOID = {"meta", "br", "hr", "img", "col", "input"}


class Outline(HTMLParser):
    """What a page holds, and whether its tags are closed in order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.ids: list[str] = []
        self.targets: list[str] = []
        self.headings: list[int] = []
        self.words: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            self.attributes.append((tag, name, value or ""))
            if name == "id":
                self.ids.append(value or "")
            if name == "href" and (value or "").startswith("#"):
                self.targets.append((value or "")[1:])
        if re.fullmatch("h[1-6]", tag):
            self.headings.append(int(tag[1]))
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] not in {"style", "title"}:
            self.words.append(data)


@pytest.mark.parametrize("name", DOCUMENTS)
def test_golden(name: str, golden: Check) -> None:
    body = html(DOCUMENTS[name]).partition("<body")[2]
    golden(f"{name}.html", f"<body{body}")


@pytest.mark.parametrize("name", DOCUMENTS)
class TestEveryDocument:
    def test_tags_are_closed_in_order(self, name: str) -> None:
        assert Outline(html(DOCUMENTS[name])).open == []

    def test_headings_start_at_one_and_skip_no_level(self, name: str) -> None:
        levels = Outline(html(DOCUMENTS[name])).headings
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(b - a <= 1 for a, b in pairwise(levels))

    def test_ids_are_unique_and_links_lead_somewhere(self, name: str) -> None:
        page = Outline(html(DOCUMENTS[name]))
        assert len(page.ids) == len(set(page.ids))
        assert set(page.targets) <= set(page.ids)

    def test_nothing_comes_from_outside(self, name: str) -> None:
        page = html(DOCUMENTS[name])
        sources = [value for _tag, key, value in Outline(page).attributes if key == "src"]
        assert all(value.startswith("data:") for value in sources)
        assert not re.search(r"@import|url\(|<script|<link", page)

    def test_language_and_title(self, name: str) -> None:
        page = html(DOCUMENTS[name])
        assert '<html lang="fr">' in page
        assert "<title>La boulangerie Delmas passe au numérique" in page


def test_pictures_have_their_words() -> None:
    images = [a for a in Outline(html(DOCUMENTS["subject"])).attributes if a[0] == "img"]
    assert ("img", "alt") in {(tag, name) for tag, name, _value in images}
    assert any("120\u202f000\u00a0€ en 2024" in value for _tag, _name, value in images)


def test_answers_are_data() -> None:
    page = html(DOCUMENTS["corrige"])
    assert "&lt;b&gt;#panic()&lt;/b&gt;" in page


def test_answers_are_not_retouched() -> None:
    words = "".join(Outline(html(DOCUMENTS["corrige"])).words)
    assert '"Super" non ?' in words
    assert "- l'adresse" in words


def test_dangerous_links_are_words() -> None:
    document = DOCUMENTS["grid"]
    body = (Paragraph(text("ici", link="javascript:alert(1)")),)
    assert "javascript" not in html(replace(document, body=body)).partition("<body")[2]


def test_layouts_change_the_page() -> None:
    large = html(render.subject(exam(), LARGE))
    dyslexic = html(render.subject(exam(), DYSLEXIC))
    assert 'class="sans upright points-in-text"' in large
    assert "--print: 20pt" in large
    assert 'class="sans spaced upright points-in-text"' in dyslexic


def test_english_documents_speak_english() -> None:
    english = exam().exam.model_copy(update={"language": Language.EN})
    page = html(render.subject(replace(exam(), exam=english)))
    assert '<html lang="en">' in page
    assert "3 hours 20" in page.replace("\u00a0", " ")


@pytest.mark.parametrize("name", ["rien.svg", "notes.txt"])
def test_a_picture_that_cannot_be_shown_is_an_error_that_names_it(name: str) -> None:
    document = replace(DOCUMENTS["grid"], body=(Figure(Path(name), "rien"),))
    with pytest.raises(ExamenError, match=name):
        html(document)
