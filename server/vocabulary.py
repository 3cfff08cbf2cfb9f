"""The ontology: one page and one file for all, one for every term, and its other files."""

from __future__ import annotations

import difflib
from importlib.resources import files

from flask import Blueprint, Response, render_template, request

from ontology.alignment import links_of, mappings, vocabulary
from ontology.glossary import Phrase, Term, curie, glossary, term_graph
from ontology.inference import rules
from ontology.relations import incoming, outgoing
from server import diagram, documents
from server.changelog import changelog_text, releases
from server.documents import DOWNLOADS, Document
from server.negotiate import HTML
from server.neighbours import name_of_value, neighbours
from server.problems import ProblemError
from server.services import Services, services
from server.term_data import Shown, counts, shown
from server.term_uses import questions_by_term, rules_by_term

blueprint = Blueprint("vocabulary", __name__)

_CONTEXT = "application/ld+json"
# Documents that have a page of their own elsewhere.
_PAGES = {"": "/ontology", "codes": "/code", "issues": "/issue"}


@blueprint.get("/ontology", defaults={"suffix": ""})
@blueprint.get("/ontology.<any(ttl, rdf, jsonld, nt):suffix>")
def ontology(suffix: str) -> Response:
    """The classes and properties: a page for all of them, or the file."""
    media_type = documents.wanted(request, suffix)
    if media_type != HTML:
        return _file(documents.documents()[""], media_type)
    served = services()
    used = counts(served)
    page = render_template(
        "ontology.html",
        core=documents.documents()[""],
        documents=[d for key, d in documents.documents().items() if key],
        classes=_roots(),
        terms=glossary(),
        properties=[t for t in glossary().values() if not t.is_class],
        counts=used or {},
        downloads=DOWNLOADS,
        name=name_of_value,
        rules=rules(),
    )
    return Response(page)


@blueprint.get("/ontology/context.jsonld")
@blueprint.get("/ontology/context")
def context() -> Response:
    """The JSON-LD context; JSON-LD processors ask for no other form."""
    body = files("ontology").joinpath("context.jsonld").read_bytes()
    return documents.send(request, body, _CONTEXT, "context.jsonld")


@blueprint.get("/ontology/changelog")
def changelog() -> Response:
    """What changed from version to version."""
    return Response(render_template("changelog.html", releases=releases()))


@blueprint.get("/ontology/CHANGELOG.md")
def changelog_file() -> Response:
    """The same as the file that it is written in."""
    body = changelog_text().encode()
    response = documents.send(request, body, "text/markdown", "CHANGELOG.md")
    response.content_type = "text/markdown; charset=utf-8"
    return response


@blueprint.get("/ontology/<path:key>")
def part(key: str) -> Response:
    """A term, a file, or a version of a file."""
    stem, suffix = documents.split_suffix(key)
    term = glossary().get(stem)
    if term is not None:
        return _term(term, suffix)
    document = documents.documents().get(stem) or documents.of_version(key)
    if document is not None and stem:
        return _document(document, suffix if document.key == stem else "")
    raise ProblemError("not-found", _unknown(stem))


@blueprint.get("/releases/<version>/")
@blueprint.get("/releases/<version>/<path:key>")
def release(version: str, key: str = "") -> Response:
    """A file of a version, under the paths to which the redirects of its IRI lead."""
    folder, _, file = key.rpartition("/")
    name = "/".join(filter(None, (folder, version)))
    document = documents.of_version(name)
    stem, suffix = documents.split_suffix(file)
    if document is None or (file and (stem != "ontology" or not suffix)):
        raise ProblemError("not-found", f"This server has no version {version} of that file.")
    return _document(document, suffix)


def _document(document: Document, suffix: str) -> Response:
    media_type = documents.wanted(request, suffix)
    if media_type != HTML:
        return _file(document, media_type)
    if document.key in _PAGES:
        return Response(status=303, headers={"Location": _PAGES[document.key]})
    name = document.file.removesuffix(".ttl")
    page = render_template(
        "document.html",
        document=document,
        vocabulary=vocabulary(name),
        mappings=mappings(name),
        curie=curie,
        axioms=_existence_axioms() if document.key == "existence" else (),
        downloads=DOWNLOADS,
    )
    return Response(page)


def _existence_axioms() -> list[Phrase]:
    return [
        phrase
        for term in glossary().values()
        for phrase in term.phrases
        if any(part.text.startswith("has, known or not") for part in phrase)
    ]


def _file(document: Document, media_type: str) -> Response:
    stem = document.file.removesuffix(".ttl").rpartition("/")[2]
    name = documents.filename(stem, media_type)
    body = documents.document_bytes(document.key, media_type)
    return documents.send(request, body, media_type, name)


def _term(term: Term, suffix: str) -> Response:
    media_type = documents.wanted(request, suffix)
    if media_type != HTML:
        body = documents.graph_bytes(term_graph(term.iri), media_type)
        return documents.send(request, body, media_type, documents.filename(term.name, media_type))
    served = services()
    return Response(_term_page(served, term, shown(served, term)))


def _term_page(served: Services, term: Term, data: Shown | None) -> str:
    around = neighbours(term, served.links.href)
    return render_template(
        "term.html",
        term=term,
        data=data,
        pictures=(diagram.wide(around), diagram.narrow(around)),
        outgoing=outgoing(term.iri) if term.is_class else ((), ()),
        incoming=incoming(term.iri) if term.is_class else ((), ()),
        questions=questions_by_term().get(term.iri, ()),
        rules=rules_by_term().get(term.iri, ()),
        links=links_of(term.iri),
        turtle=term_graph(term.iri).serialize(format="turtle"),
        terms=glossary(),
        name=name_of_value,
        downloads=DOWNLOADS,
    )


def _roots() -> list[Term]:
    """The classes that stand below no class of this ontology."""
    known = {term.iri for term in glossary().values()}
    return [t for t in glossary().values() if t.is_class and not known & set(t.parents)]


def _unknown(name: str) -> str:
    near = difflib.get_close_matches(name, [*glossary(), *documents.documents()], n=3, cutoff=0.6)
    hint = f" Did you mean {', '.join(near)}?" if near else ""
    return f"The ontology has no term or file {name!r}.{hint}"
