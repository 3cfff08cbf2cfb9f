"""When a snapshot is held in memory, and how many workers may share it there.

Memory only makes answers faster: whatever fails here, workers on disk give the same ones.
"""

from __future__ import annotations

import math
import time
from collections.abc import Iterable
from typing import Final

from store.engine import Snapshot
from store.errors import StoreError
from store.limits import Limits
from store.workers import Worker
from store.zygote import Zygote

_BYTES_PER_QUAD: Final = 450
"""What a statement takes in memory, measured between 330 and 420 on graphs of news."""

_SETTLED: Final = 1.0
"""Seconds that a snapshot must have been current before it is loaded."""

_POLL: Final = 0.1


class Heat:
    """The memory of one pool. Only the pool's keeper may call `tend`.

    A worker that reads everything ends up with a copy of nearly all of the data, so the budget is
    the data's size times one more than the workers.
    """

    def __init__(self, limits: Limits) -> None:
        self._budget = limits.hot_memory
        self._limits = limits
        self._workers = limits.workers
        self.zygote: Zygote | None = None
        """The one that can fork workers on the current snapshot, if there is one."""
        self.most = 0
        """How many workers it may have."""
        self._loading: Zygote | None = None
        self._leaving: list[Zygote] = []
        self._given_up: str | None = None
        self._current: str | None = None
        self._since = 0.0

    def tend(self, snapshot: Snapshot, workers: Iterable[Worker]) -> float:
        """Start, take over and end zygotes; in how many seconds to call again."""
        if self._budget <= 0:
            return math.inf
        if snapshot.id != self._current:
            self._current, self._since = snapshot.id, time.monotonic()
            self._retire()
        used = {worker.zygote for worker in workers}
        for zygote in [z for z in self._leaving if z not in used]:
            self._leaving.remove(zygote)
            zygote.close()
        if self.zygote is not None:
            self._look_after(self.zygote)
        elif self._loading is not None:
            self._await(self._loading)
        elif self._may_load(snapshot):
            return self._load(snapshot)
        waits = self._loading or self._leaving
        return _POLL if waits else math.inf

    def give_up(self, zygote: Zygote) -> None:
        """Do without this one until there is a newer snapshot."""
        if zygote is self.zygote:
            self._retire()
        self._given_up = zygote.snapshot.id

    def close(self) -> None:
        """End all processes."""
        self._retire()
        for zygote in self._leaving:
            zygote.close()
        self._leaving = []

    def _retire(self) -> None:
        """End what holds an old snapshot, but not before its workers are done."""
        self._leaving += [z for z in (self.zygote, self._loading) if z is not None]
        self.zygote = self._loading = None

    def _look_after(self, zygote: Zygote) -> None:
        try:
            zygote.is_ready()
        except StoreError:
            self._retire()  # and load again

    def _await(self, zygote: Zygote) -> None:
        try:
            if zygote.is_ready():
                self.most = self._budget // max(1, zygote.size) - 1
                if self.most < 1:
                    raise StoreError("The snapshot takes more memory than was expected.")
                self.zygote, self._loading = zygote, None
        except StoreError:
            self._given_up = zygote.snapshot.id
            self._retire()

    def _may_load(self, snapshot: Snapshot) -> bool:
        expected = snapshot.quads * _BYTES_PER_QUAD * (1 + max(1, self._workers))
        return snapshot.id != self._given_up and expected <= self._budget

    def _load(self, snapshot: Snapshot) -> float:
        age = time.monotonic() - self._since
        if age < _SETTLED:
            return _SETTLED - age
        try:
            self._loading = Zygote(snapshot, self._limits)
        except StoreError:
            self._given_up = snapshot.id
        return _POLL
