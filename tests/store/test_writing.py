"""Writes: all or nothing, seen at once, kept by builds, and never half done by a kill."""

import os
import signal
import threading
import time
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pytest

from store.embedded import EmbeddedEngine
from store.engine import ALL_GRAPHS, DEFAULT_GRAPH, GraphChange, Query, Update
from store.errors import (
    DataSyntaxError,
    MediaTypeError,
    NoSuchGraphError,
    QueryEvaluationError,
    QueryMemoryError,
    QueryRefusedError,
    QuerySyntaxError,
    QueryTimeoutError,
    SnapshotChangedError,
    StoreBusyError,
    StoreError,
)
from store.publish import publish
from store.snapshots import all_snapshots, current_snapshot, exclusive, point_to, written

EX = "http://example.org/"
G = f"{EX}graph"
NewEngine = Callable[..., EmbeddedEngine]
SLOW = f"INSERT {{ <{EX}n> <{EX}n> ?n }} WHERE {{ {{ SELECT (COUNT(*) AS ?n) {{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }} }} }}"  # fmt: skip # noqa: E501


@pytest.fixture
def store(tmp_path: Path) -> Path:
    """A store with 1,000 statements in the default graph."""
    lines = (f'<{EX}s{n}> <{EX}p> "{n}" .\n' for n in range(1_000))
    (tmp_path / "data.nq").write_text("".join(lines), encoding="utf-8")
    publish(tmp_path / "store", [tmp_path / "data.nq"])
    return tmp_path / "store"


@pytest.fixture
def engine(store: Path, new_engine: NewEngine) -> EmbeddedEngine:
    """An engine over it."""
    return new_engine(store, workers=1)


def asks(engine: EmbeddedEngine, pattern: str) -> bool:
    """Whether the data has the pattern."""
    with engine.query(Query(f"ASK {{ {pattern} }}")) as answer:
        return b"true" in answer.body.read()


def count(engine: EmbeddedEngine) -> int:
    """Statements of the whole dataset."""
    text = "SELECT (COUNT(*) AS ?n) { { ?s ?p ?o } UNION { GRAPH ?g { ?s ?p ?o } } }"
    with engine.query(Query(text, accept=("text/csv",))) as answer:
        return int(answer.body.read().split()[1])


def put(graph: str, turtle: str, **more: str) -> GraphChange:
    """A graph from Turtle."""
    return GraphChange("put", graph, BytesIO(turtle.encode()), **more)  # type: ignore[arg-type]


def test_an_update_is_seen_by_the_next_query(engine: EmbeddedEngine, store: Path) -> None:
    before = engine.snapshot()
    done = engine.update(Update(f'INSERT DATA {{ <{EX}new> <{EX}p> "x" }}'))
    assert asks(engine, f'<{EX}new> <{EX}p> "x"')
    assert engine.snapshot() == done.snapshot == current_snapshot(store)
    assert done.snapshot.quads == 1_001
    assert (done.snapshot.base, done.snapshot.write) == (before.id, done.query_id)
    again = engine.update(Update(f"DELETE WHERE {{ <{EX}new> ?p ?o }}"))
    assert not asks(engine, f"<{EX}new> ?p ?o")
    assert again.snapshot.base == before.id
    assert [s.id for s in all_snapshots(store)] == [before.id, done.snapshot.id, again.snapshot.id]


def test_an_update_with_an_error_in_it_does_nothing(engine: EmbeddedEngine) -> None:
    before = engine.snapshot()
    with pytest.raises(QueryEvaluationError, match="already exists"):
        engine.update(
            Update(f"INSERT DATA {{ <{EX}a> <{EX}b> 1 }}; CREATE GRAPH <{G}>; CREATE GRAPH <{G}>")
        )
    with pytest.raises(QuerySyntaxError) as caught:
        engine.update(Update(f"INSERT DATA {{ <{EX}a> <{EX}b> ?v }}"))
    assert caught.value.line == 1
    assert caught.value.query_id
    for text in ("LOAD <http://127.0.0.1:1/>", "DELETE {} WHERE { SERVICE <http://x/> {} }"):
        with pytest.raises(QueryRefusedError, match="SERVICE and LOAD"):
            engine.update(Update(text))
    assert engine.snapshot() == before
    assert not asks(engine, f"<{EX}a> ?p ?o")
    engine.update(Update(""))  # nothing to do is no error


