"""Negation: which words of an answer are denied, and by which word.

A cue ("pas", "sans", "interdit") denies the words in its scope, which ends with its clause. Two
cues over the same word cancel out: "il est interdit d'écrire sans consentement" asks for consent.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import lru_cache
from itertools import islice, takewhile

from examen.language import negation_en
from examen.language.french import french
from examen.language.reading import Reading, Token, Unit
from examen.language.recent import MOST
from examen.language.words import Word


class _Reach(Enum):
    """How far a cue's scope goes within its clause."""

    CLAUSE = "both ways"
    FORWARD = "to the right"
    NEXT = "the next word"


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
# "ne pas oublier de", "n'hésitez pas à": to deny these is to insist.
_INSISTING = frozenset(["oublier", "hesiter", "manquer", "negliger", "omettre"])
# "Ils oublient leur rendez-vous": what is one's own is there, forgotten or not.
_OWN = frozenset("mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs".split())
_BESIDE_A_LACK = frozenset("pas jamais plus guere nullement aucunement".split())
_OF = frozenset(["de", "d"])
_OF_A_LACK = _OF | {"assez"}
_LACKS = frozenset("aucun aucune sans absence".split())
_BEFORE_A_STEP = frozenset("faux un le ce son premier grand chaque".split())  # "un faux pas"
_RELATIVES = frozenset("qui que qu dont ou si lorsque lorsqu quand".split())
_SUPPOSING = frozenset(["si", "s"])
_ELIDED = frozenset(["besoin", "aucun", "aucune", "rien", "personne"])  # "plus besoin de"
_QUALIFYING = frozenset(["inutile", "impossible", "facultatif"])
_AVOIDED = frozenset(["eviter", "bannir", "proscrire"])
_CUES = frozenset([*_WITH_NE, *_ALONE, *_AVOIDED])
_STRENGTHENING = frozenset(["aucun", "aucune", "rien", "plus", "jamais", "personne"])
_GOVERNING = frozenset(["sans", "aucun", "aucune", "ni", "interdire", "eviter", "empecher"])
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
# "Et la banque doit" opens a clause; "et la carte sont" goes on with a second subject.
_ONE = frozenset("le la l un une son sa ce cet cette".split())
_OF_ONE = frozenset("doit peut est".split())
# A subject opens a clause by itself in hasty writing: "ça va pas elle conclut mal".
_BARE_SUBJECTS = frozenset("il elle on ils elles".split())
_BEFORE_NO_SUBJECT = frozenset(
    "que qu avec pour chez a de d par sans contre sur entre comme t et ou ne".split()
)
_NE = frozenset(["ne", "n"])
_POINTING = frozenset("ce cet cette ces cela ca celui-ci celle-ci".split())
VERDICTS = frozenset(
    """
    besoin necessaire utile obligatoire important importance interet utilite interessant pertinent
    valable possible peine question cas recommande conseille souhaitable indispensable objet note
    evaluation
    """.split()
)
_VALUES = frozenset("interet importance utilite utile obligatoire necessaire important".split())
_MAY_OPEN = _BOUNDARY_WORDS | _BARE_SUBJECTS | _NE | {"et", "ou", "s"}
_PUNCTUATION = re.compile(r"[,;:()|.!?–\n\t]")
_WITHIN_CLAUSES = frozenset([" ", "'", "-"])  # most of what stands between two words
_LONGEST_FORWARD = 9
_MOST_CUES = 50  # in a sentence; each may deny all of it, and hostile ones are nothing but cues


@lru_cache(maxsize=MOST)
def may_deny(word: Word, language: str) -> bool:
    """Whether a word denies in some texts; what stands around it decides in each."""
    if language == "en":
        return negation_en.may_deny(word)
    return word.folded in _CUES or not _LEMMAS.keys().isdisjoint(word.lemmas)


def clauses(reading: Reading, unit: Unit) -> Iterator[list[int]]:
    """The clauses of a unit, as lists of token indices."""
    text, tokens, forms = reading.text, reading.tokens, reading.forms
    english = reading.language == "en"
    opens = negation_en.opens_clause if english else _opens_clause
    may_open = negation_en.MAY_OPEN if english else _MAY_OPEN
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
    form = forms[index]
    if form in _BOUNDARY_WORDS:
        return True
    ahead = forms[index + 1 : index + 5]
    if form in {"et", "ou"}:
        subject = ahead[:1] and (ahead[0] in _SUBJECTS or not _NE.isdisjoint(ahead))
        return bool(subject) or _is_new_subject(ahead)
    if form in _BARE_SUBJECTS:
        return forms[index - 1] not in _BEFORE_NO_SUBJECT
    if form in _NE:  # "les clients n'ayant pas répondu"
        return any(word.endswith("ant") for word in ahead[:2])
    return form == "s" and ahead[:1] in (["il"], ["ils"])


def _is_new_subject(words: Sequence[str]) -> bool:
    """Whether words are one noun with its own verb: "la banque doit"."""
    return bool(words) and words[0] in _ONE and not _OF_ONE.isdisjoint(words[2:4])


