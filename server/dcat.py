"""The dataset as a data catalogue lists it (DCAT 3): where it can be asked and downloaded."""

from __future__ import annotations

from typing import Final

from rdflib import DCAT, DCTERMS, RDF, Graph, Literal, URIRef

from server.graph_store import PATH as DATA
from server.site import Site
from store.formats import GRAPH_TYPES

_IANA: Final = "https://www.iana.org/assignments/media-types/"
_DUMPS: Final = {
    "application/n-quads": "Everything as N-Quads",
    "application/trig": "Everything as TriG",
}


def add_catalogue(graph: Graph, place: Site) -> None:
    """Describe the catalogue of this server, and how its one dataset is had."""
    catalogue, dataset = place.part("catalogue"), place.dataset
    graph.add((catalogue, RDF.type, DCAT.Catalog))
    graph.add((catalogue, DCTERMS.title, Literal("What this server has", "en")))
    graph.add((catalogue, DCAT.dataset, dataset))
    graph.add((dataset, RDF.type, DCAT.Dataset))
    graph.add((dataset, DCAT.landingPage, place.at("/")))
    _add_service(graph, place, catalogue)
    for media_type, title in _DUMPS.items():
        _add_dump(graph, place, media_type, title)


def _add_service(graph: Graph, place: Site, catalogue: URIRef) -> None:
    service = place.part("endpoint")
    for predicate, value in (
        (RDF.type, DCAT.DataService),
        (DCTERMS.title, Literal("SPARQL endpoint", "en")),
        (DCTERMS.conformsTo, URIRef("https://www.w3.org/TR/sparql11-protocol/")),
        (DCAT.endpointURL, place.endpoint),
        (DCAT.endpointDescription, URIRef(f"{place.endpoint}#service")),
        (DCAT.servesDataset, place.dataset),
    ):
        graph.add((service, predicate, value))
    graph.add((catalogue, DCAT.service, service))


def _add_dump(graph: Graph, place: Site, media_type: str, title: str) -> None:
    suffix = GRAPH_TYPES[media_type].suffix.strip(".")
    node = place.part(f"dump-{suffix}")
    address = place.at(f"{DATA}?format={suffix}")
    graph.add((place.dataset, DCAT.distribution, node))
    for predicate, value in (
        (RDF.type, DCAT.Distribution),
        (DCTERMS.title, Literal(title, "en")),
        (DCAT.accessURL, address),
        (DCAT.downloadURL, address),
        (DCAT.mediaType, URIRef(f"{_IANA}{media_type}")),
        (DCAT.accessService, place.part("endpoint")),
    ):
        graph.add((node, predicate, value))
