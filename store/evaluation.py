"""A request for reading -> what a worker answers. Run in the workers' processes alone."""

from __future__ import annotations

from typing import IO, Any, cast

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store, serialize

from store import rows, wire
from store.changes import exists, missing, name_of
from store.difference import PATCH_TYPES, patch
from store.engine import ALL_GRAPHS
from store.errors import NotAcceptableError, QueryEvaluationError, QuerySyntaxError
from store.formats import (
    DATASET_TYPES,
    GRAPH_TYPES,
    SOLUTION_TYPES,
    choose,
    choose_for_dataset,
    first_of,
    offers,
)
from store.spool import Spool
from store.syntax import syntax_error

Results = QuerySolutions | QueryBoolean | QueryTriples


def evaluate(store: Store, request: wire.Message, spool: Spool) -> wire.Message:
    """Write all of the answer, or as many rows as may be, into the spool, and describe it."""
    most = request["max_rows"]
    try:
        text = request["text"] if most is None else rows.limited(request["text"], most + 1)
        results = store.query(text, base_iri=request["base_iri"], **_dataset(request))
        media_type = _media_type(results, tuple(request["accept"]))
        truncated = _write(results, media_type, spool, most)
    except SyntaxError as error:
        has_base = request["base_iri"] is not None
        raise syntax_error(request["text"], str(error), has_base=has_base) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryEvaluationError(f"The engine cannot evaluate this query: {error}.") from error
    return {"kind": _kind(results), "media_type": media_type, "truncated": truncated}


def read(store: Store, request: wire.Message, spool: Spool) -> wire.Message:
    """Write a graph, or all of them, into the spool, and describe it."""
    graph, accept = request["graph"], tuple(request["accept"])
    if not exists(store, graph):
        raise missing(graph)
    whole = graph == ALL_GRAPHS
    media_type = choose_for_dataset(accept) if whole else choose("graph", accept)
    if media_type is None:
        raise _not_acceptable("graph", accept, DATASET_TYPES if whole else offers("graph"))
    output = cast(IO[bytes], spool)  # the engine calls write() and flush() alone
    try:
        store.dump(output, GRAPH_TYPES[media_type].format, from_graph=name_of(graph))
    except (ValueError, OSError) as error:
        raise QueryEvaluationError(f"The engine cannot write this graph: {error}.") from error
    return {"kind": "graph", "media_type": media_type, "truncated": False}


def difference(store: Store, request: wire.Message, spool: Spool) -> wire.Message:
    """Write what turns an earlier snapshot into this one into the spool, and describe it."""
    accept = tuple(request["accept"])
    media_type = first_of(PATCH_TYPES, accept)
    if media_type is None:
        raise _not_acceptable("graph", accept, PATCH_TYPES)
    try:
        for piece in patch(Store.read_only(request["before"]), store, media_type):
            spool.write(piece)
    except OSError as error:
        raise QueryEvaluationError(f"The snapshots cannot be compared: {error}.") from error
    return {"kind": "graph", "media_type": media_type, "truncated": False}


def _dataset(request: wire.Message) -> dict[str, Any]:
    """The protocol's dataset: where any graph is named, the named ones are all there is."""
    default, named = request["default_graphs"], request["named_graphs"]
    if not default and not named:
        return {}
    return {
        "default_graph": [_graph(iri) for iri in default],
        "named_graphs": [_graph(iri) for iri in named],
    }


def _graph(iri: str) -> NamedNode:
    try:
        return NamedNode(iri)
    except ValueError as error:
        raise QuerySyntaxError(f"{iri!r} is not the IRI of a graph: {error}.", token=iri) from error


def _kind(results: Results) -> str:
    if isinstance(results, QueryTriples):
        return "graph"
    return "boolean" if isinstance(results, QueryBoolean) else "solutions"


def _media_type(results: Results, accept: tuple[str, ...]) -> str:
    kind = _kind(results)
    media_type = choose(kind, accept)
    if media_type is None:
        raise _not_acceptable(kind, accept, offers(kind))
    return media_type


def _not_acceptable(
    kind: str, accept: tuple[str, ...], available: tuple[str, ...]
) -> NotAcceptableError:
    return NotAcceptableError(
        f"An answer of kind {kind!r} can be had as {', '.join(available)}; "
        f"not as {', '.join(accept)}.",
        kind=kind,
        offers=available,
    )


def _write(results: Results, media_type: str, spool: Spool, most: int | None) -> bool:
    """Write the results; whether some are left out, since there are more than `most`."""
    output = cast(IO[bytes], spool)
    if isinstance(results, QueryTriples):
        form = GRAPH_TYPES[media_type].format
        if most is None:
            results.serialize(output, format=form)
            return False
        counted = rows.First(results, most)
        serialize(counted, output, form)
        return counted.left_out
    results.serialize(output, format=SOLUTION_TYPES[media_type].format)
    if most is None or isinstance(results, QueryBoolean):
        return False
    return rows.cut(spool, SOLUTION_TYPES[media_type].format, most)