def test_updates_over_the_dataset_of_the_request(engine: EmbeddedEngine) -> None:
    engine.update(Update(f"INSERT DATA {{ GRAPH <{G}> {{ <{EX}a> <{EX}b> 1, 2 }} }}"))
    found = f"INSERT {{ <{EX}found> <{EX}o> ?o }} WHERE {{ <{EX}a> <{EX}b> ?o }}"
    engine.update(Update(found))
    assert not asks(engine, f"<{EX}found> ?p ?o")
    engine.update(Update(f"{found} ; {found}", using_graphs=(G,)))
    assert asks(engine, f"<{EX}found> <{EX}o> 1, 2")
    named = f"INSERT {{ <{EX}named> <{EX}o> ?g }} WHERE {{ GRAPH ?g {{ <{EX}a> ?b 1 }} }}"
    engine.update(Update(named, using_named_graphs=(f"{EX}other",)))
    assert not asks(engine, f"<{EX}named> ?p ?o")
    engine.update(Update(named, using_named_graphs=(G,)))
    assert asks(engine, f"<{EX}named> <{EX}o> <{G}>")
    engine.update(Update(f"DELETE WHERE {{ <{EX}s1> ?p ?o }}", using_graphs=(G,)))
    assert asks(engine, f"<{EX}s1> ?p ?o")
    for word in (f"WITH <{G}> {found}", found.replace("WHERE", f"USING <{G}> WHERE")):
        with pytest.raises(QuerySyntaxError, match="names its dataset"):
            engine.update(Update(word, using_graphs=(G,)))


def test_a_graph_is_put_read_extended_patched_and_deleted(engine: EmbeddedEngine) -> None:
    with pytest.raises(NoSuchGraphError):
        engine.read_graph(G)
    assert engine.change_graph(put(G, "<a> <b> 1, 2 .", base_iri=EX)).created
    assert not engine.change_graph(put(G, "<a> <b> [] .", base_iri=EX)).created
    more = GraphChange("post", G, BytesIO(b"_:x <http://e/p> 3 ."), "application/n-triples")
    with pytest.raises(DataSyntaxError, match="application/n-triples") as caught:
        engine.change_graph(more)
    assert caught.value.line == 1
    body = BytesIO(b'_:x <http://e/p> "3" .\n')
    engine.change_graph(GraphChange("post", G, body, "application/n-triples"))
    with engine.read_graph(G, ("application/n-triples",)) as answer:
        lines = answer.body.read().decode().splitlines()
    assert sorted(line.partition("<")[2][:24] for line in lines) == [
        'http://e/p> "3" .',
        "http://example.org/a> <h",
    ]
    patch = 'DELETE { ?s ?p "3" } INSERT { ?s ?p 4 } WHERE { ?s ?p "3" }'
    assert not engine.update(Update(patch, graph=G)).created
    assert asks(engine, f"GRAPH <{G}> {{ ?s <http://e/p> 4 }}")
    assert engine.snapshot().quads == 1_002
    with pytest.raises(QueryEvaluationError, match="one graph"):
        engine.update(Update(f"INSERT DATA {{ GRAPH <{EX}h> {{ <{EX}a> <{EX}b> 1 }} }}", graph=G))
    engine.change_graph(GraphChange("delete", G))
    with pytest.raises(NoSuchGraphError):
        engine.change_graph(GraphChange("delete", G))
    assert count(engine) == 1_000


def test_an_empty_graph_is_there(engine: EmbeddedEngine) -> None:
    assert engine.change_graph(put(G, "")).created
    with engine.read_graph(G) as answer:
        assert (answer.media_type, answer.size) == ("text/turtle", 0)


def test_the_default_graph_and_the_whole(engine: EmbeddedEngine) -> None:
    engine.change_graph(put(G, f"<{EX}a> <{EX}b> 1 ."))
    assert not engine.change_graph(put(DEFAULT_GRAPH, f"<{EX}c> <{EX}d> 1 .")).created
    assert count(engine) == 2
    with engine.read_graph(ALL_GRAPHS, ("text/turtle", "application/n-quads")) as answer:
        whole = answer.body.read()
    assert answer.media_type == "application/n-quads"
    engine.change_graph(GraphChange("delete", ALL_GRAPHS))
    assert count(engine) == 0
    engine.change_graph(GraphChange("put", ALL_GRAPHS, BytesIO(whole), "application/n-quads"))
    assert asks(engine, f"<{EX}c> ?p ?o GRAPH <{G}> {{ <{EX}a> ?q ?r }}")


