"""The inlines of a document as Markdown."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import replace

from examen.render.blocks import (
    Badge,
    Blank,
    Call,
    Checkbox,
    Inline,
    Inlines,
    LineBreak,
    PageCount,
    Run,
    Tone,
)
from examen.render.dispatch import method
from examen.render.office import SAFE_LINKS

BREAK = "\\\n"
_SPECIAL = re.compile(r"[\\`*_\[\]<>~|$]|&(?=[#\w])")
_CONTROLS = re.compile("[\x00-\x1f\x7f-\x9f\u2028\u2029]")
# What would begin a title, a list, a rule or a table where it begins a line.
_STARTS = re.compile(
    r"^( *)(#{1,6}(?=\s|$)|[+-](?=\s|$)|[=-](?=[=-]* *\\?$)|:(?=-)|\d+(?=[.)](?:\s|$)))",
    re.MULTILINE,
)


def escaped(text: str) -> str:
    """`text` as Markdown that shows nothing else."""
    return _SPECIAL.sub(r"\\\g<0>", _CONTROLS.sub(" ", text))


def ticks(text: str, least: int = 1) -> str:
    """Backticks to set around code: more than there are in a row in it."""
    longest = max((len(found) for found in re.findall("`+", text)), default=0)
    return "`" * max(least, longest + 1)


class MarkdownInlines:
    """Draws inlines; each method is named after the type that it draws."""

    def lines(self, items: Inlines) -> str:
        """The inlines as a paragraph: no line of it is taken for anything else."""
        drawn = "\n".join(line.strip(" ") for line in self.draw(items).split("\n"))
        while drawn.endswith(BREAK):
            drawn = drawn.removesuffix(BREAK)
        return _STARTS.sub(_harmless, drawn)

    def draw(self, items: Inlines) -> str:
        """The inlines in a row."""
        drawn = ""
        merged = list(_merged(items))
        for index, item in enumerate(merged):
            if isinstance(item, Run):
                after = merged[index + 1] if index + 1 < len(merged) else None
                drawn += self._run(item, drawn[-1:], after)
            else:
                drawn += method(self, item)(item)
        return drawn

    def run(self, item: Run) -> str:
        """Words in one style, with nothing beside them."""
        return self._run(item, "", None)

    def _run(self, item: Run, before: str, after: Inline | None) -> str:
        """Words in one style. The spaces at their edges stand outside of the marks of style."""
        inner = item.text.strip()
        if not inner:
            return _space(item.text)
        start = item.text[: item.text.index(inner)]
        end = item.text[len(start) + len(inner) :]
        begins = "" if start else before
        follows = " " if end else after.text[:1] if isinstance(after, Run) else ""
        drawn = _code(inner, begins) if item.code else escaped(inner)
        for on, mark, name in (
            (item.strike, "~~", "s"),
            (item.italic, "*", "em"),
            (item.bold, "**", "strong"),
        ):
            touches = begins == mark[0]
            if on and not touches and _fits(begins, drawn[0]) and _fits(follows, drawn[-1]):
                drawn = f"{mark}{drawn}{mark}"
            elif on:
                drawn = f"<{name}>{drawn}</{name}>"
        if item.mark is not Tone.NONE:
            drawn = f"<mark>{drawn}</mark>"
        if item.link.startswith(SAFE_LINKS):
            drawn = f"[{drawn}](<{re.sub('[<> ]', _percent, item.link)}>)"
        return f"{_space(start)}{drawn}{_space(end)}"

    def linebreak(self, _item: LineBreak) -> str:
        """A new line."""
        return BREAK

    def call(self, item: Call) -> str:
        """The number of a piece of evidence, in brackets."""
        return f"\\[{item.number}\\]" + ("" if item.source else " ")

    def badge(self, item: Badge) -> str:
        """A status, in letters of its own."""
        return _code(item.text)

    def checkbox(self, item: Checkbox) -> str:
        """A box to tick."""
        return f"☐ {escaped(item.label)}".rstrip()

    def blank(self, item: Blank) -> str:
        """Room to write."""
        return "□" * item.width if item.cells else "…" * max(3, item.width // 2)

    def pagecount(self, _item: PageCount) -> str:
        """Nothing: there are no pages."""
        return ""


def _merged(items: Inlines) -> Iterable[Inline]:
    """Neighbours in one style as one run: marks of style must not touch."""
    last: Inline | None = None
    for item in items:
        if (
            isinstance(item, Run)
            and isinstance(last, Run)
            and replace(item, text="") == replace(last, text="")
        ):
            last = replace(last, text=last.text + item.text)
            continue
        if last is not None:
            yield last
        last = item
    if last is not None:
        yield last


def _space(text: str) -> str:
    """White space, without new lines and tabs."""
    return re.sub(r"[ \t\n]+", " ", text)


def _fits(outside: str, inside: str) -> bool:
    """Whether a mark of style between two characters is read as one."""
    return not (outside and _letter(outside)) or _letter(inside)


def _letter(character: str) -> bool:
    return not (character.isspace() or unicodedata.category(character)[0] in "PS")


def _code(text: str, before: str = "") -> str:
    """Code; in tags where its backticks would touch others."""
    if before == "`":
        return f"<code>{escaped(text)}</code>"
    fence = ticks(text)
    room = " " if "`" in (text[:1], text[-1:]) else ""
    return f"{fence}{room}{text}{room}{fence}"


def _harmless(found: re.Match[str]) -> str:
    """A line's start with the character escaped that would make something of it."""
    space, start = found.groups()
    return f"{space}{start}\\" if start.isdigit() else f"{space}\\{start}"


def _percent(found: re.Match[str]) -> str:
    return f"%{ord(found[0]):02X}"
