"""The engine that evaluates queries on this machine, over the published snapshot."""

from __future__ import annotations

import secrets
import signal
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from threading import Lock
from typing import BinaryIO, cast

from store import wire
from store.engine import Answer, GraphChange, Kind, Query, Snapshot, Update, Written
from store.errors import (
    QueryError,
    QueryEvaluationError,
    QueryMemoryError,
    QueryOverloadError,
    QuerySyntaxError,
    QueryTimeoutError,
    StoreError,
)
from store.federated import Admitted, Call, admit, rewrite
from store.federation import AGENT, Federation
from store.limits import Limits
from store.pool import WorkerDied, WorkerPool
from store.pushdown import seeds
from store.search import SearchIndex
from store.snapshots import current_snapshot, pointer
from store.writing import Writer

Reply = tuple[wire.Message, Snapshot]


class EmbeddedEngine:
    """Evaluates SPARQL in worker processes that are killed at the deadline.

    `store_dir` is a store folder that `store.publish` or a writer publishes to; a newer snapshot
    is noticed at the next query. Of writes it runs one at a time, in a process of its own that is
    started at the first.

    `service_allow` are the endpoints that a query may call with `SERVICE`, and `agent` is what
    they are told about who calls. Without any, no query opens a network connection.

    Make it in the process that uses it: it does not survive a fork.
    """

    def __init__(
        self,
        store_dir: Path,
        limits: Limits | None = None,
        *,
        service_allow: tuple[str, ...] = (),
        agent: str = AGENT,
    ) -> None:
        self._store_dir = store_dir
        self._limits = limits or Limits()
        self._service_allow = service_allow
        self._writer = Writer(store_dir, self._limits)
        self._federation = Federation(agent=agent)
        self._lock = Lock()
        self._pool: WorkerPool | None = None
        self._snapshot: Snapshot | None = None
        self._index: SearchIndex | None = None
        self._seen: tuple[int, int] | None = None
        self._closed = False
        if pointer(store_dir).exists():
            self._refresh()

    def query(self, query: Query) -> Answer:
        """The complete answer, or a `QueryError`; never part of an answer.

        Raises `NoSnapshotError` if nothing is published.
        """
        return self._answer(lambda body: self._evaluate(query, body))

    def update(self, update: Update) -> Written:
        """See `Writable.update`."""
        return self._writer.update(update)

    def change_graph(self, change: GraphChange) -> Written:
        """See `Writable.change_graph`."""
        return self._writer.change_graph(change)

    def read_graph(
        self, graph: str, accept: tuple[str, ...] = (), timeout: float | None = None
    ) -> Answer:
        """See `Writable.read_graph`."""
        request = {"method": "read", "graph": graph, "accept": accept}
        return self._answer(lambda body: self._run(request, self._limit(timeout), body))

    def snapshot(self) -> Snapshot:
        """The snapshot new queries see. Raises `NoSnapshotError`."""
        return self._refresh()[0]

    def index(self) -> SearchIndex:
        """The search index of that snapshot. Raises `NoSnapshotError` and `NoIndexError`."""
        snapshot = self.snapshot()
        with self._lock:
            if self._index is None or self._index.data != snapshot.path:
                opened = SearchIndex(snapshot.path)
                if self._index is not None:
                    self._index.close()
                self._index = opened
            return self._index

    def close(self) -> None:
        """Stop the workers. Queries still running fail with `StoreError`."""
        with self._lock:
            self._closed = True
            pool, self._pool = self._pool, None
            index, self._index = self._index, None
        if index is not None:
            index.close()
        if pool is not None:
            pool.close()
        self._writer.close()
        self._federation.close()

    def _refresh(self) -> tuple[Snapshot, WorkerPool]:
        """The current snapshot, and the pool moved on to it."""
        with self._lock:
            if self._closed:
                raise StoreError("The query engine is closed.")
            mark = self._mark()
            if self._snapshot is None or mark is None or mark != self._seen:
                newest = current_snapshot(self._store_dir)
                if newest != self._snapshot:
                    self._snapshot = newest
                    if self._pool is not None:
                        self._pool.switch(newest)
                self._seen = mark
            if self._pool is None:
                self._pool = WorkerPool(self._snapshot, self._limits)
            return self._snapshot, self._pool

    def _mark(self) -> tuple[int, int] | None:
        """Changes whenever the pointer is replaced."""
        try:
            status = pointer(self._store_dir).stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _answer(self, run: Callable[[BinaryIO], Reply]) -> Answer:
        """What `run` writes into a file, as an answer with an id and its time."""
        query_id = secrets.token_hex(8)
        start = time.perf_counter()
        file = TemporaryFile(dir=self._limits.spool_dir)  # noqa: SIM115  the answer keeps it open
        body = cast(BinaryIO, file)
        try:
            reply, snapshot = run(body)
            body.seek(0)
        except BaseException as error:
            body.close()
            if isinstance(error, QueryError):
                error.query_id, error.elapsed = query_id, time.perf_counter() - start
            raise
        elapsed = time.perf_counter() - start
        kind: Kind = reply["kind"]
        return Answer(kind, reply["media_type"], body, reply["size"], snapshot, query_id, elapsed)

    def _evaluate(self, query: Query, body: BinaryIO) -> Reply:
        admitted = admit(query.text, self._service_allow)
        if admitted.calls:
            return self._run_federated(query, admitted, body)
        return self._run_query(query, body)

    def _run_federated(self, query: Query, admitted: Admitted, body: BinaryIO) -> Reply:
        """As `_run_query`, where the query calls remote endpoints."""
        deadline = time.monotonic() + self._limit(query.timeout)
        given = self._values(query, admitted.calls)
        left = max(0.001, deadline - time.monotonic())
        with self._federation.session(admitted.calls, left) as session:
            text = rewrite(query.text, admitted.calls, session.iri, given)
            try:
                return self._run_query(replace(query, text=text, timeout=left), body)
            except QuerySyntaxError:
                # The same error again, at the places of the text as it was sent.
                self._run_query(replace(query, text=admitted.masked, timeout=left), body)
                raise
            except QueryEvaluationError as error:
                raise session.failure or error from None
            except QueryTimeoutError:
                raise session.failure or _timed_out(self._limit(query.timeout)) from None

    def _values(self, query: Query, calls: Sequence[Call]) -> dict[Call, str]:
        """What each call can be told about the rest of the query."""
        given = {}
        for seed in seeds(query.text, calls):
            asked = replace(query, text=seed.query, accept=("text/tab-separated-values",))
            # A query that cannot be evaluated without the call is none with it either.
            with suppress(QuerySyntaxError, QueryEvaluationError), TemporaryFile() as file:
                spool = cast(BinaryIO, file)
                self._run_query(asked, spool)
                spool.seek(0)
                given[seed.call] = seed.values(spool.read().decode())
        return given

    def _limit(self, timeout: float | None) -> float:
        return min(self._limits.timeout, timeout or self._limits.timeout)

    def _run_query(self, query: Query, body: BinaryIO) -> Reply:
        request = {
            "method": "query",
            "text": query.text,
            "accept": query.accept,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "base_iri": query.base_iri,
        }
        return self._run(request, self._limit(query.timeout), body)

    def _run(self, request: wire.Message, timeout: float, body: BinaryIO) -> Reply:
        """The reply of a worker that wrote all of the result into `body`, and its snapshot."""
        request |= {"timeout": timeout, "max_result": self._limits.max_result}
        for _ in range(self._limits.max_workers + 1):
            _, pool = self._refresh()
            try:
                with pool.lease() as worker:
                    reply = worker.run(request, body.fileno(), timeout)
            except wire.Disconnected:
                continue  # it was dead before it began: another one takes the query
            except TimeoutError:
                raise _timed_out(timeout) from None
            except WorkerDied as death:
                raise self._explain(death, timeout) from None
            wire.raise_failure(reply)
            return reply, worker.snapshot
        raise QueryOverloadError(
            "The query workers are dying before they can begin. Look for what kills them.",
            retry_after=self._limits.patience,
        )

    def _explain(self, death: WorkerDied, timeout: float) -> StoreError:
        if self._closed:
            return StoreError("The query engine was closed while the query ran.")
        if death.signal == signal.SIGALRM:
            return _timed_out(timeout)
        cause = signal.Signals(death.signal).name if death.signal else str(death)
        return QueryMemoryError(
            f"The query's process died of a memory or engine fault ({cause}); it may use "
            f"{self._limits.memory:,} bytes. Ask for less at a time, above all less to sort or "
            "group.",
            limit=self._limits.memory,
        )


def _timed_out(limit: float) -> QueryTimeoutError:
    return QueryTimeoutError(
        f"The query was stopped after {limit:g} s. Make it more selective, or add a LIMIT.",
        limit=limit,
    )
