"""The dataset and the endpoint described in RDF, read with rdflib and counted again."""

from collections import Counter
from pathlib import Path

import pytest
from fixture_server import BROWSER, Client, free_port, start, stop
from pyoxigraph import RdfFormat, Store
from rdflib import DCAT, RDF, VOID, BNode, Graph, Literal, Namespace, URIRef

from server.void import slug
from store.snapshots import current_snapshot

SD = Namespace("http://www.w3.org/ns/sparql-service-description#")
DCTERMS = Namespace("http://purl.org/dc/terms/")
FORMATS = Namespace("http://www.w3.org/ns/formats/")
PARLEY = Namespace("https://w3id.org/parley/ontology#")
SAME_AS = URIRef("http://www.w3.org/2002/07/owl#sameAs")
TYPES = {
    "text/turtle": "turtle",
    "application/ld+json": "json-ld",
    "application/rdf+xml": "xml",
    "application/n-triples": "nt",
}


def read(server: Client, path: str, accept: str | None = None, **headers: str) -> Graph:
    reply = server.get(path, accept, **headers)
    assert reply.status == 200, reply.text
    media_type = reply.headers["content-type"].partition(";")[0]
    return Graph().parse(data=reply.body, format=TYPES[media_type])


@pytest.fixture(scope="module")
def void(server: Client) -> Graph:
    return read(server, "/.well-known/void")


@pytest.fixture(scope="module")
def service(server: Client) -> Graph:
    return read(server, "/sparql", "text/turtle")


@pytest.fixture(scope="module")
def stored(server: Client) -> Store:
    """What is served, to count by other means."""
    return Store.read_only(str(current_snapshot(server.store).path))


def dataset(server: Client) -> URIRef:
    return URIRef(f"{server.url}/.well-known/void#dataset")


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")  # of rdflib's reader
@pytest.mark.parametrize("path", ["/.well-known/void", "/sparql"])
@pytest.mark.parametrize("accept", TYPES)
def test_every_format_says_the_same(server: Client, path: str, accept: str) -> None:
    reply = server.get(path, accept)
    assert reply.headers["content-type"].startswith(accept)
    graph = read(server, path, accept)
    assert set(graph) == set(read(server, path, "text/turtle"))
    assert not [term for triple in graph for term in triple if isinstance(term, BNode)]
    again = server.get(path, accept, If_None_Match=reply.headers["etag"])
    assert (again.status, again.body) == (304, b"")


def test_who_names_no_format_or_is_a_browser(server: Client) -> None:
    for accept in (None, "*/*", BROWSER):
        assert (
            server.get("/.well-known/void", accept)
            .headers["content-type"]
            .startswith("text/turtle")
        )
    assert server.get("/sparql", BROWSER).headers["content-type"].startswith("text/html")
    assert server.get("/sparql").headers["content-type"].startswith("text/turtle")
    assert server.get("/sparql?format=jsonld").headers["content-type"] == "application/ld+json"
    assert server.get("/.well-known/void", "image/png").status == 406
    assert server.send("HEAD", "/sparql").status == 200


def test_totals_and_partitions_are_those_of_the_default_graph(
    server: Client, void: Graph, stored: Store
) -> None:
    quads = [q for q in stored if str(q.graph_name) == "DEFAULT"]
    node = dataset(server)
    expected = {
        VOID.triples: len(quads),
        VOID.distinctSubjects: len({str(q.subject) for q in quads}),
        VOID.distinctObjects: len({str(q.object) for q in quads}),
        VOID.properties: len({str(q.predicate) for q in quads}),
        VOID.entities: len(
            {s for q in quads if (s := str(q.subject)).startswith("<https://w3id.org/parley/id/")}
        ),
    }
    assert {p: int(str(void.value(node, p))) for p in expected} == expected
    found = {
        f"<{void.value(part, VOID.property)}>": int(str(void.value(part, VOID.triples)))
        for part in void.objects(node, VOID.propertyPartition)
    }
    assert found == Counter(str(q.predicate) for q in quads)
    classes = {
        void.value(part, VOID["class"]): int(str(void.value(part, VOID.entities)))
        for part in void.objects(node, VOID.classPartition)
    }
    assert classes[PARLEY.Meeting] == 4
    assert classes[PARLEY.Official] == 4
    assert void.value(node, VOID.classes) == Literal(len(classes))


def test_what_the_dataset_is(server: Client, void: Graph) -> None:
    node = dataset(server)
    assert (node, RDF.type, VOID.Dataset) in void
    assert (node, VOID.sparqlEndpoint, URIRef(f"{server.url}/sparql")) in void
    licence = URIRef("https://creativecommons.org/licenses/by/4.0/")
    assert void.value(node, DCTERMS.license) == licence
    snapshot = current_snapshot(server.store)
    modified = void.value(node, DCTERMS.modified)
    assert isinstance(modified, Literal)
    assert modified.toPython() == snapshot.created
    vocabularies = set(void.objects(node, VOID.vocabulary))
    assert {URIRef(str(PARLEY)), URIRef(str(DCTERMS))} <= vocabularies
    examples = [str(e) for e in void.objects(node, VOID.exampleResource)]
    assert len(examples) == 5
    for example in examples:
        path = example.removeprefix("https://w3id.org/parley")
        assert server.get(path, "text/turtle").status == 200


