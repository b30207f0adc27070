"""Word families: the verb of an action and its noun (désinscrire, désinscription).

Verbs that the dictionary knows are joined to nouns by the endings that French uses to name an
action after its verb; names of persons (vendeur) and adjectives stay apart.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

_SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Families:
    """How a language names an action after its verb.

    Attributes:
        endings: the endings of a noun and of its verb, folded.
        irregular: the nouns and verbs of families that no ending shows.
        apart: a noun and a verb that are alike by their endings alone.
        productive: endings of nouns that are made freely, and that dictionaries lack.
    """

    endings: tuple[tuple[str, str], ...]
    irregular: tuple[tuple[str, str], ...] = ()
    apart: frozenset[tuple[str, str]] = frozenset()
    productive: tuple[str, ...] = ()

    def relatives(self, lemma: str, parts: Callable[[str], Container[str]]) -> Iterator[str]:
        """The verbs of an action noun, and the nouns of a verb's action; all folded.

        Args:
            lemma: a folded lemma.
            parts: the parts of speech of which a folded form is a lemma.
        """
        for noun, verb in self.irregular:
            if lemma in {noun, verb}:
                yield verb if lemma == noun else noun
        verb_endings, noun_endings = _by_ending(self.endings)
        for verb in _swapped(lemma, verb_endings):
            if "verb" in parts(verb) and (lemma, verb) not in self.apart:
                yield verb
        if "verb" in parts(lemma):
            for noun in _swapped(lemma, noun_endings):
                known = noun.endswith(self.productive) or "noun" in parts(noun)
                if known and (noun, lemma) not in self.apart:
                    yield noun


_Endings = Mapping[str, Sequence[str]]


@cache
def _by_ending(pairs: tuple[tuple[str, str], ...]) -> tuple[_Endings, _Endings]:
    """The endings of verbs by that of a noun, and those of nouns by that of a verb."""
    verbs: dict[str, list[str]] = {}
    nouns: dict[str, list[str]] = {}
    for noun, verb in pairs:
        verbs.setdefault(noun, []).append(verb)
        nouns.setdefault(verb, []).append(noun)
    return verbs, nouns


def _swapped(word: str, endings: _Endings) -> Iterator[str]:
    """The word with each of its endings swapped for the others that the ending leads to."""
    for at in range(_SHORTEST_STEM, len(word) + 1):
        for other in endings.get(word[at:], ()):
            yield word[:at] + other


# Noun ending and verb ending, without accents: formation/former, réduction/réduire.
_ENDINGS = (
    ("ification", "ifier"),
    ("ication", "iquer"),
    ("ation", "er"),
    ("scription", "scrire"),
    ("ception", "cevoir"),
    ("uction", "uire"),
    ("ction", "ctionner"),
    ("osition", "oser"),
    ("ition", "ir"),
    ("ution", "uer"),
    ("ession", "esser"),
    ("clusion", "clure"),
    ("cision", "cider"),
    ("vision", "viser"),
    ("pression", "primer"),
    ("tention", "tenir"),
    ("vention", "venir"),
    ("issement", "ir"),
    ("ement", "er"),
    ("ement", "ir"),
    ("iement", "yer"),
    ("issage", "ir"),
    ("age", "er"),
    ("ature", "er"),
    ("ance", "er"),
    ("nte", "ndre"),
    ("rte", "rdre"),
    ("ponse", "pondre"),
    ("ueil", "ueillir"),
    ("e", "er"),
    ("el", "eler"),
    ("et", "eter"),
    ("il", "iller"),
    ("oi", "oyer"),
    ("ai", "ayer"),
    ("n", "ner"),
    ("t", "ter"),
    ("ort", "orter"),
    ("rd", "rder"),
    ("contre", "contrer"),
    ("aison", "er"),
    ("erture", "rir"),
)
# Families that no ending shows.
_IRREGULAR = (
    ("acces", "acceder"),
    ("achat", "acheter"),
    ("choix", "choisir"),
    ("clic", "cliquer"),
    ("decouverte", "decouvrir"),
    ("gain", "gagner"),
    ("gestion", "gerer"),
    ("oubli", "oublier"),
    ("pret", "preter"),
    ("preuve", "prouver"),
    ("progres", "progresser"),
    ("prospection", "prospecter"),
    ("refus", "refuser"),
    ("resolution", "resoudre"),
    ("retour", "retourner"),
    ("reussite", "reussir"),
    ("satisfaction", "satisfaire"),
    ("suivi", "suivre"),
)
# Nouns are made freely with these, and dictionaries lag behind: désinscription, remotivation.
_PRODUCTIVE = ("scription", "isation", "ivation")
# Alike by their endings alone.
_APART = frozenset(
    [
        ("age", "ager"),
        ("anime", "animer"),
        ("cause", "causer"),
        ("compte", "compter"),
        ("confirme", "confirmer"),
        ("conseil", "conseiller"),
        ("envoye", "envoyer"),
        ("fait", "faiter"),
        ("forme", "former"),
        ("interet", "interesser"),
        ("lieu", "lier"),
        ("marche", "marcher"),
        ("offre", "offrer"),
        ("oppose", "opposer"),
        ("parrain", "parrainer"),
        ("point", "pointer"),
        ("poste", "poster"),
        ("produit", "produire"),
        ("prospect", "prospecter"),
        ("entrain", "entrainer"),
        ("protege", "proteger"),
        ("raison", "rer"),
        ("signe", "signer"),
        ("site", "siter"),
        ("sport", "sporter"),
        ("terme", "termer"),
        ("test", "tester"),
        ("titre", "titrer"),
        ("valeur", "valoir"),
    ]
)

FRENCH = Families(_ENDINGS, _IRREGULAR, _APART, _PRODUCTIVE)
