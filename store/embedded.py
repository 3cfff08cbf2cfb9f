"""The engine that evaluates queries on this machine, over the published snapshot."""

from __future__ import annotations

import secrets
import signal
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import BinaryIO, Final, cast

from store import errors, wire
from store.engine import Answer, Kind, Query, Snapshot
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
from store.pool import WorkerDied, WorkerPool
from store.publish import current_snapshot, pointer
from store.pushdown import seeds
from store.search import SearchIndex

GIB: Final = 1 << 30

_REPORTED: Final = {
    kind.__name__: kind
    for kind in vars(errors).values()
    if isinstance(kind, type) and issubclass(kind, QueryError)
}


class EmbeddedEngine:
    """Evaluates SPARQL in worker processes that are killed at the deadline.

    `store_dir` is a store folder that `store.publish` writes; a newer snapshot is noticed at
    the next query. `timeout` is the deadline in seconds, which a query may lower. `workers` are
    kept ready, and up to `max_workers` run when those are busy; a query that finds none free
    within `patience` seconds is refused. `memory` and `max_result` are limits per query in
    bytes. Results pass through files in `spool_dir`, by default the system's place for
    temporary files, which needs room for `max_workers` results.

    `service_allow` are the endpoints that a query may call with `SERVICE`, and `agent` is what
    they are told about who calls. Without any, no query opens a network connection.

    Make it in the process that uses it: it does not survive a fork.
    """

    def __init__(
        self,
        store_dir: Path,
        *,
        timeout: float = 30.0,
        workers: int = 2,
        max_workers: int = 8,
        memory: int = GIB,
        max_result: int = GIB // 4,
        patience: float = 5.0,
        spool_dir: Path | None = None,
        service_allow: tuple[str, ...] = (),
        agent: str = AGENT,
    ) -> None:
        self._store_dir = store_dir
        self._timeout = timeout
        self._workers = workers
        self._max_workers = max_workers
        self._memory = memory
        self._max_result = max_result
        self._patience = patience
        self._spool_dir = spool_dir
        self._service_allow = service_allow
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
        query_id = secrets.token_hex(8)
        start = time.perf_counter()
        body: BinaryIO | None = None
        try:
            admitted = admit(query.text, self._service_allow)
            body = self._spool()  # the answer keeps it open
            if admitted.calls:
                reply, snapshot = self._run_federated(query, admitted, body)
            else:
                reply, snapshot = self._run(query, body)
            body.seek(0)
        except BaseException as error:
            if body is not None:
                body.close()
            if isinstance(error, QueryError):
                error.query_id, error.elapsed = query_id, time.perf_counter() - start
            raise
        elapsed = time.perf_counter() - start
        kind: Kind = reply["kind"]
        return Answer(kind, reply["media_type"], body, reply["size"], snapshot, query_id, elapsed)

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
                self._pool = self._new_pool(self._snapshot)
            return self._snapshot, self._pool

    def _mark(self) -> tuple[int, int] | None:
        """Changes whenever the pointer is replaced."""
        try:
            status = pointer(self._store_dir).stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns

    def _new_pool(self, snapshot: Snapshot) -> WorkerPool:
        return WorkerPool(
            snapshot,
            size=self._workers,
            maximum=self._max_workers,
            memory=self._memory,
            patience=self._patience,
        )

    def _run_federated(
        self, query: Query, admitted: Admitted, body: BinaryIO
    ) -> tuple[wire.Message, Snapshot]:
        """As `_run`, where the query calls remote endpoints."""
        deadline = time.monotonic() + self._limit(query)
        given = self._values(query, admitted.calls)
        left = max(0.001, deadline - time.monotonic())
        with self._federation.session(admitted.calls, left) as session:
            text = rewrite(query.text, admitted.calls, session.iri, given)
            try:
                return self._run(replace(query, text=text, timeout=left), body)
            except QuerySyntaxError:
                # The same error again, at the places of the text as it was sent.
                self._run(replace(query, text=admitted.masked, timeout=left), body)
                raise
            except QueryEvaluationError as error:
                raise session.failure or error from None
            except QueryTimeoutError:
                raise session.failure or _timed_out(self._limit(query)) from None

    def _values(self, query: Query, calls: Sequence[Call]) -> dict[Call, str]:
        """What each call can be told about the rest of the query."""
        given = {}
        for seed in seeds(query.text, calls):
            asked = replace(query, text=seed.query, accept=("text/tab-separated-values",))
            # A query that cannot be evaluated without the call is none with it either.
            with suppress(QuerySyntaxError, QueryEvaluationError), self._spool() as spool:
                self._run(asked, spool)
                spool.seek(0)
                given[seed.call] = seed.values(spool.read().decode())
        return given

    def _spool(self) -> BinaryIO:
        return cast(BinaryIO, tempfile.TemporaryFile(dir=self._spool_dir))

    def _limit(self, query: Query) -> float:
        return min(self._timeout, query.timeout or self._timeout)

    def _run(self, query: Query, body: BinaryIO) -> tuple[wire.Message, Snapshot]:
        """The reply of a worker that wrote all of the result into `body`, and its snapshot."""
        timeout = self._limit(query)
        request = {
            "text": query.text,
            "accept": query.accept,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "base_iri": query.base_iri,
            "timeout": timeout,
            "max_result": self._max_result,
        }
        for _ in range(self._max_workers + 1):
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
            if "error" in reply:
                raise _REPORTED[reply["error"]](reply["message"], **reply["fields"])
            return reply, worker.snapshot
        raise QueryOverloadError(
            "The query workers are dying before they can begin. Look for what kills them.",
            retry_after=self._patience,
        )

    def _explain(self, death: WorkerDied, timeout: float) -> StoreError:
        if self._closed:
            return StoreError("The query engine was closed while the query ran.")
        if death.signal == signal.SIGALRM:
            return _timed_out(timeout)
        cause = signal.Signals(death.signal).name if death.signal else str(death)
        return QueryMemoryError(
            f"The query's process died of a memory or engine fault ({cause}); it may use "
            f"{self._memory:,} bytes. Ask for less at a time, above all less to sort or group.",
            limit=self._memory,
        )


def _timed_out(limit: float) -> QueryTimeoutError:
    return QueryTimeoutError(
        f"The query was stopped after {limit:g} s. Make it more selective, or add a LIMIT.",
        limit=limit,
    )
