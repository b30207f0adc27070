"""A document of every block and inline, and the words of any document, to be found in its files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from functools import cache
from pathlib import Path
from typing import Any

from examen import render
from examen.render.blocks import (
    Align,
    Anonymity,
    Badge,
    Blank,
    Block,
    Box,
    BoxKind,
    Call,
    Cell,
    Checkbox,
    Code,
    Cover,
    Divider,
    Document,
    Facts,
    Figure,
    Footer,
    Heading,
    Items,
    LineBreak,
    Lines,
    PageBreak,
    PageCount,
    Paragraph,
    Prompt,
    Quote,
    Run,
    Score,
    Table,
    Tone,
    text,
)
from examen.render.layout import STANDARD, Layout
from render_example import COPY, HERE, exam, grade

FOOTER = Footer("Brevet de technicien", "Session 2020", "Épreuve E5", "Code sujet : 20-E5")
PICTURE = next((HERE / "bank").rglob("*.svg"))
NAMES = ("subject", "guide", "grid", "booklet", "recognition", "corrige", "everything")


def said(words: str) -> Paragraph:
    return Paragraph(text(words))


def document(*body: Block, layout: Layout = STANDARD, language: str = "fr") -> Document:
    """A document that holds `body`, dated 2 January 2020."""
    return Document("Le titre", language, body, FOOTER, 1577923200, layout)


def table(*rows: tuple[str, ...], head: tuple[str, ...] = (), wide: bool = False) -> Table:
    def row(words: tuple[str, ...]) -> tuple[Cell, ...]:
        return tuple(Cell((said(each),)) for each in words)

    count = len(rows[0])
    return Table((1,) * count, (row(head),) if head else (), tuple(map(row, rows)), wide=wide)


def everything(layout: Layout = STANDARD) -> Document:
    """Every block and every inline, each where it is least at home."""
    inner = table(("Une case", "Autre case"), head=("Colonne", "Suite"))
    nested = Items(
        (
            (said("premier"), said("suite du premier"), Items(((said("dedans"),),))),
            (Code("case  a:\n    b()"), Figure(PICTURE, "Un dessin en liste")),
            (said("avec un tableau"), inner, Box(BoxKind.NOTE, (said("boîte en liste"),))),
        ),
        ordered=True,
        start=4,
    )
    styles = (
        Run("gras", bold=True),
        Run(" italique ", italic=True),
        Run("barré\u00a0!", strike=True),
        Run("a `b` | c", code=True),
        LineBreak(),
        Run("lien", link="https://exemple.fr/?a=1&b=2"),
        Run("vers l’annexe", link="#annex-1"),
        Run("suspect", link="javascript:x"),
        Run("preuve", mark=Tone.FOUND),
        Call(1, "1.1", source=True),
        Run(" doute", mark=Tone.UNSURE, bold=True),
        Call(1, "1.1", source=False),
        Badge("trouvée", Tone.FOUND),
        Checkbox("nommée"),
        Blank(12),
        Blank(3, cells=True),
        Run("  deux espaces  <b>#panic()</b> & $x$ *_[1]\\ fin"),
    )
    fragile = Cell(
        (said("- 12"), Items(((said("puce"), nested),)), Box(BoxKind.REVIEW, (inner,), "Boîte")),
        tone=Tone.UNSURE,
    )
    body: tuple[Block, ...] = (
        Cover(
            "Brevet",
            "Épreuve E4",
            "Session 2021",
            "Titre principal",
            "Corrigé",
            facts=(("Durée", text("3 heures")),),
            notices=(Paragraph((Run("Ce sujet a "), PageCount(), Run(" pages."))), said("Lisez.")),
            contents=(table(("Partie 1", "10 points")),),
            alone=True,
        ),
        Heading(2, (Run("Première "), Run("partie", italic=True)), "10 points", "part-1"),
        Paragraph(styles),
        Paragraph(text("1. Pas une liste"), Align.END, small=True, keep=True),
        said("# Pas un titre"),
        Prompt("1.1", (said("Que dire ?"), nested, said("(annexe 1)")), "4 pts", 3, "q-1.1"),
        Prompt("1.2", (inner,), "2 pts", 4),
        Items(((said("une puce"),), (said("autre puce"),)), tight=False),
        Items(((said("autre liste"),),)),
        Quote((said("Citation"), nested)),
        *(Box(kind, (said(f"boîte {kind}"),), f"Titre {kind}") for kind in BoxKind),
        Divider(),
        Lines(3),
        Facts((("Coefficient", text("2")),)),
        Score("Note proposée", "12,5", "20", ("Entre 12 et 14",), Tone.FOUND),
        Anonymity((("Nom", 0), ("Numéro", 8)), "Anonymat", "Rabattre et coller."),
        PageBreak(),
        PageBreak(),
        Table(
            (2, 0, 1),
            ((Cell((said("Idée"),), columns=2), Cell((said("Points"),), align=Align.END)),),
            (
                (Cell((said("Maîtrisée"),), heading=True), fragile, Cell(())),
                (Cell((said("trop"),), columns=3, tone=Tone.MUTED),),
            ),
            caption="Tableau des idées",
        ),
        PageBreak(),
        Heading(2, text("Annexe 1"), anchor="annex-1"),
        Figure(PICTURE, "Un dessin : « trois barres »", "La légende"),
        PageBreak(),
    )
    return document(*body, layout=layout)


@cache
def example(name: str) -> Document:
    """A real document by the name of its builder, or `everything`."""
    if name == "everything":
        return everything()
    if name == "corrige":
        return render.corrige(exam(), COPY, grade())
    made = getattr(render, name)(exam())
    if not isinstance(made, Document):
        raise TypeError(name)
    return made


def words(item: Any) -> Iterator[str]:
    """All words that stand in a tree of blocks, piece by piece; alternative texts too."""
    if isinstance(item, str):
        yield from item.split("\n")
    elif isinstance(item, tuple):
        for each in item:
            yield from words(each)
    elif is_dataclass(item):
        for entry in fields(item):
            if entry.name in {"anchor", "link", "scope", "layout", "language"}:
                continue
            value = getattr(item, entry.name)
            if not isinstance(value, Tone | Align | BoxKind | Path):
                yield from words(value)


def flat(content: str) -> str:
    """`content` with every white space alike, also those that do not break."""
    return re.sub(r"\s+", " ", content)


def lost(made: Document, content: str) -> list[str]:
    """The words of a document that `content`, what a reader sees of its file, lacks."""
    seen = flat(content)
    return [piece for piece in words((made.body, made.footer)) if flat(piece).strip() not in seen]
