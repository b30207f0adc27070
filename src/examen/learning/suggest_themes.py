"""What groups of unrecognised passages may stand for: a phrasing of an idea, or an idea."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from examen.bank.editing import Addition
from examen.bank.places import criterion_places
from examen.language.words import fold
from examen.learning.suggest_candidates import Candidate, Effect, Maker, effects
from examen.learning.suggest_groups import Group
from examen.learning.suggest_material import Cell, Material, Slot
from examen.learning.suggest_words import DENIED, Words
from examen.messages import _, using
from examen.model.award import Each, Justified, Levels
from examen.model.rubric import Criterion

_NEAR = 0.4  # share of a group's telling words that the nearest idea must know
_MOST_WORDS = 3  # of a phrasing made from a group
_SLUG = re.compile(r"[^a-z0-9]+")
_LONGEST_SLUG = 40


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of passages and what it may stand for.

    Attributes:
        slot: the idea it is nearest to; None if it would be a new one.
        candidate: the phrasing of that idea, if one can be made.
        effect: what the phrasing would change.
        idea: the new idea, where the rule of a criterion allows for one more.
        credited: in how many of its copies people credited these words; None without marks.
    """

    group: Group
    slot: Slot | None
    candidate: Candidate | None
    effect: Effect | None
    idea: Addition | None
    credited: int | None


def themes(material: Material, words: Words, groups: Iterable[Group]) -> list[Theme]:
    """What the groups of a question stand for; with marks, only those that people credited."""
    maker = Maker(material, words)
    drafts = []
    for group in groups:
        slot, credited = _slot(material, words, group)
        if credited == 0:
            continue
        drafts.append((group, slot, credited, _candidate(maker, words, group, slot)))
    tried = effects(material, [candidate for *_rest, candidate in drafts if candidate])
    found = []
    for group, slot, credited, candidate in drafts:
        effect = tried[candidate] if candidate else None
        if effect and not effect.found:
            continue  # the idea stands elsewhere in these copies: nothing would change
        if effect and effect.refused:
            found.append(Theme(group, slot, None, None, None, credited))
            continue
        idea = _new_idea(material, words, group) if slot is None else None
        found.append(Theme(group, slot, candidate, effect, idea, credited))
    return found


def _slot(material: Material, words: Words, group: Group) -> tuple[Slot | None, int | None]:
    """The idea that a group says: the one people credited for it, else the nearest."""
    if not any(given.ideas is not None for marks in material.marks.values() for given in marks):
        return _nearest(material.slots, words, group), None
    named: Counter[int] = Counter()
    for number, slot in enumerate(material.slots):
        cells = [Cell(copy, name) for copy in group.copies for name in slot.names]
        said = (
            cell.copy for cell in cells if _says(words, material.quotes(cell), group, cell.copy)
        )
        named[number] = len(set(said))
    number, most = min(named.items(), key=lambda item: (-item[1], item[0]), default=(0, 0))
    outside = sum(_says(words, _outside(material, copy), group, copy) for copy in group.copies)
    if outside >= max(most, 1):
        return None, outside
    return (material.slots[number], most) if 2 * most >= len(group.copies) else (None, 0)


def _outside(material: Material, copy: str) -> list[str]:
    given = material.marks.get(copy, ())
    return [text for marks in given for texts in marks.outside_quotes.values() for text in texts]


def _says(words: Words, quotes: Iterable[str], group: Group, copy: str) -> bool:
    """Whether a marker quoted what the group's passage of a copy says."""
    passages = [fold(passage.text) for passage in group.passages if passage.copy == copy]
    core = {key.removeprefix(DENIED) for key in group.core[:_MOST_WORDS]}
    for quote in quotes:
        plain = fold(" ".join(quote.split()))
        if any(passage in plain or plain in passage for passage in passages):
            return True
        if core <= words.keys(quote):
            return True
    return False


def _nearest(slots: Sequence[Slot], words: Words, group: Group) -> Slot | None:
    """The idea whose phrasings know most of what the group says."""
    core = [key.removeprefix(DENIED) for key in group.core]
    whole = sum(map(words.weight, core))
    shares = []
    for number, slot in enumerate(slots):
        text = f"{slot.idea.says} {[one.model_dump() for one in slot.idea.phrasings]}"
        known = words.keys(text)
        shares.append((-sum(words.weight(key) for key in core if key in known), number))
    share, number = min(shares, default=(0.0, 0))
    return slots[number] if whole and -share >= _NEAR * whole else None


def _texts(words: Words, group: Group) -> list[tuple[str, str]]:
    """How to write the words that a group is about."""
    found = []
    for key in group.core[:_MOST_WORDS]:
        forms = Counter(
            words.written(word.form)
            for passage in group.passages
            for word in passage.words
            if word.key == key and words.usable(word.form)
        )
        if forms:
            text = min(forms, key=lambda form: (-forms[form], form))
            found.append((key, f"ne pas {text}" if key.startswith(DENIED) else text))
    return found


def _candidate(maker: Maker, words: Words, group: Group, slot: Slot | None) -> Candidate | None:
    texts = _texts(words, group)
    return maker.from_words(slot, texts) if slot and texts else None


def _new_idea(material: Material, words: Words, group: Group) -> Addition | None:
    """An idea for the first criterion that counts ideas of a list, open ones first."""
    texts = _texts(words, group)
    places = [
        (criterion, loc)
        for criterion, loc in criterion_places(material.question_rubric)
        if isinstance(criterion.award, Each | Justified | Levels)
    ]
    places.sort(key=lambda place: place[0].open is None)
    if not texts or not places:
        return None
    criterion, loc = places[0]
    with using(material.full.exam.language.value):
        says = _("To be reworded: {label}").format(label=group.label.rstrip(" .") + ".")
    return Addition(
        ("questions", material.index, *loc, "ideas"),
        {
            "id": _slug(group.label, criterion),
            "says": says,  # candidates' words: a person finds others
            "origin": "local",
            "phrasings": [[[text] for _key, text in texts]],
        },
    )


def _slug(label: str, criterion: Criterion) -> str:
    plain = _SLUG.sub("-", fold(label)).strip("-")[:_LONGEST_SLUG].strip("-") or "idee"
    taken = {idea.id for idea in criterion.ideas}
    names = (plain, *(f"{plain}-{number}" for number in range(2, len(taken) + 3)))
    return next(name for name in names if name not in taken)
