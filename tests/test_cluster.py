"""Copies graded by a Dask cluster: the same bytes as by one process, whatever dies."""

from __future__ import annotations

import json
import os
import pickle
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import dask
import pytest

import examen
from clusters import Cluster, free_port
from doc_pages import DOCS, Block, Page
from examen import bank as banks
from examen.cli import main
from examen.model.copy import Copy
from examen.problems import ExamenError
from examen.running import cluster as clusters
from examen.running import remote, serial
from examen.running.installation import installed
from examen.running.work import Batch, Reading, Work, batches
from runs import EXAM, HERE, bank, files, write_copies

COPIES = 60
WRITTEN = "consentement"  # a word that candidates wrote


@pytest.fixture(scope="module")
def work() -> Work:
    folder = HERE / "cli_bank"
    loaded = banks.load(folder / "bank", folder / "rubrics")
    return Work(banks.complete(loaded, EXAM), "fr")


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two processes, in which some copies are deadly."""
    with Cluster(tmp_path_factory.mktemp("two") / "cluster") as cluster:
        cluster.deadly_workers(2)
        yield cluster


@pytest.fixture
def school(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bank(tmp_path / "school"))
    write_copies(Path("many.jsonl"), COPIES)


def copies(count: int, **named: str) -> list[Copy]:
    """Copies, where `named` says which have another identifier."""
    return [
        Copy(named.get(f"A{n}", f"A{n}"), {"1.1": f"Le {WRITTEN} {n}.", "1.2": ""})
        for n in range(count)
    ]


def rename(path: Path, **named: str) -> None:
    """Give copies of a file another identifier."""
    text = path.read_text("utf-8")
    for old, new in named.items():
        text = text.replace(json.dumps(old), json.dumps(new))
    path.write_text(text, "utf-8")


def grade(folder: str, *more: str) -> int:
    return main(["grade", EXAM, "many.jsonl", "-o", folder, *more])


@pytest.mark.usefixtures("school")
class TestCommand:
    def test_a_cluster_makes_no_difference(
        self, two: Cluster, capsys: pytest.CaptureFixture[str]
    ) -> None:
        assert grade("one") == 1
        alone = capsys.readouterr()
        assert grade("two", "--cluster", two.address) == 1
        together = capsys.readouterr()
        assert together.err == alone.err
        assert together.out == alone.out.replace("one/", "two/")
        assert files(Path("two")) == files(Path("one"))
        assert len(files(Path("two"))) == COPIES + 2

    def test_nor_does_the_death_of_a_process_in_the_middle(
        self, two: Cluster, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rename(Path("many.jsonl"), A040="ONCE-A040")
        assert grade("one") == 1
        alone = capsys.readouterr()
        assert grade("two", "--cluster", two.address) == 1
        assert (two.folder / "ONCE-A040").exists()
        assert capsys.readouterr().err == alone.err
        assert files(Path("two")) == files(Path("one"))

    def test_a_scheduler_that_dies(
        self, tmp_path: Path, capsys: pytest.CaptureFixture[str]
    ) -> None:
        rename(Path("many.jsonl"), A040="HEADLESS-A040")
        assert grade("one") == 1
        with Cluster(tmp_path / "cluster") as cluster:
            cluster.deadly_workers(1)
            capsys.readouterr()
            assert grade("two", "--cluster", cluster.address) == 2
        err = capsys.readouterr().err
        assert f"l’ordonnanceur de «\u00a0{cluster.address}\u00a0» ne répond plus" in err
        assert "--resume" in err
        assert "Traceback" not in err
        assert not Path("two/grades.jsonl").exists()
        assert grade("two", "--resume") == 1
        assert "déjà noté" in capsys.readouterr().err
        assert files(Path("two")) == files(Path("one"))

    def test_either_processes_or_a_cluster(self, capsys: pytest.CaptureFixture[str]) -> None:
        assert grade("out", "--workers", "2", "--cluster", "tcp://127.0.0.1:1") == 2
        assert "--workers" in capsys.readouterr().err


class TestDeath:
    def test_killed_from_outside(self, two: Cluster, work: Work) -> None:
        items = copies(400)
        expected = list(serial.run(work, batches(Reading(items), 8)))
        made = batches(Reading(items), 8)
        with closing(clusters.run(work, made, two.address)) as graded:
            found = [next(graded)]
            killed = two.processes()
            for process in killed:
                os.kill(process, signal.SIGKILL)
            found += graded
        assert killed
        assert found == expected

    def test_poisonous_copies_are_reported_and_the_others_graded(
        self, two: Cluster, work: Work
    ) -> None:
        items = copies(60, A50="POISON")
        sane = [item for item in items if item.id != "POISON"]
        expected = list(serial.run(work, batches(Reading(sane), 8)))
        found = list(clusters.run(work, batches(Reading(items), 8), two.address))
        assert b"".join(one.lines for one in found) == b"".join(one.lines for one in expected)
        assert b"".join(one.rows for one in found) == b"".join(one.rows for one in expected)
        assert sum(one.items for one in found) == 60
        (problem,) = [problem for one in found for problem in one.problems]
        assert problem.code == "copy-crashed"
        assert "la copie POISON " in problem.message
        assert "sur la grappe" in problem.message
        assert WRITTEN not in two.logs()


def test_only_a_few_batches_are_read_ahead(two: Cluster, work: Work) -> None:
    reading = Reading(copies(5000))
    with closing(clusters.run(work, batches(reading, 5), two.address)) as graded:
        next(graded)
        assert reading.count < 100


def test_nothing_to_do(two: Cluster, work: Work) -> None:
    assert list(clusters.run(work, [], two.address)) == []


class TestUnusable:
    @pytest.fixture
    def answering(self) -> Iterator[str]:
        """The address of something that is no scheduler."""
        with socket.create_server(("127.0.0.1", 0)) as server:

            def serve() -> None:
                try:
                    while True:
                        server.accept()[0].sendall(b"SSH-2.0 bonjour\r\n" * 10)
                except OSError:
                    pass  # closed

            threading.Thread(target=serve, daemon=True).start()
            yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
            server.shutdown(socket.SHUT_RDWR)

    @pytest.mark.parametrize(
        "address",
        ["", "ici", "tcp://127.0.0.1", "http://127.0.0.1:80", f"tcp://[::1]:{free_port()}"],
    )
    def test_no_scheduler(self, work: Work, address: str) -> None:
        with pytest.raises(ExamenError, match="aucun ordonnanceur") as raised:
            list(clusters.run(work, [], address, patience=0.2))
        assert f"«\u00a0{address}\u00a0»" in str(raised.value)

    def test_something_else(self, work: Work, answering: str) -> None:
        with pytest.raises(ExamenError, match="aucun ordonnanceur"):
            list(clusters.run(work, [], answering, patience=0.2))

    def test_dask_says_nothing_at_the_end(self) -> None:
        lines = (
            "from examen.running.cluster import run",
            "try:",
            f"    list(run(None, [], 'tcp://127.0.0.1:{free_port()}', patience=0.2))",
            "except Exception as error:",
            "    print(type(error).__name__)",
        )
        ended = subprocess.run(  # noqa: S603 - our own Python
            [sys.executable, "-c", "\n".join(lines)], capture_output=True, text=True, check=True
        )
        assert (ended.stdout, ended.stderr) == ("ExamenError\n", "")

    def test_without_dask(self, work: Work, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "distributed", None)
        with pytest.raises(ExamenError, match=r"pip install examen\[cluster\]"):
            list(clusters.run(work, [], "tcp://127.0.0.1:1"))

    def test_no_processes_any_more_then_others(self, work: Work, tmp_path: Path) -> None:
        other, older = tmp_path / "other", tmp_path / "older"
        ignored = shutil.ignore_patterns("__pycache__", "shipped")
        shutil.copytree(Path(examen.__file__).parent, other / "examen", ignore=ignored)
        (other / "examen/grading/reasons.py").write_text("# changed\n")
        (older / "examen").mkdir(parents=True)
        (older / "examen/__init__.py").write_text("")
        with Cluster(tmp_path / "cluster") as cluster:
            cluster.deadly_workers(1, "--no-nanny")
            cluster.wait_for(1, "Register worker")
            made = batches(Reading(copies(9, A5="POISON")))
            with pytest.raises(ExamenError, match="n’a aucun processus pour noter depuis 1"):
                list(clusters.run(work, made, cluster.address, patience=1))
            cluster.workers(1, "--no-nanny", path=other)
            cluster.workers(1, "--no-nanny", path=older)
            cluster.wait_for(3, "Register worker")
            with pytest.raises(ExamenError) as raised:
                list(clusters.run(work, [], cluster.address))
        text = str(raised.value)
        ours = installed()["examen"]
        assert "ne donneraient pas les mêmes notes" in text
        assert text.count(f", ici {ours})") == 2
        assert f"(examen\u00a0{examen.__version__}+" in text
        assert "(examen\u00a0–, ici" in text


class TestRemote:
    """What a process does that joins a cluster later."""

    def reply(self, work: bytes, expected: dict[str, str]) -> remote.Reply:
        packed = pickle.dumps([Batch(3, tuple(copies(2)), "seal")])
        reply: remote.Reply = pickle.loads(remote.grade(work, expected, packed))  # noqa: S301 - our own
        return reply

    def test_grades(self, work: Work) -> None:
        reply = self.reply(work.pack(), installed())
        assert isinstance(reply, remote.Done)
        assert reply.graded == list(serial.run(work, [Batch(3, tuple(copies(2)), "seal")]))
        assert reply.seconds > 0

    def test_refuses_where_marks_would_differ(self, work: Work) -> None:
        reply = self.reply(work.pack(), installed() | {"spacy": "4"})
        assert isinstance(reply, remote.Refused)
        assert reply.installed == installed()

    def test_tells_of_a_failure_without_raising(self) -> None:
        reply = self.reply(pickle.dumps(None), installed())
        assert isinstance(reply, remote.Failed)
        assert "AttributeError" in str(reply.error)


class TestPage:
    """What the page tells people to type, as far as it can be tried without a network."""

    PAGE = Page(DOCS / "correction-a-grande-echelle.md")
    LINES = tuple(
        line for item in PAGE.items() if isinstance(item, Block) for line in item.text.splitlines()
    )

    def test_dask_knows_the_options(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from distributed.cli.dask_scheduler import main as scheduler
        from distributed.cli.dask_worker import main as worker

        monkeypatch.chdir(tmp_path)
        for name in ("grappe.pem", "grappe.key"):
            Path(name).touch()
        found = {"scheduler": 0, "worker": 0}
        for line in self.LINES:
            if line.startswith("dask "):
                _dask, name, *arguments = shlex.split(line)
                program = {"scheduler": scheduler, "worker": worker}[name]
                assert program.make_context(name, arguments)
                found[name] += 1
        assert found == {"scheduler": 2, "worker": 2}

    def test_and_the_settings(self) -> None:
        names = [line.split()[1].partition("=")[0] for line in self.LINES if line[:7] == "export "]
        assert len(names) == 3
        for name in names:
            key = name.removeprefix("DASK_").lower().replace("__", ".")
            assert dask.config.get(key, "unknown") is None
