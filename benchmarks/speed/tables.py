"""The figures of each part as a table of Markdown."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise
from typing import Any

from benchmarks.speed.rates import CONTENDERS
from benchmarks.speed.scaling import doubling

Part = Mapping[str, Any]  # the figures of a part
_NAMES = {
    "grading": "examen, grading",
    "lines": "examen, grading and writing the lines of `grades.jsonl`",
    "tokenizer": "spaCy’s French tokenizer",
    "scan": 'plain scan, `re.findall(r"\\w+", …)`',
}
_MOST_MODULES = 15


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = ["| " + " | ".join(row) + " |" for row in (heads, *rows)]
    return "\n".join([lines[0], "|---" * len(heads) + "|", *lines[1:]])


def _rates(part: Part) -> str:
    rows = [
        [
            _NAMES[name],
            *(
                f"{rate:,.0f}"
                for stage in (part["first"], part["steady"])
                for rate in (stage[name], stage[name] * stage["words"])
            ),
        ]
        for name in CONTENDERS
    ]
    first, steady = part["first"], part["steady"]
    heads = ["a second", "first copies", "words", "steady copies", "words"]
    return (
        f"{_table(heads, rows)}\n\n"
        f"Grading is {first['ratio']:.2f} times as fast as the tokenizer at first, "
        f"{steady['ratio']:.2f} times when steady (medians of pairs). "
        f"A copy has {steady['words']:,.0f} words; the rubric is compiled in "
        f"{part['compiling']:.2f} s."
    )


def _ideas(part: Part) -> str:
    times = list(zip(part["sizes"], part["grading"], strict=True))
    factors = ["", *(f"{doubling(pair):.2f}" for pair in pairwise(times))]
    rows = [
        [f"{size:,}", _ms(time), _ms(lines), factor]
        for (size, time), lines, factor in zip(times, part["lines"], factors, strict=True)
    ]
    heads = ["ideas", "ms an answer, grading", "with lines", "time of a doubling"]
    return _table(heads, rows)


def _words(part: Part) -> str:
    rows = [
        [f"{size:,.0f}", _ms(time), _ms(lines), f"{time / size * 1e6:.2f}"]
        for size, time, lines in zip(part["words"], part["grading"], part["lines"], strict=True)
    ]
    return _table(["words", "ms an answer, grading", "with lines", "µs a word"], rows)


def _counts(part: Part) -> str:
    columns = [part[workers][kind] for workers in ("1", "2") for kind in ("seconds", "megabytes")]
    rows = [
        [f"{count:,}", f"{one:.1f}", f"{memory:.0f}", f"{two:.1f}", f"{both:.0f}"]
        for count, one, memory, two, both in zip(part["copies"], *columns, strict=True)
    ]
    return _table(["copies", "one process, s", "MB", "two workers, s", "MB"], rows)


def _workers(part: Part) -> str:
    names = {
        "1": "`--workers 1`",
        "2": "`--workers 2`",
        "cluster": "`--cluster`, two workers",
    }
    copies, alone = part["copies"], part["1"]
    rows = [
        [told, f"{took:.1f}", f"{copies / took:,.0f}", f"{alone / took:.2f}"]
        for told, took in ((told, part[name]) for name, told in names.items())
    ]
    return _table(["", f"s for {copies:,} copies", "copies a second", "times one process"], rows)


def _start(part: Part) -> str:
    names = {
        "python": "`python -c pass`",
        "help": "`examen --help`",
        "short": "`examen grade` of one short copy, ten ideas",
        "shipped": "`examen grade` of one copy of the shipped exam",
        "first": "`examen grade` of one short copy, its first use on a machine",
    }
    return _table(["", "s"], [[told, f"{part[name]:.2f}"] for name, told in names.items()])


def _bank(part: Part) -> str:
    names = {
        "libyaml": "libyaml parses, and nothing is done with it",
        "events": "libyaml hands to Python what it meets (`yaml.parse`)",
        "objects": "PyYAML makes lists and mappings of it (`yaml.load`, `CSafeLoader`)",
        "records": "`examen check --no-selftest`",
        "again": "`examen check`, no example changed since the last time",
        "first": "`examen check`, all examples are graded",
    }
    rows = [
        [told, f"{part[name]:.2f}", f"{part[name] / part['events']:.2f}"]
        for name, told in names.items()
    ]
    size = f"{part['questions']:,} questions in {part['files']:,} files, "
    table = _table(["", "processor time, s", "beside `yaml.parse`"], rows)
    return f"{size}{part['megabytes']:.0f} MB.\n\n{table}"


def _profile(part: Part) -> str:
    tables = []
    for name, says in (("copies", "Marked copies"), ("answers", "Answers of 50 words")):
        rows = [
            [f"`{module}`", f"{own:.1%}", f"{whole:.1%}", f"{calls:.2f}"]
            for module, own, whole, calls in part[name][:_MOST_MODULES]
        ]
        heads = [f"{says}: module", "own time", "with what it calls", "calls a word"]
        tables.append(_table(heads, rows))
    return "\n\n".join(tables)


def _ms(seconds: float) -> str:
    return f"{seconds * 1e3:,.3f}"


TABLES: dict[str, Callable[[Part], str]] = {
    "copies": _rates,
    "answers": _rates,
    "ideas": _ideas,
    "words": _words,
    "counts": _counts,
    "workers": _workers,
    "start": _start,
    "bank": _bank,
    "profile": _profile,
}
