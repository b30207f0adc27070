"""A document as one HTML file: no outside resource, semantic, readable aloud, printable."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Callable, Iterable
from functools import cache
from html import escape
from pathlib import Path
from typing import Any

from examen import messages
from examen.messages import _
from examen.render.blocks import (
    Align,
    Anonymity,
    Badge,
    Blank,
    Block,
    Blocks,
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
    Heading,
    Inline,
    Inlines,
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
)
from examen.render.figures import MEDIA, picture
from examen.render.layout import Layout

TEMPLATES = Path(__file__).with_name("templates")
STYLE = TEMPLATES / "document.css"
_SAFE_LINKS = ("http://", "https://", "mailto:", "#")


@cache
def _style() -> str:
    return STYLE.read_text("utf-8")


@cache
def _script() -> str:
    return (TEMPLATES / "fill.js").read_text("utf-8")


def html(document: Document) -> str:
    """The document as the text of an HTML file.

    Raises:
        ExamenError: a figure's file is missing or of an unknown kind.
    """
    with messages.using(document.language):
        return _page(document)


def _page(document: Document) -> str:
    layout = document.layout
    footer = document.footer
    names = " ".join(
        name
        for name, on in (
            ("sans", layout.sans),
            ("spaced", layout.spaced),
            ("upright", not layout.italics),
            ("lying", layout.lying),
            ("points-in-text", not layout.margin_points),
        )
        if on
    )
    page = _("Page {page} of {pages}").format(page="\0", pages="\1")
    body = _blocks(document.body)
    script = f"<script>\n{_script()}</script>\n" if " data-sum " in body else ""
    return f"""<!DOCTYPE html>
