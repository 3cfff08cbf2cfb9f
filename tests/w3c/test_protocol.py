"""The W3C's tests of the protocol and of the graph store protocol."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from exchanges import Exchange, ProtocolCase, protocol_cases
from expectations import canonical
from pyoxigraph import RdfFormat, parse, serialize
from running import SHARED
from suite_server import Reply, Server, read, writable_server

_ROOT = SHARED / "w3c" / "sparql"
_CASES = protocol_cases(_ROOT) if _ROOT.is_dir() else ()
_GRAPH = ("text/turtle", "application/n-triples", "application/rdf+xml", "application/ld+json")


@pytest.fixture(scope="module")
def server(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with writable_server(tmp_path_factory.mktemp("protocol")) as made:
        yield made


@pytest.mark.parametrize("exchanged", _CASES or [None], ids=lambda c: c.id if c else "absent")
def test_an_exchange_goes_as_it_should(
    server: Server, suites: Path, exchanged: ProtocolCase
) -> None:
    case = exchanged
    server.update("CLEAR ALL")
    for graph in case.graphs:
        body = serialize((quad.triple for quad in read(suites, graph)), format=RdfFormat.N_TRIPLES)
        path = f"/data?graph={quote(graph.graph, safe='')}"
        assert server.write("PUT", path, body or b"", "application/n-triples").status == 201
    known: dict[str, str] = {}
    for exchange in case.exchanges:
        reply = server.send(
            exchange.method,
            _fill(_path(case, exchange), known),
            exchange.body,
            {**exchange.headers, **server.authorisation},
        )
        _check(exchange, reply)
        if exchange.expected.location:
            assert reply.location
            known[exchange.expected.location] = reply.location


def _path(case: ProtocolCase, exchange: Exchange) -> str:
    """Where this server has what the test has at ``/sparql/`` and ``/gsp``."""
    if exchange.path.startswith("/gsp"):
        return exchange.path.replace("/gsp", "/data", 1)
    is_query = "query" in case.id or "sparql-query" in exchange.headers.get("content-type", "")
    return exchange.path.replace("/sparql/", "/sparql" if is_query else "/update", 1)


def _fill(path: str, known: dict[str, str]) -> str:
    for name, value in known.items():
        path = path.replace(name, quote(value, safe=""))
    return path


def _check(exchange: Exchange, reply: Reply) -> None:
    wanted = exchange.expected
    assert str(reply.status).startswith(wanted.statuses), reply.body.decode()
    kind, _, parameters = reply.media_type.partition(";")
    match wanted.format:
        case "boolean" | "tabular":
            assert kind == "application/sparql-results+json"
            assert ("boolean" in json.loads(reply.body)) == (wanted.format == "boolean")
        case "RDF":
            assert kind in _GRAPH
    if wanted.boolean is not None:
        assert json.loads(reply.body)["boolean"] is wanted.boolean
    if "content-type" in wanted.headers:
        told = f"{kind};{parameters}".replace("; ", ";").lower()
        assert told == wanted.headers["content-type"].replace("; ", ";").lower()
    if wanted.body:
        base = f"http://www.example{exchange.path}"
        left = canonical(parse(wanted.body.encode(), format=RdfFormat.TURTLE, base_iri=base))
        assert left == canonical(parse(reply.body, format=RdfFormat.TURTLE, base_iri=base))
