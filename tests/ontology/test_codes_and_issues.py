"""The code lists and the issues are those of the contract."""

import csv
from pathlib import Path

import pytest
from rdflib import RDF, SKOS, Graph, Literal, URIRef
from rdflib.term import Node

from ontology import BASE, code_schemes, code_values, issue_labels, issue_notations, terms
from ontology.graphs import codes_graph, issues_graph

ISSUES_TSV = Path(__file__).parents[3] / "shared/extraction/ISSUES.tsv"
ISSUE = URIRef(terms.ISSUE)

CODES = {
    "status": "occurred ongoing planned proposed cancelled",
    "mode": "in-person phone video",
    "level": "leader ministerial official",
    "date-basis": "explicit caption relative tenure",
    "agreement-kind": "treaty accord trade-agreement resolution joint-statement memorandum "
    "ceasefire loan-aid contract sanctions other",
    "agreement-status": "proposed under-negotiation agreed signed ratified in-force suspended "
    "at-risk terminated rejected violated",
    "speech-act": "assert commit request criticise warn welcome hope reaffirm deny",
    "office-type": "head-of-state head-of-government deputy-head foreign-minister "
    "defence-minister finance-minister trade-minister other-minister deputy-minister "
    "national-security-adviser spokesperson ambassador special-envoy legislator "
    "military-officer organisation-head party-leader movement-leader royal other-official",
}


OWN = {"merge-reason", "disagreement"}  # how consolidation came to what it says


def test_code_lists_are_those_of_the_contract() -> None:
    assert set(code_schemes()) == set(CODES) | OWN
    for scheme, values in CODES.items():
        assert set(code_values(scheme)) == set(values.split())


def test_an_unknown_code_list_is_an_error() -> None:
    with pytest.raises(KeyError, match="no code list 'colour'"):
        code_values("colour")


@pytest.mark.parametrize("scheme", sorted(CODES))
def test_codes_have_their_iris(scheme: str) -> None:
    for value in code_values(scheme):
        iri = URIRef(f"{BASE}code/{scheme}/{value}")
        assert codes_graph().value(iri, SKOS.notation) == Literal(value)


@pytest.mark.parametrize("graph", [codes_graph(), issues_graph()], ids=["codes", "issues"])
def test_every_concept_has_one_label_and_one_definition(graph: Graph) -> None:
    concepts = [*graph.subjects(RDF.type, SKOS.Concept)]
    assert len(concepts) > 50
    for concept in [*concepts, *graph.subjects(RDF.type, SKOS.ConceptScheme)]:
        (label,) = graph.objects(concept, SKOS.prefLabel)
        (definition,) = graph.objects(concept, SKOS.definition)
        assert isinstance(label, Literal)
        assert isinstance(definition, Literal)
        assert label.language == definition.language == "en"
        assert str(definition).endswith(".")
    for concept in concepts:
        (scheme,) = graph.objects(concept, SKOS.inScheme)
        assert (scheme, RDF.type, SKOS.ConceptScheme) in graph


def test_every_issue_has_its_iri_and_one_group() -> None:
    graph = issues_graph()
    for issue in graph.subjects(RDF.type, ISSUE):
        (notation,) = graph.objects(issue, SKOS.notation)
        assert issue == URIRef(f"{BASE}issue/{notation}")
        (group,) = graph.objects(issue, SKOS.broader)
        assert (group, RDF.type, URIRef(terms.ISSUE_GROUP)) in graph
        assert [*graph.objects(issue, SKOS.altLabel)]


def test_specific_issues_stand_below_main_ones_and_apart_from_them() -> None:
    graph = issues_graph()
    specific = list(graph.subjects(RDF.type, URIRef(terms.SPECIFIC_ISSUE)))
    assert len(specific) >= 40
    for issue in specific:
        (notation,) = graph.objects(issue, SKOS.notation)
        assert issue == URIRef(f"{BASE}issue/{notation}")
        assert str(notation) not in issue_notations()
        (main,) = graph.objects(issue, SKOS.broader)
        assert (main, RDF.type, ISSUE) in graph
        assert (issue, RDF.type, ISSUE) not in graph
        assert [*graph.objects(issue, SKOS.altLabel)]


def test_every_main_issue_has_several_labels_as_news_has_them() -> None:
    graph = issues_graph()
    for issue in graph.subjects(RDF.type, ISSUE):
        assert len([*graph.objects(issue, SKOS.altLabel)]) >= 2, issue


def test_no_label_stands_for_two_issues() -> None:
    graph = issues_graph()
    seen: dict[str, Node] = {}
    for predicate in (SKOS.prefLabel, SKOS.altLabel):
        for issue, label in graph.subject_objects(predicate):
            assert seen.setdefault(str(label).casefold(), issue) == issue, label


def test_issues_equal_the_list_that_was_agreed() -> None:
    if not ISSUES_TSV.exists():
        pytest.skip(f"the agreed list of issues is not at {ISSUES_TSV}")
    with ISSUES_TSV.open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert len(rows) == 79
    assert issue_labels() == {row["id"]: row["label"] for row in rows}
    assert set(issue_notations()) == {row["id"] for row in rows}
    for row in rows:
        issue = URIRef(f"{BASE}issue/{row['id']}")
        group = issues_graph().value(issue, SKOS.broader)
        assert group == URIRef(f"{BASE}issue/{row['group']}")
