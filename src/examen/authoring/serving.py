"""A preview in the browser: pages for this machine alone, and word when they are out of date."""

from __future__ import annotations

import contextvars
from collections.abc import Iterator
from contextlib import suppress
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event
from typing import Any
from urllib.parse import parse_qs, urlsplit

from examen.authoring.previewing import Preview
from examen.messages import _, reason
from examen.problems import ExamenError

HOST = "127.0.0.1"
_EVERY = 0.25  # seconds between two looks at the files
_BEAT = 40  # looks between two signs of life, by which a closed page is noticed
_POLICY = (
    "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


class PreviewServer(ThreadingHTTPServer):
    """Serves the pages of a preview, to this machine alone."""

    daemon_threads = True

    def __init__(self, preview: Preview, port: int) -> None:
        """Begin to listen.

        Args:
            preview: what to show.
            port: 0 for one that is free.

        Raises:
            ExamenError: the port is taken or not allowed.
        """
        self.preview = preview
        self.ended = Event()
        self._context = contextvars.copy_context()  # threads answer in the user's language
        try:
            super().__init__((HOST, port), _Handler)
        except (OSError, OverflowError) as error:
            message = _("port {port} cannot be used ({reason}); name another with --port")
            why = reason(error) if isinstance(error, OSError) else error
            raise ExamenError(message.format(port=port, reason=why)) from error

    @property
    def address(self) -> str:
        """Where the first page is."""
        return f"http://{HOST}:{self.server_port}/"

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        """Answer a request in a thread of its own, in the language of the one that listens."""
        self._context.copy().run(super().process_request_thread, request, client_address)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A page that was closed while it was written to is no error."""

    def server_close(self) -> None:
        """End, and let pages that wait for changes go."""
        self.ended.set()
        super().server_close()


class _Handler(BaseHTTPRequestHandler):
    """One request. Whoever asks under another name than this machine's is refused.

    A page of another site could otherwise read the bank, by a name that it has lead here.
    """

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send a page, or the stream of events."""
        if self._is_refused():
            return
        where = urlsplit(self.path)
        preview = self._here.preview
        name = where.path.removeprefix("/") or preview.first
        if name == "events":
            self._follow(parse_qs(where.query).get("state", [""])[0])
        elif name in preview.tabs:
            self._send(HTTPStatus.OK, preview.page(name))
        else:
            self._send(HTTPStatus.NOT_FOUND, _("There is no such page."), "text/plain")

    def do_HEAD(self) -> None:
        """Send what comes before a page."""
        self.do_GET()

    @property
    def _here(self) -> PreviewServer:
        server: Any = self.server
        return server  # type: ignore[no-any-return]  # made by a PreviewServer alone

    def _is_refused(self) -> bool:
        port = self._here.server_port
        if self.headers.get("Host") in {f"{HOST}:{port}", f"localhost:{port}"}:
            return False
        self._send(HTTPStatus.MISDIRECTED_REQUEST, _("There is no such page."), "text/plain")
        return True

    def _send(self, status: HTTPStatus, text: str, kind: str = "text/html") -> None:
        body = text.encode()
        self._begin(status, kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _begin(self, status: HTTPStatus, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", f"{kind}; charset=utf-8")
        self.send_header("Cache-Control", "no-store")
        self.send_header("Content-Security-Policy", _POLICY)
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")

    def _follow(self, state: str) -> None:
        """Tell a page when the files are no longer in the state that it was made in."""
        self._begin(HTTPStatus.OK, "text/event-stream")
        self.send_header("Connection", "close")
        self.end_headers()
        self.close_connection = True
        if self.command == "HEAD":
            return
        with suppress(OSError):  # the page was closed
            for word in self._words(state):
                self.wfile.write(word)
                self.wfile.flush()

    def _words(self, state: str) -> Iterator[bytes]:
        yield b": watching\n\n"
        looks = 0
        while self._here.preview.state() == state:
            if self._here.ended.wait(_EVERY):
                return
            looks += 1
            if looks % _BEAT == 0:
                yield b": still watching\n\n"
        yield b"event: changed\ndata:\n\n"

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the library's word
        """Say nothing on the terminal."""
