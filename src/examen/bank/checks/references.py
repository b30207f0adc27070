"""Texts cite by number only what keeps its number, or gets its new one, in every exam.

An exam may choose some questions of a case and number them otherwise, and its annexes and parts
too. `question 3` in a prompt follows and brings question 3 along; nothing else does.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from examen.bank.checks.walk import numbers, parts, questions
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.numbering import citations, cited, counting_words
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.case import Case, TableDocument, TextDocument
from examen.problems import Problem

_GAP = "[ \u00a0\u202f]"
_BEFORE = re.compile(
    rf"\bquestions?{_GAP}précédentes?\b|\bprevious{_GAP}questions?\b", re.IGNORECASE
)
_ANNEX = re.compile(
    rf"\b(?:annexes?|documents?|appendix|annex){_GAP}(?:n[°o]{_GAP}*)?([0-9]+)\b"
    r"(?! (?:du|de la|de l['’]|des|d['’]|of)\b)",  # an annex of something else
    re.IGNORECASE,
)
# In a document, `Question 3` alone may be one of a survey.
_ARTICLE = re.compile(rf"\b(?:la|les|aux|des|the|to|of|see){_GAP}$", re.IGNORECASE)

Text = tuple[str, Loc]


def texts_cite_what_follows(bank: Bank) -> Iterator[Problem]:
    """Only a prompt cites a question by its number, and no text an annex or a part."""
    for case in bank.cases.values():
        around, prompts = list(_around(case)), list(_prompts(case))
        found = [
            *_questions(case, around),
            *_questions(case, _documents(case), after=_ARTICLE),
            *_neighbours(case),
            *_annexes(case, (*around, *prompts)),
            *_parts(case, (*around, *prompts)),
        ]
        for message, loc in found:
            yield Problem(bank.place(case, *loc), Code.FIXED_REFERENCE, message)


def _around(case: Case) -> Iterator[Text]:
    """What is printed above questions, and where it stands."""
    yield case.context, ("context",)
    for part, loc in parts(case):
        yield part.introduction or "", (*loc, "introduction")


def _prompts(case: Case) -> Iterator[Text]:
    for item in questions(case):
        yield item.question.prompt, (*item.loc, "prompt")


def _documents(case: Case) -> Iterator[Text]:
    for index, document in enumerate(case.documents):
        loc = ("documents", index)
        if isinstance(document, TextDocument):
            yield document.body, (*loc, "body")
            continue
        yield document.note or "", (*loc, "note")
        for number, row in enumerate(document.rows if isinstance(document, TableDocument) else ()):
            for place, cell in enumerate(row):
                yield cell, (*loc, "rows", number, place)


def _questions(
    case: Case, texts: Iterator[Text] | list[Text], after: re.Pattern[str] | None = None
) -> Iterator[Text]:
    """Citations of the case's questions, if need be only those that stand after something."""
    message = _(
        "“{cited}” may have another number in an exam, or not be there; cite questions by their "
        "numbers in prompts alone"
    )
    known = frozenset(numbers(case))
    for text, loc in texts:
        for one in citations(text):
            if cited(one[0]) & known and (after is None or after.search(text[: one.start()])):
                yield message.format(cited=one[0]), loc


def _neighbours(case: Case) -> Iterator[Text]:
    message = _(
        "“{cited}” may be another one in an exam; write its number, “question {number}”, which "
        "follows"
    )
    for before, item in pairwise(questions(case)):
        for one in _BEFORE.finditer(item.question.prompt):
            text = message.format(cited=one[0], number=before.question.number)
            yield text, (*item.loc, "prompt")


def _annexes(case: Case, texts: tuple[Text, ...]) -> Iterator[Text]:
    message = _(
        "“{cited}” may have another number in an exam; call it by its title, and name it in the "
        "question’s “documents”, which prints its number"
    )
    for text, loc in texts:
        for one in _ANNEX.finditer(text):
            if 1 <= int(one[1]) <= len(case.documents):
                yield message.format(cited=one[0]), loc


def _parts(case: Case, texts: tuple[Text, ...]) -> Iterator[Text]:
    words = [re.escape(word.strip()) for word in sorted(_words(case))]
    if not words:
        return
    message = _("“{cited}” may have another number in an exam; say it without its number")
    pattern = re.compile(rf"\b(?:{'|'.join(words)}){_GAP}[0-9]+\b", re.IGNORECASE)
    for text, loc in texts:
        for one in pattern.finditer(text):
            yield message.format(cited=one[0]), loc


def _words(case: Case) -> set[str]:
    """The words that count parts in their titles."""
    inner = (counting_words(part.parts) for part, _loc in parts(case))
    return counting_words(case.parts).union(*inner)
