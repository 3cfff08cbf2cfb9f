"""The SPARQL Protocol over HTTP: what programs rely on."""

import csv
import io
import json
import threading
import time
from pathlib import Path
from urllib.parse import quote, urlencode

import pytest
from fixture_server import BROWSER, LIMIT, Client, Reply
from pyoxigraph import QueryResultsFormat, RdfFormat, parse, parse_query_results
from SPARQLWrapper import CSV, JSON, POST, POSTDIRECTLY, TURTLE, XML, SPARQLWrapper

from store.publish import publish

PREFIX = "PREFIX parley: <https://w3id.org/parley/ontology#>\n"
MEETINGS = PREFIX + "SELECT ?m WHERE { ?m a parley:Meeting } ORDER BY ?m"
ASK = PREFIX + "ASK { ?m a parley:Meeting }"
GRAPH = PREFIX + "CONSTRUCT { ?m a parley:Meeting } WHERE { ?m a parley:Meeting }"
ARTICLE = "https://w3id.org/parley/id/article/"
KILLER = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


def ask(server: Client, query: str, accept: str | None = None, **fields: str) -> Reply:
    return server.get("/sparql?" + urlencode({"query": query, **fields}), accept)


def problem(reply: Reply, status: int) -> dict[str, object]:
    """Every error has this one shape, and tells nothing of the machine."""
    assert reply.status == status, reply.text
    assert reply.headers["content-type"] == "application/problem+json"
    document: dict[str, object] = json.loads(reply.body)
    assert document["status"] == status
    assert {"type", "title", "detail"} <= set(document)
    assert "Traceback" not in reply.text
    assert "/work/" not in reply.text
    assert ".py" not in reply.text
    return document


# Answers


@pytest.mark.parametrize("method", ["GET", POST])
def test_sparqlwrapper_reads_rows(server: Client, method: str) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(method)
    client.setQuery(MEETINGS)
    client.setReturnFormat(JSON)
    assert len(client.queryAndConvert()["results"]["bindings"]) == 4
    client.setReturnFormat(XML)
    assert client.queryAndConvert().toxml().count("<result>") == 4
    client.setReturnFormat(CSV)
    assert client.queryAndConvert().decode().count("\n") == 5


def test_sparqlwrapper_posts_directly_asks_and_constructs(server: Client) -> None:
    client = SPARQLWrapper(f"{server.url}/sparql")
    client.setMethod(POST)
    client.setRequestMethod(POSTDIRECTLY)
    client.setQuery(ASK)
    client.setReturnFormat(JSON)
    assert client.queryAndConvert()["boolean"] is True
    client.setQuery(GRAPH)
    client.setReturnFormat(TURTLE)
    assert len(list(parse(client.queryAndConvert(), format=RdfFormat.TURTLE))) == 4


@pytest.mark.parametrize(
    ("accept", "query", "media_type"),
    [
        (None, MEETINGS, "application/sparql-results+json"),
        (None, GRAPH, "text/turtle; charset=utf-8"),
        ("*/*", ASK, "application/sparql-results+json"),
        ("text/csv", MEETINGS, "text/csv; charset=utf-8"),
        ("text/tab-separated-values", MEETINGS, "text/tab-separated-values; charset=utf-8"),
        ("application/json", MEETINGS, "application/json"),
        ("text/json", MEETINGS, "application/json"),
        ("application/xml", MEETINGS, "application/xml"),
        ("text/turtle, text/csv;q=0.1", MEETINGS, "text/csv; charset=utf-8"),
        ("text/turtle;q=0.1, text/csv", GRAPH, "text/turtle; charset=utf-8"),
        ("application/ld+json", GRAPH, "application/ld+json"),
        ("application/rdf+xml", GRAPH, "application/rdf+xml"),
        ("application/n-triples", GRAPH, "application/n-triples"),
    ],
)
def test_the_type_follows_accept(
    server: Client, accept: str | None, query: str, media_type: str
) -> None:
    reply = ask(server, query, accept)
    assert reply.status == 200
    assert reply.headers["content-type"] == media_type
    assert int(reply.headers["content-length"]) == len(reply.body)


@pytest.mark.parametrize(
    ("name", "query", "media_type"),
    [
        ("csv", MEETINGS, "text/csv; charset=utf-8"),
        ("json", MEETINGS, "application/sparql-results+json"),
        ("json", GRAPH, "application/ld+json"),
        ("xml", GRAPH, "application/rdf+xml"),
        ("ttl", GRAPH, "text/turtle; charset=utf-8"),
    ],
)
def test_format_goes_before_accept(server: Client, name: str, query: str, media_type: str) -> None:
    for field in ("format", "output"):
        reply = ask(server, query, BROWSER, **{field: name})
        assert reply.headers["content-type"] == media_type


