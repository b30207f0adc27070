"""What stands in an answer without being a statement of the candidate, and how far it is trusted.

Words addressed to the marker and the question copied back earn nothing; passages copied from the
documents and bare enumerations count only once a person has read them. Each is told as a warning.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from itertools import islice
from types import MappingProxyType
from typing import NamedTuple

from examen.grading.reasons import short
from examen.language.addressed import addressed
from examen.language.enumerations import enumerations
from examen.language.hidden import revealed
from examen.language.paper import Paper
from examen.language.reading import Reader, Reading
from examen.messages import _, marked
from examen.model.case import AnswerForm, Case, FigureDocument, Part, TextDocument

DOUBT = 0.5  # too little for an idea to be found, enough for a person to be asked


class AsideKind(StrEnum):
    """Why words are not taken for a statement."""

    ADDRESSED = "addressed"
    COPIED = "copied"
    DOCUMENT = "document"
    ENUMERATION = "enumeration"
    HIDDEN = "hidden"
    DISGUISED = "disguised"


TRUST: Mapping[AsideKind, float] = MappingProxyType(
    {
        AsideKind.ADDRESSED: 0.0,
        AsideKind.COPIED: 0.0,
        AsideKind.DOCUMENT: DOUBT,
        AsideKind.ENUMERATION: DOUBT,
    }
)
_TOLD: Mapping[AsideKind, str] = MappingProxyType(
    {
        AsideKind.ADDRESSED: marked(
            "Question {number}: words addressed to the marker, which earn nothing: “{quote}”."
        ),
        AsideKind.COPIED: marked(
            "Question {number}: mostly words of the question, which earn nothing: “{quote}”."
        ),
        AsideKind.DOCUMENT: marked(
            "Question {number}: copied from a document, to be read by a person: “{quote}”."
        ),
        AsideKind.ENUMERATION: marked(
            "Question {number}: terms listed without a statement, to be read by a person: "
            "“{quote}”."
        ),
        AsideKind.HIDDEN: marked(
            "Question {number}: words that nobody can see, which earn nothing: “{quote}”."
        ),
        AsideKind.DISGUISED: marked(
            "Question {number}: letters that only look like those of the alphabet, read as such: "
            "“{quote}”."
        ),
    }
)
# Forms of answer in which a bare term is what is asked for.
_OF_TERMS = frozenset({AnswerForm.TABLE, AnswerForm.SHORT, AnswerForm.CALCULATION})
_MOSTLY = 0.5  # of an answer's words, for the question copied back to be worth telling
_MOST_TOLD = 10  # passages of a kind
_LEAST_OF_DOCUMENT = 12  # words, below which a document may be quoted


class Aside(NamedTuple):
    """Words of one kind: their tokens, if any are left, and their raw span."""

    kind: AsideKind
    tokens: range
    span: tuple[int, int]


@dataclass(frozen=True)
class Asides:
    """Finds the asides in answers to the questions of some cases."""

    reader: Reader
    cases: Sequence[Case]

    @cached_property
    def words(self) -> frozenset[str]:
        """The words that the cases themselves use, folded."""
        words = self.reader.words
        return frozenset(
            word.folded for case in self.cases for word in words(case.model_dump_json())
        )

    @cached_property
    def _prompts(self) -> Paper:
        return Paper(self.reader, (text for case in self.cases for text in _prompts(case)))

    @cached_property
    def _documents(self) -> Paper:
        return Paper(self.reader, (text for case in self.cases for text in _documents(case)))

    def find(self, reading: Reading, form: AnswerForm, asked: int) -> list[Aside]:
        """The asides of an answer that has to be of this form and to give so many ideas."""
        normal = reading.normal
        found = [
            *(Aside(AsideKind.HIDDEN, range(0), span) for span in normal.hidden),
            *(Aside(AsideKind.DISGUISED, range(0), span) for span in normal.disguised),
        ]
        for kind, tokens in self._spoken(reading, form, asked):
            found.append(Aside(kind, tokens, reading.raw_span(tokens)))
        return found

    def _spoken(
        self, reading: Reading, form: AnswerForm, asked: int
    ) -> Iterator[tuple[AsideKind, range]]:
        for unit in addressed(reading, self.words):
            yield AsideKind.ADDRESSED, range(unit.tokens[0], unit.tokens[-1] + 1)
        prompts = self._prompts.repeats(reading)
        for repeat in prompts:
            if repeat.is_copy:
                yield AsideKind.COPIED, repeat.unit
        for repeat in prompts:
            if repeat.opening:
                yield AsideKind.COPIED, repeat.opening
        for repeat in self._documents.repeats(reading):
            if repeat.is_copy and len(repeat.unit) >= _LEAST_OF_DOCUMENT:
                yield AsideKind.DOCUMENT, repeat.unit
        if form not in _OF_TERMS:
            terms = asked if form is AnswerForm.LIST else 0
            for tokens in enumerations(reading, self.reader.dictionary, terms):
                yield AsideKind.ENUMERATION, tokens


def trust(asides: Iterable[Aside]) -> dict[int, float]:
    """How far the words of the asides are trusted, by token."""
    trusted: dict[int, float] = {}
    for aside in asides:
        for token in aside.tokens:
            trusted[token] = min(TRUST[aside.kind], trusted.get(token, 1.0))
    return trusted


def told(number: str, reading: Reading, asides: Sequence[Aside]) -> Iterator[str]:
    """The warnings about a question's answer: one for each kind, with its passages."""
    for kind in AsideKind:
        own = [aside for aside in asides if aside.kind is kind]
        if not own or (kind is AsideKind.COPIED and not _mostly(own, reading)):
            continue
        passages = (revealed(reading.raw[slice(*span)]) for span in _apart(own))
        yield _(_TOLD[kind]).format(number=number, quote=short(" … ".join(passages)))


def _apart(asides: Iterable[Aside]) -> Iterator[tuple[int, int]]:
    """The first spans of the asides, in order, without those that lie within one before."""
    reached = 0
    for span in islice(sorted({aside.span for aside in asides}), _MOST_TOLD):
        if span[1] > reached:
            reached = span[1]
            yield span


def _mostly(asides: Iterable[Aside], reading: Reading) -> bool:
    tokens = {token for aside in asides for token in aside.tokens}
    return len(tokens) >= _MOSTLY * len(reading.tokens)


def _prompts(case: Case) -> Iterator[str]:
    def introductions(parts: Iterable[Part]) -> Iterator[str]:
        for part in parts:
            yield part.introduction or ""
            yield from introductions(part.parts)

    yield case.context
    yield from introductions(case.parts)
    for question in case.questions():
        yield question.prompt


def _documents(case: Case) -> Iterator[str]:
    for document in case.documents:
        if isinstance(document, TextDocument):
            yield document.body
        elif isinstance(document, FigureDocument):
            yield document.alternative
