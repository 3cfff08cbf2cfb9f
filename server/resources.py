"""Linked data: every IRI of the dataset has a page, and its triples as Turtle and the like."""

from __future__ import annotations

from flask import Blueprint, Response, render_template, request

from server import answers, negotiate
from server.describe import Describer
from server.problems import ProblemError, not_acceptable
from server.services import services
from store.engine import Query
from store.formats import GRAPH_TYPES

blueprint = Blueprint("resources", __name__)

_OFFERS = tuple(name for name in GRAPH_TYPES if name not in ("application/xml", "text/n3"))


@blueprint.get("/id/<path:key>")
def resource(key: str) -> Response:
    """One subject: its page, or its triples."""
    return respond(services().links.iri(f"id/{key}"), is_article=key.startswith("article/"))


def respond(iri: str, *, is_article: bool = False) -> Response:
    """The page or the triples of whatever the data speaks of. Raises ``ProblemError``."""
    served = services()
    describer = Describer(served.engine, iri)
    if not describer.exists():
        raise ProblemError("not-found", f"The data does not speak of {iri}.")
    data = _data(describer.article_triples() if is_article else describer.triples())
    if data is not None:
        return data
    page = describer.article() if is_article else describer.subject()
    return Response(render_template("resource.html", page=page))


def _data(construct: str) -> Response | None:
    """The triples, if the request wants them rather than a page."""
    header = request.headers.get("Accept")
    named = request.args.get("format")
    if named is not None:
        accept = tuple(t for t in negotiate.named_format(named) if t in (*_OFFERS, negotiate.HTML))
    elif negotiate.wants_html(header):
        accept = (negotiate.HTML,)
    else:
        accept = negotiate.acceptable(header, _OFFERS)
    if not accept:
        raise not_acceptable(_OFFERS, f"Nothing here is {named or header}")
    if accept == (negotiate.HTML,):
        return None
    query = Query(construct, accept=accept)
    engine = services().engine
    snapshot = engine.snapshot()
    known = answers.not_modified(request, answers.etag(snapshot, query), snapshot)
    if known is not None:
        return known
    answer = engine.query(query)
    return answers.respond(request, answer, answers.etag(answer.snapshot, query))
