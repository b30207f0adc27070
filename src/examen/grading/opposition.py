"""Statements that a later one takes back, as "Ce lien est facultatif" takes back "un lien".

A passage takes a match back if it repeats its words and denies them, or has the contrary of one of
them beside another. Two sentences on one theme are no contradiction: the words must come again.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import takewhile

from examen.grading.answer import View
from examen.grading.index import Hit
from examen.grading.matching import Match, Passage
from examen.grading.vocabulary import Group, Opposites
from examen.language.negation import VERDICTS
from examen.language.reading import Unit, UnitKind

_NEXT_UNITS = 2
# What may open a statement of its own inside a sentence.
_OPENS = frozenset(
    """
    mais pourtant cependant toutefois neanmoins or malheureusement finalement plutot alors encore
    meme but yet however although donc et puis
    """.split()
)
_TURNING = re.compile(
    r"\W*(?:mais|or|pourtant|cependant|toutefois|n[ée]anmoins|malheureusement|finalement|plut[ôo]t"
    r"|en (?:r[ée]alit[ée]|fait|v[ée]rit[ée])|cela (?:dit|[ée]tant)|d'un autre c[ôo]t[ée]"
    r"|(?:alors|encore) qu|m[êe]me s|but|yet|however|although|in fact)\b",
    re.IGNORECASE,
)
_STANDS_FOR = frozenset("il elle ils elles on cela ca c it they".split())
_OPENING = 3  # tokens of a passage where a pronoun takes up what was said before
_REASONS = frozenset("parce car puisque puisqu because since".split())
_DUTIES = frozenset("falloir devoir preconiser recommander must should need".split())
_OPENING_CLAUSE = 8
_BESIDE = 3  # tokens between a word that denies and the one that it turns
_WITHIN = re.compile(r"\b(?:pourtant|cependant|toutefois|however|though)\b", re.IGNORECASE)
_RESTRICTS = re.compile(r"\bn(?:e |')(?:\w+ ){1,3}qu[e']|\bonly(?: \w+){1,3}", re.IGNORECASE)


def passages_after(view: View, match: Match) -> Iterator[Passage]:
    """The rest of a match's unit from where it turns, and the next sentences of its paragraph."""
    number = view.owner.get(match.tokens[-1]) if match.tokens else None
    if number is None:
        return
    unit = view.units[number]
    turns = view.answer.where(_OPENS)
    next_turn = bisect_right(turns, match.tokens[-1])
    if next_turn < len(turns) and turns[next_turn] <= unit.tokens[-1]:
        tokens = range(turns[next_turn], unit.tokens[-1] + 1)
        yield Passage(number, tokens)
    for other in range(number + 1, min(number + 1 + _NEXT_UNITS, len(view.units))):
        after = view.units[other]
        if not _goes_on(unit, after):
            return
        tokens = range(after.tokens[0], after.tokens[-1] + 1)
        yield Passage(other, tokens)


def _turns(view: View, tokens: range) -> bool:
    """Whether a passage opens with a word that announces the contrary."""
    text = view.answer.reading.text
    start, end = _bounds(view, tokens[:_OPENING_CLAUSE])
    return bool(_TURNING.match(text, start) or _WITHIN.search(text, start, end))


def _bounds(view: View, tokens: range) -> tuple[int, int]:
    """Where the tokens start and end in the text."""
    words = view.answer.reading.tokens
    return words[tokens[0]].start, words[tokens[-1]].end


def _goes_on(unit: Unit, after: Unit) -> bool:
    """Whether a unit stands in the same run of sentences as one before it."""
    told = after.kind is UnitKind.SENTENCE and after.paragraph == unit.paragraph
    return not after.cells and (after.line == unit.line or told)


def _word(view: View, at: int) -> str:
    return view.answer.reading.tokens[at].word.folded


def taken_back(
    view: View,
    match: Match,
    passage: Passage,
    groups: Sequence[Group],
    contraries: Sequence[Opposites],
) -> tuple[int, int] | None:
    """The raw span of the passage's words that take a match back; None if none do.

    Args:
        view: what the match was found in.
        match: what was said.
        passage: what comes after it.
        groups: the word groups of the match's phrasing.
        contraries: for each group, the terms that say the contrary.
    """
    asked = _asked(view, passage, groups)
    against = [
        (contrary, hit)
        for contrary in contraries
        for hit in view.hits_within(contrary.group, passage.unit, passage.tokens)
    ]
    if not asked and not against:
        return None
    again = _repeated(view, match, asked) if asked else []
    turns = _turns(view, passage.tokens)
    # Where a word announces the contrary, synonyms of what was said will do.
    denied = _denied(view, asked if turns else again, [hit for _, hit in against])
    words = {_word(view, at) for at in denied}
    alone = len(words) == 1 and set(denied) <= set(again)
    if alone and _of_another(view, match, passage, denied, asked):
        denied = []
    if len(words) > 1 or any(_turned(view, passage, at, asked) for at in denied):
        return _span(view, denied)
    if turns and again and _restricted(view, passage, again):
        return _span(view, again)
    if _wishes(view, passage.tokens) and not _wishes(view, view.units[_unit(view, match)].tokens):
        return None  # "Peu de rendez-vous. Il faut en prendre plus." says what to do about it
    return _contrary(view, passage, again, against)


