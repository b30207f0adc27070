"""`examen suggest`: what copies say that the rubric does not know, as a patch to the rubric."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from examen.cli.copies import check_rubrics, copies_argument, exam_argument, titles
from examen.cli.folders import load_bank
from examen.cli.output import print_json, print_problems, print_table, progress
from examen.cli.parameters import argument, command, existing, option
from examen.messages import _, marked, ngettext
from examen.problems import ExamenError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from examen.bank import Bank
    from examen.learning.suggest import Proposal, QuestionSuggestions, Suggestions
    from examen.learning.suggest_revision import Effect, Revision
    from examen.model.copy import Copy
    from examen.model.full_exam import FullExam

_NUMBERS = re.compile(r"\s*\d{1,5}\s*(?:-\s*\d{1,5}\s*)?(?:,\s*\d{1,5}\s*(?:-\s*\d{1,5}\s*)?)*")
_MOST = 5  # proposals of a question that are shown, unless asked
_MOST_QUOTES, _LONGEST_QUOTE = 2, 90


class _Numbers(click.ParamType[set[int]]):
    """Numbers and ranges: `3,5-7`."""

    name = "numbers"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        if not isinstance(value, str):
            return value
        if not _NUMBERS.fullmatch(value):
            self.fail(_("write numbers of suggestions, such as 3,5-7"), param, ctx)
        found: set[int] = set()
        for part in value.split(","):
            first, dash, last = part.partition("-")
            found |= set(range(int(first), int(last if dash else first) + 1))
        return found


@command(
    "suggest",
    marked(
        "Suggests additions to a rubric from copies. Shows what copies say and the rubric does not "
        "recognise; with marks, what would have found the ideas that people credited."
    ),
)
@exam_argument
@copies_argument
@argument(
    "marks",
    nargs=-1,
    type=existing(dir_okay=False),
    metavar=marked("[MARKS]..."),
    help=marked("The marks that people gave, as JSON Lines or CSV."),
)
@option(
    "--only",
    type=_Numbers(),
    metavar=marked("NUMBERS"),
    help=marked(
        "Take these suggestions, such as 3,5-7 [default: those that marks bear out in several "
        "copies]."
    ),
)
@option("--apply", "write", is_flag=True, help=marked("Write them into the rubric."))
@option("--all", "every", is_flag=True, help=marked("Show all suggestions and quotes."))
@option(
    "--patch",
    type=click.Path(dir_okay=False, path_type=Path),
    metavar=marked("FILE"),
    help=marked("Write the patch to a file."),
)
@option("--json", "as_json", is_flag=True, help=marked("Print the suggestions for a program."))
def suggest(
    exam: str,
    copies: Path,
    marks: tuple[Path, ...],
    *,
    only: set[int] | None,
    write: bool,
    every: bool,
    patch: Path | None,
    as_json: bool,
) -> int:
    """Print the suggestions and the patch; 1 if copies or marks had problems or it is refused."""
    from examen import analysis

    bank = load_bank()
    given, problems = analysis.read_marks(marks) if marks else ({}, [])
    found, unread = _suggestions(bank, exam, copies, given)
    print_problems([*problems, *unread])
    chosen = found.chosen(only)
    revision = found.revision(chosen)
    effect = found.effect(revision) if chosen and not revision.problems else None
    if not as_json:
        _show(found, every=every)
        _show_revision(chosen, revision, effect, write=write)
    if not revision.problems:
        _write(revision, patch, write=write and bool(chosen), quiet=as_json)
    if as_json:  # only now: what it says was applied is written
        print_json(
            {
                **found.to_json(),
                "chosen": [one.number for one in chosen],
                "problems": [one.to_json() for one in revision.problems],
                "patch": revision.diff(),
                "effect": effect.to_json() if effect else None,
                "applied": write and bool(effect),
            }
        )
    print_problems(revision.problems)
    if revision.problems:
        raise ExamenError(
            _("with these suggestions the rubric would no longer check; nothing was written")
        )
    return 1 if problems or unread else 0


def _suggestions(
    bank: Bank, exam: str, path: Path, marks: Any
) -> tuple[Suggestions, list[Problem]]:
    """The suggestions, and what was wrong with the copies."""
    from examen import bank as banks
    from examen import exchange
    from examen.learning import suggest as learning

    full = banks.complete(bank, exam)
    check_rubrics(full)
    _check_variables(full)
    numbers = [item.question.number for item in full.questions()]
    copies: list[Copy] = []
    problems = []
    for one in exchange.read_copies([path], numbers, titles(full)):
        if isinstance(one, Problem):
            problems.append(one)
        else:
            copies.append(one)
    if not copies:
        print_problems(problems)
        raise ExamenError(_("no copy could be read, so there is nothing to suggest"))
    marked_questions = sum(item.rubric is not None for item in full.questions())
    with progress(_("Comparing"), len(copies) + marked_questions) as advance:
        return learning.suggest(bank, exam, copies, marks, advance), problems


def _check_variables(full: FullExam) -> None:
    """Refuse rubrics that vary: what copies of one variant say does not fit the others.

    Raises:
        ExamenError: a case has variables.
    """
    for case in full.cases:
        if case.variables:
            message = _(
                "the case “{case}” has variables, and what copies of one variant say may not fit "
                "the others; add phrasings to its rubric by hand"
            )
            raise ExamenError(message.format(case=case.id))


def _write(revision: Revision, patch: Path | None, *, write: bool, quiet: bool) -> None:
    if patch:
        patch.write_text(revision.diff(), "utf-8", newline="")
        if not quiet:
            click.echo(_("Patch: {path}").format(path=patch))
    if write:
        for file in revision.files:
            file.write()
            if not quiet:
                click.echo(_("Written: {path}").format(path=file.path))


def _show(found: Suggestions, *, every: bool) -> None:
    for question in found.questions:
        habits = any(one.misfire.is_habit() for one in question.misfires)
        asked = every and (question.misfires or question.unclaimed)
        if question.proposals or habits or question.left_out or asked:
            _show_question(question, every=every)
    if not found.marks and any(True for _one in found.proposals()):
        click.echo(
            _(
                "Nobody's marks were given: these are hypotheses. Choose those that are right with "
                "--only."
            )
            + "\n"
        )


def _show_question(question: QuestionSuggestions, *, every: bool) -> None:
    answers = ngettext("{count} answer", "{count} answers", question.copies)
    title = _("Question {number}, {answers}").format(
        number=question.question, answers=answers.format(count=question.copies)
    )
    click.secho(title, bold=True)
    several = [one for one in question.proposals if len(one.copies) > 1]
    shown = question.proposals if every else several[:_MOST]
    for proposal in shown:
        _show_proposal(proposal, every=every)
    if len(question.proposals) > len(shown):
        more = len(question.proposals) - len(shown)
        message = ngettext(
            "… and {count} more suggestion (--all)", "… and {count} more suggestions (--all)", more
        )
        click.echo(f"  {message.format(count=more)}")
    if question.unclaimed and every:
        click.echo("  " + _("Said by several copies, and no phrasing could be made of it:"))
        for group in question.unclaimed:
            click.echo(f"    {_said(len(group.copies), group.label)}")
    if question.left_out:
        message = ngettext(
            "{count} passage was not compared: there are too many.",
            "{count} passages were not compared: there are too many.",
            question.left_out,
        )
        click.echo("  " + message.format(count=question.left_out))
    often = [one for one in question.misfires if one.misfire.is_habit()]
    if often or (question.misfires and every):
        click.echo("  " + _("Phrasings that misfire:"))
        for faulty in question.misfires if every else often[:_MOST]:
            click.echo(f"    {faulty.place}: {faulty.message()}")
            _show_quotes(faulty.misfire.quotes, every=every, indent=8)
    click.echo()


def _said(count: int, label: str) -> str:
    text = ngettext("{count} copy says: {label}", "{count} copies say: {label}", count)
    return text.format(count=count, label=label)


def _head(one: Proposal) -> str:
    if not one.tried:
        return _said(len(one.copies), one.label)
    text = ngettext(
        "credited in {count} copy that says: {label}",
        "credited in {count} copies that say: {label}",
        len(one.copies),
    )
    return text.format(count=len(one.copies), label=one.label)


def _show_proposal(one: Proposal, *, every: bool) -> None:
    number = click.style(f"{one.number:>4}", fg="green" if one.recommended else None, bold=True)
    click.echo(f"{number}  {_head(one)}")
    click.echo(f"        {one.message()}")
    _show_quotes(one.quotes, every=every, indent=8)


def _show_quotes(quotes: Sequence[tuple[str, str]], *, every: bool, indent: int) -> None:
    for copy, text in quotes if every else quotes[:_MOST_QUOTES]:
        short = text if len(text) <= _LONGEST_QUOTE else text[: _LONGEST_QUOTE - 1].rstrip() + "…"
        quoted = _("“{quote}”").format(quote=short)
        click.secho(" " * indent + (f"{copy} {quoted}" if copy else quoted), dim=True)


def _show_revision(
    chosen: Sequence[Proposal], revision: Revision, effect: Effect | None, *, write: bool
) -> None:
    if not chosen:
        click.echo(_("No suggestion is taken: the rubric stays as it is."))
        return
    numbers = ", ".join(str(one.number) for one in chosen)
    text = ngettext("Suggestion {numbers}", "Suggestions {numbers}", len(chosen))
    click.secho(text.format(numbers=numbers), bold=True)
    if effect:
        _show_effect(effect)
    click.echo(revision.diff())
    if effect and not write:
        click.echo(
            _("Nothing is written yet: --apply writes these lines, --only takes other suggestions.")
        )


def _show_effect(effect: Effect) -> None:
    marked_too = effect.agreement is not None
    headings = [_("Question"), _("Points before"), _("after")]
    if marked_too:
        headings += [_("F1 before"), _("after")]
    rows = [
        [
            row["question"],
            _number(row["before"]),
            _number(row["after"]),
            *((_number(row["f1_before"]), _number(row["f1_after"])) if marked_too else ()),
        ]
        for row in effect.questions
        if row["before"] != row["after"] or row.get("f1_before") != row.get("f1_after")
    ]
    if rows:
        print_table(headings, rows, numbers=range(1, len(headings)))
    if effect.agreement:
        before, after = effect.agreement["before"], effect.agreement["after"]
        for name, text in (
            ("f1", _("F1 of the ideas: {before}, then {after}")),
            ("mean_difference", _("Mean difference of the totals: {before}, then {after}")),
        ):
            click.echo(text.format(before=_number(before[name]), after=_number(after[name])))
    changes: Iterable[str] = (
        f"{row['copy']} {_number(row['before'])} → {_number(row['after'])}" for row in effect.copies
    )
    listed = ", ".join(changes) or _("none")
    click.echo(_("Copies whose points change: {copies}").format(copies=listed) + "\n")


def _number(value: float | None) -> str:
    from decimal import Decimal

    from examen.render.typography import number

    return "–" if value is None else number(Decimal(str(round(value, 3))))
