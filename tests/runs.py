"""Runs of the command line in processes of their own, which tests may kill or starve."""

from __future__ import annotations

import io
import json
import multiprocessing
import os
import shutil
import sys
from collections.abc import Callable
from contextlib import redirect_stdout
from functools import cache
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from examen.cli import main
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.grade import Grade

HERE = Path(__file__).resolve().parent
EXAM = "examen-pain"
ANSWERS = (
    "Demander le consentement des clients.",
    "Un lien de désinscription dans chaque message.",
    "Il ne faut pas demander le consentement. Une belle étiquette.",
    "Choisir la farine « bise », et demander leur consentement aux clients ; puis se désinscrire.",
)


def bank(folder: Path) -> Path:
    """A small bank with its rubrics, in a folder that is to become the current one."""
    shutil.copytree(HERE / "cli_bank", folder)
    return folder


@cache
def _warm() -> None:
    """Import and compile once what each process would for itself."""
    given = [str(HERE / "cli_bank" / name) for name in ("copies.jsonl", "bank", "rubrics")]
    with TemporaryDirectory() as folder, redirect_stdout(io.StringIO()):
        main(["grade", EXAM, given[0], "-o", folder, "--bank", given[1], "--rubrics", given[2]])


def write_copies(path: Path, count: int) -> None:
    """Copies, of which every seventh has an answer to no question: a problem that is told."""
    with path.open("w", encoding="utf-8") as stream:
        for number in range(count):
            answers = {"1.1": ANSWERS[number % len(ANSWERS)], "1.2": f"{number} € et 8 €"}
            if number % 7 == 3:
                answers["9.9"] = "?"
            copy = {"copy": f"A{number:03}", "answers": answers}
            stream.write(json.dumps(copy, ensure_ascii=False) + "\n")


class Ended(NamedTuple):
    """A command that has ended: its status, negative for a signal, and what it printed."""

    status: int
    out: str
    err: str


class Command:
    """`examen` with these arguments in a new process, which inherits what tests have replaced.

    `before` is called in it first.
    """

    def __init__(self, *arguments: str, before: Callable[[], object] = lambda: None) -> None:
        _warm()
        self._shown = Path.cwd() / f".shown-{os.urandom(4).hex()}"
        self.process: BaseProcess = multiprocessing.get_context("fork").Process(
            target=self._run, args=(arguments, before)
        )
        self.process.start()

    def _run(self, arguments: tuple[str, ...], before: Callable[[], object]) -> None:
        os.setpgid(0, 0)
        sys.stdout = self._shown.with_suffix(".out").open("w", encoding="utf-8")
        sys.stderr = self._shown.with_suffix(".err").open("w", encoding="utf-8")
        before()
        status = main(arguments)
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(status)

    def end(self) -> Ended:
        """Wait for its end."""
        self.process.join(60)
        texts = []
        for suffix in (".out", ".err"):
            shown = self._shown.with_suffix(suffix)
            texts.append(shown.read_text("utf-8"))
            shown.unlink()
        return Ended(self.process.exitcode or 0, *texts)


def command(*arguments: str, before: Callable[[], object] = lambda: None) -> Ended:
    """Run `examen` with these arguments in a new process, to its end."""
    return Command(*arguments, before=before).end()


def at(copy: str, act: Callable[[], object]) -> Callable[[], None]:
    """For `Command`: do something whenever a copy is about to be graded, in the same process."""

    def replace() -> None:
        sound = Grader.grade

        def grade(grader: Grader, given: Copy) -> Grade:
            if given.id == copy:
                act()
            return sound(grader, given)

        Grader.grade = grade  # type: ignore[assignment, method-assign]  # in a process made for it

    return replace


def once(path: Path, act: Callable[[], object]) -> Callable[[], None]:
    """Do something the first time only, whichever process it is in."""

    def first() -> None:
        if not path.exists():
            path.touch()
            act()

    return first


def files(folder: Path) -> dict[str, bytes]:
    """All files below a folder, the hidden ones too."""
    found = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): path.read_bytes() for path in found}
