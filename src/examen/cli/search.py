"""`examen search`: cases and questions of a bank, by words and by what they are."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import click

from examen.cli import proposed
from examen.cli.folders import folders
from examen.cli.output import note, print_json, print_problems, progress
from examen.cli.parameters import Day, Whole, argument, command, option
from examen.messages import _, marked, ngettext, written
from examen.model.words import ASSESSMENTS, FORMS, STATUSES, assessment, form, status

if TYPE_CHECKING:
    from examen.search import Hit, Range

_NUMBER = r"\d{1,4}(?:[.,]\d{1,3})?"
_BOUNDS = re.compile(
    rf"(?P<low>{_NUMBER})\s*[-–]\s*(?P<high>{_NUMBER})"
    rf"|(?P<sign>≤|<=|≥|>=)?\s*(?P<one>{_NUMBER})"
)
_SIGNS = {"≤": "≤", "<=": "≤", "≥": "≥", ">=": "≥"}
LEVELS = 1, 4  # of a question, in `examen.model.case`, which takes long to load
_SORTS = ("relevance", "case", "points", "minutes", "level", "last-used")


class RangeType(click.ParamType["Range"]):
    """Numbers: `2`, `1-3`, `≤ 10` or `≥ 4`; a lone number may mean “at most”."""

    name = "range"

    def __init__(
        self, *, at_most: bool = False, whole: bool = False, of: tuple[int, int] | None = None
    ) -> None:
        """Of whole numbers alone, of those between two bounds."""
        self._at_most, self._whole, self._of = at_most, whole, of

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> Range:
        """The range.

        Raises:
            click.BadParameter: the value is none.
        """
        from examen.search import Range

        match = _BOUNDS.fullmatch(value.strip())
        if match is None:
            self.fail(_("give a number such as 2, or a range such as 1-3, ≤10 or ≥4."), param, ctx)
        given = [_decimal(match[name]) for name in ("low", "high", "one") if match[name]]
        if self._whole and any(number % 1 for number in given):
            self.fail(_("give whole numbers, such as 2 or 1-3."), param, ctx)
        if self._of and not all(self._of[0] <= number <= self._of[1] for number in given):
            message = _("give numbers from {low} to {high}.")
            self.fail(message.format(low=self._of[0], high=self._of[1]), param, ctx)
        if given != sorted(given):
            self.fail(_("the first number is greater than the second; swap them."), param, ctx)
        if match["low"]:
            return Range(*given)
        sign = _SIGNS.get(match["sign"], "≤" if self._at_most else "=")
        one = _decimal(match["one"])
        return Range(None if sign == "≤" else one, None if sign == "≥" else one)


def _decimal(text: str) -> Decimal:
    return Decimal(text.replace(",", "."))


@command(
    "search",
    marked(
        "Finds cases and questions of the bank. Words are looked for in all their forms, with or "
        "without accents; “words in quotes” stand one after the other, cancel* is a beginning, "
        "-word is left out."
    ),
)
@argument("words", nargs=-1, metavar=marked("[WORDS]..."), help=marked("What to look for."))
@option(
    "--competency",
    "competencies",
    multiple=True,
    metavar=marked("CODE"),
    shell_complete=proposed.competencies,
    help=marked("Questions that assess it, such as C2.7; may be given several times."),
)
@option(
    "--block",
    "blocks",
    multiple=True,
    metavar=marked("CODE"),
    shell_complete=proposed.blocks,
    help=marked("Questions of a block of the framework, such as B2."),
)
@option(
    "--level",
    type=RangeType(whole=True, of=LEVELS),
    metavar=marked("RANGE"),
    help=marked("Difficulty: 2, 1-3."),
)
@option(
    "--minutes",
    type=RangeType(at_most=True, whole=True),
    metavar=marked("RANGE"),
    help=marked("Time: 15 (at most), 10-20."),
)
@option("--points", type=RangeType(), metavar=marked("RANGE"), help=marked("Points: 4, 2-5, ≤3."))
@option(
    "--form",
    "forms",
    multiple=True,
    type=click.Choice(tuple(FORMS)),
    help=marked("What kind of answer the question asks for."),
)
@option(
    "--assessment",
    "assessments",
    multiple=True,
    type=click.Choice(tuple(ASSESSMENTS)),
    help=marked("The form of assessment that the case is made for."),
)
@option(
    "--status",
    "statuses",
    multiple=True,
    type=click.Choice(tuple(STATUSES)),
    help=marked("How far the case or question has come."),
)
@option(
    "--case",
    "cases",
    multiple=True,
    metavar=marked("CASE"),
    shell_complete=proposed.cases,
    help=marked("In this case alone."),
)
@option(
    "--unused-since",
    type=Day(),
    metavar=marked("DAY"),
    help=marked("Not given to any class from this day on (YYYY-MM-DD)."),
)
@option("--never-used", is_flag=True, help=marked("Never given to any class."))
@option(
    "--sort",
    type=click.Choice(_SORTS),
    help=marked("The order [default: relevance with words, else case]."),
)
@option(
    "--limit",
    type=Whole(1),
    default=20,
    metavar=marked("NUMBER"),
    help=marked("How many to show at most [default: 20]."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print what was found for a program."))
def search(*, unused_since: date | None, as_json: bool, **asked: Any) -> int:
    """Print what was found; the status is 1 if files had to be left out."""
    from examen.search import Wanted
    from examen.search import search as find

    for word in asked["words"]:
        if word.startswith("--"):
            raise click.NoSuchOption(word)
    wanted = Wanted(**asked, unused_since=unused_since.isoformat() if unused_since else None)
    with progress(_("Reading the bank")) as advance:
        found = find(*folders(), wanted, advance)
    if as_json:
        print_json(found.to_json())
    else:
        for word, near in found.near.items():
            click.echo(_not_there(word, near))
        for name, kind in found.named.items():
            click.echo(_(_NAMED[kind]).format(name=name))
        shown = len(found.hits)
        total = ngettext("{count} result", "{count} results", found.total)
        first = ngettext(", the first of which:", ", the first {shown} of which:", shown)
        more = first.format(shown=shown) if shown < found.total else ""
        click.secho(total.format(count=found.total) + more, bold=True)
        if wanted.words and not (found.total or found.near or found.named):
            note(_("The bank has these words, but nothing meets all that is asked; ask for less."))
        for hit in found.hits:
            click.echo("\n" + "\n".join(_lines(hit)))
    print_problems(found.problems)
    return 1 if found.problems else 0


_NAMED = {
    "case": marked("“{name}” is a case: --case {name} looks in it, examen show {name} shows it."),
    "competency": marked("“{name}” is a competency: --competency {name} finds its questions."),
    "block": marked("“{name}” is a block: --block {name} finds its questions."),
}

search.ignore_unknown_options = True  # a word to leave out begins like one


def _not_there(word: str, near: Sequence[str]) -> str:
    said = _("The bank does not have “{word}”.").format(word=word)
    if not near:
        return said
    names = [_("“{word}”").format(word=other) for other in near]
    asked = _("Did you mean {names}?").format(names=", ".join(names))
    return f"{said} {asked}"


def _lines(hit: Hit) -> Iterator[str]:
    name = f"{hit.case}/{hit.number}" if hit.number else hit.case
    yield " · ".join((click.style(name, bold=True), *_facts(hit)))
    part = f" – {hit.part}" if hit.part else ""
    yield f"  {_highlighted(hit.title, hit.title_marks)}{part}"
    if hit.excerpt.text:
        yield f"  {_place(hit.excerpt.field)}{_highlighted(hit.excerpt.text, hit.excerpt.marks)}"


def _facts(hit: Hit) -> Iterator[str]:
    if not hit.number:
        yield assessment(hit.assessment)
    points = ngettext("{count} point", "{count} points", int(hit.points))
    yield points.format(count=written(hit.points))
    if hit.level:
        yield _("level {level}").format(level=hit.level)
    if hit.minutes:
        yield _("{minutes} min").format(minutes=hit.minutes)
    if hit.form:
        yield form(hit.form)
    if hit.competencies:
        yield ", ".join(hit.competencies)
    yield status(hit.status)
    day = hit.last_used
    yield _("last used on {day}").format(day=_day(day)) if day else _("never used")


def _day(day: str) -> str:
    return date.fromisoformat(day).strftime(_("%Y-%m-%d"))


def _place(field: str) -> str:
    if field in {"prompt", "context"}:
        return ""
    if field == "ideas":
        return _("Expected: ")
    if field == "scenario":
        return _("Scenario: ")
    return _("Document {name}: ").format(name=field)


def _highlighted(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with what was found in bold; in brackets where there is no bold."""
    from examen.search.excerpts import pieces

    color = click.get_current_context().color
    plain = color is False or not sys.stdout.isatty()
    return "".join(
        (f"[{piece}]" if plain else click.style(piece, bold=True, fg="yellow")) if found else piece
        for piece, found in pieces(text, spans)
    )