def test_links_to_wikidata_are_linksets(server: Client, void: Graph) -> None:
    (polities,) = [
        s for s in void.subjects(VOID.linkPredicate, SAME_AS) if str(s).endswith("-parley-Polity")
    ]
    assert (polities, RDF.type, VOID.Linkset) in void
    assert (dataset(server), VOID.subset, polities) in void
    assert void.value(polities, VOID.triples) == Literal(1)
    source, target = (
        void.value(polities, VOID.subjectsTarget),
        void.value(polities, VOID.objectsTarget),
    )
    assert void.value(source, VOID["class"]) == PARLEY.Polity
    assert (source, RDF.type, VOID.Dataset) in void
    assert void.value(target, VOID.uriSpace) == Literal("http://www.wikidata.org/entity/")


def test_the_endpoint_is_where_it_was_asked(server: Client, service: Graph) -> None:
    (node,) = service.subjects(RDF.type, SD.Service)
    assert service.value(node, SD.endpoint) == URIRef(f"{server.url}/sparql")
    assert (node, SD.supportedLanguage, SD.SPARQL11Query) in service
    results = set(service.objects(node, SD.resultFormat))
    assert {FORMATS.SPARQL_Results_JSON, FORMATS.SPARQL_Results_CSV, FORMATS.Turtle} <= results
    assert (node, SD.feature, SD.BasicFederatedQuery) not in service


def test_the_endpoint_behind_a_proxy(server: Client) -> None:
    graph = read(
        server, "/sparql", X_Forwarded_Proto="https", X_Forwarded_Host="parley.example.org"
    )
    assert list(graph.objects(None, SD.endpoint)) == [URIRef("https://parley.example.org/sparql")]
    wrong = server.get("/sparql", X_Forwarded_Host='a"><b')
    assert wrong.status == 400


def test_graphs_are_listed_with_their_sizes(server: Client, service: Graph, stored: Store) -> None:
    (node,) = service.objects(None, SD.defaultDataset)
    default = service.value(node, SD.defaultGraph)
    totals = Counter(str(q.graph_name) for q in stored)
    assert service.value(default, VOID.triples) == Literal(totals.pop("DEFAULT"))
    found = {
        f"<{service.value(named, SD.name)}>": int(
            str(service.value(service.value(named, SD.graph), VOID.triples))
        )
        for named in service.objects(node, SD.namedGraph)
    }
    assert found == totals
    assert len(found) == 3
    # The dataset is described in the same answer.
    assert (dataset(server), RDF.type, VOID.Dataset) in service


def test_an_endpoint_that_may_call_others_says_so(fixture_store: Path) -> None:
    client = start(fixture_store, free_port(), allow=("http://127.0.0.1:1/sparql",))
    try:
        graph = read(client, "/sparql")
    finally:
        stop(client)
    assert list(graph.objects(None, SD.feature)) == [SD.BasicFederatedQuery]


def test_answers_lead_to_the_description(server: Client) -> None:
    reply = server.get("/sparql?query=ASK%7B%7D")
    assert '</.well-known/void>; rel="describedby"' in reply.headers["link"].split(", ")
    assert server.get("/sparql", "application/sparql-results+json").status == 400
    assert server.send("POST", "/sparql", b"", {"Content-Type": "application/sparql-query"})


def test_each_iri_has_a_name_of_its_own() -> None:
    iris = ["https://w3id.org/parley/ontology#a-b", "https://w3id.org/parley/ontology#a_b", "x:a-b",
            "https://w3id.org/parley/ontology#a:b", "x:a_2d_b"]  # fmt: skip
    assert len({slug(iri) for iri in iris}) == len(iris)
    assert slug("https://w3id.org/parley/ontology#Meeting") == "parley-Meeting"


def test_the_catalogue_leads_to_the_endpoint_and_to_dumps(server: Client, void: Graph) -> None:
    (catalogue,) = void.subjects(RDF.type, DCAT.Catalog)
    assert list(void.objects(catalogue, DCAT.dataset)) == [dataset(server)]
    (service,) = void.objects(catalogue, DCAT.service)
    assert (service, DCAT.endpointURL, URIRef(f"{server.url}/sparql")) in void
    assert (service, DCAT.servesDataset, dataset(server)) in void
    dumps = list(void.objects(dataset(server), DCAT.distribution))
    assert len(dumps) == 2
    for dump in dumps:
        address = str(void.value(dump, DCAT.downloadURL))
        media_type = str(void.value(dump, DCAT.mediaType)).partition("media-types/")[2]
        reply = server.get(address.removeprefix(server.url))
        assert reply.status == 200
        assert reply.headers["content-type"] == media_type
        store = Store()
        store.load(reply.body, format=RdfFormat.from_media_type(media_type))
        assert len(store) == current_snapshot(server.store).quads
