"""The W3C's three tests of service descriptions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from suite_server import Server, writable_server

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
# The vocabulary, as its specification gives it: what a property is about, and what it says. None
# is for things whose class is defined elsewhere.
_PROPERTIES = {
    "endpoint": ("Service", None),
    "feature": ("Service", "Feature"),
    "defaultEntailmentRegime": ("Service", None),
    "entailmentRegime": ("NamedGraph", None),
    "supportedEntailmentProfile": ("NamedGraph", None),
    "extensionFunction": ("Service", "Function"),
    "extensionAggregate": ("Service", "Aggregate"),
    "languageExtension": ("Service", "Feature"),
    "supportedLanguage": ("Service", "Language"),
    "propertyFeature": ("Service", "Feature"),
    "defaultDataset": ("Service", "Dataset"),
    "availableGraphs": ("Service", "GraphCollection"),
    "resultFormat": ("Service", None),
    "inputFormat": ("Service", None),
    "defaultGraph": ("Dataset", "Graph"),
    "namedGraph": ("GraphCollection", "NamedGraph"),
    "name": ("NamedGraph", None),
    "graph": ("NamedGraph", "Graph"),
}
# Members of the classes that the vocabulary itself names.
_MEMBERS = {
    "Language": {SD.SPARQL10Query, SD.SPARQL11Query, SD.SPARQL11Update},
    "Feature": {
        *(SD.DereferencesURIs, SD.UnionDefaultGraph, SD.RequiresDataset, SD.EmptyGraphs),
        SD.BasicFederatedQuery,
    },
}


@pytest.fixture(scope="module")
def server(suites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with writable_server(tmp_path_factory.mktemp("description")) as made:
        yield made


@pytest.fixture(scope="module")
def description(server: Server) -> Graph:
    reply = server.send("GET", "/sparql", None, {"Accept": "text/turtle"})
    return Graph().parse(data=reply.body, format="turtle")


def test_returns_rdf(server: Server) -> None:
    reply = server.send("GET", "/sparql", None, {})
    assert reply.status == 200
    assert reply.media_type.startswith("text/turtle")
    assert len(Graph().parse(data=reply.body, format="turtle")) > 0


def test_has_endpoint_triple(server: Server, description: Graph) -> None:
    assert URIRef(server.running.sparql) in set(description.objects(None, SD.endpoint))


def test_conforms_to_schema(description: Graph) -> None:
    services = set(description.subjects(RDF.type, SD.Service))
    assert services
    for service in services:
        assert len(set(description.objects(service, SD.endpoint))) == 1
        assert set(description.objects(service, SD.supportedLanguage))
    found = [(s, p, o) for s, p, o in description if p in SD]
    assert found
    for subject, predicate, value in found:
        domain, range_ = _PROPERTIES[predicate.removeprefix(str(SD))]
        assert (subject, RDF.type, SD[domain]) in description, (subject, predicate)
        assert not isinstance(value, Literal), (predicate, value)
        if range_ is not None and value not in _MEMBERS.get(range_, ()):
            assert (value, RDF.type, SD[range_]) in description, (predicate, value)
