"""Queries made to do harm: each ends with the right error, and nobody else suffers.

Times are not asserted but where a deadline is the promise, and then generously.
"""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from store.embedded import EmbeddedEngine
from store.engine import Query
from store.errors import (
    QueryError,
    QueryMemoryError,
    QueryOverloadError,
    QueryRefusedError,
    QuerySizeError,
    QueryTimeoutError,
    StoreError,
)
from store.limits import Limits
from store.snapshots import current_snapshot
from store.workers import Worker, WorkerDied

NewEngine = Callable[..., EmbeddedEngine]

ROOT = Path(__file__).resolve().parents[2]
MIB = 1 << 20
SLACK = 15.0  # seconds a loaded machine may take to act on a deadline
PRODUCT = "?a ?b ?c . ?d ?e ?f . ?g ?h ?i"
CROSS_COUNT = f"SELECT (COUNT(*) AS ?n) {{ {PRODUCT} }}"
DOUBLING = " ".join(f"BIND(CONCAT(?v{n},?v{n},?v{n},?v{n}) AS ?v{n + 1})" for n in range(20))
CONCAT_BOMB = f"SELECT (STRLEN(?v20) AS ?n) {{ BIND('{'x' * 1_000}' AS ?v0) {DOUBLING} }}"

KILLERS: list[tuple[str, tuple[type[QueryError], ...]]] = [
    (CROSS_COUNT, (QueryTimeoutError,)),
    (f"SELECT * {{ {PRODUCT} }} ORDER BY ?c ?f ?i", (QueryTimeoutError, QueryMemoryError)),
    (f"SELECT * {{ {PRODUCT} }}", (QuerySizeError, QueryTimeoutError)),
    (CONCAT_BOMB, (QueryMemoryError, QueryTimeoutError)),
    ("SELECT * " + "{" * 3_000 + "}" * 3_000, (QueryRefusedError,)),
    ("SELECT (" + "||".join(["true"] * 10_000) + " AS ?x) {}", (QueryRefusedError,)),
]

needs_memory_limit = pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux enforces a limit on a process's memory"
)


class Crowd:
    """A client with cheap queries, and what went wrong for it."""

    def __init__(self, engine: EmbeddedEngine) -> None:
        self.engine = engine
        self.answered = 0
        self.failures: list[object] = []
        self._done = threading.Event()
        self._thread = threading.Thread(target=self._ask)

    def __enter__(self) -> "Crowd":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._done.set()
        self._thread.join()

    def _ask(self) -> None:
        while not self._done.is_set():
            try:
                with self.engine.query(Query("ASK { <http://example.org/s3> ?p ?o }")) as answer:
                    assert b"true" in answer.body.read()
                    self.answered += 1
            except (StoreError, AssertionError) as error:
                self.failures.append(error)


