"""Structure: what the shape of an answer shows, such as a table, a plan or an e-mail's fields."""

from __future__ import annotations

from collections.abc import Callable

from examen.language.reading import Reading
from examen.language.structure.essay import conclusion, introduction
from examen.language.structure.examples import examples
from examen.language.structure.fields import recipient, sender, subject_line
from examen.language.structure.layout import bullet_list, length, table
from examen.language.structure.letter import link, salutation, signature
from examen.language.structure.page import Page, Span
from examen.language.structure.plan import plan
from examen.model.recognition import StructureKind

FINDERS: dict[StructureKind, Callable[[Page, int | None], list[Span]]] = {
    StructureKind.TABLE: table,
    StructureKind.LIST: bullet_list,
    StructureKind.INTRODUCTION: introduction,
    StructureKind.CONCLUSION: conclusion,
    StructureKind.PLAN: plan,
    StructureKind.SENDER: sender,
    StructureKind.RECIPIENT: recipient,
    StructureKind.SUBJECT_LINE: subject_line,
    StructureKind.SALUTATION: salutation,
    StructureKind.SIGNATURE: signature,
    StructureKind.LINK: link,
    StructureKind.EXAMPLES: examples,
    StructureKind.LENGTH: length,
}


def page_of(reading: Reading) -> Page:
    """The page on which an answer stands, where all its shapes are looked for."""
    return Page(reading.normal, len(reading.tokens))


def find(page: Page, kind: StructureKind, least: int | None = None) -> list[Span]:
    """The spans of the normalised text that have the shape, in order; none if it is absent.

    Args:
        page: the answer's.
        kind: the shape.
        least: how many rows, items, parts, examples or words it takes; a usual number if left out.
    """
    return FINDERS[kind](page, least)
