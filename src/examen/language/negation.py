"""Negation: which words of an answer are denied, and by which word.

A cue ("pas", "sans", "interdit") denies the words in its scope, which ends with its clause. Two
cues over the same word cancel out: "il est interdit d'écrire sans consentement" asks for consent.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice

from examen.language import negation_en, negation_fr
from examen.language.clauses import NE, SUBJECTS, THAT, clauses
from examen.language.reading import Reading, Token, Unit
from examen.language.recent import MOST
from examen.language.words import Word


@dataclass(frozen=True, slots=True)
class Negation:
    """A cue and the tokens it denies (indices in the reading).

    Attributes:
        governs: those that it stands right before ("sans consentement"), whose denial turns
            whatever they belong to.
        supposed: whether it stands in a condition, "si le nom ne correspond pas".
    """

    cue: int
    scope: Sequence[int]
    governs: Sequence[int] = ()
    supposed: bool = False


_OF = frozenset(["de", "d"])
_OF_A_LACK = _OF | {"assez"}
_LACKS = frozenset("aucun aucune sans absence".split())
_RELATIVES = frozenset("qui que qu dont ou si lorsque lorsqu quand".split())
_OPPOSING = frozenset(["alors", "tandis"])
_SUPPOSING = frozenset(["si", "s"])
_POINTING = frozenset("ce cet cette ces cela ca celui-ci celle-ci".split())
_POINTING_AT = frozenset("ce cet cette ces".split())
_PERSONS = frozenset("moi toi lui elle nous vous eux elles".split())
_GIVING_UP = frozenset(["renoncer", "cesser", "abstenir", "empecher"])  # said of their subject
_PRONOUNS = frozenset("qui que qu dont".split())
# What takes up a whole sentence, in lemmas: "cette mesure est facultative".
_THINGS = frozenset(
    """
    action affirmation chose condition demarche element etape exigence facon formalite idee
    indicateur indication information mention mesure methode obligation option phrase point
    precaution procedure proposition raison regle reponse solution
    """.split()
)
VERDICTS = frozenset(
    """
    besoin necessaire utile obligatoire important importance interet utilite interessant pertinent
    valable possible peine question cas recommande conseille souhaitable indispensable objet note
    evaluation
    """.split()
)
# What is said of a sentence that "ce" takes up: forms and lemmas.
_JUDGED = VERDICTS | frozenset(
    """
    autoriser conforme correct exact exige juste legal obligation pertinent permettre prevu requis
    vrai sense
    """.split()
)
_VALUES = frozenset("interet importance utilite utile obligatoire necessaire important".split())
_NEAR = 9  # words of what goes on that are looked at
_MOST_CUES = 50  # in a sentence; each may deny all of it, and hostile ones are nothing but cues


@lru_cache(maxsize=MOST)
def may_deny(word: Word, language: str) -> bool:
    """Whether a word denies in some texts; what stands around it decides in each."""
    if language == "en":
        return negation_en.may_deny(word)
    return negation_fr.may_deny(word)


def negations(reading: Reading) -> list[Negation]:
    """All cues of an answer with their scopes, in order; words that strengthen a cue count once."""
    tokens, language = reading.tokens, reading.language
    cues = frozenset(n for n, token in enumerate(tokens) if may_deny(token.word, language))
    if not cues:
        return []
    if language == "en":
        return [
            Negation(*denial)
            for unit in reading.units
            if not cues.isdisjoint(unit.tokens)
            for denial in islice(_english(reading, unit), _MOST_CUES)
        ]
    return _negations(reading, cues)


def _english(reading: Reading, unit: Unit) -> Iterator[tuple[int, Sequence[int], Sequence[int]]]:
    for clause in clauses(reading, unit):
        yield from negation_en.denials(reading.tokens, clause)


def _negations(reading: Reading, cues: frozenset[int]) -> list[Negation]:
    """The French cues with their scopes, among the tokens that may be one."""
    tokens = reading.tokens
    found: list[Negation] = []
    before: Unit | None = None
    for unit in reading.units:
        if not unit.tokens:
            continue
        last, before = before, unit
        if cues.isdisjoint(unit.tokens):
            continue
        back = last.tokens if last and _points_back(tokens, unit, last) else ()
        earlier: list[int] = []
        most = len(found) + _MOST_CUES
        for clause in clauses(reading, unit):
            denials = negation_fr.denials(tokens, clause, cues)
            for denial in islice(denials, most - len(found)):
                scope = denial.scope
                if back and denial.reach is negation_fr.Reach.CLAUSE:
                    # Once: "ce lien est facultatif et on n'est pas obligé" denies it, twice over.
                    scope, back = sorted({*back, *clause}), ()
                elif _is_verdict(reading, unit, clause, denial.at):
                    # "Formation à la vente, pas besoin": a bare verdict is on what stands before.
                    scope = sorted({*earlier, *clause})
                supposed = tokens[clause[0]].word.folded in _SUPPOSING
                found.append(Negation(clause[denial.at], scope, denial.governs, supposed))
            earlier += clause
    return found


def _is_verdict(reading: Reading, unit: Unit, clause: list[int], at: int) -> bool:
    """Whether a clause says nothing but a denial: "pas besoin", "inutile", "pas à évaluer"."""
    words = [reading.tokens[index].word for index in clause]
    if _goes_on(words) or not _GIVING_UP.isdisjoint(words[at].lemmas):
        return False
    if _is_one_word(words) and _answers(reading, unit, clause[-1]):
        return False
    if unit.cells:
        opens = all(word.stop for word in words[:at]) and not _has_object(words, at)
        return opens and len(unit.cells) == 2 and clause[0] >= _first_of_cell(reading, unit, 1)
    told = [word.folded for n, word in enumerate(words) if n != at and not word.stop]
    if not told and _names(words, at):
        return False
    if words[0].folded in SUBJECTS and told[:1] and told[0] in _VALUES:
        return True  # "il n'a pas d'intérêt pour un e-mailing"
    return all(word in VERDICTS for word in told)


def _goes_on(words: Sequence[Word]) -> bool:
    """Whether a clause only adds to the one before: "même si rien ne presse", "alors que non"."""
    first, second = words[0].folded, words[1].folded if len(words) > 1 else ""
    return first in _RELATIVES or (first in _OPPOSING and second in THAT)


def _names(words: Sequence[Word], at: int) -> bool:
    """Whether a word denies by name what no dictionary tells: "et non à lui", "pas vous"."""
    after = words[at + 1].folded if at + 1 < len(words) else ""
    return bool(after) and (words[at].folded == "non" or after in _OF or after in _PERSONS)


def _is_one_word(words: Sequence[Word]) -> bool:
    """Whether a clause is a word, or a word behind "et"."""
    return len(words) == 1 or (len(words) == 2 and words[0].folded == "et")


def _answers(reading: Reading, unit: Unit, at: int) -> bool:
    """Whether a "non" judges nothing: "non, le refus n'est pas définitif", "oui / non"."""
    forms = reading.forms
    after = forms[at + 1 : min(at + 1 + _NEAR, unit.tokens[-1] + 1)]
    chosen = at > unit.tokens[0] and forms[at - 1] == "oui"
    return forms[at] == "non" and (chosen or not NE.isdisjoint(after))


def _has_object(words: Sequence[Word], at: int) -> bool:
    """Whether a word denies a thing of its own, "pas de devis", and judges nothing else by it."""
    after = words[at + 1 :]
    told = next((word.folded for word in after if not word.stop), None)
    of = bool(after) and after[0].folded in _OF_A_LACK
    return told not in {None, *VERDICTS} and (of or words[at].folded in _LACKS)


def _first_of_cell(reading: Reading, unit: Unit, cell: int) -> int:
    """The first token of a row's cell."""
    start, _end = unit.cells[cell]
    return next(i for i in unit.tokens if reading.tokens[i].start >= start or i == unit.tokens[-1])


def _points_back(tokens: list[Token], unit: Unit, last: Unit) -> bool:
    """Whether a sentence judges the one before: "Ce lien est facultatif", "Ce n'est pas utile"."""
    first, *more = (tokens[index].word for index in unit.tokens[:_NEAR])
    if first.folded not in _POINTING or (more and more[0].folded in _PRONOUNS):
        return False
    if first.folded in _POINTING_AT and more and not more[0].stop:
        taken_up = {lemma for index in last.tokens for lemma in tokens[index].word.lemmas}
        return not taken_up.isdisjoint(more[0].lemmas) or not _THINGS.isdisjoint(more[0].lemmas)
    told = next((word for word in more if not word.stop and word.folded not in SUBJECTS), None)
    return told is None or told.folded in _JUDGED or not _JUDGED.isdisjoint(told.lemmas)