@needs_memory_limit
def test_killers_end_while_others_are_answered(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(
        store_dir, workers=2, max_workers=6, memory=256 * MIB, max_result=MIB, patience=60
    )
    wrong: list[object] = []

    def kill(first: int) -> None:
        for n in range(first, first + 10):
            text, expected = KILLERS[n % len(KILLERS)]
            try:
                engine.query(Query(text, timeout=1)).close()
                wrong.append((text[:60], "was answered"))
            except QueryOverloadError:
                pass  # it waited for its second; the machine may be that slow
            except expected as error:
                if not error.query_id:
                    wrong.append(error)
            except StoreError as error:
                wrong.append((text[:60], error))

    with Crowd(engine) as crowd:
        lanes = [threading.Thread(target=kill, args=(first,)) for first in (0, 2, 4)]
        for lane in lanes:
            lane.start()
        for lane in lanes:
            lane.join()
    assert wrong == []
    assert crowd.failures == []
    assert crowd.answered > 30
    assert len(worker_processes()) <= 6
    engine.close()
    assert worker_processes() == []


def test_a_deadline_holds_and_cheap_queries_go_on(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, workers=1, max_workers=3)
    with Crowd(engine) as crowd:
        before = crowd.answered
        start = time.monotonic()
        with pytest.raises(QueryTimeoutError) as caught:
            engine.query(Query(CROSS_COUNT, timeout=2))
        assert time.monotonic() - start < 2 + SLACK
        during = crowd.answered - before
    assert caught.value.limit == 2
    assert caught.value.elapsed >= 2
    assert during > 5
    assert crowd.failures == []


def test_a_query_cannot_raise_the_deadline(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, workers=1, timeout=1)
    with pytest.raises(QueryTimeoutError) as caught:
        engine.query(Query(CROSS_COUNT, timeout=3_600))
    assert caught.value.limit == 1


@needs_memory_limit
def test_memory_is_limited_and_the_limit_named(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, workers=1, memory=128 * MIB)
    with pytest.raises(QueryMemoryError, match="memory or engine fault") as caught:
        engine.query(Query(CONCAT_BOMB))
    assert caught.value.limit == 128 * MIB
    engine.query(Query("ASK {}")).close()


def test_a_worker_killed_at_work_is_reported(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, workers=1, max_workers=1)
    engine.query(Query("ASK {}")).close()
    (pid,) = worker_processes()
    killer = threading.Timer(1, os.kill, (pid, signal.SIGKILL))
    killer.start()
    with pytest.raises(QueryMemoryError, match="SIGKILL"):
        engine.query(Query(CROSS_COUNT))
    killer.join()
    engine.query(Query("ASK {}")).close()


def test_too_many_at_once_are_told_to_come_back(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir, workers=1, max_workers=1, patience=1.5)
    engine.query(Query("ASK {}")).close()
    outcomes: list[type[Exception]] = []

    def occupy() -> None:
        try:
            engine.query(Query(CROSS_COUNT, timeout=4)).close()
        except QueryError as error:
            outcomes.append(type(error))

    threads = [threading.Thread(target=occupy) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(kind.__name__ for kind in outcomes) == [
        "QueryOverloadError",
        "QueryTimeoutError",
    ]


def test_closing_ends_what_runs(store_dir: Path, new_engine: NewEngine) -> None:
    engine = new_engine(store_dir)
    outcomes: list[StoreError] = []

    def occupy() -> None:
        try:
            engine.query(Query(CROSS_COUNT)).close()
        except StoreError as error:
            outcomes.append(error)

    thread = threading.Thread(target=occupy)
    thread.start()
    time.sleep(1)
    engine.close()
    thread.join()
    assert ["closed" in str(error) for error in outcomes] == [True]
    assert worker_processes() == []


def test_the_kernel_ends_a_query_whose_parent_is_stuck(store_dir: Path) -> None:
    worker = Worker.on_disk(current_snapshot(store_dir), Limits(memory=256 * MIB))
    request: dict[str, object] = {
        "method": "query",
        "text": CROSS_COUNT,
        "accept": [],
        "default_graphs": [],
        "named_graphs": [],
        "base_iri": None,
        "timeout": 0.5,
        "max_result": MIB,
        "max_rows": None,
        "spool_dir": None,
    }
    with pytest.raises(WorkerDied) as caught:
        worker.run(request, timeout=60)
    assert caught.value.signal == signal.SIGALRM
    worker.kill()


ORPHANS = """
import os, signal, sys, threading, time
from pathlib import Path
from store.embedded import EmbeddedEngine
from store.engine import Query
from store.limits import Limits
engine = EmbeddedEngine(Path(sys.argv[1]), Limits(workers=2))
engine.query(Query("ASK {}")).close()
threading.Thread(target=engine.query, args=(Query(sys.argv[2], timeout=5),), daemon=True).start()
time.sleep(0.5)
print(*engine._pools.current()[1].pids(), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


def test_workers_go_with_their_parent(store_dir: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", ORPHANS, str(store_dir), CROSS_COUNT],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) >= 2
    deadline = time.monotonic() + 5 + SLACK
    while any(exists(pid) for pid in pids) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not [pid for pid in pids if exists(pid)]


def exists(pid: int) -> bool:
    """Whether a process runs; one that waits to be reaped does not."""
    listing = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return listing.stdout.strip() != "" and not listing.stdout.strip().startswith("Z")


_OTHERS: set[int] = set()  # workers of engines that fixtures of other modules keep open


@pytest.fixture(autouse=True)
def _count_from_here() -> None:
    _OTHERS.clear()
    _OTHERS.update(worker_processes())


def worker_processes() -> list[int]:
    """The worker processes that this process started, zombies among them."""
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,stat=,command="], capture_output=True, text=True, check=True
    )
    rows = [line.split(None, 3) for line in listing.stdout.splitlines()]
    mine = [row for row in rows if int(row[1]) == os.getpid()]
    found = [int(row[0]) for row in mine if row[2].startswith("Z") or "store.worker" in row[3]]
    return [pid for pid in found if pid not in _OTHERS]
