"""docs/performance.md: what stands between its markers is written by the benchmark.

The figures are kept in `figures.json`, so that measuring one part leaves the others as they are.
"""

from __future__ import annotations

import json
import os
import platform
import re
from collections.abc import Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

from benchmarks.speed import targets
from benchmarks.speed.marking import ROOT
from benchmarks.speed.plots import ALTERNATIVES
from benchmarks.speed.tables import TABLES

FIGURES = Path(__file__).with_name("figures.json")
PAGE = ROOT / "docs/performance.md"
PLOTS = ROOT / "docs/images/performance"
_LIBRARIES = ("examen", "spacy", "distributed", "PyYAML", "pydantic")
_SECTION = re.compile(r"(<!-- measured: (\w+) -->\n)(?:.*?\n)??(<!-- end -->)", re.DOTALL)


def machine() -> dict[str, str]:
    """What the figures were measured on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    return {
        "processor": f"{_processor()}, {os.cpu_count()} cores",
        "memory": f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.0f} GiB",
        "system": f"{platform.system()} {platform.release()}",
        "software": f"Python {platform.python_version()}, {libraries}",
    }


def sections(figures: Mapping[str, Any]) -> dict[str, str]:
    """What stands between the markers, by their names."""
    parts = {name: _section(name, figures[name]) for name in TABLES if name in figures}
    told = "\n".join(f"- {name}: {text}" for name, text in figures["machine"].items())
    return {"machine": told, "targets": targets.table(figures)} | parts


def _section(part: str, figures: Any) -> str:
    """A part's table, with its plot if it has one."""
    table = TABLES[part](figures)
    if part not in ALTERNATIVES:
        return table
    return f"{table}\n\n![{ALTERNATIVES[part]}](images/performance/{part}.svg)"


def filled(page: str, figures: Mapping[str, Any]) -> str:
    """The page with the figures put in; a part that was not measured stays as it is."""
    found = sections(figures)

    def section(match: re.Match[str]) -> str:
        start, name, end = match.groups()
        return f"{start}\n{found[name]}\n\n{end}" if name in found else match[0]

    return _SECTION.sub(section, page)


def named(page: str) -> list[str]:
    """The names of the sections that a page has."""
    return [name for _start, name, _end in _SECTION.findall(page)]


def keep(figures: Mapping[str, Any]) -> None:
    """Keep the figures, and write them into the page."""
    FIGURES.write_text(json.dumps(figures, indent=1, ensure_ascii=False) + "\n", "utf-8")
    PAGE.write_text(filled(PAGE.read_text("utf-8"), figures), "utf-8")


def kept() -> dict[str, Any]:
    """The figures of the last time."""
    figures: dict[str, Any] = json.loads(FIGURES.read_text("utf-8")) if FIGURES.exists() else {}
    return figures


def _processor() -> str:
    """The processor as Linux names it, or its kind."""
    try:
        told = Path("/proc/cpuinfo").read_text("utf-8")
    except OSError:
        told = ""
    model = re.search(r"^model name\s*:\s*(.+)$", told, re.MULTILINE)
    return model[1] if model else platform.processor()
