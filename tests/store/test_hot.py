"""The snapshot in memory: the same answers, workers that die alone, and no wrong one on the way."""

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from pyoxigraph import Store

from store.embedded import EmbeddedEngine
from store.engine import Answer, Query, Update
from store.errors import QueryMemoryError, QueryTimeoutError, StoreError
from store.limits import GIB, MIB
from store.publish import publish
from store.snapshots import current_snapshot

EX = "http://example.org/"
NewEngine = Callable[..., EmbeddedEngine]
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
QUERIES = [
    "SELECT ?s ?o { ?s <http://example.org/p3> ?o } ORDER BY ?s",
    "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }",
    "SELECT ?g (COUNT(?s) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g",
    "SELECT ?g { GRAPH ?g {} } ORDER BY ?g",
    "ASK { <http://example.org/s3> ?p ?o }",
    'SELECT ?s { ?s ?p "café"@fr , 1.50 }',
    "SELECT ?o { <http://example.org/nested> ?p [ ?q ?o ] } ORDER BY ?o",
]


@pytest.fixture(scope="module")
def store(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store with two graphs, an empty one, and terms of every kind."""
    folder = tmp_path_factory.mktemp("hot")
    lines = [f'<{EX}s{n}> <{EX}p{n % 7}> "value {n}" .\n' for n in range(3_000)]
    lines += [f'<{EX}s{n}> <{EX}p> "{n}" <{EX}g> .\n' for n in range(50)]
    lines.append(f'<{EX}t> <{EX}p> "café"@fr .\n')
    lines.append(f'<{EX}t> <{EX}p> "1.50"^^<http://www.w3.org/2001/XMLSchema#decimal> .\n')
    lines.append(f'<{EX}nested> <{EX}p> _:b .\n_:b <{EX}q> "inside" .\n')
    (folder / "data.nq").write_text("".join(lines), encoding="utf-8")
    publish(folder / "store", [folder / "data.nq"])
    engine = EmbeddedEngine(folder / "store")
    engine.update(Update(f"CREATE GRAPH <{EX}empty>"))
    engine.close()
    return folder / "store"


def heated(engine: EmbeddedEngine, seconds: float = 60) -> EmbeddedEngine:
    """The engine, once its answers come from memory."""
    deadline = time.monotonic() + seconds
    while not ask(engine, "ASK {}").version.endswith("-memory"):
        assert time.monotonic() < deadline, engine.counts()
        time.sleep(0.05)
    return engine


def ask(engine: EmbeddedEngine, text: str, timeout: float | None = None) -> Answer:
    """An answer, closed."""
    with engine.query(Query(text, timeout=timeout)) as answer:
        return answer


def body(engine: EmbeddedEngine, text: str) -> object:
    """What an answer says."""
    with engine.query(Query(text)) as answer:
        return json.load(answer.body)


def test_memory_gives_the_answers_of_the_disk(store: Path, new_engine: NewEngine) -> None:
    cold = new_engine(store)
    hot = heated(new_engine(store, hot_memory=GIB))
    assert [body(hot, text) for text in QUERIES] == [body(cold, text) for text in QUERIES]
    assert (
        ask(cold, "ASK {}").version == current_snapshot(store).id == cold.version(cold.snapshot())
    )
    assert hot.version(hot.snapshot()) == ask(hot, "ASK {}").version
    assert hot.counts()["in_memory"] >= 2


def test_a_process_that_forks_has_one_thread(store: Path, new_engine: NewEngine) -> None:
    engine = heated(new_engine(store, hot_memory=GIB))
    zygote = engine._pools.current()[1]._heat.zygote
    assert zygote is not None
    if sys.platform == "linux":
        threads = Path(f"/proc/{zygote._process.pid}/task").iterdir()
        assert len(list(threads)) == 1


def test_killers_in_memory_harm_nobody(store: Path, new_engine: NewEngine) -> None:
    engine = heated(new_engine(store, hot_memory=GIB, memory=200 * MIB, workers=2))
    with pytest.raises(QueryTimeoutError):
        ask(engine, f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}", timeout=0.5)
    if sys.platform == "linux":
        with pytest.raises((QueryMemoryError, QueryTimeoutError)):
            ask(engine, f"SELECT * {{ {PRODUCT} }} ORDER BY ?c ?f ?i", timeout=20)
    for _ in range(5):
        assert ask(engine, "ASK {}").version.endswith("-memory")


def test_the_disk_answers_when_the_memory_is_lost(store: Path, new_engine: NewEngine) -> None:
    engine = heated(new_engine(store, hot_memory=GIB))
    pool = engine._pools.current()[1]
    zygote = pool._heat.zygote
    assert zygote is not None
    wrong: list[object] = []
    done = threading.Event()

    def watch() -> None:
        while not done.is_set():
            try:
                rows = body(engine, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")
                if '"3004"' not in json.dumps(rows):
                    wrong.append(rows)
            except StoreError as error:
                wrong.append(error)

    watcher = threading.Thread(target=watch)
    watcher.start()
    time.sleep(0.2)
    os.kill(zygote._process.pid, signal.SIGKILL)
    time.sleep(1)
    done.set()
    watcher.join()
    assert wrong == []
    heated(engine)


def test_an_update_is_seen_although_the_memory_is_old(
    tmp_path: Path, new_engine: NewEngine
) -> None:
    (tmp_path / "data.nq").write_text(f'<{EX}s> <{EX}p> "o" .\n', encoding="utf-8")
    publish(tmp_path / "store", [tmp_path / "data.nq"])
    engine = heated(new_engine(tmp_path / "store", hot_memory=GIB))
    for n in range(3):
        engine.update(Update(f"INSERT DATA {{ <{EX}new> <{EX}p> {n} }}"))
        found = body(engine, f"SELECT (COUNT(*) AS ?n) {{ <{EX}new> ?p ?o }}")
        assert f'"value": "{n + 1}"' in json.dumps(found)
    heated(engine)
    found = body(engine, f"SELECT (COUNT(*) AS ?n) {{ <{EX}new> ?p ?o }}")
    assert '"value": "3"' in json.dumps(found)


def test_what_does_not_fit_stays_on_disk(store: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store, hot_memory=MIB)
    time.sleep(2.5)
    assert not ask(engine, "ASK {}").version.endswith("-memory")
    assert engine._pools.current()[1]._heat._loading is None


def test_nothing_is_left_behind(store: Path, new_engine: NewEngine) -> None:
    engine = heated(new_engine(store, hot_memory=GIB))
    pool = engine._pools.current()[1]
    zygote = pool._heat.zygote
    assert zygote is not None
    processes = [zygote._process.pid, *pool.pids()]
    engine.close()
    deadline = time.monotonic() + 10
    while any(Path(f"/proc/{pid}").exists() for pid in processes) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert [pid for pid in processes if Path(f"/proc/{pid}").exists()] == []
    with pytest.raises(StoreError, match="closed"):
        ask(engine, "ASK {}")


def test_the_database_is_as_it_was(store: Path, new_engine: NewEngine) -> None:
    heated(new_engine(store, hot_memory=GIB))
    assert len(Store.read_only(str(current_snapshot(store).path))) == 3_054
