"""The Reconciliation API: people match the names in their tables with the things of the data.

Version 0.2 is what OpenRefine speaks; 1.0-draft is at the same address, and alone at
`/reconcile/1.0-draft` for clients that read one manifest only.
"""

from __future__ import annotations

import json
import re
from typing import Any, Final

from flask import Blueprint, Response, render_template, request

from server import reconcile_answers as answers
from server import reconcile_requests as requests
from server.problems import ProblemError
from server.protocol import read_body
from server.reconcile_terms import PROPERTIES, PROPERTY, TYPE, TYPE_LIST, property_id, type_id
from server.search import index, whole_number
from server.services import services
from store.matching import Question, match
from store.search import MAX_TEXT, Hit

blueprint = Blueprint("reconcile", __name__, url_prefix="/reconcile")
DRAFT_NAME: Final = "reconcile_draft"
DRAFT_PREFIX: Final = f"/reconcile/{answers.DRAFT}"

_JSON: Final = "application/json"
_VERSION: Final = re.compile(r";\s*version\s*=\s*\"?([\w.-]+)", re.IGNORECASE)
_SUGGESTED: Final = 10
_MOST_SUGGESTED: Final = 50


@blueprint.route("", methods=["GET", "POST"])
def endpoint() -> Response:
    """The manifest; or, where there are `queries` or `extend`, the answer of version 0.2."""
    read_body(request)  # where it is too large, before the form is taken apart
    fields = request.values
    for name in ("callback", "query"):
        if name in fields:
            detail = f"{name}= is of version 0.1 and not served. Send queries= by version 0.2."
            raise ProblemError("bad-request", detail)
    if "queries" in fields:
        batch = requests.old_batch(requests.parse(fields["queries"], "queries"), _base())
        return _json({name: {"result": _candidates(query)} for name, query in batch.items()})
    if "extend" in fields:
        return _extend(requests.parse(fields["extend"], "extend"), as_list=False)
    if request.method == "POST":
        if request.mimetype == _JSON:
            return match_batch()
        raise ProblemError("bad-request", "The form has neither queries nor extend.")
    host = request.url_root.rstrip("/")
    if _draft():
        return _json(answers.draft_manifest(host))
    return _json(answers.manifest(host, _base(), f"{host}/reconcile"))


@blueprint.post("/match")
@blueprint.post("/reconcile")
def match_batch() -> Response:
    """A batch of version 1.0-draft."""
    batch = requests.new_batch(_body(), _base())
    return _json({"results": [{"candidates": _candidates(query)} for query in batch]})


@blueprint.get("/suggest/entity")
def suggest_entity() -> Response:
    """Things whose names begin or look like what is typed."""
    prefix, skipped, most = _suggest()
    types = tuple(dict.fromkeys(type_id(t) for t in request.args.getlist("type") if t))
    page = index().find(requests.full(prefix, _base()), types=types, limit=most, offset=skipped)
    return _json({"result": [answers.suggestion(hit, _base()) for hit in page.hits]})


@blueprint.get("/suggest/type")
def suggest_type() -> Response:
    """Types to choose from."""
    prefix, skipped, most = _suggest()
    found = answers.beginning(prefix, TYPE_LIST)
    return _json({"result": answers.entries(found[skipped : skipped + most])})


@blueprint.get("/suggest/property")
def suggest_property() -> Response:
    """Properties to choose from."""
    prefix, skipped, most = _suggest()
    found = answers.beginning(prefix, PROPERTIES)
    return _json({"result": answers.entries(found[skipped : skipped + most])})


@blueprint.get("/flyout/<any(entity, type, property):kind>")
def flyout(kind: str) -> Response:
    """A few words about what is pointed at, as HTML in JSON."""
    given = request.args.get("id", "")
    if kind == "entity":
        hit = _thing(given)
        html = render_template("_flyout.html", name=hit.label, about=hit.description)
    else:
        entry = TYPE.get(type_id(given)) if kind == "type" else PROPERTY.get(property_id(given))
        if entry is None:
            raise ProblemError("not-found", f"There is no {kind} {given!r} here.")
        html = render_template("_flyout.html", name=entry.name, about=entry.description)
    return _json({"id": given, "html": html})


@blueprint.get("/preview")
def preview() -> Response:
    """A small page about a thing, for the frame of another page."""
    hit = _thing(request.args.get("id", ""))
    names = sorted(v.text for v in index().values(hit.iri) if v.property == "altLabel")
    wikidata = [v for v in index().values(hit.iri) if v.property == "wikidata"]
    page = render_template(
        "reconcile_preview.html", hit=hit, type=TYPE[hit.type], names=names, wikidata=wikidata
    )
    response = Response(page, mimetype="text/html")
    response.headers["Content-Security-Policy"] = (
        "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors *"
    )
    return response


@blueprint.post("/extend")
def extend() -> Response:
    """Values of properties, by version 1.0-draft."""
    return _extend(_body(), as_list=True)


@blueprint.get("/extend/propose")
def propose() -> Response:
    """The properties of a type."""
    limit = whole_number("limit", 0, most=1_000)
    return _json(answers.proposals(type_id(request.args.get("type", "")), limit))


@blueprint.get("/about")
def about() -> Response:
    """What the service can do, for people."""
    address = f"{request.url_root.rstrip('/')}/reconcile"
    page = render_template(
        "reconcile.html", address=address, types=TYPE_LIST, properties=PROPERTIES, type_of=TYPE
    )
    return Response(page, mimetype="text/html")


def _draft() -> bool:
    """Whether the manifest of 1.0-draft is wanted, by path or as a parameter of `Accept`."""
    if request.blueprint == DRAFT_NAME:
        return True
    named = request.args.get("version") or _VERSION.findall(request.headers.get("Accept", ""))
    return answers.DRAFT in named


def _candidates(question: Question) -> list[answers.Document]:
    return [answers.candidate(found, _base()) for found in match(index(), question)]


def _extend(document: requests.Json, *, as_list: bool) -> Response:
    ids, asked = requests.extension(document)
    found, base = index(), _base()
    rows = {
        given: answers.cells(found, requests.full(given, base), asked, base)
        for given in dict.fromkeys(ids)
    }
    meta = answers.columns(asked)
    if not as_list:
        return _json({"meta": meta, "rows": rows})
    listed = [
        {"id": given, "properties": [{"id": p, "values": v} for p, v in rows[given].items()]}
        for given in rows
    ]
    return _json({"meta": meta, "rows": listed})


def _thing(given: str) -> Hit:
    found = index().identified(requests.full(given, _base()))
    if not given or not found:
        raise ProblemError("not-found", f"There is nothing with the id {given!r} here.")
    return found[0]


def _suggest() -> tuple[str, int, int]:
    """What is typed, how many suggestions were had already, and how many are wanted."""
    prefix = request.args.get("prefix", "")
    if len(prefix) > MAX_TEXT:
        raise ProblemError("too-large", f"prefix is longer than {MAX_TEXT:,} characters.")
    most = whole_number("limit", _SUGGESTED, most=_MOST_SUGGESTED)
    return prefix, whole_number("cursor", 0, most=10_000), most


def _body() -> requests.Json:
    if request.mimetype != _JSON:
        given = request.mimetype or "no content type"
        raise ProblemError(
            "media-type",
            f"The request has {given}. Send {_JSON}.",
            headers={"Accept-Post": _JSON},
        )
    return requests.parse(read_body(request), "The request")


def _base() -> str:
    return services().config.base


def _json(document: Any) -> Response:
    response = Response(json.dumps(document) + "\n", content_type=_JSON)
    response.headers["Cache-Control"] = "no-cache"
    return response
