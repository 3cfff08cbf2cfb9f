"""The checks of the ontology pass on it, and each of them catches a tampered file."""

from collections.abc import Sequence

import pytest
from rdflib import OWL, Graph
from rdflib.namespace import DCTERMS, SKOS

from ontology.check import check_ontology, style_violations
from ontology.graphs import all_files, codes_graph, issues_graph, ontology_graph
from ontology.owl_dl import dl_violations
from ontology.owl_rl import rl_violations
from ontology.reasoner import check_consistency, reason
from ontology.violation import Violation

PREFIXES = """
@prefix parley: <https://w3id.org/parley/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
@prefix issue: <https://w3id.org/parley/issue/> .
"""


def tampered(change: str, of: Graph | None = None) -> Graph:
    """A copy of a graph (the core) with Turtle added."""
    graph = Graph()
    graph += ontology_graph() if of is None else of
    return graph.parse(data=PREFIXES + change, format="turtle")


def names(violations: Sequence[Violation]) -> set[str]:
    return {violation.what for violation in violations}


def test_the_ontology_passes_every_check() -> None:
    assert check_ontology() == []


# Consistency ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "facts",
    [
        "<urn:x> a parley:Official, parley:Agreement .",
        "<urn:x> a parley:PressEvent, parley:Meeting .",
        "<urn:x> a parley:PressEvent, parley:BilateralMeeting .",
        "<urn:m> parley:participant <urn:x> . <urn:x> a parley:Polity .",
        "<urn:s> parley:speaker <urn:e> . <urn:e> a parley:Evidence .",
        "<urn:a> parley:follows <urn:b> . <urn:b> parley:follows <urn:a> .",
        "<urn:m> parley:participation <urn:p> . <urn:p> parley:official <urn:x> ."
        " <urn:x> a parley:Organization .",
        '<urn:r> parley:former "perhaps" .',
    ],
)
def test_hermit_catches_contradictions(facts: str) -> None:
    found = check_consistency(ontology_graph(), extra=PREFIXES + facts)
    assert names(found) == {"reasoner/inconsistent"}


def test_hermit_accepts_what_is_no_contradiction() -> None:
    facts = """<urn:m> a parley:Meeting ; parley:participant <urn:x> ; parley:place <urn:seoul> ;
        parley:earliest "2020-03-05"^^xsd:date ; parley:partOf <urn:v> .
        <urn:v> a parley:Visit . <urn:korea> a parley:Polity, parley:Location ."""
    assert check_consistency(ontology_graph(), extra=PREFIXES + facts) == []


def test_hermit_finds_a_class_that_can_have_no_member() -> None:
    change = "parley:Circus a owl:Class ; rdfs:subClassOf parley:Meeting, parley:PressEvent ."
    (found,) = check_consistency(ontology_graph(), extra=PREFIXES + change)
    assert found.what == "reasoner/unsatisfiable"
    assert found.where.endswith("#Circus")


def test_classification_draws_conclusions() -> None:
    facts = """<urn:m> parley:participation <urn:p> .
        <urn:p> parley:official <urn:x> ; parley:representing <urn:y> ."""
    reasoned = reason(ontology_graph(), extra=PREFIXES + facts)
    term = "https://w3id.org/parley/ontology#"
    assert (f"{term}Tenure", f"{term}Capacity") in reasoned.superclasses
    assert (f"{term}Official", f"{term}Agreement") not in reasoned.superclasses
    assert ("urn:x", f"{term}Agent") in reasoned.types
    assert ("urn:m", f"{term}DiplomaticEvent") in reasoned.types
    assert ("urn:y", f"{term}CollectiveAgent") in reasoned.types


def test_alignments_let_others_ask_in_their_own_words() -> None:
    facts = """<urn:m> a parley:Meeting ; parley:partOf <urn:v> ;
            parley:status <https://w3id.org/parley/code/status/occurred> .
        <urn:p> a parley:Meeting ; parley:status <https://w3id.org/parley/code/status/planned> ."""
    reasoned = reason(*all_files().values(), extra=PREFIXES + facts)
    for event in (
        "https://schema.org/Event", "http://semanticweb.cs.vu.nl/2009/11/sem/Event",
        "http://www.w3.org/ns/prov#Activity", "http://linkedevents.org/ontology/Event",
    ):  # fmt: skip
        assert ("urn:m", event) in reasoned.types
    assert ("urn:p", "http://linkedevents.org/ontology/Event") not in reasoned.types


