"""What texts of rubrics say: their telling words, and those that lexicons take for the same."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache, partial

from examen.language.negation import Negation, may_deny, negations
from examen.language.reading import Reader
from examen.language.words import Word, acronym_lemma
from examen.model.lexicon import Lexicon

Key = frozenset[str]  # the folded lemmas that a word of a term may have
DENIED = "¬"  # opens the key of a text that denies; no word is written so
NEGATIONS = frozenset("pas jamais aucun aucune sans ni non rien peu".split())
# Grammatical words that turn the one beside them: "peu d'appels", "autre produit", "moins cher".
_TURNING = frozenset("peu plus moins trop assez autre autres sous soi".split())
_WITH_A_DENIAL = _TURNING | {"encore"}  # "pas encore" is not "pas"
_REMEMBERED = 1 << 15  # texts; a rubric of 1,000 ideas has fewer


def telling_words(reader: Reader, text: str) -> list[tuple[str, Word, bool]]:
    """The words of a text that are not merely grammatical: form, word, and whether denied.

    A word that denies others is not among them, unless it stands alone; of the words in its scope
    the nearest is the denied one: "n'atteint pas son objectif" wants no objective attained.
    """
    words = reader.forms(text)
    denials: Sequence[Negation] = ()
    if any(may_deny(word, reader.dictionary.language) for _form, word in words):
        denials = negations(reader.read(text))
    cues = {denial.cue for denial in denials}
    told = [(index, form, word) for index, (form, word) in enumerate(words)]
    kept = [
        (index, form, word)
        for index, form, word in told
        if index not in cues and (_tells(form, word) or word.folded in _TURNING)
    ]
    if not any(_tells(form, word) for _index, form, word in kept):
        lone = {item[0] for item in told if item[0] in cues or item[2].folded in NEGATIONS}
        return [
            (form, word, False)
            for index, form, word in told
            if not lone or index in lone or word.folded in _WITH_A_DENIAL
        ]
    denied = {_nearest(denial, [index for index, _form, _word in kept]) for denial in denials}
    return [(form, word, index in denied) for index, form, word in kept]


def _nearest(denial: Negation, words: Sequence[int]) -> int | None:
    """Of some words' indices, the one in the scope of a denial that stands nearest to its cue."""
    scope = [index for index in words if index in denial.scope]
    return min(scope, key=lambda index: abs(index - denial.cue), default=None)


def _tells(form: str, word: Word) -> bool:
    return not word.stop or bool(acronym_lemma(form))


class Sayings:
    """The words of texts, and the synonyms of lexicons; each text is worked out once.

    Attributes:
        synonyms: by the name of a text, the texts that say the same.
        acronyms: the names of the short ones.
    """

    def __init__(self, reader: Reader, lexicons: Iterable[Lexicon]) -> None:
        self._meant = reader.dictionary.meant
        self.told = lru_cache(_REMEMBERED)(partial(telling_words, reader))
        self.keys = lru_cache(_REMEMBERED)(self._find_keys)
        self.name = lru_cache(_REMEMBERED)(self._find_name)
        self.synonyms: dict[tuple[str, ...], list[str]] = {}
        self.acronyms: set[tuple[str, ...]] = set()
        for lexicon in lexicons:
            self._learn(lexicon)

    def denies(self, text: str) -> bool:
        """Whether a text denies what its words name."""
        return any(denied for _form, _word, denied in self.told(text))

    def _find_keys(self, text: str) -> tuple[Key, ...]:
        return tuple(self._meant(form) for form, _word, _denied in self.told(text))

    def _find_name(self, text: str) -> tuple[str, ...]:
        """A text's words as one key of the lexicon, whatever their inflection.

        "Sans frais" is no synonym of "frais": a text that denies has a key of its own.
        """
        denial = (DENIED,) if self.denies(text) else ()
        return (*denial, *(min(key) for key in self.keys(text)))

    def _learn(self, lexicon: Lexicon) -> None:
        self.acronyms.update(self.name(acronym.short) for acronym in lexicon.acronyms)
        groups = [list(group) for group in lexicon.synonyms]
        groups += [[acronym.short, *acronym.long] for acronym in lexicon.acronyms]
        for group in groups:
            for text in group:
                self.synonyms.setdefault(self.name(text), []).extend(group)


@lru_cache(maxsize=4)
def said(reader: Reader, lexicons: tuple[Lexicon, ...]) -> Sayings:
    """What texts say where these lexicons are used, made once for all rubrics of a bank."""
    return Sayings(reader, lexicons)
