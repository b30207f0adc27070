"""`examen preview`: pages over HTTP, as a browser asks for them, and word of every change."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from threading import Thread

import pytest

from examen import messages
from examen.authoring import serving
from examen.authoring.previewing import Preview
from examen.authoring.serving import PreviewServer
from examen.cli.main import run
from examen.cli.preview import _tabs

CASE, FIGURE, RUBRIC = (
    Path("bank/cases/club.yaml"),
    Path("bank/cases/figures/affiche.svg"),
    Path("rubrics/club.yaml"),
)
TEXT = """\
schema: case/1
id: club
title: Le club <de> judo
context: Un club veut grandir.
documents:
  - kind: figure
    id: affiche
    title: L'affiche
    file: figures/affiche.svg
    alternative: Une affiche.
parts:
  - id: a
    title: Un dossier
    questions:
      - {number: "1", prompt: Rédigez un message., points: 2, documents: [affiche]}
"""
PICTURE = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><rect width="9" height="9"/></svg>'
)


@pytest.fixture
def club(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    FIGURE.parent.mkdir(parents=True)
    FIGURE.write_text(PICTURE)
    CASE.write_text(TEXT)
    return tmp_path


@pytest.fixture
def server(club: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[PreviewServer]:
    monkeypatch.setattr(serving, "_EVERY", 0.02)
    preview = Preview(club / "bank", club / "rubrics", "club", tabs=_tabs(), first="subject")
    with PreviewServer(preview, 0) as made:
        thread = Thread(target=made.serve_forever, args=(0.02,))
        thread.start()
        yield made
        made.shutdown()
        thread.join()
    while OPEN:
        OPEN.pop().close()


OPEN: list[HTTPConnection | HTTPResponse] = []


def ask(server: PreviewServer, path: str, method: str = "GET", host: str = "") -> HTTPResponse:
    connection = HTTPConnection("127.0.0.1", server.server_port, timeout=10)
    headers = {"Host": host.format(port=server.server_port)} if host else {}
    connection.request(method, path, headers=headers)
    answer = connection.getresponse()
    OPEN.extend((connection, answer))
    return answer


def page(server: PreviewServer, path: str = "/") -> str:
    answer = ask(server, path)
    assert answer.status == 200
    return answer.read().decode()


def state(text: str) -> str:
    return str(re.findall(r'data-state="([0-9a-f]+)"', text)[0])


def followed(server: PreviewServer, since: str) -> HTTPResponse:
    """The stream of events, once it has begun."""
    answer = ask(server, f"/events?state={since}")
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    assert answer.fp.readline() == b": watching\n"
    assert answer.fp.readline() == b"\n"
    return answer


def test_each_document_has_a_page_with_the_others_beside_it(server: PreviewServer) -> None:
    text = page(server)
    assert "<h1>Le club &lt;de&gt; judo</h1>" in text
    assert "Rédigez un message." in text
    assert re.findall(r'<a href="/([a-z-]+)"( aria-current=page)?>', text) == [
        ("subject", " aria-current=page"),
        ("guide", ""),
        ("grid", ""),
        ("booklet", ""),
        ("recognition", ""),
    ]
    assert '<a href="/grid" aria-current=page>' in page(server, "/grid")
    assert text.count("<body") == text.count("</body>") == text.count("new EventSource(") == 1


def test_only_this_machine_is_answered_and_nothing_is_kept(server: PreviewServer) -> None:
    assert server.server_address[0] == "127.0.0.1"
    answer = ask(server, "/")
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    for host, status in (
        ("localhost:{port}", 200),
        ("127.0.0.1:{port}", 200),
        ("127.0.0.1", 421),
        ("bank.example:{port}", 421),
        ("127.0.0.1.example:{port}", 421),
    ):
        answer = ask(server, "/", host=host)
        assert answer.status == status, host
        assert (b"judo" in answer.read()) == (status == 200)
        assert ask(server, "/events?state=x", host=host).status == status
    assert ask(server, "/../bank/cases/club.yaml").status == 404
    assert ask(server, "/bank/cases/club.yaml").status == 404
    assert ask(server, "/", "POST").status == 501
    head = ask(server, "/", "HEAD")
    assert (head.status, head.read()) == (200, b"")
    assert int(head.headers["Content-Length"]) > 1000


@pytest.mark.parametrize("path", [CASE, FIGURE, RUBRIC, Path("bank/lexicons/mots.yaml")])
def test_word_comes_when_a_file_changes(path: Path, server: PreviewServer) -> None:
    """A file that is written, replaced, made, or taken away."""
    path.parent.mkdir(exist_ok=True)
    since = state(page(server))
    stream = followed(server, since)
    if path.exists():
        path.write_text(path.read_text() + "\n")
    else:
        path.write_text("schema: lexicon/1\nid: x\nsynonyms: []\n")
    assert stream.fp.readline() == b"event: changed\n"
    new = state(page(server))
    assert new != since
    stream = followed(server, new)
    path.unlink()
    assert stream.fp.readline() == b"event: changed\n"


def test_a_change_before_the_page_listens_is_not_missed(server: PreviewServer) -> None:
    since = state(page(server))
    CASE.write_text(TEXT + "\n")
    assert followed(server, since).fp.readline() == b"event: changed\n"


def test_a_page_that_is_up_to_date_waits(server: PreviewServer) -> None:
    stream = followed(server, state(page(server)))
    assert stream.fp is not None
    connection = stream.fp.raw._sock  # type: ignore[attr-defined]
    connection.settimeout(0.7)
    with pytest.raises(TimeoutError):
        stream.fp.readline()


def test_pages_that_wait_are_let_go_at_the_end(server: PreviewServer) -> None:
    stream = followed(server, state(page(server)))
    server.server_close()
    assert stream.fp.readline() == b""


def test_a_broken_file_shows_its_problems_until_it_is_mended(server: PreviewServer) -> None:
    CASE.write_text(TEXT.replace("points: 2", "ponts: 2"))
    text = page(server)
    assert 'data-shown="problems"' in text
    place = f"{CASE.resolve().as_posix()}:15:52: unknown-key"
    assert f"<code>{place}</code><br>la clé « ponts » est inconnue ici" in text.replace("\xa0", " ")
    stream = followed(server, state(text))
    CASE.write_text(TEXT)
    assert stream.fp.readline() == b"event: changed\n"
    assert 'data-shown="document"' in page(server)


@pytest.mark.parametrize("text", [None, "", "a: [", "id: club\nschema: case/1\n"])
def test_whatever_the_file_holds_there_is_a_page(text: str | None, server: PreviewServer) -> None:
    CASE.unlink()
    if text is not None:
        CASE.write_text(text)
    shown = page(server)
    assert 'data-shown="problems"' in shown
    stream = followed(server, state(shown))
    CASE.write_text(TEXT)
    assert stream.fp.readline() == b"event: changed\n"
    assert "Rédigez un message." in page(server)


def test_a_missing_picture_is_told(server: PreviewServer) -> None:
    FIGURE.unlink()
    text = page(server)
    assert 'data-shown="problems"' in text
    assert "affiche.svg" in text


def test_what_does_not_keep_it_from_being_shown_stands_above(server: PreviewServer) -> None:
    CASE.write_text(TEXT.replace("title: Un dossier", "title: Un dossier\n    points: 3"))
    text = page(server)
    assert 'data-shown="document"' in text
    assert "<summary>1 problème</summary>" in text
    assert ": points-sum</code>" in text


def test_oral_cases_have_documents_for_the_jury(server: PreviewServer) -> None:
    scenario = "form: role-play\nscenario: {minutes: 9, role: Un client., opening: Bonjour.}\n"
    CASE.write_text(TEXT.replace("context:", scenario + "context:"))
    assert 'href="/jury-grid"' in page(server)
    assert "Un client." in page(server, "/scenario")


def test_pages_speak_the_language_of_the_command(club: Path) -> None:
    CASE.write_text("")
    with messages.using("en"):
        preview = Preview(club / "bank", club / "rubrics", "club", tabs=_tabs(), first="grid")
        server = PreviewServer(preview, 0)
    thread = Thread(target=server.serve_forever, args=(0.02,))
    with server:
        thread.start()
        text = page(server)
        server.shutdown()
    thread.join()
    while OPEN:
        OPEN.pop().close()
    assert ">Marking grid</a>" in text
    assert '<html lang="en">' in text


@pytest.mark.usefixtures("club")
def test_what_cannot_be_shown_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["preview", "clubs", "--no-browser"]) == 2
    assert "club" in capsys.readouterr().err
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        assert run(["preview", "club", "--no-browser", "--port", port]) == 2
    assert f"le port {port}" in capsys.readouterr().err


@pytest.mark.usefixtures("club")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_it_ends_when_told_to_even_while_pages_wait(sent: signal.Signals) -> None:
    command = "import signal, sys; signal.signal(signal.SIGINT, signal.default_int_handler); "
    command += "from examen.cli.main import run; "
    command += "sys.exit(run(['preview', 'club', '--no-browser', '--port', '0']))"
    with subprocess.Popen(  # noqa: S603 - our own words
        [sys.executable, "-c", command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        port = int(re.findall(r"http://127.0.0.1:(\d+)/", process.stdout.readline())[0])
        connection = HTTPConnection("127.0.0.1", port, timeout=10)
        connection.request("GET", "/")
        text = connection.getresponse().read().decode()
        waiting = HTTPConnection("127.0.0.1", port, timeout=10)
        waiting.request("GET", f"/events?state={state(text)}")
        stream = waiting.getresponse()
        process.send_signal(sent)
        assert process.wait(10) == 0
        assert process.stderr.read() == "L’aperçu est arrêté.\n"
        for opened in (connection, waiting, stream):
            opened.close()
