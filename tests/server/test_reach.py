"""No query and no update reaches a server that is not allowed, however it is written."""

import json
import os
import socket
import sys
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from running import Running, start, stop

from store.embedded import EmbeddedEngine
from store.engine import Query, Update
from store.process import leave_network

TOKEN = "reach-test-token"
DECOY = "'''\nSERVICE in a string'''"


class Trap:
    """Listens, and counts who comes."""

    def __init__(self) -> None:
        self._server = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._server.getsockname()[1])
        self.visits = 0
        threading.Thread(target=self._listen, daemon=True).start()

    def _listen(self) -> None:
        while True:
            try:
                link, _ = self._server.accept()
            except OSError:
                return
            self.visits += 1
            link.close()

    def close(self) -> None:
        """Listen no more."""
        self._server.close()


@pytest.fixture(scope="module")
def trap() -> Iterator[Trap]:
    """What nobody may reach."""
    listening = Trap()
    yield listening
    listening.close()


@pytest.fixture(scope="module", params=["nothing allowed", "another allowed"])
def running(request: pytest.FixtureRequest, fixture_store: Path) -> Iterator[Running]:
    """A server whose queries may call nobody, and one whose may call somebody else."""
    allowed = "http://localhost:9/sparql" if request.param == "another allowed" else ""
    server = start(
        fixture_store,
        None,
        "--query-timeout",
        "5",
        PARLEY_SERVICE_ALLOW=allowed,
        PARLEY_WRITE_TOKEN=TOKEN,
    )
    yield server
    stop(server)


def post(running: Running, path: str, name: str, text: str) -> tuple[int, bytes]:
    """The answer to a form with one field."""
    connection = HTTPConnection("127.0.0.1", running.port, timeout=60)
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Authorization": f"Bearer {TOKEN}",
    }
    try:
        connection.request("POST", path, urlencode({name: text}), headers)
        reply = connection.getresponse()
        return reply.status, reply.read()
    finally:
        connection.close()


def iris(port: int) -> list[str]:
    """One address in several spellings."""
    u = f"{ord('/'):04x}"
    return [
        f"<http://127.0.0.1:{port}/>",
        f"<HTTP://127.0.0.1:{port}/>",
        f"<http://LocalHost:{port}/x>",
        f"<http://LOCALHOST:{port}/x>",
        f"<http://127.0.0.1:{port}/%73parql>",
        f"<http://%31%32%37.0.0.1:{port}/>",
        f"<http:\\u{u}\\u{u}127.0.0.1:{port}/>",
        f"<http://localhost:9/sparql@127.0.0.1:{port}/>",
        f"<http://localhost:9@127.0.0.1:{port}/sparql>",
        f"<http://[::ffff:127.0.0.1]:{port}/>",
        f"<http://2130706433:{port}/>",
    ]


def queries(port: int) -> list[str]:
    """Attempts to call it from a query."""
    plain = f"<http://127.0.0.1:{port}/>"
    group = "{ ?s ?p ?o }"
    found = [f"SELECT * {{ SERVICE {iri} {group} }}" for iri in iris(port)]
    found += [f"SELECT * {{ SERVICE SILENT {iri} {group} }}" for iri in iris(port)]
    return [
        *found,
        f"select * {{ sErViCe {plain} {group} }}",
        f"SELECT * {{ SERVICE{plain}{group} }}",
        f"SELECT * {{ SERVICE#comment\n{plain} {group} }}",
        f"PREFIX t: {plain} SELECT * {{ SERVICE t: {group} }}",
        f"PREFIX : {plain} SELECT * {{ SERVICE: {group} }}",
        f"BASE {plain} SELECT * {{ SERVICE <x> {group} }}",
        f"SELECT * {{ VALUES ?t {{ {plain} }} SERVICE ?t {group} }}",
        f"SELECT * {{ BIND({plain} AS ?t) SERVICE SILENT ?t {group} }}",
        f"SELECT * {{ {{ SELECT * {{ SERVICE {plain} {group} }} }} }}",
        f"SELECT * {{ OPTIONAL {{ SERVICE {plain} {group} }} }}",
        f"SELECT * {{ FILTER EXISTS {{ SERVICE {plain} {group} }} }}",
        f"SELECT * {{ ?a ?b {DECOY} . # SERVICE <http://localhost:9/sparql> {{}}\n"
        f" SERVICE {plain} {group} }}",
        f"SELECT * {{ \\u0053ERVICE {plain} {group} }}",
        f"SELECT * {{ SERV\\u0049CE {plain} {group} }}",
        f"SELECT * {{ SERVICE <http://localhost:9/sparql> {{ SERVICE {plain} {group} }} }}",
        f"SELECT * {{ FILTER(1<1#>'''\n) SERVICE {plain} {{}} #'''\n }}",
        f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ SERVICE {plain} {group} }}",
        f"DESCRIBE ?s {{ SERVICE {plain} {group} }}",
        f"ASK {{ SERVICE {plain} {group} }}",
    ]


