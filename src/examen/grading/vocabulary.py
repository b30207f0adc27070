"""The words that an exam's rubrics look for, and which words of an answer can stand for them.

A term is one word or a few in a row. Every distinct word of the answers is compared with the
vocabulary once for the whole run: by lemma, then, if no dictionary knows it, by spelling.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from typing import NamedTuple

from examen.grading.sayings import DENIED, Key, said
from examen.grading.slips import Slips
from examen.language.antonyms import opposites, tells_degree
from examen.language.reading import Reader
from examen.language.recent import MOST, Recent
from examen.language.words import Word, fold
from examen.model.grade import Way
from examen.model.lexicon import Lexicon

SYNONYM_QUALITY = 0.97
FAMILY_QUALITY = 0.95
_SHORTEST_BEGINNING = 4  # letters of a word cut short without a dot
_LONGEST_EXPRESSION = 4  # telling words of an expression of the lexicons
# What may be left out of an alternative without changing what is meant.
_HARMLESS = frozenset(
    """
    le la les l un une des du de d au aux se s me m te t vous nous on il elle ils elles je tu
    mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs ce cet cette ces c que qu qui
    est sont ont a ne n pas lui y the a an of your their his her
    """.split()
)


@dataclass(frozen=True, slots=True)
class Term:
    """A word, or a few words in a row, that a rubric looks for.

    Attributes:
        denies: it counts only where it is denied: "ne conclut pas".
        fixed: nothing may stand between its words, grammatical ones included.
    """

    keys: tuple[Key, ...]
    denies: bool = False
    fixed: bool = False


@lru_cache(maxsize=MOST)
def as_compared(text: str) -> str:
    """A text in which capitals, accents and the kind of apostrophe make no difference."""
    return fold(text).replace("’", "'")


class Origin(NamedTuple):
    """Why a term stands in a group: the author's words, and the word that stands for them."""

    phrase: str
    word: str
    way: Way = Way.EXACT


@dataclass(frozen=True, slots=True, eq=False)
class Group:
    """Terms that are as good as each other, by number with their quality; the author's words.

    A vocabulary makes one group of one list of words, so that each is its own key. `exact` leads
    from the author's words, as they are compared, to how they are written.
    """

    terms: Mapping[int, float]
    text: str
    origins: Mapping[int, Origin]
    exact: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Opposites:
    """The terms that say the contrary of a group's; `degree` if it only grades something."""

    group: Group
    degree: bool


def _turned(term: Term) -> Iterator[Term]:
    """The term with each of its words that has a contrary replaced by it."""
    for at, key in enumerate(term.keys):
        contrary = frozenset().union(*map(opposites, key)) - key
        if contrary:
            yield replace(term, keys=(*term.keys[:at], contrary, *term.keys[at + 1 :]))


