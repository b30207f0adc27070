"""Oral assessments have what a jury needs, and candidates get nothing that is meant for it."""

from __future__ import annotations

from collections.abc import Iterator

from examen.bank.checks.walk import NOT_QUESTIONS, near, questions
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.messages import _
from examen.model.case import Audience
from examen.problems import Problem


def oral_cases_have_scenarios(bank: Bank) -> Iterator[Problem]:
    """A case assessed before a jury has a scenario; a case on paper has none."""
    for case in bank.cases.values():
        if not bank.whole(case, "form") or not bank.whole(case, "scenario"):
            continue
        if case.form.is_oral and case.scenario is None:
            message = _("the case is assessed before a jury and has no scenario; add one")
            yield Problem(bank.place(case, "form"), Code.SCENARIO, message)
        elif case.scenario is not None and not case.form.is_oral:
            message = _(
                "the case is assessed on paper and has a scenario; name an oral form or cut it"
            )
            yield Problem(bank.place(case, "scenario"), Code.SCENARIO, message)


def questions_cite_no_jury_documents(bank: Bank) -> Iterator[Problem]:
    """No question cites a document that only the jury gets."""
    for case in bank.cases.values():
        secret = {item.id for item in case.documents if item.audience is Audience.JURY}
        for item in questions(case):
            for index, cited in enumerate(item.question.documents):
                if cited in secret:
                    message = _("only the jury gets “{key}”; cite another or give it to all")
                    place = bank.place(case, *item.loc, "documents", index)
                    yield Problem(place, Code.JURY_DOCUMENT, message.format(key=cited))


def questions_build_on_earlier_ones(bank: Bank) -> Iterator[Problem]:
    """The questions that a question builds on come before it in its case."""
    for case in bank.cases.values():
        if not bank.whole(case, "parts", but=NOT_QUESTIONS):
            continue
        before: list[str] = []
        for item in questions(case):
            for index, number in enumerate(item.question.after):
                if number not in before:
                    message = _("no question “{key}” comes before this one; {hint}")
                    text = message.format(key=number, hint=near(number, before))
                    place = bank.place(case, *item.loc, "after", index)
                    yield Problem(place, Code.QUESTION_ORDER, text)
            before.append(item.question.number)
