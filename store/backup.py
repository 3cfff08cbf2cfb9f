"""A store as one file, and back: what is served now, what it was built from, and what was read.

A backup is taken while the server runs. Snapshots never change, so links to their files are held
while the archive is written, and no publication has to wait for it.
"""

from __future__ import annotations

import os
import shutil
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import Store

from store.engine import Snapshot
from store.errors import StoreError
from store.snapshots import (
    being_made,
    current_snapshot,
    exclusive,
    point_to,
    read_snapshot,
    sync,
)

_SNAPSHOTS: Final = "snapshots"
_CURRENT: Final = "current"
_BESIDE: Final = ("quads", "reports", "uploads")
"""What a later build starts from, besides the snapshots."""
_WAIT: Final = 60.0

Advance = Callable[[str], None]


def backup(store_dir: Path, target: Path, advance: Advance = lambda name: None) -> Snapshot:
    """Write the store's current state to a gzipped tar file, which appears when it is complete.

    The snapshot that it holds. Raises `NoSnapshotError`, `StoreBusyError` and `StoreError`.
    """
    with tempfile.TemporaryDirectory(prefix="backup-", dir=store_dir) as place:
        held = Path(place)
        with exclusive(store_dir, _WAIT):
            snapshot = current_snapshot(store_dir)
            for name in _needed(store_dir, snapshot):
                _link(store_dir / _SNAPSHOTS / name, held / _SNAPSHOTS / name)
            for name in _BESIDE:
                if (store_dir / name).is_dir():
                    _link(store_dir / name, held / name)
        (held / _CURRENT).write_text(f"{snapshot.id}\n", encoding="utf-8")
        _archive(held, target, advance)
    return snapshot


def restore(source: Path, store_dir: Path, advance: Advance = lambda name: None) -> Snapshot:
    """Make what a backup holds current in a store, which may be a new one.

    Everything is unpacked and opened before anything is published; a server that runs on the store
    goes over to it by itself. Raises `StoreError` where the file is no whole backup.
    """
    store_dir.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="restore-", dir=store_dir) as place:
        unpacked = Path(place)
        _unpack(source, unpacked, advance)
        name = _name(source, unpacked)
        with exclusive(store_dir, _WAIT):
            for folder in sorted((unpacked / _SNAPSHOTS).iterdir()):
                _move(folder, store_dir)
            for part in _BESIDE:
                if (unpacked / part).is_dir():
                    shutil.copytree(unpacked / part, store_dir / part, dirs_exist_ok=True)
            point_to(store_dir, name)
            return current_snapshot(store_dir)


def _needed(store_dir: Path, snapshot: Snapshot) -> Iterator[str]:
    """The current snapshot, and the build that its writes were made upon."""
    yield snapshot.id
    if snapshot.base is not None and (store_dir / _SNAPSHOTS / snapshot.base).is_dir():
        yield snapshot.base


def _link(source: Path, target: Path) -> None:
    """The same files under another name, or copies where the file system has no links."""

    def link_or_copy(one: str, other: str) -> None:
        try:
            os.link(one, other)
        except OSError:
            shutil.copy2(one, other)

    shutil.copytree(source, target, copy_function=link_or_copy)


def _archive(folder: Path, target: Path, advance: Advance) -> None:
    new = target.with_name(f"{target.name}.new")
    try:
        with tarfile.open(new, "w:gz", compresslevel=1) as archive:
            for path in sorted(folder.rglob("*")):
                archive.add(path, path.relative_to(folder).as_posix(), recursive=False)
                advance(path.name)
        sync(new)
        new.replace(target)
    except OSError as error:
        raise StoreError(f"Cannot write {target}: {error.strerror or error}.") from error
    finally:
        new.unlink(missing_ok=True)


def _unpack(source: Path, folder: Path, advance: Advance) -> None:
    try:
        with tarfile.open(source, "r:gz") as archive:
            for member in archive:
                archive.extract(member, folder, filter="data")
                advance(member.name)
    except (OSError, EOFError, tarfile.TarError) as error:
        raise StoreError(
            f"{source} cannot be unpacked ({error}). Nothing was restored; use another backup."
        ) from error


def _name(source: Path, unpacked: Path) -> str:
    """The snapshot that a backup is of, once it is known to be whole."""
    try:
        name = (unpacked / _CURRENT).read_text(encoding="utf-8").strip()
        snapshot = read_snapshot(unpacked, name)
        quads = len(Store.read_only(str(snapshot.path)))
    except (OSError, StoreError) as error:
        raise StoreError(
            f"{source} is no backup of a store ({error}). Nothing was restored."
        ) from error
    if quads != snapshot.quads:
        raise StoreError(
            f"{source} holds {quads:,} statements and should hold {snapshot.quads:,}. Nothing was "
            "restored; use another backup."
        )
    return name


def _move(folder: Path, store_dir: Path) -> None:
    """A snapshot into its place, unless it is there. Synced before it has its name."""
    target = store_dir / _SNAPSHOTS / folder.name
    if target.exists():
        return
    target.parent.mkdir(exist_ok=True)
    making = being_made(store_dir, folder.name)
    shutil.rmtree(making, ignore_errors=True)
    folder.rename(making)
    for path in (making, *making.rglob("*")):
        sync(path)
    making.rename(target)
    sync(target.parent)
