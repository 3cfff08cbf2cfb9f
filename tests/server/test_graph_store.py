"""Updates and the Graph Store Protocol over HTTP, beyond what the W3C's suites ask."""

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fixture_server import Client, Reply, free_port, start, stop
from running import start as start_command
from running import stop as stop_command

from store.publish import publish

TOKEN = "sesame/open+now=="
TTL, NT, NQ = "text/turtle", "application/n-triples", "application/n-quads"
UPDATE = "application/sparql-update"
G = "http://example.org/g"
AT_G = f"/data?graph={quote(G, safe='')}"
ONE = b"<http://example.org/s> <http://example.org/p> 1 ."


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    folder = tmp_path_factory.mktemp("writable")
    (folder / "empty.nq").touch()
    publish(folder / "store", [folder / "empty.nq"])
    running = start_command(folder / "store", free_port(), PARLEY_WRITE_TOKEN=TOKEN)
    client = Client(running.port, folder / "store", running.process)
    write(client, "PUT", AT_G, ONE)
    yield client
    stop_command(running)


def write(
    server: Client, method: str, path: str, body: bytes | None, kind: str = TTL, **headers: str
) -> Reply:
    fields = {name.replace("_", "-"): value for name, value in headers.items()}
    fields.setdefault("Authorization", f"Bearer {TOKEN}")
    if body is not None:
        fields["Content-Type"] = kind
    return server.send(method, path, body, fields)


def holds(server: Client, pattern: str, graph: str = G) -> bool:
    query = f"ASK {{ GRAPH <{graph}> {{ {pattern} }} }}"
    reply = server.get("/sparql?" + urlencode({"query": query}))
    answer: bool = json.loads(reply.body)["boolean"]
    return answer


def kind_of(reply: Reply) -> str:
    return str(json.loads(reply.body)["type"]).removeprefix("/problem/")


WRITES = [
    ("POST", "/update", b"CLEAR ALL", UPDATE),
    ("PUT", AT_G, ONE, TTL),
    ("POST", AT_G, ONE, TTL),
    ("DELETE", AT_G, None, TTL),
    ("PATCH", AT_G, b"CLEAR ALL", UPDATE),
]


@pytest.mark.parametrize(("method", "path", "body", "kind"), WRITES)
@pytest.mark.parametrize(
    "header", [None, "", "Bearer", "Bearer wrong", f"Basic {TOKEN}", f"Bearer {TOKEN}x", TOKEN]
)
def test_without_the_token_nothing_is_written(
    server: Client, method: str, path: str, body: bytes | None, kind: str, header: str | None
) -> None:
    headers = {} if body is None else {"Content-Type": kind}
    if header is not None:
        headers["Authorization"] = header
    reply = server.send(method, path, body, headers)
    assert reply.status == 401
    assert kind_of(reply) == "unauthorised"
    assert reply.headers["www-authenticate"].startswith("Bearer")
    assert TOKEN not in reply.text
    assert holds(server, "?s ?p 1")


@pytest.mark.parametrize(("method", "path", "body", "kind"), WRITES)
def test_a_server_without_a_token_is_read_only(
    closed: Client, method: str, path: str, body: bytes | None, kind: str
) -> None:
    reply = write(closed, method, path, body, kind)
    assert reply.status == 403
    assert kind_of(reply) == "read-only"


@pytest.fixture(scope="module")
def closed(fixture_store: Path) -> Iterator[Client]:
    """A server that nobody may write to."""
    client = start(fixture_store, free_port())
    yield client
    stop(client)