def test_csv_is_read_by_a_csv_reader(server: Client) -> None:
    rows = list(csv.reader(io.StringIO(ask(server, MEETINGS, "text/csv").text)))
    assert rows[0] == ["m"]
    assert len(rows) == 5


@pytest.mark.parametrize(
    ("content_type", "body"),
    [
        ("application/x-www-form-urlencoded", urlencode({"query": ASK}).encode()),
        ("application/x-www-form-urlencoded; charset=UTF-8", urlencode({"query": ASK}).encode()),
        ("application/sparql-query", ASK.encode()),
        ("application/sparql-query; charset=utf-8", ASK.encode()),
    ],
)
@pytest.mark.parametrize("method", ["POST", "QUERY"])
def test_posted_queries(server: Client, method: str, content_type: str, body: bytes) -> None:
    reply = server.send(method, "/sparql", body, {"Content-Type": content_type})
    assert json.loads(reply.body)["boolean"] is True


def test_a_chunked_body_is_read(server: Client) -> None:
    headers = {"Content-Type": "application/sparql-query", "Transfer-Encoding": "chunked"}
    body = f"{len(ASK):x}\r\n{ASK}\r\n0\r\n\r\n".encode()
    reply = server.send("POST", "/sparql", body, headers)
    assert json.loads(reply.body)["boolean"] is True


def test_the_dataset_of_the_protocol(server: Client) -> None:
    query = PREFIX + "SELECT (COUNT(*) AS ?n) WHERE { ?m a parley:Meeting }"
    named = PREFIX + "SELECT DISTINCT ?g WHERE { GRAPH ?g { ?m a parley:Meeting } } ORDER BY ?g"

    def values(text: str, fields: list[tuple[str, str]]) -> list[str]:
        path = "/sparql?" + urlencode([("query", text), *fields])
        rows = json.loads(server.get(path).body)["results"]["bindings"]
        return [value["value"] for row in rows for value in row.values()]

    both = [("default-graph-uri", f"{ARTICLE}a1"), ("default-graph-uri", f"{ARTICLE}a2")]
    assert values(query, []) == ["4"]
    assert values(query, both[:1]) == ["2"]
    assert values(query, both) == ["4"]
    assert values(named, [("named-graph-uri", f"{ARTICLE}a1")]) == [f"{ARTICLE}a1"]
    assert values(named, []) == [f"{ARTICLE}a{n}" for n in (1, 2, 3)]


def test_head_has_the_headers_of_get(server: Client) -> None:
    path = "/sparql?" + urlencode({"query": MEETINGS})
    head, got = server.send("HEAD", path), server.get(path)
    assert (head.status, head.body) == (200, b"")
    for name in ("content-type", "content-length", "etag"):
        assert head.headers[name] == got.headers[name]


def test_a_large_answer_is_whole(server: Client) -> None:
    query = "SELECT * WHERE { ?s ?p ?o . ?x a ?y } LIMIT 20000"
    reply = ask(server, query, "application/sparql-results+json")
    assert int(reply.headers["content-length"]) == len(reply.body) > 1_000_000
    results = parse_query_results(reply.body, format=QueryResultsFormat.JSON)
    assert sum(1 for _ in results) == 20000  # type: ignore[union-attr]


# Validators and headers


def test_headers_of_an_answer(server: Client) -> None:
    headers = ask(server, MEETINGS).headers
    assert sorted(headers["vary"].split(", ")) == ["Accept", "Accept-Datetime"]
    assert headers["access-control-allow-origin"] == "*"
    assert "Query-Id" in headers["access-control-expose-headers"]
    assert headers["server-timing"].startswith("query;dur=")
    assert len(headers["query-id"]) >= 8
    assert headers["x-content-type-options"] == "nosniff"
    assert "last-modified" in headers


