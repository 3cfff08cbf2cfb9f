"""The SPARQL 1.1 Service Description: what the endpoint speaks, and over which graphs."""

from __future__ import annotations

from flask import Response, request
from rdflib import RDF, RDFS, VOID, Graph, Literal, Namespace, URIRef

from ontology.prefixes import PREFIXES
from server.counts import MOST_GRAPHS, Counts
from server.services import services
from server.site import Site, site
from server.update import PATH as UPDATE
from server.void import FORMATS, add_dataset, figures, new_graph, send
from store.engine import Writable

SD = Namespace(PREFIXES["sd"])

ENTAILMENT = Namespace("http://www.w3.org/ns/entailment/")

_RESULTS = (
    *("SPARQL_Results_JSON", "SPARQL_Results_XML", "SPARQL_Results_CSV", "SPARQL_Results_TSV"),
    *("Turtle", "N-Triples", "RDF_XML", "JSON-LD", "TriG", "N-Quads", "N3"),
)


def describe() -> Response:
    """The answer to a request without a query."""
    served = services()
    place, counts = site(request), figures(served)
    graph = new_graph()
    _add_service(graph, place, federated=bool(served.config.service_allow))
    if served.config.write_token and isinstance(served.engine, Writable):
        _add_updates(graph, place)
    _add_graphs(graph, place, counts)
    add_dataset(graph, place, served, counts, served.engine.snapshot())
    return send(graph, "service")


def _add_service(graph: Graph, place: Site, *, federated: bool) -> None:
    service = URIRef(f"{place.endpoint}#service")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, RDFS.label, Literal("Parley: SPARQL endpoint", "en")))
    graph.add((service, SD.endpoint, place.endpoint))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Query))
    graph.add((service, SD.defaultDataset, _node(place, "dataset")))
    graph.add((service, SD.defaultEntailmentRegime, ENTAILMENT.Simple))
    graph.add((service, SD.availableGraphs, _node(place, "dataset")))
    for name in _RESULTS:
        graph.add((service, SD.resultFormat, FORMATS[name]))
    if federated:
        graph.add((service, SD.feature, SD.BasicFederatedQuery))


def _add_updates(graph: Graph, place: Site) -> None:
    """The service that takes updates has an address, and a description, of its own."""
    address = place.at(UPDATE)
    service = URIRef(f"{address}#service")
    graph.add((service, RDF.type, SD.Service))
    graph.add((service, RDFS.label, Literal("Parley: SPARQL Update, with a token", "en")))
    graph.add((service, SD.endpoint, address))
    graph.add((service, SD.supportedLanguage, SD.SPARQL11Update))
    graph.add((service, SD.defaultDataset, _node(place, "dataset")))


def _add_graphs(graph: Graph, place: Site, counts: Counts) -> None:
    """The default graph, whose content VoID describes, and the named ones with their sizes."""
    dataset, default = _node(place, "dataset"), _node(place, "default-graph")
    graph.add((dataset, RDF.type, SD.Dataset))
    graph.add((dataset, RDF.type, SD.GraphCollection))
    graph.add((dataset, SD.defaultGraph, default))
    graph.add((default, RDF.type, SD.Graph))
    graph.add((default, RDF.type, VOID.Dataset))
    graph.add((default, VOID.triples, Literal(counts.triples)))
    graph.add((default, RDFS.seeAlso, place.dataset))
    listed = counts.graphs[:MOST_GRAPHS]
    graph.add((dataset, RDFS.comment, Literal(_told(len(counts.graphs), len(listed)), "en")))
    for number, found in enumerate(listed, 1):
        named, content = _node(place, f"named-{number}"), _node(place, f"graph-{number}")
        graph.add((dataset, SD.namedGraph, named))
        graph.add((named, RDF.type, SD.NamedGraph))
        graph.add((named, SD.name, URIRef(found.iri)))
        graph.add((named, SD.graph, content))
        graph.add((content, RDF.type, SD.Graph))
        graph.add((content, RDF.type, VOID.Dataset))
        graph.add((content, VOID.triples, Literal(found.triples)))


def _told(graphs: int, listed: int) -> str:
    told = f"There are {graphs:,} named graphs, each with what one article says."
    return told if listed == graphs else f"{told} The first {listed:,} of them are listed here."


def _node(place: Site, name: str) -> URIRef:
    return URIRef(f"{place.endpoint}#{name}")
