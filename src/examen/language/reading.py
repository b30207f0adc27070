"""An answer, read once: its words and units, with offsets to what was handed in.

A unit is what can carry one thought: a sentence, a part of an enumeration, a bullet, a table row.
The words that introduce an enumeration ("Le client peut :") are the context of its items.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass, field

from examen.language.lines import Line, UnitKind, lines
from examen.language.normalise import NormalText, normalise
from examen.language.scanner import Scanner, Token
from examen.language.sentences import sentences
from examen.language.words import Dictionary, Word

__all__ = ["Reader", "Reading", "Token", "Unit", "UnitKind"]

_LONGEST_CONTEXT = 14


@dataclass(slots=True)
class Unit:
    """Tokens that may carry one thought.

    Attributes:
        tokens: indices of its tokens in the reading, ascending.
        start, end: its span in the normalised text.
        line, paragraph: where it starts, counted from 0.
        context: indices of the tokens that introduce it, such as the line before a list.
        cells: for a row, the text spans of its cells.
    """

    kind: UnitKind
    tokens: Sequence[int]
    start: int
    end: int
    line: int = 0
    paragraph: int = 0
    context: Sequence[int] = ()
    cells: tuple[tuple[int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Reading:
    """An answer in normal form.

    Attributes:
        forms: the words of the tokens as they are compared, one for each.
    """

    normal: NormalText
    tokens: list[Token]
    forms: list[str]
    units: list[Unit] = field(default_factory=list)
    language: str = "fr"

    @property
    def raw(self) -> str:
        """The answer as handed in."""
        return self.normal.raw

    @property
    def text(self) -> str:
        """The normalised text."""
        return self.normal.text

    def raw_span(self, tokens: Sequence[int]) -> tuple[int, int]:
        """The raw span from the first to the last of the tokens, which ascend."""
        return self.normal.raw_span(self.tokens[tokens[0]].start, self.tokens[tokens[-1]].end)


class Reader:
    """Reads answers in one language; keeps what it learns of words for the next answer."""

    def __init__(self, dictionary: Dictionary) -> None:
        self.dictionary = dictionary
        self._scanner = Scanner(dictionary)

    def read(self, raw: str) -> Reading:
        """The reading of an answer."""
        normal = normalise(raw)
        tokens = self._scanner.tokens(normal.text)
        forms = [token.word.folded for token in tokens]
        units = _Cutter(normal.text, tokens).units()
        return Reading(normal, tokens, forms, units, self.dictionary.language)

    def words(self, text: str) -> list[Word]:
        """The words of a short text, such as a rubric's phrasing."""
        return [token.word for token in self._scanner.tokens(normalise(text).text)]

    def forms(self, text: str) -> list[tuple[str, Word]]:
        """The words of a short text beside the forms as written."""
        normal = normalise(text).text
        return [
            (normal[token.start : token.end], token.word) for token in self._scanner.tokens(normal)
        ]


class _Cutter:
    """Cuts a text into units, walking its tokens once."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self._text = text
        self._tokens = tokens
        self._starts = [token.start for token in tokens]
        self._next = 0
        self._introduction: Sequence[int] = ()

    def units(self) -> list[Unit]:
        """The units of all lines."""
        units: list[Unit] = []
        for line in lines(self._text, self._is_word):
            self._take(line.start)
            if line.cells:
                units.append(_unit(line, self._take(line.end), line.start, line.end))
            else:
                self._cut(line, units)
        return units

    def _is_word(self, end: int) -> bool:
        """Whether a word that the dictionary knows ends at `end` of the text.

        An abbreviation is as good as the word it stands for, but ends no sentence.
        """
        at = bisect_left(self._starts, end) - 1
        token = self._tokens[at] if at >= 0 else None
        if token is None or token.end != end or not token.word.known:
            return False
        return len(token.word.folded) == token.end - token.start

    def _take(self, end: int) -> range:
        """The tokens up to `end` that were not taken yet."""
        first = self._next
        self._next = bisect_left(self._starts, end, first)
        return range(first, self._next)

    def _cut(self, line: Line, units: list[Unit]) -> None:
        """Add the units of a line that is no row."""
        text = self._text
        numbered = line.kind is UnitKind.BULLET
        if not numbered:
            self._introduction = ()
        context = introduction = self._introduction
        last: range = range(0)
        for start, end in sentences(text, line.start, line.end, self._is_word, numbered=numbered):
            self._take(start)  # the label of an item
            tokens = self._take(end)
            if not tokens:
                continue
            last = tokens
            units.append(_unit(line, tokens, start, end, context))
            ending = text[start:end].rstrip()[-1:]
            if ending == ";":
                context = context or self._before_colon(start, end, tokens)
            else:
                if ending == ":" and len(tokens) <= _LONGEST_CONTEXT:
                    introduction = tokens  # of points numbered on the same line
                context = introduction
        if text[line.start : line.end].rstrip().endswith(":") and len(last) <= _LONGEST_CONTEXT:
            self._introduction = last

    def _before_colon(self, start: int, end: int, tokens: range) -> Sequence[int]:
        """What introduces an enumeration inside a sentence: the tokens before its colon."""
        colon = self._text.find(":", start, end)
        if colon < 0:
            return ()
        head = [index for index in tokens if self._tokens[index].end <= colon]
        return head if len(head) <= _LONGEST_CONTEXT else ()


def _unit(line: Line, tokens: range, start: int, end: int, context: Sequence[int] = ()) -> Unit:
    return Unit(line.kind, tokens, start, end, line.number, line.paragraph, context, line.cells)
