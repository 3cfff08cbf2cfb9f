"""Code lists and issues: a page with the tree of each, a page of every concept, and their files."""

from __future__ import annotations

import logging

from flask import Blueprint, Response, render_template, request

from ontology import terms
from ontology.concepts import Concept, Scheme, concept_graph, places, schemes
from server import documents
from server.describe import Describer, Group, Section
from server.documents import DOWNLOADS
from server.negotiate import HTML
from server.portraits import portrait
from server.resources import respond
from server.services import Services, services
from server.term_data import concept_uses
from store.errors import StoreError

blueprint = Blueprint("concepts", __name__)
log = logging.getLogger("parley.server")


@blueprint.get("/code")
def codes() -> Response:
    """All code lists, those of the data first, then those that others code with."""
    served = services()
    found = [s for s in schemes(served.config.base).values() if "/code/" in s.iri]
    own = [s for s in found if s.source == "codes"]
    other = [s for s in found if s.source != "codes"]
    return Response(render_template("codes.html", own=own, other=other))


@blueprint.get("/issue", defaults={"key": ""}, endpoint="issues")
@blueprint.get("/issue.<any(ttl, rdf, jsonld, nt):suffix>", defaults={"key": ""}, endpoint="file")
@blueprint.get("/<any(issue, code):room>/<path:key>")
def concept(key: str, room: str = "issue", suffix: str = "") -> Response:
    """A list, or one of its concepts: its page, or its triples."""
    served = services()
    base = served.config.base
    stem, suffix = (key, suffix) if suffix else documents.split_suffix(key)
    iri = served.links.iri(f"{room}/{stem}".rstrip("/"))
    scheme = schemes(base).get(iri)
    place = places(base).get(iri)
    if scheme is None and place is None:
        return respond(iri)
    media_type = documents.wanted(request, suffix)
    if media_type != HTML:
        body = documents.graph_bytes(concept_graph(iri, base), media_type)
        name = documents.filename(iri.rpartition("/")[2], media_type)
        return documents.send(request, body, media_type, name)
    if scheme is not None:
        return Response(_scheme_page(served, scheme))
    scheme, path = places(base)[iri]
    return Response(_concept_page(served, scheme, path))


def _scheme_page(served: Services, scheme: Scheme) -> str:
    return render_template(
        "scheme.html",
        scheme=scheme,
        uses=concept_uses(served, scheme.iri),
        downloads=DOWNLOADS,
    )


def _concept_page(served: Services, scheme: Scheme, path: tuple[Concept, ...]) -> str:
    concept = path[-1]
    context: dict[str, object] = {
        "scheme": scheme,
        "path": path[:-1],
        "concept": concept,
        "uses": concept_uses(served, scheme.iri),
        "downloads": DOWNLOADS,
    }
    try:
        if "/issue" in scheme.iri:
            section = Section(concept.iri, concept.label, [], [])
            about = portrait(served.engine, section, terms.ISSUE, served.links.href)
            return render_template("issue.html", page=about, **context)
        context["incoming"] = _incoming(served, concept.iri)
    except StoreError:
        # The lists are the ontology's own: their pages stand without the data too.
        log.warning("no data for the page of %s", concept.iri, exc_info=True)
    return render_template("concept.html", **context)


def _incoming(served: Services, iri: str) -> list[Group]:
    """What of the data has the concept, by property."""
    found = Describer(served.engine, iri).subject().incoming
    return [group for group in found if group.iri.startswith(terms.NAMESPACE)]
