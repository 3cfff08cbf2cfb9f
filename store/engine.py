"""What the server asks and what it gets back, whichever engine evaluates the query."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Final, Literal, Protocol, Self, runtime_checkable

from store.owners import Owner

Kind = Literal["solutions", "boolean", "graph"]


@dataclass(frozen=True, slots=True)
class Query:
    """One SPARQL query as it came in.

    `accept` lists the concrete media types the caller would take, best first; empty means
    the engine's choice. `default_graphs` and `named_graphs` are the protocol's dataset: where
    either is given, the two together are the whole dataset. `timeout` (seconds) can lower the
    engine's deadline, never raise it, and `max_rows` its limit of rows. `snapshot` is the id of
    the one to ask instead of the current one. `query_id` is what the caller calls the query, to
    cancel it by; without one, the engine names it.
    """

    text: str
    accept: tuple[str, ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    base_iri: str | None = None
    max_rows: int | None = None
    snapshot: str | None = None
    query_id: str | None = None

    def __post_init__(self) -> None:
        _check_timeout(self.timeout)
        if self.max_rows is not None and self.max_rows < 0:
            raise ValueError(f"max_rows must not be negative, as {self.max_rows} is")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published, immutable state of the dataset. `created` is in UTC.

    Where single writes made it, `base` is the id of the build that they started from, and
    `write` that of the last of them. What is not `served` is such a build that nobody ever saw,
    since earlier writes were repeated upon it before it was published. What is not `exact` may
    change without getting another id, as the data of a remote server can.
    """

    id: str
    path: Path
    created: datetime
    quads: int
    base: str | None = None
    write: str | None = None
    served: bool = True
    exact: bool = True


@dataclass(slots=True)
class Answer:
    """A result: `body` is positioned at 0 and holds `size` bytes of `media_type`.

    The embedded engine's is complete. That of a remote server may come while it is read; where it
    breaks off before `size`, reading raises `StoreError`.

    `truncated` says that there are more rows than `max_rows`, which are left out. `version` is the
    same for two answers that came from the same snapshot in the same way: where a query does not
    fix the order of its rows, other ways give other orders.

    Use it as a context manager, or call `close()`, to free the body.
    """

    kind: Kind
    media_type: str
    body: BinaryIO
    size: int
    snapshot: Snapshot
    query_id: str
    elapsed: float
    truncated: bool = False
    version: str = ""

    def close(self) -> None:
        """Free the body."""
        self.body.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()


class Engine(Protocol):
    """Something that evaluates SPARQL over a snapshot."""

    def query(self, query: Query) -> Answer:
        """The complete answer, or a `QueryError`; never part of an answer."""

    def snapshot(self) -> Snapshot:
        """The snapshot new queries see. Raises `NoSnapshotError`."""

    def close(self) -> None:
        """Stop workers and free files. Queries still running fail."""


@runtime_checkable
class Cancellable(Protocol):
    """An engine whose queries can be ended by those who know their ids."""

    def cancel(self, query_id: str) -> bool:
        """End a query, which then raises `QueryCancelledError`; whether it was running."""

    def cancel_owned(self, owner: Owner) -> None:
        """End the queries of an owner, who should be marked as cancelled before."""


@runtime_checkable
class Historic(Protocol):
    """An engine that keeps earlier snapshots."""

    def snapshots(self) -> list[Snapshot]:
        """All that are kept, the oldest first."""

    def version(self, snapshot: Snapshot) -> str:
        """What `Answer.version` is likely to be now, for a query over this snapshot."""

    def difference(
        self, before: str, after: str, accept: tuple[str, ...] = (), timeout: float | None = None
    ) -> Answer:
        """What the second snapshot says and the first does not, and the other way round.

        Both are ids. The answer is a patch in one of `store.difference.PATCH_TYPES`. Raises
        `NoSuchSnapshotError`, and what `query` raises.
        """


DEFAULT_GRAPH: Final = "default"
"""In place of a graph's IRI: the default graph."""