@pytest.mark.parametrize(
    ("media_type", "body"),
    [
        ("application/trig", b"GRAPH <http://e/h> { <http://e/a> <http://e/b> 1 }"),
        ("text/html", b"<p>"),
    ],
)
def test_what_cannot_stand_in_a_graph(media_type: str, body: bytes, engine: EmbeddedEngine) -> None:
    with pytest.raises(MediaTypeError) as caught:
        engine.change_graph(GraphChange("put", G, BytesIO(body), media_type))
    assert "text/turtle" in caught.value.offers


def test_json_ld_cannot_slip_other_graphs_in(engine: EmbeddedEngine) -> None:
    body = b'{"@id": "http://e/h", "@graph": [{"@id": "http://e/a", "http://e/b": 1}]}'
    with pytest.raises(DataSyntaxError, match="Named graphs"):
        engine.change_graph(GraphChange("put", G, BytesIO(body), "application/ld+json"))
    assert count(engine) == 1_000
    body = b'{"@id": "http://e/a", "http://e/b": 1}'
    engine.change_graph(GraphChange("put", G, BytesIO(body), "application/ld+json"))
    assert asks(engine, f"GRAPH <{G}> {{ <http://e/a> <http://e/b> 1 }}")


def test_a_write_for_another_state_is_refused(engine: EmbeddedEngine) -> None:
    before = engine.snapshot().id
    now = engine.change_graph(put(G, "", expected=before)).snapshot.id
    with pytest.raises(SnapshotChangedError) as caught:
        engine.change_graph(put(G, "", expected=before))
    assert caught.value.current == now


def test_a_large_body_is_loaded_whole_or_not_at_all(engine: EmbeddedEngine) -> None:
    lines = "".join(f'<{EX}big{n}> <{EX}p> "{"x" * 40}{n}" .\n' for n in range(20_000))
    with pytest.raises(DataSyntaxError) as caught:
        engine.change_graph(put(G, f"{lines}<{EX}a> ."))
    assert caught.value.line == 20_001
    assert count(engine) == 1_000
    engine.change_graph(put(G, lines))
    assert count(engine) == 21_000


def test_a_write_is_killed_at_its_deadline_and_not_done(
    engine: EmbeddedEngine, store: Path
) -> None:
    before = engine.snapshot()
    with pytest.raises(QueryTimeoutError, match="Nothing was written") as caught:
        engine.update(Update(SLOW, timeout=1))
    assert caught.value.limit == 1
    assert current_snapshot(store) == before
    engine.update(Update(f"INSERT DATA {{ <{EX}a> <{EX}b> 1 }}"))
    assert asks(engine, f"<{EX}a> <{EX}b> 1")
    assert len(list((store / "writers").iterdir())) == 1


def test_a_writer_that_is_killed_has_written_nothing_or_all(
    engine: EmbeddedEngine, store: Path
) -> None:
    """At whatever point: what is told is what is there."""
    engine.update(Update(f"INSERT DATA {{ <{EX}first> <{EX}b> 1 }}"))
    told = {}
    for n in range(12):
        pid = engine._writer.pid()
        assert pid is not None
        shot = threading.Timer(0.015 * n, os.kill, (pid, signal.SIGKILL))
        shot.start()
        try:
            engine.update(Update(f"INSERT DATA {{ <{EX}w{n}> <{EX}b> {n} }}"))
            told[n] = True
        except QueryMemoryError:
            told[n] = False
        shot.join()
        engine.update(Update(f"INSERT DATA {{ <{EX}x{n}> <{EX}b> {n} }}"))
    there = {n: asks(engine, f"<{EX}w{n}> ?p ?o") for n in range(12)}
    assert there == told
    assert all(asks(engine, f"<{EX}x{n}> ?p ?o") for n in range(12))
    assert len(list((store / "writers").iterdir())) == 1


