"""Suggestions for a rubric, drawn from copies: what they say and the rubric does not know.

A person decides what is taken over. With marks, every phrasing was tried on all copies; without,
all suggestions are hypotheses.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, NamedTuple

from examen.analysis.marks import Marks
from examen.bank import Bank, complete
from examen.bank.editing import Addition, flow
from examen.learning.suggest_candidates import Candidate, Effect, copies_of
from examen.learning.suggest_gaps import gains
from examen.learning.suggest_groups import Group, grouped
from examen.learning.suggest_material import Cell, Material, materials
from examen.learning.suggest_misfires import Fault, Misfire, misfires
from examen.learning.suggest_revision import (
    NO_STEP,
    Additions,
    Revision,
    effect,
    grade_all,
    revise,
    sound,
)
from examen.learning.suggest_revision import Effect as Marked
from examen.learning.suggest_themes import Theme, themes
from examen.learning.suggest_words import Words
from examen.messages import _, ngettext
from examen.model.copy import Copy
from examen.model.grade import Grade
from examen.problems import ExamenError
from examen.render.ways import way

_SHORT = 110  # characters
_BORNE_OUT = 3  # copies whose marks must support a proposal that is recommended


@dataclass(frozen=True, slots=True)
class Proposal:
    """An addition to a rubric that a person may take over.

    Attributes:
        number: names it on the command line.
        case: whose rubric it goes to.
        kind: `phrasing` (a new one), `word` (an alternative in an existing one) or `idea`.
        idea: the identifier of the idea, the new one too; `says` in full.
        text: what is added, as YAML on one line.
        copies: those that say it.
        gained: those in which the idea would newly be found.
        confirmed: those of them in which the other copies let foresee it; empty without marks.
        tried: whether marks say in which copies the idea is right.
        recommended: whether marks bear it out and the rubric still checks with it.
        quotes: copy and words.
    """

    number: int
    question: str
    case: str
    kind: str
    idea: str
    says: str
    text: str
    addition: Addition
    label: str
    copies: tuple[str, ...]
    gained: tuple[str, ...]
    confirmed: tuple[str, ...]
    recommended: bool
    tried: bool
    quotes: tuple[tuple[str, str], ...]

    def message(self) -> str:
        """What is proposed, in a line, and how far the copies bear it out."""
        text = {
            "phrasing": _("idea “{idea}”, new phrasing: {text}"),
            "word": _("idea “{idea}”, one more word in a list: {text}"),
            "idea": _("new idea: {text}"),
        }[self.kind].format(idea=self.idea, text=self.text)
        if not self.gained:
            return text
        found = ngettext(
            "it finds the idea in {count} copy more",
            "it finds the idea in {count} copies more",
            len(self.gained),
        ).format(count=len(self.gained))
        both = _("{text}; {found}").format(text=text, found=found)
        if self.confirmed or not self.tried:
            return both
        return _("{text}, and no other copy confirms it").format(text=both)

    def to_json(self) -> dict[str, Any]:
        """The proposal as plain data."""
        return {
            "id": self.number,
            "kind": self.kind,
            "idea": self.idea,
            "says": self.says,
            "adds": self.text,
            "at": list(self.addition.loc),
            "label": self.label,
            "copies": list(self.copies),
            "gained": list(self.gained),
            "confirmed": list(self.confirmed),
            "recommended": self.recommended,
            "quotes": [{"copy": copy, "quote": text} for copy, text in self.quotes],
        }


@dataclass(frozen=True, slots=True)
class Faulty:
    """A phrasing that misfires, with the place of its line."""

    place: str
    idea: str
    says: str
    misfire: Misfire

    def message(self) -> str:
        """What is wrong with the phrasing, in a line."""
        one = self.misfire
        if one.fault is Fault.PROMPT:
            text = _("idea “{idea}”, recognised in the question itself; phrasing: {phrasing}")
        elif one.fault is Fault.SHARED:
            text = _(
                "idea “{idea}”, recognised in the same words as the idea “{other}” in {wrong} "
                "copies; phrasing: {phrasing}"
            )
        else:
            text = ngettext(
                "idea “{idea}”, wrongly recognised in {wrong} copy according to people, rightly in "
                "{right}; phrasing: {phrasing}",
                "idea “{idea}”, wrongly recognised in {wrong} copies according to people, rightly "
                "in {right}; phrasing: {phrasing}",
                one.wrong,
            )
        return text.format(
            phrasing=shorten(way(one.phrasing)),
            idea=self.idea,
            other=one.other,
            wrong=one.wrong,
            right=one.right,
        )

    def to_json(self) -> dict[str, Any]:
        """The misfire as plain data."""
        one = self.misfire
        return {
            "fault": one.fault.value,
            "place": self.place,
            "idea": self.idea,
            "phrasing": way(one.phrasing),
            "other": one.other or None,
            "wrong": one.wrong,
            "right": one.right,
            "quotes": [{"copy": copy, "quote": text} for copy, text in one.quotes],
        }


@dataclass(frozen=True, slots=True)
class QuestionSuggestions:
    """What is suggested for one question.

    Attributes:
        copies: how many answer it.
        unclaimed: what no addition could express.
        left_out: how many passages were not compared, as there were too many.
    """

    question: str
    copies: int
    proposals: tuple[Proposal, ...]
    unclaimed: tuple[Group, ...]
    misfires: tuple[Faulty, ...]
    left_out: int

    def to_json(self) -> dict[str, Any]:
        """The suggestions as plain data."""
        return {
            "question": self.question,
            "copies": self.copies,
            "proposals": [one.to_json() for one in self.proposals],
            "unclaimed": [
                {
                    "label": group.label,
                    "copies": list(group.copies),
                    "quotes": [{"copy": p.copy, "quote": p.text} for p in group.passages],
                }
                for group in self.unclaimed
            ],
            "misfires": [one.to_json() for one in self.misfires],
            "left_out": self.left_out,
        }


@dataclass(frozen=True, slots=True)
class Suggestions:
    """What copies suggest for the rubrics of an exam."""

    bank: Bank
    exam: str | Path
    copies: tuple[Copy, ...]
    marks: Marks
    grades: tuple[Grade, ...]
    questions: tuple[QuestionSuggestions, ...]

    def proposals(self) -> Iterator[Proposal]:
        """All proposals, by number."""
        for question in self.questions:
            yield from question.proposals

    def chosen(self, numbers: Collection[int] | None = None) -> list[Proposal]:
        """The proposals with these numbers; those recommended if none are given.

        Raises:
            ExamenError: a number names no proposal.
        """
        if numbers is None:
            return [one for one in self.proposals() if one.recommended]
        known = {one.number: one for one in self.proposals()}
        unknown = sorted(set(numbers) - known.keys())
        if unknown:
            text = ngettext(
                "no suggestion has the number {numbers}",
                "no suggestions have the numbers {numbers}",
                len(unknown),
            )
            raise ExamenError(text.format(numbers=", ".join(map(str, unknown))))
        return [known[number] for number in sorted(set(numbers))]

    def revision(self, chosen: Sequence[Proposal]) -> Revision:
        """The rubrics with these proposals put in."""
        return revise(self.bank, _additions(chosen))

    def effect(self, revision: Revision) -> Marked:
        """The marks before and after a revision that has no problems."""
        after = grade_all(revision.bank, self.exam, self.copies)
        return effect(self.grades, after, self.marks)

    def to_json(self) -> dict[str, Any]:
        """The suggestions as plain data."""
        return {
            "exam": str(self.exam),
            "copies": len(self.copies),
            "markers": sorted(self.marks),
            "questions": [question.to_json() for question in self.questions],
        }


def shorten(text: str) -> str:
    """A text of which a reader needs only the beginning."""
    if len(text) <= _SHORT:
        return text
    start = text[: _SHORT - 1]
    return f"{start[: start.rindex(',') + 1]} …" if "," in start else f"{start.rstrip()}…"


def suggest(
    bank: Bank,
    exam: str | Path,
    copies: Sequence[Copy],
    marks: Marks,
    step: Callable[[], None] = NO_STEP,
) -> Suggestions:
    """What copies suggest for the rubrics of an exam; the order of the copies does not matter.

    Args:
        bank: with the exam and its rubrics.
        exam: its identifier or file.
        copies: the candidates' answers.
        marks: what people gave, by marker and copy; empty if nobody marked.
        step: called after each copy and each question.

    Raises:
        ExamenError: the exam does not exist or cannot be used.
    """
    ordered = sorted(copies, key=lambda copy: copy.id)
    grades = grade_all(bank, exam, ordered, step)
    questions = []
    number = 0
    for material in materials(complete(bank, exam), ordered, grades, marks):
        found = _question(bank, material, number)
        number += len(found.proposals)
        questions.append(found)
        step()
    return Suggestions(bank, exam, tuple(ordered), marks, tuple(grades), tuple(questions))


def _question(bank: Bank, material: Material, number: int) -> QuestionSuggestions:
    words = Words(material)
    drafts = [_from_gain(material, *gain) for gain in gains(material, words)]
    covered = {cell for _draft, cells in drafts for cell in cells}
    unclaimed = []
    said, left_out = grouped(material, words)
    for theme in themes(material, words, said):
        draft = _from_theme(material, theme)
        if draft is None:
            unclaimed.append(theme.group)
        elif not draft[1] or draft[1] - covered:
            covered |= draft[1]
            drafts.append(draft)
    ranked = sorted(
        _sound(bank, material, [draft for draft, _cells in drafts]),
        key=lambda one: (not one.recommended, -len(one.copies)),
    )
    return QuestionSuggestions(
        material.number,
        len(material.copies),
        tuple(replace(one, number=number + n) for n, one in enumerate(ranked, 1)),
        tuple(unclaimed),
        tuple(_faulty(bank, material, one) for one in misfires(material)),
        left_out,
    )


def _from_gain(
    material: Material, candidate: Candidate, made: Effect
) -> tuple[Proposal, frozenset[Cell]]:
    quotes = tuple(
        (cell.copy, quote)
        for cell in sorted(made.gained, key=lambda cell: (cell.copy, cell.name))
        for quote in material.quotes(cell)[:1]
    )
    said = _Said(" + ".join(map(_headed, candidate.groups)), tuple(sorted(made.support)), quotes)
    return _proposal(material, candidate, made, said), made.gained


def _headed(group: Sequence[str]) -> str:
    """A list of words by its first one."""
    return group[0] if len(group) == 1 else f"{group[0]}…"


class _Said(NamedTuple):
    """What copies say, which of them, and their words."""

    label: str
    copies: tuple[str, ...]
    quotes: tuple[tuple[str, str], ...]


def _proposal(material: Material, candidate: Candidate, made: Effect, said: _Said) -> Proposal:
    count = len(said.copies)
    comment = ngettext("from {count} copy", "from {count} copies", count)
    confirmed = tuple(sorted(made.confirmed))
    return Proposal(
        0,
        material.number,
        material.rubric.case,
        "word" if candidate.extends else "phrasing",
        candidate.slot.idea.id,
        candidate.slot.idea.says,
        flow(candidate.item),
        Addition(candidate.loc, candidate.item, comment.format(count=count)),
        said.label,
        said.copies,
        copies_of(made.found),
        confirmed,
        bool(confirmed) and len(made.support) >= _BORNE_OUT,
        bool(made.support),
        said.quotes,
    )


def _from_theme(material: Material, theme: Theme) -> tuple[Proposal, frozenset[Cell]] | None:
    group = theme.group
    quotes = tuple((passage.copy, passage.text) for passage in group.passages)
    if theme.candidate and theme.effect:
        said = _Said(group.label, group.copies, quotes)
        proposal = _proposal(material, theme.candidate, theme.effect, said)
        return proposal, theme.effect.found
    if theme.idea is None or not isinstance(theme.idea.item, dict):
        return None
    comment = ngettext("from {count} copy", "from {count} copies", len(group.copies))
    idea = theme.idea.item
    return (
        Proposal(
            0,
            material.number,
            material.rubric.case,
            "idea",
            str(idea["id"]),
            str(idea["says"]),
            flow(idea),
            replace(theme.idea, comment=comment.format(count=len(group.copies))),
            group.label,
            group.copies,
            (),
            (),
            recommended=False,
            tried=False,
            quotes=quotes,
        ),
        frozenset(),
    )


def _faulty(bank: Bank, material: Material, misfire: Misfire) -> Faulty:
    place = bank.place(material.rubric, *misfire.loc)
    return Faulty(str(place), misfire.slot.idea.id, misfire.slot.idea.says, misfire)


def _additions(chosen: Sequence[Proposal]) -> Additions:
    together: dict[str, list[Addition]] = {}
    for one in chosen:
        together.setdefault(one.case, []).append(one.addition)
    return together


def _sound(bank: Bank, material: Material, proposals: list[Proposal]) -> list[Proposal]:
    """Recommend only what leaves the question's examples as they are, one beside the other."""
    chosen = [one for one in proposals if one.recommended]
    additions = [one.addition for one in chosen]

    def fits(items: list[Addition]) -> bool:
        return sound(bank, material.rubric.case, material.index, items)

    if not chosen or fits(additions):
        return proposals
    kept: list[Addition] = []
    for addition in additions:
        if fits([*kept, addition]):
            kept.append(addition)
    return [replace(one, recommended=one.addition in kept) for one in proposals]
