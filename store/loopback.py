"""A door for query workers: HTTP on the loopback interface, for those who know an address."""

from __future__ import annotations

import sys
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any, Final

from store.remote import RemoteError, Solutions

Answerer = Callable[[int, str], Solutions]

_LONGEST: Final = 4_000_000
_IDLE: Final = 30.0


class Door:
    """Listens on 127.0.0.1 until it is closed; who is not admitted gets 404."""

    def __init__(self) -> None:
        self._answerers: dict[str, Answerer] = {}
        self._server = _Server(self._answerers)
        self.address = f"http://127.0.0.1:{self._server.server_port}/"
        self._thread = Thread(
            target=self._server.serve_forever, args=(0.2,), name="service-door", daemon=True
        )
        self._thread.start()

    def admit(self, key: str, answerer: Answerer) -> None:
        """Answer what is asked under `key/NUMBER` by `answerer(NUMBER, query)`."""
        self._answerers[key] = answerer

    def dismiss(self, key: str) -> None:
        """Answer nothing more under a key."""
        self._answerers.pop(key, None)

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False  # a thread may wait for an endpoint until its query's deadline

    def __init__(self, answerers: dict[str, Answerer]) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.answerers = answerers

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A worker that was killed hangs up; nothing else is quiet."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _IDLE
    server: _Server

    def do_POST(self) -> None:
        """Answer a query of a worker."""
        key, _, number = self.path[1:].partition("/")
        answerer = self.server.answerers.get(key)
        length = self.headers.get("Content-Length", "")
        if answerer is None or not (number.isdigit() and length.isdigit()):
            self._send(404, "text/plain", b"")
            return
        if int(length) > _LONGEST:
            self._send(413, "text/plain", b"")
            return
        query = self.rfile.read(int(length)).decode("utf-8", "replace")
        try:
            answer = answerer(int(number), query)
        except RemoteError:
            self._send(502, "text/plain", b"")
        else:
            self._send(200, answer.media_type, answer.body)

    def _send(self, status: int, media_type: str, body: bytes) -> None:
        self.close_connection = True
        self.send_response(status)
        self.send_header("Content-Type", media_type)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        """Say nothing."""
