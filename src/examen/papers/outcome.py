"""Assembling: a bank and a blueprint become exams, or the demands that contradict each other."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from examen.bank import Bank, with_blueprint
from examen.bank.sealing import has_changed
from examen.messages import _, ngettext, using
from examen.papers.assembling import Choice, Left, OutOfTimeError, Search, search
from examen.papers.conflict import contradiction
from examen.papers.demand import Demand
from examen.papers.exams import Figures, Paper, figures, papers
from examen.papers.recording import refuse_unknown_uses
from examen.papers.solver import Clock
from examen.problems import ExamenError

_HINT = 10.0  # seconds at most, to reckon what can be said of a demand


@dataclass(frozen=True, slots=True)
class Outcome:
    """Exams that meet a blueprint.

    Attributes:
        left: of each goal, the first one first.
        proven: nothing that the bank holds makes better ones.
        changed: questions, as `case/number`, that have changed since somebody validated them.
    """

    blueprint: str
    seed: int
    papers: tuple[Paper, ...]
    figures: tuple[Figures, ...]
    left: tuple[Left, ...]
    proven: bool
    changed: tuple[str, ...] = ()

    def to_json(self) -> dict[str, Any]:
        """The exams and their figures as plain data."""
        return {
            "blueprint": self.blueprint,
            "seed": self.seed,
            "proven": self.proven,
            "left": {one.name: one.amount for one in self.left},
            "changed": list(self.changed),
            "exams": [
                {
                    "exam": paper.exam.id,
                    "code": paper.exam.header.code,
                    **one._asdict(),
                    "questions": {use.case: list(use.questions) for use in paper.exam.cases},
                }
                for paper, one in zip(self.papers, self.figures, strict=True)
            ],
        }


class Clash(NamedTuple):
    """A demand that contradicts others: in words, where it stands, and what the bank has."""

    text: str
    place: str
    hint: str


@dataclass(frozen=True, slots=True)
class Contradiction:
    """Demands that nothing in the bank can meet together, though it could without any one.

    Attributes:
        smallest: no fewer demands contradict each other.
    """

    blueprint: str
    clashes: tuple[Clash, ...]
    smallest: bool

    def to_json(self) -> dict[str, Any]:
        """The contradiction as plain data."""
        return {
            "blueprint": self.blueprint,
            "contradiction": [clash._asdict() for clash in self.clashes],
            "smallest": self.smallest,
        }


def assemble(
    bank: Bank, name: str | Path, *, seed: int = 0, seconds: float | None = None
) -> Outcome | Contradiction:
    """The best exams for a blueprint, or why there are none.

    The same bank, blueprint and seed give the same exams, unless time runs out.

    Args:
        bank: the whole bank.
        name: a blueprint's id, or the path of its file.
        seed: another one gives other exams that are as good.
        seconds: how long to look; without end if left out.

    Raises:
        ExamenError: there is no such blueprint, or time ran out before anything was found.
        UnusableError: the blueprint could not be read, or the uses that it asks about.
    """
    bank, blueprint = with_blueprint(bank, name)
    if blueprint.asks_about_uses:
        refuse_unknown_uses(bank)
    with using(blueprint.language.value):
        sought = search(bank, blueprint, Clock(seconds), seed)
        try:
            choice = sought.best()
        except OutOfTimeError:
            raise ExamenError(_too_late(sought)) from None
        if choice is None:
            return _contradiction(sought, seconds)
        return _outcome(sought, choice)


def _too_late(sought: Search) -> str:
    """That time ran out, and what to do."""
    if any(demand.between for demand in sought.asked):
        return _(
            "the time limit was reached before exams were found; allow more with --time-limit, "
            "or ask less of the versions: each demand between them takes longer to meet"
        )
    return _(
        "the time limit was reached before an exam was found; allow more with --time-limit, or "
        "ask for less"
    )


def _outcome(sought: Search, choice: Choice) -> Outcome:
    blueprint = sought.blueprint
    made = papers(sought.bank, blueprint, choice.versions, sought.asked, sought.seed)
    return Outcome(
        blueprint.id,
        sought.seed,
        tuple(made),
        tuple(figures(paper.questions) for paper in made),
        choice.left,
        choice.proven,
        tuple(_changed(sought.bank, choice)),
    )


def _changed(bank: Bank, choice: Choice) -> Iterator[str]:
    chosen = {one.key: one for version in choice.versions for one in version}
    for key, one in sorted(chosen.items()):
        if has_changed(bank, one.case, one.question):
            yield "/".join(key)


def _contradiction(sought: Search, seconds: float | None) -> Contradiction:
    core, smallest = contradiction(sought, Clock(seconds))
    clashes = (
        Clash(demand.text, _place(sought, demand), _hint(sought, core, demand)) for demand in core
    )
    return Contradiction(sought.blueprint.id, tuple(clashes), smallest)


def _place(sought: Search, demand: Demand) -> str:
    """Where a demand stands: `ligne 14`; what is not written is said to be the default."""
    bank, blueprint = sought.bank, sought.blueprint
    if demand.loc not in bank.locs(blueprint).values():
        return _("by default")
    return _("line {line}").format(line=bank.place(blueprint, *demand.loc).line)


def _hint(sought: Search, core: Sequence[Demand], demand: Demand) -> str:
    """What the bank has, or what the other demands leave of what is asked for."""
    if demand.admits:
        admitted = [one for one in sought.pool if demand.admits(one)]
        message = ngettext(
            "leaves {count} question of {all}", "leaves {count} questions of {all}", len(admitted)
        )
        return message.format(count=len(admitted), all=len(sought.pool))
    amount = demand.amount
    if amount is None:
        return ""
    others = tuple(one for one in core if one is not demand)
    count = sought.count if any(one.between for one in core) else 1
    rest = replace(sought, asked=others, count=count, clock=Clock(_HINT))
    ends: list[tuple[Decimal | None, bool]] = [(amount.least, True), (amount.most, False)]
    for bound, upwards in ends:
        reached = None if bound is None else rest.reach(amount.weigh, upwards=upwards)
        if bound is not None and reached is not None:
            told = Decimal(reached.numerator) / reached.denominator
            if told < bound * count if upwards else told > bound * count:
                return _reached(amount.say(told), count, upwards=upwards, alone=not others)
    return ""


def _reached(amount: str, count: int, *, upwards: bool, alone: bool) -> str:
    """In words, what is the most or the least that there can be."""
    if not upwards:
        message = _("the other demands need {amount} at least")
    elif alone:
        message = _("the bank has {amount} at most")
    else:
        message = _("the other demands leave {amount} at most")
    text = message.format(amount=amount)
    if count > 1:
        text = _("{text}, in all {count} versions together").format(text=text, count=count)
    return text
