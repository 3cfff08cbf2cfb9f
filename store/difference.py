"""What one snapshot says and another does not, and how to say the same of a third.

Statements are compared as they are, blank nodes by their names: a store keeps these from one
snapshot to the next, so what a write did not touch is never in a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Quad, Store


def lacking(here: Store, there: Store) -> Iterator[Quad]:
    """The statements of `there` that `here` lacks."""
    return (quad for quad in there if quad not in here)


def repeat_edits(store: Store, before: Path, after: Path) -> None:
    """Change `store` as the database in `before` was changed to become the one in `after`."""
    old, new = Store.read_only(str(before)), Store.read_only(str(after))
    for quad in lacking(new, old):
        store.remove(quad)
    store.extend(lacking(old, new))
    for graph in new.named_graphs():
        if not old.contains_named_graph(graph):
            store.add_graph(graph)
    for graph in old.named_graphs():
        if isinstance(graph, NamedNode) and not new.contains_named_graph(graph):
            _drop_if_empty(store, graph)


def _drop_if_empty(store: Store, graph: NamedNode) -> None:
    if next(iter(store.quads_for_pattern(None, None, None, graph)), None) is None:
        store.remove_graph(graph)