ALL_GRAPHS: Final = "all"
"""In place of a graph's IRI: the whole dataset, which a format with graphs can hold."""


@dataclass(frozen=True, slots=True)
class Update:
    """One SPARQL Update request as it came in; all of its operations happen, or none.

    `using_graphs` and `using_named_graphs` are the protocol's dataset: with either, an operation
    that says `USING` or `WITH` itself is a `QuerySyntaxError`. With `graph` (the `PATCH` of the
    Graph Store Protocol) the update sees that graph alone, as its default graph, and can change
    nothing else.

    `timeout` (seconds) can lower the engine's deadline for writes, never raise it. With
    `expected`, the id of a snapshot, nothing is written unless that one is current.
    """

    text: str
    using_graphs: tuple[str, ...] = ()
    using_named_graphs: tuple[str, ...] = ()
    graph: str | None = None
    base_iri: str | None = None
    timeout: float | None = None
    expected: str | None = None

    def __post_init__(self) -> None:
        _check_timeout(self.timeout)


@dataclass(frozen=True, slots=True)
class GraphChange:
    """One write of the Graph Store Protocol: `graph` is an IRI, `DEFAULT_GRAPH` or `ALL_GRAPHS`.

    "put" makes the graph hold what `body` says and nothing else, "post" adds that to it, "delete"
    removes the graph. `body` is a file of `media_type`, read from where it stands; it need not
    fit into memory. Blank nodes in it are new ones. For `ALL_GRAPHS` the type must be one that
    names graphs (`application/n-quads`, `application/trig`) or stands for the default graph.
    `timeout` and `expected` as in `Update`.
    """

    method: Literal["put", "post", "delete"]
    graph: str
    body: BinaryIO | None = None
    media_type: str = "text/turtle"
    base_iri: str | None = None
    timeout: float | None = None
    expected: str | None = None

    def __post_init__(self) -> None:
        _check_timeout(self.timeout)


@dataclass(frozen=True, slots=True)
class Written:
    """A write that is done: new queries see `snapshot`, or a later one.

    `created` says that the graph of a `GraphChange` was not there before; `elapsed` is in seconds.
    """

    snapshot: Snapshot
    created: bool
    query_id: str
    elapsed: float


@runtime_checkable
class Writable(Protocol):
    """An engine that can be written to. It decides nothing about who may.

    A write is complete when its method returns: it is on disk, and the next query of whomever sees
    it. When a method raises anything but `OutcomeUnknownError`, nothing was written.

    All raise, besides what each says: `QueryTimeoutError`, `QueryMemoryError`,
    `QueryOverloadError` (too many writes wait), `StoreBusyError` (a build is being published),
    `StoreFullError` (no room on the disk), `SnapshotChangedError` (see `expected`).
    """

    def update(self, update: Update) -> Written:
        """Run an update.

        Raises `QuerySyntaxError`, `QueryRefusedError` (it reaches out, or is too long or nested),
        and `QueryEvaluationError` (an operation failed, as `CREATE GRAPH` of one that exists).
        """

    def change_graph(self, change: GraphChange) -> Written:
        """Replace, extend or remove a graph.

        Raises `DataSyntaxError` (with line and column of the body), `MediaTypeError`, and, of
        "delete", `NoSuchGraphError`.
        """

    def read_graph(
        self, graph: str, accept: tuple[str, ...] = (), timeout: float | None = None
    ) -> Answer:
        """A graph in the first of the media types that can hold it.

        `graph` is an IRI, `DEFAULT_GRAPH` or `ALL_GRAPHS`. The answer carries the snapshot that it
        was read from, as `expected` needs it. Raises `NoSuchGraphError`, and what `query` raises.
        """


def _check_timeout(timeout: float | None) -> None:
    if timeout is not None and not (0 < timeout < math.inf):
        raise ValueError(f"timeout must be a positive number of seconds, not {timeout}")