class Vocabulary:
    """All terms of an exam's rubrics, with the synonyms of its lexicons."""

    def __init__(self, reader: Reader, lexicons: Iterable[Lexicon] = ()) -> None:
        self.reader = reader
        self.terms: list[Term] = []
        self.groups: list[Group] = []
        self._numbers: dict[Term, int] = {}
        self._by_lemma: dict[str, list[tuple[int, int]]] = {}
        self._slips = Slips(reader.dictionary)
        self._places = Recent(self._find_places)
        self.lemmas = cache(self._lemmas)
        self.folded = cache(self._folded)
        # A rubric repeats its words and its lists of words: each is worked out once.
        self._said = said(reader, tuple(lexicons))
        self._term = cache(self._find_term)
        self._group = cache(self._find_group)
        self.opposites = cache(self._find_opposites)
        self.family = reader.dictionary.family

    def _lemmas(self, text: str) -> frozenset[str]:
        """The lemmas of a text's words, grammatical ones too."""
        meant = self.reader.dictionary.meant
        return frozenset(
            lemma
            for form, word in self.reader.forms(text)
            for lemma in (word.folded, *word.lemmas, *meant(form))
        )

    def _folded(self, text: str) -> tuple[str, ...]:
        """The words of a text as they are compared."""
        return tuple(word.folded for word in self.reader.words(text))

    def expression(self, text: str) -> Group:
        """The group of a fixed expression: all its words, grammatical ones included, in a row."""
        keys = tuple(
            frozenset((word.folded,)) if word.stop else self.reader.dictionary.meant(form)
            for form, word in self.reader.forms(text)
        )
        number = self.number(Term(keys, fixed=True))
        return self._made({number: 1.0}, text, {number: Origin(text, text)})

    def group(self, alternatives: Sequence[str], *, widen: bool = True) -> Group:
        """The group of these alternatives and, where allowed, their synonyms and families."""
        return self._group(tuple(alternatives), widen)

    def _find_group(self, alternatives: tuple[str, ...], widen: bool) -> Group:  # noqa: FBT001
        qualities: dict[int, float] = {}
        origins: dict[int, Origin] = {}
        for text in alternatives:
            for number in (self._term(text), *map(self._term, self._otherwise_written(text))):
                qualities[number] = 1.0
                origins.setdefault(number, Origin(text, text))
        if not widen:
            return self._made(qualities, " / ".join(alternatives), origins)
        for text in alternatives:
            for synonym, number in self._say_the_same(text):
                qualities.setdefault(number, SYNONYM_QUALITY)
                origins.setdefault(number, Origin(text, synonym, self._lexical(text, synonym)))
        for text in alternatives:
            for number in self._relatives(text):
                qualities.setdefault(number, FAMILY_QUALITY)
                origins.setdefault(number, Origin(text, text, Way.FAMILY))
        return self._made(qualities, " / ".join(alternatives), origins)

    def _otherwise_written(self, text: str) -> Iterator[str]:
        """The text with a compound taken apart, or put together: "assurance vie", "-vie"."""
        words = text.split()
        for at, word in enumerate(words):
            parts = word.split("-")
            if len(parts) > 1 and self._is_compound(parts):
                yield " ".join((*words[:at], *parts, *words[at + 1 :]))
        for at in range(len(words) - 1):
            if self._is_compound(words[at : at + 2]):
                yield " ".join((*words[:at], "-".join(words[at : at + 2]), *words[at + 2 :]))

    def _is_compound(self, forms: Sequence[str]) -> bool:
        """Whether words make one with a hyphen; "peut être" is not "peut-être"."""
        dictionary = self.reader.dictionary
        return not dictionary.analyse(forms[-1]).stop and dictionary.knows("-".join(forms))

    def _made(
        self, qualities: Mapping[int, float], text: str, origins: Mapping[int, Origin]
    ) -> Group:
        """A new group."""
        exact: dict[str, str] = {}
        for origin in origins.values():
            if origin.way is Way.EXACT:
                exact.setdefault(as_compared(origin.phrase), origin.phrase)
        group = Group(qualities, text, origins, exact)
        self.groups.append(group)
        return group

    def _say_the_same(self, text: str) -> Iterator[tuple[str, int]]:
        """The synonyms of a text with the numbers of their terms."""
        name = self._said.name(text)
        for synonym in self._said.synonyms.get(name, ()):
            yield synonym, self._term(synonym)
        if name[:1] == (DENIED,):  # "sans conseiller": "sans vendeur", not "vendeur"
            for synonym in self._said.synonyms.get(name[1:], ()):
                yield synonym, self.number(Term(self._said.keys(synonym), denies=True))

    def _lexical(self, text: str, synonym: str) -> Way:
        """Whether the lexicons join two texts as an acronym and its words, or as synonyms."""
        short = {self._said.name(text), self._said.name(synonym)} & self._said.acronyms
        return Way.ACRONYM if short else Way.SYNONYM

    def _find_opposites(self, group: Group) -> Opposites:
        """The terms of a group with one of their words turned into its contrary."""
        numbers: set[int] = set()
        degrees = False
        for number in group.terms:
            term = self.terms[number]
            degrees = degrees or any(tells_degree(lemma) for key in term.keys for lemma in key)
            if not term.denies:
                numbers.update(self.number(turned) for turned in _turned(term))
        contrary = self._made(dict.fromkeys(sorted(numbers), 1.0), group.text, {})
        return Opposites(contrary, degrees)

    def _relatives(self, text: str) -> Iterator[int]:
        """The terms of a single word's family."""
        term = self.terms[self._term(text)]
        if len(term.keys) == 1:
            for lemma in sorted(term.keys[0]):
                for relative in sorted(self.reader.dictionary.family(lemma)):
                    yield self.number(Term((frozenset((relative,)),), term.denies))

    def sentence(self, text: str) -> tuple[Group, ...]:
        """A group for each telling word of a sentence; expressions of the lexicons stay whole."""
        words = self._said.told(text)
        groups: dict[str, Group] = {}
        at = 0
        while at < len(words):
            length = self._known_expression(words[at : at + _LONGEST_EXPRESSION])
            forms = " ".join(form for form, _word, _denied in words[at : at + length])
            denied = any(denied for _form, _word, denied in words[at : at + length])
            groups[forms] = self._denied(self.group((forms,)), denied=denied)
            at += length
        return tuple(groups.values())

    def _known_expression(self, words: Sequence[tuple[str, Word, bool]]) -> int:
        """How many of the words make up the longest expression of the lexicons, at least one."""
        names = [min(self.reader.dictionary.meant(form)) for form, _word, _denied in words]
        compound = len(words) > 1 and self._is_compound([form for form, *_more in words[:2]])
        lengths = range(len(names), 1, -1)
        found = (n for n in lengths if tuple(names[:n]) in self._said.synonyms)
        return next(found, 2 if compound else 1)

    def _denied(self, group: Group, *, denied: bool) -> Group:
        """The group with all its terms denied, if `denied`."""
        if not denied:
            return group
        turned = {
            number: self.number(Term(self.terms[number].keys, denies=True))
            for number in group.terms
        }
        origins = {turned[number]: origin for number, origin in group.origins.items()}
        terms = {turned[number]: quality for number, quality in group.terms.items()}
        return self._made(terms, group.text, origins)

    def _find_term(self, text: str) -> int:
        keys = self._whole(text) or self._said.keys(text)
        if len(keys) > 1:
            keys = tuple(key | self._same_word(key) for key in keys)
        return self.number(Term(keys, self._said.denies(text)))

    def _whole(self, text: str) -> tuple[Key, ...]:
        """The keys of a text that grammatical words tell apart from its one telling word.

        "Dans le rouge" is not "rouge", nor "faire la queue" "queue"; empty for any other text.
        """
        if len(self._said.told(text)) != 1 or self._said.denies(text):
            return ()
        words = self.reader.forms(text)
        kept = [form for form, word in words if word.folded not in _HARMLESS]
        meant = self.reader.dictionary.meant
        return tuple(meant(form) for form in kept) if len(kept) > 1 else ()

    def _same_word(self, key: Key) -> Key:
        """The single words of the lexicons that say the same as one word of a term."""
        synonyms = self._said.synonyms.get((min(key),), ())
        names = map(self._said.name, synonyms)
        return frozenset(name[0] for name in names if len(name) == 1)

    def number(self, term: Term) -> int:
        """The number of a term, which enters the vocabulary if it is new."""
        number = self._numbers.get(term)
        if number is None:
            number = self._numbers[term] = len(self.terms)
            self.terms.append(term)
            self._places.clear()
            for position, key in enumerate(term.keys):
                for lemma in key:
                    self._slips.add(lemma)
                    self._by_lemma.setdefault(lemma, []).append((number, position))
        return number

    def places(self, word: Word) -> Sequence[tuple[int, int, float]]:
        """The terms that `word` can stand in: number, position, how surely.

        Found once for each distinct word of the copies.
        """
        return self._places[word]

    def _find_places(self, word: Word) -> tuple[tuple[int, int, float], ...]:
        return tuple(self._compare(word))

    def _compare(self, word: Word) -> Iterator[tuple[int, int, float]]:
        places = {place for lemma in word.lemmas for place in self._by_lemma.get(lemma, ())}
        places |= set(self._by_lemma.get(word.folded, ()))
        begun = self._slips.beginning(word.folded) if word.cut else {}
        if begun:
            certain = ((number, position, 1.0) for number, position in sorted(places))
            likely = (
                (number, position, quality)
                for lemma, quality in begun.items()
                for number, position in self._by_lemma[lemma]
                if (number, position) not in places
            )
            yield from (*certain, *likely)
            return
        if places or word.known or not word.folded.isalpha():
            yield from ((number, position, 1.0) for number, position in sorted(places))
            return
        like = self._slips.lemmas(word.folded, name=word.name)
        if not like and not word.name and len(word.folded) >= _SHORTEST_BEGINNING:
            like = self._slips.beginning(word.folded)  # "résil"
        for lemma, quality in like.items():
            for number, position in self._by_lemma[lemma]:
                yield number, position, quality
