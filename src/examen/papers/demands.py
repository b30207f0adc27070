"""What a blueprint demands, one by one.

Each demand can be left out on its own, which is how contradictions are found.
"""

from __future__ import annotations

from examen.bank import Bank
from examen.model.blueprint import Blueprint
from examen.papers.demand import Demand
from examen.papers.limits import counts, limits, per_case, totals
from examen.papers.sources import groups, sources
from examen.papers.versions import versions


def demands(bank: Bank, blueprint: Blueprint) -> tuple[Demand, ...]:
    """Everything that a blueprint asks for, in the order of its keys."""
    return (
        *totals(blueprint),
        *counts(blueprint),
        *per_case(blueprint.per_case),
        *limits(blueprint),
        *sources(bank, blueprint),
        *groups(blueprint),
        *versions(blueprint),
    )
