"""``parley backup`` and ``parley restore``: a store as one file, and back."""

from __future__ import annotations

from pathlib import Path

import click

from parley import options
from parley.console import console
from store.backup import backup, restore


@click.command("backup")
@click.argument("target", metavar="FILE.tar.gz", type=click.Path(dir_okay=False, path_type=Path))
@options.store
def backup_command(target: Path, store_dir: Path) -> None:
    """Write what a store holds now to a file. A server may run on it meanwhile."""
    with console.status(f"Writing {target}"):
        snapshot = backup(store_dir, target)
    size = target.stat().st_size
    console.print(f"Snapshot {snapshot.id}, {snapshot.quads:,} quads: {size:,} bytes in {target}")


@click.command("restore")
@click.argument(
    "source", metavar="FILE.tar.gz", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@options.store
def restore_command(source: Path, store_dir: Path) -> None:
    """Make what a backup holds current in a store. A server that runs on it goes over to that.

    Snapshots that the store holds besides stay, until a later publication removes them.
    """
    with console.status(f"Reading {source}"):
        snapshot = restore(source, store_dir)
    console.print(f"Snapshot {snapshot.id}, {snapshot.quads:,} quads, is current in {store_dir}")