@pytest.mark.parametrize(
    ("method", "path", "body", "kind", "status", "problem"),
    [
        ("GET", "/update?update=CLEAR+ALL", None, "", 405, "method"),
        ("POST", "/update?update=CLEAR+ALL", b"", UPDATE, 400, "bad-request"),
        ("POST", "/update", b"query=ASK{}", "application/x-www-form-urlencoded", 400,
         "bad-request"),
        ("POST", "/update", b"", "application/x-www-form-urlencoded", 400, "missing-query"),
        ("POST", "/update", b"update=CLEAR+ALL&update=CLEAR+ALL",
         "application/x-www-form-urlencoded", 400, "several-queries"),
        ("POST", "/update", b"ASK {}", UPDATE, 400, "syntax"),
        ("POST", "/update", b"CREATE GRAPH <http://example.org/g>", UPDATE, 400, "evaluation"),
        ("POST", "/update?using-graph-uri=here", b"CLEAR ALL", UPDATE, 400, "bad-request"),
        ("POST", "/update", b"LOAD <http://127.0.0.1:9/>", UPDATE, 403, "service"),
        ("POST", "/update", b"\xff", UPDATE, 400, "bad-request"),
        ("PUT", AT_G, b"<a <b> .", TTL, 400, "data-syntax"),
        ("PUT", AT_G, ONE, "image/png", 415, "media-type"),
        ("PUT", AT_G, ONE, NQ, 415, "media-type"),
        ("PUT", "/data?graph=g", ONE, TTL, 400, "bad-request"),
        ("PUT", f"{AT_G}&default", ONE, TTL, 400, "bad-request"),
        ("PUT", f"/data/x?graph={G}", ONE, TTL, 400, "bad-request"),
        ("DELETE", "/data", None, "", 400, "bad-request"),
        ("DELETE", "/data?graph=http://example.org/none", None, "", 404, "not-found"),
        ("PATCH", AT_G, ONE, TTL, 415, "media-type"),
        ("POST", AT_G, b"--x\r\n", "multipart/form-data", 400, "bad-request"),
        ("POST", AT_G, b"nothing of the kind", "multipart/form-data; boundary=x", 400,
         "bad-request"),
        ("POST", "/sparql", b"CLEAR ALL", UPDATE, 403, "read-only"),
    ],
)  # fmt: skip
def test_wrong_writes_are_told_what_is_wrong(
    server: Client, method: str, path: str, body: bytes | None, kind: str, status: int, problem: str
) -> None:
    reply = write(server, method, path, body, kind)
    assert (reply.status, kind_of(reply)) == (status, problem), reply.text
    assert holds(server, "?s ?p 1")


def test_an_error_in_the_data_tells_the_line(server: Client) -> None:
    reply = write(server, "PUT", AT_G, ONE + b"\n<a> <b> .")
    assert json.loads(reply.body)["line"] == 2


def test_a_graph_is_created_replaced_extended_patched_and_removed(server: Client) -> None:
    graph = "http://example.org/life"
    path = f"/data?graph={quote(graph, safe='')}"
    assert server.get(path).status == 404
    made = write(server, "PUT", path, b"<#a> <#b> <c> .")
    assert made.status == 201
    assert made.headers["location"] == f"{server.url}{path}"
    assert holds(server, f"<{graph}#a> <{graph}#b> <http://example.org/c>", graph)
    assert write(server, "PUT", path, ONE).status == 204
    assert not holds(server, f"<{graph}#a> ?p ?o", graph)
    two = b"<http://example.org/s> <http://example.org/p> 2 ."
    assert write(server, "POST", path, two, TTL).status == 204
    assert holds(server, "?s ?p 1, 2", graph)
    change = b"DELETE { ?s ?p 1 } INSERT { ?s ?p 3 } WHERE { ?s ?p 1 }"
    assert write(server, "PATCH", path, change, UPDATE).status == 204
    assert holds(server, "?s ?p 2, 3 FILTER NOT EXISTS { ?s ?p 1 }", graph)
    assert write(server, "DELETE", path, None).status == 204
    assert server.get(path).status == 404


def test_the_address_is_the_graph_below_data(server: Client) -> None:
    path = "/data/people/j%C3%BCrgen.ttl"
    assert write(server, "PUT", path, b"<> <#p> 1 .").status == 201
    assert holds(server, "?s ?p 1", f"{server.url}{path}")
    assert holds(server, f"<{server.url}{path}> ?p 1", f"{server.url}{path}")
    assert server.get(path, NT).text.startswith(f"<{server.url}{path}> ")


def test_a_post_to_the_store_makes_a_graph_and_tells_where(server: Client) -> None:
    reply = write(server, "POST", "/data", ONE)
    assert reply.status == 201
    where = reply.headers["location"]
    assert where.startswith(f"{server.url}/data/")
    assert holds(server, "?s ?p 1", where)
    assert server.get(where.removeprefix(server.url)).status == 200


def test_the_whole_dataset_is_read_replaced_and_extended(server: Client) -> None:
    a = b'<http://example.org/a> <http://example.org/p> "1" <http://example.org/ga> .'
    b = b'<http://example.org/b> <http://example.org/p> "2" .'
    assert write(server, "PUT", "/data", a, NQ).status == 204
    assert write(server, "POST", "/data", b, NQ).status == 204
    reply = server.get("/data", NQ)
    assert sorted(reply.body.splitlines()) == [a, b]
    assert server.get("/data").headers["content-type"] == "application/trig"
    assert server.get("/data", TTL).status == 406


