"""The process that owns the live store: it runs one write after the other and publishes each.

Run as `python -m store.writer SOCKET STORE MEMORY SETTINGS`, where SOCKET is the number of an
inherited socket and SETTINGS are JSON. It may be killed at any moment. What it writes to is a
hard-linked copy of the current snapshot, which is thrown away when anything goes wrong, so the
replacement of the store's pointer is the one moment at which a write is done.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import shutil
import signal
import socket
import sys
import tempfile
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from store import changes, wire
from store.engine import Snapshot
from store.errors import (
    NoSnapshotError,
    SnapshotChangedError,
    StoreError,
    StoreFullError,
)
from store.indexer import Indexer
from store.indexing import INDEX_FILE
from store.process import die_with_parent, leave_network, limit_memory, silence
from store.sealing import Made, seal
from store.snapshots import (
    Retention,
    being_made,
    current_snapshot,
    exclusive,
    name_of,
    next_moment,
    prune,
    remove_leftovers,
)

_GRACE: Final = 0.5
"""Seconds the parent has for stopping this process before the kernel does."""

_NOTHING: Final = "e3b0c44298fc"
"""The content of a build without files, as `publish` names it."""


class Scratch:
    """A writable copy of a snapshot, in a folder that nobody else uses."""

    def __init__(self, store_dir: Path) -> None:
        places = store_dir / "writers"
        places.mkdir(exist_ok=True)
        _remove_abandoned(places)
        self._folder = Path(tempfile.mkdtemp(dir=places))
        self._owner = (self._folder / "owner").open("w")
        fcntl.flock(self._owner, fcntl.LOCK_EX)
        self._store: Store | None = None
        self._state: str | None = None
        """The id of the snapshot that the copy is equal to."""

    def of(self, snapshot: Snapshot) -> Store:
        """The copy, equal to the snapshot."""
        if self._store is None or self._state != snapshot.id:
            self.discard()
            Store.read_only(str(snapshot.path)).backup(self._folder / "data")
            self._store, self._state = Store(self._folder / "data"), snapshot.id
        return self._store

    def is_now(self, snapshot: Snapshot) -> None:
        """Remember that the copy was published as this snapshot."""
        self._state = snapshot.id

    def discard(self) -> None:
        """Forget what was written to the copy."""
        self._store = self._state = None
        shutil.rmtree(self._folder / "data", ignore_errors=True)


def main() -> None:
    """Say that it is ready, and write until the parent goes."""
    handle, store_dir, memory = int(sys.argv[1]), Path(sys.argv[2]), int(sys.argv[3])
    settings = json.loads(sys.argv[4])
    age = settings["age"]
    retention = Retention(settings["count"], None if age is None else timedelta(seconds=age))
    die_with_parent()
    leave_network()
    with socket.socket(fileno=handle) as link:
        limit_memory(memory)
        silence()
        writer = _Writer(store_dir, retention)
        wire.send(link, {"ready": True})
        while True:
            _serve(link, writer)


def _serve(link: socket.socket, writer: _Writer) -> None:
    """Do one write. Raises `Disconnected` when there is no next one."""
    request, _, handle = wire.receive(link)
    assert handle is not None, "a write brings its body"
    # The default action of SIGALRM ends the process, whatever the engine is doing.
    signal.setitimer(signal.ITIMER_REAL, request["timeout"] + _GRACE)
    link.sendall(wire.ACKNOWLEDGED)
    try:
        reply = writer.write(request, handle)
    except StoreError as error:
        reply = wire.failure(error)
    except OSError as error:
        reply = wire.failure(_storage_error(error))
    signal.setitimer(signal.ITIMER_REAL, 0)
    wire.send(link, reply)


def _storage_error(error: OSError) -> StoreError:
    text = (error.strerror or str(error)).rstrip(".")
    if error.errno in (errno.ENOSPC, errno.EDQUOT) or "no space left" in text.lower():
        return StoreFullError("The disk has no room for this write. Nothing was written.")
    return StoreError(f"The store cannot be written ({text}). Nothing was written.")


class _Writer:
    def __init__(self, store_dir: Path, retention: Retention) -> None:
        self._store_dir = store_dir
        self._retention = retention
        self._scratch: Scratch | None = None
        self._indexer: Indexer | None = None

    def write(self, request: wire.Message, handle: int) -> wire.Message:
        """Run a write and publish it; on any error the store is as it was."""
        with os.fdopen(handle, "rb") as body, exclusive(self._store_dir, request["timeout"] / 2):
            remove_leftovers(self._store_dir)
            before = self._current()
            _check_expected(request, before)
            if self._scratch is None:
                self._scratch = Scratch(self._store_dir)
            try:
                created = changes.apply(self._scratch.of(before), request, body)
                after = self._publish(before, request["id"])
            except BaseException:
                self._scratch.discard()
                raise
            self._scratch.is_now(after)
            with suppress(OSError, StoreError):  # the write is done; the next one prunes again
                prune(self._store_dir, self._retention)
            self._index(after)
            return {"snapshot": after.id, "created": created}

    def _index(self, snapshot: Snapshot) -> None:
        """Have an index written if the snapshot was too large to wait for it."""
        if not (snapshot.path.parent / INDEX_FILE).exists():
            self._indexer = self._indexer or Indexer()
            self._indexer.want(snapshot)

    def _current(self) -> Snapshot:
        """The snapshot to start from; an empty one where nothing was published."""
        try:
            return current_snapshot(self._store_dir)
        except NoSnapshotError:
            name = name_of(next_moment(self._store_dir), _NOTHING)
            folder = being_made(self._store_dir, name)
            folder.mkdir(parents=True)
            Store(folder / "data").flush()
            return seal(self._store_dir, folder, Made(name, served=False))

    def _publish(self, before: Snapshot, write: str) -> Snapshot:
        assert self._scratch is not None
        name = name_of(next_moment(self._store_dir), write[:12])
        folder = being_made(self._store_dir, name)
        folder.mkdir()
        self._scratch.of(before).backup(folder / "data")
        made = Made(name, before.base or before.id, write, accounts=before.path, later=True)
        return seal(self._store_dir, folder, made)


def _check_expected(request: wire.Message, current: Snapshot) -> None:
    if request["expected"] not in (None, current.id):
        raise SnapshotChangedError(
            "The dataset has changed since: read it again, and decide anew.", current=current.id
        )


def _remove_abandoned(places: Path) -> None:
    """Remove the copies of writers that are gone."""
    for folder in places.iterdir():
        with suppress(OSError), (folder / "owner").open("a") as owner:
            fcntl.flock(owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
            shutil.rmtree(folder)


if __name__ == "__main__":
    try:
        main()
    except wire.Disconnected:
        sys.exit(0)
