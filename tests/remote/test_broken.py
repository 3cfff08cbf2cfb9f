"""A server that breaks off, hangs or answers nonsense: an error, never part of an answer."""

from __future__ import annotations

import json
import time
from collections.abc import Iterator
from http.client import HTTPConnection, IncompleteRead
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlencode

import pytest
from running import Running, start, stop

from store.engine import GraphChange, Query, Update
from store.errors import (
    OutcomeUnknownError,
    QueryError,
    QueryEvaluationError,
    QueryOverloadError,
    QueryTimeoutError,
    StoreError,
)
from store.remote_engine import RemoteEngine, RemoteLimits
from store.remote_http import Endpoint

JSON = "application/sparql-results+json"
EMPTY = b'{"head":{"vars":["s"]},"results":{"bindings":[]}}'
ROW = b'{"s":{"type":"literal","value":"' + b"x" * 1000 + b'"}},'
SECRET = "not-to-be-told"


class Handler(BaseHTTPRequestHandler):
    """Does what the query says."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        self._answer(200, b"")

    def do_POST(self) -> None:  # noqa: C901  one branch for each thing that goes wrong
        body = self.rfile.read(int(self.headers.get("Content-Length", 0))).decode()
        told = parse_qs(body).get("query", [body])[0]
        if told.startswith("ASK"):
            self._answer(200, b'{"head":{},"boolean":true}')
        elif "rdfs.org/ns/void" in told:
            self._answer(200, EMPTY)
        elif "break" in told:
            # In chunks, or with a length that it does not keep to.
            self._head(200, JSON, "chunked" if "chunks" in told else str(len(ROW) * 5000))
            for _ in range(4000):
                self._chunk(ROW) if "chunks" in told else self.wfile.write(ROW)
            self.close_connection = True
        elif "hang" in told:
            time.sleep(3)
            self.close_connection = True
        elif "partial" in told:
            self._answer(206, EMPTY)
        elif "page" in told:
            self._answer(200, b"<html>hello</html>", "text/html")
        elif "redirect" in told:
            self._answer(302, b"", location="http://127.0.0.1:9/")
        elif "busy" in told:
            self._answer(503, b"", retry="7")
        elif "secret" in told:
            self._answer(401, SECRET.encode(), "text/plain")
        else:
            self._answer(200, EMPTY)

    def _answer(
        self, status: int, body: bytes, kind: str = JSON, location: str = "", retry: str = ""
    ) -> None:
        self._head(status, kind, str(len(body)), location, retry)
        self.wfile.write(body)

    def _head(
        self, status: int, kind: str, length: str, location: str = "", retry: str = ""
    ) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        chunked = length == "chunked"
        self.send_header("Transfer-Encoding" if chunked else "Content-Length", length)
        if location:
            self.send_header("Location", location)
        if retry:
            self.send_header("Retry-After", retry)
        self.end_headers()

    def _chunk(self, data: bytes) -> None:
        self.wfile.write(b"%x\r\n%s\r\n" % (len(data), data))

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def broken() -> Iterator[Endpoint]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    url = f"http://127.0.0.1:{server.server_port}/"
    yield Endpoint(url, url, url, user="me", password=SECRET)
    server.shutdown()
    server.server_close()


@pytest.fixture
def engine(broken: Endpoint) -> Iterator[RemoteEngine]:
    limits = RemoteLimits(timeout=1.0, write_timeout=1.0)
    made = RemoteEngine(broken, limits, state_graph="http://example.org/state")
    yield made
    made.close()


@pytest.mark.parametrize(
    ("what", "error"),
    [
        ("break chunks", StoreError),
        ("hang", QueryTimeoutError),
        ("partial", QueryEvaluationError),
        ("page", QueryEvaluationError),
        ("redirect", StoreError),
        ("busy", QueryOverloadError),
        ("secret", StoreError),
    ],
)
def test_each_failure_is_told_as_what_it_is(
    engine: RemoteEngine, what: str, error: type[Exception]
) -> None:
    with pytest.raises(error) as caught:
        engine.query(Query(f"SELECT * {{ ?s ?p '{what}' }}"))
    if isinstance(caught.value, QueryError):
        assert caught.value.query_id
    if isinstance(caught.value, QueryOverloadError):
        assert caught.value.retry_after == 7


def test_a_long_answer_that_breaks_off_raises_while_it_is_read(engine: RemoteEngine) -> None:
    answer = engine.query(Query("SELECT * { ?s ?p 'break' }"))
    assert answer.size == 5000 * len(ROW)
    with answer, pytest.raises(StoreError):
        answer.body.read()


def test_a_write_without_an_answer_is_unknown_not_failed(engine: RemoteEngine) -> None:
    with pytest.raises(OutcomeUnknownError):
        engine.update(Update("INSERT DATA { <a:hang> <a:b> 1 }"))


def test_a_server_that_is_not_there_was_sent_nothing() -> None:
    nowhere = Endpoint("http://127.0.0.1:9/", "http://127.0.0.1:9/", "http://127.0.0.1:9/")
    engine = RemoteEngine(nowhere, state_graph="http://example.org/state")
    with pytest.raises(StoreError) as caught:
        engine.update(Update("CLEAR ALL"))
    assert not isinstance(caught.value, OutcomeUnknownError)
    with pytest.raises(StoreError):
        engine.change_graph(GraphChange("delete", "http://example.org/g"))


@pytest.fixture(scope="module")
def running(broken: Endpoint, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    made = start(
        tmp_path_factory.mktemp("none"),
        None,
        PARLEY_ENDPOINT=broken.query,
        PARLEY_ENDPOINT_USER="me",
        PARLEY_ENDPOINT_PASSWORD=SECRET,
    )
    yield made
    stop(made)


def test_a_client_can_tell_that_an_answer_is_not_whole(running: Running) -> None:
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    query = urlencode({"query": "SELECT * { ?s ?p 'break' }"})
    connection.request("GET", f"/sparql?{query}", headers={"Accept": JSON})
    response = connection.getresponse()
    assert response.status == 200
    with pytest.raises((IncompleteRead, ConnectionError)):
        response.read()
    connection.close()


def test_what_the_other_server_says_of_credentials_stays_here(running: Running) -> None:
    query = urlencode({"query": "SELECT * { ?s ?p 'secret' }"})
    status, headers, body = running.get(f"/sparql?{query}", JSON)
    assert status == 503
    assert json.loads(body)["type"] == "/problem/engine"
    assert SECRET not in body + str(headers)


def test_a_query_that_is_cut_short_is_an_error_here_too(running: Running, tmp_path: Path) -> None:
    query = urlencode({"query": "SELECT * { ?s ?p 'break chunks' }"})
    status, _, body = running.get(f"/sparql?{query}", JSON)
    assert status == 503
    assert json.loads(body)["type"] == "/problem/engine"
