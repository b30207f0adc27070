"""How an idea is recognised, in words: "un tableau", "le nombre 126 % à 1 près".

`WAYS` holds the words for each way; a test proves that it is complete.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from examen.messages import _, marked
from examen.model import recognition
from examen.model.base import Record
from examen.model.recognition import NumberKind, Scope, StructureKind
from examen.model.rubric import Idea
from examen.render.typography import listed, number, quoted, typeset


def _group(words: Sequence[str]) -> str:
    return listed([quoted(typeset(word)) for word in words], _("or"))


def _bare(groups: Sequence[Sequence[str]]) -> str:
    return _(" and ").join(_group(group) for group in groups)


def _groups(groups: Sequence[Sequence[str]]) -> str:
    """Short groups in one breath; long ones each with a noun: "l'un des mots a, b ou c"."""
    if all(len(group) < 3 for group in groups):
        noun = _("the word {}") if len(groups) == len(groups[0]) == 1 else _("the words {}")
        return noun.format(_bare(groups))
    return _(" and ").join(
        (_("one of the words {}") if len(group) > 1 else _("the word {}")).format(_group(group))
        for group in groups
    )


_SCOPES = {
    Scope.CLAUSE: marked("in one clause"),
    Scope.UNIT: marked("in one sentence"),
    Scope.PARAGRAPH: marked("in one paragraph"),
    Scope.ANSWER: marked("anywhere in the answer"),
}


def _sentence_way(way: recognition.Sentence) -> str:
    return _("a sentence that says {}").format(quoted(typeset(way.text)))


def _words_way(way: recognition.Words) -> str:
    said = _groups(way.words)
    if len(way.words) > 1:
        said = _("{words} {where}").format(words=said, where=_(_SCOPES[way.within]))
    if way.without:
        said = _("{said}, without {words}").format(said=said, words=_group(way.without))
    if way.negated is not None:
        form = _("{}, in a denial") if way.negated else _("{}, denied or not")
        said = form.format(said)
    return said


def _expression_way(way: recognition.Expression) -> str:
    return _("the expression {}").format(quoted(typeset(way.expression)))


def _exact_way(way: recognition.Exact) -> str:
    said = _("exactly {}").format(quoted(way.exact))
    return _("{} (capitals or not)").format(said) if way.ignore_case else said


def _regex_way(way: recognition.Regex) -> str:
    return _("the pattern {}").format(quoted(way.regex))


_SUFFIXES = {
    NumberKind.PLAIN: "{}",
    NumberKind.PERCENT: marked("{} %"),
    NumberKind.RATIO: marked("{} %"),
    NumberKind.GAP: marked("{} points"),
    NumberKind.MONEY: "{} €",
}


def _number_way(way: recognition.NumberMatch) -> str:
    spec = way.number
    value = number(spec.value)
    if spec.kind is NumberKind.GAP and spec.value > 0:
        value = f"+{value}"
    said = _(_SUFFIXES[spec.kind]).format(value)
    said = _("the number {}").format(f"{said} {spec.unit}" if spec.unit else said)
    if spec.tolerance:
        said = _("{said}, give or take {tolerance}").format(
            said=said, tolerance=number(spec.tolerance)
        )
    if spec.near:
        near = _group([word for group in spec.near for word in group])
        said = _("{said}, beside {near}").format(said=said, near=near)
    return typeset(said)


_STRUCTURES = {
    StructureKind.TABLE: (marked("a table"), marked("a table of at least {} rows")),
    StructureKind.LIST: (marked("a list"), marked("a list of at least {} items")),
    StructureKind.INTRODUCTION: (
        marked("an introduction"),
        marked("an introduction of at least {} words"),
    ),
    StructureKind.CONCLUSION: (marked("a conclusion"), marked("a conclusion of at least {} words")),
    StructureKind.PLAN: (marked("a plan that shows"), marked("a plan in at least {} parts")),
    StructureKind.SENDER: (marked("the sender"), marked("the sender")),
    StructureKind.RECIPIENT: (marked("the recipient"), marked("the recipient")),
    StructureKind.SUBJECT_LINE: (
        marked("a subject line"),
        marked("a subject line of at least {} words"),
    ),
    StructureKind.SALUTATION: (marked("a salutation"), marked("a salutation")),
    StructureKind.SIGNATURE: (marked("a signature"), marked("a signature")),
    StructureKind.LINK: (marked("a link"), marked("at least {} links")),
    StructureKind.EXAMPLES: (marked("an example"), marked("at least {} examples")),
    StructureKind.LENGTH: (marked("a developed answer"), marked("at least {} words")),
}


def _ratio_way(way: recognition.Ratio) -> str:
    return _("the ratio of {of} to {over}").format(
        of=_bare(way.ratio.of), over=_bare(way.ratio.over)
    )


def _structure_way(way: recognition.Structure) -> str:
    plain, counted = _STRUCTURES[way.structure]
    said = _(counted).format(way.least) if way.least else _(plain)
    if way.words:
        said = _("{said} that holds {words}").format(said=said, words=_bare(way.words))
    if way.without:
        said = _("{said}, without {words}").format(said=said, words=_group(way.without))
    return said


WAYS: dict[type[Record], Callable[[Any], str]] = {
    recognition.Sentence: _sentence_way,
    recognition.Words: _words_way,
    recognition.Expression: _expression_way,
    recognition.Exact: _exact_way,
    recognition.Regex: _regex_way,
    recognition.NumberMatch: _number_way,
    recognition.Ratio: _ratio_way,
    recognition.Structure: _structure_way,
}


def way(phrasing: recognition.Phrasing) -> str:
    """How an idea is recognised, in words: "un tableau", "le nombre 126 %, à 1 près"."""
    return WAYS[type(phrasing)](phrasing)


def of_idea(idea: Idea) -> Iterator[tuple[str, tuple[recognition.Phrasing, ...]]]:
    """The ways of finding an idea (their title is empty), of justifying and of cancelling it."""
    for title, ways in (
        ("", idea.phrasings),
        (_("Justified by"), idea.justifications),
        (_("Cancelled by"), idea.contradictions),
    ):
        if ways:
            yield title, ways
