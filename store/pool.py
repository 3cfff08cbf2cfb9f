"""Worker processes: lent out, replaced when they die, moved to memory and to newer snapshots.

One thread, the keeper, starts every process. It lives as long as the pool, and that matters: a
kernel that ends a worker with its parent ends it with the *thread* that started it.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Condition, Thread
from typing import Final

from store.engine import Snapshot
from store.errors import QueryOverloadError, StoreError
from store.heat import Heat
from store.limits import Limits
from store.workers import Worker

_CLOSE_TIMEOUT: Final = 30.0
_GROW_AFTER: Final = 0.02
"""Seconds without an idle worker before an extra one is started."""
_SHRINK_AFTER: Final = 30.0
"""Seconds an extra worker stays idle before it goes."""
_RETRY_START: Final = 1.0
_ATTEMPTS: Final = 3


class WorkerPool:
    """Between `workers` and `max_workers` on one snapshot, replaced when they die."""

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self._snapshot = snapshot
        self._limits = limits
        self._size = limits.workers
        self._maximum = max(limits.workers, limits.max_workers)
        self._heat = Heat(limits)
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
    def lease(
        self, unwanted: Callable[[], bool] = lambda: False, patience: float | None = None
    ) -> Iterator[Worker]:
        """Lend a worker. One that has died, or is killed by the borrower, is replaced.

        `patience` can lower the limit for waiting. Who waits stops when `unwanted` is true after
        a `wake`. Raises `QueryOverloadError` if none came free in time, or too many wait;
        `StoreError` if none can start, or nobody wants one any more.
        """
        worker = self._take(unwanted, min(self._limits.patience, patience or math.inf))
        try:
            yield worker
        except BaseException:
            worker.kill()  # it may be in the middle of something
            raise
        finally:
            self._give_back(worker)

    def wake(self) -> None:
        """Have those who wait look whether they still should."""
        with self._changed:
            self._changed.notify_all()

    def pids(self) -> set[int]:
        """The processes of the workers."""
        with self._changed:
            return {worker.pid for worker in (*self._idle, *self._busy)}

    def hot(self) -> bool:
        """Whether the next query is likely to be answered from memory."""
        with self._changed:
            return self._hot_count() > 0

    def is_busy(self) -> bool:
        """Whether a worker is lent out, or wanted."""
        with self._changed:
            return bool(self._busy or self._hungry)

    def counts(self) -> dict[str, int]:
        """Workers that are idle and busy, those in memory among them, and who waits for one."""
        with self._changed:
            everyone = (*self._idle, *self._busy)
            return {
                "idle": len(self._idle),
                "busy": len(self._busy),
                "in_memory": sum(worker.hot for worker in everyone),
                "waiting": self._hungry,
            }

    def close(self) -> None:
        """Kill all workers. What they were doing fails."""
        with self._changed:
            self._closed = True
            for worker in self._busy:
                worker.interrupt()
            self._changed.notify_all()
        self._keeper.join()
        with self._changed:
            self._changed.wait_for(lambda: not self._busy, timeout=_CLOSE_TIMEOUT)
            leaving, self._idle = self._idle, []
        for worker in leaving:
            worker.kill()
        self._heat.close()

    def _take(self, unwanted: Callable[[], bool], patience: float) -> Worker:
        def settled() -> bool:
            return self._closed or self._failure is not None or unwanted() or bool(self._usable())

        with self._changed:
            if not self._changed.wait_for(settled, 0 if self._hungry else _GROW_AFTER):
                if self._hungry >= self._limits.max_waiting:
                    waiting = self._hungry
                    raise self._overload(f"{waiting} queries are waiting already.", waiting)
                self._hungry += 1
                self._changed.notify_all()
                try:
                    self._changed.wait_for(settled, patience)
                finally:
                    self._hungry -= 1
            if self._closed:
                raise StoreError("The query engine is closed.")
            if unwanted():
                raise StoreError("Nobody wants the answer any more.")
            worker = self._usable()
            if worker is not None:
                self._idle.remove(worker)
                self._busy.add(worker)
                if self._hungry:  # the keeper may have counted on this one for somebody else
                    self._changed.notify_all()
                return worker
            if self._failure is not None:
                raise self._failure
            raise self._overload(
                f"All {self._maximum} query workers have been busy for {patience:.3g} s.",
                self._maximum,
            )

    def _overload(self, message: str, limit: int) -> QueryOverloadError:
        wait = self._limits.patience
        return QueryOverloadError(f"{message} Try again shortly.", retry_after=wait, limit=limit)

    def _usable(self) -> Worker | None:
        """The idle worker used last, so that extra ones get old; one in memory if there is one."""
        fits = [w for w in reversed(self._idle) if w.snapshot is self._snapshot]
        fits.sort(key=lambda w: not w.hot)
        return next((w for w in fits if w.alive), None)

    def _give_back(self, worker: Worker) -> None:
        with self._changed:
            self._busy.remove(worker)
            if worker.alive:
                worker.idle_since = time.monotonic()
                self._idle.append(worker)
            if self._hungry or not worker.alive or worker.snapshot is not self._snapshot:
                self._changed.notify_all()

    def _keep(self) -> None:
        """Start and end workers until the pool closes."""
        while True:
            with self._changed:
                if self._closed:
                    return
                pause = self._heat.tend(self._snapshot, (*self._idle, *self._busy))
                leaving = self._remove_spare()
                short = self._is_short()
                if not leaving and not short:
                    self._changed.wait(min(pause, _SHRINK_AFTER / 2))
            for worker in leaving:
                worker.kill()
            if short:
                self._start_one()

    def _remove_spare(self) -> list[Worker]:
        """Take out the idle workers that are dead, out of date, or extra and unused for long."""
        now = time.monotonic()
        extra = len(self._idle) + len(self._busy) - self._size
        replaced = self._hot_count() >= self._size > 0
        spare, kept = [], []
        for worker in self._idle:
            old = extra > 0 and now - worker.idle_since > _SHRINK_AFTER
            slow = replaced and not worker.hot
            if old or slow or worker.snapshot is not self._snapshot or not worker.alive:
                spare.append(worker)
                extra -= 1
            else:
                kept.append(worker)
        self._idle = kept
        return spare

    def _hot_count(self) -> int:
        workers = (*self._idle, *self._busy)
        return sum(w.hot and w.snapshot is self._snapshot for w in workers)

    def _is_short(self) -> bool:
        count = len(self._idle) + len(self._busy)
        if self._heat.zygote is not None and self._hot_count() < self._size:
            return count < self._maximum
        return count < self._size or (self._hungry > len(self._idle) and count < self._maximum)

    def _start_one(self) -> None:
        for attempt in range(_ATTEMPTS):
            try:
                worker = self._new_worker()
                break
            except StoreError as error:
                if attempt < _ATTEMPTS - 1:
                    continue  # it may have been killed while it started
                with self._changed:
                    self._failure = error
                    self._changed.notify_all()
                    self._changed.wait_for(lambda: self._closed, _RETRY_START)
                return
        with self._changed:
            self._failure = None
            self._idle.append(worker)
            self._changed.notify_all()

    def _new_worker(self) -> Worker:
        with self._changed:
            zygote = self._heat.zygote if self._hot_count() < self._heat.most else None
            snapshot = self._snapshot
        if zygote is not None:
            try:
                return Worker.in_memory(zygote)
            except StoreError:
                self._heat.give_up(zygote)
        return Worker.on_disk(snapshot, self._limits)
