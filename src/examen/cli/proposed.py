"""What a shell proposes where a command takes the name of something in the bank."""

from __future__ import annotations

from typing import TYPE_CHECKING

from examen.cli.folders import completed

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from examen.cli.folders import Folders
    from examen.model.framework import Framework


def _records(*kinds: str) -> Callable[[Folders, str], Iterable[str]]:
    def names(folders: Folders, _typed: str) -> Iterator[str]:
        from examen import bank

        loaded = bank.load_kinds(*folders, kinds)
        for kind in kinds:
            yield from getattr(loaded, f"{kind}s")

    return names


def _parts(names: Callable[[Framework], Iterable[str]]) -> Callable[[Folders, str], Iterable[str]]:
    def all_names(folders: Folders, _typed: str) -> Iterable[str]:
        from examen import bank

        known = bank.load_kinds(*folders, {"framework"}).frameworks.values()
        return dict.fromkeys(name for framework in known for name in names(framework))

    return all_names


cases = completed(_records("case"))
exams = completed(_records("exam"))
exams_and_cases = completed(_records("exam", "case"))
frameworks = completed(_records("framework"))
competencies = completed(_parts(lambda one: [each.id for each in one.competencies()]))
blueprints = completed(_records("blueprint"))
blocks = completed(_parts(lambda one: [block.id for block in one.blocks]))