def test_a_tag_is_answered_with_304_and_depends_on_query_and_format(server: Client) -> None:
    first = ask(server, MEETINGS)
    again = ask(server, MEETINGS)
    assert first.headers["etag"] == again.headers["etag"]
    path = "/sparql?" + urlencode({"query": MEETINGS})
    fresh = server.get(path, If_None_Match=first.headers["etag"])
    assert (fresh.status, fresh.body) == (304, b"")
    assert fresh.headers["etag"] == first.headers["etag"]
    assert fresh.headers["access-control-allow-origin"] == "*"
    for other in (ask(server, MEETINGS, "text/csv"), ask(server, MEETINGS + " LIMIT 1")):
        assert other.headers["etag"] != first.headers["etag"]
    dated = server.get(path, If_Modified_Since=first.headers["last-modified"])
    assert dated.status == 304
    stale = server.get(path, If_Modified_Since="Thu, 01 Jan 2015 00:00:00 GMT")
    assert stale.status == 200


def test_what_varies_has_no_tag(server: Client) -> None:
    reply = ask(server, "SELECT (NOW() AS ?n) (RAND() AS ?r) {}")
    assert "etag" not in reply.headers
    assert reply.headers["cache-control"] == "no-store"


def test_if_modified_since_does_not_hide_an_error(server: Client) -> None:
    path = "/sparql?" + urlencode({"query": "SELECT"})
    reply = server.get(path, If_Modified_Since="Thu, 01 Jan 2099 00:00:00 GMT")
    problem(reply, 400)


def test_preflight(server: Client) -> None:
    headers = {
        "Origin": "https://example.org",
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "content-type",
    }
    reply = server.send("OPTIONS", "/sparql", headers=headers)
    assert reply.status in (200, 204)
    assert reply.headers["access-control-allow-origin"] == "*"
    assert "POST" in reply.headers["access-control-allow-methods"]
    assert "content-type" in reply.headers["access-control-allow-headers"].lower()


# Wrong input


def test_a_syntax_error_shows_line_column_and_caret(server: Client) -> None:
    document = problem(ask(server, "# note\n  SELEC * { ?s ?p ?o }\n"), 400)
    assert (document["line"], document["column"], document["token"]) == (2, 3, "SELEC")
    assert "\n  SELEC * { ?s ?p ?o }\n  ^" in str(document["detail"])
    assert document["query_id"]


def test_an_undeclared_prefix_is_named_with_its_namespace(server: Client) -> None:
    detail = str(problem(ask(server, "SELECT * { ?s foaf:name ?o }"), 400)["detail"])
    assert "foaf:" in detail
    assert "PREFIX foaf: <http://xmlns.com/foaf/0.1/>" in detail


@pytest.mark.parametrize(
    ("method", "path", "body", "headers", "status", "kind"),
    [
        ("GET", "/sparql", None, {"Accept": "text/csv"}, 400, "missing-query"),
        ("GET", "/sparql?query=ASK{}&query=ASK{}", None, {}, 400, "several-queries"),
        ("GET", "/sparql?query=", None, {}, 400, "syntax"),
        ("GET", "/sparql?query=%FF", None, {}, 400, "bad-request"),
        ("GET", "/sparql?query=ASK{}&default-graph-uri=nothing", None, {}, 400, "bad-request"),
        ("GET", "/sparql?query=ASK{}&format=pdf", None, {}, 400, "bad-request"),
        ("GET", "/sparql?query=ASK{}&timeout=soon", None, {}, 400, "bad-request"),
        ("GET", "/sparql?query=ASK{}&timeout=-1", None, {}, 400, "bad-request"),
        ("GET", "/sparql?query=ASK{}", None, {"Accept": "image/png"}, 406, "not-acceptable"),
        ("GET", "/sparql?query=ASK{}", None, {"Accept": "text/turtle"}, 406, "not-acceptable"),
        ("GET", "/sparql?query=ASK{}&format=ttl", None, {}, 406, "not-acceptable"),
        ("GET", "/sparql?update=CLEAR+ALL", None, {}, 403, "read-only"),
        ("GET", "/sparql?query=CLEAR+ALL", None, {}, 400, "syntax"),
        ("GET", "/sparql?query=ASK{}" + "&x=1" * 600, None, {}, 400, "bad-request"),
        ("PUT", "/sparql", b"", {}, 405, "method"),
        ("DELETE", "/sparql?query=ASK{}", None, {}, 405, "method"),
        ("POST", "/sparql", ASK.encode(), {}, 415, "media-type"),
        ("POST", "/sparql", ASK.encode(), {"Content-Type": "text/plain"}, 415, "media-type"),
        ("POST", "/sparql", b"\xff", {"Content-Type": "application/sparql-query"}, 400,
         "bad-request"),
        ("POST", "/sparql", ASK.encode("utf-16"),
         {"Content-Type": "application/sparql-query; charset=utf-16"}, 415, "media-type"),
        ("POST", "/sparql", b"query=%ff", {"Content-Type": "application/x-www-form-urlencoded"},
         400, "bad-request"),
        ("POST", "/sparql", b"update=CLEAR+ALL",
         {"Content-Type": "application/x-www-form-urlencoded"}, 403, "read-only"),
        ("POST", "/sparql", b"CLEAR ALL", {"Content-Type": "application/sparql-update"},
         403, "read-only"),
        ("POST", "/sparql?query=ASK{}", ASK.encode(), {"Content-Type": "application/sparql-query"},
         400, "several-queries"),
        ("POST", "/sparql", b"ASK {} #" + b"x" * 3_000_000,
         {"Content-Type": "application/sparql-query"}, 413, "too-large"),
        ("POST", "/sparql", b"ASK {} #" + b"x" * 1_000_000,
         {"Content-Type": "application/sparql-query"}, 413, "too-large"),
        ("GET", "/nowhere", None, {}, 404, "not-found"),
        ("POST", "/", b"", {}, 405, "method"),
    ],
)  # fmt: skip
def test_wrong_requests_are_told_what_is_wrong(
    server: Client, method: str, path: str, body: bytes | None, headers: dict[str, str],
    status: int, kind: str,
) -> None:  # fmt: skip
    document = problem(server.send(method, path.replace("{}", "%7B%7D"), body, headers), status)
    assert document["type"] == f"/problem/{kind}"


