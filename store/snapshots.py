"""The snapshots of a store folder: read, found, listed; made current and removed in single steps.

A store folder holds

- `current`: the name of the snapshot that is served, replaced by an atomic rename;
- `snapshots/ID/data`: an Oxigraph database nobody writes to any more,
  `snapshots/ID/snapshot.json` about it, its search index, and the accounts of its articles;
- `snapshots/loading-…`: a snapshot that is being made, or whose making was interrupted;
- `writers/…`: the scratch copies that processes write to before they publish;
- `lock`: held while somebody publishes.

The replacement of `current` is the one moment at which anything is published. A process that dies
at any point leaves the last published snapshot in place.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from store.engine import Snapshot
from store.errors import NoSnapshotError, StoreBusyError, StoreError

_POINTER: Final = "current"
_LOADING: Final = "loading-"
_DESCRIPTION: Final = "snapshot.json"
_MOMENT: Final = "%Y%m%dT%H%M%S.%fZ"
_POLL: Final = 0.02


@dataclass(frozen=True, slots=True)
class Retention:
    """Which snapshots stay: the newest `count`, and of those none older than `age`.

    The current one stays in any case, the build that it was made from, and what became current
    less than `grace` ago: a reader may be about to open it.
    """

    count: int = 10
    age: timedelta | None = None
    grace: timedelta = timedelta(seconds=10)


def current_snapshot(store_dir: Path) -> Snapshot:
    """The snapshot that is served now. Raises `NoSnapshotError` if there is none."""
    try:
        name = pointer(store_dir).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoSnapshotError(
            f"Nothing has been published in {store_dir}. Build the dataset first."
        ) from None
    return read_snapshot(store_dir, name)


def read_snapshot(store_dir: Path, name: str) -> Snapshot:
    """The snapshot of this name. Raises `StoreError` if it is gone or damaged."""
    folder = store_dir / "snapshots" / name
    try:
        about = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        return Snapshot(
            about["id"],
            (folder / "data").absolute(),
            datetime.fromisoformat(about["created"]),
            about["quads"],
            base=about.get("base"),
            write=about.get("write"),
            served=about.get("served", True),
        )
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"The snapshot {name} in {store_dir} cannot be read ({error}). Publish again."
        ) from error


def all_snapshots(store_dir: Path) -> list[Snapshot]:
    """Every snapshot that is kept, can be read, and was served once, the oldest first."""
    try:
        now = current_snapshot(store_dir).created
    except NoSnapshotError:
        return []
    # What is newer than the current one was not published before its maker was interrupted.
    return [each for each in _kept(store_dir) if each.served and each.created <= now]


def _kept(store_dir: Path) -> list[Snapshot]:
    found = []
    for folder in (store_dir / "snapshots").glob("*"):
        if not folder.name.startswith(_LOADING):
            with suppress(StoreError):
                found.append(read_snapshot(store_dir, folder.name))
    return sorted(found, key=lambda snapshot: (snapshot.created, snapshot.id))


def written(store_dir: Path, write: str, wait: float) -> Snapshot | None:
    """The snapshot that a write published, as long as it is kept; None if it published none.

    Whoever wrote it must be gone. Raises `StoreBusyError` as `exclusive` does.
    """
    with exclusive(store_dir, wait):
        remove_leftovers(store_dir)  # or it would pass for published once there is a newer one
        return next((s for s in all_snapshots(store_dir) if s.write == write), None)


def pointer(store_dir: Path) -> Path:
    """The file whose replacement tells a reader that there is a newer snapshot."""
    return store_dir / _POINTER


@contextmanager
def exclusive(store_dir: Path, wait: float = 0.0) -> Iterator[None]:
    """Alone in publishing. Raises `StoreBusyError` if another process is, for `wait` seconds."""
    deadline = time.monotonic() + wait
    with (store_dir / "lock").open("a+", encoding="utf-8") as lock:
        while True:
            try:
                fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() < deadline:
                    time.sleep(_POLL)
                    continue
                lock.seek(0)
                holder = lock.read().strip() or "unknown"
                raise StoreBusyError(
                    f"Another process (id {holder}) is writing {store_dir}. "
                    "Wait until it has finished, or choose another store folder."
                ) from None
        lock.truncate(0)
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def next_moment(store_dir: Path) -> datetime:
    """When a snapshot that is made now was made: later than every other one."""
    now = datetime.now(UTC)
    newest = max((s.created for s in _kept(store_dir)), default=now - timedelta(days=1))
    return max(now, newest + timedelta(microseconds=1))


def name_of(created: datetime, content: str) -> str:
    """What a snapshot is called; names sort by time."""
    return f"{created:{_MOMENT}}-{content}"


def being_made(store_dir: Path, name: str) -> Path:
    """The folder in which a snapshot is made before it has its name."""
    return store_dir / "snapshots" / f"{_LOADING}{name}"


def moment_of(name: str) -> datetime:
    """When the snapshot of this name was made."""
    return datetime.strptime(name.partition("-")[0], _MOMENT).replace(tzinfo=UTC)


def install(store_dir: Path, folder: Path, snapshot: Snapshot) -> Snapshot:
    """Describe what was made in `folder`, sync it, and make it current if it is to be served."""
    about = {
        "id": snapshot.id,
        "created": snapshot.created.isoformat(),
        "quads": snapshot.quads,
        "base": snapshot.base,
        "write": snapshot.write,
        "served": snapshot.served,
    }
    (folder / _DESCRIPTION).write_text(json.dumps(about) + "\n", encoding="utf-8")
    for path in (folder, *folder.rglob("*")):
        sync(path)
    folder.rename(folder.with_name(snapshot.id))
    sync(folder.parent)
    if snapshot.served:
        point_to(store_dir, snapshot.id)
    return read_snapshot(store_dir, snapshot.id)


def point_to(store_dir: Path, name: str) -> None:
    """The moment of publication: readers see the old name before and the new one after."""
    new = store_dir / f"{_POINTER}.new"
    new.write_text(name + "\n", encoding="utf-8")
    sync(new)
    new.replace(pointer(store_dir))
    sync(store_dir)


def remove_leftovers(store_dir: Path) -> None:
    """Remove what interrupted processes left. Only for who holds the lock."""
    for folder in (store_dir / "snapshots").glob(f"{_LOADING}*"):
        shutil.rmtree(folder)
    (store_dir / f"{_POINTER}.new").unlink(missing_ok=True)
    with suppress(StoreError):  # where the current one is not known, nothing is newer
        now = current_snapshot(store_dir).created
        for snapshot in _kept(store_dir):
            if snapshot.created > now:  # complete, but its maker died before it was published
                shutil.rmtree(snapshot.path.parent)


def prune(store_dir: Path, retention: Retention) -> None:
    """Remove the snapshots that need not stay. Only for who holds the lock."""
    current = current_snapshot(store_dir)
    now = datetime.now(UTC)
    newest_first = list(reversed(_kept(store_dir)))
    replaced = now  # when a snapshot stopped being the current one
    for rank, snapshot in enumerate(newest_first):
        old = retention.age is not None and now - replaced > retention.age
        surplus = rank >= retention.count or old
        since, replaced = now - replaced, snapshot.created
        if snapshot.id in (current.id, current.base) or since <= retention.grace or not surplus:
            continue
        shutil.rmtree(snapshot.path.parent)


def sync(path: Path) -> None:
    """Have the disk hold a file or folder as it is now."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
