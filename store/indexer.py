"""Write the search index of a snapshot that was published without: a process, and who starts it.

Run as `python -m store.indexer SOCKET DATA FILE`; the socket, an inherited one, is not used.
"""

from __future__ import annotations

import contextlib
import os
import socket
import sys
from pathlib import Path
from threading import Condition, Thread
from typing import Final

from store.engine import Snapshot
from store.indexing import INDEX_FILE, write_index
from store.process import die_with_parent, silence, spawn

AT_ONCE: Final = 20_000
"""Statements up to which an index is written with the snapshot: that takes less than a second."""

_NICE: Final = 10


class Indexer:
    """Indexes the newest of the snapshots that it is told of, one at a time, in the background."""

    def __init__(self) -> None:
        self._next: Snapshot | None = None
        self._changed = Condition()
        # A thread of its own, for good: the kernel ends a child with the thread that started it.
        Thread(target=self._run, name="indexer", daemon=True).start()

    def want(self, snapshot: Snapshot) -> None:
        """Index this one next, and none that was wanted before and has not been begun."""
        with self._changed:
            self._next = snapshot
            self._changed.notify_all()

    def _run(self) -> None:
        while True:
            with self._changed:
                while self._next is None:
                    self._changed.wait()
                snapshot, self._next = self._next, None
            ours, theirs = socket.socketpair()
            with ours, theirs, contextlib.suppress(OSError):
                file = snapshot.path.parent / INDEX_FILE
                data = str(snapshot.path)
                spawn("store.indexer", theirs.fileno(), data, str(file)).wait()


def main() -> None:
    """Write the index; it is there when it is complete."""
    die_with_parent()
    silence()
    os.nice(_NICE)
    write_index(Path(sys.argv[2]), Path(sys.argv[3]))


if __name__ == "__main__":
    main()
