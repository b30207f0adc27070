"""Starting new things: which file a skeleton goes to, and where in an existing one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import NamedTuple

from examen.authoring.skeletons import (
    CaseHead,
    case_skeleton,
    entry_lines,
    question_lines,
    rubric_skeleton,
)
from examen.bank.editing import NoPlaceError, add_lines
from examen.bank.loading import Bank
from examen.bank.yaml_door import Loc
from examen.exchange.rewriting import Rewriting, read_text
from examen.messages import _, using
from examen.model.case import AnswerForm, Case, Part, Question
from examen.problems import ExamenError

_IDENTIFIER = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class NewFile(NamedTuple):
    """A file that does not exist yet."""

    path: Path
    text: str

    def write(self) -> None:
        """Write it, and the folders that it needs.

        Raises:
            ExamenError: there is such a file already.
        """
        self.path.parent.mkdir(parents=True, exist_ok=True)
        try:
            with self.path.open("x", encoding="utf-8", newline="") as stream:
                stream.write(self.text)
        except FileExistsError as error:
            message = _("{path} exists already; it was left as it is")
            raise ExamenError(message.format(path=self.path)) from error


def new_case(bank: Bank, folder: Path, head: CaseHead) -> NewFile:
    """A new case.

    Args:
        bank: what the bank holds so far.
        folder: of the bank.
        head: what the case begins with.

    Raises:
        ExamenError: the identifier is not written as it must be, or taken.
    """
    key = head.key
    if not _IDENTIFIER.fullmatch(key):
        message = _(
            "“{key}” is no identifier: write lower-case letters without accents, digits and hyphens"
        )
        raise ExamenError(message.format(key=key))
    if key in bank.cases or key in bank.exams or bank.is_broken("case", key):
        raise ExamenError(_("“{key}” exists already; choose another identifier").format(key=key))
    return NewFile(folder / "cases" / f"{key}.yaml", case_skeleton(head))


def new_rubric(bank: Bank, folder: Path, key: str) -> NewFile:
    """A new rubric for the case `key`, in the folder of rubrics.

    Raises:
        ExamenError: there is no such case, or it has a rubric.
    """
    case = _case(bank, key)
    if key in bank.rubrics or bank.is_broken("rubric", key):
        raise ExamenError(_("the case “{key}” already has a rubric").format(key=key))
    return NewFile(folder / f"{key}.yaml", rubric_skeleton(case))


def new_question(bank: Bank, key: str, part: str = "", number: str = "") -> list[Rewriting]:
    """A new question at the end of a part of the case `key`, and its entry in the rubric.

    Args:
        bank: with the case, and its rubric if it has one.
        key: of the case.
        part: the identifier of the part; the last part with questions if empty.
        number: of the question; the one after the last of its part if empty.

    Returns:
        The case, and the rubric if there is one.

    Raises:
        ExamenError: there is no such case or part, the number is taken or cannot be continued, or
            the list of questions is written in brackets.
    """
    case = _case(bank, key)
    loc, chosen = _part(case, part)
    number = number or _following(chosen.questions[-1].number)
    if number in (question.number for question in case.questions()):
        raise ExamenError(_("the case already has a question {number}").format(number=number))
    form = AnswerForm.ORAL if case.form.is_oral else AnswerForm.TEXT
    with using(case.language):
        lines = question_lines(number, form)
    found = [_with_lines(bank.path(case), (*loc, "questions"), lines)]
    rubric = bank.rubrics.get(key)
    if rubric is not None:
        question = Question(number=number, prompt="…", points=Decimal(2), form=form)
        with using(case.language):
            lines = entry_lines(question)
        found.append(_with_lines(bank.path(rubric), ("questions",), lines))
    return found


def _case(bank: Bank, key: str) -> Case:
    if key in bank.cases:
        return bank.cases[key]
    if bank.is_broken("case", key):
        message = _("the case “{key}” has problems; mend them first")
    else:
        message = _("there is no case “{key}”; “examen list cases” shows those there are")
    raise ExamenError(message.format(key=key))


def _part(case: Case, name: str) -> tuple[Loc, Part]:
    """The part of this name, or the last one; it has questions of its own."""
    parts = {part.id: (loc, part) for loc, part in _parts(case.parts, ()) if part.questions}
    if name in parts:
        return parts[name]
    if name or not parts:
        message = _("the case has no part “{key}” with questions; these have some: {names}")
        raise ExamenError(message.format(key=name, names=", ".join(parts) or "–"))
    return list(parts.values())[-1]


def _parts(parts: tuple[Part, ...], loc: Loc) -> Iterator[tuple[Loc, Part]]:
    for at, part in enumerate(parts):
        yield (*loc, "parts", at), part
        yield from _parts(part.parts, (*loc, "parts", at))


def _following(number: str) -> str:
    """The number after `number`: 1.3 after 1.2."""
    before, dot, last = number.rpartition(".")
    if not last.isdigit():
        message = _("no number follows {number} by itself; name one with --number")
        raise ExamenError(message.format(number=number))
    return f"{before}{dot}{int(last) + 1}"


def _with_lines(path: Path, loc: Loc, lines: list[str]) -> Rewriting:
    text = read_text(path)
    try:
        return Rewriting(path, text, add_lines(text, loc, ["", *lines]))
    except NoPlaceError as error:
        message = _(
            "the questions of {path} are a list in brackets, which takes no new one; write each on "
            "lines of its own"
        )
        raise ExamenError(message.format(path=path)) from error
