"""The README: what it tells a newcomer to type works, and what it links to exists."""

from __future__ import annotations

import re
import shlex
import shutil
from pathlib import Path

import pytest

from examen.cli import main

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text("utf-8")
COMMANDS = [
    line
    for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL)
    for line in block.splitlines()
    if line.startswith("examen ")
]


def test_the_tour_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All commands, one after the other, in a folder that holds the samples and nothing else."""
    shutil.copytree(ROOT / "samples", tmp_path / "samples")
    monkeypatch.chdir(tmp_path)
    assert len(COMMANDS) >= 5
    for command in COMMANDS:
        status = main(shlex.split(command)[1:])
        assert (command, status, capsys.readouterr().err) == (command, 0, "")
    for file in re.findall(r"`(out/[^`]+)`", README):
        assert (tmp_path / file).exists()


def test_make_targets_exist() -> None:
    makefile = (ROOT / "Makefile").read_text("utf-8")
    for target in re.findall(r"^make (\w+)", README, re.MULTILINE):
        assert f"\n{target}:" in makefile


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md", "docs/README.md"])
def test_links_lead_somewhere(page: str) -> None:
    text = (ROOT / page).read_text("utf-8")
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    here = (ROOT / page).parent
    assert [link for link in links if not (here / link).exists()] == []


def test_first_line_sends_french_readers_to_their_pages() -> None:
    assert "docs/" in README.splitlines()[0]
