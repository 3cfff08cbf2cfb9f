"""The ontology is complete, documented and equal to the constants and the contract."""

import itertools
import re

import pytest
from rdflib import OWL, RDF, RDFS, SKOS, Graph, Literal, URIRef
from rdflib.namespace import DCTERMS, VANN
from rdflib.term import Node

from ontology import terms
from ontology.graphs import ontology_graph

ONTOLOGY = URIRef("https://w3id.org/parley/ontology")


@pytest.fixture(scope="module")
def graph() -> Graph:
    return ontology_graph()


def defined(graph: Graph, *types: URIRef) -> set[str]:
    subjects = itertools.chain.from_iterable(graph.subjects(RDF.type, t) for t in types)
    return {str(s) for s in subjects if str(s).startswith(terms.NAMESPACE)}


def test_constants_are_what_the_ontology_defines(graph: Graph) -> None:
    assert defined(graph, OWL.Class) == terms.CLASSES
    assert defined(graph, OWL.ObjectProperty, OWL.DatatypeProperty) == terms.PROPERTIES
    named = {v for k, v in vars(terms).items() if k.isupper() and isinstance(v, str)}
    assert {v for v in named if v.startswith(terms.NAMESPACE)} - {terms.NAMESPACE} == terms.ALL


@pytest.mark.parametrize("term", sorted(terms.ALL))
def test_every_term_has_one_label_and_one_definition_of_one_sentence(
    graph: Graph, term: str
) -> None:
    (label,) = graph.objects(URIRef(term), RDFS.label)
    (definition,) = graph.objects(URIRef(term), SKOS.definition)
    for text in (label, definition):
        assert isinstance(text, Literal)
        assert text.language == "en"
        assert str(text) == " ".join(str(text).split())
    assert re.fullmatch(r"[A-Z][^.]*\.", str(definition))
    wanted = "".join(word[:1].upper() + word[1:] for word in str(label).split(" "))
    name = term.removeprefix(terms.NAMESPACE)
    assert wanted.lower() == name.lower() or term == terms.EDTF


def test_labels_and_definitions_are_unique(graph: Graph) -> None:
    for predicate in (RDFS.label, SKOS.definition):
        values = [str(graph.value(URIRef(t), predicate)) for t in terms.ALL]
        assert len(values) == len(set(values))


def test_no_term_is_both_an_object_and_a_datatype_property(graph: Graph) -> None:
    assert not defined(graph, OWL.ObjectProperty) & defined(graph, OWL.DatatypeProperty)


def test_every_property_used_is_declared(graph: Graph) -> None:
    builtin = ("http://www.w3.org/2002/07/owl#", str(RDFS), str(RDF))
    declared = set(graph.subjects(RDF.type, OWL.AnnotationProperty))
    for predicate in set(graph.predicates()):
        assert predicate in declared or str(predicate).startswith(builtin), predicate


def test_every_class_referred_to_is_declared(graph: Graph) -> None:
    classes = set(graph.subjects(RDF.type, OWL.Class))
    for predicate in (RDFS.subClassOf, RDFS.domain, OWL.disjointWith, OWL.someValuesFrom):
        for value in graph.objects(None, predicate):
            if isinstance(value, URIRef):
                assert value in classes, value


def test_metadata(graph: Graph) -> None:
    assert (ONTOLOGY, RDF.type, OWL.Ontology) in graph
    licence = graph.value(ONTOLOGY, DCTERMS.license)
    assert licence == URIRef("https://creativecommons.org/licenses/by/4.0/")
    version = graph.value(ONTOLOGY, OWL.versionInfo)
    assert graph.value(ONTOLOGY, OWL.versionIRI) == ONTOLOGY + "/" + str(version)
    assert str(graph.value(ONTOLOGY, VANN.preferredNamespaceUri)) == terms.NAMESPACE


def test_the_contract_is_covered() -> None:
    names = {t.removeprefix(terms.NAMESPACE) for t in terms.ALL}
    contract = """Article Official Office Tenure Role Polity Organization Place Meeting Visit
        PressEvent DiplomaticEvent Agreement Statement UnnamedSource Evidence Issue textHash
        mentions about officeType ofPolity official office from until title polity former tenure
        evidence inPolity status mode level earliest latest dateText edtf dateBasis place
        participant party participation inCapacity representing partOf onSidelinesOf follows
        resultedIn kind speaker quote paraphrase speechAct via addressee madeAt confidence rule
        reportedAs"""
    assert set(contract.split()) <= names


def test_disjoint_classes_share_no_subclass(graph: Graph) -> None:
    def ancestors(term: URIRef) -> set[Node]:
        return {c for c in graph.transitive_objects(term, RDFS.subClassOf) if c is not None}

    pairs = set()
    for axiom in graph.subjects(RDF.type, OWL.AllDisjointClasses):
        members = list(graph.items(next(graph.objects(axiom, OWL.members))))
        assert len(members) == len(set(members))
        pairs |= set(itertools.combinations(members, 2))
    assert (URIRef(terms.MEETING), URIRef(terms.VISIT)) in pairs
    for name in sorted(terms.CLASSES):
        above = ancestors(URIRef(name))
        assert not [p for p in pairs if set(p) <= above], name
