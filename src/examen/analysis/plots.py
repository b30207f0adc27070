"""The figures of an agreement as plots: SVG to stand in a page of HTML.

The same figures give the same bytes. Text stays text, so that it can be searched and enlarged.
"""

from __future__ import annotations

import logging
import math
import re
from collections.abc import Callable, Iterator
from html import escape
from io import StringIO
from typing import TYPE_CHECKING, Any, NamedTuple

from examen.analysis.sheets import figure, fine, percent, share, signed
from examen.messages import _, ngettext

if TYPE_CHECKING:
    from matplotlib.axes import Axes

BAND = 2  # points of the total: two people differ by no more, as a rule
MOST_NAMED = 15
# Colours that those who do not tell red from green tell apart (M. Okabe, K. Ito, 2008).
MACHINE, PEOPLE, QUIET, ROOM = "#0072b2", "#d55e00", "#555555", "#e5e5e5"
_SIZE = (7.2, 4.4)  # inches
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": ROOM,
    "legend.frameon": False,
    "text.parse_math": False,  # a copy may be named $1$
}
_IDENTIFIER = re.compile(r'(\bid="|href="#|url\(#)')


class Plot(NamedTuple):
    """A plot.

    Attributes:
        name: an identifier, such as `totals`.
        title: what it shows.
        description: what is to be seen on it, for those who do not see it and for all others.
        svg: an `<svg>` element.
    """

    name: str
    title: str
    description: str
    svg: str


def plots(figures: dict[str, Any]) -> Iterator[Plot]:
    """The plots of all that was measured: totals, questions, confidences; in the user's language.

    What the marks do not tell is left out.
    """
    if figures["copies"]:
        yield _totals(figures)
        yield _differences(figures)
    if figures["machine"]["questions"]:
        yield _bias(figures)
        yield _kappa(figures)
    if figures["calibration"]["n"]:
        yield _reliability(figures)
        yield _risk_coverage(figures)


def _plot(name: str, title: str, description: str, draw: Callable[[Axes], None]) -> Plot:
    # A first run tells of its cache of fonts, which is nothing to a teacher.
    logging.getLogger("matplotlib").setLevel(logging.ERROR)
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter

    out = StringIO()
    with mpl.rc_context():
        mpl.rcdefaults()  # whatever the user's own settings are
        mpl.rcParams.update({**_STYLE, "svg.hashsalt": name})
        drawing = Figure(figsize=_SIZE, layout="constrained")
        axes = drawing.subplots()
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(FuncFormatter(lambda value, _position: _tick(value)))
        draw(axes)
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        drawing.savefig(out, format="svg", metadata=nothing, transparent=True)
    return Plot(name, title, description, _inline(out.getvalue(), name, title, description))


def _inline(document: str, name: str, title: str, description: str) -> str:
    """The `<svg>` element of a document, named for those who listen, its identifiers its own."""
    svg = document[document.index("<svg") :].strip()
    svg = _IDENTIFIER.sub(rf"\1{name}-", svg)
    start, _close, rest = svg.partition(">")
    return (
        f'{start} role="img" aria-labelledby="{name}-title {name}-description">'
        f'<title id="{name}-title">{escape(title)}</title>'
        f'<desc id="{name}-description">{escape(description)}</desc>{rest}'
    )


def _tick(value: float) -> str:
    text = figure(value)
    return re.sub(r"([.,]\d*?)0+$", r"\1", text).rstrip(".,")


