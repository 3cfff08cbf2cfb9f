"""Queries over earlier snapshots, what changed between two, and queries that are called off."""

import threading
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from pyoxigraph import RdfFormat, Store
from running import parley

from parley.cli import main
from store.embedded import EmbeddedEngine
from store.engine import Query, Update
from store.errors import (
    NoSuchSnapshotError,
    NotAcceptableError,
    QueryCancelledError,
    QueryOverloadError,
    QueryRunningError,
)
from store.publish import publish
from store.snapshots import Retention, all_snapshots

EX = "http://example.org/"
NewEngine = Callable[..., EmbeddedEngine]
SLOW = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"


@pytest.fixture
def engine(tmp_path: Path, new_engine: NewEngine) -> EmbeddedEngine:
    """An engine over a store with three snapshots, of 300, 301 and 300 statements."""
    lines = (f'<{EX}s{n}> <{EX}p> "{n}" .\n' for n in range(300))
    (tmp_path / "data.nq").write_text("".join(lines), encoding="utf-8")
    publish(tmp_path / "store", [tmp_path / "data.nq"])
    made = new_engine(tmp_path / "store", workers=1)
    made.update(Update(f"INSERT DATA {{ <{EX}a> <{EX}p> _:b . GRAPH <{EX}g> {{ <{EX}a> ?v 1 }} }}"
                       .replace("?v", f"<{EX}p>")))  # fmt: skip
    made.update(Update(f'DELETE DATA {{ <{EX}s1> <{EX}p> "1" }}'))
    return made


def count(engine: EmbeddedEngine, snapshot: str | None = None) -> int:
    """Statements of the default graph."""
    text = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
    with engine.query(Query(text, accept=("text/csv",), snapshot=snapshot)) as answer:
        assert snapshot in (None, answer.snapshot.id)
        return int(answer.body.read().split()[1])


def test_each_snapshot_answers_for_itself(engine: EmbeddedEngine) -> None:
    kept = [snapshot.id for snapshot in engine.snapshots()]
    assert [count(engine, each) for each in (None, *kept)] == [300, 300, 301, 300]
    for unknown in ("20200101T000000.000000Z-none", "../snapshots", "", "current"):
        with pytest.raises(NoSuchSnapshotError):
            count(engine, unknown)


def test_many_earlier_snapshots_do_not_pile_up(engine: EmbeddedEngine) -> None:
    for n in range(6):
        engine.update(Update(f"INSERT DATA {{ <{EX}n> <{EX}p> {n} }}"))
    kept = [snapshot.id for snapshot in engine.snapshots()]
    assert [count(engine, each) for each in kept][-6:] == [301, 302, 303, 304, 305, 306]
    assert len(engine._pools.all()) <= 4


def test_a_difference_turns_one_into_the_other(engine: EmbeddedEngine, tmp_path: Path) -> None:
    first, _, last = (snapshot for snapshot in engine.snapshots())
    with engine.difference(first.id, last.id) as answer:
        lines = answer.body.read().decode().splitlines()
    assert (lines[0], lines[-1], answer.media_type) == ("TX .", "TC .", "application/rdf-patch")
    assert lines[1] == f'D <{EX}s1> <{EX}p> "1" .'
    assert sorted(line[:2] for line in lines[1:-1]) == ["A ", "A ", "D "]
    assert f'A <{EX}a> <{EX}p> "1"^^<http://www.w3.org/2001/XMLSchema#integer> <{EX}g> .' in lines
    with engine.difference(last.id, last.id) as answer:
        assert answer.body.read() == b"TX .\nTC .\n"
    with engine.difference(first.id, last.id, ("application/sparql-update",)) as answer:
        update = answer.body.read().decode()
    applied = Store()
    applied.bulk_extend(Store.read_only(str(first.path)))
    applied.update(update)
    wanted = Store.read_only(str(last.path))
    named = [quad for quad in wanted if "_:" not in str(quad.object)]
    assert len(applied) == len(wanted)
    assert all(quad in applied for quad in named)
    with pytest.raises(NotAcceptableError):
        engine.difference(first.id, last.id, ("text/html",))


def test_the_patch_is_of_n_quads(engine: EmbeddedEngine) -> None:
    first, _, last = (snapshot for snapshot in engine.snapshots())
    with engine.difference(first.id, last.id) as answer:
        lines = answer.body.read().splitlines(keepends=True)[1:-1]
    store = Store()
    store.load(b"".join(line[2:] for line in lines), RdfFormat.N_QUADS)
    assert len(store) == 3


def test_snapshots_go_by_age(engine: EmbeddedEngine, tmp_path: Path) -> None:
    store = tmp_path / "store"
    old = Retention(count=99, age=timedelta(0), grace=timedelta(0))
    (tmp_path / "more.nq").write_text(f"<{EX}x> <{EX}p> <{EX}o> .\n", encoding="utf-8")
    last = publish(store, [tmp_path / "more.nq"], retention=old)
    assert [snapshot.id for snapshot in all_snapshots(store)] == [last.id]


def test_a_query_is_called_off_by_its_id(engine: EmbeddedEngine) -> None:
    outcomes: list[str] = []

    def ask() -> None:
        try:
            engine.query(Query(SLOW, query_id="mine")).close()
        except QueryCancelledError as error:
            outcomes.append(error.query_id)

    thread = threading.Thread(target=ask)
    thread.start()
    while not engine.counts().get("busy"):
        time.sleep(0.01)
    with pytest.raises(QueryRunningError):
        engine.query(Query("ASK {}", query_id="mine"))
    assert not engine.cancel("other")
    assert engine.cancel("mine")
    thread.join()
    assert outcomes == ["mine"]
    assert not engine.cancel("mine")
    assert count(engine) == 300


def test_one_that_waits_is_called_off_too(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, workers=1, max_workers=1, max_waiting=1, patience=30)
    outcomes: list[type[Exception]] = []

    def ask(query_id: str) -> None:
        try:
            engine.query(Query(SLOW, query_id=query_id)).close()
        except (QueryCancelledError, QueryOverloadError) as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=ask, args=(name,)) for name in ("first", "second")]
    threads[0].start()
    while not engine.counts().get("busy"):
        time.sleep(0.01)
    threads[1].start()
    while not engine.counts().get("waiting"):
        time.sleep(0.01)
    ask("third")  # one more than may wait
    assert outcomes == [QueryOverloadError]
    assert engine.cancel("second")
    threads[1].join()
    assert engine.cancel("first")
    threads[0].join()
    assert outcomes == [QueryOverloadError, QueryCancelledError, QueryCancelledError]


def test_the_command_lists_and_compares(engine: EmbeddedEngine, tmp_path: Path) -> None:
    first, _, last = (snapshot.id for snapshot in engine.snapshots())
    store = ["--store", str(tmp_path / "store")]
    listed = CliRunner().invoke(main, ["snapshots", *store], env={"COLUMNS": "120"})
    assert listed.exit_code == 0
    assert listed.output.index(last) < listed.output.index(first)
    assert "a write, served" in listed.output
    target = tmp_path / "changes.ru"
    command = ["snapshots", *store, "diff", first, "--format", "update", "-o", str(target)]
    assert CliRunner().invoke(main, command).exit_code == 0
    assert f'DELETE DATA {{ <{EX}s1> <{EX}p> "1" }} ;\n' in target.read_text()
    for wrong, told in (("2001", "See: parley snapshots"), ("2", "Write more of one")):
        failed = parley("snapshots", *store, "diff", wrong)
        assert failed.returncode == 1
        assert told in " ".join(failed.stderr.split())