def test_what_was_complete_but_not_published_is_not_done(
    engine: EmbeddedEngine, store: Path
) -> None:
    """A writer that dies right before it replaces the pointer."""
    before = engine.snapshot()
    torn = engine.update(Update(f"INSERT DATA {{ <{EX}torn> <{EX}b> 1 }}"))
    engine.close()
    point_to(store, before.id)
    assert [s.id for s in all_snapshots(store)] == [before.id]
    assert written(store, torn.query_id, wait=5) is None
    again = EmbeddedEngine(store)
    done = again.update(Update(f"INSERT DATA {{ <{EX}next> <{EX}b> 1 }}"))
    assert written(store, done.query_id, wait=5) == done.snapshot
    assert [s.id for s in all_snapshots(store)] == [before.id, done.snapshot.id]
    assert not asks(again, f"<{EX}torn> ?p ?o")
    again.close()


def test_writes_wait_for_a_build_and_say_so(engine: EmbeddedEngine, store: Path) -> None:
    with exclusive(store), pytest.raises(StoreBusyError):
        engine.update(Update("CLEAR ALL", timeout=0.5))
    assert count(engine) == 1_000


def test_a_build_keeps_what_was_written(engine: EmbeddedEngine, store: Path) -> None:
    engine.update(
        Update(
            f"INSERT DATA {{ <{EX}note> <{EX}p> [] . GRAPH <{G}> {{ <{EX}a> <{EX}b> 1 }} }} ; "
            f'DELETE DATA {{ <{EX}s1> <{EX}p> "1" }} ; CREATE GRAPH <{EX}empty>'
        )
    )
    file = store.parent / "data.nq"
    assert publish(store, [file]) == engine.snapshot()  # nothing new to build
    file.write_text(f'<{EX}s1> <{EX}p> "1" .\n<{EX}s2> <{EX}p> "2" .\n', encoding="utf-8")
    built = publish(store, [file])
    assert [s.id for s in all_snapshots(store)][-1] == built.id
    assert built.quads == 3
    assert asks(engine, f'<{EX}note> <{EX}p> ?b . <{EX}s2> <{EX}p> "2"')
    assert asks(engine, f"GRAPH <{G}> {{ <{EX}a> <{EX}b> 1 }}")
    assert not asks(engine, f"<{EX}s1> ?p ?o")
    engine.read_graph(f"{EX}empty").close()
    assert publish(store, [file]) == built

    plain = publish(store, [file], keep_writes=False)
    assert (plain.quads, plain.base) == (2, None)


def test_a_store_can_begin_with_a_write(tmp_path: Path, new_engine: NewEngine) -> None:
    (tmp_path / "store").mkdir()
    engine = new_engine(tmp_path / "store", workers=1)
    first = engine.update(Update(f"INSERT DATA {{ <{EX}a> <{EX}b> 1 }}")).snapshot
    assert [s.id for s in all_snapshots(tmp_path / "store")] == [first.id]
    (tmp_path / "data.nq").write_text(f"<{EX}s> <{EX}p> <{EX}o> .\n", encoding="utf-8")
    assert publish(tmp_path / "store", [tmp_path / "data.nq"]).quads == 2
    assert asks(engine, f"<{EX}a> <{EX}b> 1 . <{EX}s> ?p ?o")


def test_many_writers_lose_nothing(engine: EmbeddedEngine, store: Path) -> None:
    """Two engines over one store, as two processes have them."""
    with_it = [engine, EmbeddedEngine(store)]
    failures: list[StoreError] = []

    def write(who: int) -> None:
        try:
            for n in range(5):
                with_it[who % 2].update(Update(f"INSERT DATA {{ <{EX}t{who}> <{EX}b> {n} }}"))
        except StoreError as error:
            failures.append(error)

    threads = [threading.Thread(target=write, args=(who,)) for who in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with_it[1].close()
    assert failures == []
    assert count(engine) == 1_020


def test_closing_ends_a_write(store: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store, workers=1)
    outcomes: list[StoreError] = []

    def write() -> None:
        try:
            engine.update(Update(SLOW))
        except StoreError as error:
            outcomes.append(error)

    thread = threading.Thread(target=write)
    thread.start()
    while engine._writer.pid() is None:
        time.sleep(0.01)
    time.sleep(0.5)
    engine.close()
    thread.join()
    assert ["Nothing was written" in str(error) for error in outcomes] == [True]
