"""``/.well-known/void``: the dataset described in RDF, with figures of the snapshot.

No blank nodes: every part has an IRI below the address of the description.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from flask import Blueprint, Response, request
from rdflib import DCTERMS, FOAF, RDF, RDFS, VOID, XSD, Graph, Literal, Namespace, URIRef

from ontology.prefixes import PREFIXES
from queries.table import short
from server import dcat, documents
from server.counts import WIKIDATA, Counts, Linkset, count
from server.negotiate import HTML
from server.services import Services, services
from server.site import VOID as PATH
from server.site import Site, site
from store.engine import Snapshot

blueprint = Blueprint("void", __name__)

FORMATS = Namespace("http://www.w3.org/ns/formats/")
OFFERS = (
    *("text/turtle", "application/ld+json", "application/rdf+xml", "application/n-triples"),
    *("application/json", "application/xml"),
)

_RIGHTS = (
    "The licence is for the graph. The sentences that it quotes as evidence belong to the "
    "publishers of the articles; Wikidata's data is in the public domain (CC0)."
)


def figures(served: Services) -> Counts:
    """The snapshot's figures, found once."""
    return served.once_per_snapshot("counts", lambda: count(served.engine, served.config.base))


@blueprint.get(PATH)
def void() -> Response:
    """The description, in the format that the client would have."""
    served = services()
    graph = new_graph()
    place = site(request)
    add_dataset(graph, place, served, figures(served), served.engine.snapshot())
    dcat.add_catalogue(graph, place)
    return send(graph, "void")


def send(graph: Graph, name: str) -> Response:
    """A description in the format that the request would have. Raises ``ProblemError``."""
    media_type = documents.wanted(request, offers=OFFERS)
    if media_type == HTML:  # there is no page; Turtle reads well enough
        media_type = OFFERS[0]
    body = documents.graph_bytes(graph, media_type)
    return documents.send(request, body, media_type, documents.filename(name, media_type))


def new_graph() -> Graph:
    """An empty graph that knows the usual prefixes."""
    graph = Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    return graph


def add_dataset(
    graph: Graph, place: Site, served: Services, counts: Counts, snapshot: Snapshot
) -> None:
    """Describe the dataset, its parts, and its links to Wikidata."""
    node, document = place.dataset, URIRef(f"{place.root}{PATH}")
    core = documents.documents()[""]
    graph.add((document, RDF.type, VOID.DatasetDescription))
    graph.add((document, FOAF.primaryTopic, node))
    for predicate, value in (
        (RDF.type, VOID.Dataset),
        (DCTERMS.title, Literal("Parley: diplomacy in the news", "en")),
        (
            DCTERMS.description,
            Literal("Who met whom, what was agreed and who said what, with the evidence.", "en"),
        ),
        (DCTERMS.license, URIRef(core.licence)),
        (DCTERMS.rights, Literal(_RIGHTS, "en")),
        (DCTERMS.modified, Literal(snapshot.created.isoformat(), datatype=XSD.dateTime)),
        (DCTERMS.identifier, Literal(snapshot.id)),
        (DCTERMS.conformsTo, URIRef(core.iri)),
        (FOAF.homepage, URIRef(f"{place.root}/")),
        (VOID.sparqlEndpoint, place.endpoint),
        (VOID.uriSpace, Literal(f"{served.config.base}id/")),
        (VOID.triples, Literal(counts.triples)),
        (VOID.entities, Literal(counts.entities)),
        (VOID.classes, Literal(len(counts.classes))),
        (VOID.properties, Literal(counts.properties)),
        (VOID.distinctSubjects, Literal(counts.subjects)),
        (VOID.distinctObjects, Literal(counts.objects)),
    ):
        graph.add((node, predicate, value))
    for name in ("Turtle", "JSON-LD", "N-Triples", "RDF_XML"):
        graph.add((node, VOID.feature, FORMATS[name]))
    for example in counts.examples:
        graph.add((node, VOID.exampleResource, URIRef(example)))
    terms = [iri for iri, _ in counts.classes] + [part.iri for part in counts.by_property]
    for vocabulary in _vocabularies(terms):
        graph.add((node, VOID.vocabulary, URIRef(vocabulary)))
    _add_partitions(graph, place, counts)
    _add_linksets(graph, place, counts.linksets)


def _vocabularies(terms: Iterable[str]) -> list[str]:
    """The namespaces that terms are of, as far as they have a usual prefix."""
    namespaces = {iri[: max(iri.rfind("#"), iri.rfind("/")) + 1] for iri in terms}
    return sorted(namespaces & set(PREFIXES.values()))


def _add_partitions(graph: Graph, place: Site, counts: Counts) -> None:
    for iri, entities in counts.classes:
        part = place.part(f"class-{slug(iri)}")
        graph.add((place.dataset, VOID.classPartition, part))
        graph.add((part, RDF.type, VOID.Dataset))
        graph.add((part, VOID["class"], URIRef(iri)))
        graph.add((part, VOID.entities, Literal(entities)))
    for found in counts.by_property:
        part = place.part(f"property-{slug(found.iri)}")
        graph.add((place.dataset, VOID.propertyPartition, part))
        graph.add((part, RDF.type, VOID.Dataset))
        graph.add((part, VOID.property, URIRef(found.iri)))
        graph.add((part, VOID.triples, Literal(found.triples)))
        graph.add((part, VOID.distinctSubjects, Literal(found.subjects)))
        graph.add((part, VOID.distinctObjects, Literal(found.objects)))


def _add_linksets(graph: Graph, place: Site, linksets: Iterable[Linkset]) -> None:
    """One linkset by property and kind, from the partition of the kind to Wikidata."""
    wikidata = place.part("wikidata")
    graph.add((wikidata, RDF.type, VOID.Dataset))
    graph.add((wikidata, DCTERMS.title, Literal("Wikidata", "en")))
    graph.add((wikidata, VOID.uriSpace, Literal(WIKIDATA)))
    graph.add((wikidata, FOAF.homepage, URIRef("https://www.wikidata.org/")))
    for links in linksets:
        kind = slug(links.kind) if links.kind else "other"
        node = place.part(f"wikidata-{slug(links.predicate)}-{kind}")
        subjects = place.part(f"class-{kind}") if links.kind else place.dataset
        name = short(links.kind) if links.kind else "anything else"
        for predicate, value in (
            (RDF.type, VOID.Linkset),
            (RDFS.label, Literal(f"Links of {name} to Wikidata by {short(links.predicate)}", "en")),
            (VOID.linkPredicate, URIRef(links.predicate)),
            (VOID.subjectsTarget, subjects),
            (VOID.objectsTarget, wikidata),
            (VOID.triples, Literal(links.triples)),
            (VOID.distinctSubjects, Literal(links.subjects)),
            (VOID.distinctObjects, Literal(links.objects)),
        ):
            graph.add((node, predicate, value))
        graph.add((place.dataset, VOID.subset, node))


def slug(iri: str) -> str:
    """A name for a fragment, one for each IRI: its short form with other characters encoded."""
    return re.sub(r"[^A-Za-z0-9]", lambda c: "-" if c[0] == ":" else f"_{ord(c[0]):x}_", short(iri))
