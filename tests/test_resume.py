"""Runs that are broken off: what is left on the disk, and that going on gives the same bytes."""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from examen.exchange import growing
from runs import EXAM, Ended, at, bank, command, files, write_copies

COPIES = 100
DONE = {"grades.jsonl", "grades.csv"}
LEFT = {".grades.jsonl.part", ".grades.csv.part", ".grades.journal"}
GRADE = ("grade", EXAM, "many.jsonl", "--no-corriges", "-o")
WITH_CORRIGES = ("grade", EXAM, "many.jsonl", "-o")


def kill(number: int) -> Callable[[], None]:
    return lambda: os.kill(os.getpid(), number)


@pytest.fixture(autouse=True)
def _bank(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bank(tmp_path / "school"))
    write_copies(Path("many.jsonl"), COPIES)


@pytest.fixture
def whole(tmp_path: Path) -> dict[str, bytes]:
    """What a run gives that nothing interrupts."""
    del tmp_path
    assert command(*GRADE, "whole").status == 1
    return files(Path("whole"))


def broken_off(number: int = signal.SIGTERM, copy: str = "A060", *more: str) -> Ended:
    """A run into `out` that a signal ends when it comes to a copy."""
    return command(*GRADE, "out", *more, before=at(copy, kill(number)))


class TestSignals:
    @pytest.mark.parametrize("copy", ["A001", "A050", "A099"])
    def test_killed(self, whole: dict[str, bytes], copy: str) -> None:
        assert broken_off(signal.SIGKILL, copy).status == -signal.SIGKILL
        assert set(files(Path("out"))) == LEFT
        ended = command(*GRADE, "out", "--resume")
        assert ended.status == 1
        assert "déjà noté" in ended.err
        assert f"{COPIES} copies notées" in ended.out
        assert files(Path("out")) == whole

    @pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_asked_to_end(
        self, whole: dict[str, bytes], number: int, status: int, workers: str
    ) -> None:
        def slow() -> None:
            os.kill(os.getppid() if workers == "2" else os.getpid(), number)
            signal.sigtimedwait([], 1)

        ended = command(*GRADE, "out", "--workers", workers, before=at("A060", slow))
        assert ended.status == status
        assert "Ce qui est noté est gardé\u00a0: la même commande avec --resume" in ended.err
        assert "Interrompu." in ended.err
        assert "Traceback" not in ended.err
        assert set(files(Path("out"))) == LEFT
        assert command(*GRADE, "out", "--resume", "--workers", "2").status == 1
        assert files(Path("out")) == whole

    def test_again_and_again(self, whole: dict[str, bytes]) -> None:
        assert broken_off(signal.SIGKILL, "A020").status == -signal.SIGKILL
        for copy in ("A040", "A060", "A061", "A080"):
            assert broken_off(signal.SIGTERM, copy, "--resume").status == 143
        ended = command(*GRADE, "out", "--resume")
        assert (ended.status, files(Path("out"))) == (1, whole)

    def test_the_same_problems_are_told(self) -> None:
        expected = command(*GRADE, "whole").err.splitlines()
        before = broken_off(signal.SIGTERM).err.splitlines()
        after = command(*GRADE, "out", "--resume").err.splitlines()
        told = [line for line in [*before, *after] if "copy-question" in line]
        assert list(dict.fromkeys(told)) == expected

    def test_corriges(self) -> None:
        command(*WITH_CORRIGES, "whole")
        command(*WITH_CORRIGES, "out", before=at("A060", kill(signal.SIGKILL)))
        assert len(list(Path("out/corriges").iterdir())) > 30
        command(*WITH_CORRIGES, "out", "--resume")
        assert files(Path("out")) == files(Path("whole"))

    def test_before_a_copy_is_graded_nothing_is_left(self) -> None:
        ended = broken_off(signal.SIGTERM, "A000")
        assert (ended.status, ended.out) == (143, "")
        assert "--resume" not in ended.err
        assert not Path("out").exists()

    def test_old_grades_stay(self) -> None:
        write_copies(Path("few.jsonl"), 3)
        command("grade", EXAM, "few.jsonl", "--no-corriges", "-o", "out")
        before = files(Path("out"))
        broken_off()
        after = files(Path("out"))
        assert {name: after[name] for name in before} == before
        assert set(after) == DONE | LEFT
        command(*GRADE, "out", "--resume")
        assert set(files(Path("out"))) == DONE


