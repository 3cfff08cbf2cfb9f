"""A write -> what it does to a writable store. Run in the writer's process alone."""

from __future__ import annotations

import os
from typing import IO, Final

from pyoxigraph import DefaultGraph, NamedNode, Quad, RdfFormat, Store, parse

from store import wire
from store.dataset import with_dataset
from store.engine import ALL_GRAPHS, DEFAULT_GRAPH
from store.errors import (
    DataSyntaxError,
    MediaTypeError,
    NoSuchGraphError,
    QueryEvaluationError,
    QuerySyntaxError,
)
from store.formats import GRAPH_TYPES
from store.syntax import syntax_error

_NAMES_GRAPHS: Final = (RdfFormat.N_QUADS, RdfFormat.TRIG)
_BULK: Final = 1_000_000
"""Bytes of a body from which on it is loaded in bulk: faster, and not into memory."""

Graph = NamedNode | DefaultGraph


def apply(store: Store, request: wire.Message, body: IO[bytes]) -> bool:
    """Do what a request asks; whether its graph is a new one. The store is spoilt if it fails."""
    graph = request["graph"]
    match request["method"]:
        case "update" if graph is None:
            text = with_dataset(request["text"], request["using"], request["using_named"])
            _update(store, text, request)
            return False
        case "update":
            return _patch(store, graph, request)
        case "delete":
            _delete(store, graph)
            return False
    existed = exists(store, graph)
    if request["method"] == "put":
        _empty(store, graph)
    _load(store, graph, request, body)
    return not existed


def exists(store: Store, graph: str) -> bool:
    """Whether there is such a graph; the default graph and the whole always are."""
    name = name_of(graph)
    return not isinstance(name, NamedNode) or store.contains_named_graph(name)


def name_of(graph: str) -> Graph | None:
    """A graph as the engine names it, None for all of them. Raises `QuerySyntaxError`."""
    if graph == ALL_GRAPHS:
        return None
    if graph == DEFAULT_GRAPH:
        return DefaultGraph()
    try:
        return NamedNode(graph)
    except ValueError as error:
        message = f"{graph!r} is not the IRI of a graph: {error}."
        raise QuerySyntaxError(message, token=graph) from error


def missing(graph: str) -> NoSuchGraphError:
    """What to raise for a graph that is not there."""
    return NoSuchGraphError(f"There is no graph <{graph}>.", graph=graph)


def _update(store: Store, text: str, request: wire.Message) -> None:
    try:
        store.update(text, base_iri=request["base_iri"])
    except SyntaxError as error:
        has_base = request["base_iri"] is not None
        raise syntax_error(request["text"], str(error), has_base=has_base) from error
    except (RuntimeError, ValueError) as error:
        raise QueryEvaluationError(f"The engine cannot run this update: {error}.") from error


def _patch(store: Store, graph: str, request: wire.Message) -> bool:
    """Run an update where the graph is all there is, and take over what became of it."""
    name = name_of(graph)
    if name is None:
        _update(store, request["text"], request)
        return False
    existed = exists(store, graph)
    alone = Store()
    alone.extend(_default(quad) for quad in store.quads_for_pattern(None, None, None, name))
    before = set(alone)
    _update(alone, request["text"], request)
    if next(alone.named_graphs(), None) is not None:
        raise QueryEvaluationError(
            "A patch changes one graph, and this one names others. Leave out GRAPH, or send it "
            "as an update of the dataset."
        )
    after = set(alone)
    for quad in before - after:
        store.remove(_in(name, quad))
    store.extend(_in(name, quad) for quad in after - before)
    if isinstance(name, NamedNode):
        store.add_graph(name)
    return not existed


def _default(quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object)


def _in(graph: Graph, quad: Quad) -> Quad:
    return Quad(quad.subject, quad.predicate, quad.object, graph)


def _delete(store: Store, graph: str) -> None:
    name = name_of(graph)
    if not exists(store, graph):
        raise missing(graph)
    if isinstance(name, NamedNode):
        store.remove_graph(name)
    else:
        _empty(store, graph)


def _empty(store: Store, graph: str) -> None:
    name = name_of(graph)
    if name is None:
        store.clear()
    else:
        store.clear_graph(name)


def _load(store: Store, graph: str, request: wire.Message, body: IO[bytes]) -> None:
    name = name_of(graph)
    form = _format(request["media_type"], graph)
    size = os.fstat(body.fileno()).st_size - body.tell()
    base = request["base_iri"]
    try:
        if form == RdfFormat.JSON_LD and name is not None:
            # The one format of triples that may hide graphs: these would be loaded beside it.
            triples = parse(
                body, form, base_iri=base, without_named_graphs=True, rename_blank_nodes=True
            )
            store.extend(_in(name, triple) for triple in triples)
        elif size > _BULK:
            store.bulk_load(body, form, base_iri=base, to_graph=name)
        else:
            store.load(body, form, base_iri=base, to_graph=name)
    except SyntaxError as error:
        raise DataSyntaxError(
            f"The body cannot be read as {request['media_type']}: {error.msg}.",
            line=error.lineno,
            column=error.offset,
        ) from error
    except ValueError as error:
        raise QueryEvaluationError(f"The engine cannot load this body: {error}.") from error
    if isinstance(name, NamedNode):
        store.add_graph(name)  # there even if it is empty


def _format(media_type: str, graph: str) -> RdfFormat:
    """Raises `MediaTypeError` if it is no RDF, or would name graphs where one is written."""
    found = GRAPH_TYPES.get(media_type.partition(";")[0].strip().lower())
    if found is None or (graph != ALL_GRAPHS and found.format in _NAMES_GRAPHS):
        offers = tuple(
            name
            for name, kind in GRAPH_TYPES.items()
            if graph == ALL_GRAPHS or kind.format not in _NAMES_GRAPHS
        )
        raise MediaTypeError(
            f"A body of {media_type or 'no type'} cannot be stored there. Send one of "
            f"{', '.join(offers)}.",
            offers=offers,
        )
    return found.format
