"""The figures as plots for docs/performance.md; the same figures give the same files."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from math import log2
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.speed.flames import flame_graph

if TYPE_CHECKING:
    from matplotlib.axes import Axes

Part = Mapping[str, Any]
# Colours that those who do not tell red from green tell apart (M. Okabe, K. Ito, 2008).
_BLUE, _ORANGE, _GREEN, _GREY = "#0072b2", "#d55e00", "#009e73", "#888888"
_SIZE = (7.2, 3.6)  # inches
_STYLE: dict[Any, Any] = {
    "svg.fonttype": "none",
    "svg.hashsalt": "examen",
    "font.size": 10,
    "axes.spines.top": False,
    "axes.spines.right": False,
    "axes.axisbelow": True,
    "axes.grid": True,
    "grid.color": "#e5e5e5",
    "legend.frameon": False,
}


def draw(part: str, figures: Part, folder: Path) -> None:
    """Draw what there is to draw of a part into a folder, which is made if it is not there."""
    folder.mkdir(parents=True, exist_ok=True)
    if part == "profile":
        for name, says in (("copies", "marked copies"), ("answers", "answers of 50 words")):
            graph = flame_graph(figures["stacks"][name], f"Grading {says}: where the time goes")
            (folder / f"profile-{name}.svg").write_text(graph, "utf-8")
    elif part in _PLOTS:
        _save(folder / f"{part}.svg", lambda axes: _PLOTS[part](axes, figures))


def _save(path: Path, plot: Callable[[Axes], None]) -> None:
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context():
        mpl.rcdefaults()  # whatever the user's own settings are
        mpl.rcParams.update(_STYLE)
        drawing = Figure(figsize=_SIZE, layout="constrained")
        plot(drawing.subplots())
        nothing = dict.fromkeys(("Date", "Creator", "Format", "Type"))
        drawing.savefig(path, metadata=nothing if path.suffix == ".svg" else None)


def _rates(axes: Axes, part: Part) -> None:
    names = ["scan", "tokenizer", "lines", "grading"]
    labels = ["plain scan", "spaCy’s tokenizer", "examen, with lines", "examen, grading"]
    for stage, shift, colour in (("first", 0.2, _ORANGE), ("steady", -0.2, _BLUE)):
        rates = [part[stage][name] * part[stage]["words"] for name in names]
        places = [place + shift for place in range(len(names))]
        label = "first copies" if stage == "first" else "steady"
        bars = axes.barh(places, rates, height=0.38, color=colour, label=label)
        axes.bar_label(bars, [f" {rate / 1e3:,.0f}" for rate in rates], fontsize=8)
    axes.set_yticks(range(len(names)), labels)
    axes.set(xscale="log", xlabel="words a second on one core, in thousands (log scale)")
    axes.margins(x=0.15)
    axes.xaxis.set_major_formatter(lambda value, _place: f"{value / 1e3:,.0f}")
    axes.grid(visible=False, axis="y")
    axes.legend(loc="upper right")


def _curve(
    axes: Axes, sizes: Sequence[float], part: Part, guide: tuple[float, str], label: str
) -> None:
    """Milliseconds by size, with a guide that grows by so much when the size doubles."""
    from matplotlib.ticker import LogLocator, NullLocator

    factor, says = guide
    for name, colour, told in (
        ("grading", _BLUE, "grading"),
        ("lines", _ORANGE, "with the lines of grades.jsonl"),
    ):
        axes.plot(sizes, [s * 1e3 for s in part[name]], "o-", color=colour, label=told)
    start = part["grading"][0] * 1e3
    guided = [start * factor ** log2(size / sizes[0]) for size in sizes]
    axes.plot(sizes, guided, "--", color=_GREY, label=says)
    axes.set(xscale="log", yscale="log", xlabel=label, ylabel="milliseconds an answer")
    axes.set_xticks(sizes, [f"{size:,.0f}" for size in sizes])
    axes.set_xticks([], minor=True)
    axes.yaxis.set_major_locator(LogLocator(subs=(1, 2, 5)))
    axes.yaxis.set_minor_locator(NullLocator())
    axes.yaxis.set_major_formatter(lambda value, _place: f"{value:g}")
    axes.legend()


def _ideas(axes: Axes, part: Part) -> None:
    guide = (1.5, "1.5 times the time for twice the ideas")
    _curve(axes, part["sizes"], part, guide, "ideas in the rubric (log scales)")


def _words(axes: Axes, part: Part) -> None:
    _curve(axes, part["words"], part, (2, "linear"), "words in the answer (log scales)")


def _counts(axes: Axes, part: Part) -> None:
    for workers, colour, says in (("1", _BLUE, "one process"), ("2", _ORANGE, "two workers")):
        axes.plot(part["copies"], part[workers]["megabytes"], "o-", color=colour, label=says)
    axes.set(xscale="log", xlabel="copies (log scale)", ylabel="peak memory, MB", ylim=(0, None))
    axes.set_xticks(part["copies"], [f"{count:,}" for count in part["copies"]])
    axes.set_xticks([], minor=True)
    axes.legend()


_PLOTS: dict[str, Callable[[Axes, Part], None]] = {
    "copies": _rates,
    "answers": _rates,
    "ideas": _ideas,
    "words": _words,
    "counts": _counts,
}
# What is to be seen on each, for those who do not see it.
ALTERNATIVES = {
    "copies": "Words a second on marked copies: scan, tokenizer, examen; first and steady",
    "answers": "Words a second on short answers: scan, tokenizer, examen; first and steady",
    "ideas": "Milliseconds an answer by the number of ideas, beside 1.5 times for twice the ideas",
    "words": "Milliseconds an answer by its length, beside a straight line",
    "counts": "Peak memory by the number of copies, for one process and for two workers",
}
