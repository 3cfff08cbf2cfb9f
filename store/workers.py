"""The engine's side of one worker process: started, asked, killed."""

from __future__ import annotations

import signal
import socket
import subprocess
import time
from typing import Final, Protocol

from store import wire
from store.engine import Snapshot
from store.errors import StoreError
from store.limits import Limits
from store.process import spawn
from store.zygote import Zygote

_START_TIMEOUT: Final = 30.0
_AT_ONCE: Final = 0.5
"""Seconds in which no query takes so much memory that the kernel kills its process."""


class WorkerDied(Exception):  # noqa: N818  an outcome that the engine words for its caller
    """The worker ended while it evaluated; `signal` is what ended it, if a signal did."""

    def __init__(self, status: int) -> None:
        super().__init__(f"worker ended with status {status}")
        self.signal = -status if status < 0 else None


class Child(Protocol):
    """A process that can be ended."""

    pid: int

    def kill(self) -> None:
        """End it."""

    def wait(self) -> int:
        """Wait until it has ended; minus the signal that ended it, or its status."""


class Worker:
    """A process that evaluates queries over a snapshot, on disk or held in memory."""

    def __init__(
        self, snapshot: Snapshot, child: Child, link: socket.socket, zygote: Zygote | None = None
    ) -> None:
        self.snapshot = snapshot
        self.zygote = zygote
        self.idle_since = time.monotonic()
        self._child = child
        self._link = link

    @classmethod
    def on_disk(cls, snapshot: Snapshot, limits: Limits) -> Worker:
        """Start one and wait until it has opened the snapshot. Raises `StoreError`."""
        link, theirs = socket.socketpair()
        with theirs:
            try:
                child: subprocess.Popen[bytes] = spawn(
                    "store.worker",
                    theirs.fileno(),
                    str(snapshot.path),
                    str(limits.memory),
                    str(int(limits.network)),
                )
            except OSError as error:
                link.close()
                raise StoreError(f"A query worker cannot be started: {error}.") from error
        worker = cls(snapshot, child, link)
        worker._await_ready()
        return worker

    @classmethod
    def in_memory(cls, zygote: Zygote) -> Worker:
        """Have one forked. Raises `StoreError`."""
        child = zygote.fork()
        return cls(zygote.snapshot, child, child.link, zygote)

    def _await_ready(self) -> None:
        self._link.settimeout(_START_TIMEOUT)
        try:
            reason = wire.receive(self._link).message.get("failed")
        except (wire.Disconnected, TimeoutError):
            reason = "it ended, or did not answer, before it was ready"
        if reason:
            self.kill()
            raise StoreError(f"A query worker cannot open {self.snapshot.path}: {reason}.")

    @property
    def pid(self) -> int:
        """The process's id."""
        return self._child.pid

    @property
    def hot(self) -> bool:
        """Whether it has the snapshot in memory."""
        return self.zygote is not None

    @property
    def alive(self) -> bool:
        """Whether the process is there and idle; asked only of one that is not at work."""
        return wire.is_idle(self._link)

    def run(self, request: wire.Message, timeout: float) -> wire.Frame:
        """The worker's reply.

        Raises `Disconnected` if the worker was gone before it began, `WorkerDied` if it died of
        the request, `TimeoutError` at the deadline. It is not usable after any of these.
        """
        start = time.monotonic()
        self._link.settimeout(timeout)
        wire.send(self._link, request)
        try:
            return wire.receive(self._link)
        except wire.Disconnected:
            status = self._child.wait()
            if status == -signal.SIGKILL and time.monotonic() - start < _AT_ONCE:
                raise  # somebody else killed it while it was idle
            raise WorkerDied(status) from None

    def interrupt(self) -> None:
        """End the process; who waits for its answer gets `WorkerDied`."""
        self._child.kill()

    def kill(self) -> None:
        """End the process, whatever it does, and wait until it is gone."""
        self._child.kill()
        self._child.wait()
        self._link.close()
