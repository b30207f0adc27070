"""Opposites: words of which one says the contrary of the other, "gagner" and "perdre".

Two statements that differ by one such word contradict each other. The pairs are ours, limited to
what exams say of measures, duties, gains and people; each side is a list of folded lemmas that
mean about the same.
"""

from __future__ import annotations

from functools import cache

# Of degree or quality: they oppose each other only when said of the very same thing.
_DEGREES = (
    (
        "fort eleve haut bon bien meilleur excellent positif superieur performant satisfaisant",
        "faible bas mauvais mal pire mediocre negatif inferieur insuffisant decevant",
    ),
    ("facilement aisement", "mal difficilement peine"),
    ("plus davantage beaucoup nombreux", "moins peu"),
    ("augmenter accroitre ameliorer monter progresser", "diminuer reduire baisser degrader"),
    ("augmentation hausse amelioration progression", "diminution baisse reduction degradation"),
    ("grand long", "petit court"),
    ("high good great strong better more", "low bad poor weak worse less"),
    ("increase improve raise", "decrease reduce lower"),
)
_KINDS = (
    ("gagner gain economiser economie", "perdre perte gaspiller"),
    ("economie economiser rentable rentabilite", "cher couteux deficitaire"),
    ("rapprocher proche proximite", "eloigner loin eloignement distance"),
    ("faciliter simplifier facile simple", "compliquer complexifier difficile complique"),
    ("obligatoire necessaire indispensable imperatif", "facultatif inutile optionnel superflu"),
    ("autoriser permettre permis", "interdire empecher interdit illegal"),
    ("utile pertinent", "inutile"),
    ("possible", "impossible"),
    ("rapide rapidement vite accelerer", "lent lentement ralentir"),
    ("payant", "gratuit gratuitement"),
    ("avantage atout", "inconvenient handicap"),
    ("fidele fideliser fidelite", "infidele volatil"),
    ("actif motive dynamique implique", "inactif demotive passif"),
    ("autonome autonomie", "dependant dependre dependance"),
    ("securiser fiable", "dangereux risque"),
    ("atteindre depasser", "manquer"),
    ("inclure couvrir", "exclure"),
    ("montrer afficher", "cacher masquer dissimuler"),
    ("gain save", "lose waste"),
    ("allow", "forbid prevent"),
    ("mandatory necessary required", "optional useless unnecessary"),
)


@cache
def _opposites() -> dict[str, frozenset[str]]:
    table: dict[str, set[str]] = {}
    for one, other in (*_DEGREES, *_KINDS):
        for these, those in ((one, other), (other, one)):
            for lemma in these.split():
                table.setdefault(lemma, set()).update(those.split())
    return {lemma: frozenset(others) for lemma, others in table.items()}


@cache
def _degrees() -> frozenset[str]:
    return frozenset(lemma for pair in _DEGREES for side in pair for lemma in side.split())


def opposites(lemma: str) -> frozenset[str]:
    """The folded lemmas that say the contrary of a folded lemma; empty if none is known."""
    return _opposites().get(lemma, frozenset())


def tells_degree(lemma: str) -> bool:
    """Whether a folded lemma only grades something: "fort", "plus", "augmenter"."""
    return lemma in _degrees()
