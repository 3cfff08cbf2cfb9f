"""Prefixes in the store: what a query editor asks for is there, once, and usable."""

from pyoxigraph import QuerySolutions, RdfFormat, Store

from ontology.declarations import prefix_ntriples
from ontology.prefixes import PREFIXES

EDITOR = """PREFIX sh: <http://www.w3.org/ns/shacl#>
SELECT DISTINCT ?prefix ?namespace WHERE { [] sh:namespace ?namespace ; sh:prefix ?prefix }
ORDER BY ?prefix"""


def declared(base: str) -> dict[str, str]:
    store = Store()
    store.load(prefix_ntriples(base).encode(), format=RdfFormat.N_TRIPLES)
    rows = store.query(EDITOR)
    assert isinstance(rows, QuerySolutions)
    return {row["prefix"].value: row["namespace"].value for row in rows}


def test_an_editor_reads_every_prefix() -> None:
    assert declared("https://w3id.org/parley/") == dict(PREFIXES)


def test_under_another_base_the_terms_keep_their_namespace() -> None:
    found = declared("http://example.org/news")
    assert found["parley"] == PREFIXES["parley"]
    assert found["id"] == "http://example.org/news/id/"
    assert found["foaf"] == PREFIXES["foaf"]