def updates(port: int) -> list[str]:
    """Attempts to call it from an update."""
    plain = f"<http://127.0.0.1:{port}/>"
    found = [f"LOAD {iri}" for iri in iris(port)]
    found += [f"LOAD SILENT {iri} INTO GRAPH <http://x/g>" for iri in iris(port)]
    return [
        *found,
        f"lOaD{plain}",
        f"PREFIX t: {plain} LOAD t:",
        f"BASE {plain} LOAD <x>",
        f"INSERT DATA {{ <a:a> <a:b> {DECOY} }} ; LOAD {plain}",
        f"\\u004cOAD {plain}",
        f"INSERT {{ ?s ?p ?o }} WHERE {{ SERVICE {plain} {{ ?s ?p ?o }} }}",
        f"DELETE {{ ?s ?p ?o }} WHERE {{ SERVICE SILENT {plain} {{ ?s ?p ?o }} }}",
    ]


def test_nothing_is_reached(running: Running, trap: Trap) -> None:
    answers = [post(running, "/sparql", "query", text) for text in queries(trap.port)]
    answers += [post(running, "/update", "update", text) for text in updates(trap.port)]
    texts = queries(trap.port) + updates(trap.port)
    through = [text for text, (status, _) in zip(texts, answers, strict=True) if status < 400]
    assert through == []
    assert {status for status, _ in answers} <= {400, 403}
    assert {json.loads(body)["status"] for _, body in answers} <= {400, 403}
    assert trap.visits == 0


@pytest.mark.parametrize(
    "text",
    [
        'SELECT * { ?service ?load "SERVICE <http://127.0.0.1:1/> {}" }',
        "PREFIX service: <http://x/> PREFIX load: <http://y/> SELECT * { ?s service:a load:b }",
        "SELECT ?SERVICE { ?SERVICE ?p 'load' } # SERVICE <http://127.0.0.1:1/> {}",
        "SELECT * { ?s <http://example.org/service> <http://example.org/LOAD> }",
    ],
)
def test_the_word_itself_is_no_crime(text: str, running: Running) -> None:
    assert post(running, "/sparql", "query", text)[0] == 200


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has namespaces")
def test_workers_have_no_way_out_where_the_system_lets_them(fixture_store: Path) -> None:
    if not _can_leave():
        pytest.skip("this system lets no process leave the network")
    engine = EmbeddedEngine(fixture_store)
    try:
        engine.query(Query("ASK {}")).close()
        engine.update(Update(""))
        ours = _network(os.getpid())
        # A process that is only starting evaluates nothing yet; one may end while we look.
        for _ in range(100):
            pids = engine._pools.current()[1].pids() | {engine._writer.pid() or 0}
            networks = {_network(pid) for pid in pids} - {None}
            if networks and ours not in networks:
                break
            time.sleep(0.1)
        assert networks
        assert ours not in networks
    finally:
        engine.close()


def _network(pid: int) -> str | None:
    """The network namespace of a process; None if it has ended."""
    try:
        return os.readlink(f"/proc/{pid}/ns/net")  # noqa: PTH115
    except FileNotFoundError:
        return None


def _can_leave() -> bool:
    pid = os.fork()
    if pid == 0:
        os._exit(0 if leave_network() else 1)
    return os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == 0
