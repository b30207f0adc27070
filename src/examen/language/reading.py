"""An answer, read once: its words and units, with offsets to what was handed in.

A unit is what can carry one thought: a sentence, a part of an enumeration, a bullet, a table row.
The words that introduce an enumeration ("Le client peut :") are the context of its items.
"""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import lru_cache
from itertools import pairwise

from examen.language import hasty
from examen.language.english import pieces
from examen.language.normalise import NormalText, normalise
from examen.language.sentences import sentences
from examen.language.words import Dictionary, Word

# "+ de temps" is read "plus de temps"; between two nouns the sign adds them up.
_CHUNK = re.compile(
    r"[^\W_]+(?:['-][^\W_]+)*(?:'|(?<=[^\W\d_]{3})°s?(?!\w))?"
    r"|(?<= )\+(?= (?:de|d'|que|qu'|ke)\b)"
)
_NOTED = re.compile(r"[^\W\d_]{2,30}[°º]s?$")  # "form°"; bounded, to be read once
_ELISION = re.compile(r"(?:qu|jusqu|lorsqu|puisqu|quoiqu|presqu|[ldjmtscn])'", re.IGNORECASE)
# A capital with a dot may open a name: M. Durand.
_BULLET = re.compile(r"\s*(?:[-–•*▪◦‣·►➢→⇒>✓✔+]+|[o§]|\(?\d{1,2}[.)°]|[a-zA-Z]\)|[a-hA-F]\.)[ \t]+")
_LABELLED = re.compile(r"\s*(?P<name>[^\W\d_]{2,})(?: ?:| ?[-=]>| [-–—=] )")
_HEADING = re.compile(r"\s*#{1,6}\s")
_RULE = re.compile(r"[\s|:+=_-]*$")
_LONGEST_CONTEXT = 14
_WRAPPED = 50  # characters of a line that may have been broken by a word processor


class UnitKind(StrEnum):
    """What a unit is in the answer's layout."""

    SENTENCE = "sentence"
    BULLET = "bullet"
    HEADING = "heading"
    ROW = "row"


@dataclass(frozen=True, slots=True)
class Token:
    """A word or number of the text; `start` and `end` count characters of the normalised text."""

    start: int
    end: int
    word: Word


