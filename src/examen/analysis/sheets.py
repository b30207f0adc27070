"""The figures of an agreement as tables, for whoever prints or draws them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from examen.messages import _, current, ngettext

MOST = 10
MOST_IDEAS = 15
RISK = 0.05  # the share of wrong decisions that the table of confidences speaks of


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
    """An agreement's figures for a terminal: all together, by question, and what is far apart."""
    return (
        summary(figures),
        confidence(figures),
        _without(questions(figures), 1, 3),
        copies(figures, MOST),
        answers(figures, MOST),
        _without(ideas(figures, MOST_IDEAS), 7, 8),
    )


def _without(table: Table, *columns: int) -> Table:
    """The table in fewer columns, so that it fits a terminal of 80 characters."""
    kept = [column for column in range(len(table.headings)) if column not in columns]
    return table._replace(
        headings=tuple(table.headings[column] for column in kept),
        rows=tuple(tuple(row[column] for column in kept) for row in table.rows),
        numbers=tuple(place for place, column in enumerate(kept) if column in table.numbers),
    )


def summary(figures: dict[str, Any]) -> Table:
    """All answers together, by marker; the notes say what was graded, unsure and failed."""
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
        (title, *(written(_at(sheet, path)) for _name, sheet in columns))
        for title, path, written in _measures()
    ]
    return Table(
        _("Agreement"),
        ("", *headings),
        tuple(rows),
        tuple(range(1, len(headings) + 1)),
        "\n".join(notes(figures)),
    )


def _measures() -> Iterator[tuple[str, Sequence[str], Any]]:
    yield _("Ideas: precision"), ("ideas", "precision"), figure
    yield _("Ideas: recall"), ("ideas", "recall"), figure
    yield _("Ideas: F1"), ("ideas", "f1"), figure
    yield _("Ideas: F1 with likely ones"), ("ideas_likely", "f1"), figure
    yield _("Totals: mean difference"), ("totals", "mean_absolute_difference"), figure
    yield _("Totals: bias"), ("totals", "bias"), signed
    yield _("Copies over-marked"), ("totals", "over"), share
    yield _("Questions: mean kappa"), ("kappa",), figure
    yield _("Kappa: interval (95%)"), ("kappa_interval",), interval
    yield _("Questions: same points"), ("exact",), share
    yield _("Questions: within ½ point"), ("within_half",), share
    yield _("Questions: over-marked"), ("over",), share
    yield _("Questions: under-marked"), ("under",), share
    yield _("Computed values: difference"), ("computed", "mean_absolute_difference"), figure


def notes(figures: dict[str, Any]) -> Iterator[str]:
    """What was graded, unsure, failed and left out, in sentences."""
    counts = figures["counts"]
    yield _(
        "{graded} copies graded, {compared} of them compared; {to_review} with something to "
        "review; {failed} marked by people but not graded; {unreadable} lines unreadable."
    ).format(**counts)
    yield _("{unsure} of {findings} ideas unsure ({share}); they count as not found.").format(
        share=share(counts["unsure_share"]), **counts
    )
    yield _(
        "Ideas outside the list, not compared: {people} by people, {machine} by the machine."
    ).format(**counts["outside"])
    if counts["unknown"]:
        yield _("Ideas that the rubric does not have, counted as missed: {names}.").format(
            names=", ".join(figures["unknown_ideas"])
        )
    if len(figures["against"]) > 1:
        yield _("“Machine and people” is the mean over the markers of each figure.")


def confidence(figures: dict[str, Any]) -> Table:
    """What the confidences are worth; no rows if no marker gave ideas."""
    curve, calibration = figures["risk_coverage"], figures["calibration"]
    operating = curve["operating"]
    within = max(
        (point["coverage"] for point in curve["curve"] if point["risk"] <= RISK), default=0.0
    )
    rows = (
        (_("Ideas decided without a person"), share(operating["coverage"])),
        (_("Wrong ones among these"), share(operating["risk"])),
        (_("Ideas decided if at most {risk} may be wrong").format(risk=share(RISK)), share(within)),
        (_("Area under the risk-coverage curve"), fine(curve["area"])),
        (_("Expected calibration error"), fine(calibration["ece"])),
    )
    return Table(
        _("Confidence"), ("", _("Machine and people")), rows if calibration["n"] else (), (1,)
    )


def reliability(figures: dict[str, Any]) -> Table:
    """How often findings of each confidence are right."""
    rows = tuple(
        (
            _("{low} to {high}").format(low=figure(row["low"]), high=figure(row["high"])),
            str(row["n"]),
            figure(row["confidence"]),
            figure(row["right"]),
        )
        for row in figures["calibration"]["bins"]
    )
    headings = (_("Confidence"), _("Ideas"), _("Mean confidence"), _("Share right"))
    return Table(_("By confidence"), headings, rows, (1, 2, 3))


