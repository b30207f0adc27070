"""An agreement as a page of HTML: figures, plots, and the words of both sides face to face.

The page is one file that asks for nothing outside it; the same figures give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape
from itertools import pairwise
from typing import Any

from examen.analysis import sheets
from examen.analysis.frame import framed
from examen.analysis.plots import Plot, plots
from examen.analysis.reading_guide import definitions
from examen.analysis.sheets import Table
from examen.messages import _

MOST_ROWS = 30
_STYLE = """
body { max-width: 68rem; padding-right: clamp(1.2rem, 5vw, 4rem); font-family: var(--sans); }
figure svg { max-width: 100%; height: auto; overflow: visible; }
thead th.end { white-space: normal; hyphens: auto; }
figcaption { font-size: .88em; color: var(--quiet); }
.sides { display: grid; grid-template-columns: 1fr 1fr; gap: 1.5em; }
.sides > div { border-left: 2px solid #2f5fa8; padding-left: 1em; white-space: pre-line; }
.sides h4 { margin-top: 0; }
.note { white-space: pre-line; border: 0; color: var(--quiet); font-size: .88em; }
td .quote + .quote { display: block; margin-top: .4em; }
@media (max-width: 45rem) { .sides { grid-template-columns: 1fr; } }
"""


def page(figures: dict[str, Any]) -> str:
    """The figures of `Agreement.to_json` as the text of an HTML file, in the user's language."""
    title = _("Agreement of the machine with people")
    made_with = _("Exam {exam}, rubric {rubric}, examen {examen}").format(**figures)
    body = "\n".join(
        [
            f"<h1>{escape(title)}</h1>",
            f'<p class="small">{escape(made_with)}</p>',
            *_sections(figures),
        ]
    )
    return framed(title, _STYLE, body)


def _sections(figures: dict[str, Any]) -> Iterator[str]:
    drawn = {plot.name: plot for plot in plots(figures)}
    yield from _section(_("In short"), [sheets.summary(figures)])
    totals = [drawn[name] for name in ("totals", "differences") if name in drawn]
    yield from _section(_("Totals"), totals, [sheets.copies(figures, MOST_ROWS)])
    questions = [drawn[name] for name in ("bias", "kappa") if name in drawn]
    yield from _section(_("Questions"), questions, [sheets.questions(figures)])
    yield from _section(_("Ideas"), [sheets.ideas(figures, MOST_ROWS)])
    judged = [drawn[name] for name in ("reliability", "risk-coverage") if name in drawn]
    tables = [sheets.confidence(figures), sheets.reliability(figures)]
    yield from _section(_("Confidence"), judged, tables)
    yield from _disagreements(figures)
    yield _heading(_("How to read these figures"))
    yield "<dl>"
    for term, text in definitions():
        named = _("{name}: {value}").format(name=term, value="")
        yield f"<div><dt>{escape(named)}</dt><dd>{escape(text)}</dd></div>"
    yield "</dl>"


def _heading(title: str) -> str:
    return f"<h2>{escape(title)}</h2>"


def _section(title: str, *parts: Iterable[Plot | Table]) -> Iterator[str]:
    shown = [part for group in parts for part in group if not isinstance(part, Table) or part.rows]
    if shown:
        yield _heading(title)
    for part in shown:
        yield _table(part) if isinstance(part, Table) else _figure(part)


def _figure(plot: Plot) -> str:
    caption = f"<strong>{escape(plot.title)}</strong> – {escape(plot.description)}"
    return f"<figure>{plot.svg}\n<figcaption>{caption}</figcaption></figure>"


def _table(table: Table) -> str:
    sides = ["end" if column in table.numbers else "" for column in range(len(table.headings))]
    head = "".join(
        f'<th scope="col"{_class(side)}>{escape(text)}</th>'
        for text, side in zip(table.headings, sides, strict=True)
    )
    rows = "\n".join(_row(cells, sides) for cells in table.rows)
    note = f'<p class="note">{escape(table.note)}</p>' if table.note else ""
    title = escape(table.title)
    # A wide table scrolls on a narrow screen, which the keyboard must be able to do too.
    return (
        f'<div class="table" tabindex="0" role="region" aria-label="{title}">'
        f"<table><caption>{title}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table></div>{note}"
    )


def _row(cells: Iterable[str], sides: Iterable[str]) -> str:
    drawn = [
        f'<th scope="row">{escape(text)}</th>'
        if not place
        else f"<td{_class(side)}>{escape(text)}</td>"
        for place, (text, side) in enumerate(zip(cells, sides, strict=True))
    ]
    return f"<tr>{''.join(drawn)}</tr>"


def _class(name: str) -> str:
    return f' class="{name}"' if name else ""


# --- The answers furthest apart -----------------------------------------------------------------


def _disagreements(figures: dict[str, Any]) -> Iterator[str]:
    rows = figures["disagreements"]
    if not rows:
        return
    yield _heading(_("The answers that differ most"))
    if any(row["answer"] is not None for row in rows):
        legend = _("In the answers: {agreed} counted by both, {apart} by one side only.")
        agreed, apart = _("what is"), _("what is")
        yield "<p>{}</p>".format(
            escape(legend).format(
                agreed=f'<mark class="found">{escape(agreed)}</mark>',
                apart=f'<mark class="unsure">{escape(apart)}</mark>',
            )
        )
    for row in rows:
        yield from _disagreement(row)


def _disagreement(row: dict[str, Any]) -> Iterator[str]:
    title = _("Copy {copy}, question {question}").format(**row)
    yield f"<section><h3>{escape(title)}</h3>"
    if row["people"] is not None:
        points = _("Machine: {machine}; people: {people}; difference: {difference}.").format(
            machine=sheets.figure(row["machine"]),
            people=sheets.figure(row["people"]),
            difference=sheets.signed(row["difference"]),
        )
        yield f"<p>{escape(points)}</p>"
    if row["answer"] is not None:
        sides = (
            (_("Counted by the machine"), _machine_spans(row)),
            (_("Counted by people"), _people_spans(row)),
        )
        columns = (
            f"<div><h4>{escape(name)}</h4>{_highlighted(row['answer'], spans)}</div>"
            for name, spans in sides
        )
        yield f'<div class="sides">{"".join(columns)}</div>'
    apart = [idea for idea in row["ideas"] if not idea["agreed"]]
    if apart:
        yield _ideas(apart)
    yield "</section>"


def _ideas(ideas: list[dict[str, Any]]) -> str:
    headings = (_("Idea"), _("What the machine says"), _("What people quote"))
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in headings)
    rows = "\n".join(
        f'<tr><th scope="row">{escape(idea["idea"])}<br><span class="small">'
        f"{escape(idea['criterion'])}</span></th>"
        f"<td>{_machine_words(idea)}</td><td>{_people_words(idea)}</td></tr>"
        for idea in ideas
    )
    title = escape(_("Ideas that differ"))
    return (
        f"<table><caption>{title}</caption>\n<thead><tr>{head}</tr></thead>\n"
        f"<tbody>\n{rows}\n</tbody></table>"
    )


