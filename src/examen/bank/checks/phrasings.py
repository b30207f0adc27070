"""Phrasings can find something: they hold words, and RE2 reads their regular expressions.

What RE2 reads cannot run away on an answer.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import re2  # type: ignore[import-untyped]  # ships no types

from examen.bank.checks.walk import PlacedCriterion, all_criteria
from examen.bank.codes import Code
from examen.bank.loading import Bank
from examen.bank.yaml_door import Loc
from examen.messages import _
from examen.model.recognition import NumberMatch, Phrasing, Regex, Sentence, Words
from examen.problems import Problem


def regexes_are_valid(bank: Bank) -> Iterator[Problem]:
    """Regular expressions can be read, and ask nothing that may take for ever."""
    for rubric in bank.rubrics.values():
        for placed in all_criteria(bank, rubric):
            for phrasing, loc in _phrasings(placed):
                fault = _fault(phrasing.regex) if isinstance(phrasing, Regex) else None
                if fault:
                    yield Problem(bank.place(rubric, *loc, "regex"), *fault)


def phrasings_hold_words(bank: Bank) -> Iterator[Problem]:
    """What is looked for as words has a letter or a digit: signs are no words of an answer."""
    for rubric in bank.rubrics.values():
        for placed in all_criteria(bank, rubric):
            for phrasing, loc in _phrasings(placed):
                for text, own in _looked_for(phrasing):
                    if not any(map(str.isalnum, text)):
                        message = _(
                            "“{text}” has no word in it and finds nothing; write words, or for a "
                            "sign “exact” or “regex”"
                        )
                        place = bank.place(rubric, *loc, *own)
                        yield Problem(place, Code.WORDLESS_PHRASING, message.format(text=text))


def _looked_for(phrasing: Phrasing) -> Iterator[tuple[str, Loc]]:
    """The texts of a phrasing that are looked for as words, and where they stand in it."""
    if isinstance(phrasing, Sentence):
        yield phrasing.text, ()
    groups: Sequence[Sequence[str]] = ()
    loc: Loc = ()
    if isinstance(phrasing, Words):
        groups, loc = phrasing.words, ("words",)
    elif isinstance(phrasing, NumberMatch):
        groups, loc = phrasing.number.near, ("number", "near")
    for number, group in enumerate(groups):
        for index, text in enumerate(group):
            yield text, (*loc, number, index)


def _phrasings(placed: PlacedCriterion) -> Iterator[tuple[Phrasing, Loc]]:
    for item in placed.ideas:
        for _key, phrasing, loc in item.phrasings():
            yield phrasing, loc
    for number, penalty in enumerate(placed.criterion.penalties):
        for index, phrasing in enumerate(penalty.phrasings):
            yield phrasing, (*placed.loc, "penalties", number, "phrasings", index)
    if placed.criterion.open:
        for index, phrasing in enumerate(placed.criterion.open.cues):
            yield phrasing, (*placed.loc, "open", "cues", index)


def _fault(expression: str) -> tuple[Code, str] | None:
    """What is wrong with an expression, or None."""
    options = re2.Options()
    options.log_errors = False
    try:
        re2.compile(expression, options)
    except re2.error as error:
        fragment = error.args[0].decode().partition(": ")[2]
    else:
        return None
    try:
        re.compile(expression)  # whose errors say where they are
    except re.error as error:
        message = _(
            "this regular expression cannot be read from its character {number} on; mend it"
        )
        return Code.INVALID_REGEX, message.format(number=(error.pos or 0) + 1)
    return Code.UNSUPPORTED_REGEX, _instead(fragment)


def _instead(fragment: str) -> str:
    """What to write in place of what RE2 does not do."""
    if re.match(r"\(\?<?[=!]", fragment):
        message = _(
            "“{fragment}” looks around without taking what it sees, which is not possible; write "
            "what must stand there as a part of the expression, or use “words” and “without”"
        )
    elif re.match(r"\\\d|\(\?P", fragment):
        message = _(
            "“{fragment}” refers back to another part, which is not possible; write out what may "
            "stand there"
        )
    elif fragment.startswith("{"):
        message = _(
            "“{fragment}” repeats too often: 1,000 times at most, all repetitions multiplied; "
            "write fewer, or “*” for any number"
        )
    else:
        message = _("“{fragment}” is not possible in these expressions; write it in another way")
    return message.format(fragment=fragment)
