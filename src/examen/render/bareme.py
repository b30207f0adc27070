"""The barème language said back as a jury writes it: "3 pts : 1 pt par idée, 3 idées attendues".

`RULES` holds a sentence for every award rule; a test proves that it is complete. How ideas are
recognised is said in `examen.render.ways`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from examen.messages import _, marked, ngettext
from examen.model import award, recognition
from examen.model.base import Origin, Record
from examen.model.rubric import Criterion, Idea, OpenList, Penalty, Requirement, Validity
from examen.render.typography import day, listed, number, points, quoted, typeset

# --- Award rules --------------------------------------------------------------------------------


def named(says: str) -> str:
    """An idea's words inside another sentence: quoted, without their full stop."""
    return quoted(typeset(says.removesuffix(".")))


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
            _("{points} for {ideas}").format(
                points=points(rule.levels[count]),
                ideas=_how_many(criterion, count, most, top=not place),
            )
        )
    return ", ".join(pieces)


def _how_many(criterion: Criterion, least: int, most: int, *, top: bool) -> str:
    if top:
        noun = (
            ngettext("{} right value", "{} right values", least)
            if numeric(criterion)
            else ngettext("{} idea", "{} ideas", least)
        ).format(least)
        return _("{} or more").format(noun) if most > least else noun
    if most == least:
        return str(least)
    middle = _("{} or {}") if most == least + 1 else _("{} to {}")
    return middle.format(least, most)


def numeric(criterion: Criterion) -> bool:
    """Whether the ideas are values to compute."""
    ways = [way for idea in criterion.ideas for way in idea.phrasings]
    return bool(ways) and all(isinstance(way, recognition.NumberMatch) for way in ways)


def _best(criterion: Criterion, rule: award.Best) -> str:
    says = {idea.id: idea.says for idea in criterion.ideas}
    options: dict[Decimal, list[str]] = {}
    for option in sorted(rule.alternatives, key=lambda option: -option.points):
        ideas = listed([named(says.get(idea, idea)) for idea in option.ideas], _("and"))
        options.setdefault(option.points, []).append(ideas)
    return _(", otherwise ").join(
        _("{points} for {ideas}").format(points=points(worth), ideas=_(" or for ").join(ideas))
        for worth, ideas in options.items()
    )


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
_COMPLETE = award.Levels | award.Best  # what their first words say is what the criterion is worth


def sentence(criterion: Criterion) -> str:
    """A criterion's points and award rule: "3 pts : 1 pt par idée, 3 idées attendues"."""
    rule = RULES[type(criterion.award)](criterion, criterion.award)
    if isinstance(criterion.award, _COMPLETE):
        return rule
    return _("{points}: {rule}").format(points=points(criterion.points), rule=rule)


# --- What goes with an award --------------------------------------------------------------------


def open_list(item: OpenList) -> str:
    """What becomes of an idea that the list does not hold."""
    says = typeset(item.says.removesuffix("."))
    rule = (
        _("the list only illustrates: may earn points")
        if item.illustrative
        else _("open list: may earn points")
    )
    if item.counts:
        rule = _("{rule}, counted unless a person refuses it").format(rule=rule)
    if item.at_most:
        rule = ngettext(
            "{rule}, {count} idea at most", "{rule}, {count} ideas at most", item.at_most
        ).format(rule=rule, count=item.at_most)
    return f"{says[:1].upper()}{says[1:]} ({rule})."


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
        return listed([named(ideas[slug].says if slug in ideas else slug) for slug in slugs], last)

    needed = [
        *([names(item.all, _("and"))] if item.all else []),
        *([names(item.any, _("or"))] if item.any else []),
    ]
    return _("Counts only if the answer also says {}.").format(_(" and ").join(needed))


def details(idea: Idea, ideas: dict[str, Idea]) -> Iterator[str]:
    """What goes with an idea: when it is right, what it requires, its note.

    `ideas` are those of its question, by id.
    """
    if idea.valid:
        yield validity(idea.valid)
    if idea.requires:
        yield requirement(idea.requires, ideas)
    if idea.note:
        yield typeset(idea.note)


_ORIGINS = {
    Origin.OFFICIAL: "",
    Origin.INTERPRETATION: marked("interpretation"),
    Origin.LOCAL: marked("local addition"),
}


def origin(item: Origin) -> str:
    """The mark of what is not from the official source; empty for what is."""
    return _(_ORIGINS[item]) if _ORIGINS[item] else ""