def _denied(view: View, tokens: Iterable[int], against: Iterable[Hit]) -> list[int]:
    """Those of the tokens that are denied, unless it is their contrary that is.

    "Il ne perd pas de temps" denies the loss, not the time.
    """
    harmless = {denial.cue for hit in against for denial in view.answer.denials(hit.first)}
    return [
        at
        for at in tokens
        if view.answer.is_denied(at)
        and not any(denial.cue in harmless for denial in view.answer.denials(at))
    ]


def _of_another(
    view: View, match: Match, passage: Passage, denied: Sequence[int], asked: Sequence[int]
) -> bool:
    """Whether what denies one word of several speaks of another thing.

    "Atteints : auto. Non atteints : habitation" and "le délai est long. Les délais ne sont pas
    respectés" take nothing back; "le lien n'est pas obligatoire" does.
    """
    tokens = view.answer.reading.tokens
    if len({_word(view, at) for at in match.tokens if not tokens[at].word.stop}) < 2:
        return False
    rest: set[int] = set()
    for denial in (denial for at in denied for denial in view.answer.denials(at)):
        rest.update(denial.scope)
        if _labels(view, denial.scope[-1]):
            rest.update(range(denial.scope[-1], passage.tokens.stop))
        rest.discard(denial.cue)
    rest.difference_update(asked)
    told = any(not tokens[at].word.stop for at in rest)
    return told and VERDICTS.isdisjoint(_word(view, at) for at in rest)


def _labels(view: View, at: int) -> bool:
    """Whether a word ends a label: a colon stands after it."""
    reading = view.answer.reading
    return (
        reading.text[reading.tokens[at].end : reading.tokens[at].end + 2].lstrip().startswith(":")
    )


def _contrary(
    view: View,
    passage: Passage,
    again: Sequence[int],
    against: Iterable[tuple[Opposites, Hit]],
) -> tuple[int, int] | None:
    """The raw span of a contrary beside words that come again, or a pronoun for them."""
    meant = any(_word(view, at) in _STANDS_FOR for at in passage.tokens[:_OPENING])
    for contrary, hit in against:
        if view.answer.is_denied(hit.first):
            continue
        beside = [at for at in again if not hit.first <= at <= hit.last]
        if contrary.degree and hit.first == hit.last:  # "plus" is said of what is beside it
            near = (at for at in beside if abs(at - hit.first) <= _BESIDE)
            beside = [at for at in near if not _word(view, at - 1).isdigit()]  # "de 9 points"
        if beside or (meant and not contrary.degree):
            return _span(view, [hit.first, hit.last, *beside])
    return None


def _unit(view: View, match: Match) -> int:
    return view.owner[match.tokens[-1]]


def _wishes(view: View, tokens: Iterable[int]) -> bool:
    """Whether words say what should be, not what is; "because he must" tells a fact."""
    words = [view.answer.reading.tokens[at].word for at in tokens]
    told = takewhile(lambda word: word.folded not in _REASONS, words)
    return any(not _DUTIES.isdisjoint(word.lemmas) for word in told)


def _asked(view: View, passage: Passage, groups: Sequence[Group]) -> list[int]:
    """The passage's tokens that a phrasing asks for."""
    tokens = view.answer.reading.tokens
    asked: set[int] = set()
    for group in groups:
        asked.update(hit.first for hit in view.hits_within(group, passage.unit, passage.tokens))
    return [at for at in sorted(asked) if not tokens[at].word.stop]


def _repeated(view: View, match: Match, asked: Sequence[int]) -> list[int]:
    """Those whose words, or words of their families, the match has."""
    tokens, family = view.answer.reading.tokens, view.answer.index.vocabulary.family
    said = {lemma for at in match.tokens for lemma in tokens[at].word.lemmas}
    said |= {relative for lemma in sorted(said) for relative in family(lemma)}
    return [at for at in asked if not said.isdisjoint(tokens[at].word.lemmas)]


def _restricted(view: View, passage: Passage, again: Sequence[int]) -> bool:
    """Whether one of the words is said to be so only in part: "n'est accessible qu'aux heures"."""
    reading = view.answer.reading
    found = _RESTRICTS.finditer(reading.text, *_bounds(view, passage.tokens))
    spans = [match.span() for match in found]
    return any(low <= reading.tokens[at].start < high for at in again for low, high in spans)


def _turned(view: View, passage: Passage, at: int, asked: Sequence[int]) -> bool:
    """Whether a word is itself what is denied: right after the denial, or what it is about."""
    tokens = view.answer.reading.tokens

    def told(first: int) -> bool:
        between = range(first, at)
        return any(not tokens[n].word.stop and n not in asked for n in between)

    cues = [denial.cue for denial in view.answer.denials(at) if denial.cue < at]
    return any(not told(cue + 1) for cue in cues) or not told(passage.tokens[0])


def _span(view: View, tokens: Sequence[int]) -> tuple[int, int]:
    return view.answer.reading.raw_span(range(min(tokens), max(tokens) + 1))
