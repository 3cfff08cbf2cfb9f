"""The engine's side of the process that holds a snapshot in memory and forks workers."""

from __future__ import annotations

import socket
from threading import Lock
from typing import Final

from store import wire
from store.engine import Snapshot
from store.errors import StoreError
from store.limits import Limits
from store.process import spawn

_TIMEOUT: Final = 30.0
_DIED: Final = -9


class Zygote:
    """Loads a snapshot as soon as it is made; `is_ready` tells when it can fork.

    Make it in a thread that lives as long as it should: see `store.process.spawn`.
    """

    def __init__(self, snapshot: Snapshot, limits: Limits) -> None:
        self.snapshot = snapshot
        self.size = 0
        """Bytes that the data takes, once it is ready."""
        self._ready = False
        self._lock = Lock()
        self._link, theirs = socket.socketpair()
        with theirs:
            try:
                self._process = spawn(
                    "store.hot",
                    theirs.fileno(),
                    str(snapshot.path),
                    str(limits.memory),
                    str(limits.hot_memory),
                    str(int(limits.network)),
                )
            except OSError as error:
                self._link.close()
                raise StoreError(f"The snapshot cannot be held in memory: {error}.") from error
        self._link.settimeout(_TIMEOUT)

    def is_ready(self) -> bool:
        """Whether it has loaded. Raises `StoreError` if it failed, or is gone."""
        with self._lock:
            if not self.is_alive():
                raise StoreError("The process that held the snapshot in memory is gone.")
            if not self._ready and not wire.is_idle(self._link):
                try:
                    said = wire.receive(self._link).message
                except (wire.Disconnected, TimeoutError) as error:
                    raise StoreError("The snapshot does not fit into memory.") from error
                if "failed" in said:
                    raise StoreError(f"The snapshot cannot be loaded: {said['failed']}.")
                self.size, self._ready = said["bytes"], True
            return self._ready

    def is_alive(self) -> bool:
        """Whether the process is there."""
        return self._process.poll() is None

    def fork(self) -> HotChild:
        """A new worker. Raises `StoreError`."""
        with self._lock:
            try:
                wire.send(self._link, {"fork": True})
                frame = wire.receive(self._link)
            except (wire.Disconnected, TimeoutError, OSError) as error:
                raise StoreError("The process that forks query workers is gone.") from error
        assert frame.handle is not None
        return HotChild(self, frame.message["forked"], socket.socket(fileno=frame.handle))

    def wait(self, pid: int) -> int:
        """End a worker, if it has not ended; minus the signal that ended it, or its status."""
        with self._lock:
            try:
                wire.send(self._link, {"wait": pid})
                return int(wire.receive(self._link).message["status"])
            except (wire.Disconnected, TimeoutError, OSError):
                return _DIED  # as it did with its own parent

    def close(self) -> None:
        """End it. The kernel ends its workers."""
        self._process.kill()
        self._process.wait()
        self._link.close()


class HotChild:
    """A worker that a zygote forked, and the socket to it."""

    def __init__(self, zygote: Zygote, pid: int, link: socket.socket) -> None:
        self.zygote = zygote
        self.pid = pid
        self.link = link
        self._status: int | None = None

    def kill(self) -> None:
        """End it, if it has not ended."""
        self.wait()

    def wait(self) -> int:
        """How it ended, as `Zygote.wait` says."""
        if self._status is None:
            self._status = self.zygote.wait(self.pid)
        return self._status
