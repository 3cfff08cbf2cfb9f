"""The questions as RDF in the store: what a SPARQL editor that knows the convention finds."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, parse

from ontology.prefixes import PREFIXES
from queries.catalog import questions
from queries.examples import question_ntriples
from queries.table import read_table
from store.embedded import EmbeddedEngine
from store.limits import Limits

# As an editor asks, without GRAPH and with its own prefixes.
EDITOR = """PREFIX sh: <http://www.w3.org/ns/shacl#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
SELECT DISTINCT ?sq ?comment ?query WHERE {
  ?sq a sh:SPARQLExecutable ; rdfs:comment ?comment ;
    sh:select|sh:ask|sh:construct ?query .
} ORDER BY ?sq"""
DECLARED = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE {
  ?sq sh:prefixes/sh:declare ?declared .
  ?declared sh:prefix ?prefix ; sh:namespace ?namespace .
} ORDER BY ?prefix"""


@pytest.fixture(scope="module")
def seeds(seed_store: Path) -> Iterator[EmbeddedEngine]:
    opened = EmbeddedEngine(seed_store, Limits(timeout=20, workers=1))
    yield opened
    opened.close()


def test_an_editor_finds_every_question_and_can_run_it(seeds: EmbeddedEngine) -> None:
    rows = read_table(seeds, EDITOR).rows
    found = {}
    for node, comment, query in rows:
        assert isinstance(node, NamedNode)
        assert isinstance(comment, Literal)
        assert isinstance(query, Literal)
        found[node.value.rpartition("/")[2]] = query.value
        assert "#+" not in query.value
    assert sorted(found) == list(questions())
    for name in ("visits", "who-attended", "coverage-by-outlet"):
        assert read_table(seeds, found[name]).rows


def test_the_prefixes_of_the_questions_are_declared(seeds: EmbeddedEngine) -> None:
    rows = read_table(seeds, DECLARED).rows
    declared = {getattr(p, "value", ""): getattr(ns, "value", "") for p, ns in rows}
    assert declared == dict(PREFIXES)


def test_another_base_moves_the_addresses_and_what_the_queries_name() -> None:
    text = question_ntriples("https://example.org/kg/")
    assert "<https://example.org/kg/ask/who-attended>" in text
    quads = list(parse(text.encode(), format=RdfFormat.N_TRIPLES))
    assert not any(isinstance(t, BlankNode) for quad in quads for t in (quad.subject, quad.object))
    assert text.splitlines() == sorted(set(text.splitlines()))
