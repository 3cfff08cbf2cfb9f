"""A stand-in for somebody else's SPARQL endpoint, on the loopback interface."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs

from pyoxigraph import QueryResultsFormat, QuerySolutions, RdfFormat, Store

JSON = "application/sparql-results+json"


@dataclass
class Behaviour:
    """How it answers: from its data, or with this instead."""

    status: int = 200
    media_type: str = JSON
    body: bytes | None = None
    headers: dict[str, str] = field(default_factory=dict)
    wait: float = 0.0
    drip: float = 0.0  # seconds between bytes
    promise: int = 0  # bytes that are announced and never sent


class Endpoint:
    """Answers SELECT over HTTP; `queries` and `agents` tell what it was asked, and by whom."""

    def __init__(self, turtle: str | Path = "") -> None:
        self._store = Store()
        if isinstance(turtle, Path):
            self._store.load(path=turtle, format=RdfFormat.TURTLE)
        elif turtle:
            self._store.load(turtle.encode(), format=RdfFormat.TURTLE)
        self._lock = Lock()
        self.behaviour = Behaviour()
        self.queries: list[str] = []
        self.agents: list[str] = []
        self.connections = 0
        self._server = _server(self)
        self.url = f"http://127.0.0.1:{self._server.server_port}/sparql"
        self._thread = Thread(target=self._server.serve_forever, args=(0.05,), daemon=True)
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def answer(self, query: str) -> bytes:
        """The rows of a SELECT as JSON."""
        with self._lock:
            results = self._store.query(query)
            assert isinstance(results, QuerySolutions)
            return results.serialize(format=QueryResultsFormat.JSON) or b""


def _server(endpoint: Endpoint) -> ThreadingHTTPServer:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def setup(self) -> None:
            endpoint.connections += 1
            super().setup()

        def do_POST(self) -> None:
            form = parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())
            endpoint.queries.append(form["query"][0])
            endpoint.agents.append(self.headers["User-Agent"])
            told = endpoint.behaviour
            time.sleep(told.wait)
            body = endpoint.answer(form["query"][0]) if told.body is None else told.body
            self.send_response(told.status)
            for name, value in told.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Type", told.media_type)
            self.send_header("Content-Length", str(len(body) + told.promise))
            self.end_headers()
            self.close_connection = True
            if told.drip:
                for byte in body:
                    self.wfile.write(bytes([byte]))
                    time.sleep(told.drip)
            else:
                self.wfile.write(body)

        def log_message(self, *_: Any) -> None:
            """Say nothing."""

    class Server(ThreadingHTTPServer):
        daemon_threads = True
        block_on_close = False

        def handle_error(self, *_: Any) -> None:
            """The other side hung up, as it may."""

    return Server(("127.0.0.1", 0), Handler)