@dataclass(frozen=True, slots=True)
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
    """An answer in normal form."""

    normal: NormalText
    tokens: list[Token]
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
        self._hasty = dictionary.language == "fr"
        self._split = lru_cache(maxsize=200_000)(self._split_chunk)

    def read(self, raw: str) -> Reading:
        """The reading of an answer."""
        normal = normalise(raw)
        tokens = list(self._tokens(normal.text))
        reading = Reading(normal, tokens, language=self.dictionary.language)
        reading.units.extend(_units(normal.text, reading.tokens))
        return reading

    def words(self, text: str) -> list[Word]:
        """The words of a short text, such as a rubric's phrasing."""
        return [token.word for token in self._tokens(normalise(text).text)]

    def forms(self, text: str) -> list[tuple[str, Word]]:
        """The words of a short text beside the forms as written."""
        normal = normalise(text).text
        return [(normal[token.start : token.end], token.word) for token in self._tokens(normal)]

    def _tokens(self, text: str) -> Iterator[Token]:
        tokens = (
            Token(match.start() + offset, match.start() + offset + length, word)
            for match in _CHUNK.finditer(text)
            for offset, length, word in self._split(match.group())
        )
        mended = self._mended(text, tokens) if self._hasty else tokens
        return (self._named(text, self._cut(text, token)) for token in mended)

    def _cut(self, text: str, token: Token) -> Token:
        """The token, its word the beginning of another if a dot shows it."""
        form, word = text[token.start : token.end], token.word
        after = text[token.end : token.end + 3]
        if not self._hasty or not hasty.is_cut(form, after, known=_is_word(word)):
            return token
        return Token(token.start, token.end, self.dictionary.variant(word, cut=True))

    def _named(self, text: str, token: Token) -> Token:
        """The token, its word a name if it is unknown and has a capital inside a sentence."""
        word, at = token.word, token.start
        if word.known or word.stop or not (at > 1 and text[at].isupper() and text[at - 1] == " "):
            return token
        inside = text[at - 2].isalpha() and text[at + 1 : token.end].islower()
        return Token(at, token.end, self.dictionary.variant(word, name=True)) if inside else token

    def _mended(self, text: str, tokens: Iterator[Token]) -> list[Token]:
        """The tokens, words joined that a space cut and short ones read by their neighbours."""
        mended: list[Token] = []
        short: list[int] = []
        for token in tokens:
            form = text[token.start : token.end]
            if mended and text[mended[-1].end : token.start] in {" ", "-"}:
                whole = self._joined(text, mended, token)
                if whole:
                    mended[-1] = Token(mended[-1].start, token.end, whole)
                    continue
            if form in hasty.SHORT:
                short.append(len(mended))
            mended.append(token)
        for at in short:
            token = mended[at]
            before = [near.word.folded for near in mended[max(0, at - 5) : at]]
            after = mended[at + 1].word.folded if at + 1 < len(mended) else ""
            meant = hasty.in_context(before, text[token.start : token.end], after)
            if meant:
                mended[at] = Token(token.start, token.end, self.dictionary.analyse(meant))
        return mended

    def _joined(self, text: str, before: list[Token], token: Token) -> Word | None:
        """The word that a token makes with the one before it, None if both are words."""
        last = before[-1]
        one, other = text[last.start : last.end], text[token.start : token.end]
        if last.word.folded == "rendez" and token.word.folded == "vous":
            beside = len(before) > 1 and text[before[-2].end : last.start] == " "
            article = before[-2].word.folded if beside else ""
            if not hasty.is_appointment(article, text[token.end : token.end + 3]):
                return None
        elif _is_word(last.word) and _is_word(token.word) and not hasty.is_prefix(one):
            return None
        whole = hasty.joined(one, other, self.dictionary.knows)
        return self.dictionary.analyse(whole) if whole else None

    def _split_chunk(self, chunk: str) -> tuple[tuple[int, int, Word], ...]:
        """The words of a run of letters, hyphens and apostrophes, with their offsets."""
        analyse, knows = self.dictionary.analyse, self.dictionary.knows
        noted = _NOTED.search(chunk) if self._hasty else None
        meant = hasty.whole(noted.group(), knows) if noted else ""
        if noted and meant:  # "form°" is "formation"
            head = self._split_chunk(chunk[: noted.start()]) if noted.start() else ()
            return (*head, (noted.start(), len(noted.group()), analyse(meant)))
        whole = chunk.rstrip("'°")
        if whole.isalnum() or knows(whole):
            return tuple(self._unglued(whole))
        if self.dictionary.language == "en":
            return tuple((at, end, analyse(form)) for at, end, form in pieces(chunk, knows))
        parts: list[tuple[int, int, Word]] = []
        at = 0
        elision = _ELISION.match(chunk)
        while elision:
            parts.append((at, elision.end() - at - 1, analyse(chunk[at : elision.end() - 1])))
            at = elision.end()
            elision = _ELISION.match(chunk, at)
        rest = chunk[at:].rstrip("'°")
        if rest and (knows(rest) or rest.lower().startswith("e-")):
            parts.append((at, len(rest), analyse(rest)))
        else:
            parts.extend(
                (at + piece.start(), len(piece.group()), analyse(piece.group()))
                for piece in re.finditer(r"[^'-]+", rest)
            )
        return tuple(parts)

    def _unglued(self, form: str) -> Iterator[tuple[int, int, Word]]:
        """The words of a form that may be written in one for several."""
        word = self.dictionary.analyse(form)
        may_be_cut = self._hasty and not word.stop
        cuts = hasty.cuts(form, word.folded, self.dictionary.knows) if may_be_cut else ()
        if not cuts:
            yield 0, len(form), word
            return
        for start, end in pairwise((0, *cuts, len(form))):
            yield start, end - start, self.dictionary.analyse(form[start:end])


def _is_word(word: Word) -> bool:
    return word.known or word.stop


@dataclass(slots=True)
class _Line:
    kind: UnitKind
    start: int
    end: int
    number: int
    paragraph: int
    cells: tuple[tuple[int, int], ...] = ()


def _cells(text: str, start: int, end: int) -> tuple[tuple[int, int], ...]:
    """The cells of a line that is a table row, else none; bars or tabs separate them."""
    line = text[start:end]
    separator = "|" if "|" in line else "\t" if "\t" in line.strip() else ""
    if not separator:
        return ()
    cells, at = [], start
    for piece in line.split(separator):
        cells.append((at, at + len(piece)))
        at += len(piece) + 1
    if not line.split(separator)[0].strip():
        cells = cells[1:]
    if len(cells) > 1 and not text[slice(*cells[-1])].strip() and line.rstrip().endswith("|"):
        cells = cells[:-1]
    return tuple(cells) if len(cells) > 1 else ()


