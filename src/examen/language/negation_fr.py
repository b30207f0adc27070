"""Which words of French deny, and how far within their clause."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import takewhile
from typing import NamedTuple

from examen.language.clauses import INFINITIVES, NE, THAT
from examen.language.french import french
from examen.language.reading import Token
from examen.language.words import Word


class Reach(Enum):
    """How far a cue's scope goes within its clause."""

    CLAUSE = "both ways"
    FORWARD = "to the right"
    NEXT = "the next word"


_WITH_NE = frozenset(["plus", "rien", "personne", "guere", "point"])
_NOBODY = frozenset(["personne", "rien", "nul", "nulle"])
_BEFORE_NOBODY = frozenset("que qu et ou mais si car puisque comme quand alors donc".split())
_ALONE = {
    "pas": Reach.CLAUSE,
    "jamais": Reach.CLAUSE,
    "aucun": Reach.CLAUSE,
    "aucune": Reach.CLAUSE,
    "nullement": Reach.CLAUSE,
    "aucunement": Reach.CLAUSE,
    "ni": Reach.FORWARD,
    "non": Reach.NEXT,
}
_LEMMAS = {
    "eviter": Reach.FORWARD,
    "empecher": Reach.FORWARD,
    "abstenir": Reach.FORWARD,
    "oublier": Reach.FORWARD,
    "negliger": Reach.FORWARD,
    "omettre": Reach.FORWARD,
    "renoncer": Reach.FORWARD,
    "cesser": Reach.FORWARD,
    "interdire": Reach.CLAUSE,
    "interdiction": Reach.FORWARD,
    "inutile": Reach.CLAUSE,
    "impossible": Reach.CLAUSE,
    "absence": Reach.FORWARD,
    "deconseiller": Reach.CLAUSE,
    "proscrire": Reach.CLAUSE,
    "facultatif": Reach.CLAUSE,
}
# "ne pas oublier de", "n'hésitez pas à": to deny these is to insist.
_INSISTING = frozenset(["oublier", "hesiter", "manquer", "negliger", "omettre"])
# "Ils oublient leur rendez-vous": what is one's own is there, forgotten or not.
_OWN = frozenset("mon ma mes ton ta tes son sa ses notre nos votre vos leur leurs".split())
_ADVERBS = frozenset("pas jamais plus guere nullement aucunement".split())
_OF = frozenset(["de", "d"])
_COMPARING = frozenset(["plus", "moins"])
_BEFORE_A_STEP = frozenset("faux un le ce son premier grand chaque".split())  # "un faux pas"
_ELIDED = frozenset(["besoin", "aucun", "aucune", "rien", "personne"])  # "plus besoin de"
_QUALIFYING = frozenset(["inutile", "impossible", "facultatif"])
_AVOIDED = frozenset(["eviter", "bannir", "proscrire"])
_CUES = frozenset(["sans", *_WITH_NE, *_NOBODY, *_ALONE, *_AVOIDED])
_STRENGTHENING = frozenset(["aucun", "aucune", "rien", "plus", "jamais", "personne"])
_GOVERNING = frozenset(["sans", "aucun", "aucune", "ni", "interdire", "eviter", "empecher"])
_GOVERNED = 3
# "Sans attendre", "sans délai": how it is done; what else is done is not denied.
_MANNERS = frozenset(
    """
    attendre tarder traine hesiter faute delai doute cesse arret probleme souci exception retard
    conteste compter oublier parler
    """.split()
)
# What "sans" and a noun say ends here: "sans frais à tout moment", "sans accord pour un envoi".
_PAST_A_NOUN = frozenset(
    """
    a au aux pour par dans en sur chez des apres avant pendant avec lors depuis jusque jusqu
    """.split()
)
_RESTRICTION = frozenset(["seulement", "uniquement", "simplement", "que", "qu", "forcement"])
_GOVERNING_THAT = frozenset(
    """
    falloir vouloir souhaiter croire penser savoir dire signifier garantir prouver accepter attendre
    demander permettre
    """.split()
)
_ARTICLES = frozenset("le la l les un une".split())
_BEFORE_A_NOUN = frozenset(["sans", "ni"])
_OBJECTS = frozenset("le la l les lui leur y en me m te t se s nous vous".split())
_BEFORE_A_VERB = _OBJECTS | {"rien", "pas", "jamais"}  # "sans rien dire"
_LONGEST_FORWARD = 9


