"""The documentation tells the truth: its examples are run, its answers graded, its links followed.

`pytest --update-golden tests/test_docs.py` rewrites what commands print and how rubrics read; read
the difference before you commit it. See `doc_pages.py` for what a page may hold.
"""

from __future__ import annotations

import re
import runpy
import shlex
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from doc_bank import SHOWN, Example, earned, said
from doc_pages import (
    ANY_LINES,
    DOCS,
    Answer,
    Block,
    Page,
    commands,
    is_file,
    printed_as_told,
)
from examen.cli import main
from examen.cli.main import app
from examen.grading import Grader

ROOT = DOCS.parent
PROBLEM_PAGE = runpy.run_path(str(ROOT / "tools/problem_page.py"))
GENERATED = {"problemes.md"}
PAGES = [Page(path) for path in sorted(DOCS.glob("*.md"))]
ENGLISH = {"accuracy.md", "architecture.md", "contributing.md", "decisions.md", "performance.md"}
TAUGHT = [page for page in PAGES if page.path.name not in GENERATED | ENGLISH]
EXECUTED = [page for page in PAGES if "```console" in page.text and page.path.name not in GENERATED]
_FRENCH_SPACES = str.maketrans("\u00a0\u202f", "  ")
Printed = Callable[[str], tuple[int, str]]


def plain(text: str) -> list[str]:
    """The lines of a text, whatever its spaces are."""
    return [line.rstrip() for line in text.translate(_FRENCH_SPACES).strip("\n").splitlines()]


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]) -> Printed:
    """Run a command line; its status, and what it prints, problems first."""

    def run(command: str) -> tuple[int, str]:
        program, *arguments = shlex.split(command)
        if program == "mkdir":
            for name in arguments:
                Path(name).mkdir()
            return 0, ""
        assert program == "examen", f"only examen is run in the pages: {command}"
        status = main(arguments)
        shown = capsys.readouterr()
        return status, shown.err + shown.out

    return run


class Reader:
    """A reader who does all that a page says, in a folder that holds the samples."""

    def __init__(self, page: Page, folder: Path, printed: Printed) -> None:
        self.page = page
        self.folder = folder
        self.printed = printed
        self.lexicon = ""
        self.example: Example | None = None
        self.grader: Grader | None = None
        self.wrong: list[str] = []
        self.corrections: list[tuple[int, int, str]] = []

    def read(self) -> None:
        """Do it all; `wrong` then holds what is not as told."""
        for name, text in self.page.before():
            self._write(name, text)
        for item in self.page.items():
            if isinstance(item, Answer):
                self._answer(item)
            elif is_file(item):
                self._write(item.name, item.text)
            else:
                self._act(item)

    def _act(self, block: Block) -> None:
        match block.info:
            case "console":
                self._run(block)
            case "yaml barème":
                folder = self.folder / f"exemple-{block.line}"
                self.example, self.grader = Example(folder, block.text, self.lexicon), None
                self.wrong += [self._at(block, str(item)) for item in self.example.problems()]
            case "text affiche":
                self._shown(block)
            case "yaml extrait":
                yaml.safe_load(block.text)
            case "sh":
                pass
            case _:
                self.wrong.append(self._at(block, f"nobody executes a block “{block.info}”"))

    def _write(self, name: str, text: str) -> None:
        if name.startswith("bank/lexicons/"):
            self.lexicon = text
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")

    def _run(self, block: Block) -> None:
        now = []
        for command, told in commands(block):
            status, text = self.printed(command)
            lines = plain(text)
            now += [f"$ {command}", *(text.strip("\n").splitlines() if told else [])]
            if status == 2 and not any(line.startswith("Erreur") for line in told):
                self.wrong.append(self._at(block, f"{command}: {text}"))
            elif told and not printed_as_told(plain("\n".join(told)), lines):
                self.wrong.append(self._at(block, f"{command} prints:\n{text}"))
            elif not told and status:
                self.wrong.append(self._at(block, f"{command}: status {status}: {text}"))
        if not any(line.strip() == ANY_LINES for line in block.text.splitlines()):
            self._correct(block, "\n".join(now))

    def _shown(self, block: Block) -> None:
        if self.example is None:
            self.wrong.append(self._at(block, "no rubric above"))
            return
        _status, text = self.printed(f"examen --bank {self.example.folder / 'bank'} show {SHOWN}")
        rubric = text.split("Barème de la question 1\n")[1]
        if plain(rubric) != plain(block.text):
            self.wrong.append(self._at(block, f"examen show says:\n{rubric}"))
        self._correct(block, rubric)

    def _answer(self, answer: Answer) -> None:
        assert self.example is not None, f"{self._at(answer, 'no rubric above')}"
        self.grader = self.grader or self.example.grader()
        grade = self.grader.grade_answer("1", answer.text)
        if (earned(grade), said(grade)) != (answer.points, answer.ideas):
            ideas = ", ".join(sorted(said(grade)))
            self.wrong.append(self._at(answer, f"{answer.text} → {earned(grade)} ({ideas})"))

    def _at(self, item: Block | Answer, text: str) -> str:
        return f"docs/{self.page.path.name}:{item.line}: {text}"

    def _correct(self, block: Block, text: str) -> None:
        if plain(text) != plain(block.text):
            self.corrections.append((block.start, block.end, text.strip("\n") + "\n"))

    def rewrite(self) -> None:
        """Write into the page what its commands print."""
        text = self.page.text
        for start, end, new in sorted(self.corrections, reverse=True):
            text = text[:start] + new + text[end:]
        self.page.path.write_text(text, "utf-8")


