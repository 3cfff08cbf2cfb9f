"""A process that evaluates queries over one snapshot, one after the other.

Run as `python -m store.worker SOCKET SNAPSHOT MEMORY`, where SOCKET is the number of an
inherited socket. It may be killed at any moment: it owns nothing that outlives it.
"""

from __future__ import annotations

import os
import signal
import socket
import sys
from typing import IO, Any, Final, cast

from pyoxigraph import NamedNode, QueryBoolean, QuerySolutions, QueryTriples, Store

from store import wire
from store.changes import exists, missing, name_of
from store.engine import ALL_GRAPHS
from store.errors import (
    NotAcceptableError,
    QueryError,
    QueryEvaluationError,
    QuerySizeError,
    QuerySyntaxError,
)
from store.formats import (
    DATASET_TYPES,
    GRAPH_TYPES,
    SOLUTION_TYPES,
    choose,
    choose_for_dataset,
    offers,
)
from store.process import die_with_parent, limit_memory, silence
from store.syntax import syntax_error

_GRACE: Final = 0.5
"""Seconds the parent has for stopping this process before the kernel does."""


class _Spool:
    """A file that takes no more than `limit` bytes."""

    def __init__(self, handle: int, limit: int) -> None:
        self._handle = handle
        self._limit = limit
        self.size = 0

    def write(self, data: bytes) -> int:
        self.size += len(data)
        if self.size > self._limit:
            raise QuerySizeError(
                f"The result is larger than {self._limit:,} bytes. Ask for less: use LIMIT, "
                "fewer variables, or an aggregate.",
                limit=self._limit,
            )
        rest = memoryview(data)
        while rest:
            rest = rest[os.write(self._handle, rest) :]
        return len(data)

    def flush(self) -> None:
        """Nothing is held back."""


def main() -> None:
    """Open the snapshot, say so, and answer until the parent goes."""
    handle, snapshot, memory = int(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    die_with_parent()
    with socket.socket(fileno=handle) as link:
        try:
            store = Store.read_only(snapshot)
        except (OSError, ValueError) as error:
            wire.send(link, {"failed": str(error)})
            return
        limit_memory(memory)
        silence()
        wire.send(link, {"ready": True})
        while True:
            _serve(link, store)


def _serve(link: socket.socket, store: Store) -> None:
    """Answer one request. Raises `Disconnected` when there is no next one."""
    request, handle = wire.receive_with_handle(link)
    # The default action of SIGALRM ends the process, whatever the engine is doing.
    signal.setitimer(signal.ITIMER_REAL, request["timeout"] + _GRACE)
    link.sendall(wire.ACKNOWLEDGED)
    try:
        answer = _read if request["method"] == "read" else _evaluate
        reply = answer(store, request, _Spool(handle, request["max_result"]))
    except QueryError as error:
        reply = wire.failure(error)
    finally:
        os.close(handle)
    signal.setitimer(signal.ITIMER_REAL, 0)
    wire.send(link, reply)


def _evaluate(store: Store, request: wire.Message, spool: _Spool) -> wire.Message:
    try:
        results = store.query(request["text"], base_iri=request["base_iri"], **_dataset(request))
        media_type = _write(results, tuple(request["accept"]), spool)
    except SyntaxError as error:
        has_base = request["base_iri"] is not None
        raise syntax_error(request["text"], str(error), has_base=has_base) from error
    except (RuntimeError, ValueError, OSError) as error:
        raise QueryEvaluationError(f"The engine cannot evaluate this query: {error}.") from error
    return {"kind": _kind(results), "media_type": media_type, "size": spool.size}


def _read(store: Store, request: wire.Message, spool: _Spool) -> wire.Message:
    """Write a graph, or all of them."""
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
    return {"kind": "graph", "media_type": media_type, "size": spool.size}


def _not_acceptable(
    kind: str, accept: tuple[str, ...], available: tuple[str, ...]
) -> NotAcceptableError:
    return NotAcceptableError(
        f"An answer of kind {kind!r} can be had as {', '.join(available)}; "
        f"not as {', '.join(accept)}.",
        kind=kind,
        offers=available,
    )


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


def _kind(results: QuerySolutions | QueryBoolean | QueryTriples) -> str:
    if isinstance(results, QueryTriples):
        return "graph"
    return "boolean" if isinstance(results, QueryBoolean) else "solutions"


def _write(
    results: QuerySolutions | QueryBoolean | QueryTriples, accept: tuple[str, ...], spool: _Spool
) -> str:
    """Write all of the results in the first media type that fits, and return that type."""
    kind = _kind(results)
    media_type = choose(kind, accept)
    if media_type is None:
        raise _not_acceptable(kind, accept, offers(kind))
    output = cast(IO[bytes], spool)  # the engine calls write() and flush() alone
    if isinstance(results, QueryTriples):
        results.serialize(output, format=GRAPH_TYPES[media_type].format)
    else:
        results.serialize(output, format=SOLUTION_TYPES[media_type].format)
    return media_type


if __name__ == "__main__":
    try:
        main()
    except wire.Disconnected:
        sys.exit(0)
