"""The engine's side of the process that writes: started, asked, killed, asked what it did."""

from __future__ import annotations

import json
import secrets
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Lock
from typing import IO, Final

from store import scan, wire
from store.engine import GraphChange, Update, Written
from store.errors import (
    OutcomeUnknownError,
    QueryError,
    QueryMemoryError,
    QueryOverloadError,
    QueryTimeoutError,
    StoreError,
)
from store.limits import Limits
from store.process import spawn
from store.snapshots import current_snapshot, read_snapshot, written

MAX_UPDATE: Final = 4_000_000
"""Characters of an update; data in larger amounts is sent to the graph store."""

_START_TIMEOUT: Final = 30.0
_OUTCOME: Final = 60.0
"""Seconds that finding out whether a killed write is done may take, while others write."""
_WAITING: Final = 50
"""Writes that may wait; each holds a thread of the caller."""


class Writer:
    """Writes, one at a time, in a process of its own that is started at the first of them.

    A deadline counts from the moment at which the write's turn comes. Threads may share it.
    """

    def __init__(self, store_dir: Path, limits: Limits) -> None:
        self._store_dir = store_dir
        self._timeout = limits.write_timeout
        self._memory = limits.write_memory
        self._retention = limits.retention
        self._waiting = 0
        self._lock = Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._link: socket.socket | None = None
        # One thread for good: the kernel ends the process with the thread that started it.
        self._thread = ThreadPoolExecutor(1, "store-writer")

    def update(self, update: Update) -> Written:
        """See `Writable.update`."""
        request = {
            "method": "update",
            "text": update.text,
            "using": update.using_graphs,
            "using_named": update.using_named_graphs,
            "graph": update.graph,
            "base_iri": update.base_iri,
            "expected": update.expected,
        }

        def checked() -> Written:
            scan.check(update.text, MAX_UPDATE)
            with tempfile.TemporaryFile() as nothing:
                return self._queue(request, nothing, update.timeout)

        return _identified(request, checked)

    def change_graph(self, change: GraphChange) -> Written:
        """See `Writable.change_graph`."""
        request = {
            "method": change.method,
            "graph": change.graph,
            "media_type": change.media_type,
            "base_iri": change.base_iri,
            "expected": change.expected,
        }

        def spooled() -> Written:
            with tempfile.TemporaryFile() as file:
                while change.body is not None and (piece := change.body.read(1 << 20)):
                    file.write(piece)
                file.flush()
                file.seek(0)
                return self._queue(request, file, change.timeout)

        return _identified(request, spooled)

    def pid(self) -> int | None:
        """The process, if it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def close(self) -> None:
        """Kill the process. A write that it has not published fails, and is not done."""
        process = self._process
        if process is not None:
            process.kill()
        self._thread.shutdown(cancel_futures=True)
        self._stop()

    def _queue(self, request: wire.Message, body: IO[bytes], timeout: float | None) -> Written:
        with self._lock:
            if self._waiting >= _WAITING:
                raise QueryOverloadError(
                    f"{_WAITING} writes are waiting already. Try again shortly.", retry_after=5.0
                )
            self._waiting += 1
        try:
            limit = min(self._timeout, timeout or self._timeout)
            return self._thread.submit(self._run, request, body, limit).result()
        except RuntimeError as error:
            raise StoreError("The query engine is closed. Nothing was written.") from error
        finally:
            with self._lock:
                self._waiting -= 1

    def _run(self, request: wire.Message, body: IO[bytes], limit: float) -> Written:
        """Have it written, by a new process if the last one is gone."""
        start = time.perf_counter()
        for _ in range(2):
            try:
                reply = self._ask(request | {"timeout": limit}, body, limit)
            except wire.Disconnected:
                continue  # it was dead before it began
            wire.raise_failure(reply)
            return self._written(request, reply, start)
        raise StoreError("The writer cannot be started. Nothing was written.")

    def _ask(self, request: wire.Message, body: IO[bytes], limit: float) -> wire.Message:
        link = self._connected()
        deadline = time.monotonic() + limit
        link.settimeout(limit)
        try:
            wire.send(link, request, handle=body.fileno())
            wire.receive_bytes(link, len(wire.ACKNOWLEDGED))
        except (wire.Disconnected, TimeoutError):
            self._stop()
            raise wire.Disconnected from None
        link.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            return wire.receive(link).message
        except TimeoutError:
            self._stop()
            return self._outcome(request, _timed_out(limit))
        except wire.Disconnected:
            return self._outcome(request, self._death(limit))

    def _outcome(self, request: wire.Message, error: StoreError) -> wire.Message:
        """What came of a write whose process is gone: it is done if it was published."""
        try:
            found = written(self._store_dir, request["id"], _OUTCOME)
        except StoreError:
            found, error = (
                None,
                OutcomeUnknownError(
                    "The writer died while others write; whether the write is done is not known."
                ),
            )
        return wire.failure(error) if found is None else {"snapshot": found.id, "created": False}

    def _death(self, limit: float) -> StoreError:
        status = self._process.wait() if self._process is not None else 0
        self._stop()
        if status == -signal.SIGALRM:
            return _timed_out(limit)
        cause = signal.Signals(-status).name if status < 0 else f"status {status}"
        return QueryMemoryError(
            f"The process that writes died of a memory, disk or engine fault ({cause}); it may "
            f"use {self._memory:,} bytes. Nothing was written. Write less at a time.",
            limit=self._memory,
        )

    def _written(self, request: wire.Message, reply: wire.Message, start: float) -> Written:
        try:
            snapshot = read_snapshot(self._store_dir, reply["snapshot"])
        except StoreError:
            snapshot = current_snapshot(self._store_dir)  # it was pruned already
        return Written(snapshot, reply["created"], request["id"], time.perf_counter() - start)

    def _connected(self) -> socket.socket:
        if self._link is not None and self._process is not None and self._process.poll() is None:
            return self._link
        self._stop()
        retention = {
            "count": self._retention.count,
            "age": None if self._retention.age is None else self._retention.age.total_seconds(),
        }
        self._link, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = spawn(
                    "store.writer",
                    theirs.fileno(),
                    str(self._store_dir),
                    str(self._memory),
                    json.dumps(retention),
                )
            except OSError as error:
                self._link.close()
                self._link = None
                raise StoreError(
                    f"The writer cannot be started: {error}. Nothing was written."
                ) from error
        self._link.settimeout(_START_TIMEOUT)
        try:
            wire.receive(self._link)
        except (wire.Disconnected, TimeoutError) as error:
            self._stop()
            raise StoreError(
                "The writer ended before it was ready. Nothing was written."
            ) from error
        return self._link

    def _stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._link is not None:
            self._link.close()
        self._process = self._link = None


def _identified(request: wire.Message, run: Callable[[], Written]) -> Written:
    """Give the write its id, and put it into what it raises."""
    request["id"] = secrets.token_hex(8)
    start = time.perf_counter()
    try:
        return run()
    except QueryError as error:
        error.query_id, error.elapsed = request["id"], time.perf_counter() - start
        raise


def _timed_out(limit: float) -> QueryTimeoutError:
    return QueryTimeoutError(
        f"The write was stopped after {limit:g} s. Nothing was written. Write less at a time.",
        limit=limit,
    )