def test_killed_at_any_moment() -> None:
    """Before each call that changes the disk, and halfway through each write."""
    write_copies(Path("many.jsonl"), 4)
    command(*GRADE, "whole")
    moments = 0
    while True:
        moments += 1
        ended = command(*GRADE, "out", before=partial(deadly, moments))
        if ended.status == 1:
            break
        assert ended.status == -signal.SIGKILL
        assert command(*GRADE, "out", "--resume").status == 1
        assert files(Path("out")) == files(Path("whole")), moments
        shutil.rmtree("out")
    assert moments > 30


def deadly(moment: int) -> None:
    """Have the process killed at the `moment`-th change of the disk."""
    left = moment

    def count() -> bool:
        nonlocal left
        left -= 1
        return left == 0

    def killing(name: str) -> None:
        sound = getattr(os, name)

        def act(*given: object, **more: object) -> object:
            if count():
                kill(signal.SIGKILL)()
            return sound(*given, **more)

        setattr(os, name, act)

    for name in ("fsync", "replace", "unlink"):
        killing(name)
    write = growing._write

    def half(stream: object, piece: bytes) -> None:
        if count():
            write(stream, piece[: len(piece) // 2])  # type: ignore[arg-type]  # passed on
            kill(signal.SIGKILL)()
        write(stream, piece)  # type: ignore[arg-type]  # passed on

    growing._write = half
    growing._SHARE = 0  # a journal after each step


class TestDisk:
    @pytest.mark.parametrize("workers", ["1", "2"])
    def test_full(self, whole: dict[str, bytes], workers: str) -> None:
        room = len(whole["grades.jsonl"]) // 2

        def small() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))

        ended = command(*GRADE, "out", "--workers", workers, before=small)
        assert (ended.status, ended.out) == (2, "")
        assert "Erreur\u00a0: «\u00a0out\u00a0» ne peut pas être écrit" in ended.err
        assert "--resume" in ended.err
        assert set(files(Path("out"))) == LEFT
        assert command(*GRADE, "out", "--resume").status == 1
        assert files(Path("out")) == whole

    def test_no_room_at_all(self) -> None:
        def tiny() -> None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (700, resource.RLIM_INFINITY))

        ended = command(*GRADE, "out", before=tiny)
        assert ended.status == 2
        assert "--resume" not in ended.err
        assert not Path("out").exists()

    def test_grades_that_cannot_be_replaced(self, whole: dict[str, bytes], tmp_path: Path) -> None:
        """As where a spreadsheet program holds the gradebook open."""

        def held() -> None:
            sound = os.replace

            def replace(old: Path, new: Path) -> None:
                if Path(new).name == "grades.csv":
                    raise PermissionError(13, "Permission denied")
                sound(old, new)

            os.replace = replace  # type: ignore[assignment]  # in a process made for it

        ended = command(*GRADE, "out", before=held)
        assert ended.status == 2
        assert "--resume" in ended.err
        graded = tmp_path / "graded"
        ended = command(*GRADE, "out", "--resume", before=at("A000", graded.touch))
        assert (ended.status, files(Path("out"))) == (1, whole)
        assert not graded.exists()

    def test_another_run_writes_there(self) -> None:
        seen: list[Ended] = []

        def other() -> None:
            seen.append(command(*GRADE, "out", "--no-resume"))
            Path("seen.json").write_text(json.dumps(seen), "utf-8")

        ended = command(*GRADE, "out", before=at("A050", other))
        assert ended.status == 1
        ((status, _, err),) = json.loads(Path("seen.json").read_text("utf-8"))
        assert status == 2
        assert "un autre passage écrit dans" in err
        assert set(files(Path("out"))) == DONE

    @pytest.mark.parametrize(
        "journal",
        [
            '{"state": {"wor',
            "[]",
            "{}",
            '{"state": 1, "sizes": [0, 0]}',
            '{"state": {}, "sizes": []}',
            '{"state": {"work": {}, "tally": 5}, "sizes": [0, 0]}',
        ],
    )
    def test_a_journal_that_is_damaged(self, whole: dict[str, bytes], journal: str) -> None:
        broken_off()
        Path("out/.grades.journal").write_text(journal, "utf-8")
        for more in ([], ["--resume"]):
            ended = command(*GRADE, "out", *more)
            assert (ended.status, ended.out) == (2, "")
            assert "son journal est endommagé. Ajoutez --no-resume" in ended.err
        assert command(*GRADE, "out", "--no-resume").status == 1
        assert files(Path("out")) == whole

    def test_files_that_are_gone(self) -> None:
        broken_off()
        Path("out/.grades.jsonl.part").unlink()
        ended = command(*GRADE, "out", "--resume")
        assert ended.status == 2
        assert "n’est plus là" in ended.err
        assert command(*GRADE, "out", "--no-resume").status == 1


