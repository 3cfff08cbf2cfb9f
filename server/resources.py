"""Linked data: every IRI of the dataset leads to a page, and to its triples as Turtle and the like.

A thing is no document: who asks for its IRI is sent on (303) to a document about it, whose address
is the IRI with a suffix. An article is a document, and answers at its own IRI.
"""

from __future__ import annotations

from urllib.parse import quote

from flask import Blueprint, Response, render_template, request

from server import answers, articles, events, negotiate, portraits
from server.describe import Describer, Section
from server.documents import DOWNLOADS
from server.problems import ProblemError, not_acceptable
from server.services import services
from store.engine import Query
from store.formats import GRAPH_TYPES
from store.search import NoIndexError, Searchable

blueprint = Blueprint("resources", __name__)

_OFFERS = tuple(name for name in GRAPH_TYPES if name not in ("application/xml", "text/n3"))
_PAGE = "html"
_ARTICLE = "article/"


@blueprint.get("/id/<path:key>")
def resource(key: str) -> Response:
    """A thing, or a document about it."""
    stem, dot, suffix = key.rpartition(".")
    if dot and suffix in (*DOWNLOADS, _PAGE):
        describer = _describer(stem)
        # An article's number may itself end like a suffix.
        if describer.exists():
            types = _types(suffix)
            best = negotiate.acceptable(request.headers.get("Accept"), types)
            return _document(describer, stem, best[:1] or types[:1])
    describer = _describer(key)
    if not describer.exists():
        raise ProblemError("not-found", f"The data does not speak of {describer.iri}.")
    accept = _accepted()
    if key.startswith(_ARTICLE) or "format" in request.args:
        return _document(describer, key, accept)
    chosen = next(s for s in (_PAGE, *DOWNLOADS) if accept[0] in _types(s))
    away = Response(status=303, headers={"Location": f"/id/{quote(key)}.{chosen}"})
    return _linked(away, key)


def respond(iri: str) -> Response:
    """The page or the triples of whatever the data speaks of. Raises ``ProblemError``."""
    describer = Describer(services().engine, iri)
    if not describer.exists():
        raise ProblemError("not-found", f"The data does not speak of {iri}.")
    accept = _accepted()
    if accept != (negotiate.HTML,):
        return _data(describer.triples(), accept)
    return Response(render_template("resource.html", page=describer.subject(), path=""))


def _describer(key: str) -> Describer:
    served = services()
    return Describer(served.engine, served.links.iri(f"id/{key}"))


def _types(suffix: str) -> tuple[str, ...]:
    """The media types that a suffix stands for; Turtle for all that has no suffix of its own."""
    own = {
        "ttl": ("text/turtle", "application/trig"),
        "nt": ("application/n-triples", "application/n-quads"),
        "jsonld": ("application/ld+json", "application/json"),
    }
    return own.get(suffix, negotiate.named_format(suffix))


def _accepted() -> tuple[str, ...]:
    """What the request takes, best first: a page or triples. Raises ``ProblemError``."""
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
    return accept


def _document(describer: Describer, key: str, accept: tuple[str, ...]) -> Response:
    """What is known of a thing, as a page or as triples."""
    if accept == (negotiate.HTML,):
        return _linked(Response(_page(describer, f"/id/{quote(key)}")), key)
    of_article = key.startswith(_ARTICLE)
    construct = describer.article_triples() if of_article else describer.triples()
    return _linked(_data(construct, accept), key)


def _linked(response: Response, key: str) -> Response:
    """With links to the thing and to all documents about it."""
    links = [f'<{services().links.iri(f"id/{key}")}>; rel="describes"']
    for suffix in (_PAGE, *DOWNLOADS):
        links.append(f'</id/{quote(key)}.{suffix}>; rel="alternate"; type="{_types(suffix)[0]}"')
    response.headers.add("Link", ", ".join(links))
    return response


def _page(describer: Describer, path: str) -> str:
    """The page that fits what the thing is."""
    served = services()
    section = describer.section()
    engine, href = served.engine, served.links.href
    known = {"path": path, "downloads": DOWNLOADS}
    if path.startswith(f"/id/{_ARTICLE}"):
        full = served.config.publish_text
        page = articles.article(engine, section, href, full_text=full)
        return render_template("article.html", page=page, **known)
    if kind := events.kind_of(section):
        account = events.account(engine, section, kind)
        return render_template("event.html", page=account, **known)
    if kind := portraits.kind_of(section):
        portrait = portraits.portrait(engine, section, kind, href)
        return render_template("portrait.html", page=portrait, gloss=_gloss(section), **known)
    return render_template("resource.html", page=describer.subject(section), **known)


def _gloss(section: Section) -> str:
    """The line that tells a thing from others of its name; empty without a search index."""
    engine = services().engine
    try:
        found = engine.index().identified(section.iri) if isinstance(engine, Searchable) else []
    except NoIndexError:
        return ""
    return found[0].description if found else ""


def _data(construct: str, accept: tuple[str, ...]) -> Response:
    """The triples."""
    query = Query(construct, accept=accept)
    engine = services().engine
    snapshot = engine.snapshot()
    known = answers.not_modified(request, answers.etag(snapshot, query), snapshot)
    if known is not None:
        return known
    answer = engine.query(query)
    return answers.respond(request, answer, answers.etag(answer.snapshot, query))
