"""Worker processes: started, lent out, killed and replaced.

One thread, the keeper, starts every worker. It lives as long as the pool, and that matters: a
kernel that ends a worker with its parent ends it with the *thread* that started it.
"""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Condition, Thread
from typing import Final

from store import wire
from store.engine import Snapshot
from store.errors import QueryOverloadError, StoreError
from store.limits import Limits
from store.process import spawn

_START_TIMEOUT: Final = 30.0
_GROW_AFTER: Final = 0.02
"""Seconds without an idle worker before an extra one is started."""
_SHRINK_AFTER: Final = 30.0
"""Seconds an extra worker stays idle before it goes."""
_RETRY_START: Final = 1.0


class WorkerDied(Exception):  # noqa: N818  an outcome that the engine words for its caller
    """The worker ended while it evaluated; `signal` is what ended it, if a signal did."""

    def __init__(self, status: int) -> None:
        super().__init__(f"worker ended with status {status}")
        self.signal = -status if status < 0 else None


class Worker:
    """The parent's side of one worker process."""

    def __init__(self, snapshot: Snapshot, memory: int) -> None:
        """Start it and wait until it has opened the snapshot. Raises `StoreError`."""
        self.snapshot = snapshot
        self.idle_since = time.monotonic()
        self._link, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = spawn(
                    "store.worker", theirs.fileno(), str(snapshot.path), str(memory)
                )
            except OSError as error:
                self._link.close()
                raise StoreError(f"A query worker cannot be started: {error}.") from error
        self._await_ready()

    def _await_ready(self) -> None:
        self._link.settimeout(_START_TIMEOUT)
        try:
            reason = wire.receive(self._link).get("failed")
        except (wire.Disconnected, TimeoutError):
            reason = "it ended, or did not answer, before it was ready"
        if reason:
            self.kill()
            raise StoreError(f"A query worker cannot open {self.snapshot.path}: {reason}.")

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether the process runs."""
        return self._process.poll() is None

    def run(self, request: wire.Message, handle: int, timeout: float) -> wire.Message:
        """The worker's reply. `handle` is the file for the result.

        Raises `Disconnected` if the worker was gone before it began, `WorkerDied` if it died of
        the request, `TimeoutError` at the deadline. It is not usable after any of these.
        """
        deadline = time.monotonic() + timeout
        self._link.settimeout(timeout)
        wire.send(self._link, request, handle)
        wire.receive_bytes(self._link, len(wire.ACKNOWLEDGED))
        self._link.settimeout(max(0.001, deadline - time.monotonic()))
        try:
            return wire.receive(self._link)
        except wire.Disconnected:
            raise WorkerDied(self._process.wait()) from None

    def interrupt(self) -> None:
        """End the process; who waits for its answer gets `WorkerDied`."""
        self._process.kill()

    def kill(self) -> None:
        """End the process, whatever it does, and wait until it is gone."""
        self._process.kill()
        self._process.wait()
        self._link.close()


class WorkerPool:
    """Between `workers` and `max_workers` on one snapshot, replaced when they die."""

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self._snapshot = snapshot
        self._size = limits.workers
        self._maximum = max(limits.workers, limits.max_workers)
        self._memory = limits.memory
        self._patience = limits.patience
        self._idle: list[Worker] = []
        self._busy: set[Worker] = set()
        self._hungry = 0
        self._failure: StoreError | None = None
        self._closed = False
        self._changed = Condition()
        self._keeper = Thread(target=self._keep, name="query-worker-keeper", daemon=True)
        self._keeper.start()

    def switch(self, snapshot: Snapshot) -> None:
        """Lend out only workers on this snapshot from now on."""
        with self._changed:
            self._snapshot = snapshot
            self._failure = None
            self._changed.notify_all()

    @contextmanager
    def lease(self) -> Iterator[Worker]:
        """Lend a worker. One that has died, or is killed by the borrower, is replaced.

        Raises `QueryOverloadError` if none came free in time, `StoreError` if none can start.
        """
        worker = self._take()
        try:
            yield worker
        except BaseException:
            worker.kill()  # it may be in the middle of something
            raise
        finally:
            self._give_back(worker)

    def pids(self) -> set[int]:
        """The processes of the pool."""
        with self._changed:
            return {worker.pid for worker in (*self._idle, *self._busy)}

    def close(self) -> None:
        """Kill all workers. What they were doing fails."""
        with self._changed:
            self._closed = True
            for worker in self._busy:
                worker.interrupt()
            self._changed.notify_all()
        self._keeper.join()
        with self._changed:
            self._changed.wait_for(lambda: not self._busy, timeout=_START_TIMEOUT)
            leaving, self._idle = self._idle, []
        for worker in leaving:
            worker.kill()

    def _take(self) -> Worker:
        with self._changed:
            found = self._changed.wait_for(self._settled, _GROW_AFTER)
            if not found:
                self._hungry += 1
                self._changed.notify_all()
                try:
                    found = self._changed.wait_for(self._settled, self._patience)
                finally:
                    self._hungry -= 1
            if self._closed:
                raise StoreError("The query engine is closed.")
            worker = self._usable()
            if worker is not None:
                self._idle.remove(worker)
                self._busy.add(worker)
                if self._hungry:  # the keeper may have counted on this one for somebody else
                    self._changed.notify_all()
                return worker
            if self._failure is not None:
                raise self._failure
            raise QueryOverloadError(
                f"All {self._maximum} query workers have been busy for {self._patience:g} s. "
                "Try again shortly.",
                retry_after=self._patience,
            )

    def _settled(self) -> bool:
        return self._closed or self._failure is not None or self._usable() is not None

    def _usable(self) -> Worker | None:
        """The idle worker used last, so that extra ones get old."""
        fits = (w for w in reversed(self._idle) if w.snapshot is self._snapshot and w.alive)
        return next(fits, None)

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            self._busy.remove(worker)
            if worker.alive:
                worker.idle_since = time.monotonic()
                self._idle.append(worker)
            self._changed.notify_all()

    def _keep(self) -> None:
        """Start and end workers until the pool closes."""
        while True:
            with self._changed:
                if self._closed:
                    return
                leaving = self._remove_spare()
                short = self._is_short()
                if not leaving and not short:
                    self._changed.wait(_SHRINK_AFTER / 2)
            for worker in leaving:
                worker.kill()
            if short:
                self._start_one()

    def _remove_spare(self) -> list[Worker]:
        """Take out the idle workers that are dead, out of date, or extra and unused for long."""
        now = time.monotonic()
        extra = len(self._idle) + len(self._busy) - self._size
        spare, kept = [], []
        for worker in self._idle:
            old = extra > 0 and now - worker.idle_since > _SHRINK_AFTER
            if old or worker.snapshot is not self._snapshot or not worker.alive:
                spare.append(worker)
                extra -= 1
            else:
                kept.append(worker)
        self._idle = kept
        return spare

    def _is_short(self) -> bool:
        count = len(self._idle) + len(self._busy)
        return count < self._size or (self._hungry > len(self._idle) and count < self._maximum)

    def _start_one(self) -> None:
        try:
            worker = Worker(self._snapshot, self._memory)
        except StoreError as error:
            with self._changed:
                self._failure = error
                self._changed.notify_all()
                self._changed.wait_for(lambda: self._closed, _RETRY_START)
            return
        with self._changed:
            self._failure = None
            self._idle.append(worker)
            self._changed.notify_all()