def test_head_and_validators_of_a_graph(server: Client) -> None:
    write(server, "PUT", AT_G, ONE)
    got = server.get(AT_G, TTL)
    head = server.send("HEAD", AT_G, headers={"Accept": TTL})
    assert (head.status, head.body) == (200, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == got.headers[name]
    assert not got.headers["etag"].startswith("W/")
    assert server.get(AT_G, TTL, If_None_Match=got.headers["etag"]).status == 304
    assert server.get(AT_G, NT).headers["etag"] != got.headers["etag"]


def test_a_write_is_refused_when_the_data_have_changed_since(server: Client) -> None:
    write(server, "PUT", AT_G, ONE)
    tag = server.get(AT_G, TTL).headers["etag"]
    assert write(server, "PUT", AT_G, ONE.replace(b"1", b"2"), If_Match=tag).status == 204
    late = write(server, "PUT", AT_G, ONE, If_Match=tag)
    assert (late.status, kind_of(late)) == (412, "precondition")
    assert holds(server, "?s ?p 2")
    for other in ('""', 'W/"a"', "a", '"a", "b"', tag.replace('"', 'W/"', 1)):
        assert write(server, "PUT", AT_G, ONE, If_Match=other).status == 412, other
    assert write(server, "PUT", AT_G, ONE, If_None_Match='"a"').status == 400
    assert write(server, "PUT", AT_G, ONE, If_None_Match="*").status == 412
    assert write(server, "PUT", AT_G, ONE, If_Match="*").status == 204
    absent = "/data?graph=http://example.org/absent"
    assert write(server, "PUT", absent, ONE, If_Match="*").status == 412
    assert write(server, "PUT", absent, ONE, If_None_Match="*").status == 201


def test_parts_of_several_types_are_added_in_one_write(server: Client) -> None:
    parts = [(TTL, b"_:x <http://example.org/p> 1 ."), ("application/ld+json",
             b'{"@id": "_:x", "http://example.org/p": 2}'), (NT, b"")]  # fmt: skip
    body = b"".join(
        b'--b\r\nContent-Disposition: form-data; name="f%d"; filename="f"\r\n' % number
        + b"Content-Type: " + kind.encode() + b"\r\n\r\n" + data + b"\r\n"
        for number, (kind, data) in enumerate(parts)
    ) + b"--b--\r\n"  # fmt: skip
    graph = f"{G}/parts"
    path = f"/data?graph={quote(graph, safe='')}"
    assert write(server, "POST", path, body, "multipart/form-data; boundary=b").status == 201
    assert holds(server, "?a ?p 1 . ?b ?p 2 FILTER(?a != ?b)", graph)
    broken = body.replace(b" 1 .", b" 1 1 1")
    reply = write(server, "POST", path, broken, "multipart/form-data; boundary=b")
    assert (reply.status, kind_of(reply)) == (400, "data-syntax")


def test_updates_by_form_and_directly_with_a_dataset(server: Client) -> None:
    write(server, "PUT", AT_G, ONE)
    text = "INSERT { GRAPH <http://example.org/to> { ?s ?p ?o } } WHERE { ?s ?p ?o }"
    form = urlencode({"update": text, "using-graph-uri": G}).encode()
    reply = write(server, "POST", "/update", form, "application/x-www-form-urlencoded")
    assert reply.status == 204
    assert reply.headers["query-id"]
    assert reply.headers["server-timing"].startswith("query;dur=")
    assert holds(server, "?s ?p 1", "http://example.org/to")


def test_scripts_of_other_sites_may_write_with_the_token(server: Client) -> None:
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "PUT",
        "Access-Control-Request-Headers": "authorization, content-type",
    }
    reply = server.send("OPTIONS", "/data", headers=headers)
    assert "PUT" in reply.headers["access-control-allow-methods"]
    assert "authorization" in reply.headers["access-control-allow-headers"].lower()


def test_the_token_is_in_no_answer_log_or_command_line(server: Client) -> None:
    command = Path(f"/proc/{server.process.pid}/cmdline")
    if command.exists():
        assert TOKEN.encode() not in command.read_bytes()
    for path in ("/", "/healthz", "/update", "/data", "/nowhere"):
        reply = server.get(path)
        assert TOKEN not in reply.text + str(reply.headers)
