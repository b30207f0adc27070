"""Markdown to blocks: everything an author may write, and errors for the rest."""

from __future__ import annotations

import pytest

from examen.problems import ExamenError
from examen.render.blocks import (
    Cell,
    Code,
    Divider,
    Heading,
    Items,
    LineBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    plain,
    to_data,
)
from examen.render.prose import blocks


def words(cell: Cell) -> str:
    (paragraph,) = cell.body
    assert isinstance(paragraph, Paragraph)
    return plain(paragraph.text)


def test_paragraph_with_styles() -> None:
    (paragraph,) = blocks("Un **gras**, *un* `x ?`, ~~non~~ et [ici](https://a.example).")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == (
        Run("Un "),
        Run("gras", bold=True),
        Run(", "),
        Run("un", italic=True),
        Run(" "),
        Run("x ?", code=True),
        Run(", "),
        Run("non", strike=True),
        Run(" et "),
        Run("ici", link="https://a.example"),
        Run("."),
    )


def test_nested_styles_add_up() -> None:
    (paragraph,) = blocks("***deux***")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == (Run("deux", bold=True, italic=True),)


def test_lines() -> None:
    (paragraph,) = blocks("un\ndeux  \ntrois")
    assert isinstance(paragraph, Paragraph)
    assert paragraph.text == (Run("un deux"), LineBreak(), Run("trois"))


def test_the_highest_heading_gets_the_level_asked_for() -> None:
    found = blocks("## A\n\n### B\n\n## C", level=4)
    assert [block.level for block in found if isinstance(block, Heading)] == [4, 5, 4]


def test_lists() -> None:
    (items,) = blocks("3. a\n4. b\n   - c\n")
    assert isinstance(items, Items)
    assert (items.ordered, items.start, items.tight, len(items.items)) == (True, 3, True, 2)
    assert isinstance(items.items[1][1], Items)
    (loose,) = blocks("- a\n\n- b")
    assert isinstance(loose, Items)
    assert not loose.tight


def test_table() -> None:
    (table,) = blocks("| a | b |\n|:-:|--:|\n| **1** | 2 |\n| 3 | 4 |")
    assert isinstance(table, Table)
    assert [cell.align for cell in table.head[0]] == ["centre", "end"]
    assert [[words(cell) for cell in row] for row in table.rows] == [["1", "2"], ["3", "4"]]


def test_the_rest() -> None:
    found = blocks("> cité\n\n---\n\n```\nx ; y\n```\n\n    z")
    assert [type(block) for block in found] == [Quote, Divider, Code, Code]
    assert found[2] == Code("x ; y")


def test_typography_is_set_but_not_in_code_and_links() -> None:
    (paragraph,) = blocks("Vrai ? `a ? b` <https://a.example/?b;c>")
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.text) == "Vrai\u202f? a ? b https://a.example/?b;c"


def test_html_is_text() -> None:
    (paragraph,) = blocks("a <b>c</b> <script>d</script>")
    assert isinstance(paragraph, Paragraph)
    assert plain(paragraph.text) == "a <b>c</b> <script>d</script>"


def test_a_picture_is_an_error_that_names_it() -> None:
    with pytest.raises(ExamenError, match=r"image.*une carte"):
        blocks("Voici ![une carte](carte.png).")


def test_plain_data_names_every_block() -> None:
    assert to_data(Divider()) == {"is": "divider"}
    assert to_data(blocks("a"))[0]["is"] == "paragraph"
