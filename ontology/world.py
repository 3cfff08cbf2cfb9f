"""The consolidated graph as Python objects: ``for m in parley.Meeting.instances(): ...``.

Classes and properties of the ontology are attributes of what ``open_world`` returns; individuals
have their properties as attributes in turn. It is owlready2 in memory, for exploring and for small
studies; a graph of millions of triples is better asked by SPARQL.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pyoxigraph import DefaultGraph
from rdflib import Graph, URIRef

from ontology import terms
from ontology.graphs import codes_graph, issues_graph, ontology_graph
from ontology.loading import rdflib_term, read_quads
from ontology.prefixes import BASE
from ontology.reasoner import load


class EmptyWorldError(ValueError):
    """There is nothing to open; the message says where it was looked for and what to do."""


def open_world(*sources: Path, base: str = BASE) -> Any:
    """The ontology and the default graph of some sources, as an owlready2 namespace.

    A source is an N-Quads or N-Triples file, or the folder of a store. Data under another ``base``
    is read as if it stood under the default one. Raises ``EmptyWorldError`` for a folder without
    data, ``OSError`` and ``SyntaxError`` for a file that cannot be read.
    """
    graph = Graph()
    for part in (ontology_graph(), codes_graph(), issues_graph()):
        graph += part
    for file in (file for source in sources for file in _files(source)):
        for quad in read_quads(file.read_text(encoding="utf-8"), base):
            if isinstance(quad.graph_name, DefaultGraph):
                subject, value = rdflib_term(quad.subject), rdflib_term(quad.object)
                graph.add((subject, URIRef(quad.predicate.value), value))
    return load(graph).get_namespace(terms.NAMESPACE)


def _files(source: Path) -> Iterator[Path]:
    """The files of a source; of a store all but the articles, which have graphs of their own."""
    if not source.is_dir():
        yield source
        return
    files = sorted(source.glob("quads/*.nq"))
    if not files:
        raise EmptyWorldError(f"no graph in {source}; make one: parley build PATH --store {source}")
    yield from (file for file in files if file.name != "reports.nq")
