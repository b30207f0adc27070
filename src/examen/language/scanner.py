"""The words of a text, found in one pass.

Each distinct run of letters, hyphens and apostrophes is looked into once and remembered with the
words that it holds. Most are words whatever stands beside them; only for the others is the text
around them looked at: hasty French is mended there, and names and cut words are told.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter

from examen.language import hasty
from examen.language.english import pieces
from examen.language.recent import Recent
from examen.language.words import Dictionary, Word

# "+ de temps" is read "plus de temps"; between two nouns the sign adds them up.
_RUN = re.compile(
    r"([^\W_]+(?:['-][^\W_]+)*(?:'|°(?<=[^\W\d_]{3}°)s?(?!\w))?"
    r"|\+(?<= \+)(?= (?:de|d'|que|qu'|ke)\b))"
)
_NOTED = re.compile(r"[^\W\d_]{2,30}[°º]s?$")  # "form°"; bounded, to be read once
_ELISION = re.compile(r"(?:qu|jusqu|lorsqu|puisqu|quoiqu|presqu|[ldjmtscn])'", re.IGNORECASE)
_BETWEEN_JOINED = (" ", "-")


@dataclass(slots=True)
class Token:
    """A word or number of the text; `start` and `end` count characters of the normalised text."""

    start: int
    end: int
    word: Word


# A word of a run: its offset and length there, and whether the text around may change it.
_Part = tuple[int, int, Word, bool]


class Scanner:
    """Finds the words of texts in one language; keeps what it learns for the next text."""

    def __init__(self, dictionary: Dictionary) -> None:
        self._dictionary = dictionary
        self._hasty = dictionary.language == "fr"
        # Of each run its parts; its word, if it is one whatever stands beside it.
        self._runs: Recent[str, Word | tuple[_Part, ...]] = Recent(self._learn)

    def tokens(self, text: str) -> list[Token]:
        """The words and numbers of a normalised text, in order."""
        tokens: list[Token] = []
        loose: list[int] = []
        known = self._runs
        end = 0
        runs = _RUN.split(text)
        for gap, run in zip(runs[::2], runs[1::2], strict=False):
            start = end + len(gap)
            end = start + len(run)
            found = known[run]
            if isinstance(found, Word):
                tokens.append(Token(start, end, found))
                continue
            for offset, length, word, depends in found:
                if depends:
                    loose.append(len(tokens))
                first = start + offset
                tokens.append(Token(first, first + length, word))
        return self._settled(text, tokens, loose) if loose else tokens

    def _settled(self, text: str, tokens: list[Token], loose: Sequence[int]) -> list[Token]:
        """The tokens, the loose ones among them read by what stands around them."""
        unsettled = [tokens[at] for at in loose]
        if self._hasty:
            gone = self._join(text, tokens, loose)
            if gone:
                unsettled = [tokens[at] for at in loose if at not in gone]
                tokens = [token for at, token in enumerate(tokens) if at not in gone]
        for token in unsettled:
            form = text[token.start : token.end]
            if self._hasty and (form in hasty.SHORT or form in hasty.UNITS):
                self._read_in_context(tokens, token, form)
            self._mark(text, token, form)
        return tokens

    def _join(self, text: str, tokens: list[Token], loose: Sequence[int]) -> set[int]:
        """Join the words that a space cut, in the last of their tokens; which tokens are gone."""
        gone: set[int] = set()
        for at in sorted({*loose, *(at + 1 for at in loose)}):
            if not 0 < at < len(tokens):
                continue
            last, token = tokens[at - 1], tokens[at]
            if text[last.end : token.start] in _BETWEEN_JOINED:
                whole = self._joined(text, tokens, at)
                if whole:
                    tokens[at] = Token(last.start, token.end, whole)
                    gone.add(at - 1)
        return gone

    def _joined(self, text: str, tokens: list[Token], at: int) -> Word | None:
        """The word that a token makes with the one before it, None if both are words."""
        last, token = tokens[at - 1], tokens[at]
        one, other = text[last.start : last.end], text[token.start : token.end]
        if last.word.folded == "rendez" and token.word.folded == "vous":
            beside = at > 1 and text[tokens[at - 2].end : last.start] == " "
            article = tokens[at - 2].word.folded if beside else ""
            if not hasty.is_appointment(article, text[token.end : token.end + 3]):
                return None
        elif _is_word(last.word) and _is_word(token.word) and not hasty.is_prefix(one):
            return None
        whole = hasty.joined(one, other, self._dictionary.knows)
        return self._dictionary.analyse(whole) if whole else None

    def _read_in_context(self, tokens: list[Token], token: Token, form: str) -> None:
        """Read a short form as the word that its neighbours show to be meant."""
        at = bisect_left(tokens, token.start, key=attrgetter("start"))
        before = [near.word.folded for near in tokens[max(0, at - 5) : at]]
        after = tokens[at + 1].word.folded if at + 1 < len(tokens) else ""
        meant = hasty.in_context(before, form, after)
        if meant:
            token.word = self._dictionary.analyse(meant)

    def _mark(self, text: str, token: Token, form: str) -> None:
        """Note that a word is the beginning of another, if a dot shows it, or may be a name."""
        word, at = token.word, token.start
        after = text[token.end : token.end + 3]
        if self._hasty and hasty.is_number_sign(form, after):
            word = token.word = self._dictionary.analyse("numéro")
        if self._hasty and hasty.is_cut(form, after, known=_is_word(word)):
            word = token.word = self._dictionary.variant(word, cut=True)
        if _is_word(word) or not (at > 1 and form[0].isupper() and text[at - 1] == " "):
            return
        if text[at - 2].isalpha() and form[1:].islower():  # a capital inside a sentence
            token.word = self._dictionary.variant(word, name=True)

    def _learn(self, run: str) -> Word | tuple[_Part, ...]:
        """The words of a run of letters, hyphens and apostrophes that was not met lately."""
        parts = tuple(
            (offset, length, word, self._is_loose(run, run[offset : offset + length], word))
            for offset, length, word in self._split(run)
        )
        _offset, length, word, depends = parts[0]
        return word if length == len(run) and not depends else parts

    def _is_loose(self, run: str, form: str, word: Word) -> bool:
        if self._hasty and hasty.is_loose(form, word.folded, alone=form == run):
            return True
        return not _is_word(word)

    def _split(self, run: str) -> Iterator[tuple[int, int, Word]]:
        """The words of a run, with their offsets and lengths."""
        analyse, knows = self._dictionary.analyse, self._dictionary.knows
        noted = _NOTED.search(run) if self._hasty else None
        meant = hasty.whole(noted.group(), knows) if noted else ""
        if noted and meant:  # "form°" is "formation"
            if noted.start():
                yield from self._split(run[: noted.start()])
            yield noted.start(), len(noted.group()), analyse(meant)
            return
        whole = run.rstrip("'°")
        if whole.isalnum() or knows(whole):
            yield from self._unglued(whole)
        elif self._dictionary.language == "en":
            for at, length, form in pieces(run, knows):
                yield at, length, analyse(form)
        else:
            yield from self._elided(run)

    def _elided(self, run: str) -> Iterator[tuple[int, int, Word]]:
        """The words of a run that opens with elided ones, as French has them."""
        analyse, knows = self._dictionary.analyse, self._dictionary.knows
        at = 0
        elision = _ELISION.match(run)
        while elision:
            yield at, elision.end() - at - 1, analyse(run[at : elision.end() - 1])
            at = elision.end()
            elision = _ELISION.match(run, at)
        rest = run[at:].rstrip("'°")
        if rest and (knows(rest) or rest.lower().startswith("e-")):
            yield at, len(rest), analyse(rest)
            return
        for piece in re.finditer(r"[^'-]+", rest):
            yield at + piece.start(), len(piece.group()), analyse(piece.group())

    def _unglued(self, form: str) -> Iterator[tuple[int, int, Word]]:
        """The words of a form that may be written in one for several."""
        number = hasty.measured(form) if self._hasty else 0
        if number:
            yield 0, number, self._dictionary.analyse(form[:number])
            unit = hasty.UNITS[form[number:]]
            yield number, len(form) - number, self._dictionary.analyse(unit)
            return
        word = self._dictionary.analyse(form)
        may_be_cut = self._hasty and not word.stop
        cuts = hasty.cuts(form, word.folded, self._dictionary.knows) if may_be_cut else ()
        if not cuts:
            yield 0, len(form), word
            return
        for start, end in pairwise((0, *cuts, len(form))):
            yield start, end - start, self._dictionary.analyse(form[start:end])


def _is_word(word: Word) -> bool:
    return word.known or word.stop
