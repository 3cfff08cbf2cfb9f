"""The engine that passes queries and writes on to a SPARQL server somewhere else."""

from __future__ import annotations

import json
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from threading import Lock
from typing import Final, TypeVar
from urllib.parse import urlencode

from store.engine import (
    ALL_GRAPHS,
    DEFAULT_GRAPH,
    Answer,
    GraphChange,
    Kind,
    Query,
    Snapshot,
    Update,
    Written,
)
from store.errors import (
    DataSyntaxError,
    NoSuchGraphError,
    QueryError,
    QueryEvaluationError,
    StoreError,
)
from store.federated import admit
from store.federation import AGENT
from store.formats import choose_for_dataset
from store.remote_dataset import constant_graphs, form
from store.remote_http import Endpoint, Parameters, RemoteHttp, Request
from store.remote_results import Result, accept_header, not_acceptable, read, wanted

_FRESH: Final = 5.0
"""Seconds for which what is known of the dataset's state counts as new."""
_FORM: Final = "application/x-www-form-urlencoded"  # some servers know no other
_UPDATE: Final = "application/sparql-update"
_STATE: Final = """SELECT ?id ?modified ?quads WHERE { GRAPH <%s> {
  ?dataset <http://purl.org/dc/terms/identifier> ?id ;
    <http://purl.org/dc/terms/modified> ?modified ; <http://rdfs.org/ns/void#triples> ?quads } }"""
_JSON: Final = "application/sparql-results+json"

T = TypeVar("T")


def state_graph(base: str) -> str:
    """The graph in which a server's state is noted, for data whose IRIs begin with `base`."""
    return f"{base}id/dataset"


@dataclass(frozen=True, slots=True)
class RemoteLimits:
    """Deadlines in seconds; `max_result` in bytes."""

    timeout: float = 30.0
    write_timeout: float = 300.0
    max_result: int = 1 << 30


