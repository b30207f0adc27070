"""Copies graded in batches, by one process or several: the same bytes, whatever dies."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterable
from contextlib import closing
from pathlib import Path
from typing import NoReturn

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from examen import bank as banks
from examen.grading import Grader
from examen.model.copy import Copy
from examen.model.grade import Grade
from examen.problems import ExamenError, Problem, Source
from examen.running import processes, serial
from examen.running.work import (
    Batch,
    Graded,
    Reading,
    Work,
    Worker,
    batches,
    opened,
)
from runs import ANSWERS, EXAM, HERE, Command, at, bank, command, files, once, write_copies

COPIES = 120


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.fixture(scope="module")
def work() -> Work:
    folder = HERE / "cli_bank"
    loaded = banks.load(folder / "bank", folder / "rubrics")
    return Work(banks.complete(loaded, EXAM), "fr", "html")


@pytest.fixture(scope="module")
def worker(work: Work) -> Worker:
    return opened(work.pack())


def copies(count: int) -> list[Copy | Problem]:
    items: list[Copy | Problem] = []
    for number in range(count):
        if number % 9 == 4:
            items.append(Problem(Source("copies.jsonl", number), "copy-id", "Sans numéro."))
        answers = {"1.1": ANSWERS[number % len(ANSWERS)], "1.2": "42 €" * (number % 3)}
        items.append(Copy(f"A{number}", answers, source=Source("copies.jsonl", number)))
    return items


def whole(graded: Iterable[Graded]) -> tuple[object, ...]:
    """All that batches come to, which must not depend on where they end."""
    found = list(graded)
    return (
        sum(one.items for one in found),
        sum(one.copies for one in found),
        sum(one.to_review for one in found),
        b"".join(one.lines for one in found),
        b"".join(one.rows for one in found),
        [corrige for one in found for corrige in one.corriges],
        [problem for one in found for problem in one.problems],
        found[-1].seal if found else "",
    )


class TestBatches:
    @given(st.integers(0, 90), st.integers(1, 40), st.integers(1, 900))
    def test_hold_everything_in_order(self, count: int, most: int, characters: int) -> None:
        items = copies(count)
        reading = Reading(items)
        made = list(batches(reading, most, characters))
        assert [item for batch in made for item in batch.items] == items
        assert [batch.number for batch in made] == list(range(len(made)))
        assert all(0 < len(batch.items) <= most for batch in made)
        assert not made or made[-1].seal == reading.seal

    @settings(deadline=None, max_examples=25)
    @given(st.integers(1, 40), st.integers(1, 900))
    def test_ends_make_no_difference(self, worker: Worker, most: int, characters: int) -> None:
        items = copies(20)
        expected = whole([worker.grade(Batch(0, tuple(items), _seal(items)))])
        made = batches(Reading(items), most, characters)
        assert whole(map(worker.grade, made)) == expected

    def test_long_copies_make_short_batches(self) -> None:
        items = [Copy(f"A{n}", {"1.1": "x" * 1000}) for n in range(500)]
        sizes = [len(batch.items) for batch in batches(Reading(items), 64, 5000)]
        assert max(sizes) == 5

    def test_a_short_job_is_shared_out(self) -> None:
        sizes = [len(batch.items) for batch in batches(Reading(copies(35)))]
        assert len(sizes) > 20
        assert max(sizes) <= 3

    def test_are_read_as_they_are_asked_for(self) -> None:
        reading = Reading(copies(500))
        made = batches(reading)
        for _ in range(3):
            next(made)
        assert reading.count == 3

    def test_seals_tell_copies_apart(self) -> None:
        def seals(items: list[Copy | Problem]) -> list[str]:
            return [batch.seal for batch in batches(Reading(items))]

        one, two = copies(30), copies(30)
        assert seals(one) == seals(two)
        two[20] = Copy("A20", {"1.1": "autre", "1.2": ""})
        assert seals(one)[0] == seals(two)[0]
        assert seals(one)[-1] != seals(two)[-1]


def alone(worker: Worker, items: list[Copy | Problem]) -> tuple[object, ...]:
    """What one process makes of them."""
    return whole(map(worker.grade, batches(Reading(items))))


def _seal(items: list[Copy | Problem]) -> str:
    reading = Reading(items)
    list(reading)
    return reading.seal


def run(work: Work, items: list[Copy | Problem], workers: int = 2, most: int = 8) -> list[Graded]:
    return list(processes.run(work, batches(Reading(items), most), workers))


@pytest.fixture
def hook(monkeypatch: pytest.MonkeyPatch) -> Callable[[str, Callable[[], object]], None]:
    """Have something done whenever a copy is about to be graded."""
    sound = Grader.grade

    def replace(copy: str, act: Callable[[], object]) -> None:
        def grade(grader: Grader, given: Copy) -> Grade:
            if given.id == copy:
                act()
            return sound(grader, given)

        monkeypatch.setattr(Grader, "grade", grade)

    return replace


Hook = Callable[[str, Callable[[], object]], None]


def test_one_process(work: Work, worker: Worker) -> None:
    items = copies(COPIES)
    assert whole(serial.run(work, batches(Reading(items), 8))) == alone(worker, items)


class TestProcesses:
    @pytest.mark.parametrize("workers", [1, 2, 3])
    def test_give_what_one_gives(self, work: Work, worker: Worker, workers: int) -> None:
        items = copies(COPIES)
        graded = run(work, items, workers)
        assert [one.number for one in graded] == list(range(len(graded)))
        assert whole(graded) == alone(worker, items)

    def test_started_from_nothing_they_give_the_same(self, work: Work, worker: Worker) -> None:
        items = copies(20)
        graded = processes.run(work, batches(Reading(items)), 1, "spawn")
        assert whole(graded) == alone(worker, items)

    def test_nothing_to_do(self, work: Work) -> None:
        assert run(work, []) == []

    def test_only_a_few_batches_are_read_ahead(self, work: Work) -> None:
        reading = Reading(copies(2000))
        with closing(processes.run(work, batches(reading, 5), 2)) as graded:
            next(graded)
            time.sleep(0.2)
            next(graded)
            assert reading.count < 100

    def test_a_slow_batch_does_not_pile_up_what_follows(self, work: Work, hook: Hook) -> None:
        hook("A0", lambda: time.sleep(0.3))
        reading = Reading(copies(2000))
        with closing(processes.run(work, batches(reading, 5), 2)) as graded:
            next(graded)
            assert reading.count < 100

    def test_none_is_left_behind(self, work: Work) -> None:
        run(work, copies(30))
        assert multiprocessing.active_children() == []
        graded = processes.run(work, batches(Reading(copies(500))), 2)
        next(graded)
        assert len(multiprocessing.active_children()) == 2
        graded.close()
        assert multiprocessing.active_children() == []

    def test_no_more_are_started_than_have_something_to_do(self, work: Work) -> None:
        with closing(processes.run(work, batches(Reading(copies(2))), 8)) as graded:
            next(graded)
            assert len(multiprocessing.active_children()) <= 2

    def test_a_failure_of_ours_is_told(self, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken(_worker: Worker, _batch: Batch) -> NoReturn:
            raise ZeroDivisionError

        monkeypatch.setattr(Worker, "grade", broken)
        with pytest.raises(RuntimeError, match="ZeroDivisionError"):
            run(work, copies(5))
        assert multiprocessing.active_children() == []

    def test_processes_that_do_not_start(self, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(processes, "_serve", lambda *_given: os._exit(7))
        with pytest.raises(ExamenError, match=r"ne démarrent pas \(code 7\)"):
            run(work, copies(5))


class TestDeath:
    def test_a_killed_process_loses_nothing_and_doubles_nothing(
        self, work: Work, worker: Worker, hook: Hook, tmp_path: Path
    ) -> None:
        items = copies(COPIES)
        expected = alone(worker, items)
        hook("A57", once(tmp_path / "dead", die))
        assert whole(run(work, items)) == expected
        assert (tmp_path / "dead").exists()

    def test_killed_again_and_again(
        self, work: Work, worker: Worker, hook: Hook, tmp_path: Path
    ) -> None:
        items = copies(COPIES)
        expected = alone(worker, items)
        hook("A57", once(tmp_path / "dead", die))
        killed = []
        with closing(processes.run(work, batches(Reading(items), 4), 2)) as graded:
            found = [next(graded)]
            for one in graded:
                found.append(one)
                if one.number % 8 == 0:
                    child = multiprocessing.active_children()[-1]
                    killed.append(child.pid)
                    child.kill()
        assert len(set(killed)) > 2
        assert whole(found) == expected

    def test_poisonous_copies_are_reported_and_the_others_graded(
        self, work: Work, worker: Worker, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        items = copies(COPIES)
        sane = [item for item in items if getattr(item, "id", "") not in {"A40", "A41", "A90"}]
        expected = alone(worker, sane)
        sound = Grader.grade

        def grade(grader: Grader, copy: Copy) -> Grade:
            if copy.id in {"A40", "A41", "A90"}:
                die()
            return sound(grader, copy)

        monkeypatch.setattr(Grader, "grade", grade)
        found = whole(run(work, items))
        told = [one for one in found[6] if one.code == "copy-crashed"]  # type: ignore[attr-defined]
        assert [problem.source.line for problem in told] == [40, 41, 90]
        assert "la copie A40 fait tomber le processus qui la note" in told[0].message
        assert "signal 9" in told[0].message
        assert (found[1], *found[3:6]) == (expected[1], *expected[3:6])

    def test_a_process_that_exits(self, work: Work, hook: Hook) -> None:
        hook("A3", lambda: os._exit(5))
        problems = [problem for one in run(work, copies(6)) for problem in one.problems]
        assert [problem.code for problem in problems] == ["copy-crashed", "copy-id"]
        assert "(code 5)" in problems[0].message


class TestCommand:
    @pytest.fixture(autouse=True)
    def _bank(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(bank(tmp_path / "school"))
        write_copies(Path("many.jsonl"), COPIES)

    def test_workers_make_no_difference(self) -> None:
        one = command("grade", EXAM, "many.jsonl", "-o", "one")
        two = command("grade", EXAM, "many.jsonl", "-o", "two", "--workers", "2")
        assert one.status == two.status == 1
        assert one.err == two.err
        assert one.err.count("copy-question") == len(range(3, COPIES, 7))
        assert one.out.replace("one/", "two/") == two.out
        assert files(Path("one")) == files(Path("two"))
        assert len(files(Path("one"))) == COPIES + 2

    def test_a_killed_worker_makes_no_difference(self) -> None:
        one = command("grade", EXAM, "many.jsonl", "-o", "one")
        killing = at("A077", once(Path("dead"), die))
        arguments = ("grade", EXAM, "many.jsonl", "-o", "two", "--workers", "2")
        assert command(*arguments, before=killing).err == one.err
        assert Path("dead").exists()
        assert files(Path("one")) == files(Path("two"))

    def test_a_poisonous_copy(self) -> None:
        arguments = ("grade", EXAM, "many.jsonl", "-o", "out", "--workers", "2")
        status, out, err = command(*arguments, before=at("A077", die))
        assert status == 1
        assert "many.jsonl:78: copy-crashed: la copie A077" in err
        assert f"{COPIES - 1} copies notées" in out

    def test_workers_follow_the_one_that_started_them(self) -> None:
        pids = Path("pids")
        pids.mkdir()

        def slowly() -> None:
            sound = Grader.grade

            def grade(grader: Grader, copy: Copy) -> Grade:
                (pids / str(os.getpid())).touch()
                time.sleep(0.01)
                return sound(grader, copy)

            Grader.grade = grade  # type: ignore[assignment, method-assign]  # in a process made for it

        started = Command("grade", EXAM, "many.jsonl", "-o", "out", "--workers", "2", before=slowly)
        _until(lambda: len(list(pids.iterdir())) == 2)
        started.process.kill()
        assert started.end().status == -signal.SIGKILL
        _until(lambda: not any(_alive(int(path.name)) for path in pids.iterdir()))


def _until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        time.sleep(0.01)
    pytest.fail("it did not come true")


def _alive(process: int) -> bool:
    try:
        return Path(f"/proc/{process}/stat").read_text().split(")")[1].split()[0] != "Z"
    except FileNotFoundError:
        return False
