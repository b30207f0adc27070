"""The figures of an agreement as tables, for whoever prints or draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from examen.messages import _, current, ngettext

MOST_COPIES = 10
MOST_IDEAS = 25


class Table(NamedTuple):
    """A table to print: cells are text in the user's language; a note stands under it.

    `numbers` are the columns that are set to the right, from 0.
    """

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    numbers: tuple[int, ...]
    note: str = ""


def tables(figures: dict[str, Any]) -> tuple[Table, ...]:
    """An agreement's figures: all together, by question, and the copies and ideas far apart."""
    return (_summary(figures), _questions(figures), _copies(figures), _ideas(figures))


def _summary(figures: dict[str, Any]) -> Table:
    markers = list(figures["against"])
    several = len(markers) > 1
    columns = [("machine", figures["machine"])] if several else []
    columns += list(figures["against"].items())
    columns += [("people", figures["people"])] if several else []
    names = {"machine": _("Machine and people"), "people": _("People among themselves")}
    headings = [names.get(name, name) for name, _sheet in columns]
    if not several:
        headings = [names["machine"]]
    rows = [
        (title, *(_figure(_at(sheet, path), signed=signed) for _name, sheet in columns))
        for title, path, signed in _measures()
    ]
    return Table(
        _("Agreement"),
        ("", *headings),
        tuple(rows),
        tuple(range(1, len(headings) + 1)),
        "\n".join(_notes(figures, several=several)),
    )


def _measures() -> Iterator[tuple[str, Sequence[str], bool]]:
    yield _("Ideas: precision"), ("ideas", "precision"), False
    yield _("Ideas: recall"), ("ideas", "recall"), False
    yield _("Ideas: F1"), ("ideas", "f1"), False
    yield _("Ideas: F1 if likely ones count as found"), ("ideas_likely", "f1"), False
    yield _("Totals: mean difference"), ("totals", "mean_absolute_difference"), False
    yield _("Totals: bias"), ("totals", "bias"), True
    yield _("Questions: mean kappa (quadratic weights)"), ("kappa",), False
    yield _("Questions: same points"), ("exact",), False
    yield _("Questions: half a point apart at most"), ("within_half",), False
    yield (
        _("Computed values: mean difference in number"),
        ("computed", "mean_absolute_difference"),
        False,
    )


def _notes(figures: dict[str, Any], *, several: bool) -> Iterator[str]:
    counts = figures["counts"]
    yield _(
        "{graded} copies graded, {compared} of them compared; {to_review} with something to "
        "review; {failed} marked by people but not graded; {unreadable} lines unreadable."
    ).format(**counts)
    yield _("{unsure} of {findings} ideas unsure ({share}); they count as not found.").format(
        share=_share(counts["unsure_share"]), **counts
    )
    yield _(
        "Ideas outside the list, not compared: {people} by people, {machine} by the machine."
    ).format(**counts["outside"])
    if counts["unknown"]:
        yield _("Ideas that the rubric does not have, counted as missed: {names}.").format(
            names=", ".join(figures["unknown_ideas"])
        )
    if several:
        yield _("“Machine and people” is the mean over the markers of each figure.")


def _questions(figures: dict[str, Any]) -> Table:
    machine, people = figures["machine"]["questions"], figures["people"]
    headings = (
        _("Question"),
        _("Answers"),
        _("Kappa"),
        _("Kappa of people"),
        _("Bias"),
        _("Mean difference"),
        _("Same points"),
        _("Half a point"),
    )
    rows = tuple(
        (
            number,
            f"{sheet['n']:.0f}",
            _figure(sheet["kappa"]),
            _figure(_at(people, ("questions", number, "kappa"))),
            _figure(sheet["bias"], signed=True),
            _figure(sheet["mean_absolute_difference"]),
            _share(sheet["exact"]),
            _share(sheet["within_half"]),
        )
        for number, sheet in machine.items()
    )
    return Table(_("By question"), headings, rows, tuple(range(1, len(headings))))


def _copies(figures: dict[str, Any]) -> Table:
    rows = sorted(figures["copies"], key=lambda row: (-abs(row["difference"]), row["copy"]))
    return Table(
        _("Copies that differ most"),
        (_("Copy"), _("Machine"), _("People"), _("Difference")),
        tuple(
            (
                row["copy"],
                _figure(row["machine"]),
                _figure(row["people"]),
                _figure(row["difference"], signed=True),
            )
            for row in rows[:MOST_COPIES]
        ),
        (1, 2, 3),
    )


def _ideas(figures: dict[str, Any]) -> Table:
    wrong = [row for row in figures["ideas"] if row["fp"] + row["fn"]]
    wrong.sort(key=lambda row: (-row["fp"] - row["fn"], row["question"], row["idea"]))
    shown = wrong[:MOST_IDEAS]
    rows = tuple(
        (
            row["question"],
            row["criterion"],
            row["idea"],
            *(str(row[name]) for name in ("tp", "fp", "fn", "unsure")),
        )
        for row in shown
    )
    headings = (
        _("Question"),
        _("Criterion"),
        _("Idea"),
        _("Both"),
        _("Machine only"),
        _("People only"),
        _("Unsure"),
    )
    more = len(wrong) - len(shown)
    note = ngettext(
        "… and {count} more idea, with --json.", "… and {count} more ideas, with --json.", more
    )
    return Table(
        _("Ideas that differ most, over all markers"),
        headings,
        rows,
        (3, 4, 5, 6),
        note.format(count=more) if more else "",
    )


def _at(sheet: Any, path: Sequence[str]) -> Any:
    for key in path:
        sheet = sheet.get(key) if sheet else None
    return sheet


def _figure(value: float | None, *, signed: bool = False) -> str:
    if value is None:
        return "–"
    text = f"{value:+.2f}" if signed and round(value, 2) else f"{value:.2f}"
    if current() == "fr":
        text = text.replace(".", ",")
    return text.replace("-", "−")


def _share(value: float | None) -> str:
    if value is None:
        return "–"
    return f"{value:.0%}".replace("%", "\u00a0%") if current() == "fr" else f"{value:.0%}"
