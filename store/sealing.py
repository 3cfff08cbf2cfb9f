"""A database that was just written -> a snapshot: counted, indexed, described, published."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pyoxigraph import Store

from store.accounts import ACCOUNTS_FILE
from store.engine import Snapshot
from store.indexer import AT_ONCE
from store.indexing import INDEX_FILE, write_index
from store.snapshots import install, moment_of


@dataclass(frozen=True, slots=True)
class Made:
    """What a new snapshot will be called, and what it comes from: see `Snapshot`.

    `accounts` is the database of the snapshot whose accounts of articles hold for it too. With
    `later`, a large snapshot gets its search index from somebody else, afterwards.
    """

    name: str
    base: str | None = None
    write: str | None = None
    served: bool = True
    accounts: Path | None = None
    later: bool = False


def seal(store_dir: Path, folder: Path, made: Made) -> Snapshot:
    """Publish the snapshot that lies in `folder`, whose database is closed.

    Until this returns, the snapshot before it is the current one. Raises `OSError` if there is no
    room, or no right, to write.
    """
    data = folder / "data"
    quads = len(Store.read_only(str(data)))
    if made.served and not (made.later and quads > AT_ONCE):
        write_index(data, folder / INDEX_FILE)
    kept = made.accounts and made.accounts.parent / ACCOUNTS_FILE
    if kept and kept.exists():
        (folder / ACCOUNTS_FILE).hardlink_to(kept)
    snapshot = Snapshot(
        made.name,
        data,
        moment_of(made.name),
        quads,
        base=made.base,
        write=made.write,
        served=made.served,
    )
    return install(store_dir, folder, snapshot)
