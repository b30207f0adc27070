"""The barème language said back as a jury writes it: "3 pts : 1 pt par idée, 3 idées attendues".

`RULES` holds a sentence for every award rule, `WAYS` one for every way of recognising an idea; a
test proves that both are complete.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from examen.messages import _, marked, ngettext
from examen.model import award, recognition
from examen.model.base import Record
from examen.model.recognition import NumberKind, Scope, StructureKind
from examen.model.rubric import Criterion, Idea, OpenList, Penalty, Requirement, Validity
from examen.render.typography import day, listed, number, points, quoted, typeset

# --- Award rules --------------------------------------------------------------------------------


def _each(criterion: Criterion, rule: award.Each) -> str:
    expected = _expected(rule.expected)
    if rule.expected == 1 and rule.points == criterion.points:
        return expected
    return _("{points} per idea, {expected}").format(points=points(rule.points), expected=expected)


def _expected(count: int) -> str:
    return ngettext("{} idea expected", "{} ideas expected", count).format(count)


def _all(criterion: Criterion, _rule: award.AllOrNothing) -> str:
    if len(criterion.ideas) < 2:
        return _("all or nothing")
    return _("all or nothing, the {} elements are required").format(len(criterion.ideas))


def _share(criterion: Criterion, rule: award.Share) -> str:
    return _("in proportion to the {count} elements, to the nearest {step}").format(
        count=len(criterion.ideas), step=points(rule.step)
    )


def _levels(criterion: Criterion, rule: award.Levels) -> str:
    counts = list(rule.levels)  # the highest first
    pieces = []
    for place, count in enumerate(counts):
        most = counts[place - 1] - 1 if place else max(len(criterion.ideas), count)
        pieces.append(
            _("{count}: {points}").format(
                count=_how_many(criterion, count, most, top=not place),
                points=points(rule.levels[count]),
            )
        )
    return _("; ").join(pieces)


def _how_many(criterion: Criterion, least: int, most: int, *, top: bool) -> str:
    if top:
        noun = (
            ngettext("{} right value", "{} right values", least)
            if _numeric(criterion)
            else ngettext("{} idea", "{} ideas", least)
        ).format(least)
        return _("{} or more").format(noun) if most > least else noun
    if most == least:
        return str(least)
    middle = _("{} or {}") if most == least + 1 else _("{} to {}")
    return middle.format(least, most)


def _numeric(criterion: Criterion) -> bool:
    """Whether the ideas are values to compute."""
    ways = [way for idea in criterion.ideas for way in idea.phrasings]
    return bool(ways) and all(isinstance(way, recognition.NumberMatch) for way in ways)


def _best(criterion: Criterion, rule: award.Best) -> str:
    says = {idea.id: idea.says for idea in criterion.ideas}
    pieces = [
        _("{points} for {ideas}").format(
            points=points(option.points),
            ideas=listed(
                [quoted(typeset(says.get(idea, idea))) for idea in option.ideas], _("and")
            ),
        )
        for option in sorted(rule.alternatives, key=lambda option: -option.points)
    ]
    return _("{alternatives} (the best counts)").format(alternatives=_("; ").join(pieces))


def _justified(_criterion: Criterion, rule: award.Justified) -> str:
    return _(
        "{points} per justified idea, {expected}; {named} if the idea is not justified"
    ).format(
        points=points(rule.points),
        expected=_expected(rule.expected),
        named=points(rule.named) if rule.named else _("nothing"),
    )


def _bands(_criterion: Criterion, rule: award.Bands) -> str:
    return ngettext(
        "overall judgement, {} level", "overall judgement on {} levels", len(rule.bands)
    ).format(len(rule.bands))


def _expression(_criterion: Criterion, rule: award.Expression) -> str:
    said = _("{points} taken off per mistake for {words} words").format(
        points=points(rule.per_error), words=number(rule.words)
    )
    if rule.free:
        said = ngettext(
            "{said}, beyond {count} mistake allowed",
            "{said}, beyond {count} mistakes allowed",
            rule.free,
        ).format(said=said, count=rule.free)
    return _("{}; not marked for candidates who are exempted from it").format(said)


RULES: dict[type[Record], Callable[[Criterion, Any], str]] = {
    award.Each: _each,
    award.AllOrNothing: _all,
    award.Share: _share,
    award.Levels: _levels,
    award.Best: _best,
    award.Justified: _justified,
    award.Bands: _bands,
    award.Expression: _expression,
}


def sentence(criterion: Criterion) -> str:
    """A criterion's points and award rule: "3 pts : 1 pt par idée, 3 idées attendues"."""
    return _("{points}: {rule}").format(
        points=points(criterion.points),
        rule=RULES[type(criterion.award)](criterion, criterion.award),
    )


