"""What was validated is still what it was."""

from __future__ import annotations

from collections.abc import Iterator

from examen.bank.checks.walk import questions
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.sealing import has_changed
from examen.messages import _
from examen.problems import Problem


def validated_questions_are_unchanged(bank: Bank) -> Iterator[Problem]:
    """A validated question, all that it is read with and its rubric are what was validated."""
    for case in bank.cases.values():
        if bank.is_broken("case", case.id) or bank.is_broken("rubric", case.id):
            continue
        for question, loc in questions(case):
            review = question.review
            if review is None or not has_changed(bank, case, question):
                continue
            message = _(
                "question {number} has changed since {by} validated it on {day}; read it again and "
                "run “examen validate {case} {number}”, or set it back to “status: draft”"
            )
            text = message.format(
                number=question.number, by=review.by, day=review.on.isoformat(), case=case.id
            )
            yield Problem(bank.place(case, *loc, "review"), Code.VALIDATED_CHANGED, text)