def _machine_words(idea: dict[str, Any]) -> str:
    if idea["status"] is None:
        return escape(_("The rubric does not have this idea."))
    names = {"found": _("found"), "missing": _("missing"), "unsure": _("unsure")}
    sure = _("confidence {confidence}").format(confidence=sheets.figure(idea["confidence"]))
    badge = f'<span class="badge {idea["status"]}">{escape(names[idea["status"]])}</span>'
    quotes = "".join(_quote(piece["quote"]) for piece in idea["evidence"])
    reason = f'<br><span class="small">{escape(idea["reason"])}</span>' if idea["reason"] else ""
    return f'{badge} <span class="small">{escape(sure)}</span> {quotes}{reason}'


def _people_words(idea: dict[str, Any]) -> str:
    if not idea["given"]:
        words = _("not given")
        return f'<span class="badge missing">{escape(words)}</span>'
    return "".join(
        _quote(words, _("{name}: {value}").format(name=marker, value=""))
        for marker, words in idea["given"].items()
    )


def _quote(words: str, before: str = "") -> str:
    quoted = _("“{words}”").format(words=words) if words else _("given")
    return f'<span class="quote">{escape(before)}{escape(quoted)}</span>'


Spans = list[tuple[int, int, bool]]  # start, end, whether both sides count it


def _machine_spans(row: dict[str, Any]) -> Spans:
    return [
        (piece["start"], piece["end"], idea["agreed"])
        for idea in row["ideas"]
        if idea["status"] == "found"
        for piece in idea["evidence"]
        if row["answer"][piece["start"] : piece["end"]] == piece["quote"]
    ]


def _people_spans(row: dict[str, Any]) -> Spans:
    quotes = [
        (piece, idea["agreed"])
        for idea in row["ideas"]
        for words in idea["given"].values()
        for piece in words.split(" … ")
        if piece
    ]
    places = [(row["answer"].find(piece), piece, agreed) for piece, agreed in quotes]
    return [(start, start + len(piece), agreed) for start, piece, agreed in places if start >= 0]


def _highlighted(answer: str, spans: Spans) -> str:
    """The answer as handed in with the spans marked; where they overlap, what differs shows."""
    if not answer.strip():
        return escape(_("No answer."))
    cuts = sorted({0, len(answer), *(place for span in spans for place in span[:2])})
    drawn = []
    for start, end in pairwise(cuts):
        words = escape(answer[start:end])
        covering = [agreed for left, right, agreed in spans if left <= start and end <= right]
        if covering:
            words = f'<mark class="{"found" if all(covering) else "unsure"}">{words}</mark>'
        drawn.append(words)
    return "".join(drawn)
