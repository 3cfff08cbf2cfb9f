"""Answers of the embedded engine, with real worker processes."""

import csv
import json
import os
import signal
import socket
import threading
from collections.abc import Callable
from pathlib import Path

import pytest

from store.embedded import EmbeddedEngine
from store.engine import Engine, Query
from store.errors import (
    NoSnapshotError,
    NotAcceptableError,
    QueryEvaluationError,
    QueryRefusedError,
    QuerySizeError,
    QuerySyntaxError,
    StoreError,
)
from store.publish import publish

NewEngine = Callable[..., EmbeddedEngine]

COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
COUNT_NAMED = "SELECT (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } }"
G = "http://example.org/g"


def number(
    engine: Engine,
    query: str,
    default_graphs: tuple[str, ...] = (),
    named_graphs: tuple[str, ...] = (),
) -> int:
    """The one number in the answer."""
    with engine.query(Query(query, ("text/csv",), default_graphs, named_graphs)) as answer:
        return int(answer.body.read().decode().splitlines()[1])


def test_solutions(engine: EmbeddedEngine) -> None:
    text = "SELECT ?o { <http://example.org/s3> ?p ?o }"
    with engine.query(Query(text)) as answer:
        body = answer.body.read()
    assert (answer.kind, answer.media_type) == ("solutions", "application/sparql-results+json")
    assert answer.size == len(body)
    assert json.loads(body)["results"]["bindings"][0]["o"]["value"] == "value 3"
    assert answer.snapshot == engine.snapshot()
    assert answer.query_id
    assert answer.elapsed > 0
    assert answer.body.closed


@pytest.mark.parametrize(
    ("text", "accept", "kind", "media_type", "start"),
    [
        ("ASK {}", (), "boolean", "application/sparql-results+json", b'{"head":{},"boolean":true}'),
        ("ASK {}", ("text/turtle", "text/csv"), "boolean", "text/csv", b"true"),
        (COUNT, ("application/xml",), "solutions", "application/xml", b"<?xml"),
        (COUNT, ("Text/CSV; charset=utf-8",), "solutions", "text/csv", b"n\r\n2000"),
        (
            "CONSTRUCT WHERE { ?s ?p 'value 3' }",
            (),
            "graph",
            "text/turtle",
            b"<http://example.org/",
        ),
        (
            "DESCRIBE <http://example.org/s3>",
            ("text/csv", "application/n-triples"),
            "graph",
            "application/n-triples",
            b"<http://example.org/s3> ",
        ),
    ],
)
def test_the_first_media_type_that_fits(
    engine: EmbeddedEngine,
    text: str,
    accept: tuple[str, ...],
    kind: str,
    media_type: str,
    start: bytes,
) -> None:
    with engine.query(Query(text, accept=accept)) as answer:
        assert (answer.kind, answer.media_type) == (kind, media_type)
        assert answer.body.read().startswith(start)


def test_nothing_acceptable(engine: EmbeddedEngine) -> None:
    with pytest.raises(NotAcceptableError) as caught:
        engine.query(Query(COUNT, accept=("text/turtle",)))
    assert caught.value.kind == "solutions"
    assert "text/csv" in caught.value.offers


def test_the_dataset_of_the_protocol(engine: EmbeddedEngine) -> None:
    assert number(engine, COUNT) == 2_000
    assert number(engine, COUNT_NAMED) == 10
    assert number(engine, COUNT, default_graphs=(G,)) == 10
    assert number(engine, COUNT_NAMED, default_graphs=(G,)) == 0
    assert number(engine, COUNT, named_graphs=(G,)) == 0
    assert number(engine, COUNT_NAMED, named_graphs=(G,)) == 10
    assert number(engine, COUNT_NAMED, named_graphs=("http://example.org/none",)) == 0
    with pytest.raises(QuerySyntaxError, match="not the IRI of a graph"):
        engine.query(Query(COUNT, default_graphs=("no IRI",)))


def test_no_prefixes_are_put_in(engine: EmbeddedEngine) -> None:
    with pytest.raises(QuerySyntaxError, match="prefix rdf: is not declared") as caught:
        engine.query(Query("ASK { ?s rdf:type ?o }"))
    assert (caught.value.line, caught.value.column) == (1, 10)
    assert caught.value.query_id
    assert caught.value.elapsed > 0


def test_relative_iris_need_a_base(engine: EmbeddedEngine) -> None:
    with engine.query(Query("ASK { <s3> ?p ?o }", base_iri="http://example.org/")) as answer:
        assert b"true" in answer.body.read()
    with pytest.raises(QuerySyntaxError, match="BASE"):
        engine.query(Query("ASK { <s3> ?p ?o }"))


