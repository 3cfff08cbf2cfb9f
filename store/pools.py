"""The workers of each snapshot that is asked: of the current one always, of others as needed."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import replace
from pathlib import Path
from threading import Lock
from typing import Final

from store.engine import Snapshot
from store.errors import NoSnapshotError, NoSuchSnapshotError, StoreError
from store.limits import Limits
from store.pool import WorkerPool
from store.snapshots import current_snapshot, pointer, read_snapshot

_OTHERS: Final = 3
"""Earlier snapshots that keep a pool; their workers leave when they are idle."""


class Pools:
    """Pools of workers, and which snapshot is the current one."""

    def __init__(self, store_dir: Path, limits: Limits) -> None:
        self._store_dir = store_dir
        self._limits = limits
        self._lock = Lock()
        self._pool: WorkerPool | None = None
        self._snapshot: Snapshot | None = None
        self._others: OrderedDict[str, WorkerPool] = OrderedDict()
        self._seen: tuple[int, int] | None = None
        self.closed = False

    def current(self) -> tuple[Snapshot, WorkerPool]:
        """The current snapshot, and the pool moved on to it. Raises `NoSnapshotError`."""
        with self._lock:
            if self.closed:
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

    def of(self, snapshot: Snapshot | None) -> WorkerPool:
        """The pool of a snapshot; of the current one if none is given."""
        newest, pool = self.current()
        if snapshot is None or snapshot.id == newest.id:
            return pool
        with self._lock:
            found = self._others.get(snapshot.id)
            if found is None:
                few = replace(self._limits, workers=0, hot_memory=0)
                found = self._others[snapshot.id] = WorkerPool(snapshot, few)
            self._others.move_to_end(snapshot.id)
            idle = [key for key, other in self._others.items() if not other.is_busy()]
            surplus = [key for key in idle if key != snapshot.id][: len(self._others) - _OTHERS]
            leaving = [self._others.pop(key) for key in surplus]
        for other in leaving:
            other.close()
        return found

    def find(self, snapshot_id: str) -> Snapshot:
        """The snapshot of this id. Raises `NoSuchSnapshotError`."""
        try:
            if "/" in snapshot_id or snapshot_id.startswith("."):
                raise NoSnapshotError
            return read_snapshot(self._store_dir, snapshot_id)
        except StoreError:
            raise NoSuchSnapshotError(
                f"No snapshot {snapshot_id!r} is kept. /snapshots lists those that are.",
                snapshot=snapshot_id,
            ) from None

    def all(self) -> list[WorkerPool]:
        """Every pool there is."""
        with self._lock:
            return [*([self._pool] if self._pool else []), *self._others.values()]

    def wake(self) -> None:
        """Have those who wait for a worker look whether they still should."""
        for pool in self.all():
            pool.wake()

    def close(self) -> None:
        """End all workers."""
        with self._lock:
            self.closed = True
            leaving = [*([self._pool] if self._pool else []), *self._others.values()]
            self._pool = None
            self._others.clear()
        for pool in leaving:
            pool.close()

    def _mark(self) -> tuple[int, int] | None:
        """Changes whenever the pointer is replaced."""
        try:
            status = pointer(self._store_dir).stat()
        except FileNotFoundError:
            return None
        return status.st_ino, status.st_mtime_ns