def test_raw_bytes_in_the_url_are_refused_or_read_but_never_break(server: Client) -> None:
    reply = server.get("/sparql?query=" + quote("SELECT ('é' AS ?x) {}", safe=""))
    assert json.loads(reply.body)["results"]["bindings"][0]["x"]["value"] == "é"
    assert server.get("/sparql?query=%C3%28").status == 400


def test_405_lists_what_is_allowed_and_406_what_is_offered(server: Client) -> None:
    assert "POST" in server.send("PUT", "/sparql", b"").headers["allow"]
    offers = problem(ask(server, ASK, "text/turtle"), 406)["offers"]
    assert "application/sparql-results+json" in offers  # type: ignore[operator]
    graph = problem(ask(server, GRAPH, "text/csv"), 406)["offers"]
    assert "text/turtle" in graph  # type: ignore[operator]


@pytest.mark.parametrize(
    "query",
    ["SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", "select*{service ?x {?s ?p ?o}}"],
)
def test_service_is_refused(server: Client, query: str) -> None:
    assert problem(ask(server, query), 403)["type"] == "/problem/service"


def test_a_deeply_nested_query_is_refused_and_the_server_lives(server: Client) -> None:
    problem(ask(server, "SELECT * {" + "{" * 3000 + "}" * 3001), 400)
    assert ask(server, ASK).status == 200


def test_a_killer_is_stopped_while_others_are_answered(server: Client) -> None:
    replies: list[Reply] = []
    thread = threading.Thread(target=lambda: replies.append(ask(server, KILLER)))
    thread.start()
    answered = 0
    while thread.is_alive():
        assert ask(server, ASK).status == 200
        answered += 1
        time.sleep(0.02)
    thread.join()
    document = problem(replies[0], 503)
    assert document["type"] == "/problem/timeout"
    assert document["limit"] == LIMIT
    assert int(str(document["elapsed_ms"])) >= LIMIT * 900
    assert document["query_id"] == replies[0].headers["query-id"]
    assert "retry-after" not in replies[0].headers
    assert answered > 3


def test_a_caller_can_lower_the_limit(server: Client) -> None:
    document = problem(ask(server, KILLER, timeout="0.3"), 503)
    assert document["limit"] == 0.3


def test_a_newer_snapshot_is_served_with_another_tag(server: Client, tmp_path: Path) -> None:
    before = ask(server, MEETINGS)
    folder = server.store.parent
    extra = tmp_path / "extra.nq"
    extra.write_text(
        "<https://w3id.org/parley/id/meeting/new> "
        "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type> "
        "<https://w3id.org/parley/ontology#Meeting> .\n"
    )
    originals = [folder / "fixture.nq", folder / "reference.nq"]
    try:
        publish(server.store, [*originals, extra])
        path = "/sparql?" + urlencode({"query": MEETINGS})
        after = server.get(path, If_None_Match=before.headers["etag"])
        assert after.status == 200
        assert len(json.loads(after.body)["results"]["bindings"]) == 5
    finally:
        publish(server.store, originals)
    assert len(json.loads(ask(server, MEETINGS).body)["results"]["bindings"]) == 4