def questions(figures: dict[str, Any]) -> Table:
    """The answers to each question."""
    machine, people = figures["machine"]["questions"], figures["people"]
    headings = (
        _("Question"),
        _("Answers"),
        _("Kappa"),
        _("Interval (95%)"),
        _("Kappa of people"),
        _("Bias"),
        _("Mean difference"),
        _("Same points"),
        _("½ point"),
        _("Over-marked"),
    )
    rows = tuple(
        (
            number,
            f"{sheet['n']:.0f}",
            figure(sheet["kappa"]),
            interval(sheet["kappa_interval"]),
            figure(_at(people, ("questions", number, "kappa"))),
            signed(sheet["bias"]),
            figure(sheet["mean_absolute_difference"]),
            share(sheet["exact"]),
            share(sheet["within_half"]),
            share(sheet["over"]),
        )
        for number, sheet in machine.items()
    )
    return Table(_("By question"), headings, rows, tuple(range(1, len(headings))))


def copies(figures: dict[str, Any], most: int | None = None) -> Table:
    """The copies whose totals lie furthest apart."""
    rows = sorted(figures["copies"], key=lambda row: (-abs(row["difference"]), row["copy"]))
    return Table(
        _("Copies that differ most"),
        (_("Copy"), *_sides()),
        tuple((row["copy"], *_points(row)) for row in rows[:most]),
        (1, 2, 3),
    )


def answers(figures: dict[str, Any], most: int | None = None) -> Table:
    """The answers whose points and ideas lie furthest apart."""
    rows = tuple(
        (
            row["copy"],
            row["question"],
            *_points(row),
            str(sum(not idea["agreed"] for idea in row["ideas"])),
        )
        for row in figures["disagreements"][:most]
    )
    headings = (_("Copy"), _("Question"), *_sides(), _("Ideas that differ"))
    note = _("The words of both stand side by side with --html.") if rows else ""
    return Table(_("Answers that differ most"), headings, rows, (2, 3, 4, 5), note)


def _sides() -> tuple[str, str, str]:
    return _("Machine"), _("People"), _("Difference")


def _points(row: dict[str, Any]) -> tuple[str, str, str]:
    return figure(row["machine"]), figure(row["people"]), signed(row["difference"])


def ideas(figures: dict[str, Any], most: int | None = None) -> Table:
    """The ideas on which they differ most often."""
    wrong = [row for row in figures["ideas"] if row["fp"] + row["fn"]]
    wrong.sort(key=lambda row: (-row["fp"] - row["fn"], row["question"], row["idea"]))
    shown = wrong[:most]
    rows = tuple(
        (
            row["question"],
            row["criterion"],
            row["idea"],
            *(str(row[name]) for name in ("tp", "fp", "fn", "unsure")),
            figure(row["precision"]),
            figure(row["recall"]),
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
        _("Precision"),
        _("Recall"),
    )
    more = len(wrong) - len(shown)
    note = ngettext(
        "… and {count} more idea, with --json.", "… and {count} more ideas, with --json.", more
    )
    return Table(
        _("Ideas that differ most, over all markers"),
        headings,
        rows,
        tuple(range(3, len(headings))),
        note.format(count=more) if more else "",
    )


def _at(sheet: Any, path: Sequence[str]) -> Any:
    for key in path:
        sheet = sheet.get(key) if sheet else None
    return sheet


def figure(value: float | None) -> str:
    """A figure with two decimals, as the user's language writes it; a dash for None."""
    return "–" if value is None else _local(f"{value:.2f}")


def fine(value: float | None) -> str:
    """A figure with three decimals."""
    return "–" if value is None else _local(f"{value:.3f}")


def signed(value: float | None) -> str:
    """A difference: `+0,25`."""
    return "–" if value is None else _local(f"{value:+.2f}" if round(value, 2) else "0.00")


def share(value: float | None) -> str:
    """A share of one, in percent."""
    return "–" if value is None else percent(f"{100 * value:.0f}")


def percent(number: str) -> str:
    """`12 %`."""
    return _("{number}%").format(number=number)


def interval(bounds: Sequence[float] | None) -> str:
    """`0,71 à 0,97`."""
    if bounds is None:
        return "–"
    low, high = map(figure, bounds)
    return _("{low} to {high}").format(low=low, high=high)


def _local(text: str) -> str:
    if current() == "fr":
        text = text.replace(".", ",")
    return text.replace("-", "−")