# Profiles ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("parley:Meeting rdfs:subClassOf parley:Gathering .", "dl/undeclared"),
        ("<urn:x> parley:likes <urn:y> .", "dl/undeclared"),
        ("<urn:x> a parley:Banquet .", "dl/undeclared"),
        ("parley:party rdfs:range parley:Club .", "dl/undeclared"),
        ("parley:party a owl:DatatypeProperty .", "dl/two-kinds"),
        ("parley:party a owl:AnnotationProperty .", "dl/two-kinds"),
        ("parley:edtf a owl:AnnotationProperty .", "dl/two-kinds"),
        ("parley:party a owl:Class .", "dl/two-kinds"),
        ("parley:Meeting a parley:Issue .", "dl/two-kinds"),
        ("owl:Meeting a owl:Class .", "dl/reserved"),
        ("<urn:x> a rdf:Property .", "dl/reserved"),
        ('<urn:x> parley:party "Japan" .', "dl/literal-value"),
        ("<urn:x> parley:quote <urn:y> .", "dl/thing-value"),
        ('<urn:x> parley:earliest "2020-03-05"^^xsd:date .', "dl/datatype"),
        ("parley:earliest rdfs:range xsd:date .", "dl/datatype"),
        ('<urn:x> parley:former "perhaps"^^xsd:boolean .', "dl/datatype"),
        ("parley:quote a owl:TransitiveProperty .", "dl/characteristic"),
        ("skos:altLabel a owl:FunctionalProperty .", "dl/characteristic"),
        ("parley:partOf a owl:AsymmetricProperty .", "dl/not-simple"),
        ("parley:relatedEvent a owl:FunctionalProperty .", "dl/not-simple"),
        ("parley:Meeting rdfs:subClassOf [ a owl:Restriction ; owl:onProperty parley:party ;"
         " owl:minCardinality 2 ] .", "dl/not-simple"),
        ("parley:Meeting rdfs:subClassOf [ a owl:Restriction ; owl:onProperty parley:place ] .",
         "dl/restriction"),
        ("parley:Meeting rdfs:subClassOf [ a owl:Restriction ; owl:onProperty skos:altLabel ;"
         " owl:someValuesFrom owl:Thing ] .", "dl/restriction"),
        ("parley:quote rdfs:subPropertyOf parley:party .", "dl/mixed-hierarchy"),
        ("parley:about owl:propertyChainAxiom ( parley:evidence parley:rule ) .", "dl/chain"),
        ("parley:participation owl:propertyChainAxiom ( parley:participant parley:tenure ) .",
         "dl/irregular"),
        ("<urn:x> parley:party [ skos:notation \"y\" ] .", "dl/blank-node"),
    ],
)  # fmt: skip
def test_what_breaks_owl_2_dl_is_found(change: str, expected: str) -> None:
    assert expected in names(dl_violations(tampered(change)))


def test_owl_2_dl_has_room_for_what_the_core_leaves_out() -> None:
    change = """parley:Statement rdfs:subClassOf [ a owl:Restriction ;
            owl:onProperty parley:madeAt ; owl:maxCardinality 1 ] .
        parley:Meeting owl:equivalentClass [ a owl:Class ; owl:unionOf (
            parley:BilateralMeeting parley:TrilateralMeeting parley:MultilateralMeeting ) ] ."""
    assert dl_violations(tampered(change)) == []


def test_a_file_without_header_is_found() -> None:
    graph = tampered("")
    graph.remove((None, None, OWL.Ontology))
    assert "dl/header" in names(dl_violations(graph))


@pytest.mark.parametrize(
    "axiom",
    [
        "[ a owl:Restriction ; owl:onProperty parley:place ; owl:someValuesFrom parley:Place ]",
        "[ a owl:Restriction ; owl:onProperty parley:place ; owl:minCardinality 1 ]",
        "[ a owl:Restriction ; owl:onProperty parley:place ; owl:maxCardinality 2 ]",
        "[ a owl:Class ; owl:unionOf ( parley:Visit parley:PressEvent ) ]",
        "[ a owl:Class ; owl:intersectionOf ( parley:Meeting [ a owl:Restriction ;"
        " owl:onProperty parley:place ; owl:someValuesFrom parley:Place ] ) ]",
    ],
)
def test_what_is_beyond_owl_2_rl_is_found(axiom: str) -> None:
    graph = tampered(f"parley:Meeting rdfs:subClassOf {axiom} .")
    assert dl_violations(graph) == []
    assert names(rl_violations(graph)) == {"rl/superclass"}