def _reach(tokens: list[Token], clause: list[int], at: int) -> _Reach | None:
    """How far the word at position `at` of the clause denies, None if it is no cue."""
    word = tokens[clause[at]].word
    form = word.folded
    following = tokens[clause[at + 1]].word.folded if at + 1 < len(clause) else ""
    if _insists(tokens, clause, at) and not _lack(tokens, clause, at):
        return None
    if form in _WITH_NE:
        before = {tokens[index].word.folded for index in clause[max(0, at - 5) : at]}
        denies = (before & _NE and following not in _RESTRICTION) or following in _ELIDED
        return _Reach.CLAUSE if denies else None
    if form in _ALONE:
        step = form == "pas" and at > 0 and tokens[clause[at - 1]].word.folded in _BEFORE_A_STEP
        return None if step or following in _RESTRICTION else _ALONE[form]
    lemma = next((lemma for lemma in sorted(word.lemmas) if lemma in _LEMMAS), None)
    if form in _AVOIDED and at and tokens[clause[at - 1]].word.folded == "a":
        return _Reach.CLAUSE  # "le téléphone est à éviter"
    if lemma in _QUALIFYING and at and following not in {"de", "d"}:
        before_it = tokens[clause[at - 1]].word
        return _LEMMAS[lemma] if before_it.stop else None  # "des appels inutiles" denies nothing
    forgotten = lemma == "oublier" and following in _OWN
    return _LEMMAS[lemma] if lemma and not forgotten else None


def _insists(tokens: list[Token], clause: list[int], at: int) -> bool:
    """Whether a word is part of "n'oubliez pas", whose two denials make one insistence."""
    near = [tokens[index].word for index in clause[max(0, at - 2) : at + 3]]
    if tokens[clause[at]].word.folded == "pas":
        return any(not _INSISTING.isdisjoint(word.lemmas) for word in near)
    insisting = not _INSISTING.isdisjoint(tokens[clause[at]].word.lemmas)
    return insisting and any(word.folded == "pas" for word in near)


def _lack(tokens: list[Token], clause: list[int], at: int) -> list[int]:
    """The verb that alone is denied in "ne manque pas de motivation": to deny the lack is praise.

    With an infinitive, "ne manquez pas de relancer" insists.
    """
    if tokens[clause[at]].word.folded not in _BESIDE_A_LACK:
        return []
    verbs = [at - 1, at + 1] if at + 1 < len(clause) else [at - 1]
    for verb in verbs:
        if verb < 0 or "manquer" not in tokens[clause[verb]].word.lemmas:
            continue
        after = max(at, verb) + 1
        ahead = [tokens[index].word for index in clause[after : after + 2]]
        if len(ahead) > 1 and ahead[0].folded in _OF and not french().is_only_verb(ahead[1]):
            return [clause[verb]]
    return []


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
        back = last.tokens if last and _points_back(tokens, unit) else ()
        earlier: list[int] = []
        most = len(found) + _MOST_CUES
        for clause in clauses(reading, unit):
            for at, reach in islice(_cues(tokens, clause, cues), most - len(found)):
                scope, governs = _scopes(tokens, clause, at, reach)
                if _is_verdict(reading, unit, clause, at):
                    # "Formation à la vente, pas besoin": a bare verdict is on what stands before.
                    scope = sorted({*earlier, *clause})
                elif back and reach is _Reach.CLAUSE:
                    # Once: "ce lien est facultatif et on n'est pas obligé" denies it, twice over.
                    scope, back = sorted({*back, *clause}), ()
                supposed = tokens[clause[0]].word.folded in _SUPPOSING
                found.append(Negation(clause[at], scope, governs, supposed))
            earlier += clause
    return found


def _cues(
    tokens: list[Token], clause: list[int], cues: frozenset[int]
) -> Iterator[tuple[int, _Reach]]:
    """The positions in the clause of the words that deny, with their reach."""
    last, everywhere = -2, False
    for at, index in enumerate(clause):
        reach = _reach(tokens, clause, at) if index in cues else None
        if reach is None:
            continue
        form = tokens[index].word.folded
        # "sans aucun", "pas … ni": the second word only strengthens the first.
        if not (at - last == 1 and form in _STRENGTHENING) and not (form == "ni" and everywhere):
            yield at, reach
        last = at
        everywhere = everywhere or reach is _Reach.CLAUSE


def _is_verdict(reading: Reading, unit: Unit, clause: list[int], at: int) -> bool:
    """Whether a clause says nothing but a denial: "pas besoin", "inutile", "pas à évaluer"."""
    words = [reading.tokens[index].word for index in clause]
    if words[0].folded in _RELATIVES:
        return False
    if unit.cells:
        opens = all(word.stop for word in words[:at]) and not _has_object(words, at)
        return opens and len(unit.cells) == 2 and clause[0] >= _first_of_cell(reading, unit, 1)
    told = [word.folded for n, word in enumerate(words) if n != at and not word.stop]
    if words[0].folded in _SUBJECTS and told[:1] and told[0] in _VALUES:
        return True  # "il n'a pas d'intérêt pour un e-mailing"
    return all(word in VERDICTS for word in told)


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


def _points_back(tokens: list[Token], unit: Unit) -> bool:
    """Whether a sentence takes up the one before: "Ce lien est facultatif"."""
    return tokens[unit.tokens[0]].word.folded in _POINTING


def _scopes(
    tokens: list[Token], clause: list[int], at: int, reach: _Reach
) -> tuple[Sequence[int], Sequence[int]]:
    """The tokens that a cue denies, and those among them that it governs."""
    if reach is _Reach.NEXT:
        return clause[at + 1 : at + 2], clause[at + 1 : at + 2]
    ahead = clause[at + 1 : at + 1 + _LONGEST_FORWARD]
    if tokens[clause[at]].word.folded == "ni":  # each "ni" has its own part
        ahead = list(takewhile(lambda index: tokens[index].word.folded != "ni", ahead))
    lack = _lack(tokens, clause, at)
    if lack:
        return lack, lack
    word = tokens[clause[at]].word
    governing = word.folded in _GOVERNING or not _GOVERNING.isdisjoint(word.lemmas)
    governs = ahead[:_GOVERNED] if governing else ()
    return (clause if reach is _Reach.CLAUSE else ahead), governs
