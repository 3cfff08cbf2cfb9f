"""What the server asks and what it gets back, whichever engine evaluates the query."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal, Protocol, Self

Kind = Literal["solutions", "boolean", "graph"]


@dataclass(frozen=True, slots=True)
class Query:
    """One SPARQL query as it came in.

    `accept` lists the concrete media types the caller would take, best first; empty means
    the engine's choice. `default_graphs` and `named_graphs` are the protocol's dataset: where
    either is given, the two together are the whole dataset. `timeout` (seconds) can lower the
    engine's deadline, never raise it.
    """

    text: str
    accept: tuple[str, ...] = ()
    default_graphs: tuple[str, ...] = ()
    named_graphs: tuple[str, ...] = ()
    timeout: float | None = None
    base_iri: str | None = None

    def __post_init__(self) -> None:
        if self.timeout is not None and not (0 < self.timeout < math.inf):
            raise ValueError(f"timeout must be a positive number of seconds, not {self.timeout}")


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One published, immutable state of the dataset. `created` is in UTC."""

    id: str
    path: Path
    created: datetime
    quads: int


@dataclass(slots=True)
class Answer:
    """A complete result: `body` is positioned at 0 and holds `size` bytes of `media_type`.

    Use it as a context manager, or call `close()`, to free the body.
    """

    kind: Kind
    media_type: str
    body: BinaryIO
    size: int
    snapshot: Snapshot
    query_id: str
    elapsed: float

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
