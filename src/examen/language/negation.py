"""Negation: which words of an answer are denied, and by which word.

A cue ("pas", "sans", "interdit") denies the words in its scope, which ends with its clause. Two
cues over the same word cancel out: "il est interdit d'écrire sans consentement" asks for consent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from examen.language.reading import Reading, Token, Unit


class _Reach(Enum):
    """How far a cue's scope goes within its clause."""

    CLAUSE = "both ways"
    FORWARD = "to the right"
    NEXT = "the next word"


@dataclass(frozen=True, slots=True)
class Negation:
    """A cue and the tokens it denies (indices in the reading).

    `governs` are those that it stands right before ("sans consentement"), whose denial turns
    whatever they belong to.
    """

    cue: int
    scope: Sequence[int]
    governs: Sequence[int] = ()


_WITH_NE = frozenset(["plus", "rien", "personne", "guere", "point"])
_ALONE = {
    "pas": _Reach.CLAUSE,
    "jamais": _Reach.CLAUSE,
    "aucun": _Reach.CLAUSE,
    "aucune": _Reach.CLAUSE,
    "nullement": _Reach.CLAUSE,
    "aucunement": _Reach.CLAUSE,
    "ni": _Reach.FORWARD,
    "sans": _Reach.FORWARD,
    "non": _Reach.NEXT,
}
_LEMMAS = {
    "eviter": _Reach.FORWARD,
    "empecher": _Reach.FORWARD,
    "abstenir": _Reach.FORWARD,
    "oublier": _Reach.FORWARD,
    "negliger": _Reach.FORWARD,
    "omettre": _Reach.FORWARD,
    "hesiter": _Reach.FORWARD,
    "renoncer": _Reach.FORWARD,
    "cesser": _Reach.FORWARD,
    "interdire": _Reach.CLAUSE,
    "interdiction": _Reach.FORWARD,
    "inutile": _Reach.CLAUSE,
    "impossible": _Reach.CLAUSE,
    "absence": _Reach.FORWARD,
    "deconseiller": _Reach.CLAUSE,
    "proscrire": _Reach.CLAUSE,
    "facultatif": _Reach.CLAUSE,
}
_STRENGTHENING = frozenset(["aucun", "aucune", "rien", "plus", "jamais", "personne"])
_GOVERNING = frozenset(["sans", "aucun", "aucune", "ni"])
_GOVERNED = 3
_RESTRICTION = frozenset(["seulement", "uniquement", "simplement", "que", "qu", "forcement"])
_BOUNDARY_WORDS = frozenset(
    """
    mais car donc or puisque puisqu parce alors cependant pourtant toutefois neanmoins qui dont ou
    lorsque lorsqu quand si afin tandis sinon
    """.split()
)
# "et ne facilite pas", "et il conclut": what may open a clause after "et".
_SUBJECTS = frozenset("ne n il elle on ils elles nous vous je j ce c cela ca tu".split())
# A subject opens a clause by itself in hasty writing: "ça va pas elle conclut mal".
_BARE_SUBJECTS = frozenset("il elle on ils elles".split())
_BEFORE_NO_SUBJECT = frozenset(
    "que qu avec pour chez a de d par sans contre sur entre comme t et ou ne".split()
)
_PUNCTUATION = re.compile(r"[,;:()|.!?–\n]")
_LONGEST_FORWARD = 9


def _clauses(reading: Reading, unit: Unit) -> Iterator[list[int]]:
    """The clauses of a unit, as lists of token indices."""
    clause: list[int] = []
    tokens = reading.tokens
    for index in unit.tokens:
        if clause:
            between = reading.text[tokens[clause[-1]].end : tokens[index].start]
            if _PUNCTUATION.search(between) or _opens_clause(tokens, index):
                yield clause
                clause = []
        clause.append(index)
    if clause:
        yield clause


def _opens_clause(tokens: list[Token], index: int) -> bool:
    form = tokens[index].word.folded
    if form in _BOUNDARY_WORDS:
        return True
    following = tokens[index + 1].word.folded if index + 1 < len(tokens) else ""
    if form in {"et", "ou"}:
        return following in _SUBJECTS
    if form in _BARE_SUBJECTS:
        return tokens[index - 1].word.folded not in _BEFORE_NO_SUBJECT
    return form == "s" and following in {"il", "ils"}


def _reach(tokens: list[Token], clause: list[int], at: int) -> _Reach | None:
    """How far the word at position `at` of the clause denies, None if it is no cue."""
    word = tokens[clause[at]].word
    following = tokens[clause[at + 1]].word.folded if at + 1 < len(clause) else ""
    if word.folded in _WITH_NE:
        before = {tokens[index].word.folded for index in clause[max(0, at - 5) : at]}
        return _Reach.CLAUSE if before & {"ne", "n"} else None
    if word.folded in _ALONE:
        return None if following in _RESTRICTION else _ALONE[word.folded]
    for lemma in word.lemmas:
        if lemma in _LEMMAS:
            return _LEMMAS[lemma]
    return None


def negations(reading: Reading) -> list[Negation]:
    """All cues of an answer with their scopes, in order; words that strengthen a cue count once."""
    found: list[Negation] = []
    for unit in reading.units:
        denied_row: list[int] = []
        for clause in _clauses(reading, unit):
            last = -2
            for at in range(len(clause)):
                reach = _reach(reading.tokens, clause, at)
                if reach is None:
                    continue
                # "sans aucun", "jamais rien": the second word only strengthens the first.
                if at - last == 1 and reading.tokens[clause[at]].word.folded in _STRENGTHENING:
                    continue
                last = at
                found.append(Negation(clause[at], *_scopes(reading.tokens, clause, at, reach)))
                if at == 0 and _fills_second_cell(reading, unit, clause[at]):
                    denied_row.append(len(found) - 1)
        # "Accueil | pas à évaluer": an only cell that begins with a denial denies its label.
        for index in denied_row:
            found[index] = Negation(found[index].cue, unit.tokens)
    return found


def _fills_second_cell(reading: Reading, unit: Unit, token: int) -> bool:
    """Whether a token opens the second cell of a row of two."""
    if len(unit.cells) != 2:
        return False
    start, end = unit.cells[1]
    at = reading.tokens[token].start
    return start <= at < end and not reading.text[start:at].strip()


def _scopes(
    tokens: list[Token], clause: list[int], at: int, reach: _Reach
) -> tuple[Sequence[int], Sequence[int]]:
    """The tokens that a cue denies, and those among them that it governs."""
    if reach is _Reach.NEXT:
        return clause[at + 1 : at + 2], clause[at + 1 : at + 2]
    ahead = clause[at + 1 : at + 1 + _LONGEST_FORWARD]
    governs = ahead[:_GOVERNED] if tokens[clause[at]].word.folded in _GOVERNING else ()
    return (clause if reach is _Reach.CLAUSE else ahead), governs
