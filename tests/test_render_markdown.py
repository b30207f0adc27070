"""Markdown: read back by a Markdown parser, nothing is lost and nothing is added."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from examen.render.blocks import (
    Badge,
    Block,
    Box,
    BoxKind,
    Cell,
    Code,
    Facts,
    Figure,
    Heading,
    Inline,
    Items,
    LineBreak,
    PageBreak,
    Paragraph,
    Quote,
    Run,
    Table,
    Tone,
    text,
)
from examen.render.markdown import MarkdownBlocks, markdown
from examen.render.markdown_inlines import MarkdownInlines
from golden_files import Check
from office_texts import NAMES, PICTURE, document, example, flat, said, table, words

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def parsed(content: str) -> Iterator[Token]:
    """The tokens of a Markdown text, those inside of others too."""
    for token in PARSER.parse(content):
        yield token
        yield from token.children or []


def seen(content: str) -> str:
    """The words of a Markdown text as a reader sees them."""
    pieces = []
    for token in parsed(content):
        match token.type:
            case "text" | "code_inline" | "fence":
                pieces.append(token.content)
            case "softbreak" | "hardbreak" | "inline" | "html_inline":
                pieces.append(" " if token.content in {"", "<br>"} else "")
            case _:
                pieces.append("\n")
    return "".join(pieces)


def body(*blocks: Block) -> str:
    """The blocks alone, without the foot of the document."""
    return markdown(document(*blocks)).partition("\n\n---\n\nBrevet")[0]


def kinds(content: str) -> list[str]:
    """What a text holds, in order: tags that open, words, code."""
    return [
        token.tag if token.nesting == 1 else token.content
        for token in parsed(content)
        if token.nesting == 1 or (token.type in {"text", "code_inline", "fence"} and token.content)
    ]


@pytest.mark.parametrize("name", NAMES)
def test_no_word_is_lost(name: str) -> None:
    made = example(name)
    content = markdown(made)
    shown = flat(seen(content)).replace(" ", "")
    alternatives = {"".join(flat(words).split()) for words in re.findall(r"!\[([^\]]*)\]", content)}
    paged = {"", "Ce sujet a", "pages."}  # the paragraph that counts pages is left out
    if name == "subject":
        paged |= {flat(words).strip() for words in _paged(made.body)}
    lost = [
        piece
        for piece in words((made.body, made.footer))
        if flat(piece).strip() not in paged
        and "".join(flat(piece).split()) not in shown
        and "".join(flat(piece).split()) not in alternatives
    ]
    assert lost == []


def _paged(item: Any) -> Iterator[str]:
    if isinstance(item, tuple):
        if any(type(each).__name__ == "PageCount" for each in item):
            yield from words(item)
        for each in item:
            yield from _paged(each)
    elif hasattr(item, "__dataclass_fields__"):
        for name in item.__dataclass_fields__:
            yield from _paged(getattr(item, name))


@pytest.mark.parametrize("name", ["subject", "corrige"])
def test_golden(name: str, golden: Check) -> None:
    content = re.sub(r"base64,\S+", "base64,…", markdown(example(name)))
    golden(f"{name}-document.md", content)


def test_every_block_and_inline_can_be_drawn() -> None:
    for kind in get_args(Block):
        assert callable(getattr(MarkdownBlocks, kind.__name__.lower(), None)), kind
    for kind in get_args(Inline):
        assert callable(getattr(MarkdownInlines, kind.__name__.lower(), None)), kind


def test_an_unknown_block_or_inline_is_named() -> None:
    @dataclass(frozen=True)
    class Balloon:
        text: str = ""

    with pytest.raises(TypeError, match="Balloon"):
        markdown(document(Balloon()))  # type: ignore[arg-type]
    with pytest.raises(TypeError, match="Balloon"):
        markdown(document(Paragraph((Balloon(),))))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "answer",
    [
        "# titre",
        "- puce",
        "+ puce",
        "1. un",
        "12) douze",
        "> citation",
        "---",
        "===",
        "***",
        "```",
        "~~~",
        "a | b",
        "*a* _b_ **c** `d`",
        "[a](b) ![c](d) <e@f.fr>",
        "<b>#panic()</b>",
        "&amp; &#35;",
        "$x$",
        "c:\\temp\\",
        "2 * 3 * 4",
        "snake_case_name",
    ],
)
def test_answers_are_words(answer: str) -> None:
    assert kinds(body(said(answer))) == ["p", *_pieces(answer)]
    broken = Paragraph((Run("avant"), LineBreak(), Run(answer)))
    assert flat(seen(body(broken))).strip() == f"avant {answer}"


def _pieces(answer: str) -> list[str]:
    """The parser gives an escaped text in one piece."""
    return [answer]


@given(st.text(st.characters(exclude_categories=("Cc", "Cs", "Zl", "Zp"))))
def test_whatever_a_candidate_writes_is_words(answer: str) -> None:
    content = body(Box(BoxKind.ANSWER, (said(answer),)), table((answer, "b")))
    tags = [token.tag for token in parsed(content) if token.nesting == 1]
    paragraph = ["blockquote", "p"] if answer.strip() else []
    assert tags == [*paragraph, "table", "thead", "tr", "th", "th", "tbody", "tr", "td", "td"]
    shown = "".join(seen(content).split())
    assert shown == "".join(answer.split()) * 2 + "b"


STYLES = st.builds(
    Run,
    st.text("ab .!»«*_`<\u00a0é1", min_size=1, max_size=4),
    bold=st.booleans(),
    italic=st.booleans(),
    code=st.booleans(),
    strike=st.booleans(),
    mark=st.sampled_from((Tone.NONE, Tone.FOUND)),
)


@given(st.lists(STYLES, max_size=5))
def test_marks_of_style_never_show(runs: list[Run]) -> None:
    drawn = body(Paragraph((Run("x"), *runs, Run("x"))))
    said_once = "".join(run.text for run in runs)
    assert "".join(seen(drawn).split()) == "".join(f"x{said_once}x".split())


def test_styles() -> None:
    runs = (
        Run("Le "),
        Run("gras ", bold=True),
        Run("et", bold=True, italic=True),
        Run(" code", code=True),
        Run("«\u00a0fin\u00a0»", bold=True),
        Run("suite"),
        Run("lien", link="https://exemple.fr/a b"),
        Run("piège", link="javascript:x"),
        Badge("trouvée", Tone.FOUND),
    )
    assert body(Paragraph(runs)) == (
        "Le **gras** ***et*** `code`<strong>«\u00a0fin\u00a0»</strong>suite"
        "[lien](<https://exemple.fr/a%20b>)piège`trouvée`"
    )


def test_headings_and_facts() -> None:
    assert body(Heading(3, text("Partie"), "2 points")) == "### Partie (2 points)"
    facts = Facts((("Durée", text("3 heures")), ("Coefficient", text("2"))))
    assert body(facts) == "**Durée**\u00a0: 3 heures\\\n**Coefficient**\u00a0: 2"


def test_lists() -> None:
    inner = Items(((said("x"),), (said("y"), Code("z\n  t"))), ordered=True, start=9)
    drawn = body(Items(((said("a"), inner), (said("b"),))), Items(((said("c"),),), tight=False))
    assert drawn == (
        "- a\n\n  9. x\n  10. y\n\n      ```\n      z\n        t\n      ```\n- b\n\n<!-- -->\n\n- c"
    )
    assert [kind for kind in kinds(drawn) if kind in {"ul", "ol"}] == ["ul", "ol", "ul"]


def test_quotations_and_boxes_nest() -> None:
    drawn = body(Quote((said("a"), Box(BoxKind.NOTE, (said("b"),), "Titre"))))
    assert drawn == "> a\n>\n> > **Titre**\n> >\n> > b"


def test_code_keeps_its_backticks() -> None:
    assert kinds(body(Code("```\nx\n```"))) == ["```\nx\n```\n"]
    assert kinds(body(Paragraph((Run("`", code=True),)))) == ["p", "`"]
    beside = Paragraph((Run("a", code=True), Run("b", code=True, bold=True)))
    assert body(beside) == "`a`**<code>b</code>**"


def test_tables() -> None:
    cells = (
        Cell((said("a|b"), Items(((said("c"),), (said("d"),))))),
        Cell((said("e"), Box(BoxKind.NOTE, (said("f"),)))),
    )
    made = Table((1, 1), (), (cells, (Cell((said("large"),), columns=2),)), caption="Nom")
    assert body(made) == (
        "**Nom**\n\n|  |  |\n| --- | --- |\n| a\\|b<br>– c<br>– d | e<br>f |\n| large |  |"
    )


def test_page_breaks_are_rules_but_not_at_the_edges() -> None:
    drawn = body(PageBreak(), said("a"), PageBreak(), PageBreak(), said("b"), PageBreak())
    assert drawn == "a\n\n---\n\nb"


def test_pictures_stand_at_the_end() -> None:
    content = markdown(document(Figure(PICTURE, "Trois [barres]", "Légende"), said("suite")))
    assert content.startswith("![Trois \\[barres\\]][figure-1]\n\n*Légende*\n\nsuite")
    (image,) = [token for token in parsed(content) if token.type == "image"]
    assert str(image.attrs["src"]).startswith("data:image/png;base64,")
    assert content.splitlines()[-1].startswith("[figure-1]: data:")