class Denial(NamedTuple):
    """A word of a clause that denies.

    Attributes:
        at: its position in the clause.
        scope: the tokens that it denies.
        governs: those of them that it stands right before.
    """

    at: int
    reach: Reach
    scope: Sequence[int]
    governs: Sequence[int]


def may_deny(word: Word) -> bool:
    """Whether a word denies in some texts; what stands around it decides in each."""
    return word.folded in _CUES or not _LEMMAS.keys().isdisjoint(word.lemmas)


def denials(tokens: list[Token], clause: list[int], cues: frozenset[int]) -> Iterator[Denial]:
    """The words of a clause that deny, among the tokens that may."""
    last, denied, without = -2, False, False
    for at, index in enumerate(clause):
        reach = _reach(tokens, clause, at) if index in cues else None
        if reach is None:
            continue
        form = tokens[index].word.folded
        # "sans aucun", "pas … ni": the second word only strengthens the first.
        strengthens = form in _STRENGTHENING and (at - last == 1 or without)
        if not strengthens and not (form == "ni" and denied):
            yield Denial(at, reach, *_scopes(tokens, clause, at, reach))
        if form == "sans":  # "sans que personne n'exige"
            without = _form(tokens, clause, at + 1) in THAT
        last = at
        denied = denied or reach is Reach.CLAUSE or form in _ADVERBS


def _form(tokens: list[Token], clause: list[int], at: int) -> str:
    """The word at a position of the clause as it is compared, empty beyond its ends."""
    return tokens[clause[at]].word.folded if 0 <= at < len(clause) else ""


def _reach(tokens: list[Token], clause: list[int], at: int) -> Reach | None:
    """How far the word at position `at` of the clause denies, None if it is no cue."""
    form, following = _form(tokens, clause, at), _form(tokens, clause, at + 1)
    with_ne = any(_form(tokens, clause, before) in NE for before in range(at - 5, at))
    insists = _insists(tokens, clause, at) and not _lack(tokens, clause, at)
    answers = form == "non" and at == 0 and _is_answered(tokens, clause)
    idle = form == "pas" and not _denies(tokens, clause, at, with_ne=with_ne)
    if insists or answers or idle:
        return None
    if form in _ADVERBS and _form(tokens, clause, at - 1) in NE:
        # "Menacer de ne pas livrer", but "un appel à ne pas passer".
        return Reach.CLAUSE if _form(tokens, clause, at - 2) == "a" else Reach.FORWARD
    nobody = following in NE and _is_nobody(tokens, clause, at)
    if nobody or form in _WITH_NE:
        restricts = _restricts(tokens, clause, at)
        denies = nobody or (with_ne and not restricts) or following in _ELIDED
        return Reach.CLAUSE if denies else None
    if form == "sans":
        manner = following in _MANNERS and _form(tokens, clause, at + 2) not in _OF
        return Reach.NEXT if manner else Reach.FORWARD
    if form in _ALONE:
        return None if _restricts(tokens, clause, at) else _ALONE[form]
    return _reach_of_lemma(tokens, clause, at)


def _restricts(tokens: list[Token], clause: list[int], at: int) -> bool:
    """Whether a denial only restricts: "pas que des avantages"; not "il ne faut pas qu'il paie"."""
    following = _form(tokens, clause, at + 1)
    if following in THAT and at:
        return _GOVERNING_THAT.isdisjoint(tokens[clause[at - 1]].word.lemmas)
    return following in _RESTRICTION


def _is_nobody(tokens: list[Token], clause: list[int], at: int) -> bool:
    """Whether a word before "ne" is the subject: "personne n'a signé", not "la personne n'a"."""
    subject = at == 0 or _form(tokens, clause, at - 1) in _BEFORE_NOBODY
    return subject and _form(tokens, clause, at) in _NOBODY