<html lang="{escape(document.language)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(document.title)}</title>
<style>
{_style()}{_layout_style(layout)}@page {{ @bottom-right {{ content: {_page_numbers(page)}; }} }}
</style>
</head>
<body class="{names}">
<main>
{body}
</main>
<footer>
<p>{escape(footer.diploma)}</p><p>{escape(footer.session)}</p>
<p>{escape(footer.paper)}</p><p>{escape(footer.code)}</p>
</footer>
{script}</body>
</html>
"""


def _layout_style(layout: Layout) -> str:
    return (
        f":root {{ --size: {layout.size / 11:.3f}rem; --print: {layout.size:g}pt; "
        f"--leading: {layout.leading + 0.85:.2f}; --line: {layout.line_height:g}mm; }}\n"
        f"{'@page { size: A4 landscape; }' if layout.lying else ''}"
    )


def _page_numbers(words: str) -> str:
    """CSS that counts pages inside the words: `"Page " counter(page) " sur " counter(pages)`."""
    quoted = f'"{words}"'.replace("\0", '" counter(page) "').replace("\1", '" counter(pages) "')
    return quoted.removesuffix(' ""')


# --- Inlines ------------------------------------------------------------------------------------


def _run(item: Run) -> str:
    words = escape(item.text, quote=False)
    for on, name in (
        (item.code, "code"),
        (item.strike, "s"),
        (item.italic, "em"),
        (item.bold, "strong"),
    ):
        if on:
            words = f"<{name}>{words}</{name}>"
    if item.mark is not Tone.NONE:
        words = f'<mark class="{item.mark}">{words}</mark>'
    if item.link.startswith(_SAFE_LINKS):
        words = f'<a href="{escape(item.link)}">{words}</a>'
    return words


def _call(item: Call) -> str:
    name = escape(f"e-{item.scope}-{item.number}")
    label = _("passage {}").format(item.number)
    if item.source:
        return (
            f'<sup class="call {item.tone}" id="{name}">'
            f'<span class="aside">{label}</span><span aria-hidden="true">{item.number}</span></sup>'
        )
    return f'<a class="call {item.tone}" href="#{name}" aria-label="{label}">{item.number}</a> '


def _badge(item: Badge) -> str:
    return f'<span class="badge {item.tone}">{escape(item.text, quote=False)}</span>'


def _checkbox(item: Checkbox) -> str:
    kind = f'radio" name="{escape(item.group)}' if item.group else "checkbox"
    worth = f' data-points="{item.points}"' if item.points is not None else ""
    if not item.label:
        name = _("To tick")
        return f'<input type="{kind}"{worth} aria-label="{name}">'
    label = escape(item.label, quote=False)
    return f'<label><input type="{kind}"{worth}> {label}</label>'


def _blank(item: Blank) -> str:
    if item.cells:
        return f'<span class="cells" aria-hidden="true">{"<i></i>" * item.width}</span>'
    label = escape(item.label or _("To fill in"))
    sums = " data-sum" if item.sums else ""
    width = f"{item.width * 0.55:.1f}em"
    return f'<input class="blank" type="text"{sums} aria-label="{label}" style="width:{width}">'


_INLINES: dict[type[Any], Callable[[Any], str]] = {
    Run: _run,
    LineBreak: lambda _item: "<br>",
    Call: _call,
    Badge: _badge,
    Checkbox: _checkbox,
    Blank: _blank,
    PageCount: lambda _item: "",
}


def _inlines(items: Iterable[Inline]) -> str:
    return "".join(_INLINES[type(item)](item) for item in items)


# --- Blocks -------------------------------------------------------------------------------------


def _classes(*names: str) -> str:
    found = " ".join(name for name in names if name)
    return f' class="{found}"' if found else ""


def _anchor(name: str) -> str:
    return f' id="{escape(name)}"' if name else ""


def _heading(item: Heading) -> str:
    worth = f' <span class="worth">({escape(item.points)})</span>' if item.points else ""
    level = item.level
    return f"<h{level}{_anchor(item.anchor)}>{_inlines(item.text)}{worth}</h{level}>"


def _paragraph(item: Paragraph) -> str:
    if any(isinstance(inline, PageCount) for inline in item.text):
        return ""  # there are no pages to count
    align = "" if item.align is Align.START else item.align.value
    names = _classes(align, "small" if item.small else "", "keep" if item.keep else "")
    return f"<p{names}>{_inlines(item.text)}</p>"


def _prompt(item: Prompt) -> str:
    level = item.level
    name = _("Question {number}").format(number=escape(item.number))
    return (
        f'<section class="prompt"{_anchor(item.anchor)}>'
        f'<h{level}><span class="aside">{name}</span>'
        f'<span class="number" aria-hidden="true">{escape(item.number)}</span></h{level}>'
        f'<div class="asked">{_blocks(item.body)}</div>'
        f'<p class="points">{escape(item.points)}</p></section>'
    )


def _items(item: Items) -> str:
    name = "ol" if item.ordered else "ul"
    start = f' start="{item.start}"' if item.ordered and item.start != 1 else ""
    tight = _classes("tight" if item.tight else "")
    inner = "\n".join(f"<li>{_inner(body)}</li>" for body in item.items)
    return f"<{name}{start}{tight}>\n{inner}\n</{name}>"


def _inner(body: Blocks) -> str:
    """The blocks of an item or a cell; a lone plain paragraph needs no tag of its own."""
    match body:
        case (Paragraph(align=Align.START, small=False) as only,):
            return _inlines(only.text)
        case _:
            return _blocks(body)


def _table(item: Table) -> str:
    caption = f"<caption>{escape(item.caption)}</caption>\n" if item.caption else ""
    head = "\n".join(_row(row, "th") for row in item.head)
    body = "\n".join(
        _row(row, "td", group=index in item.groups) for index, row in enumerate(item.rows)
    )
    head = f"<thead>\n{head}\n</thead>\n" if head else ""
    total = sum(item.widths)
    columns = "".join(
        f'<col style="width:{100 * width / total:.0f}%">'
        if width and 0 not in item.widths
        else "<col>"
        for width in item.widths
    )
    head = f"{caption}<colgroup>{columns}</colgroup>\n{head}"
    table = f"<table>\n{head}<tbody>\n{body}\n</tbody>\n</table>"
    if len(item.widths) < 5:
        return table
    # On a narrow screen a wide table scrolls, which the keyboard must be able to do too.
    name = escape(item.caption or _("Table"))
    return f'<div class="table" tabindex="0" role="region" aria-label="{name}">{table}</div>'


def _row(row: Iterable[Cell], name: str, *, group: bool = False) -> str:
    cells = (_cell(cell, name, group=group and not index) for index, cell in enumerate(row))
    return f"<tr>{''.join(cells)}</tr>"


def _cell(cell: Cell, name: str, *, group: bool) -> str:
    scope = ""
    if name == "th":
        scope = ' scope="col"'
    elif cell.heading or group:
        name, scope = "th", ' scope="rowgroup"' if group else ' scope="row"'
    span = f' colspan="{cell.columns}"' if cell.columns > 1 else ""
    align = "" if cell.align is Align.START else cell.align.value
    shade = "" if cell.tone is Tone.NONE else f"tone {cell.tone}"
    return f"<{name}{scope}{span}{_classes(align, shade)}>{_inner(cell.body)}</{name}>"


def _figure(item: Figure) -> str:
    found = picture(item)
    data = b64encode(found.content).decode("ascii")
    caption = f"<figcaption>{escape(item.caption)}</figcaption>" if item.caption else ""
    shape = "wide" if found.ratio >= 1 else "high"
    return (
        f'<figure class="{shape}"><img alt="{escape(item.alternative)}"'
        f' src="data:{MEDIA[found.format]};base64,{data}">{caption}</figure>'
    )


def _box(item: Box) -> str:
    name = "aside" if item.kind in {BoxKind.NOTE, BoxKind.INTERPRETATION, BoxKind.LOCAL} else "div"
    title = f'<p class="box-title">{escape(item.title, quote=False)}</p>' if item.title else ""
    return f'<{name} class="box {item.kind}">{title}{_blocks(item.body)}</{name}>'


def _lines(item: Lines) -> str:
    if item.label:
        return f'<textarea rows="{item.count}" aria-label="{escape(item.label)}"></textarea>'
    return f'<div class="lines" aria-hidden="true">{"<hr>" * item.count}</div>'


def _pairs(pairs: Iterable[tuple[str, Inlines]]) -> str:
    rows = (
        f"<div><dt>{escape(name)}{_(': ')}</dt><dd>{_inlines(value)}</dd></div>"
        for name, value in pairs
    )
    return f"<dl>{''.join(rows)}</dl>"


def _score(item: Score) -> str:
    details = "".join(f"<p>{escape(line)}</p>" for line in item.details)
    return (
        f'<div class="score"><p class="figure"><span>{escape(item.label)}</span> '
        f"<strong>{escape(item.points)}</strong> / {escape(item.out_of)}</p>"
        f"<div>{details}</div></div>"
    )


def _cover(item: Cover) -> str:
    kind = f'<p class="kind">{escape(item.kind)}</p>' if item.kind else ""
    notices = f'<div class="box frame">{_blocks(item.notices)}</div>' if item.notices else ""
    alone = " alone" if item.alone else ""
    return (
        f'<header class="cover{alone}"><div class="official"><p>{escape(item.diploma)}</p>'
        f"<p>{escape(item.paper)}</p><p>{escape(item.session)}</p></div>{kind}"
        f"<h1>{escape(item.title, quote=False)}</h1>{_pairs(item.facts) if item.facts else ''}"
        f"{notices}{_blocks(item.contents)}</header>"
    )


def _anonymity(item: Anonymity) -> str:
    rows = "".join(
        f"<p><span>{escape(label)}</span> "
        f"{_blank(Blank(cells or 60, cells=cells > 0, label=label))}</p>"
        for label, cells in item.fields
    )
    number = _blank(Blank(12, cells=True))
    return (
        f'<div class="anonymity"><div>{rows}</div><p class="fold">{escape(item.notice)}</p>'
        f"<p><span>{escape(item.number)}</span> {number}</p></div>"
    )


_BLOCKS: dict[type[Any], Callable[[Any], str]] = {
    Heading: _heading,
    Paragraph: _paragraph,
    Prompt: _prompt,
    Items: _items,
    Table: _table,
    Figure: _figure,
    Box: _box,
    Quote: lambda item: f"<blockquote>{_blocks(item.body)}</blockquote>",
    Code: lambda item: f"<pre><code>{escape(item.text, quote=False)}</code></pre>",
    Lines: _lines,
    Facts: lambda item: _pairs(item.pairs),
    Score: _score,
    Cover: _cover,
    Anonymity: _anonymity,
    PageBreak: lambda _item: '<div class="page-break"></div>',
    Divider: lambda _item: "<hr>",
}


def _blocks(items: Iterable[Block]) -> str:
    return "\n".join(filter(None, (_BLOCKS[type(item)](item) for item in items)))
