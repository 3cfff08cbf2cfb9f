"""``parley snapshots``: what is kept, and what changed from one to another."""

from __future__ import annotations

import sys
from pathlib import Path

import click
from pyoxigraph import Store
from rich.table import Table

from parley import options
from parley.console import output
from store.difference import PATCH_TYPES, patch
from store.engine import Snapshot
from store.errors import NoSnapshotError, StoreError
from store.snapshots import all_snapshots, current_snapshot

_FORMATS = {"patch": PATCH_TYPES[0], "update": PATCH_TYPES[1]}


@click.group("snapshots", invoke_without_command=True)
@options.store
@click.pass_context
def snapshots(context: click.Context, store_dir: Path) -> None:
    """List the states of the data that are kept, the newest first."""
    context.obj = store_dir
    if context.invoked_subcommand is not None:
        return
    kept = all_snapshots(store_dir)
    if not kept:
        raise NoSnapshotError(f"Nothing has been published in {store_dir}.")
    current = current_snapshot(store_dir)
    table = Table("snapshot", "from (UTC)", "statements", "came by")
    table.columns[0].no_wrap, table.columns[2].justify = True, "right"
    for snapshot in reversed(kept):
        how = "a write" if snapshot.write else "a build"
        now = ", served" if snapshot.id == current.id else ""
        moment = f"{snapshot.created:%Y-%m-%d %H:%M:%S}"
        table.add_row(snapshot.id, moment, f"{snapshot.quads:,}", how + now)
    output.print(table)


@snapshots.command("diff")
@click.argument("before")
@click.argument("after", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    default="patch",
    show_default=True,
    help="RDF Patch, or SPARQL Update.",
)
@click.option(
    "-o",
    "--output",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    help="File to write.",
)
@click.pass_obj
def diff(store_dir: Path, before: str, after: str | None, form: str, target: Path | None) -> None:
    """Write the statements that AFTER (or the newest) has and BEFORE has not, and vice versa.

    Snapshots go by their ids or the beginnings of these, as in 20261120.
    """
    older = _find(store_dir, before)
    newer = current_snapshot(store_dir) if after is None else _find(store_dir, after)
    opened = [Store.read_only(str(snapshot.path)) for snapshot in (older, newer)]
    pieces = patch(opened[0], opened[1], _FORMATS[form])
    if target is None:
        for piece in pieces:
            sys.stdout.buffer.write(piece)
        sys.stdout.buffer.flush()
        return
    unfinished = target.with_name(f"{target.name}.new")
    with unfinished.open("wb") as file:
        file.writelines(pieces)
    unfinished.replace(target)


def _find(store_dir: Path, name: str) -> Snapshot:
    found = [snapshot for snapshot in all_snapshots(store_dir) if snapshot.id.startswith(name)]
    if not found:
        raise StoreError(f"No snapshot {name} is kept in {store_dir}. See: parley snapshots")
    if len(found) > 1:
        listed = ", ".join(snapshot.id for snapshot in found)
        raise StoreError(f"{name} stands for several snapshots: {listed}. Write more of one.")
    return found[0]
