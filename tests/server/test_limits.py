"""Limits over HTTP: what ends a query, what is said then, and that nothing stays behind."""

import json
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fixture_server import BROWSER, Client, Reply, free_port, start, stop

from store.publish import publish

EX = "http://example.org/"
CROSS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
SORT = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i } ORDER BY ?c ?f ?i"
DOUBLING = " ".join(f"BIND(CONCAT(?v{n},?v{n},?v{n},?v{n}) AS ?v{n + 1})" for n in range(20))
BOMB = f"SELECT (STRLEN(?v20) AS ?n) {{ BIND('{'x' * 1_000}' AS ?v0) {DOUBLING} }}"
PATHS = (
    f"SELECT (COUNT(*) AS ?n) {{ ?a <{EX}knows>+ ?b . ?c <{EX}knows>+ ?d . ?d <{EX}knows>* ?a }}"
)
BIG = "SELECT * { ?a ?b ?c . ?d ?e ?f }"

KILLERS = [
    (CROSS, (503,), ("timeout",)),
    (SORT, (503, 413), ("timeout", "memory")),
    (BOMB, (503,), ("memory", "timeout")),
    (PATHS, (503,), ("timeout", "memory")),
    ("SELECT * " + "{" * 2_500 + "}" * 2_500, (400,), ("nesting",)),
    ("SELECT * " + "{" * 100_000 + "}" * 100_000, (400,), ("nesting",)),
    ("SELECT (" + "||".join(["true"] * 10_000) + " AS ?x) {}", (400,), ("nesting",)),
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with plain statements and a dense graph."""
    folder = tmp_path_factory.mktemp("limits")
    lines = [f'<{EX}s{n}> <{EX}p{n % 5}> "value {n}" .\n' for n in range(2_000)]
    lines += [f"<{EX}n{a}> <{EX}knows> <{EX}n{b}> .\n" for a in range(70) for b in range(70)]
    (folder / "data.nq").write_text("".join(lines))
    publish(folder / "store", [folder / "data.nq"])
    return folder / "store"


@pytest.fixture(scope="module")
def client(store: Path) -> Iterator[Client]:
    """A server with a deadline of a second."""
    running = start(store, free_port(), limit=1.0, memory=200)
    yield running
    stop(running)


def post(client: Client, query: str, **parameters: str) -> Reply:
    """The answer to a query that is sent as a form."""
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    body = urlencode({"query": query, **parameters}).encode()
    return client.send("POST", "/sparql", body, headers)


def family(client: Client) -> dict[int, str]:
    """The server's processes and what each runs, by their ids."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,command="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 2) for line in listing.stdout.splitlines()]
    below = {client.process.pid}
    for _ in range(5):  # generations
        below |= {int(row[0]) for row in rows if int(row[1]) in below}
    return {int(row[0]): row[2] for row in rows if int(row[0]) in below}


def workers(client: Client) -> list[int]:
    """The processes that evaluate queries."""
    return [pid for pid, command in family(client).items() if "store.worker" in command]


def handles(client: Client) -> int:
    """How many files the server's processes have open; 0 where the system does not say."""
    folders = [Path(f"/proc/{pid}/fd") for pid in family(client)]
    return sum(len(list(folder.iterdir())) for folder in folders if folder.is_dir())


def until(true: Callable[[], bool], seconds: float = 20) -> bool:
    """Whether something becomes true."""
    deadline = time.monotonic() + seconds
    while not true() and time.monotonic() < deadline:
        time.sleep(0.05)
    return true()


@pytest.mark.parametrize(("query", "statuses", "kinds"), KILLERS, ids=lambda v: str(v)[:30])
def test_a_killer_gets_the_right_answer(
    query: str, statuses: tuple[int, ...], kinds: tuple[str, ...], client: Client
) -> None:
    reply = post(client, query)
    assert reply.status in statuses
    assert reply.headers["content-type"] == "application/problem+json"
    problem = json.loads(reply.body)
    assert problem["type"].removeprefix("/problem/") in kinds
    assert reply.headers["query-id"] == problem["query_id"]
    if reply.status == 503:
        assert problem["limit"] > 0
        assert problem["elapsed_ms"] > 0
    assert post(client, "ASK {}").status == 200


def test_a_body_of_50_megabytes_is_refused(client: Client) -> None:
    reply = post(client, "#" * 50_000_000)
    assert (reply.status, json.loads(reply.body)["type"]) == (413, "/problem/too-large")


def test_a_deadline_can_only_be_lowered(client: Client) -> None:
    for given, expected in (("0.3", 0.3), ("600", 1)):
        problem = json.loads(post(client, CROSS, timeout=given).body)
        assert (problem["type"], problem["limit"]) == ("/problem/timeout", expected)


def test_rows_left_out_are_declared(client: Client) -> None:
    query = f"SELECT ?s {{ ?s <{EX}p1> ?o }} ORDER BY ?s"
    reply = post(client, query, **{"max-rows": "3", "format": "json"})
    result = json.loads(reply.body)
    assert reply.headers["result-truncated"] == "rows"
    assert "Result-Truncated" in reply.headers["access-control-expose-headers"]
    assert len(result["results"]["bindings"]) == 3
    assert result["head"]["link"] == ["https://w3id.org/parley/ontology#truncated"]
    whole = post(client, query, format="json")
    assert "result-truncated" not in whole.headers
    assert "link" not in json.loads(whole.body)["head"]
    page = client.get(f"/sparql?max-rows=3&query={quote(query)}", BROWSER).text
    assert "more rows than a result may have" in page
    assert post(client, query, **{"max-rows": "x"}).status == 400


def test_a_client_that_leaves_ends_its_query(client: Client) -> None:
    assert until(lambda: len(workers(client)) >= 2)
    before = set(workers(client))
    with socket.create_connection(("127.0.0.1", client.port)) as link:
        query = quote(CROSS)
        link.sendall(f"GET /sparql?timeout=1&query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        time.sleep(0.3)
    # Its worker is killed with it, and another one started.
    assert until(lambda: not before <= set(workers(client)))
    assert post(client, "ASK {}").status == 200


def test_slow_readers_hold_nobody_up(client: Client) -> None:
    links = []
    for _ in range(30):
        link = socket.create_connection(("127.0.0.1", client.port))
        link.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        query = quote("SELECT * { ?a ?b ?c . ?d ?e ?f } LIMIT 4000")
        link.sendall(f"GET /sparql?query={query} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        links.append(link)
    assert until(lambda: post(client, "ASK {}").status == 200)  # the answers are made, not read
    for _ in range(20):
        assert post(client, "ASK {}").status == 200
    assert {link.recv(12) for link in links} <= {b"HTTP/1.1 200", b"HTTP/1.1 503"}
    for link in links:
        link.close()


def test_a_slow_sender_holds_nobody_up(client: Client) -> None:
    links = []
    for _ in range(30):
        link = socket.create_connection(("127.0.0.1", client.port))
        link.sendall(
            b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
            b"Content-Length: 6\r\n\r\nASK"
        )
        links.append(link)
    for _ in range(20):
        assert post(client, "ASK {}").status == 200
    for link in links:
        link.sendall(b" {}")
        assert link.recv(12) == b"HTTP/1.1 200"
        link.close()


def test_nothing_is_left_of_many_killers(client: Client) -> None:
    before = handles(client)
    statuses: list[int] = []

    def abuse(lane: int) -> None:
        for n in range(6):
            statuses.append(
                post(client, KILLERS[(lane + n) % len(KILLERS)][0], timeout="0.3").status
            )

    lanes = [threading.Thread(target=abuse, args=(lane,)) for lane in range(5)]
    for lane in lanes:
        lane.start()
    for lane in lanes:
        lane.join()
    assert len(statuses) == 30
    assert set(statuses) <= {400, 413, 503}
    assert until(lambda: len(workers(client)) <= 8)
    assert post(client, "ASK {}").status == 200
    assert handles(client) <= before + 10


def test_an_answer_is_given_again_from_the_cache(client: Client) -> None:
    path = f"/sparql?query={quote(f'SELECT * {{ ?s <{EX}p2> ?o }} ORDER BY ?s LIMIT 7')}"
    first = client.get(path, "application/sparql-results+json")
    second = client.get(path, "application/sparql-results+json")
    assert first.status == 200, first.text
    assert "cache" not in first.headers["server-timing"]
    assert "cache;desc=hit" in second.headers["server-timing"]
    assert first.body == second.body
    assert first.headers["query-id"] != second.headers["query-id"]
    for name in ("etag", "vary", "content-type", "last-modified", "access-control-allow-origin"):
        assert first.headers[name] == second.headers[name]
    csv = client.get(path, "text/csv")
    assert "cache" not in csv.headers["server-timing"]
    tag = {"If_None_Match": first.headers["etag"]}
    known = client.get(path, "application/sparql-results+json", **tag)
    assert (known.status, known.body) == (304, b"")
    for text in ("SELECT (NOW() AS ?n) {}", "SELECT (RAND() AS ?n) {}"):
        replies = [client.get(f"/sparql?query={quote(text)}") for _ in range(2)]
        assert all("cache" not in reply.headers["server-timing"] for reply in replies)


def test_a_client_pays_for_query_time(store: Path) -> None:
    running = start(store, free_port(), limit=2.0, budget=0.5)
    try:
        assert post(running, "ASK {}").status == 200
        assert post(running, CROSS).status == 503
        refused = post(running, "ASK {}")
        assert refused.status == 429
        assert int(refused.headers["retry-after"]) > 1
        assert json.loads(refused.body)["limit"] == 0.5
        other = {"X-Forwarded-For": "203.0.113.9", "Content-Type": "application/sparql-query"}
        assert running.send("POST", "/sparql", b"ASK {}", other).status == 200
        assert running.get("/healthz").status == 200
    finally:
        stop(running)
