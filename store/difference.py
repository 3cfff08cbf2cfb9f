"""What one snapshot says and another does not, and how to say the same of a third.

Statements are compared as they are, blank nodes by their names: a store keeps these from one
snapshot to the next, so what a write did not touch is never in a difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Store, serialize

PATCH_TYPES: Final = ("application/rdf-patch", "application/sparql-update", "text/plain")
"""How a difference is written, the preferred one first; `text/plain` is the first again."""


def lacking(here: Store, there: Store) -> Iterator[Quad]:
    """The statements of `there` that `here` lacks."""
    return (quad for quad in there if quad not in here)


def patch(before: Store, after: Store, media_type: str) -> Iterator[bytes]:
    """The difference in one of `PATCH_TYPES`: what goes, then what comes, a line each.

    An RDF Patch (Apache Jena's) has lines `D … .` and `A … .` between `TX .` and `TC .`; an
    update holds the same as `DELETE DATA` and `INSERT DATA`, and cannot name blank nodes to delete.
    """
    update = media_type == "application/sparql-update"
    yield b"" if update else b"TX .\n"
    for sign, here, there in (("D", after, before), ("A", before, after)):
        for quad in lacking(here, there):
            yield _update_line(sign, quad) if update else _patch_line(sign, quad)
    yield b"" if update else b"TC .\n"


def _patch_line(sign: str, quad: Quad) -> bytes:
    return f"{sign} ".encode() + (serialize([quad], format=RdfFormat.N_QUADS) or b"")


def _update_line(sign: str, quad: Quad) -> bytes:
    verb = "DELETE DATA" if sign == "D" else "INSERT DATA"
    triple = f"{quad.triple}"
    named = isinstance(quad.graph_name, NamedNode)
    inside = f"GRAPH {quad.graph_name} {{ {triple} }}" if named else triple
    return f"{verb} {{ {inside} }} ;\n".encode()


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
