"""What was worked out lately is remembered, and memory does not grow with what was not."""

from __future__ import annotations

from collections import Counter

import pytest

from examen.language import recent
from examen.language.recent import Recent

MOST = 10


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> Counter[str]:
    monkeypatch.setattr(recent, "MOST", MOST)
    return Counter()


def _recent(made: Counter[str]) -> Recent[str, str]:
    def make(key: str) -> str:
        made[key] += 1
        return key.upper()

    return Recent(make)


def _remembered(values: Recent[str, str]) -> int:
    return len(values) + len(values._older)


def test_what_is_asked_again_and_again_is_made_once(made: Counter[str]) -> None:
    values = _recent(made)
    for number in range(1_000):
        assert values["le"] == "LE"
        assert values[f"faute{number}"] == f"FAUTE{number}"
        assert _remembered(values) <= 2 * MOST
    assert made["le"] == 1


def test_what_is_not_asked_again_is_forgotten(made: Counter[str]) -> None:
    values = _recent(made)
    for key in ["le", *map(str, range(3 * MOST)), "le"]:
        assert values[key]
    assert made["le"] == 2


def test_what_is_very_long_is_not_remembered(made: Counter[str]) -> None:
    values = _recent(made)
    for _time in range(2):
        assert values["x" * 1_000] == "X" * 1_000
    assert not _remembered(values)
    assert made["x" * 1_000] == 2


def test_all_is_made_anew_after_clearing(made: Counter[str]) -> None:
    values = _recent(made)
    for key in map(str, range(2 * MOST)):
        assert values[key]
    values.clear()
    assert not _remembered(values)
    assert values["1"] == "1"
    assert made["1"] == 2
