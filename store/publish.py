"""Make the dataset on disk: load N-Quads into a fresh store and publish it in one step.

What was written since the last build is kept: the statements that updates added or removed are
added to, or removed from, what the new build holds.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Final

from pyoxigraph import RdfFormat, Store

from store.accounts import ACCOUNTS_FILE, write_accounts
from store.difference import repeat_edits
from store.engine import Snapshot
from store.errors import StoreError
from store.indexing import INDEX_FILE, write_index
from store.sealing import Made, seal
from store.snapshots import (
    Retention,
    being_made,
    current_snapshot,
    exclusive,
    name_of,
    next_moment,
    prune,
    read_snapshot,
    remove_leftovers,
)

_WAIT: Final = 10.0
"""Seconds that a build waits for a write that is under way."""


def publish(
    store_dir: Path,
    nquads_files: Iterable[Path],
    *,
    accounts: Path | None = None,
    retention: Retention | None = None,
    keep_writes: bool = True,
    wait: float = _WAIT,
) -> Snapshot:
    """Load the files into a fresh store and make it the current snapshot.

    `accounts` is a file of JSON lines, the account of an article each. Where the files hold what
    the current snapshot was built from, that one stays. What was written since the last build is
    carried over unless `keep_writes` is false. Raises `StoreBusyError` if another process publishes
    here for longer than `wait` seconds, `StoreError` if a file cannot be loaded;
    the current snapshot is then untouched.
    """
    files = sorted(nquads_files)
    (store_dir / "snapshots").mkdir(parents=True, exist_ok=True)
    with exclusive(store_dir, wait):
        remove_leftovers(store_dir)
        content = _content_hash([*files, *([accounts] if accounts else [])])
        current = _current(store_dir)
        if current is not None and _is_built_from(current, content, keep_writes):
            return current
        edited = current if keep_writes and current is not None and current.base else None
        published = _build(store_dir, files, accounts, content, served=edited is None)
        if edited is not None:
            published = _edit(store_dir, published, edited)
        prune(store_dir, retention or Retention())
        return published


def _current(store_dir: Path) -> Snapshot | None:
    """None if there is none yet, or a damaged one."""
    with suppress(StoreError):
        return current_snapshot(store_dir)
    return None


def _is_built_from(current: Snapshot, content: str, keep_writes: bool) -> bool:
    if current.base is not None and not keep_writes:
        return False
    built = current.base or current.id
    return built.rpartition("-")[2] == content and _indexed(current.path)


def _build(
    store_dir: Path, files: list[Path], accounts: Path | None, content: str, *, served: bool
) -> Snapshot:
    """A snapshot of the files alone."""
    name = name_of(next_moment(store_dir), content)
    with _folder(store_dir, name) as folder:
        fill(folder / "data", files)
        if accounts is not None:
            write_accounts(accounts, folder / ACCOUNTS_FILE)
        return seal(store_dir, folder, Made(name, served=served))


def _edit(store_dir: Path, built: Snapshot, edited: Snapshot) -> Snapshot:
    """Publish a build with the edits that made `edited` from the build before."""
    assert edited.base is not None
    before = read_snapshot(store_dir, edited.base)
    name = name_of(next_moment(store_dir), built.id.rpartition("-")[2])
    with _folder(store_dir, name) as folder:
        Store.read_only(str(built.path)).backup(folder / "data")
        store = Store(folder / "data")
        repeat_edits(store, before.path, edited.path)
        store.flush()
        del store  # closes it
        return seal(store_dir, folder, Made(name, built.id, edited.write, accounts=built.path))


@contextmanager
def _folder(store_dir: Path, name: str) -> Iterator[Path]:
    """A folder to make a snapshot in, which goes if that fails."""
    folder = being_made(store_dir, name)
    folder.mkdir()
    try:
        yield folder
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise


def fill(data: Path, files: list[Path]) -> None:
    """Load the files into a new database. Raises `StoreError`."""
    store = Store(data)
    for path in files:
        try:
            store.bulk_load(path=path, format=RdfFormat.N_QUADS)
        except (SyntaxError, OSError, ValueError) as error:
            raise StoreError(f"Cannot load {path}: {error}. Nothing was published.") from error
    store.optimize()
    store.flush()


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


def _indexed(data: Path) -> bool:
    """Give a snapshot of an earlier version the index that it lacks; false if that is refused."""
    file = data.parent / INDEX_FILE
    try:
        if not file.exists():
            write_index(data, file)
    except OSError:
        return False
    return True