def test_an_unknown_function(engine: EmbeddedEngine) -> None:
    with pytest.raises(QueryEvaluationError, match="custom function"):
        engine.query(Query("SELECT (<http://example.org/f>(1) AS ?x) {}"))


def test_updates_are_not_queries(engine: EmbeddedEngine) -> None:
    with pytest.raises(QuerySyntaxError):
        engine.query(Query("DELETE WHERE { ?s ?p ?o }"))
    assert number(engine, COUNT) == 2_000


def test_a_result_that_is_too_large(engine: EmbeddedEngine) -> None:
    with pytest.raises(QuerySizeError) as caught:
        engine.query(Query("SELECT * { ?s ?p ?o . ?s2 ?p2 ?o2 }"))
    assert caught.value.limit == 200_000
    assert number(engine, COUNT) == 2_000


def test_a_query_can_lower_the_deadline_only_to_a_positive_number() -> None:
    for timeout in (0, -1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="positive"):
            Query(COUNT, timeout=timeout)


def test_service_reaches_nothing(engine: EmbeddedEngine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.3)
        target = f"<http://127.0.0.1:{server.getsockname()[1]}/>"
        for query in (
            f"SELECT * {{ SERVICE {target} {{ ?s ?p ?o }} }}",
            f"SELECT * {{ SERVICE SILENT {target} {{ ?s ?p ?o }} }}",
            f"PREFIX : {target} SELECT * {{ SERVICE:x {{}} }}",
            f"SELECT * {{ FILTER(1<1#>'''\n) SERVICE {target} {{}} #'''\n }}",
        ):
            with pytest.raises(QueryRefusedError) as caught:
                engine.query(Query(query))
            assert caught.value.reason == "service"
        with pytest.raises(TimeoutError):
            server.accept()


def test_many_callers_at_once(engine: EmbeddedEngine) -> None:
    wrong: list[object] = []

    def ask(first: int) -> None:
        for n in range(first, first + 40):
            text = f"SELECT ?o {{ <http://example.org/s{n}> ?p ?o }}"
            with engine.query(Query(text, accept=("text/csv",))) as answer:
                rows = list(csv.reader(answer.body.read().decode().splitlines()))
            if rows != [["o"], [f"value {n}"]]:
                wrong.append((n, rows))

    threads = [threading.Thread(target=ask, args=(n * 100,)) for n in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_a_reader_moves_to_the_newer_snapshot(tmp_path: Path, new_engine: NewEngine) -> None:
    quads = tmp_path / "a.nq"
    engine = new_engine(tmp_path / "store")
    with pytest.raises(NoSnapshotError):
        engine.query(Query(COUNT))
    for count in (1, 2, 3):
        with quads.open("a", encoding="utf-8") as file:
            file.write(f"<http://x/{count}> <http://x/p> <http://x/o> .\n")
        published = publish(tmp_path / "store", [quads])
        with engine.query(Query(COUNT, accept=("text/csv",))) as answer:
            assert answer.snapshot == published == engine.snapshot()
            assert answer.body.read() == f"n\r\n{count}\r\n".encode()


def test_an_answer_outlives_its_engine(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir)
    answer = engine.query(Query(COUNT, accept=("text/csv",)))
    engine.close()
    assert answer.body.read() == b"n\r\n2000\r\n"
    answer.close()
    with pytest.raises(StoreError, match="closed"):
        engine.query(Query(COUNT))


def test_workers_inherit_no_secrets(
    store_dir: Path, new_engine: NewEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PARLEY_WRITE_TOKEN", "a secret")
    engine = new_engine(store_dir)
    assert number(engine, COUNT) == 2_000
    for pid in workers(engine):
        environment = Path(f"/proc/{pid}/environ")
        if not environment.exists():
            pytest.skip("needs /proc to look into another process")
        assert b"secret" not in environment.read_bytes()


def test_a_store_that_cannot_be_opened(tmp_path: Path, new_engine: NewEngine) -> None:
    quads = tmp_path / "a.nq"
    quads.write_text("<http://x/a> <http://x/p> <http://x/o> .\n", encoding="utf-8")
    snapshot = publish(tmp_path / "store", [quads])
    (snapshot.path / "CURRENT").unlink()
    engine = new_engine(tmp_path / "store")
    with pytest.raises(StoreError, match="cannot open"):
        engine.query(Query(COUNT))


def test_a_killed_idle_worker_is_not_noticed(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, workers=2)
    for _ in range(5):
        assert number(engine, COUNT) == 2_000
        for pid in workers(engine):
            os.kill(pid, signal.SIGKILL)
    assert number(engine, COUNT) == 2_000


def workers(engine: EmbeddedEngine) -> set[int]:
    """The engine's worker processes."""
    return engine._pools.current()[1].pids()
