"""Queries that run or wait: who they are, how long they may take, and how they are ended."""

from __future__ import annotations

import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Lock

from store.engine import Snapshot
from store.errors import QueryCancelledError, QueryError, QueryRunningError
from store.owners import OWNER, Owner
from store.workers import Worker


class Ticket:
    """One query: its id, its limit in seconds, and the snapshot that it asks if not the current."""

    def __init__(self, query_id: str, limit: float, snapshot: Snapshot | None) -> None:
        self.id = query_id
        self.limit = limit
        self.snapshot = snapshot
        self.start = time.monotonic()
        self.worker: Worker | None = None
        self.owner = OWNER.get()
        self.cancelled = self.owner is not None and self.owner.cancelled

    @property
    def elapsed(self) -> float:
        """Seconds since it came in."""
        return time.monotonic() - self.start

    @property
    def left(self) -> float:
        """Seconds until its deadline."""
        return self.limit - self.elapsed


class Tickets:
    """All queries of an engine that are not answered yet."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._open: dict[str, Ticket] = {}

    @contextmanager
    def issue(
        self, query_id: str | None, limit: float, snapshot: Snapshot | None = None
    ) -> Iterator[Ticket]:
        """A ticket for as long as the block runs; puts id and time into what it raises.

        Raises `QueryRunningError` if a query of this id is there already.
        """
        ticket = Ticket(query_id or secrets.token_hex(8), limit, snapshot)
        with self._lock:
            if ticket.id in self._open:
                raise QueryRunningError(f"A query with the id {ticket.id} is running already.")
            self._open[ticket.id] = ticket
        try:
            yield ticket
        except QueryError as error:
            error.query_id, error.elapsed = ticket.id, ticket.elapsed
            raise
        finally:
            with self._lock:
                del self._open[ticket.id]
            if ticket.owner is not None:
                ticket.owner.spent += ticket.elapsed

    def cancel(self, query_id: str) -> bool:
        """End the query that has this id; whether there is one."""
        with self._lock:
            ticket = self._open.get(query_id)
            if ticket is None:
                return False
            ticket.cancelled = True
            if ticket.worker is not None:
                ticket.worker.interrupt()
        return True

    def cancel_owned(self, owner: Owner) -> None:
        """End the queries of an owner."""
        with self._lock:
            owned = [ticket.id for ticket in self._open.values() if ticket.owner is owner]
        for query_id in owned:
            self.cancel(query_id)

    def count(self) -> int:
        """How many there are."""
        return len(self._open)

    @contextmanager
    def working(self, ticket: Ticket, worker: Worker) -> Iterator[None]:
        """While a worker is at it. Raises `QueryCancelledError` if nobody wants it any more."""
        with self._lock:
            if ticket.cancelled:
                raise cancelled()
            ticket.worker = worker
        try:
            yield
        finally:
            with self._lock:
                ticket.worker = None


def cancelled() -> QueryCancelledError:
    """What to raise for a query that was ended on request."""
    return QueryCancelledError("The query was cancelled.")
