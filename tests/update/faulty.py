"""A query service that fails as told: each request takes the next fault, then answers."""

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from urllib.parse import parse_qs

Fault = Callable[["Handler"], None]
EMPTY = b'{"head": {"vars": []}, "results": {"bindings": []}}'


class Service(ThreadingHTTPServer):
    """The service, the faults it still has to show, and what it was asked."""

    daemon_threads = True
    block_on_close = False

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.faults: list[Fault] = []
        self.queries: list[str] = []
        self.headers: list[dict[str, str]] = []
        self.at_once = 0
        self.most_at_once = 0
        self.ending = Event()
        self.answer: Callable[[str], bytes] = lambda _: EMPTY

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}/sparql"

    def handle_error(self, *_: object) -> None:
        """A client that went away is no news."""


class Handler(BaseHTTPRequestHandler):
    """One request."""

    server: Service

    def do_POST(self) -> None:
        service = self.server
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        query = parse_qs(body)["query"][0]
        service.queries.append(query)
        service.headers.append(dict(self.headers.items()))
        service.at_once += 1
        service.most_at_once = max(service.most_at_once, service.at_once)
        try:
            if service.faults:
                service.faults.pop(0)(self)
            else:
                self.reply(200, service.answer(query))
        finally:
            service.at_once -= 1

    def reply(self, status: int, body: bytes, length: int | None = None, **headers: str) -> None:
        """Send an answer; ``length`` may promise more than is sent."""
        self.send_response(status)
        self.send_header("Content-Type", "application/sparql-results+json")
        self.send_header("Content-Length", str(len(body) if length is None else length))
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Stay silent."""


def status(code: int, body: bytes = b"", **headers: str) -> Fault:
    """Answer with a status."""
    return lambda handler: handler.reply(code, body, **headers)


def body(text: bytes) -> Fault:
    """Answer with status 200 and this body."""
    return status(200, text)


def cut(handler: Handler) -> None:
    """Promise more than is sent, then close."""
    handler.reply(200, EMPTY[: len(EMPTY) // 2], length=len(EMPTY))
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def cut_chunk(handler: Handler) -> None:
    """Close in the middle of a chunk."""
    handler.send_response(200)
    handler.send_header("Transfer-Encoding", "chunked")
    handler.end_headers()
    handler.wfile.write(b"ffff\r\n" + EMPTY[:20])
    handler.wfile.flush()
    handler.connection.shutdown(socket.SHUT_RDWR)


def hang_up(handler: Handler) -> None:
    """Close without a word."""
    handler.connection.shutdown(socket.SHUT_RDWR)


def silent(handler: Handler) -> None:
    """Say nothing until the test is over."""
    handler.server.ending.wait(20)


def dripping(handler: Handler) -> None:
    """Send a byte at a time, each well in time."""
    handler.send_response(200)
    handler.send_header("Content-Length", "100000")
    handler.end_headers()
    for _ in range(200):
        if handler.server.ending.wait(0.05):
            break
        handler.wfile.write(b" ")
        handler.wfile.flush()


@contextmanager
def running() -> Iterator[Service]:
    """The service, running until the block ends."""
    with Service() as service:
        thread = Thread(target=service.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()
        try:
            yield service
        finally:
            service.ending.set()
            service.shutdown()
            thread.join(5)


def eventually(condition: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something is so."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError("it did not become so in time")
        time.sleep(0.02)
