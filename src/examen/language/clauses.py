"""Clauses: the parts of a sentence within which a denial reaches."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise

from examen.language import negation_en
from examen.language.reading import Reading, Unit

_Opens = Callable[[Sequence[str], int], bool]

NE = frozenset(["ne", "n"])
THAT = frozenset(["que", "qu"])
INFINITIVES = ("er", "ir", "re")
SUBJECTS = frozenset("ne n il elle on ils elles nous vous je j ce c cela ca tu".split())
_CONJUNCTIONS = frozenset(
    """
    mais car or puisque puisqu parce toutefois neanmoins qui dont ou
    lorsque lorsqu quand si afin tandis sinon
    """.split()
)
_CONCLUDING = frozenset("donc alors cependant pourtant".split())
_CLOSING = frozenset("pas plus jamais rien guere aucun aucune".split())  # what "ne" waits for
_BEFORE_THAT = frozenset("tant vu avant apres des depuis pendant pour moins".split())
# "Et ne facilite pas", "et il conclut", "et pas de découvert": what opens a clause after "et".
_AFTER_AND = SUBJECTS | {"pas", "non", "aucun", "aucune", "jamais"}
# "Et la banque doit" opens a clause; "et la carte sont" goes on with a second subject.
_ONE = frozenset("le la l un une son sa ce cet cette".split())
_OF_ONE = frozenset("doit peut est".split())
_NO_INFINITIVES = frozenset("autre contre entre notre votre outre".split())
# A subject opens a clause by itself in hasty writing: "ça va pas elle conclut mal".
_BARE_SUBJECTS = frozenset("il elle on ils elles".split())
_BEFORE_NO_SUBJECT = frozenset(
    "que qu avec pour chez a de d par sans contre sur entre comme t et ou ne".split()
)
# A pronoun that may be an object does so only after a condition.
_SPEAKERS = frozenset("vous nous je j tu".split())
_BEFORE_NO_SPEAKER = _BEFORE_NO_SUBJECT | frozenset(
    "je j tu il elle on ils elles nous vous le la les l n m s pas plus jamais rien".split()
)
_CONDITIONS = frozenset("si s lorsque lorsqu quand tant".split())
_LONGEST_CONDITION = 12
# Verbs that go on with the sentence after a relative clause.
_AFTER_RELATIVES = frozenset(
    """
    sera seront est sont doit doivent peut peuvent devra devront pourra pourront va vont
    """.split()
)
_LONGEST_RELATIVE = 10
_PUNCTUATION = re.compile(r"[,;:()|.!?–→⇒\n\t]|[-=]>| [-/] ")
_WITHIN_CLAUSES = frozenset([" ", "'", "-"])  # most of what stands between two words


def clauses(reading: Reading, unit: Unit) -> Iterator[list[int]]:
    """The clauses of a unit, as lists of token indices."""
    text, tokens, forms = reading.text, reading.tokens, reading.forms
    english = reading.language == "en"
    opens = negation_en.opens_clause if english else _opens_clause
    may_open = negation_en.MAY_OPEN if english else _OPENERS.keys()
    clause: list[int] = []
    end = 0
    for index in unit.tokens:
        token = tokens[index]
        if clause:
            between = text[end : token.start]
            if (between not in _WITHIN_CLAUSES and _PUNCTUATION.search(between)) or (
                forms[index] in may_open and opens(forms, index)
            ):
                yield clause
                clause = []
        clause.append(index)
        end = token.end
    if clause:
        yield clause


def _opens_clause(forms: Sequence[str], index: int) -> bool:
    return _OPENERS[forms[index]](forms, index)


def _always(_forms: Sequence[str], _index: int) -> bool:
    return True


def _concludes(forms: Sequence[str], index: int) -> bool:
    """`il ne paie pas donc on relance`; but `l'exception ne joue donc pas` is one clause."""
    before = forms[max(0, index - 3) : index]
    begun = not NE.isdisjoint(before) and _CLOSING.isdisjoint(before)
    return not begun or _CLOSING.isdisjoint(forms[index + 1 : index + 2])


def _with_that(forms: Sequence[str], index: int) -> bool:
    """`tant que le client n'a pas signé`, `à moins qu'il`; but `moins que prévu` opens nothing."""
    that = not THAT.isdisjoint(forms[index + 1 : index + 2])
    return that and (forms[index] != "moins" or forms[index - 1] == "a")


def _and(forms: Sequence[str], index: int) -> bool:
    ahead = forms[index + 1 : index + 5]
    if not ahead:
        return False
    told = ahead[0] in _AFTER_AND or not NE.isdisjoint(ahead)
    new_subject = ahead[0] in _ONE and not _OF_ONE.isdisjoint(ahead[2:4])
    return told or new_subject or _other_step(forms, index)


def _other_step(forms: Sequence[str], index: int) -> bool:
    """Whether another thing is to be done than what is not: "ne pas valider et appeler"."""
    step = forms[index + 1]
    if not step.endswith(INFINITIVES) or step in _NO_INFINITIVES:
        return False
    before = forms[max(0, index - _LONGEST_CONDITION) : index]
    return any(pair == ("ne", "pas") for pair in pairwise(before))


def _subject(forms: Sequence[str], index: int) -> bool:
    return forms[index - 1] not in _BEFORE_NO_SUBJECT and forms[index - 1] not in _CONDITIONS


def _speaker(forms: Sequence[str], index: int) -> bool:
    """`si vous n'êtes pas d'accord vous pouvez`: the pronoun that ends a denied condition."""
    if forms[index - 1] in _BEFORE_NO_SPEAKER:
        return False
    before = forms[max(0, index - _LONGEST_CONDITION) : index]
    return "pas" in before and not _CONDITIONS.isdisjoint(before[: before.index("pas")])


def _after_relative(forms: Sequence[str], index: int) -> bool:
    """`le client qui n'a pas répondu sera relancé`: the verb that ends a denied relative clause."""
    before = forms[max(0, index - _LONGEST_RELATIVE) : index]
    if "qui" not in before:
        return False
    own = before[len(before) - 1 - before[::-1].index("qui") :]
    return "pas" in own[:-1] and _AFTER_RELATIVES.isdisjoint(own[own.index("pas") :])


def _participle(forms: Sequence[str], index: int) -> bool:
    """`les clients n'ayant pas répondu`."""
    return any(word.endswith("ant") for word in forms[index + 1 : index + 3])


def _if_he(forms: Sequence[str], index: int) -> bool:
    """`s'il`."""
    return forms[index + 1 : index + 2] in (["il"], ["ils"])


# The words that may open a clause, and what decides whether one does.
_OPENERS: Mapping[str, _Opens] = {
    **dict.fromkeys(_BEFORE_THAT, _with_that),
    **dict.fromkeys(_BARE_SUBJECTS, _subject),
    **dict.fromkeys(_SPEAKERS, _speaker),
    **dict.fromkeys(_AFTER_RELATIVES, _after_relative),
    **dict.fromkeys(NE, _participle),
    **dict.fromkeys(_CONJUNCTIONS, _always),
    **dict.fromkeys(_CONCLUDING, _concludes),
    "et": _and,
    "s": _if_he,
}
