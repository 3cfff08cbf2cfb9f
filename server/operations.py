"""``/healthz`` and ``/metrics``, and a line in the log for each request."""

from __future__ import annotations

import json
import logging
import time
from typing import Final

from flask import Blueprint, Flask, Response, g, request

from server.metrics import CONTENT_TYPE, Metrics
from server.services import services
from store.engine import Engine, Query
from store.errors import NoSnapshotError, QueryOverloadError, StoreError

blueprint = Blueprint("operations", __name__)

_PATIENCE: Final = 5.0

CACHE: Final = "cache"
"""The route of what the cache answers."""

log = logging.getLogger("parley.requests")


@blueprint.get("/healthz")
@blueprint.get("/healthz/ready")
def health() -> Response:
    """Live when it answers; ready, with status 200, when there is a snapshot to ask."""
    body = {"live": True, **readiness(services().engine)}
    return _json(body, 200 if body["ready"] else 503)


@blueprint.get("/healthz/live")
def live() -> Response:
    """Whether the process answers at all, whatever it has to ask."""
    return _json({"live": True}, 200)


@blueprint.get("/metrics")
def metrics() -> Response:
    """Counters and gauges in Prometheus' text format."""
    served = services()
    response = Response(served.metrics.text(served.engine), content_type=CONTENT_TYPE)
    response.headers["Cache-Control"] = "no-store"
    return response


def readiness(engine: Engine) -> dict[str, object]:
    """Whether there is something to ask, and the engine answers."""
    body: dict[str, object] = {"ready": False}
    try:
        snapshot = engine.snapshot()
        body |= {
            "snapshot": snapshot.id,
            "created": snapshot.created.isoformat(),
            "quads": snapshot.quads,
        }
        engine.query(Query("ASK {}", timeout=_PATIENCE)).close()
        body["ready"] = True
    except QueryOverloadError:
        body |= {"ready": True, "busy": True}
    except NoSnapshotError:
        body["reason"] = "nothing has been published yet"
    except StoreError:
        body["reason"] = "the query engine does not answer"
    return body


def register(app: Flask, metrics: Metrics) -> None:
    """Count and log every request of the app."""

    @app.before_request
    def begin() -> None:
        g.begun = time.perf_counter()

    @app.after_request
    def end(response: Response) -> Response:
        elapsed = time.perf_counter() - g.get("begun", time.perf_counter())
        # By the rule that fits, not by the path: paths are as many as there are things.
        route = request.url_rule.rule if request.url_rule else "none"
        metrics.requests.labels(request.method, route, response.status_code).inc()
        metrics.request_seconds.labels(route).observe(elapsed)
        log.log(
            logging.WARNING if response.status_code >= 500 else logging.INFO,
            "request",
            extra={
                "method": request.method,
                "path": request.path,
                "status": response.status_code,
                "elapsed_ms": round(elapsed * 1000, 1),
                "query_id": response.headers.get("Query-Id"),
                "problem": g.get("problem"),
            },
        )
        return response


def note(
    metrics: Metrics, method: str, route: str, path: str, query_id: str | None, elapsed: float
) -> None:
    """Count and log a request that was answered well before the app saw it."""
    metrics.requests.labels(method, route, 200).inc()
    metrics.request_seconds.labels(route).observe(elapsed)
    if log.isEnabledFor(logging.INFO):
        log.info(
            "request",
            extra={"method": method, "path": path, "status": 200, "query_id": query_id,
                   "elapsed_ms": round(elapsed * 1000, 1), "cached": route == CACHE},
        )  # fmt: skip


def _json(body: dict[str, object], status: int) -> Response:
    response = Response(json.dumps(body) + "\n", status, content_type="application/json")
    response.headers["Cache-Control"] = "no-store"
    return response