def _kind(line: str, cells: tuple[tuple[int, int], ...]) -> UnitKind:
    if cells:
        return UnitKind.ROW
    if _BULLET.match(line):
        return UnitKind.BULLET
    return UnitKind.HEADING if _HEADING.match(line) else UnitKind.SENTENCE


def _is_labelled(line: str, start: int, words: Container[int]) -> bool:
    """Whether a line opens with a name, which is no known word, and a colon or a dash."""
    label = _LABELLED.match(line)
    return label is not None and start + label.end("name") not in words


def _goes_on(text: str, before: _Line | None, line: str, kind: UnitKind) -> bool:
    """Whether a line goes on with the sentence of the line before it."""
    if before is None or before.cells or kind is not UnitKind.SENTENCE:
        return False
    # Only a long line was broken by the width of a page; a short one is an item of a list.
    broken = before.end - before.start >= _WRAPPED and text[before.end - 1] not in ".!?:;"
    return broken and line.lstrip()[:1].islower()


def _lines(text: str, words: Container[int]) -> Iterator[_Line]:
    """The lines of the text; a line that goes on with the sentence before it is joined to it."""
    at = paragraph = 0
    before: _Line | None = None
    for number, line in enumerate(text.split("\n")):
        start, end = at, at + len(line)
        at = end + 1
        cells = _cells(text, start, end)
        kind = _kind(line, cells)
        goes_on = line.strip() and _goes_on(text, before, line, kind)
        if before and goes_on and not _is_labelled(line, start, words):
            before.end = end
            continue
        if before:
            yield before
            before = None
        if not line.strip():
            paragraph += 1
        elif not (cells and _RULE.match(line)):
            bullet = _BULLET.match(line)
            begin = start + (bullet.end() if bullet and not cells else 0)
            before = _Line(kind, begin, end, number, paragraph, cells)
    if before:
        yield before


class _Cutter:
    """Cuts lines into units, walking the tokens once."""

    def __init__(self, text: str, tokens: list[Token]) -> None:
        self.text = text
        self.tokens = tokens
        # An abbreviation is as good as the word it stands for, but ends no sentence.
        self.known = {
            token.end
            for token in tokens
            if token.word.known and len(token.word.folded) == token.end - token.start
        }
        self.next = 0
        self.introduction: Sequence[int] = ()
        self.introduced = UnitKind.SENTENCE

    def take(self, end: int) -> range:
        """The tokens up to `end` that were not taken yet."""
        first = self.next
        while self.next < len(self.tokens) and self.tokens[self.next].start < end:
            self.next += 1
        return range(first, self.next)

    def units(self, line: _Line) -> Iterator[Unit]:
        self.take(line.start)
        if line.cells:
            tokens = self.take(line.end)
            yield Unit(
                line.kind, tokens, line.start, line.end, line.number, line.paragraph, (), line.cells
            )
            return
        if line.kind is not UnitKind.BULLET:
            self.introduction = ()
        context = introduction = self.introduction
        last: range = range(0)
        numbered = line.kind is UnitKind.BULLET
        for start, end in sentences(self.text, line.start, line.end, self.known, numbered=numbered):
            self.take(start)  # the label of an item
            tokens = self.take(end)
            if not tokens:
                continue
            last = tokens
            yield Unit(line.kind, tokens, start, end, line.number, line.paragraph, context)
            ending = self.text[start:end].rstrip()[-1:]
            if ending == ";":
                context = context or self._before_colon(start, end, tokens)
            else:
                if ending == ":" and len(tokens) <= _LONGEST_CONTEXT:
                    introduction = tokens  # of points numbered on the same line
                context = introduction
        if (
            self.text[line.start : line.end].rstrip().endswith(":")
            and len(last) <= _LONGEST_CONTEXT
        ):
            self.introduction = last

    def _before_colon(self, start: int, end: int, tokens: range) -> Sequence[int]:
        """What introduces an enumeration inside a sentence: the tokens before its colon."""
        colon = self.text.find(":", start, end)
        if colon < 0:
            return ()
        head = [index for index in tokens if self.tokens[index].end <= colon]
        return head if len(head) <= _LONGEST_CONTEXT else ()


def _units(text: str, tokens: list[Token]) -> Iterator[Unit]:
    cutter = _Cutter(text, tokens)
    for line in _lines(text, cutter.known):
        yield from cutter.units(line)
