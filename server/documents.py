"""The ontology's files as they are served: each in every format, made once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType

from flask import Request, Response
from rdflib import DCTERMS, OWL, RDF, Graph

from ontology.graphs import all_files
from server import negotiate
from server.answers import content_type
from server.links import ONTOLOGY
from server.problems import not_acceptable

# Media types, with what rdflib calls them; the first is for those who have no preference.
_FORMATS = {
    "text/turtle": "turtle",
    "application/rdf+xml": "xml",
    "application/ld+json": "json-ld",
    "application/n-triples": "nt",
    "application/trig": "turtle",  # Turtle is TriG, and N-Triples are N-Quads
    "application/n-quads": "nt",
    "text/n3": "turtle",
    "application/json": "json-ld",
    "application/xml": "xml",
}
OFFERS = tuple(_FORMATS)
# Files to take home, in the order in which pages name them.
DOWNLOADS = {
    "ttl": "Turtle",
    "rdf": "RDF/XML",
    "jsonld": "JSON-LD",
    "nt": "N-Triples",
}


@dataclass(frozen=True, slots=True)
class Document:
    """A Turtle file of the ontology. `key` is its path below ``/ontology``, empty for the core."""

    key: str
    file: str
    iri: str
    title: str
    description: str
    version: str
    version_iri: str
    licence: str

    @property
    def path(self) -> str:
        """Where this server has it."""
        return f"/ontology/{self.key}" if self.key else "/ontology"


@cache
def documents() -> Mapping[str, Document]:
    """The files by their path below ``/ontology``: core, what must exist, lists, alignments."""
    found = {}
    for file, graph in all_files().items():
        node = next(graph.subjects(RDF.type, OWL.Ontology))
        key = str(node).removeprefix(ONTOLOGY).removeprefix("/")
        found[key] = Document(
            key=key,
            file=f"{file}.ttl",
            iri=str(node),
            title=str(graph.value(node, DCTERMS.title)),
            description=str(graph.value(node, DCTERMS.description)),
            version=str(graph.value(node, OWL.versionInfo)),
            version_iri=str(graph.value(node, OWL.versionIRI)),
            licence=str(graph.value(node, DCTERMS.license)),
        )
    return MappingProxyType(found)


def of_version(key: str) -> Document | None:
    """The document that a version's IRI names: ``0.1.0``, ``issues/0.1.0``."""
    iri = f"{ONTOLOGY}/{key}"
    return next((d for d in documents().values() if d.version_iri == iri), None)


@cache
def document_bytes(key: str, media_type: str) -> bytes:
    """A file in a format. Turtle is the file as it was written, with its comments."""
    document = documents()[key]
    if _FORMATS[media_type] == "turtle":
        return files("ontology").joinpath(document.file).read_bytes()
    return graph_bytes(all_files()[document.file.removesuffix(".ttl")], media_type)


def graph_bytes(graph: Graph, media_type: str) -> bytes:
    """A graph in a format; N-Triples are sorted."""
    name = _FORMATS[media_type]
    if name == "nt":
        lines = graph.serialize(format="nt", encoding="utf-8").splitlines(keepends=True)
        return b"".join(sorted(line for line in lines if line.strip()))
    if name == "json-ld":
        return graph.serialize(format=name, encoding="utf-8", auto_compact=True, sort_keys=True)
    return graph.serialize(format=name, encoding="utf-8")


def wanted(request: Request, suffix: str = "", offers: Iterable[str] = OFFERS) -> str:
    """The media type to answer with, HTML among them. Raises ``ProblemError`` if there is none.

    A path's suffix goes before ``format=``, and that before the ``Accept`` header.
    """
    header = request.headers.get("Accept")
    named = suffix or request.args.get("format")
    known = tuple(offers)
    if named is not None:
        accept = tuple(
            t for t in negotiate.named_format(named) if t in known or t == negotiate.HTML
        )
    elif negotiate.wants_html(header):
        accept = (negotiate.HTML,)
    else:
        accept = negotiate.acceptable(header, known)
    if not accept:
        raise not_acceptable(known, f"Nothing here is {named or header}")
    return accept[0]


def send(request: Request, body: bytes, media_type: str, filename: str) -> Response:
    """A file with its validator, under a name for those who save it."""
    response = Response(body)
    response.content_type = content_type(media_type)
    response.headers["Content-Disposition"] = f'inline; filename="{filename}"'
    response.headers["Cache-Control"] = "public, no-cache"
    response.set_etag(hashlib.sha256(body + media_type.encode()).hexdigest()[:24])
    response.make_conditional(request)
    return response


def filename(stem: str, media_type: str) -> str:
    """The name of a file with a suffix that fits."""
    suffixes = {
        "turtle": "ttl",
        "xml": "rdf",
        "json-ld": "jsonld",
        "nt": "nt",
    }
    return f"{stem}.{suffixes[_FORMATS[media_type]]}"


def split_suffix(key: str) -> tuple[str, str]:
    """A path without the suffix of a format, and that suffix: ``Meeting.ttl``."""
    stem, dot, suffix = key.rpartition(".")
    return (stem, suffix) if dot and suffix in DOWNLOADS else (key, "")