# --- What goes with an award --------------------------------------------------------------------


def open_list(item: OpenList) -> str:
    """What becomes of an idea that the list does not hold."""
    if item.illustrative:
        said = _("The list only illustrates: any other relevant idea counts")
    else:
        said = _("Any other relevant idea counts")
    if item.at_most:
        said = ngettext("{said}, {count} at most", "{said}, {count} at most", item.at_most).format(
            said=said, count=item.at_most
        )
    return _("{said} ({what}).").format(said=said, what=typeset(item.says))


def penalty(item: Penalty) -> str:
    """What a wrong statement costs."""
    return _("−{points}: {says}").format(points=points(item.points), says=typeset(item.says))


def penalty_cap(criterion: Criterion) -> str:
    """The most that the criterion's penalties cost together; empty if nothing limits them."""
    if criterion.penalty_cap is None:
        return ""
    return _("Penalties of this criterion: {} at most.").format(points(criterion.penalty_cap))


def validity(item: Validity) -> str:
    """The days between which an idea is right, and what happens outside them."""
    if item.since and item.until:
        said = _("Right from {since} to {until}").format(
            since=day(item.since), until=day(item.until)
        )
    elif item.since:
        said = _("Right since {}").format(day(item.since))
    elif item.until:
        said = _("Right until {}").format(day(item.until))
    else:
        said = _("Depends on the date")
    if item.otherwise == "counted":
        said = _("{}; still counted after that").format(said)
    elif item.otherwise == "refused":
        said = _("{}; refused outside these dates").format(said)
    return typeset(f"{said}. {item.note}" if item.note else f"{said}.")


def requirement(item: Requirement, ideas: dict[str, Idea]) -> str:
    """The other ideas without which this one does not count."""

    def names(slugs: Sequence[str], last: str) -> str:
        return listed(
            [quoted(typeset(ideas[slug].says if slug in ideas else slug)) for slug in slugs], last
        )

    needed = [
        *([names(item.all, _("and"))] if item.all else []),
        *([names(item.any, _("or"))] if item.any else []),
    ]
    return _("Counts only if the answer also says {}.").format(_(" and ").join(needed))


# --- Ways of recognising an idea ----------------------------------------------------------------


def _group(words: Sequence[str]) -> str:
    return _(" or ").join(quoted(typeset(word)) for word in words)


def _groups(groups: Sequence[Sequence[str]]) -> str:
    return _(" and ").join(_group(group) for group in groups)


_SCOPES = {
    Scope.UNIT: marked("in one sentence"),
    Scope.PARAGRAPH: marked("in one paragraph"),
    Scope.ANSWER: marked("anywhere in the answer"),
}


def _sentence_way(way: recognition.Sentence) -> str:
    return _("a sentence that says {}").format(quoted(typeset(way.text)))


def _words_way(way: recognition.Words) -> str:
    alone = len(way.words) == 1 and len(way.words[0]) == 1
    said = (
        _("the word {}").format(_groups(way.words))
        if alone
        else _("the words {words} {where}").format(
            words=_groups(way.words), where=_(_SCOPES[way.within])
        )
    )
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
        near = _(" or ").join(_group(group) for group in spec.near)
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
    return _("the formula {of} divided by {over}").format(
        of=_groups(way.ratio.of), over=_groups(way.ratio.over)
    )


def _structure_way(way: recognition.Structure) -> str:
    plain, counted = _STRUCTURES[way.structure]
    said = _(counted).format(way.least) if way.least else _(plain)
    if way.words:
        said = _("{said} that holds {words}").format(said=said, words=_groups(way.words))
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
