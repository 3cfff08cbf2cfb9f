"""One set of tests for every engine: what a caller may rely on, whoever evaluates."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from io import BytesIO
from pathlib import Path
from typing import Protocol

import pytest
from pyoxigraph import RdfFormat, parse
from servers import oxigraph, virtuoso

from store.embedded import EmbeddedEngine
from store.engine import DEFAULT_GRAPH, Answer, Engine, GraphChange, Query, Update, Writable
from store.errors import (
    DataSyntaxError,
    NoSuchGraphError,
    NotAcceptableError,
    QueryError,
    QueryEvaluationError,
    QueryRefusedError,
    QuerySizeError,
    QuerySyntaxError,
    QueryTimeoutError,
)
from store.limits import Limits
from store.publish import publish
from store.remote_engine import RemoteEngine, RemoteLimits
from store.remote_http import Endpoint

EX = "http://example.org/"
G = f"{EX}g"
SERVERS: dict[str, Callable[[Path], AbstractContextManager[Endpoint]]] = {
    "oxigraph": oxigraph,
    "virtuoso": virtuoso,
}
KILLER = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"


class Store(Engine, Writable, Protocol):
    """What is tested."""


@pytest.fixture(scope="module", params=["embedded", *SERVERS])
def engine(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    folder = tmp_path_factory.mktemp(request.param)
    if request.param == "embedded":
        (folder / "empty.nq").touch()
        publish(folder / "store", [folder / "empty.nq"])
        embedded = EmbeddedEngine(folder / "store", Limits(timeout=10, max_result=500_000))
        yield _filled(embedded)
        embedded.close()
        return
    with SERVERS[request.param](folder) as endpoint:
        limits = RemoteLimits(timeout=10, max_result=500_000)
        remote = RemoteEngine(endpoint, limits, state_graph=f"{EX}state")
        yield _filled(remote)
        remote.close()


def _filled(engine: Store) -> Store:
    """300 statements in the default graph and 2 in a named one."""
    lines = "".join(f"<{EX}s{n}> <{EX}p> <{EX}o{n % 3}> .\n" for n in range(300))
    engine.change_graph(_put(DEFAULT_GRAPH, lines))
    engine.change_graph(_put(G, f'<{EX}s> <{EX}p> "één"@nl, "x" .'))
    return engine


def _put(graph: str, turtle: str, media_type: str = "text/turtle") -> GraphChange:
    return GraphChange("put", graph, BytesIO(turtle.encode()), media_type)


def rows(engine: Engine, text: str, **more: tuple[str, ...]) -> list[list[str]]:
    """The rows of a query, by way of CSV."""
    with engine.query(Query(text, accept=("text/csv",), **more)) as answer:
        assert answer.media_type == "text/csv"
        return list(csv.reader(io.StringIO(answer.body.read().decode())))[1:]


def whole(answer: Answer) -> bytes:
    with answer:
        body = answer.body.read()
    assert answer.size == len(body)
    assert answer.query_id
    return body


@pytest.mark.parametrize(
    ("media_type", "expected"),
    [
        ("application/sparql-results+json", b'"bindings"'),
        ("application/json", b'"bindings"'),
        ("application/sparql-results+xml", b"http://www.w3.org/2005/sparql-results#"),
        ("application/xml", b"http://www.w3.org/2005/sparql-results#"),
        ("text/csv", f"{EX}s7".encode()),
        ("text/tab-separated-values", f"<{EX}s7>".encode()),
    ],
)
def test_rows_in_every_type(engine: Store, media_type: str, expected: bytes) -> None:
    query = Query(f"SELECT ?s {{ ?s <{EX}p> <{EX}o1> }}", accept=(media_type,))
    answer = engine.query(query)
    assert (answer.kind, answer.media_type) == ("solutions", media_type)
    assert expected in whole(answer)


@pytest.mark.parametrize(
    ("media_type", "form"),
    [
        ("text/turtle", RdfFormat.TURTLE),
        ("application/n-triples", RdfFormat.N_TRIPLES),
        ("application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", RdfFormat.JSON_LD),
        ("application/trig", RdfFormat.TRIG),
    ],
)
def test_triples_in_every_type(engine: Store, media_type: str, form: RdfFormat) -> None:
    text = f"CONSTRUCT {{ ?s <{EX}q> ?o }} WHERE {{ ?s <{EX}p> ?o }}"
    answer = engine.query(Query(text, accept=(media_type,)))
    assert (answer.kind, answer.media_type) == ("graph", media_type)
    assert len({*parse(whole(answer), format=form)}) == 300


def test_yes_and_no(engine: Store) -> None:
    for text, expected in ((f"ASK {{ ?s <{EX}p> <{EX}o1> }}", True), ("ASK { <a:a> ?p 1 }", False)):
        answer = engine.query(Query(text))
        assert answer.kind == "boolean"
        assert json.loads(whole(answer))["boolean"] is expected


def test_the_first_type_that_fits_and_none(engine: Store) -> None:
    answer = engine.query(Query("ASK {}", accept=("text/turtle", "application/json")))
    assert answer.media_type == "application/json"
    answer.close()
    with pytest.raises(NotAcceptableError) as caught:
        engine.query(Query("ASK {}", accept=("text/turtle",)))
    assert "application/sparql-results+json" in caught.value.offers


def test_text_comes_back_as_it_was(engine: Store) -> None:
    found = rows(engine, f"SELECT ?o {{ GRAPH <{G}> {{ ?s ?p ?o }} }} ORDER BY ?o")
    assert sorted(value for (value,) in found) == ["x", "één"]


def test_the_default_graph_is_not_the_named_ones(engine: Store) -> None:
    assert rows(engine, f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}p> ?o }}") == [["300"]]
    found = rows(engine, f"SELECT DISTINCT ?g {{ GRAPH ?g {{ <{EX}s> <{EX}p> 'x' }} }}")
    assert found == [[G]]


def test_a_graph_by_its_name_prefixed_or_not(engine: Store) -> None:
    prefixed = f"PREFIX ex: <{EX}> SELECT ?o {{ GRAPH ex:g {{ ex:s ex:p ?o }} }}"
    assert len(rows(engine, prefixed)) == 2
    assert len(rows(engine, f"SELECT ?o {{ GRAPH <{EX}nothing> {{ ?s ?p ?o }} }}")) == 0
    both = f"ASK {{ ?s <{EX}p> <{EX}o1> . GRAPH <{G}> {{ <{EX}s> <{EX}p> 'x' }} }}"
    assert json.loads(whole(engine.query(Query(both))))["boolean"] is True


def test_the_dataset_of_the_protocol(engine: Store) -> None:
    text = f"SELECT (COUNT(*) AS ?n) {{ ?s <{EX}p> ?o }}"
    assert rows(engine, text, default_graphs=(G,)) == [["2"]]
    named = f"SELECT (COUNT(*) AS ?n) {{ GRAPH ?g {{ ?s <{EX}p> ?o }} }}"
    assert rows(engine, named, named_graphs=(G,)) == [["2"]]


def test_a_wrong_query_is_told_from_a_wrong_server(engine: Store) -> None:
    with pytest.raises(QuerySyntaxError) as caught:
        engine.query(Query("SELECT * { ?s ?p"))
    assert caught.value.query_id
    with pytest.raises(QueryRefusedError):
        engine.query(Query("SELECT * { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }"))
    with pytest.raises(QueryRefusedError):
        engine.query(Query("SELECT * " + "{" * 200 + "}" * 200))


def test_a_result_that_is_too_large(engine: Store) -> None:
    text = f"SELECT * {{ ?a <{EX}p> ?b . ?c <{EX}p> ?d }} LIMIT 9000"
    with pytest.raises(QuerySizeError):
        whole(engine.query(Query(text)))


def test_a_query_is_ended_at_its_deadline(engine: Store) -> None:
    with pytest.raises(QueryTimeoutError) as caught:
        engine.query(Query(KILLER, timeout=0.5))
    assert caught.value.limit == 0.5


def test_a_graph_is_put_extended_read_and_deleted(engine: Store) -> None:
    graph = f"{EX}new"
    assert engine.change_graph(_put(graph, f"<{EX}a> <{EX}b> <{EX}c> .")).created
    assert not engine.change_graph(_put(graph, f"<{EX}a> <{EX}b> <{EX}d> .")).created
    more = BytesIO(f"<{EX}a> <{EX}b> <{EX}e> .".encode())
    engine.change_graph(GraphChange("post", graph, more, "application/n-triples"))
    body = whole(engine.read_graph(graph, ("application/n-triples",)))
    objects = {str(t.object) for t in parse(body, format=RdfFormat.N_TRIPLES)}
    assert objects == {f"<{EX}d>", f"<{EX}e>"}
    engine.change_graph(GraphChange("delete", graph))
    with pytest.raises(NoSuchGraphError) as caught:
        engine.read_graph(graph, ("text/turtle",))
    assert caught.value.graph == graph
    with pytest.raises(NoSuchGraphError):
        engine.change_graph(GraphChange("delete", graph))


def test_data_that_cannot_be_read_change_nothing(engine: Store) -> None:
    # Virtuoso calls it an error of its own.
    with pytest.raises((DataSyntaxError, QueryEvaluationError)):
        engine.change_graph(_put(G, "<a> <b"))
    assert rows(engine, f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{G}> {{ ?s ?p ?o }} }}") == [["2"]]


def test_an_update_is_seen_by_the_next_query(engine: Store) -> None:
    count = f"SELECT (COUNT(*) AS ?n) {{ GRAPH <{EX}u> {{ ?s ?p ?o }} }}"
    done = engine.update(Update(f"INSERT DATA {{ GRAPH <{EX}u> {{ <{EX}x> <{EX}y> 1, 2 }} }}"))
    assert done.query_id
    assert rows(engine, count) == [["2"]]
    engine.update(Update(f"DELETE WHERE {{ GRAPH <{EX}u> {{ ?s ?p 1 }} }}"))
    assert rows(engine, count) == [["1"]]
    with pytest.raises(QueryError):
        engine.update(Update("INSERT DATA {"))
    with pytest.raises(QueryRefusedError):
        engine.update(Update("LOAD <http://127.0.0.1:9/>"))