class TestRefused:
    def refused(self, *arguments: str) -> str:
        before = files(Path("out"))
        ended = command(*arguments)
        assert (ended.status, ended.out) == (2, "")
        assert files(Path("out")) == before
        return ended.err

    def test_without_a_word(self, whole: dict[str, bytes]) -> None:
        broken_off()
        err = self.refused(*GRADE, "out")
        assert re.search("interrompu dans «\u00a0out\u00a0» après [56][0-9] copies notées", err)
        assert "--resume pour le reprendre" in err
        assert command(*GRADE, "out", "--no-resume").status == 1
        assert files(Path("out")) == whole

    def test_another_rubric(self) -> None:
        broken_off()
        rubric = Path("rubrics/pain.yaml")
        rubric.write_text(rubric.read_text("utf-8").replace("- demander le", "- avoir le"), "utf-8")
        assert "le barème a changé depuis. Ajoutez --no-resume" in self.refused(
            *GRADE, "out", "--resume"
        )

    def test_other_texts(self) -> None:
        broken_off()
        case = Path("bank/pain.yaml")
        case.write_text(case.read_text("utf-8").replace("Soixante", "Cent"), "utf-8")
        assert "les textes de l’épreuve ont changé" in self.refused(*GRADE, "out", "--resume")

    def test_other_options(self) -> None:
        broken_off()
        err = self.refused(*WITH_CORRIGES, "out", "--resume")
        assert "d’autres options pour les corrigés" in err
        err = self.refused(*GRADE, "out", "--resume", "--lang", "en")
        assert "it was begun with --lang fr" in err

    def test_another_version(self, monkeypatch: pytest.MonkeyPatch) -> None:
        broken_off()
        monkeypatch.setattr("examen.__version__", "0.2.0")
        err = self.refused(*GRADE, "out", "--resume")
        assert "commencé avec la version 0.1.0 d’examen, et voici la 0.2.0" in err

    def test_another_exam(self) -> None:
        broken_off()
        err = self.refused("grade", "pain-quotidien", *GRADE[2:], "out", "--resume")
        assert "il concerne l’épreuve examen-pain" in err

    @pytest.mark.parametrize("line", [0, 30, 50])
    def test_other_copies(self, line: int) -> None:
        broken_off()
        copies = Path("many.jsonl")
        lines = copies.read_text("utf-8").splitlines(keepends=True)
        lines[line] = lines[line].replace('"1.1": "', '"1.1": "Bref. ')
        copies.write_text("".join(lines), "utf-8")
        assert "copies ne sont plus celles" in self.refused(*GRADE, "out", "--resume")

    def test_fewer_copies(self) -> None:
        broken_off()
        write_copies(Path("many.jsonl"), 50)
        assert "copies ne sont plus celles" in self.refused(*GRADE, "out", "--resume")


def test_more_copies_than_before_are_graded_too() -> None:
    broken_off()
    write_copies(Path("many.jsonl"), COPIES + 5)
    command(*GRADE, "whole")
    assert command(*GRADE, "out", "--resume").status == 1
    assert files(Path("out")) == files(Path("whole"))


def test_nothing_to_resume(whole: dict[str, bytes]) -> None:
    ended = command(*GRADE, "out", "--resume")
    assert "Aucun passage interrompu" in ended.err
    assert (ended.status, files(Path("out"))) == (1, whole)


def test_a_real_process_says_goodbye() -> None:
    """No part of it is ours: started, told to end and gone on with as people do."""
    write_copies(Path("many.jsonl"), 20_000)
    started = subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "examen", *GRADE, "out", "--workers", "2"],
        stderr=subprocess.PIPE,
        text=True,
    )
    part = Path("out/.grades.journal")
    while not part.exists():
        time.sleep(0.01)
    started.send_signal(signal.SIGTERM)
    _, err = started.communicate(timeout=60)
    assert started.returncode == 143
    assert "--resume" in err
    assert "Traceback" not in err
    assert set(files(Path("out"))) == LEFT
