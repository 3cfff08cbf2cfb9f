"""N-Quads files -> the graphs of a SPARQL server, by the Graph Store Protocol.

A journal beside the files says what the server has acknowledged. So an upload that was cut goes on
where it stopped, and the next one sends the graphs that have changed and removes those that are
gone. The journal counts only while the server holds the state that it was written for.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from io import BytesIO
from itertools import groupby, islice
from pathlib import Path
from typing import Final, Literal, NamedTuple, Protocol

from pyoxigraph import NamedNode, RdfFormat, Triple, parse, serialize

from store.engine import DEFAULT_GRAPH, GraphChange, Snapshot, Written
from store.errors import NoSuchGraphError
from store.journal import Journal

BATCH: Final = 20_000
"""Statements in one request: some megabytes."""
_AT_ONCE: Final = 4
_NTRIPLES: Final = "application/n-triples"
_STATE: Final = """<{graph}> <http://purl.org/dc/terms/identifier> "{id}" .
<{graph}> <http://purl.org/dc/terms/modified> \
"{modified}"^^<http://www.w3.org/2001/XMLSchema#dateTime> .
<{graph}> <http://rdfs.org/ns/void#triples> "{quads}"^^<http://www.w3.org/2001/XMLSchema#integer> .
"""

Advance = Callable[[str], None]


class Target(Protocol):
    """Where graphs are sent: an engine that can be written to."""

    def change_graph(self, change: GraphChange) -> Written:
        """See `Writable.change_graph`."""

    def snapshot(self) -> Snapshot:
        """What was built last."""


@dataclass(frozen=True, slots=True)
class Plan:
    """What there is to do: graphs to send, with the hash of their content, and to remove."""

    send: dict[str, str]
    remove: tuple[str, ...]
    graphs: int
    quads: int
    content: str


class Part(NamedTuple):
    """Statements of a graph, sent in one request. `number` counts from 1."""

    graph: str
    digest: str
    number: int
    triples: list[Triple]


@dataclass(frozen=True, slots=True)
class Uploaded:
    """What was done."""

    snapshot: Snapshot
    sent: int
    removed: int
    unchanged: int


class Upload:
    """One upload of files to a server. `state_graph` is where the server's state is noted.

    The files hold no blank nodes, so that sending a part twice does no harm.
    """

    def __init__(
        self, target: Target, files: Iterable[Path], journal: Journal, *, state_graph: str
    ) -> None:
        self._target = target
        self._files = sorted(files)
        self._journal = journal
        self._state_graph = state_graph
        self._before = target.snapshot()
        journal.begin(self._before.id)
        self.plan = self._plan()

    def run(self, advance: Advance = lambda graph: None) -> Uploaded:
        """Send what has changed, and note the new state; `advance` is told of each graph.

        Raises what `Writable.change_graph` raises. What was sent until then is not sent again.
        """
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            running: list[Future[None]] = []
            for part in self._parts(default=False):
                if part.number > 1 or len(running) >= _AT_ONCE * 4:
                    _finish(running)
                running.append(pool.submit(self._send, part, advance))
            _finish(running)
        # The default graph is what queries see: it comes when the evidence for it is there.
        for part in self._parts(default=True):
            self._send(part, advance)
        for graph in self.plan.remove:
            self._remove(graph)
            advance(graph)
        return self._conclude()

    def _plan(self) -> Plan:
        hashes: dict[str, hashlib._Hash] = {}
        quads = 0
        for graph, triples in self._batches():
            hashes.setdefault(graph, hashlib.sha256()).update(_ntriples(triples))
            quads += len(triples)
        found = {graph: made.hexdigest()[:16] for graph, made in hashes.items()}
        known = self._journal.graphs
        whole = hashlib.sha256(repr(sorted(found.items())).encode()).hexdigest()[:12]
        return Plan(
            {graph: digest for graph, digest in found.items() if known.get(graph) != digest},
            tuple(sorted(graph for graph in known if graph not in found)),
            len(found),
            quads,
            whole,
        )

    def _batches(self) -> Iterator[tuple[str, list[Triple]]]:
        """Statements of one graph each, at most `BATCH` of them."""
        quads = (
            quad for file in self._files for quad in parse(path=str(file), format=RdfFormat.N_QUADS)
        )
        for name, group in groupby(quads, key=lambda quad: quad.graph_name):
            graph = name.value if isinstance(name, NamedNode) else DEFAULT_GRAPH
            while batch := [quad.triple for quad in islice(group, BATCH)]:
                yield graph, batch

    def _parts(self, *, default: bool) -> Iterator[Part]:
        """What is to be sent of the default graph, or of the others."""
        numbers: Counter[str] = Counter()
        for graph, triples in self._batches():
            digest = self.plan.send.get(graph)
            if digest is None or (graph == DEFAULT_GRAPH) != default:
                continue
            numbers[graph] += 1
            if numbers[graph] > self._journal.parts(graph, digest):
                yield Part(graph, digest, numbers[graph], triples)

    def _send(self, part: Part, advance: Advance) -> None:
        method: Literal["put", "post"] = "put" if part.number == 1 else "post"
        body = BytesIO(_ntriples(part.triples))
        self._target.change_graph(GraphChange(method, part.graph, body, _NTRIPLES))
        self._journal.part(part.graph, part.digest, part.number)
        advance(part.graph)

    def _remove(self, graph: str) -> None:
        with suppress(NoSuchGraphError):
            self._target.change_graph(GraphChange("delete", graph))
        self._journal.gone(graph)

    def _conclude(self) -> Uploaded:
        """Note what the server holds now, on the server and here."""
        plan = self.plan
        for graph, digest in plan.send.items():
            self._journal.done(graph, digest)
        if plan.send or plan.remove or not self._before.id.endswith(f"-{plan.content}"):
            now = datetime.now(UTC).replace(microsecond=0)
            state = _STATE.format(
                graph=self._state_graph,
                id=f"{now:%Y%m%dT%H%M%SZ}-{plan.content}",
                modified=now.isoformat(),
                quads=plan.quads,
            )
            change = GraphChange("put", self._state_graph, BytesIO(state.encode()), _NTRIPLES)
            snapshot = self._target.change_graph(change).snapshot
        else:
            snapshot = self._before
        self._journal.conclude(snapshot.id)
        sent = len(plan.send)
        return Uploaded(snapshot, sent, len(plan.remove), plan.graphs - sent)


def _finish(running: list[Future[None]]) -> None:
    """Wait for what is being sent; raise what went wrong with it."""
    for future in running:
        future.result()
    running.clear()


def _ntriples(triples: list[Triple]) -> bytes:
    return serialize(triples, format=RdfFormat.N_TRIPLES) or b""
