"""What opens a clause in English, and which of its words deny, how far.

Like its French counterpart, a word that denies does so within its clause.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from examen.language.reading import Token
from examen.language.words import Word

_BOTH_WAYS = frozenset("not never hardly barely scarcely nobody none neither".split())
_TO_THE_RIGHT = frozenset("no without nor".split())
_LEMMAS_BOTH_WAYS = frozenset(
    "forbid prohibit impossible unnecessary useless pointless optional".split()
)
_LEMMAS_TO_THE_RIGHT = frozenset(
    "fail avoid forget omit neglect refuse prevent stop lack absence failure".split()
)
_CUES = _BOTH_WAYS | _TO_THE_RIGHT
_LEMMAS = _LEMMAS_BOTH_WAYS | _LEMMAS_TO_THE_RIGHT
_INSISTING = frozenset("forget fail hesitate omit neglect miss".split())
_LIMITED = frozenset("only just merely doubt later sooner more fewer less longer".split())
_LIMITED_AFTER_NO = _LIMITED - {"more", "longer"}  # "no longer wants", "no more calls" deny
_GOVERNING = frozenset("no without neither nor".split())
_GOVERNED = 3
_LONGEST_FORWARD = 9
_BOUNDARIES = frozenset(
    """
    although as because but however if otherwise since so then though unless until when where
    whereas which while who whom whose
    """.split()
)
MAY_OPEN = _BOUNDARIES | {"and", "or"}
_SUBJECTS = frozenset("he i it she they we you do does did is are was were has have".split())


def may_deny(word: Word) -> bool:
    """Whether a word denies in some texts; what stands around it decides in each."""
    return word.folded in _CUES or not _LEMMAS.isdisjoint(word.lemmas)


def opens_clause(forms: Sequence[str], index: int) -> bool:
    """Whether the word at `index` opens a clause by itself."""
    form = forms[index]
    if form in {"and", "or"}:
        return any(ahead in _SUBJECTS for ahead in forms[index + 1 : index + 2])
    return form in _BOUNDARIES


def denials(
    tokens: list[Token], clause: Sequence[int]
) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
    """The words of a clause that deny: the cue, the tokens denied, those it stands right before."""
    denied = False  # "not … nor", "never … any": what follows only strengthens
    for at, index in enumerate(clause):
        word = tokens[index].word
        following = tokens[clause[at + 1]].word.folded if at + 1 < len(clause) else ""
        if _insists(tokens, clause, at) or following in (
            _LIMITED_AFTER_NO if word.folded == "no" else _LIMITED
        ):
            continue
        ahead = clause[at + 1 : at + 1 + _LONGEST_FORWARD]
        governs = ahead[:_GOVERNED] if word.folded in _GOVERNING else ()
        if word.folded in _BOTH_WAYS or not _LEMMAS_BOTH_WAYS.isdisjoint(word.lemmas):
            denied = True
            yield index, clause, governs
            continue
        strengthens = denied and word.folded == "nor"
        right = word.folded in _TO_THE_RIGHT or not _LEMMAS_TO_THE_RIGHT.isdisjoint(word.lemmas)
        if right and not strengthens:
            yield index, ahead, governs


def _insists(tokens: list[Token], clause: Sequence[int], at: int) -> bool:
    """Whether a word is part of "do not forget", whose two denials make one insistence."""
    near = [tokens[index].word for index in clause[max(0, at - 2) : at + 3]]
    own = tokens[clause[at]].word
    if own.folded in {"not", "never"}:
        return any(not _INSISTING.isdisjoint(word.lemmas) for word in near)
    denied = any(word.folded in {"not", "never"} for word in near)
    return denied and not _INSISTING.isdisjoint(own.lemmas)
