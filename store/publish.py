"""Make the dataset on disk: load N-Quads into a fresh store and publish it in one step.

A store folder holds

- `current`: the name of the snapshot that is served, replaced by an atomic rename;
- `snapshots/ID/data`: an Oxigraph database nobody writes to any more,
  `snapshots/ID/snapshot.json` about it, its search index, and the accounts of its articles;
- `snapshots/loading-…`: a load that is under way, or that was interrupted;
- `lock`: held while somebody publishes.

A process that dies at any point leaves the last published snapshot in place.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from store.accounts import ACCOUNTS_FILE, write_accounts
from store.engine import Snapshot
from store.errors import NoSnapshotError, StoreBusyError, StoreError
from store.indexing import INDEX_FILE, write_index

KEEP: Final = 5
"""Snapshots kept for readers that still use them, the current one included."""

_POINTER: Final = "current"
_LOADING: Final = "loading-"
_DESCRIPTION: Final = "snapshot.json"


def publish(
    store_dir: Path,
    nquads_files: Iterable[Path],
    *,
    accounts: Path | None = None,
    keep: int = KEEP,
) -> Snapshot:
    """Load the files into a fresh store and make it the current snapshot.

    `accounts` is a file of JSON lines, the account of an article each. Where the files hold what
    the current snapshot was made from, that one stays. Raises `StoreBusyError` if another process
    publishes here, `StoreError` if a file cannot be loaded; the current snapshot is then untouched.
    """
    files = sorted(nquads_files)
    snapshots = store_dir / "snapshots"
    snapshots.mkdir(parents=True, exist_ok=True)
    with _exclusive(store_dir):
        _remove_leftovers(store_dir)
        content = _content_hash([*files, *([accounts] if accounts else [])])
        with suppress(StoreError):  # none yet, or a damaged one
            current = current_snapshot(store_dir)
            if current.id.rpartition("-")[2] == content and _indexed(current.path):
                return current
        created = datetime.now(UTC).replace(microsecond=0)
        name = f"{created:%Y%m%dT%H%M%SZ}-{content}"
        if not (snapshots / name).exists():
            loading = snapshots / f"{_LOADING}{name}"
            _load(loading, name, created, files, accounts)
            loading.rename(snapshots / name)
            _sync(snapshots)
        _point_to(store_dir, name)
        _prune(snapshots, name, keep)
        return current_snapshot(store_dir)


def current_snapshot(store_dir: Path) -> Snapshot:
    """The snapshot that is served now. Raises `NoSnapshotError` if there is none."""
    try:
        name = pointer(store_dir).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        raise NoSnapshotError(
            f"Nothing has been published in {store_dir}. Build the dataset first."
        ) from None
    folder = store_dir / "snapshots" / name
    try:
        about = json.loads((folder / _DESCRIPTION).read_text(encoding="utf-8"))
        created = datetime.fromisoformat(about["created"])
        return Snapshot(about["id"], (folder / "data").absolute(), created, about["quads"])
    except (OSError, ValueError, KeyError) as error:
        raise StoreError(
            f"The snapshot {name} in {store_dir} cannot be read ({error}). Publish again."
        ) from error


def pointer(store_dir: Path) -> Path:
    """The file whose replacement tells a reader that there is a newer snapshot."""
    return store_dir / _POINTER


@contextmanager
def _exclusive(store_dir: Path) -> Iterator[None]:
    with (store_dir / "lock").open("a+", encoding="utf-8") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
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


def _remove_leftovers(store_dir: Path) -> None:
    for folder in (store_dir / "snapshots").glob(f"{_LOADING}*"):
        shutil.rmtree(folder)
    (store_dir / f"{_POINTER}.new").unlink(missing_ok=True)


def _content_hash(files: list[Path]) -> str:
    """One hash for what the files hold, whatever they are called and in whatever order."""
    digests = []
    for path in files:
        try:
            with path.open("rb") as file:
                digests.append(hashlib.file_digest(file, "sha256").digest())
        except OSError as error:
            raise StoreError(f"Cannot read {path}: {error.strerror}.") from error
    return hashlib.sha256(b"".join(sorted(digests))).hexdigest()[:12]


def _load(
    folder: Path, name: str, created: datetime, files: list[Path], accounts: Path | None
) -> None:
    """Write a complete, synced snapshot folder; leave nothing behind if that fails."""
    folder.mkdir()
    try:
        quads = _fill(folder / "data", files)
        write_index(folder / "data", folder / INDEX_FILE)
        if accounts:
            write_accounts(accounts, folder / ACCOUNTS_FILE)
        about = {"id": name, "created": created.isoformat(), "quads": quads}
        (folder / _DESCRIPTION).write_text(json.dumps(about) + "\n", encoding="utf-8")
        for path in (folder, *folder.rglob("*")):
            _sync(path)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def _fill(data: Path, files: list[Path]) -> int:
    store = Store(data)
    for path in files:
        try:
            store.bulk_load(path=path, format=RdfFormat.N_QUADS)
        except (SyntaxError, OSError, ValueError) as error:
            raise StoreError(f"Cannot load {path}: {error}. Nothing was published.") from error
    store.optimize()
    store.flush()
    return len(store)


def _indexed(data: Path) -> bool:
    """Give a snapshot of an earlier version the index that it lacks; false if that is refused."""
    file = data.parent / INDEX_FILE
    try:
        if not file.exists():
            write_index(data, file)
    except OSError:
        return False
    return True


def _point_to(store_dir: Path, name: str) -> None:
    """The moment of publication: readers see the old name before and the new one after."""
    new = store_dir / f"{_POINTER}.new"
    new.write_text(name + "\n", encoding="utf-8")
    _sync(new)
    new.replace(pointer(store_dir))
    _sync(store_dir)


def _prune(snapshots: Path, current: str, keep: int) -> None:
    """Remove the oldest snapshots beyond `keep`; names sort by time."""
    others = sorted(path for path in snapshots.iterdir() if path.name != current)
    for folder in others[: max(0, len(others) - (keep - 1))]:
        shutil.rmtree(folder)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