@pytest.mark.parametrize(
    "axioms",
    [
        "[ a owl:Restriction ; owl:onProperty parley:place ; owl:someValuesFrom parley:Place ]"
        " rdfs:subClassOf parley:Meeting .",
        "parley:Meeting rdfs:subClassOf [ a owl:Restriction ; owl:onProperty parley:place ;"
        " owl:maxCardinality 1 ] .",
        "parley:Meeting rdfs:subClassOf [ a owl:Class ; owl:complementOf parley:Place ] .",
    ],
)
def test_what_is_within_owl_2_rl_passes(axioms: str) -> None:
    assert rl_violations(tampered(axioms)) == []


def test_other_words_beyond_owl_2_rl_are_found() -> None:
    change = """parley:metWith a owl:ReflexiveProperty .
        parley:Meeting owl:disjointUnionOf ( parley:BilateralMeeting ) .
        parley:Visit owl:equivalentClass [ a owl:Class ; owl:unionOf ( parley:Meeting ) ] ."""
    found = names(rl_violations(tampered(change)))
    assert {"rl/reflexive", "rl/construct", "rl/equivalent"} <= found


# Style and hygiene ------------------------------------------------------------------------------


def check_with(name: str, graph: Graph) -> set[str]:
    files = {**all_files(), name: graph}
    few = {key: files[key] for key in ("parley", "codes", "issues")}
    return names(style_violations(few))


GOOD = 'rdfs:label "Banquet"@en ; skos:definition "A meal in state."@en'


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("parley:Banquet a owl:Class .", "shape/ClassLabel"),
        (f"parley:Banquet a owl:Class ; {GOOD} .", "check/unconnected-class"),
        ('parley:Banquet a owl:Class ; rdfs:label "Banquet"@en .', "shape/TermDefinition"),
        ('parley:Banquet a owl:Class ; rdfs:label "Banquet"@en ; '
         'skos:definition "a meal"@en .', "shape/TermDefinition"),
        (f"parley:banquet a owl:Class ; {GOOD} .", "shape/Class"),
        ('parley:Eats a owl:ObjectProperty ; rdfs:label "eats"@en ; '
         'skos:definition "Relates an official to a meal."@en .', "shape/Property"),
        ('parley:Meeting rdfs:label "Talks"@en .', "shape/ClassLabel"),
        (f"parley:Feast a owl:Class ; {GOOD} . parley:Banquet a owl:Class ; {GOOD} .",
         "check/duplicate-definition"),
        (f"parley:Feast a owl:Class ; {GOOD} . parley:Banquet a owl:Class ; {GOOD} .",
         "check/duplicate-label"),
        ('parley:Meeting skos:scopeNote "Two  blanks."@en .', "check/untrimmed-text"),
        ("parley:Meeting rdfs:subClassOf parley:Gathering .", "check/undeclared-term"),
        ("parley:Meeting owl:deprecated true .", "check/retired-without-successor"),
        ("parley:via rdfs:range parley:Organization .", "check/several-domains"),
        ("<https://w3id.org/parley/ontology> owl:imports <http://www.w3.org/ns/prov#> .",
         "check/core-imports"),
        ('<https://w3id.org/parley/ontology> owl:versionInfo "two" .', "shape/FileVersion"),
    ],
)  # fmt: skip
def test_faults_of_style_are_found(change: str, expected: str) -> None:
    assert expected in check_with("parley", tampered(change))


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ("issue:weapons skos:broader issue:north-korea-missiles .", "check/circular-broader"),
        ('issue:taiwan skos:altLabel "HOUTHIS"@en .', "check/ambiguous-issue-label"),
        ('issue:taiwan skos:altLabel "Formose"@fr .', "shape/IssueAltLabel"),
        ("issue:taiwan skos:broader issue:security .", "shape/IssueBroader"),
        ('issue:taiwan skos:prefLabel "Formosa"@en .', "shape/ConceptLabel"),
        ("issue:human-rights skos:exactMatch <http://eurovoc.europa.eu/1> .",
         "check/two-exact-matches"),
        ("issue:Taiwan_2 a skos:Concept .", "shape/Concept"),
    ],
)  # fmt: skip
def test_faults_of_issues_are_found(change: str, expected: str) -> None:
    assert expected in check_with("issues", tampered(change, issues_graph()))


@pytest.mark.parametrize("prop", [DCTERMS.license, DCTERMS.title, DCTERMS.creator, OWL.versionIRI])
def test_missing_metadata_is_found(prop: str) -> None:
    graph = tampered("", codes_graph())
    graph.remove((None, prop, None))
    assert any(what.startswith("shape/File") for what in check_with("codes", graph))


def test_a_code_without_definition_is_found() -> None:
    graph = tampered("", codes_graph())
    graph.remove((None, SKOS.definition, None))
    assert "shape/ConceptDefinition" in check_with("codes", graph)
