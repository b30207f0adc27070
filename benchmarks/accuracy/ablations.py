"""The engine with one of its ingredients left out, to see what each brings."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from unittest.mock import patch

from examen.grading import Grader
from examen.model.full_exam import FullExam

Ablation = Callable[[FullExam], AbstractContextManager[Grader]]


def _without(*targets: tuple[str, object]) -> Ablation:
    """The engine with functions of these names giving these values instead."""

    @contextmanager
    def ablation(full: FullExam) -> Iterator[Grader]:
        patches = [patch(name, lambda *_, value=value, **__: value) for name, value in targets]
        for item in patches:
            item.start()
        try:
            yield Grader(full)
        finally:
            for item in patches:
                item.stop()

    return ablation


@contextmanager
def _no_lexicons(full: FullExam) -> Iterator[Grader]:
    yield Grader(replace(full, lexicons=()))


ABLATIONS: dict[str, Ablation] = {
    "synonyms of the lexicons": _no_lexicons,
    "word families": _without(("examen.language.words.Dictionary.family", frozenset())),
    "spelling": _without(("examen.grading.slips.Slips.lemmas", {})),
    "negation": _without(("examen.grading.answer.negations", [])),
    "statements taken back": _without(("examen.grading.finding.passages_after", ())),
    "incoherent answers and copies": _without(
        ("examen.grading.grader.incoherent", False),
        ("examen.grading.grader.incoherent_copy", False),
    ),
    "asides (examiner, question copied, bare lists)": _without(("examen.grading.grader.trust", {})),
    "answers that refer to others": _without(("examen.grading.grader.referred", None)),
}
