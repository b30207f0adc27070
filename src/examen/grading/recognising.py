"""How words of an answer were recognised as those of a phrasing, for who reads the corrigé."""

from __future__ import annotations

from examen.grading.answer import View
from examen.grading.index import Hit
from examen.grading.vocabulary import Group, Origin, as_compared
from examen.language.reading import Token
from examen.language.words import fold
from examen.model.grade import Recognised, Way

# Of the words of one expression, that which is furthest from the author's decides.
_BY_DISTANCE = (Way.EXACT, Way.FORM, Way.SYNONYM, Way.SHORTHAND, Way.SPELLING)
_LONGEST = 60  # characters
_CORRECTED = frozenset((Way.SHORTHAND, Way.SPELLING))


def abridged(text: str) -> str:
    """A text on one line, its middle left out if it is long."""
    text = " ".join(text.split())
    if len(text) <= _LONGEST:
        return text
    first = text[: _LONGEST // 2].rpartition(" ")[0] or text[: _LONGEST // 2]
    last = text[-_LONGEST // 2 :].partition(" ")[2] or text[-_LONGEST // 2 :]
    return f"{first} … {last}"


def recognised(view: View, group: Group, hit: Hit) -> Recognised:
    """What a hit is in the answer, and what it stands for in its group."""
    reading = view.answer.reading
    tokens = range(hit.first, hit.last + 1)
    start, end = reading.raw_span(tokens)
    written = abridged(reading.raw[start:end])
    exact = group.exact.get(as_compared(written))
    if exact is not None:
        return Recognised(exact, written, Way.EXACT)
    origin = group.origins.get(hit.term, Origin(group.text, group.text))
    way = _way(view, origin, hit, written)
    if origin.way is Way.EXACT:
        return Recognised(origin.phrase, written, way)
    read = origin.word if way in _CORRECTED and origin.word != origin.phrase else ""
    return Recognised(origin.phrase, written, origin.way, read)


def _way(view: View, origin: Origin, hit: Hit, written: str) -> Way:
    """How what is written stands for the word of its origin."""
    if as_compared(written) == as_compared(origin.word):
        return Way.EXACT
    vocabulary, reading = view.answer.index.vocabulary, view.answer.reading
    told = vocabulary.lemmas(origin.word)
    wanted = told | {lemma for key in vocabulary.terms[hit.term].keys for lemma in key}
    ways = [
        _token_way(token, reading.text[token.start : token.end], told, wanted)
        for token in reading.tokens[hit.first : hit.last + 1]
        if not token.word.stop or not token.word.lemmas.isdisjoint(wanted)
    ]
    return max(ways, key=_BY_DISTANCE.index, default=Way.FORM)


def _token_way(token: Token, form: str, told: frozenset[str], wanted: frozenset[str]) -> Way:
    word = token.word
    if fold(form) != word.folded:
        return Way.SHORTHAND
    lemmas = word.lemmas | {word.folded}
    if not lemmas.isdisjoint(told):
        return Way.FORM
    if (word.cut or not word.known) and any(lemma.startswith(word.folded) for lemma in wanted):
        return Way.SHORTHAND
    return Way.SPELLING if lemmas.isdisjoint(wanted) else Way.SYNONYM