def _totals(figures: dict[str, Any]) -> Plot:
    rows = figures["copies"]
    people, machine = ([row[side] for row in rows] for side in ("people", "machine"))
    outside = [row for row in rows if abs(row["difference"]) > BAND]
    limit = max(*people, *machine, 1) * 1.05

    def draw(axes: Axes) -> None:
        ends = [0, limit]
        low, high = ([end + shift for end in ends] for shift in (-BAND, BAND))
        axes.fill_between(ends, low, high, color=ROOM, label=_("2 points apart at most"))
        axes.plot(ends, ends, color=QUIET, linewidth=1, label=_("same points"))
        axes.scatter(people, machine, color=MACHINE, zorder=3, label=_("a copy"))
        far = sorted(outside, key=lambda row: -abs(row["difference"]))[:MOST_NAMED]
        for row in far:
            place = (row["people"], row["machine"])
            axes.annotate(row["copy"], place, (5, 4), textcoords="offset points", fontsize=8)
        axes.set(xlim=(0, limit), ylim=(0, limit), aspect="equal")
        axes.set(xlabel=_("Points given by people"), ylabel=_("Points proposed by the machine"))
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))

    inside = len(rows) - len(outside)
    description = ngettext(
        "Each point is a copy. {inside} of {count} copy lies in the band, where the machine and "
        "people are 2 points apart at most; above it, the machine gives more.",
        "Each point is a copy. {inside} of {count} copies lie in the band, where the machine and "
        "people are 2 points apart at most; above it, the machine gives more.",
        len(rows),
    ).format(inside=inside, count=len(rows))
    return _plot("totals", _("Totals by the machine and by people"), description, draw)


def _differences(figures: dict[str, Any]) -> Plot:
    values = [row["difference"] for row in figures["copies"]]
    bias = figures["machine"]["totals"]["bias"]

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import MaxNLocator

        reach = math.ceil(max(map(abs, values)) + 0.5)
        step = max(1, math.ceil(reach / 20))
        half = math.ceil(reach / step)
        edges = [place * step - step / 2 for place in range(-half, half + 2)]
        axes.hist(values, edges, color=MACHINE, edgecolor="white")
        axes.axvline(0, color=QUIET, linewidth=1)
        label = _("bias: {bias}").format(bias=signed(bias))
        axes.axvline(bias, color=PEOPLE, linestyle="--", label=label)
        axes.yaxis.set_major_locator(MaxNLocator(integer=True))
        axes.set(xlabel=_("Machine minus people, in points of the total"), ylabel=_("Copies"))
        axes.legend()

    more, less = sum(value > 0 for value in values), sum(value < 0 for value in values)
    description = _(
        "The machine gives more than people to {more} of {count} copies and less to {less}; from "
        "{low} to {high} points, {bias} in the mean."
    ).format(
        more=more,
        less=less,
        count=len(values),
        low=signed(min(values)),
        high=signed(max(values)),
        bias=signed(bias),
    )
    return _plot("differences", _("Distribution of the differences"), description, draw)


def _bias(figures: dict[str, Any]) -> Plot:
    questions = figures["machine"]["questions"]
    values = [sheet["bias"] for sheet in questions.values()]
    places = list(range(len(questions)))

    def draw(axes: Axes) -> None:
        axes.barh(places, values, color=MACHINE, height=0.6)
        axes.axvline(0, color=QUIET, linewidth=1)
        for place, value in zip(places, values, strict=True):
            side = "left" if value >= 0 else "right"
            shift = (4 if value >= 0 else -4, 0)
            axes.annotate(
                signed(value),
                (value, place),
                shift,
                textcoords="offset points",
                ha=side,
                va="center",
            )
        axes.set_yticks(places, list(questions))
        axes.invert_yaxis()
        axes.margins(x=0.15)
        axes.grid(visible=False, axis="y")
        axes.set(xlabel=_("Machine minus people, in points"), ylabel=_("Question"))

    description = _("Right of zero, the machine gives more than people. {values}.").format(
        values=_listed(questions, values, signed)
    )
    return _plot("bias", _("Bias by question"), description, draw)


def _listed(names: Any, values: list[float | None], written: Callable[[float | None], str]) -> str:
    pairs = zip(names, values, strict=True)
    return ", ".join(
        _("{name}: {value}").format(name=name, value=written(value)) for name, value in pairs
    )


