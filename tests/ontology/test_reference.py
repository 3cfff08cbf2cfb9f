"""What a store loads: N-Triples, sorted, without blank nodes, saying what the files say."""

import pyoxigraph
from rdflib import OWL, BNode, Graph, URIRef

from ontology import BASE, reference_ntriples, terms
from ontology.graphs import codes_graph, issues_graph, ontology_graph
from ontology.prefixes import PREFIXES, sparql_prologue, turtle_prologue


def parsed(text: str) -> Graph:
    return Graph().parse(data=text, format="nt")


def test_it_is_sorted_and_has_no_blank_nodes() -> None:
    text = reference_ntriples()
    lines = text.splitlines()
    assert lines == sorted(set(lines))
    assert text.endswith(" .\n")
    for triple in parsed(text):
        assert not any(isinstance(term, BNode) for term in triple)


def test_both_parsers_read_the_same_triples() -> None:
    text = reference_ntriples()
    quads = list(pyoxigraph.parse(text.encode(), format=pyoxigraph.RdfFormat.N_TRIPLES))
    assert len(quads) == len(text.splitlines()) == len(parsed(text))


def test_nothing_without_a_blank_node_is_lost() -> None:
    loaded = set(parsed(reference_ntriples()))
    for graph in (ontology_graph(), codes_graph(), issues_graph()):
        for triple in graph:
            assert any(isinstance(term, BNode) for term in triple) or triple in loaded


def test_disjointness_is_written_out_in_pairs() -> None:
    loaded = parsed(reference_ntriples())

    def disjoint(one: str, other: str) -> bool:
        a, b = URIRef(one), URIRef(other)
        return (a, OWL.disjointWith, b) in loaded or (b, OWL.disjointWith, a) in loaded

    assert disjoint(terms.MEETING, terms.VISIT)
    assert disjoint(terms.AGENT, terms.AGREEMENT)
    assert disjoint(terms.OFFICIAL, terms.POLITY)
    assert disjoint(terms.ROLE, terms.TENURE)
    assert not disjoint(terms.MEETING, terms.DIPLOMATIC_EVENT)
    assert not disjoint(terms.POLITY, terms.LOCATION)


def test_another_base_moves_codes_and_issues_but_not_the_ontology() -> None:
    text = reference_ntriples("https://example.org/p")
    assert f"<{BASE}issue" not in text
    assert f"<{BASE}code/" not in text
    assert "<https://example.org/p/issue/taiwan>" in text
    assert "<https://example.org/p/code/status/occurred>" in text
    assert f"<{terms.MEETING}>" in text
    assert text.splitlines() == sorted(text.splitlines())
    assert len(text.splitlines()) == len(reference_ntriples().splitlines())


def test_prologues_declare_every_prefix() -> None:
    pyoxigraph.Store().query(sparql_prologue() + "ASK { ?s a parley:Meeting }")
    graph = Graph(bind_namespaces="none").parse(data=turtle_prologue(), format="turtle")
    namespaces = dict(graph.namespaces())
    for prefix, iri in PREFIXES.items():
        assert str(namespaces[prefix]) == iri
