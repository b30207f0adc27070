"""What a preview shows: a document as it is now, or the problems that keep it from being made.

Each page carries the state of the files that it was made of, so that it can be told when they are
no longer in that state.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from threading import Lock
from typing import NamedTuple

from examen.bank import Bank, check, complete, load_exam
from examen.messages import _, current, ngettext
from examen.model.case import Case, FigureDocument
from examen.model.full_exam import FullExam
from examen.model.rubric import Rubric
from examen.problems import ExamenError, Problem, UnusableError
from examen.render.blocks import Document
from examen.render.html import html

_TEMPLATES = Path(__file__).with_name("templates")

Builder = Callable[[FullExam], Document]


class Tab(NamedTuple):
    """A document to choose: its title, what makes it of an exam, and of which exams."""

    title: str
    build: Builder
    suits: Callable[[FullExam], bool]


class Preview:
    """A case or an exam of a bank, seen while it is written."""

    def __init__(
        self, bank: Path, rubrics: Path, name: str, *, tabs: Mapping[str, Tab], first: str
    ) -> None:
        """What to show.

        Args:
            bank: the folder of the bank.
            rubrics: the folder of its rubrics, which need not be there yet.
            name: of the exam or the case, as for `complete`.
            tabs: the documents, by the names that pages have.
            first: the one shown first.
        """
        self.bank = bank
        self.rubrics = rubrics
        self.name = name
        self.tabs = tabs
        self.first = first
        self._shown = list(tabs)
        self._watched: frozenset[Path] = frozenset()
        self._lock = Lock()

    def page(self, name: str) -> str:
        """The page of a document, a key of `tabs`, as HTML."""
        with self._lock:
            try:
                bank = load_exam(self.bank, self._rubrics(), self.name)
            except ExamenError as error:
                self._watch(None)
                return self._troubled(name, str(error), ())
            self._watch(bank)
            state = self.state()
            try:
                full = complete(bank, self.name)
                self._shown = [key for key, tab in self.tabs.items() if tab.suits(full)]
                made = html(self.tabs[name].build(full))
            except ExamenError as error:
                problems = error.problems if isinstance(error, UnusableError) else ()
                return self._troubled(name, str(error), problems, state)
            return self._around(made, name, state, _own(bank, full))

    def state(self) -> str:
        """What the files are like that the last page was made of: changes when one of them does."""
        stamps = sorted((path.as_posix(), *_stamp(path)) for path in self._watched)
        return sha256(repr(stamps).encode()).hexdigest()[:16]

    def _rubrics(self) -> Path | None:
        return self.rubrics if self.rubrics.is_dir() else None

    def _watch(self, bank: Bank | None) -> None:
        """Watch the files of a bank, the pictures of its cases, and the folders for new files."""
        paths = {self.rubrics}
        for folder in (self.bank, self.rubrics):
            paths |= {Path(place) for place, _folders, _files in os.walk(folder)}
        if bank is not None:
            paths |= {Path(file.path) for file in bank.files.values()}
            paths |= {Path(problem.source.path) for problem in bank.problems}
            paths |= set(_pictures(bank))
        self._watched = frozenset(paths)

    def _around(self, made: str, name: str, state: str, problems: list[Problem]) -> str:
        """A document with the bar above it, and what is wrong with its case."""
        head, _body, rest = made.partition("<body")
        tag, _end, body = rest.partition(">")
        head = head.replace("</head>", f"<style>\n{_template('preview.css')}</style>\n</head>")
        bar = self._bar(name, state, "document")
        body, _end, foot = body.rpartition("</body>")
        return f"{head}<body{tag}>\n{bar}{_noted(problems)}{body}{_script()}</body>{foot}"

    def _troubled(
        self, name: str, message: str, problems: Iterable[Problem], state: str = ""
    ) -> str:
        """A page that says what keeps a document from being made."""
        return f"""<!DOCTYPE html>
<html lang="{current()}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{escape(self.name)}</title>
<style>
body {{ max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }}
{_template("preview.css")}</style>
</head>
<body>
{self._bar(name, state or self.state(), "problems")}<main class="problems">
<h1>{escape(message)}</h1>
{_listed(problems)}</main>
{_script()}</body>
</html>
"""

    def _bar(self, name: str, state: str, shown: str) -> str:
        shown_now = {name: " aria-current=page"}
        links = "".join(
            f'<a href="/{key}"{shown_now.get(key, "")}>{escape(self.tabs[key].title)}</a>'
            for key in self._shown
        )
        gone = escape(_("The preview has ended; start it again."))
        return (
            f'<nav id="preview" data-state="{state}" data-shown="{shown}">{links}'
            f'<output data-gone="{gone}"></output></nav>\n'
        )


def _own(bank: Bank, full: FullExam) -> list[Problem]:
    """What is wrong with the cases of an exam and their rubrics, though it can be shown."""
    records: tuple[Case | Rubric, ...] = (*full.cases, *full.rubrics.values())
    paths = {bank.path(record).as_posix() for record in records}
    return [problem for problem in check(bank) if problem.source.path in paths]


def _noted(problems: list[Problem]) -> str:
    if not problems:
        return ""
    text = ngettext("{count} problem", "{count} problems", len(problems))
    count = escape(text.format(count=len(problems)))
    return f'<details class="problems"><summary>{count}</summary>\n{_listed(problems)}</details>\n'


def _listed(problems: Iterable[Problem]) -> str:
    items = "".join(
        f"<li><code>{escape(str(problem.source))}: {escape(problem.code)}</code><br>"
        f"{escape(problem.message)}</li>\n"
        for problem in problems
    )
    return f"<ul>\n{items}</ul>\n" if items else ""


def _pictures(bank: Bank) -> Iterator[Path]:
    for case in bank.cases.values():
        for document in case.documents:
            if isinstance(document, FigureDocument):
                yield bank.path(case).parent / document.file


def _stamp(path: Path) -> tuple[int, int]:
    """When a file was last written, and its size; zeros if there is none."""
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_mtime_ns, found.st_size


def _script() -> str:
    return f"<script>\n{_template('preview.js')}</script>\n"


@cache
def _template(name: str) -> str:
    return (_TEMPLATES / name).read_text("utf-8")
