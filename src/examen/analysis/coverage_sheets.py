"""A coverage as tables and sentences, for whoever prints or draws them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from decimal import Decimal

from examen.analysis.coverage import LEVELS, Coverage, Share
from examen.analysis.sheets import Table
from examen.messages import _, ngettext
from examen.render.typography import number, typeset

NONE = "–"


def headings() -> tuple[str, ...]:
    """What `counts` counts: each level, questions, points, minutes, cases."""
    levels = (_("Level {level}").format(level=level) for level in LEVELS)
    return (*levels, _("Questions"), _("Points"), _("Minutes"), _("Cases"))


def counts(share: Share) -> tuple[str, ...]:
    """The figures of a share under `headings`; nothing is a dash."""
    levels = (count_or_dash(share.levels.get(level, 0)) for level in LEVELS)
    return (
        *levels,
        count_or_dash(len(share.asked)),
        number(share.points) if share.asked else NONE,
        count_or_dash(share.minutes),
        count_or_dash(len(share.cases)),
    )


def count_or_dash(count: int) -> str:
    """A count; a dash for none, which is seen better than a nought."""
    return number(Decimal(count)) if count else NONE


def title(coverage: Coverage) -> str:
    """What the coverage is of, in a line."""
    scope = coverage.scope
    if scope.of_uses:
        since = scope.since.strftime(_("%Y-%m-%d")) if scope.since else ""
        until = scope.until.strftime(_("%Y-%m-%d")) if scope.until else ""
        if since and until:
            return _("What classes were given from {since} to {until}").format(
                since=since, until=until
            )
        return (
            _("What classes were given since {since}").format(since=since)
            if since
            else _("What classes were given until {until}").format(until=until)
        )
    if scope.exams:
        names = ", ".join(coverage.papers)
        return ngettext(
            "What {names} assesses", "What {names} assess", len(coverage.papers)
        ).format(names=names)
    return _("What the bank assesses")


def tables(coverage: Coverage) -> tuple[Table, ...]:
    """A coverage for a terminal: by competency, and by form of assessment."""
    rows = [
        (competency.id, typeset(competency.title), *counts(coverage.of(competency)))
        for competency in coverage.framework.competencies()
    ]
    figures = range(2, 2 + len(headings()))
    competencies = Table(
        title(coverage),
        (_("Competency"), _("Title"), *headings()),
        tuple(rows),
        tuple(figures),
        _("A question of two competencies counts for both of them."),
    )
    return competencies, modalities(coverage)


def modalities(coverage: Coverage) -> Table:
    """The forms of assessment of the framework, and what there is for each."""
    rows = []
    for block in coverage.framework.blocks:
        for modality in block.modalities:
            share = coverage.of_modality(block, modality)
            numbers = count_or_dash(len(share.cases)), count_or_dash(len(share.asked))
            rows.append((block.id, typeset(modality.title), *numbers))
    heads = (_("Block"), _("Form of assessment"), _("Cases"), _("Questions"))
    return Table(_("Forms of assessment"), heads, tuple(rows), (2, 3))


def findings(coverage: Coverage) -> Iterator[str]:
    """What lacks, in sentences; that nothing lacks, too."""
    never = [competency.id for competency in coverage.never()]
    yield (
        ngettext("Never assessed: {names}.", "Never assessed: {names}.", len(never)).format(
            names=", ".join(never)
        )
        if never
        else _("Every competency is assessed.")
    )
    once = [competency.id for competency in coverage.at_one_level()]
    if once:
        yield _("At one level alone: {names}.").format(names=", ".join(once))
    absent = [
        f"{typeset(modality.title)} ({block.id})"
        for block, modality in coverage.missing_modalities()
    ]
    yield (
        _("Forms of assessment without a question: {names}.").format(names=", ".join(absent))
        if absent
        else _("Every form of assessment has questions.")
    )
    if coverage.unknown:
        yield _("Given, and no longer in the bank: {names}.").format(
            names=_listed(coverage.unknown)
        )


def _listed(names: Iterable[tuple[str, str]]) -> str:
    return ", ".join(f"{case}/{number}" for case, number in names)