class RemoteEngine:
    """Evaluates SPARQL on any server that speaks the SPARQL 1.1 Protocol.

    `state_graph` is the named graph in which `parley build` notes what it built last; a dataset
    without it has no snapshots. Since others can write to the server too, the snapshot's id says
    only what was built, and never that nothing has changed.
    """

    def __init__(
        self,
        endpoint: Endpoint,
        limits: RemoteLimits | None = None,
        *,
        state_graph: str,
        service_allow: tuple[str, ...] = (),
        agent: str = AGENT,
    ) -> None:
        self._endpoint = endpoint
        self._limits = limits or RemoteLimits()
        self._state_graph = state_graph
        self._service_allow = service_allow
        self._http = RemoteHttp(endpoint, agent)
        self._lock = Lock()
        self._state: tuple[float, Snapshot] | None = None

    def query(self, query: Query) -> Answer:
        """The answer, or a `QueryError`. A long one comes while it is read, and can break off."""
        return self._named(lambda query_id, start: self._query(query, query_id, start))

    def update(self, update: Update) -> Written:
        """See `Writable.update`."""
        return self._named(lambda query_id, start: self._update(update, query_id, start))

    def change_graph(self, change: GraphChange) -> Written:
        """See `Writable.change_graph`."""
        return self._named(lambda query_id, start: self._change(change, query_id, start))

    def read_graph(
        self, graph: str, accept: tuple[str, ...] = (), timeout: float | None = None
    ) -> Answer:
        """See `Writable.read_graph`."""
        return self._named(
            lambda query_id, start: self._read(graph, accept, timeout, query_id, start)
        )

    def snapshot(self) -> Snapshot:
        """What was built last, as the server has it noted; looked up every few seconds."""
        with self._lock:
            if self._state is None or time.monotonic() - self._state[0] > _FRESH:
                self._state = (time.monotonic(), self._look())
            return self._state[1]

    def close(self) -> None:
        """Close the connections."""
        self._http.close()

    def _named(self, run: Callable[[str, float], T]) -> T:
        query_id, start = secrets.token_hex(8), time.perf_counter()
        try:
            return run(query_id, start)
        except QueryError as error:
            error.query_id, error.elapsed = query_id, time.perf_counter() - start
            raise

    def _query(self, query: Query, query_id: str, start: float) -> Answer:
        admit(query.text, self._service_allow)
        kind = form(query.text)
        media_type = wanted(kind, query.accept)
        if media_type is None:
            raise not_acceptable(kind, query.accept)
        snapshot = self.snapshot()
        request = Request(
            "POST",
            self._endpoint.query,
            timeout=min(self._limits.timeout, query.timeout or self._limits.timeout),
            headers={"Accept": accept_header(kind, media_type), "Content-Type": _FORM},
            body=urlencode([("query", query.text), *self._dataset(query)]).encode(),
        )
        found = self._result(request, kind, media_type)
        return Answer(*found, snapshot, query_id, time.perf_counter() - start)

    def _result(self, request: Request, kind: Kind, media_type: str) -> Result:
        response = self._http.open(request)
        try:
            return read(response, kind, media_type, self._limits.max_result)
        except BaseException:
            response.close()
            raise

    def _dataset(self, query: Query) -> Parameters:
        default, named = query.default_graphs, query.named_graphs
        if not default and not named and self._endpoint.default_graph:
            default = (self._endpoint.default_graph,)
            named = constant_graphs(query.text)
        return [
            *(("default-graph-uri", iri) for iri in default),
            *(("named-graph-uri", iri) for iri in named),
        ]

    def _update(self, update: Update, query_id: str, start: float) -> Written:
        admit(update.text, self._service_allow)
        self._cannot_expect(update.expected)
        if update.graph is not None:
            method, parameters = "PATCH", self._graph(update.graph)
            url: str | None = self._data()
        else:
            url, method = self._endpoint.update, "POST"
            parameters = [
                *(("using-graph-uri", iri) for iri in update.using_graphs),
                *(("using-named-graph-uri", iri) for iri in update.using_named_graphs),
            ]
        if url is None:
            raise QueryEvaluationError("No URL for updates of the remote server is set.")
        request = Request(
            method,
            url,
            timeout=min(self._limits.write_timeout, update.timeout or self._limits.write_timeout),
            headers={"Content-Type": _UPDATE, "Accept": "*/*"},
            parameters=parameters,
            body=update.text.encode(),
            writes=True,
        )
        with self._http.send(request):
            return self._written(query_id, start)

    def _change(self, change: GraphChange, query_id: str, start: float) -> Written:
        self._cannot_expect(change.expected)
        headers = {"Accept": "*/*"}
        if change.body is not None:
            headers["Content-Type"] = change.media_type
        request = Request(
            change.method.upper(),
            self._data(),
            timeout=min(self._limits.write_timeout, change.timeout or self._limits.write_timeout),
            headers=headers,
            parameters=self._graph(change.graph),
            body=change.body,
            writes=True,
            malformed=DataSyntaxError,
        )
        with _about(change.graph), self._http.send(request) as response:
            return self._written(query_id, start, created=response.status_code == 201)

    def _read(
        self,
        graph: str,
        accept: tuple[str, ...],
        timeout: float | None,
        query_id: str,
        start: float,
    ) -> Answer:
        media_type = choose_for_dataset(accept) if graph == ALL_GRAPHS else wanted("graph", accept)
        if media_type is None:
            raise not_acceptable("graph", accept)
        snapshot = self.snapshot()
        named = media_type if graph == ALL_GRAPHS else accept_header("graph", media_type)
        request = Request(
            "GET",
            self._data(),
            timeout=min(self._limits.timeout, timeout or self._limits.timeout),
            headers={"Accept": named},
            parameters=self._graph(graph),
        )
        with _about(graph):
            found = self._result(request, "graph", media_type)
        return Answer(*found, snapshot, query_id, time.perf_counter() - start)

    def _written(self, query_id: str, start: float, *, created: bool = False) -> Written:
        with self._lock:
            self._state = None
        return Written(self.snapshot(), created, query_id, time.perf_counter() - start)

    def _data(self) -> str:
        if self._endpoint.data is None:
            raise QueryEvaluationError("No graph-store URL of the remote server is set.")
        return self._endpoint.data

    def _graph(self, graph: str) -> Parameters:
        if graph == ALL_GRAPHS:
            return []
        if graph == DEFAULT_GRAPH:
            named = self._endpoint.default_graph
            return [("graph", named)] if named else [("default", "")]
        return [("graph", graph)]

    def _cannot_expect(self, expected: str | None) -> None:
        if expected is not None:
            raise QueryEvaluationError(
                "A remote server has no snapshots, so no write can depend on one: leave out the "
                "precondition."
            )

    def _look(self) -> Snapshot:
        """The state that the server has noted; one that lasts for a moment where it has none."""
        request = Request(
            "POST",
            self._endpoint.query,
            timeout=self._limits.timeout,
            headers={"Accept": _JSON, "Content-Type": _FORM},
            body=urlencode({"query": _STATE % self._state_graph}).encode(),
        )
        with self._result(request, "solutions", _JSON).body as body:
            rows = json.loads(body.read())["results"]["bindings"]
        try:
            if not rows:
                now = datetime.now(UTC).replace(second=0, microsecond=0)
                return Snapshot(f"unbuilt-{now:%Y%m%dT%H%MZ}", Path(), now, 0, exact=False)
            row = {name: term["value"] for name, term in rows[0].items()}
            created = datetime.fromisoformat(row["modified"])
            return Snapshot(row["id"], Path(), created, int(row["quads"]), exact=False)
        except (ValueError, KeyError) as error:
            raise StoreError(
                f"What the graph {self._state_graph} notes of the last build cannot be read "
                f"({error}). Build again."
            ) from error


@contextmanager
def _about(graph: str) -> Iterator[None]:
    """Have a graph that is not there be named."""
    try:
        yield
    except NoSuchGraphError:
        raise NoSuchGraphError(f"There is no graph <{graph}>.", graph=graph) from None