def _is_answered(tokens: list[Token], clause: list[int]) -> bool:
    """Whether "non" only answers, before a fact or a denial: "non interdit", "non 10 secondes"."""
    following = tokens[clause[1]].word if len(clause) > 1 else None
    if following is None:
        return False
    return following.folded.isdigit() or not _LEMMAS.keys().isdisjoint(following.lemmas)


def _denies(tokens: list[Token], clause: list[int], at: int, *, with_ne: bool) -> bool:
    """Whether "pas" denies: it does not in "un faux pas" and "douze heures, pas plus"."""
    step = _form(tokens, clause, at - 1) in _BEFORE_A_STEP
    return not step and (with_ne or _form(tokens, clause, at + 1) not in _COMPARING)


def _reach_of_lemma(tokens: list[Token], clause: list[int], at: int) -> Reach | None:
    """How far a word denies that does so in all its forms."""
    word = tokens[clause[at]].word
    before, following = _form(tokens, clause, at - 1), _form(tokens, clause, at + 1)
    lemma = next((lemma for lemma in sorted(word.lemmas) if lemma in _LEMMAS), None)
    if word.folded in _AVOIDED and before == "a":
        return Reach.CLAUSE  # "le téléphone est à éviter"
    if lemma in _QUALIFYING and at and following not in _OF:
        # "Des appels inutiles" denies nothing.
        return _LEMMAS[lemma] if tokens[clause[at - 1]].word.stop else None
    if lemma == "interdire" and before in _OBJECTS:
        return Reach.FORWARD  # "le secret me l'interdit"
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
    if tokens[clause[at]].word.folded not in _ADVERBS:
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


def _scopes(
    tokens: list[Token], clause: list[int], at: int, reach: Reach
) -> tuple[Sequence[int], Sequence[int]]:
    """The tokens that a cue denies, and those among them that it governs."""
    if reach is Reach.NEXT:
        return clause[at + 1 : at + 2], clause[at + 1 : at + 2]
    ahead = clause[at + 1 : at + 1 + _LONGEST_FORWARD]
    if _form(tokens, clause, at) == "ni":  # each "ni" has its own part
        ahead = list(takewhile(lambda index: tokens[index].word.folded != "ni", ahead))
    if _form(tokens, clause, at) in _BEFORE_A_NOUN:
        ahead = _lacking(tokens, ahead)
    lack = _lack(tokens, clause, at)
    if lack:
        return lack, lack
    word = tokens[clause[at]].word
    governing = word.folded in _GOVERNING or not _GOVERNING.isdisjoint(word.lemmas)
    governs = ahead[:_GOVERNED] if governing else ()
    return (clause[_said_that(tokens, clause, at) :] if reach is Reach.CLAUSE else ahead), governs


def _said_that(tokens: list[Token], clause: list[int], at: int) -> int:
    """Where what a verb says begins: "vérifier que le compte n'est pas piraté" asks to check."""
    for start in range(at - 1, 0, -1):
        if _form(tokens, clause, start) in THAT:
            before = tokens[clause[start - 1]].word
            told = before.folded.endswith(INFINITIVES) and _is_verb(before)
            return start if told else 0
    return 0


def _lacking(tokens: list[Token], ahead: Sequence[int]) -> list[int]:
    """What "sans" is said of: "sans frais le médiateur" is about the costs alone."""
    words = [tokens[index].word for index in ahead]
    first = next((word for word in words if word.folded not in _BEFORE_A_VERB), None)
    if first is None or first.folded in THAT or _is_verb(first):
        return list(ahead)
    for at in range(1, len(words)):
        form, before = words[at].folded, words[at - 1]
        article = form in _ARTICLES and before.folded not in _OF and not before.stop
        if form in _PAST_A_NOUN or article or _is_verb(words[at]):
            return list(ahead[:at])
    return list(ahead)


def _is_verb(word: Word) -> bool:
    infinitive = word.folded.endswith(INFINITIVES) and french().may_be_verb(word.folded)
    return infinitive or french().is_only_verb(word)
