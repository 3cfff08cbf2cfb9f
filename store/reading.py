"""A request for reading, taken through a worker: leased, asked, replaced when it dies."""

from __future__ import annotations

import os
import signal
from io import BytesIO
from typing import BinaryIO, NamedTuple

from store import wire
from store.engine import Answer, Snapshot
from store.errors import (
    QueryMemoryError,
    QueryOverloadError,
    QueryTimeoutError,
    StoreError,
)
from store.limits import Limits
from store.pools import Pools
from store.tickets import Ticket, Tickets, cancelled
from store.workers import Worker, WorkerDied


class Reply(NamedTuple):
    """What a worker wrote, and about it."""

    message: wire.Message
    body: BinaryIO
    snapshot: Snapshot
    version: str

    def answer(self, ticket: Ticket) -> Answer:
        """As the engine gives it out."""
        about = self.message
        return Answer(
            about["kind"],
            about["media_type"],
            self.body,
            about["size"],
            self.snapshot,
            ticket.id,
            ticket.elapsed,
            about["truncated"],
            self.version,
        )


class Reader:
    """Has workers answer requests."""

    def __init__(self, pools: Pools, tickets: Tickets, limits: Limits) -> None:
        self._pools = pools
        self._tickets = tickets
        self._limits = limits
        self._spool_dir = None if limits.spool_dir is None else str(limits.spool_dir)

    def run(self, request: wire.Message, ticket: Ticket) -> Reply:
        """The complete answer of a worker. Raises what `Engine.query` raises."""
        request |= {"max_result": self._limits.max_result, "spool_dir": self._spool_dir}
        for _ in range(self._limits.max_workers + 2):
            snapshot = ticket.snapshot or self._pools.current()[0]
            try:
                pool = self._pools.of(ticket.snapshot)
                with pool.lease(lambda: ticket.cancelled, max(0.001, ticket.left)) as worker:
                    frame = self._ask(worker, request, ticket)
            except wire.Disconnected:
                continue  # it was dead before it began: another one takes the query
            except StoreError as error:
                if ticket.cancelled:
                    raise cancelled() from None
                if type(error) is StoreError and self._is_replaced(snapshot, ticket):
                    continue  # it was removed before a worker had opened it
                raise
            wire.raise_failure(frame.message)
            body = BytesIO(frame.body) if frame.handle is None else os.fdopen(frame.handle, "rb")
            return Reply(frame.message, body, worker.snapshot, version(worker.snapshot, worker.hot))
        raise QueryOverloadError(
            "The query workers are dying before they can begin. Look for what kills them.",
            retry_after=self._limits.patience,
        )

    def _is_replaced(self, snapshot: Snapshot, ticket: Ticket) -> bool:
        return ticket.snapshot is None and self._pools.current()[0] != snapshot

    def _ask(self, worker: Worker, request: wire.Message, ticket: Ticket) -> wire.Frame:
        left = ticket.left
        if left <= 0:
            raise timed_out(ticket.limit)
        try:
            with self._tickets.working(ticket, worker):
                return worker.run(request | {"timeout": left}, left)
        except TimeoutError:
            raise timed_out(ticket.limit) from None
        except WorkerDied as death:
            if worker.zygote is not None and not worker.zygote.is_alive():
                raise wire.Disconnected from None
            raise self._explain(death, ticket) from None

    def _explain(self, death: WorkerDied, ticket: Ticket) -> StoreError:
        if ticket.cancelled:
            return cancelled()
        if self._pools.closed:
            return StoreError("The query engine was closed while the query ran.")
        if death.signal == signal.SIGALRM:
            return timed_out(ticket.limit)
        cause = signal.Signals(death.signal).name if death.signal else str(death)
        return QueryMemoryError(
            f"The query's process died of a memory or engine fault ({cause}); it may use "
            f"{self._limits.memory:,} bytes. Ask for less at a time, above all less to sort or "
            "group.",
            limit=self._limits.memory,
        )


def version(snapshot: Snapshot, hot: bool) -> str:
    """See `Answer.version`."""
    return f"{snapshot.id}-memory" if hot else snapshot.id


def timed_out(limit: float) -> QueryTimeoutError:
    """What to raise for a query that ran past its deadline."""
    return QueryTimeoutError(
        f"The query was stopped after {limit:g} s. Make it more selective, or add a LIMIT.",
        limit=limit,
    )
