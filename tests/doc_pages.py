"""Documentation that is executed: pages of Markdown whose examples are real.

What a page may hold, and what becomes of it, in the order in which it stands:

- a block ```` ```yaml bank/cases/x.yaml ````: the file of that name, put into the page's folder
  (any kind of text file, not only YAML);
- a block ```` ```console ````: lines that begin with `$` are run there, and the lines below are
  what they print; a line `…` stands for any lines;
- a block ```` ```yaml barème ````: the criteria of a question, in a bank of their own, with the
  last lexicon that the page wrote; ```` ```yaml extrait ````: a piece of a file, only read;
- a block ```` ```text affiche ````: what `examen show` says of the criteria above;
- a table whose first heads are `Réponse` and `Points`: answers, `<br>` between their lines, what
  they earn under the criteria above (`1 sur 2`, `1 sur 2, de 1 à 2` where a person has to decide),
  and, in the third column, in backquotes, the ideas that are found or unsure;
- a block ```` ```sh ````: commands for the reader alone.

`<!-- suite de autre.md -->` puts the files of another page into the folder first.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

DOCS = Path(__file__).resolve().parent.parent / "docs"
_FENCE = re.compile(
    r"^(?P<fence>```+)(?P<info>[^`\n]*)\n(?P<text>.*?)^(?P=fence)$", re.MULTILINE | re.DOTALL
)
_TABLE = re.compile(r"^\|.*\|\n\|[-:| ]+\|\n(?:\|.*\|\n)+", re.MULTILINE)
_CELL = re.compile(r"(?<!\\)\|")
_COMES_AFTER = re.compile(r"^<!-- suite de (\S+) -->$", re.MULTILINE)
COMMAND = "$ "
ANY_LINES = "…"


@dataclass(frozen=True, slots=True)
class Block:
    """A fenced block: the words after its fence, its text, its span in the page and its line."""

    info: str
    text: str
    start: int
    end: int
    line: int

    @property
    def kind(self) -> str:
        """The first word: the language, for readers' highlighting."""
        return self.info.partition(" ")[0]

    @property
    def name(self) -> str:
        """What follows the language: a file's path, or what the block is for."""
        return self.info.partition(" ")[2].strip()


@dataclass(frozen=True, slots=True)
class Answer:
    """A row of a table of answers."""

    text: str
    points: str
    ideas: frozenset[str]
    line: int


def cells_of(table: str) -> list[list[str]]:
    """The cells of a table, row by row: the heads, the rule, the rows."""
    return [[cell.strip() for cell in _CELL.split(row)[1:-1]] for row in table.splitlines()]


def answer_in(cell: str) -> str:
    """The candidate's text that a cell shows."""
    return cell.replace(r"\|", "|").replace("<br>", "\n")


def answers(table: str, line: int) -> list[Answer]:
    """The rows of a table of answers; none if it is another table."""
    rows = cells_of(table)
    if rows[0][:2] != ["Réponse", "Points"]:
        return []
    return [
        Answer(
            answer_in(cells[0]),
            cells[1],
            frozenset(re.findall(r"`([^`]+)`", cells[2])),
            line + number,
        )
        for number, cells in enumerate(rows[2:], 2)
    ]


class Page:
    """A page of documentation, read from the folder `docs`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = path.read_text("utf-8")

    def items(self) -> Iterator[Block | Answer]:
        """The blocks and the answers, in the order in which they stand."""
        outside = self.text
        found: list[tuple[int, Block | list[Answer]]] = []
        for match in _FENCE.finditer(self.text):
            start, end = match.span("text")
            line = self._line(match.start())
            block = Block(match["info"].strip(), match["text"], start, end, line)
            found.append((start, block))
            blank = re.sub(r"[^\n]", " ", match.group())
            outside = outside[: match.start()] + blank + outside[match.end() :]
        found += [
            (match.start(), answers(match.group(), self._line(match.start())))
            for match in _TABLE.finditer(outside)
        ]
        for _start, item in sorted(found, key=lambda pair: pair[0]):
            if isinstance(item, Block):
                yield item
            else:
                yield from item

    def table(self, *heads: str) -> list[list[str]]:
        """The rows of the table whose first heads these are."""
        for match in _TABLE.finditer(self.text):
            rows = cells_of(match.group())
            if rows[0][: len(heads)] == list(heads):
                return rows[2:]
        raise LookupError(heads)

    def files(self) -> Iterator[tuple[str, str]]:
        """The files that the pages before this one and the page itself write: path and text."""
        for name in _COMES_AFTER.findall(self.text):
            yield from Page(self.path.parent / name).files()
        yield from self.own_files()

    def before(self) -> Iterator[tuple[str, str]]:
        """The files of the pages that this one comes after."""
        for name in _COMES_AFTER.findall(self.text):
            yield from Page(self.path.parent / name).files()

    def own_files(self) -> Iterator[tuple[str, str]]:
        """The files that the page itself writes."""
        for item in self.items():
            if isinstance(item, Block) and is_file(item):
                yield item.name, item.text

    def _line(self, offset: int) -> int:
        return self.text.count("\n", 0, offset) + 1


def is_file(block: Block) -> bool:
    """Whether the block is a file that the reader is to write."""
    return "." in block.name


def commands(block: Block) -> list[tuple[str, list[str]]]:
    """The commands of a console block, each with the lines that it prints."""
    found: list[tuple[str, list[str]]] = []
    for line in block.text.splitlines():
        if line.startswith(COMMAND):
            found.append((line.removeprefix(COMMAND), []))
        else:
            found[-1][1].append(line)
    return found


def printed_as_told(told: list[str], printed: list[str]) -> bool:
    """Whether lines were printed as a page tells them, where `…` stands for any lines."""
    if not told:
        return not printed
    first, *rest = told
    if first.strip() == ANY_LINES:
        return any(printed_as_told(rest, printed[n:]) for n in range(len(printed) + 1))
    return (
        bool(printed)
        and first.rstrip() == printed[0].rstrip()
        and printed_as_told(rest, printed[1:])
    )