@pytest.mark.parametrize("page", EXECUTED, ids=lambda page: page.path.name)
def test_what_a_page_says_is_so(
    page: Page,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    printed: Printed,
    request: pytest.FixtureRequest,
) -> None:
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("EXAMEN_LANG", raising=False)
    monkeypatch.setenv("COLUMNS", "100")
    reader = Reader(page, tmp_path, printed)
    reader.read()
    if request.config.getoption("--update-golden"):
        reader.rewrite()
    assert reader.wrong == [], "\n\n" + "\n".join(reader.wrong)


def test_the_page_of_problems_is_fresh(request: pytest.FixtureRequest) -> None:
    """`python tools/problem_page.py` writes it again, and so does `--update-golden`."""
    page = DOCS / "problemes.md"
    if request.config.getoption("--update-golden"):
        page.write_text(PROBLEM_PAGE["page"](), "utf-8")
    assert page.read_text("utf-8") == PROBLEM_PAGE["page"]()


def test_the_page_of_problems_explains_each_code_once() -> None:
    shown = re.findall(r"^### `(.*)`$", PROBLEM_PAGE["page"](), re.MULTILINE)
    assert shown == PROBLEM_PAGE["codes"]()
    assert len(shown) == len(set(shown))
    assert set(PROBLEM_PAGE["GROUPS"]) <= set(shown)


@pytest.mark.parametrize("page", TAUGHT, ids=lambda page: page.path.name)
def test_french_typography(page: Page) -> None:
    """Spaces that do not break, and curly apostrophes, in all but code."""
    prose = re.sub(r"^```.*?^```$|`[^`\n]*`|<[^>]*>", "", page.text, flags=re.DOTALL | re.MULTILINE)
    wrong = re.compile(r"[^\n]{0,20}(?: [;:!?»]|« |')")
    assert [match.group() for match in wrong.finditer(prose)] == []


def test_every_command_is_explained() -> None:
    page = (DOCS / "commandes.md").read_text("utf-8")
    shown = set(re.findall(r"^\$ examen (?:(\w+) )?--help$", page, re.MULTILINE))
    assert shown == {"", *app.commands}


def test_reasons_are_quoted_as_the_grader_gives_them() -> None:
    page = (DOCS / "corriger-des-copies.md").read_text("utf-8").translate(_FRENCH_SPACES)
    catalogue = (ROOT / "src/examen/locale/fr/grading.po").read_text("utf-8")
    said = "".join(catalogue.translate(_FRENCH_SPACES).split('"\n"'))
    patterns = [
        re.sub(r"\\{\w+\\}", ".+", re.escape(text))
        for text in re.findall(r'^msgstr "(.+)"$', said, re.MULTILINE)
    ]
    quoted = re.findall(r"^\| \*([^*]+)\* \|", page, re.MULTILINE)
    assert len(quoted) > 5
    for reason in quoted:
        assert any(re.fullmatch(pattern, reason) for pattern in patterns), reason


def anchors(page: Path) -> set[str]:
    """The names that links may give to the headings of a page, made as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.path.name)
def test_links_lead_somewhere(page: Page) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#\s]*)(?:#([^)\s]*))?\)", page.text)
    for name, anchor in links:
        target = (page.path.parent / name).resolve() if name else page.path
        assert target.exists(), name
        assert not anchor or anchor in anchors(target), f"{name}#{anchor}"


def test_every_page_is_reached_from_the_first() -> None:
    reached = set(re.findall(r"\]\(([\w.-]+\.md)", (DOCS / "README.md").read_text("utf-8")))
    assert {page.path.name for page in PAGES} - {"README.md"} <= reached
