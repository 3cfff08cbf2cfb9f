"""What the server counts of its work, for Prometheus.

Queries and writes are counted where they reach the engine, so that those of pages and canned
questions are in it too.
"""

from __future__ import annotations

import logging
import re
import time
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, Final, cast

from prometheus_client import (
    CONTENT_TYPE_LATEST,
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    generate_latest,
)

from store.engine import Engine
from store.errors import StoreError

CONTENT_TYPE: Final = CONTENT_TYPE_LATEST
_SECONDS: Final = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0, 3.0, 10.0, 30.0, 100.0)
_METHODS: Final = ("query", "read_graph", "update", "change_graph")
_KILLED: Final = ("timeout", "memory", "cancelled")
_NAME: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_STATES: Final = ("idle", "busy", "in_memory")

log = logging.getLogger("parley.queries")


class Metrics:
    """The counters of one server process."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()

        def labels(*names: str) -> dict[str, Any]:
            return {"labelnames": names, "registry": self.registry, "namespace": "parley"}

        self.requests = Counter(
            "http_requests", "Requests answered.", **labels("method", "route", "status")
        )
        self.request_seconds = Histogram(
            "http_request_seconds",
            "Time until an answer's head, by route.",
            buckets=_SECONDS,
            **labels("route"),
        )
        self.queries = Counter(
            "queries", "Queries and writes, by kind and outcome.", **labels("kind", "outcome")
        )
        self.query_seconds = Histogram(
            "query_seconds", "Time in the engine.", buckets=_SECONDS, **labels("kind")
        )
        self.kills = Counter("query_kills", "Queries that were killed.", **labels("reason"))
        self.workers = Gauge("workers", "Query workers.", **labels("state"))
        self.engine = Gauge("engine", "Other figures of the engine, by name.", **labels("figure"))
        self.age = Gauge("snapshot_age_seconds", "Age of what is served.", **labels())
        self.quads = Gauge("snapshot_quads", "Statements of what is served.", **labels())
        self.cache = Gauge("cache", "What the cache of answers holds.", **labels("figure"))
        self.ready = Gauge("ready", "1 where there is something to ask.", **labels())

    def text(self, engine: Engine) -> bytes:
        """Everything in Prometheus' text format, with the state of the engine now."""
        counts = cast("dict[str, int]", getattr(engine, "counts", dict)())
        for name, number in counts.items():
            if name in _STATES:
                self.workers.labels(name).set(number)
            else:
                self.engine.labels(name).set(number)
        try:
            snapshot = engine.snapshot()
        except StoreError:
            self.ready.set(0)
        else:
            self.ready.set(1)
            self.age.set((datetime.now(UTC) - snapshot.created).total_seconds())
            self.quads.set(snapshot.quads)
        return generate_latest(self.registry)


class MeteredEngine:
    """An engine as it is, whose queries and writes are counted and logged by their ids."""

    def __init__(self, engine: Engine, metrics: Metrics) -> None:
        self._engine = engine
        self._metrics = metrics

    def __getattr__(self, name: str) -> Any:
        """What the engine has under this name, so that it can do what it can, and no more."""
        found = getattr(self._engine, name)
        if name not in _METHODS:
            return found
        return lambda *given, **named: self._run(name, found, *given, **named)

    def _run(self, name: str, call: Callable[..., Any], *given: Any, **named: Any) -> Any:
        start, outcome, query_id = time.perf_counter(), "ok", ""
        kind = getattr(given[0], "method", name) if name == "change_graph" else name
        try:
            done = call(*given, **named)
        except StoreError as error:
            outcome = outcome_of(error)
            query_id = getattr(error, "query_id", "")
            raise
        except BaseException:
            outcome = "internal"
            raise
        else:
            query_id = done.query_id
            kind = done.kind if name == "query" else kind
            return done
        finally:
            self._note(kind, outcome, query_id, time.perf_counter() - start)

    def _note(self, kind: str, outcome: str, query_id: str, seconds: float) -> None:
        self._metrics.queries.labels(kind, outcome).inc()
        self._metrics.query_seconds.labels(kind).observe(seconds)
        killed = outcome in _KILLED
        if killed:
            self._metrics.kills.labels(outcome).inc()
        log.log(
            logging.WARNING if killed else logging.INFO,
            "query",
            extra={
                "query_id": query_id,
                "kind": kind,
                "outcome": outcome,
                "elapsed_ms": round(seconds * 1000, 1),
            },
        )


def metered(engine: Engine, metrics: Metrics) -> Engine:
    """The engine, with everything it does counted."""
    return cast(Engine, MeteredEngine(engine, metrics))


def outcome_of(error: StoreError) -> str:
    """A failure in a word: ``QueryTimeoutError`` is "timeout"."""
    name = type(error).__name__.removeprefix("Query").removesuffix("Error")
    return _NAME.sub("-", name).lower() or "error"