def _kappa(figures: dict[str, Any]) -> Plot:
    questions, people = figures["machine"]["questions"], figures["people"]
    known = {name: sheet for name, sheet in questions.items() if sheet["kappa"] is not None}
    places = {name: place for place, name in enumerate(questions)}

    def draw(axes: Axes) -> None:
        for name, sheet in known.items():
            axes.plot(sheet["kappa_interval"], [places[name]] * 2, color=MACHINE, linewidth=2)
        axes.scatter(
            [sheet["kappa"] for sheet in known.values()],
            [places[name] for name in known],
            color=MACHINE,
            zorder=3,
            label=_("machine and people"),
        )
        among = {
            name: sheet["kappa"]
            for name, sheet in (people or {"questions": {}})["questions"].items()
            if name in places and sheet["kappa"] is not None
        }
        if among:
            axes.scatter(
                list(among.values()),
                [places[name] for name in among],
                facecolors="none",
                edgecolors=PEOPLE,
                marker="D",
                zorder=3,
                label=_("people among themselves"),
            )
        axes.set_yticks(list(places.values()), list(places))
        axes.invert_yaxis()
        axes.set(xlabel=_("Kappa (quadratic weights)"), ylabel=_("Question"))
        axes.set_xlim(right=1.05)
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))

    description = _("1 is full agreement, 0 that of chance; the bar is the interval. {values}.")
    values = [sheet["kappa"] for sheet in questions.values()]
    text = description.format(values=_listed(questions, values, figure))
    return _plot("kappa", _("Kappa by question"), text, draw)


def _reliability(figures: dict[str, Any]) -> Plot:
    calibration = figures["calibration"]
    rows = calibration["bins"]

    def draw(axes: Axes) -> None:
        axes.plot([0, 1], [0, 1], color=QUIET, linewidth=1, label=_("as sure as right"))
        axes.scatter(
            [row["confidence"] for row in rows],
            [row["right"] for row in rows],
            [20 + 280 * row["n"] / calibration["n"] for row in rows],
            color=MACHINE,
            alpha=0.7,
            zorder=3,
            label=_("findings, and how many"),
        )
        for row in rows:
            place = (row["confidence"], row["right"])
            axes.annotate(str(row["n"]), place, (0, -18), textcoords="offset points", ha="center")
        axes.set(xlim=(0, 1.03), ylim=(0, 1.05), aspect="equal")
        axes.set(xlabel=_("Mean confidence"), ylabel=_("Share right"))
        axes.legend(loc="upper left", bbox_to_anchor=(1, 1))

    description = _(
        "Below the line, the machine is surer than it is right. Expected calibration error: {ece}."
    ).format(ece=fine(calibration["ece"]))
    return _plot("reliability", _("Reliability of the confidences"), description, draw)


def _risk_coverage(figures: dict[str, Any]) -> Plot:
    sheet = figures["risk_coverage"]
    curve, operating = sheet["curve"], sheet["operating"]

    def draw(axes: Axes) -> None:
        from matplotlib.ticker import FuncFormatter

        axes.plot(
            [point["coverage"] for point in curve],
            [point["risk"] for point in curve],
            color=MACHINE,
            marker=".",
            label=_("as the threshold falls"),
        )
        if operating["risk"] is not None:
            axes.scatter(
                operating["coverage"],
                operating["risk"],
                60,
                color=PEOPLE,
                marker="D",
                zorder=3,
                label=_("where the machine decides now"),
            )
        for axis in (axes.xaxis, axes.yaxis):
            axis.set_major_formatter(
                FuncFormatter(lambda value, _position: percent(_tick(100 * value)))
            )
        axes.set_xlim(0, 1.03)
        axes.set_ylim(0, max(*(point["risk"] for point in curve), 0.05) * 1.15)
        axes.set(xlabel=_("Ideas decided without a person"), ylabel=_("Wrong ones among these"))
        axes.legend()

    description = _(
        "The machine decides {coverage} of the ideas, {risk} of them wrongly. Area under the "
        "curve: {area}."
    ).format(
        coverage=share(operating["coverage"]),
        risk=share(operating["risk"]),
        area=fine(sheet["area"]),
    )
    return _plot("risk-coverage", _("Risk and coverage"), description, draw)
