"""``/snapshots``: what is kept and what changed; ``/queries/ID``: queries that can be ended."""

from __future__ import annotations

import json

from flask import Blueprint, Response, render_template, request
from werkzeug.http import http_date

from server import answers, memento, negotiate
from server.problems import ProblemError, not_acceptable
from server.protocol import seconds
from server.services import services
from store.difference import PATCH_TYPES
from store.engine import Cancellable, Historic, Snapshot

blueprint = Blueprint("history", __name__)

_JSON = "application/json"
_LINKS = "application/link-format"
_OFFERS = (_JSON, _LINKS)


@blueprint.get("/snapshots")
def snapshots() -> Response:
    """Every snapshot that is kept, the newest first: a page, JSON, or a TimeMap (RFC 7089)."""
    kept = list(reversed(_historic().snapshots()))
    header = request.headers.get("Accept")
    if "format" not in request.args and negotiate.wants_html(header):
        return Response(render_template("snapshots.html", kept=kept))
    accept = negotiate.acceptable(header, _OFFERS) if "format" not in request.args else (_JSON,)
    if not accept:
        raise not_acceptable(_OFFERS, f"Nothing here is {header}")
    response = Response(_time_map(kept) if accept[0] == _LINKS else _listed(kept))
    response.content_type = accept[0]
    response.headers["Cache-Control"] = "no-cache"
    return response


def _listed(kept: list[Snapshot]) -> str:
    rows = [
        {
            "id": snapshot.id,
            "created": snapshot.created.isoformat(),
            "quads": snapshot.quads,
            "base": snapshot.base,
            "sparql": f"/sparql?snapshot={snapshot.id}",
        }
        for snapshot in kept
    ]
    return json.dumps({"snapshots": rows}, indent=1) + "\n"


def _time_map(kept: list[Snapshot]) -> str:
    lines = ['</sparql>;rel="original timegate"', '</snapshots>;rel="self";type="' + _LINKS + '"']
    lines += [
        f'</sparql?snapshot={snapshot.id}>;rel="memento";datetime="{http_date(snapshot.created)}"'
        for snapshot in kept
    ]
    return ",\n".join(lines) + "\n"


@blueprint.get("/snapshots/diff")
def diff() -> Response:
    """What changed from one snapshot to another, each named by id or date: an RDF patch."""
    engine = _historic()
    before = request.args.get("from")
    if not before:
        raise ProblemError("bad-request", "Say from which snapshot: from=…, and to=… if not today.")
    earlier = memento.find(engine, before)
    after = request.args.get("to")
    later = memento.find(engine, after) if after else services().engine.snapshot()
    header = request.headers.get("Accept")
    accept = negotiate.acceptable(header, PATCH_TYPES) if header else PATCH_TYPES
    if not accept and not negotiate.wants_html(header):
        raise not_acceptable(PATCH_TYPES, f"Nothing here is {header}")
    answer = engine.difference(
        earlier.id, later.id, accept or ("text/plain",), seconds(request.args.get("timeout"))
    )
    tag = f"{earlier.id}-{later.id}-{answer.media_type.rpartition('/')[2]}"
    return answers.respond(request, answer, tag, f"{earlier.id}-{later.id}.rdfp", weak=False)


@blueprint.delete("/queries/<query_id>")
def cancel(query_id: str) -> Response:
    """End a query that runs or waits: whoever sent it with a `Query-Id`, or was told it, may."""
    engine = services().engine
    if not isinstance(engine, Cancellable) or not engine.cancel(query_id):
        raise ProblemError("not-found", f"No query with the id {query_id} is running.")
    return Response(status=204)


def _historic() -> Historic:
    engine = services().engine
    if not isinstance(engine, Historic):
        raise ProblemError("no-snapshot", "This server keeps no earlier snapshots.")
    return engine
