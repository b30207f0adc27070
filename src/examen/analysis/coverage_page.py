"""A coverage as a page of HTML: a table whose cells are the darker the more questions there are.

Colour never stands alone: each cell holds its number, and a dash where there is none. The same
figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise

from examen.analysis.coverage import LEVELS, Coverage, Share
from examen.analysis.coverage_sheets import (
    NONE,
    count_or_dash,
    counts,
    findings,
    headings,
    modalities,
    title,
)
from examen.analysis.frame import framed
from examen.messages import _
from examen.model.framework import Block, Competency
from examen.render.typography import typeset

_END = ' class="end"'
_SHADES = (1, 2, 4, 7)  # from how many questions on a cell is so dark
_STYLE = """
:root { --size: 1rem; --leading: 1.45; --print: 9.5pt; }
body { max-width: 68rem; padding-right: clamp(1.2rem, 5vw, 4rem); font-family: var(--sans); }
.heat { font-variant-numeric: tabular-nums; }
.heat thead th { background: var(--faint); vertical-align: bottom; }
.heat .group { background: var(--faint); border-top: 2px solid var(--ink); }
.heat td { text-align: right; white-space: nowrap; }
.heat td.level { text-align: center; min-width: 3.2em; }
.heat .sum { font-weight: 700; }
.heat tbody th { font-weight: 400; padding-left: 4.1em; text-indent: -3.6em; }
.heat .code { display: inline-block; min-width: 3.6em; font-weight: 700; text-indent: 0; }
.heat .badge { text-indent: 0; }
.heat tbody th.group { font-weight: 700; }
.h0 { color: var(--penalty-ink); background: repeating-linear-gradient(135deg, #fff 0 5px, #f6e7e5 5px 7px); }
.h1 { background: #e6f0fa; } .h2 { background: #bcd7f0; } .h3 { background: #86b6e0; }
.h4 { background: #1f5c99; color: #fff; }
.never { background: var(--penalty); color: var(--penalty-ink); }
.legend { display: flex; flex-wrap: wrap; gap: .4em 1.2em; list-style: none; padding: 0; margin: .6em 0; font-size: .88em; }
.legend span { display: inline-block; min-width: 3em; padding: .1em .4em; border: 1px solid var(--rule); text-align: center; }
@media print {
  @page { size: A4 landscape; margin: 12mm; }
  body { padding: 0; }
  .heat td, .legend span, .never { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .heat thead { display: table-header-group; }
  .heat tr { break-inside: avoid; }
}
"""  # noqa: E501 - rules of CSS read better on one line


def page(coverage: Coverage) -> str:
    """The text of an HTML file, in the user's language."""
    heading = title(coverage)
    body = "\n".join([f"<h1>{escape(heading)}</h1>", *_sections(coverage)])
    return framed(heading, _STYLE, body)


def _sections(coverage: Coverage) -> Iterator[str]:
    yield f'<p class="small">{escape(coverage.framework.title)}</p>'
    yield _heading(_("In short"))
    yield _items(findings(coverage))
    if coverage.papers and not (coverage.scope.exams and not coverage.scope.of_uses):
        yield _heading(_("Exams given"))
        yield _items(coverage.papers)
    yield _heading(_("Competencies by level"))
    yield _legend()
    yield _table(coverage)
    note = _("A question of two competencies counts for both of them.")
    yield f'<p class="small">{escape(note)}</p>'
    yield _heading(_("Forms of assessment"))
    yield _modalities(coverage)


def _heading(text: str) -> str:
    return f"<h2>{escape(text)}</h2>"


def _items(texts: Iterable[str]) -> str:
    return f"<ul>{''.join(f'<li>{escape(text)}</li>' for text in texts)}</ul>"


def _legend() -> str:
    """How many questions each shade means."""
    ranges = [
        f"{low}" if low + 1 == high else f"{low}–{high - 1}" for low, high in pairwise(_SHADES)
    ]
    said = [NONE, *ranges, _("{count} or more").format(count=_SHADES[-1])]
    items = "".join(
        f'<li><span class="h{shade}">{escape(words)}</span></li>'
        for shade, words in enumerate(said)
    )
    title = escape(_("Number of questions:"))
    return f'<ul class="legend"><li>{title}</li>{items}</ul>'


def _shade(count: int) -> int:
    return sum(count >= low for low in _SHADES)


def _table(coverage: Coverage) -> str:
    heads = "".join(
        f'<th scope="col" class="{"centre" if n < len(LEVELS) else "end"}">{escape(text)}</th>'
        for n, text in enumerate(headings())
    )
    caption = escape(_("Questions for each competency, by level of difficulty"))
    first = escape(_("Competency"))
    groups = "\n".join(_group(coverage, block) for block in coverage.framework.blocks)
    # A wide table scrolls on a narrow screen, which the keyboard must be able to do too.
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{caption}">'
        f'<table class="heat"><caption>{caption}</caption>\n'
        f'<thead><tr><th scope="col">{first}</th>{heads}</tr></thead>\n'
        f"{groups}</table></div>"
    )


def _group(coverage: Coverage, block: Block) -> str:
    competencies = [item for activity in block.activities for item in activity.competencies]
    rows = "\n".join(_row(item, coverage.of(item)) for item in competencies)
    name = f'<span class="code">{escape(block.id)}</span> {escape(typeset(block.title))}'
    figures = _cells(coverage.of_block(block), shaded=False)
    return (
        f'<tbody>\n<tr><th scope="rowgroup" class="group">{name}</th>{figures}</tr>\n'
        f"{rows}\n</tbody>"
    )


def _row(competency: Competency, share: Share) -> str:
    name = f'<span class="code">{escape(competency.id)}</span> {escape(typeset(competency.title))}'
    if not share.asked:
        never = escape(_("never assessed"))
        name += f' <span class="badge never">{never}</span>'
    return f'<tr><th scope="row">{name}</th>{_cells(share, shaded=True)}</tr>'


def _cells(share: Share, *, shaded: bool) -> str:
    levels = [share.levels.get(level, 0) for level in LEVELS]
    kind = "level" if shaded else "level group"
    first = "".join(
        f'<td class="{kind}{f" h{_shade(count)}" if shaded else ""}">{count_or_dash(count)}</td>'
        for count in levels
    )
    total, *others = counts(share)[len(LEVELS) :]
    plain = "" if shaded else ' class="group"'
    rest = "".join(f"<td{plain}>{escape(text)}</td>" for text in others)
    return f'{first}<td class="sum{"" if shaded else " group"}">{total}</td>{rest}'


def _modalities(coverage: Coverage) -> str:
    table = modalities(coverage)
    heads = "".join(
        f'<th scope="col"{_END if n in table.numbers else ""}>{escape(text)}</th>'
        for n, text in enumerate(table.headings)
    )
    caption = escape(_("Cases and questions made for each form of assessment"))
    rows = "\n".join(
        f'<tr><th scope="row">{escape(block)}</th><td>{escape(name)}</td>'
        + "".join(
            f'<td class="end{" h0" if text == NONE else ""}">{escape(text)}</td>'
            for text in numbers
        )
        + "</tr>"
        for block, name, *numbers in table.rows
    )
    return (
        f"<table><caption>{caption}</caption>\n"
        f"<thead><tr>{heads}</tr></thead>\n<tbody>\n{rows}\n</tbody></table>"
    )
