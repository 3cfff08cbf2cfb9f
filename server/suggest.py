"""``/suggest``: what somebody may be typing the name of, for fields that complete it."""

from __future__ import annotations

import json
from typing import Final

from flask import Blueprint, Response, request

from server.problems import ProblemError
from server.reconcile_terms import TYPE
from server.search import index, validated, whole_number
from server.services import services

blueprint = Blueprint("suggest", __name__)

_MOST: Final = 20


@blueprint.get("/suggest")
def suggest() -> Response:
    """Names like ``q``, of the kinds in ``type`` (by comma), best first: JSON for scripts.

    Raises ``ProblemError`` for an unknown kind or a ``limit`` that is no number.
    """
    text = request.args.get("q", "").strip()
    kinds = tuple(kind for kind in request.args.get("type", "").split(",") if kind)
    for kind in kinds:
        if kind not in TYPE:
            detail = f"There is no type {kind!r}. Allowed: {', '.join(TYPE)}."
            raise ProblemError("parameter", detail, {"parameter": "type", "allowed": tuple(TYPE)})
    limit = whole_number("limit", 8, most=_MOST, least=1)
    hits = index().find(text, types=kinds, limit=limit).hits if text else ()
    found = [
        {
            "name": hit.label,
            "kind": TYPE[hit.type].name,
            "description": hit.description,
            "href": services().links.href(hit.iri),
        }
        for hit in hits
    ]
    body = json.dumps({"query": text, "suggestions": found}, ensure_ascii=False) + "\n"
    return validated(Response(body, content_type="application/json"))
