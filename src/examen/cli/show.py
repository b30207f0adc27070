"""`examen show`: one record of a bank, to read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

import click

from examen.cli.folders import Folders, completed, folders, load_bank
from examen.cli.output import print_json
from examen.cli.parameters import argument, command, option
from examen.messages import _, marked
from examen.problems import ExamenError

if TYPE_CHECKING:
    from examen.bank import Bank
    from examen.model.base import Record


def _proposed(folders: Folders, typed: str) -> Iterable[str]:
    """What can be shown; the questions of a case once it is named."""
    from examen import bank

    if "/" in typed:
        named = bank.load_named(*folders, typed.partition("/")[0])
        return dict.fromkeys(name for _kind, name, _record in _all(named))
    competencies = bank.load_kinds(*folders, {"framework"})
    names = (name for _kind, name, _record in _all(competencies))
    return dict.fromkeys((*bank.identifiers(*folders), *names))


@command(
    "show",
    marked(
        "Shows one thing of the bank. It may be an exam, a case, a question, a rubric, a "
        "blueprint, a framework, a competency or a lexicon."
    ),
)
@argument(
    "identifier",
    metavar=marked("IDENTIFIER"),
    shell_complete=completed(_proposed),
    help=marked(
        "As examen list prints it; CASE/1.1.2 is a question, CASE@7 a variant, C2.7 a competency."
    ),
)
@option("--ways", is_flag=True, help=marked("Show also how each idea is recognised."))
@option("--json", "as_json", is_flag=True, help=marked("Print the record for a program."))
def show(identifier: str, *, ways: bool, as_json: bool) -> int:
    """Print all records of that name: a case and its rubric may share it."""
    records = dict(_named(identifier))
    if as_json:
        print_json({kind: _plain(record) for kind, record in records.items()})
    else:
        from examen.cli.views import view

        click.echo("\n\n".join("\n".join(view(item, ways=ways)) for item in records.values()))
    return 0


def _named(identifier: str) -> Iterator[tuple[str, Record]]:
    """Kind and record of all that has this name.

    Raises:
        ExamenError: nothing has; says which names are near.
    """
    from examen import bank

    record, slash, number = identifier.partition("/")
    key, variant = bank.named_variant(record)
    part = bank.load_named(*folders(), key)
    if key in part.cases:
        part = bank.variant(part, key, variant)
        identifier = key + slash + number
    found = [(kind, record) for kind, name, record in _all(part) if name == identifier]
    if not found:
        names = dict.fromkeys(name for _kind, name, _record in _all(load_bank()))
        near = get_close_matches(identifier, names, 3, 0.5)
        hint = (
            _("did you mean {names}?").format(names=", ".join(near))
            if near
            else _("examen list shows what there is")
        )
        raise ExamenError(_("nothing is named {name}; {hint}").format(name=identifier, hint=hint))
    return iter(found)


def _all(bank: Bank) -> Iterator[tuple[str, str, Record]]:
    """Kind, name and record of everything that can be shown."""
    for exam in bank.exams.values():
        yield "exam", exam.id, exam
    for case in bank.cases.values():
        yield "case", case.id, case
        for question in case.questions():
            now = question.model_copy(update={"status": case.status_of(question)})
            yield "question", f"{case.id}/{question.number}", now
    for rubric in bank.rubrics.values():
        yield "rubric", rubric.id, rubric
        for item in rubric.questions:
            yield "question_rubric", f"{rubric.case}/{item.question}", item
    for framework in bank.frameworks.values():
        yield "framework", framework.id, framework
        for competency in framework.competencies():
            yield "competency", competency.id, competency
    for lexicon in bank.lexicons.values():
        yield "lexicon", lexicon.id, lexicon
    for blueprint in bank.blueprints.values():
        yield "blueprint", blueprint.id, blueprint


def _plain(record: Record) -> Any:
    return record.model_dump(mode="json", by_alias=True, exclude_defaults=True)
