"""The engine that evaluates queries on this machine, over the published snapshots."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from threading import Lock

from store.engine import Answer, GraphChange, Query, Snapshot, Update, Written
from store.federated import admit
from store.federating import run_federated
from store.federation import AGENT, Federation
from store.limits import Limits
from store.owners import Owner
from store.pools import Pools
from store.reading import Reader, Reply, version
from store.search import SearchIndex, indexed
from store.snapshots import all_snapshots, pointer
from store.tickets import Tickets
from store.writing import Writer


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
        self._limits = replace(limits or Limits(), network=bool(service_allow))
        self._service_allow = service_allow
        self._writer = Writer(store_dir, self._limits)
        self._federation = Federation(agent=agent)
        self._tickets = Tickets()
        self._pools = Pools(store_dir, self._limits)
        self._reader = Reader(self._pools, self._tickets, self._limits)
        self._lock = Lock()
        self._index: SearchIndex | None = None
        if pointer(store_dir).exists():
            self._pools.current()

    def query(self, query: Query) -> Answer:
        """The complete answer, or a `QueryError`; never part of an answer.

        Raises `NoSnapshotError` if nothing is published.
        """
        asked = None if query.snapshot is None else self._pools.find(query.snapshot)
        with self._tickets.issue(query.query_id, self._limit(query.timeout), asked) as ticket:
            admitted = admit(query.text, self._service_allow)

            def run(part: Query) -> Reply:
                return self._reader.run(self._request(part), ticket)

            if not admitted.calls:
                return run(query).answer(ticket)
            reply = run_federated(self._federation, query, admitted, ticket, run)
            return reply.answer(ticket)

    def cancel(self, query_id: str) -> bool:
        """See `Cancellable.cancel`."""
        found = self._tickets.cancel(query_id)
        self._pools.wake()
        return found

    def cancel_owned(self, owner: Owner) -> None:
        """See `Cancellable.cancel_owned`."""
        self._tickets.cancel_owned(owner)
        self._pools.wake()

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
        with self._tickets.issue(None, self._limit(timeout)) as ticket:
            return self._reader.run(request, ticket).answer(ticket)

    def snapshot(self) -> Snapshot:
        """The snapshot new queries see. Raises `NoSnapshotError`."""
        return self._pools.current()[0]

    def snapshots(self) -> list[Snapshot]:
        """See `Historic.snapshots`."""
        return all_snapshots(self._store_dir)

    def version(self, snapshot: Snapshot) -> str:
        """See `Historic.version`."""
        current, pool = self._pools.current()
        return version(snapshot, snapshot.id == current.id and pool.hot())

    def state(self) -> str:
        """`version` of the current snapshot. Raises `NoSnapshotError`."""
        current, pool = self._pools.current()
        return version(current, pool.hot())

    def difference(
        self, before: str, after: str, accept: tuple[str, ...] = (), timeout: float | None = None
    ) -> Answer:
        """See `Historic.difference`."""
        older, newer = self._pools.find(before), self._pools.find(after)
        request = {"method": "difference", "before": str(older.path), "accept": accept}
        with self._tickets.issue(None, self._limit(timeout), newer) as ticket:
            return self._reader.run(request, ticket).answer(ticket)

    def index(self) -> SearchIndex:
        """The search index of the current snapshot; of the one before while that is being made.

        It is there with the snapshot unless a write made a large one. Raises `NoSnapshotError`
        and `NoIndexError`.
        """
        snapshot = self.snapshot()
        with self._lock:
            if self._index is None or self._index.data != snapshot.path:
                path = indexed(snapshot, self._store_dir)
                if self._index is not None and self._index.data == path:
                    return self._index
                opened = SearchIndex(path)
                if self._index is not None:
                    self._index.close()
                self._index = opened
            return self._index

    def counts(self) -> dict[str, int]:
        """Workers that are idle and busy, and queries that wait, over all snapshots."""
        totals = {"running": self._tickets.count()}
        for pool in self._pools.all():
            for name, count in pool.counts().items():
                totals[name] = totals.get(name, 0) + count
        return totals

    def close(self) -> None:
        """Stop the workers. Queries still running fail with `StoreError`."""
        self._pools.close()
        self._writer.close()
        with self._lock:
            index, self._index = self._index, None
        if index is not None:
            index.close()
        self._federation.close()

    def _limit(self, timeout: float | None) -> float:
        return min(self._limits.timeout, timeout or self._limits.timeout)

    def _request(self, query: Query) -> dict[str, object]:
        given = [most for most in (self._limits.max_rows, query.max_rows) if most is not None]
        return {
            "method": "query",
            "text": query.text,
            "accept": query.accept,
            "default_graphs": query.default_graphs,
            "named_graphs": query.named_graphs,
            "base_iri": query.base_iri,
            "max_rows": min(given, default=None),
        }
