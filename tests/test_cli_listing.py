"""Listing and showing what a big bank holds: quick, and no more lines than a person reads."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from click.shell_completion import ShellComplete

from benchmarks.speed.banks import write_bank
from examen.cli import main
from examen.cli.main import app
from examen.cli.output import print_table

Out = Callable[..., tuple[int, list[str]]]


@pytest.fixture
def keys(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The cases of a bank in the current folder."""
    monkeypatch.chdir(tmp_path)
    return write_bank(tmp_path, 120, of_a_case=2)


@pytest.fixture
def out(keys: list[str], capsys: pytest.CaptureFixture[str]) -> Out:
    del keys

    def call(*arguments: str) -> tuple[int, list[str]]:
        status = main(arguments)
        return status, capsys.readouterr().out.splitlines()

    return call


def test_all_kinds_are_listed_in_short(keys: list[str], out: Out) -> None:
    status, lines = out("list")
    assert status == 0
    assert sum(line.strip().split(" ")[0] in keys for line in lines) == 2 * 50
    more = "… et 10 autres\u202f; «\u00a0examen list {}\u00a0» les montre tous."
    assert [line for line in lines if line.startswith("…")] == [
        more.format("cases"),
        more.format("rubrics"),
    ]


def test_one_kind_is_listed_in_full(keys: list[str], out: Out) -> None:
    _status, lines = out("list", "cases")
    assert [line.split()[0] for line in lines if line.strip().split(" ")[0] in keys] == sorted(keys)
    assert not [line for line in lines if line.startswith("…")]


def test_a_kind_is_listed_whatever_is_wrong_with_others(keys: list[str], out: Out) -> None:
    Path(f"rubrics/{keys[0]}.yaml").write_text(
        f"schema: rubric/1\nid: x\ncase: {keys[0]}\n", "utf-8"
    )
    assert [out("list", kind)[0] for kind in ("cases", "questions", "rubrics")] == [0, 0, 1]
    assert out("list")[0] == 1


def test_a_shell_is_proposed_names(keys: list[str]) -> None:
    def proposed(command: str, typed: str) -> list[str]:
        shell = ShellComplete(app, {}, "examen", "_EXAMEN_COMPLETE")
        return [item.value for item in shell.get_completions([command], typed)]

    assert proposed("show", keys[3][:-2]) == [
        key for key in sorted(keys) if key.startswith(keys[3][:-2])
    ]
    assert proposed("show", f"{keys[3]}/") == [f"{keys[3]}/1.1", f"{keys[3]}/1.2"]
    assert "C2.7" in proposed("show", "C2")
    assert proposed("render", "") == []  # no exam in this bank


BLUEPRINT = """\
schema: blueprint/1
id: ecrit-court
title: Un écrit court
framework: conseiller-bancassurance
header: {diploma: D, paper: P, session: "2027", code: C, minutes: 60, material: Aucun}
points: 20
level: {max: 2.5}
"""


def test_blueprints_are_listed_and_shown(out: Out) -> None:
    Path("bank/ecrit-court.yaml").write_text(BLUEPRINT, "utf-8")
    status, lines = out("list", "blueprints")
    assert (status, lines[3].split()) == (
        0,
        ["ecrit-court", "Un", "écrit", "court", "2027", "60", "1"],
    )
    status, lines = out("show", "ecrit-court")
    assert (status, lines[0]) == (0, "Un écrit court")
    assert "- exactement 20 points" in [line.replace("\xa0", " ") for line in lines]


@pytest.mark.parametrize(
    "rows",
    [
        [("a", "1,5", "Un titre"), ("abcdefgh", "12", "")],
        [("日本", "3", "é"), ("", "", "")],
    ],
)
def test_a_table_is_the_same_with_and_without_a_terminal(
    rows: list[tuple[str, ...]], capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    print_table(["Identifiant", "N", "Titre"], rows, [1])
    unwrapped = capsys.readouterr().out
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    print_table(["Identifiant", "N", "Titre"], rows, [1])
    styled = capsys.readouterr().out
    plain = re.sub("\x1b\\[[0-9;]*m", "", styled)
    assert [line.rstrip() for line in plain.splitlines()] == unwrapped.splitlines()
    assert styled != plain
