"""`examen list`: what a bank holds."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from examen.cli.folders import folders
from examen.cli.output import note, print_json, print_table
from examen.cli.parameters import argument, command, option
from examen.messages import _, marked, ngettext
from examen.model.words import status

if TYPE_CHECKING:
    from examen.bank import Bank
    from examen.model.base import Review

Row = dict[str, Any]


class Kind(NamedTuple):
    """A kind of thing that a bank holds.

    Its title, the kind of record that holds it, and its rows by the keys of `HEADINGS`.
    """

    title: str
    record: str
    rows: Callable[[Bank], Iterator[Row]]


def _exams(bank: Bank) -> Iterator[Row]:
    for exam in bank.exams.values():
        header = exam.header
        yield {
            "id": exam.id,
            "title": exam.title,
            "session": header.session,
            "minutes": header.minutes,
            "points": header.total,
            "status": exam.status,
        }


def _cases(bank: Bank) -> Iterator[Row]:
    for case in bank.cases.values():
        questions = list(case.questions())
        yield {
            "id": case.id,
            "title": case.title,
            "questions": len(questions),
            "points": sum(question.points for question in questions),
            "status": case.status,
            **_decided(case.review),
        }


def _questions(bank: Bank) -> Iterator[Row]:
    for case in bank.cases.values():
        for question in case.questions():
            yield {
                "id": f"{case.id}/{question.number}",
                "points": question.points,
                "level": question.level,
                "competencies": ", ".join(question.competencies),
                "status": case.status_of(question),
                **_decided(question.review),
                "prompt": " ".join(question.prompt.split()),
            }


def _decided(review: Review | None) -> Row:
    """Who decided that something has come so far, and when."""
    return {"by": review.by if review else "", "on": review.on.isoformat() if review else ""}


def _rubrics(bank: Bank) -> Iterator[Row]:
    for rubric in bank.rubrics.values():
        criteria = [item for question in rubric.questions for item in question.all_criteria()]
        yield {
            "id": rubric.id,
            "case": rubric.case,
            "questions": len(rubric.questions),
            "ideas": sum(len(criterion.ideas) for _entity, criterion in criteria),
            "examples": sum(len(question.examples) for question in rubric.questions),
            "status": rubric.status,
        }


def _frameworks(bank: Bank) -> Iterator[Row]:
    for framework in bank.frameworks.values():
        yield {
            "id": framework.id,
            "title": framework.title,
            "blocks": len(framework.blocks),
            "competencies": sum(1 for _competency in framework.competencies()),
        }


def _lexicons(bank: Bank) -> Iterator[Row]:
    for lexicon in bank.lexicons.values():
        yield {
            "id": lexicon.id,
            "language": lexicon.language,
            "synonyms": len(lexicon.synonyms),
            "acronyms": len(lexicon.acronyms),
        }


def _blueprints(bank: Bank) -> Iterator[Row]:
    for blueprint in bank.blueprints.values():
        versions = blueprint.versions
        yield {
            "id": blueprint.id,
            "title": blueprint.title,
            "session": blueprint.header.session,
            "minutes": blueprint.header.minutes,
            "versions": versions.count if versions else 1,
        }


KINDS: Mapping[str, Kind] = {
    "exams": Kind(marked("Exams"), "exam", _exams),
    "cases": Kind(marked("Cases"), "case", _cases),
    "questions": Kind(marked("Questions"), "case", _questions),
    "rubrics": Kind(marked("Rubrics"), "rubric", _rubrics),
    "blueprints": Kind(marked("Blueprints"), "blueprint", _blueprints),
    "frameworks": Kind(marked("Frameworks"), "framework", _frameworks),
    "lexicons": Kind(marked("Lexicons"), "lexicon", _lexicons),
}
BY_DEFAULT = tuple(kind for kind in KINDS if kind != "questions")
_AT_MOST = 50  # rows of a kind where all kinds are listed
HEADINGS = {
    "id": marked("Identifier"),
    "title": marked("Title"),
    "session": marked("Session"),
    "minutes": marked("Minutes"),
    "points": marked("Points"),
    "status": marked("Status"),
    "by": marked("By"),
    "on": marked("On"),
    "questions": marked("Questions"),
    "level": marked("Level"),
    "competencies": marked("Competencies"),
    "prompt": marked("Prompt"),
    "case": marked("Case"),
    "ideas": marked("Ideas"),
    "examples": marked("Examples"),
    "blocks": marked("Blocks"),
    "versions": marked("Versions"),
    "language": marked("Language"),
    "synonyms": marked("Synonyms"),
    "acronyms": marked("Acronyms"),
}


@command("list", marked("Lists what the bank holds."))
@argument(
    "kind",
    required=False,
    type=click.Choice(tuple(KINDS)),
    help=marked("What to list [default: all but the questions]."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print the list for a program."))
def listing(kind: str | None, *, as_json: bool) -> int:
    """Print one table for each kind, its beginning where all kinds are listed."""
    from examen import bank as banks

    names = (kind,) if kind else BY_DEFAULT
    place = folders()
    bank = banks.load_kinds(*place, {KINDS[kind].record}) if kind else banks.load(*place)
    rows = {name: list(KINDS[name].rows(bank)) for name in names}
    if as_json:
        print_json(rows[kind] if kind else rows)
    else:
        for name, found in rows.items():
            _print(name, found, len(found) if kind else _AT_MOST)
    if bank.problems:
        note(_("Some files could not be read; run examen check to see why."))
    return 1 if bank.problems else 0


def _print(name: str, rows: list[Row], at_most: int) -> None:
    click.secho(_(KINDS[name].title), bold=True)
    if not rows:
        click.echo(_("None."))
        return
    keys = list(rows[0])
    numbers = [index for index, key in enumerate(keys) if not isinstance(rows[0][key], str)]
    print_table(
        [_(HEADINGS[key]) for key in keys],
        [[_cell(key, value) for key, value in row.items()] for row in rows[:at_most]],
        numbers,
    )
    more = len(rows) - at_most
    if more > 0:
        message = ngettext(
            "… and {count} more; “examen list {kind}” shows all of them.",
            "… and {count} more; “examen list {kind}” shows all of them.",
            more,
        )
        click.echo(message.format(count=more, kind=name) + "\n")


def _cell(key: str, value: Any) -> str:
    from examen.render.typography import number, typeset

    if key == "status":
        return status(value)
    return typeset(value) if isinstance(value, str) else number(Decimal(value))
